// The C interface of a simulated design: one shared library per design, the same for all of them.
//
// A design is a list of named ports; a port's value is its bits packed into bytes, lowest first. `run`
// moves beats through ready/valid streams, whatever their payload, in a loop without Python: its
// arguments own all buffers and all progress, so that a run can be continued by calling it again.
// The header is C as well as C++.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Simulation Simulation;

typedef struct Source {                 // a stream into the design
    int32_t valid, ready;         // port indices
    int32_t payload_count;
    const int32_t* payload;       // port indices; a beat is their bytes, one port after the other
    const uint8_t* beats;         // beat_count rows of the payload's bytes
    uint64_t beat_count;
    uint64_t* accepted_at;        // cycle in which each beat was accepted
    double idle;                  // probability that a new beat is not offered in a cycle
    uint64_t accepted;            // progress: beats accepted so far
    uint8_t offered;              // progress: the next beat is on the ports and must stay there
} Source;

typedef struct Sink {                     // a stream out of the design, or a tap when it has no ready
    int32_t valid, ready;         // port indices, ready -1 for a tap; a beat is seen when any valid bit is set
    int32_t payload_count;
    const int32_t* payload;
    uint8_t* beats;               // room for `capacity` beats
    uint64_t capacity;
    uint64_t* received_at;        // cycle of each beat
    double stall;                 // probability that ready is low in a cycle
    uint64_t received;            // progress: beats so far; those beyond `capacity` are not stored
    uint64_t counted;             // progress: valid bits so far, several in a beat when valid is a vector
    uint64_t goal;                // run ends when every sink has counted its goal
} Sink;

typedef struct Pulse {            // bits of an input port that are 1 for the edge of one cycle, then 0 again
    uint64_t cycle;
    uint32_t port, word, mask;    // 32-bit word of the port, lowest first
    uint32_t points;              // bit n: applies at operating point n; drift_run has none and ignores it
} Pulse;

int32_t drift_port_count(void);
const char* drift_port_name(int32_t port);
uint32_t drift_port_width(int32_t port);
int32_t drift_port_is_input(int32_t port);

// `seed` 0 powers up with zeros, any other with random levels; `trace` is the FST file or null.
// Returns null when waveforms are asked of a build without them.
Simulation* drift_open(uint32_t seed, const char* trace);
Simulation* drift_attached(void);     // the simulation that cocotb runs in this process, or null
void drift_close(Simulation*);

void drift_write(Simulation*, int32_t port, const uint8_t* bytes);
void drift_read(Simulation*, int32_t port, uint8_t* bytes);
void drift_settle(Simulation*);   // evaluate combinational logic with the clock low
void drift_reset(Simulation*, int32_t reset_port, uint64_t cycles);
uint64_t drift_cycle(Simulation*);            // number of the next rising edge, counted from reset
void drift_clock(Simulation*, uint64_t cycles);  // the bare loop: clock edges and nothing else

// Runs until every sink has counted its goal, or for `cycles`. Pulses are sorted by cycle; those of earlier
// cycles are skipped. Returns the cycles run.
uint64_t drift_run(Simulation*, Source* sources, int32_t source_count, Sink* sinks, int32_t sink_count,
                   const Pulse* pulses, uint64_t pulse_count, uint64_t cycles, uint64_t seed);

// Main loop of a cocotb process; `bootstrap` registers cocotb's VPI callbacks.
int drift_main(int argc, char** argv, void (*bootstrap)(void));

#ifdef __cplusplus
}
#endif
