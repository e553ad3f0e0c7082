/* drift-hw 0.1.0, configuration ee38cd837e41e8dc
 * Registers, descriptors and memory layout of the accelerator, for C99 and C++. Offsets are in bytes; a mask
 * is where its field is, after a shift by _SHIFT. */
#ifndef DRIFT_REGISTERS_H
#define DRIFT_REGISTERS_H

/* IDENTIFICATION: ASCII DRFT */
#define DRIFT_IDENTIFICATION_OFFSET                  0x000u
#define DRIFT_IDENTIFICATION_VALUE_SHIFT             0u
#define DRIFT_IDENTIFICATION_VALUE_MASK              0xffffffffu
#define DRIFT_IDENTIFICATION_VALUE_RESET             0x44524654u

/* VERSION: major and minor of this map */
#define DRIFT_VERSION_OFFSET                         0x004u
#define DRIFT_VERSION_VALUE_SHIFT                    0u
#define DRIFT_VERSION_VALUE_MASK                     0xffffffffu
#define DRIFT_VERSION_VALUE_RESET                    0x10000u

/* HASH_LOW: configuration hash, low */
#define DRIFT_HASH_LOW_OFFSET                        0x008u
#define DRIFT_HASH_LOW_VALUE_SHIFT                   0u
#define DRIFT_HASH_LOW_VALUE_MASK                    0xffffffffu
#define DRIFT_HASH_LOW_VALUE_RESET                   0x7e41e8dcu

/* HASH_HIGH: configuration hash, high */
#define DRIFT_HASH_HIGH_OFFSET                       0x00cu
#define DRIFT_HASH_HIGH_VALUE_SHIFT                  0u
#define DRIFT_HASH_HIGH_VALUE_MASK                   0xffffffffu
#define DRIFT_HASH_HIGH_VALUE_RESET                  0xee38cd83u

/* GEOMETRY: the array */
#define DRIFT_GEOMETRY_OFFSET                        0x010u
#define DRIFT_GEOMETRY_ROWS_SHIFT                    0u
#define DRIFT_GEOMETRY_ROWS_MASK                     0x000001ffu
#define DRIFT_GEOMETRY_ROWS_RESET                    0x10u
#define DRIFT_GEOMETRY_COLUMNS_SHIFT                 9u
#define DRIFT_GEOMETRY_COLUMNS_MASK                  0x0003fe00u
#define DRIFT_GEOMETRY_COLUMNS_RESET                 0x10u
#define DRIFT_GEOMETRY_OPERAND_WIDTH_SHIFT           18u
#define DRIFT_GEOMETRY_OPERAND_WIDTH_MASK            0x003c0000u
#define DRIFT_GEOMETRY_OPERAND_WIDTH_RESET           0x8u
#define DRIFT_GEOMETRY_ACCUMULATOR_WIDTH_SHIFT       22u
#define DRIFT_GEOMETRY_ACCUMULATOR_WIDTH_MASK        0x0fc00000u
#define DRIFT_GEOMETRY_ACCUMULATOR_WIDTH_RESET       0x20u
#define DRIFT_GEOMETRY_ABFT_SHIFT                    28u
#define DRIFT_GEOMETRY_ABFT_MASK                     0x10000000u
#define DRIFT_GEOMETRY_ABFT_RESET                    0x1u
#define DRIFT_GEOMETRY_CORRECTOR_SHIFT               29u
#define DRIFT_GEOMETRY_CORRECTOR_MASK                0x20000000u
#define DRIFT_GEOMETRY_CORRECTOR_RESET               0x1u
#define DRIFT_GEOMETRY_FAULT_PORTS_SHIFT             30u
#define DRIFT_GEOMETRY_FAULT_PORTS_MASK              0x40000000u
#define DRIFT_GEOMETRY_FAULT_PORTS_RESET             0x0u

