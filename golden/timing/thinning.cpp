// Draws the wrong captures of one class of registers in a grid of PEs, by thinning.
//
// A place is one PE; its time is counted in slots (golden/schedule.py). Each place draws from a stream of
// its own, so that neither the number of threads nor the order of places changes what comes out.
// golden/timing/thinning.py is the Python face, and says what the fields of `Problem` are.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define FOR_EACH_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_CPU
#endif

namespace {

enum Mode : int64_t { ONE_CONTEXT = 0, PRODUCT = 1, ACCUMULATOR = 2 };

struct Problem {
  int64_t mode, negate, width, rows, columns, tiles, contexts, threads;
  uint64_t seed;
  const int64_t *start, *accept, *accept_first, *depth;
  const void *a, *b;
  int64_t a_wide, b_wide, a_stride, b_stride;
  const int64_t *a_first, *b_first;
  const int64_t *change_first, *change_slot, *change_value;
  const int64_t *first_slot;
  const int64_t *low, *high;
  const double *weight, *probability;
  const int64_t *pattern_first;
  const double *cumulative;
  const uint64_t *mask;
};

struct Event {
  int64_t slot, captured;
  uint64_t mask;
  int32_t place, tile;
};

struct Error {
  int64_t value;
  int32_t place, tile;
};

struct Outcome {
  std::vector<Event> events;
  std::vector<Error> errors;
};

struct Random {  // xoshiro256++, seeded by splitmix64
  uint64_t state[4];

  Random(uint64_t seed, uint64_t stream) {
    uint64_t x = seed ^ (stream * 0xD1342543DE82EF95u + 0x2545F4914F6CDD1Du);
    for (uint64_t &word : state) {
      uint64_t z = (x += 0x9E3779B97F4A7C15u);
      z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
      word = z ^ (z >> 31);
    }
  }

  static uint64_t rotate(uint64_t x, int n) { return (x << n) | (x >> (64 - n)); }

  uint64_t word() {
    uint64_t result = rotate(state[0] + state[3], 23) + state[0], t = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotate(state[3], 45);
    return result;
  }

  double uniform() { return (word() >> 11) * 0x1p-53; }  // 0 <= u < 1

  // Failures before the next success, of probability p.
  int64_t gap(double p, double log_failure) {
    if (p >= 1) return 0;
    double gap = std::log(1 - uniform()) / log_failure;
    return gap < 9e15 ? int64_t(gap) : int64_t(9e15);
  }
};

// Products of operands of 8 and 16 bits fit 24 bits: 128 of them fit 32, and vector units like that.
#define DEFINE_DOT(A, B)                                            \
  FOR_EACH_CPU int64_t dot(const A *a, const B *b, int64_t count) { \
    int64_t total = 0;                                              \
    for (int64_t begin = 0; begin < count; begin += 128) {          \
      int32_t part = 0;                                             \
      int64_t end = std::min(begin + 128, count);                   \
      for (int64_t n = begin; n < end; n++) part += a[n] * b[n];    \
      total += part;                                                \
    }                                                               \
    return total;                                                   \
  }
DEFINE_DOT(int8_t, int8_t)
DEFINE_DOT(int8_t, int16_t)
DEFINE_DOT(int16_t, int8_t)

int64_t wrapped(int64_t value, int64_t width) {
  return int64_t(uint64_t(value) << (64 - width)) >> (64 - width);
}

struct Captures {
  int64_t before, wanted, product, previous_product;
  bool flush;
};

// The same as `contexts` in drift_hw/faults/context.py, which says why; a test compares them.
int64_t context(const Captures &c, bool accumulator) {
  return (c.wanted < 0) | (c.before < 0) << 1 | (c.product < 0) << 2 | (c.previous_product < 0) << 3 |
         (accumulator && c.flush) << 4;
}

constexpr int64_t FLUSH = 16;

// One grid of PEs, its operands of types A and B.
template <typename A, typename B>
struct Grid {
  const Problem &p;

  const A *a(int64_t row, int64_t tile) const {
    return static_cast<const A *>(p.a) + p.a_first[tile] + row * p.a_stride;
  }
  const B *b(int64_t column, int64_t tile) const {
    return static_cast<const B *>(p.b) + p.b_first[tile] + column * p.b_stride;
  }
  // Beats of the tile accepted before `slot`.
  int64_t accepted(int64_t tile, int64_t slot) const {
    int64_t relative = slot - p.start[tile], depth = p.depth[tile];
    if (p.start[tile + 1] - p.start[tile] == depth) return relative;
    const int64_t *first = p.accept + p.accept_first[tile];
    return std::lower_bound(first, first + depth, relative) - first;
  }
};

// The walk through the slots of one place, in time order.
template <typename A, typename B>
struct Walk {
  const Problem &p;
  const Grid<A, B> grid;
  const int64_t place, row, column;
  const int64_t change_end;
  Outcome &out;
  // The tile that the walk is in, the beats summed up so far, and what has gone wrong in it.
  int64_t tile = 0, beats = 0, clean = 0, offset = 0;
  int64_t change, change_errors = 0;
  int64_t last_slot = -2, last_captured = 0;

