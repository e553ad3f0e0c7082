// Event-driven simulation of mapped gates: see engine.py for what is simulated, circuit.py for the netlist.
//
// Gates have no loops among them, so a clock cycle needs no queue of events: in topological order, each gate
// whose inputs move merges their changes by time into the changes of its output. The result is that of an
// event queue which takes simultaneous changes of one gate's pins in the order of these pins.
//
// Times are ticks after the clock edge. Net 0 is 0 and net 1 is 1. Input 0 of a table is the lowest bit.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

namespace {

constexpr int32_t NEVER = INT32_MAX;
constexpr int32_t UNLIMITED = NEVER - 1;

struct Netlist {
  int32_t nets, gates, inputs, flops, words, columns;
  const int32_t *first;         // (gates + 1) of the gate's pins in `pins`
  const int32_t *pins;          // net
  const int32_t *delays;        // (pins, 2 input edges, 2 output edges)
  const uint64_t *tables;       // (gates)
  const int32_t *outputs;       // (gates) net
  const int32_t *input_nets;    // (inputs) net, column of the stimuli, bit in it
  const int32_t *input_columns;
  const int32_t *input_bits;
  const int32_t *arrival;       // (2 edges) of the inputs
  const int32_t *flop_states;   // (flops) net that moves at the clock edge
  const int32_t *flop_nexts;    // (flops) net that is captured
  const int32_t *flop_words;    // (flops) word and bit of a result
  const int32_t *flop_bits;
  const int32_t *flop_setups;   // (flops, 2 edges)
};

struct Wrong {
  uint32_t cycle;
  uint16_t period;
  uint8_t word;
  uint64_t mask;
} __attribute__((packed));

// For each set of pins: the rows of a table that they reach.
struct Reach {
  uint64_t rows[64];
  constexpr Reach() : rows() {
    for (unsigned pins = 0; pins < 64; ++pins)
      for (unsigned row = 0; row < 64; ++row)
        if ((row & ~pins) == 0) rows[pins] |= uint64_t(1) << row;
  }
};
constexpr Reach REACH;

struct Gate {
  uint64_t table;
  int32_t first, pins, output;
};

template <bool transport>
class Simulator {
 public:
  const Netlist &n;
  std::vector<uint8_t> value;  // of each net at the beginning of the cycle

  explicit Simulator(const Netlist &netlist)
      : n(netlist),
        value(netlist.nets, 0),
        gates_(netlist.gates),
        reader_first_(netlist.nets + 1, 0),
        start_(netlist.nets, 0),
        count_(netlist.nets, 0),
        times_(1 << 12),
        active_((netlist.gates + 63) / 64, 0),
        later_(netlist.gates) {
    value[1] = 1;
    for (int32_t g = 0; g < n.gates; ++g)
      gates_[g] = {n.tables[g], n.first[g], n.first[g + 1] - n.first[g], n.outputs[g]};
    for (int32_t p = 0; p < n.first[n.gates]; ++p) ++reader_first_[n.pins[p] + 1];
    for (int32_t net = 0; net < n.nets; ++net) reader_first_[net + 1] += reader_first_[net];
    readers_.resize(n.first[n.gates]);
    std::vector<int32_t> next(reader_first_.begin(), reader_first_.end() - 1);
    for (int32_t g = 0; g < n.gates; ++g)
      for (int32_t p = n.first[g]; p < n.first[g + 1]; ++p) readers_[next[n.pins[p]]++] = g;
    settle(value);
  }

  // Evaluate all gates without delays.
  void settle(std::vector<uint8_t> &values) const {
    for (const Gate &gate : gates_) {
      unsigned row = 0;
      for (int32_t i = 0; i < gate.pins; ++i) row |= unsigned(values[n.pins[gate.first + i]]) << i;
      values[gate.output] = (gate.table >> row) & 1;
    }
  }

