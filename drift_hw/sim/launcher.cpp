// Starts cocotb on a design: launcher MODEL_LIBRARY VPI_LIBRARY [options of drift_main].
// The model is loaded with its VPI functions visible, then cocotb's VPI library, which calls them.
#include <dlfcn.h>

#include <cstdio>

template <class Function>
static Function* find(void* library, const char* name) {
    return library ? reinterpret_cast<Function*>(dlsym(library, name)) : nullptr;
}

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: %s MODEL_LIBRARY VPI_LIBRARY [options]\n", argv[0]);
        return 2;
    }
    void* const model = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
    void* const vpi = model ? dlopen(argv[2], RTLD_NOW | RTLD_GLOBAL) : nullptr;
    const auto run = find<int(int, char**, void (*)())>(model, "drift_main");
    const auto bootstrap = find<void()>(vpi, "vlog_startup_routines_bootstrap");
    if (!run || !bootstrap) {
        std::fprintf(stderr, "%s: %s\n", argv[0], dlerror());
        return 2;
    }
    return run(argc - 2, argv + 2, bootstrap);
}