  Walk(const Problem &problem, int64_t place, Outcome &out)
      : p(problem), grid{problem}, place(place), row(place / problem.columns), column(place % problem.columns),
        change_end(problem.change_first[place + 1]), out(out), change(problem.change_first[place]) {}

  int64_t clean_product(int64_t at_tile, int64_t slot) const {
    int64_t beat = grid.accepted(at_tile, slot);
    if (beat == p.depth[at_tile] || grid.accepted(at_tile, slot + 1) == beat) return 0;  // a bubble
    return int64_t(grid.a(row, at_tile)[beat]) * grid.b(column, at_tile)[beat];
  }

  // What the multiplier, or the product register, gives in a slot of this tile or at the end of the last one.
  int64_t product(int64_t slot) const {
    if (slot < 0) return 0;
    const int64_t *end = p.change_slot + change_end;
    const int64_t *found = std::lower_bound(p.change_slot + p.change_first[place], end, slot);
    if (found != end && *found == slot) return p.change_value[found - p.change_slot];
    return clean_product(slot < p.start[tile] ? tile - 1 : tile, slot);
  }

  void add_changes(int64_t until) {  // changed products of this tile in slots before `until`
    for (; change < change_end && p.change_slot[change] < until; change++)
      change_errors += p.change_value[change] - clean_product(tile, p.change_slot[change]);
  }

  int64_t sign() const { return p.negate ? -1 : 1; }

  int64_t sum_until(int64_t slot) {  // of the tile, without hits: slots before `slot`
    int64_t until = grid.accepted(tile, slot);
    clean += dot(grid.a(row, tile) + beats, grid.b(column, tile) + beats, until - beats);
    beats = until;
    add_changes(slot);
    return sign() * (clean + change_errors);
  }

  int64_t tile_of(int64_t slot) const {
    return std::upper_bound(p.start, p.start + p.tiles + 1, slot) - p.start - 1;
  }

  // Go on to a later tile; those in between matter only where products were changed.
  void go_to(int64_t next) {
    while (tile < next) {
      add_changes(p.start[tile + 1]);
      int64_t error = wrapped(offset + sign() * change_errors, p.width);
      if (error) out.errors.push_back({error, int32_t(place), int32_t(tile)});
      beats = clean = offset = change_errors = 0;
      tile = change < change_end ? std::min(next, tile_of(p.change_slot[change])) : next;
    }
  }

  Captures accumulator(int64_t slot, int64_t at_tile) {
    Captures c;
    c.flush = slot == p.start[at_tile];
    int64_t before = 0;
    if (c.flush && at_tile > 0) {
      go_to(at_tile - 1);
      before = sum_until(slot) + offset;
    }
    go_to(at_tile);
    c.product = sign() * product(slot);
    c.previous_product = sign() * product(slot - 1);
    if (c.flush) {
      c.before = wrapped(before, p.width);
      c.wanted = wrapped(c.product, p.width);
    } else {
      c.wanted = wrapped(sum_until(slot + 1) + offset, p.width);
      c.before = wrapped(c.wanted - c.product, p.width);
    }
    return c;
  }

  Captures product_register(int64_t slot, int64_t at_tile) {
    tile = at_tile;
    Captures c;
    c.flush = false;
    c.wanted = c.product = product(slot);
    c.previous_product = product(slot - 1);
    c.before = last_slot == slot - 1 ? last_captured : c.previous_product;
    return c;
  }

  void hit(int64_t slot, int64_t at_tile, const Captures &c, uint64_t mask) {
    int64_t captured = wrapped(c.wanted ^ int64_t(mask), p.width);
    offset += captured - c.wanted;
    last_slot = slot;
    last_captured = captured;
    out.events.push_back({slot, captured, mask, int32_t(place), int32_t(at_tile)});
  }
};

// Probabilities of one place: the mixture of the two grid periods that enclose its own.
struct Mixture {
  const Problem &p;
  int64_t low = -1, high = -1;
  double weight = -1;
  double highest[2] = {0, 0};  // over contexts without and with a flush
  double log_failure[2] = {0, 0};

  void set(int64_t place) {
    if (low == p.low[place] && high == p.high[place] && weight == p.weight[place]) return;
    low = p.low[place], high = p.high[place], weight = p.weight[place];
    highest[0] = highest[1] = 0;
    for (int64_t c = 0; c < p.contexts; c++) {
      bool flush = p.mode == ACCUMULATOR && (c & FLUSH);
      highest[flush] = std::max(highest[flush], probability(c));
    }
    for (int n = 0; n < 2; n++) log_failure[n] = std::log1p(-highest[n]);
  }

  double probability(int64_t c) const {
    return (1 - weight) * p.probability[low * p.contexts + c] + weight * p.probability[high * p.contexts + c];
  }

