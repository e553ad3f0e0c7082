// Draws the wrong captures of one class of registers in a grid of PEs, by thinning.
//
// A place is one PE; its time is counted in slots (golden/schedule.py). Each place draws from a stream of
// its own, so that neither the number of threads nor the order of places changes what comes out.
// golden/timing/thinning.py is the Python face, and says what the fields of `Problem` are.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <thread>
#include <utility>
#include <vector>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define FOR_EACH_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_CPU
#endif

namespace {

constexpr int64_t NEVER = int64_t(1) << 60;  // slots, and sums of two of them, stay below it

enum Mode : int64_t { ONE_CONTEXT = 0, PRODUCT = 1, ACCUMULATOR = 2, CARRY_SAVE = 3 };
enum Remedy : int64_t { NO_REMEDY = 0, DROP = 1, REPLAY = 2 };

struct Problem {
  int64_t mode, negate, width, a_width, b_width, small_sums, rows, columns, tiles, contexts, threads, remedy;
  uint64_t seed, watched;
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
  const uint64_t *mask, *ones;
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
    return gap < double(NEVER) ? int64_t(gap) : NEVER;
  }
};

// Products of operands of 8 and 16 bits fit 24 bits: 128 of them fit 32, and vector units like that.
#define DEFINE_DOT(A, B)                                            \
  FOR_EACH_CPU int64_t dot(const A *a, const B *b, int64_t count) { \
    int64_t total = 0;                                              \
    for (int64_t begin = 0; begin < count; begin += 128) {          \
      int32_t part = 0;                                             \
      int64_t end = std::min(begin + 128, count);                   \
      for (int64_t n = begin; n < end; n++) part += int16_t(a[n]) * int16_t(b[n]);    \
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
  bool flush, after_flush;
  int64_t a, b;
};

// The same as `contexts` in drift_hw/faults/context.py, which says why; a test compares them.
constexpr int64_t UPPER_BITS = 8, SMALL = 4, REACHABLE = 32, SIZES = 11;
// Kinds of captures beside those of large sums (0) and small ones (1); bit 4 of a context tells them apart.
constexpr int64_t FLUSH = 2, AFTER_FLUSH = 3, AT_FLUSH_BIT = 16;

int64_t chain(int64_t upper) {
  uint64_t differing = uint64_t(upper ^ -(upper & 1)) & ((1 << UPPER_BITS) - 1);
  return differing ? UPPER_BITS - __builtin_ctzll(differing) : 0;
}

int64_t bits_of(int64_t value) {
  return value ? 64 - __builtin_clzll(uint64_t(value < 0 ? -value : value)) : 0;
}

int64_t magnitude(int64_t value, int64_t width) { return std::min<int64_t>(bits_of(value) * 8 / width, 7); }

int64_t size(int64_t value, int64_t width) {
  if (!value) return 0;
  return 2 * std::clamp<int64_t>(bits_of(value) - width + 1 + SIZES / 2, 1, SIZES / 2) - (value < 0);
}

int64_t carry_save_context(const Captures &c, int64_t a_width, int64_t b_width) {
  return c.flush ? SIZES * SIZES : size(c.a, a_width) * SIZES + size(c.b, b_width);
}

int64_t context(const Captures &c, int64_t mode, int64_t width) {
  if (mode == PRODUCT)
    return (c.product < 0) | (c.previous_product < 0) << 1 | magnitude(c.wanted, width) << 2 |
           magnitude(c.previous_product, width) << 5;
  int64_t low = width - UPPER_BITS;
  bool small = std::abs(wrapped(c.before, low)) < SMALL * std::abs(c.product);
  int64_t kind = c.after_flush ? AFTER_FLUSH : c.flush ? FLUSH : small;
  return (c.wanted >> low & 1) | (c.before >> low & 1) << 1 | (c.product < 0) << 2 | kind << 3 |
         chain(c.before >> low) << 5;
}

// Sum and carry of an accumulator, and the adder in front of them: golden/carry_save.py says what it does, a
// test compares them. Bits beyond the width are kept, where nothing depends on them, until they are asked for.
class Words {
 public:
  static constexpr int64_t CARRY_START = 2, MOST_STEPS = 16;

  explicit Words(const Problem &p)
      : width(p.width), swapped(p.b_width > p.a_width), steps(std::min(p.a_width, p.b_width)),
        bits((uint32_t(1) << std::max(p.a_width, p.b_width)) - 1) {
    const uint32_t sign = bits / 2 + 1;
    for (int64_t weight = 0; weight < steps; weight++) {
      complement[weight] = (weight == steps - 1 ? sign - 1 : sign) ^ (p.negate ? bits : 0);
      constant -= complement[weight] << weight;
    }
    static const auto reductions = all(std::make_integer_sequence<int, MOST_STEPS + 1>());
    reduce = reductions[steps];
  }

  void clear() { total = carry = 0; }

  void add(int64_t a, int64_t b) {
    const uint32_t wide = uint32_t(swapped ? b : a) & bits, narrow = uint32_t(swapped ? a : b);
    (this->*reduce)(wide, narrow);
  }

  // The bits as the register has them.
  uint64_t packed() const {
    const uint64_t mask = (uint64_t(1) << width) - 1;
    return (total & mask) | (carry & mask) >> CARRY_START << width;
  }

  // Invert bits of the register; return how much more the words stand for.
  int64_t flip(uint64_t mask) {
    const uint32_t before = total + carry;
    total ^= uint32_t(mask & ((uint64_t(1) << width) - 1));
    carry ^= uint32_t(mask >> width) << CARRY_START;
    return int32_t(total + carry - before);
  }

 private:
  using Reduction = void (Words::*)(uint32_t, uint32_t);

  const int64_t width;
  const bool swapped;
  const int64_t steps;
  const uint32_t bits;
  uint32_t complement[MOST_STEPS] = {}, constant = 0, total = 0, carry = 0;
  Reduction reduce;

  template <int... STEPS>
  static std::array<Reduction, sizeof...(STEPS)> all(std::integer_sequence<int, STEPS...>) {
    return {&Words::add_products<STEPS>...};
  }

  template <int STEPS>
  void add_products(uint32_t wide, uint32_t narrow) {
    uint32_t words[STEPS + 3];
    for (int weight = 0; weight < STEPS; weight++)
      words[weight] = ((wide & -(narrow >> weight & 1)) ^ complement[weight]) << weight;
    words[STEPS] = constant, words[STEPS + 1] = total, words[STEPS + 2] = carry;
    compress<STEPS + 3>(words);
    total = words[0], carry = words[1];
  }

  template <int COUNT>
  static void compress(uint32_t *words) {
    if constexpr (COUNT > 2) {
      constexpr int WHOLE = COUNT - COUNT % 3, LEFT = WHOLE / 3 * 2 + COUNT % 3;
      for (int from = 0, to = 0; from < WHOLE; from += 3, to += 2) {
        const uint32_t x = words[from], y = words[from + 1], z = words[from + 2];
        words[to] = x ^ y ^ z;
        words[to + 1] = ((x & y) | (x & z) | (y & z)) << 1;
      }
      for (int n = 0; n < COUNT % 3; n++) words[LEFT - COUNT % 3 + n] = words[WHOLE + n];
      compress<LEFT>(words);
    }
  }
};

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
  Words words;
  int64_t words_slot = 0;  // the next one that they have not seen

  Walk(const Problem &problem, int64_t place, Outcome &out)
      : p(problem), grid{problem}, place(place), row(place / problem.columns), column(place % problem.columns),
        change_end(problem.change_first[place + 1]), out(out), change(problem.change_first[place]), words(problem) {}

  int64_t clean_product(int64_t at_tile, int64_t slot) const {
    int64_t beat = grid.accepted(at_tile, slot);
    if (beat == p.depth[at_tile] || grid.accepted(at_tile, slot + 1) == beat) return 0;  // a bubble
    return int64_t(grid.a(row, at_tile)[beat]) * grid.b(column, at_tile)[beat];
  }

  Captures operands(int64_t slot, int64_t at_tile) const {
    Captures c{};
    c.flush = slot == p.start[at_tile];
    const int64_t beat = grid.accepted(at_tile, slot);
    if (beat < p.depth[at_tile] && grid.accepted(at_tile, slot + 1) > beat) {  // no bubble
      c.a = grid.a(row, at_tile)[beat];
      c.b = grid.b(column, at_tile)[beat];
    }
    return c;
  }

  // What the multiplier, or the product register, gives in a slot of a tile.
  int64_t product(int64_t slot, int64_t at_tile) const {
    if (slot < 0) return 0;
    const int64_t *end = p.change_slot + change_end;
    const int64_t *found = std::lower_bound(p.change_slot + p.change_first[place], end, slot);
    if (found != end && *found == slot) return p.change_value[found - p.change_slot];
    return clean_product(at_tile, slot);
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
    // Tiles of one length, the usual case, are found without a search.
    int64_t guess = std::min(int64_t(slot * p.tiles / double(p.start[p.tiles])), p.tiles - 1);
    if (p.start[guess] <= slot && slot < p.start[guess + 1]) return guess;
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
      words.clear();
      words_slot = p.start[tile];
    }
  }

  // What is known before the sum is.
  Captures added(int64_t slot, int64_t at_tile) const {
    Captures c{};
    c.flush = slot == p.start[at_tile];
    c.after_flush = slot == p.start[at_tile] + 1;
    c.product = sign() * product(slot, at_tile);
    return c;
  }

  void add_sums(int64_t slot, int64_t at_tile, Captures &c) {
    if (!c.flush) {
      go_to(at_tile);
      c.wanted = wrapped(sum_until(slot + 1) + offset, p.width);
      c.before = wrapped(c.wanted - c.product, p.width);
      return;
    }
    if (at_tile > 0) {
      go_to(at_tile - 1);
      c.before = wrapped(sum_until(slot) + offset, p.width);
    }
    go_to(at_tile);
    c.wanted = wrapped(c.product, p.width);
  }

  // Follow a carry-save accumulator until it wants to capture in a slot.
  void follow(int64_t slot, int64_t at_tile) {
    go_to(at_tile);
    const A *left = grid.a(row, tile);
    const B *right = grid.b(column, tile);
    const int64_t *accepted = p.accept + p.accept_first[tile];
    const bool dense = p.start[tile + 1] - p.start[tile] == p.depth[tile];
    int64_t relative = words_slot - p.start[tile], beat = grid.accepted(tile, words_slot);
    for (; relative <= slot - p.start[tile]; relative++) {
      if (dense || (beat < p.depth[tile] && accepted[beat] == relative)) {
        words.add(left[beat], right[beat]);
        beat++;
      } else {
        words.add(0, 0);
      }
    }
    words_slot = slot + 1;
  }

  Captures product_register(int64_t slot, int64_t at_tile) const {
    Captures c = added(slot, at_tile);
    c.wanted = c.product *= sign();  // of positive sign in all PEs
    c.previous_product = product(slot - 1, c.flush ? at_tile - 1 : at_tile);
    c.before = last_slot == slot - 1 ? last_captured : c.previous_product;
    return c;
  }

  void hit(int64_t slot, int64_t at_tile, const Captures &c, uint64_t mask) {
    const int64_t wrong = wrapped(c.wanted ^ int64_t(mask), p.width);
    const bool seen = p.remedy != NO_REMEDY && (mask & p.watched) != 0;
    // What the shadows give back; wrong bits without one stay.
    const int64_t repaired = wrapped(c.wanted ^ int64_t(mask & ~p.watched), p.width);
    const int64_t dropped = p.mode == ACCUMULATOR ? wrapped(repaired - c.product, p.width) : 0;
    const int64_t counted = !seen ? wrong : p.remedy == REPLAY ? repaired : dropped;
    offset += counted - c.wanted;
    last_slot = slot;
    last_captured = counted;
    out.events.push_back({slot, counted, mask, int32_t(place), int32_t(at_tile)});
  }

  void flip(int64_t slot, uint64_t mask) {
    offset += words.flip(mask);
    out.events.push_back({slot, int64_t(words.packed()), mask, int32_t(place), int32_t(tile)});
  }
};

