// Properties of drift_dvfs: no code is ever unsafe, handshakes are in order, and every switch ends.

// Whatever regulator and clock generator answer, the array's voltage allows its frequency.
//
// What silicon allows is a frequency limit that does not fall with the voltage: the set of corners (V, F)
// for which "below V not above F" holds. One arbitrary corner stands for all of them. Assumed is only that it
// allows every entry of the table, which may be rewritten at any time; the boot state 0, 0 it always allows.
// So, for a table at rest, no frequency code is above those of the points up to the present voltage code.
//
// A device that was requested a code and has not acknowledged it may be anywhere between the old one and
// that code, also after the request was given up: low and high bound where it may be.
module dvfs_safety #(parameter POINTS = 4, parameter HELPERS = 1) (
  input clk, input rst, input [POINTS*32-1:0] points_table, input [23:0] voltage_limit,
  input [23:0] clock_limit, input point_request, input [3:0] point_target, input clear_fallback,
  input regulator_acknowledge, input clock_acknowledge
);
  wire point_settled, point_changing, switching, fallback, timeout, switched, regulator_request, clock_request, recovering;
  wire [3:0] point;
  wire [15:0] regulator_code, clock_code;
  wire [31:0] present_codes, target_codes;
  wire [1:0] phase, step;
  drift_dvfs dut (.*);

  reg first = 1;
  always @(posedge clk) first <= 0;
  always @* if (first) assume (rst);

  // -- what the devices may be at ------------------------------------------------------------------------
  reg [15:0] voltage_low, voltage_high, frequency_low, frequency_high;
  wire [15:0] voltage_from = regulator_request && regulator_code < voltage_low ? regulator_code : voltage_low;
  wire [15:0] voltage_to = regulator_request && regulator_code > voltage_high ? regulator_code : voltage_high;
  wire [15:0] frequency_from = clock_request && clock_code < frequency_low ? clock_code : frequency_low;
  wire [15:0] frequency_to = clock_request && clock_code > frequency_high ? clock_code : frequency_high;
  always @(posedge clk) begin
    voltage_low <= regulator_request && regulator_acknowledge ? regulator_code : voltage_from;
    voltage_high <= regulator_request && regulator_acknowledge ? regulator_code : voltage_to;
    frequency_low <= clock_request && clock_acknowledge ? clock_code : frequency_from;
    frequency_high <= clock_request && clock_acknowledge ? clock_code : frequency_to;
    if (rst) {voltage_low, voltage_high, frequency_low, frequency_high} <= 0;
  end

  // -- what is allowed -----------------------------------------------------------------------------------
  (* anyconst *) reg [15:0] corner_voltage, corner_frequency;
  function allowed(input [15:0] voltage, input [15:0] frequency);
    allowed = voltage >= corner_voltage || frequency <= corner_frequency;
  endfunction
  genvar n;
  generate
    for (n = 0; n < POINTS; n = n + 1)
      always @* assume (allowed(points_table[32*n +: 16], points_table[32*n+16 +: 16]));
  endgenerate
  always @* if (!first) frequency_is_allowed: assert (allowed(voltage_from, frequency_to));

  // -- the four phases -----------------------------------------------------------------------------------
  reg was_reset, was_regulator_request, was_clock_request, was_regulator_acknowledge, was_clock_acknowledge;
  reg was_timeout;
  reg [15:0] was_regulator_code, was_clock_code;
  always @(posedge clk) begin
    was_reset <= rst;
    {was_regulator_request, was_clock_request} <= {regulator_request, clock_request};
    {was_regulator_acknowledge, was_clock_acknowledge} <= {regulator_acknowledge, clock_acknowledge};
    {was_regulator_code, was_clock_code} <= {regulator_code, clock_code};
    was_timeout <= timeout;
  end
  always @* if (!first) begin
    one_at_a_time: assert (!(regulator_request && clock_request));
    if (!was_reset) begin
      if (regulator_request && was_regulator_request)
        voltage_code_is_stable: assert (regulator_code == was_regulator_code);
      if (clock_request && was_clock_request)
        frequency_code_is_stable: assert (clock_code == was_clock_code);
      if (regulator_request && !was_regulator_request)
        regulator_was_ready: assert (!was_regulator_acknowledge);
      if (clock_request && !was_clock_request)
        clock_was_ready: assert (!was_clock_acknowledge);
      if (!regulator_request && was_regulator_request)
        voltage_request_is_held: assert (was_regulator_acknowledge || was_timeout);
      if (!clock_request && was_clock_request)
        frequency_request_is_held: assert (was_clock_acknowledge || was_timeout);
    end
  end

  // -- settled means what it says ------------------------------------------------------------------------
  wire [3:0] wanted = fallback || point_target >= POINTS ? 0 : point_target;
  wire [31:0] wanted_codes = points_table >> (32 * wanted);
  always @* if (!first && point_settled) begin
    settled_is_certain: assert (voltage_low == voltage_high && frequency_low == frequency_high);
    settled_is_wanted: assert ({frequency_low, voltage_low} == wanted_codes);
    settled_is_quiet: assert (!switching && !regulator_request && !clock_request
                              && !regulator_acknowledge && !clock_acknowledge);
  end

  // -- helpers, which make it inductive: how phase, step and the codes belong together ----------------------
  localparam IDLE = 0, PREPARE = 1, REQUEST = 2, RELEASE = 3;
  localparam FIRST_FREQUENCY = 0, VOLTAGE = 1, LAST_FREQUENCY = 2;
  wire [15:0] voltage = present_codes[15:0], frequency = present_codes[31:16];
  wire [15:0] target_voltage = target_codes[15:0], target_frequency = target_codes[31:16];
  wire voltage_is_certain = voltage_low == voltage && voltage_high == voltage;
  wire frequency_is_certain = frequency_low == frequency && frequency_high == frequency;
  generate if (HELPERS)
  always @* if (!first) begin
    steps: assert (step != 3);
    requests: assert (regulator_request == (phase == REQUEST && step == VOLTAGE)
                      && clock_request == (phase == REQUEST && step != VOLTAGE));
    bounds: assert (voltage_low <= voltage && voltage <= voltage_high
                    && frequency_low <= frequency && frequency <= frequency_high);
    if (phase == IDLE) at_rest: assert (!recovering && step == FIRST_FREQUENCY && voltage_is_certain && frequency_is_certain);
    if (phase != IDLE) begin
      target: assert (allowed(target_voltage, target_frequency));
      if (!recovering) begin
        voltage_between: assert (voltage_is_certain || regulator_request
          && (voltage_low == voltage || voltage_low == target_voltage)
          && (voltage_high == voltage || voltage_high == target_voltage));
        frequency_between: assert (frequency_is_certain || clock_request
          && (frequency_low == frequency || frequency_low == target_frequency)
          && (frequency_high == frequency || frequency_high == target_frequency));
        if (step == FIRST_FREQUENCY && phase != PREPARE) falling: assert (target_voltage < voltage);
        if (step == VOLTAGE && target_voltage < voltage) slowed: assert (frequency == target_frequency);
      end
      if (recovering) fallback_is_held: assert (fallback);
      if (recovering && step == FIRST_FREQUENCY && phase != PREPARE)
        lowered: assert (clock_code <= target_frequency && (phase == REQUEST ? clock_code <= frequency
                                                                          : clock_code == frequency));
      if (recovering && step == VOLTAGE) low: assert (frequency_is_certain && frequency <= target_frequency);
      if (step == LAST_FREQUENCY) reached: assert (voltage_is_certain && voltage == target_voltage);
      if (phase == RELEASE && step == VOLTAGE)
        voltage_arrived: assert (voltage_is_certain && voltage == target_voltage);
      if (phase == RELEASE && step != VOLTAGE)
        frequency_arrived: assert (frequency_is_certain && (step == FIRST_FREQUENCY && recovering
                                                            || frequency == target_frequency));
      if (regulator_request) voltage_code: assert (regulator_code == target_voltage);
      if (clock_request && !(recovering && step == FIRST_FREQUENCY))
        frequency_code: assert (clock_code == target_frequency);
    end
  end
  endgenerate

  // -- all of this happens -------------------------------------------------------------------------------
  always @* if (!first && !rst) begin
    rises: cover (switched && !recovering && voltage > 0 && frequency > 0);
    falls: cover (phase == REQUEST && step == VOLTAGE && target_voltage < voltage && !recovering);
    retries: cover (timeout && recovering && step == LAST_FREQUENCY);
    recovers: cover (switched && recovering);
    at_the_limit: cover (point_settled && voltage == corner_voltage && frequency > corner_frequency);
  end
