#include "board.h"

#include <cstdio>
#include <cstring>

#include "board_model.h"

Slot find_port(Simulation& simulation, const std::string& name) {
    for (int32_t port = 0; port < DESIGN_PORT_COUNT; ++port)
        if (name == DESIGN_PORTS[port].name) return simulation.slot(port);
    throw std::runtime_error("the design has no port " + name);
}

Supply::Supply(Simulation& simulation, std::string& error, const std::string& name, uint32_t unit,
               const SupplyOptions& chosen)
    : m_simulation{simulation},
      m_error{error},
      m_name{name},
      m_unit{unit},
      m_request{find_port(simulation, name + "_request").data},
      m_acknowledge{find_port(simulation, name + "_acknowledge").data},
      m_code{find_port(simulation, name + "_code")},
      options{chosen} {}

void Supply::reset() {
    m_state = State::IDLE;
    m_present = 0;
    m_released = m_next = false;
    *m_acknowledge = 0;
}

void Supply::sample(std::vector<SupplyChange>& changes) {
    if (options.dead) return;
    const uint64_t now = m_simulation.cycle;
    switch (m_state) {
    case State::IDLE:
        if (!*m_request) return;
        m_target = static_cast<uint32_t>(m_code.value());
        m_since = now;
        m_state = State::WORKING;
        if (options.ignore) {
            --options.ignore;
            m_state = State::IGNORING;
        }
        return;
    case State::IGNORING:
        if (!*m_request) m_state = State::IDLE;
        return;
    case State::WORKING: {
        if (!*m_request) {  // withdrawn: the code stays what it was
            m_state = State::IDLE;
            return;
        }
        if (m_code.value() != m_target && m_error.empty())
            m_error = "cycle " + std::to_string(now) + ": " + m_name + "_code changed before the acknowledge";
        const uint32_t steps = m_target > m_present ? m_target - m_present : m_present - m_target;
        if (now - m_since < options.fixed + uint64_t{options.per_step} * steps) return;
        m_present = m_target;
        changes.push_back({now, m_unit, m_present});
        m_next = true;
        m_released = false;
        m_state = State::ACKNOWLEDGING;
        return;
    }
    case State::ACKNOWLEDGING:
        if (!m_released && *m_request) return;
        if (!m_released) m_since = now;
        m_released = true;
        if (now - m_since < options.release) return;
        m_next = false;
        m_state = State::IDLE;
        return;
    }
}

Board::Board(Simulation& simulation, uint8_t* bytes, uint64_t size, uint64_t base)
    : m_simulation{simulation},
      memory{simulation, error, bytes, size, base},
      supplies{Supply{simulation, error, "regulator", DRIFT_REGULATOR, {20, 10, 1, 0, 0}},
               Supply{simulation, error, "clock", DRIFT_CLOCK, {50, 0, 1, 0, 0}}} {
    const auto port = [&](const char* name) { return find_port(simulation, name); };
    const auto slave = [&](const char* name) { return port(("s_axil_" + std::string{name}).c_str()); };
    m_rst = port("rst").data, m_irq = port("irq").data;
    m_awvalid = slave("awvalid").data, m_awready = slave("awready").data, m_awaddr = slave("awaddr");
    m_wvalid = slave("wvalid").data, m_wready = slave("wready").data;
    m_wdata = slave("wdata"), m_wstrb = slave("wstrb");
    m_bvalid = slave("bvalid").data, m_bready = slave("bready").data, m_bresp = slave("bresp").data;
    m_arvalid = slave("arvalid").data, m_arready = slave("arready").data, m_araddr = slave("araddr");
    m_rvalid = slave("rvalid").data, m_rready = slave("rready").data;
    m_rdata = slave("rdata"), m_rresp = slave("rresp").data;
    bool traced = false;
    for (int32_t p = 0; p < DESIGN_PORT_COUNT; ++p) traced |= !std::strcmp(DESIGN_PORTS[p].name, "trace_beat");
    if (!traced) return;
    m_cycle = port("cycle"), m_trace_job = port("trace_job"), m_trace_tile = port("trace_tile");
    m_trace_beat = port("trace_beat").data, m_trace_last = port("trace_last").data;
    m_trace_redo = port("trace_redo").data, m_point = port("operating_point").data;
}