// Probabilities of one place: the mixture of the two grid periods that enclose its own.
struct Mixture {
  const Problem &p;
  int64_t low = -1, high = -1;
  double weight = -1;
  // Highest probabilities: where a tile had no error yet, after one, at a flush or just after; and by the sign
  // of the product.
  enum Stage { FIRST = 0, LATER = 1, AT_FLUSH = 2 };
  double highest[3], log_failure[3], by_sign[3][2];

  void set(int64_t place) {
    if (low == p.low[place] && high == p.high[place] && weight == p.weight[place]) return;
    low = p.low[place], high = p.high[place], weight = p.weight[place];
    std::fill(&by_sign[0][0], &by_sign[0][0] + 6, 0.0);
    for (int64_t c = 0; c < p.contexts; c++) {
      const bool accumulator = p.mode == ACCUMULATOR;
      const bool flush = accumulator && (c & AT_FLUSH_BIT), later = accumulator && p.small_sums && c >= REACHABLE;
      const int64_t known = accumulator ? c >> 2 & 1 : 0;
      for (int64_t stage = flush ? AT_FLUSH : later ? LATER : FIRST; stage <= (flush ? AT_FLUSH : LATER); stage++)
        by_sign[stage][known] = std::max(by_sign[stage][known], probability(c));
    }
    for (int stage = 0; stage < 3; stage++) {
      highest[stage] = std::min(std::max(by_sign[stage][0], by_sign[stage][1]), 1.0);
      log_failure[stage] = std::log1p(-highest[stage]);
    }
  }

