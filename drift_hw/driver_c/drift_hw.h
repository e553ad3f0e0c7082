/* Driver of the accelerator for firmware: C99 and C++, header only, no allocation, no operating system.
 *
 * Generate `drift_registers.h` for the configuration that was built, put it beside these headers, and give
 * `drift_hw_open` a `drift_hw_platform`: how to reach the registers, and where the shared memory is. Tensors
 * are packed straight into that memory (`drift_hw_pack_*`, `drift_hw_memory`), jobs are submitted with
 * `drift_hw_submit` and awaited with `drift_hw_wait`.
 *
 * Functions return DRIFT_OK or a negative `drift_error`; whatever is refused is refused before anything is
 * written. One caller at a time: the driver takes no locks.
 */
#ifndef DRIFT_HW_H
#define DRIFT_HW_H

#include "drift_layout.h"

/* A job: output (M, N) = requantise(A (M, K) x B (K, N)). Addresses are those of the accelerator's bus. */
typedef struct drift_hw_job {
  uint32_t m, k, n;
  uint32_t block, timestep;
  uint64_t a, b, table, output;
  uint64_t checkpoint; /* ignored unless checkpoint_read or checkpoint_write */
  bool abft;
  bool override_policy; /* `correct` and `action` instead of the block's */
  bool correct;
  uint32_t action; /* enum drift_policy */
  bool checkpoint_read, checkpoint_write;
  bool row_major;
  bool fence;
} drift_hw_job;

/* What became of a job. */
typedef struct drift_hw_result {
  uint32_t code; /* enum drift_code */
  uint32_t response;
  uint32_t masked_tiles;
  uint64_t address;
} drift_hw_result;

/* What a network block gets. */
typedef struct drift_hw_block_policy {
  uint32_t tolerant, sensitive; /* operating points */
  bool correct;
  uint32_t action; /* enum drift_policy */
} drift_hw_block_policy;

/* State of the accelerator, and the first error since it was cleared. */
typedef struct drift_hw_state {
  bool busy, switching, fallback, error;
  uint32_t point;
  uint32_t error_code; /* enum drift_code; this and the next are valid with `error` */
  uint32_t error_response, error_job;
  uint64_t error_address;
} drift_hw_state;

static inline const char *drift_hw_code_name(uint32_t code) {
  switch (code) {
    case DRIFT_CODE_PENDING: return "pending";
    case DRIFT_CODE_DONE: return "done";
    case DRIFT_CODE_RESERVED_BITS: return "reserved bits";
    case DRIFT_CODE_DIMENSION: return "dimension";
    case DRIFT_CODE_BLOCK: return "block";
    case DRIFT_CODE_POLICY: return "policy";
    case DRIFT_CODE_ALIGNMENT: return "alignment";
    case DRIFT_CODE_WRAP: return "wrap";
    case DRIFT_CODE_READ_ERROR: return "read error";
    case DRIFT_CODE_WRITE_ERROR: return "write error";
    case DRIFT_CODE_FETCH_ERROR: return "fetch error";
    default: return "unknown code";
  }
}

/* -- programming ------------------------------------------------------------------------------ */

/* Whether all submitted jobs are finished. */
static inline bool drift_hw_idle(const drift_hw_device *device) {
  return !DRIFT_GET(drift_hw_read32(device, DRIFT_STATUS_OFFSET), DRIFT_STATUS_BUSY) &&
         drift_hw_read32(device, DRIFT_RING_HEAD_OFFSET) == drift_hw_read32(device, DRIFT_RING_TAIL_OFFSET);
}

/* Set the codes of an operating point; 0 is the safe one. */
static inline int drift_hw_set_point(const drift_hw_device *device, uint32_t point, uint32_t voltage,
                                     uint32_t frequency) {
  if (point >= device->points || voltage > 0xffff || frequency > 0xffff) return DRIFT_ERROR_ARGUMENT;
  drift_hw_write32(device, DRIFT_POINT_OFFSET + point * DRIFT_POINT_STRIDE,
                   DRIFT_SET(voltage, DRIFT_POINT_VOLTAGE) | DRIFT_SET(frequency, DRIFT_POINT_FREQUENCY));
  return DRIFT_OK;
}

