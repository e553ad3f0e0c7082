// drift-hw 0.1.0, configuration 70d321728644c008
// [array]
// rows = 4
// columns = 4
// operand_width = 8
// accumulator_width = 32
// product_register = false
// drain_segment = 16
//
// [protection]
// abft = true
// counter_width = 16
//
// [faults]
// ports = false
//
// [requantiser]
// multiplier_width = 14
module drift_core(rst, operands_valid, operands_a, operands_b, operands_last, requantisation_valid, requantisation_bias, requantisation_multiplier, requantisation_shift, results_ready, threshold, counters_clear, operands_ready, requantisation_ready, results_valid, results_accumulator, results_quantised, results_last, results_mask, row_delta_valid, row_delta_value
, column_delta_valid, column_delta_value, check_valid, check_row_flags, check_column_flags, counter_tiles, counter_flagged_tiles, counter_flagged_rows, counter_flagged_columns, counter_masked_elements, counter_largest_delta, counter_histogram, clk);
  input wire rst;
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
  output wire operands_ready;
  output wire requantisation_ready;
  output wire results_valid;
  output wire [127:0] results_accumulator;
  output wire [31:0] results_quantised;
  output wire results_last;
  output wire [3:0] results_mask;
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
  input wire clk;
  wire accept;
  wire [31:0] checksum_drain_out;
  wire [127:0] checksum_row_out;
  wire [127:0] column_delta;
  wire [3:0] column_flags;
  wire [3:0] column_last;
  wire [9:0] column_total;
  wire [127:0] drain_out;
  wire flush;
  reg [31:0] operand_a;
  reg [31:0] operand_b;
  reg operand_flush;
  wire [3:0] read_address;
  wire read_enable;
  wire [1:0] read_slot;
  wire [2:0] requantiser_enable;
  wire result_flag;
  wire [1:0] result_slot;
  wire row_flag;
  wire [31:0] row_sum_group0;
  wire [9:0] row_total;
  wire [35:0] skewed_a;
  wire [31:0] skewed_b;
  wire slot_free;
  wire tile_done;
  wire [6:0] token;
  wire [6:0] token_end_partly_unused;
  assign results_mask = column_flags & { {4{result_flag}} };
  always @(posedge clk)
    operand_flush <= flush;
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
  drift_checker delta_checker (
    .check_column_flags(check_column_flags),
    .check_row_flags(check_row_flags),
    .check_valid(check_valid),
    .clk(clk),
    .column_delta(column_delta),
    .column_delta_valid(column_delta_valid),
    .column_delta_value(column_delta_value),
    .column_done(column_last),
    .column_flags(column_flags),
    .counter_flagged_columns(counter_flagged_columns),
    .counter_flagged_rows(counter_flagged_rows),
    .counter_flagged_tiles(counter_flagged_tiles),
    .counter_histogram(counter_histogram),
    .counter_largest_delta(counter_largest_delta),
    .counter_masked_elements(counter_masked_elements),
    .counter_tiles(counter_tiles),
    .counters_clear(counters_clear),
    .done(tile_done),
    .read_enable(read_enable),
    .read_slot(read_slot),
    .result_slot(result_slot),
    .row_delta_valid(row_delta_valid),
    .row_delta_value(row_delta_value),
    .row_flag(row_flag),
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
    .read_slot(read_slot),
    .requantisation_ready(requantisation_ready),
    .requantisation_valid(requantisation_valid),
    .result_flag(result_flag),
    .result_slot(result_slot),
    .results_last(results_last),
    .results_ready(results_ready),
    .results_valid(results_valid),
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

module drift_sequencer(rst, operands_valid, operands_last, slot_free, operands_ready, accept, flush, token, clk);
  input wire rst;
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
  wire _02_;
  wire [2:0] _03_;
  wire [1:0] _04_;
  wire [1:0] _05_;
  wire _06_;
  wire _07_;
  wire _08_;
  wire _09_;
  wire [1:0] _10_;
  wire _11_;
  wire _12_;
  wire [1:0] _13_;
  wire [1:0] _14_;
  wire _15_;
  wire [3:0] _16_;
  wire [3:0] _17_;
  wire _18_;
  wire _19_;
  wire _20_;
  wire _21_;
  wire _22_;
  wire _23_;
  wire [2:0] _24_;
  wire _25_;
  wire _26_;
  wire _27_;
  wire _28_;
  wire _29_;
  wire [2:0] _30_;
  wire [2:0] _31_;
  reg [1:0] drain_row;
  reg [2:0] drain_wait;
  reg draining;
  reg [1:0] flush_stages;
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
  assign _18_ = drain_wait == 3'h0;
  assign _19_ = _11_ & _18_;
  assign _20_ = slots_used != 3'h4;
  assign _21_ = _19_ & _20_;
  assign operands_ready = _00_ | _21_;
  assign accept = operands_valid & operands_ready;
  assign tile_end = accept & operands_last;
  assign _22_ = ~ gap;
  assign valid = draining & _22_;
  assign _23_ = drain_row == 2'h3;
  assign last = valid & _23_;
  assign _24_ = slots_used + { 2'h0, tile_end };
  assign _01_ = _24_ - { 2'h0, slot_free };
  assign _02_ = drain_wait != 3'h0;
  assign _03_ = drain_wait - 3'h1;
  assign _04_ = flush_stages << 1'h1;
  assign _05_ = _04_ | { 1'h0, is_tile };
  assign _06_ = segment_position == 2'h3;
  assign _07_ = valid & _06_;
  assign _08_ = ~ last;
  assign _09_ = _07_ & _08_;
  assign _10_ = drain_row + 2'h1;
  assign _12_ = segment_position == 2'h3;
  assign _13_ = segment_position + 2'h1;
  assign _14_ = _12_ ? 2'h0 : _13_;
  assign _15_ = write_address == 4'hf;
  assign _16_ = write_address + 4'h1;
  assign _17_ = _15_ ? 4'h0 : _16_;
  always @(posedge clk)
    if (rst) flush <= 1'h1;
    else flush <= tile_end;
  always @(posedge clk)
    if (rst) slots_used <= 3'h0;
    else slots_used <= _01_;
  always @(posedge clk)
    if (rst) drain_wait[1:0] <= 2'h0;
    else drain_wait[1:0] <= _31_[1:0];
  always @(posedge clk)
    if (_25_) drain_wait[2] <= 1'h0;
    else if (_02_) drain_wait[2] <= _03_[2];
  always @(posedge clk)
    if (rst) is_tile <= 1'h0;
    else is_tile <= tile_end;
  always @(posedge clk)
    if (rst) flush_stages <= 2'h0;
    else flush_stages <= _05_;
  always @(posedge clk)
    if (rst) gap <= 1'h0;
    else gap <= _09_;
  always @(posedge clk)
    if (_26_) drain_row <= 2'h0;
    else if (valid) drain_row <= _10_;
  always @(posedge clk)
    if (_27_) segment_position <= 2'h0;
    else if (valid) segment_position <= _14_;
  always @(posedge clk)
    if (rst) write_address <= 4'h0;
    else if (valid) write_address <= _17_;
  always @(posedge clk)
    if (rst) draining <= 1'h0;
    else draining <= _29_;
  assign _25_ = | { rst, flush };
  assign _26_ = | { flush_stages[1], rst };
  assign _27_ = | { flush_stages[1], rst };
  assign _28_ = last ? 1'h0 : draining;
  assign _29_ = flush_stages[1] ? 1'h1 : _28_;
  assign _30_ = _02_ ? _03_ : drain_wait;
  assign _31_ = flush ? 3'h3 : _30_;
  assign token = { write_address, last, valid, flush_stages[1] };
endmodule

module drift_readout(rst, tile_done, requantisation_valid, results_ready, row_flag, read_enable, read_address, requantisation_ready, enable, results_valid, results_last, slot_free, result_flag, read_slot, result_slot, clk);
  input wire rst;
  input wire tile_done;
  input wire requantisation_valid;
  input wire results_ready;
  input wire row_flag;
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
  input wire clk;
  wire _00_;
  wire _01_;
  wire _02_;
  wire _03_;
  wire _04_;
  wire _05_;
  wire _06_;
  wire _07_;
  wire _08_;
  wire _09_;
  wire _10_;
  wire _11_;
  wire _12_;
  wire _13_;
  wire _14_;
  wire _15_;
  wire [2:0] _16_;
  wire [2:0] _17_;
  wire _18_;
  wire [1:0] _19_;
  wire [1:0] _20_;
  wire _21_;
  wire _22_;
  wire [3:0] _23_;
  wire [3:0] _24_;
  wire _25_;
  wire [1:0] _26_;
  wire [1:0] _27_;
  wire _28_;
  wire [1:0] _29_;
  wire [1:0] _30_;
  wire _31_;
  wire _32_;
  wire _33_;
  wire _34_;
  wire _35_;
  wire _36_;
  reg data_last;
  wire data_moves;
  reg data_row_flag;
  reg data_valid;
  wire issue_last;
  reg product_last;
  wire product_moves;
  reg product_row_flag;
  reg product_valid;
  reg [1:0] read_row;
  wire result_moves;
  reg sum_last;
  wire sum_moves;
  reg sum_row_flag;
  reg sum_valid;
  reg [2:0] tiles_pending;
  assign result_moves = results_valid & results_ready;
  assign _00_ = ~ results_valid;
  assign _11_ = _00_ | result_moves;
  assign product_moves = product_valid & _11_;
  assign _22_ = ~ product_valid;
  assign _31_ = _22_ | product_moves;
  assign sum_moves = sum_valid & _31_;
  assign _32_ = ~ sum_valid;
  assign _33_ = _32_ | sum_moves;
  assign _34_ = data_valid & _33_;
  assign data_moves = _34_ & requantisation_valid;
  assign _35_ = tiles_pending != 3'h0;
  assign _36_ = ~ data_valid;
  assign _01_ = _36_ | data_moves;
  assign read_enable = _35_ & _01_;
  assign _02_ = read_row == 2'h3;
  assign issue_last = read_enable & _02_;
  assign requantisation_ready = data_moves & data_last;
  assign slot_free = result_moves & results_last;
  assign _03_ = ~ data_moves;
  assign _04_ = data_valid & _03_;
  assign _05_ = read_enable | _04_;
  assign _06_ = ~ sum_moves;
  assign _07_ = sum_valid & _06_;
  assign _08_ = data_moves | _07_;
  assign _09_ = ~ product_moves;
  assign _10_ = product_valid & _09_;
  assign _12_ = sum_moves | _10_;
  assign _13_ = ~ result_moves;
  assign _14_ = results_valid & _13_;
  assign _15_ = product_moves | _14_;
  assign _16_ = tiles_pending + { 2'h0, tile_done };
  assign _17_ = _16_ - { 2'h0, issue_last };
  assign _18_ = read_row == 2'h3;
  assign _19_ = read_row + 2'h1;
  assign _20_ = _18_ ? 2'h0 : _19_;
  assign _21_ = read_address == 4'hf;
  assign _23_ = read_address + 4'h1;
  assign _24_ = _21_ ? 4'h0 : _23_;
  assign _25_ = read_slot == 2'h3;
  assign _26_ = read_slot + 2'h1;
  assign _27_ = _25_ ? 2'h0 : _26_;
  assign _28_ = result_slot == 2'h3;
  assign _29_ = result_slot + 2'h1;
  assign _30_ = _28_ ? 2'h0 : _29_;
  always @(posedge clk)
    if (rst) data_valid <= 1'h0;
    else data_valid <= _05_;
  always @(posedge clk)
    if (read_enable) data_last <= issue_last;
  always @(posedge clk)
    if (rst) sum_valid <= 1'h0;
    else sum_valid <= _08_;
  always @(posedge clk)
    if (data_moves) sum_last <= data_last;
  always @(posedge clk)
    if (rst) product_valid <= 1'h0;
    else product_valid <= _12_;
  always @(posedge clk)
    if (sum_moves) product_last <= sum_last;
  always @(posedge clk)
    if (rst) results_valid <= 1'h0;
    else results_valid <= _15_;
  always @(posedge clk)
    if (product_moves) results_last <= product_last;
  always @(posedge clk)
    if (rst) tiles_pending <= 3'h0;
    else tiles_pending <= _17_;
  always @(posedge clk)
    if (rst) read_row <= 2'h0;
    else if (read_enable) read_row <= _20_;
  always @(posedge clk)
    if (rst) read_address <= 4'h0;
    else if (read_enable) read_address <= _24_;
  always @(posedge clk)
    if (read_enable) data_row_flag <= row_flag;
  always @(posedge clk)
    if (data_moves) sum_row_flag <= data_row_flag;
  always @(posedge clk)
    if (sum_moves) product_row_flag <= sum_row_flag;
  always @(posedge clk)
    if (product_moves) result_flag <= product_row_flag;
  always @(posedge clk)
    if (rst) read_slot <= 2'h0;
    else if (issue_last) read_slot <= _27_;
  always @(posedge clk)
    if (rst) result_slot <= 2'h0;
    else if (slot_free) result_slot <= _30_;
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
  wire [31:0] _0_;
  reg [31:0] accumulator;
  wire [31:0] previous;
  wire [15:0] product;
  wire [31:0] total;
  always @(posedge clk)
    flush_out <= flush_in;
  always @(posedge clk)
    accumulator <= total;
  assign product = $signed(a_out) * $signed(b_out);
  assign previous = flush_out ? 32'd0 : accumulator;
  assign total = $signed(previous) + $signed({ {16{product[15]}}, product });
  assign _0_ = accumulator & { {32{flush_out}} };
  assign drain_out = drain_in | _0_;
  always @(posedge clk)
    a_out <= a_in;
  always @(posedge clk)
    b_out <= b_in;
endmodule

module drift_checksum_column_pe(a_in, b_in, flush_in, drain_in, b_out, drain_out, clk);
  input wire [7:0] a_in;
  input wire [9:0] b_in;
  input wire flush_in;
  input wire [31:0] drain_in;
  output reg [9:0] b_out;
  output wire [31:0] drain_out;
  input wire clk;
  wire [31:0] _0_;
  reg [7:0] a;
  reg [31:0] accumulator;
  reg flush;
  wire [31:0] previous;
  wire [17:0] product;
  wire [31:0] total;
  always @(posedge clk)
    flush <= flush_in;
  always @(posedge clk)
    accumulator <= total;
  assign product = $signed(a) * $signed(b_out);
  assign previous = flush ? 32'd0 : accumulator;
  assign total = $signed(previous) - $signed({ {14{product[17]}}, product });
  assign _0_ = accumulator & { {32{flush}} };
  assign drain_out = drain_in | _0_;
  always @(posedge clk)
    a <= a_in;
  always @(posedge clk)
    b_out <= b_in;
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
  reg [7:0] b;
  wire [31:0] previous;
  wire [17:0] product;
  wire [31:0] total;
  assign product = $signed(a_out) * $signed(b);
  assign previous = flush_out ? 32'd0 : accumulator_out;
  assign total = $signed(previous) - $signed({ {14{product[17]}}, product });
  always @(posedge clk)
    a_out <= a_in;
  always @(posedge clk)
    b <= b_in;
  always @(posedge clk)
    flush_out <= flush_in;
  always @(posedge clk)
    accumulator_out <= total;
endmodule

module drift_lane_group_tail(rst, drain_in, token_in, checksum_in, row_sum_in, read_enable, read_address, enable, bias, multiplier, shift, last, token_out, row_sum_out, column_delta, accumulator_out, quantised, clk);
  input wire rst;
  input wire [127:0] drain_in;
  input wire [6:0] token_in;
  input wire [127:0] checksum_in;
  input wire [31:0] row_sum_in;
  input wire read_enable;
  input wire [3:0] read_address;
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

module drift_lane(rst, drain_in, token_in, checksum_in, row_sum_in, read_enable, read_address, enable, bias, multiplier, shift, token_out, row_sum_out, column_delta, accumulator_out, quantised, clk);
  input wire rst;
  input wire [31:0] drain_in;
  input wire [6:0] token_in;
  input wire [31:0] checksum_in;
  input wire [31:0] row_sum_in;
  input wire read_enable;
  input wire [3:0] read_address;
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
  reg [31:0] column_sum;
  wire [31:0] read_data;
  assign _02_ = column_sum & _01_;
  assign _03_ = checksum_in & { {32{token_in[0]}} };
  assign _04_ = drain_in | _03_;
  assign _05_ = _02_ + _04_;
  assign column_delta = token_out[2] ? column_sum : 32'd0;
  always @(posedge clk)
    row_sum_out <= _00_;
  always @(posedge clk)
    column_sum <= _05_;
  assign _00_ = row_sum_in + drain_in;
  assign _01_ = ~ { {32{token_in[0]}} };
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
    .accumulator_in(read_data),
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

module drift_checker(rst, threshold, counters_clear, row_sum, row_valid, column_delta, column_done, read_enable, read_slot, result_slot, done, row_flag, column_flags, row_delta_valid, row_delta_value, column_delta_valid, column_delta_value, check_valid, check_row_flags, check_column_flags, counter_tiles
, counter_flagged_tiles, counter_flagged_rows, counter_flagged_columns, counter_masked_elements, counter_largest_delta, counter_histogram, clk);
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
  wire [3:0] _019_;
  wire [2:0] _020_;
  wire [2:0] _021_;
  wire [1:0] _022_;
  wire [3:0] _023_;
  wire [2:0] _024_;
  wire [2:0] _025_;
  wire [1:0] _026_;
  wire _027_;
  wire _028_;
  wire _029_;
  wire _030_;
  wire [15:0] _031_;
  wire _032_;
  wire _033_;
  wire _034_;
  wire [15:0] _035_;
  wire _036_;
  wire _037_;
  wire _038_;
  wire [15:0] _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire [15:0] _043_;
  wire _044_;
  wire _045_;
  wire _046_;
  wire [15:0] _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire [15:0] _051_;
  wire _052_;
  wire _053_;
  wire _054_;
  wire [15:0] _055_;
  wire _056_;
  wire _057_;
  wire _058_;
  wire [15:0] _059_;
  wire _060_;
  wire _061_;
  wire _062_;
  wire [15:0] _063_;
  wire _064_;
  wire _065_;
  wire _066_;
  wire [15:0] _067_;
  wire _068_;
  wire _069_;
  wire _070_;
  wire [15:0] _071_;
  wire _072_;
  wire _073_;
  wire _074_;
  wire [15:0] _075_;
  wire _076_;
  wire _077_;
  wire _078_;
  wire [15:0] _079_;
  wire _080_;
  wire _081_;
  wire _082_;
  wire [15:0] _083_;
  wire _084_;
  wire _085_;
  wire _086_;
  wire [15:0] _087_;
  wire _088_;
  wire _089_;
  wire _090_;
  wire [15:0] _091_;
  wire _092_;
  wire _093_;
  wire _094_;
  wire [15:0] _095_;
  wire _096_;
  wire _097_;
  wire _098_;
  wire [15:0] _099_;
  wire _100_;
  wire _101_;
  wire _102_;
  wire [15:0] _103_;
  wire _104_;
  wire _105_;
  wire _106_;
  wire [15:0] _107_;
  wire _108_;
  wire _109_;
  wire _110_;
  wire [15:0] _111_;
  wire _112_;
  wire _113_;
  wire _114_;
  wire [15:0] _115_;
  wire _116_;
  wire _117_;
  wire _118_;
  wire [15:0] _119_;
  wire _120_;
  wire _121_;
  wire _122_;
  wire [15:0] _123_;
  wire _124_;
  wire _125_;
  wire _126_;
  wire [15:0] _127_;
  wire _128_;
  wire _129_;
  wire _130_;
  wire [15:0] _131_;
  wire _132_;
  wire _133_;
  wire _134_;
  wire [15:0] _135_;
  wire _136_;
  wire _137_;
  wire _138_;
  wire [15:0] _139_;
  wire _140_;
  wire _141_;
  wire _142_;
  wire [15:0] _143_;
  wire _144_;
  wire _145_;
  wire _146_;
  wire [15:0] _147_;
  wire _148_;
  wire _149_;
  wire _150_;
  wire [15:0] _151_;
  wire _152_;
  wire _153_;
  wire _154_;
  wire [15:0] _155_;
  wire _156_;
  wire [1:0] _157_;
  wire [1:0] _158_;
  wire _159_;
  wire [3:0] _160_;
  wire [3:0] _161_;
  wire [3:0] _162_;
  wire [3:0] _163_;
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
  wire [1:0] _180_;
  wire [1:0] _181_;
  wire _182_;
  wire _183_;
  wire _184_;
  wire _185_;
  wire [3:0] _186_;
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
  wire [16:0] _202_;
  wire _203_;
  wire [15:0] _204_;
  wire [15:0] _205_;
  wire _206_;
  wire _207_;
  wire [31:0] _208_;
  wire _209_;
  wire [16:0] _210_;
  wire _211_;
  wire _212_;
  wire _213_;
  wire _214_;
  wire [15:0] _215_;
  wire [15:0] _216_;
  wire [16:0] _217_;
  wire _218_;
  wire [15:0] _219_;
  wire [15:0] _220_;
  wire [16:0] _221_;
  wire _222_;
  wire [15:0] _223_;
  wire [15:0] _224_;
  wire [5:0] _225_;
  wire [16:0] _226_;
  wire _227_;
  wire [5:0] _228_;
  wire [15:0] _229_;
  wire [15:0] _230_;
  wire [3:0] _231_;
  wire [3:0] _232_;
  wire [3:0] _233_;
  wire [3:0] _234_;
  wire [31:0] _235_;
  wire [31:0] _236_;
  wire [31:0] _237_;
  wire [31:0] _238_;
  wire _239_;
  wire _240_;
  wire _241_;
  wire _242_;
  wire _243_;
  wire _244_;
  wire _245_;
  wire _246_;
  wire [3:0] _247_;
  wire [3:0] _248_;
  wire [3:0] _249_;
  wire [3:0] _250_;
  wire column_0_flagged;
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
  reg [1:0] column_slot_0;
  reg counted;
  wire [3:0] done_select;
  reg [1:0] done_slot;
  wire [3:0] read_select;
  wire [3:0] result_select;
  wire [3:0] row_count_2;
  wire [2:0] row_count_4;
  wire row_flagged;
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
  assign _235_ = row_reached >> 1'h1;
  assign _236_ = ~ _235_;
  assign row_leading = row_reached & _236_;
  assign _237_ = row_reached & threshold_bit;
  assign row_flagged = | _237_;
  assign column_bus_0_2 = column_delta[63:0] | column_delta[127:64];
  assign column_bus_0_1 = column_bus_0_2[31:0] | column_bus_0_2[63:32];
  assign _238_ = - column_delta_value;
  assign column_0_magnitude = column_delta_value[31] ? _238_ : column_delta_value;
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
  assign column_0_flagged = | _000_;
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
  assign _019_ = check_row_flags & 4'h5;
  assign _020_ = check_row_flags[3:1] & 3'h5;
  assign row_count_2 = _019_ + { 1'h0, _020_ };
  assign _021_ = row_count_2[2:0] & 3'h3;
  assign _022_ = row_count_2[3:2] & 2'h3;
  assign row_count_4 = _021_ + { 1'h0, _022_ };
  assign _023_ = check_column_flags & 4'h5;
  assign _024_ = check_column_flags[3:1] & 3'h5;
  assign column_count_2 = _023_ + { 1'h0, _024_ };
  assign _025_ = column_count_2[2:0] & 3'h3;
  assign _026_ = column_count_2[3:2] & 2'h3;
  assign column_count_4 = _025_ + { 1'h0, _026_ };
  assign _027_ = row_magnitude > counter_largest_delta;
  assign _028_ = & counter_histogram[15:0];
  assign _029_ = ~ _028_;
  assign _030_ = row_leading[0] & _029_;
  assign _031_ = counter_histogram[15:0] + { 15'h0000, _030_ };
  assign _032_ = & counter_histogram[31:16];
  assign _033_ = ~ _032_;
  assign _034_ = row_leading[1] & _033_;
  assign _035_ = counter_histogram[31:16] + { 15'h0000, _034_ };
  assign _036_ = & counter_histogram[47:32];
  assign _037_ = ~ _036_;
  assign _038_ = row_leading[2] & _037_;
  assign _039_ = counter_histogram[47:32] + { 15'h0000, _038_ };
  assign _040_ = & counter_histogram[63:48];
  assign _041_ = ~ _040_;
  assign _042_ = row_leading[3] & _041_;
  assign _043_ = counter_histogram[63:48] + { 15'h0000, _042_ };
  assign _044_ = & counter_histogram[79:64];
  assign _045_ = ~ _044_;
  assign _046_ = row_leading[4] & _045_;
  assign _047_ = counter_histogram[79:64] + { 15'h0000, _046_ };
  assign _048_ = & counter_histogram[95:80];
  assign _049_ = ~ _048_;
  assign _050_ = row_leading[5] & _049_;
  assign _051_ = counter_histogram[95:80] + { 15'h0000, _050_ };
  assign _052_ = & counter_histogram[111:96];
  assign _053_ = ~ _052_;
  assign _054_ = row_leading[6] & _053_;
  assign _055_ = counter_histogram[111:96] + { 15'h0000, _054_ };
  assign _056_ = & counter_histogram[127:112];
  assign _057_ = ~ _056_;
  assign _058_ = row_leading[7] & _057_;
  assign _059_ = counter_histogram[127:112] + { 15'h0000, _058_ };
  assign _060_ = & counter_histogram[143:128];
  assign _061_ = ~ _060_;
  assign _062_ = row_leading[8] & _061_;
  assign _063_ = counter_histogram[143:128] + { 15'h0000, _062_ };
  assign _064_ = & counter_histogram[159:144];
  assign _065_ = ~ _064_;
  assign _066_ = row_leading[9] & _065_;
  assign _067_ = counter_histogram[159:144] + { 15'h0000, _066_ };
  assign _068_ = & counter_histogram[175:160];
  assign _069_ = ~ _068_;
  assign _070_ = row_leading[10] & _069_;
  assign _071_ = counter_histogram[175:160] + { 15'h0000, _070_ };
  assign _072_ = & counter_histogram[191:176];
  assign _073_ = ~ _072_;
  assign _074_ = row_leading[11] & _073_;
  assign _075_ = counter_histogram[191:176] + { 15'h0000, _074_ };
  assign _076_ = & counter_histogram[207:192];
  assign _077_ = ~ _076_;
  assign _078_ = row_leading[12] & _077_;
  assign _079_ = counter_histogram[207:192] + { 15'h0000, _078_ };
  assign _080_ = & counter_histogram[223:208];
  assign _081_ = ~ _080_;
  assign _082_ = row_leading[13] & _081_;
  assign _083_ = counter_histogram[223:208] + { 15'h0000, _082_ };
  assign _084_ = & counter_histogram[239:224];
  assign _085_ = ~ _084_;
  assign _086_ = row_leading[14] & _085_;
  assign _087_ = counter_histogram[239:224] + { 15'h0000, _086_ };
  assign _088_ = & counter_histogram[255:240];
  assign _089_ = ~ _088_;
  assign _090_ = row_leading[15] & _089_;
  assign _091_ = counter_histogram[255:240] + { 15'h0000, _090_ };
  assign _092_ = & counter_histogram[271:256];
  assign _093_ = ~ _092_;
  assign _094_ = row_leading[16] & _093_;
  assign _095_ = counter_histogram[271:256] + { 15'h0000, _094_ };
  assign _096_ = & counter_histogram[287:272];
  assign _097_ = ~ _096_;
  assign _098_ = row_leading[17] & _097_;
  assign _099_ = counter_histogram[287:272] + { 15'h0000, _098_ };
  assign _100_ = & counter_histogram[303:288];
  assign _101_ = ~ _100_;
  assign _102_ = row_leading[18] & _101_;
  assign _103_ = counter_histogram[303:288] + { 15'h0000, _102_ };
  assign _104_ = & counter_histogram[319:304];
  assign _105_ = ~ _104_;
  assign _106_ = row_leading[19] & _105_;
  assign _107_ = counter_histogram[319:304] + { 15'h0000, _106_ };
  assign _108_ = & counter_histogram[335:320];
  assign _109_ = ~ _108_;
  assign _110_ = row_leading[20] & _109_;
  assign _111_ = counter_histogram[335:320] + { 15'h0000, _110_ };
  assign _112_ = & counter_histogram[351:336];
  assign _113_ = ~ _112_;
  assign _114_ = row_leading[21] & _113_;
  assign _115_ = counter_histogram[351:336] + { 15'h0000, _114_ };
  assign _116_ = & counter_histogram[367:352];
  assign _117_ = ~ _116_;
  assign _118_ = row_leading[22] & _117_;
  assign _119_ = counter_histogram[367:352] + { 15'h0000, _118_ };
  assign _120_ = & counter_histogram[383:368];
  assign _121_ = ~ _120_;
  assign _122_ = row_leading[23] & _121_;
  assign _123_ = counter_histogram[383:368] + { 15'h0000, _122_ };
  assign _124_ = & counter_histogram[399:384];
  assign _125_ = ~ _124_;
  assign _126_ = row_leading[24] & _125_;
  assign _127_ = counter_histogram[399:384] + { 15'h0000, _126_ };
  assign _128_ = & counter_histogram[415:400];
  assign _129_ = ~ _128_;
  assign _130_ = row_leading[25] & _129_;
  assign _131_ = counter_histogram[415:400] + { 15'h0000, _130_ };
  assign _132_ = & counter_histogram[431:416];
  assign _133_ = ~ _132_;
  assign _134_ = row_leading[26] & _133_;
  assign _135_ = counter_histogram[431:416] + { 15'h0000, _134_ };
  assign _136_ = & counter_histogram[447:432];
  assign _137_ = ~ _136_;
  assign _138_ = row_leading[27] & _137_;
  assign _139_ = counter_histogram[447:432] + { 15'h0000, _138_ };
  assign _140_ = & counter_histogram[463:448];
  assign _141_ = ~ _140_;
  assign _142_ = row_leading[28] & _141_;
  assign _143_ = counter_histogram[463:448] + { 15'h0000, _142_ };
  assign _144_ = & counter_histogram[479:464];
  assign _145_ = ~ _144_;
  assign _146_ = row_leading[29] & _145_;
  assign _147_ = counter_histogram[479:464] + { 15'h0000, _146_ };
  assign _148_ = & counter_histogram[495:480];
  assign _149_ = ~ _148_;
  assign _150_ = row_leading[30] & _149_;
  assign _151_ = counter_histogram[495:480] + { 15'h0000, _150_ };
  assign _152_ = & counter_histogram[511:496];
  assign _153_ = ~ _152_;
  assign _154_ = row_leading[31] & _153_;
  assign _155_ = counter_histogram[511:496] + { 15'h0000, _154_ };
  assign _156_ = column_slot_0 == 2'h3;
  assign _157_ = column_slot_0 + 2'h1;
  assign _158_ = _156_ ? 2'h0 : _157_;
  assign _159_ = column_slot_0 == 2'h0;
  assign _160_ = ~ column_done_registered;
  assign _161_ = column_flags_0 & _160_;
  assign _162_ = column_done_registered & { {4{column_0_flagged}} };
  assign _163_ = _161_ | _162_;
  assign _164_ = column_slot_0 == 2'h1;
  assign _165_ = ~ column_done_registered;
  assign _166_ = column_flags_1 & _165_;
  assign _167_ = column_done_registered & { {4{column_0_flagged}} };
  assign _168_ = _166_ | _167_;
  assign _169_ = column_slot_0 == 2'h2;
  assign _170_ = ~ column_done_registered;
  assign _171_ = column_flags_2 & _170_;
  assign _172_ = column_done_registered & { {4{column_0_flagged}} };
  assign _173_ = _171_ | _172_;
  assign _174_ = column_slot_0 == 2'h3;
  assign _175_ = ~ column_done_registered;
  assign _176_ = column_flags_3 & _175_;
  assign _177_ = column_done_registered & { {4{column_0_flagged}} };
  assign _178_ = _176_ | _177_;
  assign _179_ = done_slot == 2'h3;
  assign _180_ = done_slot + 2'h1;
  assign _181_ = _179_ ? 2'h0 : _180_;
  assign _182_ = done_slot == 2'h0;
  assign _183_ = check_valid & _182_;
  assign _184_ = read_slot == 2'h0;
  assign _185_ = read_enable & _184_;
  assign _186_ = row_flags_0 >> 1'h1;
  assign _187_ = done_slot == 2'h1;
  assign _188_ = check_valid & _187_;
  assign _189_ = read_slot == 2'h1;
  assign _190_ = read_enable & _189_;
  assign _191_ = row_flags_1 >> 1'h1;
  assign _192_ = done_slot == 2'h2;
  assign _193_ = check_valid & _192_;
  assign _194_ = read_slot == 2'h2;
  assign _195_ = read_enable & _194_;
  assign _196_ = row_flags_2 >> 1'h1;
  assign _197_ = done_slot == 2'h3;
  assign _198_ = check_valid & _197_;
  assign _199_ = read_slot == 2'h3;
  assign _200_ = read_enable & _199_;
  assign _201_ = row_flags_3 >> 1'h1;
  assign _202_ = { 1'h0, counter_tiles } + 17'h00001;
  assign _203_ = _202_ > 17'h0ffff;
  assign _204_ = counter_tiles + 16'h0001;
  assign _205_ = _203_ ? 16'hffff : _204_;
  assign _206_ = | tile_flagged_rows;
  assign _207_ = | tile_flagged_columns;
  assign _209_ = _206_ | _207_;
  assign _210_ = { 1'h0, counter_flagged_tiles } + { 16'h0000, _209_ };
  assign _211_ = _210_ > 17'h0ffff;
  assign _212_ = | tile_flagged_rows;
  assign _213_ = | tile_flagged_columns;
  assign _214_ = _212_ | _213_;
  assign _215_ = counter_flagged_tiles + { 15'h0000, _214_ };
  assign _216_ = _211_ ? 16'hffff : _215_;
  assign _217_ = { 1'h0, counter_flagged_rows } + { 14'h0000, tile_flagged_rows };
  assign _218_ = _217_ > 17'h0ffff;
  assign _219_ = counter_flagged_rows + { 13'h0000, tile_flagged_rows };
  assign _220_ = _218_ ? 16'hffff : _219_;
  assign _221_ = { 1'h0, counter_flagged_columns } + { 14'h0000, tile_flagged_columns };
  assign _222_ = _221_ > 17'h0ffff;
  assign _223_ = counter_flagged_columns + { 13'h0000, tile_flagged_columns };
  assign _224_ = _222_ ? 16'hffff : _223_;
  assign _225_ = tile_flagged_rows * tile_flagged_columns;
  assign _226_ = { 1'h0, counter_masked_elements } + { 11'h000, _225_ };
  assign _227_ = _226_ > 17'h0ffff;
  assign _228_ = tile_flagged_rows * tile_flagged_columns;
  assign _229_ = counter_masked_elements + { 10'h000, _228_ };
  assign _230_ = _227_ ? 16'hffff : _229_;
  always @(posedge clk)
    row_delta_value <= row_sum;
  always @(posedge clk)
    column_delta_value <= column_bus_0_1;
  always @(posedge clk)
    row_flags_0 <= _231_;
  always @(posedge clk)
    row_flags_1 <= _232_;
  always @(posedge clk)
    row_flags_2 <= _233_;
  always @(posedge clk)
    row_flags_3 <= _234_;
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
    if (_240_) counter_largest_delta <= 32'd0;
    else if (_239_) counter_largest_delta <= row_magnitude;
  always @(posedge clk)
    if (_241_) counter_histogram <= 512'h00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;
    else if (row_delta_valid) counter_histogram <= { _155_, _151_, _147_, _143_, _139_, _135_, _131_, _127_, _123_, _119_, _115_, _111_, _107_, _103_, _099_, _095_, _091_, _087_, _083_, _079_, _075_, _071_, _067_, _063_, _059_, _055_, _051_, _047_, _043_, _039_, _035_, _031_ };
  always @(posedge clk)
    if (rst) column_done_registered <= 4'h0;
    else column_done_registered <= column_done;
  always @(posedge clk)
    if (rst) column_slot_0 <= 2'h0;
    else if (column_done_registered[3]) column_slot_0 <= _158_;
  always @(posedge clk)
    if (_159_) column_flags_0 <= _163_;
  always @(posedge clk)
    if (_164_) column_flags_1 <= _168_;
  always @(posedge clk)
    if (_169_) column_flags_2 <= _173_;
  always @(posedge clk)
    if (_174_) column_flags_3 <= _178_;
  always @(posedge clk)
    if (rst) check_valid <= 1'h0;
    else check_valid <= column_done_registered[3];
  always @(posedge clk)
    if (rst) done_slot <= 2'h0;
    else if (check_valid) done_slot <= _181_;
  always @(posedge clk)
    if (rst) counted <= 1'h0;
    else counted <= check_valid;
  always @(posedge clk)
    if (_242_) counter_tiles <= 16'h0000;
    else if (counted) counter_tiles <= _205_;
  always @(posedge clk)
    if (_243_) counter_flagged_tiles <= 16'h0000;
    else if (counted) counter_flagged_tiles <= _216_;
  always @(posedge clk)
    if (_244_) counter_flagged_rows <= 16'h0000;
    else if (counted) counter_flagged_rows <= _220_;
  always @(posedge clk)
    if (_245_) counter_flagged_columns <= 16'h0000;
    else if (counted) counter_flagged_columns <= _224_;
  always @(posedge clk)
    if (_246_) counter_masked_elements <= 16'h0000;
    else if (counted) counter_masked_elements <= _230_;
  assign _239_ = & { _027_, row_delta_valid };
  assign _240_ = | { counters_clear, rst };
  assign _241_ = | { counters_clear, rst };
  assign _242_ = | { counters_clear, rst };
  assign _243_ = | { counters_clear, rst };
  assign _244_ = | { counters_clear, rst };
  assign _245_ = | { counters_clear, rst };
  assign _246_ = | { counters_clear, rst };
  assign _247_ = _200_ ? _201_ : row_flags_3;
  assign _234_ = _198_ ? check_row_flags : _247_;
  assign _248_ = _195_ ? _196_ : row_flags_2;
  assign _233_ = _193_ ? check_row_flags : _248_;
  assign _249_ = _190_ ? _191_ : row_flags_1;
  assign _232_ = _188_ ? check_row_flags : _249_;
  assign _250_ = _185_ ? _186_ : row_flags_0;
  assign _231_ = _183_ ? check_row_flags : _250_;
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
