// The two functions of LZ4 that Verilator's FST writer calls, for machines that have the library (all
// Debian ones do) but not its development package.
#pragma once
extern "C" {
int LZ4_compressBound(int input_size);
int LZ4_compress_default(const char* source, char* destination, int source_size, int destination_capacity);
}
