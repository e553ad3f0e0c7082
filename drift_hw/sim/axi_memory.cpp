#include "axi_memory.h"

#include <cstdarg>
#include <cstdio>

#include "board_model.h"

namespace {
constexpr uint64_t PAGE = 4096;
constexpr uint8_t INCREMENT = 1, DECERR = 3;
}  // namespace

AxiMemory::AxiMemory(Simulation& simulation, std::string& error, uint8_t* bytes, uint64_t size, uint64_t base)
    : m_simulation{simulation}, m_error{error}, m_bytes{bytes}, m_size{size}, m_base{base} {
    const auto find = [&](const char* name) { return find_port(simulation, std::string{"m_axi_"} + name); };
    m_ar = channel("ar", "m_axi_ar");
    m_aw = channel("aw", "m_axi_aw");
    m_rdata = find("rdata"), m_wdata = find("wdata"), m_wstrb = find("wstrb");
    m_rvalid = find("rvalid").data, m_rready = find("rready").data;
    m_rresp = find("rresp").data, m_rlast = find("rlast").data;
    m_wvalid = find("wvalid").data, m_wready = find("wready").data, m_wlast = find("wlast").data;
    m_bvalid = find("bvalid").data, m_bready = find("bready").data, m_bresp = find("bresp").data;
    m_width = m_wdata.bytes;
    m_options.bandwidth = m_width;
    m_buffer.resize(BUFFERED * (m_wdata.bytes + m_wstrb.bytes));
    m_beat_held.resize(m_wdata.bytes + m_wstrb.bytes + 1);
}

AxiMemory::AddressChannel AxiMemory::channel(const char* name, const std::string& prefix) {
    const auto find = [&](const char* port) { return find_port(m_simulation, prefix + port); };
    return {name, find("valid").data, find("ready").data, find("addr"),
            find("len").data, find("size").data, find("burst").data, find("prot").data};
}

void AxiMemory::options(const MemoryOptions& options) {
    m_options = options;
    m_random = Random{options.seed};
}

void AxiMemory::reset() {
    for (uint8_t* port : {m_ar.ready, m_aw.ready, m_rvalid, m_wready, m_bvalid}) *port = 0;
    m_ar.waiting = m_aw.waiting = m_beat_waiting = m_read_taken = m_response_taken = false;
    m_reads.clear();
    m_writes.clear();
    m_complete = m_buffer_head = m_buffer_tail = 0;
    m_credit = 0;
}

void AxiMemory::fail(const char* format, ...) {
    if (!m_error.empty()) return;
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    m_error = "cycle " + std::to_string(m_simulation.cycle) + ": " + text;
}

uint8_t AxiMemory::response(uint64_t address, bool write) const {
    for (const ErrorRange& range : m_ranges)
        if ((write ? range.writes : range.reads) && address <= range.last && address + m_width > range.first)
            return range.response;
    return inside(address) ? 0 : DECERR;
}

void AxiMemory::present_read() {
    const Burst& burst = m_reads.front();
    const uint64_t address = burst.address + uint64_t{burst.done} * m_width;
    if (inside(address))
        std::memcpy(m_rdata.data, m_bytes + (address - m_base), m_width);
    else
        std::memset(m_rdata.data, 0, m_width);
    *m_rresp = response(address, false);
    *m_rlast = burst.done + 1 == burst.beats;
    *m_rvalid = 1;
}

// Writes land as late as they may, so that a read that does not wait for the response gets old bytes.
void AxiMemory::land_write() {
    const Burst& burst = m_writes.front();
    for (uint32_t beat = 0; beat < burst.beats; ++beat) {
        const uint8_t* const data = &m_buffer[(m_buffer_head++ % BUFFERED) * (m_width + m_wstrb.bytes)];
        const uint64_t address = burst.address + uint64_t{beat} * m_width;
        if (response(address, true)) continue;
        const uint8_t* const strobe = data + m_width;
        uint8_t* const to = m_bytes + (address - m_base);
        for (uint32_t byte = 0; byte < m_width; ++byte)
            if (strobe[byte / 8] >> (byte % 8) & 1) to[byte] = data[byte];
    }
    *m_bresp = burst.response;
    *m_bvalid = 1;
}