/* CAPABILITIES: limits */
#define DRIFT_CAPABILITIES_OFFSET                    0x014u
#define DRIFT_CAPABILITIES_BLOCKS_SHIFT              0u
#define DRIFT_CAPABILITIES_BLOCKS_MASK               0x000000ffu
#define DRIFT_CAPABILITIES_BLOCKS_RESET              0x8u
#define DRIFT_CAPABILITIES_POINTS_SHIFT              8u
#define DRIFT_CAPABILITIES_POINTS_MASK               0x0000ff00u
#define DRIFT_CAPABILITIES_POINTS_RESET              0x4u
#define DRIFT_CAPABILITIES_BUS_BYTES_SHIFT           16u
#define DRIFT_CAPABILITIES_BUS_BYTES_MASK            0x00ff0000u
#define DRIFT_CAPABILITIES_BUS_BYTES_RESET           0x20u
#define DRIFT_CAPABILITIES_ADDRESS_WIDTH_SHIFT       24u
#define DRIFT_CAPABILITIES_ADDRESS_WIDTH_MASK        0x7f000000u
#define DRIFT_CAPABILITIES_ADDRESS_WIDTH_RESET       0x28u

/* SCRATCHPAD: words that the scratchpads hold */
#define DRIFT_SCRATCHPAD_OFFSET                      0x018u
#define DRIFT_SCRATCHPAD_PANEL_WORDS_SHIFT           0u
#define DRIFT_SCRATCHPAD_PANEL_WORDS_MASK            0x0001ffffu
#define DRIFT_SCRATCHPAD_PANEL_WORDS_RESET           0x400u

/* CONTROL: control */
#define DRIFT_CONTROL_OFFSET                         0x020u
#define DRIFT_CONTROL_ENABLE_SHIFT                   0u
#define DRIFT_CONTROL_ENABLE_MASK                    0x00000001u
#define DRIFT_CONTROL_ENABLE_RESET                   0x0u
#define DRIFT_CONTROL_CLEAR_FALLBACK_SHIFT           1u
#define DRIFT_CONTROL_CLEAR_FALLBACK_MASK            0x00000002u
#define DRIFT_CONTROL_CLEAR_FALLBACK_RESET           0x0u
#define DRIFT_CONTROL_CLEAR_PERFORMANCE_SHIFT        2u
#define DRIFT_CONTROL_CLEAR_PERFORMANCE_MASK         0x00000004u
#define DRIFT_CONTROL_CLEAR_PERFORMANCE_RESET        0x0u
#define DRIFT_CONTROL_CLEAR_CHECKER_SHIFT            3u
#define DRIFT_CONTROL_CLEAR_CHECKER_MASK             0x00000008u
#define DRIFT_CONTROL_CLEAR_CHECKER_RESET            0x0u
#define DRIFT_CONTROL_CLEAR_STATISTICS_SHIFT         4u
#define DRIFT_CONTROL_CLEAR_STATISTICS_MASK          0x00000010u
#define DRIFT_CONTROL_CLEAR_STATISTICS_RESET         0x0u
#define DRIFT_CONTROL_CLEAR_ERROR_SHIFT              5u
#define DRIFT_CONTROL_CLEAR_ERROR_MASK               0x00000020u
#define DRIFT_CONTROL_CLEAR_ERROR_RESET              0x0u

/* STATUS: status */
#define DRIFT_STATUS_OFFSET                          0x024u
#define DRIFT_STATUS_BUSY_SHIFT                      0u
#define DRIFT_STATUS_BUSY_MASK                       0x00000001u
#define DRIFT_STATUS_SWITCHING_SHIFT                 1u
#define DRIFT_STATUS_SWITCHING_MASK                  0x00000002u
#define DRIFT_STATUS_FALLBACK_SHIFT                  2u
#define DRIFT_STATUS_FALLBACK_MASK                   0x00000004u
#define DRIFT_STATUS_ERROR_SHIFT                     3u
#define DRIFT_STATUS_ERROR_MASK                      0x00000008u
#define DRIFT_STATUS_POINT_SHIFT                     8u
#define DRIFT_STATUS_POINT_MASK                      0x00000f00u