endmodule

// Every switch ends, and where it should: in SWITCH cycles and without a timeout if regulator and clock
// generator have always answered within DELAY cycles; and if they do so from a timeout on, whatever came
// before, the way to point 0 ends in RECOVERY cycles. (A phase without answer ends by its limit: a timeout.)
module dvfs_progress #(parameter POINTS = 4, parameter DELAY = 3, parameter PAUSE = 4, parameter HELPERS = 1) (
  input clk, input rst, input [POINTS*32-1:0] points_table, input [23:0] voltage_limit,
  input [23:0] clock_limit, input point_request, input [3:0] point_target, input clear_fallback,
  input regulator_acknowledge, input clock_acknowledge
);
  localparam STEP = 2 * DELAY + 3;        // prepare, request, release
  localparam SWITCH = 2 * STEP + 1;       // two steps, and one left out
  localparam RECOVERY = PAUSE + 3 * STEP; // DELAY is at most PAUSE here

  wire point_settled, point_changing, switching, fallback, timeout, switched, regulator_request, clock_request;
  wire recovering, clear_waits;
  wire [3:0] point;
  wire [15:0] regulator_code, clock_code;
  wire [31:0] present_codes, target_codes;
  wire [1:0] phase, step;
  wire [2:0] pause;
  wire [23:0] waited;
  drift_dvfs dut (.*);

  reg first = 1;
  always @(posedge clk) first <= 0;
  always @* if (first) assume (rst);

  // A device behaves when its acknowledge changes only to follow the request, at most DELAY cycles late.
  reg regulator_was, clock_was;
  reg [7:0] regulator_late, clock_late;
  wire regulator_follows = regulator_acknowledge == regulator_request;
  wire clock_follows = clock_acknowledge == clock_request;
  wire behaves = (regulator_follows || regulator_acknowledge == regulator_was && regulator_late < DELAY)
              && (clock_follows || clock_acknowledge == clock_was && clock_late < DELAY)
              && voltage_limit > DELAY && clock_limit > DELAY;
  reg good; // since reset or the last timeout
  reg [7:0] busy;
  always @(posedge clk) begin
    regulator_was <= regulator_acknowledge;
    clock_was <= clock_acknowledge;
    regulator_late <= regulator_follows || timeout ? 0 : regulator_late + 1;
    clock_late <= clock_follows || timeout ? 0 : clock_late + 1;
    good <= timeout || good && behaves;
    busy <= switching && !switched && !timeout ? busy + 1 : 0; // cycles before this one
    if (rst) {regulator_was, clock_was, regulator_late, clock_late, busy, good} <= 1;
  end
  always @* if (!first && good && behaves) begin
    no_timeout: assert (!timeout);
    if (!recovering) switch_ends: assert (busy < SWITCH);
    if (recovering) recovery_ends: assert (busy < RECOVERY);
  end

  // A request that finds the codes different starts a switch, and that ends at what was asked for.
  reg was_start, was_switched, same_wish;
  reg [3:0] target_was;
  reg [POINTS*32-1:0] table_was;
  wire quiet = !regulator_acknowledge && !clock_acknowledge;
  wire unchanged = point_target == target_was && points_table == table_was;
  always @(posedge clk) begin
    was_start <= point_request && !switching && !point_settled && quiet;
    was_switched <= switched;
    {target_was, table_was} <= {point_target, points_table};
    same_wish <= (!switching || same_wish && unchanged) && !clear_fallback;
    if (rst) {was_start, was_switched, same_wish} <= 0;
  end
  always @* if (!first) begin
    if (was_start) starts_at_once: assert (switching);
    if (was_switched && same_wish && unchanged && quiet) ends_settled: assert (point_settled);
  end

  // -- helpers, which make it inductive --------------------------------------------------------------------
  localparam IDLE = 0, PREPARE = 1, REQUEST = 2, RELEASE = 3;
  localparam FIRST_FREQUENCY = 0, VOLTAGE = 1, LAST_FREQUENCY = 2;
  wire falling = target_codes[15:0] < present_codes[15:0];
  wire slowed = target_codes[31:16] == present_codes[31:16];
  wire same_voltage = target_codes[15:0] == present_codes[15:0];
  wire needed = recovering || (step == FIRST_FREQUENCY ? falling && !slowed
                                                       : step == VOLTAGE ? !same_voltage : !slowed);
  wire [7:0] late = step == VOLTAGE ? regulator_late : clock_late;
  // Cycles that the present step takes at most, and those after it.
  wire [7:0] here = phase == PREPARE ? (needed ? pause + STEP : 1)
                  : phase == REQUEST ? 2 * DELAY + 2 - late : DELAY + 1 - late;
  wire ends_slowed = slowed || step == FIRST_FREQUENCY && needed;
  wire [7:0] after = recovering ? (2 - step) * STEP
                   : step == FIRST_FREQUENCY ? STEP + (ends_slowed ? 1 : STEP)
                   : step == VOLTAGE ? (slowed ? 1 : STEP) : 0;
  wire [31:0] wanted_codes = points_table >> (32 * (fallback || point_target >= POINTS ? 0 : point_target));
  generate if (HELPERS)
  always @* if (!first) begin
    steps: assert (step != 3 && (phase != IDLE || step == FIRST_FREQUENCY && !recovering));
    requests: assert (regulator_request == (phase == REQUEST && step == VOLTAGE)
                      && clock_request == (phase == REQUEST && step != VOLTAGE));
    pauses: assert (pause <= PAUSE && (pause == 0 || recovering && phase == PREPARE));
    held: assert (!recovering || fallback);
    if (regulator_request) voltage_code: assert (regulator_code == target_codes[15:0]);
    if (clock_request && step == LAST_FREQUENCY) frequency_code: assert (clock_code == target_codes[31:16]);
    if (phase != IDLE) begin
      if (!recovering && step == FIRST_FREQUENCY && phase != PREPARE) falls: assert (falling);
      if (!recovering && clock_request) speed_code: assert (clock_code == target_codes[31:16]);
      if (!recovering && step == FIRST_FREQUENCY && phase == RELEASE) slow: assert (slowed);
      if (step == LAST_FREQUENCY || step == VOLTAGE && phase == RELEASE) reached: assert (same_voltage);
      if (step == LAST_FREQUENCY && phase == RELEASE) arrived: assert (slowed);
    end
    if (phase != IDLE && same_wish && unchanged) wish: assert (target_codes == wanted_codes);
    if (was_switched) idle: assert (!switching && present_codes == target_codes);
    if (was_switched && same_wish && unchanged) kept: assert (target_codes == wanted_codes);
    if (clear_waits) cleared: assert (!same_wish && recovering);
    if (phase == IDLE) rested: assert (busy == 0);
    if (good && behaves) begin
      if (phase != IDLE) rank: assert (busy + here + after <= (recovering ? RECOVERY : SWITCH));
      regulator_in_time: assert (regulator_late <= DELAY);
      clock_in_time: assert (clock_late <= DELAY);
      if (regulator_acknowledge && !regulator_request)
        regulator_falls: assert (phase == RELEASE && step == VOLTAGE
                                 || phase == PREPARE && regulator_late + pause == PAUSE);
      if (clock_acknowledge && !clock_request)
        clock_falls: assert (phase == RELEASE && step != VOLTAGE
                             || phase == PREPARE && clock_late + pause == PAUSE);
      if (phase == REQUEST || phase == RELEASE || (step == VOLTAGE ? regulator_acknowledge : clock_acknowledge))
        timer: assert (phase == IDLE || waited == late);
    end
  end
  endgenerate

  // -- all of this happens -------------------------------------------------------------------------------
  reg had_timeout = 0;
  always @(posedge clk) had_timeout <= !first && (had_timeout || timeout);
  always @* if (!first && !rst && good && behaves) begin
    longest_switch: cover (switched && busy == SWITCH - 1 && !had_timeout);
    longest_recovery: cover (switched && busy == RECOVERY - 1);
    wish_comes_true: cover (was_switched && point_settled && point == 0);
  end
endmodule
