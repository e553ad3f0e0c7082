/* Sizes of tensors in the accelerator's memory, and packing into it: `drift_hw.memory.layout` in C. */
#ifndef DRIFT_LAYOUT_H
#define DRIFT_LAYOUT_H

#include "drift_device.h"

static inline bool drift_hw_dimension(uint32_t value) { return value >= 1 && value <= DRIFT_DIMENSION_LIMIT; }

static inline uint64_t drift_hw_panel_bytes(const drift_hw_device *device, uint32_t word, uint32_t depth) {
  return drift_hw_ceiling((uint64_t)word * depth, device->bus_bytes) * device->bus_bytes;
}

/* Bytes of A (M, K) in memory. */
static inline uint64_t drift_hw_a_bytes(const drift_hw_device *device, uint32_t m, uint32_t k) {
  return drift_hw_ceiling(m, device->rows) * drift_hw_panel_bytes(device, device->a_word, k);
}

/* Bytes of B (K, N) in memory. */
static inline uint64_t drift_hw_b_bytes(const drift_hw_device *device, uint32_t k, uint32_t n) {
  return drift_hw_ceiling(n, device->columns) * drift_hw_panel_bytes(device, device->b_word, k);
}

/* Bytes of the requantisation table of N columns. */
static inline uint64_t drift_hw_table_bytes(const drift_hw_device *device, uint32_t n) {
  return drift_hw_ceiling(n, device->columns) * device->table_block;
}

/* Bytes of an output or checkpoint (M, N). */
static inline uint64_t drift_hw_output_bytes(const drift_hw_device *device, uint32_t m, uint32_t n,
                                             bool row_major) {
  uint64_t row_blocks = drift_hw_ceiling(m, device->rows);
  uint64_t column_blocks = drift_hw_ceiling(n, device->columns);
  if (row_major) return row_blocks * device->rows * column_blocks * device->b_word;
  return row_blocks * column_blocks * device->tile;
}

/* Offset of element (row, column) of an output or checkpoint of N columns. */
static inline uint64_t drift_hw_output_offset(const drift_hw_device *device, uint32_t row, uint32_t column,
                                              uint32_t n, bool row_major) {
  uint64_t column_blocks = drift_hw_ceiling(n, device->columns);
  uint64_t q = column / device->columns, j = column % device->columns;
  if (row_major) return (row * column_blocks + q) * device->b_word + j;
  uint64_t p = row / device->rows, i = row % device->rows;
  return (p * column_blocks + q) * device->tile + i * device->b_word + j;
}

/* Panels of `lanes` operands a word: lane l of word d of all `count` lanes is at l * lane_step + d * step. */
static inline void drift_hw_pack_panels(const drift_hw_device *device, uint8_t *bytes, const int8_t *values,
                                        uint32_t count, uint32_t depth, uint32_t lanes, uint32_t word,
                                        size_t lane_step, size_t step) {
  uint64_t panel = drift_hw_panel_bytes(device, word, depth);
  memset(bytes, 0, (size_t)(drift_hw_ceiling(count, lanes) * panel));
  for (uint32_t lane = 0; lane < count; lane++) {
    const int8_t *source = values + lane * lane_step;
    uint8_t *target = bytes + lane / lanes * panel + lane % lanes;
    for (uint32_t d = 0; d < depth; d++) target[(size_t)d * word] = (uint8_t)source[d * step];
  }
}

/* Write A, int8 (M, K) row after row, as the accelerator reads it into a buffer of `size` bytes. */
static inline int drift_hw_pack_a(const drift_hw_device *device, uint8_t *bytes, uint64_t size,
                                  const int8_t *a, uint32_t m, uint32_t k) {
  if (!bytes || !a) return DRIFT_ERROR_ARGUMENT;
  if (!drift_hw_dimension(m) || !drift_hw_dimension(k)) return DRIFT_ERROR_DIMENSION;
  if (drift_hw_a_bytes(device, m, k) > size) return DRIFT_ERROR_RANGE;
  drift_hw_pack_panels(device, bytes, a, m, k, device->rows, device->a_word, k, 1);
  return DRIFT_OK;
}