/* INTERRUPT_STATUS: interrupts */
#define DRIFT_INTERRUPT_STATUS_OFFSET                0x028u
#define DRIFT_INTERRUPT_STATUS_DONE_SHIFT            0u
#define DRIFT_INTERRUPT_STATUS_DONE_MASK             0x00000001u
#define DRIFT_INTERRUPT_STATUS_DONE_RESET            0x0u
#define DRIFT_INTERRUPT_STATUS_JOB_SHIFT             1u
#define DRIFT_INTERRUPT_STATUS_JOB_MASK              0x00000002u
#define DRIFT_INTERRUPT_STATUS_JOB_RESET             0x0u
#define DRIFT_INTERRUPT_STATUS_MEMORY_SHIFT          2u
#define DRIFT_INTERRUPT_STATUS_MEMORY_MASK           0x00000004u
#define DRIFT_INTERRUPT_STATUS_MEMORY_RESET          0x0u
#define DRIFT_INTERRUPT_STATUS_DVFS_SHIFT            3u
#define DRIFT_INTERRUPT_STATUS_DVFS_MASK             0x00000008u
#define DRIFT_INTERRUPT_STATUS_DVFS_RESET            0x0u

/* INTERRUPT_MASK: 1 lets the interrupt through */
#define DRIFT_INTERRUPT_MASK_OFFSET                  0x02cu
#define DRIFT_INTERRUPT_MASK_DONE_SHIFT              0u
#define DRIFT_INTERRUPT_MASK_DONE_MASK               0x00000001u
#define DRIFT_INTERRUPT_MASK_DONE_RESET              0x0u
#define DRIFT_INTERRUPT_MASK_JOB_SHIFT               1u
#define DRIFT_INTERRUPT_MASK_JOB_MASK                0x00000002u
#define DRIFT_INTERRUPT_MASK_JOB_RESET               0x0u
#define DRIFT_INTERRUPT_MASK_MEMORY_SHIFT            2u
#define DRIFT_INTERRUPT_MASK_MEMORY_MASK             0x00000004u
#define DRIFT_INTERRUPT_MASK_MEMORY_RESET            0x0u
#define DRIFT_INTERRUPT_MASK_DVFS_SHIFT              3u
#define DRIFT_INTERRUPT_MASK_DVFS_MASK               0x00000008u
#define DRIFT_INTERRUPT_MASK_DVFS_RESET              0x0u

/* RING_BASE_LOW: address of the descriptor ring, a multiple of 4096, low */
#define DRIFT_RING_BASE_LOW_OFFSET                   0x030u
#define DRIFT_RING_BASE_LOW_VALUE_SHIFT              0u
#define DRIFT_RING_BASE_LOW_VALUE_MASK               0xffffffffu
#define DRIFT_RING_BASE_LOW_VALUE_RESET              0x0u

/* RING_BASE_HIGH: high */
#define DRIFT_RING_BASE_HIGH_OFFSET                  0x034u
#define DRIFT_RING_BASE_HIGH_VALUE_SHIFT             0u
#define DRIFT_RING_BASE_HIGH_VALUE_MASK              0xffffffffu
#define DRIFT_RING_BASE_HIGH_VALUE_RESET             0x0u

/* RING_ENTRIES: descriptors in the ring, 2 to 65535 */
#define DRIFT_RING_ENTRIES_OFFSET                    0x038u
#define DRIFT_RING_ENTRIES_VALUE_SHIFT               0u
#define DRIFT_RING_ENTRIES_VALUE_MASK                0x0000ffffu
#define DRIFT_RING_ENTRIES_VALUE_RESET               0x0u

/* RING_TAIL: index after the last submitted descriptor: writing it submits */
#define DRIFT_RING_TAIL_OFFSET                       0x03cu
#define DRIFT_RING_TAIL_VALUE_SHIFT                  0u
#define DRIFT_RING_TAIL_VALUE_MASK                   0x0000ffffu
#define DRIFT_RING_TAIL_VALUE_RESET                  0x0u

