// Properties of drift_write_path, flattened. Inputs that are not connected are any value in any cycle.
//
// The write channels are AXI4: what is valid stays, no burst crosses 4 KiB, data comes never before its address
// and ends with `wlast` at the burst's length, and the number of bursts in flight is limited. Of the memory
// nothing is known but that it responds once to each burst, when it has its address and all its data. Within,
// no tile is overwritten before it has been read.
module axi_write #(
  parameter LIMIT = 2, parameter BEAT_BITS = 2, parameter ADDRESS_BITS = 32, parameter TILE_BITS = 4,
  parameter ROW_BITS = 2, parameter BEATS = 4, parameter LEFT_BITS = 2
) (
  input clk, input rst, input tile_valid, input [ADDRESS_BITS-1:0] tile_address,
  input [ADDRESS_BITS-1:0] tile_checkpoint_address, input tile_row_major, input [23:0] tile_row_bytes,
  input status_valid, input [ADDRESS_BITS-1:0] status_address, input row_valid,
  input m_axi_awready, input m_axi_wready, input m_axi_bvalid
);
  localparam PAGE_BITS = 12 - BEAT_BITS;                             // of the address of a beat in 4 KiB
  localparam ALIGNED = TILE_BITS < 12 ? TILE_BITS : 12;
  localparam STATUS_BEATS = BEAT_BITS < 4 ? 16 >> BEAT_BITS : 1;

  wire tile_ready, row_ready, status_ready, m_axi_awvalid, m_axi_wvalid, m_axi_wlast, m_axi_bready;
  wire [ADDRESS_BITS-1:0] m_axi_awaddr, address;
  wire [7:0] m_axi_awlen;
  wire [2:0] m_axi_awsize, m_axi_awprot;
  wire [1:0] m_axi_awburst, accepted, filled, walked, freed;
  wire [(8<<BEAT_BITS)-1:0] m_axi_wdata;
  wire [(1<<BEAT_BITS)-1:0] m_axi_wstrb;
  wire written_valid, status_written, write_error_valid, walking, in_status, reading, ends_tile;
  wire status_held;
  wire [LEFT_BITS-1:0] left;
  wire [2*ADDRESS_BITS+27:0] command_0, command_1;
  wire [6:0] unanswered;
  wire [15:0] read_form, beat_form;                                  // bit 0: of a status
  drift_write_path dut (
    .clk(clk), .rst(rst), .tile_valid(tile_valid), .tile_ready(tile_ready), .tile_address(tile_address),
    .tile_checkpoint_address(tile_checkpoint_address), .tile_row_major(tile_row_major),
    .tile_row_bytes(tile_row_bytes), .row_valid(row_valid), .row_ready(row_ready),
    .status_valid(status_valid), .status_ready(status_ready), .status_address(status_address),
    .m_axi_awvalid(m_axi_awvalid), .m_axi_awready(m_axi_awready), .m_axi_awaddr(m_axi_awaddr),
    .m_axi_awlen(m_axi_awlen), .m_axi_awsize(m_axi_awsize), .m_axi_awburst(m_axi_awburst),
    .m_axi_awprot(m_axi_awprot), .m_axi_wvalid(m_axi_wvalid), .m_axi_wready(m_axi_wready),
    .m_axi_wdata(m_axi_wdata), .m_axi_wstrb(m_axi_wstrb), .m_axi_wlast(m_axi_wlast),
    .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready), .written_valid(written_valid),
    .status_written(status_written), .write_error_valid(write_error_valid),
    .tiles_accepted(accepted), .tiles_filled(filled), .tiles_walked(walked), .tiles_freed(freed),
    .command_0(command_0), .command_1(command_1), .address(address), .burst_valid(walking),
    .in_status(in_status), .\port.reading (reading), .\port.left (left), .\port.ends_tile (ends_tile),
    .\port.unanswered (unanswered), .status_held(status_held), .\port.read_form (read_form),
    .\port.beat_form (beat_form)
  );

  reg first = 1;
  always @(posedge clk) first <= 0;
  always @* if (first) assume (rst);
  always @* begin
    assume (status_address[3:0] == 0);
    assume (tile_row_bytes[ROW_BITS-1:0] == 0 || ROW_BITS == 0);
    if (tile_row_major) begin
      assume (ROW_BITS == 0 || (tile_address[ROW_BITS-1:0] | tile_checkpoint_address[ROW_BITS-1:0]) == 0);
    end else assume ((tile_address[ALIGNED-1:0] | tile_checkpoint_address[ALIGNED-1:0]) == 0);
  end

  // -- the memory ----------------------------------------------------------------------------------------
  wire address_taken = m_axi_awvalid && m_axi_awready, data_taken = m_axi_wvalid && m_axi_wready;
  reg was_reset, aw_waited, w_waited, aw_was_taken;
  reg [ADDRESS_BITS+7:0] was_aw;
  reg [(9<<BEAT_BITS):0] was_w;
  reg [6:0] addressed, supplied;                                     // bursts without response that have theirs
  reg [7:0] length, next_length;                                     // of the bursts whose data is not complete
  reg [1:0] incomplete;
  reg [7:0] position;                                                // of the next beat of the older one
  wire starts = m_axi_awvalid && !aw_waited;
  wire completes = data_taken && m_axi_wlast;
  always @(posedge clk) begin
    was_reset <= rst;
    aw_waited <= m_axi_awvalid && !m_axi_awready && !rst;
    w_waited <= m_axi_wvalid && !m_axi_wready && !rst;
    was_aw <= {m_axi_awaddr, m_axi_awlen};
    was_w <= {m_axi_wdata, m_axi_wstrb, m_axi_wlast};
    addressed <= addressed + address_taken - m_axi_bvalid;
    supplied <= supplied + completes - m_axi_bvalid;
    incomplete <= incomplete + starts - completes;
    if (completes) length <= next_length;
    if (starts && incomplete == completes) length <= m_axi_awlen;
    else if (starts) next_length <= m_axi_awlen;
    if (data_taken) position <= m_axi_wlast ? 0 : position + 1;
    if (rst) {addressed, supplied, incomplete, position} <= 0;
  end
  always @* if (!first && m_axi_bvalid) assume (addressed != 0 && supplied != 0);

  always @* if (!first) begin
    always_ready: assert (m_axi_bready);
    whole_beats: assert (m_axi_awaddr[BEAT_BITS-1:0] == 0 && m_axi_awsize == BEAT_BITS);
    kind_of_burst: assert (m_axi_awburst == 1 && m_axi_awprot == 0);
    if (aw_waited) begin
      address_is_held: assert (m_axi_awvalid);
      address_is_stable: assert (was_aw == {m_axi_awaddr, m_axi_awlen});
    end
    if (w_waited) begin
      data_is_held: assert (m_axi_wvalid);
      data_is_stable: assert (was_w == {m_axi_wdata, m_axi_wstrb, m_axi_wlast});
    end
    if (m_axi_awvalid) within_a_page:
      assert (m_axi_awaddr[11:BEAT_BITS] + {1'b0, m_axi_awlen} < (1 << PAGE_BITS) && m_axi_awlen < 256);
    if (m_axi_wvalid) begin
      data_has_an_address: assert (incomplete != 0);
      last_at_length: assert (m_axi_wlast == (position == length));
    end
    limit_in_flight: assert (addressed + m_axi_awvalid <= LIMIT);
    if (!m_axi_bvalid) no_news: assert (!written_valid && !status_written && !write_error_valid);
  end

  // -- tiles: accepted, filled, walked, freed in this order, two at most ----------------------------------
  wire [1:0] held = accepted - freed, whole = filled - freed, left_behind = walked - freed;
  always @* if (!first) begin
    two_tiles: assert (held <= 2);
    no_row_without_tile: assert (whole <= held);
    no_walk_without_rows: assert (left_behind <= whole);
    if (row_valid && row_ready) no_overwriting: assert (filled[0] != freed[0] || whole == 0);
  end

  // -- helpers, which make it inductive -------------------------------------------------------------------
  function aligned(input [2*ADDRESS_BITS+27:0] command);
    aligned = command[2*ADDRESS_BITS+1] ||
      (command[ALIGNED-1:0] | command[ADDRESS_BITS +: ALIGNED]) == 0;
  endfunction
  wire [2*ADDRESS_BITS+27:0] command = walked[0] ? command_1 : command_0;
  wire last_waits = m_axi_wvalid && m_axi_wlast;
  always @* if (!first) begin
    aligned_0: assert (held == 0 || (held == 1 && freed[0]) || aligned(command_0));
    aligned_1: assert (held == 0 || (held == 1 && !freed[0]) || aligned(command_1));
    if (walking && in_status) aligned_status: assert (address[3:0] == 0);
    if (walking && !in_status) begin
      walks_a_tile: assert (walked != filled);
      aligned_burst: assert (command[2*ADDRESS_BITS+1] || address[ALIGNED-1:0] == 0);
    end
    read_tile: assert (left_behind == (reading && ends_tile));
    count_in_flight: assert (unanswered == addressed + m_axi_awvalid);
    few_supplied: assert (supplied <= LIMIT);
    count_incomplete: assert (supplied + incomplete + starts == addressed + m_axi_awvalid);
    count_reading: assert (incomplete + starts == reading + last_waits);
    if (starts) starts_reading: assert (reading && left == m_axi_awlen);
    else if (reading && !last_waits) rest: assert (left + position + m_axi_wvalid == length);
    else if (reading) next_rest: assert (left == next_length);
    if (reading && !starts && m_axi_wvalid && !m_axi_wlast) not_the_last: assert (position != length);
    if (m_axi_wvalid && !m_axi_wlast) middle: assert (reading && read_form[0] == beat_form[0]);
    one_status: assert ({1'b0, status_held} ==
      (walking && in_status) + (reading && read_form[0]) + (last_waits && beat_form[0]));
    within: assert (incomplete == 0 ? position == 0 : position <= length);
  end

  always @* if (!first) begin
    limit_is_reached: cover (addressed == LIMIT);
    full: cover (held == 2 && whole == 2 && m_axi_wvalid);
    longest: cover (m_axi_awvalid && m_axi_awlen == BEATS - 1);
    end_of_page: cover (m_axi_awvalid && m_axi_awaddr[11:BEAT_BITS] + m_axi_awlen == (1 << PAGE_BITS) - 1);
    both: cover (written_valid && walking && in_status);
  end
endmodule