  int64_t gap(Random &random, Stage stage) const {
    if (!(highest[stage] > 0)) return NEVER;
    return random.gap(highest[stage], log_failure[stage]);
  }

  double probability(int64_t c) const {
    return (1 - weight) * p.probability[low * p.contexts + c] + weight * p.probability[high * p.contexts + c];
  }

  // The pattern of a context at 0 <= level < probability(c); each has a share of levels as large as its own.
  int64_t pattern(int64_t c, double level) const {
    double first = (1 - weight) * p.probability[low * p.contexts + c];
    bool second = level >= first;
    int64_t at = (second ? high : low) * p.contexts + c;
    double rest = second ? (level - first) / weight : level / (1 - weight);
    const double *begin = p.cumulative + p.pattern_first[at], *end = p.cumulative + p.pattern_first[at + 1];
    const double *found = std::upper_bound(begin, end, rest);
    return (found == end ? end - 1 : found) - p.cumulative;
  }

  // The same for a carry-save accumulator, which wants to capture this: -1 where the bits have other levels.
  int64_t matching(int64_t c, double level, uint64_t wanted, Random &random) const {
    if (probability(c) <= 1) {
      const int64_t found = pattern(c, level);
      return (wanted & p.mask[found]) == p.ones[found] ? found : -1;
    }
    // Patterns that exclude each other may add up to more than 1: only those that match are chosen from.
    const int64_t at = (random.uniform() < weight ? high : low) * p.contexts + c;
    double rest = random.uniform(), before = 0;
    for (int64_t n = p.pattern_first[at]; n < p.pattern_first[at + 1]; before = p.cumulative[n++])
      if ((wanted & p.mask[n]) == p.ones[n] && (rest -= p.cumulative[n] - before) < 0) return n;
    return -1;
  }
};