  // The pattern of a context at 0 <= level < probability(c); each has a share of levels as large as its own.
  uint64_t pattern(int64_t c, double level) const {
    double first = (1 - weight) * p.probability[low * p.contexts + c];
    bool second = level >= first;
    int64_t at = (second ? high : low) * p.contexts + c;
    double rest = second ? (level - first) / weight : level / (1 - weight);
    const double *begin = p.cumulative + p.pattern_first[at], *end = p.cumulative + p.pattern_first[at + 1];
    const double *found = std::upper_bound(begin, end, rest);
    return p.mask[(found == end ? end - 1 : found) - p.cumulative];
  }
};

template <typename A, typename B>
void draw_place(const Problem &p, int64_t place, Mixture &mixture, Outcome &out) {
  mixture.set(place);
  Random random(p.seed, place);
  Walk<A, B> walk(p, place, out);
  const int64_t end = p.start[p.tiles], first = p.first_slot[place];
  const double *highest = mixture.highest, *log_failure = mixture.log_failure;
  const bool accumulator = p.mode == ACCUMULATOR;

  int64_t tile = walk.tile_of(first);
  int64_t slot = highest[0] > 0 ? first + random.gap(highest[0], log_failure[0]) : end;
  int64_t flushed = !accumulator || !(highest[1] > 0) ? p.tiles
                    : tile + (p.start[tile] < first) + random.gap(highest[1], log_failure[1]);
  for (;;) {
    int64_t flush_slot = flushed < p.tiles ? p.start[flushed] : end;
    bool flush = flush_slot <= slot && flushed < p.tiles;
    int64_t at = flush ? flush_slot : slot;
    if (at >= end) break;
    if (flush) {
      tile = flushed;
      flushed += 1 + random.gap(highest[1], log_failure[1]);
      if (slot == at) slot += 1 + random.gap(highest[0], log_failure[0]);
    } else {
      slot += 1 + random.gap(highest[0], log_failure[0]);
      if (p.start[tile + 1] <= at) tile = walk.tile_of(at);
      if (accumulator && p.start[tile] == at) continue;  // flushes have candidates of their own
    }
    double level = random.uniform() * highest[flush];
    Captures captures{};
    int64_t code = 0;
    if (p.mode != ONE_CONTEXT) {
      captures = accumulator ? walk.accumulator(at, tile) : walk.product_register(at, tile);
      code = context(captures, accumulator);
    }
    if (level < mixture.probability(code)) walk.hit(at, tile, captures, mixture.pattern(code, level));
  }
  if (accumulator) walk.go_to(p.tiles);
}

template <typename A, typename B>
void draw(const Problem &p, Outcome &outcome) {
  int64_t places = p.rows * p.columns, threads = std::clamp<int64_t>(p.threads, 1, places);
  std::vector<Outcome> parts(threads);
  auto work = [&](int64_t number) {
    Mixture mixture{p};
    for (int64_t place = places * number / threads; place < places * (number + 1) / threads; place++)
      draw_place<A, B>(p, place, mixture, parts[number]);
  };
  std::vector<std::thread> others;
  for (int64_t number = 1; number < threads; number++) others.emplace_back(work, number);
  work(0);
  for (auto &other : others) other.join();
  for (auto &part : parts) {
    outcome.events.insert(outcome.events.end(), part.events.begin(), part.events.end());
    outcome.errors.insert(outcome.errors.end(), part.errors.begin(), part.errors.end());
  }
}

}  // namespace

extern "C" {

void *thinning_draw(const Problem *p) {
  auto *outcome = new Outcome;
  if (p->a_wide) draw<int16_t, int8_t>(*p, *outcome);
  else if (p->b_wide) draw<int8_t, int16_t>(*p, *outcome);
  else draw<int8_t, int8_t>(*p, *outcome);
  return outcome;
}

int64_t thinning_count(const void *outcome, int64_t errors) {
  auto *found = static_cast<const Outcome *>(outcome);
  return errors ? found->errors.size() : found->events.size();
}

void thinning_take(void *outcome, Event *events, Error *errors) {
  auto *found = static_cast<Outcome *>(outcome);
  std::copy(found->events.begin(), found->events.end(), events);
  std::copy(found->errors.begin(), found->errors.end(), errors);
  delete found;
}

// sums[block][n] = the sum of x[row][n] over the `size` rows of each block.
FOR_EACH_CPU void thinning_block_sums(const int8_t *x, int64_t blocks, int64_t size, int64_t length, int16_t *sums) {
  for (int64_t block = 0; block < blocks; block++, sums += length) {
    std::fill(sums, sums + length, int16_t(0));
    for (int64_t row = 0; row < size; row++, x += length)
      for (int64_t n = 0; n < length; n++) sums[n] += x[n];
  }
}

// For the test that compares with drift_hw/faults/context.py.
void thinning_contexts(int64_t accumulator, int64_t count, const int64_t *before, const int64_t *wanted,
                       const int64_t *product, const int64_t *previous, const uint8_t *flush, uint8_t *codes) {
  for (int64_t n = 0; n < count; n++)
    codes[n] = context({before[n], wanted[n], product[n], previous[n], flush[n] != 0}, accumulator);
}
}