/* RING_HEAD: index of the oldest unfinished descriptor */
#define DRIFT_RING_HEAD_OFFSET                       0x040u
#define DRIFT_RING_HEAD_VALUE_SHIFT                  0u
#define DRIFT_RING_HEAD_VALUE_MASK                   0x0000ffffu

/* JOBS_DONE: jobs finished, failed ones included, modulo 2**32 */
#define DRIFT_JOBS_DONE_OFFSET                       0x044u
#define DRIFT_JOBS_DONE_VALUE_SHIFT                  0u
#define DRIFT_JOBS_DONE_VALUE_MASK                   0xffffffffu

/* JOBS_FAILED: jobs finished with another status than DONE, modulo 2**32 */
#define DRIFT_JOBS_FAILED_OFFSET                     0x048u
#define DRIFT_JOBS_FAILED_VALUE_SHIFT                0u
#define DRIFT_JOBS_FAILED_VALUE_MASK                 0xffffffffu

/* ERROR_CODE: the first error since clear_error */
#define DRIFT_ERROR_CODE_OFFSET                      0x04cu
#define DRIFT_ERROR_CODE_CODE_SHIFT                  0u
#define DRIFT_ERROR_CODE_CODE_MASK                   0x0000ffffu
#define DRIFT_ERROR_CODE_RESPONSE_SHIFT              16u
#define DRIFT_ERROR_CODE_RESPONSE_MASK               0x00030000u

/* ERROR_JOB: ring index of its job */
#define DRIFT_ERROR_JOB_OFFSET                       0x050u
#define DRIFT_ERROR_JOB_VALUE_SHIFT                  0u
#define DRIFT_ERROR_JOB_VALUE_MASK                   0x0000ffffu

/* ERROR_ADDRESS_LOW: address of a memory error, low */
#define DRIFT_ERROR_ADDRESS_LOW_OFFSET               0x054u
#define DRIFT_ERROR_ADDRESS_LOW_VALUE_SHIFT          0u
#define DRIFT_ERROR_ADDRESS_LOW_VALUE_MASK           0xffffffffu

/* ERROR_ADDRESS_HIGH: high */
#define DRIFT_ERROR_ADDRESS_HIGH_OFFSET              0x058u
#define DRIFT_ERROR_ADDRESS_HIGH_VALUE_SHIFT         0u
#define DRIFT_ERROR_ADDRESS_HIGH_VALUE_MASK          0xffffffffu

/* THRESHOLD: deltas of at least 2**value are flagged */
#define DRIFT_THRESHOLD_OFFSET                       0x060u
#define DRIFT_THRESHOLD_VALUE_SHIFT                  0u
#define DRIFT_THRESHOLD_VALUE_MASK                   0x0000001fu
#define DRIFT_THRESHOLD_VALUE_RESET                  0xau

/* CHECKPOINT_INTERVAL: n: write when timestep = 0 or timestep % n = 1 % n; 0: never */
#define DRIFT_CHECKPOINT_INTERVAL_OFFSET             0x064u
#define DRIFT_CHECKPOINT_INTERVAL_VALUE_SHIFT        0u
#define DRIFT_CHECKPOINT_INTERVAL_VALUE_MASK         0x0000ffffu
#define DRIFT_CHECKPOINT_INTERVAL_VALUE_RESET        0xau

/* TIMESTEPS: sampling steps of a run */
#define DRIFT_TIMESTEPS_OFFSET                       0x068u
#define DRIFT_TIMESTEPS_VALUE_SHIFT                  0u
#define DRIFT_TIMESTEPS_VALUE_MASK                   0x0000ffffu
#define DRIFT_TIMESTEPS_VALUE_RESET                  0x32u

