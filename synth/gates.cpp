// Event-driven simulation of mapped gates: transitions, and time at 1, of every net.
//
//   gates NETLIST STIMULI ACTIVITY PERIOD_PS INPUT_DELAY_PS CYCLES START
//
// NETLIST (text): the number of nets; of input bits, and their nets; of gates; of flops. Then a line per
// gate, `inputs net... table output rise_ps fall_ps`, and a line per flop, `inputs net... table state`.
// Tables are hexadecimal, bit n is the value for inputs n (input 0 lowest). Net 0 is 0 and net 1 is 1. A
// flop loads the state net at each clock edge; gates lead from there to the outputs, with their delays.
// STIMULI: a byte 0 or 1 per cycle and input bit. ACTIVITY: `transitions picoseconds_at_1` per net, counted
// from cycle START on.
//
// Delays are inertial, as in Verilog's `assign #(rise, fall)`: a pulse shorter than the delay disappears.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <vector>

struct Function {
  std::vector<int> inputs;
  uint64_t table = 0;
};

struct Gate : Function {
  int output = 0;
  int64_t rise = 0, fall = 0;
  bool pending = false, value = false;
  uint32_t stamp = 0;
};

struct Flop : Function {
  int state = 0;
  bool next = false;
};

struct Event {
  int64_t time;
  uint64_t order;
  int gate;
  uint32_t stamp;
  bool operator>(const Event &other) const {
    return time != other.time ? time > other.time : order > other.order;
  }
};

struct Simulator {
  std::vector<Gate> gates;
  std::vector<Flop> flops;
  std::vector<int> inputs;
  std::vector<std::vector<int>> readers;
  std::vector<char> value;
  std::vector<int64_t> toggles, high, since;
  std::priority_queue<Event, std::vector<Event>, std::greater<Event>> events;
  uint64_t order = 0;
  bool counting = false;

  bool evaluate(const Function &function) const {
    unsigned index = 0;
    for (size_t i = 0; i < function.inputs.size(); ++i) index |= unsigned(value[function.inputs[i]]) << i;
    return (function.table >> index) & 1;
  }

  void schedule(int index, int64_t now) {
    Gate &gate = gates[index];
    const bool wanted = evaluate(gate);
    if (gate.pending && wanted == gate.value) return;
    gate.pending = wanted != bool(value[gate.output]);
    gate.value = wanted;
    ++gate.stamp;
    if (gate.pending) events.push({now + (wanted ? gate.rise : gate.fall), order++, index, gate.stamp});
  }

  void set(int net, bool level, int64_t now) {
    if (bool(value[net]) == level) return;
    value[net] = level;
    if (counting) {
      ++toggles[net];
      if (!level) high[net] += now - since[net];
      since[net] = now;
    }
    for (int gate : readers[net]) schedule(gate, now);
  }

  void run_until(int64_t end) {
    while (!events.empty() && events.top().time < end) {
      const Event event = events.top();
      events.pop();
      Gate &gate = gates[event.gate];
      if (!gate.pending || gate.stamp != event.stamp) continue;
      gate.pending = false;
      set(gate.output, gate.value, event.time);
    }
  }

  void clock(int64_t now) {
    for (Flop &flop : flops) flop.next = evaluate(flop);
    for (Flop &flop : flops) set(flop.state, flop.next, now);
  }
};

static void read(FILE *file, Function &function) {
  int count = 0;
  if (fscanf(file, "%d", &count) != 1) exit(2);
  function.inputs.resize(count);
  for (int &net : function.inputs)
    if (fscanf(file, "%d", &net) != 1) exit(2);
  unsigned long long table = 0;
  if (fscanf(file, "%llx", &table) != 1) exit(2);
  function.table = table;
}

int main(int argc, char **argv) {
  if (argc != 8) return 2;
  const int64_t period = atoll(argv[4]), delay = atoll(argv[5]), cycles = atoll(argv[6]), start = atoll(argv[7]);
  FILE *netlist = fopen(argv[1], "r"), *stimuli = fopen(argv[2], "rb"), *activity = fopen(argv[3], "w");
  if (!netlist || !stimuli || !activity) return 2;
  size_t nets = 0, inputs = 0, gates = 0, flops = 0;
  if (fscanf(netlist, "%zu %zu", &nets, &inputs) != 2) return 2;
  Simulator s;
  s.inputs.resize(inputs);
  for (int &net : s.inputs)
    if (fscanf(netlist, "%d", &net) != 1) return 2;
  if (fscanf(netlist, "%zu %zu", &gates, &flops) != 2) return 2;
  s.gates.resize(gates);
  s.flops.resize(flops);
  s.readers.resize(nets);
  s.value.assign(nets, 0);
  s.toggles.assign(nets, 0);
  s.high.assign(nets, 0);
  s.since.assign(nets, 0);
  for (size_t i = 0; i < gates; ++i) {
    Gate &gate = s.gates[i];
    read(netlist, gate);
    long long rise = 0, fall = 0;
    if (fscanf(netlist, "%d %lld %lld", &gate.output, &rise, &fall) != 3) return 2;
    gate.rise = rise;
    gate.fall = fall;
    for (int net : gate.inputs) s.readers[net].push_back(int(i));
  }
  for (Flop &flop : s.flops) {
    read(netlist, flop);
    if (fscanf(netlist, "%d", &flop.state) != 1) return 2;
  }
  s.value[1] = 1;
  for (size_t i = 0; i < gates; ++i) s.schedule(int(i), -period);
  std::vector<char> row(inputs);
  for (int64_t cycle = 0; cycle < cycles; ++cycle) {
    const int64_t now = cycle * period;
    s.run_until(now);
    if (cycle == start) {
      s.counting = true;
      s.since.assign(nets, now);
    }
    s.clock(now);
    s.run_until(now + delay);
    if (fread(row.data(), 1, inputs, stimuli) != inputs) return 2;
    for (size_t i = 0; i < inputs; ++i) s.set(s.inputs[i], row[i], now + delay);
  }
  const int64_t end = cycles * period;
  s.run_until(end);
  for (size_t net = 0; net < nets; ++net) {
    if (s.value[net]) s.high[net] += end - s.since[net];
    fprintf(activity, "%lld %lld\n", (long long)s.toggles[net], (long long)s.high[net]);
  }
  return fclose(activity) ? 2 : 0;
}
