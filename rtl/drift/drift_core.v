// drift-hw 0.1.0, configuration b666c8cdf8ae2917
// [array]
// rows = 32
// columns = 32
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
  input wire [255:0] operands_a;
  input wire [255:0] operands_b;
  input wire operands_last;
  input wire requantisation_valid;
  input wire [1023:0] requantisation_bias;
  input wire [447:0] requantisation_multiplier;
  input wire [191:0] requantisation_shift;
  input wire results_ready;
  input wire [4:0] threshold;
  input wire counters_clear;
  output wire operands_ready;
  output wire requantisation_ready;
  output wire results_valid;
  output wire [1023:0] results_accumulator;
  output wire [255:0] results_quantised;
  output wire results_last;
  output wire [31:0] results_mask;
  output wire row_delta_valid;
  output wire [31:0] row_delta_value;
  output wire column_delta_valid;
  output wire [31:0] column_delta_value;
  output wire check_valid;
  output wire [31:0] check_row_flags;
  output wire [31:0] check_column_flags;
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
  wire [1023:0] checksum_row_out;
  wire [1023:0] column_delta;
  wire [31:0] column_flags;
  wire [31:0] column_last;
  wire [12:0] column_total;
  wire [1023:0] drain_out;
  wire flush;
  reg [255:0] operand_a;
  reg [255:0] operand_b;
  reg operand_flush;
  wire [5:0] read_address;
  wire read_enable;
  wire read_slot;
  wire [2:0] requantiser_enable;
  wire result_flag;
  wire result_slot;
  wire row_flag;
  wire [31:0] row_sum_group0;
  wire [31:0] row_sum_group1;
  wire [12:0] row_total;
  wire [287:0] skewed_a;
  wire [255:0] skewed_b;
  wire slot_free;
  wire tile_done;
  wire [8:0] token;
  wire [8:0] token_end_partly_unused;
  wire [8:0] token_group1;
  assign results_mask = column_flags & { {32{result_flag}} };
  always @(posedge clk)
    operand_flush <= flush;
  always @(posedge clk)
    if (!accept) operand_a <= 256'h0000000000000000000000000000000000000000000000000000000000000000;
    else operand_a <= operands_a;
  always @(posedge clk)
    if (!accept) operand_b <= 256'h0000000000000000000000000000000000000000000000000000000000000000;
    else operand_b <= operands_b;
  drift_array array (
    .a_in({ skewed_a[286:279], skewed_a[277:270], skewed_a[268:261], skewed_a[259:252], skewed_a[250:243], skewed_a[241:234], skewed_a[232:225], skewed_a[223:216], skewed_a[214:207], skewed_a[205:198], skewed_a[196:189], skewed_a[187:180], skewed_a[178:171], skewed_a[169:162], skewed_a[160:153], skewed_a[151:144], skewed_a[142:135], skewed_a[133:126], skewed_a[124:117], skewed_a[115:108], skewed_a[106:99], skewed_a[97:90], skewed_a[88:81], skewed_a[79:72], skewed_a[70:63], skewed_a[61:54], skewed_a[52:45], skewed_a[43:36], skewed_a[34:27], skewed_a[25:18], skewed_a[16:9], skewed_a[7:0] }),
    .b_in(skewed_b),
    .checksum_drain_out(checksum_drain_out),
    .checksum_row_out(checksum_row_out),
    .clk(clk),
    .column_sum_in(column_total),
    .drain_out(drain_out),
    .flush_in({ skewed_a[287], skewed_a[278], skewed_a[269], skewed_a[260], skewed_a[251], skewed_a[242], skewed_a[233], skewed_a[224], skewed_a[215], skewed_a[206], skewed_a[197], skewed_a[188], skewed_a[179], skewed_a[170], skewed_a[161], skewed_a[152], skewed_a[143], skewed_a[134], skewed_a[125], skewed_a[116], skewed_a[107], skewed_a[98], skewed_a[89], skewed_a[80], skewed_a[71], skewed_a[62], skewed_a[53], skewed_a[44], skewed_a[35], skewed_a[26], skewed_a[17], skewed_a[8] }),
    .row_sum_in(row_total)
  );
  drift_sum_32 column_sum (
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
    .row_sum(row_sum_group1),
    .row_valid(token_end_partly_unused[1]),
    .rst(rst),
    .threshold(threshold)
  );
  drift_lane_group lanes0 (
    .accumulator_out(results_accumulator[511:0]),
    .bias(requantisation_bias[511:0]),
    .checksum_in(checksum_row_out[511:0]),
    .clk(clk),
    .column_delta(column_delta[511:0]),
    .drain_in(drain_out[511:0]),
    .enable(requantiser_enable),
    .last(column_last[15:0]),
    .multiplier(requantisation_multiplier[223:0]),
    .quantised(results_quantised[127:0]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(checksum_drain_out),
    .row_sum_out(row_sum_group0),
    .rst(rst),
    .shift(requantisation_shift[95:0]),
    .token_in(token),
    .token_out(token_group1)
  );
  drift_lane_group lanes1 (
    .accumulator_out(results_accumulator[1023:512]),
    .bias(requantisation_bias[1023:512]),
    .checksum_in(checksum_row_out[1023:512]),
    .clk(clk),
    .column_delta(column_delta[1023:512]),
    .drain_in(drain_out[1023:512]),
    .enable(requantiser_enable),
    .last(column_last[31:16]),
    .multiplier(requantisation_multiplier[447:224]),
    .quantised(results_quantised[255:128]),
    .read_address(read_address),
    .read_enable(read_enable),
    .row_sum_in(row_sum_group0),
    .row_sum_out(row_sum_group1),
    .rst(rst),
    .shift(requantisation_shift[191:96]),
    .token_in(token_group1),
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
  drift_sum_32 row_sum (
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
    .lanes_in({ operand_flush, operand_a[255:248], operand_flush, operand_a[247:240], operand_flush, operand_a[239:232], operand_flush, operand_a[231:224], operand_flush, operand_a[223:216], operand_flush, operand_a[215:208], operand_flush, operand_a[207:200], operand_flush, operand_a[199:192], operand_flush, operand_a[191:184], operand_flush, operand_a[183:176], operand_flush, operand_a[175:168], operand_flush, operand_a[167:160], operand_flush, operand_a[159:152], operand_flush, operand_a[151:144], operand_flush, operand_a[143:136], operand_flush, operand_a[135:128], operand_flush, operand_a[127:120], operand_flush, operand_a[119:112], operand_flush, operand_a[111:104], operand_flush, operand_a[103:96], operand_flush, operand_a[95:88], operand_flush, operand_a[87:80], operand_flush, operand_a[79:72], operand_flush, operand_a[71:64], operand_flush, operand_a[63:56], operand_flush, operand_a[55:48], operand_flush, operand_a[47:40], operand_flush, operand_a[39:32], operand_flush, operand_a[31:24], operand_flush, operand_a[23:16], operand_flush, operand_a[15:8], operand_flush, operand_a[7:0] }),
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
  output wire [8:0] token;
  input wire clk;
  wire _00_;
  wire [1:0] _01_;
  wire _02_;
  wire [5:0] _03_;
  wire [1:0] _04_;
  wire [1:0] _05_;
  wire _06_;
  wire _07_;
  wire _08_;
  wire _09_;
  wire [4:0] _10_;
  wire _11_;
  wire _12_;
  wire [3:0] _13_;
  wire [3:0] _14_;
  wire _15_;
  wire [5:0] _16_;
  wire [5:0] _17_;
  wire _18_;
  wire _19_;
  wire _20_;
  wire _21_;
  wire _22_;
  wire _23_;
  wire [1:0] _24_;
  wire _25_;
  wire _26_;
  wire _27_;
  wire _28_;
  wire _29_;
  wire [5:0] _30_;
  wire [5:0] _31_;
  reg [4:0] drain_row;
  reg [5:0] drain_wait;
  reg draining;
  reg [1:0] flush_stages;
  reg gap;
  reg is_tile;
  wire last;
  reg [3:0] segment_position;
  reg [1:0] slots_used;
  wire tile_end;
  wire valid;
  reg [5:0] write_address;
  assign _00_ = ~ operands_last;
  assign _11_ = ~ flush;
  assign _18_ = drain_wait == 6'h00;
  assign _19_ = _11_ & _18_;
  assign _20_ = slots_used != 2'h2;
  assign _21_ = _19_ & _20_;
  assign operands_ready = _00_ | _21_;
  assign accept = operands_valid & operands_ready;
  assign tile_end = accept & operands_last;
  assign _22_ = ~ gap;
  assign valid = draining & _22_;
  assign _23_ = drain_row == 5'h1f;
  assign last = valid & _23_;
  assign _24_ = slots_used + { 1'h0, tile_end };
  assign _01_ = _24_ - { 1'h0, slot_free };
  assign _02_ = drain_wait != 6'h00;
  assign _03_ = drain_wait - 6'h01;
  assign _04_ = flush_stages << 1'h1;
  assign _05_ = _04_ | { 1'h0, is_tile };
  assign _06_ = segment_position == 4'hf;
  assign _07_ = valid & _06_;
  assign _08_ = ~ last;
  assign _09_ = _07_ & _08_;
  assign _10_ = drain_row + 5'h01;
  assign _12_ = segment_position == 4'hf;
  assign _13_ = segment_position + 4'h1;
  assign _14_ = _12_ ? 4'h0 : _13_;
  assign _15_ = write_address == 6'h3f;
  assign _16_ = write_address + 6'h01;
  assign _17_ = _15_ ? 6'h00 : _16_;
  always @(posedge clk)
    if (rst) flush <= 1'h1;
    else flush <= tile_end;
  always @(posedge clk)
    if (rst) slots_used <= 2'h0;
    else slots_used <= _01_;
  always @(posedge clk)
    if (rst) drain_wait[5] <= 1'h0;
    else drain_wait[5] <= _31_[5];
  always @(posedge clk)
    if (_25_) drain_wait[4:0] <= 5'h00;
    else if (_02_) drain_wait[4:0] <= _03_[4:0];
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
    if (_26_) drain_row <= 5'h00;
    else if (valid) drain_row <= _10_;
  always @(posedge clk)
    if (_27_) segment_position <= 4'h0;
    else if (valid) segment_position <= _14_;
  always @(posedge clk)
    if (rst) write_address <= 6'h00;
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
  assign _31_ = flush ? 6'h20 : _30_;
  assign token = { write_address, last, valid, flush_stages[1] };
endmodule

module drift_readout(rst, tile_done, requantisation_valid, results_ready, row_flag, read_enable, read_address, requantisation_ready, enable, results_valid, results_last, slot_free, result_flag, read_slot, result_slot, clk);
  input wire rst;
  input wire tile_done;
  input wire requantisation_valid;
  input wire results_ready;
  input wire row_flag;
  output wire read_enable;
  output reg [5:0] read_address;
  output wire requantisation_ready;
  output wire [2:0] enable;
  output reg results_valid;
  output reg results_last;
  output wire slot_free;
  output reg result_flag;
  output reg read_slot;
  output reg result_slot;
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
  wire [1:0] _16_;
  wire [1:0] _17_;
  wire _18_;
  wire [4:0] _19_;
  wire [4:0] _20_;
  wire _21_;
  wire _22_;
  wire [5:0] _23_;
  wire [5:0] _24_;
  wire _25_;
  wire _26_;
  wire _27_;
  wire _28_;
  wire _29_;
  wire _30_;
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
  reg [4:0] read_row;
  wire result_moves;
  reg sum_last;
  wire sum_moves;
  reg sum_row_flag;
  reg sum_valid;
  reg [1:0] tiles_pending;
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
  assign _35_ = tiles_pending != 2'h0;
  assign _36_ = ~ data_valid;
  assign _01_ = _36_ | data_moves;
  assign read_enable = _35_ & _01_;
  assign _02_ = read_row == 5'h1f;
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
  assign _16_ = tiles_pending + { 1'h0, tile_done };
  assign _17_ = _16_ - { 1'h0, issue_last };
  assign _18_ = read_row == 5'h1f;
  assign _19_ = read_row + 5'h01;
  assign _20_ = _18_ ? 5'h00 : _19_;
  assign _21_ = read_address == 6'h3f;
  assign _23_ = read_address + 6'h01;
  assign _24_ = _21_ ? 6'h00 : _23_;
  assign _25_ = read_slot == 1'h1;
  assign _26_ = read_slot + 1'h1;
  assign _27_ = _25_ ? 1'h0 : _26_;
  assign _28_ = result_slot == 1'h1;
  assign _29_ = result_slot + 1'h1;
  assign _30_ = _28_ ? 1'h0 : _29_;
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
    if (rst) tiles_pending <= 2'h0;
    else tiles_pending <= _17_;
  always @(posedge clk)
    if (rst) read_row <= 5'h00;
    else if (read_enable) read_row <= _20_;
  always @(posedge clk)
    if (rst) read_address <= 6'h00;
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
    if (rst) read_slot <= 1'h0;
    else if (issue_last) read_slot <= _27_;
  always @(posedge clk)
    if (rst) result_slot <= 1'h0;
    else if (slot_free) result_slot <= _30_;
  assign enable = { product_moves, sum_moves, data_moves };
endmodule

module drift_skew_a(lanes_in, lanes_out, clk);
  input wire [287:0] lanes_in;
  output wire [287:0] lanes_out;
  input wire clk;
  wire [143:0] group1_delayed0;
  drift_skew_a_group group0 (
    .clk(clk),
    .lanes_in(lanes_in[143:0]),
    .lanes_out(lanes_out[143:0])
  );
  drift_skew_a_group group1 (
    .clk(clk),
    .lanes_in(group1_delayed0),
    .lanes_out(lanes_out[287:144])
  );
  drift_skew_a_group_delay group1_delay0 (
    .clk(clk),
    .lanes_in(lanes_in[287:144]),
    .lanes_out(group1_delayed0)
  );
endmodule

module drift_skew_a_group(lanes_in, lanes_out, clk);
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

module drift_skew_a_group_delay(lanes_in, lanes_out, clk);
  input wire [143:0] lanes_in;
  output reg [143:0] lanes_out;
  input wire clk;
  reg [143:0] stage1;
  reg [143:0] stage10;
  reg [143:0] stage11;
  reg [143:0] stage12;
  reg [143:0] stage13;
  reg [143:0] stage14;
  reg [143:0] stage15;
  reg [143:0] stage2;
  reg [143:0] stage3;
  reg [143:0] stage4;
  reg [143:0] stage5;
  reg [143:0] stage6;
  reg [143:0] stage7;
  reg [143:0] stage8;
  reg [143:0] stage9;
  always @(posedge clk)
    stage1 <= lanes_in;
  always @(posedge clk)
    stage10 <= stage9;
  always @(posedge clk)
    stage11 <= stage10;
  always @(posedge clk)
    stage12 <= stage11;
  always @(posedge clk)
    stage13 <= stage12;
  always @(posedge clk)
    stage14 <= stage13;
  always @(posedge clk)
    stage15 <= stage14;
  always @(posedge clk)
    lanes_out <= stage15;
  always @(posedge clk)
    stage2 <= stage1;
  always @(posedge clk)
    stage3 <= stage2;
  always @(posedge clk)
    stage4 <= stage3;
  always @(posedge clk)
    stage5 <= stage4;
  always @(posedge clk)
    stage6 <= stage5;
  always @(posedge clk)
    stage7 <= stage6;
  always @(posedge clk)
    stage8 <= stage7;
  always @(posedge clk)
    stage9 <= stage8;
endmodule

module drift_skew_b(lanes_in, lanes_out, clk);
  input wire [255:0] lanes_in;
  output wire [255:0] lanes_out;
  input wire clk;
  wire [127:0] group1_delayed0;
  drift_skew_b_group group0 (
    .clk(clk),
    .lanes_in(lanes_in[127:0]),
    .lanes_out(lanes_out[127:0])
  );
  drift_skew_b_group group1 (
    .clk(clk),
    .lanes_in(group1_delayed0),
    .lanes_out(lanes_out[255:128])
  );
  drift_skew_b_group_delay group1_delay0 (
    .clk(clk),
    .lanes_in(lanes_in[255:128]),
    .lanes_out(group1_delayed0)
  );
endmodule

module drift_skew_b_group(lanes_in, lanes_out, clk);
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

module drift_skew_b_group_delay(lanes_in, lanes_out, clk);
  input wire [127:0] lanes_in;
  output reg [127:0] lanes_out;
  input wire clk;
  reg [127:0] stage1;
  reg [127:0] stage10;
  reg [127:0] stage11;
  reg [127:0] stage12;
  reg [127:0] stage13;
  reg [127:0] stage14;
  reg [127:0] stage15;
  reg [127:0] stage2;
  reg [127:0] stage3;
  reg [127:0] stage4;
  reg [127:0] stage5;
  reg [127:0] stage6;
  reg [127:0] stage7;
  reg [127:0] stage8;
  reg [127:0] stage9;
  always @(posedge clk)
    stage1 <= lanes_in;
  always @(posedge clk)
    stage10 <= stage9;
  always @(posedge clk)
    stage11 <= stage10;
  always @(posedge clk)
    stage12 <= stage11;
  always @(posedge clk)
    stage13 <= stage12;
  always @(posedge clk)
    stage14 <= stage13;
  always @(posedge clk)
    stage15 <= stage14;
  always @(posedge clk)
    lanes_out <= stage15;
  always @(posedge clk)
    stage2 <= stage1;
  always @(posedge clk)
    stage3 <= stage2;
  always @(posedge clk)
    stage4 <= stage3;
  always @(posedge clk)
    stage5 <= stage4;
  always @(posedge clk)
    stage6 <= stage5;
  always @(posedge clk)
    stage7 <= stage6;
  always @(posedge clk)
    stage8 <= stage7;
  always @(posedge clk)
    stage9 <= stage8;
endmodule

module drift_array(a_in, flush_in, b_in, row_sum_in, column_sum_in, drain_out, checksum_drain_out, checksum_row_out, clk);
  input wire [255:0] a_in;
  input wire [31:0] flush_in;
  input wire [255:0] b_in;
  input wire [12:0] row_sum_in;
  input wire [12:0] column_sum_in;
  output wire [1023:0] drain_out;
  output wire [31:0] checksum_drain_out;
  output wire [1023:0] checksum_row_out;
  input wire clk;
  wire [255:0] b_segment0;
  wire [31:0] checksum_drain_segment0;
  wire [1023:0] drain_segment0;
  wire [12:0] row_sum_segment0;
  wire [255:0] unused_segment1_b_out;
  wire [12:0] unused_segment1_row_sum_out;
  drift_checksum_row checksum_row (
    .accumulator_out(checksum_row_out),
    .b_in(b_in),
    .clk(clk),
    .column_sum_in(column_sum_in),
    .flush_in(flush_in[0])
  );
  drift_segment segment0 (
    .a_in(a_in[127:0]),
    .b_in(b_in),
    .b_out(b_segment0),
    .checksum_drain_in(checksum_drain_segment0),
    .checksum_drain_out(checksum_drain_out),
    .clk(clk),
    .drain_in(drain_segment0),
    .drain_out(drain_out),
    .flush_in(flush_in[15:0]),
    .row_sum_in(row_sum_in),
    .row_sum_out(row_sum_segment0)
  );
  drift_segment segment1 (
    .a_in(a_in[255:128]),
    .b_in(b_segment0),
    .b_out(unused_segment1_b_out),
    .checksum_drain_in(32'd0),
    .checksum_drain_out(checksum_drain_segment0),
    .clk(clk),
    .drain_in(1024'h0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000),
    .drain_out(drain_segment0),
    .flush_in(flush_in[31:16]),
    .row_sum_in(row_sum_segment0),
    .row_sum_out(unused_segment1_row_sum_out)
  );
endmodule

module drift_segment(a_in, flush_in, b_in, drain_in, row_sum_in, checksum_drain_in, b_out, drain_out, row_sum_out, checksum_drain_out, clk);
  input wire [127:0] a_in;
  input wire [15:0] flush_in;
  input wire [255:0] b_in;
  input wire [1023:0] drain_in;
  input wire [12:0] row_sum_in;
  input wire [31:0] checksum_drain_in;
  output wire [255:0] b_out;
  output reg [1023:0] drain_out;
  output wire [12:0] row_sum_out;
  output reg [31:0] checksum_drain_out;
  input wire clk;
  wire [255:0] b_row0;
  wire [255:0] b_row1;
  wire [255:0] b_row10;
  wire [255:0] b_row11;
  wire [255:0] b_row12;
  wire [255:0] b_row13;
  wire [255:0] b_row14;
  wire [255:0] b_row2;
  wire [255:0] b_row3;
  wire [255:0] b_row4;
  wire [255:0] b_row5;
  wire [255:0] b_row6;
  wire [255:0] b_row7;
  wire [255:0] b_row8;
  wire [255:0] b_row9;
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
  wire [1023:0] drain_row0;
  wire [1023:0] drain_row1;
  wire [1023:0] drain_row10;
  wire [1023:0] drain_row11;
  wire [1023:0] drain_row12;
  wire [1023:0] drain_row13;
  wire [1023:0] drain_row14;
  wire [1023:0] drain_row15;
  wire [1023:0] drain_row2;
  wire [1023:0] drain_row3;
  wire [1023:0] drain_row4;
  wire [1023:0] drain_row5;
  wire [1023:0] drain_row6;
  wire [1023:0] drain_row7;
  wire [1023:0] drain_row8;
  wire [1023:0] drain_row9;
  wire [12:0] row_sum_row0;
  wire [12:0] row_sum_row1;
  wire [12:0] row_sum_row10;
  wire [12:0] row_sum_row11;
  wire [12:0] row_sum_row12;
  wire [12:0] row_sum_row13;
  wire [12:0] row_sum_row14;
  wire [12:0] row_sum_row2;
  wire [12:0] row_sum_row3;
  wire [12:0] row_sum_row4;
  wire [12:0] row_sum_row5;
  wire [12:0] row_sum_row6;
  wire [12:0] row_sum_row7;
  wire [12:0] row_sum_row8;
  wire [12:0] row_sum_row9;
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
  input wire [255:0] b_in;
  input wire [1023:0] drain_in;
  input wire [12:0] row_sum_in;
  input wire [31:0] checksum_drain_in;
  output wire [255:0] b_out;
  output wire [1023:0] drain_out;
  output wire [12:0] row_sum_out;
  output wire [31:0] checksum_drain_out;
  input wire clk;
  wire [247:0] a_chain;
  wire [30:0] flush_chain;
  wire [7:0] unused_pe31_a_out;
  wire unused_pe31_flush_out;
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
    .a_out(a_chain[127:120]),
    .b_in(b_in[127:120]),
    .b_out(b_out[127:120]),
    .clk(clk),
    .drain_in(drain_in[511:480]),
    .drain_out(drain_out[511:480]),
    .flush_in(flush_chain[14]),
    .flush_out(flush_chain[15])
  );
  drift_pe pe16 (
    .a_in(a_chain[127:120]),
    .a_out(a_chain[135:128]),
    .b_in(b_in[135:128]),
    .b_out(b_out[135:128]),
    .clk(clk),
    .drain_in(drain_in[543:512]),
    .drain_out(drain_out[543:512]),
    .flush_in(flush_chain[15]),
    .flush_out(flush_chain[16])
  );
  drift_pe pe17 (
    .a_in(a_chain[135:128]),
    .a_out(a_chain[143:136]),
    .b_in(b_in[143:136]),
    .b_out(b_out[143:136]),
    .clk(clk),
    .drain_in(drain_in[575:544]),
    .drain_out(drain_out[575:544]),
    .flush_in(flush_chain[16]),
    .flush_out(flush_chain[17])
  );
  drift_pe pe18 (
    .a_in(a_chain[143:136]),
    .a_out(a_chain[151:144]),
    .b_in(b_in[151:144]),
    .b_out(b_out[151:144]),
    .clk(clk),
    .drain_in(drain_in[607:576]),
    .drain_out(drain_out[607:576]),
    .flush_in(flush_chain[17]),
    .flush_out(flush_chain[18])
  );
  drift_pe pe19 (
    .a_in(a_chain[151:144]),
    .a_out(a_chain[159:152]),
    .b_in(b_in[159:152]),
    .b_out(b_out[159:152]),
    .clk(clk),
    .drain_in(drain_in[639:608]),
    .drain_out(drain_out[639:608]),
    .flush_in(flush_chain[18]),
    .flush_out(flush_chain[19])
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
  drift_pe pe20 (
    .a_in(a_chain[159:152]),
    .a_out(a_chain[167:160]),
    .b_in(b_in[167:160]),
    .b_out(b_out[167:160]),
    .clk(clk),
    .drain_in(drain_in[671:640]),
    .drain_out(drain_out[671:640]),
    .flush_in(flush_chain[19]),
    .flush_out(flush_chain[20])
  );
  drift_pe pe21 (
    .a_in(a_chain[167:160]),
    .a_out(a_chain[175:168]),
    .b_in(b_in[175:168]),
    .b_out(b_out[175:168]),
    .clk(clk),
    .drain_in(drain_in[703:672]),
    .drain_out(drain_out[703:672]),
    .flush_in(flush_chain[20]),
    .flush_out(flush_chain[21])
  );
  drift_pe pe22 (
    .a_in(a_chain[175:168]),
    .a_out(a_chain[183:176]),
    .b_in(b_in[183:176]),
    .b_out(b_out[183:176]),
    .clk(clk),
    .drain_in(drain_in[735:704]),
    .drain_out(drain_out[735:704]),
    .flush_in(flush_chain[21]),
    .flush_out(flush_chain[22])
  );
  drift_pe pe23 (
    .a_in(a_chain[183:176]),
    .a_out(a_chain[191:184]),
    .b_in(b_in[191:184]),
    .b_out(b_out[191:184]),
    .clk(clk),
    .drain_in(drain_in[767:736]),
    .drain_out(drain_out[767:736]),
    .flush_in(flush_chain[22]),
    .flush_out(flush_chain[23])
  );
  drift_pe pe24 (
    .a_in(a_chain[191:184]),
    .a_out(a_chain[199:192]),
    .b_in(b_in[199:192]),
    .b_out(b_out[199:192]),
    .clk(clk),
    .drain_in(drain_in[799:768]),
    .drain_out(drain_out[799:768]),
    .flush_in(flush_chain[23]),
    .flush_out(flush_chain[24])
  );
  drift_pe pe25 (
    .a_in(a_chain[199:192]),
    .a_out(a_chain[207:200]),
    .b_in(b_in[207:200]),
    .b_out(b_out[207:200]),
    .clk(clk),
    .drain_in(drain_in[831:800]),
    .drain_out(drain_out[831:800]),
    .flush_in(flush_chain[24]),
    .flush_out(flush_chain[25])
  );
  drift_pe pe26 (
    .a_in(a_chain[207:200]),
    .a_out(a_chain[215:208]),
    .b_in(b_in[215:208]),
    .b_out(b_out[215:208]),
    .clk(clk),
    .drain_in(drain_in[863:832]),
    .drain_out(drain_out[863:832]),
    .flush_in(flush_chain[25]),
    .flush_out(flush_chain[26])
  );
  drift_pe pe27 (
    .a_in(a_chain[215:208]),
    .a_out(a_chain[223:216]),
    .b_in(b_in[223:216]),
    .b_out(b_out[223:216]),
    .clk(clk),
    .drain_in(drain_in[895:864]),
    .drain_out(drain_out[895:864]),
    .flush_in(flush_chain[26]),
    .flush_out(flush_chain[27])
  );
  drift_pe pe28 (
    .a_in(a_chain[223:216]),
    .a_out(a_chain[231:224]),
    .b_in(b_in[231:224]),
    .b_out(b_out[231:224]),
    .clk(clk),
    .drain_in(drain_in[927:896]),
    .drain_out(drain_out[927:896]),
    .flush_in(flush_chain[27]),
    .flush_out(flush_chain[28])
  );
  drift_pe pe29 (
    .a_in(a_chain[231:224]),
    .a_out(a_chain[239:232]),
    .b_in(b_in[239:232]),
    .b_out(b_out[239:232]),
    .clk(clk),
    .drain_in(drain_in[959:928]),
    .drain_out(drain_out[959:928]),
    .flush_in(flush_chain[28]),
    .flush_out(flush_chain[29])
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
  drift_pe pe30 (
    .a_in(a_chain[239:232]),
    .a_out(a_chain[247:240]),
    .b_in(b_in[247:240]),
    .b_out(b_out[247:240]),
    .clk(clk),
    .drain_in(drain_in[991:960]),
    .drain_out(drain_out[991:960]),
    .flush_in(flush_chain[29]),
    .flush_out(flush_chain[30])
  );
  drift_pe pe31 (
    .a_in(a_chain[247:240]),
    .a_out(unused_pe31_a_out),
    .b_in(b_in[255:248]),
    .b_out(b_out[255:248]),
    .clk(clk),
    .drain_in(drain_in[1023:992]),
    .drain_out(drain_out[1023:992]),
    .flush_in(flush_chain[30]),
    .flush_out(unused_pe31_flush_out)
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
  input wire [12:0] b_in;
  input wire flush_in;
  input wire [31:0] drain_in;
  output reg [12:0] b_out;
  output wire [31:0] drain_out;
  input wire clk;
  wire [31:0] _0_;
  reg [7:0] a;
  reg [31:0] accumulator;
  reg flush;
  wire [31:0] previous;
  wire [20:0] product;
  wire [31:0] total;
  always @(posedge clk)
    flush <= flush_in;
  always @(posedge clk)
    accumulator <= total;
  assign product = $signed(a) * $signed(b_out);
  assign previous = flush ? 32'd0 : accumulator;
  assign total = $signed(previous) - $signed({ {11{product[20]}}, product });
  assign _0_ = accumulator & { {32{flush}} };
  assign drain_out = drain_in | _0_;
  always @(posedge clk)
    a <= a_in;
  always @(posedge clk)
    b_out <= b_in;
endmodule

module drift_checksum_row(column_sum_in, flush_in, b_in, accumulator_out, clk);
  input wire [12:0] column_sum_in;
  input wire flush_in;
  input wire [255:0] b_in;
  output wire [1023:0] accumulator_out;
  input wire clk;
  wire [12:0] column_sum_0;
  wire [12:0] column_sum_1;
  wire [12:0] column_sum_10;
  wire [12:0] column_sum_11;
  wire [12:0] column_sum_12;
  wire [12:0] column_sum_13;
  wire [12:0] column_sum_14;
  wire [12:0] column_sum_15;
  wire [12:0] column_sum_16;
  wire [12:0] column_sum_17;
  wire [12:0] column_sum_18;
  wire [12:0] column_sum_19;
  wire [12:0] column_sum_2;
  wire [12:0] column_sum_20;
  wire [12:0] column_sum_21;
  wire [12:0] column_sum_22;
  wire [12:0] column_sum_23;
  wire [12:0] column_sum_24;
  wire [12:0] column_sum_25;
  wire [12:0] column_sum_26;
  wire [12:0] column_sum_27;
  wire [12:0] column_sum_28;
  wire [12:0] column_sum_29;
  wire [12:0] column_sum_3;
  wire [12:0] column_sum_30;
  wire [12:0] column_sum_4;
  wire [12:0] column_sum_5;
  wire [12:0] column_sum_6;
  wire [12:0] column_sum_7;
  wire [12:0] column_sum_8;
  wire [12:0] column_sum_9;
  wire [30:0] flush_chain;
  wire unused_flush;
  wire [12:0] unused_pe31_a_out;
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
    .a_out(column_sum_15),
    .accumulator_out(accumulator_out[511:480]),
    .b_in(b_in[127:120]),
    .clk(clk),
    .flush_in(flush_chain[14]),
    .flush_out(flush_chain[15])
  );
  drift_checksum_row_pe pe16 (
    .a_in(column_sum_15),
    .a_out(column_sum_16),
    .accumulator_out(accumulator_out[543:512]),
    .b_in(b_in[135:128]),
    .clk(clk),
    .flush_in(flush_chain[15]),
    .flush_out(flush_chain[16])
  );
  drift_checksum_row_pe pe17 (
    .a_in(column_sum_16),
    .a_out(column_sum_17),
    .accumulator_out(accumulator_out[575:544]),
    .b_in(b_in[143:136]),
    .clk(clk),
    .flush_in(flush_chain[16]),
    .flush_out(flush_chain[17])
  );
  drift_checksum_row_pe pe18 (
    .a_in(column_sum_17),
    .a_out(column_sum_18),
    .accumulator_out(accumulator_out[607:576]),
    .b_in(b_in[151:144]),
    .clk(clk),
    .flush_in(flush_chain[17]),
    .flush_out(flush_chain[18])
  );
  drift_checksum_row_pe pe19 (
    .a_in(column_sum_18),
    .a_out(column_sum_19),
    .accumulator_out(accumulator_out[639:608]),
    .b_in(b_in[159:152]),
    .clk(clk),
    .flush_in(flush_chain[18]),
    .flush_out(flush_chain[19])
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
  drift_checksum_row_pe pe20 (
    .a_in(column_sum_19),
    .a_out(column_sum_20),
    .accumulator_out(accumulator_out[671:640]),
    .b_in(b_in[167:160]),
    .clk(clk),
    .flush_in(flush_chain[19]),
    .flush_out(flush_chain[20])
  );
  drift_checksum_row_pe pe21 (
    .a_in(column_sum_20),
    .a_out(column_sum_21),
    .accumulator_out(accumulator_out[703:672]),
    .b_in(b_in[175:168]),
    .clk(clk),
    .flush_in(flush_chain[20]),
    .flush_out(flush_chain[21])
  );
  drift_checksum_row_pe pe22 (
    .a_in(column_sum_21),
    .a_out(column_sum_22),
    .accumulator_out(accumulator_out[735:704]),
    .b_in(b_in[183:176]),
    .clk(clk),
    .flush_in(flush_chain[21]),
    .flush_out(flush_chain[22])
  );
  drift_checksum_row_pe pe23 (
    .a_in(column_sum_22),
    .a_out(column_sum_23),
    .accumulator_out(accumulator_out[767:736]),
    .b_in(b_in[191:184]),
    .clk(clk),
    .flush_in(flush_chain[22]),
    .flush_out(flush_chain[23])
  );
  drift_checksum_row_pe pe24 (
    .a_in(column_sum_23),
    .a_out(column_sum_24),
    .accumulator_out(accumulator_out[799:768]),
    .b_in(b_in[199:192]),
    .clk(clk),
    .flush_in(flush_chain[23]),
    .flush_out(flush_chain[24])
  );
  drift_checksum_row_pe pe25 (
    .a_in(column_sum_24),
    .a_out(column_sum_25),
    .accumulator_out(accumulator_out[831:800]),
    .b_in(b_in[207:200]),
    .clk(clk),
    .flush_in(flush_chain[24]),
    .flush_out(flush_chain[25])
  );
  drift_checksum_row_pe pe26 (
    .a_in(column_sum_25),
    .a_out(column_sum_26),
    .accumulator_out(accumulator_out[863:832]),
    .b_in(b_in[215:208]),
    .clk(clk),
    .flush_in(flush_chain[25]),
    .flush_out(flush_chain[26])
  );
  drift_checksum_row_pe pe27 (
    .a_in(column_sum_26),
    .a_out(column_sum_27),
    .accumulator_out(accumulator_out[895:864]),
    .b_in(b_in[223:216]),
    .clk(clk),
    .flush_in(flush_chain[26]),
    .flush_out(flush_chain[27])
  );
  drift_checksum_row_pe pe28 (
    .a_in(column_sum_27),
    .a_out(column_sum_28),
    .accumulator_out(accumulator_out[927:896]),
    .b_in(b_in[231:224]),
    .clk(clk),
    .flush_in(flush_chain[27]),
    .flush_out(flush_chain[28])
  );
  drift_checksum_row_pe pe29 (
    .a_in(column_sum_28),
    .a_out(column_sum_29),
    .accumulator_out(accumulator_out[959:928]),
    .b_in(b_in[239:232]),
    .clk(clk),
    .flush_in(flush_chain[28]),
    .flush_out(flush_chain[29])
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
  drift_checksum_row_pe pe30 (
    .a_in(column_sum_29),
    .a_out(column_sum_30),
    .accumulator_out(accumulator_out[991:960]),
    .b_in(b_in[247:240]),
    .clk(clk),
    .flush_in(flush_chain[29]),
    .flush_out(flush_chain[30])
  );
  drift_checksum_row_pe pe31 (
    .a_in(column_sum_30),
    .a_out(unused_pe31_a_out),
    .accumulator_out(accumulator_out[1023:992]),
    .b_in(b_in[255:248]),
    .clk(clk),
    .flush_in(flush_chain[30]),
    .flush_out(unused_flush)
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
  input wire [12:0] a_in;
  input wire [7:0] b_in;
  input wire flush_in;
  output reg [12:0] a_out;
  output reg flush_out;
  output reg [31:0] accumulator_out;
  input wire clk;
  reg [7:0] b;
  wire [31:0] previous;
  wire [20:0] product;
  wire [31:0] total;
  assign product = $signed(a_out) * $signed(b);
  assign previous = flush_out ? 32'd0 : accumulator_out;
  assign total = $signed(previous) - $signed({ {11{product[20]}}, product });
  always @(posedge clk)
    a_out <= a_in;
  always @(posedge clk)
    b <= b_in;
  always @(posedge clk)
    flush_out <= flush_in;
  always @(posedge clk)
    accumulator_out <= total;
endmodule

module drift_lane_group(rst, drain_in, token_in, checksum_in, row_sum_in, read_enable, read_address, enable, bias, multiplier, shift, last, token_out, row_sum_out, column_delta, accumulator_out, quantised, clk);
  input wire rst;
  input wire [511:0] drain_in;
  input wire [8:0] token_in;
  input wire [511:0] checksum_in;
  input wire [31:0] row_sum_in;
  input wire read_enable;
  input wire [5:0] read_address;
  input wire [2:0] enable;
  input wire [511:0] bias;
  input wire [223:0] multiplier;
  input wire [95:0] shift;
  output wire [15:0] last;
  output wire [8:0] token_out;
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
  wire [8:0] token_lane0;
  wire [8:0] token_lane1;
  wire [8:0] token_lane10;
  wire [8:0] token_lane11;
  wire [8:0] token_lane12;
  wire [8:0] token_lane13;
  wire [8:0] token_lane14;
  wire [8:0] token_lane2;
  wire [8:0] token_lane3;
  wire [8:0] token_lane4;
  wire [8:0] token_lane5;
  wire [8:0] token_lane6;
  wire [8:0] token_lane7;
  wire [8:0] token_lane8;
  wire [8:0] token_lane9;
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
  drift_lane lane10 (
    .accumulator_out(accumulator_out[351:320]),
    .bias(bias[351:320]),
    .checksum_in(checksum_in[351:320]),
    .clk(clk),
    .column_delta(column_delta[351:320]),
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

module drift_lane(rst, drain_in, token_in, checksum_in, row_sum_in, read_enable, read_address, enable, bias, multiplier, shift, token_out, row_sum_out, column_delta, accumulator_out, quantised, clk);
  input wire rst;
  input wire [31:0] drain_in;
  input wire [8:0] token_in;
  input wire [31:0] checksum_in;
  input wire [31:0] row_sum_in;
  input wire read_enable;
  input wire [5:0] read_address;
  input wire [2:0] enable;
  input wire [31:0] bias;
  input wire [13:0] multiplier;
  input wire [5:0] shift;
  output reg [8:0] token_out;
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
    if (rst) token_out <= 9'h000;
    else token_out <= token_in;
  drift_tile_bank bank (
    .clk(clk),
    .read_address(read_address),
    .read_data(read_data),
    .read_enable(read_enable),
    .write_address(token_in[8:3]),
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
  input wire [5:0] write_address;
  input wire [31:0] write_data;
  input wire read_enable;
  input wire [5:0] read_address;
  output wire [31:0] read_data;
  input wire clk;
  reg [31:0] memory [63:0];
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
  input wire [1023:0] column_delta;
  input wire [31:0] column_done;
  input wire read_enable;
  input wire read_slot;
  input wire result_slot;
  output wire done;
  output wire row_flag;
  output wire [31:0] column_flags;
  output reg row_delta_valid;
  output reg [31:0] row_delta_value;
  output wire column_delta_valid;
  output reg [31:0] column_delta_value;
  output reg check_valid;
  output reg [31:0] check_row_flags;
  output wire [31:0] check_column_flags;
  output reg [15:0] counter_tiles;
  output reg [15:0] counter_flagged_tiles;
  output reg [15:0] counter_flagged_rows;
  output reg [15:0] counter_flagged_columns;
  output reg [15:0] counter_masked_elements;
  output reg [31:0] counter_largest_delta;
  output reg [511:0] counter_histogram;
  input wire clk;
  wire [31:0] _000_;
  wire [31:0] _001_;
  wire [31:0] _002_;
  wire [31:0] _003_;
  wire [31:0] _004_;
  wire _005_;
  wire _006_;
  wire [31:0] _007_;
  wire [30:0] _008_;
  wire [31:0] _009_;
  wire [29:0] _010_;
  wire [29:0] _011_;
  wire [27:0] _012_;
  wire [21:0] _013_;
  wire [21:0] _014_;
  wire [5:0] _015_;
  wire [5:0] _016_;
  wire [31:0] _017_;
  wire [30:0] _018_;
  wire [31:0] _019_;
  wire [29:0] _020_;
  wire [29:0] _021_;
  wire [27:0] _022_;
  wire [21:0] _023_;
  wire [21:0] _024_;
  wire [5:0] _025_;
  wire [5:0] _026_;
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
  wire _157_;
  wire _158_;
  wire _159_;
  wire [31:0] _160_;
  wire [31:0] _161_;
  wire [31:0] _162_;
  wire [31:0] _163_;
  wire _164_;
  wire [31:0] _165_;
  wire [31:0] _166_;
  wire [31:0] _167_;
  wire [31:0] _168_;
  wire _169_;
  wire _170_;
  wire _171_;
  wire _172_;
  wire _173_;
  wire _174_;
  wire _175_;
  wire [31:0] _176_;
  wire _177_;
  wire _178_;
  wire _179_;
  wire _180_;
  wire [31:0] _181_;
  wire [16:0] _182_;
  wire _183_;
  wire [15:0] _184_;
  wire [15:0] _185_;
  wire _186_;
  wire _187_;
  wire _188_;
  wire [16:0] _189_;
  wire _190_;
  wire _191_;
  wire _192_;
  wire _193_;
  wire [15:0] _194_;
  wire [15:0] _195_;
  wire [16:0] _196_;
  wire _197_;
  wire [15:0] _198_;
  wire [15:0] _199_;
  wire [16:0] _200_;
  wire _201_;
  wire [15:0] _202_;
  wire [15:0] _203_;
  wire [11:0] _204_;
  wire [16:0] _205_;
  wire _206_;
  wire [11:0] _207_;
  wire [31:0] _208_;
  wire [15:0] _209_;
  wire [15:0] _210_;
  wire [31:0] _211_;
  wire [31:0] _212_;
  wire [31:0] _213_;
  wire [31:0] _214_;
  wire [31:0] _215_;
  wire [31:0] _216_;
  wire _217_;
  wire _218_;
  wire _219_;
  wire _220_;
  wire _221_;
  wire _222_;
  wire _223_;
  wire _224_;
  wire [31:0] _225_;
  wire [31:0] _226_;
  wire column_0_flagged;
  wire [31:0] column_0_magnitude;
  wire [31:0] column_0_reached;
  wire [31:0] column_bus_0_1;
  wire [511:0] column_bus_0_16;
  wire [63:0] column_bus_0_2;
  wire [127:0] column_bus_0_4;
  wire [255:0] column_bus_0_8;
  wire [21:0] column_count_16;
  wire [31:0] column_count_2;
  wire [5:0] column_count_32;
  wire [31:0] column_count_4;
  wire [29:0] column_count_8;
  reg [31:0] column_done_registered;
  reg [31:0] column_flags_0;
  reg [31:0] column_flags_1;
  reg column_slot_0;
  reg counted;
  wire [1:0] done_select;
  reg done_slot;
  wire [1:0] read_select;
  wire [1:0] result_select;
  wire [21:0] row_count_16;
  wire [31:0] row_count_2;
  wire [5:0] row_count_32;
  wire [31:0] row_count_4;
  wire [29:0] row_count_8;
  wire row_flagged;
  reg [31:0] row_flags_0;
  reg [31:0] row_flags_1;
  wire [31:0] row_leading;
  wire [31:0] row_magnitude;
  wire [31:0] row_reached;
  wire [31:0] threshold_bit;
  reg [5:0] tile_flagged_columns;
  reg [5:0] tile_flagged_rows;
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
  assign _213_ = row_reached >> 1'h1;
  assign _214_ = ~ _213_;
  assign row_leading = row_reached & _214_;
  assign _215_ = row_reached & threshold_bit;
  assign row_flagged = | _215_;
  assign column_bus_0_16 = column_delta[511:0] | column_delta[1023:512];
  assign column_bus_0_8 = column_bus_0_16[255:0] | column_bus_0_16[511:256];
  assign column_bus_0_4 = column_bus_0_8[127:0] | column_bus_0_8[255:128];
  assign column_bus_0_2 = column_bus_0_4[63:0] | column_bus_0_4[127:64];
  assign column_bus_0_1 = column_bus_0_2[31:0] | column_bus_0_2[63:32];
  assign _216_ = - column_delta_value;
  assign column_0_magnitude = column_delta_value[31] ? _216_ : column_delta_value;
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
  assign done_select[0] = done_slot == 1'h0;
  assign done_select[1] = done_slot == 1'h1;
  assign result_select[0] = result_slot == 1'h0;
  assign result_select[1] = result_slot == 1'h1;
  assign _001_ = column_flags_0 & { {32{done_select[0]}} };
  assign _002_ = column_flags_1 & { {32{done_select[1]}} };
  assign check_column_flags = _001_ | _002_;
  assign _003_ = column_flags_0 & { {32{result_select[0]}} };
  assign _004_ = column_flags_1 & { {32{result_select[1]}} };
  assign column_flags = _003_ | _004_;
  assign read_select[0] = read_slot == 1'h0;
  assign read_select[1] = read_slot == 1'h1;
  assign _005_ = row_flags_0[0] & read_select[0];
  assign _006_ = row_flags_1[0] & read_select[1];
  assign row_flag = _005_ | _006_;
  assign _007_ = check_row_flags & 32'd1431655765;
  assign _008_ = check_row_flags[31:1] & 31'h55555555;
  assign row_count_2 = _007_ + { 1'h0, _008_ };
  assign _009_ = row_count_2 & 32'd858993459;
  assign _010_ = row_count_2[31:2] & 30'h33333333;
  assign row_count_4 = _009_ + { 2'h0, _010_ };
  assign _011_ = row_count_4[29:0] & 30'h0f0f0f0f;
  assign _012_ = row_count_4[31:4] & 28'hf0f0f0f;
  assign row_count_8 = _011_ + { 2'h0, _012_ };
  assign _013_ = row_count_8[21:0] & 22'h3f00ff;
  assign _014_ = row_count_8[29:8] & 22'h3f00ff;
  assign row_count_16 = _013_ + _014_;
  assign _015_ = row_count_16[5:0] & 6'h3f;
  assign _016_ = row_count_16[21:16] & 6'h3f;
  assign row_count_32 = _015_ + _016_;
  assign _017_ = check_column_flags & 32'd1431655765;
  assign _018_ = check_column_flags[31:1] & 31'h55555555;
  assign column_count_2 = _017_ + { 1'h0, _018_ };
  assign _019_ = column_count_2 & 32'd858993459;
  assign _020_ = column_count_2[31:2] & 30'h33333333;
  assign column_count_4 = _019_ + { 2'h0, _020_ };
  assign _021_ = column_count_4[29:0] & 30'h0f0f0f0f;
  assign _022_ = column_count_4[31:4] & 28'hf0f0f0f;
  assign column_count_8 = _021_ + { 2'h0, _022_ };
  assign _023_ = column_count_8[21:0] & 22'h3f00ff;
  assign _024_ = column_count_8[29:8] & 22'h3f00ff;
  assign column_count_16 = _023_ + _024_;
  assign _025_ = column_count_16[5:0] & 6'h3f;
  assign _026_ = column_count_16[21:16] & 6'h3f;
  assign column_count_32 = _025_ + _026_;
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
  assign _156_ = column_slot_0 == 1'h1;
  assign _157_ = column_slot_0 + 1'h1;
  assign _158_ = _156_ ? 1'h0 : _157_;
  assign _159_ = column_slot_0 == 1'h0;
  assign _160_ = ~ column_done_registered;
  assign _161_ = column_flags_0 & _160_;
  assign _162_ = column_done_registered & { {32{column_0_flagged}} };
  assign _163_ = _161_ | _162_;
  assign _164_ = column_slot_0 == 1'h1;
  assign _165_ = ~ column_done_registered;
  assign _166_ = column_flags_1 & _165_;
  assign _167_ = column_done_registered & { {32{column_0_flagged}} };
  assign _168_ = _166_ | _167_;
  assign _169_ = done_slot == 1'h1;
  assign _170_ = done_slot + 1'h1;
  assign _171_ = _169_ ? 1'h0 : _170_;
  assign _172_ = done_slot == 1'h0;
  assign _173_ = check_valid & _172_;
  assign _174_ = read_slot == 1'h0;
  assign _175_ = read_enable & _174_;
  assign _176_ = row_flags_0 >> 1'h1;
  assign _177_ = done_slot == 1'h1;
  assign _178_ = check_valid & _177_;
  assign _179_ = read_slot == 1'h1;
  assign _180_ = read_enable & _179_;
  assign _181_ = row_flags_1 >> 1'h1;
  assign _182_ = { 1'h0, counter_tiles } + 17'h00001;
  assign _183_ = _182_ > 17'h0ffff;
  assign _184_ = counter_tiles + 16'h0001;
  assign _185_ = _183_ ? 16'hffff : _184_;
  assign _186_ = | tile_flagged_rows;
  assign _187_ = | tile_flagged_columns;
  assign _188_ = _186_ | _187_;
  assign _189_ = { 1'h0, counter_flagged_tiles } + { 16'h0000, _188_ };
  assign _190_ = _189_ > 17'h0ffff;
  assign _191_ = | tile_flagged_rows;
  assign _192_ = | tile_flagged_columns;
  assign _193_ = _191_ | _192_;
  assign _194_ = counter_flagged_tiles + { 15'h0000, _193_ };
  assign _195_ = _190_ ? 16'hffff : _194_;
  assign _196_ = { 1'h0, counter_flagged_rows } + { 11'h000, tile_flagged_rows };
  assign _197_ = _196_ > 17'h0ffff;
  assign _198_ = counter_flagged_rows + { 10'h000, tile_flagged_rows };
  assign _199_ = _197_ ? 16'hffff : _198_;
  assign _200_ = { 1'h0, counter_flagged_columns } + { 11'h000, tile_flagged_columns };
  assign _201_ = _200_ > 17'h0ffff;
  assign _202_ = counter_flagged_columns + { 10'h000, tile_flagged_columns };
  assign _203_ = _201_ ? 16'hffff : _202_;
  assign _204_ = tile_flagged_rows * tile_flagged_columns;
  assign _205_ = { 1'h0, counter_masked_elements } + { 5'h00, _204_ };
  assign _206_ = _205_ > 17'h0ffff;
  assign _207_ = tile_flagged_rows * tile_flagged_columns;
  assign _209_ = counter_masked_elements + { 4'h0, _207_ };
  assign _210_ = _206_ ? 16'hffff : _209_;
  always @(posedge clk)
    row_delta_value <= row_sum;
  always @(posedge clk)
    column_delta_value <= column_bus_0_1;
  always @(posedge clk)
    row_flags_0 <= _211_;
  always @(posedge clk)
    row_flags_1 <= _212_;
  always @(posedge clk)
    tile_flagged_rows <= row_count_32;
  always @(posedge clk)
    tile_flagged_columns <= column_count_32;
  always @(posedge clk)
    if (rst) row_delta_valid <= 1'h0;
    else row_delta_valid <= row_valid;
  always @(posedge clk)
    if (row_delta_valid) check_row_flags <= { row_flagged, check_row_flags[31:1] };
  always @(posedge clk)
    if (_218_) counter_largest_delta <= 32'd0;
    else if (_217_) counter_largest_delta <= row_magnitude;
  always @(posedge clk)
    if (_219_) counter_histogram <= 512'h00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;
    else if (row_delta_valid) counter_histogram <= { _155_, _151_, _147_, _143_, _139_, _135_, _131_, _127_, _123_, _119_, _115_, _111_, _107_, _103_, _099_, _095_, _091_, _087_, _083_, _079_, _075_, _071_, _067_, _063_, _059_, _055_, _051_, _047_, _043_, _039_, _035_, _031_ };
  always @(posedge clk)
    if (rst) column_done_registered <= 32'd0;
    else column_done_registered <= column_done;
  always @(posedge clk)
    if (rst) column_slot_0 <= 1'h0;
    else if (column_done_registered[31]) column_slot_0 <= _158_;
  always @(posedge clk)
    if (_159_) column_flags_0 <= _163_;
  always @(posedge clk)
    if (_164_) column_flags_1 <= _168_;
  always @(posedge clk)
    if (rst) check_valid <= 1'h0;
    else check_valid <= column_done_registered[31];
  always @(posedge clk)
    if (rst) done_slot <= 1'h0;
    else if (check_valid) done_slot <= _171_;
  always @(posedge clk)
    if (rst) counted <= 1'h0;
    else counted <= check_valid;
  always @(posedge clk)
    if (_220_) counter_tiles <= 16'h0000;
    else if (counted) counter_tiles <= _185_;
  always @(posedge clk)
    if (_221_) counter_flagged_tiles <= 16'h0000;
    else if (counted) counter_flagged_tiles <= _195_;
  always @(posedge clk)
    if (_222_) counter_flagged_rows <= 16'h0000;
    else if (counted) counter_flagged_rows <= _199_;
  always @(posedge clk)
    if (_223_) counter_flagged_columns <= 16'h0000;
    else if (counted) counter_flagged_columns <= _203_;
  always @(posedge clk)
    if (_224_) counter_masked_elements <= 16'h0000;
    else if (counted) counter_masked_elements <= _210_;
  assign _217_ = & { _027_, row_delta_valid };
  assign _218_ = | { counters_clear, rst };
  assign _219_ = | { counters_clear, rst };
  assign _220_ = | { counters_clear, rst };
  assign _221_ = | { counters_clear, rst };
  assign _222_ = | { counters_clear, rst };
  assign _223_ = | { counters_clear, rst };
  assign _224_ = | { counters_clear, rst };
  assign _225_ = _180_ ? _181_ : row_flags_1;
  assign _212_ = _178_ ? check_row_flags : _225_;
  assign _226_ = _175_ ? _176_ : row_flags_0;
  assign _211_ = _173_ ? check_row_flags : _226_;
  assign done = check_valid;
endmodule

module drift_sum_32(total, operands);
  output wire [12:0] total;
  input wire [255:0] operands;
  wire [11:0] high;
  wire [11:0] low;
  assign total = $signed({ low[11], low }) + $signed({ high[11], high });
  drift_sum_16 high_half (
    .operands(operands[255:128]),
    .total(high)
  );
  drift_sum_16 low_half (
    .operands(operands[127:0]),
    .total(low)
  );
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