/* Set operating points and recovery of a network block. */
static inline int drift_hw_set_block(const drift_hw_device *device, uint32_t block,
                                     const drift_hw_block_policy *policy) {
  if (!policy || block >= device->blocks || policy->tolerant >= device->points ||
      policy->sensitive >= device->points)
    return DRIFT_ERROR_ARGUMENT;
  if (policy->action > DRIFT_POLICY_ZERO) return DRIFT_ERROR_POLICY;
  drift_hw_write32(device, DRIFT_BLOCK_OFFSET + block * DRIFT_BLOCK_STRIDE,
                   DRIFT_SET(policy->tolerant, DRIFT_BLOCK_TOLERANT) |
                   DRIFT_SET(policy->sensitive, DRIFT_BLOCK_SENSITIVE) |
                   DRIFT_SET(policy->correct, DRIFT_BLOCK_CORRECT) |
                   DRIFT_SET(policy->action, DRIFT_BLOCK_ACTION));
  return DRIFT_OK;
}

/* Flag deltas of at least 2**exponent; while jobs run, this can not be changed. */
static inline int drift_hw_set_threshold(const drift_hw_device *device, uint32_t exponent) {
  if (exponent >= device->accumulator_width) return DRIFT_ERROR_ARGUMENT;
  if (!drift_hw_idle(device)) return DRIFT_ERROR_BUSY;
  drift_hw_write32(device, DRIFT_THRESHOLD_OFFSET, exponent);
  return DRIFT_OK;
}

/* Set the sampling steps of a run, how many first and last ones are sensitive, and how often (in timesteps;
 * 0: never) checkpoints are written. */
static inline int drift_hw_set_schedule(const drift_hw_device *device, uint32_t timesteps, uint32_t leading,
                                        uint32_t trailing, uint32_t checkpoint_interval) {
  if (timesteps > 0xffff || leading > 0xffff || trailing > 0xffff || checkpoint_interval > 0xffff)
    return DRIFT_ERROR_ARGUMENT;
  drift_hw_write32(device, DRIFT_TIMESTEPS_OFFSET, timesteps);
  drift_hw_write32(device, DRIFT_SENSITIVE_OFFSET,
                   DRIFT_SET(leading, DRIFT_SENSITIVE_LEADING) | DRIFT_SET(trailing, DRIFT_SENSITIVE_TRAILING));
  drift_hw_write32(device, DRIFT_CHECKPOINT_INTERVAL_OFFSET, checkpoint_interval);
  return DRIFT_OK;
}

/* Set the cycles within which the regulator and the clock generator must acknowledge. */
static inline int drift_hw_set_limits(const drift_hw_device *device, uint32_t voltage, uint32_t clock) {
  if (voltage > DRIFT_VOLTAGE_LIMIT_VALUE_MASK || clock > DRIFT_CLOCK_LIMIT_VALUE_MASK)
    return DRIFT_ERROR_ARGUMENT;
  drift_hw_write32(device, DRIFT_VOLTAGE_LIMIT_OFFSET, voltage);
  drift_hw_write32(device, DRIFT_CLOCK_LIMIT_OFFSET, clock);
  return DRIFT_OK;
}

/* Set log2 of the bytes of a DRAM row, 10 to 16. */
static inline int drift_hw_set_page_shift(const drift_hw_device *device, uint32_t shift) {
  if (shift < 10 || shift > 16) return DRIFT_ERROR_ARGUMENT;
  drift_hw_write32(device, DRIFT_PAGE_SHIFT_OFFSET, shift);
  return DRIFT_OK;
}

/* -- jobs ------------------------------------------------------------------------------------- */