  // Let an input or the state of a flop change once.
  void change(int32_t net, int32_t time) {
    times_[top_] = time;
    publish(net, 1);
  }

  void launch(const uint64_t *stimuli, const std::vector<uint8_t> &state) {
    for (int32_t f = 0; f < n.flops; ++f)
      if (value[n.flop_states[f]] != state[f]) change(n.flop_states[f], 0);
    for (int32_t i = 0; i < n.inputs; ++i) {
      const uint8_t level = (stimuli[n.input_columns[i]] >> n.input_bits[i]) & 1;
      if (value[n.input_nets[i]] != level) change(n.input_nets[i], n.arrival[level]);
    }
  }

  // Compute all changes up to and including `end`; what comes after it waits for the next cycle.
  void propagate(int32_t end) {
    for (size_t w = 0; w < active_.size(); ++w)
      while (active_[w]) {
        const int32_t g = int32_t(64 * w) + __builtin_ctzll(active_[w]);
        active_[w] &= active_[w] - 1;
        evaluate(g, end);
      }
  }

  // The last value of a net at which `setup` after its change is not beyond `period`.
  uint8_t captured(int32_t net, const int32_t *setup, int32_t period) const {
    const int32_t *times = &times_[start_[net]];
    int32_t count = count_[net];
    uint8_t level = value[net] ^ (count & 1);
    for (; count && int64_t(times[count - 1]) + setup[level] > period; --count) level ^= 1;
    return level;
  }

  int32_t count(int32_t net) const { return count_[net]; }
  const int32_t *times(int32_t net) const { return &times_[start_[net]]; }
  const std::vector<int32_t> &moved() const { return moved_; }

  // Make the values at the end of the cycle those at the beginning of the next one.
  void finish() {
    for (int32_t net : moved_) {
      value[net] ^= count_[net] & 1;
      count_[net] = 0;
    }
    moved_.clear();
    top_ = 0;
    for (int32_t g : waiting_) active_[g >> 6] |= uint64_t(1) << (g & 63);
    waiting_.clear();
  }

 private:
  std::vector<Gate> gates_;
  std::vector<int32_t> reader_first_, readers_;
  std::vector<int32_t> start_, count_;  // changes of each net in this cycle, in `times_`, NEVER behind them
  std::vector<int32_t> times_;
  size_t top_ = 0;
  std::vector<int32_t> moved_;
  std::vector<uint64_t> active_;             // gates to evaluate, a bit each
  std::vector<std::vector<int32_t>> later_;  // scheduled changes of each gate's output in the next cycle
  std::vector<int32_t> waiting_;             // gates that have such changes

  void reserve(size_t more) {
    if (top_ + more > times_.size()) times_.resize(2 * (top_ + more));
  }

  // Take the `count` times at the top as the changes of a net.
  void publish(int32_t net, int32_t count) {
    start_[net] = int32_t(top_);
    count_[net] = count;
    top_ += count;
    times_[top_++] = NEVER;
    reserve(2);
    moved_.push_back(net);
    for (int32_t r = reader_first_[net]; r < reader_first_[net + 1]; ++r)
      active_[readers_[r] >> 6] |= uint64_t(1) << (readers_[r] & 63);
  }

