// No deadlock of the core's sequencer and readout with recovery, whatever the memory's latency up to a bound.
//
// The real core and the real recovery; what the datapath computes does not matter: the mask of each tile is
// arbitrary, and so are policy, layout and checkpoint of its record. Everything around them may wait, for at
// most LATENCY cycles at a time: operands and their tile's parameters, the record of a tile, the write path
// for a tile and for each of its rows, the read path for each load, and memory for each beat of a checkpoint.
// Then, while the core holds a tile, a row of results leaves at least every PROGRESS cycles, and the last beat
// of a tile is taken within ENTRY cycles. The array may be cleared while it holds no tile.
module deadlock #(
  parameter LATENCY = 1, parameter PROGRESS = 40, parameter ENTRY = 40, parameter SLOTS = 6,
  parameter RECORD = 128
) (
  input clk, input rst, input clear, input operands_valid, input operands_last, input requantisation_valid,
  input retire_valid, input [RECORD-1:0] retire_record, input results_masked, input checkpoint_load_ready,
  input checkpoint_data_valid, input tile_ready, input row_ready
);
  wire operands_ready, requantisation_ready, results_valid, results_ready, results_last, retire_ready;
  wire checkpoint_load_valid, tile_valid, row_valid, discarded_valid;
  wire [15:0] checkpoint_load_beats;
  drift_core core (
    .clk, .rst, .restart(1'b0), .clear, .operands_valid, .operands_ready, .operands_last, .requantisation_valid,
    .requantisation_ready, .results_valid, .results_ready, .results_last
  );
  drift_recovery recovery (
    .clk, .rst, .retire_valid, .retire_ready, .retire_record, .results_valid, .results_ready, .results_last,
    .results_masked, .checkpoint_load_valid, .checkpoint_load_ready, .checkpoint_load_beats,
    .checkpoint_data_valid, .tile_valid, .tile_ready, .row_valid, .row_ready, .discarded_valid
  );

  reg first = 1;
  always @(posedge clk) first <= 0;
  always @* assume (rst == first);

  reg [3:0] tiles; // whose last beat was taken, and whose last row was not

  // -- streams hold what they offer; a tile is masked or not with all its rows -----------------------------
  reg operands_held, last_held, requantisation_held, retire_held, masked_held, was_masked;
  reg [RECORD-1:0] was_record;
  always @(posedge clk) begin
    operands_held <= operands_valid && !operands_ready;
    last_held <= operands_last;
    requantisation_held <= requantisation_valid && !requantisation_ready;
    retire_held <= retire_valid && !retire_ready;
    was_record <= retire_record;
    masked_held <= results_valid && !(results_ready && results_last);
    was_masked <= results_masked;
    if (rst) {operands_held, requantisation_held, retire_held, masked_held} <= 0;
  end
  always @* begin
    if (clear) assume (tiles == 0 && !operands_valid);
    if (operands_held) assume (operands_valid && operands_last == last_held);
    if (requantisation_held) assume (requantisation_valid);
    if (masked_held) assume (results_masked == was_masked);
    if (retire_held) assume (retire_valid && retire_record == was_record);
  end

  // -- and nobody waits for more than LATENCY cycles -------------------------------------------------------
  reg [7:0] no_parameters, no_record, no_load, no_beat, no_tile, no_row;
  reg [15:0] beats; // asked for and not yet sent
  always @(posedge clk) begin
    no_parameters <= requantisation_valid ? 0 : no_parameters + 1;
    no_record <= retire_valid ? 0 : no_record + 1;
    no_load <= checkpoint_load_valid && !checkpoint_load_ready ? no_load + 1 : 0;
    no_beat <= beats != 0 && !checkpoint_data_valid ? no_beat + 1 : 0;
    no_tile <= tile_valid && !tile_ready ? no_tile + 1 : 0;
    no_row <= row_valid && !row_ready ? no_row + 1 : 0;
    beats <= beats - checkpoint_data_valid
             + (checkpoint_load_valid && checkpoint_load_ready ? checkpoint_load_beats : 0);
    if (rst) {no_parameters, no_record, no_load, no_beat, no_tile, no_row, beats} <= 0;
  end
  always @* begin
    assume (no_parameters <= LATENCY && no_record <= LATENCY && no_load <= LATENCY && no_beat <= LATENCY);
    assume (no_tile <= LATENCY && no_row <= LATENCY);
    if (beats == 0) assume (!checkpoint_data_valid);
  end

  // -- progress ------------------------------------------------------------------------------------------
  reg [7:0] quiet, refused;
  wire taken = results_valid && results_ready;
  wire enters = operands_valid && operands_ready && operands_last;
  always @(posedge clk) begin
    tiles <= tiles + enters - (taken && results_last);
    quiet <= tiles == 0 || taken ? 0 : quiet + 1;
    refused <= operands_valid && !operands_ready ? refused + 1 : 0;
    if (rst) {tiles, quiet, refused} <= 0;
  end
  always @* if (!first) begin
    rows_leave: assert (quiet <= PROGRESS);
    tiles_enter: assert (refused <= ENTRY);
    results_are_of_tiles: assert (!results_valid || tiles != 0);
    no_more_than_slots: assert (tiles <= SLOTS);
  end
  always @* if (!first) begin
    full: cover (tiles == SLOTS);
    rolls_back: cover (retire_ready && had_load);
    discarded: cover (discarded_valid);
  end
  reg had_load = 0;
  always @(posedge clk) had_load <= !first && (had_load || checkpoint_load_valid);
endmodule