/* Write B, int8 (K, N) row after row, as the accelerator reads it. */
static inline int drift_hw_pack_b(const drift_hw_device *device, uint8_t *bytes, uint64_t size,
                                  const int8_t *b, uint32_t k, uint32_t n) {
  if (!bytes || !b) return DRIFT_ERROR_ARGUMENT;
  if (!drift_hw_dimension(k) || !drift_hw_dimension(n)) return DRIFT_ERROR_DIMENSION;
  if (drift_hw_b_bytes(device, k, n) > size) return DRIFT_ERROR_RANGE;
  drift_hw_pack_panels(device, bytes, b, n, k, device->columns, device->b_word, 1, n);
  return DRIFT_OK;
}

/* Write the requantisation table of N columns: bias within 40 bits, shift 0 to 63. */
static inline int drift_hw_pack_table(const drift_hw_device *device, uint8_t *bytes, uint64_t size,
                                      const int64_t *bias, const uint16_t *multiplier, const uint8_t *shift,
                                      uint32_t n) {
  if (!bytes || !bias || !multiplier || !shift) return DRIFT_ERROR_ARGUMENT;
  if (!drift_hw_dimension(n)) return DRIFT_ERROR_DIMENSION;
  if (drift_hw_table_bytes(device, n) > size) return DRIFT_ERROR_RANGE;
  const int64_t limit = (int64_t)1 << (DRIFT_BIAS_BITS - 1);
  for (uint32_t column = 0; column < n; column++)
    if (bias[column] < -limit || bias[column] >= limit || shift[column] > 63) return DRIFT_ERROR_ARGUMENT;
  memset(bytes, 0, (size_t)drift_hw_table_bytes(device, n));
  for (uint32_t column = 0; column < n; column++) {
    uint8_t *entry = bytes + (uint64_t)(column / device->columns) * device->table_block +
                     (uint64_t)(column % device->columns) * DRIFT_TABLE_ENTRY_BYTES;
    drift_hw_store(entry, (uint64_t)bias[column], DRIFT_BIAS_BITS);
    drift_hw_store(entry + DRIFT_BIAS_BITS / 8, multiplier[column], DRIFT_MULTIPLIER_BITS);
    entry[(DRIFT_BIAS_BITS + DRIFT_MULTIPLIER_BITS) / 8] = shift[column];
  }
  return DRIFT_OK;
}

/* Write an output or checkpoint, int8 (M, N) row after row, as the accelerator writes and reads it. */
static inline int drift_hw_pack_output(const drift_hw_device *device, uint8_t *bytes, uint64_t size,
                                       const int8_t *values, uint32_t m, uint32_t n, bool row_major) {
  if (!bytes || !values) return DRIFT_ERROR_ARGUMENT;
  if (!drift_hw_dimension(m) || !drift_hw_dimension(n)) return DRIFT_ERROR_DIMENSION;
  if (drift_hw_output_bytes(device, m, n, row_major) > size) return DRIFT_ERROR_RANGE;
  memset(bytes, 0, (size_t)drift_hw_output_bytes(device, m, n, row_major));
  for (uint32_t row = 0; row < m; row++)
    for (uint32_t column = 0; column < n; column++)
      bytes[drift_hw_output_offset(device, row, column, n, row_major)] = (uint8_t)*values++;
  return DRIFT_OK;
}

/* Read an output or checkpoint into int8 (M, N), row after row; `size` is that of `bytes`. */
static inline int drift_hw_unpack_output(const drift_hw_device *device, int8_t *values, const uint8_t *bytes,
                                         uint64_t size, uint32_t m, uint32_t n, bool row_major) {
  if (!bytes || !values) return DRIFT_ERROR_ARGUMENT;
  if (!drift_hw_dimension(m) || !drift_hw_dimension(n)) return DRIFT_ERROR_DIMENSION;
  if (drift_hw_output_bytes(device, m, n, row_major) > size) return DRIFT_ERROR_RANGE;
  for (uint32_t row = 0; row < m; row++)
    for (uint32_t column = 0; column < n; column++)
      *values++ = (int8_t)bytes[drift_hw_output_offset(device, row, column, n, row_major)];
  return DRIFT_OK;
}

#endif
