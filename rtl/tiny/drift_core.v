// drift-hw 0.1.0, configuration 5817ba759b4cfce7
// [array]
// rows = 4
// columns = 4
// operand_width = 8
// accumulator_width = 32
// product_register = true
// carry_save = false
// drain_segment = 16
//
// [protection]
// abft = true
// counter_width = 16
// correction_limit = 8
// locator = false
//
// [faults]
// ports = false
// injector = false
//
// [requantiser]
// multiplier_width = 14
//
// [memory]
// data_width = 64
// address_width = 40
// panel_words = 256
// stream_words = 64
// outstanding_reads = 8
// outstanding_writes = 8
//
// [power]
// points = 4
// blocks = 8
module drift_core(rst, restart, clear, operands_valid, operands_a, operands_b, operands_last, requantisation_valid, requantisation_bias, requantisation_multiplier, requantisation_shift, results_ready, threshold, counters_clear, requantisation_correct, operands_ready, requantisation_ready, results_valid, results_accumulator, results_quantised, results_last
, results_mask, results_masked, row_delta_valid, row_delta_value, column_delta_valid, column_delta_value, check_valid, check_row_flags, check_column_flags, counter_tiles, counter_flagged_tiles, counter_flagged_rows, counter_flagged_columns, counter_masked_elements, counter_largest_delta, counter_histogram, results_corrected, clk);
  input wire rst;
  input wire restart;
  input wire clear;
  input wire operands_valid;
  input wire [31:0] operands_a;
  input wire [31:0] operands_b;
  input wire operands_last;
  input wire requantisation_valid;
  input wire [127:0] requantisation_bias;
  input wire [55:0] requantisation_multiplier;
  input wire [23:0] requantisation_shift;
  input wire results_ready;
  input wire [4:0] threshold;
  input wire counters_clear;
  input wire requantisation_correct;
  output wire operands_ready;
  output wire requantisation_ready;
  output wire results_valid;
  output wire [127:0] results_accumulator;
  output wire [31:0] results_quantised;
  output wire results_last;
  output wire [3:0] results_mask;
  output wire results_masked;
  output wire row_delta_valid;
  output wire [31:0] row_delta_value;
  output wire column_delta_valid;
  output wire [31:0] column_delta_value;
  output wire check_valid;
  output wire [3:0] check_row_flags;
  output wire [3:0] check_column_flags;
  output wire [15:0] counter_tiles;
  output wire [15:0] counter_flagged_tiles;
  output wire [15:0] counter_flagged_rows;
  output wire [15:0] counter_flagged_columns;
  output wire [15:0] counter_masked_elements;
  output wire [31:0] counter_largest_delta;
  output wire [511:0] counter_histogram;
  output wire results_corrected;
  input wire clk;
  wire [3:0] _00_;
  wire [3:0] _01_;
  wire [3:0] _02_;
  wire accept;
  wire checked;
  wire [31:0] checksum_drain_out;
  wire [127:0] checksum_row_out;
  wire [3:0] cleared_columns;
  wire [127:0] column_delta;
  wire column_flagged;
  wire [3:0] column_flags;
  wire [3:0] column_last;
  wire [3:0] column_select;
  wire [1:0] column_slot;
  wire [9:0] column_total;
  wire [31:0] correction;
  wire [3:0] correction_select;
  wire [1:0] done_slot;
  wire [127:0] drain_out;
  wire flush;
  wire flush_request;
  wire masked;
  reg [31:0] operand_a;
  reg [31:0] operand_b;
  reg operand_flush;
  wire [3:0] read_address;
  wire read_enable;
  wire [1:0] read_row;
  wire [1:0] read_slot;
  wire [2:0] requantiser_enable;
  wire result_correct;
  wire result_flag;
  wire [1:0] result_slot;
  wire row_corrected;
  wire row_flag;
  wire row_flagged;
  wire [31:0] row_sum_group0;
  wire [9:0] row_total;
  wire [35:0] skewed_a;
  wire [31:0] skewed_b;
  wire slot_free;
  wire still_masked;
  wire tile_done;
  wire [6:0] token;
  wire [6:0] token_end_partly_unused;
  assign _02_ = column_flags & _01_;
  assign results_mask = _02_ & { {4{result_flag}} };
  assign results_masked = result_correct ? still_masked : masked;
  always @(posedge clk)
    operand_flush <= flush;
  assign flush_request = restart | clear;
  assign correction_select = column_select & { {4{requantisation_correct}} };
  assign _00_ = cleared_columns & { {4{result_correct}} };
  assign _01_ = ~ _00_;
  always @(posedge clk)
    if (!accept) operand_a <= 32'd0;
    else operand_a <= operands_a;
  always @(posedge clk)
    if (!accept) operand_b <= 32'd0;
    else operand_b <= operands_b;
  drift_array array (
    .a_in({ skewed_a[34:27], skewed_a[25:18], skewed_a[16:9], skewed_a[7:0] }),
    .b_in(skewed_b),
    .checksum_drain_out(checksum_drain_out),
    .checksum_row_out(checksum_row_out),
    .clk(clk),
    .column_sum_in(column_total),
    .drain_out(drain_out),
    .flush_in({ skewed_a[35], skewed_a[26], skewed_a[17], skewed_a[8] }),
    .row_sum_in(row_total)
  );
  drift_sum_4 column_sum (
    .operands(operand_a),
    .total(column_total)
  );
  drift_corrector corrector (
    .cleared_columns(cleared_columns),
    .clk(clk),
    .column_delta_valid(column_delta_valid),
    .column_delta_value(column_delta_value),
    .column_flagged(column_flagged),
    .column_select(column_select),
    .column_slot(column_slot),
    .correction(correction),
    .done(checked),
    .done_slot(done_slot),
    .masked(still_masked),
    .read_enable(read_enable),
    .read_row(read_row),
    .read_slot(read_slot),
    .result_slot(result_slot),
    .row_corrected(row_corrected),
    .row_delta_valid(row_delta_valid),
    .row_delta_value(row_delta_value),
    .row_flagged(row_flagged),
    .rst(rst),
    .slot_free(slot_free),
    .tile_done(tile_done)
  );
  drift_checker delta_checker (
    .check_column_flags(check_column_flags),
    .check_row_flags(check_row_flags),
    .check_valid(check_valid),
    .clk(clk),
    .column_delta(column_delta),
    .column_delta_valid(column_delta_valid),
    .column_delta_value(column_delta_value),
    .column_done(column_last),
    .column_flagged(column_flagged),
    .column_flags(column_flags),
    .column_slot(column_slot),
    .counter_flagged_columns(counter_flagged_columns),
    .counter_flagged_rows(counter_flagged_rows),
    .counter_flagged_tiles(counter_flagged_tiles),
    .counter_histogram(counter_histogram),
    .counter_largest_delta(counter_largest_delta),
    .counter_masked_elements(counter_masked_elements),
    .counter_tiles(counter_tiles),
    .counters_clear(counters_clear),
    .done(checked),
    .done_slot(done_slot),
    .masked(masked),
    .read_enable(read_enable),
    .read_slot(read_slot),
    .result_slot(result_slot),
    .row_delta_valid(row_delta_valid),
    .row_delta_value(row_delta_value),
    .row_flag(row_flag),
    .row_flagged(row_flagged),
    .row_sum(row_sum_group0),
    .row_valid(token_end_partly_unused[1]),
    .rst(rst),
    .threshold(threshold)
  );
  drift_lane_group_tail lanes0 (
    .accumulator_out(results_accumulator),
    .bias(requantisation_bias),
    .checksum_in(checksum_row_out),
    .clk(clk),
    .column_delta(column_delta),
    .correction(correction),
    .correction_select(correction_select),
    .drain_in(drain_out),
    .enable(requantiser_enable),
    .last(column_last),
    .multiplier(requantisation_multiplier),
    .quantised(results_quantised),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(checksum_drain_out),
    .row_sum_out(row_sum_group0),
    .rst(rst),
    .shift(requantisation_shift),
    .token_in(token),
    .token_out(token_end_partly_unused)
  );
  drift_readout readout (
    .clk(clk),
    .enable(requantiser_enable),
    .read_address(read_address),
    .read_enable(read_enable),
    .read_row(read_row),
    .read_slot(read_slot),
    .requantisation_correct(requantisation_correct),
    .requantisation_ready(requantisation_ready),
    .requantisation_valid(requantisation_valid),
    .result_correct(result_correct),
    .result_corrected(results_corrected),
    .result_flag(result_flag),
    .result_slot(result_slot),
    .results_last(results_last),
    .results_ready(results_ready),
    .results_valid(results_valid),
    .row_corrected(row_corrected),
    .row_flag(row_flag),
    .rst(rst),
    .slot_free(slot_free),
    .tile_done(tile_done)
  );
  drift_sum_4 row_sum (
    .operands(operand_b),
    .total(row_total)
  );
  drift_sequencer sequencer (
    .accept(accept),
    .clk(clk),
    .flush(flush),
    .operands_last(operands_last),
    .operands_ready(operands_ready),
    .operands_valid(operands_valid),
    .restart(flush_request),
    .rst(rst),
    .slot_free(slot_free),
    .token(token)
  );
  drift_skew_a skew_a (
    .clk(clk),
    .lanes_in({ operand_flush, operand_a[31:24], operand_flush, operand_a[23:16], operand_flush, operand_a[15:8], operand_flush, operand_a[7:0] }),
    .lanes_out(skewed_a)
  );
  drift_skew_b skew_b (
    .clk(clk),
    .lanes_in(operand_b),
    .lanes_out(skewed_b)
  );
endmodule