/* Let the accelerator fetch jobs from a ring of `entries` descriptors at a bus address, a multiple of 4096.
 * A running accelerator must be idle; the ring must be longer than its present index. */
static inline int drift_hw_start(drift_hw_device *device, uint64_t ring_address, uint32_t entries) {
  if (entries < 2 || entries > DRIFT_DIMENSION_LIMIT) return DRIFT_ERROR_ARGUMENT;
  if (ring_address % DRIFT_PAGE_BYTES) return DRIFT_ERROR_ALIGNMENT;
  if (!drift_hw_memory(device, ring_address, (uint64_t)entries * DRIFT_DESCRIPTOR_BYTES))
    return DRIFT_ERROR_RANGE;
  if (!drift_hw_idle(device)) return DRIFT_ERROR_BUSY;
  uint32_t head = drift_hw_read32(device, DRIFT_RING_HEAD_OFFSET);
  if (head >= entries) return DRIFT_ERROR_ARGUMENT;
  drift_hw_write32(device, DRIFT_RING_BASE_LOW_OFFSET, (uint32_t)ring_address);
  drift_hw_write32(device, DRIFT_RING_BASE_HIGH_OFFSET, (uint32_t)(ring_address >> 32));
  drift_hw_write32(device, DRIFT_RING_ENTRIES_OFFSET, entries);
  drift_hw_write32(device, DRIFT_CONTROL_OFFSET, DRIFT_SET(1, DRIFT_CONTROL_ENABLE));
  device->ring_address = ring_address;
  device->ring_entries = entries;
  device->tail = head;
  device->submitted = 0;
  return DRIFT_OK;
}

typedef struct drift_hw_region {
  uint64_t address, bytes, alignment;
} drift_hw_region;

static inline bool drift_hw_overlap(const drift_hw_region *one, const drift_hw_region *other) {
  /* Differences wrap: what starts before the other is far beyond its end. */
  return one->address - other->address < other->bytes || other->address - one->address < one->bytes;
}

/* Check a job as `drift_hw_submit` does, changing nothing. */
static inline int drift_hw_check(const drift_hw_device *device, const drift_hw_job *job) {
  if (!job) return DRIFT_ERROR_ARGUMENT;
  if (!device->ring_entries) return DRIFT_ERROR_STOPPED;
  if (!drift_hw_dimension(job->m) || !drift_hw_dimension(job->k) || !drift_hw_dimension(job->n))
    return DRIFT_ERROR_DIMENSION;
  if (job->block >= device->blocks || job->timestep > 0xffff) return DRIFT_ERROR_ARGUMENT;
  if (job->action > DRIFT_POLICY_ZERO || (!job->override_policy && (job->correct || job->action)) ||
      (job->abft && !device->abft))
    return DRIFT_ERROR_POLICY;
  if (job->abft) {
    uint32_t block = drift_hw_read32(device, DRIFT_BLOCK_OFFSET + job->block * DRIFT_BLOCK_STRIDE);
    uint32_t action = job->override_policy ? job->action : DRIFT_GET(block, DRIFT_BLOCK_ACTION);
    uint64_t tiles = drift_hw_ceiling(job->m, device->rows) * drift_hw_ceiling(job->n, device->columns);
    if (action == DRIFT_POLICY_RECOMPUTE && tiles > DRIFT_RECOMPUTE_TILES) return DRIFT_ERROR_DIMENSION;
  }
  uint64_t output_bytes = drift_hw_output_bytes(device, job->m, job->n, job->row_major);
  bool checkpoint = job->checkpoint_read || job->checkpoint_write;
  /* The first `written` are written (the checkpoint perhaps), all others must be out of their way. */
  const uint32_t written = 2;
  const drift_hw_region regions[] = {
      {job->output, output_bytes, device->output_alignment},
      {job->checkpoint, checkpoint ? output_bytes : 0, device->output_alignment},
      {job->a, drift_hw_a_bytes(device, job->m, job->k), device->bus_bytes},
      {job->b, drift_hw_b_bytes(device, job->k, job->n), device->bus_bytes},
      {job->table, drift_hw_table_bytes(device, job->n), device->bus_bytes},
      {device->ring_address, (uint64_t)device->ring_entries * DRIFT_DESCRIPTOR_BYTES, 1},
  };
  const uint32_t count = sizeof regions / sizeof regions[0];
  for (uint32_t n = 0; n < count; n++)
    if (regions[n].bytes && regions[n].address % regions[n].alignment) return DRIFT_ERROR_ALIGNMENT;
  for (uint32_t n = 0; n < count; n++)
    if (regions[n].bytes && !drift_hw_memory(device, regions[n].address, regions[n].bytes))
      return DRIFT_ERROR_RANGE;
  for (uint32_t n = 0; n < written; n++)
    for (uint32_t other = n + 1; other < count; other++)
      if (regions[n].bytes && regions[other].bytes && drift_hw_overlap(&regions[n], &regions[other]))
        return DRIFT_ERROR_OVERLAP;
  return DRIFT_OK;
}

