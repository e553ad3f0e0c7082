/* How the driver reaches an accelerator: errors, registers, memory, and the geometry that it finds. */
#ifndef DRIFT_DEVICE_H
#define DRIFT_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "drift_registers.h"

enum drift_error {
  DRIFT_OK = 0,
  DRIFT_ERROR_ARGUMENT = -1,       /* a null pointer, or a value that is out of range */
  DRIFT_ERROR_IDENTIFICATION = -2, /* no accelerator answers */
  DRIFT_ERROR_VERSION = -3,        /* its registers are of another major version, or older */
  DRIFT_ERROR_CONFIGURATION = -4,  /* it was built from another configuration than drift_registers.h */
  DRIFT_ERROR_DIMENSION = -5,      /* M, K or N is 0 or above 65535, or too many tiles to recompute */
  DRIFT_ERROR_ALIGNMENT = -6,      /* an address is not a multiple of what it must be */
  DRIFT_ERROR_RANGE = -7,          /* a tensor or the ring is not inside the memory, or a buffer is small */
  DRIFT_ERROR_OVERLAP = -8,        /* what is written overlaps another tensor or the ring */
  DRIFT_ERROR_POLICY = -9,         /* no such policy, a policy without override, or no checks are built */
  DRIFT_ERROR_BUSY = -10,          /* jobs are not finished */
  DRIFT_ERROR_STOPPED = -11,       /* drift_hw_start has not been called */
  DRIFT_ERROR_FULL = -12,          /* the ring has no free descriptor */
  DRIFT_ERROR_TIMEOUT = -13,       /* the job was not finished in time */
  DRIFT_ERROR_EXPIRED = -14,       /* the job's descriptor has been used again */
  DRIFT_ERROR_JOB = -15            /* the job failed: its status says why */
};

/* How to reach an accelerator. */
typedef struct drift_hw_platform {
  /* Registers, by byte offset. `write32` must make earlier writes to memory visible to the accelerator first,
   * `read32` must let later reads of memory see what the accelerator wrote before. */
  uint32_t (*read32)(void *context, uint32_t offset);
  void (*write32)(void *context, uint32_t offset, uint32_t value);
  /* Called between two looks at a job: sleeps until the interrupt, say. Not 0 gives up. May be null. */
  int (*wait)(void *context);
  void *context;
  uint8_t *memory;         /* the memory that is shared with the accelerator */
  uint64_t memory_address; /* its first byte's address on the accelerator's bus */
  uint64_t memory_bytes;
} drift_hw_platform;

/* An open accelerator: fields are to be read only. */
typedef struct drift_hw_device {
  drift_hw_platform platform;
  uint32_t rows, columns; /* of the array, R and C */
  uint32_t accumulator_width;
  uint32_t blocks, points;   /* entries of the tables of network blocks and operating points */
  uint32_t bus_bytes;        /* of a beat: alignment of A, B and table */
  uint32_t a_word, b_word;   /* bytes of a word of A; of a word of B and a row of an output tile */
  uint32_t tile;             /* bytes of an output tile */
  uint32_t output_alignment; /* of outputs and checkpoints */
  uint32_t table_block;      /* bytes of the requantisation table of C columns */
  uint32_t address_width;    /* bits */
  bool abft;                 /* checks are built */
  uint64_t ring_address;
  uint32_t ring_entries; /* 0 until drift_hw_start */
  uint32_t tail;         /* ring index of the next job */
  uint64_t submitted;    /* jobs since drift_hw_start */
} drift_hw_device;

static inline const char *drift_hw_error_name(int error) {
  switch (error) {
    case DRIFT_OK: return "ok";
    case DRIFT_ERROR_ARGUMENT: return "argument out of range";
    case DRIFT_ERROR_IDENTIFICATION: return "no accelerator";
    case DRIFT_ERROR_VERSION: return "registers of another version";
    case DRIFT_ERROR_CONFIGURATION: return "another configuration";
    case DRIFT_ERROR_DIMENSION: return "dimension out of range";
    case DRIFT_ERROR_ALIGNMENT: return "address not aligned";
    case DRIFT_ERROR_RANGE: return "does not fit the memory";
    case DRIFT_ERROR_OVERLAP: return "tensors overlap";
    case DRIFT_ERROR_POLICY: return "policy not possible";
    case DRIFT_ERROR_BUSY: return "jobs are not finished";
    case DRIFT_ERROR_STOPPED: return "not started";
    case DRIFT_ERROR_FULL: return "ring is full";
    case DRIFT_ERROR_TIMEOUT: return "timeout";
    case DRIFT_ERROR_EXPIRED: return "descriptor used again";
    case DRIFT_ERROR_JOB: return "job failed";
    default: return "unknown error";
  }
}

#define DRIFT_GET(word, field) (((word) & field##_MASK) >> field##_SHIFT)
#define DRIFT_SET(value, field) (((uint32_t)(value) << field##_SHIFT) & field##_MASK)