  void evaluate(int32_t g, int32_t end) {
    const Gate &gate = gates_[g];
    const int32_t *pins = n.pins + gate.first;
    unsigned row = 0, moving = 0;
    int lanes = 0, lane[6];
    size_t changes = 0;
    for (int32_t i = 0; i < gate.pins; ++i) {
      row |= unsigned(value[pins[i]]) << i;
      if (count_[pins[i]]) {
        moving |= 1u << i;
        lane[lanes++] = i;
        changes += count_[pins[i]];
      }
    }
    std::vector<int32_t> &later = later_[g];
    // The function that is left of the moving pins.
    const uint64_t table = gate.table >> (row & ~moving), rows = REACH.rows[moving];
    if (later.empty() && ((table & rows) == 0 || (table & rows) == rows)) return;
    reserve(changes + later.size() + 2);
    int32_t *out = &times_[top_];
    int32_t scheduled = int32_t(later.size());
    if (scheduled) {
      std::memcpy(out, later.data(), scheduled * sizeof(int32_t));
      later.clear();
    }
    const int32_t *head[6];
    for (int i = 0; i < lanes; ++i) head[i] = &times_[start_[pins[lane[i]]]];
    const int32_t *delays = n.delays + 4 * gate.first;
    const uint8_t level = value[gate.output];
    row &= moving;
    int32_t total = 0;
    switch (lanes) {
      case 0: total = merge<0>(table, row, lane, head, delays, level, out, scheduled); break;
      case 1: total = merge<1>(table, row, lane, head, delays, level, out, scheduled); break;
      case 2: total = merge<2>(table, row, lane, head, delays, level, out, scheduled); break;
      case 3: total = merge<3>(table, row, lane, head, delays, level, out, scheduled); break;
      case 4: total = merge<4>(table, row, lane, head, delays, level, out, scheduled); break;
      case 5: total = merge<5>(table, row, lane, head, delays, level, out, scheduled); break;
      default: total = merge<6>(table, row, lane, head, delays, level, out, scheduled); break;
    }
    int32_t now = total;
    while (now && out[now - 1] > end) --now;
    if (now < total) {
      for (int32_t i = now; i < total; ++i) later.push_back(out[i] - end);
      waiting_.push_back(g);
    }
    if (now) publish(gate.output, now);
  }

  // Write the changes of a gate's output to `out`, which begins with those `scheduled` before; return how many.
  template <int lanes>
  static int32_t merge(uint64_t table, unsigned row, const int *lane, const int32_t *const *heads,
                       const int32_t *delays, uint8_t level, int32_t *out, int32_t scheduled) {
    constexpr int K = lanes ? lanes : 1;
    const int32_t *head[K];
    for (int i = 0; i < lanes; ++i) head[i] = heads[i];
    int32_t total = scheduled;
    unsigned wanted = (table >> row) & 1;
    // Inertial: at most one change is scheduled, at `due`; all before it have happened.
    int32_t due = NEVER;
    if (!transport && scheduled) due = out[--total];
    while (lanes) {
      int32_t time = *head[0];
      int which = 0;
      for (int i = 1; i < lanes; ++i) {
        const bool sooner = *head[i] < time;
        time = sooner ? *head[i] : time;
        which = sooner ? i : which;
      }
      if (time == NEVER) break;
      for (int i = 0; i < lanes; ++i) head[i] += i == which;
      const int pin = lane[which];
      row ^= 1u << pin;
      const unsigned before = wanted;
      wanted = (table >> row) & 1;
      const int32_t at = time + delays[4 * pin + 2 * ((row >> pin) & 1) + wanted];
      if (transport) {
        if (wanted == before) continue;
        while (total && out[total - 1] >= at) --total;
        if ((level ^ (total & 1)) != wanted) out[total++] = at;
      } else {
        const bool happened = due < time;
        out[total] = due;
        total += happened;
        level ^= happened;
        due = happened ? NEVER : due;
        const int32_t kept = due == NEVER ? at : due;
        due = wanted != level ? kept : NEVER;
      }
    }
    if (!transport && due != NEVER) out[total++] = due;
    return total;
  }
};

void pack(const Netlist &n, const std::vector<uint8_t> &bits, uint64_t *words) {
  std::memset(words, 0, n.words * sizeof(uint64_t));
  for (int32_t f = 0; f < n.flops; ++f) words[n.flop_words[f]] |= uint64_t(bits[f]) << n.flop_bits[f];
}

template <bool transport>
class Open {
 public:
  std::vector<Wrong> wrong;

