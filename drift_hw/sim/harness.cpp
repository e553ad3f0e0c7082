#include "harness.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "board_model.h"
#include "simulation.h"
#include "verilated_vpi.h"

Simulation::Simulation(VerilatedContext* outer, uint32_t seed, bool with_trace) : context{outer}, traced{with_trace} {
    if (!context) {
        owned = std::make_unique<VerilatedContext>();
        context = owned.get();
    }
    context->randReset(seed ? 2 : 0);
    context->randSeed(static_cast<int>(seed));
    context->traceEverOn(with_trace);
    design = Design::create(context);
    for (int32_t port = 0; port < DESIGN_PORT_COUNT; ++port) {
        const Slot s = slot(port);
        if (DESIGN_PORTS[port].input) std::memset(s.data, 0, s.bytes);  // not random
        if (!std::strcmp(DESIGN_PORTS[port].name, "clk")) clk = s.data;
    }
}

Simulation::~Simulation() {
    // The model takes its scopes out of the thread's context, which may be another simulation's.
    Verilated::threadContextp(context);
    design->finish();
}

namespace {

Simulation* g_attached = nullptr;

// A Source or Sink with its ports looked up.
template <class Stream>
struct Bound {
    Stream& stream;
    Slot valid, ready;
    std::vector<Slot> payload;
    size_t beat_bytes = 0;

    Bound(Simulation& simulation, Stream& s)
        : stream{s}, valid{simulation.slot(s.valid)}, ready{simulation.slot(s.ready)} {
        for (int32_t i = 0; i < s.payload_count; ++i) {
            payload.push_back(simulation.slot(s.payload[i]));
            beat_bytes += payload.back().bytes;
        }
    }
};

void offer(Bound<Source>& source, Random& random) {
    Source& s = source.stream;
    if (s.offered) return;
    s.offered = s.accepted < s.beat_count && !random.chance(s.idle);
    *source.valid.data = s.offered;
    if (!s.offered) return;
    const uint8_t* from = s.beats + s.accepted * source.beat_bytes;
    for (const Slot& port : source.payload) {
        std::memcpy(port.data, from, port.bytes);
        from += port.bytes;
    }
}

void accept(Bound<Source>& source, uint64_t cycle) {
    Source& s = source.stream;
    if (!s.offered || !*source.ready.data) return;
    s.accepted_at[s.accepted++] = cycle;
    s.offered = 0;
}

void receive(Bound<Sink>& sink, uint64_t cycle) {
    Sink& s = sink.stream;
    const uint64_t valid = sink.valid.ones();
    if (!valid || (sink.ready.data && !*sink.ready.data)) return;
    if (s.received < s.capacity) {
        uint8_t* to = s.beats + s.received * sink.beat_bytes;
        for (const Slot& port : sink.payload) {
            std::memcpy(to, port.data, port.bytes);
            to += port.bytes;
        }
        s.received_at[s.received] = cycle;
    }
    ++s.received;
    s.counted += valid;
}

}  // namespace