static inline uint32_t drift_hw_read32(const drift_hw_device *device, uint32_t offset) {
  return device->platform.read32(device->platform.context, offset);
}

static inline void drift_hw_write32(const drift_hw_device *device, uint32_t offset, uint32_t value) {
  device->platform.write32(device->platform.context, offset, value);
}

static inline void drift_hw_store(uint8_t *bytes, uint64_t value, uint32_t bits) {
  for (uint32_t n = 0; n < bits / 8; n++) bytes[n] = (uint8_t)(value >> (8 * n));
}

static inline uint64_t drift_hw_load(const uint8_t *bytes, uint32_t bits) {
  uint64_t value = 0;
  for (uint32_t n = 0; n < bits / 8; n++) value |= (uint64_t)bytes[n] << (8 * n);
  return value;
}

static inline uint64_t drift_hw_ceiling(uint64_t value, uint64_t unit) { return (value + unit - 1) / unit; }

static inline uint32_t drift_hw_power_of_two(uint32_t value) {
  uint32_t power = 1;
  while (power < value) power *= 2;
  return power;
}

/* Check that the accelerator is there and is the one of drift_registers.h, and learn its geometry. */
static inline int drift_hw_open(drift_hw_device *device, const drift_hw_platform *platform) {
  if (!device || !platform || !platform->read32 || !platform->write32 || !platform->memory)
    return DRIFT_ERROR_ARGUMENT;
  drift_hw_device found;
  memset(&found, 0, sizeof found);
  found.platform = *platform;
  if (drift_hw_read32(&found, DRIFT_IDENTIFICATION_OFFSET) != DRIFT_IDENTIFICATION_VALUE_RESET)
    return DRIFT_ERROR_IDENTIFICATION;
  uint32_t version = drift_hw_read32(&found, DRIFT_VERSION_OFFSET);
  if (version >> 16 != DRIFT_VERSION_VALUE_RESET >> 16 || version < DRIFT_VERSION_VALUE_RESET)
    return DRIFT_ERROR_VERSION;
  if (drift_hw_read32(&found, DRIFT_HASH_LOW_OFFSET) != DRIFT_HASH_LOW_VALUE_RESET ||
      drift_hw_read32(&found, DRIFT_HASH_HIGH_OFFSET) != DRIFT_HASH_HIGH_VALUE_RESET)
    return DRIFT_ERROR_CONFIGURATION;
  uint32_t geometry = drift_hw_read32(&found, DRIFT_GEOMETRY_OFFSET);
  uint32_t capabilities = drift_hw_read32(&found, DRIFT_CAPABILITIES_OFFSET);
  found.rows = DRIFT_GET(geometry, DRIFT_GEOMETRY_ROWS);
  found.columns = DRIFT_GET(geometry, DRIFT_GEOMETRY_COLUMNS);
  found.accumulator_width = DRIFT_GET(geometry, DRIFT_GEOMETRY_ACCUMULATOR_WIDTH);
  found.abft = DRIFT_GET(geometry, DRIFT_GEOMETRY_ABFT) != 0;
  found.blocks = DRIFT_GET(capabilities, DRIFT_CAPABILITIES_BLOCKS);
  found.points = DRIFT_GET(capabilities, DRIFT_CAPABILITIES_POINTS);
  found.bus_bytes = DRIFT_GET(capabilities, DRIFT_CAPABILITIES_BUS_BYTES);
  found.address_width = DRIFT_GET(capabilities, DRIFT_CAPABILITIES_ADDRESS_WIDTH);
  found.a_word = drift_hw_power_of_two(found.rows);
  found.b_word = drift_hw_power_of_two(found.columns);
  found.tile = found.a_word * found.b_word;
  if (found.tile < found.bus_bytes) found.tile = found.bus_bytes;
  found.output_alignment = found.tile < DRIFT_PAGE_BYTES ? found.tile : DRIFT_PAGE_BYTES;
  found.table_block =
      (uint32_t)drift_hw_ceiling(found.columns * DRIFT_TABLE_ENTRY_BYTES, found.bus_bytes) * found.bus_bytes;
  *device = found;
  return DRIFT_OK;
}

/* Where the CPU sees `bytes` bytes from a bus address on; null when they are not all in the shared memory. */
static inline uint8_t *drift_hw_memory(const drift_hw_device *device, uint64_t address, uint64_t bytes) {
  const drift_hw_platform *platform = &device->platform;
  if (address < platform->memory_address || bytes > platform->memory_bytes) return NULL;
  if (address - platform->memory_address > platform->memory_bytes - bytes) return NULL;
  uint64_t last = address + (bytes ? bytes - 1 : 0);
  if (last < address || (device->address_width < 64 && last >> device->address_width)) return NULL;
  return platform->memory + (address - platform->memory_address);
}

#endif