/* Jobs that are submitted and not finished. */
static inline uint32_t drift_hw_outstanding(const drift_hw_device *device) {
  uint32_t head = drift_hw_read32(device, DRIFT_RING_HEAD_OFFSET);
  return device->tail >= head ? device->tail - head : device->tail + device->ring_entries - head;
}

static inline uint8_t *drift_hw_descriptor(const drift_hw_device *device, uint64_t index) {
  uint64_t address = device->ring_address + index * DRIFT_DESCRIPTOR_BYTES;
  return drift_hw_memory(device, address, DRIFT_DESCRIPTOR_BYTES);
}

#define DRIFT_STORE(descriptor, field, value) \
  drift_hw_store((descriptor) + DRIFT_DESCRIPTOR_##field##_OFFSET, value, DRIFT_DESCRIPTOR_##field##_BITS)
#define DRIFT_LOAD(descriptor, field) \
  drift_hw_load((descriptor) + DRIFT_DESCRIPTOR_##field##_OFFSET, DRIFT_DESCRIPTOR_##field##_BITS)

/* Submit a job; `ticket` (may be null) gets the number by which to wait for it. */
static inline int drift_hw_submit(drift_hw_device *device, const drift_hw_job *job, uint64_t *ticket) {
  int error = drift_hw_check(device, job);
  if (error) return error;
  if (drift_hw_outstanding(device) == device->ring_entries - 1) return DRIFT_ERROR_FULL;
  bool checkpoint = job->checkpoint_read || job->checkpoint_write;
  uint8_t *descriptor = drift_hw_descriptor(device, device->tail);
  memset(descriptor, 0, DRIFT_DESCRIPTOR_BYTES);
  DRIFT_STORE(descriptor, FLAGS,
              DRIFT_SET(job->abft, DRIFT_FLAG_ABFT) | DRIFT_SET(job->correct, DRIFT_FLAG_CORRECT) |
                  DRIFT_SET(job->action, DRIFT_FLAG_ACTION) |
                  DRIFT_SET(job->override_policy, DRIFT_FLAG_OVERRIDE) |
                  DRIFT_SET(job->checkpoint_read, DRIFT_FLAG_CHECKPOINT_READ) |
                  DRIFT_SET(job->checkpoint_write, DRIFT_FLAG_CHECKPOINT_WRITE) |
                  DRIFT_SET(job->row_major, DRIFT_FLAG_ROW_MAJOR) | DRIFT_SET(job->fence, DRIFT_FLAG_FENCE));
  DRIFT_STORE(descriptor, M, job->m);
  DRIFT_STORE(descriptor, K, job->k);
  DRIFT_STORE(descriptor, N, job->n);
  DRIFT_STORE(descriptor, BLOCK, job->block);
  DRIFT_STORE(descriptor, TIMESTEP, job->timestep);
  DRIFT_STORE(descriptor, A, job->a);
  DRIFT_STORE(descriptor, B, job->b);
  DRIFT_STORE(descriptor, OUTPUT, job->output);
  DRIFT_STORE(descriptor, TABLE, job->table);
  DRIFT_STORE(descriptor, CHECKPOINT, checkpoint ? job->checkpoint : 0);
  device->tail = device->tail + 1 == device->ring_entries ? 0 : device->tail + 1;
  if (ticket) *ticket = device->submitted;
  device->submitted++;
  drift_hw_write32(device, DRIFT_RING_TAIL_OFFSET, device->tail);
  return DRIFT_OK;
}

/* Wait for a job: look at most `looks` times (0: without end) whether it is finished, and call the platform's
 * `wait` in between. `result` (may be null) is filled when it is. */
static inline int drift_hw_wait(const drift_hw_device *device, uint64_t ticket, uint64_t looks,
                                drift_hw_result *result) {
  if (!device->ring_entries) return DRIFT_ERROR_STOPPED;
  if (ticket >= device->submitted) return DRIFT_ERROR_ARGUMENT;
  uint64_t age = device->submitted - ticket;
  if (age > device->ring_entries) return DRIFT_ERROR_EXPIRED;
  const drift_hw_platform *platform = &device->platform;
  for (uint64_t look = 1; age <= drift_hw_outstanding(device); look++) {
    if (look == looks || (platform->wait && platform->wait(platform->context))) return DRIFT_ERROR_TIMEOUT;
  }
  uint64_t index = device->tail >= age ? device->tail - age : device->tail + device->ring_entries - age;
  const uint8_t *descriptor = drift_hw_descriptor(device, index);
  drift_hw_result found;
  found.code = (uint32_t)DRIFT_LOAD(descriptor, CODE);
  found.response = (uint32_t)DRIFT_LOAD(descriptor, RESPONSE);
  found.masked_tiles = (uint32_t)DRIFT_LOAD(descriptor, MASKED_TILES);
  found.address = DRIFT_LOAD(descriptor, ADDRESS);
  /* The status of a descriptor that could not be read is not written. */
  if (found.code == DRIFT_CODE_PENDING) found.code = DRIFT_CODE_FETCH_ERROR;
  if (result) *result = found;
  return found.code == DRIFT_CODE_DONE ? DRIFT_OK : DRIFT_ERROR_JOB;
}

/* Fetch no further jobs, or go on; what has been fetched is finished in any case. */
static inline void drift_hw_enable(const drift_hw_device *device, bool enable) {
  drift_hw_write32(device, DRIFT_CONTROL_OFFSET, DRIFT_SET(enable, DRIFT_CONTROL_ENABLE));
}

/* -- state, counters, interrupts -------------------------------------------------------------- */

static inline uint64_t drift_hw_read_pair(const drift_hw_device *device, uint32_t low, uint32_t high) {
  uint32_t upper = drift_hw_read32(device, high), before, lower;
  do {
    before = upper;
    lower = drift_hw_read32(device, low);
    upper = drift_hw_read32(device, high);
  } while (upper != before);
  return (uint64_t)upper << 32 | lower;
}

static inline void drift_hw_read_state(const drift_hw_device *device, drift_hw_state *state) {
  uint32_t status = drift_hw_read32(device, DRIFT_STATUS_OFFSET);
  uint32_t error = drift_hw_read32(device, DRIFT_ERROR_CODE_OFFSET);
  state->busy = DRIFT_GET(status, DRIFT_STATUS_BUSY) != 0;
  state->switching = DRIFT_GET(status, DRIFT_STATUS_SWITCHING) != 0;
  state->fallback = DRIFT_GET(status, DRIFT_STATUS_FALLBACK) != 0;
  state->error = DRIFT_GET(status, DRIFT_STATUS_ERROR) != 0;
  state->point = DRIFT_GET(status, DRIFT_STATUS_POINT);
  state->error_code = DRIFT_GET(error, DRIFT_ERROR_CODE_CODE);
  state->error_response = DRIFT_GET(error, DRIFT_ERROR_CODE_RESPONSE);
  state->error_job = drift_hw_read32(device, DRIFT_ERROR_JOB_OFFSET);
  state->error_address =
      drift_hw_read_pair(device, DRIFT_ERROR_ADDRESS_LOW_OFFSET, DRIFT_ERROR_ADDRESS_HIGH_OFFSET);
}

/* What drift_hw_clear clears: or-ed. */
enum drift_hw_clear_bits {
  DRIFT_CLEAR_FALLBACK = DRIFT_CONTROL_CLEAR_FALLBACK_MASK,
  DRIFT_CLEAR_PERFORMANCE = DRIFT_CONTROL_CLEAR_PERFORMANCE_MASK, /* and recovery counters */
  DRIFT_CLEAR_CHECKER = DRIFT_CONTROL_CLEAR_CHECKER_MASK,
  DRIFT_CLEAR_STATISTICS = DRIFT_CONTROL_CLEAR_STATISTICS_MASK,
  DRIFT_CLEAR_ERROR = DRIFT_CONTROL_CLEAR_ERROR_MASK
};

static inline int drift_hw_clear(const drift_hw_device *device, uint32_t bits) {
  const uint32_t all = DRIFT_CLEAR_FALLBACK | DRIFT_CLEAR_PERFORMANCE | DRIFT_CLEAR_CHECKER |
                       DRIFT_CLEAR_STATISTICS | DRIFT_CLEAR_ERROR;
  if (bits & ~all) return DRIFT_ERROR_ARGUMENT;
  drift_hw_write32(device, DRIFT_CONTROL_OFFSET, drift_hw_read32(device, DRIFT_CONTROL_OFFSET) | bits);
  return DRIFT_OK;
}

/* Read a counter of `enum drift_performance_counter`; its two halves belong together. */
static inline uint64_t drift_hw_performance(const drift_hw_device *device,
                                            enum drift_performance_counter counter) {
  uint32_t index = (uint32_t)counter;
  return drift_hw_read_pair(device, DRIFT_PERFORMANCE_LOW_OFFSET + index * DRIFT_PERFORMANCE_LOW_STRIDE,
                            DRIFT_PERFORMANCE_HIGH_OFFSET + index * DRIFT_PERFORMANCE_HIGH_STRIDE);
}

static inline uint32_t drift_hw_recovery(const drift_hw_device *device, enum drift_recovery_counter counter) {
  return drift_hw_read32(device, DRIFT_RECOVERY_OFFSET + (uint32_t)counter * DRIFT_RECOVERY_STRIDE);
}

static inline uint32_t drift_hw_checker(const drift_hw_device *device, enum drift_checker_counter counter) {
  return drift_hw_read32(device, DRIFT_CHECKER_OFFSET + (uint32_t)counter * DRIFT_CHECKER_STRIDE);
}

/* Let interrupts through, by bits of INTERRUPT_MASK, and no others. */
static inline int drift_hw_set_interrupts(const drift_hw_device *device, uint32_t mask) {
  const uint32_t all = DRIFT_INTERRUPT_MASK_DONE_MASK | DRIFT_INTERRUPT_MASK_JOB_MASK |
                       DRIFT_INTERRUPT_MASK_MEMORY_MASK | DRIFT_INTERRUPT_MASK_DVFS_MASK;
  if (mask & ~all) return DRIFT_ERROR_ARGUMENT;
  drift_hw_write32(device, DRIFT_INTERRUPT_MASK_OFFSET, mask);
  return DRIFT_OK;
}

/* Return the pending interrupts, by bits of INTERRUPT_STATUS, and clear those. */
static inline uint32_t drift_hw_take_interrupts(const drift_hw_device *device) {
  uint32_t pending = drift_hw_read32(device, DRIFT_INTERRUPT_STATUS_OFFSET);
  drift_hw_write32(device, DRIFT_INTERRUPT_STATUS_OFFSET, pending);
  return pending;
}

#endif
