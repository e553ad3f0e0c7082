// Binds one verilated design to the harness; `ports.inc` is generated from the model's port declarations.
#include "design.h"

#include "Vdesign.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif

#define PORT(member, name, width, input) {name, width, input},
const PortDescription DESIGN_PORTS[] = {
#include "ports.inc"
};
#undef PORT
const int32_t DESIGN_PORT_COUNT = sizeof DESIGN_PORTS / sizeof DESIGN_PORTS[0];

namespace {

class VerilatedDesign final : public Design {
    Vdesign m_top;
    void* const m_ports[sizeof DESIGN_PORTS / sizeof DESIGN_PORTS[0]];
#if VM_TRACE
    VerilatedFstC m_trace;
#endif

public:
#define PORT(member, name, width, input) &m_top.member,
    explicit VerilatedDesign(VerilatedContext* context)
        : m_top{context, ""},
          m_ports{
#include "ports.inc"
          } {
    }
#undef PORT
    void* port(int32_t index) override { return m_ports[index]; }
    void eval() override { m_top.eval(); }
    void eval_step() override { m_top.eval_step(); }
    void eval_end_step() override { m_top.eval_end_step(); }
#if VM_TRACE
    bool open_trace(const char* path) override {
        m_top.trace(&m_trace, 99);
        m_trace.open(path);
        return m_trace.isOpen();
    }
    void dump(uint64_t time) override {
        if (m_trace.isOpen()) m_trace.dump(time);
    }
    void finish() override {
        m_top.final();
        m_trace.close();
    }
#else
    bool open_trace(const char*) override { return false; }
    void dump(uint64_t) override {}
    void finish() override { m_top.final(); }
#endif
};

}  // namespace

std::unique_ptr<Design> Design::create(VerilatedContext* context) {
    return std::make_unique<VerilatedDesign>(context);
}