void Board::count_cycles() {
    const uint64_t cycle = m_cycle.value();
    const bool again = cycle < m_last_cycle;
    if (again) {
        m_next_pulse = 0;
        m_started = true;
    }
    m_last_cycle = cycle;
    if (trace && (again || (!points.empty() && points.back().point != *m_point)))
        points.push_back({cycle, *m_point});
}

void Board::set_pulses() {
    const uint64_t cycle = m_last_cycle;
    if (!m_started) return;
    while (m_next_pulse < m_pulses.size() && m_pulses[m_next_pulse].cycle < cycle) ++m_next_pulse;
    m_first_pulse = m_next_pulse;
    for (; m_next_pulse < m_pulses.size() && m_pulses[m_next_pulse].cycle == cycle; ++m_next_pulse)
        if (m_pulses[m_next_pulse].points >> *m_point & 1) m_simulation.set_bits(m_pulses[m_next_pulse], true);
}

void Board::record() {
    if (!*m_trace_beat) return;
    beats.push_back(m_last_cycle);
    if (*m_trace_last)
        tiles.push_back({beats.size(), static_cast<uint32_t>(m_trace_tile.value()),
                         static_cast<uint16_t>(m_trace_job.value()), *m_trace_redo, *m_point});
}

void Board::begin() {
    if (m_cycle.data) {
        count_cycles();
        set_pulses();
    }
    memory.drive();
    for (Supply& supply : supplies) supply.drive();
    m_simulation.half_cycle(0);
}

void Board::finish() {
    memory.sample();
    for (Supply& supply : supplies) supply.sample(changes);
    if (trace) record();
    m_simulation.rising_edge();
    for (; m_first_pulse != m_next_pulse; ++m_first_pulse) m_simulation.set_bits(m_pulses[m_first_pulse], false);
}

void Board::reset(uint64_t cycles) {
    for (uint8_t* valid : {m_awvalid, m_wvalid, m_bready, m_arvalid, m_rready}) *valid = 0;
    memory.reset();
    for (Supply& supply : supplies) supply.reset();
    error.clear();
    *m_rst = 1;
    while (cycles--) {
        m_simulation.half_cycle(0);
        m_simulation.rising_edge();
    }
    *m_rst = 0;
    m_simulation.cycle = 0;
    m_last_cycle = 0;
    m_started = false;
}

int32_t Board::run(uint64_t cycles, bool until_interrupt) {
    for (; !failed(); --cycles) {
        if (until_interrupt && *m_irq) return 1;
        if (!cycles) return 0;
        begin();
        finish();
    }
    return DRIFT_VIOLATION;
}

int32_t Board::unanswered(const char* access, uint32_t address) {
    char text[64];
    std::snprintf(text, sizeof text, "no response to a %s of register 0x%03x", access, address);
    if (!failed()) error = text;
    return DRIFT_VIOLATION;
}

int32_t Board::write(uint32_t address, uint32_t value) {
    m_awaddr.set(address), m_wdata.set(value), m_wstrb.set(0xF);
    *m_awvalid = *m_wvalid = *m_bready = 1;
    for (uint64_t waited = 0; waited < ANSWER_LIMIT && !failed(); ++waited) {
        begin();
        const bool address_taken = *m_awready, data_taken = *m_wready, answered = *m_bvalid;
        const int32_t response = *m_bresp;
        finish();
        if (address_taken) *m_awvalid = 0;
        if (data_taken) *m_wvalid = 0;
        if (!answered) continue;
        *m_bready = 0;
        return failed() ? DRIFT_VIOLATION : response;
    }
    return unanswered("write", address);
}

