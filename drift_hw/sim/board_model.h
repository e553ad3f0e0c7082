// The board as C++: one step is one clock cycle of design, memory, supplies, faults and trace.
#pragma once
#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "axi_memory.h"
#include "board.h"
#include "simulation.h"

// Returns a port of the design; throws std::runtime_error when there is none of that name.
Slot find_port(Simulation&, const std::string& name);

// Regulator or clock generator: four-phase handshake, one code at a time.
class Supply {
    enum class State { IDLE, WORKING, IGNORING, ACKNOWLEDGING };

    Simulation& m_simulation;
    std::string& m_error;
    const std::string m_name;
    const uint32_t m_unit;
    uint8_t *m_request, *m_acknowledge;
    Slot m_code;
    State m_state = State::IDLE;
    uint32_t m_present = 0, m_target = 0;
    uint64_t m_since = 0;
    bool m_released = false, m_next = false;

public:
    SupplyOptions options;

    Supply(Simulation&, std::string& error, const std::string& name, uint32_t unit, const SupplyOptions&);
    void reset();
    void drive() { *m_acknowledge = m_next; }
    void sample(std::vector<SupplyChange>& changes);
};

class Board {
    static constexpr uint64_t ANSWER_LIMIT = 10'000;  // cycles until a register access must be answered

    Simulation& m_simulation;
    uint8_t *m_rst, *m_irq;
    uint8_t *m_awvalid, *m_awready, *m_wvalid, *m_wready, *m_bvalid, *m_bready, *m_bresp;
    uint8_t *m_arvalid, *m_arready, *m_rvalid, *m_rready, *m_rresp;
    Slot m_awaddr, m_wdata, m_wstrb, m_araddr, m_rdata;

    // Only with fault ports; else null.
    Slot m_cycle, m_trace_job, m_trace_tile;
    uint8_t *m_trace_beat = nullptr, *m_trace_last = nullptr, *m_trace_redo = nullptr, *m_point = nullptr;
    std::vector<Pulse> m_pulses;
    size_t m_first_pulse = 0, m_next_pulse = 0;  // applied in this cycle; the next
    uint64_t m_last_cycle = 0;
    bool m_started = false;  // `cycle` has started again since the pulses were set

    void begin();   // inputs, low half of the clock: outputs are settled
    void finish();  // looks at the outputs, then the rising edge
    void count_cycles();
    void set_pulses();
    void record();
    int32_t unanswered(const char* access, uint32_t address);
    bool failed() const { return !error.empty(); }

public:
    std::string error;
    AxiMemory memory;
    std::array<Supply, 2> supplies;
    bool trace = false;
    std::vector<uint64_t> beats;
    std::vector<TracedTile> tiles;
    std::vector<PointChange> points;
    std::vector<SupplyChange> changes;

    Board(Simulation&, uint8_t* bytes, uint64_t size, uint64_t base);
    bool traces() const { return m_trace_beat != nullptr; }
    void reset(uint64_t cycles);
    int32_t write(uint32_t address, uint32_t value);
    int32_t read(uint32_t address, uint32_t& value);
    int32_t run(uint64_t cycles, bool until_interrupt);
    void pulses(const Pulse* pulses, uint64_t count);
};
