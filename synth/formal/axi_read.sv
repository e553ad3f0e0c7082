// Properties of drift_read_path and its scratchpads. Inputs that are not connected are any value in any cycle.

// The address channel is AXI4, and the number of bursts in flight is limited. Of the memory nothing is known
// but that it answers only what it was asked.
module axi_read_channel #(parameter LIMIT = 4, parameter BEAT_BITS = 2, parameter ADDRESS_BITS = 32) (
  input clk, input rst, input m_axi_arready, input m_axi_rvalid, input m_axi_rlast
);
  localparam PAGE_BITS = 12 - BEAT_BITS;                             // of the address of a beat in 4 KiB
  localparam PAGE = 1 << PAGE_BITS;
  localparam LONGEST = PAGE > 256 ? 256 : PAGE;
  localparam BEAT_ADDRESS_BITS = ADDRESS_BITS - BEAT_BITS;

  wire m_axi_arvalid, m_axi_rready;
  wire [ADDRESS_BITS-1:0] m_axi_araddr;
  wire [7:0] m_axi_arlen;
  wire [2:0] m_axi_arsize, m_axi_arprot;
  wire [1:0] m_axi_arburst;
  wire [6:0] in_flight;
  wire [4:0] offered, granted, fits;                                 // a bit for each kind of load
  wire [5*BEAT_ADDRESS_BITS-1:0] address;
  wire [5*8-1:0] length;
  drift_read_path dut (
    .clk(clk), .rst(rst), .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready),
    .m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_arsize(m_axi_arsize),
    .m_axi_arburst(m_axi_arburst), .m_axi_arprot(m_axi_arprot), .m_axi_rvalid(m_axi_rvalid),
    .m_axi_rready(m_axi_rready), .m_axi_rlast(m_axi_rlast), .in_flight(in_flight),
    .descriptor_burst_valid(offered[0]), .descriptor_granted(granted[0]),
    .descriptor_burst_address(address[0*BEAT_ADDRESS_BITS +: BEAT_ADDRESS_BITS]), .descriptor_burst_length(length[0*8 +: 8]),
    .checkpoint_burst_valid(offered[1]), .checkpoint_granted(granted[1]),
    .checkpoint_burst_address(address[1*BEAT_ADDRESS_BITS +: BEAT_ADDRESS_BITS]), .checkpoint_burst_length(length[1*8 +: 8]),
    .table_burst_valid(offered[2]), .table_granted(granted[2]), .table_fits(fits[2]),
    .table_burst_address(address[2*BEAT_ADDRESS_BITS +: BEAT_ADDRESS_BITS]), .table_burst_length(length[2*8 +: 8]),
    .stream_burst_valid(offered[3]), .stream_granted(granted[3]), .stream_fits(fits[3]),
    .stream_burst_address(address[3*BEAT_ADDRESS_BITS +: BEAT_ADDRESS_BITS]), .stream_burst_length(length[3*8 +: 8]),
    .panel_burst_valid(offered[4]), .panel_granted(granted[4]), .panel_fits(fits[4]),
    .panel_burst_address(address[4*BEAT_ADDRESS_BITS +: BEAT_ADDRESS_BITS]), .panel_burst_length(length[4*8 +: 8])
  );
  assign fits[1:0] = 2'b11;                                          // whoever asks can take it

  reg first = 1;
  always @(posedge clk) first <= 0;
  always @* if (first) assume (rst);

  reg was_reset, was_valid, was_ready;
  reg [ADDRESS_BITS-1:0] was_address;
  reg [7:0] was_length;
  reg [6:0] accepted;                                                // and not answered to the end
  always @(posedge clk) begin
    {was_reset, was_valid, was_ready} <= {rst, m_axi_arvalid, m_axi_arready};
    {was_address, was_length} <= {m_axi_araddr, m_axi_arlen};
    accepted <= accepted + (m_axi_arvalid && m_axi_arready) - (m_axi_rvalid && m_axi_rlast);
    if (rst) accepted <= 0;
  end
  always @* if (!first) assume (!m_axi_rvalid || accepted != 0);

  function fits_page(input [BEAT_ADDRESS_BITS-1:0] start, input [7:0] last);
    fits_page = {1'b0, start[PAGE_BITS-1:0]} + last < PAGE && last < LONGEST;
  endfunction

  always @* if (!first) begin
    ready_for_data: assert (m_axi_rready);
    whole_beats: assert (m_axi_araddr[BEAT_BITS-1:0] == 0 && m_axi_arsize == BEAT_BITS);
    kind_of_burst: assert (m_axi_arburst == 1 && m_axi_arprot == 0);
    if (!was_reset && was_valid && !was_ready) begin
      valid_is_held: assert (m_axi_arvalid);
      payload_is_stable: assert (m_axi_araddr == was_address && m_axi_arlen == was_length);
    end
    if (m_axi_arvalid) within_a_page: assert (fits_page(m_axi_araddr[ADDRESS_BITS-1:BEAT_BITS], m_axi_arlen));
    limit_in_flight: assert (accepted + m_axi_arvalid <= LIMIT);
    every_grant_is_offered: assert ((granted & ~offered) == 0);
    every_grant_fits: assert ((granted & ~fits) == 0);
    one_grant: assert ((granted & (granted - 5'd1)) == 0);
    // A helper, which makes it inductive.
    count_in_flight: assert (in_flight == accepted + m_axi_arvalid);
  end
  // For each kind: what an engine offers is nothing, or within a page.
  wire [4:0] engine_fits;
  genvar kind;
  generate
    for (kind = 0; kind < 5; kind = kind + 1)
      assign engine_fits[kind] = !offered[kind]
        || fits_page(address[kind*BEAT_ADDRESS_BITS +: BEAT_ADDRESS_BITS], length[kind*8 +: 8]);
  endgenerate
  always @* if (!first) engines_within_a_page: assert (&engine_fits);

  always @* if (!first) begin
    limit_is_reached: cover (accepted == LIMIT);
    all_wait: cover (&offered);
    longest_burst: cover (m_axi_arvalid && m_axi_arlen == LONGEST - 1);
    end_of_page: cover (m_axi_arvalid && m_axi_araddr[11:BEAT_BITS] + m_axi_arlen == PAGE - 1);
  end
endmodule

// Data goes to whom it was read for: with a memory that answers bursts in order and in full, every beat is
// taken for the kind, slot and address of its burst. Searched with two bursts in flight.
module axi_read_order #(parameter BEAT_BITS = 2, parameter ADDRESS_BITS = 32) (
  input clk, input rst, input m_axi_arready, input m_axi_rvalid
);
  wire m_axi_arvalid, read_error_valid;
  wire [ADDRESS_BITS-1:0] m_axi_araddr, read_error_address;
  wire [7:0] m_axi_arlen;
  wire [1:0] read_error_slot, granted_slot;
  wire [4:0] granted_kinds, arrives;
  // The bursts in flight: of the oldest, and of the one after it.
  reg [4:0] kind, next_kind;
  reg [ADDRESS_BITS-1:0] address, next_address;
  reg [7:0] length, next_length;
  reg [1:0] slot, next_slot;
  reg [1:0] bursts;
  reg [7:0] position;
  wire last = position == length;
  drift_read_path dut (
    .clk(clk), .rst(rst), .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready),
    .m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_rvalid(m_axi_rvalid),
    .m_axi_rlast(last), .m_axi_rresp(2'd2), .read_error_valid(read_error_valid),
    .read_error_slot(read_error_slot), .read_error_address(read_error_address),
    .granted_slot(granted_slot), .granted_kinds(granted_kinds),
    .panel_arrives(arrives[4]), .stream_arrives(arrives[3]), .table_arrives(arrives[2]),
    .checkpoint_data_valid(arrives[1]), .descriptor_data_valid(arrives[0])
  );

  reg first = 1;
  always @(posedge clk) first <= 0;
  always @* if (first) assume (rst);
  always @* if (!first) assume (!m_axi_rvalid || bursts != 0);

  wire ends = m_axi_rvalid && last;
  wire taken = m_axi_arvalid && m_axi_arready;
  wire [ADDRESS_BITS+14:0] new_burst = {granted_kinds, m_axi_araddr, m_axi_arlen, granted_slot};
  always @(posedge clk) begin
    if (taken) {next_kind, next_address, next_length, next_slot} <= new_burst;
    if (ends && bursts == 2) {kind, address, length, slot} <= {next_kind, next_address, next_length, next_slot};
    else if (taken && bursts == ends) {kind, address, length, slot} <= new_burst;
    bursts <= bursts + taken - ends;
    if (m_axi_rvalid) position <= last ? 0 : position + 1;
    if (rst) {bursts, position} <= 0;
  end

  always @* if (!first && m_axi_rvalid) begin
    whose_it_is: assert (arrives == kind);
    error_is_told: assert (read_error_valid == !arrives[0]);
    slot_of_the_load: assert (read_error_slot == slot);
    address_of_the_beat: assert (read_error_address == address + (position << BEAT_BITS));
  end
  always @* if (!first) begin
    two_kinds: cover (bursts == 2 && kind != next_kind && m_axi_rvalid && position != 0);
    follows_at_once: cover (taken && ends);
  end
endmodule

// A scratchpad never overflows and never gives a beat that has not come, when bursts are reserved only as they
// fit and no more beats arrive than were reserved: the two proofs above.
module scratchpad #(parameter DEPTH = 5) (
  input clk, input rst, input [7:0] burst_length, input reserve, input write_enable, input read_valid,
  input [15:0] read_words, input read_release, input word_ready
);
  wire fits, read_ready, word_valid, fetch, frees, active;
  wire [2:0] held, room, arrived, offset, write_address, read_address, first_address;
  drift_formal_scratchpad dut (
    .clk(clk), .rst(rst), .burst_length(burst_length), .fits(fits), .held(held), .reserve(reserve),
    .write_enable(write_enable), .read_valid(read_valid), .read_ready(read_ready), .read_words(read_words),
    .read_release(read_release), .word_valid(word_valid), .word_ready(word_ready), .fetch(fetch), .frees(frees),
    .active(active), .room(room), .arrived(arrived), .offset(offset), .write_address(write_address),
    .read_address(read_address), .first_address(first_address)
  );

  reg first = 1;
  always @(posedge clk) first <= 0;
  always @* if (first) assume (rst);

  reg [2:0] pending;                                                 // reserved and not arrived
  always @(posedge clk) begin
    pending <= pending + (reserve ? burst_length + 1 : 0) - write_enable;
    if (rst) pending <= 0;
  end
  always @* if (!first) begin
    assume (!reserve || fits);
    assume (!write_enable || pending != 0);
  end

  function [2:0] wrapped(input [3:0] address);
    wrapped = address >= DEPTH ? address - DEPTH : address;
  endfunction
  always @* if (!first) begin
    beats_are_somewhere: assert ({1'b0, room} + arrived + pending == DEPTH);
    held_is_the_rest: assert (held == DEPTH - room);
    if (write_enable) no_overflow: assert (arrived < DEPTH);
    if (write_enable && fetch) no_collision: assert (write_address != read_address);
    if (fetch) nothing_early: assert (offset < arrived);
    read_within: assert (offset <= arrived);
    addresses: assert (first_address < DEPTH && write_address < DEPTH && read_address < DEPTH);
    writes_after_the_last: assert (write_address == wrapped(first_address + arrived));
    reads_in_order: assert (read_address == wrapped(first_address + offset));
    if (!active || frees) starts_at_the_first: assert (offset == 0);
  end
  always @* if (!first) begin
    full: cover (arrived == DEPTH);
    second_reading: cover (fetch && !frees && offset == 0 && first_address == 3 && arrived == DEPTH);
    wraps: cover (fetch && frees && read_address == DEPTH - 1 && word_valid);
  end
endmodule