int32_t Board::read(uint32_t address, uint32_t& value) {
    m_araddr.set(address);
    *m_arvalid = *m_rready = 1;
    for (uint64_t waited = 0; waited < ANSWER_LIMIT && !failed(); ++waited) {
        begin();
        const bool address_taken = *m_arready, answered = *m_rvalid;
        const int32_t response = *m_rresp;
        if (answered) value = static_cast<uint32_t>(m_rdata.value());
        finish();
        if (address_taken) *m_arvalid = 0;
        if (!answered) continue;
        *m_rready = 0;
        return failed() ? DRIFT_VIOLATION : response;
    }
    return unanswered("read", address);
}

void Board::pulses(const Pulse* pulses, uint64_t count) {
    m_pulses.assign(pulses, pulses + count);
    m_first_pulse = m_next_pulse = 0;
    m_started = false;
}

extern "C" {

const char* drift_board_open(Simulation* simulation, uint8_t* memory, uint64_t size, uint64_t base) {
    static thread_local std::string reason;
    try {
        simulation->board = std::make_unique<Board>(*simulation, memory, size, base);
    } catch (const std::runtime_error& missing) {
        reason = missing.what();
        return reason.c_str();
    }
    return nullptr;
}
void drift_board_reset(Simulation* simulation, uint64_t cycles) { simulation->board->reset(cycles); }
const char* drift_board_error(Simulation* simulation) {
    const std::string& error = simulation->board->error;
    return error.empty() ? nullptr : error.c_str();
}

int32_t drift_board_write(Simulation* simulation, uint32_t address, uint32_t value) {
    return simulation->board->write(address, value);
}
int32_t drift_board_read(Simulation* simulation, uint32_t address, uint32_t* value) {
    return simulation->board->read(address, *value);
}
int32_t drift_board_wait(Simulation* simulation, uint64_t cycles) { return simulation->board->run(cycles, true); }
int32_t drift_board_clock(Simulation* simulation, uint64_t cycles) { return simulation->board->run(cycles, false); }

void drift_board_memory(Simulation* simulation, const MemoryOptions* options) {
    simulation->board->memory.options(*options);
}
void drift_board_error_ranges(Simulation* simulation, const ErrorRange* ranges, uint64_t count) {
    simulation->board->memory.error_ranges(ranges, count);
}
void drift_board_supply(Simulation* simulation, int32_t unit, const SupplyOptions* options) {
    simulation->board->supplies[static_cast<size_t>(unit)].options = *options;
}

void drift_board_pulses(Simulation* simulation, const Pulse* pulses, uint64_t count) {
    simulation->board->pulses(pulses, count);
}
void drift_board_record(Simulation* simulation, uint8_t trace, uint8_t writes) {
    Board& board = *simulation->board;
    board.trace = trace && board.traces();
    board.memory.log_writes = writes;
    board.beats.clear();
    board.tiles.clear();
    board.points.clear();
    board.changes.clear();
    board.memory.written.clear();
}

uint64_t drift_board_beats(Simulation* simulation, const uint64_t** cycles) {
    *cycles = simulation->board->beats.data();
    return simulation->board->beats.size();
}
uint64_t drift_board_tiles(Simulation* simulation, const TracedTile** tiles) {
    *tiles = simulation->board->tiles.data();
    return simulation->board->tiles.size();
}
uint64_t drift_board_points(Simulation* simulation, const PointChange** points) {
    *points = simulation->board->points.data();
    return simulation->board->points.size();
}
uint64_t drift_board_written(Simulation* simulation, const WrittenBeat** beats) {
    *beats = simulation->board->memory.written.data();
    return simulation->board->memory.written.size();
}
uint64_t drift_board_supply_changes(Simulation* simulation, const SupplyChange** changes) {
    *changes = simulation->board->changes.data();
    return simulation->board->changes.size();
}
}
