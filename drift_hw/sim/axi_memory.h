// DRAM behind an AXI4 port: bursts in order, many outstanding; checks that the master keeps the protocol.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "board.h"
#include "simulation.h"

// First in, first out, without allocation; N is a power of two.
template <class T, uint32_t N>
class Fifo {
    std::array<T, N> m_items{};
    uint32_t m_head = 0, m_tail = 0;

public:
    bool empty() const { return m_head == m_tail; }
    bool full() const { return m_tail - m_head == N; }
    uint32_t size() const { return m_tail - m_head; }
    T& operator[](uint32_t place) { return m_items[(m_head + place) % N]; }
    T& front() { return (*this)[0]; }
    void push(const T& item) { m_items[m_tail++ % N] = item; }
    void pop() { ++m_head; }
    void clear() { m_head = m_tail = 0; }
};

class AxiMemory {
    static constexpr uint32_t OUTSTANDING = 64;  // bursts accepted and not answered, of each kind
    static constexpr uint32_t BUFFERED = 4096;   // beats written, whose response is not given yet

    struct Address {
        uint64_t address;
        uint8_t length, size, burst, protection;
        bool operator==(const Address&) const = default;
    };
    struct AddressChannel {
        const char* name;
        uint8_t *valid, *ready;
        Slot address;
        uint8_t *length, *size, *burst, *protection;
        bool waiting = false;
        Address held{};
    };
    struct Burst {
        uint64_t address;
        uint32_t beats, done;
        uint64_t due;
        uint8_t response;
    };

    Simulation& m_simulation;
    std::string& m_error;
    uint8_t* const m_bytes;
    const uint64_t m_size, m_base;
    MemoryOptions m_options{40, 20, 0, 0, 0, 0};
    std::vector<ErrorRange> m_ranges;
    Random m_random{0};
    double m_credit = 0;  // bytes that may move now; a beat that started on less leaves a debt

    AddressChannel m_ar, m_aw;
    Slot m_rdata, m_wdata, m_wstrb;
    uint8_t *m_rvalid, *m_rready, *m_rresp, *m_rlast;
    uint8_t *m_wvalid, *m_wready, *m_wlast;
    uint8_t *m_bvalid, *m_bready, *m_bresp;
    uint32_t m_width;  // bytes of a beat

    Fifo<Burst, OUTSTANDING> m_reads, m_writes;
    uint32_t m_complete = 0;  // of m_writes: those whose last beat is in
    bool m_read_taken = false, m_response_taken = false;
    std::vector<uint8_t> m_buffer;  // data and strobes of the beats buffered
    uint32_t m_buffer_head = 0, m_buffer_tail = 0;
    bool m_beat_waiting = false;
    std::vector<uint8_t> m_beat_held;

    AddressChannel channel(const char* name, const std::string& prefix);
    bool late() { return m_random.chance(m_options.stall); }
    uint64_t due(uint32_t latency) { return m_simulation.cycle + latency + m_random.up_to(m_options.jitter); }
    void fail(const char* format, ...) __attribute__((format(printf, 2, 3)));
    bool inside(uint64_t address) const { return address >= m_base && address - m_base + m_width <= m_size; }
    uint8_t response(uint64_t address, bool write) const;
    bool accepted(AddressChannel& channel);
    void present_read();
    void land_write();
    void take_write_beat();

public:
    std::vector<WrittenBeat> written;
    bool log_writes = false;

    AxiMemory(Simulation&, std::string& error, uint8_t* bytes, uint64_t size, uint64_t base);
    void options(const MemoryOptions&);
    void error_ranges(const ErrorRange* ranges, uint64_t count) { m_ranges.assign(ranges, ranges + count); }
    void reset();
    void drive();   // sets the design's inputs of the coming edge
    void sample();  // looks at its outputs, settled before that edge
};