/* SENSITIVE: sensitive timesteps */
#define DRIFT_SENSITIVE_OFFSET                       0x06cu
#define DRIFT_SENSITIVE_LEADING_SHIFT                0u
#define DRIFT_SENSITIVE_LEADING_MASK                 0x0000ffffu
#define DRIFT_SENSITIVE_LEADING_RESET                0x2u
#define DRIFT_SENSITIVE_TRAILING_SHIFT               16u
#define DRIFT_SENSITIVE_TRAILING_MASK                0xffff0000u
#define DRIFT_SENSITIVE_TRAILING_RESET               0x0u

/* PAGE_SHIFT: log2 of the bytes of a DRAM row, 10 to 16 */
#define DRIFT_PAGE_SHIFT_OFFSET                      0x070u
#define DRIFT_PAGE_SHIFT_VALUE_SHIFT                 0u
#define DRIFT_PAGE_SHIFT_VALUE_MASK                  0x0000001fu
#define DRIFT_PAGE_SHIFT_VALUE_RESET                 0xbu

/* VOLTAGE_LIMIT: cycles until the regulator must have acknowledged */
#define DRIFT_VOLTAGE_LIMIT_OFFSET                   0x074u
#define DRIFT_VOLTAGE_LIMIT_VALUE_SHIFT              0u
#define DRIFT_VOLTAGE_LIMIT_VALUE_MASK               0x00ffffffu
#define DRIFT_VOLTAGE_LIMIT_VALUE_RESET              0x186a0u

/* CLOCK_LIMIT: cycles until the clock generator must have acknowledged */
#define DRIFT_CLOCK_LIMIT_OFFSET                     0x078u
#define DRIFT_CLOCK_LIMIT_VALUE_SHIFT                0u
#define DRIFT_CLOCK_LIMIT_VALUE_MASK                 0x00ffffffu
#define DRIFT_CLOCK_LIMIT_VALUE_RESET                0x186a0u

/* PERFORMANCE_LOW: performance counters, low */
#define DRIFT_PERFORMANCE_LOW_OFFSET                 0x080u
#define DRIFT_PERFORMANCE_LOW_COUNT                  11u
#define DRIFT_PERFORMANCE_LOW_STRIDE                 8u
#define DRIFT_PERFORMANCE_LOW_VALUE_SHIFT            0u
#define DRIFT_PERFORMANCE_LOW_VALUE_MASK             0xffffffffu

/* PERFORMANCE_HIGH: performance counters, high */
#define DRIFT_PERFORMANCE_HIGH_OFFSET                0x084u
#define DRIFT_PERFORMANCE_HIGH_COUNT                 11u
#define DRIFT_PERFORMANCE_HIGH_STRIDE                8u
#define DRIFT_PERFORMANCE_HIGH_VALUE_SHIFT           0u
#define DRIFT_PERFORMANCE_HIGH_VALUE_MASK            0xffffffffu

/* RECOVERY: recovery counters */
#define DRIFT_RECOVERY_OFFSET                        0x0e0u
#define DRIFT_RECOVERY_COUNT                         6u
#define DRIFT_RECOVERY_STRIDE                        4u
#define DRIFT_RECOVERY_VALUE_SHIFT                   0u
#define DRIFT_RECOVERY_VALUE_MASK                    0xffffffffu

/* CHECKER: checker's counters */
#define DRIFT_CHECKER_OFFSET                         0x100u
#define DRIFT_CHECKER_COUNT                          5u
#define DRIFT_CHECKER_STRIDE                         4u
#define DRIFT_CHECKER_VALUE_SHIFT                    0u
#define DRIFT_CHECKER_VALUE_MASK                     0xffffffffu

/* LARGEST_DELTA: largest |row delta|, low 32 bits */
#define DRIFT_LARGEST_DELTA_OFFSET                   0x118u
#define DRIFT_LARGEST_DELTA_VALUE_SHIFT              0u
#define DRIFT_LARGEST_DELTA_VALUE_MASK               0xffffffffu

