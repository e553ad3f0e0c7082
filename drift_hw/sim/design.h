// What the harness needs to know of a verilated design; `design.cpp` is compiled with each design, the rest once.
#pragma once
#include <cstdint>
#include <memory>

class VerilatedContext;

class Design {
public:
    virtual ~Design() = default;
    virtual void* port(int32_t index) = 0;  // storage: 8, 16, 32, 64 bits, then any number of 32-bit words
    virtual void eval() = 0;
    virtual void eval_step() = 0;
    virtual void eval_end_step() = 0;
    virtual void finish() = 0;
    virtual bool open_trace(const char* path) = 0;  // false in a build without waveforms
    virtual void dump(uint64_t time) = 0;

    static std::unique_ptr<Design> create(VerilatedContext* context);
};

struct PortDescription {
    const char* name;
    uint32_t width;
    bool input;
};
extern const PortDescription DESIGN_PORTS[];
extern const int32_t DESIGN_PORT_COUNT;