void AxiMemory::drive() {
    if (m_read_taken) *m_rvalid = 0, m_read_taken = false;
    if (m_response_taken) *m_bvalid = 0, m_response_taken = false;
    m_credit = std::min(m_credit + m_options.bandwidth, std::max<double>(m_options.bandwidth, m_width));
    const bool free = m_credit > 0;
    const uint64_t now = m_simulation.cycle;
    *m_ar.ready = !m_reads.full() && !late();
    *m_aw.ready = !m_writes.full() && !late();
    *m_wready = free && m_complete != m_writes.size() && m_buffer_tail - m_buffer_head != BUFFERED && !late();
    if (!*m_rvalid && free && !m_reads.empty() && m_reads.front().due <= now && !late()) present_read();
    if (!*m_bvalid && m_complete && m_writes.front().due <= now && !late()) land_write();
}

// Checks what the master says on an address channel; returns whether a burst was accepted.
bool AxiMemory::accepted(AddressChannel& channel) {
    if (!*channel.valid) {
        if (channel.waiting) fail("m_axi_%svalid fell before m_axi_%sready", channel.name, channel.name);
        return false;
    }
    const Address now{channel.address.value(), *channel.length, *channel.size, *channel.burst, *channel.protection};
    if (channel.waiting && now != channel.held)
        fail("the address on m_axi_%s changed before m_axi_%sready", channel.name, channel.name);
    channel.held = now;
    channel.waiting = !*channel.ready;
    if (channel.waiting) return false;
    const unsigned long long at = now.address;
    if (now.burst != INCREMENT) fail("m_axi_%sburst at 0x%llx is %u, not 1 (INCR)", channel.name, at, now.burst);
    if (1u << now.size != m_width)
        fail("m_axi_%ssize at 0x%llx is %u, but a beat has %u bytes", channel.name, at, now.size, m_width);
    if (at % m_width) fail("m_axi_%saddr 0x%llx is no multiple of %u", channel.name, at, m_width);
    if (at % PAGE + (now.length + 1u) * m_width > PAGE)
        fail("m_axi_%s: %u beats at 0x%llx cross a 4 KiB boundary", channel.name, now.length + 1u, at);
    return true;
}

void AxiMemory::take_write_beat() {
    Burst& burst = m_writes[m_complete];
    const uint64_t address = burst.address + uint64_t{burst.done} * m_width;
    uint8_t* const place = &m_buffer[(m_buffer_tail++ % BUFFERED) * (m_width + m_wstrb.bytes)];
    std::memcpy(place, m_wdata.data, m_width);
    std::memcpy(place + m_width, m_wstrb.data, m_wstrb.bytes);
    if (log_writes) {
        WrittenBeat beat{m_simulation.cycle, address, {0, 0}};
        std::memcpy(beat.strobe, m_wstrb.data, m_wstrb.bytes);
        written.push_back(beat);
    }
    burst.response = std::max(burst.response, response(address, true));
    const bool last = ++burst.done == burst.beats;
    if (*m_wlast != last)
        fail("m_axi_wlast is %u at beat %u of %u of the burst at 0x%llx", *m_wlast, burst.done, burst.beats,
             static_cast<unsigned long long>(burst.address));
    if (!last) return;
    burst.due = due(m_options.write_latency);
    ++m_complete;
}

void AxiMemory::sample() {
    if (accepted(m_ar)) m_reads.push({m_ar.held.address, m_ar.held.length + 1u, 0, due(m_options.read_latency), 0});
    if (*m_rvalid && *m_rready) {
        m_read_taken = true;
        m_credit -= m_width;
        if (++m_reads.front().done == m_reads.front().beats) m_reads.pop();
    }

    if (*m_wvalid) {
        const uint32_t strobe = m_width, last = m_width + m_wstrb.bytes;
        uint8_t* const held = m_beat_held.data();
        if (m_beat_waiting && (std::memcmp(held, m_wdata.data, m_width) || held[last] != *m_wlast ||
                               std::memcmp(held + strobe, m_wstrb.data, m_wstrb.bytes)))
            fail("the beat on m_axi_w changed before m_axi_wready");
        if (!*m_wready && !m_beat_waiting) {
            std::memcpy(held, m_wdata.data, m_width);
            std::memcpy(held + strobe, m_wstrb.data, m_wstrb.bytes);
            held[last] = *m_wlast;
        }
        m_beat_waiting = !*m_wready;
        if (*m_wready) {
            m_credit -= m_width;
            take_write_beat();
        }
    } else if (m_beat_waiting) {
        fail("m_axi_wvalid fell before m_axi_wready");
    }
    if (*m_bvalid && *m_bready) {
        m_response_taken = true;
        m_writes.pop();
        --m_complete;
    }
    // After the beats: data never comes before its address here, so this burst takes the next ones.
    if (accepted(m_aw)) m_writes.push({m_aw.held.address, m_aw.held.length + 1u, 0, 0, 0});
}