/* LARGEST_DELTA_HIGH: high */
#define DRIFT_LARGEST_DELTA_HIGH_OFFSET              0x11cu
#define DRIFT_LARGEST_DELTA_HIGH_VALUE_SHIFT         0u
#define DRIFT_LARGEST_DELTA_HIGH_VALUE_MASK          0xffffffffu

/* HISTOGRAM: row deltas with floor(log2 |delta|) = n */
#define DRIFT_HISTOGRAM_OFFSET                       0x180u
#define DRIFT_HISTOGRAM_COUNT                        32u
#define DRIFT_HISTOGRAM_STRIDE                       4u
#define DRIFT_HISTOGRAM_VALUE_SHIFT                  0u
#define DRIFT_HISTOGRAM_VALUE_MASK                   0xffffffffu

/* POINT: operating points; 0 is the safe one */
#define DRIFT_POINT_OFFSET                           0x400u
#define DRIFT_POINT_COUNT                            4u
#define DRIFT_POINT_STRIDE                           4u
#define DRIFT_POINT_VOLTAGE_SHIFT                    0u
#define DRIFT_POINT_VOLTAGE_MASK                     0x0000ffffu
#define DRIFT_POINT_VOLTAGE_RESET                    0x0u
#define DRIFT_POINT_FREQUENCY_SHIFT                  16u
#define DRIFT_POINT_FREQUENCY_MASK                   0xffff0000u
#define DRIFT_POINT_FREQUENCY_RESET                  0x0u

/* POINT_TILES: tiles checked at each point, saturating */
#define DRIFT_POINT_TILES_OFFSET                     0x440u
#define DRIFT_POINT_TILES_COUNT                      4u
#define DRIFT_POINT_TILES_STRIDE                     4u
#define DRIFT_POINT_TILES_VALUE_SHIFT                0u
#define DRIFT_POINT_TILES_VALUE_MASK                 0xffffffffu

/* POINT_FLAGGED: of them flagged, saturating */
#define DRIFT_POINT_FLAGGED_OFFSET                   0x480u
#define DRIFT_POINT_FLAGGED_COUNT                    4u
#define DRIFT_POINT_FLAGGED_STRIDE                   4u
#define DRIFT_POINT_FLAGGED_VALUE_SHIFT              0u
#define DRIFT_POINT_FLAGGED_VALUE_MASK               0xffffffffu

/* POINT_FLAGS: flagged rows and columns, saturating */
#define DRIFT_POINT_FLAGS_OFFSET                     0x4c0u
#define DRIFT_POINT_FLAGS_COUNT                      4u
#define DRIFT_POINT_FLAGS_STRIDE                     4u
#define DRIFT_POINT_FLAGS_VALUE_SHIFT                0u
#define DRIFT_POINT_FLAGS_VALUE_MASK                 0xffffffffu

/* POINT_LARGEST: largest |row delta|, low 32 bits, saturating */
#define DRIFT_POINT_LARGEST_OFFSET                   0x500u
#define DRIFT_POINT_LARGEST_COUNT                    4u
#define DRIFT_POINT_LARGEST_STRIDE                   4u
#define DRIFT_POINT_LARGEST_VALUE_SHIFT              0u
#define DRIFT_POINT_LARGEST_VALUE_MASK               0xffffffffu

/* BLOCK: what each network block gets */
#define DRIFT_BLOCK_OFFSET                           0x800u
#define DRIFT_BLOCK_COUNT                            8u
#define DRIFT_BLOCK_STRIDE                           4u
#define DRIFT_BLOCK_TOLERANT_SHIFT                   0u
#define DRIFT_BLOCK_TOLERANT_MASK                    0x0000000fu
#define DRIFT_BLOCK_TOLERANT_RESET                   0x0u
#define DRIFT_BLOCK_SENSITIVE_SHIFT                  4u
#define DRIFT_BLOCK_SENSITIVE_MASK                   0x000000f0u
#define DRIFT_BLOCK_SENSITIVE_RESET                  0x0u
#define DRIFT_BLOCK_CORRECT_SHIFT                    8u
#define DRIFT_BLOCK_CORRECT_MASK                     0x00000100u
#define DRIFT_BLOCK_CORRECT_RESET                    0x1u
#define DRIFT_BLOCK_ACTION_SHIFT                     9u
#define DRIFT_BLOCK_ACTION_MASK                      0x00000e00u
#define DRIFT_BLOCK_ACTION_RESET                     0x1u