module drift_sequencer(rst, restart, operands_valid, operands_last, slot_free, operands_ready, accept, flush, token, clk);
  input wire rst;
  input wire restart;
  input wire operands_valid;
  input wire operands_last;
  input wire slot_free;
  output wire operands_ready;
  output wire accept;
  output reg flush;
  output wire [6:0] token;
  input wire clk;
  wire _00_;
  wire [2:0] _01_;
  wire [2:0] _02_;
  wire _03_;
  wire [2:0] _04_;
  wire [2:0] _05_;
  wire [2:0] _06_;
  wire _07_;
  wire _08_;
  wire _09_;
  wire _10_;
  wire _11_;
  wire [1:0] _12_;
  wire _13_;
  wire [1:0] _14_;
  wire [1:0] _15_;
  wire _16_;
  wire [3:0] _17_;
  wire [3:0] _18_;
  wire _19_;
  wire _20_;
  wire _21_;
  wire _22_;
  wire _23_;
  wire _24_;
  wire _25_;
  wire _26_;
  wire _27_;
  wire _28_;
  wire _29_;
  wire _30_;
  wire [2:0] _31_;
  wire [2:0] _32_;
  reg [1:0] drain_row;
  reg [2:0] drain_wait;
  reg draining;
  reg [2:0] flush_stages;
  reg gap;
  reg is_tile;
  wire last;
  reg [1:0] segment_position;
  reg [2:0] slots_used;
  wire tile_end;
  wire valid;
  reg [3:0] write_address;
  assign _00_ = ~ operands_last;
  assign _11_ = ~ flush;
  assign _19_ = drain_wait == 3'h0;
  assign _20_ = _11_ & _19_;
  assign _21_ = slots_used != 3'h4;
  assign _22_ = _20_ & _21_;
  assign operands_ready = _00_ | _22_;
  assign accept = operands_valid & operands_ready;
  assign tile_end = accept & operands_last;
  assign _23_ = ~ gap;
  assign valid = draining & _23_;
  assign _24_ = drain_row == 2'h3;
  assign last = valid & _24_;
  assign _25_ = tile_end | restart;
  assign _01_ = slots_used + { 2'h0, tile_end };
  assign _02_ = _01_ - { 2'h0, slot_free };
  assign _03_ = drain_wait != 3'h0;
  assign _04_ = drain_wait - 3'h1;
  assign _05_ = flush_stages << 1'h1;
  assign _06_ = _05_ | { 2'h0, is_tile };
  assign _07_ = segment_position == 2'h3;
  assign _08_ = valid & _07_;
  assign _09_ = ~ last;
  assign _10_ = _08_ & _09_;
  assign _12_ = drain_row + 2'h1;
  assign _13_ = segment_position == 2'h3;
  assign _14_ = segment_position + 2'h1;
  assign _15_ = _13_ ? 2'h0 : _14_;
  assign _16_ = write_address == 4'hf;
  assign _17_ = write_address + 4'h1;
  assign _18_ = _16_ ? 4'h0 : _17_;
  always @(posedge clk)
    if (rst) flush <= 1'h1;
    else flush <= _25_;
  always @(posedge clk)
    if (rst) slots_used <= 3'h0;
    else slots_used <= _02_;
  always @(posedge clk)
    if (rst) drain_wait[1:0] <= 2'h0;
    else drain_wait[1:0] <= _32_[1:0];
  always @(posedge clk)
    if (_26_) drain_wait[2] <= 1'h0;
    else if (_03_) drain_wait[2] <= _04_[2];
  always @(posedge clk)
    if (rst) is_tile <= 1'h0;
    else is_tile <= tile_end;
  always @(posedge clk)
    if (rst) flush_stages <= 3'h0;
    else flush_stages <= _06_;
  always @(posedge clk)
    if (rst) gap <= 1'h0;
    else gap <= _10_;
  always @(posedge clk)
    if (_27_) drain_row <= 2'h0;
    else if (valid) drain_row <= _12_;
  always @(posedge clk)
    if (_28_) segment_position <= 2'h0;
    else if (valid) segment_position <= _15_;
  always @(posedge clk)
    if (rst) write_address <= 4'h0;
    else if (valid) write_address <= _18_;
  always @(posedge clk)
    if (rst) draining <= 1'h0;
    else draining <= _30_;
  assign _26_ = | { rst, flush };
  assign _27_ = | { flush_stages[2], rst };
  assign _28_ = | { flush_stages[2], rst };
  assign _29_ = last ? 1'h0 : draining;
  assign _30_ = flush_stages[2] ? 1'h1 : _29_;
  assign _31_ = _03_ ? _04_ : drain_wait;
  assign _32_ = flush ? 3'h3 : _31_;
  assign token = { write_address, last, valid, flush_stages[2] };
endmodule

module drift_readout(rst, tile_done, requantisation_valid, results_ready, row_flag, requantisation_correct, row_corrected, read_enable, read_address, requantisation_ready, enable, results_valid, results_last, slot_free, result_flag, read_slot, result_slot, read_row, result_corrected, result_correct, clk
);
  input wire rst;
  input wire tile_done;
  input wire requantisation_valid;
  input wire results_ready;
  input wire row_flag;
  input wire requantisation_correct;
  input wire row_corrected;
  output wire read_enable;
  output reg [3:0] read_address;
  output wire requantisation_ready;
  output wire [2:0] enable;
  output reg results_valid;
  output reg results_last;
  output wire slot_free;
  output reg result_flag;
  output reg [1:0] read_slot;
  output reg [1:0] result_slot;
  output reg [1:0] read_row;
  output reg result_corrected;
  output reg result_correct;
  input wire clk;
  wire _000_;
  wire _001_;
  wire _002_;
  wire _003_;
  wire _004_;
  wire _005_;
  wire _006_;
  wire _007_;
  wire _008_;
  wire _009_;
  wire _010_;
  wire _011_;
  wire _012_;
  wire _013_;
  wire _014_;
  wire _015_;
  wire [2:0] _016_;
  wire [2:0] _017_;
  wire _018_;
  wire [1:0] _019_;
  wire [1:0] _020_;
  wire _021_;
  wire _022_;
  wire [3:0] _023_;
  wire [3:0] _024_;
  wire _025_;
  wire _026_;
  wire _027_;
  wire [1:0] _028_;
  wire [1:0] _029_;
  wire _030_;
  wire [1:0] _031_;
  wire [1:0] _032_;
  wire _033_;
  wire _034_;
  wire _035_;
  wire _036_;
  wire _037_;
  wire _038_;
  wire data_corrected;
  reg data_last;
  wire data_moves;
  reg data_row_corrected;
  reg data_row_flag;
  reg data_valid;
  wire issue_last;
  reg product_correct;
  reg product_corrected;
  reg product_last;
  wire product_moves;
  reg product_row_flag;
  reg product_valid;
  wire result_moves;
  reg sum_correct;
  reg sum_corrected;
  reg sum_last;
  wire sum_moves;
  reg sum_row_flag;
  reg sum_valid;
  reg [2:0] tiles_pending;
  assign _020_ = _018_ ? 2'h0 : _019_;
  assign _021_ = read_address == 4'hf;
  assign _023_ = read_address + 4'h1;
  assign _024_ = _021_ ? 4'h0 : _023_;
  assign _025_ = ~ data_corrected;
  assign _026_ = data_row_flag & _025_;
  assign _027_ = read_slot == 2'h3;
  assign _028_ = read_slot + 2'h1;
  assign _029_ = _027_ ? 2'h0 : _028_;
  assign _030_ = result_slot == 2'h3;
  assign _031_ = result_slot + 2'h1;
  assign _032_ = _030_ ? 2'h0 : _031_;
  assign result_moves = results_valid & results_ready;
  assign _000_ = ~ results_valid;
  assign _011_ = _000_ | result_moves;
  assign product_moves = product_valid & _011_;
  assign _022_ = ~ product_valid;
  assign _033_ = _022_ | product_moves;
  assign sum_moves = sum_valid & _033_;
  assign _034_ = ~ sum_valid;
  assign _035_ = _034_ | sum_moves;
  assign _036_ = data_valid & _035_;
  assign data_moves = _036_ & requantisation_valid;
  assign _037_ = tiles_pending != 3'h0;
  assign _038_ = ~ data_valid;
  assign _001_ = _038_ | data_moves;
  assign read_enable = _037_ & _001_;
  assign _002_ = read_row == 2'h3;
  assign issue_last = read_enable & _002_;
  assign requantisation_ready = data_moves & data_last;
  assign slot_free = result_moves & results_last;
  assign data_corrected = data_row_corrected & requantisation_correct;
  assign _003_ = ~ data_moves;
  assign _004_ = data_valid & _003_;
  assign _005_ = read_enable | _004_;
  assign _006_ = ~ sum_moves;
  assign _007_ = sum_valid & _006_;
  assign _008_ = data_moves | _007_;
  assign _009_ = ~ product_moves;
  assign _010_ = product_valid & _009_;
  assign _012_ = sum_moves | _010_;
  assign _013_ = ~ result_moves;
  assign _014_ = results_valid & _013_;
  assign _015_ = product_moves | _014_;
  assign _016_ = tiles_pending + { 2'h0, tile_done };
  assign _017_ = _016_ - { 2'h0, issue_last };
  assign _018_ = read_row == 2'h3;
  assign _019_ = read_row + 2'h1;
  always @(posedge clk)
    if (rst) data_valid <= 1'h0;
    else data_valid <= _005_;
  always @(posedge clk)
    if (read_enable) data_last <= issue_last;
  always @(posedge clk)
    if (rst) sum_valid <= 1'h0;
    else sum_valid <= _008_;
  always @(posedge clk)
    if (data_moves) sum_last <= data_last;
  always @(posedge clk)
    if (rst) product_valid <= 1'h0;
    else product_valid <= _012_;
  always @(posedge clk)
    if (sum_moves) product_last <= sum_last;
  always @(posedge clk)
    if (rst) results_valid <= 1'h0;
    else results_valid <= _015_;
  always @(posedge clk)
    if (product_moves) results_last <= product_last;
  always @(posedge clk)
    if (rst) tiles_pending <= 3'h0;
    else tiles_pending <= _017_;
  always @(posedge clk)
    if (rst) read_row <= 2'h0;
    else if (read_enable) read_row <= _020_;
  always @(posedge clk)
    if (rst) read_address <= 4'h0;
    else if (read_enable) read_address <= _024_;
  always @(posedge clk)
    if (read_enable) data_row_flag <= row_flag;
  always @(posedge clk)
    if (read_enable) data_row_corrected <= row_corrected;
  always @(posedge clk)
    if (data_moves) sum_corrected <= data_corrected;
  always @(posedge clk)
    if (sum_moves) product_corrected <= sum_corrected;
  always @(posedge clk)
    if (product_moves) result_corrected <= product_corrected;
  always @(posedge clk)
    if (data_moves) sum_correct <= requantisation_correct;
  always @(posedge clk)
    if (sum_moves) product_correct <= sum_correct;
  always @(posedge clk)
    if (product_moves) result_correct <= product_correct;
  always @(posedge clk)
    if (data_moves) sum_row_flag <= _026_;
  always @(posedge clk)
    if (sum_moves) product_row_flag <= sum_row_flag;
  always @(posedge clk)
    if (product_moves) result_flag <= product_row_flag;
  always @(posedge clk)
    if (rst) read_slot <= 2'h0;
    else if (issue_last) read_slot <= _029_;
  always @(posedge clk)
    if (rst) result_slot <= 2'h0;
    else if (slot_free) result_slot <= _032_;
  assign enable = { product_moves, sum_moves, data_moves };
endmodule

module drift_skew_a(lanes_in, lanes_out, clk);
  input wire [35:0] lanes_in;
  output wire [35:0] lanes_out;
  input wire clk;
  reg [26:0] stage1;
  reg [17:0] stage2;
  reg [8:0] stage3;
  always @(posedge clk)
    stage1 <= lanes_in[35:9];
  always @(posedge clk)
    stage2 <= stage1[26:9];
  always @(posedge clk)
    stage3 <= stage2[17:9];
  assign lanes_out = { stage3, stage2[8:0], stage1[8:0], lanes_in[8:0] };
endmodule

module drift_skew_b(lanes_in, lanes_out, clk);
  input wire [31:0] lanes_in;
  output wire [31:0] lanes_out;
  input wire clk;
  reg [23:0] stage1;
  reg [15:0] stage2;
  reg [7:0] stage3;
  always @(posedge clk)
    stage1 <= lanes_in[31:8];
  always @(posedge clk)
    stage2 <= stage1[23:8];
  always @(posedge clk)
    stage3 <= stage2[15:8];
  assign lanes_out = { stage3, stage2[7:0], stage1[7:0], lanes_in[7:0] };
endmodule

module drift_array(a_in, flush_in, b_in, row_sum_in, column_sum_in, drain_out, checksum_drain_out, checksum_row_out, clk);
  input wire [31:0] a_in;
  input wire [3:0] flush_in;
  input wire [31:0] b_in;
  input wire [9:0] row_sum_in;
  input wire [9:0] column_sum_in;
  output wire [127:0] drain_out;
  output wire [31:0] checksum_drain_out;
  output wire [127:0] checksum_row_out;
  input wire clk;
  wire [31:0] unused_segment0_b_out;
  wire [9:0] unused_segment0_row_sum_out;
  drift_checksum_row checksum_row (
    .accumulator_out(checksum_row_out),
    .b_in(b_in),
    .clk(clk),
    .column_sum_in(column_sum_in),
    .flush_in(flush_in[0])
  );
  drift_segment segment0 (
    .a_in(a_in),
    .b_in(b_in),
    .b_out(unused_segment0_b_out),
    .checksum_drain_in(32'd0),
    .checksum_drain_out(checksum_drain_out),
    .clk(clk),
    .drain_in(128'h00000000000000000000000000000000),
    .drain_out(drain_out),
    .flush_in(flush_in),
    .row_sum_in(row_sum_in),
    .row_sum_out(unused_segment0_row_sum_out)
  );
endmodule

module drift_segment(a_in, flush_in, b_in, drain_in, row_sum_in, checksum_drain_in, b_out, drain_out, row_sum_out, checksum_drain_out, clk);
  input wire [31:0] a_in;
  input wire [3:0] flush_in;
  input wire [31:0] b_in;
  input wire [127:0] drain_in;
  input wire [9:0] row_sum_in;
  input wire [31:0] checksum_drain_in;
  output wire [31:0] b_out;
  output reg [127:0] drain_out;
  output wire [9:0] row_sum_out;
  output reg [31:0] checksum_drain_out;
  input wire clk;
  wire [31:0] b_row0;
  wire [31:0] b_row1;
  wire [31:0] b_row2;
  wire [31:0] checksum_drain_row0;
  wire [31:0] checksum_drain_row1;
  wire [31:0] checksum_drain_row2;
  wire [31:0] checksum_drain_row3;
  wire [127:0] drain_row0;
  wire [127:0] drain_row1;
  wire [127:0] drain_row2;
  wire [127:0] drain_row3;
  wire [9:0] row_sum_row0;
  wire [9:0] row_sum_row1;
  wire [9:0] row_sum_row2;
  always @(posedge clk)
    drain_out <= drain_row0;
  always @(posedge clk)
    checksum_drain_out <= checksum_drain_row0;
  drift_row row0 (
    .a_in(a_in[7:0]),
    .b_in(b_in),
    .b_out(b_row0),
    .checksum_drain_in(checksum_drain_row1),
    .checksum_drain_out(checksum_drain_row0),
    .clk(clk),
    .drain_in(drain_row1),
    .drain_out(drain_row0),
    .flush_in(flush_in[0]),
    .row_sum_in(row_sum_in),
    .row_sum_out(row_sum_row0)
  );
  drift_row row1 (
    .a_in(a_in[15:8]),
    .b_in(b_row0),
    .b_out(b_row1),
    .checksum_drain_in(checksum_drain_row2),
    .checksum_drain_out(checksum_drain_row1),
    .clk(clk),
    .drain_in(drain_row2),
    .drain_out(drain_row1),
    .flush_in(flush_in[1]),
    .row_sum_in(row_sum_row0),
    .row_sum_out(row_sum_row1)
  );
  drift_row row2 (
    .a_in(a_in[23:16]),
    .b_in(b_row1),
    .b_out(b_row2),
    .checksum_drain_in(checksum_drain_row3),
    .checksum_drain_out(checksum_drain_row2),
    .clk(clk),
    .drain_in(drain_row3),
    .drain_out(drain_row2),
    .flush_in(flush_in[2]),
    .row_sum_in(row_sum_row1),
    .row_sum_out(row_sum_row2)
  );
  drift_row row3 (
    .a_in(a_in[31:24]),
    .b_in(b_row2),
    .b_out(b_out),
    .checksum_drain_in(checksum_drain_in),
    .checksum_drain_out(checksum_drain_row3),
    .clk(clk),
    .drain_in(drain_in),
    .drain_out(drain_row3),
    .flush_in(flush_in[3]),
    .row_sum_in(row_sum_row2),
    .row_sum_out(row_sum_out)
  );
endmodule

module drift_row(a_in, flush_in, b_in, drain_in, row_sum_in, checksum_drain_in, b_out, drain_out, row_sum_out, checksum_drain_out, clk);
  input wire [7:0] a_in;
  input wire flush_in;
  input wire [31:0] b_in;
  input wire [127:0] drain_in;
  input wire [9:0] row_sum_in;
  input wire [31:0] checksum_drain_in;
  output wire [31:0] b_out;
  output wire [127:0] drain_out;
  output wire [9:0] row_sum_out;
  output wire [31:0] checksum_drain_out;
  input wire clk;
  wire [23:0] a_chain;
  wire [2:0] flush_chain;
  wire [7:0] unused_pe3_a_out;
  wire unused_pe3_flush_out;
  drift_checksum_column_pe checksum_pe (
    .a_in(a_in),
    .b_in(row_sum_in),
    .b_out(row_sum_out),
    .clk(clk),
    .drain_in(checksum_drain_in),
    .drain_out(checksum_drain_out),
    .flush_in(flush_in)
  );
  drift_pe pe0 (
    .a_in(a_in),
    .a_out(a_chain[7:0]),
    .b_in(b_in[7:0]),
    .b_out(b_out[7:0]),
    .clk(clk),
    .drain_in(drain_in[31:0]),
    .drain_out(drain_out[31:0]),
    .flush_in(flush_in),
    .flush_out(flush_chain[0])
  );
  drift_pe pe1 (
    .a_in(a_chain[7:0]),
    .a_out(a_chain[15:8]),
    .b_in(b_in[15:8]),
    .b_out(b_out[15:8]),
    .clk(clk),
    .drain_in(drain_in[63:32]),
    .drain_out(drain_out[63:32]),
    .flush_in(flush_chain[0]),
    .flush_out(flush_chain[1])
  );
  drift_pe pe2 (
    .a_in(a_chain[15:8]),
    .a_out(a_chain[23:16]),
    .b_in(b_in[23:16]),
    .b_out(b_out[23:16]),
    .clk(clk),
    .drain_in(drain_in[95:64]),
    .drain_out(drain_out[95:64]),
    .flush_in(flush_chain[1]),
    .flush_out(flush_chain[2])
  );
  drift_pe pe3 (
    .a_in(a_chain[23:16]),
    .a_out(unused_pe3_a_out),
    .b_in(b_in[31:24]),
    .b_out(b_out[31:24]),
    .clk(clk),
    .drain_in(drain_in[127:96]),
    .drain_out(drain_out[127:96]),
    .flush_in(flush_chain[2]),
    .flush_out(unused_pe3_flush_out)
  );
endmodule

module drift_pe(a_in, b_in, flush_in, drain_in, a_out, b_out, flush_out, drain_out, clk);
  input wire [7:0] a_in;
  input wire [7:0] b_in;
  input wire flush_in;
  input wire [31:0] drain_in;
  output reg [7:0] a_out;
  output reg [7:0] b_out;
  output reg flush_out;
  output wire [31:0] drain_out;
  input wire clk;
  wire [15:0] _00_;
  wire [31:0] _01_;
  reg [31:0] accumulator;
  reg flush_accumulator;
  wire [31:0] previous;
  reg [15:0] product;
  wire [31:0] total;
  always @(posedge clk)
    b_out <= b_in;
  always @(posedge clk)
    flush_out <= flush_in;
  always @(posedge clk)
    product <= _00_;
  always @(posedge clk)
    flush_accumulator <= flush_out;
  always @(posedge clk)
    accumulator <= total;
  assign _00_ = $signed(a_out) * $signed(b_out);
  assign total = $signed(previous) + $signed({ {16{product[15]}}, product });
  assign previous = flush_accumulator ? 32'd0 : accumulator;
  assign _01_ = accumulator & { {32{flush_accumulator}} };
  assign drain_out = drain_in | _01_;
  always @(posedge clk)
    a_out <= a_in;
endmodule

module drift_checksum_column_pe(a_in, b_in, flush_in, drain_in, b_out, drain_out, clk);
  input wire [7:0] a_in;
  input wire [9:0] b_in;
  input wire flush_in;
  input wire [31:0] drain_in;
  output reg [9:0] b_out;
  output wire [31:0] drain_out;
  input wire clk;
  wire [17:0] _00_;
  wire [31:0] _01_;
  reg [7:0] a;
  reg [31:0] accumulator;
  reg flush;
  reg flush_accumulator;
  wire [31:0] previous;
  reg [17:0] product;
  wire [31:0] total;
  always @(posedge clk)
    b_out <= b_in;
  always @(posedge clk)
    flush <= flush_in;
  always @(posedge clk)
    product <= _00_;
  always @(posedge clk)
    flush_accumulator <= flush;
  always @(posedge clk)
    accumulator <= total;
  assign _00_ = $signed(a) * $signed(b_out);
  assign total = $signed(previous) - $signed({ {14{product[17]}}, product });
  assign previous = flush_accumulator ? 32'd0 : accumulator;
  assign _01_ = accumulator & { {32{flush_accumulator}} };
  assign drain_out = drain_in | _01_;
  always @(posedge clk)
    a <= a_in;
endmodule

module drift_checksum_row(column_sum_in, flush_in, b_in, accumulator_out, clk);
  input wire [9:0] column_sum_in;
  input wire flush_in;
  input wire [31:0] b_in;
  output wire [127:0] accumulator_out;
  input wire clk;
  wire [9:0] column_sum_0;
  wire [9:0] column_sum_1;
  wire [9:0] column_sum_2;
  wire [2:0] flush_chain;
  wire unused_flush;
  wire [9:0] unused_pe3_a_out;
  drift_checksum_row_pe pe0 (
    .a_in(column_sum_in),
    .a_out(column_sum_0),
    .accumulator_out(accumulator_out[31:0]),
    .b_in(b_in[7:0]),
    .clk(clk),
    .flush_in(flush_in),
    .flush_out(flush_chain[0])
  );
  drift_checksum_row_pe pe1 (
    .a_in(column_sum_0),
    .a_out(column_sum_1),
    .accumulator_out(accumulator_out[63:32]),
    .b_in(b_in[15:8]),
    .clk(clk),
    .flush_in(flush_chain[0]),
    .flush_out(flush_chain[1])
  );
  drift_checksum_row_pe pe2 (
    .a_in(column_sum_1),
    .a_out(column_sum_2),
    .accumulator_out(accumulator_out[95:64]),
    .b_in(b_in[23:16]),
    .clk(clk),
    .flush_in(flush_chain[1]),
    .flush_out(flush_chain[2])
  );
  drift_checksum_row_pe pe3 (
    .a_in(column_sum_2),
    .a_out(unused_pe3_a_out),
    .accumulator_out(accumulator_out[127:96]),
    .b_in(b_in[31:24]),
    .clk(clk),
    .flush_in(flush_chain[2]),
    .flush_out(unused_flush)
  );
endmodule

module drift_checksum_row_pe(a_in, b_in, flush_in, a_out, flush_out, accumulator_out, clk);
  input wire [9:0] a_in;
  input wire [7:0] b_in;
  input wire flush_in;
  output reg [9:0] a_out;
  output reg flush_out;
  output reg [31:0] accumulator_out;
  input wire clk;
  wire [17:0] _0_;
  reg [7:0] b;
  reg flush_accumulator;
  wire [31:0] previous;
  reg [17:0] product;
  wire [31:0] total;
  always @(posedge clk)
    flush_accumulator <= flush_out;
  always @(posedge clk)
    accumulator_out <= total;
  assign _0_ = $signed(a_out) * $signed(b);
  assign total = $signed(previous) - $signed({ {14{product[17]}}, product });
  assign previous = flush_accumulator ? 32'd0 : accumulator_out;
  always @(posedge clk)
    a_out <= a_in;
  always @(posedge clk)
    b <= b_in;
  always @(posedge clk)
    flush_out <= flush_in;
  always @(posedge clk)
    product <= _0_;
endmodule

module drift_lane_group_tail(rst, drain_in, token_in, checksum_in, row_sum_in, read_enable, read_address, correction, correction_select, enable, bias, multiplier, shift, last, token_out, row_sum_out, column_delta, accumulator_out, quantised, clk);
  input wire rst;
  input wire [127:0] drain_in;
  input wire [6:0] token_in;
  input wire [127:0] checksum_in;
  input wire [31:0] row_sum_in;
  input wire read_enable;
  input wire [3:0] read_address;
  input wire [31:0] correction;
  input wire [3:0] correction_select;
  input wire [2:0] enable;
  input wire [127:0] bias;
  input wire [55:0] multiplier;
  input wire [23:0] shift;
  output wire [3:0] last;
  output wire [6:0] token_out;
  output wire [31:0] row_sum_out;
  output wire [127:0] column_delta;
  output wire [127:0] accumulator_out;
  output wire [31:0] quantised;
  input wire clk;
  wire [31:0] row_sum_lane0;
  wire [31:0] row_sum_lane1;
  wire [31:0] row_sum_lane2;
  wire [6:0] token_lane0;
  wire [6:0] token_lane1;
  wire [6:0] token_lane2;
  drift_lane lane0 (
    .accumulator_out(accumulator_out[31:0]),
    .bias(bias[31:0]),
    .checksum_in(checksum_in[31:0]),
    .clk(clk),
    .column_delta(column_delta[31:0]),
    .correction(correction),
    .correction_select(correction_select[0]),
    .drain_in(drain_in[31:0]),
    .enable(enable),
    .multiplier(multiplier[13:0]),
    .quantised(quantised[7:0]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_in),
    .row_sum_out(row_sum_lane0),
    .rst(rst),
    .shift(shift[5:0]),
    .token_in(token_in),
    .token_out(token_lane0)
  );
  drift_lane lane1 (
    .accumulator_out(accumulator_out[63:32]),
    .bias(bias[63:32]),
    .checksum_in(checksum_in[63:32]),
    .clk(clk),
    .column_delta(column_delta[63:32]),
    .correction(correction),
    .correction_select(correction_select[1]),
    .drain_in(drain_in[63:32]),
    .enable(enable),
    .multiplier(multiplier[27:14]),
    .quantised(quantised[15:8]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane0),
    .row_sum_out(row_sum_lane1),
    .rst(rst),
    .shift(shift[11:6]),
    .token_in(token_lane0),
    .token_out(token_lane1)
  );
  drift_lane lane2 (
    .accumulator_out(accumulator_out[95:64]),
    .bias(bias[95:64]),
    .checksum_in(checksum_in[95:64]),
    .clk(clk),
    .column_delta(column_delta[95:64]),
    .correction(correction),
    .correction_select(correction_select[2]),
    .drain_in(drain_in[95:64]),
    .enable(enable),
    .multiplier(multiplier[41:28]),
    .quantised(quantised[23:16]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane1),
    .row_sum_out(row_sum_lane2),
    .rst(rst),
    .shift(shift[17:12]),
    .token_in(token_lane1),
    .token_out(token_lane2)
  );
  drift_lane lane3 (
    .accumulator_out(accumulator_out[127:96]),
    .bias(bias[127:96]),
    .checksum_in(checksum_in[127:96]),
    .clk(clk),
    .column_delta(column_delta[127:96]),
    .correction(correction),
    .correction_select(correction_select[3]),
    .drain_in(drain_in[127:96]),
    .enable(enable),
    .multiplier(multiplier[55:42]),
    .quantised(quantised[31:24]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane2),
    .row_sum_out(row_sum_out),
    .rst(rst),
    .shift(shift[23:18]),
    .token_in(token_lane2),
    .token_out(token_out)
  );
  assign last = { token_out[2], token_lane2[2], token_lane1[2], token_lane0[2] };
endmodule

module drift_lane(rst, drain_in, token_in, checksum_in, row_sum_in, read_enable, read_address, correction, correction_select, enable, bias, multiplier, shift, token_out, row_sum_out, column_delta, accumulator_out, quantised, clk);
  input wire rst;
  input wire [31:0] drain_in;
  input wire [6:0] token_in;
  input wire [31:0] checksum_in;
  input wire [31:0] row_sum_in;
  input wire read_enable;
  input wire [3:0] read_address;
  input wire [31:0] correction;
  input wire correction_select;
  input wire [2:0] enable;
  input wire [31:0] bias;
  input wire [13:0] multiplier;
  input wire [5:0] shift;
  output reg [6:0] token_out;
  output reg [31:0] row_sum_out;
  output wire [31:0] column_delta;
  output wire [31:0] accumulator_out;
  output wire [7:0] quantised;
  input wire clk;
  wire [31:0] _00_;
  wire [31:0] _01_;
  wire [31:0] _02_;
  wire [31:0] _03_;
  wire [31:0] _04_;
  wire [31:0] _05_;
  wire [31:0] _06_;
  reg [31:0] column_sum;
  wire [31:0] corrected;
  wire [31:0] read_data;
  assign _00_ = row_sum_in + drain_in;
  assign _01_ = ~ { {32{token_in[0]}} };
  assign _02_ = column_sum & _01_;
  assign _03_ = checksum_in & { {32{token_in[0]}} };
  assign _04_ = drain_in | _03_;
  assign _05_ = _02_ + _04_;
  assign _06_ = correction & { {32{correction_select}} };
  assign corrected = read_data - _06_;
  assign column_delta = token_out[2] ? column_sum : 32'd0;
  always @(posedge clk)
    row_sum_out <= _00_;
  always @(posedge clk)
    column_sum <= _05_;
  always @(posedge clk)
    if (rst) token_out <= 7'h00;
    else token_out <= token_in;
  drift_tile_bank bank (
    .clk(clk),
    .read_address(read_address),
    .read_data(read_data),
    .read_enable(read_enable),
    .write_address(token_in[6:3]),
    .write_data(drain_in),
    .write_enable(token_in[1])
  );
  drift_requantiser_lane requantiser (
    .accumulator_in(corrected),
    .accumulator_out(accumulator_out),
    .bias(bias),
    .clk(clk),
    .enable(enable),
    .multiplier(multiplier),
    .quantised(quantised),
    .shift(shift)
  );
endmodule

module drift_tile_bank(write_enable, write_address, write_data, read_enable, read_address, read_data, clk);
  input wire write_enable;
  input wire [3:0] write_address;
  input wire [31:0] write_data;
  input wire read_enable;
  input wire [3:0] read_address;
  output wire [31:0] read_data;
  input wire clk;
  reg [31:0] memory [15:0];
  always @(posedge clk) begin
    if (write_enable)
      memory[write_address] <= write_data;
  end
  reg [31:0] _0_;
  always @(posedge clk) begin
    if (read_enable) begin
      _0_ <= memory[read_address];
    end
  end
  assign read_data = _0_;
endmodule

module drift_requantiser_lane(enable, accumulator_in, bias, multiplier, shift, accumulator_out, quantised, clk);
  input wire [2:0] enable;
  input wire [31:0] accumulator_in;
  input wire [31:0] bias;
  input wire [13:0] multiplier;
  input wire [5:0] shift;
  output reg [31:0] accumulator_out;
  output reg [7:0] quantised;
  input wire clk;
  wire [32:0] _00_;
  wire [46:0] _01_;
  wire _02_;
  wire _03_;
  wire [7:0] _04_;
  wire [47:0] _05_;
  wire _06_;
  reg [31:0] accumulator_product;
  reg [31:0] accumulator_sum;
  reg [32:0] biased;
  reg [13:0] multiplier_sum;
  reg [46:0] product;
  wire [47:0] rounded;
  reg [5:0] shift_product;
  reg [5:0] shift_sum;
  wire [47:0] shifted;
  assign _00_ = $signed({ accumulator_in[31], accumulator_in }) + $signed({ bias[31], bias });
  assign _01_ = $signed(biased) * $signed({ 1'h0, multiplier_sum });
  assign _02_ = $signed(rounded) > $signed(48'h00000000007f);
  assign _03_ = $signed(rounded) < $signed(48'hffffffffff81);
  assign _04_ = _03_ ? 8'h81 : rounded[7:0];
  assign _05_ = { 1'h0, product } << 1'h1;
  assign shifted = $signed(_05_) >>> shift_product;
  assign rounded = $signed({ shifted[47], shifted[47:1] }) + $signed({ 47'h000000000000, shifted[0] });
  always @(posedge clk)
    if (enable[0]) biased <= _00_;
  always @(posedge clk)
    if (enable[0]) multiplier_sum <= multiplier;
  always @(posedge clk)
    if (enable[0]) shift_sum <= shift;
  always @(posedge clk)
    if (enable[0]) accumulator_sum <= accumulator_in;
  always @(posedge clk)
    if (enable[1]) product <= _01_;
  always @(posedge clk)
    if (enable[1]) shift_product <= shift_sum;
  always @(posedge clk)
    if (enable[1]) accumulator_product <= accumulator_sum;
  always @(posedge clk)
    if (enable[2])
      if (_02_) quantised[7:1] <= 7'h3f;
      else quantised[7:1] <= _04_[7:1];
  always @(posedge clk)
    if (enable[2])
      if (_06_) quantised[0] <= 1'h1;
      else quantised[0] <= rounded[0];
  always @(posedge clk)
    if (enable[2]) accumulator_out <= accumulator_product;
  assign _06_ = | { _03_, _02_ };
endmodule

module drift_checker(rst, threshold, counters_clear, row_sum, row_valid, column_delta, column_done, read_enable, read_slot, result_slot, done, row_flag, column_flags, masked, row_delta_valid, row_delta_value, column_delta_valid, column_delta_value, check_valid, check_row_flags, check_column_flags
, counter_tiles, counter_flagged_tiles, counter_flagged_rows, counter_flagged_columns, counter_masked_elements, counter_largest_delta, counter_histogram, row_flagged, column_flagged, column_slot, done_slot, clk);
  input wire rst;
  input wire [4:0] threshold;
  input wire counters_clear;
  input wire [31:0] row_sum;
  input wire row_valid;
  input wire [127:0] column_delta;
  input wire [3:0] column_done;
  input wire read_enable;
  input wire [1:0] read_slot;
  input wire [1:0] result_slot;
  output wire done;
  output wire row_flag;
  output wire [3:0] column_flags;
  output wire masked;
  output reg row_delta_valid;
  output reg [31:0] row_delta_value;
  output wire column_delta_valid;
  output reg [31:0] column_delta_value;
  output reg check_valid;
  output reg [3:0] check_row_flags;
  output wire [3:0] check_column_flags;
  output reg [15:0] counter_tiles;
  output reg [15:0] counter_flagged_tiles;
  output reg [15:0] counter_flagged_rows;
  output reg [15:0] counter_flagged_columns;
  output reg [15:0] counter_masked_elements;
  output reg [31:0] counter_largest_delta;
  output reg [511:0] counter_histogram;
  output wire row_flagged;
  output wire column_flagged;
  output reg [1:0] column_slot;
  output reg [1:0] done_slot;
  input wire clk;
  wire [31:0] _000_;
  wire [3:0] _001_;
  wire [3:0] _002_;
  wire [3:0] _003_;
  wire [3:0] _004_;
  wire [3:0] _005_;
  wire [3:0] _006_;
  wire [3:0] _007_;
  wire [3:0] _008_;
  wire [3:0] _009_;
  wire [3:0] _010_;
  wire [3:0] _011_;
  wire [3:0] _012_;
  wire _013_;
  wire _014_;
  wire _015_;
  wire _016_;
  wire _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire _021_;
  wire _022_;
  wire [3:0] _023_;
  wire [3:0] _024_;
  wire [2:0] _025_;
  wire [2:0] _026_;
  wire [1:0] _027_;
  wire [3:0] _028_;
  wire [2:0] _029_;
  wire [2:0] _030_;
  wire [1:0] _031_;
  wire _032_;
  wire _033_;
  wire _034_;
  wire _035_;
  wire [15:0] _036_;
  wire _037_;
  wire _038_;
  wire _039_;
  wire [15:0] _040_;
  wire _041_;
  wire _042_;
  wire _043_;
  wire [15:0] _044_;
  wire _045_;
  wire _046_;
  wire _047_;
  wire [15:0] _048_;
  wire _049_;
  wire _050_;
  wire _051_;
  wire [15:0] _052_;
  wire _053_;
  wire _054_;
  wire _055_;
  wire [15:0] _056_;
  wire _057_;
  wire _058_;
  wire _059_;
  wire [15:0] _060_;
  wire _061_;
  wire _062_;
  wire _063_;
  wire [15:0] _064_;
  wire _065_;
  wire _066_;
  wire _067_;
  wire [15:0] _068_;
  wire _069_;
  wire _070_;
  wire _071_;
  wire [15:0] _072_;
  wire _073_;
  wire _074_;
  wire _075_;
  wire [15:0] _076_;
  wire _077_;
  wire _078_;
  wire _079_;
  wire [15:0] _080_;
  wire _081_;
  wire _082_;
  wire _083_;
  wire [15:0] _084_;
  wire _085_;
  wire _086_;
  wire _087_;
  wire [15:0] _088_;
  wire _089_;
  wire _090_;
  wire _091_;
  wire [15:0] _092_;
  wire _093_;
  wire _094_;
  wire _095_;
  wire [15:0] _096_;
  wire _097_;
  wire _098_;
  wire _099_;
  wire [15:0] _100_;
  wire _101_;
  wire _102_;
  wire _103_;
  wire [15:0] _104_;
  wire _105_;
  wire _106_;
  wire _107_;
  wire [15:0] _108_;
  wire _109_;
  wire _110_;
  wire _111_;
  wire [15:0] _112_;
  wire _113_;
  wire _114_;
  wire _115_;
  wire [15:0] _116_;
  wire _117_;
  wire _118_;
  wire _119_;
  wire [15:0] _120_;
  wire _121_;
  wire _122_;
  wire _123_;
  wire [15:0] _124_;
  wire _125_;
  wire _126_;
  wire _127_;
  wire [15:0] _128_;
  wire _129_;
  wire _130_;
  wire _131_;
  wire [15:0] _132_;
  wire _133_;
  wire _134_;
  wire _135_;
  wire [15:0] _136_;
  wire _137_;
  wire _138_;
  wire _139_;
  wire [15:0] _140_;
  wire _141_;
  wire _142_;
  wire _143_;
  wire [15:0] _144_;
  wire _145_;
  wire _146_;
  wire _147_;
  wire [15:0] _148_;
  wire _149_;
  wire _150_;
  wire _151_;
  wire [15:0] _152_;
  wire _153_;
  wire _154_;
  wire _155_;
  wire [15:0] _156_;
  wire _157_;
  wire _158_;
  wire _159_;
  wire [15:0] _160_;
  wire _161_;
  wire [1:0] _162_;
  wire [1:0] _163_;
  wire _164_;
  wire [3:0] _165_;
  wire [3:0] _166_;
  wire [3:0] _167_;
  wire [3:0] _168_;
  wire _169_;
  wire [3:0] _170_;
  wire [3:0] _171_;
  wire [3:0] _172_;
  wire [3:0] _173_;
  wire _174_;
  wire [3:0] _175_;
  wire [3:0] _176_;
  wire [3:0] _177_;
  wire [3:0] _178_;
  wire _179_;
  wire [3:0] _180_;
  wire [3:0] _181_;
  wire [3:0] _182_;
  wire [3:0] _183_;
  wire _184_;
  wire [1:0] _185_;
  wire [1:0] _186_;
  wire _187_;
  wire _188_;
  wire _189_;
  wire _190_;
  wire [3:0] _191_;
  wire _192_;
  wire _193_;
  wire _194_;
  wire _195_;
  wire [3:0] _196_;
  wire _197_;
  wire _198_;
  wire _199_;
  wire _200_;
  wire [3:0] _201_;
  wire _202_;
  wire _203_;
  wire _204_;
  wire _205_;
  wire [3:0] _206_;
  wire _207_;
  wire [31:0] _208_;
  wire _209_;
  wire _210_;
  wire _211_;
  wire _212_;
  wire _213_;
  wire _214_;
  wire _215_;
  wire _216_;
  wire _217_;
  wire _218_;
  wire _219_;
  wire _220_;
  wire _221_;
  wire _222_;
  wire _223_;
  wire _224_;
  wire _225_;
  wire _226_;
  wire _227_;
  wire [16:0] _228_;
  wire _229_;
  wire [15:0] _230_;
  wire [15:0] _231_;
  wire _232_;
  wire _233_;
  wire _234_;
  wire [16:0] _235_;
  wire _236_;
  wire _237_;
  wire _238_;
  wire _239_;
  wire [15:0] _240_;
  wire [15:0] _241_;
  wire [16:0] _242_;
  wire _243_;
  wire [15:0] _244_;
  wire [15:0] _245_;
  wire [16:0] _246_;
  wire _247_;
  wire [15:0] _248_;
  wire [15:0] _249_;
  wire [5:0] _250_;
  wire [16:0] _251_;
  wire _252_;
  wire [5:0] _253_;
  wire [15:0] _254_;
  wire [15:0] _255_;
  wire [3:0] _256_;
  wire [3:0] _257_;
  wire [3:0] _258_;
  wire [3:0] _259_;
  wire [31:0] _260_;
  wire [31:0] _261_;
  wire [31:0] _262_;
  wire [31:0] _263_;
  wire _264_;
  wire _265_;
  wire _266_;
  wire _267_;
  wire _268_;
  wire _269_;
  wire _270_;
  wire _271_;
  wire [3:0] _272_;
  wire [3:0] _273_;
  wire [3:0] _274_;
  wire [3:0] _275_;
  wire [31:0] column_0_magnitude;
  wire [31:0] column_0_reached;
  wire [31:0] column_bus_0_1;
  wire [63:0] column_bus_0_2;
  wire [3:0] column_count_2;
  wire [2:0] column_count_4;
  reg [3:0] column_done_registered;
  reg [3:0] column_flags_0;
  reg [3:0] column_flags_1;
  reg [3:0] column_flags_2;
  reg [3:0] column_flags_3;
  reg counted;
  wire [3:0] done_select;
  reg [3:0] masked_tiles;
  wire [3:0] read_select;
  wire [3:0] result_select;
  wire [3:0] row_count_2;
  wire [2:0] row_count_4;
  reg [3:0] row_flags_0;
  reg [3:0] row_flags_1;
  reg [3:0] row_flags_2;
  reg [3:0] row_flags_3;
  wire [31:0] row_leading;
  wire [31:0] row_magnitude;
  wire [31:0] row_reached;
  wire [31:0] threshold_bit;
  reg [2:0] tile_flagged_columns;
  reg [2:0] tile_flagged_rows;
  assign threshold_bit[0] = threshold == 5'h00;
  assign threshold_bit[1] = threshold == 5'h01;
  assign threshold_bit[2] = threshold == 5'h02;
  assign threshold_bit[3] = threshold == 5'h03;
  assign threshold_bit[4] = threshold == 5'h04;
  assign threshold_bit[5] = threshold == 5'h05;
  assign threshold_bit[6] = threshold == 5'h06;
  assign threshold_bit[7] = threshold == 5'h07;
  assign threshold_bit[8] = threshold == 5'h08;
  assign threshold_bit[9] = threshold == 5'h09;
  assign threshold_bit[10] = threshold == 5'h0a;
  assign threshold_bit[11] = threshold == 5'h0b;
  assign threshold_bit[12] = threshold == 5'h0c;
  assign threshold_bit[13] = threshold == 5'h0d;
  assign threshold_bit[14] = threshold == 5'h0e;
  assign threshold_bit[15] = threshold == 5'h0f;
  assign threshold_bit[16] = threshold == 5'h10;
  assign threshold_bit[17] = threshold == 5'h11;
  assign threshold_bit[18] = threshold == 5'h12;
  assign threshold_bit[19] = threshold == 5'h13;
  assign threshold_bit[20] = threshold == 5'h14;
  assign threshold_bit[21] = threshold == 5'h15;
  assign threshold_bit[22] = threshold == 5'h16;
  assign threshold_bit[23] = threshold == 5'h17;
  assign threshold_bit[24] = threshold == 5'h18;
  assign threshold_bit[25] = threshold == 5'h19;
  assign threshold_bit[26] = threshold == 5'h1a;
  assign threshold_bit[27] = threshold == 5'h1b;
  assign threshold_bit[28] = threshold == 5'h1c;
  assign threshold_bit[29] = threshold == 5'h1d;
  assign threshold_bit[30] = threshold == 5'h1e;
  assign threshold_bit[31] = threshold == 5'h1f;
  assign _208_ = - row_delta_value;
  assign row_magnitude = row_delta_value[31] ? _208_ : row_delta_value;
  assign row_reached[0] = | row_magnitude;
  assign row_reached[1] = | row_magnitude[31:1];
  assign row_reached[2] = | row_magnitude[31:2];
  assign row_reached[3] = | row_magnitude[31:3];
  assign row_reached[4] = | row_magnitude[31:4];
  assign row_reached[5] = | row_magnitude[31:5];
  assign row_reached[6] = | row_magnitude[31:6];
  assign row_reached[7] = | row_magnitude[31:7];
  assign row_reached[8] = | row_magnitude[31:8];
  assign row_reached[9] = | row_magnitude[31:9];
  assign row_reached[10] = | row_magnitude[31:10];
  assign row_reached[11] = | row_magnitude[31:11];
  assign row_reached[12] = | row_magnitude[31:12];
  assign row_reached[13] = | row_magnitude[31:13];
  assign row_reached[14] = | row_magnitude[31:14];
  assign row_reached[15] = | row_magnitude[31:15];
  assign row_reached[16] = | row_magnitude[31:16];
  assign row_reached[17] = | row_magnitude[31:17];
  assign row_reached[18] = | row_magnitude[31:18];
  assign row_reached[19] = | row_magnitude[31:19];
  assign row_reached[20] = | row_magnitude[31:20];
  assign row_reached[21] = | row_magnitude[31:21];
  assign row_reached[22] = | row_magnitude[31:22];
  assign row_reached[23] = | row_magnitude[31:23];
  assign row_reached[24] = | row_magnitude[31:24];
  assign row_reached[25] = | row_magnitude[31:25];
  assign row_reached[26] = | row_magnitude[31:26];
  assign row_reached[27] = | row_magnitude[31:27];
  assign row_reached[28] = | row_magnitude[31:28];
  assign row_reached[29] = | row_magnitude[31:29];
  assign row_reached[30] = | row_magnitude[31:30];
  assign row_reached[31] = | row_magnitude[31];
  assign _260_ = row_reached >> 1'h1;
  assign _261_ = ~ _260_;
  assign row_leading = row_reached & _261_;
  assign _262_ = row_reached & threshold_bit;
  assign row_flagged = | _262_;
  assign column_bus_0_2 = column_delta[63:0] | column_delta[127:64];
  assign column_bus_0_1 = column_bus_0_2[31:0] | column_bus_0_2[63:32];
  assign _263_ = - column_delta_value;
  assign column_0_magnitude = column_delta_value[31] ? _263_ : column_delta_value;
  assign column_0_reached[0] = | column_0_magnitude;
  assign column_0_reached[1] = | column_0_magnitude[31:1];
  assign column_0_reached[2] = | column_0_magnitude[31:2];
  assign column_0_reached[3] = | column_0_magnitude[31:3];
  assign column_0_reached[4] = | column_0_magnitude[31:4];
  assign column_0_reached[5] = | column_0_magnitude[31:5];
  assign column_0_reached[6] = | column_0_magnitude[31:6];
  assign column_0_reached[7] = | column_0_magnitude[31:7];
  assign column_0_reached[8] = | column_0_magnitude[31:8];
  assign column_0_reached[9] = | column_0_magnitude[31:9];
  assign column_0_reached[10] = | column_0_magnitude[31:10];
  assign column_0_reached[11] = | column_0_magnitude[31:11];
  assign column_0_reached[12] = | column_0_magnitude[31:12];
  assign column_0_reached[13] = | column_0_magnitude[31:13];
  assign column_0_reached[14] = | column_0_magnitude[31:14];
  assign column_0_reached[15] = | column_0_magnitude[31:15];
  assign column_0_reached[16] = | column_0_magnitude[31:16];
  assign column_0_reached[17] = | column_0_magnitude[31:17];
  assign column_0_reached[18] = | column_0_magnitude[31:18];
  assign column_0_reached[19] = | column_0_magnitude[31:19];
  assign column_0_reached[20] = | column_0_magnitude[31:20];
  assign column_0_reached[21] = | column_0_magnitude[31:21];
  assign column_0_reached[22] = | column_0_magnitude[31:22];
  assign column_0_reached[23] = | column_0_magnitude[31:23];
  assign column_0_reached[24] = | column_0_magnitude[31:24];
  assign column_0_reached[25] = | column_0_magnitude[31:25];
  assign column_0_reached[26] = | column_0_magnitude[31:26];
  assign column_0_reached[27] = | column_0_magnitude[31:27];
  assign column_0_reached[28] = | column_0_magnitude[31:28];
  assign column_0_reached[29] = | column_0_magnitude[31:29];
  assign column_0_reached[30] = | column_0_magnitude[31:30];
  assign column_0_reached[31] = | column_0_magnitude[31];
  assign _000_ = column_0_reached & threshold_bit;
  assign column_flagged = | _000_;
  assign column_delta_valid = | column_done_registered;
  assign done_select[0] = done_slot == 2'h0;
  assign done_select[1] = done_slot == 2'h1;
  assign done_select[2] = done_slot == 2'h2;
  assign done_select[3] = done_slot == 2'h3;
  assign result_select[0] = result_slot == 2'h0;
  assign result_select[1] = result_slot == 2'h1;
  assign result_select[2] = result_slot == 2'h2;
  assign result_select[3] = result_slot == 2'h3;
  assign _001_ = column_flags_0 & { {4{done_select[0]}} };
  assign _002_ = column_flags_1 & { {4{done_select[1]}} };
  assign _003_ = _001_ | _002_;
  assign _004_ = column_flags_2 & { {4{done_select[2]}} };
  assign _005_ = _003_ | _004_;
  assign _006_ = column_flags_3 & { {4{done_select[3]}} };
  assign check_column_flags = _005_ | _006_;
  assign _007_ = column_flags_0 & { {4{result_select[0]}} };
  assign _008_ = column_flags_1 & { {4{result_select[1]}} };
  assign _009_ = _007_ | _008_;
  assign _010_ = column_flags_2 & { {4{result_select[2]}} };
  assign _011_ = _009_ | _010_;
  assign _012_ = column_flags_3 & { {4{result_select[3]}} };
  assign column_flags = _011_ | _012_;
  assign read_select[0] = read_slot == 2'h0;
  assign read_select[1] = read_slot == 2'h1;
  assign read_select[2] = read_slot == 2'h2;
  assign read_select[3] = read_slot == 2'h3;
  assign _013_ = row_flags_0[0] & read_select[0];
  assign _014_ = row_flags_1[0] & read_select[1];
  assign _015_ = _013_ | _014_;
  assign _016_ = row_flags_2[0] & read_select[2];
  assign _017_ = _015_ | _016_;
  assign _018_ = row_flags_3[0] & read_select[3];
  assign row_flag = _017_ | _018_;
  assign _019_ = result_slot == 2'h0;
  assign _020_ = result_slot == 2'h1;
  assign _021_ = result_slot == 2'h2;
  assign _022_ = result_slot == 2'h3;
  assign _023_ = masked_tiles & { _022_, _021_, _020_, _019_ };
  assign masked = | _023_;
  assign _024_ = check_row_flags & 4'h5;
  assign _025_ = check_row_flags[3:1] & 3'h5;
  assign row_count_2 = _024_ + { 1'h0, _025_ };
  assign _026_ = row_count_2[2:0] & 3'h3;
  assign _027_ = row_count_2[3:2] & 2'h3;
  assign row_count_4 = _026_ + { 1'h0, _027_ };
  assign _028_ = check_column_flags & 4'h5;
  assign _029_ = check_column_flags[3:1] & 3'h5;
  assign column_count_2 = _028_ + { 1'h0, _029_ };
  assign _030_ = column_count_2[2:0] & 3'h3;
  assign _031_ = column_count_2[3:2] & 2'h3;
  assign column_count_4 = _030_ + { 1'h0, _031_ };
  assign _032_ = row_magnitude > counter_largest_delta;
  assign _033_ = & counter_histogram[15:0];
  assign _034_ = ~ _033_;
  assign _035_ = row_leading[0] & _034_;
  assign _036_ = counter_histogram[15:0] + { 15'h0000, _035_ };
  assign _037_ = & counter_histogram[31:16];
  assign _038_ = ~ _037_;
  assign _039_ = row_leading[1] & _038_;
  assign _040_ = counter_histogram[31:16] + { 15'h0000, _039_ };
  assign _041_ = & counter_histogram[47:32];
  assign _042_ = ~ _041_;
  assign _043_ = row_leading[2] & _042_;
  assign _044_ = counter_histogram[47:32] + { 15'h0000, _043_ };
  assign _045_ = & counter_histogram[63:48];
  assign _046_ = ~ _045_;
  assign _047_ = row_leading[3] & _046_;
  assign _048_ = counter_histogram[63:48] + { 15'h0000, _047_ };
  assign _049_ = & counter_histogram[79:64];
  assign _050_ = ~ _049_;
  assign _051_ = row_leading[4] & _050_;
  assign _052_ = counter_histogram[79:64] + { 15'h0000, _051_ };
  assign _053_ = & counter_histogram[95:80];
  assign _054_ = ~ _053_;
  assign _055_ = row_leading[5] & _054_;
  assign _056_ = counter_histogram[95:80] + { 15'h0000, _055_ };
  assign _057_ = & counter_histogram[111:96];
  assign _058_ = ~ _057_;
  assign _059_ = row_leading[6] & _058_;
  assign _060_ = counter_histogram[111:96] + { 15'h0000, _059_ };
  assign _061_ = & counter_histogram[127:112];
  assign _062_ = ~ _061_;
  assign _063_ = row_leading[7] & _062_;
  assign _064_ = counter_histogram[127:112] + { 15'h0000, _063_ };
  assign _065_ = & counter_histogram[143:128];
  assign _066_ = ~ _065_;
  assign _067_ = row_leading[8] & _066_;
  assign _068_ = counter_histogram[143:128] + { 15'h0000, _067_ };
  assign _069_ = & counter_histogram[159:144];
  assign _070_ = ~ _069_;
  assign _071_ = row_leading[9] & _070_;
  assign _072_ = counter_histogram[159:144] + { 15'h0000, _071_ };
  assign _073_ = & counter_histogram[175:160];
  assign _074_ = ~ _073_;
  assign _075_ = row_leading[10] & _074_;
  assign _076_ = counter_histogram[175:160] + { 15'h0000, _075_ };
  assign _077_ = & counter_histogram[191:176];
  assign _078_ = ~ _077_;
  assign _079_ = row_leading[11] & _078_;
  assign _080_ = counter_histogram[191:176] + { 15'h0000, _079_ };
  assign _081_ = & counter_histogram[207:192];
  assign _082_ = ~ _081_;
  assign _083_ = row_leading[12] & _082_;
  assign _084_ = counter_histogram[207:192] + { 15'h0000, _083_ };
  assign _085_ = & counter_histogram[223:208];
  assign _086_ = ~ _085_;
  assign _087_ = row_leading[13] & _086_;
  assign _088_ = counter_histogram[223:208] + { 15'h0000, _087_ };
  assign _089_ = & counter_histogram[239:224];
  assign _090_ = ~ _089_;
  assign _091_ = row_leading[14] & _090_;
  assign _092_ = counter_histogram[239:224] + { 15'h0000, _091_ };
  assign _093_ = & counter_histogram[255:240];
  assign _094_ = ~ _093_;
  assign _095_ = row_leading[15] & _094_;
  assign _096_ = counter_histogram[255:240] + { 15'h0000, _095_ };
  assign _097_ = & counter_histogram[271:256];
  assign _098_ = ~ _097_;
  assign _099_ = row_leading[16] & _098_;
  assign _100_ = counter_histogram[271:256] + { 15'h0000, _099_ };
  assign _101_ = & counter_histogram[287:272];
  assign _102_ = ~ _101_;
  assign _103_ = row_leading[17] & _102_;
  assign _104_ = counter_histogram[287:272] + { 15'h0000, _103_ };
  assign _105_ = & counter_histogram[303:288];
  assign _106_ = ~ _105_;
  assign _107_ = row_leading[18] & _106_;
  assign _108_ = counter_histogram[303:288] + { 15'h0000, _107_ };
  assign _109_ = & counter_histogram[319:304];
  assign _110_ = ~ _109_;
  assign _111_ = row_leading[19] & _110_;
  assign _112_ = counter_histogram[319:304] + { 15'h0000, _111_ };
  assign _113_ = & counter_histogram[335:320];
  assign _114_ = ~ _113_;
  assign _115_ = row_leading[20] & _114_;
  assign _116_ = counter_histogram[335:320] + { 15'h0000, _115_ };
  assign _117_ = & counter_histogram[351:336];
  assign _118_ = ~ _117_;
  assign _119_ = row_leading[21] & _118_;
  assign _120_ = counter_histogram[351:336] + { 15'h0000, _119_ };
  assign _121_ = & counter_histogram[367:352];
  assign _122_ = ~ _121_;
  assign _123_ = row_leading[22] & _122_;
  assign _124_ = counter_histogram[367:352] + { 15'h0000, _123_ };
  assign _125_ = & counter_histogram[383:368];
  assign _126_ = ~ _125_;
  assign _127_ = row_leading[23] & _126_;
  assign _128_ = counter_histogram[383:368] + { 15'h0000, _127_ };
  assign _129_ = & counter_histogram[399:384];
  assign _130_ = ~ _129_;
  assign _131_ = row_leading[24] & _130_;
  assign _132_ = counter_histogram[399:384] + { 15'h0000, _131_ };
  assign _133_ = & counter_histogram[415:400];
  assign _134_ = ~ _133_;
  assign _135_ = row_leading[25] & _134_;
  assign _136_ = counter_histogram[415:400] + { 15'h0000, _135_ };
  assign _137_ = & counter_histogram[431:416];
  assign _138_ = ~ _137_;
  assign _139_ = row_leading[26] & _138_;
  assign _140_ = counter_histogram[431:416] + { 15'h0000, _139_ };
  assign _141_ = & counter_histogram[447:432];
  assign _142_ = ~ _141_;
  assign _143_ = row_leading[27] & _142_;
  assign _144_ = counter_histogram[447:432] + { 15'h0000, _143_ };
  assign _145_ = & counter_histogram[463:448];
  assign _146_ = ~ _145_;
  assign _147_ = row_leading[28] & _146_;
  assign _148_ = counter_histogram[463:448] + { 15'h0000, _147_ };
  assign _149_ = & counter_histogram[479:464];
  assign _150_ = ~ _149_;
  assign _151_ = row_leading[29] & _150_;
  assign _152_ = counter_histogram[479:464] + { 15'h0000, _151_ };
  assign _153_ = & counter_histogram[495:480];
  assign _154_ = ~ _153_;
  assign _155_ = row_leading[30] & _154_;
  assign _156_ = counter_histogram[495:480] + { 15'h0000, _155_ };
  assign _157_ = & counter_histogram[511:496];
  assign _158_ = ~ _157_;
  assign _159_ = row_leading[31] & _158_;
  assign _160_ = counter_histogram[511:496] + { 15'h0000, _159_ };
  assign _161_ = column_slot == 2'h3;
  assign _162_ = column_slot + 2'h1;
  assign _163_ = _161_ ? 2'h0 : _162_;
  assign _164_ = column_slot == 2'h0;
  assign _165_ = ~ column_done_registered;
  assign _166_ = column_flags_0 & _165_;
  assign _167_ = column_done_registered & { {4{column_flagged}} };
  assign _168_ = _166_ | _167_;
  assign _169_ = column_slot == 2'h1;
  assign _170_ = ~ column_done_registered;
  assign _171_ = column_flags_1 & _170_;
  assign _172_ = column_done_registered & { {4{column_flagged}} };
  assign _173_ = _171_ | _172_;
  assign _174_ = column_slot == 2'h2;
  assign _175_ = ~ column_done_registered;
  assign _176_ = column_flags_2 & _175_;
  assign _177_ = column_done_registered & { {4{column_flagged}} };
  assign _178_ = _176_ | _177_;
  assign _179_ = column_slot == 2'h3;
  assign _180_ = ~ column_done_registered;
  assign _181_ = column_flags_3 & _180_;
  assign _182_ = column_done_registered & { {4{column_flagged}} };
  assign _183_ = _181_ | _182_;
  assign _184_ = done_slot == 2'h3;
  assign _185_ = done_slot + 2'h1;
  assign _186_ = _184_ ? 2'h0 : _185_;
  assign _187_ = done_slot == 2'h0;
  assign _188_ = check_valid & _187_;
  assign _189_ = read_slot == 2'h0;
  assign _190_ = read_enable & _189_;
  assign _191_ = row_flags_0 >> 1'h1;
  assign _192_ = done_slot == 2'h1;
  assign _193_ = check_valid & _192_;
  assign _194_ = read_slot == 2'h1;
  assign _195_ = read_enable & _194_;
  assign _196_ = row_flags_1 >> 1'h1;
  assign _197_ = done_slot == 2'h2;
  assign _198_ = check_valid & _197_;
  assign _199_ = read_slot == 2'h2;
  assign _200_ = read_enable & _199_;
  assign _201_ = row_flags_2 >> 1'h1;
  assign _202_ = done_slot == 2'h3;
  assign _203_ = check_valid & _202_;
  assign _204_ = read_slot == 2'h3;
  assign _205_ = read_enable & _204_;
  assign _206_ = row_flags_3 >> 1'h1;
  assign _207_ = done_slot == 2'h0;
  assign _209_ = check_valid & _207_;
  assign _210_ = | check_row_flags;
  assign _211_ = | check_column_flags;
  assign _212_ = _210_ & _211_;
  assign _213_ = done_slot == 2'h1;
  assign _214_ = check_valid & _213_;
  assign _215_ = | check_row_flags;
  assign _216_ = | check_column_flags;
  assign _217_ = _215_ & _216_;
  assign _218_ = done_slot == 2'h2;
  assign _219_ = check_valid & _218_;
  assign _220_ = | check_row_flags;
  assign _221_ = | check_column_flags;
  assign _222_ = _220_ & _221_;
  assign _223_ = done_slot == 2'h3;
  assign _224_ = check_valid & _223_;
  assign _225_ = | check_row_flags;
  assign _226_ = | check_column_flags;
  assign _227_ = _225_ & _226_;
  assign _228_ = { 1'h0, counter_tiles } + 17'h00001;
  assign _229_ = _228_ > 17'h0ffff;
  assign _230_ = counter_tiles + 16'h0001;
  assign _231_ = _229_ ? 16'hffff : _230_;
  assign _232_ = | tile_flagged_rows;
  assign _233_ = | tile_flagged_columns;
  assign _234_ = _232_ | _233_;
  assign _235_ = { 1'h0, counter_flagged_tiles } + { 16'h0000, _234_ };
  assign _236_ = _235_ > 17'h0ffff;
  assign _237_ = | tile_flagged_rows;
  assign _238_ = | tile_flagged_columns;
  assign _239_ = _237_ | _238_;
  assign _240_ = counter_flagged_tiles + { 15'h0000, _239_ };
  assign _241_ = _236_ ? 16'hffff : _240_;
  assign _242_ = { 1'h0, counter_flagged_rows } + { 14'h0000, tile_flagged_rows };
  assign _243_ = _242_ > 17'h0ffff;
  assign _244_ = counter_flagged_rows + { 13'h0000, tile_flagged_rows };
  assign _245_ = _243_ ? 16'hffff : _244_;
  assign _246_ = { 1'h0, counter_flagged_columns } + { 14'h0000, tile_flagged_columns };
  assign _247_ = _246_ > 17'h0ffff;
  assign _248_ = counter_flagged_columns + { 13'h0000, tile_flagged_columns };
  assign _249_ = _247_ ? 16'hffff : _248_;
  assign _250_ = tile_flagged_rows * tile_flagged_columns;
  assign _251_ = { 1'h0, counter_masked_elements } + { 11'h000, _250_ };
  assign _252_ = _251_ > 17'h0ffff;
  assign _253_ = tile_flagged_rows * tile_flagged_columns;
  assign _254_ = counter_masked_elements + { 10'h000, _253_ };
  assign _255_ = _252_ ? 16'hffff : _254_;
  always @(posedge clk)
    row_delta_value <= row_sum;
  always @(posedge clk)
    column_delta_value <= column_bus_0_1;
  always @(posedge clk)
    row_flags_0 <= _256_;
  always @(posedge clk)
    row_flags_1 <= _257_;
  always @(posedge clk)
    row_flags_2 <= _258_;
  always @(posedge clk)
    row_flags_3 <= _259_;
  always @(posedge clk)
    tile_flagged_rows <= row_count_4;
  always @(posedge clk)
    tile_flagged_columns <= column_count_4;
  always @(posedge clk)
    if (rst) row_delta_valid <= 1'h0;
    else row_delta_valid <= row_valid;
  always @(posedge clk)
    if (row_delta_valid) check_row_flags <= { row_flagged, check_row_flags[3:1] };
  always @(posedge clk)
    if (_265_) counter_largest_delta <= 32'd0;
    else if (_264_) counter_largest_delta <= row_magnitude;
  always @(posedge clk)
    if (_266_) counter_histogram <= 512'h00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;
    else if (row_delta_valid) counter_histogram <= { _160_, _156_, _152_, _148_, _144_, _140_, _136_, _132_, _128_, _124_, _120_, _116_, _112_, _108_, _104_, _100_, _096_, _092_, _088_, _084_, _080_, _076_, _072_, _068_, _064_, _060_, _056_, _052_, _048_, _044_, _040_, _036_ };
  always @(posedge clk)
    if (rst) column_done_registered <= 4'h0;
    else column_done_registered <= column_done;
  always @(posedge clk)
    if (rst) column_slot <= 2'h0;
    else if (column_done_registered[3]) column_slot <= _163_;
  always @(posedge clk)
    if (_164_) column_flags_0 <= _168_;
  always @(posedge clk)
    if (_169_) column_flags_1 <= _173_;
  always @(posedge clk)
    if (_174_) column_flags_2 <= _178_;
  always @(posedge clk)
    if (_179_) column_flags_3 <= _183_;
  always @(posedge clk)
    if (rst) check_valid <= 1'h0;
    else check_valid <= column_done_registered[3];
  always @(posedge clk)
    if (rst) done_slot <= 2'h0;
    else if (check_valid) done_slot <= _186_;
  always @(posedge clk)
    if (_209_) masked_tiles[0] <= _212_;
  always @(posedge clk)
    if (_214_) masked_tiles[1] <= _217_;
  always @(posedge clk)
    if (_219_) masked_tiles[2] <= _222_;
  always @(posedge clk)
    if (_224_) masked_tiles[3] <= _227_;
  always @(posedge clk)
    if (rst) counted <= 1'h0;
    else counted <= check_valid;
  always @(posedge clk)
    if (_267_) counter_tiles <= 16'h0000;
    else if (counted) counter_tiles <= _231_;
  always @(posedge clk)
    if (_268_) counter_flagged_tiles <= 16'h0000;
    else if (counted) counter_flagged_tiles <= _241_;
  always @(posedge clk)
    if (_269_) counter_flagged_rows <= 16'h0000;
    else if (counted) counter_flagged_rows <= _245_;
  always @(posedge clk)
    if (_270_) counter_flagged_columns <= 16'h0000;
    else if (counted) counter_flagged_columns <= _249_;
  always @(posedge clk)
    if (_271_) counter_masked_elements <= 16'h0000;
    else if (counted) counter_masked_elements <= _255_;
  assign _264_ = & { _032_, row_delta_valid };
  assign _265_ = | { counters_clear, rst };
  assign _266_ = | { counters_clear, rst };
  assign _267_ = | { counters_clear, rst };
  assign _268_ = | { counters_clear, rst };
  assign _269_ = | { counters_clear, rst };
  assign _270_ = | { counters_clear, rst };
  assign _271_ = | { counters_clear, rst };
  assign _272_ = _205_ ? _206_ : row_flags_3;
  assign _259_ = _203_ ? check_row_flags : _272_;
  assign _273_ = _200_ ? _201_ : row_flags_2;
  assign _258_ = _198_ ? check_row_flags : _273_;
  assign _274_ = _195_ ? _196_ : row_flags_1;
  assign _257_ = _193_ ? check_row_flags : _274_;
  assign _275_ = _190_ ? _191_ : row_flags_0;
  assign _256_ = _188_ ? check_row_flags : _275_;
  assign done = check_valid;
endmodule

module drift_sum_4(total, operands);
  output wire [9:0] total;
  input wire [31:0] operands;
  wire [8:0] high;
  wire [8:0] low;
  assign total = $signed({ low[8], low }) + $signed({ high[8], high });
  drift_sum_2 high_half (
    .operands(operands[31:16]),
    .total(high)
  );
  drift_sum_2 low_half (
    .operands(operands[15:0]),
    .total(low)
  );
endmodule

module drift_sum_2(total, operands);
  output wire [8:0] total;
  input wire [15:0] operands;
  wire [7:0] high;
  wire [7:0] low;
  assign total = $signed({ low[7], low }) + $signed({ high[7], high });
  drift_sum_1 high_half (
    .operands(operands[15:8]),
    .total(high)
  );
  drift_sum_1 low_half (
    .operands(operands[7:0]),
    .total(low)
  );
endmodule

module drift_sum_1(total, operands);
  output wire [7:0] total;
  input wire [7:0] operands;
  assign total = operands;
endmodule

module drift_corrector(rst, row_delta_valid, row_delta_value, row_flagged, column_delta_valid, column_delta_value, column_flagged, column_slot, done, done_slot, read_enable, read_slot, read_row, result_slot, slot_free, tile_done, row_corrected, correction, column_select, cleared_columns, masked
, clk);
  input wire rst;
  input wire row_delta_valid;
  input wire [31:0] row_delta_value;
  input wire row_flagged;
  input wire column_delta_valid;
  input wire [31:0] column_delta_value;
  input wire column_flagged;
  input wire [1:0] column_slot;
  input wire done;
  input wire [1:0] done_slot;
  input wire read_enable;
  input wire [1:0] read_slot;
  input wire [1:0] read_row;
  input wire [1:0] result_slot;
  input wire slot_free;
  output wire tile_done;
  output wire row_corrected;
  output reg [31:0] correction;
  output reg [3:0] column_select;
  output wire [3:0] cleared_columns;
  output wire masked;
  input wire clk;
  wire _000_;
  wire _001_;
  wire _002_;
  wire _003_;
  wire _004_;
  wire _005_;
  wire _006_;
  wire _007_;
  wire [1:0] _008_;
  wire [1:0] _009_;
  wire [1:0] _010_;
  wire [1:0] _011_;
  wire [1:0] _012_;
  wire [1:0] _013_;
  wire [3:0] _014_;
  wire [3:0] _015_;
  wire [3:0] _016_;
  wire [3:0] _017_;
  wire [3:0] _018_;
  wire [3:0] _019_;
  wire [3:0] _020_;
  wire [3:0] _021_;
  wire [1:0] _022_;
  wire [1:0] _023_;
  wire [1:0] _024_;
  wire [1:0] _025_;
  wire [1:0] _026_;
  wire [1:0] _027_;
  wire _028_;
  wire [3:0] _029_;
  wire [3:0] _030_;
  wire _031_;
  wire [3:0] _032_;
  wire [3:0] _033_;
  wire _034_;
  wire [3:0] _035_;
  wire [3:0] _036_;
  wire _037_;
  wire [3:0] _038_;
  wire [3:0] _039_;
  wire [31:0] _040_;
  wire [31:0] _041_;
  wire [31:0] _042_;
  wire [31:0] _043_;
  wire [31:0] _044_;
  wire [31:0] _045_;
  wire [31:0] _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire [3:0] _051_;
  wire [3:0] _052_;
  wire [3:0] _053_;
  wire [3:0] _054_;
  wire [3:0] _055_;
  wire [3:0] _056_;
  wire [3:0] _057_;
  wire [3:0] _058_;
  wire clear_0;
  wire clear_1;
  wire clear_2;
  wire clear_3;
  reg [3:0] cleared_0;
  reg [3:0] cleared_1;
  reg [3:0] cleared_2;
  reg [3:0] cleared_3;
  wire [31:0] column_delta_0;
  wire [31:0] column_delta_1;
  wire [31:0] column_delta_2;
  wire [31:0] column_delta_3;
  wire column_flagged_0;
  wire column_flagged_1;
  wire column_flagged_2;
  wire column_flagged_3;
  wire column_valid_0;
  wire column_valid_1;
  wire column_valid_2;
  wire column_valid_3;
  wire columns_0;
  wire columns_1;
  wire columns_2;
  wire columns_3;
  wire [3:0] done_select;
  wire hit_0;
  wire hit_1;
  wire hit_2;
  wire hit_3;
  wire masked_0;
  wire masked_1;
  wire masked_2;
  wire masked_3;
  wire match_0;
  wire match_1;
  wire match_2;
  wire match_3;
  wire [1:0] read_column;
  wire [1:0] read_column_0;
  wire [1:0] read_column_1;
  wire [1:0] read_column_2;
  wire [1:0] read_column_3;
  wire [31:0] read_delta_0;
  wire [31:0] read_delta_1;
  wire [31:0] read_delta_2;
  wire [31:0] read_delta_3;
  wire [3:0] read_select;
  wire [1:0] repaired_column;
  wire [1:0] repaired_column_0;
  wire [1:0] repaired_column_1;
  wire [1:0] repaired_column_2;
  wire [1:0] repaired_column_3;
  wire [3:0] repaired_select;
  wire repairs_0;
  wire repairs_1;
  wire repairs_2;
  wire repairs_3;
  wire [3:0] result_select;
  wire row_valid_0;
  wire row_valid_1;
  wire row_valid_2;
  wire row_valid_3;
  assign column_valid_1 = | columns_1;
  assign _003_ = columns_1 & column_flagged;
  assign column_flagged_1 = | _003_;
  assign column_delta_1 = column_delta_value & { {32{columns_1}} };
  assign match_1 = done & done_select[1];
  assign _004_ = column_slot == 2'h2;
  assign columns_2 = column_delta_valid & _004_;
  assign clear_2 = slot_free & result_select[2];
  assign row_valid_2 = row_delta_valid & done_select[2];
  assign column_valid_2 = | columns_2;
  assign _005_ = columns_2 & column_flagged;
  assign column_flagged_2 = | _005_;
  assign column_delta_2 = column_delta_value & { {32{columns_2}} };
  assign match_2 = done & done_select[2];
  assign _006_ = column_slot == 2'h3;
  assign columns_3 = column_delta_valid & _006_;
  assign clear_3 = slot_free & result_select[3];
  assign row_valid_3 = row_delta_valid & done_select[3];
  assign column_valid_3 = | columns_3;
  assign _007_ = columns_3 & column_flagged;
  assign column_flagged_3 = | _007_;
  assign column_delta_3 = column_delta_value & { {32{columns_3}} };
  assign match_3 = done & done_select[3];
  assign _008_ = repaired_column_0 & { {2{repairs_0}} };
  assign _009_ = repaired_column_1 & { {2{repairs_1}} };
  assign _010_ = _008_ | _009_;
  assign _011_ = repaired_column_2 & { {2{repairs_2}} };
  assign _012_ = _010_ | _011_;
  assign _013_ = repaired_column_3 & { {2{repairs_3}} };
  assign repaired_column = _012_ | _013_;
  assign repaired_select[0] = repaired_column == 2'h0;
  assign repaired_select[1] = repaired_column == 2'h1;
  assign repaired_select[2] = repaired_column == 2'h2;
  assign repaired_select[3] = repaired_column == 2'h3;
  assign _014_ = cleared_0 & { {4{result_select[0]}} };
  assign _015_ = cleared_1 & { {4{result_select[1]}} };
  assign _016_ = _014_ | _015_;
  assign _017_ = cleared_2 & { {4{result_select[2]}} };
  assign _018_ = _016_ | _017_;
  assign _019_ = cleared_3 & { {4{result_select[3]}} };
  assign cleared_columns = _018_ | _019_;
  assign _020_ = result_select & { masked_3, masked_2, masked_1, masked_0 };
  assign masked = | _020_;
  assign _021_ = read_select & { hit_3, hit_2, hit_1, hit_0 };
  assign row_corrected = | _021_;
  assign _022_ = read_column_0 & { {2{read_select[0]}} };
  assign _023_ = read_column_1 & { {2{read_select[1]}} };
  assign _024_ = _022_ | _023_;
  assign _025_ = read_column_2 & { {2{read_select[2]}} };
  assign _026_ = _024_ | _025_;
  assign _027_ = read_column_3 & { {2{read_select[3]}} };
  assign read_column = _026_ | _027_;
  assign _028_ = done & done_select[0];
  assign _029_ = repaired_select & { {4{repairs_0}} };
  assign _030_ = cleared_0 | repaired_select;
  assign _031_ = done & done_select[1];
  assign _032_ = repaired_select & { {4{repairs_1}} };
  assign _033_ = cleared_1 | repaired_select;
  assign _034_ = done & done_select[2];
  assign _035_ = repaired_select & { {4{repairs_2}} };
  assign _036_ = cleared_2 | repaired_select;
  assign _037_ = done & done_select[3];
  assign _038_ = repaired_select & { {4{repairs_3}} };
  assign _039_ = cleared_3 | repaired_select;
  assign _040_ = read_delta_0 & { {32{read_select[0]}} };
  assign _041_ = read_delta_1 & { {32{read_select[1]}} };
  assign _042_ = _040_ | _041_;
  assign _043_ = read_delta_2 & { {32{read_select[2]}} };
  assign _044_ = _042_ | _043_;
  assign _045_ = read_delta_3 & { {32{read_select[3]}} };
  assign _046_ = _044_ | _045_;
  assign _047_ = read_column == 2'h0;
  assign _048_ = read_column == 2'h1;
  assign _049_ = read_column == 2'h2;
  assign _050_ = read_column == 2'h3;
  always @(posedge clk)
    cleared_0 <= _051_;
  always @(posedge clk)
    cleared_1 <= _052_;
  always @(posedge clk)
    cleared_2 <= _053_;
  always @(posedge clk)
    cleared_3 <= _054_;
  assign read_select[0] = read_slot == 2'h0;
  assign read_select[1] = read_slot == 2'h1;
  assign read_select[2] = read_slot == 2'h2;
  assign read_select[3] = read_slot == 2'h3;
  assign result_select[0] = result_slot == 2'h0;
  assign result_select[1] = result_slot == 2'h1;
  assign result_select[2] = result_slot == 2'h2;
  assign result_select[3] = result_slot == 2'h3;
  assign done_select[0] = done_slot == 2'h0;
  assign done_select[1] = done_slot == 2'h1;
  assign done_select[2] = done_slot == 2'h2;
  assign done_select[3] = done_slot == 2'h3;
  assign _000_ = column_slot == 2'h0;
  assign columns_0 = column_delta_valid & _000_;
  assign clear_0 = slot_free & result_select[0];
  assign row_valid_0 = row_delta_valid & done_select[0];
  assign column_valid_0 = | columns_0;
  assign _001_ = columns_0 & column_flagged;
  assign column_flagged_0 = | _001_;
  assign column_delta_0 = column_delta_value & { {32{columns_0}} };
  assign match_0 = done & done_select[0];
  assign _002_ = column_slot == 2'h1;
  assign columns_1 = column_delta_valid & _002_;
  assign clear_1 = slot_free & result_select[1];
  assign row_valid_1 = row_delta_valid & done_select[1];
  always @(posedge clk)
    if (read_enable) correction <= _046_;
  always @(posedge clk)
    if (read_enable)
      if (!row_corrected) column_select <= 4'h0;
      else column_select <= { _050_, _049_, _048_, _047_ };
  assign _055_ = repairs_3 ? _039_ : cleared_3;
  assign _054_ = _037_ ? _038_ : _055_;
  assign _056_ = repairs_2 ? _036_ : cleared_2;
  assign _053_ = _034_ ? _035_ : _056_;
  assign _057_ = repairs_1 ? _033_ : cleared_1;
  assign _052_ = _031_ ? _032_ : _057_;
  assign _058_ = repairs_0 ? _030_ : cleared_0;
  assign _051_ = _028_ ? _029_ : _058_;
  drift_correction_slot slot0 (
    .clear(clear_0),
    .clk(clk),
    .column_delta(column_delta_0),
    .column_flagged(column_flagged_0),
    .column_valid(column_valid_0),
    .hit(hit_0),
    .masked(masked_0),
    .match(match_0),
    .read_column(read_column_0),
    .read_delta(read_delta_0),
    .read_row(read_row),
    .repaired_column(repaired_column_0),
    .repairs(repairs_0),
    .row_delta(row_delta_value),
    .row_flagged(row_flagged),
    .row_valid(row_valid_0),
    .rst(rst)
  );
  drift_correction_slot slot1 (
    .clear(clear_1),
    .clk(clk),
    .column_delta(column_delta_1),
    .column_flagged(column_flagged_1),
    .column_valid(column_valid_1),
    .hit(hit_1),
    .masked(masked_1),
    .match(match_1),
    .read_column(read_column_1),
    .read_delta(read_delta_1),
    .read_row(read_row),
    .repaired_column(repaired_column_1),
    .repairs(repairs_1),
    .row_delta(row_delta_value),
    .row_flagged(row_flagged),
    .row_valid(row_valid_1),
    .rst(rst)
  );
  drift_correction_slot slot2 (
    .clear(clear_2),
    .clk(clk),
    .column_delta(column_delta_2),
    .column_flagged(column_flagged_2),
    .column_valid(column_valid_2),
    .hit(hit_2),
    .masked(masked_2),
    .match(match_2),
    .read_column(read_column_2),
    .read_delta(read_delta_2),
    .read_row(read_row),
    .repaired_column(repaired_column_2),
    .repairs(repairs_2),
    .row_delta(row_delta_value),
    .row_flagged(row_flagged),
    .row_valid(row_valid_2),
    .rst(rst)
  );
  drift_correction_slot slot3 (
    .clear(clear_3),
    .clk(clk),
    .column_delta(column_delta_3),
    .column_flagged(column_flagged_3),
    .column_valid(column_valid_3),
    .hit(hit_3),
    .masked(masked_3),
    .match(match_3),
    .read_column(read_column_3),
    .read_delta(read_delta_3),
    .read_row(read_row),
    .repaired_column(repaired_column_3),
    .repairs(repairs_3),
    .row_delta(row_delta_value),
    .row_flagged(row_flagged),
    .row_valid(row_valid_3),
    .rst(rst)
  );
  assign tile_done = done;
endmodule

module drift_correction_slot(rst, clear, row_valid, row_flagged, row_delta, column_valid, column_flagged, column_delta, match, read_row, repairs, repaired_column, hit, read_delta, read_column, masked, clk);
  input wire rst;
  input wire clear;
  input wire row_valid;
  input wire row_flagged;
  input wire [31:0] row_delta;
  input wire column_valid;
  input wire column_flagged;
  input wire [31:0] column_delta;
  input wire match;
  input wire [1:0] read_row;
  output wire repairs;
  output wire [1:0] repaired_column;
  output wire hit;
  output wire [31:0] read_delta;
  output wire [1:0] read_column;
  output wire masked;
  input wire clk;
  wire [1:0] _000_;
  wire _001_;
  wire _002_;
  wire [1:0] _003_;
  wire _004_;
  wire _005_;
  wire _006_;
  wire _007_;
  wire _008_;
  wire _009_;
  wire _010_;
  wire _011_;
  wire _012_;
  wire _013_;
  wire _014_;
  wire [3:0] _015_;
  wire [3:0] _016_;
  wire [3:0] _017_;
  wire [2:0] _018_;
  wire [2:0] _019_;
  wire [1:0] _020_;
  wire _021_;
  wire [3:0] _022_;
  wire [2:0] _023_;
  wire [2:0] _024_;
  wire [1:0] _025_;
  wire _026_;
  wire [31:0] _027_;
  wire [31:0] _028_;
  wire _029_;
  wire [31:0] _030_;
  wire [31:0] _031_;
  wire [31:0] _032_;
  wire [31:0] _033_;
  wire _034_;
  wire _035_;
  wire _036_;
  wire _037_;
  wire _038_;
  wire _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire [3:0] _043_;
  wire _044_;
  wire _045_;
  wire _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire _051_;
  wire _052_;
  wire [1:0] _053_;
  wire [1:0] _054_;
  wire [1:0] _055_;
  wire [1:0] _056_;
  wire [1:0] _057_;
  wire [1:0] _058_;
  wire _059_;
  wire _060_;
  wire _061_;
  wire _062_;
  wire _063_;
  wire [31:0] _064_;
  wire [31:0] _065_;
  wire [31:0] _066_;
  wire [31:0] _067_;
  wire [31:0] _068_;
  wire [31:0] _069_;
  wire [1:0] _070_;
  wire [1:0] _071_;
  wire [1:0] _072_;
  wire _073_;
  wire [1:0] _074_;
  wire [1:0] _075_;
  wire [1:0] _076_;
  wire [3:0] _077_;
  wire [3:0] _078_;
  wire _079_;
  wire _080_;
  wire [3:0] _081_;
  wire [3:0] _082_;
  wire _083_;
  wire _084_;
  wire _085_;
  wire _086_;
  wire _087_;
  wire _088_;
  wire _089_;
  wire _090_;
  wire _091_;
  wire _092_;
  wire _093_;
  wire _094_;
  wire _095_;
  wire _096_;
  wire _097_;
  wire _098_;
  wire _099_;
  wire _100_;
  wire _101_;
  wire _102_;
  wire _103_;
  wire _104_;
  wire _105_;
  wire _106_;
  wire _107_;
  wire _108_;
  wire _109_;
  wire _110_;
  wire _111_;
  wire _112_;
  wire _113_;
  reg [31:0] column_delta_0;
  reg [31:0] column_delta_1;
  reg [31:0] column_delta_2;
  reg [31:0] column_delta_3;
  reg [1:0] column_next;
  reg [1:0] column_number_0;
  reg [1:0] column_number_1;
  reg [1:0] column_number_2;
  reg [1:0] column_number_3;
  reg columns_overflow;
  reg [3:0] columns_repaired;
  reg [3:0] columns_used;
  wire [3:0] hits;
  wire [31:0] matched_delta;
  wire matching;
  reg [1:0] partner_0;
  reg [1:0] partner_1;
  reg [1:0] partner_2;
  reg [1:0] partner_3;
  reg [31:0] row_delta_0;
  reg [31:0] row_delta_1;
  reg [31:0] row_delta_2;
  reg [31:0] row_delta_3;
  reg [1:0] row_next;
  reg [1:0] row_number_0;
  reg [1:0] row_number_1;
  reg [1:0] row_number_2;
  reg [1:0] row_number_3;
  reg rows_overflow;
  reg [3:0] rows_repaired;
  reg [3:0] rows_used;
  wire [3:0] same_columns;
  wire [3:0] same_columns_count_2;
  wire [2:0] same_columns_count_4;
  wire [3:0] same_rows;
  wire [3:0] same_rows_count_2;
  wire [2:0] same_rows_count_4;
  reg [3:0] turn;
  assign _000_ = row_next + 2'h1;
  assign _011_ = row_valid & row_flagged;
  assign _021_ = rows_overflow | rows_used[3];
  assign _029_ = ~ rows_used[0];
  assign _040_ = _029_ & 1'h1;
  assign _051_ = ~ rows_used[1];
  assign _062_ = _051_ & rows_used[0];
  assign _073_ = ~ rows_used[2];
  assign _084_ = _073_ & rows_used[1];
  assign _001_ = ~ rows_used[3];
  assign _002_ = _001_ & rows_used[2];
  assign _003_ = column_next + 2'h1;
  assign _004_ = column_valid & column_flagged;
  assign _005_ = columns_overflow | columns_used[3];
  assign _006_ = ~ columns_used[0];
  assign _007_ = _006_ & 1'h1;
  assign _008_ = ~ columns_used[1];
  assign _009_ = _008_ & columns_used[0];
  assign _010_ = ~ columns_used[2];
  assign _012_ = _010_ & columns_used[1];
  assign _013_ = ~ columns_used[3];
  assign _014_ = _013_ & columns_used[2];
  assign _015_ = rows_repaired | turn;
  assign _016_ = columns_repaired | same_columns;
  assign _017_ = same_rows & 4'h5;
  assign _018_ = same_rows[3:1] & 3'h5;
  assign same_rows_count_2 = _017_ + { 1'h0, _018_ };
  assign _019_ = same_rows_count_2[2:0] & 3'h3;
  assign _020_ = same_rows_count_2[3:2] & 2'h3;
  assign same_rows_count_4 = _019_ + { 1'h0, _020_ };
  assign _022_ = same_columns & 4'h5;
  assign _023_ = same_columns[3:1] & 3'h5;
  assign same_columns_count_2 = _022_ + { 1'h0, _023_ };
  assign _024_ = same_columns_count_2[2:0] & 3'h3;
  assign _025_ = same_columns_count_2[3:2] & 2'h3;
  assign same_columns_count_4 = _024_ + { 1'h0, _025_ };
  assign _026_ = ~ turn[0];
  assign matching = match | _026_;
  assign _027_ = row_delta_0 & { {32{turn[0]}} };
  assign _028_ = row_delta_1 & { {32{turn[1]}} };
  assign _030_ = _027_ | _028_;
  assign _031_ = row_delta_2 & { {32{turn[2]}} };
  assign _032_ = _030_ | _031_;
  assign _033_ = row_delta_3 & { {32{turn[3]}} };
  assign matched_delta = _032_ | _033_;
  assign _034_ = row_delta_0 == matched_delta;
  assign _035_ = row_delta_1 == matched_delta;
  assign _036_ = row_delta_2 == matched_delta;
  assign _037_ = row_delta_3 == matched_delta;
  assign same_rows = rows_used & { _037_, _036_, _035_, _034_ };
  assign _038_ = column_delta_0 == matched_delta;
  assign _039_ = column_delta_1 == matched_delta;
  assign _041_ = column_delta_2 == matched_delta;
  assign _042_ = column_delta_3 == matched_delta;
  assign same_columns = columns_used & { _042_, _041_, _039_, _038_ };
  assign _043_ = rows_used & turn;
  assign _044_ = | _043_;
  assign _045_ = matching & _044_;
  assign _046_ = rows_overflow | columns_overflow;
  assign _047_ = ~ _046_;
  assign _048_ = _045_ & _047_;
  assign _049_ = same_rows_count_4 == 3'h1;
  assign _050_ = _048_ & _049_;
  assign _052_ = same_columns_count_4 == 3'h1;
  assign repairs = _050_ & _052_;
  assign _053_ = column_number_0 & { {2{same_columns[0]}} };
  assign _054_ = column_number_1 & { {2{same_columns[1]}} };
  assign _055_ = _053_ | _054_;
  assign _056_ = column_number_2 & { {2{same_columns[2]}} };
  assign _057_ = _055_ | _056_;
  assign _058_ = column_number_3 & { {2{same_columns[3]}} };
  assign repaired_column = _057_ | _058_;
  assign _059_ = row_number_0 == read_row;
  assign _060_ = row_number_1 == read_row;
  assign _061_ = row_number_2 == read_row;
  assign _063_ = row_number_3 == read_row;
  assign hits = rows_repaired & { _063_, _061_, _060_, _059_ };
  assign hit = | hits;
  assign _064_ = row_delta_0 & { {32{hits[0]}} };
  assign _065_ = row_delta_1 & { {32{hits[1]}} };
  assign _066_ = _064_ | _065_;
  assign _067_ = row_delta_2 & { {32{hits[2]}} };
  assign _068_ = _066_ | _067_;
  assign _069_ = row_delta_3 & { {32{hits[3]}} };
  assign read_delta = _068_ | _069_;
  assign _070_ = partner_0 & { {2{hits[0]}} };
  assign _071_ = partner_1 & { {2{hits[1]}} };
  assign _072_ = _070_ | _071_;
  assign _074_ = partner_2 & { {2{hits[2]}} };
  assign _075_ = _072_ | _074_;
  assign _076_ = partner_3 & { {2{hits[3]}} };
  assign read_column = _075_ | _076_;
  assign _077_ = ~ rows_repaired;
  assign _078_ = rows_used & _077_;
  assign _079_ = | _078_;
  assign _080_ = rows_overflow | _079_;
  assign _081_ = ~ columns_repaired;
  assign _082_ = columns_used & _081_;
  assign _083_ = | _082_;
  assign _085_ = columns_overflow | _083_;
  assign masked = _080_ & _085_;
  always @(posedge clk)
    if (_106_) row_next <= 2'h0;
    else if (row_valid) row_next <= _000_;
  always @(posedge clk)
    if (_107_) rows_used <= 4'h0;
    else if (_011_) rows_used <= { rows_used[2:0], 1'h1 };
  always @(posedge clk)
    if (_108_) rows_overflow <= 1'h0;
    else if (_011_) rows_overflow <= _021_;
  always @(posedge clk)
    if (_086_) row_number_0 <= row_next;
  always @(posedge clk)
    if (_087_) row_delta_0 <= row_delta;
  always @(posedge clk)
    if (_088_) row_number_1 <= row_next;
  always @(posedge clk)
    if (_089_) row_delta_1 <= row_delta;
  always @(posedge clk)
    if (_090_) row_number_2 <= row_next;
  always @(posedge clk)
    if (_091_) row_delta_2 <= row_delta;
  always @(posedge clk)
    if (_092_) row_number_3 <= row_next;
  always @(posedge clk)
    if (_093_) row_delta_3 <= row_delta;
  always @(posedge clk)
    if (_109_) column_next <= 2'h0;
    else if (column_valid) column_next <= _003_;
  always @(posedge clk)
    if (_110_) columns_used <= 4'h0;
    else if (_004_) columns_used <= { columns_used[2:0], 1'h1 };
  always @(posedge clk)
    if (_111_) columns_overflow <= 1'h0;
    else if (_004_) columns_overflow <= _005_;
  always @(posedge clk)
    if (_094_) column_number_0 <= column_next;
  always @(posedge clk)
    if (_095_) column_delta_0 <= column_delta;
  always @(posedge clk)
    if (_096_) column_number_1 <= column_next;
  always @(posedge clk)
    if (_097_) column_delta_1 <= column_delta;
  always @(posedge clk)
    if (_098_) column_number_2 <= column_next;
  always @(posedge clk)
    if (_099_) column_delta_2 <= column_delta;
  always @(posedge clk)
    if (_100_) column_number_3 <= column_next;
  always @(posedge clk)
    if (_101_) column_delta_3 <= column_delta;
  always @(posedge clk)
    if (rst) turn <= 4'h1;
    else if (matching) turn <= { turn[2:0], turn[3] };
  always @(posedge clk)
    if (_112_) rows_repaired <= 4'h0;
    else if (repairs) rows_repaired <= _015_;
  always @(posedge clk)
    if (_113_) columns_repaired <= 4'h0;
    else if (repairs) columns_repaired <= _016_;
  always @(posedge clk)
    if (_102_) partner_0 <= repaired_column;
  always @(posedge clk)
    if (_103_) partner_1 <= repaired_column;
  always @(posedge clk)
    if (_104_) partner_2 <= repaired_column;
  always @(posedge clk)
    if (_105_) partner_3 <= repaired_column;
  assign _086_ = & { _040_, _011_ };
  assign _087_ = & { _040_, _011_ };
  assign _088_ = & { _062_, _011_ };
  assign _089_ = & { _062_, _011_ };
  assign _090_ = & { _084_, _011_ };
  assign _091_ = & { _084_, _011_ };
  assign _092_ = & { _002_, _011_ };
  assign _093_ = & { _002_, _011_ };
  assign _094_ = & { _007_, _004_ };
  assign _095_ = & { _007_, _004_ };
  assign _096_ = & { _009_, _004_ };
  assign _097_ = & { _009_, _004_ };
  assign _098_ = & { _012_, _004_ };
  assign _099_ = & { _012_, _004_ };
  assign _100_ = & { _014_, _004_ };
  assign _101_ = & { _014_, _004_ };
  assign _102_ = & { turn[0], repairs };
  assign _103_ = & { turn[1], repairs };
  assign _104_ = & { turn[2], repairs };
  assign _105_ = & { turn[3], repairs };
  assign _106_ = | { clear, rst };
  assign _107_ = | { clear, rst };
  assign _108_ = | { clear, rst };
  assign _109_ = | { clear, rst };
  assign _110_ = | { clear, rst };
  assign _111_ = | { clear, rst };
  assign _112_ = | { clear, rst };
  assign _113_ = | { clear, rst };
endmodule
