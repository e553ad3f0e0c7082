// drift-hw 0.1.0, configuration ee38cd837e41e8dc
// [array]
// rows = 16
// columns = 16
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
// data_width = 256
// address_width = 40
// panel_words = 1024
// stream_words = 256
// outstanding_reads = 16
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
  input wire [127:0] operands_a;
  input wire [127:0] operands_b;
  input wire operands_last;
  input wire requantisation_valid;
  input wire [511:0] requantisation_bias;
  input wire [223:0] requantisation_multiplier;
  input wire [95:0] requantisation_shift;
  input wire results_ready;
  input wire [4:0] threshold;
  input wire counters_clear;
  input wire requantisation_correct;
  output wire operands_ready;
  output wire requantisation_ready;
  output wire results_valid;
  output wire [511:0] results_accumulator;
  output wire [127:0] results_quantised;
  output wire results_last;
  output wire [15:0] results_mask;
  output wire results_masked;
  output wire row_delta_valid;
  output wire [31:0] row_delta_value;
  output wire column_delta_valid;
  output wire [31:0] column_delta_value;
  output wire check_valid;
  output wire [15:0] check_row_flags;
  output wire [15:0] check_column_flags;
  output wire [15:0] counter_tiles;
  output wire [15:0] counter_flagged_tiles;
  output wire [15:0] counter_flagged_rows;
  output wire [15:0] counter_flagged_columns;
  output wire [15:0] counter_masked_elements;
  output wire [31:0] counter_largest_delta;
  output wire [511:0] counter_histogram;
  output wire results_corrected;
  input wire clk;
  wire [15:0] _00_;
  wire [15:0] _01_;
  wire [15:0] _02_;
  wire accept;
  wire checked;
  wire [31:0] checksum_drain_out;
  wire [511:0] checksum_row_out;
  wire [15:0] cleared_columns;
  wire [511:0] column_delta;
  wire column_flagged;
  wire [15:0] column_flags;
  wire [15:0] column_last;
  wire [15:0] column_select;
  wire column_slot;
  wire [11:0] column_total;
  wire [31:0] correction;
  wire [15:0] correction_select;
  wire done_slot;
  wire [511:0] drain_out;
  wire flush;
  wire flush_request;
  wire masked;
  reg [127:0] operand_a;
  reg [127:0] operand_b;
  reg operand_flush;
  wire [4:0] read_address;
  wire read_enable;
  wire [3:0] read_row;
  wire read_slot;
  wire [2:0] requantiser_enable;
  wire result_correct;
  wire result_flag;
  wire result_slot;
  wire row_corrected;
  wire row_flag;
  wire row_flagged;
  wire [31:0] row_sum_group0;
  wire [11:0] row_total;
  wire [143:0] skewed_a;
  wire [127:0] skewed_b;
  wire slot_free;
  wire still_masked;
  wire tile_done;
  wire [7:0] token;
  wire [7:0] token_end_partly_unused;
  assign _02_ = column_flags & _01_;
  assign results_mask = _02_ & { {16{result_flag}} };
  assign results_masked = result_correct ? still_masked : masked;
  always @(posedge clk)
    operand_flush <= flush;
  assign flush_request = restart | clear;
  assign correction_select = column_select & { {16{requantisation_correct}} };
  assign _00_ = cleared_columns & { {16{result_correct}} };
  assign _01_ = ~ _00_;
  always @(posedge clk)
    if (!accept) operand_a <= 128'h00000000000000000000000000000000;
    else operand_a <= operands_a;
  always @(posedge clk)
    if (!accept) operand_b <= 128'h00000000000000000000000000000000;
    else operand_b <= operands_b;
  drift_array array (
    .a_in({ skewed_a[142:135], skewed_a[133:126], skewed_a[124:117], skewed_a[115:108], skewed_a[106:99], skewed_a[97:90], skewed_a[88:81], skewed_a[79:72], skewed_a[70:63], skewed_a[61:54], skewed_a[52:45], skewed_a[43:36], skewed_a[34:27], skewed_a[25:18], skewed_a[16:9], skewed_a[7:0] }),
    .b_in(skewed_b),
    .checksum_drain_out(checksum_drain_out),
    .checksum_row_out(checksum_row_out),
    .clk(clk),
    .column_sum_in(column_total),
    .drain_out(drain_out),
    .flush_in({ skewed_a[143], skewed_a[134], skewed_a[125], skewed_a[116], skewed_a[107], skewed_a[98], skewed_a[89], skewed_a[80], skewed_a[71], skewed_a[62], skewed_a[53], skewed_a[44], skewed_a[35], skewed_a[26], skewed_a[17], skewed_a[8] }),
    .row_sum_in(row_total)
  );
  drift_sum_16 column_sum (
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
  drift_lane_group lanes0 (
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
  drift_sum_16 row_sum (
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
    .lanes_in({ operand_flush, operand_a[127:120], operand_flush, operand_a[119:112], operand_flush, operand_a[111:104], operand_flush, operand_a[103:96], operand_flush, operand_a[95:88], operand_flush, operand_a[87:80], operand_flush, operand_a[79:72], operand_flush, operand_a[71:64], operand_flush, operand_a[63:56], operand_flush, operand_a[55:48], operand_flush, operand_a[47:40], operand_flush, operand_a[39:32], operand_flush, operand_a[31:24], operand_flush, operand_a[23:16], operand_flush, operand_a[15:8], operand_flush, operand_a[7:0] }),
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
  output wire [7:0] token;
  input wire clk;
  wire _00_;
  wire [1:0] _01_;
  wire [1:0] _02_;
  wire _03_;
  wire [4:0] _04_;
  wire [2:0] _05_;
  wire [2:0] _06_;
  wire _07_;
  wire _08_;
  wire _09_;
  wire _10_;
  wire _11_;
  wire [3:0] _12_;
  wire _13_;
  wire [3:0] _14_;
  wire [3:0] _15_;
  wire _16_;
  wire [4:0] _17_;
  wire [4:0] _18_;
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
  wire [4:0] _31_;
  wire [4:0] _32_;
  reg [3:0] drain_row;
  reg [4:0] drain_wait;
  reg draining;
  reg [2:0] flush_stages;
  reg gap;
  reg is_tile;
  wire last;
  reg [3:0] segment_position;
  reg [1:0] slots_used;
  wire tile_end;
  wire valid;
  reg [4:0] write_address;
  assign _00_ = ~ operands_last;
  assign _11_ = ~ flush;
  assign _19_ = drain_wait == 5'h00;
  assign _20_ = _11_ & _19_;
  assign _21_ = slots_used != 2'h2;
  assign _22_ = _20_ & _21_;
  assign operands_ready = _00_ | _22_;
  assign accept = operands_valid & operands_ready;
  assign tile_end = accept & operands_last;
  assign _23_ = ~ gap;
  assign valid = draining & _23_;
  assign _24_ = drain_row == 4'hf;
  assign last = valid & _24_;
  assign _25_ = tile_end | restart;
  assign _01_ = slots_used + { 1'h0, tile_end };
  assign _02_ = _01_ - { 1'h0, slot_free };
  assign _03_ = drain_wait != 5'h00;
  assign _04_ = drain_wait - 5'h01;
  assign _05_ = flush_stages << 1'h1;
  assign _06_ = _05_ | { 2'h0, is_tile };
  assign _07_ = segment_position == 4'hf;
  assign _08_ = valid & _07_;
  assign _09_ = ~ last;
  assign _10_ = _08_ & _09_;
  assign _12_ = drain_row + 4'h1;
  assign _13_ = segment_position == 4'hf;
  assign _14_ = segment_position + 4'h1;
  assign _15_ = _13_ ? 4'h0 : _14_;
  assign _16_ = write_address == 5'h1f;
  assign _17_ = write_address + 5'h01;
  assign _18_ = _16_ ? 5'h00 : _17_;
  always @(posedge clk)
    if (rst) flush <= 1'h1;
    else flush <= _25_;
  always @(posedge clk)
    if (rst) slots_used <= 2'h0;
    else slots_used <= _02_;
  always @(posedge clk)
    if (rst) drain_wait[3:0] <= 4'h0;
    else drain_wait[3:0] <= _32_[3:0];
  always @(posedge clk)
    if (_26_) drain_wait[4] <= 1'h0;
    else if (_03_) drain_wait[4] <= _04_[4];
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
    if (_27_) drain_row <= 4'h0;
    else if (valid) drain_row <= _12_;
  always @(posedge clk)
    if (_28_) segment_position <= 4'h0;
    else if (valid) segment_position <= _15_;
  always @(posedge clk)
    if (rst) write_address <= 5'h00;
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
  assign _32_ = flush ? 5'h0f : _31_;
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
  output reg [4:0] read_address;
  output wire requantisation_ready;
  output wire [2:0] enable;
  output reg results_valid;
  output reg results_last;
  output wire slot_free;
  output reg result_flag;
  output reg read_slot;
  output reg result_slot;
  output reg [3:0] read_row;
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
  wire [1:0] _016_;
  wire [1:0] _017_;
  wire _018_;
  wire [3:0] _019_;
  wire [3:0] _020_;
  wire _021_;
  wire _022_;
  wire [4:0] _023_;
  wire [4:0] _024_;
  wire _025_;
  wire _026_;
  wire _027_;
  wire _028_;
  wire _029_;
  wire _030_;
  wire _031_;
  wire _032_;
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
  reg [1:0] tiles_pending;
  assign _020_ = _018_ ? 4'h0 : _019_;
  assign _021_ = read_address == 5'h1f;
  assign _023_ = read_address + 5'h01;
  assign _024_ = _021_ ? 5'h00 : _023_;
  assign _025_ = ~ data_corrected;
  assign _026_ = data_row_flag & _025_;
  assign _027_ = read_slot == 1'h1;
  assign _028_ = read_slot + 1'h1;
  assign _029_ = _027_ ? 1'h0 : _028_;
  assign _030_ = result_slot == 1'h1;
  assign _031_ = result_slot + 1'h1;
  assign _032_ = _030_ ? 1'h0 : _031_;
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
  assign _037_ = tiles_pending != 2'h0;
  assign _038_ = ~ data_valid;
  assign _001_ = _038_ | data_moves;
  assign read_enable = _037_ & _001_;
  assign _002_ = read_row == 4'hf;
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
  assign _016_ = tiles_pending + { 1'h0, tile_done };
  assign _017_ = _016_ - { 1'h0, issue_last };
  assign _018_ = read_row == 4'hf;
  assign _019_ = read_row + 4'h1;
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
    if (rst) tiles_pending <= 2'h0;
    else tiles_pending <= _017_;
  always @(posedge clk)
    if (rst) read_row <= 4'h0;
    else if (read_enable) read_row <= _020_;
  always @(posedge clk)
    if (rst) read_address <= 5'h00;
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
    if (rst) read_slot <= 1'h0;
    else if (issue_last) read_slot <= _029_;
  always @(posedge clk)
    if (rst) result_slot <= 1'h0;
    else if (slot_free) result_slot <= _032_;
  assign enable = { product_moves, sum_moves, data_moves };
endmodule

module drift_skew_a(lanes_in, lanes_out, clk);
  input wire [143:0] lanes_in;
  output wire [143:0] lanes_out;
  input wire clk;
  reg [134:0] stage1;
  reg [53:0] stage10;
  reg [44:0] stage11;
  reg [35:0] stage12;
  reg [26:0] stage13;
  reg [17:0] stage14;
  reg [8:0] stage15;
  reg [125:0] stage2;
  reg [116:0] stage3;
  reg [107:0] stage4;
  reg [98:0] stage5;
  reg [89:0] stage6;
  reg [80:0] stage7;
  reg [71:0] stage8;
  reg [62:0] stage9;
  always @(posedge clk)
    stage9 <= stage8[71:9];
  always @(posedge clk)
    stage10 <= stage9[62:9];
  always @(posedge clk)
    stage11 <= stage10[53:9];
  always @(posedge clk)
    stage12 <= stage11[44:9];
  always @(posedge clk)
    stage13 <= stage12[35:9];
  always @(posedge clk)
    stage14 <= stage13[26:9];
  always @(posedge clk)
    stage15 <= stage14[17:9];
  always @(posedge clk)
    stage1 <= lanes_in[143:9];
  always @(posedge clk)
    stage2 <= stage1[134:9];
  always @(posedge clk)
    stage3 <= stage2[125:9];
  always @(posedge clk)
    stage4 <= stage3[116:9];
  always @(posedge clk)
    stage5 <= stage4[107:9];
  always @(posedge clk)
    stage6 <= stage5[98:9];
  always @(posedge clk)
    stage7 <= stage6[89:9];
  always @(posedge clk)
    stage8 <= stage7[80:9];
  assign lanes_out = { stage15, stage14[8:0], stage13[8:0], stage12[8:0], stage11[8:0], stage10[8:0], stage9[8:0], stage8[8:0], stage7[8:0], stage6[8:0], stage5[8:0], stage4[8:0], stage3[8:0], stage2[8:0], stage1[8:0], lanes_in[8:0] };
endmodule

module drift_skew_b(lanes_in, lanes_out, clk);
  input wire [127:0] lanes_in;
  output wire [127:0] lanes_out;
  input wire clk;
  reg [119:0] stage1;
  reg [47:0] stage10;
  reg [39:0] stage11;
  reg [31:0] stage12;
  reg [23:0] stage13;
  reg [15:0] stage14;
  reg [7:0] stage15;
  reg [111:0] stage2;
  reg [103:0] stage3;
  reg [95:0] stage4;
  reg [87:0] stage5;
  reg [79:0] stage6;
  reg [71:0] stage7;
  reg [63:0] stage8;
  reg [55:0] stage9;
  always @(posedge clk)
    stage9 <= stage8[63:8];
  always @(posedge clk)
    stage10 <= stage9[55:8];
  always @(posedge clk)
    stage11 <= stage10[47:8];
  always @(posedge clk)
    stage12 <= stage11[39:8];
  always @(posedge clk)
    stage13 <= stage12[31:8];
  always @(posedge clk)
    stage14 <= stage13[23:8];
  always @(posedge clk)
    stage15 <= stage14[15:8];
  always @(posedge clk)
    stage1 <= lanes_in[127:8];
  always @(posedge clk)
    stage2 <= stage1[119:8];
  always @(posedge clk)
    stage3 <= stage2[111:8];
  always @(posedge clk)
    stage4 <= stage3[103:8];
  always @(posedge clk)
    stage5 <= stage4[95:8];
  always @(posedge clk)
    stage6 <= stage5[87:8];
  always @(posedge clk)
    stage7 <= stage6[79:8];
  always @(posedge clk)
    stage8 <= stage7[71:8];
  assign lanes_out = { stage15, stage14[7:0], stage13[7:0], stage12[7:0], stage11[7:0], stage10[7:0], stage9[7:0], stage8[7:0], stage7[7:0], stage6[7:0], stage5[7:0], stage4[7:0], stage3[7:0], stage2[7:0], stage1[7:0], lanes_in[7:0] };
endmodule

module drift_array(a_in, flush_in, b_in, row_sum_in, column_sum_in, drain_out, checksum_drain_out, checksum_row_out, clk);
  input wire [127:0] a_in;
  input wire [15:0] flush_in;
  input wire [127:0] b_in;
  input wire [11:0] row_sum_in;
  input wire [11:0] column_sum_in;
  output wire [511:0] drain_out;
  output wire [31:0] checksum_drain_out;
  output wire [511:0] checksum_row_out;
  input wire clk;
  wire [127:0] unused_segment0_b_out;
  wire [11:0] unused_segment0_row_sum_out;
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
    .drain_in(512'h00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000),
    .drain_out(drain_out),
    .flush_in(flush_in),
    .row_sum_in(row_sum_in),
    .row_sum_out(unused_segment0_row_sum_out)
  );
endmodule

module drift_segment(a_in, flush_in, b_in, drain_in, row_sum_in, checksum_drain_in, b_out, drain_out, row_sum_out, checksum_drain_out, clk);
  input wire [127:0] a_in;
  input wire [15:0] flush_in;
  input wire [127:0] b_in;
  input wire [511:0] drain_in;
  input wire [11:0] row_sum_in;
  input wire [31:0] checksum_drain_in;
  output wire [127:0] b_out;
  output reg [511:0] drain_out;
  output wire [11:0] row_sum_out;
  output reg [31:0] checksum_drain_out;
  input wire clk;
  wire [127:0] b_row0;
  wire [127:0] b_row1;
  wire [127:0] b_row10;
  wire [127:0] b_row11;
  wire [127:0] b_row12;
  wire [127:0] b_row13;
  wire [127:0] b_row14;
  wire [127:0] b_row2;
  wire [127:0] b_row3;
  wire [127:0] b_row4;
  wire [127:0] b_row5;
  wire [127:0] b_row6;
  wire [127:0] b_row7;
  wire [127:0] b_row8;
  wire [127:0] b_row9;
  wire [31:0] checksum_drain_row0;
  wire [31:0] checksum_drain_row1;
  wire [31:0] checksum_drain_row10;
  wire [31:0] checksum_drain_row11;
  wire [31:0] checksum_drain_row12;
  wire [31:0] checksum_drain_row13;
  wire [31:0] checksum_drain_row14;
  wire [31:0] checksum_drain_row15;
  wire [31:0] checksum_drain_row2;
  wire [31:0] checksum_drain_row3;
  wire [31:0] checksum_drain_row4;
  wire [31:0] checksum_drain_row5;
  wire [31:0] checksum_drain_row6;
  wire [31:0] checksum_drain_row7;
  wire [31:0] checksum_drain_row8;
  wire [31:0] checksum_drain_row9;
  wire [511:0] drain_row0;
  wire [511:0] drain_row1;
  wire [511:0] drain_row10;
  wire [511:0] drain_row11;
  wire [511:0] drain_row12;
  wire [511:0] drain_row13;
  wire [511:0] drain_row14;
  wire [511:0] drain_row15;
  wire [511:0] drain_row2;
  wire [511:0] drain_row3;
  wire [511:0] drain_row4;
  wire [511:0] drain_row5;
  wire [511:0] drain_row6;
  wire [511:0] drain_row7;
  wire [511:0] drain_row8;
  wire [511:0] drain_row9;
  wire [11:0] row_sum_row0;
  wire [11:0] row_sum_row1;
  wire [11:0] row_sum_row10;
  wire [11:0] row_sum_row11;
  wire [11:0] row_sum_row12;
  wire [11:0] row_sum_row13;
  wire [11:0] row_sum_row14;
  wire [11:0] row_sum_row2;
  wire [11:0] row_sum_row3;
  wire [11:0] row_sum_row4;
  wire [11:0] row_sum_row5;
  wire [11:0] row_sum_row6;
  wire [11:0] row_sum_row7;
  wire [11:0] row_sum_row8;
  wire [11:0] row_sum_row9;
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
  drift_row row10 (
    .a_in(a_in[87:80]),
    .b_in(b_row9),
    .b_out(b_row10),
    .checksum_drain_in(checksum_drain_row11),
    .checksum_drain_out(checksum_drain_row10),
    .clk(clk),
    .drain_in(drain_row11),
    .drain_out(drain_row10),
    .flush_in(flush_in[10]),
    .row_sum_in(row_sum_row9),
    .row_sum_out(row_sum_row10)
  );
  drift_row row11 (
    .a_in(a_in[95:88]),
    .b_in(b_row10),
    .b_out(b_row11),
    .checksum_drain_in(checksum_drain_row12),
    .checksum_drain_out(checksum_drain_row11),
    .clk(clk),
    .drain_in(drain_row12),
    .drain_out(drain_row11),
    .flush_in(flush_in[11]),
    .row_sum_in(row_sum_row10),
    .row_sum_out(row_sum_row11)
  );
  drift_row row12 (
    .a_in(a_in[103:96]),
    .b_in(b_row11),
    .b_out(b_row12),
    .checksum_drain_in(checksum_drain_row13),
    .checksum_drain_out(checksum_drain_row12),
    .clk(clk),
    .drain_in(drain_row13),
    .drain_out(drain_row12),
    .flush_in(flush_in[12]),
    .row_sum_in(row_sum_row11),
    .row_sum_out(row_sum_row12)
  );
  drift_row row13 (
    .a_in(a_in[111:104]),
    .b_in(b_row12),
    .b_out(b_row13),
    .checksum_drain_in(checksum_drain_row14),
    .checksum_drain_out(checksum_drain_row13),
    .clk(clk),
    .drain_in(drain_row14),
    .drain_out(drain_row13),
    .flush_in(flush_in[13]),
    .row_sum_in(row_sum_row12),
    .row_sum_out(row_sum_row13)
  );
  drift_row row14 (
    .a_in(a_in[119:112]),
    .b_in(b_row13),
    .b_out(b_row14),
    .checksum_drain_in(checksum_drain_row15),
    .checksum_drain_out(checksum_drain_row14),
    .clk(clk),
    .drain_in(drain_row15),
    .drain_out(drain_row14),
    .flush_in(flush_in[14]),
    .row_sum_in(row_sum_row13),
    .row_sum_out(row_sum_row14)
  );
  drift_row row15 (
    .a_in(a_in[127:120]),
    .b_in(b_row14),
    .b_out(b_out),
    .checksum_drain_in(checksum_drain_in),
    .checksum_drain_out(checksum_drain_row15),
    .clk(clk),
    .drain_in(drain_in),
    .drain_out(drain_row15),
    .flush_in(flush_in[15]),
    .row_sum_in(row_sum_row14),
    .row_sum_out(row_sum_out)
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
    .b_out(b_row3),
    .checksum_drain_in(checksum_drain_row4),
    .checksum_drain_out(checksum_drain_row3),
    .clk(clk),
    .drain_in(drain_row4),
    .drain_out(drain_row3),
    .flush_in(flush_in[3]),
    .row_sum_in(row_sum_row2),
    .row_sum_out(row_sum_row3)
  );
  drift_row row4 (
    .a_in(a_in[39:32]),
    .b_in(b_row3),
    .b_out(b_row4),
    .checksum_drain_in(checksum_drain_row5),
    .checksum_drain_out(checksum_drain_row4),
    .clk(clk),
    .drain_in(drain_row5),
    .drain_out(drain_row4),
    .flush_in(flush_in[4]),
    .row_sum_in(row_sum_row3),
    .row_sum_out(row_sum_row4)
  );
  drift_row row5 (
    .a_in(a_in[47:40]),
    .b_in(b_row4),
    .b_out(b_row5),
    .checksum_drain_in(checksum_drain_row6),
    .checksum_drain_out(checksum_drain_row5),
    .clk(clk),
    .drain_in(drain_row6),
    .drain_out(drain_row5),
    .flush_in(flush_in[5]),
    .row_sum_in(row_sum_row4),
    .row_sum_out(row_sum_row5)
  );
  drift_row row6 (
    .a_in(a_in[55:48]),
    .b_in(b_row5),
    .b_out(b_row6),
    .checksum_drain_in(checksum_drain_row7),
    .checksum_drain_out(checksum_drain_row6),
    .clk(clk),
    .drain_in(drain_row7),
    .drain_out(drain_row6),
    .flush_in(flush_in[6]),
    .row_sum_in(row_sum_row5),
    .row_sum_out(row_sum_row6)
  );
  drift_row row7 (
    .a_in(a_in[63:56]),
    .b_in(b_row6),
    .b_out(b_row7),
    .checksum_drain_in(checksum_drain_row8),
    .checksum_drain_out(checksum_drain_row7),
    .clk(clk),
    .drain_in(drain_row8),
    .drain_out(drain_row7),
    .flush_in(flush_in[7]),
    .row_sum_in(row_sum_row6),
    .row_sum_out(row_sum_row7)
  );
  drift_row row8 (
    .a_in(a_in[71:64]),
    .b_in(b_row7),
    .b_out(b_row8),
    .checksum_drain_in(checksum_drain_row9),
    .checksum_drain_out(checksum_drain_row8),
    .clk(clk),
    .drain_in(drain_row9),
    .drain_out(drain_row8),
    .flush_in(flush_in[8]),
    .row_sum_in(row_sum_row7),
    .row_sum_out(row_sum_row8)
  );
  drift_row row9 (
    .a_in(a_in[79:72]),
    .b_in(b_row8),
    .b_out(b_row9),
    .checksum_drain_in(checksum_drain_row10),
    .checksum_drain_out(checksum_drain_row9),
    .clk(clk),
    .drain_in(drain_row10),
    .drain_out(drain_row9),
    .flush_in(flush_in[9]),
    .row_sum_in(row_sum_row8),
    .row_sum_out(row_sum_row9)
  );
endmodule

module drift_row(a_in, flush_in, b_in, drain_in, row_sum_in, checksum_drain_in, b_out, drain_out, row_sum_out, checksum_drain_out, clk);
  input wire [7:0] a_in;
  input wire flush_in;
  input wire [127:0] b_in;
  input wire [511:0] drain_in;
  input wire [11:0] row_sum_in;
  input wire [31:0] checksum_drain_in;
  output wire [127:0] b_out;
  output wire [511:0] drain_out;
  output wire [11:0] row_sum_out;
  output wire [31:0] checksum_drain_out;
  input wire clk;
  wire [119:0] a_chain;
  wire [14:0] flush_chain;
  wire [7:0] unused_pe15_a_out;
  wire unused_pe15_flush_out;
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
  drift_pe pe10 (
    .a_in(a_chain[79:72]),
    .a_out(a_chain[87:80]),
    .b_in(b_in[87:80]),
    .b_out(b_out[87:80]),
    .clk(clk),
    .drain_in(drain_in[351:320]),
    .drain_out(drain_out[351:320]),
    .flush_in(flush_chain[9]),
    .flush_out(flush_chain[10])
  );
  drift_pe pe11 (
    .a_in(a_chain[87:80]),
    .a_out(a_chain[95:88]),
    .b_in(b_in[95:88]),
    .b_out(b_out[95:88]),
    .clk(clk),
    .drain_in(drain_in[383:352]),
    .drain_out(drain_out[383:352]),
    .flush_in(flush_chain[10]),
    .flush_out(flush_chain[11])
  );
  drift_pe pe12 (
    .a_in(a_chain[95:88]),
    .a_out(a_chain[103:96]),
    .b_in(b_in[103:96]),
    .b_out(b_out[103:96]),
    .clk(clk),
    .drain_in(drain_in[415:384]),
    .drain_out(drain_out[415:384]),
    .flush_in(flush_chain[11]),
    .flush_out(flush_chain[12])
  );
  drift_pe pe13 (
    .a_in(a_chain[103:96]),
    .a_out(a_chain[111:104]),
    .b_in(b_in[111:104]),
    .b_out(b_out[111:104]),
    .clk(clk),
    .drain_in(drain_in[447:416]),
    .drain_out(drain_out[447:416]),
    .flush_in(flush_chain[12]),
    .flush_out(flush_chain[13])
  );
  drift_pe pe14 (
    .a_in(a_chain[111:104]),
    .a_out(a_chain[119:112]),
    .b_in(b_in[119:112]),
    .b_out(b_out[119:112]),
    .clk(clk),
    .drain_in(drain_in[479:448]),
    .drain_out(drain_out[479:448]),
    .flush_in(flush_chain[13]),
    .flush_out(flush_chain[14])
  );
  drift_pe pe15 (
    .a_in(a_chain[119:112]),
    .a_out(unused_pe15_a_out),
    .b_in(b_in[127:120]),
    .b_out(b_out[127:120]),
    .clk(clk),
    .drain_in(drain_in[511:480]),
    .drain_out(drain_out[511:480]),
    .flush_in(flush_chain[14]),
    .flush_out(unused_pe15_flush_out)
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
    .a_out(a_chain[31:24]),
    .b_in(b_in[31:24]),
    .b_out(b_out[31:24]),
    .clk(clk),
    .drain_in(drain_in[127:96]),
    .drain_out(drain_out[127:96]),
    .flush_in(flush_chain[2]),
    .flush_out(flush_chain[3])
  );
  drift_pe pe4 (
    .a_in(a_chain[31:24]),
    .a_out(a_chain[39:32]),
    .b_in(b_in[39:32]),
    .b_out(b_out[39:32]),
    .clk(clk),
    .drain_in(drain_in[159:128]),
    .drain_out(drain_out[159:128]),
    .flush_in(flush_chain[3]),
    .flush_out(flush_chain[4])
  );
  drift_pe pe5 (
    .a_in(a_chain[39:32]),
    .a_out(a_chain[47:40]),
    .b_in(b_in[47:40]),
    .b_out(b_out[47:40]),
    .clk(clk),
    .drain_in(drain_in[191:160]),
    .drain_out(drain_out[191:160]),
    .flush_in(flush_chain[4]),
    .flush_out(flush_chain[5])
  );
  drift_pe pe6 (
    .a_in(a_chain[47:40]),
    .a_out(a_chain[55:48]),
    .b_in(b_in[55:48]),
    .b_out(b_out[55:48]),
    .clk(clk),
    .drain_in(drain_in[223:192]),
    .drain_out(drain_out[223:192]),
    .flush_in(flush_chain[5]),
    .flush_out(flush_chain[6])
  );
  drift_pe pe7 (
    .a_in(a_chain[55:48]),
    .a_out(a_chain[63:56]),
    .b_in(b_in[63:56]),
    .b_out(b_out[63:56]),
    .clk(clk),
    .drain_in(drain_in[255:224]),
    .drain_out(drain_out[255:224]),
    .flush_in(flush_chain[6]),
    .flush_out(flush_chain[7])
  );
  drift_pe pe8 (
    .a_in(a_chain[63:56]),
    .a_out(a_chain[71:64]),
    .b_in(b_in[71:64]),
    .b_out(b_out[71:64]),
    .clk(clk),
    .drain_in(drain_in[287:256]),
    .drain_out(drain_out[287:256]),
    .flush_in(flush_chain[7]),
    .flush_out(flush_chain[8])
  );
  drift_pe pe9 (
    .a_in(a_chain[71:64]),
    .a_out(a_chain[79:72]),
    .b_in(b_in[79:72]),
    .b_out(b_out[79:72]),
    .clk(clk),
    .drain_in(drain_in[319:288]),
    .drain_out(drain_out[319:288]),
    .flush_in(flush_chain[8]),
    .flush_out(flush_chain[9])
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
  input wire [11:0] b_in;
  input wire flush_in;
  input wire [31:0] drain_in;
  output reg [11:0] b_out;
  output wire [31:0] drain_out;
  input wire clk;
  wire [19:0] _00_;
  wire [31:0] _01_;
  reg [7:0] a;
  reg [31:0] accumulator;
  reg flush;
  reg flush_accumulator;
  wire [31:0] previous;
  reg [19:0] product;
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
  assign total = $signed(previous) - $signed({ {12{product[19]}}, product });
  assign previous = flush_accumulator ? 32'd0 : accumulator;
  assign _01_ = accumulator & { {32{flush_accumulator}} };
  assign drain_out = drain_in | _01_;
  always @(posedge clk)
    a <= a_in;
endmodule

module drift_checksum_row(column_sum_in, flush_in, b_in, accumulator_out, clk);
  input wire [11:0] column_sum_in;
  input wire flush_in;
  input wire [127:0] b_in;
  output wire [511:0] accumulator_out;
  input wire clk;
  wire [11:0] column_sum_0;
  wire [11:0] column_sum_1;
  wire [11:0] column_sum_10;
  wire [11:0] column_sum_11;
  wire [11:0] column_sum_12;
  wire [11:0] column_sum_13;
  wire [11:0] column_sum_14;
  wire [11:0] column_sum_2;
  wire [11:0] column_sum_3;
  wire [11:0] column_sum_4;
  wire [11:0] column_sum_5;
  wire [11:0] column_sum_6;
  wire [11:0] column_sum_7;
  wire [11:0] column_sum_8;
  wire [11:0] column_sum_9;
  wire [14:0] flush_chain;
  wire unused_flush;
  wire [11:0] unused_pe15_a_out;
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
  drift_checksum_row_pe pe10 (
    .a_in(column_sum_9),
    .a_out(column_sum_10),
    .accumulator_out(accumulator_out[351:320]),
    .b_in(b_in[87:80]),
    .clk(clk),
    .flush_in(flush_chain[9]),
    .flush_out(flush_chain[10])
  );
  drift_checksum_row_pe pe11 (
    .a_in(column_sum_10),
    .a_out(column_sum_11),
    .accumulator_out(accumulator_out[383:352]),
    .b_in(b_in[95:88]),
    .clk(clk),
    .flush_in(flush_chain[10]),
    .flush_out(flush_chain[11])
  );
  drift_checksum_row_pe pe12 (
    .a_in(column_sum_11),
    .a_out(column_sum_12),
    .accumulator_out(accumulator_out[415:384]),
    .b_in(b_in[103:96]),
    .clk(clk),
    .flush_in(flush_chain[11]),
    .flush_out(flush_chain[12])
  );
  drift_checksum_row_pe pe13 (
    .a_in(column_sum_12),
    .a_out(column_sum_13),
    .accumulator_out(accumulator_out[447:416]),
    .b_in(b_in[111:104]),
    .clk(clk),
    .flush_in(flush_chain[12]),
    .flush_out(flush_chain[13])
  );
  drift_checksum_row_pe pe14 (
    .a_in(column_sum_13),
    .a_out(column_sum_14),
    .accumulator_out(accumulator_out[479:448]),
    .b_in(b_in[119:112]),
    .clk(clk),
    .flush_in(flush_chain[13]),
    .flush_out(flush_chain[14])
  );
  drift_checksum_row_pe pe15 (
    .a_in(column_sum_14),
    .a_out(unused_pe15_a_out),
    .accumulator_out(accumulator_out[511:480]),
    .b_in(b_in[127:120]),
    .clk(clk),
    .flush_in(flush_chain[14]),
    .flush_out(unused_flush)
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
    .a_out(column_sum_3),
    .accumulator_out(accumulator_out[127:96]),
    .b_in(b_in[31:24]),
    .clk(clk),
    .flush_in(flush_chain[2]),
    .flush_out(flush_chain[3])
  );
  drift_checksum_row_pe pe4 (
    .a_in(column_sum_3),
    .a_out(column_sum_4),
    .accumulator_out(accumulator_out[159:128]),
    .b_in(b_in[39:32]),
    .clk(clk),
    .flush_in(flush_chain[3]),
    .flush_out(flush_chain[4])
  );
  drift_checksum_row_pe pe5 (
    .a_in(column_sum_4),
    .a_out(column_sum_5),
    .accumulator_out(accumulator_out[191:160]),
    .b_in(b_in[47:40]),
    .clk(clk),
    .flush_in(flush_chain[4]),
    .flush_out(flush_chain[5])
  );
  drift_checksum_row_pe pe6 (
    .a_in(column_sum_5),
    .a_out(column_sum_6),
    .accumulator_out(accumulator_out[223:192]),
    .b_in(b_in[55:48]),
    .clk(clk),
    .flush_in(flush_chain[5]),
    .flush_out(flush_chain[6])
  );
  drift_checksum_row_pe pe7 (
    .a_in(column_sum_6),
    .a_out(column_sum_7),
    .accumulator_out(accumulator_out[255:224]),
    .b_in(b_in[63:56]),
    .clk(clk),
    .flush_in(flush_chain[6]),
    .flush_out(flush_chain[7])
  );
  drift_checksum_row_pe pe8 (
    .a_in(column_sum_7),
    .a_out(column_sum_8),
    .accumulator_out(accumulator_out[287:256]),
    .b_in(b_in[71:64]),
    .clk(clk),
    .flush_in(flush_chain[7]),
    .flush_out(flush_chain[8])
  );
  drift_checksum_row_pe pe9 (
    .a_in(column_sum_8),
    .a_out(column_sum_9),
    .accumulator_out(accumulator_out[319:288]),
    .b_in(b_in[79:72]),
    .clk(clk),
    .flush_in(flush_chain[8]),
    .flush_out(flush_chain[9])
  );
endmodule

module drift_checksum_row_pe(a_in, b_in, flush_in, a_out, flush_out, accumulator_out, clk);
  input wire [11:0] a_in;
  input wire [7:0] b_in;
  input wire flush_in;
  output reg [11:0] a_out;
  output reg flush_out;
  output reg [31:0] accumulator_out;
  input wire clk;
  wire [19:0] _0_;
  reg [7:0] b;
  reg flush_accumulator;
  wire [31:0] previous;
  reg [19:0] product;
  wire [31:0] total;
  always @(posedge clk)
    flush_accumulator <= flush_out;
  always @(posedge clk)
    accumulator_out <= total;
  assign _0_ = $signed(a_out) * $signed(b);
  assign total = $signed(previous) - $signed({ {12{product[19]}}, product });
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

module drift_lane_group(rst, drain_in, token_in, checksum_in, row_sum_in, read_enable, read_address, correction, correction_select, enable, bias, multiplier, shift, last, token_out, row_sum_out, column_delta, accumulator_out, quantised, clk);
  input wire rst;
  input wire [511:0] drain_in;
  input wire [7:0] token_in;
  input wire [511:0] checksum_in;
  input wire [31:0] row_sum_in;
  input wire read_enable;
  input wire [4:0] read_address;
  input wire [31:0] correction;
  input wire [15:0] correction_select;
  input wire [2:0] enable;
  input wire [511:0] bias;
  input wire [223:0] multiplier;
  input wire [95:0] shift;
  output wire [15:0] last;
  output wire [7:0] token_out;
  output wire [31:0] row_sum_out;
  output wire [511:0] column_delta;
  output wire [511:0] accumulator_out;
  output wire [127:0] quantised;
  input wire clk;
  wire [31:0] row_sum_lane0;
  wire [31:0] row_sum_lane1;
  wire [31:0] row_sum_lane10;
  wire [31:0] row_sum_lane11;
  wire [31:0] row_sum_lane12;
  wire [31:0] row_sum_lane13;
  wire [31:0] row_sum_lane14;
  wire [31:0] row_sum_lane2;
  wire [31:0] row_sum_lane3;
  wire [31:0] row_sum_lane4;
  wire [31:0] row_sum_lane5;
  wire [31:0] row_sum_lane6;
  wire [31:0] row_sum_lane7;
  wire [31:0] row_sum_lane8;
  wire [31:0] row_sum_lane9;
  wire [7:0] token_lane0;
  wire [7:0] token_lane1;
  wire [7:0] token_lane10;
  wire [7:0] token_lane11;
  wire [7:0] token_lane12;
  wire [7:0] token_lane13;
  wire [7:0] token_lane14;
  wire [7:0] token_lane2;
  wire [7:0] token_lane3;
  wire [7:0] token_lane4;
  wire [7:0] token_lane5;
  wire [7:0] token_lane6;
  wire [7:0] token_lane7;
  wire [7:0] token_lane8;
  wire [7:0] token_lane9;
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
  drift_lane lane10 (
    .accumulator_out(accumulator_out[351:320]),
    .bias(bias[351:320]),
    .checksum_in(checksum_in[351:320]),
    .clk(clk),
    .column_delta(column_delta[351:320]),
    .correction(correction),
    .correction_select(correction_select[10]),
    .drain_in(drain_in[351:320]),
    .enable(enable),
    .multiplier(multiplier[153:140]),
    .quantised(quantised[87:80]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane9),
    .row_sum_out(row_sum_lane10),
    .rst(rst),
    .shift(shift[65:60]),
    .token_in(token_lane9),
    .token_out(token_lane10)
  );
  drift_lane lane11 (
    .accumulator_out(accumulator_out[383:352]),
    .bias(bias[383:352]),
    .checksum_in(checksum_in[383:352]),
    .clk(clk),
    .column_delta(column_delta[383:352]),
    .correction(correction),
    .correction_select(correction_select[11]),
    .drain_in(drain_in[383:352]),
    .enable(enable),
    .multiplier(multiplier[167:154]),
    .quantised(quantised[95:88]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane10),
    .row_sum_out(row_sum_lane11),
    .rst(rst),
    .shift(shift[71:66]),
    .token_in(token_lane10),
    .token_out(token_lane11)
  );
  drift_lane lane12 (
    .accumulator_out(accumulator_out[415:384]),
    .bias(bias[415:384]),
    .checksum_in(checksum_in[415:384]),
    .clk(clk),
    .column_delta(column_delta[415:384]),
    .correction(correction),
    .correction_select(correction_select[12]),
    .drain_in(drain_in[415:384]),
    .enable(enable),
    .multiplier(multiplier[181:168]),
    .quantised(quantised[103:96]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane11),
    .row_sum_out(row_sum_lane12),
    .rst(rst),
    .shift(shift[77:72]),
    .token_in(token_lane11),
    .token_out(token_lane12)
  );
  drift_lane lane13 (
    .accumulator_out(accumulator_out[447:416]),
    .bias(bias[447:416]),
    .checksum_in(checksum_in[447:416]),
    .clk(clk),
    .column_delta(column_delta[447:416]),
    .correction(correction),
    .correction_select(correction_select[13]),
    .drain_in(drain_in[447:416]),
    .enable(enable),
    .multiplier(multiplier[195:182]),
    .quantised(quantised[111:104]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane12),
    .row_sum_out(row_sum_lane13),
    .rst(rst),
    .shift(shift[83:78]),
    .token_in(token_lane12),
    .token_out(token_lane13)
  );
  drift_lane lane14 (
    .accumulator_out(accumulator_out[479:448]),
    .bias(bias[479:448]),
    .checksum_in(checksum_in[479:448]),
    .clk(clk),
    .column_delta(column_delta[479:448]),
    .correction(correction),
    .correction_select(correction_select[14]),
    .drain_in(drain_in[479:448]),
    .enable(enable),
    .multiplier(multiplier[209:196]),
    .quantised(quantised[119:112]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane13),
    .row_sum_out(row_sum_lane14),
    .rst(rst),
    .shift(shift[89:84]),
    .token_in(token_lane13),
    .token_out(token_lane14)
  );
  drift_lane lane15 (
    .accumulator_out(accumulator_out[511:480]),
    .bias(bias[511:480]),
    .checksum_in(checksum_in[511:480]),
    .clk(clk),
    .column_delta(column_delta[511:480]),
    .correction(correction),
    .correction_select(correction_select[15]),
    .drain_in(drain_in[511:480]),
    .enable(enable),
    .multiplier(multiplier[223:210]),
    .quantised(quantised[127:120]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane14),
    .row_sum_out(row_sum_out),
    .rst(rst),
    .shift(shift[95:90]),
    .token_in(token_lane14),
    .token_out(token_out)
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
    .row_sum_out(row_sum_lane3),
    .rst(rst),
    .shift(shift[23:18]),
    .token_in(token_lane2),
    .token_out(token_lane3)
  );
  drift_lane lane4 (
    .accumulator_out(accumulator_out[159:128]),
    .bias(bias[159:128]),
    .checksum_in(checksum_in[159:128]),
    .clk(clk),
    .column_delta(column_delta[159:128]),
    .correction(correction),
    .correction_select(correction_select[4]),
    .drain_in(drain_in[159:128]),
    .enable(enable),
    .multiplier(multiplier[69:56]),
    .quantised(quantised[39:32]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane3),
    .row_sum_out(row_sum_lane4),
    .rst(rst),
    .shift(shift[29:24]),
    .token_in(token_lane3),
    .token_out(token_lane4)
  );
  drift_lane lane5 (
    .accumulator_out(accumulator_out[191:160]),
    .bias(bias[191:160]),
    .checksum_in(checksum_in[191:160]),
    .clk(clk),
    .column_delta(column_delta[191:160]),
    .correction(correction),
    .correction_select(correction_select[5]),
    .drain_in(drain_in[191:160]),
    .enable(enable),
    .multiplier(multiplier[83:70]),
    .quantised(quantised[47:40]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane4),
    .row_sum_out(row_sum_lane5),
    .rst(rst),
    .shift(shift[35:30]),
    .token_in(token_lane4),
    .token_out(token_lane5)
  );
  drift_lane lane6 (
    .accumulator_out(accumulator_out[223:192]),
    .bias(bias[223:192]),
    .checksum_in(checksum_in[223:192]),
    .clk(clk),
    .column_delta(column_delta[223:192]),
    .correction(correction),
    .correction_select(correction_select[6]),
    .drain_in(drain_in[223:192]),
    .enable(enable),
    .multiplier(multiplier[97:84]),
    .quantised(quantised[55:48]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane5),
    .row_sum_out(row_sum_lane6),
    .rst(rst),
    .shift(shift[41:36]),
    .token_in(token_lane5),
    .token_out(token_lane6)
  );
  drift_lane lane7 (
    .accumulator_out(accumulator_out[255:224]),
    .bias(bias[255:224]),
    .checksum_in(checksum_in[255:224]),
    .clk(clk),
    .column_delta(column_delta[255:224]),
    .correction(correction),
    .correction_select(correction_select[7]),
    .drain_in(drain_in[255:224]),
    .enable(enable),
    .multiplier(multiplier[111:98]),
    .quantised(quantised[63:56]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane6),
    .row_sum_out(row_sum_lane7),
    .rst(rst),
    .shift(shift[47:42]),
    .token_in(token_lane6),
    .token_out(token_lane7)
  );
  drift_lane lane8 (
    .accumulator_out(accumulator_out[287:256]),
    .bias(bias[287:256]),
    .checksum_in(checksum_in[287:256]),
    .clk(clk),
    .column_delta(column_delta[287:256]),
    .correction(correction),
    .correction_select(correction_select[8]),
    .drain_in(drain_in[287:256]),
    .enable(enable),
    .multiplier(multiplier[125:112]),
    .quantised(quantised[71:64]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane7),
    .row_sum_out(row_sum_lane8),
    .rst(rst),
    .shift(shift[53:48]),
    .token_in(token_lane7),
    .token_out(token_lane8)
  );
  drift_lane lane9 (
    .accumulator_out(accumulator_out[319:288]),
    .bias(bias[319:288]),
    .checksum_in(checksum_in[319:288]),
    .clk(clk),
    .column_delta(column_delta[319:288]),
    .correction(correction),
    .correction_select(correction_select[9]),
    .drain_in(drain_in[319:288]),
    .enable(enable),
    .multiplier(multiplier[139:126]),
    .quantised(quantised[79:72]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_lane8),
    .row_sum_out(row_sum_lane9),
    .rst(rst),
    .shift(shift[59:54]),
    .token_in(token_lane8),
    .token_out(token_lane9)
  );
  assign last = { token_out[2], token_lane14[2], token_lane13[2], token_lane12[2], token_lane11[2], token_lane10[2], token_lane9[2], token_lane8[2], token_lane7[2], token_lane6[2], token_lane5[2], token_lane4[2], token_lane3[2], token_lane2[2], token_lane1[2], token_lane0[2] };
endmodule

module drift_lane(rst, drain_in, token_in, checksum_in, row_sum_in, read_enable, read_address, correction, correction_select, enable, bias, multiplier, shift, token_out, row_sum_out, column_delta, accumulator_out, quantised, clk);
  input wire rst;
  input wire [31:0] drain_in;
  input wire [7:0] token_in;
  input wire [31:0] checksum_in;
  input wire [31:0] row_sum_in;
  input wire read_enable;
  input wire [4:0] read_address;
  input wire [31:0] correction;
  input wire correction_select;
  input wire [2:0] enable;
  input wire [31:0] bias;
  input wire [13:0] multiplier;
  input wire [5:0] shift;
  output reg [7:0] token_out;
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
    if (rst) token_out <= 8'h00;
    else token_out <= token_in;
  drift_tile_bank bank (
    .clk(clk),
    .read_address(read_address),
    .read_data(read_data),
    .read_enable(read_enable),
    .write_address(token_in[7:3]),
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
  input wire [4:0] write_address;
  input wire [31:0] write_data;
  input wire read_enable;
  input wire [4:0] read_address;
  output wire [31:0] read_data;
  input wire clk;
  reg [31:0] memory [31:0];
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
  input wire [511:0] column_delta;
  input wire [15:0] column_done;
  input wire read_enable;
  input wire read_slot;
  input wire result_slot;
  output wire done;
  output wire row_flag;
  output wire [15:0] column_flags;
  output wire masked;
  output reg row_delta_valid;
  output reg [31:0] row_delta_value;
  output wire column_delta_valid;
  output reg [31:0] column_delta_value;
  output reg check_valid;
  output reg [15:0] check_row_flags;
  output wire [15:0] check_column_flags;
  output reg [15:0] counter_tiles;
  output reg [15:0] counter_flagged_tiles;
  output reg [15:0] counter_flagged_rows;
  output reg [15:0] counter_flagged_columns;
  output reg [15:0] counter_masked_elements;
  output reg [31:0] counter_largest_delta;
  output reg [511:0] counter_histogram;
  output wire row_flagged;
  output wire column_flagged;
  output reg column_slot;
  output reg done_slot;
  input wire clk;
  wire [31:0] _000_;
  wire [15:0] _001_;
  wire [15:0] _002_;
  wire [15:0] _003_;
  wire [15:0] _004_;
  wire _005_;
  wire _006_;
  wire _007_;
  wire _008_;
  wire [1:0] _009_;
  wire [15:0] _010_;
  wire [14:0] _011_;
  wire [15:0] _012_;
  wire [13:0] _013_;
  wire [12:0] _014_;
  wire [11:0] _015_;
  wire [4:0] _016_;
  wire [4:0] _017_;
  wire [15:0] _018_;
  wire [14:0] _019_;
  wire [15:0] _020_;
  wire [13:0] _021_;
  wire [12:0] _022_;
  wire [11:0] _023_;
  wire [4:0] _024_;
  wire [4:0] _025_;
  wire _026_;
  wire _027_;
  wire _028_;
  wire _029_;
  wire [15:0] _030_;
  wire _031_;
  wire _032_;
  wire _033_;
  wire [15:0] _034_;
  wire _035_;
  wire _036_;
  wire _037_;
  wire [15:0] _038_;
  wire _039_;
  wire _040_;
  wire _041_;
  wire [15:0] _042_;
  wire _043_;
  wire _044_;
  wire _045_;
  wire [15:0] _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire [15:0] _050_;
  wire _051_;
  wire _052_;
  wire _053_;
  wire [15:0] _054_;
  wire _055_;
  wire _056_;
  wire _057_;
  wire [15:0] _058_;
  wire _059_;
  wire _060_;
  wire _061_;
  wire [15:0] _062_;
  wire _063_;
  wire _064_;
  wire _065_;
  wire [15:0] _066_;
  wire _067_;
  wire _068_;
  wire _069_;
  wire [15:0] _070_;
  wire _071_;
  wire _072_;
  wire _073_;
  wire [15:0] _074_;
  wire _075_;
  wire _076_;
  wire _077_;
  wire [15:0] _078_;
  wire _079_;
  wire _080_;
  wire _081_;
  wire [15:0] _082_;
  wire _083_;
  wire _084_;
  wire _085_;
  wire [15:0] _086_;
  wire _087_;
  wire _088_;
  wire _089_;
  wire [15:0] _090_;
  wire _091_;
  wire _092_;
  wire _093_;
  wire [15:0] _094_;
  wire _095_;
  wire _096_;
  wire _097_;
  wire [15:0] _098_;
  wire _099_;
  wire _100_;
  wire _101_;
  wire [15:0] _102_;
  wire _103_;
  wire _104_;
  wire _105_;
  wire [15:0] _106_;
  wire _107_;
  wire _108_;
  wire _109_;
  wire [15:0] _110_;
  wire _111_;
  wire _112_;
  wire _113_;
  wire [15:0] _114_;
  wire _115_;
  wire _116_;
  wire _117_;
  wire [15:0] _118_;
  wire _119_;
  wire _120_;
  wire _121_;
  wire [15:0] _122_;
  wire _123_;
  wire _124_;
  wire _125_;
  wire [15:0] _126_;
  wire _127_;
  wire _128_;
  wire _129_;
  wire [15:0] _130_;
  wire _131_;
  wire _132_;
  wire _133_;
  wire [15:0] _134_;
  wire _135_;
  wire _136_;
  wire _137_;
  wire [15:0] _138_;
  wire _139_;
  wire _140_;
  wire _141_;
  wire [15:0] _142_;
  wire _143_;
  wire _144_;
  wire _145_;
  wire [15:0] _146_;
  wire _147_;
  wire _148_;
  wire _149_;
  wire [15:0] _150_;
  wire _151_;
  wire _152_;
  wire _153_;
  wire [15:0] _154_;
  wire _155_;
  wire _156_;
  wire _157_;
  wire _158_;
  wire [15:0] _159_;
  wire [15:0] _160_;
  wire [15:0] _161_;
  wire [15:0] _162_;
  wire _163_;
  wire [15:0] _164_;
  wire [15:0] _165_;
  wire [15:0] _166_;
  wire [15:0] _167_;
  wire _168_;
  wire _169_;
  wire _170_;
  wire _171_;
  wire _172_;
  wire _173_;
  wire _174_;
  wire [15:0] _175_;
  wire _176_;
  wire _177_;
  wire _178_;
  wire _179_;
  wire [15:0] _180_;
  wire _181_;
  wire _182_;
  wire _183_;
  wire _184_;
  wire _185_;
  wire _186_;
  wire _187_;
  wire _188_;
  wire _189_;
  wire _190_;
  wire [16:0] _191_;
  wire _192_;
  wire [15:0] _193_;
  wire [15:0] _194_;
  wire _195_;
  wire _196_;
  wire _197_;
  wire [16:0] _198_;
  wire _199_;
  wire _200_;
  wire _201_;
  wire _202_;
  wire [15:0] _203_;
  wire [15:0] _204_;
  wire [16:0] _205_;
  wire _206_;
  wire [15:0] _207_;
  wire [15:0] _208_;
  wire [16:0] _209_;
  wire [31:0] _210_;
  wire _211_;
  wire [15:0] _212_;
  wire [15:0] _213_;
  wire [9:0] _214_;
  wire [16:0] _215_;
  wire _216_;
  wire [9:0] _217_;
  wire [15:0] _218_;
  wire [15:0] _219_;
  wire [15:0] _220_;
  wire [15:0] _221_;
  wire [31:0] _222_;
  wire [31:0] _223_;
  wire [31:0] _224_;
  wire [31:0] _225_;
  wire _226_;
  wire _227_;
  wire _228_;
  wire _229_;
  wire _230_;
  wire _231_;
  wire _232_;
  wire _233_;
  wire [15:0] _234_;
  wire [15:0] _235_;
  wire [31:0] column_0_magnitude;
  wire [31:0] column_0_reached;
  wire [31:0] column_bus_0_1;
  wire [63:0] column_bus_0_2;
  wire [127:0] column_bus_0_4;
  wire [255:0] column_bus_0_8;
  wire [4:0] column_count_16;
  wire [15:0] column_count_2;
  wire [15:0] column_count_4;
  wire [12:0] column_count_8;
  reg [15:0] column_done_registered;
  reg [15:0] column_flags_0;
  reg [15:0] column_flags_1;
  reg counted;
  wire [1:0] done_select;
  reg [1:0] masked_tiles;
  wire [1:0] read_select;
  wire [1:0] result_select;
  wire [4:0] row_count_16;
  wire [15:0] row_count_2;
  wire [15:0] row_count_4;
  wire [12:0] row_count_8;
  reg [15:0] row_flags_0;
  reg [15:0] row_flags_1;
  wire [31:0] row_leading;
  wire [31:0] row_magnitude;
  wire [31:0] row_reached;
  wire [31:0] threshold_bit;
  reg [4:0] tile_flagged_columns;
  reg [4:0] tile_flagged_rows;
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
  assign _210_ = - row_delta_value;
  assign row_magnitude = row_delta_value[31] ? _210_ : row_delta_value;
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
  assign _222_ = row_reached >> 1'h1;
  assign _223_ = ~ _222_;
  assign row_leading = row_reached & _223_;
  assign _224_ = row_reached & threshold_bit;
  assign row_flagged = | _224_;
  assign column_bus_0_8 = column_delta[255:0] | column_delta[511:256];
  assign column_bus_0_4 = column_bus_0_8[127:0] | column_bus_0_8[255:128];
  assign column_bus_0_2 = column_bus_0_4[63:0] | column_bus_0_4[127:64];
  assign column_bus_0_1 = column_bus_0_2[31:0] | column_bus_0_2[63:32];
  assign _225_ = - column_delta_value;
  assign column_0_magnitude = column_delta_value[31] ? _225_ : column_delta_value;
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
  assign done_select[0] = done_slot == 1'h0;
  assign done_select[1] = done_slot == 1'h1;
  assign result_select[0] = result_slot == 1'h0;
  assign result_select[1] = result_slot == 1'h1;
  assign _001_ = column_flags_0 & { {16{done_select[0]}} };
  assign _002_ = column_flags_1 & { {16{done_select[1]}} };
  assign check_column_flags = _001_ | _002_;
  assign _003_ = column_flags_0 & { {16{result_select[0]}} };
  assign _004_ = column_flags_1 & { {16{result_select[1]}} };
  assign column_flags = _003_ | _004_;
  assign read_select[0] = read_slot == 1'h0;
  assign read_select[1] = read_slot == 1'h1;
  assign _005_ = row_flags_0[0] & read_select[0];
  assign _006_ = row_flags_1[0] & read_select[1];
  assign row_flag = _005_ | _006_;
  assign _007_ = result_slot == 1'h0;
  assign _008_ = result_slot == 1'h1;
  assign _009_ = masked_tiles & { _008_, _007_ };
  assign masked = | _009_;
  assign _010_ = check_row_flags & 16'h5555;
  assign _011_ = check_row_flags[15:1] & 15'h5555;
  assign row_count_2 = _010_ + { 1'h0, _011_ };
  assign _012_ = row_count_2 & 16'h3333;
  assign _013_ = row_count_2[15:2] & 14'h3333;
  assign row_count_4 = _012_ + { 2'h0, _013_ };
  assign _014_ = row_count_4[12:0] & 13'h0f0f;
  assign _015_ = row_count_4[15:4] & 12'hf0f;
  assign row_count_8 = _014_ + { 1'h0, _015_ };
  assign _016_ = row_count_8[4:0] & 5'h1f;
  assign _017_ = row_count_8[12:8] & 5'h1f;
  assign row_count_16 = _016_ + _017_;
  assign _018_ = check_column_flags & 16'h5555;
  assign _019_ = check_column_flags[15:1] & 15'h5555;
  assign column_count_2 = _018_ + { 1'h0, _019_ };
  assign _020_ = column_count_2 & 16'h3333;
  assign _021_ = column_count_2[15:2] & 14'h3333;
  assign column_count_4 = _020_ + { 2'h0, _021_ };
  assign _022_ = column_count_4[12:0] & 13'h0f0f;
  assign _023_ = column_count_4[15:4] & 12'hf0f;
  assign column_count_8 = _022_ + { 1'h0, _023_ };
  assign _024_ = column_count_8[4:0] & 5'h1f;
  assign _025_ = column_count_8[12:8] & 5'h1f;
  assign column_count_16 = _024_ + _025_;
  assign _026_ = row_magnitude > counter_largest_delta;
  assign _027_ = & counter_histogram[15:0];
  assign _028_ = ~ _027_;
  assign _029_ = row_leading[0] & _028_;
  assign _030_ = counter_histogram[15:0] + { 15'h0000, _029_ };
  assign _031_ = & counter_histogram[31:16];
  assign _032_ = ~ _031_;
  assign _033_ = row_leading[1] & _032_;
  assign _034_ = counter_histogram[31:16] + { 15'h0000, _033_ };
  assign _035_ = & counter_histogram[47:32];
  assign _036_ = ~ _035_;
  assign _037_ = row_leading[2] & _036_;
  assign _038_ = counter_histogram[47:32] + { 15'h0000, _037_ };
  assign _039_ = & counter_histogram[63:48];
  assign _040_ = ~ _039_;
  assign _041_ = row_leading[3] & _040_;
  assign _042_ = counter_histogram[63:48] + { 15'h0000, _041_ };
  assign _043_ = & counter_histogram[79:64];
  assign _044_ = ~ _043_;
  assign _045_ = row_leading[4] & _044_;
  assign _046_ = counter_histogram[79:64] + { 15'h0000, _045_ };
  assign _047_ = & counter_histogram[95:80];
  assign _048_ = ~ _047_;
  assign _049_ = row_leading[5] & _048_;
  assign _050_ = counter_histogram[95:80] + { 15'h0000, _049_ };
  assign _051_ = & counter_histogram[111:96];
  assign _052_ = ~ _051_;
  assign _053_ = row_leading[6] & _052_;
  assign _054_ = counter_histogram[111:96] + { 15'h0000, _053_ };
  assign _055_ = & counter_histogram[127:112];
  assign _056_ = ~ _055_;
  assign _057_ = row_leading[7] & _056_;
  assign _058_ = counter_histogram[127:112] + { 15'h0000, _057_ };
  assign _059_ = & counter_histogram[143:128];
  assign _060_ = ~ _059_;
  assign _061_ = row_leading[8] & _060_;
  assign _062_ = counter_histogram[143:128] + { 15'h0000, _061_ };
  assign _063_ = & counter_histogram[159:144];
  assign _064_ = ~ _063_;
  assign _065_ = row_leading[9] & _064_;
  assign _066_ = counter_histogram[159:144] + { 15'h0000, _065_ };
  assign _067_ = & counter_histogram[175:160];
  assign _068_ = ~ _067_;
  assign _069_ = row_leading[10] & _068_;
  assign _070_ = counter_histogram[175:160] + { 15'h0000, _069_ };
  assign _071_ = & counter_histogram[191:176];
  assign _072_ = ~ _071_;
  assign _073_ = row_leading[11] & _072_;
  assign _074_ = counter_histogram[191:176] + { 15'h0000, _073_ };
  assign _075_ = & counter_histogram[207:192];
  assign _076_ = ~ _075_;
  assign _077_ = row_leading[12] & _076_;
  assign _078_ = counter_histogram[207:192] + { 15'h0000, _077_ };
  assign _079_ = & counter_histogram[223:208];
  assign _080_ = ~ _079_;
  assign _081_ = row_leading[13] & _080_;
  assign _082_ = counter_histogram[223:208] + { 15'h0000, _081_ };
  assign _083_ = & counter_histogram[239:224];
  assign _084_ = ~ _083_;
  assign _085_ = row_leading[14] & _084_;
  assign _086_ = counter_histogram[239:224] + { 15'h0000, _085_ };
  assign _087_ = & counter_histogram[255:240];
  assign _088_ = ~ _087_;
  assign _089_ = row_leading[15] & _088_;
  assign _090_ = counter_histogram[255:240] + { 15'h0000, _089_ };
  assign _091_ = & counter_histogram[271:256];
  assign _092_ = ~ _091_;
  assign _093_ = row_leading[16] & _092_;
  assign _094_ = counter_histogram[271:256] + { 15'h0000, _093_ };
  assign _095_ = & counter_histogram[287:272];
  assign _096_ = ~ _095_;
  assign _097_ = row_leading[17] & _096_;
  assign _098_ = counter_histogram[287:272] + { 15'h0000, _097_ };
  assign _099_ = & counter_histogram[303:288];
  assign _100_ = ~ _099_;
  assign _101_ = row_leading[18] & _100_;
  assign _102_ = counter_histogram[303:288] + { 15'h0000, _101_ };
  assign _103_ = & counter_histogram[319:304];
  assign _104_ = ~ _103_;
  assign _105_ = row_leading[19] & _104_;
  assign _106_ = counter_histogram[319:304] + { 15'h0000, _105_ };
  assign _107_ = & counter_histogram[335:320];
  assign _108_ = ~ _107_;
  assign _109_ = row_leading[20] & _108_;
  assign _110_ = counter_histogram[335:320] + { 15'h0000, _109_ };
  assign _111_ = & counter_histogram[351:336];
  assign _112_ = ~ _111_;
  assign _113_ = row_leading[21] & _112_;
  assign _114_ = counter_histogram[351:336] + { 15'h0000, _113_ };
  assign _115_ = & counter_histogram[367:352];
  assign _116_ = ~ _115_;
  assign _117_ = row_leading[22] & _116_;
  assign _118_ = counter_histogram[367:352] + { 15'h0000, _117_ };
  assign _119_ = & counter_histogram[383:368];
  assign _120_ = ~ _119_;
  assign _121_ = row_leading[23] & _120_;
  assign _122_ = counter_histogram[383:368] + { 15'h0000, _121_ };
  assign _123_ = & counter_histogram[399:384];
  assign _124_ = ~ _123_;
  assign _125_ = row_leading[24] & _124_;
  assign _126_ = counter_histogram[399:384] + { 15'h0000, _125_ };
  assign _127_ = & counter_histogram[415:400];
  assign _128_ = ~ _127_;
  assign _129_ = row_leading[25] & _128_;
  assign _130_ = counter_histogram[415:400] + { 15'h0000, _129_ };
  assign _131_ = & counter_histogram[431:416];
  assign _132_ = ~ _131_;
  assign _133_ = row_leading[26] & _132_;
  assign _134_ = counter_histogram[431:416] + { 15'h0000, _133_ };
  assign _135_ = & counter_histogram[447:432];
  assign _136_ = ~ _135_;
  assign _137_ = row_leading[27] & _136_;
  assign _138_ = counter_histogram[447:432] + { 15'h0000, _137_ };
  assign _139_ = & counter_histogram[463:448];
  assign _140_ = ~ _139_;
  assign _141_ = row_leading[28] & _140_;
  assign _142_ = counter_histogram[463:448] + { 15'h0000, _141_ };
  assign _143_ = & counter_histogram[479:464];
  assign _144_ = ~ _143_;
  assign _145_ = row_leading[29] & _144_;
  assign _146_ = counter_histogram[479:464] + { 15'h0000, _145_ };
  assign _147_ = & counter_histogram[495:480];
  assign _148_ = ~ _147_;
  assign _149_ = row_leading[30] & _148_;
  assign _150_ = counter_histogram[495:480] + { 15'h0000, _149_ };
  assign _151_ = & counter_histogram[511:496];
  assign _152_ = ~ _151_;
  assign _153_ = row_leading[31] & _152_;
  assign _154_ = counter_histogram[511:496] + { 15'h0000, _153_ };
  assign _155_ = column_slot == 1'h1;
  assign _156_ = column_slot + 1'h1;
  assign _157_ = _155_ ? 1'h0 : _156_;
  assign _158_ = column_slot == 1'h0;
  assign _159_ = ~ column_done_registered;
  assign _160_ = column_flags_0 & _159_;
  assign _161_ = column_done_registered & { {16{column_flagged}} };
  assign _162_ = _160_ | _161_;
  assign _163_ = column_slot == 1'h1;
  assign _164_ = ~ column_done_registered;
  assign _165_ = column_flags_1 & _164_;
  assign _166_ = column_done_registered & { {16{column_flagged}} };
  assign _167_ = _165_ | _166_;
  assign _168_ = done_slot == 1'h1;
  assign _169_ = done_slot + 1'h1;
  assign _170_ = _168_ ? 1'h0 : _169_;
  assign _171_ = done_slot == 1'h0;
  assign _172_ = check_valid & _171_;
  assign _173_ = read_slot == 1'h0;
  assign _174_ = read_enable & _173_;
  assign _175_ = row_flags_0 >> 1'h1;
  assign _176_ = done_slot == 1'h1;
  assign _177_ = check_valid & _176_;
  assign _178_ = read_slot == 1'h1;
  assign _179_ = read_enable & _178_;
  assign _180_ = row_flags_1 >> 1'h1;
  assign _181_ = done_slot == 1'h0;
  assign _182_ = check_valid & _181_;
  assign _183_ = | check_row_flags;
  assign _184_ = | check_column_flags;
  assign _185_ = _183_ & _184_;
  assign _186_ = done_slot == 1'h1;
  assign _187_ = check_valid & _186_;
  assign _188_ = | check_row_flags;
  assign _189_ = | check_column_flags;
  assign _190_ = _188_ & _189_;
  assign _191_ = { 1'h0, counter_tiles } + 17'h00001;
  assign _192_ = _191_ > 17'h0ffff;
  assign _193_ = counter_tiles + 16'h0001;
  assign _194_ = _192_ ? 16'hffff : _193_;
  assign _195_ = | tile_flagged_rows;
  assign _196_ = | tile_flagged_columns;
  assign _197_ = _195_ | _196_;
  assign _198_ = { 1'h0, counter_flagged_tiles } + { 16'h0000, _197_ };
  assign _199_ = _198_ > 17'h0ffff;
  assign _200_ = | tile_flagged_rows;
  assign _201_ = | tile_flagged_columns;
  assign _202_ = _200_ | _201_;
  assign _203_ = counter_flagged_tiles + { 15'h0000, _202_ };
  assign _204_ = _199_ ? 16'hffff : _203_;
  assign _205_ = { 1'h0, counter_flagged_rows } + { 12'h000, tile_flagged_rows };
  assign _206_ = _205_ > 17'h0ffff;
  assign _207_ = counter_flagged_rows + { 11'h000, tile_flagged_rows };
  assign _208_ = _206_ ? 16'hffff : _207_;
  assign _209_ = { 1'h0, counter_flagged_columns } + { 12'h000, tile_flagged_columns };
  assign _211_ = _209_ > 17'h0ffff;
  assign _212_ = counter_flagged_columns + { 11'h000, tile_flagged_columns };
  assign _213_ = _211_ ? 16'hffff : _212_;
  assign _214_ = tile_flagged_rows * tile_flagged_columns;
  assign _215_ = { 1'h0, counter_masked_elements } + { 7'h00, _214_ };
  assign _216_ = _215_ > 17'h0ffff;
  assign _217_ = tile_flagged_rows * tile_flagged_columns;
  assign _218_ = counter_masked_elements + { 6'h00, _217_ };
  assign _219_ = _216_ ? 16'hffff : _218_;
  always @(posedge clk)
    row_delta_value <= row_sum;
  always @(posedge clk)
    column_delta_value <= column_bus_0_1;
  always @(posedge clk)
    row_flags_0 <= _220_;
  always @(posedge clk)
    row_flags_1 <= _221_;
  always @(posedge clk)
    tile_flagged_rows <= row_count_16;
  always @(posedge clk)
    tile_flagged_columns <= column_count_16;
  always @(posedge clk)
    if (rst) row_delta_valid <= 1'h0;
    else row_delta_valid <= row_valid;
  always @(posedge clk)
    if (row_delta_valid) check_row_flags <= { row_flagged, check_row_flags[15:1] };
  always @(posedge clk)
    if (_227_) counter_largest_delta <= 32'd0;
    else if (_226_) counter_largest_delta <= row_magnitude;
  always @(posedge clk)
    if (_228_) counter_histogram <= 512'h00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;
    else if (row_delta_valid) counter_histogram <= { _154_, _150_, _146_, _142_, _138_, _134_, _130_, _126_, _122_, _118_, _114_, _110_, _106_, _102_, _098_, _094_, _090_, _086_, _082_, _078_, _074_, _070_, _066_, _062_, _058_, _054_, _050_, _046_, _042_, _038_, _034_, _030_ };
  always @(posedge clk)
    if (rst) column_done_registered <= 16'h0000;
    else column_done_registered <= column_done;
  always @(posedge clk)
    if (rst) column_slot <= 1'h0;
    else if (column_done_registered[15]) column_slot <= _157_;
  always @(posedge clk)
    if (_158_) column_flags_0 <= _162_;
  always @(posedge clk)
    if (_163_) column_flags_1 <= _167_;
  always @(posedge clk)
    if (rst) check_valid <= 1'h0;
    else check_valid <= column_done_registered[15];
  always @(posedge clk)
    if (rst) done_slot <= 1'h0;
    else if (check_valid) done_slot <= _170_;
  always @(posedge clk)
    if (_182_) masked_tiles[0] <= _185_;
  always @(posedge clk)
    if (_187_) masked_tiles[1] <= _190_;
  always @(posedge clk)
    if (rst) counted <= 1'h0;
    else counted <= check_valid;
  always @(posedge clk)
    if (_229_) counter_tiles <= 16'h0000;
    else if (counted) counter_tiles <= _194_;
  always @(posedge clk)
    if (_230_) counter_flagged_tiles <= 16'h0000;
    else if (counted) counter_flagged_tiles <= _204_;
  always @(posedge clk)
    if (_231_) counter_flagged_rows <= 16'h0000;
    else if (counted) counter_flagged_rows <= _208_;
  always @(posedge clk)
    if (_232_) counter_flagged_columns <= 16'h0000;
    else if (counted) counter_flagged_columns <= _213_;
  always @(posedge clk)
    if (_233_) counter_masked_elements <= 16'h0000;
    else if (counted) counter_masked_elements <= _219_;
  assign _226_ = & { _026_, row_delta_valid };
  assign _227_ = | { counters_clear, rst };
  assign _228_ = | { counters_clear, rst };
  assign _229_ = | { counters_clear, rst };
  assign _230_ = | { counters_clear, rst };
  assign _231_ = | { counters_clear, rst };
  assign _232_ = | { counters_clear, rst };
  assign _233_ = | { counters_clear, rst };
  assign _234_ = _179_ ? _180_ : row_flags_1;
  assign _221_ = _177_ ? check_row_flags : _234_;
  assign _235_ = _174_ ? _175_ : row_flags_0;
  assign _220_ = _172_ ? check_row_flags : _235_;
  assign done = check_valid;
endmodule

module drift_sum_16(total, operands);
  output wire [11:0] total;
  input wire [127:0] operands;
  wire [10:0] high;
  wire [10:0] low;
  assign total = $signed({ low[10], low }) + $signed({ high[10], high });
  drift_sum_8 high_half (
    .operands(operands[127:64]),
    .total(high)
  );
  drift_sum_8 low_half (
    .operands(operands[63:0]),
    .total(low)
  );
endmodule

module drift_sum_8(total, operands);
  output wire [10:0] total;
  input wire [63:0] operands;
  wire [9:0] high;
  wire [9:0] low;
  assign total = $signed({ low[9], low }) + $signed({ high[9], high });
  drift_sum_4 high_half (
    .operands(operands[63:32]),
    .total(high)
  );
  drift_sum_4 low_half (
    .operands(operands[31:0]),
    .total(low)
  );
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
  input wire column_slot;
  input wire done;
  input wire done_slot;
  input wire read_enable;
  input wire read_slot;
  input wire [3:0] read_row;
  input wire result_slot;
  input wire slot_free;
  output reg tile_done;
  output wire row_corrected;
  output reg [31:0] correction;
  output reg [15:0] column_select;
  output wire [15:0] cleared_columns;
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
  wire _008_;
  wire _009_;
  wire _010_;
  wire [15:0] _011_;
  wire _012_;
  wire _013_;
  wire _014_;
  wire _015_;
  wire _016_;
  wire _017_;
  wire [15:0] _018_;
  wire _019_;
  wire _020_;
  wire _021_;
  wire _022_;
  wire [3:0] _023_;
  wire [3:0] _024_;
  wire _025_;
  wire [15:0] _026_;
  wire [15:0] _027_;
  wire [15:0] _028_;
  wire [1:0] _029_;
  wire [1:0] _030_;
  wire [3:0] _031_;
  wire [15:0] _032_;
  wire [3:0] _033_;
  wire [15:0] _034_;
  wire [15:0] _035_;
  wire [31:0] _036_;
  wire [31:0] _037_;
  wire [31:0] _038_;
  wire [15:0] _039_;
  wire [15:0] _040_;
  wire clear_0;
  wire clear_1;
  reg [15:0] cleared_0;
  reg [15:0] cleared_1;
  wire [31:0] column_delta_0;
  wire [31:0] column_delta_1;
  wire column_flagged_0;
  wire column_flagged_1;
  wire column_valid_0;
  wire column_valid_1;
  wire columns_0;
  wire columns_1;
  reg done_0;
  reg done_1;
  wire [1:0] done_select;
  wire hit_0;
  wire hit_1;
  wire masked_0;
  wire masked_1;
  wire match_0;
  wire match_1;
  wire [3:0] read_column;
  wire [3:0] read_column_0;
  wire [3:0] read_column_1;
  wire [31:0] read_delta_0;
  wire [31:0] read_delta_1;
  wire [1:0] read_select;
  wire [3:0] repaired_column;
  wire [3:0] repaired_column_0;
  wire [3:0] repaired_column_1;
  wire [15:0] repaired_select;
  wire repairs_0;
  wire repairs_1;
  wire [1:0] result_select;
  wire row_valid_0;
  wire row_valid_1;
  assign _019_ = column_slot == 1'h0;
  assign columns_0 = column_delta_valid & _019_;
  assign clear_0 = slot_free & result_select[0];
  assign row_valid_0 = row_delta_valid & done_select[0];
  assign column_valid_0 = | columns_0;
  assign _020_ = columns_0 & column_flagged;
  assign column_flagged_0 = | _020_;
  assign column_delta_0 = column_delta_value & { {32{columns_0}} };
  assign match_0 = done & done_select[0];
  assign _021_ = column_slot == 1'h1;
  assign columns_1 = column_delta_valid & _021_;
  assign clear_1 = slot_free & result_select[1];
  assign row_valid_1 = row_delta_valid & done_select[1];
  assign column_valid_1 = | columns_1;
  assign _022_ = columns_1 & column_flagged;
  assign column_flagged_1 = | _022_;
  assign column_delta_1 = column_delta_value & { {32{columns_1}} };
  assign match_1 = done & done_select[1];
  assign _023_ = repaired_column_0 & { {4{repairs_0}} };
  assign _024_ = repaired_column_1 & { {4{repairs_1}} };
  assign repaired_column = _023_ | _024_;
  assign repaired_select[0] = repaired_column == 4'h0;
  assign repaired_select[1] = repaired_column == 4'h1;
  assign repaired_select[2] = repaired_column == 4'h2;
  assign repaired_select[3] = repaired_column == 4'h3;
  assign repaired_select[4] = repaired_column == 4'h4;
  assign repaired_select[5] = repaired_column == 4'h5;
  assign repaired_select[6] = repaired_column == 4'h6;
  assign repaired_select[7] = repaired_column == 4'h7;
  assign repaired_select[8] = repaired_column == 4'h8;
  assign repaired_select[9] = repaired_column == 4'h9;
  assign repaired_select[10] = repaired_column == 4'ha;
  assign repaired_select[11] = repaired_column == 4'hb;
  assign repaired_select[12] = repaired_column == 4'hc;
  assign repaired_select[13] = repaired_column == 4'hd;
  assign repaired_select[14] = repaired_column == 4'he;
  assign repaired_select[15] = repaired_column == 4'hf;
  assign _027_ = cleared_0 & { {16{result_select[0]}} };
  assign _028_ = cleared_1 & { {16{result_select[1]}} };
  assign cleared_columns = _027_ | _028_;
  assign _029_ = result_select & { masked_1, masked_0 };
  assign masked = | _029_;
  assign _030_ = read_select & { hit_1, hit_0 };
  assign row_corrected = | _030_;
  assign _031_ = read_column_0 & { {4{read_select[0]}} };
  assign _033_ = read_column_1 & { {4{read_select[1]}} };
  assign read_column = _031_ | _033_;
  always @(posedge clk)
    cleared_0 <= _034_;
  always @(posedge clk)
    cleared_1 <= _035_;
  assign _000_ = done & done_select[0];
  assign _011_ = repaired_select & { {16{repairs_0}} };
  assign _018_ = cleared_0 | repaired_select;
  assign _025_ = done & done_select[1];
  assign _026_ = repaired_select & { {16{repairs_1}} };
  assign _032_ = cleared_1 | repaired_select;
  assign _036_ = read_delta_0 & { {32{read_select[0]}} };
  assign _037_ = read_delta_1 & { {32{read_select[1]}} };
  assign _038_ = _036_ | _037_;
  assign _001_ = read_column == 4'h0;
  assign _002_ = read_column == 4'h1;
  assign _003_ = read_column == 4'h2;
  assign _004_ = read_column == 4'h3;
  assign _005_ = read_column == 4'h4;
  assign _006_ = read_column == 4'h5;
  assign _007_ = read_column == 4'h6;
  assign _008_ = read_column == 4'h7;
  assign _009_ = read_column == 4'h8;
  assign _010_ = read_column == 4'h9;
  assign _012_ = read_column == 4'ha;
  assign _013_ = read_column == 4'hb;
  assign _014_ = read_column == 4'hc;
  assign _015_ = read_column == 4'hd;
  assign _016_ = read_column == 4'he;
  assign _017_ = read_column == 4'hf;
  assign read_select[0] = read_slot == 1'h0;
  assign read_select[1] = read_slot == 1'h1;
  assign result_select[0] = result_slot == 1'h0;
  assign result_select[1] = result_slot == 1'h1;
  assign done_select[0] = done_slot == 1'h0;
  assign done_select[1] = done_slot == 1'h1;
  always @(posedge clk)
    if (rst) done_0 <= 1'h0;
    else done_0 <= done;
  always @(posedge clk)
    if (rst) done_1 <= 1'h0;
    else done_1 <= done_0;
  always @(posedge clk)
    if (rst) tile_done <= 1'h0;
    else tile_done <= done_1;
  always @(posedge clk)
    if (read_enable) correction <= _038_;
  always @(posedge clk)
    if (read_enable)
      if (!row_corrected) column_select <= 16'h0000;
      else column_select <= { _017_, _016_, _015_, _014_, _013_, _012_, _010_, _009_, _008_, _007_, _006_, _005_, _004_, _003_, _002_, _001_ };
  assign _039_ = repairs_1 ? _032_ : cleared_1;
  assign _035_ = _025_ ? _026_ : _039_;
  assign _040_ = repairs_0 ? _018_ : cleared_0;
  assign _034_ = _000_ ? _011_ : _040_;
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
  input wire [3:0] read_row;
  output wire repairs;
  output wire [3:0] repaired_column;
  output wire hit;
  output wire [31:0] read_delta;
  output wire [3:0] read_column;
  output wire masked;
  input wire clk;
  wire [3:0] _000_;
  wire _001_;
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
  wire _012_;
  wire [3:0] _013_;
  wire [3:0] _014_;
  wire [3:0] _015_;
  wire _016_;
  wire _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire _021_;
  wire _022_;
  wire _023_;
  wire _024_;
  wire [31:0] _025_;
  wire [31:0] _026_;
  wire [31:0] _027_;
  wire [31:0] _028_;
  wire [31:0] _029_;
  wire [31:0] _030_;
  wire [31:0] _031_;
  wire [31:0] _032_;
  wire [31:0] _033_;
  wire _034_;
  wire [31:0] _035_;
  wire [31:0] _036_;
  wire [31:0] _037_;
  wire [31:0] _038_;
  wire [31:0] _039_;
  wire [3:0] _040_;
  wire [3:0] _041_;
  wire [3:0] _042_;
  wire [3:0] _043_;
  wire [3:0] _044_;
  wire _045_;
  wire [3:0] _046_;
  wire [3:0] _047_;
  wire [3:0] _048_;
  wire [3:0] _049_;
  wire [3:0] _050_;
  wire [3:0] _051_;
  wire [3:0] _052_;
  wire [3:0] _053_;
  wire [3:0] _054_;
  wire [7:0] _055_;
  wire _056_;
  wire [7:0] _057_;
  wire _058_;
  wire _059_;
  wire [7:0] _060_;
  wire [7:0] _061_;
  wire _062_;
  wire _063_;
  wire _064_;
  wire _065_;
  wire _066_;
  wire _067_;
  wire _068_;
  wire [3:0] _069_;
  wire _070_;
  wire _071_;
  wire _072_;
  wire _073_;
  wire _074_;
  wire _075_;
  wire _076_;
  wire _077_;
  wire _078_;
  wire _079_;
  wire _080_;
  wire _081_;
  wire _082_;
  wire _083_;
  wire _084_;
  wire _085_;
  wire _086_;
  wire _087_;
  wire _088_;
  wire [7:0] _089_;
  wire _090_;
  wire [7:0] _091_;
  wire [7:0] _092_;
  wire [6:0] _093_;
  wire [7:0] _094_;
  wire [5:0] _095_;
  wire [3:0] _096_;
  wire [3:0] _097_;
  wire _098_;
  wire [7:0] _099_;
  wire [6:0] _100_;
  wire [7:0] _101_;
  wire [5:0] _102_;
  wire [3:0] _103_;
  wire [3:0] _104_;
  wire _105_;
  wire _106_;
  wire [31:0] _107_;
  wire [31:0] _108_;
  wire [31:0] _109_;
  wire [31:0] _110_;
  wire [31:0] _111_;
  wire [31:0] _112_;
  wire [31:0] _113_;
  wire [31:0] _114_;
  wire [31:0] _115_;
  wire [31:0] _116_;
  wire _117_;
  wire [31:0] _118_;
  wire [31:0] _119_;
  wire [31:0] _120_;
  wire [31:0] _121_;
  wire _122_;
  wire _123_;
  wire _124_;
  wire _125_;
  wire _126_;
  wire _127_;
  wire _128_;
  wire _129_;
  wire _130_;
  wire _131_;
  wire _132_;
  wire _133_;
  wire _134_;
  wire _135_;
  wire _136_;
  wire _137_;
  wire _138_;
  wire _139_;
  wire [7:0] _140_;
  wire _141_;
  wire _142_;
  wire _143_;
  wire _144_;
  wire _145_;
  wire _146_;
  wire _147_;
  wire _148_;
  wire [3:0] _149_;
  wire _150_;
  wire _151_;
  wire _152_;
  wire _153_;
  wire _154_;
  wire _155_;
  wire _156_;
  wire _157_;
  wire _158_;
  wire _159_;
  wire _160_;
  wire _161_;
  wire _162_;
  wire _163_;
  wire _164_;
  wire _165_;
  wire _166_;
  wire _167_;
  wire _168_;
  wire _169_;
  wire _170_;
  wire _171_;
  wire _172_;
  wire _173_;
  wire _174_;
  wire _175_;
  wire _176_;
  wire _177_;
  wire _178_;
  wire _179_;
  wire _180_;
  wire _181_;
  wire _182_;
  wire _183_;
  wire _184_;
  wire _185_;
  wire _186_;
  wire _187_;
  wire _188_;
  wire _189_;
  wire _190_;
  wire _191_;
  wire _192_;
  wire _193_;
  wire _194_;
  wire _195_;
  wire _196_;
  wire _197_;
  reg [31:0] column_delta_0;
  reg [31:0] column_delta_1;
  reg [31:0] column_delta_2;
  reg [31:0] column_delta_3;
  reg [31:0] column_delta_4;
  reg [31:0] column_delta_5;
  reg [31:0] column_delta_6;
  reg [31:0] column_delta_7;
  reg [3:0] column_next;
  reg [3:0] column_number_0;
  reg [3:0] column_number_1;
  reg [3:0] column_number_2;
  reg [3:0] column_number_3;
  reg [3:0] column_number_4;
  reg [3:0] column_number_5;
  reg [3:0] column_number_6;
  reg [3:0] column_number_7;
  reg columns_overflow;
  reg [7:0] columns_repaired;
  reg [7:0] columns_used;
  wire [7:0] hits;
  wire [31:0] matched_delta;
  wire matching;
  reg [3:0] partner_0;
  reg [3:0] partner_1;
  reg [3:0] partner_2;
  reg [3:0] partner_3;
  reg [3:0] partner_4;
  reg [3:0] partner_5;
  reg [3:0] partner_6;
  reg [3:0] partner_7;
  reg [31:0] row_delta_0;
  reg [31:0] row_delta_1;
  reg [31:0] row_delta_2;
  reg [31:0] row_delta_3;
  reg [31:0] row_delta_4;
  reg [31:0] row_delta_5;
  reg [31:0] row_delta_6;
  reg [31:0] row_delta_7;
  reg [3:0] row_next;
  reg [3:0] row_number_0;
  reg [3:0] row_number_1;
  reg [3:0] row_number_2;
  reg [3:0] row_number_3;
  reg [3:0] row_number_4;
  reg [3:0] row_number_5;
  reg [3:0] row_number_6;
  reg [3:0] row_number_7;
  reg rows_overflow;
  reg [7:0] rows_repaired;
  reg [7:0] rows_used;
  wire [7:0] same_columns;
  wire [7:0] same_columns_count_2;
  wire [7:0] same_columns_count_4;
  wire [3:0] same_columns_count_8;
  wire [7:0] same_rows;
  wire [7:0] same_rows_count_2;
  wire [7:0] same_rows_count_4;
  wire [3:0] same_rows_count_8;
  reg [7:0] turn;
  assign _000_ = row_next + 4'h1;
  assign _068_ = row_valid & row_flagged;
  assign _079_ = rows_overflow | rows_used[7];
  assign _090_ = ~ rows_used[0];
  assign _098_ = _090_ & 1'h1;
  assign _106_ = ~ rows_used[1];
  assign _117_ = _106_ & rows_used[0];
  assign _128_ = ~ rows_used[2];
  assign _139_ = _128_ & rows_used[1];
  assign _001_ = ~ rows_used[3];
  assign _012_ = _001_ & rows_used[2];
  assign _023_ = ~ rows_used[4];
  assign _034_ = _023_ & rows_used[3];
  assign _045_ = ~ rows_used[5];
  assign _056_ = _045_ & rows_used[4];
  assign _064_ = ~ rows_used[6];
  assign _065_ = _064_ & rows_used[5];
  assign _066_ = ~ rows_used[7];
  assign _067_ = _066_ & rows_used[6];
  assign _069_ = column_next + 4'h1;
  assign _070_ = column_valid & column_flagged;
  assign _071_ = columns_overflow | columns_used[7];
  assign _072_ = ~ columns_used[0];
  assign _073_ = _072_ & 1'h1;
  assign _074_ = ~ columns_used[1];
  assign _075_ = _074_ & columns_used[0];
  assign _076_ = ~ columns_used[2];
  assign _077_ = _076_ & columns_used[1];
  assign _078_ = ~ columns_used[3];
  assign _080_ = _078_ & columns_used[2];
  assign _081_ = ~ columns_used[4];
  assign _082_ = _081_ & columns_used[3];
  assign _083_ = ~ columns_used[5];
  assign _084_ = _083_ & columns_used[4];
  assign _085_ = ~ columns_used[6];
  assign _086_ = _085_ & columns_used[5];
  assign _087_ = ~ columns_used[7];
  assign _088_ = _087_ & columns_used[6];
  assign _089_ = rows_repaired | turn;
  assign _091_ = columns_repaired | same_columns;
  assign _092_ = same_rows & 8'h55;
  assign _093_ = same_rows[7:1] & 7'h55;
  assign same_rows_count_2 = _092_ + { 1'h0, _093_ };
  assign _094_ = same_rows_count_2 & 8'h33;
  assign _095_ = same_rows_count_2[7:2] & 6'h33;
  assign same_rows_count_4 = _094_ + { 2'h0, _095_ };
  assign _096_ = same_rows_count_4[3:0] & 4'hf;
  assign _097_ = same_rows_count_4[7:4] & 4'hf;
  assign same_rows_count_8 = _096_ + _097_;
  assign _099_ = same_columns & 8'h55;
  assign _100_ = same_columns[7:1] & 7'h55;
  assign same_columns_count_2 = _099_ + { 1'h0, _100_ };
  assign _101_ = same_columns_count_2 & 8'h33;
  assign _102_ = same_columns_count_2[7:2] & 6'h33;
  assign same_columns_count_4 = _101_ + { 2'h0, _102_ };
  assign _103_ = same_columns_count_4[3:0] & 4'hf;
  assign _104_ = same_columns_count_4[7:4] & 4'hf;
  assign same_columns_count_8 = _103_ + _104_;
  assign _105_ = ~ turn[0];
  assign matching = match | _105_;
  assign _107_ = row_delta_0 & { {32{turn[0]}} };
  assign _108_ = row_delta_1 & { {32{turn[1]}} };
  assign _109_ = _107_ | _108_;
  assign _110_ = row_delta_2 & { {32{turn[2]}} };
  assign _111_ = _109_ | _110_;
  assign _112_ = row_delta_3 & { {32{turn[3]}} };
  assign _113_ = _111_ | _112_;
  assign _114_ = row_delta_4 & { {32{turn[4]}} };
  assign _115_ = _113_ | _114_;
  assign _116_ = row_delta_5 & { {32{turn[5]}} };
  assign _118_ = _115_ | _116_;
  assign _119_ = row_delta_6 & { {32{turn[6]}} };
  assign _120_ = _118_ | _119_;
  assign _121_ = row_delta_7 & { {32{turn[7]}} };
  assign matched_delta = _120_ | _121_;
  assign _122_ = row_delta_0 == matched_delta;
  assign _123_ = row_delta_1 == matched_delta;
  assign _124_ = row_delta_2 == matched_delta;
  assign _125_ = row_delta_3 == matched_delta;
  assign _126_ = row_delta_4 == matched_delta;
  assign _127_ = row_delta_5 == matched_delta;
  assign _129_ = row_delta_6 == matched_delta;
  assign _130_ = row_delta_7 == matched_delta;
  assign same_rows = rows_used & { _130_, _129_, _127_, _126_, _125_, _124_, _123_, _122_ };
  assign _131_ = column_delta_0 == matched_delta;
  assign _132_ = column_delta_1 == matched_delta;
  assign _133_ = column_delta_2 == matched_delta;
  assign _134_ = column_delta_3 == matched_delta;
  assign _135_ = column_delta_4 == matched_delta;
  assign _136_ = column_delta_5 == matched_delta;
  assign _137_ = column_delta_6 == matched_delta;
  assign _138_ = column_delta_7 == matched_delta;
  assign same_columns = columns_used & { _138_, _137_, _136_, _135_, _134_, _133_, _132_, _131_ };
  assign _140_ = rows_used & turn;
  assign _141_ = | _140_;
  assign _142_ = matching & _141_;
  assign _143_ = rows_overflow | columns_overflow;
  assign _144_ = ~ _143_;
  assign _145_ = _142_ & _144_;
  assign _146_ = same_rows_count_8 == 4'h1;
  assign _147_ = _145_ & _146_;
  assign _148_ = same_columns_count_8 == 4'h1;
  assign repairs = _147_ & _148_;
  assign _149_ = column_number_0 & { {4{same_columns[0]}} };
  assign _002_ = column_number_1 & { {4{same_columns[1]}} };
  assign _003_ = _149_ | _002_;
  assign _004_ = column_number_2 & { {4{same_columns[2]}} };
  assign _005_ = _003_ | _004_;
  assign _006_ = column_number_3 & { {4{same_columns[3]}} };
  assign _007_ = _005_ | _006_;
  assign _008_ = column_number_4 & { {4{same_columns[4]}} };
  assign _009_ = _007_ | _008_;
  assign _010_ = column_number_5 & { {4{same_columns[5]}} };
  assign _011_ = _009_ | _010_;
  assign _013_ = column_number_6 & { {4{same_columns[6]}} };
  assign _014_ = _011_ | _013_;
  assign _015_ = column_number_7 & { {4{same_columns[7]}} };
  assign repaired_column = _014_ | _015_;
  assign _016_ = row_number_0 == read_row;
  assign _017_ = row_number_1 == read_row;
  assign _018_ = row_number_2 == read_row;
  assign _019_ = row_number_3 == read_row;
  assign _020_ = row_number_4 == read_row;
  assign _021_ = row_number_5 == read_row;
  assign _022_ = row_number_6 == read_row;
  assign _024_ = row_number_7 == read_row;
  assign hits = rows_repaired & { _024_, _022_, _021_, _020_, _019_, _018_, _017_, _016_ };
  assign hit = | hits;
  assign _025_ = row_delta_0 & { {32{hits[0]}} };
  assign _026_ = row_delta_1 & { {32{hits[1]}} };
  assign _027_ = _025_ | _026_;
  assign _028_ = row_delta_2 & { {32{hits[2]}} };
  assign _029_ = _027_ | _028_;
  assign _030_ = row_delta_3 & { {32{hits[3]}} };
  assign _031_ = _029_ | _030_;
  assign _032_ = row_delta_4 & { {32{hits[4]}} };
  assign _033_ = _031_ | _032_;
  assign _035_ = row_delta_5 & { {32{hits[5]}} };
  assign _036_ = _033_ | _035_;
  assign _037_ = row_delta_6 & { {32{hits[6]}} };
  assign _038_ = _036_ | _037_;
  assign _039_ = row_delta_7 & { {32{hits[7]}} };
  assign read_delta = _038_ | _039_;
  assign _040_ = partner_0 & { {4{hits[0]}} };
  assign _041_ = partner_1 & { {4{hits[1]}} };
  assign _042_ = _040_ | _041_;
  assign _043_ = partner_2 & { {4{hits[2]}} };
  assign _044_ = _042_ | _043_;
  assign _046_ = partner_3 & { {4{hits[3]}} };
  assign _047_ = _044_ | _046_;
  assign _048_ = partner_4 & { {4{hits[4]}} };
  assign _049_ = _047_ | _048_;
  assign _050_ = partner_5 & { {4{hits[5]}} };
  assign _051_ = _049_ | _050_;
  assign _052_ = partner_6 & { {4{hits[6]}} };
  assign _053_ = _051_ | _052_;
  assign _054_ = partner_7 & { {4{hits[7]}} };
  assign read_column = _053_ | _054_;
  assign _055_ = ~ rows_repaired;
  assign _057_ = rows_used & _055_;
  assign _058_ = | _057_;
  assign _059_ = rows_overflow | _058_;
  assign _060_ = ~ columns_repaired;
  assign _061_ = columns_used & _060_;
  assign _062_ = | _061_;
  assign _063_ = columns_overflow | _062_;
  assign masked = _059_ & _063_;
  always @(posedge clk)
    if (_190_) row_next <= 4'h0;
    else if (row_valid) row_next <= _000_;
  always @(posedge clk)
    if (_191_) rows_used <= 8'h00;
    else if (_068_) rows_used <= { rows_used[6:0], 1'h1 };
  always @(posedge clk)
    if (_192_) rows_overflow <= 1'h0;
    else if (_068_) rows_overflow <= _079_;
  always @(posedge clk)
    if (_150_) row_number_0 <= row_next;
  always @(posedge clk)
    if (_151_) row_delta_0 <= row_delta;
  always @(posedge clk)
    if (_152_) row_number_1 <= row_next;
  always @(posedge clk)
    if (_153_) row_delta_1 <= row_delta;
  always @(posedge clk)
    if (_154_) row_number_2 <= row_next;
  always @(posedge clk)
    if (_155_) row_delta_2 <= row_delta;
  always @(posedge clk)
    if (_156_) row_number_3 <= row_next;
  always @(posedge clk)
    if (_157_) row_delta_3 <= row_delta;
  always @(posedge clk)
    if (_158_) row_number_4 <= row_next;
  always @(posedge clk)
    if (_159_) row_delta_4 <= row_delta;
  always @(posedge clk)
    if (_160_) row_number_5 <= row_next;
  always @(posedge clk)
    if (_161_) row_delta_5 <= row_delta;
  always @(posedge clk)
    if (_162_) row_number_6 <= row_next;
  always @(posedge clk)
    if (_163_) row_delta_6 <= row_delta;
  always @(posedge clk)
    if (_164_) row_number_7 <= row_next;
  always @(posedge clk)
    if (_165_) row_delta_7 <= row_delta;
  always @(posedge clk)
    if (_193_) column_next <= 4'h0;
    else if (column_valid) column_next <= _069_;
  always @(posedge clk)
    if (_194_) columns_used <= 8'h00;
    else if (_070_) columns_used <= { columns_used[6:0], 1'h1 };
  always @(posedge clk)
    if (_195_) columns_overflow <= 1'h0;
    else if (_070_) columns_overflow <= _071_;
  always @(posedge clk)
    if (_166_) column_number_0 <= column_next;
  always @(posedge clk)
    if (_167_) column_delta_0 <= column_delta;
  always @(posedge clk)
    if (_168_) column_number_1 <= column_next;
  always @(posedge clk)
    if (_169_) column_delta_1 <= column_delta;
  always @(posedge clk)
    if (_170_) column_number_2 <= column_next;
  always @(posedge clk)
    if (_171_) column_delta_2 <= column_delta;
  always @(posedge clk)
    if (_172_) column_number_3 <= column_next;
  always @(posedge clk)
    if (_173_) column_delta_3 <= column_delta;
  always @(posedge clk)
    if (_174_) column_number_4 <= column_next;
  always @(posedge clk)
    if (_175_) column_delta_4 <= column_delta;
  always @(posedge clk)
    if (_176_) column_number_5 <= column_next;
  always @(posedge clk)
    if (_177_) column_delta_5 <= column_delta;
  always @(posedge clk)
    if (_178_) column_number_6 <= column_next;
  always @(posedge clk)
    if (_179_) column_delta_6 <= column_delta;
  always @(posedge clk)
    if (_180_) column_number_7 <= column_next;
  always @(posedge clk)
    if (_181_) column_delta_7 <= column_delta;
  always @(posedge clk)
    if (rst) turn <= 8'h01;
    else if (matching) turn <= { turn[6:0], turn[7] };
  always @(posedge clk)
    if (_196_) rows_repaired <= 8'h00;
    else if (repairs) rows_repaired <= _089_;
  always @(posedge clk)
    if (_197_) columns_repaired <= 8'h00;
    else if (repairs) columns_repaired <= _091_;
  always @(posedge clk)
    if (_182_) partner_0 <= repaired_column;
  always @(posedge clk)
    if (_183_) partner_1 <= repaired_column;
  always @(posedge clk)
    if (_184_) partner_2 <= repaired_column;
  always @(posedge clk)
    if (_185_) partner_3 <= repaired_column;
  always @(posedge clk)
    if (_186_) partner_4 <= repaired_column;
  always @(posedge clk)
    if (_187_) partner_5 <= repaired_column;
  always @(posedge clk)
    if (_188_) partner_6 <= repaired_column;
  always @(posedge clk)
    if (_189_) partner_7 <= repaired_column;
  assign _150_ = & { _098_, _068_ };
  assign _151_ = & { _098_, _068_ };
  assign _152_ = & { _117_, _068_ };
  assign _153_ = & { _117_, _068_ };
  assign _154_ = & { _139_, _068_ };
  assign _155_ = & { _139_, _068_ };
  assign _156_ = & { _012_, _068_ };
  assign _157_ = & { _012_, _068_ };
  assign _158_ = & { _034_, _068_ };
  assign _159_ = & { _034_, _068_ };
  assign _160_ = & { _056_, _068_ };
  assign _161_ = & { _056_, _068_ };
  assign _162_ = & { _065_, _068_ };
  assign _163_ = & { _065_, _068_ };
  assign _164_ = & { _067_, _068_ };
  assign _165_ = & { _067_, _068_ };
  assign _166_ = & { _073_, _070_ };
  assign _167_ = & { _073_, _070_ };
  assign _168_ = & { _075_, _070_ };
  assign _169_ = & { _075_, _070_ };
  assign _170_ = & { _077_, _070_ };
  assign _171_ = & { _077_, _070_ };
  assign _172_ = & { _080_, _070_ };
  assign _173_ = & { _080_, _070_ };
  assign _174_ = & { _082_, _070_ };
  assign _175_ = & { _082_, _070_ };
  assign _176_ = & { _084_, _070_ };
  assign _177_ = & { _084_, _070_ };
  assign _178_ = & { _086_, _070_ };
  assign _179_ = & { _086_, _070_ };
  assign _180_ = & { _088_, _070_ };
  assign _181_ = & { _088_, _070_ };
  assign _182_ = & { turn[0], repairs };
  assign _183_ = & { turn[1], repairs };
  assign _184_ = & { turn[2], repairs };
  assign _185_ = & { turn[3], repairs };
  assign _186_ = & { turn[4], repairs };
  assign _187_ = & { turn[5], repairs };
  assign _188_ = & { turn[6], repairs };
  assign _189_ = & { turn[7], repairs };
  assign _190_ = | { clear, rst };
  assign _191_ = | { clear, rst };
  assign _192_ = | { clear, rst };
  assign _193_ = | { clear, rst };
  assign _194_ = | { clear, rst };
  assign _195_ = | { clear, rst };
  assign _196_ = | { clear, rst };
  assign _197_ = | { clear, rst };
endmodule