/* Descriptors */
#define DRIFT_DESCRIPTOR_BYTES                       128u
#define DRIFT_DESCRIPTOR_STATUS_OFFSET               64u
#define DRIFT_DESCRIPTOR_STATUS_BYTES                16u

/* Descriptors: fields of the job and of its status */
#define DRIFT_DESCRIPTOR_FLAGS_OFFSET                0u
#define DRIFT_DESCRIPTOR_FLAGS_BITS                  32u
#define DRIFT_DESCRIPTOR_M_OFFSET                    4u
#define DRIFT_DESCRIPTOR_M_BITS                      32u
#define DRIFT_DESCRIPTOR_K_OFFSET                    8u
#define DRIFT_DESCRIPTOR_K_BITS                      32u
#define DRIFT_DESCRIPTOR_N_OFFSET                    12u
#define DRIFT_DESCRIPTOR_N_BITS                      32u
#define DRIFT_DESCRIPTOR_BLOCK_OFFSET                16u
#define DRIFT_DESCRIPTOR_BLOCK_BITS                  16u
#define DRIFT_DESCRIPTOR_TIMESTEP_OFFSET             18u
#define DRIFT_DESCRIPTOR_TIMESTEP_BITS               16u
#define DRIFT_DESCRIPTOR_RESERVED_OFFSET             20u
#define DRIFT_DESCRIPTOR_RESERVED_BITS               32u
#define DRIFT_DESCRIPTOR_A_OFFSET                    24u
#define DRIFT_DESCRIPTOR_A_BITS                      64u
#define DRIFT_DESCRIPTOR_B_OFFSET                    32u
#define DRIFT_DESCRIPTOR_B_BITS                      64u
#define DRIFT_DESCRIPTOR_OUTPUT_OFFSET               40u
#define DRIFT_DESCRIPTOR_OUTPUT_BITS                 64u
#define DRIFT_DESCRIPTOR_TABLE_OFFSET                48u
#define DRIFT_DESCRIPTOR_TABLE_BITS                  64u
#define DRIFT_DESCRIPTOR_CHECKPOINT_OFFSET           56u
#define DRIFT_DESCRIPTOR_CHECKPOINT_BITS             64u
#define DRIFT_DESCRIPTOR_CODE_OFFSET                 64u
#define DRIFT_DESCRIPTOR_CODE_BITS                   16u
#define DRIFT_DESCRIPTOR_RESPONSE_OFFSET             66u
#define DRIFT_DESCRIPTOR_RESPONSE_BITS               16u
#define DRIFT_DESCRIPTOR_MASKED_TILES_OFFSET         68u
#define DRIFT_DESCRIPTOR_MASKED_TILES_BITS           32u
#define DRIFT_DESCRIPTOR_ADDRESS_OFFSET              72u
#define DRIFT_DESCRIPTOR_ADDRESS_BITS                64u

