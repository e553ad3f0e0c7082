// A running design, as harness and board see it: C++ only, private to the library.
#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>

#include "design.h"
#include "harness.h"
#include "verilated.h"

// xorshift64*: small, fast and the same on every machine.
class Random {
    uint64_t m_state;

    uint64_t next() {
        m_state ^= m_state >> 12;
        m_state ^= m_state << 25;
        m_state ^= m_state >> 27;
        return m_state * 0x2545F4914F6CDD1Du;
    }

public:
    explicit Random(uint64_t seed) : m_state{seed * 0x9E3779B97F4A7C15u + 0xD1B54A32D192ED03u} {
        if (!m_state) m_state = 1;
    }
    bool chance(double probability) {
        return probability > 0 && static_cast<double>(next() >> 11) * 0x1p-53 < probability;
    }
    uint64_t up_to(uint64_t limit) { return limit ? (next() >> 11) % (limit + 1) : 0; }
};

// A port's storage and size in a given simulation.
struct Slot {
    uint8_t* data = nullptr;
    uint32_t bytes = 0;

    uint64_t ones() const {
        uint64_t count = 0;
        for (uint32_t byte = 0; byte < bytes; ++byte) count += static_cast<uint64_t>(std::popcount(data[byte]));
        return count;
    }
    uint64_t value() const {  // of at most 64 bits
        uint64_t bits = 0;
        std::memcpy(&bits, data, bytes);
        return bits;
    }
    void set(uint64_t bits) const { std::memcpy(data, &bits, bytes); }
};

class Board;

struct Simulation {
    // Half a clock period in time steps of 1 ps: a period of 1 ns, so that waveforms count cycles in ns.
    static constexpr uint64_t HALF_PERIOD = 500;

    std::unique_ptr<VerilatedContext> owned;
    VerilatedContext* context;
    std::unique_ptr<Design> design;
    std::unique_ptr<Board> board;  // null until one is asked for
    bool traced = false;
    uint8_t* clk = nullptr;
    uint64_t cycle = 0;

    Simulation(VerilatedContext* outer, uint32_t seed, bool with_trace);
    ~Simulation();

    Slot slot(int32_t port) {
        if (port < 0) return {};
        return {static_cast<uint8_t*>(design->port(port)), (DESIGN_PORTS[port].width + 7) / 8};
    }
    void dump() {
        if (traced) design->dump(context->time());
    }
    void half_cycle(uint8_t level) {
        *clk = level;
        design->eval();
        dump();
        context->timeInc(HALF_PERIOD);
    }
    void rising_edge() {
        half_cycle(1);
        ++cycle;
    }
    void set_bits(const Pulse& pulse, bool on) {
        const Slot port = slot(static_cast<int32_t>(pulse.port));
        const uint32_t first = pulse.word * 4;
        for (uint32_t byte = first; byte < std::min(first + 4, port.bytes); ++byte) {
            const uint8_t mask = static_cast<uint8_t>(pulse.mask >> (8 * (byte - first)));
            port.data[byte] = on ? (port.data[byte] | mask) : (port.data[byte] & ~mask);
        }
    }
};