  void run(const Netlist &n, const uint64_t *stimuli, int64_t cycles, int64_t start, const int32_t *periods,
           int32_t count, const uint64_t *upsets, uint64_t *before, uint64_t *wanted, int32_t *latest) {
    Simulator<transport> s(n);
    std::vector<uint8_t> state(n.flops, 0);
    std::vector<uint64_t> masks(size_t(count) * n.words, 0);
    for (int64_t cycle = 0; cycle < cycles; ++cycle) {
      const uint64_t *row = stimuli + cycle * n.columns;
      pack(n, state, before + cycle * n.words);
      if (cycle < start) {
        for (int32_t f = 0; f < n.flops; ++f) s.value[n.flop_states[f]] = state[f];
        for (int32_t i = 0; i < n.inputs; ++i)
          s.value[n.input_nets[i]] = (row[n.input_columns[i]] >> n.input_bits[i]) & 1;
        s.settle(s.value);
      } else {
        s.launch(row, state);
        s.propagate(UNLIMITED);
        if (const int32_t late = observe(n, s, periods, count, masks.data(), latest))
          for (int32_t p = 0; p < late; ++p)
            for (int32_t w = 0; w < n.words; ++w)
              if (uint64_t &mask = masks[size_t(p) * n.words + w]) {
                wrong.push_back({uint32_t(cycle), uint16_t(p), uint8_t(w), mask});
                mask = 0;
              }
        s.finish();
      }
      for (int32_t f = 0; f < n.flops; ++f) state[f] = s.value[n.flop_nexts[f]];
      pack(n, state, wanted + cycle * n.words);
      if (upsets)
        for (int32_t f = 0; f < n.flops; ++f)
          state[f] ^= (upsets[cycle * n.words + n.flop_words[f]] >> n.flop_bits[f]) & 1;
    }
  }

