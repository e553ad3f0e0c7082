// What is around the accelerator, as a C interface: memory, register access, regulator, clock generator,
// faults and trace. The same library exports it beside `harness.h`; ports are found by name.
//
//     Simulation* chip = drift_open(1, NULL);
//     if (drift_board_open(chip, memory, size, 0)) ...     an error text
//     drift_board_reset(chip, 2);
//     drift_board_write(chip, 0x03C, tail);                while registers are accessed, everything runs
//     drift_board_wait(chip, 1000000);
//     drift_close(chip);
#pragma once
#include "harness.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { DRIFT_VIOLATION = -1 };  // the design broke a protocol, or never answered: drift_board_error says how

typedef struct MemoryOptions {
    uint32_t read_latency;      // cycles from an address to its first beat
    uint32_t write_latency;     // cycles from a burst's last beat to its response; then the bytes are in memory
    uint32_t jitter;            // random extra cycles of either, 0 to this
    double bandwidth;           // bytes per cycle, reads and writes together, above 0
    double stall;               // probability that a ready is low, or a new beat is late, in a cycle
    uint64_t seed;              // of jitter and stalls
} MemoryOptions;

typedef struct ErrorRange {     // beats that touch bytes `first` to `last` get `response`; writes there are lost
    uint64_t first, last;
    uint8_t reads, writes;      // 1: these are concerned
    uint8_t response;           // 2 SLVERR, 3 DECERR
} ErrorRange;

typedef struct WrittenBeat {
    uint64_t cycle, address;
    uint64_t strobe[2];         // a bit per byte, lowest first
} WrittenBeat;

enum { DRIFT_REGULATOR = 0, DRIFT_CLOCK = 1 };

typedef struct SupplyOptions {  // of the regulator or the clock generator
    uint32_t fixed;             // cycles from a request to its acknowledge ...
    uint32_t per_step;          // ... and for each step between the present code and the new one
    uint32_t release;           // cycles from the request's fall to the acknowledge's
    uint32_t ignore;            // so many requests from now on are not answered
    uint8_t dead;               // nothing changes any more
} SupplyOptions;

typedef struct SupplyChange {
    uint64_t cycle;
    uint32_t unit;              // DRIFT_REGULATOR or DRIFT_CLOCK
    uint32_t code;              // present from this cycle on
} SupplyChange;

typedef struct TracedTile {
    uint64_t beats;             // beats traced, up to and including its last
    uint32_t tile;              // row block * column blocks + column block
    uint16_t job;               // ring index
    uint8_t redo;               // 1: second pass
    uint8_t point;              // operating point at its last beat
} TracedTile;

typedef struct PointChange {
    uint64_t cycle;             // as the design's port `cycle` counts: 0 where it starts again
    uint32_t point;             // operating point from this cycle on
} PointChange;

// Puts a design on a board. Bus address `base` is byte 0 of `memory`, which the caller keeps until it closes
// the simulation. Returns null, or why not: a port that the design lacks.
const char* drift_board_open(Simulation*, uint8_t* memory, uint64_t size, uint64_t base);
// Resets design and board: transactions in flight are dropped, both supplies are at code 0; memory stays.
void drift_board_reset(Simulation*, uint64_t cycles);
const char* drift_board_error(Simulation*);  // the first violation since reset, or null

// All of these run the whole board.
int32_t drift_board_write(Simulation*, uint32_t address, uint32_t value);   // AXI response, or DRIFT_VIOLATION
int32_t drift_board_read(Simulation*, uint32_t address, uint32_t* value);   // likewise
int32_t drift_board_wait(Simulation*, uint64_t cycles);    // 1: irq is high; 0: `cycles` passed; DRIFT_VIOLATION
int32_t drift_board_clock(Simulation*, uint64_t cycles);   // 0, or DRIFT_VIOLATION

void drift_board_memory(Simulation*, const MemoryOptions*);
void drift_board_error_ranges(Simulation*, const ErrorRange*, uint64_t count);  // copies; replaces earlier ones
void drift_board_supply(Simulation*, int32_t unit, const SupplyOptions*);

// Pulses (copied; replace earlier ones), sorted by cycle as the design's port `cycle` counts. The list starts
// whenever `cycle` starts again, so hand it over before a submission.
void drift_board_pulses(Simulation*, const Pulse*, uint64_t count);
void drift_board_record(Simulation*, uint8_t trace, uint8_t writes);  // starts or stops; earlier records go

// Records: number of them, and where they are until the design runs again.
uint64_t drift_board_beats(Simulation*, const uint64_t** cycles);     // the cycle of each accepted beat
uint64_t drift_board_tiles(Simulation*, const TracedTile** tiles);
uint64_t drift_board_points(Simulation*, const PointChange** points); // of traced submissions, from cycle 0 on
uint64_t drift_board_written(Simulation*, const WrittenBeat** beats); // in the order of acceptance
uint64_t drift_board_supply_changes(Simulation*, const SupplyChange** changes);

#ifdef __cplusplus
}
#endif