template <typename A, typename B>
void draw_place(const Problem &p, int64_t place, Mixture &mixture, Outcome &out) {
  mixture.set(place);
  Random random(p.seed, place);
  Walk<A, B> walk(p, place, out);
  const int64_t end = p.start[p.tiles], begin = p.first_slot[place];
  const bool accumulator = p.mode == ACCUMULATOR;

  // Flushes and the cycles after them, two in a tile, have candidates of their own: they are few, and may be
  // much worse than other cycles.
  int64_t tile = walk.tile_of(begin);
  const int64_t flushes = accumulator ? 2 * p.tiles : 0;
  int64_t flush = 2 * tile + std::min<int64_t>(begin - p.start[tile], 2) + mixture.gap(random, Mixture::AT_FLUSH);
  Mixture::Stage stage = Mixture::FIRST;
  int64_t slot = begin + mixture.gap(random, stage);
  int64_t stage_end = end;  // where the tile with an error ends
  for (;;) {
    if (stage == Mixture::LATER && slot >= stage_end) {
      stage = Mixture::FIRST;
      slot = stage_end + mixture.gap(random, stage);
    }
    int64_t flush_slot = flush < flushes ? p.start[flush / 2] + flush % 2 : end;
    bool flushing = flush_slot <= slot && flush < flushes;
    int64_t at = flushing ? flush_slot : slot;
    if (at >= end) break;
    if (flushing) {
      tile = flush / 2;
      flush += 1 + mixture.gap(random, Mixture::AT_FLUSH);
      if (p.start[tile + 1] <= at) continue;  // of one slot, whose next one is a flush again
    } else {
      slot += 1 + mixture.gap(random, stage);
      if (p.start[tile + 1] <= at) tile = walk.tile_of(at);
      if (accumulator && at - p.start[tile] < 2) continue;
    }
    const int bounds = flushing ? Mixture::AT_FLUSH : stage;
    double level = random.uniform() * mixture.highest[bounds];
    Captures captures{};
    int64_t code = 0;
    if (accumulator) {
      captures = walk.added(at, tile);
      if (level >= mixture.by_sign[bounds][captures.product < 0]) continue;
      walk.add_sums(at, tile, captures);
      code = context(captures, p.mode, p.width);
    } else if (p.mode == PRODUCT) {
      captures = walk.product_register(at, tile);
      code = context(captures, p.mode, p.width);
    } else if (p.mode == CARRY_SAVE) {
      code = carry_save_context(walk.operands(at, tile), p.a_width, p.b_width);
    }
    if (level >= mixture.probability(code)) continue;
    if (p.mode == CARRY_SAVE) {
      walk.follow(at, tile);
      const int64_t pattern = mixture.matching(code, level, walk.words.packed(), random);
      if (pattern >= 0) walk.flip(at, p.mask[pattern]);
      continue;
    }
    walk.hit(at, tile, captures, p.mask[mixture.pattern(code, level)]);
    if (accumulator && mixture.highest[Mixture::LATER] > mixture.highest[Mixture::FIRST]) {
      // From here to the end of the tile more may happen than before.
      stage = Mixture::LATER;
      stage_end = p.start[tile + 1];
      slot = at + 1 + mixture.gap(random, stage);
    }
  }
  if (accumulator || p.mode == CARRY_SAVE) walk.go_to(p.tiles);
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

// The largest sum of squares of a row.
FOR_EACH_CPU int64_t thinning_largest_square(const int8_t *x, int64_t rows, int64_t length) {
  int64_t largest = 0;
  for (int64_t row = 0; row < rows; row++, x += length) largest = std::max(largest, dot(x, x, length));
  return largest;
}

// sums[block][n] = the sum of x[row][n] over the `size` rows of each block.
FOR_EACH_CPU void thinning_block_sums(const int8_t *x, int64_t blocks, int64_t size, int64_t length, int16_t *sums) {
  for (int64_t block = 0; block < blocks; block++, sums += length) {
    std::fill(sums, sums + length, int16_t(0));
    for (int64_t row = 0; row < size; row++, x += length)
      for (int64_t n = 0; n < length; n++) sums[n] += x[n];
  }
}

// For the tests that compare with drift_hw/faults/context.py.
void thinning_carry_save_contexts(int64_t count, const int64_t *a, const int64_t *b, const uint8_t *flush,
                                  int64_t a_width, int64_t b_width, uint8_t *codes) {
  for (int64_t n = 0; n < count; n++) {
    Captures c{};
    c.a = a[n], c.b = b[n], c.flush = flush[n];
    codes[n] = carry_save_context(c, a_width, b_width);
  }
}

void thinning_contexts(int64_t mode, int64_t count, const int64_t *before, const int64_t *wanted,
                       const int64_t *product, const int64_t *previous, const uint8_t *flush,
                       const uint8_t *after_flush, int64_t width, uint8_t *codes) {
  for (int64_t n = 0; n < count; n++)
    codes[n] = context({before[n], wanted[n], product[n], previous[n], flush[n] != 0, after_flush[n] != 0, 0, 0},
                       mode, width);
}
}