 private:
  // Collect the wrong bits at each of the rising `periods`; return at how many of them there may be some.
  static int32_t observe(const Netlist &n, const Simulator<transport> &s, const int32_t *periods, int32_t count,
                         uint64_t *masks, int32_t *latest) {
    int32_t late = 0;
    for (int32_t f = 0; f < n.flops; ++f) {
      const int32_t net = n.flop_nexts[f];
      int32_t changes = s.count(net);
      if (!changes) continue;
      const int32_t *times = s.times(net), *setup = n.flop_setups + 2 * f;
      const uint64_t bit = uint64_t(1) << n.flop_bits[f];
      uint8_t level = s.value[net] ^ (changes & 1);
      const int32_t slowest = times[changes - 1] + setup[level];
      latest[f] = std::max(latest[f], slowest);
      // From the longest period that the last change misses to shorter ones, which more changes miss.
      int32_t p = count;
      while (p && periods[p - 1] >= slowest) --p;
      late = std::max(late, p);
      bool differs = false;
      for (; p; --p) {
        for (; changes && times[changes - 1] + setup[level] > periods[p - 1]; --changes) {
          level ^= 1;
          differs = !differs;
        }
        if (differs) masks[size_t(p - 1) * n.words + n.flop_words[f]] |= bit;
      }
    }
    return late;
  }
};

template <bool transport>
void closed(const Netlist &n, const uint64_t *stimuli, int64_t cycles, int32_t period, uint64_t *captured,
            uint64_t *wanted) {
  Simulator<transport> s(n);
  std::vector<uint8_t> state(n.flops, 0), next(n.flops, 0), ideal = s.value;
  for (int64_t cycle = 0; cycle < cycles; ++cycle) {
    const uint64_t *row = stimuli + cycle * n.columns;
    s.launch(row, state);
    s.propagate(period);
    for (int32_t f = 0; f < n.flops; ++f) ideal[n.flop_states[f]] = state[f];
    for (int32_t i = 0; i < n.inputs; ++i)
      ideal[n.input_nets[i]] = (row[n.input_columns[i]] >> n.input_bits[i]) & 1;
    s.settle(ideal);
    for (int32_t f = 0; f < n.flops; ++f) next[f] = ideal[n.flop_nexts[f]];
    pack(n, next, wanted + cycle * n.words);
    for (int32_t f = 0; f < n.flops; ++f)
      next[f] = s.captured(n.flop_nexts[f], n.flop_setups + 2 * f, period);
    pack(n, next, captured + cycle * n.words);
    state.swap(next);
    s.finish();
  }
}

void activity(const Netlist &n, const uint64_t *stimuli, int64_t cycles, int64_t start, int32_t period,
              int64_t *changes, int64_t *high) {
  Simulator<false> s(n);
  std::vector<uint8_t> state(n.flops, 0);
  std::vector<int64_t> since(n.nets, start * period);
  for (int64_t cycle = 0; cycle < cycles; ++cycle) {
    s.launch(stimuli + cycle * n.columns, state);
    s.propagate(period);
    if (cycle >= start)
      for (int32_t net : s.moved()) {
        changes[net] += s.count(net);
        uint8_t level = s.value[net];
        for (int32_t i = 0; i < s.count(net); ++i, level ^= 1) {
          const int64_t now = cycle * period + s.times(net)[i];
          if (level) high[net] += now - since[net];
          since[net] = now;
        }
      }
    for (int32_t f = 0; f < n.flops; ++f)
      state[f] = s.captured(n.flop_nexts[f], n.flop_setups + 2 * f, period);
    s.finish();
  }
  for (int32_t net = 0; net < n.nets; ++net)
    if (s.value[net]) high[net] += cycles * period - since[net];
}

template <bool transport>
int64_t open(const Netlist *n, const uint64_t *stimuli, int64_t cycles, int64_t start, const int32_t *periods,
             int32_t count, const uint64_t *upsets, uint64_t *before, uint64_t *wanted, int32_t *latest,
             Wrong **wrong) {
  Open<transport> run;
  run.run(*n, stimuli, cycles, start, periods, count, upsets, before, wanted, latest);
  *wrong = static_cast<Wrong *>(std::malloc(run.wrong.size() * sizeof(Wrong) + 1));
  if (!*wrong) throw std::bad_alloc();
  if (!run.wrong.empty()) std::memcpy(*wrong, run.wrong.data(), run.wrong.size() * sizeof(Wrong));
  return int64_t(run.wrong.size());
}

template <typename Work>
int64_t guarded(Work work) {
  try {
    return work();
  } catch (const std::bad_alloc &) {
    return -1;
  }
}

}  // namespace

// Each function returns -1 when memory ran out; `run_open` returns the length of `wrong`, for `release`.
extern "C" {

int64_t run_open(const Netlist *n, const uint64_t *stimuli, int64_t cycles, int64_t start,
                 const int32_t *periods, int32_t count, int32_t transport, const uint64_t *upsets,
                 uint64_t *before, uint64_t *wanted, int32_t *latest, Wrong **wrong) {
  return guarded([&] {
    return (transport ? open<true> : open<false>)(n, stimuli, cycles, start, periods, count, upsets, before,
                                                  wanted, latest, wrong);
  });
}

void release(Wrong *wrong) { std::free(wrong); }

int64_t run_closed(const Netlist *n, const uint64_t *stimuli, int64_t cycles, int32_t period,
                   int32_t transport, uint64_t *captured, uint64_t *wanted) {
  return guarded([&] {
    (transport ? closed<true> : closed<false>)(*n, stimuli, cycles, period, captured, wanted);
    return int64_t(0);
  });
}

int64_t run_activity(const Netlist *n, const uint64_t *stimuli, int64_t cycles, int64_t start, int32_t period,
                     int64_t *changes, int64_t *high) {
  return guarded([&] {
    activity(*n, stimuli, cycles, start, period, changes, high);
    return int64_t(0);
  });
}
}
