// Properties of recovery: an element that is not masked is never changed, a masked one never passes as it is.

// The merge of one row: C elements of W bits, whatever they are.
module merge_elements #(parameter C = 4, parameter W = 8) (
  input [C*W-1:0] quantised, input [C-1:0] mask, input [C*W-1:0] replacement, input row_valid,
  input [C-1:0] column_valid
);
  wire [C*W-1:0] merged;
  drift_merge dut (.*);
  // Any element.
  (* anyconst *) reg [7:0] j;
  always @* assume (j < C);
  wire [W-1:0] came = quantised[W*j +: W];
  wire [W-1:0] goes = merged[W*j +: W];
  wire kept = row_valid && column_valid[j];
  always @* begin
    if (kept && !mask[j]) unmasked_is_unchanged: assert (goes == came);
    if (kept && mask[j]) masked_is_replaced: assert (goes == replacement[W*j +: W]);
    if (!kept) padding_is_zero: assert (goes == 0);
  end
endmodule

// The whole block: what a row of results becomes, by the policy in the record of its tile. The parameters in
// capitals are the places of the record's fields; `row` and `checkpoint_row` are signals within the block.
module recovery_rows #(
  parameter R = 4, parameter C = 4, parameter W = 8, parameter BUS = 64, parameter RECORD = 128,
  parameter NUMBER = 2, parameter ROWS = 0, parameter ROWS_BITS = 3, parameter COLUMNS = 0,
  parameter COLUMNS_BITS = 3, parameter ABFT = 0, parameter ACTION = 0, parameter READ = 0,
  parameter REDO = 0
) (
  input clk, input rst, input retire_valid, input [RECORD-1:0] retire_record, input results_valid,
  input [C*W-1:0] results_quantised, input results_last, input [C-1:0] results_mask,
  input results_masked, input results_corrected, input checkpoint_load_ready, input checkpoint_data_valid,
  input [BUS-1:0] checkpoint_data, input tile_ready, input row_ready
);
  wire row_valid, results_ready, retire_ready, tile_valid, discarded_valid;
  wire [C*W-1:0] row_data, checkpoint_row;
  wire [NUMBER-1:0] row;
  drift_recovery dut (
    .clk, .rst, .retire_valid, .retire_ready, .retire_record, .results_valid, .results_ready,
    .results_quantised, .results_last, .results_mask, .results_masked, .results_corrected,
    .checkpoint_load_ready, .checkpoint_data_valid, .checkpoint_data, .tile_valid, .tile_ready, .row_valid,
    .row_ready, .row_data, .discarded_valid, .row, .checkpoint_row
  );
  reg first = 1;
  always @(posedge clk) first <= 0;
  always @* if (first) assume (rst);
  // A tile with a masked element in any row says so with every row.
  always @* if (results_mask != 0) assume (results_masked);

  localparam NONE = 0, ROLLBACK = 1, RECOMPUTE = 2, ZERO = 3;
  wire abft = retire_record[ABFT];
  wire [1:0] action = retire_record[ACTION +: 2];
  wire checkpoint_read = retire_record[READ];
  wire second_pass = retire_record[REDO];
  wire first_pass_masked = abft && action == RECOMPUTE && !second_pass && results_masked;
  always @* begin
    if (row_valid) nothing_passes_uncalled: assert (results_valid && !first_pass_masked);
    if (discarded_valid) only_masked_is_discarded: assert (first_pass_masked);
    if (retire_ready && retire_valid) record_goes_with_the_tile: assert (results_last && results_ready);
  end
  // Any element.
  (* anyconst *) reg [7:0] j;
  always @* assume (j < C);
  wire [W-1:0] came = results_quantised[W*j +: W];
  wire [W-1:0] goes = row_data[W*j +: W];
  wire kept = row < retire_record[ROWS +: ROWS_BITS] && j < retire_record[COLUMNS +: COLUMNS_BITS];
  wire masked = abft && results_mask[j];
  always @* if (row_valid) begin
    if (!kept) padding_is_zero: assert (goes == 0);
    if (kept && !masked) unmasked_is_unchanged: assert (goes == came);
    if (kept && masked && action == ZERO) zeroed: assert (goes == 0);
    if (kept && masked && action == ROLLBACK)
      rolled_back: assert (goes == (checkpoint_read ? checkpoint_row[W*j +: W] : 0));
    if (kept && masked && (action == NONE || action == RECOMPUTE)) passes: assert (goes == came);
    rolls_back: cover (kept && masked && action == ROLLBACK && checkpoint_read && goes != came);
  end
endmodule