extern "C" {

int32_t drift_port_count() { return DESIGN_PORT_COUNT; }
const char* drift_port_name(int32_t port) { return DESIGN_PORTS[port].name; }
uint32_t drift_port_width(int32_t port) { return DESIGN_PORTS[port].width; }
int32_t drift_port_is_input(int32_t port) { return DESIGN_PORTS[port].input; }

Simulation* drift_open(uint32_t seed, const char* trace) {
    auto simulation = std::make_unique<Simulation>(nullptr, seed, trace != nullptr);
    if (trace && !simulation->design->open_trace(trace)) return nullptr;
    return simulation.release();
}
Simulation* drift_attached() { return g_attached; }
void drift_close(Simulation* simulation) {
    if (simulation != g_attached) delete simulation;
}

void drift_write(Simulation* simulation, int32_t port, const uint8_t* bytes) {
    const Slot slot = simulation->slot(port);
    std::memcpy(slot.data, bytes, slot.bytes);
}
void drift_read(Simulation* simulation, int32_t port, uint8_t* bytes) {
    const Slot slot = simulation->slot(port);
    std::memcpy(bytes, slot.data, slot.bytes);
}
void drift_settle(Simulation* simulation) { simulation->half_cycle(0); }

void drift_clock(Simulation* simulation, uint64_t cycles) {
    while (cycles--) {
        simulation->half_cycle(0);
        simulation->rising_edge();
    }
}

void drift_reset(Simulation* simulation, int32_t reset_port, uint64_t cycles) {
    uint8_t* reset = simulation->slot(reset_port).data;
    *reset = 1;
    drift_clock(simulation, cycles);
    *reset = 0;
    simulation->cycle = 0;
}
uint64_t drift_cycle(Simulation* simulation) { return simulation->cycle; }

uint64_t drift_run(Simulation* simulation, Source* sources, int32_t source_count, Sink* sinks, int32_t sink_count,
                   const Pulse* pulses, uint64_t pulse_count, uint64_t cycles, uint64_t seed) {
    Random random{seed};
    std::vector<Bound<Source>> in;
    std::vector<Bound<Sink>> out;
    for (int32_t i = 0; i < source_count; ++i) in.emplace_back(*simulation, sources[i]);
    for (int32_t i = 0; i < sink_count; ++i) out.emplace_back(*simulation, sinks[i]);
    const Pulse* pulse = pulses;
    const Pulse* const last_pulse = pulses + pulse_count;
    while (pulse != last_pulse && pulse->cycle < simulation->cycle) ++pulse;

    uint64_t done = 0;
    for (; done < cycles; ++done) {
        if (std::all_of(out.begin(), out.end(), [](auto& s) { return s.stream.counted >= s.stream.goal; })) break;
        for (auto& source : in) offer(source, random);
        for (auto& sink : out)
            if (sink.ready.data) *sink.ready.data = !random.chance(sink.stream.stall);
        const Pulse* const first_pulse = pulse;
        for (; pulse != last_pulse && pulse->cycle == simulation->cycle; ++pulse) simulation->set_bits(*pulse, true);

        simulation->half_cycle(0);
        for (auto& source : in) accept(source, simulation->cycle);
        for (auto& sink : out) receive(sink, simulation->cycle);
        simulation->rising_edge();

        for (const Pulse* p = first_pulse; p != pulse; ++p) simulation->set_bits(*p, false);
        for (auto& source : in)
            if (!source.stream.offered) *source.valid.data = 0;
    }
    for (auto& sink : out)
        if (sink.ready.data) *sink.ready.data = 0;
    return done;
}

int drift_main(int argc, char** argv, void (*bootstrap)()) {
    uint32_t seed = 0;
    const char* trace_path = nullptr;
    for (int i = 1; i + 1 < argc; ++i) {
        if (!std::strcmp(argv[i], "--power-up-seed")) seed = static_cast<uint32_t>(std::strtoul(argv[i + 1], nullptr, 0));
        if (!std::strcmp(argv[i], "--waves")) trace_path = argv[i + 1];
    }
    VerilatedContext* const context = Verilated::defaultContextp();
    context->commandArgs(argc, argv);
    context->fatalOnVpiError(false);  // cocotb probes for objects that do not exist
    Simulation simulation{context, seed, trace_path != nullptr};
    if (trace_path && !simulation.design->open_trace(trace_path)) {
        std::fprintf(stderr, "this simulator was built without waveforms\n");
        return 2;
    }
    g_attached = &simulation;
    const auto call_value_callbacks = [] {
        while (VerilatedVpi::callValueCbs()) {}
    };

    bootstrap();
    VerilatedVpi::callCbs(cbStartOfSimulation);
    call_value_callbacks();
    while (!context->gotFinish()) {
        do {
            do {
                simulation.design->eval_step();
                VerilatedVpi::clearEvalNeeded();
                VerilatedVpi::doInertialPuts();
                call_value_callbacks();
            } while (VerilatedVpi::evalNeeded());
            VerilatedVpi::callCbs(cbReadWriteSynch);
            VerilatedVpi::doInertialPuts();
            call_value_callbacks();
        } while (VerilatedVpi::evalNeeded());
        simulation.design->eval_end_step();
        VerilatedVpi::callCbs(cbReadOnlySynch);
        simulation.dump();

        // A coroutine may have run the clock itself (drift_run): then time is ahead of the next callback.
        const uint64_t deadline = VerilatedVpi::cbNextDeadline();
        if (deadline == ~uint64_t{0}) break;
        context->time(std::max(deadline, context->time()));
        VerilatedVpi::callCbs(cbNextSimTime);
        call_value_callbacks();
        VerilatedVpi::callTimedCbs();
        call_value_callbacks();
    }
    VerilatedVpi::callCbs(cbEndOfSimulation);
    g_attached = nullptr;
    return context->errorCount() > 0;
}
}