/* Bits of a descriptor's flags */
#define DRIFT_FLAG_ABFT_SHIFT                        0u
#define DRIFT_FLAG_ABFT_MASK                         0x00000001u
#define DRIFT_FLAG_CORRECT_SHIFT                     1u
#define DRIFT_FLAG_CORRECT_MASK                      0x00000002u
#define DRIFT_FLAG_ACTION_SHIFT                      2u
#define DRIFT_FLAG_ACTION_MASK                       0x0000001cu
#define DRIFT_FLAG_OVERRIDE_SHIFT                    5u
#define DRIFT_FLAG_OVERRIDE_MASK                     0x00000020u
#define DRIFT_FLAG_CHECKPOINT_READ_SHIFT             6u
#define DRIFT_FLAG_CHECKPOINT_READ_MASK              0x00000040u
#define DRIFT_FLAG_CHECKPOINT_WRITE_SHIFT            7u
#define DRIFT_FLAG_CHECKPOINT_WRITE_MASK             0x00000080u
#define DRIFT_FLAG_ROW_MAJOR_SHIFT                   8u
#define DRIFT_FLAG_ROW_MAJOR_MASK                    0x00000100u
#define DRIFT_FLAG_FENCE_SHIFT                       9u
#define DRIFT_FLAG_FENCE_MASK                        0x00000200u

/* Limits and layout of memory */
#define DRIFT_DIMENSION_LIMIT                        65535u
#define DRIFT_RECOMPUTE_TILES                        8192u
#define DRIFT_PAGE_BYTES                             4096u
#define DRIFT_TABLE_ENTRY_BYTES                      8u
#define DRIFT_BIAS_BITS                              40u
#define DRIFT_MULTIPLIER_BITS                        16u

enum drift_performance_counter {
  DRIFT_PERFORMANCE_BUSY_CYCLES = 0,
  DRIFT_PERFORMANCE_MEMORY_STALL_CYCLES = 1,
  DRIFT_PERFORMANCE_MACS = 2,
  DRIFT_PERFORMANCE_READ_BEATS = 3,
  DRIFT_PERFORMANCE_WRITE_BEATS = 4,
  DRIFT_PERFORMANCE_ROW_ACTIVATIONS = 5,
  DRIFT_PERFORMANCE_CHECKPOINT_READ_BEATS = 6,
  DRIFT_PERFORMANCE_CHECKPOINT_WRITE_BEATS = 7,
  DRIFT_PERFORMANCE_CHECKPOINT_ROW_ACTIVATIONS = 8,
  DRIFT_PERFORMANCE_POINT_SWITCHES = 9,
  DRIFT_PERFORMANCE_SETTLE_CYCLES = 10
};

enum drift_recovery_counter {
  DRIFT_RECOVERY_CORRECTED_ELEMENTS = 0,
  DRIFT_RECOVERY_ROLLED_BACK_ELEMENTS = 1,
  DRIFT_RECOVERY_MISSING_CHECKPOINTS = 2,
  DRIFT_RECOVERY_ZEROED_ELEMENTS = 3,
  DRIFT_RECOVERY_RECOMPUTED_TILES = 4,
  DRIFT_RECOVERY_FAILED_RECOMPUTATIONS = 5
};

enum drift_checker_counter {
  DRIFT_CHECKER_TILES = 0,
  DRIFT_CHECKER_FLAGGED_TILES = 1,
  DRIFT_CHECKER_FLAGGED_ROWS = 2,
  DRIFT_CHECKER_FLAGGED_COLUMNS = 3,
  DRIFT_CHECKER_MASKED_ELEMENTS = 4
};

enum drift_policy {
  DRIFT_POLICY_NONE = 0,
  DRIFT_POLICY_ROLLBACK = 1,
  DRIFT_POLICY_RECOMPUTE = 2,
  DRIFT_POLICY_ZERO = 3
};

enum drift_code {
  DRIFT_CODE_PENDING = 0,
  DRIFT_CODE_DONE = 1,
  DRIFT_CODE_RESERVED_BITS = 2,
  DRIFT_CODE_DIMENSION = 3,
  DRIFT_CODE_BLOCK = 4,
  DRIFT_CODE_POLICY = 5,
  DRIFT_CODE_ALIGNMENT = 6,
  DRIFT_CODE_WRAP = 7,
  DRIFT_CODE_READ_ERROR = 8,
  DRIFT_CODE_WRITE_ERROR = 9,
  DRIFT_CODE_FETCH_ERROR = 10
};

#endif
