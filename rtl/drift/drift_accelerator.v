// drift-hw 0.1.0, configuration 7e296a4fe3a427a3
// [array]
// rows = 32
// columns = 32
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
// data_width = 512
// address_width = 40
// panel_words = 6144
// stream_words = 1024
// outstanding_reads = 16
// outstanding_writes = 8
//
// [power]
// points = 4
// blocks = 32
module drift_accelerator(rst, s_axil_awvalid, s_axil_awaddr, s_axil_awprot, s_axil_wvalid, s_axil_wdata, s_axil_wstrb, s_axil_bready, s_axil_arvalid, s_axil_araddr, s_axil_arprot, s_axil_rready, m_axi_arready, m_axi_rvalid, m_axi_rdata, m_axi_rresp, m_axi_rlast, m_axi_awready, m_axi_wready, m_axi_bvalid, m_axi_bresp
, regulator_acknowledge, clock_acknowledge, s_axil_awready, s_axil_wready, s_axil_bvalid, s_axil_bresp, s_axil_arready, s_axil_rvalid, s_axil_rdata, s_axil_rresp, irq, m_axi_arvalid, m_axi_araddr, m_axi_arlen, m_axi_arsize, m_axi_arburst, m_axi_arprot, m_axi_rready, m_axi_awvalid, m_axi_awaddr, m_axi_awlen
, m_axi_awsize, m_axi_awburst, m_axi_awprot, m_axi_wvalid, m_axi_wdata, m_axi_wstrb, m_axi_wlast, m_axi_bready, regulator_request, regulator_code, clock_request, clock_code, clk);
  input wire rst;
  input wire s_axil_awvalid;
  input wire [11:0] s_axil_awaddr;
  input wire [2:0] s_axil_awprot;
  input wire s_axil_wvalid;
  input wire [31:0] s_axil_wdata;
  input wire [3:0] s_axil_wstrb;
  input wire s_axil_bready;
  input wire s_axil_arvalid;
  input wire [11:0] s_axil_araddr;
  input wire [2:0] s_axil_arprot;
  input wire s_axil_rready;
  input wire m_axi_arready;
  input wire m_axi_rvalid;
  input wire [511:0] m_axi_rdata;
  input wire [1:0] m_axi_rresp;
  input wire m_axi_rlast;
  input wire m_axi_awready;
  input wire m_axi_wready;
  input wire m_axi_bvalid;
  input wire [1:0] m_axi_bresp;
  input wire regulator_acknowledge;
  input wire clock_acknowledge;
  output wire s_axil_awready;
  output wire s_axil_wready;
  output wire s_axil_bvalid;
  output wire [1:0] s_axil_bresp;
  output wire s_axil_arready;
  output wire s_axil_rvalid;
  output wire [31:0] s_axil_rdata;
  output wire [1:0] s_axil_rresp;
  output wire irq;
  output wire m_axi_arvalid;
  output wire [39:0] m_axi_araddr;
  output wire [7:0] m_axi_arlen;
  output wire [2:0] m_axi_arsize;
  output wire [1:0] m_axi_arburst;
  output wire [2:0] m_axi_arprot;
  output wire m_axi_rready;
  output wire m_axi_awvalid;
  output wire [39:0] m_axi_awaddr;
  output wire [7:0] m_axi_awlen;
  output wire [2:0] m_axi_awsize;
  output wire [1:0] m_axi_awburst;
  output wire [2:0] m_axi_awprot;
  output wire m_axi_wvalid;
  output wire [511:0] m_axi_wdata;
  output wire [63:0] m_axi_wstrb;
  output wire m_axi_wlast;
  output wire m_axi_bready;
  output wire regulator_request;
  output wire [15:0] regulator_code;
  output wire clock_request;
  output wire [15:0] clock_code;
  input wire clk;
  wire [4:0] _00_;
  wire [4:0] _01_;
  wire [4:0] _02_;
  wire [4:0] _03_;
  wire _04_;
  wire [31:0] core_check_column_flags;
  wire [31:0] core_check_row_flags;
  wire core_check_valid;
  wire core_clear;
  wire [15:0] core_counter_flagged_columns;
  wire [15:0] core_counter_flagged_rows;
  wire [15:0] core_counter_flagged_tiles;
  wire [511:0] core_counter_histogram;
  wire [31:0] core_counter_largest_delta;
  wire [15:0] core_counter_masked_elements;
  wire [15:0] core_counter_tiles;
  wire core_counters_clear;
  wire [255:0] core_operands_a;
  wire [255:0] core_operands_b;
  wire core_operands_last;
  wire core_operands_ready;
  wire core_operands_valid;
  wire [1023:0] core_requantisation_bias;
  wire core_requantisation_correct;
  wire [447:0] core_requantisation_multiplier;
  wire core_requantisation_ready;
  wire [191:0] core_requantisation_shift;
  wire core_requantisation_valid;
  wire core_restart;
  wire core_results_corrected;
  wire core_results_last;
  wire [31:0] core_results_mask;
  wire core_results_masked;
  wire [255:0] core_results_quantised;
  wire core_results_ready;
  wire core_results_valid;
  wire core_row_delta_valid;
  wire [31:0] core_row_delta_value;
  wire [4:0] core_threshold;
  wire counters_busy_cycles;
  wire counters_checkpoint_read_beats;
  wire [4:0] counters_checkpoint_row_activations;
  wire counters_checkpoint_write_beats;
  wire counters_clear;
  wire counters_corrected_elements;
  wire counters_failed_recomputations;
  wire [16:0] counters_macs;
  wire counters_memory_stall_cycles;
  wire counters_missing_checkpoints;
  wire [703:0] counters_performance;
  wire counters_point_switches;
  wire counters_read_beats;
  wire counters_recomputed_tiles;
  wire [191:0] counters_recovery;
  wire [5:0] counters_rolled_back_elements;
  wire [4:0] counters_row_activations;
  wire counters_settle_cycles;
  wire counters_write_beats;
  wire [5:0] counters_zeroed_elements;
  wire dvfs_clear_fallback;
  wire [23:0] dvfs_clock_limit;
  wire dvfs_fallback;
  wire [3:0] dvfs_point;
  wire dvfs_point_changing;
  wire dvfs_point_request;
  wire dvfs_point_settled;
  wire [3:0] dvfs_point_target;
  wire [127:0] dvfs_points_table;
  wire dvfs_timeout;
  wire [23:0] dvfs_voltage_limit;
  wire feeder_core_empty;
  wire feeder_feed_ready;
  wire [82:0] feeder_feed_record;
  wire feeder_feed_valid;
  wire feeder_panel_read_ready;
  wire feeder_panel_read_release;
  wire feeder_panel_read_valid;
  wire [15:0] feeder_panel_read_words;
  wire [255:0] feeder_panel_word_data;
  wire feeder_panel_word_ready;
  wire feeder_panel_word_valid;
  wire feeder_stream_read_ready;
  wire feeder_stream_read_valid;
  wire [15:0] feeder_stream_read_words;
  wire [255:0] feeder_stream_word_data;
  wire feeder_stream_word_ready;
  wire feeder_stream_word_valid;
  wire [511:0] feeder_table_beat_data;
  wire feeder_table_beat_ready;
  wire feeder_table_beat_valid;
  wire feeder_tile_taken;
  wire [1023:0] jobs_blocks_table;
  wire [15:0] jobs_checkpoint_interval;
  wire jobs_clear_error;
  wire [511:0] jobs_descriptor_data;
  wire [1:0] jobs_descriptor_data_response;
  wire jobs_descriptor_data_valid;
  wire [39:0] jobs_descriptor_load_address;
  wire [15:0] jobs_descriptor_load_beats;
  wire jobs_descriptor_load_ready;
  wire [1:0] jobs_descriptor_load_slot;
  wire jobs_descriptor_load_valid;
  wire [1:0] jobs_discarded_slot;
  wire [12:0] jobs_discarded_tile;
  wire jobs_discarded_valid;
  wire jobs_enable;
  wire [63:0] jobs_error_address;
  wire [15:0] jobs_error_code;
  wire [15:0] jobs_error_job;
  wire [1:0] jobs_error_response;
  wire jobs_error_valid;
  wire jobs_interrupt_done;
  wire jobs_interrupt_job;
  wire jobs_interrupt_memory;
  wire [31:0] jobs_jobs_done;
  wire [31:0] jobs_jobs_failed;
  wire [15:0] jobs_leading;
  wire [1:0] jobs_masked_slot;
  wire jobs_masked_valid;
  wire [39:0] jobs_panel_load_address;
  wire [15:0] jobs_panel_load_beats;
  wire jobs_panel_load_ready;
  wire [1:0] jobs_panel_load_slot;
  wire jobs_panel_load_valid;
  wire [39:0] jobs_read_error_address;
  wire [1:0] jobs_read_error_response;
  wire [1:0] jobs_read_error_slot;
  wire jobs_read_error_valid;
  wire jobs_retire_ready;
  wire [137:0] jobs_retire_record;
  wire jobs_retire_valid;
  wire [15:0] jobs_ring_entries;
  wire [15:0] jobs_ring_head;
  wire [15:0] jobs_ring_tail;
  wire [39:0] jobs_status_address;
  wire [127:0] jobs_status_data;
  wire jobs_status_ready;
  wire jobs_status_valid;
  wire jobs_status_written;
  wire [39:0] jobs_stream_load_address;
  wire [15:0] jobs_stream_load_beats;
  wire jobs_stream_load_ready;
  wire [1:0] jobs_stream_load_slot;
  wire jobs_stream_load_valid;
  wire [39:0] jobs_table_load_address;
  wire [15:0] jobs_table_load_beats;
  wire jobs_table_load_ready;
  wire [1:0] jobs_table_load_slot;
  wire jobs_table_load_valid;
  wire [15:0] jobs_timesteps;
  wire [15:0] jobs_trailing;
  wire [39:0] jobs_write_error_address;
  wire [1:0] jobs_write_error_response;
  wire [1:0] jobs_write_error_slot;
  wire jobs_write_error_valid;
  wire [1:0] jobs_written_slot;
  wire jobs_written_valid;
  wire [3:0] read_path_activations;
  wire [3:0] read_path_checkpoint_activations;
  wire [511:0] read_path_checkpoint_data;
  wire read_path_checkpoint_data_valid;
  wire [39:0] read_path_checkpoint_load_address;
  wire [15:0] read_path_checkpoint_load_beats;
  wire read_path_checkpoint_load_ready;
  wire [1:0] read_path_checkpoint_load_slot;
  wire read_path_checkpoint_load_valid;
  wire [4:0] read_path_page_shift;
  wire [255:0] recovery_row_data;
  wire recovery_row_ready;
  wire recovery_row_valid;
  wire [39:0] recovery_tile_address;
  wire recovery_tile_checkpoint;
  wire [39:0] recovery_tile_checkpoint_address;
  wire recovery_tile_ready;
  wire [23:0] recovery_tile_row_bytes;
  wire recovery_tile_row_major;
  wire [1:0] recovery_tile_slot;
  wire recovery_tile_valid;
  wire registers_control_clear_statistics;
  wire [127:0] registers_point_flagged;
  wire [127:0] registers_point_flags;
  wire [127:0] registers_point_largest;
  wire [127:0] registers_point_tiles;
  wire [31:0] registers_ring_base_high;
  wire [31:0] registers_ring_base_low;
  wire unused_core_column_delta_valid;
  wire [31:0] unused_core_column_delta_value;
  wire [1023:0] unused_core_results_accumulator;
  wire unused_registers_interrupt_mask_done;
  wire unused_registers_interrupt_mask_dvfs;
  wire unused_registers_interrupt_mask_job;
  wire unused_registers_interrupt_mask_memory;
  wire [3:0] write_path_activations;
  wire [3:0] write_path_checkpoint_activations;
  assign _00_ = 5'h00 + { 1'h0, read_path_activations };
  assign _01_ = _00_ + { 1'h0, read_path_checkpoint_activations };
  assign _02_ = _01_ + { 1'h0, write_path_activations };
  assign counters_row_activations = _02_ + { 1'h0, write_path_checkpoint_activations };
  assign _03_ = 5'h00 + { 1'h0, read_path_checkpoint_activations };
  assign counters_checkpoint_row_activations = _03_ + { 1'h0, write_path_checkpoint_activations };
  assign _04_ = core_results_valid & core_results_last;
  assign feeder_tile_taken = _04_ & core_results_ready;
  assign core_clear = dvfs_point_changing & feeder_core_empty;
  drift_core core (
    .check_column_flags(core_check_column_flags),
    .check_row_flags(core_check_row_flags),
    .check_valid(core_check_valid),
    .clear(core_clear),
    .clk(clk),
    .column_delta_valid(unused_core_column_delta_valid),
    .column_delta_value(unused_core_column_delta_value),
    .counter_flagged_columns(core_counter_flagged_columns),
    .counter_flagged_rows(core_counter_flagged_rows),
    .counter_flagged_tiles(core_counter_flagged_tiles),
    .counter_histogram(core_counter_histogram),
    .counter_largest_delta(core_counter_largest_delta),
    .counter_masked_elements(core_counter_masked_elements),
    .counter_tiles(core_counter_tiles),
    .counters_clear(core_counters_clear),
    .operands_a(core_operands_a),
    .operands_b(core_operands_b),
    .operands_last(core_operands_last),
    .operands_ready(core_operands_ready),
    .operands_valid(core_operands_valid),
    .requantisation_bias(core_requantisation_bias),
    .requantisation_correct(core_requantisation_correct),
    .requantisation_multiplier(core_requantisation_multiplier),
    .requantisation_ready(core_requantisation_ready),
    .requantisation_shift(core_requantisation_shift),
    .requantisation_valid(core_requantisation_valid),
    .restart(core_restart),
    .results_accumulator(unused_core_results_accumulator),
    .results_corrected(core_results_corrected),
    .results_last(core_results_last),
    .results_mask(core_results_mask),
    .results_masked(core_results_masked),
    .results_quantised(core_results_quantised),
    .results_ready(core_results_ready),
    .results_valid(core_results_valid),
    .row_delta_valid(core_row_delta_valid),
    .row_delta_value(core_row_delta_value),
    .rst(rst),
    .threshold(core_threshold)
  );
  drift_counters counters (
    .busy_cycles(counters_busy_cycles),
    .checkpoint_read_beats(counters_checkpoint_read_beats),
    .checkpoint_row_activations(counters_checkpoint_row_activations),
    .checkpoint_write_beats(counters_checkpoint_write_beats),
    .clear(counters_clear),
    .clk(clk),
    .corrected_elements(counters_corrected_elements),
    .failed_recomputations(counters_failed_recomputations),
    .macs(counters_macs),
    .memory_stall_cycles(counters_memory_stall_cycles),
    .missing_checkpoints(counters_missing_checkpoints),
    .performance(counters_performance),
    .point_switches(counters_point_switches),
    .read_beats(counters_read_beats),
    .recomputed_tiles(counters_recomputed_tiles),
    .recovery(counters_recovery),
    .rolled_back_elements(counters_rolled_back_elements),
    .row_activations(counters_row_activations),
    .rst(rst),
    .settle_cycles(counters_settle_cycles),
    .write_beats(counters_write_beats),
    .zeroed_elements(counters_zeroed_elements)
  );
  drift_dvfs dvfs (
    .clear_fallback(dvfs_clear_fallback),
    .clk(clk),
    .clock_acknowledge(clock_acknowledge),
    .clock_code(clock_code),
    .clock_limit(dvfs_clock_limit),
    .clock_request(clock_request),
    .fallback(dvfs_fallback),
    .point(dvfs_point),
    .point_changing(dvfs_point_changing),
    .point_request(dvfs_point_request),
    .point_settled(dvfs_point_settled),
    .point_target(dvfs_point_target),
    .points_table(dvfs_points_table),
    .regulator_acknowledge(regulator_acknowledge),
    .regulator_code(regulator_code),
    .regulator_request(regulator_request),
    .rst(rst),
    .switched(counters_point_switches),
    .switching(counters_settle_cycles),
    .timeout(dvfs_timeout),
    .voltage_limit(dvfs_voltage_limit)
  );
  drift_feeder feeder (
    .clk(clk),
    .core_empty(feeder_core_empty),
    .feed_ready(feeder_feed_ready),
    .feed_record(feeder_feed_record),
    .feed_valid(feeder_feed_valid),
    .macs(counters_macs),
    .operands_a(core_operands_a),
    .operands_b(core_operands_b),
    .operands_last(core_operands_last),
    .operands_ready(core_operands_ready),
    .operands_valid(core_operands_valid),
    .panel_read_ready(feeder_panel_read_ready),
    .panel_read_release(feeder_panel_read_release),
    .panel_read_valid(feeder_panel_read_valid),
    .panel_read_words(feeder_panel_read_words),
    .panel_word_data(feeder_panel_word_data),
    .panel_word_ready(feeder_panel_word_ready),
    .panel_word_valid(feeder_panel_word_valid),
    .point_request(dvfs_point_request),
    .point_settled(dvfs_point_settled),
    .point_target(dvfs_point_target),
    .requantisation_bias(core_requantisation_bias),
    .requantisation_correct(core_requantisation_correct),
    .requantisation_multiplier(core_requantisation_multiplier),
    .requantisation_ready(core_requantisation_ready),
    .requantisation_shift(core_requantisation_shift),
    .requantisation_valid(core_requantisation_valid),
    .rst(rst),
    .stalled(counters_memory_stall_cycles),
    .stream_read_ready(feeder_stream_read_ready),
    .stream_read_valid(feeder_stream_read_valid),
    .stream_read_words(feeder_stream_read_words),
    .stream_word_data(feeder_stream_word_data),
    .stream_word_ready(feeder_stream_word_ready),
    .stream_word_valid(feeder_stream_word_valid),
    .table_beat_data(feeder_table_beat_data),
    .table_beat_ready(feeder_table_beat_ready),
    .table_beat_valid(feeder_table_beat_valid),
    .tile_taken(feeder_tile_taken)
  );
  drift_job_control jobs (
    .blocks_table(jobs_blocks_table),
    .busy(counters_busy_cycles),
    .checkpoint_interval(jobs_checkpoint_interval),
    .clear_error(jobs_clear_error),
    .clk(clk),
    .descriptor_data(jobs_descriptor_data),
    .descriptor_data_response(jobs_descriptor_data_response),
    .descriptor_data_valid(jobs_descriptor_data_valid),
    .descriptor_load_address(jobs_descriptor_load_address),
    .descriptor_load_beats(jobs_descriptor_load_beats),
    .descriptor_load_ready(jobs_descriptor_load_ready),
    .descriptor_load_slot(jobs_descriptor_load_slot),
    .descriptor_load_valid(jobs_descriptor_load_valid),
    .discarded_slot(jobs_discarded_slot),
    .discarded_tile(jobs_discarded_tile),
    .discarded_valid(jobs_discarded_valid),
    .enable(jobs_enable),
    .error_address(jobs_error_address),
    .error_code(jobs_error_code),
    .error_job(jobs_error_job),
    .error_response(jobs_error_response),
    .error_valid(jobs_error_valid),
    .feed_ready(feeder_feed_ready),
    .feed_record(feeder_feed_record),
    .feed_valid(feeder_feed_valid),
    .interrupt_done(jobs_interrupt_done),
    .interrupt_job(jobs_interrupt_job),
    .interrupt_memory(jobs_interrupt_memory),
    .jobs_done(jobs_jobs_done),
    .jobs_failed(jobs_jobs_failed),
    .leading(jobs_leading),
    .masked_slot(jobs_masked_slot),
    .masked_valid(jobs_masked_valid),
    .panel_load_address(jobs_panel_load_address),
    .panel_load_beats(jobs_panel_load_beats),
    .panel_load_ready(jobs_panel_load_ready),
    .panel_load_slot(jobs_panel_load_slot),
    .panel_load_valid(jobs_panel_load_valid),
    .read_error_address(jobs_read_error_address),
    .read_error_response(jobs_read_error_response),
    .read_error_slot(jobs_read_error_slot),
    .read_error_valid(jobs_read_error_valid),
    .restart(core_restart),
    .retire_ready(jobs_retire_ready),
    .retire_record(jobs_retire_record),
    .retire_valid(jobs_retire_valid),
    .ring_base({ registers_ring_base_high[7:0], registers_ring_base_low }),
    .ring_entries(jobs_ring_entries),
    .ring_head(jobs_ring_head),
    .ring_tail(jobs_ring_tail),
    .rst(rst),
    .status_address(jobs_status_address),
    .status_data(jobs_status_data),
    .status_ready(jobs_status_ready),
    .status_valid(jobs_status_valid),
    .status_written(jobs_status_written),
    .stream_load_address(jobs_stream_load_address),
    .stream_load_beats(jobs_stream_load_beats),
    .stream_load_ready(jobs_stream_load_ready),
    .stream_load_slot(jobs_stream_load_slot),
    .stream_load_valid(jobs_stream_load_valid),
    .table_load_address(jobs_table_load_address),
    .table_load_beats(jobs_table_load_beats),
    .table_load_ready(jobs_table_load_ready),
    .table_load_slot(jobs_table_load_slot),
    .table_load_valid(jobs_table_load_valid),
    .timesteps(jobs_timesteps),
    .trailing(jobs_trailing),
    .write_error_address(jobs_write_error_address),
    .write_error_response(jobs_write_error_response),
    .write_error_slot(jobs_write_error_slot),
    .write_error_valid(jobs_write_error_valid),
    .written_slot(jobs_written_slot),
    .written_valid(jobs_written_valid)
  );
  drift_read_path read_path (
    .activations(read_path_activations),
    .checkpoint_activations(read_path_checkpoint_activations),
    .checkpoint_data(read_path_checkpoint_data),
    .checkpoint_data_valid(read_path_checkpoint_data_valid),
    .checkpoint_load_address(read_path_checkpoint_load_address),
    .checkpoint_load_beats(read_path_checkpoint_load_beats),
    .checkpoint_load_ready(read_path_checkpoint_load_ready),
    .checkpoint_load_slot(read_path_checkpoint_load_slot),
    .checkpoint_load_valid(read_path_checkpoint_load_valid),
    .clk(clk),
    .count_checkpoint_read(counters_checkpoint_read_beats),
    .count_read(counters_read_beats),
    .descriptor_data(jobs_descriptor_data),
    .descriptor_data_response(jobs_descriptor_data_response),
    .descriptor_data_valid(jobs_descriptor_data_valid),
    .descriptor_load_address(jobs_descriptor_load_address),
    .descriptor_load_beats(jobs_descriptor_load_beats),
    .descriptor_load_ready(jobs_descriptor_load_ready),
    .descriptor_load_slot(jobs_descriptor_load_slot),
    .descriptor_load_valid(jobs_descriptor_load_valid),
    .m_axi_araddr(m_axi_araddr),
    .m_axi_arburst(m_axi_arburst),
    .m_axi_arlen(m_axi_arlen),
    .m_axi_arprot(m_axi_arprot),
    .m_axi_arready(m_axi_arready),
    .m_axi_arsize(m_axi_arsize),
    .m_axi_arvalid(m_axi_arvalid),
    .m_axi_rdata(m_axi_rdata),
    .m_axi_rlast(m_axi_rlast),
    .m_axi_rready(m_axi_rready),
    .m_axi_rresp(m_axi_rresp),
    .m_axi_rvalid(m_axi_rvalid),
    .page_shift(read_path_page_shift),
    .panel_load_address(jobs_panel_load_address),
    .panel_load_beats(jobs_panel_load_beats),
    .panel_load_ready(jobs_panel_load_ready),
    .panel_load_slot(jobs_panel_load_slot),
    .panel_load_valid(jobs_panel_load_valid),
    .panel_read_ready(feeder_panel_read_ready),
    .panel_read_release(feeder_panel_read_release),
    .panel_read_valid(feeder_panel_read_valid),
    .panel_read_words(feeder_panel_read_words),
    .panel_word_data(feeder_panel_word_data),
    .panel_word_ready(feeder_panel_word_ready),
    .panel_word_valid(feeder_panel_word_valid),
    .read_error_address(jobs_read_error_address),
    .read_error_response(jobs_read_error_response),
    .read_error_slot(jobs_read_error_slot),
    .read_error_valid(jobs_read_error_valid),
    .rst(rst),
    .stream_load_address(jobs_stream_load_address),
    .stream_load_beats(jobs_stream_load_beats),
    .stream_load_ready(jobs_stream_load_ready),
    .stream_load_slot(jobs_stream_load_slot),
    .stream_load_valid(jobs_stream_load_valid),
    .stream_read_ready(feeder_stream_read_ready),
    .stream_read_valid(feeder_stream_read_valid),
    .stream_read_words(feeder_stream_read_words),
    .stream_word_data(feeder_stream_word_data),
    .stream_word_ready(feeder_stream_word_ready),
    .stream_word_valid(feeder_stream_word_valid),
    .table_beat_data(feeder_table_beat_data),
    .table_beat_ready(feeder_table_beat_ready),
    .table_beat_valid(feeder_table_beat_valid),
    .table_load_address(jobs_table_load_address),
    .table_load_beats(jobs_table_load_beats),
    .table_load_ready(jobs_table_load_ready),
    .table_load_slot(jobs_table_load_slot),
    .table_load_valid(jobs_table_load_valid)
  );
  drift_recovery recovery (
    .checkpoint_data(read_path_checkpoint_data),
    .checkpoint_data_valid(read_path_checkpoint_data_valid),
    .checkpoint_load_address(read_path_checkpoint_load_address),
    .checkpoint_load_beats(read_path_checkpoint_load_beats),
    .checkpoint_load_ready(read_path_checkpoint_load_ready),
    .checkpoint_load_slot(read_path_checkpoint_load_slot),
    .checkpoint_load_valid(read_path_checkpoint_load_valid),
    .clk(clk),
    .corrected(counters_corrected_elements),
    .discarded_slot(jobs_discarded_slot),
    .discarded_tile(jobs_discarded_tile),
    .discarded_valid(jobs_discarded_valid),
    .failed(counters_failed_recomputations),
    .masked_slot(jobs_masked_slot),
    .masked_valid(jobs_masked_valid),
    .missing(counters_missing_checkpoints),
    .recomputed(counters_recomputed_tiles),
    .results_corrected(core_results_corrected),
    .results_last(core_results_last),
    .results_mask(core_results_mask),
    .results_masked(core_results_masked),
    .results_quantised(core_results_quantised),
    .results_ready(core_results_ready),
    .results_valid(core_results_valid),
    .retire_ready(jobs_retire_ready),
    .retire_record(jobs_retire_record),
    .retire_valid(jobs_retire_valid),
    .rolled_back(counters_rolled_back_elements),
    .row_data(recovery_row_data),
    .row_ready(recovery_row_ready),
    .row_valid(recovery_row_valid),
    .rst(rst),
    .tile_address(recovery_tile_address),
    .tile_checkpoint(recovery_tile_checkpoint),
    .tile_checkpoint_address(recovery_tile_checkpoint_address),
    .tile_ready(recovery_tile_ready),
    .tile_row_bytes(recovery_tile_row_bytes),
    .tile_row_major(recovery_tile_row_major),
    .tile_slot(recovery_tile_slot),
    .tile_valid(recovery_tile_valid),
    .zeroed(counters_zeroed_elements)
  );
  drift_register_file registers (
    .block(jobs_blocks_table),
    .checker_counters({ 16'h0000, core_counter_masked_elements, 16'h0000, core_counter_flagged_columns, 16'h0000, core_counter_flagged_rows, 16'h0000, core_counter_flagged_tiles, 16'h0000, core_counter_tiles }),
    .checkpoint_interval(jobs_checkpoint_interval),
    .clk(clk),
    .clock_limit(dvfs_clock_limit),
    .control_clear_checker(core_counters_clear),
    .control_clear_error(jobs_clear_error),
    .control_clear_fallback(dvfs_clear_fallback),
    .control_clear_performance(counters_clear),
    .control_clear_statistics(registers_control_clear_statistics),
    .control_enable(jobs_enable),
    .error_address_high(jobs_error_address[63:32]),
    .error_address_low(jobs_error_address[31:0]),
    .error_code_code(jobs_error_code),
    .error_code_response(jobs_error_response),
    .error_job(jobs_error_job),
    .histogram({ 16'h0000, core_counter_histogram[511:496], 16'h0000, core_counter_histogram[495:480], 16'h0000, core_counter_histogram[479:464], 16'h0000, core_counter_histogram[463:448], 16'h0000, core_counter_histogram[447:432], 16'h0000, core_counter_histogram[431:416], 16'h0000, core_counter_histogram[415:400], 16'h0000, core_counter_histogram[399:384], 16'h0000, core_counter_histogram[383:368], 16'h0000, core_counter_histogram[367:352], 16'h0000, core_counter_histogram[351:336], 16'h0000, core_counter_histogram[335:320], 16'h0000, core_counter_histogram[319:304], 16'h0000, core_counter_histogram[303:288], 16'h0000, core_counter_histogram[287:272], 16'h0000, core_counter_histogram[271:256], 16'h0000, core_counter_histogram[255:240], 16'h0000, core_counter_histogram[239:224], 16'h0000, core_counter_histogram[223:208], 16'h0000, core_counter_histogram[207:192], 16'h0000, core_counter_histogram[191:176], 16'h0000, core_counter_histogram[175:160], 16'h0000, core_counter_histogram[159:144], 16'h0000, core_counter_histogram[143:128], 16'h0000, core_counter_histogram[127:112], 16'h0000, core_counter_histogram[111:96], 16'h0000, core_counter_histogram[95:80], 16'h0000, core_counter_histogram[79:64], 16'h0000, core_counter_histogram[63:48], 16'h0000, core_counter_histogram[47:32], 16'h0000, core_counter_histogram[31:16], 16'h0000, core_counter_histogram[15:0] }),
    .interrupt_mask_done(unused_registers_interrupt_mask_done),
    .interrupt_mask_dvfs(unused_registers_interrupt_mask_dvfs),
    .interrupt_mask_job(unused_registers_interrupt_mask_job),
    .interrupt_mask_memory(unused_registers_interrupt_mask_memory),
    .interrupt_status_done_set(jobs_interrupt_done),
    .interrupt_status_dvfs_set(dvfs_timeout),
    .interrupt_status_job_set(jobs_interrupt_job),
    .interrupt_status_memory_set(jobs_interrupt_memory),
    .irq(irq),
    .jobs_done(jobs_jobs_done),
    .jobs_failed(jobs_jobs_failed),
    .largest_delta(core_counter_largest_delta),
    .largest_delta_high(32'd0),
    .page_shift(read_path_page_shift),
    .performance_high({ counters_performance[703:672], counters_performance[639:608], counters_performance[575:544], counters_performance[511:480], counters_performance[447:416], counters_performance[383:352], counters_performance[319:288], counters_performance[255:224], counters_performance[191:160], counters_performance[127:96], counters_performance[63:32] }),
    .performance_low({ counters_performance[671:640], counters_performance[607:576], counters_performance[543:512], counters_performance[479:448], counters_performance[415:384], counters_performance[351:320], counters_performance[287:256], counters_performance[223:192], counters_performance[159:128], counters_performance[95:64], counters_performance[31:0] }),
    .point(dvfs_points_table),
    .point_flagged(registers_point_flagged),
    .point_flags(registers_point_flags),
    .point_largest(registers_point_largest),
    .point_tiles(registers_point_tiles),
    .recovery(counters_recovery),
    .ring_base_high(registers_ring_base_high),
    .ring_base_low(registers_ring_base_low),
    .ring_entries(jobs_ring_entries),
    .ring_head(jobs_ring_head),
    .ring_tail(jobs_ring_tail),
    .rst(rst),
    .s_axil_araddr(s_axil_araddr),
    .s_axil_arprot(s_axil_arprot),
    .s_axil_arready(s_axil_arready),
    .s_axil_arvalid(s_axil_arvalid),
    .s_axil_awaddr(s_axil_awaddr),
    .s_axil_awprot(s_axil_awprot),
    .s_axil_awready(s_axil_awready),
    .s_axil_awvalid(s_axil_awvalid),
    .s_axil_bready(s_axil_bready),
    .s_axil_bresp(s_axil_bresp),
    .s_axil_bvalid(s_axil_bvalid),
    .s_axil_rdata(s_axil_rdata),
    .s_axil_rready(s_axil_rready),
    .s_axil_rresp(s_axil_rresp),
    .s_axil_rvalid(s_axil_rvalid),
    .s_axil_wdata(s_axil_wdata),
    .s_axil_wready(s_axil_wready),
    .s_axil_wstrb(s_axil_wstrb),
    .s_axil_wvalid(s_axil_wvalid),
    .sensitive_leading(jobs_leading),
    .sensitive_trailing(jobs_trailing),
    .status_busy(counters_busy_cycles),
    .status_error(jobs_error_valid),
    .status_fallback(dvfs_fallback),
    .status_point(dvfs_point),
    .status_switching(counters_settle_cycles),
    .threshold(core_threshold),
    .timesteps(jobs_timesteps),
    .voltage_limit(dvfs_voltage_limit)
  );
  drift_point_statistics statistics (
    .check_column_flags(core_check_column_flags),
    .check_row_flags(core_check_row_flags),
    .check_valid(core_check_valid),
    .clear(registers_control_clear_statistics),
    .clk(clk),
    .flagged(registers_point_flagged),
    .flags(registers_point_flags),
    .largest(registers_point_largest),
    .point(dvfs_point),
    .row_delta_valid(core_row_delta_valid),
    .row_delta_value(core_row_delta_value),
    .rst(rst),
    .tiles(registers_point_tiles)
  );
  drift_write_path write_path (
    .activations(write_path_activations),
    .checkpoint_activations(write_path_checkpoint_activations),
    .clk(clk),
    .count_checkpoint_write(counters_checkpoint_write_beats),
    .count_write(counters_write_beats),
    .m_axi_awaddr(m_axi_awaddr),
    .m_axi_awburst(m_axi_awburst),
    .m_axi_awlen(m_axi_awlen),
    .m_axi_awprot(m_axi_awprot),
    .m_axi_awready(m_axi_awready),
    .m_axi_awsize(m_axi_awsize),
    .m_axi_awvalid(m_axi_awvalid),
    .m_axi_bready(m_axi_bready),
    .m_axi_bresp(m_axi_bresp),
    .m_axi_bvalid(m_axi_bvalid),
    .m_axi_wdata(m_axi_wdata),
    .m_axi_wlast(m_axi_wlast),
    .m_axi_wready(m_axi_wready),
    .m_axi_wstrb(m_axi_wstrb),
    .m_axi_wvalid(m_axi_wvalid),
    .page_shift(read_path_page_shift),
    .row_data(recovery_row_data),
    .row_ready(recovery_row_ready),
    .row_valid(recovery_row_valid),
    .rst(rst),
    .status_address(jobs_status_address),
    .status_data(jobs_status_data),
    .status_ready(jobs_status_ready),
    .status_valid(jobs_status_valid),
    .status_written(jobs_status_written),
    .tile_address(recovery_tile_address),
    .tile_checkpoint(recovery_tile_checkpoint),
    .tile_checkpoint_address(recovery_tile_checkpoint_address),
    .tile_ready(recovery_tile_ready),
    .tile_row_bytes(recovery_tile_row_bytes),
    .tile_row_major(recovery_tile_row_major),
    .tile_slot(recovery_tile_slot),
    .tile_valid(recovery_tile_valid),
    .write_error_address(jobs_write_error_address),
    .write_error_response(jobs_write_error_response),
    .write_error_slot(jobs_write_error_slot),
    .write_error_valid(jobs_write_error_valid),
    .written_slot(jobs_written_slot),
    .written_valid(jobs_written_valid)
  );
endmodule

module drift_register_file(rst, s_axil_awvalid, s_axil_awaddr, s_axil_awprot, s_axil_wvalid, s_axil_wdata, s_axil_wstrb, s_axil_bready, s_axil_arvalid, s_axil_araddr, s_axil_arprot, s_axil_rready, status_busy, status_switching, status_fallback, status_error, status_point, interrupt_status_done_set, interrupt_status_job_set, interrupt_status_memory_set, interrupt_status_dvfs_set
, ring_head, jobs_done, jobs_failed, error_code_code, error_code_response, error_job, error_address_low, error_address_high, performance_low, performance_high, recovery, checker_counters, largest_delta, largest_delta_high, histogram, point_tiles, point_flagged, point_flags, point_largest, s_axil_awready, s_axil_wready
, s_axil_bvalid, s_axil_bresp, s_axil_arready, s_axil_rvalid, s_axil_rdata, s_axil_rresp, control_enable, control_clear_fallback, control_clear_performance, control_clear_checker, control_clear_statistics, control_clear_error, interrupt_mask_done, interrupt_mask_job, interrupt_mask_memory, interrupt_mask_dvfs, ring_base_low, ring_base_high, ring_entries, ring_tail, threshold
, checkpoint_interval, timesteps, sensitive_leading, sensitive_trailing, page_shift, voltage_limit, clock_limit, point, block, irq, clk);
  input wire rst;
  input wire s_axil_awvalid;
  input wire [11:0] s_axil_awaddr;
  input wire [2:0] s_axil_awprot;
  input wire s_axil_wvalid;
  input wire [31:0] s_axil_wdata;
  input wire [3:0] s_axil_wstrb;
  input wire s_axil_bready;
  input wire s_axil_arvalid;
  input wire [11:0] s_axil_araddr;
  input wire [2:0] s_axil_arprot;
  input wire s_axil_rready;
  input wire status_busy;
  input wire status_switching;
  input wire status_fallback;
  input wire status_error;
  input wire [3:0] status_point;
  input wire interrupt_status_done_set;
  input wire interrupt_status_job_set;
  input wire interrupt_status_memory_set;
  input wire interrupt_status_dvfs_set;
  input wire [15:0] ring_head;
  input wire [31:0] jobs_done;
  input wire [31:0] jobs_failed;
  input wire [15:0] error_code_code;
  input wire [1:0] error_code_response;
  input wire [15:0] error_job;
  input wire [31:0] error_address_low;
  input wire [31:0] error_address_high;
  input wire [351:0] performance_low;
  input wire [351:0] performance_high;
  input wire [191:0] recovery;
  input wire [159:0] checker_counters;
  input wire [31:0] largest_delta;
  input wire [31:0] largest_delta_high;
  input wire [1023:0] histogram;
  input wire [127:0] point_tiles;
  input wire [127:0] point_flagged;
  input wire [127:0] point_flags;
  input wire [127:0] point_largest;
  output wire s_axil_awready;
  output wire s_axil_wready;
  output reg s_axil_bvalid;
  output reg [1:0] s_axil_bresp;
  output wire s_axil_arready;
  output reg s_axil_rvalid;
  output reg [31:0] s_axil_rdata;
  output reg [1:0] s_axil_rresp;
  output reg control_enable;
  output wire control_clear_fallback;
  output wire control_clear_performance;
  output wire control_clear_checker;
  output wire control_clear_statistics;
  output wire control_clear_error;
  output wire interrupt_mask_done;
  output wire interrupt_mask_job;
  output wire interrupt_mask_memory;
  output wire interrupt_mask_dvfs;
  output reg [31:0] ring_base_low;
  output reg [31:0] ring_base_high;
  output reg [15:0] ring_entries;
  output reg [15:0] ring_tail;
  output reg [4:0] threshold;
  output reg [15:0] checkpoint_interval;
  output reg [15:0] timesteps;
  output wire [15:0] sensitive_leading;
  output wire [15:0] sensitive_trailing;
  output reg [4:0] page_shift;
  output reg [23:0] voltage_limit;
  output reg [23:0] clock_limit;
  output wire [127:0] point;
  output wire [1023:0] block;
  output wire irq;
  input wire clk;
  wire _0000_;
  wire _0001_;
  wire _0002_;
  wire _0003_;
  wire _0004_;
  wire _0005_;
  wire _0006_;
  wire _0007_;
  wire _0008_;
  wire _0009_;
  wire _0010_;
  wire _0011_;
  wire _0012_;
  wire _0013_;
  wire _0014_;
  wire _0015_;
  wire _0016_;
  wire _0017_;
  wire _0018_;
  wire _0019_;
  wire _0020_;
  wire _0021_;
  wire _0022_;
  wire _0023_;
  wire _0024_;
  wire _0025_;
  wire _0026_;
  wire _0027_;
  wire _0028_;
  wire _0029_;
  wire _0030_;
  wire _0031_;
  wire _0032_;
  wire _0033_;
  wire [3:0] _0034_;
  wire [3:0] _0035_;
  wire _0036_;
  wire _0037_;
  wire _0038_;
  wire [31:0] _0039_;
  wire [31:0] _0040_;
  wire _0041_;
  wire _0042_;
  wire [31:0] _0043_;
  wire [31:0] _0044_;
  wire _0045_;
  wire _0046_;
  wire [15:0] _0047_;
  wire _0048_;
  wire [15:0] _0049_;
  wire _0050_;
  wire _0051_;
  wire [15:0] _0052_;
  wire [15:0] _0053_;
  wire _0054_;
  wire _0055_;
  wire _0056_;
  wire _0057_;
  wire _0058_;
  wire [4:0] _0059_;
  wire [4:0] _0060_;
  wire _0061_;
  wire _0062_;
  wire [15:0] _0063_;
  wire _0064_;
  wire [15:0] _0065_;
  wire _0066_;
  wire _0067_;
  wire [15:0] _0068_;
  wire [15:0] _0069_;
  wire _0070_;
  wire _0071_;
  wire [31:0] _0072_;
  wire [31:0] _0073_;
  wire _0074_;
  wire _0075_;
  wire _0076_;
  wire _0077_;
  wire [4:0] _0078_;
  wire [4:0] _0079_;
  wire _0080_;
  wire _0081_;
  wire [23:0] _0082_;
  wire [23:0] _0083_;
  wire _0084_;
  wire _0085_;
  wire [23:0] _0086_;
  wire _0087_;
  wire [23:0] _0088_;
  wire _0089_;
  wire _0090_;
  wire _0091_;
  wire _0092_;
  wire _0093_;
  wire _0094_;
  wire _0095_;
  wire _0096_;
  wire _0097_;
  wire _0098_;
  wire _0099_;
  wire _0100_;
  wire _0101_;
  wire _0102_;
  wire _0103_;
  wire _0104_;
  wire _0105_;
  wire _0106_;
  wire _0107_;
  wire _0108_;
  wire _0109_;
  wire _0110_;
  wire _0111_;
  wire _0112_;
  wire _0113_;
  wire _0114_;
  wire _0115_;
  wire _0116_;
  wire _0117_;
  wire _0118_;
  wire _0119_;
  wire [31:0] _0120_;
  wire [31:0] _0121_;
  wire _0122_;
  wire _0123_;
  wire [31:0] _0124_;
  wire [31:0] _0125_;
  wire _0126_;
  wire _0127_;
  wire [31:0] _0128_;
  wire _0129_;
  wire [31:0] _0130_;
  wire _0131_;
  wire _0132_;
  wire [31:0] _0133_;
  wire [31:0] _0134_;
  wire _0135_;
  wire _0136_;
  wire _0137_;
  wire _0138_;
  wire _0139_;
  wire _0140_;
  wire [31:0] _0141_;
  wire _0142_;
  wire _0143_;
  wire _0144_;
  wire [11:0] _0145_;
  wire [11:0] _0146_;
  wire _0147_;
  wire _0148_;
  wire [11:0] _0149_;
  wire [11:0] _0150_;
  wire _0151_;
  wire _0152_;
  wire [11:0] _0153_;
  wire _0154_;
  wire [11:0] _0155_;
  wire _0156_;
  wire _0157_;
  wire [11:0] _0158_;
  wire [11:0] _0159_;
  wire _0160_;
  wire _0161_;
  wire [11:0] _0162_;
  wire [11:0] _0163_;
  wire _0164_;
  wire _0165_;
  wire _0166_;
  wire [11:0] _0167_;
  wire [11:0] _0168_;
  wire _0169_;
  wire _0170_;
  wire [11:0] _0171_;
  wire [11:0] _0172_;
  wire _0173_;
  wire _0174_;
  wire [11:0] _0175_;
  wire _0176_;
  wire [11:0] _0177_;
  wire _0178_;
  wire _0179_;
  wire [11:0] _0180_;
  wire [11:0] _0181_;
  wire _0182_;
  wire _0183_;
  wire [11:0] _0184_;
  wire [11:0] _0185_;
  wire _0186_;
  wire _0187_;
  wire _0188_;
  wire _0189_;
  wire [11:0] _0190_;
  wire [11:0] _0191_;
  wire _0192_;
  wire _0193_;
  wire [11:0] _0194_;
  wire [11:0] _0195_;
  wire _0196_;
  wire _0197_;
  wire [11:0] _0198_;
  wire _0199_;
  wire [11:0] _0200_;
  wire _0201_;
  wire _0202_;
  wire [11:0] _0203_;
  wire [11:0] _0204_;
  wire _0205_;
  wire _0206_;
  wire [11:0] _0207_;
  wire [11:0] _0208_;
  wire _0209_;
  wire _0210_;
  wire _0211_;
  wire [11:0] _0212_;
  wire [11:0] _0213_;
  wire _0214_;
  wire _0215_;
  wire [11:0] _0216_;
  wire [11:0] _0217_;
  wire _0218_;
  wire _0219_;
  wire [11:0] _0220_;
  wire _0221_;
  wire [11:0] _0222_;
  wire _0223_;
  wire _0224_;
  wire [11:0] _0225_;
  wire [11:0] _0226_;
  wire _0227_;
  wire _0228_;
  wire [11:0] _0229_;
  wire [11:0] _0230_;
  wire _0231_;
  wire _0232_;
  wire _0233_;
  wire [11:0] _0234_;
  wire [11:0] _0235_;
  wire _0236_;
  wire _0237_;
  wire [11:0] _0238_;
  wire [11:0] _0239_;
  wire _0240_;
  wire _0241_;
  wire [11:0] _0242_;
  wire _0243_;
  wire [11:0] _0244_;
  wire _0245_;
  wire _0246_;
  wire [11:0] _0247_;
  wire [11:0] _0248_;
  wire _0249_;
  wire _0250_;
  wire [11:0] _0251_;
  wire [11:0] _0252_;
  wire _0253_;
  wire [3:0] _0254_;
  wire _0255_;
  wire [11:0] _0256_;
  wire [11:0] _0257_;
  wire _0258_;
  wire _0259_;
  wire [11:0] _0260_;
  wire [11:0] _0261_;
  wire _0262_;
  wire _0263_;
  wire [11:0] _0264_;
  wire [1:0] _0265_;
  wire [11:0] _0266_;
  wire _0267_;
  wire _0268_;
  wire [11:0] _0269_;
  wire [11:0] _0270_;
  wire _0271_;
  wire _0272_;
  wire [11:0] _0273_;
  wire [11:0] _0274_;
  wire _0275_;
  wire _0276_;
  wire _0277_;
  wire [11:0] _0278_;
  wire [11:0] _0279_;
  wire _0280_;
  wire _0281_;
  wire [11:0] _0282_;
  wire [11:0] _0283_;
  wire _0284_;
  wire _0285_;
  wire _0286_;
  wire _0287_;
  wire _0288_;
  wire _0289_;
  wire _0290_;
  wire _0291_;
  wire _0292_;
  wire _0293_;
  wire _0294_;
  wire _0295_;
  wire _0296_;
  wire _0297_;
  wire _0298_;
  wire _0299_;
  wire _0300_;
  wire _0301_;
  wire _0302_;
  wire _0303_;
  wire _0304_;
  wire _0305_;
  wire _0306_;
  wire _0307_;
  wire _0308_;
  wire _0309_;
  wire _0310_;
  wire _0311_;
  wire _0312_;
  wire _0313_;
  wire _0314_;
  wire _0315_;
  wire _0316_;
  wire _0317_;
  wire _0318_;
  wire _0319_;
  wire _0320_;
  wire _0321_;
  wire _0322_;
  wire _0323_;
  wire _0324_;
  wire _0325_;
  wire _0326_;
  wire _0327_;
  wire _0328_;
  wire _0329_;
  wire _0330_;
  wire _0331_;
  wire _0332_;
  wire _0333_;
  wire _0334_;
  wire _0335_;
  wire _0336_;
  wire _0337_;
  wire _0338_;
  wire _0339_;
  wire _0340_;
  wire [11:0] _0341_;
  wire [11:0] _0342_;
  wire [11:0] _0343_;
  wire [11:0] _0344_;
  wire [11:0] _0345_;
  wire [11:0] _0346_;
  wire [11:0] _0347_;
  wire [11:0] _0348_;
  wire [11:0] _0349_;
  wire [11:0] _0350_;
  wire [11:0] _0351_;
  wire [11:0] _0352_;
  wire [11:0] _0353_;
  wire [11:0] _0354_;
  wire [11:0] _0355_;
  wire [11:0] _0356_;
  wire [11:0] _0357_;
  wire [11:0] _0358_;
  wire [11:0] _0359_;
  wire [11:0] _0360_;
  wire [11:0] _0361_;
  wire [11:0] _0362_;
  wire [11:0] _0363_;
  wire [11:0] _0364_;
  wire [11:0] _0365_;
  wire [11:0] _0366_;
  wire [11:0] _0367_;
  wire [11:0] _0368_;
  wire [11:0] _0369_;
  wire [11:0] _0370_;
  wire [11:0] _0371_;
  wire [11:0] _0372_;
  wire [11:0] _0373_;
  wire [11:0] _0374_;
  wire [11:0] _0375_;
  wire [31:0] _0376_;
  wire [31:0] _0377_;
  wire [31:0] _0378_;
  wire [31:0] _0379_;
  wire [31:0] _0380_;
  wire [31:0] _0381_;
  wire [31:0] _0382_;
  wire [31:0] _0383_;
  wire [31:0] _0384_;
  wire [31:0] _0385_;
  wire [31:0] _0386_;
  wire [31:0] _0387_;
  wire [31:0] _0388_;
  wire [31:0] _0389_;
  wire [31:0] _0390_;
  wire [31:0] _0391_;
  wire [31:0] _0392_;
  wire [31:0] _0393_;
  wire [31:0] _0394_;
  wire [31:0] _0395_;
  wire [31:0] _0396_;
  wire [31:0] _0397_;
  wire [31:0] _0398_;
  wire [31:0] _0399_;
  wire _0400_;
  wire [31:0] _0401_;
  wire [31:0] _0402_;
  wire [31:0] _0403_;
  wire [31:0] _0404_;
  wire [31:0] _0405_;
  wire [31:0] _0406_;
  wire [31:0] _0407_;
  wire [31:0] _0408_;
  wire [31:0] _0409_;
  wire [31:0] _0410_;
  wire [31:0] _0411_;
  wire [31:0] _0412_;
  wire [31:0] _0413_;
  wire [31:0] _0414_;
  wire [31:0] _0415_;
  wire [31:0] _0416_;
  wire [31:0] _0417_;
  wire [31:0] _0418_;
  wire [31:0] _0419_;
  wire [31:0] _0420_;
  wire [31:0] _0421_;
  wire [31:0] _0422_;
  wire [31:0] _0423_;
  wire [31:0] _0424_;
  wire [31:0] _0425_;
  wire [31:0] _0426_;
  wire [31:0] _0427_;
  wire [31:0] _0428_;
  wire [31:0] _0429_;
  wire [31:0] _0430_;
  wire [31:0] _0431_;
  wire [31:0] _0432_;
  wire [31:0] _0433_;
  wire [31:0] _0434_;
  wire [31:0] _0435_;
  wire [31:0] _0436_;
  wire [31:0] _0437_;
  wire [31:0] _0438_;
  wire [31:0] _0439_;
  wire [31:0] _0440_;
  wire [31:0] _0441_;
  wire [31:0] _0442_;
  wire [31:0] _0443_;
  wire [31:0] _0444_;
  wire [31:0] _0445_;
  wire [31:0] _0446_;
  wire [31:0] _0447_;
  wire [31:0] _0448_;
  wire [31:0] _0449_;
  wire [31:0] _0450_;
  wire [31:0] _0451_;
  wire [31:0] _0452_;
  wire [31:0] _0453_;
  wire [31:0] _0454_;
  wire [31:0] _0455_;
  wire [31:0] _0456_;
  wire [31:0] _0457_;
  wire [31:0] _0458_;
  wire [31:0] _0459_;
  wire [31:0] _0460_;
  wire [31:0] _0461_;
  wire [31:0] _0462_;
  wire [31:0] _0463_;
  wire [31:0] _0464_;
  wire [31:0] _0465_;
  wire [31:0] _0466_;
  wire [31:0] _0467_;
  wire [31:0] _0468_;
  wire [31:0] _0469_;
  wire [31:0] _0470_;
  wire [31:0] _0471_;
  wire [31:0] _0472_;
  wire [31:0] _0473_;
  wire [31:0] _0474_;
  wire [31:0] _0475_;
  wire [31:0] _0476_;
  wire [31:0] _0477_;
  wire [31:0] _0478_;
  wire [23:0] _0479_;
  wire [23:0] _0480_;
  wire [23:0] _0481_;
  wire [31:0] _0482_;
  wire [15:0] _0483_;
  wire [31:0] _0484_;
  wire [31:0] _0485_;
  wire [31:0] _0486_;
  wire [31:0] _0487_;
  wire [31:0] _0488_;
  wire [31:0] _0489_;
  wire [31:0] _0490_;
  wire [31:0] _0491_;
  wire [31:0] _0492_;
  wire [31:0] _0493_;
  wire [15:0] _0494_;
  wire [31:0] _0495_;
  wire [31:0] _0496_;
  wire [3:0] _0497_;
  wire [11:0] _0498_;
  wire [11:0] _0499_;
  wire [31:0] _0500_;
  wire _0501_;
  wire [12:0] _0502_;
  wire [28:0] _0503_;
  wire [29:0] _0504_;
  wire [31:0] _0505_;
  wire [30:0] _0506_;
  wire [31:0] _0507_;
  wire [31:0] _0508_;
  wire [31:0] _0509_;
  wire [31:0] _0510_;
  wire [31:0] _0511_;
  wire [31:0] _0512_;
  wire [31:0] _0513_;
  wire [31:0] _0514_;
  wire [31:0] _0515_;
  wire [31:0] _0516_;
  wire _0517_;
  wire _0518_;
  wire _0519_;
  wire _0520_;
  wire _0521_;
  wire _0522_;
  wire _0523_;
  wire _0524_;
  wire _0525_;
  wire _0526_;
  wire _0527_;
  wire _0528_;
  wire _0529_;
  wire _0530_;
  wire _0531_;
  wire _0532_;
  wire _0533_;
  wire _0534_;
  wire _0535_;
  wire _0536_;
  wire _0537_;
  wire _0538_;
  wire _0539_;
  wire _0540_;
  wire _0541_;
  wire _0542_;
  wire _0543_;
  wire _0544_;
  wire _0545_;
  wire _0546_;
  wire _0547_;
  wire _0548_;
  wire _0549_;
  wire _0550_;
  wire _0551_;
  wire _0552_;
  wire _0553_;
  wire _0554_;
  wire _0555_;
  wire _0556_;
  wire _0557_;
  wire _0558_;
  wire _0559_;
  wire _0560_;
  wire _0561_;
  wire _0562_;
  wire _0563_;
  wire _0564_;
  wire _0565_;
  wire _0566_;
  wire _0567_;
  wire _0568_;
  wire _0569_;
  wire [1:0] _0570_;
  wire _0571_;
  wire _0572_;
  wire _0573_;
  wire _0574_;
  wire _0575_;
  wire _0576_;
  wire _0577_;
  wire _0578_;
  reg [11:0] block_0;
  reg [11:0] block_1;
  reg [11:0] block_10;
  reg [11:0] block_11;
  reg [11:0] block_12;
  reg [11:0] block_13;
  reg [11:0] block_14;
  reg [11:0] block_15;
  reg [11:0] block_16;
  reg [11:0] block_17;
  reg [11:0] block_18;
  reg [11:0] block_19;
  reg [11:0] block_2;
  reg [11:0] block_20;
  reg [11:0] block_21;
  reg [11:0] block_22;
  reg [11:0] block_23;
  reg [11:0] block_24;
  reg [11:0] block_25;
  reg [11:0] block_26;
  reg [11:0] block_27;
  reg [11:0] block_28;
  reg [11:0] block_29;
  reg [11:0] block_3;
  reg [11:0] block_30;
  reg [11:0] block_31;
  reg [11:0] block_4;
  reg [11:0] block_5;
  reg [11:0] block_6;
  reg [11:0] block_7;
  reg [11:0] block_8;
  reg [11:0] block_9;
  reg has_write_address;
  reg has_write_data;
  reg [3:0] interrupt_mask_0;
  reg interrupt_status_done;
  reg interrupt_status_dvfs;
  reg interrupt_status_job;
  reg interrupt_status_memory;
  reg [31:0] point_0;
  reg [31:0] point_1;
  reg [31:0] point_2;
  reg [31:0] point_3;
  reg [31:0] sensitive_0;
  wire write;
  reg [11:0] write_address;
  reg [31:0] write_data;
  wire write_is_held;
  wire write_is_mapped;
  wire [31:0] write_keep;
  wire [31:0] write_ones;
  reg [3:0] write_strobe;
  assign s_axil_awready = ~ has_write_address;
  assign s_axil_wready = ~ has_write_data;
  assign _0000_ = has_write_address & has_write_data;
  assign _0075_ = ~ s_axil_bvalid;
  assign write_is_held = _0000_ & _0075_;
  assign _0097_ = write_address[7] ? 1'h0 : 1'h1;
  assign _0108_ = write_address[8] ? 1'h0 : _0097_;
  assign _0135_ = write_address[9] ? 1'h0 : _0108_;
  assign _0187_ = write_address[10] ? 1'h0 : _0135_;
  assign _0298_ = write_address[4] ? 1'h0 : 1'h1;
  assign _0400_ = write_address[5] ? 1'h0 : _0298_;
  assign _0501_ = write_address[6] ? 1'h0 : _0400_;
  assign _0001_ = write_address[7] ? 1'h0 : _0501_;
  assign _0005_ = write_address[4] ? 1'h0 : 1'h1;
  assign _0015_ = write_address[5] ? 1'h0 : _0005_;
  assign _0026_ = write_address[4] ? 1'h0 : 1'h1;
  assign _0037_ = write_address[5] ? 1'h0 : _0026_;
  assign _0048_ = write_address[6] ? _0015_ : _0037_;
  assign _0054_ = write_address[4] ? 1'h0 : 1'h1;
  assign _0055_ = write_address[5] ? 1'h0 : _0054_;
  assign _0056_ = write_address[4] ? 1'h0 : 1'h1;
  assign _0064_ = write_address[5] ? 1'h0 : _0056_;
  assign _0076_ = write_address[6] ? _0055_ : _0064_;
  assign _0087_ = write_address[7] ? _0048_ : _0076_;
  assign _0089_ = write_address[8] ? _0001_ : _0087_;
  assign _0090_ = write_address[9] ? 1'h0 : _0089_;
  assign _0091_ = write_address[2] ? 1'h0 : 1'h1;
  assign _0092_ = write_address[3] ? 1'h1 : _0091_;
  assign _0093_ = write_address[4] ? _0092_ : 1'h1;
  assign _0094_ = write_address[5] ? 1'h0 : _0093_;
  assign _0095_ = write_address[6] ? 1'h0 : _0094_;
  assign _0096_ = write_address[7] ? 1'h1 : _0095_;
  assign _0098_ = write_address[3] ? 1'h0 : 1'h1;
  assign _0099_ = write_address[4] ? _0098_ : 1'h1;
  assign _0100_ = write_address[3] ? 1'h0 : 1'h1;
  assign _0101_ = write_address[4] ? _0100_ : 1'h1;
  assign _0102_ = write_address[5] ? _0099_ : _0101_;
  assign _0103_ = write_address[6] ? _0102_ : 1'h1;
  assign _0104_ = write_address[2] ? 1'h0 : 1'h1;
  assign _0105_ = write_address[3] ? _0104_ : 1'h1;
  assign _0106_ = write_address[4] ? _0105_ : 1'h1;
  assign _0107_ = write_address[2] ? 1'h0 : 1'h1;
  assign _0109_ = write_address[3] ? _0107_ : 1'h1;
  assign _0110_ = write_address[4] ? _0109_ : 1'h1;
  assign _0111_ = write_address[5] ? _0106_ : _0110_;
  assign _0112_ = write_address[2] ? 1'h0 : 1'h1;
  assign _0113_ = write_address[3] ? _0112_ : 1'h1;
  assign _0114_ = write_address[4] ? _0113_ : 1'h1;
  assign _0115_ = write_address[5] ? 1'h1 : _0114_;
  assign _0116_ = write_address[6] ? _0111_ : _0115_;
  assign _0118_ = write_address[7] ? _0103_ : _0116_;
  assign _0129_ = write_address[8] ? _0096_ : _0118_;
  assign _0136_ = write_address[9] ? 1'h0 : _0129_;
  assign _0137_ = write_address[10] ? _0090_ : _0136_;
  assign _0138_ = write_address[11] ? _0187_ : _0137_;
  assign _0139_ = | write_address[1:0];
  assign _0140_ = ~ _0139_;
  assign write_is_mapped = _0138_ & _0140_;
  assign write = write_is_held & write_is_mapped;
  assign write_keep = ~ { {7{write_strobe[3]}}, write_strobe[3:2], {6{write_strobe[2]}}, write_strobe[2:1], {6{write_strobe[1]}}, write_strobe[1:0], {7{write_strobe[0]}} };
  assign _0141_ = ~ write_keep;
  assign write_ones = write_data & _0141_;
  assign _0143_ = write_address[11:2] == 10'h008;
  assign _0154_ = write & _0143_;
  assign control_clear_fallback = write_ones[1] & _0154_;
  assign _0165_ = write_address[11:2] == 10'h008;
  assign _0176_ = write & _0165_;
  assign control_clear_performance = write_ones[2] & _0176_;
  assign _0188_ = write_address[11:2] == 10'h008;
  assign _0199_ = write & _0188_;
  assign control_clear_checker = write_ones[3] & _0199_;
  assign _0210_ = write_address[11:2] == 10'h008;
  assign _0221_ = write & _0210_;
  assign control_clear_statistics = write_ones[4] & _0221_;
  assign _0232_ = write_address[11:2] == 10'h008;
  assign _0243_ = write & _0232_;
  assign control_clear_error = write_ones[5] & _0243_;
  assign s_axil_arready = ~ s_axil_rvalid;
  assign _0254_ = { interrupt_status_dvfs, interrupt_status_memory, interrupt_status_job, interrupt_status_done } & interrupt_mask_0;
  assign irq = | _0254_;
  assign _0265_ = write_is_mapped ? 2'h0 : 2'h2;
  assign _0276_ = s_axil_awvalid & s_axil_awready;
  assign _0287_ = s_axil_wvalid & s_axil_wready;
  assign _0299_ = s_axil_bvalid & s_axil_bready;
  assign _0571_ = write_address[11:2] == 10'h008;
  assign _0002_ = write & _0571_;
  assign _0003_ = control_enable & write_keep[0];
  assign _0004_ = _0003_ | write_ones[0];
  assign _0006_ = write_address[11:2] == 10'h00a;
  assign _0007_ = write & _0006_;
  assign _0008_ = write_ones[0] & _0007_;
  assign _0009_ = ~ _0008_;
  assign _0010_ = interrupt_status_done & _0009_;
  assign _0011_ = _0010_ | interrupt_status_done_set;
  assign _0012_ = write_address[11:2] == 10'h00a;
  assign _0013_ = write & _0012_;
  assign _0014_ = write_ones[1] & _0013_;
  assign _0016_ = ~ _0014_;
  assign _0017_ = interrupt_status_job & _0016_;
  assign _0018_ = _0017_ | interrupt_status_job_set;
  assign _0019_ = write_address[11:2] == 10'h00a;
  assign _0020_ = write & _0019_;
  assign _0021_ = write_ones[2] & _0020_;
  assign _0022_ = ~ _0021_;
  assign _0023_ = interrupt_status_memory & _0022_;
  assign _0024_ = _0023_ | interrupt_status_memory_set;
  assign _0025_ = write_address[11:2] == 10'h00a;
  assign _0027_ = write & _0025_;
  assign _0028_ = write_ones[3] & _0027_;
  assign _0029_ = ~ _0028_;
  assign _0030_ = interrupt_status_dvfs & _0029_;
  assign _0031_ = _0030_ | interrupt_status_dvfs_set;
  assign _0032_ = write_address[11:2] == 10'h00b;
  assign _0033_ = write & _0032_;
  assign _0034_ = interrupt_mask_0 & write_keep[3:0];
  assign _0035_ = _0034_ | write_ones[3:0];
  assign _0036_ = write_address[11:2] == 10'h00c;
  assign _0038_ = write & _0036_;
  assign _0039_ = ring_base_low & write_keep;
  assign _0040_ = _0039_ | write_ones;
  assign _0041_ = write_address[11:2] == 10'h00d;
  assign _0042_ = write & _0041_;
  assign _0043_ = ring_base_high & write_keep;
  assign _0044_ = _0043_ | write_ones;
  assign _0045_ = write_address[11:2] == 10'h00e;
  assign _0046_ = write & _0045_;
  assign _0047_ = ring_entries & write_keep[15:0];
  assign _0049_ = _0047_ | write_ones[15:0];
  assign _0050_ = write_address[11:2] == 10'h00f;
  assign _0051_ = write & _0050_;
  assign _0052_ = ring_tail & write_keep[15:0];
  assign _0053_ = _0052_ | write_ones[15:0];
  assign _0057_ = write_address[11:2] == 10'h018;
  assign _0058_ = write & _0057_;
  assign _0059_ = threshold & write_keep[4:0];
  assign _0060_ = _0059_ | write_ones[4:0];
  assign _0061_ = write_address[11:2] == 10'h019;
  assign _0062_ = write & _0061_;
  assign _0063_ = checkpoint_interval & write_keep[15:0];
  assign _0065_ = _0063_ | write_ones[15:0];
  assign _0066_ = write_address[11:2] == 10'h01a;
  assign _0067_ = write & _0066_;
  assign _0068_ = timesteps & write_keep[15:0];
  assign _0069_ = _0068_ | write_ones[15:0];
  assign _0070_ = write_address[11:2] == 10'h01b;
  assign _0071_ = write & _0070_;
  assign _0072_ = sensitive_0 & write_keep;
  assign _0073_ = _0072_ | write_ones;
  assign _0074_ = write_address[11:2] == 10'h01c;
  assign _0077_ = write & _0074_;
  assign _0078_ = page_shift & write_keep[4:0];
  assign _0079_ = _0078_ | write_ones[4:0];
  assign _0080_ = write_address[11:2] == 10'h01d;
  assign _0081_ = write & _0080_;
  assign _0082_ = voltage_limit & write_keep[23:0];
  assign _0083_ = _0082_ | write_ones[23:0];
  assign _0084_ = write_address[11:2] == 10'h01e;
  assign _0085_ = write & _0084_;
  assign _0086_ = clock_limit & write_keep[23:0];
  assign _0088_ = _0086_ | write_ones[23:0];
  assign _0117_ = write_address[11:2] == 10'h100;
  assign _0119_ = write & _0117_;
  assign _0120_ = point_0 & write_keep;
  assign _0121_ = _0120_ | write_ones;
  assign _0122_ = write_address[11:2] == 10'h101;
  assign _0123_ = write & _0122_;
  assign _0124_ = point_1 & write_keep;
  assign _0125_ = _0124_ | write_ones;
  assign _0126_ = write_address[11:2] == 10'h102;
  assign _0127_ = write & _0126_;
  assign _0128_ = point_2 & write_keep;
  assign _0130_ = _0128_ | write_ones;
  assign _0131_ = write_address[11:2] == 10'h103;
  assign _0132_ = write & _0131_;
  assign _0133_ = point_3 & write_keep;
  assign _0134_ = _0133_ | write_ones;
  assign _0142_ = write_address[11:2] == 10'h200;
  assign _0144_ = write & _0142_;
  assign _0145_ = block_0 & write_keep[11:0];
  assign _0146_ = _0145_ | write_ones[11:0];
  assign _0147_ = write_address[11:2] == 10'h201;
  assign _0148_ = write & _0147_;
  assign _0149_ = block_1 & write_keep[11:0];
  assign _0150_ = _0149_ | write_ones[11:0];
  assign _0151_ = write_address[11:2] == 10'h202;
  assign _0152_ = write & _0151_;
  assign _0153_ = block_2 & write_keep[11:0];
  assign _0155_ = _0153_ | write_ones[11:0];
  assign _0156_ = write_address[11:2] == 10'h203;
  assign _0157_ = write & _0156_;
  assign _0158_ = block_3 & write_keep[11:0];
  assign _0159_ = _0158_ | write_ones[11:0];
  assign _0160_ = write_address[11:2] == 10'h204;
  assign _0161_ = write & _0160_;
  assign _0162_ = block_4 & write_keep[11:0];
  assign _0163_ = _0162_ | write_ones[11:0];
  assign _0164_ = write_address[11:2] == 10'h205;
  assign _0166_ = write & _0164_;
  assign _0167_ = block_5 & write_keep[11:0];
  assign _0168_ = _0167_ | write_ones[11:0];
  assign _0169_ = write_address[11:2] == 10'h206;
  assign _0170_ = write & _0169_;
  assign _0171_ = block_6 & write_keep[11:0];
  assign _0172_ = _0171_ | write_ones[11:0];
  assign _0173_ = write_address[11:2] == 10'h207;
  assign _0174_ = write & _0173_;
  assign _0175_ = block_7 & write_keep[11:0];
  assign _0177_ = _0175_ | write_ones[11:0];
  assign _0178_ = write_address[11:2] == 10'h208;
  assign _0179_ = write & _0178_;
  assign _0180_ = block_8 & write_keep[11:0];
  assign _0181_ = _0180_ | write_ones[11:0];
  assign _0182_ = write_address[11:2] == 10'h209;
  assign _0183_ = write & _0182_;
  assign _0184_ = block_9 & write_keep[11:0];
  assign _0185_ = _0184_ | write_ones[11:0];
  assign _0186_ = write_address[11:2] == 10'h20a;
  assign _0189_ = write & _0186_;
  assign _0190_ = block_10 & write_keep[11:0];
  assign _0191_ = _0190_ | write_ones[11:0];
  assign _0192_ = write_address[11:2] == 10'h20b;
  assign _0193_ = write & _0192_;
  assign _0194_ = block_11 & write_keep[11:0];
  assign _0195_ = _0194_ | write_ones[11:0];
  assign _0196_ = write_address[11:2] == 10'h20c;
  assign _0197_ = write & _0196_;
  assign _0198_ = block_12 & write_keep[11:0];
  assign _0200_ = _0198_ | write_ones[11:0];
  assign _0201_ = write_address[11:2] == 10'h20d;
  assign _0202_ = write & _0201_;
  assign _0203_ = block_13 & write_keep[11:0];
  assign _0204_ = _0203_ | write_ones[11:0];
  assign _0205_ = write_address[11:2] == 10'h20e;
  assign _0206_ = write & _0205_;
  assign _0207_ = block_14 & write_keep[11:0];
  assign _0208_ = _0207_ | write_ones[11:0];
  assign _0209_ = write_address[11:2] == 10'h20f;
  assign _0211_ = write & _0209_;
  assign _0212_ = block_15 & write_keep[11:0];
  assign _0213_ = _0212_ | write_ones[11:0];
  assign _0214_ = write_address[11:2] == 10'h210;
  assign _0215_ = write & _0214_;
  assign _0216_ = block_16 & write_keep[11:0];
  assign _0217_ = _0216_ | write_ones[11:0];
  assign _0218_ = write_address[11:2] == 10'h211;
  assign _0219_ = write & _0218_;
  assign _0220_ = block_17 & write_keep[11:0];
  assign _0222_ = _0220_ | write_ones[11:0];
  assign _0223_ = write_address[11:2] == 10'h212;
  assign _0224_ = write & _0223_;
  assign _0225_ = block_18 & write_keep[11:0];
  assign _0226_ = _0225_ | write_ones[11:0];
  assign _0227_ = write_address[11:2] == 10'h213;
  assign _0228_ = write & _0227_;
  assign _0229_ = block_19 & write_keep[11:0];
  assign _0230_ = _0229_ | write_ones[11:0];
  assign _0231_ = write_address[11:2] == 10'h214;
  assign _0233_ = write & _0231_;
  assign _0234_ = block_20 & write_keep[11:0];
  assign _0235_ = _0234_ | write_ones[11:0];
  assign _0236_ = write_address[11:2] == 10'h215;
  assign _0237_ = write & _0236_;
  assign _0238_ = block_21 & write_keep[11:0];
  assign _0239_ = _0238_ | write_ones[11:0];
  assign _0240_ = write_address[11:2] == 10'h216;
  assign _0241_ = write & _0240_;
  assign _0242_ = block_22 & write_keep[11:0];
  assign _0244_ = _0242_ | write_ones[11:0];
  assign _0245_ = write_address[11:2] == 10'h217;
  assign _0246_ = write & _0245_;
  assign _0247_ = block_23 & write_keep[11:0];
  assign _0248_ = _0247_ | write_ones[11:0];
  assign _0249_ = write_address[11:2] == 10'h218;
  assign _0250_ = write & _0249_;
  assign _0251_ = block_24 & write_keep[11:0];
  assign _0252_ = _0251_ | write_ones[11:0];
  assign _0253_ = write_address[11:2] == 10'h219;
  assign _0255_ = write & _0253_;
  assign _0256_ = block_25 & write_keep[11:0];
  assign _0257_ = _0256_ | write_ones[11:0];
  assign _0258_ = write_address[11:2] == 10'h21a;
  assign _0259_ = write & _0258_;
  assign _0260_ = block_26 & write_keep[11:0];
  assign _0261_ = _0260_ | write_ones[11:0];
  assign _0262_ = write_address[11:2] == 10'h21b;
  assign _0263_ = write & _0262_;
  assign _0264_ = block_27 & write_keep[11:0];
  assign _0266_ = _0264_ | write_ones[11:0];
  assign _0267_ = write_address[11:2] == 10'h21c;
  assign _0268_ = write & _0267_;
  assign _0269_ = block_28 & write_keep[11:0];
  assign _0270_ = _0269_ | write_ones[11:0];
  assign _0271_ = write_address[11:2] == 10'h21d;
  assign _0272_ = write & _0271_;
  assign _0273_ = block_29 & write_keep[11:0];
  assign _0274_ = _0273_ | write_ones[11:0];
  assign _0275_ = write_address[11:2] == 10'h21e;
  assign _0277_ = write & _0275_;
  assign _0278_ = block_30 & write_keep[11:0];
  assign _0279_ = _0278_ | write_ones[11:0];
  assign _0280_ = write_address[11:2] == 10'h21f;
  assign _0281_ = write & _0280_;
  assign _0282_ = block_31 & write_keep[11:0];
  assign _0283_ = _0282_ | write_ones[11:0];
  assign _0284_ = s_axil_arvalid & s_axil_arready;
  assign _0285_ = s_axil_araddr[7] ? 1'h0 : 1'h1;
  assign _0286_ = s_axil_araddr[8] ? 1'h0 : _0285_;
  assign _0288_ = s_axil_araddr[9] ? 1'h0 : _0286_;
  assign _0289_ = s_axil_araddr[10] ? 1'h0 : _0288_;
  assign _0290_ = s_axil_araddr[4] ? 1'h0 : 1'h1;
  assign _0291_ = s_axil_araddr[5] ? 1'h0 : _0290_;
  assign _0292_ = s_axil_araddr[6] ? 1'h0 : _0291_;
  assign _0293_ = s_axil_araddr[7] ? 1'h0 : _0292_;
  assign _0294_ = s_axil_araddr[4] ? 1'h0 : 1'h1;
  assign _0295_ = s_axil_araddr[5] ? 1'h0 : _0294_;
  assign _0296_ = s_axil_araddr[4] ? 1'h0 : 1'h1;
  assign _0297_ = s_axil_araddr[5] ? 1'h0 : _0296_;
  assign _0300_ = s_axil_araddr[6] ? _0295_ : _0297_;
  assign _0301_ = s_axil_araddr[4] ? 1'h0 : 1'h1;
  assign _0302_ = s_axil_araddr[5] ? 1'h0 : _0301_;
  assign _0303_ = s_axil_araddr[4] ? 1'h0 : 1'h1;
  assign _0304_ = s_axil_araddr[5] ? 1'h0 : _0303_;
  assign _0305_ = s_axil_araddr[6] ? _0302_ : _0304_;
  assign _0306_ = s_axil_araddr[7] ? _0300_ : _0305_;
  assign _0307_ = s_axil_araddr[8] ? _0293_ : _0306_;
  assign _0308_ = s_axil_araddr[9] ? 1'h0 : _0307_;
  assign _0309_ = s_axil_araddr[2] ? 1'h0 : 1'h1;
  assign _0310_ = s_axil_araddr[3] ? 1'h1 : _0309_;
  assign _0311_ = s_axil_araddr[4] ? _0310_ : 1'h1;
  assign _0312_ = s_axil_araddr[5] ? 1'h0 : _0311_;
  assign _0313_ = s_axil_araddr[6] ? 1'h0 : _0312_;
  assign _0314_ = s_axil_araddr[7] ? 1'h1 : _0313_;
  assign _0315_ = s_axil_araddr[3] ? 1'h0 : 1'h1;
  assign _0316_ = s_axil_araddr[4] ? _0315_ : 1'h1;
  assign _0317_ = s_axil_araddr[3] ? 1'h0 : 1'h1;
  assign _0318_ = s_axil_araddr[4] ? _0317_ : 1'h1;
  assign _0319_ = s_axil_araddr[5] ? _0316_ : _0318_;
  assign _0320_ = s_axil_araddr[6] ? _0319_ : 1'h1;
  assign _0321_ = s_axil_araddr[2] ? 1'h0 : 1'h1;
  assign _0322_ = s_axil_araddr[3] ? _0321_ : 1'h1;
  assign _0323_ = s_axil_araddr[4] ? _0322_ : 1'h1;
  assign _0324_ = s_axil_araddr[2] ? 1'h0 : 1'h1;
  assign _0325_ = s_axil_araddr[3] ? _0324_ : 1'h1;
  assign _0326_ = s_axil_araddr[4] ? _0325_ : 1'h1;
  assign _0327_ = s_axil_araddr[5] ? _0323_ : _0326_;
  assign _0328_ = s_axil_araddr[2] ? 1'h0 : 1'h1;
  assign _0329_ = s_axil_araddr[3] ? _0328_ : 1'h1;
  assign _0330_ = s_axil_araddr[4] ? _0329_ : 1'h1;
  assign _0331_ = s_axil_araddr[5] ? 1'h1 : _0330_;
  assign _0332_ = s_axil_araddr[6] ? _0327_ : _0331_;
  assign _0333_ = s_axil_araddr[7] ? _0320_ : _0332_;
  assign _0334_ = s_axil_araddr[8] ? _0314_ : _0333_;
  assign _0335_ = s_axil_araddr[9] ? 1'h0 : _0334_;
  assign _0336_ = s_axil_araddr[10] ? _0308_ : _0335_;
  assign _0337_ = s_axil_araddr[11] ? _0289_ : _0336_;
  assign _0338_ = | s_axil_araddr[1:0];
  assign _0339_ = ~ _0338_;
  assign _0340_ = _0337_ & _0339_;
  assign _0341_ = s_axil_araddr[2] ? block_31 : block_30;
  assign _0342_ = s_axil_araddr[2] ? block_29 : block_28;
  assign _0343_ = s_axil_araddr[3] ? _0341_ : _0342_;
  assign _0344_ = s_axil_araddr[2] ? block_27 : block_26;
  assign _0345_ = s_axil_araddr[2] ? block_25 : block_24;
  assign _0346_ = s_axil_araddr[3] ? _0344_ : _0345_;
  assign _0347_ = s_axil_araddr[4] ? _0343_ : _0346_;
  assign _0348_ = s_axil_araddr[2] ? block_23 : block_22;
  assign _0349_ = s_axil_araddr[2] ? block_21 : block_20;
  assign _0350_ = s_axil_araddr[3] ? _0348_ : _0349_;
  assign _0351_ = s_axil_araddr[2] ? block_19 : block_18;
  assign _0352_ = s_axil_araddr[2] ? block_17 : block_16;
  assign _0353_ = s_axil_araddr[3] ? _0351_ : _0352_;
  assign _0354_ = s_axil_araddr[4] ? _0350_ : _0353_;
  assign _0355_ = s_axil_araddr[5] ? _0347_ : _0354_;
  assign _0356_ = s_axil_araddr[2] ? block_15 : block_14;
  assign _0357_ = s_axil_araddr[2] ? block_13 : block_12;
  assign _0358_ = s_axil_araddr[3] ? _0356_ : _0357_;
  assign _0359_ = s_axil_araddr[2] ? block_11 : block_10;
  assign _0360_ = s_axil_araddr[2] ? block_9 : block_8;
  assign _0361_ = s_axil_araddr[3] ? _0359_ : _0360_;
  assign _0362_ = s_axil_araddr[4] ? _0358_ : _0361_;
  assign _0363_ = s_axil_araddr[2] ? block_7 : block_6;
  assign _0364_ = s_axil_araddr[2] ? block_5 : block_4;
  assign _0365_ = s_axil_araddr[3] ? _0363_ : _0364_;
  assign _0366_ = s_axil_araddr[2] ? block_3 : block_2;
  assign _0367_ = s_axil_araddr[2] ? block_1 : block_0;
  assign _0368_ = s_axil_araddr[3] ? _0366_ : _0367_;
  assign _0369_ = s_axil_araddr[4] ? _0365_ : _0368_;
  assign _0370_ = s_axil_araddr[5] ? _0362_ : _0369_;
  assign _0371_ = s_axil_araddr[6] ? _0355_ : _0370_;
  assign _0372_ = s_axil_araddr[7] ? 12'h000 : _0371_;
  assign _0373_ = s_axil_araddr[8] ? 12'h000 : _0372_;
  assign _0374_ = s_axil_araddr[9] ? 12'h000 : _0373_;
  assign _0375_ = s_axil_araddr[10] ? 12'h000 : _0374_;
  assign _0376_ = s_axil_araddr[2] ? point_largest[127:96] : point_largest[95:64];
  assign _0377_ = s_axil_araddr[2] ? point_largest[63:32] : point_largest[31:0];
  assign _0378_ = s_axil_araddr[3] ? _0376_ : _0377_;
  assign _0379_ = s_axil_araddr[4] ? 32'd0 : _0378_;
  assign _0380_ = s_axil_araddr[5] ? 32'd0 : _0379_;
  assign _0381_ = s_axil_araddr[6] ? 32'd0 : _0380_;
  assign _0382_ = s_axil_araddr[7] ? 32'd0 : _0381_;
  assign _0383_ = s_axil_araddr[2] ? point_flags[127:96] : point_flags[95:64];
  assign _0384_ = s_axil_araddr[2] ? point_flags[63:32] : point_flags[31:0];
  assign _0385_ = s_axil_araddr[3] ? _0383_ : _0384_;
  assign _0386_ = s_axil_araddr[4] ? 32'd0 : _0385_;
  assign _0387_ = s_axil_araddr[5] ? 32'd0 : _0386_;
  assign _0388_ = s_axil_araddr[2] ? point_flagged[127:96] : point_flagged[95:64];
  assign _0389_ = s_axil_araddr[2] ? point_flagged[63:32] : point_flagged[31:0];
  assign _0390_ = s_axil_araddr[3] ? _0388_ : _0389_;
  assign _0391_ = s_axil_araddr[4] ? 32'd0 : _0390_;
  assign _0392_ = s_axil_araddr[5] ? 32'd0 : _0391_;
  assign _0393_ = s_axil_araddr[6] ? _0387_ : _0392_;
  assign _0394_ = s_axil_araddr[2] ? point_tiles[127:96] : point_tiles[95:64];
  assign _0395_ = s_axil_araddr[2] ? point_tiles[63:32] : point_tiles[31:0];
  assign _0396_ = s_axil_araddr[3] ? _0394_ : _0395_;
  assign _0397_ = s_axil_araddr[4] ? 32'd0 : _0396_;
  assign _0398_ = s_axil_araddr[5] ? 32'd0 : _0397_;
  assign _0399_ = s_axil_araddr[2] ? point_3 : point_2;
  assign _0401_ = s_axil_araddr[2] ? point_1 : point_0;
  assign _0402_ = s_axil_araddr[3] ? _0399_ : _0401_;
  assign _0403_ = s_axil_araddr[4] ? 32'd0 : _0402_;
  assign _0404_ = s_axil_araddr[5] ? 32'd0 : _0403_;
  assign _0405_ = s_axil_araddr[6] ? _0398_ : _0404_;
  assign _0406_ = s_axil_araddr[7] ? _0393_ : _0405_;
  assign _0407_ = s_axil_araddr[8] ? _0382_ : _0406_;
  assign _0408_ = s_axil_araddr[9] ? 32'd0 : _0407_;
  assign _0409_ = s_axil_araddr[2] ? histogram[1023:992] : histogram[991:960];
  assign _0410_ = s_axil_araddr[2] ? histogram[959:928] : histogram[927:896];
  assign _0411_ = s_axil_araddr[3] ? _0409_ : _0410_;
  assign _0412_ = s_axil_araddr[2] ? histogram[895:864] : histogram[863:832];
  assign _0413_ = s_axil_araddr[2] ? histogram[831:800] : histogram[799:768];
  assign _0414_ = s_axil_araddr[3] ? _0412_ : _0413_;
  assign _0415_ = s_axil_araddr[4] ? _0411_ : _0414_;
  assign _0416_ = s_axil_araddr[2] ? histogram[767:736] : histogram[735:704];
  assign _0417_ = s_axil_araddr[2] ? histogram[703:672] : histogram[671:640];
  assign _0418_ = s_axil_araddr[3] ? _0416_ : _0417_;
  assign _0419_ = s_axil_araddr[2] ? histogram[639:608] : histogram[607:576];
  assign _0420_ = s_axil_araddr[2] ? histogram[575:544] : histogram[543:512];
  assign _0421_ = s_axil_araddr[3] ? _0419_ : _0420_;
  assign _0422_ = s_axil_araddr[4] ? _0418_ : _0421_;
  assign _0423_ = s_axil_araddr[5] ? _0415_ : _0422_;
  assign _0424_ = s_axil_araddr[2] ? histogram[511:480] : histogram[479:448];
  assign _0425_ = s_axil_araddr[2] ? histogram[447:416] : histogram[415:384];
  assign _0426_ = s_axil_araddr[3] ? _0424_ : _0425_;
  assign _0427_ = s_axil_araddr[2] ? histogram[383:352] : histogram[351:320];
  assign _0428_ = s_axil_araddr[2] ? histogram[319:288] : histogram[287:256];
  assign _0429_ = s_axil_araddr[3] ? _0427_ : _0428_;
  assign _0430_ = s_axil_araddr[4] ? _0426_ : _0429_;
  assign _0431_ = s_axil_araddr[2] ? histogram[255:224] : histogram[223:192];
  assign _0432_ = s_axil_araddr[2] ? histogram[191:160] : histogram[159:128];
  assign _0433_ = s_axil_araddr[3] ? _0431_ : _0432_;
  assign _0434_ = s_axil_araddr[2] ? histogram[127:96] : histogram[95:64];
  assign _0435_ = s_axil_araddr[2] ? histogram[63:32] : histogram[31:0];
  assign _0436_ = s_axil_araddr[3] ? _0434_ : _0435_;
  assign _0437_ = s_axil_araddr[4] ? _0433_ : _0436_;
  assign _0438_ = s_axil_araddr[5] ? _0430_ : _0437_;
  assign _0439_ = s_axil_araddr[6] ? _0423_ : _0438_;
  assign _0440_ = s_axil_araddr[2] ? largest_delta_high : largest_delta;
  assign _0441_ = s_axil_araddr[2] ? 32'd0 : checker_counters[159:128];
  assign _0442_ = s_axil_araddr[3] ? _0440_ : _0441_;
  assign _0443_ = s_axil_araddr[2] ? checker_counters[127:96] : checker_counters[95:64];
  assign _0444_ = s_axil_araddr[2] ? checker_counters[63:32] : checker_counters[31:0];
  assign _0445_ = s_axil_araddr[3] ? _0443_ : _0444_;
  assign _0446_ = s_axil_araddr[4] ? _0442_ : _0445_;
  assign _0447_ = s_axil_araddr[5] ? 32'd0 : _0446_;
  assign _0448_ = s_axil_araddr[6] ? 32'd0 : _0447_;
  assign _0449_ = s_axil_araddr[7] ? _0439_ : _0448_;
  assign _0450_ = s_axil_araddr[2] ? recovery[191:160] : recovery[159:128];
  assign _0451_ = s_axil_araddr[3] ? 32'd0 : _0450_;
  assign _0452_ = s_axil_araddr[2] ? recovery[127:96] : recovery[95:64];
  assign _0453_ = s_axil_araddr[2] ? recovery[63:32] : recovery[31:0];
  assign _0454_ = s_axil_araddr[3] ? _0452_ : _0453_;
  assign _0455_ = s_axil_araddr[4] ? _0451_ : _0454_;
  assign _0456_ = s_axil_araddr[2] ? performance_high[351:320] : performance_low[351:320];
  assign _0457_ = s_axil_araddr[3] ? 32'd0 : _0456_;
  assign _0458_ = s_axil_araddr[2] ? performance_high[319:288] : performance_low[319:288];
  assign _0459_ = s_axil_araddr[2] ? performance_high[287:256] : performance_low[287:256];
  assign _0460_ = s_axil_araddr[3] ? _0458_ : _0459_;
  assign _0461_ = s_axil_araddr[4] ? _0457_ : _0460_;
  assign _0462_ = s_axil_araddr[5] ? _0455_ : _0461_;
  assign _0463_ = s_axil_araddr[2] ? performance_high[255:224] : performance_low[255:224];
  assign _0464_ = s_axil_araddr[2] ? performance_high[223:192] : performance_low[223:192];
  assign _0465_ = s_axil_araddr[3] ? _0463_ : _0464_;
  assign _0466_ = s_axil_araddr[2] ? performance_high[191:160] : performance_low[191:160];
  assign _0467_ = s_axil_araddr[2] ? performance_high[159:128] : performance_low[159:128];
  assign _0468_ = s_axil_araddr[3] ? _0466_ : _0467_;
  assign _0469_ = s_axil_araddr[4] ? _0465_ : _0468_;
  assign _0470_ = s_axil_araddr[2] ? performance_high[127:96] : performance_low[127:96];
  assign _0471_ = s_axil_araddr[2] ? performance_high[95:64] : performance_low[95:64];
  assign _0472_ = s_axil_araddr[3] ? _0470_ : _0471_;
  assign _0473_ = s_axil_araddr[2] ? performance_high[63:32] : performance_low[63:32];
  assign _0474_ = s_axil_araddr[2] ? performance_high[31:0] : performance_low[31:0];
  assign _0475_ = s_axil_araddr[3] ? _0473_ : _0474_;
  assign _0476_ = s_axil_araddr[4] ? _0472_ : _0475_;
  assign _0477_ = s_axil_araddr[5] ? _0469_ : _0476_;
  assign _0478_ = s_axil_araddr[6] ? _0462_ : _0477_;
  assign _0479_ = s_axil_araddr[2] ? 24'h000000 : clock_limit;
  assign _0480_ = s_axil_araddr[2] ? voltage_limit : { 19'h00000, page_shift };
  assign _0481_ = s_axil_araddr[3] ? _0479_ : _0480_;
  assign _0482_ = s_axil_araddr[2] ? sensitive_0 : { 16'h0000, timesteps };
  assign _0483_ = s_axil_araddr[2] ? checkpoint_interval : { 11'h000, threshold };
  assign _0484_ = s_axil_araddr[3] ? _0482_ : { 16'h0000, _0483_ };
  assign _0485_ = s_axil_araddr[4] ? { 8'h00, _0481_ } : _0484_;
  assign _0486_ = s_axil_araddr[2] ? 32'd0 : error_address_high;
  assign _0487_ = s_axil_araddr[2] ? error_address_low : { 16'h0000, error_job };
  assign _0488_ = s_axil_araddr[3] ? _0486_ : _0487_;
  assign _0489_ = s_axil_araddr[2] ? { 14'h0000, error_code_response, error_code_code } : jobs_failed;
  assign _0490_ = s_axil_araddr[2] ? jobs_done : { 16'h0000, ring_head };
  assign _0491_ = s_axil_araddr[3] ? _0489_ : _0490_;
  assign _0492_ = s_axil_araddr[4] ? _0488_ : _0491_;
  assign _0493_ = s_axil_araddr[5] ? _0485_ : _0492_;
  assign _0494_ = s_axil_araddr[2] ? ring_tail : ring_entries;
  assign _0495_ = s_axil_araddr[2] ? ring_base_high : ring_base_low;
  assign _0496_ = s_axil_araddr[3] ? { 16'h0000, _0494_ } : _0495_;
  assign _0497_ = s_axil_araddr[2] ? interrupt_mask_0 : { interrupt_status_dvfs, interrupt_status_memory, interrupt_status_job, interrupt_status_done };
  assign _0498_ = s_axil_araddr[2] ? { status_point, 4'h0, status_error, status_fallback, status_switching, status_busy } : { 11'h000, control_enable };
  assign _0499_ = s_axil_araddr[3] ? { 8'h00, _0497_ } : _0498_;
  assign _0500_ = s_axil_araddr[4] ? _0496_ : { 20'h00000, _0499_ };
  assign _0502_ = s_axil_araddr[2] ? 13'h0000 : 13'h1800;
  assign _0503_ = s_axil_araddr[2] ? 29'h08400420 : 29'h18204020;
  assign _0504_ = s_axil_araddr[3] ? { 17'h00000, _0502_ } : { 1'h1, _0503_ };
  assign _0505_ = s_axil_araddr[2] ? 32'd2116643407 : 32'd3819186083;
  assign _0506_ = s_axil_araddr[2] ? 31'h00010000 : 31'h44524654;
  assign _0507_ = s_axil_araddr[3] ? _0505_ : { 1'h0, _0506_ };
  assign _0508_ = s_axil_araddr[4] ? { 2'h0, _0504_ } : _0507_;
  assign _0509_ = s_axil_araddr[5] ? _0500_ : _0508_;
  assign _0510_ = s_axil_araddr[6] ? _0493_ : _0509_;
  assign _0511_ = s_axil_araddr[7] ? _0478_ : _0510_;
  assign _0512_ = s_axil_araddr[8] ? _0449_ : _0511_;
  assign _0513_ = s_axil_araddr[9] ? 32'd0 : _0512_;
  assign _0514_ = s_axil_araddr[10] ? _0408_ : _0513_;
  assign _0515_ = s_axil_araddr[11] ? { 20'h00000, _0375_ } : _0514_;
  assign _0516_ = _0340_ ? _0515_ : 32'd0;
  assign _0517_ = s_axil_araddr[7] ? 1'h0 : 1'h1;
  assign _0518_ = s_axil_araddr[8] ? 1'h0 : _0517_;
  assign _0519_ = s_axil_araddr[9] ? 1'h0 : _0518_;
  assign _0520_ = s_axil_araddr[10] ? 1'h0 : _0519_;
  assign _0521_ = s_axil_araddr[4] ? 1'h0 : 1'h1;
  assign _0522_ = s_axil_araddr[5] ? 1'h0 : _0521_;
  assign _0523_ = s_axil_araddr[6] ? 1'h0 : _0522_;
  assign _0524_ = s_axil_araddr[7] ? 1'h0 : _0523_;
  assign _0525_ = s_axil_araddr[4] ? 1'h0 : 1'h1;
  assign _0526_ = s_axil_araddr[5] ? 1'h0 : _0525_;
  assign _0527_ = s_axil_araddr[4] ? 1'h0 : 1'h1;
  assign _0528_ = s_axil_araddr[5] ? 1'h0 : _0527_;
  assign _0529_ = s_axil_araddr[6] ? _0526_ : _0528_;
  assign _0530_ = s_axil_araddr[4] ? 1'h0 : 1'h1;
  assign _0531_ = s_axil_araddr[5] ? 1'h0 : _0530_;
  assign _0532_ = s_axil_araddr[4] ? 1'h0 : 1'h1;
  assign _0533_ = s_axil_araddr[5] ? 1'h0 : _0532_;
  assign _0534_ = s_axil_araddr[6] ? _0531_ : _0533_;
  assign _0535_ = s_axil_araddr[7] ? _0529_ : _0534_;
  assign _0536_ = s_axil_araddr[8] ? _0524_ : _0535_;
  assign _0537_ = s_axil_araddr[9] ? 1'h0 : _0536_;
  assign _0538_ = s_axil_araddr[2] ? 1'h0 : 1'h1;
  assign _0539_ = s_axil_araddr[3] ? 1'h1 : _0538_;
  assign _0540_ = s_axil_araddr[4] ? _0539_ : 1'h1;
  assign _0541_ = s_axil_araddr[5] ? 1'h0 : _0540_;
  assign _0542_ = s_axil_araddr[6] ? 1'h0 : _0541_;
  assign _0543_ = s_axil_araddr[7] ? 1'h1 : _0542_;
  assign _0544_ = s_axil_araddr[3] ? 1'h0 : 1'h1;
  assign _0545_ = s_axil_araddr[4] ? _0544_ : 1'h1;
  assign _0546_ = s_axil_araddr[3] ? 1'h0 : 1'h1;
  assign _0547_ = s_axil_araddr[4] ? _0546_ : 1'h1;
  assign _0548_ = s_axil_araddr[5] ? _0545_ : _0547_;
  assign _0549_ = s_axil_araddr[6] ? _0548_ : 1'h1;
  assign _0550_ = s_axil_araddr[2] ? 1'h0 : 1'h1;
  assign _0551_ = s_axil_araddr[3] ? _0550_ : 1'h1;
  assign _0552_ = s_axil_araddr[4] ? _0551_ : 1'h1;
  assign _0553_ = s_axil_araddr[2] ? 1'h0 : 1'h1;
  assign _0554_ = s_axil_araddr[3] ? _0553_ : 1'h1;
  assign _0555_ = s_axil_araddr[4] ? _0554_ : 1'h1;
  assign _0556_ = s_axil_araddr[5] ? _0552_ : _0555_;
  assign _0557_ = s_axil_araddr[2] ? 1'h0 : 1'h1;
  assign _0558_ = s_axil_araddr[3] ? _0557_ : 1'h1;
  assign _0559_ = s_axil_araddr[4] ? _0558_ : 1'h1;
  assign _0560_ = s_axil_araddr[5] ? 1'h1 : _0559_;
  assign _0561_ = s_axil_araddr[6] ? _0556_ : _0560_;
  assign _0562_ = s_axil_araddr[7] ? _0549_ : _0561_;
  assign _0563_ = s_axil_araddr[8] ? _0543_ : _0562_;
  assign _0564_ = s_axil_araddr[9] ? 1'h0 : _0563_;
  assign _0565_ = s_axil_araddr[10] ? _0537_ : _0564_;
  assign _0566_ = s_axil_araddr[11] ? _0520_ : _0565_;
  assign _0567_ = | s_axil_araddr[1:0];
  assign _0568_ = ~ _0567_;
  assign _0569_ = _0566_ & _0568_;
  assign _0570_ = _0569_ ? 2'h0 : 2'h2;
  always @(posedge clk)
    if (rst) s_axil_rresp <= 2'h0;
    else if (_0284_) s_axil_rresp <= _0570_;
  always @(posedge clk)
    if (rst) s_axil_rdata <= 32'd0;
    else if (_0284_) s_axil_rdata <= _0516_;
  always @(posedge clk)
    if (rst) s_axil_rvalid <= 1'h0;
    else s_axil_rvalid <= _0574_;
  always @(posedge clk)
    if (rst) block_31 <= 12'h300;
    else if (_0281_) block_31 <= _0283_;
  always @(posedge clk)
    if (rst) block_30 <= 12'h300;
    else if (_0277_) block_30 <= _0279_;
  always @(posedge clk)
    if (rst) block_29 <= 12'h300;
    else if (_0272_) block_29 <= _0274_;
  always @(posedge clk)
    if (rst) block_28 <= 12'h300;
    else if (_0268_) block_28 <= _0270_;
  always @(posedge clk)
    if (rst) block_27 <= 12'h300;
    else if (_0263_) block_27 <= _0266_;
  always @(posedge clk)
    if (rst) block_26 <= 12'h300;
    else if (_0259_) block_26 <= _0261_;
  always @(posedge clk)
    if (rst) block_25 <= 12'h300;
    else if (_0255_) block_25 <= _0257_;
  always @(posedge clk)
    if (rst) block_24 <= 12'h300;
    else if (_0250_) block_24 <= _0252_;
  always @(posedge clk)
    if (rst) block_23 <= 12'h300;
    else if (_0246_) block_23 <= _0248_;
  always @(posedge clk)
    if (rst) block_22 <= 12'h300;
    else if (_0241_) block_22 <= _0244_;
  always @(posedge clk)
    if (rst) block_21 <= 12'h300;
    else if (_0237_) block_21 <= _0239_;
  always @(posedge clk)
    if (rst) block_20 <= 12'h300;
    else if (_0233_) block_20 <= _0235_;
  always @(posedge clk)
    if (rst) block_19 <= 12'h300;
    else if (_0228_) block_19 <= _0230_;
  always @(posedge clk)
    if (rst) block_18 <= 12'h300;
    else if (_0224_) block_18 <= _0226_;
  always @(posedge clk)
    if (rst) block_17 <= 12'h300;
    else if (_0219_) block_17 <= _0222_;
  always @(posedge clk)
    if (rst) block_16 <= 12'h300;
    else if (_0215_) block_16 <= _0217_;
  always @(posedge clk)
    if (rst) block_15 <= 12'h300;
    else if (_0211_) block_15 <= _0213_;
  always @(posedge clk)
    if (rst) block_14 <= 12'h300;
    else if (_0206_) block_14 <= _0208_;
  always @(posedge clk)
    if (rst) block_13 <= 12'h300;
    else if (_0202_) block_13 <= _0204_;
  always @(posedge clk)
    if (rst) block_12 <= 12'h300;
    else if (_0197_) block_12 <= _0200_;
  always @(posedge clk)
    if (rst) block_11 <= 12'h300;
    else if (_0193_) block_11 <= _0195_;
  always @(posedge clk)
    if (rst) block_10 <= 12'h300;
    else if (_0189_) block_10 <= _0191_;
  always @(posedge clk)
    if (rst) block_9 <= 12'h300;
    else if (_0183_) block_9 <= _0185_;
  always @(posedge clk)
    if (rst) block_8 <= 12'h300;
    else if (_0179_) block_8 <= _0181_;
  always @(posedge clk)
    if (rst) block_7 <= 12'h300;
    else if (_0174_) block_7 <= _0177_;
  always @(posedge clk)
    if (rst) block_6 <= 12'h300;
    else if (_0170_) block_6 <= _0172_;
  always @(posedge clk)
    if (rst) block_5 <= 12'h300;
    else if (_0166_) block_5 <= _0168_;
  always @(posedge clk)
    if (rst) block_4 <= 12'h300;
    else if (_0161_) block_4 <= _0163_;
  always @(posedge clk)
    if (rst) block_3 <= 12'h300;
    else if (_0157_) block_3 <= _0159_;
  always @(posedge clk)
    if (rst) block_2 <= 12'h300;
    else if (_0152_) block_2 <= _0155_;
  always @(posedge clk)
    if (rst) block_1 <= 12'h300;
    else if (_0148_) block_1 <= _0150_;
  always @(posedge clk)
    if (rst) block_0 <= 12'h300;
    else if (_0144_) block_0 <= _0146_;
  always @(posedge clk)
    if (rst) point_3 <= 32'd0;
    else if (_0132_) point_3 <= _0134_;
  always @(posedge clk)
    if (rst) point_2 <= 32'd0;
    else if (_0127_) point_2 <= _0130_;
  always @(posedge clk)
    if (rst) point_1 <= 32'd0;
    else if (_0123_) point_1 <= _0125_;
  always @(posedge clk)
    if (rst) point_0 <= 32'd0;
    else if (_0119_) point_0 <= _0121_;
  always @(posedge clk)
    if (rst) clock_limit <= 24'h0186a0;
    else if (_0085_) clock_limit <= _0088_;
  always @(posedge clk)
    if (rst) voltage_limit <= 24'h0186a0;
    else if (_0081_) voltage_limit <= _0083_;
  always @(posedge clk)
    if (rst) page_shift <= 5'h0b;
    else if (_0077_) page_shift <= _0079_;
  always @(posedge clk)
    if (rst) sensitive_0 <= 32'd2;
    else if (_0071_) sensitive_0 <= _0073_;
  always @(posedge clk)
    if (rst) timesteps <= 16'h0032;
    else if (_0067_) timesteps <= _0069_;
  always @(posedge clk)
    if (rst) checkpoint_interval <= 16'h000a;
    else if (_0062_) checkpoint_interval <= _0065_;
  always @(posedge clk)
    if (rst) threshold <= 5'h0a;
    else if (_0058_) threshold <= _0060_;
  always @(posedge clk)
    if (rst) ring_tail <= 16'h0000;
    else if (_0051_) ring_tail <= _0053_;
  always @(posedge clk)
    if (rst) ring_entries <= 16'h0000;
    else if (_0046_) ring_entries <= _0049_;
  always @(posedge clk)
    if (rst) ring_base_high <= 32'd0;
    else if (_0042_) ring_base_high <= _0044_;
  always @(posedge clk)
    if (rst) ring_base_low <= 32'd0;
    else if (_0038_) ring_base_low <= _0040_;
  always @(posedge clk)
    if (rst) interrupt_mask_0 <= 4'h0;
    else if (_0033_) interrupt_mask_0 <= _0035_;
  always @(posedge clk)
    if (rst) interrupt_status_dvfs <= 1'h0;
    else interrupt_status_dvfs <= _0031_;
  always @(posedge clk)
    if (rst) interrupt_status_memory <= 1'h0;
    else interrupt_status_memory <= _0024_;
  always @(posedge clk)
    if (rst) interrupt_status_job <= 1'h0;
    else interrupt_status_job <= _0018_;
  always @(posedge clk)
    if (rst) interrupt_status_done <= 1'h0;
    else interrupt_status_done <= _0011_;
  always @(posedge clk)
    if (rst) control_enable <= 1'h0;
    else if (_0002_) control_enable <= _0004_;
  always @(posedge clk)
    if (_0287_) write_strobe <= s_axil_wstrb;
  always @(posedge clk)
    if (_0287_) write_data <= s_axil_wdata;
  always @(posedge clk)
    if (_0276_) write_address <= s_axil_awaddr;
  always @(posedge clk)
    if (rst) s_axil_bresp <= 2'h0;
    else if (write_is_held) s_axil_bresp <= _0265_;
  always @(posedge clk)
    if (_0572_) s_axil_bvalid <= 1'h0;
    else if (write_is_held) s_axil_bvalid <= 1'h1;
  always @(posedge clk)
    if (rst) has_write_data <= 1'h0;
    else has_write_data <= _0576_;
  always @(posedge clk)
    if (rst) has_write_address <= 1'h0;
    else has_write_address <= _0578_;
  assign _0572_ = | { _0299_, rst };
  assign _0573_ = s_axil_rready ? 1'h0 : s_axil_rvalid;
  assign _0574_ = _0284_ ? 1'h1 : _0573_;
  assign _0575_ = write_is_held ? 1'h0 : has_write_data;
  assign _0576_ = _0287_ ? 1'h1 : _0575_;
  assign _0577_ = write_is_held ? 1'h0 : has_write_address;
  assign _0578_ = _0276_ ? 1'h1 : _0577_;
  assign block = { 20'h00000, block_31, 20'h00000, block_30, 20'h00000, block_29, 20'h00000, block_28, 20'h00000, block_27, 20'h00000, block_26, 20'h00000, block_25, 20'h00000, block_24, 20'h00000, block_23, 20'h00000, block_22, 20'h00000, block_21, 20'h00000, block_20, 20'h00000, block_19, 20'h00000, block_18, 20'h00000, block_17, 20'h00000, block_16, 20'h00000, block_15, 20'h00000, block_14, 20'h00000, block_13, 20'h00000, block_12, 20'h00000, block_11, 20'h00000, block_10, 20'h00000, block_9, 20'h00000, block_8, 20'h00000, block_7, 20'h00000, block_6, 20'h00000, block_5, 20'h00000, block_4, 20'h00000, block_3, 20'h00000, block_2, 20'h00000, block_1, 20'h00000, block_0 };
  assign point = { point_3, point_2, point_1, point_0 };
  assign sensitive_trailing = sensitive_0[31:16];
  assign sensitive_leading = sensitive_0[15:0];
  assign interrupt_mask_dvfs = interrupt_mask_0[3];
  assign interrupt_mask_memory = interrupt_mask_0[2];
  assign interrupt_mask_job = interrupt_mask_0[1];
  assign interrupt_mask_done = interrupt_mask_0[0];
endmodule

module drift_counters(rst, clear, busy_cycles, memory_stall_cycles, macs, read_beats, write_beats, row_activations, checkpoint_read_beats, checkpoint_write_beats, checkpoint_row_activations, point_switches, settle_cycles, corrected_elements, rolled_back_elements, missing_checkpoints, zeroed_elements, recomputed_tiles, failed_recomputations, performance, recovery
, clk);
  input wire rst;
  input wire clear;
  input wire busy_cycles;
  input wire memory_stall_cycles;
  input wire [16:0] macs;
  input wire read_beats;
  input wire write_beats;
  input wire [4:0] row_activations;
  input wire checkpoint_read_beats;
  input wire checkpoint_write_beats;
  input wire [4:0] checkpoint_row_activations;
  input wire point_switches;
  input wire settle_cycles;
  input wire corrected_elements;
  input wire [5:0] rolled_back_elements;
  input wire missing_checkpoints;
  input wire [5:0] zeroed_elements;
  input wire recomputed_tiles;
  input wire failed_recomputations;
  output reg [703:0] performance;
  output reg [191:0] recovery;
  input wire clk;
  wire [63:0] _00_;
  wire [63:0] _01_;
  wire [63:0] _02_;
  wire [63:0] _03_;
  wire [63:0] _04_;
  wire [63:0] _05_;
  wire [63:0] _06_;
  wire [31:0] _07_;
  wire [31:0] _08_;
  wire [31:0] _09_;
  wire [31:0] _10_;
  wire [63:0] _11_;
  wire [31:0] _12_;
  wire [31:0] _13_;
  wire [63:0] _14_;
  wire [63:0] _15_;
  wire [63:0] _16_;
  wire _17_;
  wire _18_;
  wire [32:0] corrected_elements_total;
  wire [32:0] failed_recomputations_total;
  wire [32:0] missing_checkpoints_total;
  wire [32:0] recomputed_tiles_total;
  wire [32:0] rolled_back_elements_total;
  wire [32:0] zeroed_elements_total;
  assign _00_ = performance[63:0] + { 63'h0000000000000000, busy_cycles };
  assign _11_ = performance[127:64] + { 63'h0000000000000000, memory_stall_cycles };
  assign _14_ = performance[191:128] + { 47'h000000000000, macs };
  assign _15_ = performance[255:192] + { 63'h0000000000000000, read_beats };
  assign _16_ = performance[319:256] + { 63'h0000000000000000, write_beats };
  assign _01_ = performance[383:320] + { 59'h000000000000000, row_activations };
  assign _02_ = performance[447:384] + { 63'h0000000000000000, checkpoint_read_beats };
  assign _03_ = performance[511:448] + { 63'h0000000000000000, checkpoint_write_beats };
  assign _04_ = performance[575:512] + { 59'h000000000000000, checkpoint_row_activations };
  assign _05_ = performance[639:576] + { 63'h0000000000000000, point_switches };
  assign _06_ = performance[703:640] + { 63'h0000000000000000, settle_cycles };
  assign _07_ = corrected_elements_total[32] ? 32'd4294967295 : corrected_elements_total[31:0];
  assign _08_ = rolled_back_elements_total[32] ? 32'd4294967295 : rolled_back_elements_total[31:0];
  assign _09_ = missing_checkpoints_total[32] ? 32'd4294967295 : missing_checkpoints_total[31:0];
  assign _10_ = zeroed_elements_total[32] ? 32'd4294967295 : zeroed_elements_total[31:0];
  assign _12_ = recomputed_tiles_total[32] ? 32'd4294967295 : recomputed_tiles_total[31:0];
  assign _13_ = failed_recomputations_total[32] ? 32'd4294967295 : failed_recomputations_total[31:0];
  assign corrected_elements_total = { 1'h0, recovery[31:0] } + { 32'h00000000, corrected_elements };
  assign rolled_back_elements_total = { 1'h0, recovery[63:32] } + { 27'h0000000, rolled_back_elements };
  assign missing_checkpoints_total = { 1'h0, recovery[95:64] } + { 32'h00000000, missing_checkpoints };
  assign zeroed_elements_total = { 1'h0, recovery[127:96] } + { 27'h0000000, zeroed_elements };
  assign recomputed_tiles_total = { 1'h0, recovery[159:128] } + { 32'h00000000, recomputed_tiles };
  assign failed_recomputations_total = { 1'h0, recovery[191:160] } + { 32'h00000000, failed_recomputations };
  always @(posedge clk)
    if (_17_) performance <= 704'h00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;
    else performance <= { _06_, _05_, _04_, _03_, _02_, _01_, _16_, _15_, _14_, _11_, _00_ };
  always @(posedge clk)
    if (_18_) recovery <= 192'h000000000000000000000000000000000000000000000000;
    else recovery <= { _13_, _12_, _10_, _09_, _08_, _07_ };
  assign _17_ = | { clear, rst };
  assign _18_ = | { clear, rst };
endmodule

module drift_job_control(rst, enable, ring_base, ring_entries, ring_tail, checkpoint_interval, timesteps, leading, trailing, blocks_table, clear_error, descriptor_data_valid, descriptor_data, descriptor_data_response, read_error_valid, read_error_slot, read_error_address, read_error_response, write_error_valid, write_error_slot, write_error_address
, write_error_response, written_valid, written_slot, discarded_valid, discarded_slot, masked_valid, masked_slot, discarded_tile, status_written, descriptor_load_ready, panel_load_ready, stream_load_ready, table_load_ready, feed_ready, retire_ready, status_ready, descriptor_load_valid, descriptor_load_address, descriptor_load_beats, descriptor_load_slot, panel_load_valid
, panel_load_address, panel_load_beats, panel_load_slot, stream_load_valid, stream_load_address, stream_load_beats, stream_load_slot, table_load_valid, table_load_address, table_load_beats, table_load_slot, feed_valid, feed_record, retire_valid, retire_record, status_valid, status_address, status_data, busy, restart, ring_head
, jobs_done, jobs_failed, error_valid, error_code, error_response, error_job, error_address, interrupt_done, interrupt_job, interrupt_memory, clk);
  input wire rst;
  input wire enable;
  input wire [39:0] ring_base;
  input wire [15:0] ring_entries;
  input wire [15:0] ring_tail;
  input wire [15:0] checkpoint_interval;
  input wire [15:0] timesteps;
  input wire [15:0] leading;
  input wire [15:0] trailing;
  input wire [1023:0] blocks_table;
  input wire clear_error;
  input wire descriptor_data_valid;
  input wire [511:0] descriptor_data;
  input wire [1:0] descriptor_data_response;
  input wire read_error_valid;
  input wire [1:0] read_error_slot;
  input wire [39:0] read_error_address;
  input wire [1:0] read_error_response;
  input wire write_error_valid;
  input wire [1:0] write_error_slot;
  input wire [39:0] write_error_address;
  input wire [1:0] write_error_response;
  input wire written_valid;
  input wire [1:0] written_slot;
  input wire discarded_valid;
  input wire [1:0] discarded_slot;
  input wire masked_valid;
  input wire [1:0] masked_slot;
  input wire [12:0] discarded_tile;
  input wire status_written;
  input wire descriptor_load_ready;
  input wire panel_load_ready;
  input wire stream_load_ready;
  input wire table_load_ready;
  input wire feed_ready;
  input wire retire_ready;
  input wire status_ready;
  output wire descriptor_load_valid;
  output wire [39:0] descriptor_load_address;
  output wire [15:0] descriptor_load_beats;
  output wire [1:0] descriptor_load_slot;
  output wire panel_load_valid;
  output wire [39:0] panel_load_address;
  output wire [15:0] panel_load_beats;
  output wire [1:0] panel_load_slot;
  output wire stream_load_valid;
  output wire [39:0] stream_load_address;
  output wire [15:0] stream_load_beats;
  output wire [1:0] stream_load_slot;
  output wire table_load_valid;
  output wire [39:0] table_load_address;
  output wire [15:0] table_load_beats;
  output wire [1:0] table_load_slot;
  output wire feed_valid;
  output wire [82:0] feed_record;
  output wire retire_valid;
  output wire [137:0] retire_record;
  output wire status_valid;
  output wire [39:0] status_address;
  output wire [127:0] status_data;
  output reg busy;
  output reg restart;
  output wire [15:0] ring_head;
  output wire [31:0] jobs_done;
  output wire [31:0] jobs_failed;
  output wire error_valid;
  output wire [15:0] error_code;
  output wire [1:0] error_response;
  output wire [15:0] error_job;
  output wire [63:0] error_address;
  output wire interrupt_done;
  output wire interrupt_job;
  output wire interrupt_memory;
  input wire clk;
  wire _00_;
  wire _01_;
  wire _02_;
  wire _03_;
  wire _04_;
  wire _05_;
  wire _06_;
  wire completion_free;
  wire decode_descriptor_ready;
  wire decode_job_fence;
  wire [338:0] decode_job_record;
  wire decode_job_valid;
  wire decode_refused;
  wire [3:0] decode_refused_code;
  wire feed_queue_input_ready;
  wire [511:0] fetch_descriptor;
  wire fetch_descriptor_valid;
  wire fetch_failed;
  wire [15:0] fetch_index;
  wire [1:0] fetch_response;
  wire fetch_submitted;
  wire fetch_take;
  wire [39:0] first_error_address;
  wire [3:0] first_error_code;
  wire job_table_empty;
  wire [63:0] job_table_indices;
  wire [39:0] job_table_oldest_address;
  wire [3:0] job_table_oldest_code;
  wire job_table_oldest_finished;
  wire [31:0] job_table_oldest_masked_tiles;
  wire [1:0] job_table_oldest_response;
  wire [1:0] job_table_oldest_slot;
  wire job_table_room;
  wire [3:0] job_table_slot_full;
  wire [3:0] job_table_slot_idle;
  wire panel_queue_input_ready;
  wire [57:0] panel_queue_output_data;
  wire retire_queue_input_ready;
  wire stream_queue_input_ready;
  wire [57:0] stream_queue_output_data;
  wire table_queue_input_ready;
  wire [57:0] table_queue_output_data;
  wire unused_fetch_run;
  wire [39:0] unused_first_error_refused_address;
  wire [1:0] unused_first_error_refused_response;
  wire unused_panel_queue_input_valid;
  wire unused_walker_room;
  wire walker_emit;
  wire [82:0] walker_feed_record;
  wire walker_job_ready;
  wire walker_load_panel;
  wire [57:0] walker_panel_record;
  wire [137:0] walker_retire_record;
  wire [1:0] walker_slot;
  wire [57:0] walker_stream_record;
  wire [57:0] walker_table_record;
  wire walker_walked;
  assign _00_ = ~ busy;
  assign _01_ = _00_ & fetch_submitted;
  assign _02_ = read_error_valid | write_error_valid;
  assign _03_ = decode_refused & fetch_failed;
  assign interrupt_memory = _02_ | _03_;
  assign unused_fetch_run = busy & job_table_room;
  assign unused_walker_room = & { retire_queue_input_ready, feed_queue_input_ready, table_queue_input_ready, stream_queue_input_ready, panel_queue_input_ready };
  assign unused_first_error_refused_address = fetch_failed ? descriptor_load_address : 40'h0000000000;
  assign unused_first_error_refused_response = fetch_failed ? fetch_response : 2'h0;
  assign unused_panel_queue_input_valid = walker_emit & walker_load_panel;
  always @(posedge clk)
    if (rst) restart <= 1'h0;
    else restart <= _01_;
  always @(posedge clk)
    if (rst) busy <= 1'h0;
    else busy <= _06_;
  assign _04_ = job_table_empty ? busy : 1'h0;
  assign interrupt_done = fetch_submitted ? 1'h0 : _04_;
  assign _05_ = job_table_empty ? 1'h0 : busy;
  assign _06_ = fetch_submitted ? 1'h1 : _05_;
  drift_completion completion (
    .address(job_table_oldest_address),
    .clk(clk),
    .code(job_table_oldest_code),
    .failed(interrupt_job),
    .finished(job_table_oldest_finished),
    .free(completion_free),
    .jobs_done(jobs_done),
    .jobs_failed(jobs_failed),
    .masked_tiles(job_table_oldest_masked_tiles),
    .response(job_table_oldest_response),
    .ring_base(ring_base),
    .ring_entries(ring_entries),
    .ring_head(ring_head),
    .rst(rst),
    .status_address(status_address),
    .status_data(status_data),
    .status_ready(status_ready),
    .status_valid(status_valid),
    .status_written(status_written)
  );
  drift_job_decode decode (
    .blocks_table(blocks_table),
    .checkpoint_interval(checkpoint_interval),
    .clk(clk),
    .descriptor(fetch_descriptor),
    .descriptor_ready(decode_descriptor_ready),
    .descriptor_valid(fetch_descriptor_valid),
    .failed(fetch_failed),
    .index(fetch_index),
    .job_fence(decode_job_fence),
    .job_ready(walker_job_ready),
    .job_record(decode_job_record),
    .job_valid(decode_job_valid),
    .leading(leading),
    .refused(decode_refused),
    .refused_code(decode_refused_code),
    .rst(rst),
    .slot(descriptor_load_slot),
    .timesteps(timesteps),
    .trailing(trailing)
  );
  drift_feed_queue feed_queue (
    .clk(clk),
    .input_data(walker_feed_record),
    .input_ready(feed_queue_input_ready),
    .input_valid(walker_emit),
    .output_data(feed_record),
    .output_ready(feed_ready),
    .output_valid(feed_valid),
    .rst(rst)
  );
  drift_job_fetch fetch (
    .address(descriptor_load_address),
    .clk(clk),
    .data(descriptor_data),
    .data_response(descriptor_data_response),
    .data_valid(descriptor_data_valid),
    .descriptor(fetch_descriptor),
    .descriptor_ready(decode_descriptor_ready),
    .descriptor_valid(fetch_descriptor_valid),
    .enable(enable),
    .failed(fetch_failed),
    .index(fetch_index),
    .load_ready(descriptor_load_ready),
    .load_valid(descriptor_load_valid),
    .response(fetch_response),
    .ring_base(ring_base),
    .ring_entries(ring_entries),
    .ring_tail(ring_tail),
    .rst(rst),
    .run(unused_fetch_run),
    .slot(descriptor_load_slot),
    .submitted(fetch_submitted),
    .take(fetch_take)
  );
  drift_first_error first_error (
    .address(first_error_address),
    .clear(clear_error),
    .clk(clk),
    .code(first_error_code),
    .indices(job_table_indices),
    .job(error_job),
    .read_error(read_error_valid),
    .read_error_address(read_error_address),
    .read_error_response(read_error_response),
    .read_error_slot(read_error_slot),
    .refused(decode_refused),
    .refused_address(unused_first_error_refused_address),
    .refused_code(decode_refused_code),
    .refused_response(unused_first_error_refused_response),
    .refused_slot(descriptor_load_slot),
    .response(error_response),
    .rst(rst),
    .valid(error_valid),
    .write_error(write_error_valid),
    .write_error_address(write_error_address),
    .write_error_response(write_error_response),
    .write_error_slot(write_error_slot)
  );
  drift_job_table job_table (
    .clk(clk),
    .discarded(discarded_valid),
    .discarded_slot(discarded_slot),
    .emit(walker_emit),
    .emit_slot(walker_slot),
    .empty(job_table_empty),
    .free(completion_free),
    .indices(job_table_indices),
    .masked(masked_valid),
    .masked_slot(masked_slot),
    .oldest_address(job_table_oldest_address),
    .oldest_code(job_table_oldest_code),
    .oldest_finished(job_table_oldest_finished),
    .oldest_masked_tiles(job_table_oldest_masked_tiles),
    .oldest_response(job_table_oldest_response),
    .oldest_slot(job_table_oldest_slot),
    .read_error(read_error_valid),
    .read_error_address(read_error_address),
    .read_error_response(read_error_response),
    .read_error_slot(read_error_slot),
    .refused(decode_refused),
    .refused_code(decode_refused_code),
    .refused_slot(descriptor_load_slot),
    .room(job_table_room),
    .rst(rst),
    .slot_full(job_table_slot_full),
    .slot_idle(job_table_slot_idle),
    .take(fetch_take),
    .take_index(fetch_index),
    .take_slot(descriptor_load_slot),
    .walked(walker_walked),
    .walked_slot(walker_slot),
    .write_error(write_error_valid),
    .write_error_address(write_error_address),
    .write_error_response(write_error_response),
    .write_error_slot(write_error_slot),
    .written(written_valid),
    .written_slot(written_slot)
  );
  drift_load_queue panel_queue (
    .clk(clk),
    .input_data(walker_panel_record),
    .input_ready(panel_queue_input_ready),
    .input_valid(unused_panel_queue_input_valid),
    .output_data(panel_queue_output_data),
    .output_ready(panel_load_ready),
    .output_valid(panel_load_valid),
    .rst(rst)
  );
  drift_retire_queue retire_queue (
    .clk(clk),
    .input_data(walker_retire_record),
    .input_ready(retire_queue_input_ready),
    .input_valid(walker_emit),
    .output_data(retire_record),
    .output_ready(retire_ready),
    .output_valid(retire_valid),
    .rst(rst)
  );
  drift_load_queue stream_queue (
    .clk(clk),
    .input_data(walker_stream_record),
    .input_ready(stream_queue_input_ready),
    .input_valid(walker_emit),
    .output_data(stream_queue_output_data),
    .output_ready(stream_load_ready),
    .output_valid(stream_load_valid),
    .rst(rst)
  );
  drift_load_queue table_queue (
    .clk(clk),
    .input_data(walker_table_record),
    .input_ready(table_queue_input_ready),
    .input_valid(walker_emit),
    .output_data(table_queue_output_data),
    .output_ready(table_load_ready),
    .output_valid(table_load_valid),
    .rst(rst)
  );
  drift_tile_walker walker (
    .clk(clk),
    .discarded_tile(discarded_tile),
    .discarded_valid(discarded_valid),
    .emit(walker_emit),
    .feed_record(walker_feed_record),
    .job_fence(decode_job_fence),
    .job_ready(walker_job_ready),
    .job_record(decode_job_record),
    .job_valid(decode_job_valid),
    .load_panel(walker_load_panel),
    .oldest_slot(job_table_oldest_slot),
    .panel_record(walker_panel_record),
    .retire_record(walker_retire_record),
    .room(unused_walker_room),
    .rst(rst),
    .slot(walker_slot),
    .slot_full(job_table_slot_full),
    .slot_idle(job_table_slot_idle),
    .stream_record(walker_stream_record),
    .table_record(walker_table_record),
    .walked(walker_walked)
  );
  assign table_load_slot = table_queue_output_data[57:56];
  assign table_load_beats = table_queue_output_data[55:40];
  assign table_load_address = table_queue_output_data[39:0];
  assign stream_load_slot = stream_queue_output_data[57:56];
  assign stream_load_beats = stream_queue_output_data[55:40];
  assign stream_load_address = stream_queue_output_data[39:0];
  assign panel_load_slot = panel_queue_output_data[57:56];
  assign panel_load_beats = panel_queue_output_data[55:40];
  assign panel_load_address = panel_queue_output_data[39:0];
  assign descriptor_load_beats = 16'h0001;
  assign error_code = { 12'h000, first_error_code };
  assign error_address = { 24'h000000, first_error_address };
endmodule

module drift_job_fetch(rst, enable, run, ring_base, ring_entries, ring_tail, load_ready, data_valid, data, data_response, descriptor_ready, submitted, take, load_valid, descriptor_valid, descriptor, index, slot, address, failed, response
, clk);
  input wire rst;
  input wire enable;
  input wire run;
  input wire [39:0] ring_base;
  input wire [15:0] ring_entries;
  input wire [15:0] ring_tail;
  input wire load_ready;
  input wire data_valid;
  input wire [511:0] data;
  input wire [1:0] data_response;
  input wire descriptor_ready;
  output wire submitted;
  output wire take;
  output wire load_valid;
  output wire descriptor_valid;
  output reg [511:0] descriptor;
  output reg [15:0] index;
  output reg [1:0] slot;
  output wire [39:0] address;
  output wire failed;
  output reg [1:0] response;
  input wire clk;
  wire _000_;
  wire _001_;
  wire _002_;
  wire _003_;
  wire _004_;
  wire [16:0] _005_;
  wire _006_;
  wire [15:0] _007_;
  wire _008_;
  wire [15:0] _009_;
  wire [1:0] _010_;
  wire [1:0] _011_;
  wire _012_;
  wire _013_;
  wire _014_;
  wire [22:0] _015_;
  wire _016_;
  wire _017_;
  wire [1:0] _018_;
  wire _019_;
  wire _020_;
  wire [1:0] _021_;
  wire [1:0] _022_;
  wire [1:0] _023_;
  wire [1:0] _024_;
  wire _025_;
  wire _026_;
  wire _027_;
  wire _028_;
  wire _029_;
  wire _030_;
  wire [1:0] _031_;
  wire _032_;
  wire [1:0] _033_;
  wire [1:0] _034_;
  wire _035_;
  wire [1:0] _036_;
  wire _037_;
  wire [1:0] _038_;
  wire _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire _043_;
  wire [1:0] _044_;
  wire [1:0] _045_;
  wire _046_;
  wire [1:0] _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire _051_;
  wire _052_;
  reg beats_to_come;
  reg [1:0] fetch_state;
  assign _000_ = ring_entries >= 16'h0002;
  assign _008_ = enable & _000_;
  assign _012_ = ring_tail < ring_entries;
  assign _013_ = _008_ & _012_;
  assign _014_ = index != ring_tail;
  assign submitted = _013_ & _014_;
  assign _015_ = { 7'h00, index } << 3'h7;
  assign address = { ring_base[39:12], 12'h000 } + { 17'h00000, _015_ };
  assign _016_ = run & submitted;
  assign _001_ = run & submitted;
  assign _002_ = beats_to_come - 1'h1;
  assign _003_ = ~ response[1];
  assign _004_ = beats_to_come == 1'h1;
  assign _005_ = { 1'h0, index } + 17'h00001;
  assign _006_ = _005_ >= { 1'h0, ring_entries };
  assign _007_ = index + 16'h0001;
  assign _009_ = _006_ ? 16'h0000 : _007_;
  assign _010_ = slot + 2'h1;
  always @(posedge clk)
    response <= _011_;
  always @(posedge clk)
    if (rst) beats_to_come <= 1'h0;
    else beats_to_come <= _020_;
  always @(posedge clk)
    if (rst) fetch_state <= 2'h0;
    else fetch_state <= _024_;
  always @(posedge clk)
    if (_025_) descriptor <= data;
  always @(posedge clk)
    if (rst) index <= 16'h0000;
    else if (_026_) index <= _009_;
  always @(posedge clk)
    if (rst) slot <= 2'h0;
    else if (_027_) slot <= _010_;
  assign _017_ = _035_ | _032_;
  assign _018_ = _048_ ? _047_ : response;
  assign _011_ = _046_ ? _045_ : _018_;
  assign _019_ = _043_ ? _042_ : beats_to_come;
  assign _020_ = _041_ ? _040_ : _019_;
  assign _021_ = _032_ ? _031_ : _034_;
  assign _022_ = _039_ ? _038_ : fetch_state;
  assign _023_ = _037_ ? _036_ : _022_;
  assign _024_ = _017_ ? _021_ : _023_;
  assign _025_ = & { _030_, data_valid };
  assign _026_ = & { _029_, descriptor_ready };
  assign _027_ = & { _028_, descriptor_ready };
  assign _028_ = fetch_state == 2'h3;
  assign _029_ = fetch_state == 2'h3;
  assign _030_ = fetch_state == 2'h2;
  assign _031_ = descriptor_ready ? 2'h0 : fetch_state;
  assign _032_ = fetch_state == 2'h3;
  assign _033_ = _004_ ? 2'h3 : fetch_state;
  assign _034_ = data_valid ? _033_ : fetch_state;
  assign _035_ = fetch_state == 2'h2;
  assign _036_ = load_ready ? 2'h2 : fetch_state;
  assign _037_ = fetch_state == 2'h1;
  assign _038_ = _001_ ? 2'h1 : fetch_state;
  assign _039_ = fetch_state == 2'h0;
  assign _040_ = data_valid ? _002_ : beats_to_come;
  assign _041_ = fetch_state == 2'h2;
  assign _042_ = _001_ ? 1'h1 : beats_to_come;
  assign _043_ = fetch_state == 2'h0;
  assign _044_ = _003_ ? data_response : response;
  assign _045_ = data_valid ? _044_ : response;
  assign _046_ = fetch_state == 2'h2;
  assign _047_ = _001_ ? 2'h0 : response;
  assign _048_ = fetch_state == 2'h0;
  assign descriptor_valid = _049_ ? 1'h1 : 1'h0;
  assign _049_ = fetch_state == 2'h3;
  assign load_valid = _050_ ? 1'h1 : 1'h0;
  assign _050_ = fetch_state == 2'h1;
  assign _051_ = _016_ ? 1'h1 : 1'h0;
  assign take = _052_ ? _051_ : 1'h0;
  assign _052_ = fetch_state == 2'h0;
  assign failed = response[1];
endmodule

module drift_job_decode(rst, descriptor_valid, descriptor, index, slot, failed, checkpoint_interval, timesteps, leading, trailing, blocks_table, job_ready, descriptor_ready, refused, refused_code, job_valid, job_fence, job_record, clk);
  input wire rst;
  input wire descriptor_valid;
  input wire [511:0] descriptor;
  input wire [15:0] index;
  input wire [1:0] slot;
  input wire failed;
  input wire [15:0] checkpoint_interval;
  input wire [15:0] timesteps;
  input wire [15:0] leading;
  input wire [15:0] trailing;
  input wire [1023:0] blocks_table;
  input wire job_ready;
  output wire descriptor_ready;
  output wire refused;
  output wire [3:0] refused_code;
  output wire job_valid;
  output wire job_fence;
  output wire [338:0] job_record;
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
  wire _016_;
  wire _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire _021_;
  wire _022_;
  wire _023_;
  wire _024_;
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
  wire _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire _043_;
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
  wire [3:0] _056_;
  wire [3:0] _057_;
  wire [3:0] _058_;
  wire [3:0] _059_;
  wire [3:0] _060_;
  wire [3:0] _061_;
  wire [1:0] _062_;
  wire _063_;
  wire [1:0] _064_;
  wire _065_;
  wire [1:0] _066_;
  wire _067_;
  wire _068_;
  wire _069_;
  wire _070_;
  wire _071_;
  wire _072_;
  wire abft;
  wire [2:0] action;
  wire busy;
  wire checkpoint_write;
  wire correct;
  reg [1:0] decode_state;
  wire [15:0] last_column_block;
  wire [5:0] last_columns;
  wire [15:0] last_row_block;
  wire [5:0] last_rows;
  wire [3:0] point;
  wire [23:0] row_bytes;
  wire [25:0] row_step;
  wire start;
  wire [31:0] tiles;
  wire unused_job_sizes_use_checkpoint;
  wire wrapped;
  assign _037_ = | descriptor[4:2];
  assign _038_ = descriptor[1] | _037_;
  assign _039_ = _036_ & _038_;
  assign _040_ = _035_ | _039_;
  assign _041_ = refused_code == 4'h0;
  assign _042_ = refused_code == 4'h0;
  assign _043_ = ~ _042_;
  assign _045_ = refused_code == 4'h0;
  assign _046_ = _045_ ? job_ready : 1'h1;
  assign _047_ = ~ busy;
  assign unused_job_sizes_use_checkpoint = descriptor[6] | descriptor[7];
  assign _000_ = | descriptor[197:192];
  assign _011_ = | descriptor[255:232];
  assign _022_ = _000_ | _011_;
  assign _033_ = | descriptor[261:256];
  assign _044_ = | descriptor[319:296];
  assign _048_ = _033_ | _044_;
  assign _049_ = _022_ | _048_;
  assign _050_ = | descriptor[389:384];
  assign _051_ = | descriptor[447:424];
  assign _001_ = _050_ | _051_;
  assign _002_ = _049_ | _001_;
  assign _003_ = | descriptor[329:320];
  assign _004_ = | descriptor[383:360];
  assign _005_ = _003_ | _004_;
  assign _006_ = _002_ | _005_;
  assign _007_ = | descriptor[457:448];
  assign _008_ = | descriptor[511:488];
  assign _009_ = _007_ | _008_;
  assign _010_ = descriptor[6] | descriptor[7];
  assign _012_ = _009_ & _010_;
  assign _013_ = _006_ | _012_;
  assign _014_ = action > 3'h3;
  assign _015_ = descriptor[143:128] >= 16'h0020;
  assign _016_ = action == 3'h2;
  assign _017_ = tiles > 32'd8192;
  assign _018_ = _016_ & _017_;
  assign _019_ = descriptor[63:32] == 32'd0;
  assign _020_ = | descriptor[63:48];
  assign _021_ = _019_ | _020_;
  assign _023_ = _018_ | _021_;
  assign _024_ = descriptor[95:64] == 32'd0;
  assign _025_ = | descriptor[95:80];
  assign _026_ = _024_ | _025_;
  assign _027_ = _023_ | _026_;
  assign _028_ = descriptor[127:96] == 32'd0;
  assign _029_ = | descriptor[127:112];
  assign _030_ = _028_ | _029_;
  assign _031_ = _027_ | _030_;
  assign _032_ = | descriptor[31:10];
  assign _034_ = | descriptor[191:160];
  assign _035_ = _032_ | _034_;
  assign _036_ = ~ descriptor[5];
  always @(posedge clk)
    if (rst) decode_state <= 2'h0;
    else decode_state <= _055_;
  assign _052_ = _065_ | _063_;
  assign _053_ = _063_ ? _062_ : _064_;
  assign _054_ = _067_ ? _066_ : decode_state;
  assign _055_ = _052_ ? _053_ : _054_;
  assign _062_ = descriptor_ready ? 2'h0 : decode_state;
  assign _063_ = decode_state == 2'h2;
  assign _064_ = _047_ ? 2'h2 : decode_state;
  assign _065_ = decode_state == 2'h1;
  assign _066_ = descriptor_valid ? 2'h1 : decode_state;
  assign _067_ = decode_state == 2'h0;
  assign descriptor_ready = _068_ ? _046_ : 1'h0;
  assign _068_ = decode_state == 2'h2;
  assign refused = _069_ ? _043_ : 1'h0;
  assign _069_ = decode_state == 2'h2;
  assign job_valid = _070_ ? _041_ : 1'h0;
  assign _070_ = decode_state == 2'h2;
  assign _071_ = descriptor_valid ? 1'h1 : 1'h0;
  assign start = _072_ ? _071_ : 1'h0;
  assign _072_ = decode_state == 2'h0;
  assign _056_[2:0] = wrapped ? 3'h7 : 3'h0;
  assign _060_[2:0] = _013_ ? 3'h6 : _056_[2:0];
  assign _058_[2:0] = _014_ ? 3'h5 : _060_[2:0];
  assign _061_[2:0] = _015_ ? 3'h4 : _058_[2:0];
  assign _057_[2:0] = _031_ ? 3'h3 : _061_[2:0];
  assign _059_[2:0] = _040_ ? 3'h2 : _057_[2:0];
  assign refused_code = failed ? 4'ha : { 1'h0, _059_[2:0] };
  drift_job_policy job_policy (
    .abft(abft),
    .action(action),
    .block_index(descriptor[143:128]),
    .blocks_table(blocks_table),
    .checkpoint_interval(checkpoint_interval),
    .checkpoint_write(checkpoint_write),
    .clk(clk),
    .correct(correct),
    .flag_abft(descriptor[0]),
    .flag_action(descriptor[4:2]),
    .flag_checkpoint_write(descriptor[7]),
    .flag_correct(descriptor[1]),
    .flag_override(descriptor[5]),
    .leading(leading),
    .point(point),
    .rst(rst),
    .start(start),
    .timestep(descriptor[159:144]),
    .timesteps(timesteps),
    .trailing(trailing)
  );
  drift_job_sizes job_sizes (
    .address_a(descriptor[231:192]),
    .address_b(descriptor[295:256]),
    .address_checkpoint(descriptor[487:448]),
    .address_output(descriptor[359:320]),
    .address_table(descriptor[423:384]),
    .busy(busy),
    .clk(clk),
    .last_column_block(last_column_block),
    .last_columns(last_columns),
    .last_row_block(last_row_block),
    .last_rows(last_rows),
    .row_bytes(row_bytes),
    .row_major(descriptor[8]),
    .row_step(row_step),
    .rst(rst),
    .size_k(descriptor[79:64]),
    .size_m(descriptor[47:32]),
    .size_n(descriptor[111:96]),
    .start(start),
    .tiles(tiles),
    .use_checkpoint(unused_job_sizes_use_checkpoint),
    .wrapped(wrapped)
  );
  assign _057_[3] = 1'h0;
  assign _058_[3] = 1'h0;
  assign _059_[3] = 1'h0;
  assign _060_[3] = 1'h0;
  assign _061_[3] = 1'h0;
  assign _056_[3] = 1'h0;
  assign job_record = { checkpoint_write, action[1:0], correct, abft, point, row_step, row_bytes, last_columns, last_rows, last_column_block, last_row_block, descriptor[8], descriptor[6], descriptor[487:448], descriptor[359:320], descriptor[423:384], descriptor[295:256], descriptor[231:192], descriptor[79:64], index, slot };
  assign job_fence = descriptor[9];
endmodule

module drift_job_sizes(rst, start, size_m, size_k, size_n, address_a, address_b, address_table, address_output, address_checkpoint, row_major, use_checkpoint, busy, last_row_block, last_column_block, last_rows, last_columns, tiles, wrapped, row_bytes, row_step
, clk);
  input wire rst;
  input wire start;
  input wire [15:0] size_m;
  input wire [15:0] size_k;
  input wire [15:0] size_n;
  input wire [39:0] address_a;
  input wire [39:0] address_b;
  input wire [39:0] address_table;
  input wire [39:0] address_output;
  input wire [39:0] address_checkpoint;
  input wire row_major;
  input wire use_checkpoint;
  output wire busy;
  output wire [15:0] last_row_block;
  output wire [15:0] last_column_block;
  output wire [5:0] last_rows;
  output wire [5:0] last_columns;
  output reg [31:0] tiles;
  output reg wrapped;
  output wire [23:0] row_bytes;
  output wire [25:0] row_step;
  input wire clk;
  wire _000_;
  wire _001_;
  wire _002_;
  wire _003_;
  wire _004_;
  wire _005_;
  wire [15:0] _006_;
  wire [39:0] _007_;
  wire [40:0] _008_;
  wire [15:0] _009_;
  wire [15:0] _010_;
  wire _011_;
  wire [15:0] _012_;
  wire [22:0] _013_;
  wire [15:0] _014_;
  wire _015_;
  wire [15:0] _016_;
  wire [40:0] _017_;
  wire [22:0] _018_;
  wire [15:0] _019_;
  wire _020_;
  wire [15:0] _021_;
  wire _022_;
  wire [38:0] _023_;
  wire [39:0] _024_;
  wire [39:0] _025_;
  wire [5:0] _026_;
  wire _027_;
  wire _028_;
  wire [38:0] _029_;
  wire [39:0] _030_;
  wire [39:0] _031_;
  wire [5:0] _032_;
  wire _033_;
  wire [10:0] _034_;
  wire [15:0] _035_;
  wire [22:0] _036_;
  wire [4:0] _037_;
  wire _038_;
  wire [40:0] _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire _043_;
  wire _044_;
  wire _045_;
  wire [15:0] _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire _051_;
  wire _052_;
  wire _053_;
  wire _054_;
  wire _055_;
  wire _056_;
  wire _057_;
  wire _058_;
  wire _059_;
  wire _060_;
  wire _061_;
  wire _062_;
  wire _063_;
  wire _064_;
  wire _065_;
  wire _066_;
  wire _067_;
  wire [2:0] _068_;
  wire _069_;
  wire [2:0] _070_;
  wire [2:0] _071_;
  wire [2:0] _072_;
  wire [5:0] _073_;
  wire [15:0] _074_;
  wire [15:0] _075_;
  wire [15:0] _076_;
  wire [15:0] _077_;
  wire [15:0] _078_;
  wire [15:0] _079_;
  wire [39:0] _080_;
  wire [39:0] _081_;
  wire [39:0] _082_;
  wire [22:0] _083_;
  wire [39:0] _084_;
  wire [39:0] _085_;
  wire [39:0] _086_;
  wire [39:0] _087_;
  wire [39:0] _088_;
  wire [40:0] _089_;
  wire [39:0] _090_;
  wire [40:0] _091_;
  wire [40:0] _092_;
  wire [40:0] _093_;
  wire _094_;
  wire _095_;
  wire _096_;
  wire _097_;
  wire _098_;
  wire _099_;
  wire [1:0] _100_;
  wire [1:0] _101_;
  wire [1:0] _102_;
  wire _103_;
  wire _104_;
  wire [1:0] _105_;
  wire _106_;
  wire [1:0] _107_;
  wire _108_;
  wire [1:0] _109_;
  wire _110_;
  wire _111_;
  wire _112_;
  wire _113_;
  wire _114_;
  wire _115_;
  wire _116_;
  wire _117_;
  wire _118_;
  wire _119_;
  wire _120_;
  wire _121_;
  wire _122_;
  wire _123_;
  wire _124_;
  wire [40:0] _125_;
  wire [40:0] _126_;
  wire _127_;
  wire _128_;
  wire _129_;
  wire _130_;
  wire _131_;
  wire _132_;
  wire _133_;
  wire [39:0] _134_;
  wire _135_;
  wire _136_;
  wire _137_;
  wire _138_;
  wire _139_;
  wire _140_;
  wire _141_;
  wire [15:0] _142_;
  wire _143_;
  wire _144_;
  wire _145_;
  wire _146_;
  wire _147_;
  wire _148_;
  wire _149_;
  wire _150_;
  wire _151_;
  wire beyond;
  wire column_busy;
  wire [15:0] column_remainder;
  wire done;
  reg [39:0] multiplicand;
  reg [15:0] multiplier;
  wire multiply;
  reg [2:0] product;
  wire row_busy;
  wire [15:0] row_remainder;
  reg [1:0] sizes_state;
  reg [40:0] total;
  wire [15:0] unused_column_divider_dividend;
  wire [15:0] unused_row_divider_dividend;
  assign _024_ = { 8'h00, tiles } << 4'ha;
  assign _025_ = row_major ? { 1'h0, _023_ } : _024_;
  assign _026_ = row_major ? 6'h20 : 6'h01;
  assign _027_ = wrapped | beyond;
  assign _029_ = { 7'h00, tiles } << 3'h5;
  assign _030_ = { 8'h00, tiles } << 4'ha;
  assign _031_ = row_major ? { 1'h0, _029_ } : _030_;
  assign _032_ = row_major ? 6'h20 : 6'h01;
  assign _033_ = wrapped | beyond;
  assign _034_ = row_major ? 11'h020 : 11'h400;
  assign _035_ = last_column_block + 16'h0001;
  assign _036_ = { 7'h00, _035_ } << 3'h5;
  assign _037_ = row_major ? 5'h1f : 5'h00;
  assign _038_ = beyond & use_checkpoint;
  assign _040_ = wrapped | _038_;
  assign _041_ = row_busy | column_busy;
  assign _042_ = ~ _041_;
  assign unused_row_divider_dividend = size_m - 16'h0001;
  assign unused_column_divider_dividend = size_n - 16'h0001;
  assign last_rows = row_remainder[5:0] + 6'h01;
  assign last_columns = column_remainder[5:0] + 6'h01;
  assign _017_ = total >> 6'h28;
  assign _028_ = _017_ != 41'h00000000000;
  assign _039_ = total >> 6'h28;
  assign _043_ = _039_ != 41'h00000000001;
  assign _044_ = total[39:0] != 40'h0000000000;
  assign _045_ = _043_ | _044_;
  assign beyond = _028_ & _045_;
  assign _046_ = last_column_block + 16'h0001;
  assign row_bytes[22:0] = { 7'h00, _046_ } << 3'h5;
  assign _000_ = multiplier == 16'h0000;
  assign _001_ = product == 3'h7;
  assign done = _000_ & _001_;
  assign _002_ = row_busy | column_busy;
  assign _003_ = ~ _002_;
  assign busy = ~ _004_;
  assign _004_ = sizes_state == 2'h0;
  assign _005_ = multiplier != 16'h0000;
  assign _006_ = multiplier >> 1'h1;
  assign _007_ = multiplicand << 1'h1;
  assign _008_ = total + { 1'h0, multiplicand };
  assign _009_ = last_column_block + 16'h0001;
  assign _010_ = last_row_block + 16'h0001;
  assign _011_ = | size_k[0];
  assign _012_ = { 1'h0, size_k[15:1] } + { 15'h0000, _011_ };
  assign _013_ = { 7'h00, _012_ } << 3'h6;
  assign _014_ = last_row_block + 16'h0001;
  assign _015_ = | size_k[0];
  assign _016_ = { 1'h0, size_k[15:1] } + { 15'h0000, _015_ };
  assign _018_ = { 7'h00, _016_ } << 3'h6;
  assign _019_ = last_column_block + 16'h0001;
  assign _020_ = wrapped | beyond;
  assign _021_ = last_column_block + 16'h0001;
  assign _022_ = wrapped | beyond;
  assign _023_ = { 7'h00, tiles } << 3'h5;
  always @(posedge clk)
    if (multiply) product <= 3'h0;
    else if (!_005_) product <= _072_;
  always @(posedge clk)
    if (multiply) multiplier <= 16'h0000;
    else multiplier <= _142_;
  always @(posedge clk)
    if (!multiply) multiplicand <= _134_;
  always @(posedge clk)
    if (!multiply) total <= _126_;
  always @(posedge clk)
    if (_103_) tiles <= total[31:0];
  always @(posedge clk)
    if (_104_) wrapped <= _099_;
  always @(posedge clk)
    if (rst) sizes_state <= 2'h0;
    else sizes_state <= _102_;
  assign _056_ = _144_ | _143_;
  assign _057_ = _148_ | _147_;
  assign _058_ = _136_ | _135_;
  assign _059_ = _140_ | _139_;
  assign _060_ = _128_ | _127_;
  assign _061_ = _132_ | _131_;
  assign _062_ = _119_ | _118_;
  assign _063_ = _123_ | _122_;
  assign _064_ = _115_ | _114_;
  assign _065_ = _108_ | _106_;
  assign _051_ = | { _056_, _145_, _146_ };
  assign _052_ = | { _058_, _137_, _138_ };
  assign _053_ = | { _060_, _129_, _130_ };
  assign _054_ = | { _062_, _120_, _121_ };
  assign _055_ = | { _111_, _112_, _113_ };
  assign _066_ = _143_ ? 1'h1 : 1'h0;
  assign _067_ = _145_ ? 1'h1 : 1'h0;
  assign _068_ = _056_ ? { 2'h3, _066_ } : { 2'h2, _067_ };
  assign _069_ = _147_ ? 1'h1 : 1'h0;
  assign _070_ = _149_ ? 3'h1 : product;
  assign _071_ = _057_ ? { 2'h1, _069_ } : _070_;
  assign _072_ = _051_ ? _068_ : _071_;
  assign _073_ = _135_ ? { 1'h0, _037_ } : _032_;
  assign _074_ = _137_ ? { 10'h000, _026_ } : _021_;
  assign _075_ = _058_ ? { 10'h000, _073_ } : _074_;
  assign _076_ = _139_ ? _019_ : _014_;
  assign _077_ = _141_ ? _010_ : multiplier;
  assign _078_ = _059_ ? _076_ : _077_;
  assign _079_ = _052_ ? _075_ : _078_;
  assign _080_ = _127_ ? { 17'h00000, _036_ } : _031_;
  assign _081_ = _129_ ? _025_ : 40'h0000000100;
  assign _082_ = _060_ ? _080_ : _081_;
  assign _083_ = _131_ ? _018_ : _013_;
  assign _084_ = _133_ ? { 24'h000000, _009_ } : multiplicand;
  assign _085_ = _061_ ? { 17'h00000, _083_ } : _084_;
  assign _086_ = _053_ ? _082_ : _085_;
  assign _087_ = _118_ ? { 29'h00000000, _034_ } : address_checkpoint;
  assign _088_ = _120_ ? address_output : address_table;
  assign _089_ = _062_ ? { 1'h0, _087_ } : { 1'h0, _088_ };
  assign _090_ = _122_ ? address_b : address_a;
  assign _091_ = _124_ ? 41'h00000000000 : total;
  assign _092_ = _063_ ? { 1'h0, _090_ } : _091_;
  assign _093_ = _054_ ? _089_ : _092_;
  assign _094_ = _112_ ? _033_ : _027_;
  assign _095_ = _111_ ? _040_ : _094_;
  assign _096_ = _114_ ? _022_ : _020_;
  assign _097_ = _116_ ? 1'h0 : wrapped;
  assign _098_ = _064_ ? _096_ : _097_;
  assign _099_ = _055_ ? _095_ : _098_;
  assign _100_ = _106_ ? _105_ : _107_;
  assign _101_ = _110_ ? _109_ : sizes_state;
  assign _102_ = _065_ ? _100_ : _101_;
  assign _103_ = & { _117_, _048_, _047_ };
  assign _104_ = & { _050_, _049_ };
  assign _047_ = ~ _005_;
  assign _048_ = ~ multiply;
  assign _049_ = ~ _005_;
  assign _050_ = ~ multiply;
  assign _105_ = done ? 2'h0 : sizes_state;
  assign _106_ = sizes_state == 2'h2;
  assign _107_ = _042_ ? 2'h2 : sizes_state;
  assign _108_ = sizes_state == 2'h1;
  assign _109_ = start ? 2'h1 : sizes_state;
  assign _110_ = sizes_state == 2'h0;
  assign _111_ = product == 3'h6;
  assign _112_ = product == 3'h5;
  assign _113_ = product == 3'h4;
  assign _114_ = product == 3'h3;
  assign _115_ = product == 3'h2;
  assign _116_ = product == 3'h1;
  assign _117_ = product == 3'h1;
  assign _118_ = product == 3'h6;
  assign _119_ = product == 3'h5;
  assign _120_ = product == 3'h4;
  assign _121_ = product == 3'h3;
  assign _122_ = product == 3'h2;
  assign _123_ = product == 3'h1;
  assign _124_ = product == 3'h0;
  assign _125_ = multiplier[0] ? _008_ : total;
  assign _126_ = _005_ ? _125_ : _093_;
  assign _127_ = product == 3'h6;
  assign _128_ = product == 3'h5;
  assign _129_ = product == 3'h4;
  assign _130_ = product == 3'h3;
  assign _131_ = product == 3'h2;
  assign _132_ = product == 3'h1;
  assign _133_ = product == 3'h0;
  assign _134_ = _005_ ? _007_ : _086_;
  assign _135_ = product == 3'h6;
  assign _136_ = product == 3'h5;
  assign _137_ = product == 3'h4;
  assign _138_ = product == 3'h3;
  assign _139_ = product == 3'h2;
  assign _140_ = product == 3'h1;
  assign _141_ = product == 3'h0;
  assign _142_ = _005_ ? _006_ : _079_;
  assign _143_ = product == 3'h6;
  assign _144_ = product == 3'h5;
  assign _145_ = product == 3'h4;
  assign _146_ = product == 3'h3;
  assign _147_ = product == 3'h2;
  assign _148_ = product == 3'h1;
  assign _149_ = product == 3'h0;
  assign _150_ = _003_ ? 1'h1 : 1'h0;
  assign multiply = _151_ ? _150_ : 1'h0;
  assign _151_ = sizes_state == 2'h1;
  drift_divider column_divider (
    .busy(column_busy),
    .clk(clk),
    .dividend(unused_column_divider_dividend),
    .divisor(16'h0020),
    .quotient(last_column_block),
    .remainder(column_remainder),
    .rst(rst),
    .start(start)
  );
  drift_divider row_divider (
    .busy(row_busy),
    .clk(clk),
    .dividend(unused_row_divider_dividend),
    .divisor(16'h0020),
    .quotient(last_row_block),
    .remainder(row_remainder),
    .rst(rst),
    .start(start)
  );
  assign row_step = total[25:0];
  assign row_bytes[23] = 1'h0;
endmodule

module drift_job_policy(rst, start, block_index, timestep, flag_abft, flag_correct, flag_action, flag_override, flag_checkpoint_write, checkpoint_interval, timesteps, leading, trailing, blocks_table, point, abft, correct, action, checkpoint_write, clk);
  input wire rst;
  input wire start;
  input wire [15:0] block_index;
  input wire [15:0] timestep;
  input wire flag_abft;
  input wire flag_correct;
  input wire [2:0] flag_action;
  input wire flag_override;
  input wire flag_checkpoint_write;
  input wire [15:0] checkpoint_interval;
  input wire [15:0] timesteps;
  input wire [15:0] leading;
  input wire [15:0] trailing;
  input wire [1023:0] blocks_table;
  output reg [3:0] point;
  output reg abft;
  output reg correct;
  output reg [2:0] action;
  output wire checkpoint_write;
  input wire clk;
  wire _000_;
  wire _001_;
  wire _002_;
  wire _003_;
  wire _004_;
  wire [2:0] _005_;
  wire [16:0] _006_;
  wire _007_;
  wire _008_;
  wire _009_;
  wire _010_;
  wire _011_;
  wire _012_;
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
  wire _023_;
  wire _024_;
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
  wire _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire _043_;
  wire _044_;
  wire _045_;
  wire _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire _051_;
  wire _052_;
  wire _053_;
  wire _054_;
  wire _055_;
  wire _056_;
  wire _057_;
  wire _058_;
  wire _059_;
  wire _060_;
  wire _061_;
  wire _062_;
  wire _063_;
  wire _064_;
  wire _065_;
  wire _066_;
  wire _067_;
  wire _068_;
  wire _069_;
  wire _070_;
  wire _071_;
  wire _072_;
  wire _073_;
  wire [3:0] _074_;
  wire [3:0] _075_;
  wire [3:0] _076_;
  wire [3:0] _077_;
  wire [3:0] _078_;
  wire [3:0] _079_;
  wire [3:0] _080_;
  wire [3:0] _081_;
  wire [3:0] _082_;
  wire [3:0] _083_;
  wire [3:0] _084_;
  wire [3:0] _085_;
  wire [3:0] _086_;
  wire [3:0] _087_;
  wire [3:0] _088_;
  wire [3:0] _089_;
  wire [3:0] _090_;
  wire [3:0] _091_;
  wire [3:0] _092_;
  wire [3:0] _093_;
  wire [3:0] _094_;
  wire [3:0] _095_;
  wire [3:0] _096_;
  wire [3:0] _097_;
  wire [3:0] _098_;
  wire [3:0] _099_;
  wire [3:0] _100_;
  wire [3:0] _101_;
  wire [3:0] _102_;
  wire [3:0] _103_;
  wire [3:0] _104_;
  wire [3:0] _105_;
  wire [3:0] _106_;
  wire [3:0] _107_;
  wire [3:0] _108_;
  wire [3:0] _109_;
  wire [3:0] _110_;
  wire [3:0] _111_;
  wire [3:0] _112_;
  wire [3:0] _113_;
  wire [3:0] _114_;
  wire [3:0] _115_;
  wire [3:0] _116_;
  wire [3:0] _117_;
  wire [3:0] _118_;
  wire [3:0] _119_;
  wire [3:0] _120_;
  wire [3:0] _121_;
  wire [3:0] _122_;
  wire [3:0] _123_;
  wire [3:0] _124_;
  wire [3:0] _125_;
  wire [3:0] _126_;
  wire [3:0] _127_;
  wire [3:0] _128_;
  wire [3:0] _129_;
  wire [3:0] _130_;
  wire [3:0] _131_;
  wire [3:0] _132_;
  wire [3:0] _133_;
  wire [3:0] _134_;
  wire [3:0] _135_;
  wire _136_;
  wire _137_;
  wire _138_;
  wire _139_;
  wire _140_;
  wire _141_;
  wire _142_;
  wire _143_;
  wire _144_;
  wire _145_;
  wire _146_;
  wire _147_;
  wire _148_;
  wire _149_;
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
  wire [2:0] _167_;
  wire [2:0] _168_;
  wire [2:0] _169_;
  wire [2:0] _170_;
  wire [2:0] _171_;
  wire [2:0] _172_;
  wire [2:0] _173_;
  wire [2:0] _174_;
  wire [2:0] _175_;
  wire [2:0] _176_;
  wire [2:0] _177_;
  wire [2:0] _178_;
  wire [2:0] _179_;
  wire [2:0] _180_;
  wire [2:0] _181_;
  wire [2:0] _182_;
  wire [2:0] _183_;
  wire [2:0] _184_;
  wire [2:0] _185_;
  wire [2:0] _186_;
  wire [2:0] _187_;
  wire [2:0] _188_;
  wire [2:0] _189_;
  wire [2:0] _190_;
  wire [2:0] _191_;
  wire [2:0] _192_;
  wire [2:0] _193_;
  wire [2:0] _194_;
  wire [2:0] _195_;
  wire [2:0] _196_;
  wire [2:0] _197_;
  wire _198_;
  wire _199_;
  wire _200_;
  wire _201_;
  wire _202_;
  wire _203_;
  wire _204_;
  wire _205_;
  wire _206_;
  wire _207_;
  wire _208_;
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
  wire _228_;
  wire _229_;
  wire _230_;
  wire _231_;
  wire _232_;
  wire _233_;
  wire _234_;
  wire _235_;
  wire _236_;
  wire _237_;
  wire _238_;
  wire _239_;
  wire _240_;
  wire _241_;
  wire _242_;
  wire _243_;
  wire _244_;
  wire _245_;
  wire _246_;
  wire _247_;
  wire _248_;
  wire _249_;
  wire _250_;
  wire _251_;
  wire _252_;
  wire _253_;
  wire _254_;
  wire _255_;
  wire _256_;
  wire _257_;
  wire _258_;
  wire _259_;
  wire _260_;
  wire _261_;
  wire _262_;
  wire _263_;
  wire _264_;
  wire _265_;
  wire _266_;
  wire _267_;
  wire _268_;
  wire _269_;
  wire _270_;
  wire _271_;
  wire _272_;
  wire _273_;
  wire _274_;
  wire _275_;
  wire _276_;
  wire _277_;
  wire _278_;
  wire _279_;
  wire _280_;
  wire _281_;
  wire _282_;
  wire _283_;
  wire _284_;
  wire _285_;
  wire _286_;
  wire _287_;
  wire _288_;
  wire _289_;
  wire _290_;
  wire _291_;
  wire _292_;
  wire _293_;
  wire _294_;
  wire _295_;
  wire _296_;
  wire _297_;
  wire _298_;
  wire _299_;
  wire _300_;
  wire _301_;
  wire _302_;
  wire _303_;
  wire _304_;
  wire _305_;
  wire _306_;
  wire _307_;
  wire _308_;
  wire _309_;
  wire _310_;
  wire _311_;
  wire _312_;
  wire _313_;
  wire _314_;
  wire _315_;
  wire _316_;
  wire _317_;
  wire _318_;
  wire _319_;
  wire _320_;
  wire _321_;
  wire _322_;
  wire _323_;
  wire _324_;
  wire _325_;
  wire [2:0] block_action;
  wire block_correct;
  wire [3:0] block_sensitive;
  wire [3:0] block_tolerant;
  wire [3:0] chosen_point;
  reg [15:0] interval;
  wire sensitive;
  wire [15:0] timestep_interval_remainder;
  wire unused_interval_divider_busy;
  wire [15:0] unused_interval_divider_quotient;
  assign _000_ = timestep < leading;
  assign _006_ = { 1'h0, timestep } + { 1'h0, trailing };
  assign _007_ = _006_ >= { 1'h0, timesteps };
  assign sensitive = _000_ | _007_;
  assign chosen_point = sensitive ? block_sensitive : block_tolerant;
  assign _008_ = timestep == 16'h0000;
  assign _009_ = interval == 16'h0001;
  assign _010_ = _008_ | _009_;
  assign _011_ = timestep_interval_remainder == 16'h0001;
  assign _012_ = _010_ | _011_;
  assign _013_ = interval != 16'h0000;
  assign _001_ = _012_ & _013_;
  assign checkpoint_write = flag_checkpoint_write & _001_;
  assign _002_ = chosen_point < 4'h4;
  assign _003_ = flag_override ? flag_correct : block_correct;
  assign _004_ = flag_abft & _003_;
  assign _005_ = flag_override ? flag_action : block_action;
  always @(posedge clk)
    if (start)
      if (!_002_) point <= 4'h0;
      else point <= chosen_point;
  always @(posedge clk)
    if (start) abft <= flag_abft;
  always @(posedge clk)
    if (start) correct <= _004_;
  always @(posedge clk)
    if (start)
      if (!flag_abft) action <= 3'h0;
      else action <= _005_;
  always @(posedge clk)
    if (start) interval <= checkpoint_interval;
  assign _042_ = _295_ | _294_;
  assign _043_ = _299_ | _298_;
  assign _044_ = _303_ | _302_;
  assign _045_ = _307_ | _306_;
  assign _046_ = _311_ | _310_;
  assign _047_ = _315_ | _314_;
  assign _048_ = _319_ | _318_;
  assign _049_ = _323_ | _322_;
  assign _050_ = _263_ | _262_;
  assign _051_ = _267_ | _266_;
  assign _052_ = _271_ | _270_;
  assign _053_ = _275_ | _274_;
  assign _054_ = _279_ | _278_;
  assign _055_ = _283_ | _282_;
  assign _056_ = _287_ | _286_;
  assign _057_ = _291_ | _290_;
  assign _058_ = _231_ | _230_;
  assign _059_ = _235_ | _234_;
  assign _060_ = _239_ | _238_;
  assign _061_ = _243_ | _242_;
  assign _062_ = _247_ | _246_;
  assign _063_ = _251_ | _250_;
  assign _064_ = _255_ | _254_;
  assign _065_ = _259_ | _258_;
  assign _066_ = _199_ | _198_;
  assign _067_ = _203_ | _202_;
  assign _068_ = _207_ | _206_;
  assign _069_ = _211_ | _210_;
  assign _070_ = _215_ | _214_;
  assign _071_ = _219_ | _218_;
  assign _072_ = _223_ | _222_;
  assign _073_ = _227_ | _226_;
  assign _014_ = | { _042_, _296_, _297_ };
  assign _015_ = | { _044_, _304_, _305_ };
  assign _016_ = | { _014_, _043_, _300_, _301_ };
  assign _017_ = | { _046_, _312_, _313_ };
  assign _018_ = | { _048_, _320_, _321_ };
  assign _019_ = | { _017_, _047_, _316_, _317_ };
  assign _020_ = | { _016_, _015_, _045_, _308_, _309_ };
  assign _021_ = | { _050_, _264_, _265_ };
  assign _022_ = | { _052_, _272_, _273_ };
  assign _023_ = | { _021_, _051_, _268_, _269_ };
  assign _024_ = | { _054_, _280_, _281_ };
  assign _025_ = | { _056_, _288_, _289_ };
  assign _026_ = | { _024_, _055_, _284_, _285_ };
  assign _027_ = | { _023_, _022_, _053_, _276_, _277_ };
  assign _028_ = | { _058_, _232_, _233_ };
  assign _029_ = | { _060_, _240_, _241_ };
  assign _030_ = | { _028_, _059_, _236_, _237_ };
  assign _031_ = | { _062_, _248_, _249_ };
  assign _032_ = | { _064_, _256_, _257_ };
  assign _033_ = | { _031_, _063_, _252_, _253_ };
  assign _034_ = | { _030_, _029_, _061_, _244_, _245_ };
  assign _035_ = | { _066_, _200_, _201_ };
  assign _036_ = | { _068_, _208_, _209_ };
  assign _037_ = | { _035_, _067_, _204_, _205_ };
  assign _038_ = | { _070_, _216_, _217_ };
  assign _039_ = | { _072_, _224_, _225_ };
  assign _040_ = | { _038_, _071_, _220_, _221_ };
  assign _041_ = | { _037_, _036_, _069_, _212_, _213_ };
  assign _074_ = _294_ ? blocks_table[995:992] : blocks_table[963:960];
  assign _075_ = _296_ ? blocks_table[931:928] : blocks_table[899:896];
  assign _076_ = _042_ ? _074_ : _075_;
  assign _077_ = _298_ ? blocks_table[867:864] : blocks_table[835:832];
  assign _078_ = _300_ ? blocks_table[803:800] : blocks_table[771:768];
  assign _079_ = _043_ ? _077_ : _078_;
  assign _080_ = _014_ ? _076_ : _079_;
  assign _081_ = _302_ ? blocks_table[739:736] : blocks_table[707:704];
  assign _082_ = _304_ ? blocks_table[675:672] : blocks_table[643:640];
  assign _083_ = _044_ ? _081_ : _082_;
  assign _084_ = _306_ ? blocks_table[611:608] : blocks_table[579:576];
  assign _085_ = _308_ ? blocks_table[547:544] : blocks_table[515:512];
  assign _086_ = _045_ ? _084_ : _085_;
  assign _087_ = _015_ ? _083_ : _086_;
  assign _088_ = _016_ ? _080_ : _087_;
  assign _089_ = _310_ ? blocks_table[483:480] : blocks_table[451:448];
  assign _090_ = _312_ ? blocks_table[419:416] : blocks_table[387:384];
  assign _091_ = _046_ ? _089_ : _090_;
  assign _092_ = _314_ ? blocks_table[355:352] : blocks_table[323:320];
  assign _093_ = _316_ ? blocks_table[291:288] : blocks_table[259:256];
  assign _094_ = _047_ ? _092_ : _093_;
  assign _095_ = _017_ ? _091_ : _094_;
  assign _096_ = _318_ ? blocks_table[227:224] : blocks_table[195:192];
  assign _097_ = _320_ ? blocks_table[163:160] : blocks_table[131:128];
  assign _098_ = _048_ ? _096_ : _097_;
  assign _099_ = _322_ ? blocks_table[99:96] : blocks_table[67:64];
  assign _100_ = _325_ ? blocks_table[3:0] : 4'h0;
  assign _101_ = _324_ ? blocks_table[35:32] : _100_;
  assign _102_ = _049_ ? _099_ : _101_;
  assign _103_ = _018_ ? _098_ : _102_;
  assign _104_ = _019_ ? _095_ : _103_;
  assign block_tolerant = _020_ ? _088_ : _104_;
  assign _105_ = _262_ ? blocks_table[999:996] : blocks_table[967:964];
  assign _106_ = _264_ ? blocks_table[935:932] : blocks_table[903:900];
  assign _107_ = _050_ ? _105_ : _106_;
  assign _108_ = _266_ ? blocks_table[871:868] : blocks_table[839:836];
  assign _109_ = _268_ ? blocks_table[807:804] : blocks_table[775:772];
  assign _110_ = _051_ ? _108_ : _109_;
  assign _111_ = _021_ ? _107_ : _110_;
  assign _112_ = _270_ ? blocks_table[743:740] : blocks_table[711:708];
  assign _113_ = _272_ ? blocks_table[679:676] : blocks_table[647:644];
  assign _114_ = _052_ ? _112_ : _113_;
  assign _115_ = _274_ ? blocks_table[615:612] : blocks_table[583:580];
  assign _116_ = _276_ ? blocks_table[551:548] : blocks_table[519:516];
  assign _117_ = _053_ ? _115_ : _116_;
  assign _118_ = _022_ ? _114_ : _117_;
  assign _119_ = _023_ ? _111_ : _118_;
  assign _120_ = _278_ ? blocks_table[487:484] : blocks_table[455:452];
  assign _121_ = _280_ ? blocks_table[423:420] : blocks_table[391:388];
  assign _122_ = _054_ ? _120_ : _121_;
  assign _123_ = _282_ ? blocks_table[359:356] : blocks_table[327:324];
  assign _124_ = _284_ ? blocks_table[295:292] : blocks_table[263:260];
  assign _125_ = _055_ ? _123_ : _124_;
  assign _126_ = _024_ ? _122_ : _125_;
  assign _127_ = _286_ ? blocks_table[231:228] : blocks_table[199:196];
  assign _128_ = _288_ ? blocks_table[167:164] : blocks_table[135:132];
  assign _129_ = _056_ ? _127_ : _128_;
  assign _130_ = _290_ ? blocks_table[103:100] : blocks_table[71:68];
  assign _131_ = _293_ ? blocks_table[7:4] : 4'h0;
  assign _132_ = _292_ ? blocks_table[39:36] : _131_;
  assign _133_ = _057_ ? _130_ : _132_;
  assign _134_ = _025_ ? _129_ : _133_;
  assign _135_ = _026_ ? _126_ : _134_;
  assign block_sensitive = _027_ ? _119_ : _135_;
  assign _136_ = _230_ ? blocks_table[1000] : blocks_table[968];
  assign _137_ = _232_ ? blocks_table[936] : blocks_table[904];
  assign _138_ = _058_ ? _136_ : _137_;
  assign _139_ = _234_ ? blocks_table[872] : blocks_table[840];
  assign _140_ = _236_ ? blocks_table[808] : blocks_table[776];
  assign _141_ = _059_ ? _139_ : _140_;
  assign _142_ = _028_ ? _138_ : _141_;
  assign _143_ = _238_ ? blocks_table[744] : blocks_table[712];
  assign _144_ = _240_ ? blocks_table[680] : blocks_table[648];
  assign _145_ = _060_ ? _143_ : _144_;
  assign _146_ = _242_ ? blocks_table[616] : blocks_table[584];
  assign _147_ = _244_ ? blocks_table[552] : blocks_table[520];
  assign _148_ = _061_ ? _146_ : _147_;
  assign _149_ = _029_ ? _145_ : _148_;
  assign _150_ = _030_ ? _142_ : _149_;
  assign _151_ = _246_ ? blocks_table[488] : blocks_table[456];
  assign _152_ = _248_ ? blocks_table[424] : blocks_table[392];
  assign _153_ = _062_ ? _151_ : _152_;
  assign _154_ = _250_ ? blocks_table[360] : blocks_table[328];
  assign _155_ = _252_ ? blocks_table[296] : blocks_table[264];
  assign _156_ = _063_ ? _154_ : _155_;
  assign _157_ = _031_ ? _153_ : _156_;
  assign _158_ = _254_ ? blocks_table[232] : blocks_table[200];
  assign _159_ = _256_ ? blocks_table[168] : blocks_table[136];
  assign _160_ = _064_ ? _158_ : _159_;
  assign _161_ = _258_ ? blocks_table[104] : blocks_table[72];
  assign _162_ = _261_ ? blocks_table[8] : 1'h0;
  assign _163_ = _260_ ? blocks_table[40] : _162_;
  assign _164_ = _065_ ? _161_ : _163_;
  assign _165_ = _032_ ? _160_ : _164_;
  assign _166_ = _033_ ? _157_ : _165_;
  assign block_correct = _034_ ? _150_ : _166_;
  assign _167_ = _198_ ? blocks_table[1003:1001] : blocks_table[971:969];
  assign _168_ = _200_ ? blocks_table[939:937] : blocks_table[907:905];
  assign _169_ = _066_ ? _167_ : _168_;
  assign _170_ = _202_ ? blocks_table[875:873] : blocks_table[843:841];
  assign _171_ = _204_ ? blocks_table[811:809] : blocks_table[779:777];
  assign _172_ = _067_ ? _170_ : _171_;
  assign _173_ = _035_ ? _169_ : _172_;
  assign _174_ = _206_ ? blocks_table[747:745] : blocks_table[715:713];
  assign _175_ = _208_ ? blocks_table[683:681] : blocks_table[651:649];
  assign _176_ = _068_ ? _174_ : _175_;
  assign _177_ = _210_ ? blocks_table[619:617] : blocks_table[587:585];
  assign _178_ = _212_ ? blocks_table[555:553] : blocks_table[523:521];
  assign _179_ = _069_ ? _177_ : _178_;
  assign _180_ = _036_ ? _176_ : _179_;
  assign _181_ = _037_ ? _173_ : _180_;
  assign _182_ = _214_ ? blocks_table[491:489] : blocks_table[459:457];
  assign _183_ = _216_ ? blocks_table[427:425] : blocks_table[395:393];
  assign _184_ = _070_ ? _182_ : _183_;
  assign _185_ = _218_ ? blocks_table[363:361] : blocks_table[331:329];
  assign _186_ = _220_ ? blocks_table[299:297] : blocks_table[267:265];
  assign _187_ = _071_ ? _185_ : _186_;
  assign _188_ = _038_ ? _184_ : _187_;
  assign _189_ = _222_ ? blocks_table[235:233] : blocks_table[203:201];
  assign _190_ = _224_ ? blocks_table[171:169] : blocks_table[139:137];
  assign _191_ = _072_ ? _189_ : _190_;
  assign _192_ = _226_ ? blocks_table[107:105] : blocks_table[75:73];
  assign _193_ = _229_ ? blocks_table[11:9] : 3'h0;
  assign _194_ = _228_ ? blocks_table[43:41] : _193_;
  assign _195_ = _073_ ? _192_ : _194_;
  assign _196_ = _039_ ? _191_ : _195_;
  assign _197_ = _040_ ? _188_ : _196_;
  assign block_action = _041_ ? _181_ : _197_;
  assign _198_ = block_index == 16'h001f;
  assign _199_ = block_index == 16'h001e;
  assign _200_ = block_index == 16'h001d;
  assign _201_ = block_index == 16'h001c;
  assign _202_ = block_index == 16'h001b;
  assign _203_ = block_index == 16'h001a;
  assign _204_ = block_index == 16'h0019;
  assign _205_ = block_index == 16'h0018;
  assign _206_ = block_index == 16'h0017;
  assign _207_ = block_index == 16'h0016;
  assign _208_ = block_index == 16'h0015;
  assign _209_ = block_index == 16'h0014;
  assign _210_ = block_index == 16'h0013;
  assign _211_ = block_index == 16'h0012;
  assign _212_ = block_index == 16'h0011;
  assign _213_ = block_index == 16'h0010;
  assign _214_ = block_index == 16'h000f;
  assign _215_ = block_index == 16'h000e;
  assign _216_ = block_index == 16'h000d;
  assign _217_ = block_index == 16'h000c;
  assign _218_ = block_index == 16'h000b;
  assign _219_ = block_index == 16'h000a;
  assign _220_ = block_index == 16'h0009;
  assign _221_ = block_index == 16'h0008;
  assign _222_ = block_index == 16'h0007;
  assign _223_ = block_index == 16'h0006;
  assign _224_ = block_index == 16'h0005;
  assign _225_ = block_index == 16'h0004;
  assign _226_ = block_index == 16'h0003;
  assign _227_ = block_index == 16'h0002;
  assign _228_ = block_index == 16'h0001;
  assign _229_ = block_index == 16'h0000;
  assign _230_ = block_index == 16'h001f;
  assign _231_ = block_index == 16'h001e;
  assign _232_ = block_index == 16'h001d;
  assign _233_ = block_index == 16'h001c;
  assign _234_ = block_index == 16'h001b;
  assign _235_ = block_index == 16'h001a;
  assign _236_ = block_index == 16'h0019;
  assign _237_ = block_index == 16'h0018;
  assign _238_ = block_index == 16'h0017;
  assign _239_ = block_index == 16'h0016;
  assign _240_ = block_index == 16'h0015;
  assign _241_ = block_index == 16'h0014;
  assign _242_ = block_index == 16'h0013;
  assign _243_ = block_index == 16'h0012;
  assign _244_ = block_index == 16'h0011;
  assign _245_ = block_index == 16'h0010;
  assign _246_ = block_index == 16'h000f;
  assign _247_ = block_index == 16'h000e;
  assign _248_ = block_index == 16'h000d;
  assign _249_ = block_index == 16'h000c;
  assign _250_ = block_index == 16'h000b;
  assign _251_ = block_index == 16'h000a;
  assign _252_ = block_index == 16'h0009;
  assign _253_ = block_index == 16'h0008;
  assign _254_ = block_index == 16'h0007;
  assign _255_ = block_index == 16'h0006;
  assign _256_ = block_index == 16'h0005;
  assign _257_ = block_index == 16'h0004;
  assign _258_ = block_index == 16'h0003;
  assign _259_ = block_index == 16'h0002;
  assign _260_ = block_index == 16'h0001;
  assign _261_ = block_index == 16'h0000;
  assign _262_ = block_index == 16'h001f;
  assign _263_ = block_index == 16'h001e;
  assign _264_ = block_index == 16'h001d;
  assign _265_ = block_index == 16'h001c;
  assign _266_ = block_index == 16'h001b;
  assign _267_ = block_index == 16'h001a;
  assign _268_ = block_index == 16'h0019;
  assign _269_ = block_index == 16'h0018;
  assign _270_ = block_index == 16'h0017;
  assign _271_ = block_index == 16'h0016;
  assign _272_ = block_index == 16'h0015;
  assign _273_ = block_index == 16'h0014;
  assign _274_ = block_index == 16'h0013;
  assign _275_ = block_index == 16'h0012;
  assign _276_ = block_index == 16'h0011;
  assign _277_ = block_index == 16'h0010;
  assign _278_ = block_index == 16'h000f;
  assign _279_ = block_index == 16'h000e;
  assign _280_ = block_index == 16'h000d;
  assign _281_ = block_index == 16'h000c;
  assign _282_ = block_index == 16'h000b;
  assign _283_ = block_index == 16'h000a;
  assign _284_ = block_index == 16'h0009;
  assign _285_ = block_index == 16'h0008;
  assign _286_ = block_index == 16'h0007;
  assign _287_ = block_index == 16'h0006;
  assign _288_ = block_index == 16'h0005;
  assign _289_ = block_index == 16'h0004;
  assign _290_ = block_index == 16'h0003;
  assign _291_ = block_index == 16'h0002;
  assign _292_ = block_index == 16'h0001;
  assign _293_ = block_index == 16'h0000;
  assign _294_ = block_index == 16'h001f;
  assign _295_ = block_index == 16'h001e;
  assign _296_ = block_index == 16'h001d;
  assign _297_ = block_index == 16'h001c;
  assign _298_ = block_index == 16'h001b;
  assign _299_ = block_index == 16'h001a;
  assign _300_ = block_index == 16'h0019;
  assign _301_ = block_index == 16'h0018;
  assign _302_ = block_index == 16'h0017;
  assign _303_ = block_index == 16'h0016;
  assign _304_ = block_index == 16'h0015;
  assign _305_ = block_index == 16'h0014;
  assign _306_ = block_index == 16'h0013;
  assign _307_ = block_index == 16'h0012;
  assign _308_ = block_index == 16'h0011;
  assign _309_ = block_index == 16'h0010;
  assign _310_ = block_index == 16'h000f;
  assign _311_ = block_index == 16'h000e;
  assign _312_ = block_index == 16'h000d;
  assign _313_ = block_index == 16'h000c;
  assign _314_ = block_index == 16'h000b;
  assign _315_ = block_index == 16'h000a;
  assign _316_ = block_index == 16'h0009;
  assign _317_ = block_index == 16'h0008;
  assign _318_ = block_index == 16'h0007;
  assign _319_ = block_index == 16'h0006;
  assign _320_ = block_index == 16'h0005;
  assign _321_ = block_index == 16'h0004;
  assign _322_ = block_index == 16'h0003;
  assign _323_ = block_index == 16'h0002;
  assign _324_ = block_index == 16'h0001;
  assign _325_ = block_index == 16'h0000;
  drift_divider interval_divider (
    .busy(unused_interval_divider_busy),
    .clk(clk),
    .dividend(timestep),
    .divisor(interval),
    .quotient(unused_interval_divider_quotient),
    .remainder(timestep_interval_remainder),
    .rst(rst),
    .start(start)
  );
endmodule

module drift_divider(rst, start, dividend, divisor, busy, quotient, remainder, clk);
  input wire rst;
  input wire start;
  input wire [15:0] dividend;
  input wire [15:0] divisor;
  output wire busy;
  output reg [15:0] quotient;
  output reg [15:0] remainder;
  input wire clk;
  wire [15:0] _00_;
  wire [15:0] _01_;
  wire [4:0] _02_;
  wire [15:0] _03_;
  wire _04_;
  wire [4:0] _05_;
  wire [4:0] _06_;
  wire [15:0] _07_;
  reg [4:0] bits_to_come;
  wire fits;
  assign _01_ = fits ? _00_ : { remainder[14:0], quotient[15] };
  assign _02_ = bits_to_come - 5'h01;
  always @(posedge clk)
    quotient <= _03_;
  assign busy = bits_to_come != 5'h00;
  assign fits = { remainder, quotient[15] } >= { 1'h0, divisor };
  assign _00_ = { remainder[14:0], quotient[15] } - divisor;
  always @(posedge clk)
    if (start) remainder <= 16'h0000;
    else if (busy) remainder <= _01_;
  always @(posedge clk)
    if (rst) bits_to_come[4] <= 1'h0;
    else bits_to_come[4] <= _06_[4];
  always @(posedge clk)
    if (_04_) bits_to_come[3:0] <= 4'h0;
    else if (busy) bits_to_come[3:0] <= _02_[3:0];
  assign _04_ = | { start, rst };
  assign _05_ = busy ? _02_ : bits_to_come;
  assign _06_ = start ? 5'h10 : _05_;
  assign _07_ = busy ? { quotient[14:0], fits } : quotient;
  assign _03_ = start ? dividend : _07_;
endmodule

module drift_tile_walker(rst, job_valid, job_fence, job_record, oldest_slot, slot_idle, slot_full, discarded_valid, discarded_tile, room, job_ready, emit, walked, slot, load_panel, panel_record, stream_record, table_record, feed_record, retire_record, clk
);
  input wire rst;
  input wire job_valid;
  input wire job_fence;
  input wire [338:0] job_record;
  input wire [1:0] oldest_slot;
  input wire [3:0] slot_idle;
  input wire [3:0] slot_full;
  input wire discarded_valid;
  input wire [12:0] discarded_tile;
  input wire room;
  output wire job_ready;
  output wire emit;
  output wire walked;
  output wire [1:0] slot;
  output wire load_panel;
  output wire [57:0] panel_record;
  output wire [57:0] stream_record;
  output wire [57:0] table_record;
  output wire [82:0] feed_record;
  output wire [137:0] retire_record;
  input wire clk;
  wire _000_;
  wire [31:0] _001_;
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
  wire _016_;
  wire [15:0] _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire _021_;
  wire _022_;
  wire _023_;
  wire _024_;
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
  wire [10:0] _035_;
  wire [25:0] _036_;
  wire [39:0] _037_;
  wire [10:0] _038_;
  wire [25:0] _039_;
  wire [39:0] _040_;
  wire [15:0] _041_;
  wire _042_;
  wire _043_;
  wire [15:0] _044_;
  wire [22:0] _045_;
  wire [39:0] _046_;
  wire [15:0] _047_;
  wire _048_;
  wire [15:0] _049_;
  wire [22:0] _050_;
  wire [39:0] _051_;
  wire [39:0] _052_;
  wire _053_;
  wire [13:0] _054_;
  wire _055_;
  wire [13:0] _056_;
  wire _057_;
  wire _058_;
  wire _059_;
  wire _060_;
  wire _061_;
  wire [39:0] _062_;
  wire [39:0] _063_;
  wire [39:0] _064_;
  wire [39:0] _065_;
  wire [39:0] _066_;
  wire _067_;
  wire _068_;
  wire _069_;
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
  wire [1:0] _081_;
  wire [1:0] _082_;
  wire [1:0] _083_;
  wire [1:0] _084_;
  wire _085_;
  wire [1:0] _086_;
  wire [39:0] _087_;
  wire [39:0] _088_;
  wire [39:0] _089_;
  wire [39:0] _090_;
  wire [39:0] _091_;
  wire [39:0] _092_;
  wire [39:0] _093_;
  wire [39:0] _094_;
  wire [15:0] _095_;
  wire [1:0] _096_;
  wire _097_;
  wire [1:0] _098_;
  wire [1:0] _099_;
  wire _100_;
  wire _101_;
  wire [1:0] _102_;
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
  wire _114_;
  wire _115_;
  wire _116_;
  wire _117_;
  wire _118_;
  wire _119_;
  wire _120_;
  wire _121_;
  wire _122_;
  wire _123_;
  wire _124_;
  wire _125_;
  reg [39:0] a_address;
  wire advance;
  reg [39:0] b_address;
  reg [39:0] checkpoint_address;
  wire chosen;
  reg [15:0] column_block;
  reg [13:0] discarded_tiles;
  reg [338:0] job;
  wire last;
  wire last_column;
  wire last_row;
  wire [12:0] next_tile;
  reg [39:0] output_address;
  reg redo;
  wire resident;
  reg [15:0] row_block;
  wire start;
  reg [39:0] table_address;
  wire tile_flag;
  wire [12:0] unused_flags_write_address;
  wire unused_flags_write_enable;
  wire walk;
  reg [1:0] walker_state;
  assign last_column = column_block == job[267:252];
  assign _001_ = feed_record[81:50] + { 31'h00000000, advance };
  assign next_tile = start ? 13'h0000 : _001_[12:0];
  assign _002_ = ~ redo;
  assign chosen = _002_ | tile_flag;
  assign _003_ = walk & chosen;
  assign _004_ = _003_ & room;
  assign _006_ = ~ _005_;
  assign _007_ = _004_ & _006_;
  assign _008_ = job[337:336] == 2'h2;
  assign _009_ = _008_ & discarded_valid;
  assign _011_ = ~ _009_;
  assign emit = _007_ & _011_;
  assign _012_ = ~ chosen;
  assign _013_ = walk & _012_;
  assign advance = emit | _013_;
  assign _014_ = discarded_tiles == 14'h0001;
  assign _015_ = last_row & last_column;
  assign last = redo ? _014_ : _015_;
  assign _016_ = | job[18];
  assign _017_ = { 1'h0, job[33:19] } + { 15'h0000, _016_ };
  assign _018_ = _017_ <= 16'h0c00;
  assign _019_ = ~ redo;
  assign resident = _018_ & _019_;
  assign _020_ = column_block == 16'h0000;
  assign _022_ = ~ resident;
  assign load_panel = _020_ | _022_;
  assign _023_ = | job[18];
  assign panel_record[55:40] = { 1'h0, job[33:19] } + { 15'h0000, _023_ };
  assign _024_ = | job[18];
  assign stream_record[55:40] = { 1'h0, job[33:19] } + { 15'h0000, _024_ };
  assign _025_ = ~ resident;
  assign feed_record[16] = last_column | _025_;
  assign feed_record[22:17] = last_row ? job[273:268] : 6'h20;
  assign feed_record[28:23] = last_column ? job[279:274] : 6'h20;
  assign feed_record[32:29] = redo ? 4'h0 : job[333:330];
  assign retire_record[124:119] = last_row ? job[273:268] : 6'h20;
  assign retire_record[130:125] = last_column ? job[279:274] : 6'h20;
  assign _027_ = job_valid & job_ready;
  assign _028_ = emit & last;
  assign _029_ = job[337:336] == 2'h2;
  assign _030_ = ~ redo;
  assign _032_ = _029_ & _030_;
  assign _034_ = discarded_tiles == 14'h0000;
  assign _035_ = job[235] ? 11'h020 : 11'h400;
  assign _036_ = last_column ? job[329:304] : { 15'h0000, _035_ };
  assign _037_ = output_address + { 14'h0000, _036_ };
  assign _038_ = job[235] ? 11'h020 : 11'h400;
  assign _039_ = last_column ? job[329:304] : { 15'h0000, _038_ };
  assign _040_ = checkpoint_address + { 14'h0000, _039_ };
  assign _041_ = row_block + 16'h0001;
  assign _043_ = | job[18];
  assign _044_ = { 1'h0, job[33:19] } + { 15'h0000, _043_ };
  assign _045_ = { 7'h00, _044_ } << 3'h6;
  assign _046_ = a_address + { 17'h00000, _045_ };
  assign _047_ = column_block + 16'h0001;
  assign _048_ = | job[18];
  assign _049_ = { 1'h0, job[33:19] } + { 15'h0000, _048_ };
  assign _050_ = { 7'h00, _049_ } << 3'h6;
  assign _051_ = b_address + { 17'h00000, _050_ };
  assign _052_ = table_address + 40'h0000000100;
  assign _054_ = discarded_tiles + { 13'h0000, discarded_valid };
  assign _055_ = emit & redo;
  assign _056_ = _054_ - { 13'h0000, _055_ };
  assign _057_ = job[337:336] == 2'h2;
  assign _058_ = ~ redo;
  assign _059_ = _057_ & _058_;
  assign _060_ = emit & _059_;
  assign unused_flags_write_enable = discarded_valid | _060_;
  assign unused_flags_write_address = discarded_valid ? discarded_tile : feed_record[62:50];
  always @(posedge clk)
    a_address <= _062_;
  always @(posedge clk)
    b_address <= _063_;
  always @(posedge clk)
    table_address <= _064_;
  always @(posedge clk)
    output_address <= _065_;
  always @(posedge clk)
    checkpoint_address <= _066_;
  assign _000_ = ~ job_fence;
  assign _010_ = job_record[1:0] == oldest_slot;
  assign _021_ = _000_ | _010_;
  assign _026_ = emit & last;
  assign _031_ = job[337:336] == 2'h2;
  assign _042_ = ~ redo;
  assign _053_ = _031_ & _042_;
  assign _067_ = discarded_tiles == 14'h0000;
  assign last_row = row_block == job[251:236];
  always @(posedge clk)
    if (_107_) job <= job_record;
  always @(posedge clk)
    if (rst) redo <= 1'h0;
    else redo <= _080_;
  always @(posedge clk)
    if (rst) walker_state <= 2'h0;
    else walker_state <= _084_;
  reg [18:0] _213_;
  always @(posedge clk)
    if (start) _213_ <= 19'h00000;
    else _213_ <= _001_[31:13];
  assign feed_record[81:63] = _213_;
  reg [12:0] _214_;
  always @(posedge clk)
    _214_ <= next_tile;
  assign feed_record[62:50] = _214_;
  always @(posedge clk)
    if (start) row_block <= 16'h0000;
    else if (_085_) row_block <= _041_;
  always @(posedge clk)
    if (start) column_block <= 16'h0000;
    else if (advance) column_block <= _095_;
  always @(posedge clk)
    if (rst) discarded_tiles <= 14'h0000;
    else discarded_tiles <= _056_;
  assign _068_ = _124_ | _123_;
  assign _069_ = _121_ | _120_;
  assign _070_ = _118_ | _117_;
  assign _071_ = _100_ | _097_;
  assign _072_ = _123_ ? slot_idle[3] : slot_idle[2];
  assign _073_ = _125_ ? slot_idle[1] : slot_idle[0];
  assign _061_ = _068_ ? _072_ : _073_;
  assign _074_ = _120_ ? slot_full[3] : slot_full[2];
  assign _075_ = _122_ ? slot_full[1] : slot_full[0];
  assign _005_ = _069_ ? _074_ : _075_;
  assign _076_ = _117_ ? slot_idle[3] : slot_idle[2];
  assign _077_ = _119_ ? slot_idle[1] : slot_idle[0];
  assign _033_ = _070_ ? _076_ : _077_;
  assign _078_ = _113_ ? _112_ : 1'h0;
  assign walked = _110_ ? _109_ : _078_;
  assign _079_ = _106_ ? 1'h0 : redo;
  assign _080_ = _105_ ? _104_ : _079_;
  assign _081_ = _097_ ? _096_ : _099_;
  assign _082_ = _103_ ? _102_ : walker_state;
  assign _083_ = _101_ ? 2'h2 : _082_;
  assign _084_ = _071_ ? _081_ : _083_;
  assign _085_ = & { advance, last_column };
  assign _087_ = advance ? _040_ : checkpoint_address;
  assign _066_ = start ? job[233:194] : _087_;
  assign _088_ = advance ? _037_ : output_address;
  assign _065_ = start ? job[193:154] : _088_;
  assign _089_ = last_column ? job[153:114] : _052_;
  assign _090_ = advance ? _089_ : table_address;
  assign _064_ = start ? job[153:114] : _090_;
  assign _091_ = last_column ? job[113:74] : _051_;
  assign _092_ = advance ? _091_ : b_address;
  assign _063_ = start ? job[113:74] : _092_;
  assign _093_ = last_column ? _046_ : a_address;
  assign _094_ = advance ? _093_ : a_address;
  assign _062_ = start ? job[73:34] : _094_;
  assign _095_ = last_column ? 16'h0000 : _047_;
  assign _086_[0] = _034_ ? 1'h0 : 1'h1;
  assign _096_ = _033_ ? { 1'h0, _086_[0] } : walker_state;
  assign _097_ = walker_state == 2'h3;
  assign _098_ = _032_ ? 2'h3 : 2'h0;
  assign _099_ = _028_ ? _098_ : walker_state;
  assign _100_ = walker_state == 2'h2;
  assign _101_ = walker_state == 2'h1;
  assign _102_ = _027_ ? 2'h1 : walker_state;
  assign _103_ = walker_state == 2'h0;
  assign _104_ = _033_ ? 1'h1 : redo;
  assign _105_ = walker_state == 2'h3;
  assign _106_ = walker_state == 2'h0;
  assign _107_ = walker_state == 2'h0;
  assign _108_ = _067_ ? 1'h1 : 1'h0;
  assign _109_ = _061_ ? _108_ : 1'h0;
  assign _110_ = walker_state == 2'h3;
  assign _111_ = _053_ ? 1'h0 : 1'h1;
  assign _112_ = _026_ ? _111_ : 1'h0;
  assign _113_ = walker_state == 2'h2;
  assign walk = _114_ ? 1'h1 : 1'h0;
  assign _114_ = walker_state == 2'h2;
  assign start = _115_ ? 1'h1 : 1'h0;
  assign _115_ = walker_state == 2'h1;
  assign job_ready = _116_ ? _021_ : 1'h0;
  assign _116_ = walker_state == 2'h0;
  assign _117_ = job[1:0] == 2'h3;
  assign _118_ = job[1:0] == 2'h2;
  assign _119_ = job[1:0] == 2'h1;
  assign _120_ = job[1:0] == 2'h3;
  assign _121_ = job[1:0] == 2'h2;
  assign _122_ = job[1:0] == 2'h1;
  assign _123_ = job[1:0] == 2'h3;
  assign _124_ = job[1:0] == 2'h2;
  assign _125_ = job[1:0] == 2'h1;
  drift_recompute_flags flags (
    .clk(clk),
    .read_address(next_tile),
    .read_data(tile_flag),
    .write_address(unused_flags_write_address),
    .write_data(discarded_valid),
    .write_enable(unused_flags_write_enable)
  );
  assign _086_[1] = 1'h0;
  assign { retire_record[137:131], retire_record[118:0] } = { redo, job[235], job[338], job[234], job[337:336], job[334], job[303:280], checkpoint_address, output_address, feed_record[62:50], job[1:0] };
  assign { feed_record[82], feed_record[49:33], feed_record[15:0] } = { redo, job[17:2], job[335], job[33:18] };
  assign table_record = { job[1:0], 16'h0004, table_address };
  assign { stream_record[57:56], stream_record[39:0] } = { job[1:0], b_address };
  assign { panel_record[57:56], panel_record[39:0] } = { job[1:0], a_address };
  assign slot = job[1:0];
endmodule

module drift_recompute_flags(write_enable, write_address, write_data, read_address, read_data, clk);
  input wire write_enable;
  input wire [12:0] write_address;
  input wire write_data;
  input wire [12:0] read_address;
  output wire read_data;
  input wire clk;
  reg [0:0] memory [8191:0];
  always @(posedge clk) begin
    if (write_enable)
      memory[write_address] <= write_data;
  end
  reg [0:0] _0_;
  always @(posedge clk) begin
    _0_ <= memory[read_address];
  end
  assign read_data = _0_;
endmodule

module drift_job_table(rst, take, take_index, free, take_slot, emit, emit_slot, walked, walked_slot, written, written_slot, discarded, discarded_slot, masked, masked_slot, refused, refused_slot, read_error, read_error_slot, write_error, write_error_slot
, refused_code, read_error_address, read_error_response, write_error_address, write_error_response, room, empty, slot_idle, slot_full, indices, oldest_slot, oldest_finished, oldest_code, oldest_response, oldest_address, oldest_masked_tiles, clk);
  input wire rst;
  input wire take;
  input wire [15:0] take_index;
  input wire free;
  input wire [1:0] take_slot;
  input wire emit;
  input wire [1:0] emit_slot;
  input wire walked;
  input wire [1:0] walked_slot;
  input wire written;
  input wire [1:0] written_slot;
  input wire discarded;
  input wire [1:0] discarded_slot;
  input wire masked;
  input wire [1:0] masked_slot;
  input wire refused;
  input wire [1:0] refused_slot;
  input wire read_error;
  input wire [1:0] read_error_slot;
  input wire write_error;
  input wire [1:0] write_error_slot;
  input wire [3:0] refused_code;
  input wire [39:0] read_error_address;
  input wire [1:0] read_error_response;
  input wire [39:0] write_error_address;
  input wire [1:0] write_error_response;
  output wire room;
  output wire empty;
  output wire [3:0] slot_idle;
  output wire [3:0] slot_full;
  output wire [63:0] indices;
  output reg [1:0] oldest_slot;
  output wire oldest_finished;
  output wire [3:0] oldest_code;
  output wire [1:0] oldest_response;
  output wire [39:0] oldest_address;
  output wire [31:0] oldest_masked_tiles;
  input wire clk;
  wire [1:0] _000_;
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
  wire _016_;
  wire _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire _021_;
  wire _022_;
  wire _023_;
  wire _024_;
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
  wire _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire _043_;
  wire _044_;
  wire _045_;
  wire _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire [3:0] _050_;
  wire [3:0] _051_;
  wire [1:0] _052_;
  wire [1:0] _053_;
  wire [39:0] _054_;
  wire [39:0] _055_;
  wire [31:0] _056_;
  wire [31:0] _057_;
  wire _058_;
  wire _059_;
  wire _060_;
  wire _061_;
  wire _062_;
  wire _063_;
  wire _064_;
  wire _065_;
  wire _066_;
  wire _067_;
  wire _068_;
  wire _069_;
  wire _070_;
  wire _071_;
  wire _072_;
  wire [39:0] slot0_address;
  wire [3:0] slot0_code;
  wire slot0_finished;
  wire slot0_full;
  wire slot0_idle;
  wire [15:0] slot0_index;
  wire [31:0] slot0_masked_tiles;
  wire [1:0] slot0_response;
  wire slot0_used;
  wire [39:0] slot1_address;
  wire [3:0] slot1_code;
  wire slot1_finished;
  wire slot1_full;
  wire slot1_idle;
  wire [15:0] slot1_index;
  wire [31:0] slot1_masked_tiles;
  wire [1:0] slot1_response;
  wire slot1_used;
  wire [39:0] slot2_address;
  wire [3:0] slot2_code;
  wire slot2_finished;
  wire slot2_full;
  wire slot2_idle;
  wire [15:0] slot2_index;
  wire [31:0] slot2_masked_tiles;
  wire [1:0] slot2_response;
  wire slot2_used;
  wire [39:0] slot3_address;
  wire [3:0] slot3_code;
  wire slot3_finished;
  wire slot3_full;
  wire slot3_idle;
  wire [15:0] slot3_index;
  wire [31:0] slot3_masked_tiles;
  wire [1:0] slot3_response;
  wire slot3_used;
  wire unused_slot0_discarded;
  wire unused_slot0_emit;
  wire unused_slot0_free;
  wire unused_slot0_masked;
  wire unused_slot0_read_error;
  wire unused_slot0_refused;
  wire unused_slot0_take;
  wire unused_slot0_walked;
  wire unused_slot0_write_error;
  wire unused_slot0_written;
  wire unused_slot1_discarded;
  wire unused_slot1_emit;
  wire unused_slot1_free;
  wire unused_slot1_masked;
  wire unused_slot1_read_error;
  wire unused_slot1_refused;
  wire unused_slot1_take;
  wire unused_slot1_walked;
  wire unused_slot1_write_error;
  wire unused_slot1_written;
  wire unused_slot2_discarded;
  wire unused_slot2_emit;
  wire unused_slot2_free;
  wire unused_slot2_masked;
  wire unused_slot2_read_error;
  wire unused_slot2_refused;
  wire unused_slot2_take;
  wire unused_slot2_walked;
  wire unused_slot2_write_error;
  wire unused_slot2_written;
  wire unused_slot3_discarded;
  wire unused_slot3_emit;
  wire unused_slot3_free;
  wire unused_slot3_masked;
  wire unused_slot3_read_error;
  wire unused_slot3_refused;
  wire unused_slot3_take;
  wire unused_slot3_walked;
  wire unused_slot3_write_error;
  wire unused_slot3_written;
  assign unused_slot0_emit = emit & _040_;
  assign _001_ = walked_slot == 2'h0;
  assign unused_slot0_walked = walked & _001_;
  assign _002_ = written_slot == 2'h0;
  assign unused_slot0_written = written & _002_;
  assign _003_ = discarded_slot == 2'h0;
  assign unused_slot0_discarded = discarded & _003_;
  assign _004_ = masked_slot == 2'h0;
  assign unused_slot0_masked = masked & _004_;
  assign _005_ = refused_slot == 2'h0;
  assign unused_slot0_refused = refused & _005_;
  assign _007_ = read_error_slot == 2'h0;
  assign unused_slot0_read_error = read_error & _007_;
  assign _008_ = write_error_slot == 2'h0;
  assign unused_slot0_write_error = write_error & _008_;
  assign _009_ = take_slot == 2'h1;
  assign unused_slot1_take = take & _009_;
  assign _010_ = oldest_slot == 2'h1;
  assign unused_slot1_free = free & _010_;
  assign _011_ = emit_slot == 2'h1;
  assign unused_slot1_emit = emit & _011_;
  assign _013_ = walked_slot == 2'h1;
  assign unused_slot1_walked = walked & _013_;
  assign _014_ = written_slot == 2'h1;
  assign unused_slot1_written = written & _014_;
  assign _015_ = discarded_slot == 2'h1;
  assign unused_slot1_discarded = discarded & _015_;
  assign _016_ = masked_slot == 2'h1;
  assign unused_slot1_masked = masked & _016_;
  assign _017_ = refused_slot == 2'h1;
  assign unused_slot1_refused = refused & _017_;
  assign _019_ = read_error_slot == 2'h1;
  assign unused_slot1_read_error = read_error & _019_;
  assign _020_ = write_error_slot == 2'h1;
  assign unused_slot1_write_error = write_error & _020_;
  assign _021_ = take_slot == 2'h2;
  assign unused_slot2_take = take & _021_;
  assign _022_ = oldest_slot == 2'h2;
  assign unused_slot2_free = free & _022_;
  assign _023_ = emit_slot == 2'h2;
  assign unused_slot2_emit = emit & _023_;
  assign _024_ = walked_slot == 2'h2;
  assign unused_slot2_walked = walked & _024_;
  assign _025_ = written_slot == 2'h2;
  assign unused_slot2_written = written & _025_;
  assign _026_ = discarded_slot == 2'h2;
  assign unused_slot2_discarded = discarded & _026_;
  assign _027_ = masked_slot == 2'h2;
  assign unused_slot2_masked = masked & _027_;
  assign _028_ = refused_slot == 2'h2;
  assign unused_slot2_refused = refused & _028_;
  assign _030_ = read_error_slot == 2'h2;
  assign unused_slot2_read_error = read_error & _030_;
  assign _031_ = write_error_slot == 2'h2;
  assign unused_slot2_write_error = write_error & _031_;
  assign _032_ = take_slot == 2'h3;
  assign unused_slot3_take = take & _032_;
  assign _033_ = oldest_slot == 2'h3;
  assign unused_slot3_free = free & _033_;
  assign _034_ = emit_slot == 2'h3;
  assign unused_slot3_emit = emit & _034_;
  assign _035_ = walked_slot == 2'h3;
  assign unused_slot3_walked = walked & _035_;
  assign _036_ = written_slot == 2'h3;
  assign unused_slot3_written = written & _036_;
  assign _037_ = discarded_slot == 2'h3;
  assign unused_slot3_discarded = discarded & _037_;
  assign _038_ = masked_slot == 2'h3;
  assign unused_slot3_masked = masked & _038_;
  assign _039_ = refused_slot == 2'h3;
  assign unused_slot3_refused = refused & _039_;
  assign _041_ = read_error_slot == 2'h3;
  assign unused_slot3_read_error = read_error & _041_;
  assign _042_ = write_error_slot == 2'h3;
  assign unused_slot3_write_error = write_error & _042_;
  assign _000_ = oldest_slot + 2'h1;
  assign _006_ = & { slot3_used, slot2_used, slot1_used, slot0_used };
  assign room = ~ _006_;
  assign _012_ = | { slot3_used, slot2_used, slot1_used, slot0_used };
  assign empty = ~ _012_;
  assign _018_ = take_slot == 2'h0;
  assign unused_slot0_take = take & _018_;
  assign _029_ = oldest_slot == 2'h0;
  assign unused_slot0_free = free & _029_;
  assign _040_ = emit_slot == 2'h0;
  always @(posedge clk)
    if (rst) oldest_slot <= 2'h0;
    else if (free) oldest_slot <= _000_;
  assign _043_ = _071_ | _070_;
  assign _044_ = _068_ | _067_;
  assign _045_ = _065_ | _064_;
  assign _046_ = _062_ | _061_;
  assign _047_ = _059_ | _058_;
  assign _048_ = _070_ ? slot3_finished : slot2_finished;
  assign _049_ = _072_ ? slot1_finished : slot0_finished;
  assign oldest_finished = _043_ ? _048_ : _049_;
  assign _050_ = _067_ ? slot3_code : slot2_code;
  assign _051_ = _069_ ? slot1_code : slot0_code;
  assign oldest_code = _044_ ? _050_ : _051_;
  assign _052_ = _064_ ? slot3_response : slot2_response;
  assign _053_ = _066_ ? slot1_response : slot0_response;
  assign oldest_response = _045_ ? _052_ : _053_;
  assign _054_ = _061_ ? slot3_address : slot2_address;
  assign _055_ = _063_ ? slot1_address : slot0_address;
  assign oldest_address = _046_ ? _054_ : _055_;
  assign _056_ = _058_ ? slot3_masked_tiles : slot2_masked_tiles;
  assign _057_ = _060_ ? slot1_masked_tiles : slot0_masked_tiles;
  assign oldest_masked_tiles = _047_ ? _056_ : _057_;
  assign _058_ = oldest_slot == 2'h3;
  assign _059_ = oldest_slot == 2'h2;
  assign _060_ = oldest_slot == 2'h1;
  assign _061_ = oldest_slot == 2'h3;
  assign _062_ = oldest_slot == 2'h2;
  assign _063_ = oldest_slot == 2'h1;
  assign _064_ = oldest_slot == 2'h3;
  assign _065_ = oldest_slot == 2'h2;
  assign _066_ = oldest_slot == 2'h1;
  assign _067_ = oldest_slot == 2'h3;
  assign _068_ = oldest_slot == 2'h2;
  assign _069_ = oldest_slot == 2'h1;
  assign _070_ = oldest_slot == 2'h3;
  assign _071_ = oldest_slot == 2'h2;
  assign _072_ = oldest_slot == 2'h1;
  drift_job_slot slot0 (
    .address(slot0_address),
    .clk(clk),
    .code(slot0_code),
    .discarded(unused_slot0_discarded),
    .emit(unused_slot0_emit),
    .finished(slot0_finished),
    .free(unused_slot0_free),
    .full(slot0_full),
    .idle(slot0_idle),
    .index(slot0_index),
    .masked(unused_slot0_masked),
    .masked_tiles(slot0_masked_tiles),
    .read_error(unused_slot0_read_error),
    .read_error_address(read_error_address),
    .read_error_response(read_error_response),
    .refused(unused_slot0_refused),
    .refused_code(refused_code),
    .response(slot0_response),
    .rst(rst),
    .take(unused_slot0_take),
    .take_index(take_index),
    .used(slot0_used),
    .walked(unused_slot0_walked),
    .write_error(unused_slot0_write_error),
    .write_error_address(write_error_address),
    .write_error_response(write_error_response),
    .written(unused_slot0_written)
  );
  drift_job_slot slot1 (
    .address(slot1_address),
    .clk(clk),
    .code(slot1_code),
    .discarded(unused_slot1_discarded),
    .emit(unused_slot1_emit),
    .finished(slot1_finished),
    .free(unused_slot1_free),
    .full(slot1_full),
    .idle(slot1_idle),
    .index(slot1_index),
    .masked(unused_slot1_masked),
    .masked_tiles(slot1_masked_tiles),
    .read_error(unused_slot1_read_error),
    .read_error_address(read_error_address),
    .read_error_response(read_error_response),
    .refused(unused_slot1_refused),
    .refused_code(refused_code),
    .response(slot1_response),
    .rst(rst),
    .take(unused_slot1_take),
    .take_index(take_index),
    .used(slot1_used),
    .walked(unused_slot1_walked),
    .write_error(unused_slot1_write_error),
    .write_error_address(write_error_address),
    .write_error_response(write_error_response),
    .written(unused_slot1_written)
  );
  drift_job_slot slot2 (
    .address(slot2_address),
    .clk(clk),
    .code(slot2_code),
    .discarded(unused_slot2_discarded),
    .emit(unused_slot2_emit),
    .finished(slot2_finished),
    .free(unused_slot2_free),
    .full(slot2_full),
    .idle(slot2_idle),
    .index(slot2_index),
    .masked(unused_slot2_masked),
    .masked_tiles(slot2_masked_tiles),
    .read_error(unused_slot2_read_error),
    .read_error_address(read_error_address),
    .read_error_response(read_error_response),
    .refused(unused_slot2_refused),
    .refused_code(refused_code),
    .response(slot2_response),
    .rst(rst),
    .take(unused_slot2_take),
    .take_index(take_index),
    .used(slot2_used),
    .walked(unused_slot2_walked),
    .write_error(unused_slot2_write_error),
    .write_error_address(write_error_address),
    .write_error_response(write_error_response),
    .written(unused_slot2_written)
  );
  drift_job_slot slot3 (
    .address(slot3_address),
    .clk(clk),
    .code(slot3_code),
    .discarded(unused_slot3_discarded),
    .emit(unused_slot3_emit),
    .finished(slot3_finished),
    .free(unused_slot3_free),
    .full(slot3_full),
    .idle(slot3_idle),
    .index(slot3_index),
    .masked(unused_slot3_masked),
    .masked_tiles(slot3_masked_tiles),
    .read_error(unused_slot3_read_error),
    .read_error_address(read_error_address),
    .read_error_response(read_error_response),
    .refused(unused_slot3_refused),
    .refused_code(refused_code),
    .response(slot3_response),
    .rst(rst),
    .take(unused_slot3_take),
    .take_index(take_index),
    .used(slot3_used),
    .walked(unused_slot3_walked),
    .write_error(unused_slot3_write_error),
    .write_error_address(write_error_address),
    .write_error_response(write_error_response),
    .written(unused_slot3_written)
  );
  assign indices = { slot3_index, slot2_index, slot1_index, slot0_index };
  assign slot_full = { slot3_full, slot2_full, slot1_full, slot0_full };
  assign slot_idle = { slot3_idle, slot2_idle, slot1_idle, slot0_idle };
endmodule

module drift_job_slot(rst, take, take_index, free, emit, walked, written, discarded, masked, refused, refused_code, read_error, read_error_address, read_error_response, write_error, write_error_address, write_error_response, used, idle, full, finished
, index, code, response, address, masked_tiles, clk);
  input wire rst;
  input wire take;
  input wire [15:0] take_index;
  input wire free;
  input wire emit;
  input wire walked;
  input wire written;
  input wire discarded;
  input wire masked;
  input wire refused;
  input wire [3:0] refused_code;
  input wire read_error;
  input wire [39:0] read_error_address;
  input wire [1:0] read_error_response;
  input wire write_error;
  input wire [39:0] write_error_address;
  input wire [1:0] write_error_response;
  output reg used;
  output wire idle;
  output wire full;
  output wire finished;
  output reg [15:0] index;
  output reg [3:0] code;
  output reg [1:0] response;
  output reg [39:0] address;
  output reg [31:0] masked_tiles;
  input wire clk;
  wire _00_;
  wire [31:0] _01_;
  wire _02_;
  wire _03_;
  wire _04_;
  wire _05_;
  wire _06_;
  wire _07_;
  wire [7:0] _08_;
  wire [7:0] _09_;
  wire [7:0] _10_;
  wire _11_;
  wire _12_;
  wire _13_;
  wire _14_;
  wire [39:0] _15_;
  wire [39:0] _16_;
  wire [1:0] _17_;
  wire [1:0] _18_;
  wire [3:0] _19_;
  wire [3:0] _20_;
  wire [3:0] _21_;
  wire _22_;
  reg all_walked;
  reg [7:0] in_flight;
  assign idle = in_flight == 8'h00;
  assign full = & in_flight;
  assign _00_ = used & all_walked;
  assign _03_ = in_flight == 8'h00;
  assign finished = _00_ & _03_;
  assign _04_ = ~ free;
  assign _05_ = used & _04_;
  assign _06_ = all_walked | walked;
  assign _07_ = _06_ | refused;
  assign _08_ = in_flight + { 7'h00, emit };
  assign _09_ = _08_ - { 7'h00, written };
  assign _10_ = $signed(_09_) - $signed({ 7'h00, discarded });
  assign _01_ = masked_tiles + { 31'h00000000, masked };
  assign _02_ = code == 4'h0;
  always @(posedge clk)
    if (rst) used <= 1'h0;
    else used <= _22_;
  always @(posedge clk)
    if (take) all_walked <= 1'h0;
    else all_walked <= _07_;
  always @(posedge clk)
    if (take) in_flight <= 8'h00;
    else in_flight <= _10_;
  always @(posedge clk)
    if (take) index <= take_index;
  always @(posedge clk)
    if (take) code <= 4'h0;
    else if (_02_) code <= _21_;
  always @(posedge clk)
    if (take) response <= 2'h0;
    else if (_13_) response <= _18_;
  always @(posedge clk)
    if (take) address <= 40'h0000000000;
    else if (_14_) address <= _16_;
  always @(posedge clk)
    if (take) masked_tiles <= 32'd0;
    else masked_tiles <= _01_;
  assign _13_ = & { _11_, _02_ };
  assign _14_ = & { _12_, _02_ };
  assign _11_ = ~ refused;
  assign _12_ = ~ refused;
  assign _15_ = write_error ? write_error_address : address;
  assign _16_ = read_error ? read_error_address : _15_;
  assign _17_ = write_error ? write_error_response : response;
  assign _18_ = read_error ? read_error_response : _17_;
  assign _19_ = write_error ? 4'h9 : code;
  assign _20_ = read_error ? 4'h8 : _19_;
  assign _21_ = refused ? refused_code : _20_;
  assign _22_ = take ? 1'h1 : _05_;
endmodule

module drift_completion(rst, ring_base, ring_entries, finished, code, response, address, masked_tiles, status_ready, status_written, status_valid, status_address, status_data, free, failed, ring_head, jobs_done, jobs_failed, clk);
  input wire rst;
  input wire [39:0] ring_base;
  input wire [15:0] ring_entries;
  input wire finished;
  input wire [3:0] code;
  input wire [1:0] response;
  input wire [39:0] address;
  input wire [31:0] masked_tiles;
  input wire status_ready;
  input wire status_written;
  output wire status_valid;
  output wire [39:0] status_address;
  output wire [127:0] status_data;
  output wire free;
  output wire failed;
  output reg [15:0] ring_head;
  output reg [31:0] jobs_done;
  output reg [31:0] jobs_failed;
  input wire clk;
  wire _00_;
  wire _01_;
  wire [16:0] _02_;
  wire _03_;
  wire [15:0] _04_;
  wire [15:0] _05_;
  wire [31:0] _06_;
  wire [31:0] _07_;
  wire [22:0] _08_;
  wire [39:0] _09_;
  wire _10_;
  wire _11_;
  wire _12_;
  wire _13_;
  wire [1:0] _14_;
  wire [1:0] _15_;
  wire [1:0] _16_;
  wire [1:0] _17_;
  wire _18_;
  wire [1:0] _19_;
  wire _20_;
  wire [1:0] _21_;
  wire [1:0] _22_;
  wire _23_;
  wire _24_;
  wire _25_;
  wire _26_;
  wire _27_;
  wire _28_;
  wire _29_;
  reg [1:0] completion_state;
  wire [3:0] final_code;
  assign _00_ = code == 4'h0;
  assign final_code = _00_ ? 4'h1 : code;
  assign _08_ = { 7'h00, ring_head } << 3'h7;
  assign _09_ = { ring_base[39:12], 12'h000 } + { 17'h00000, _08_ };
  assign status_address = _09_ | 40'h0000000040;
  assign status_data[3:0] = final_code | 4'h0;
  assign status_data[17:16] = response | 2'h0;
  assign status_data[63:32] = masked_tiles | 32'd0;
  assign status_data[103:64] = address | 40'h0000000000;
  assign _10_ = final_code != 4'h1;
  assign failed = free & _10_;
  assign _11_ = final_code == 4'ha;
  assign _01_ = final_code == 4'ha;
  assign _02_ = { 1'h0, ring_head } + 17'h00001;
  assign _03_ = _02_ >= { 1'h0, ring_entries };
  assign _04_ = ring_head + 16'h0001;
  assign _05_ = _03_ ? 16'h0000 : _04_;
  assign _06_ = jobs_done + 32'd1;
  assign _07_ = jobs_failed + { 31'h00000000, failed };
  always @(posedge clk)
    if (rst) completion_state <= 2'h0;
    else completion_state <= _16_;
  always @(posedge clk)
    if (rst) ring_head <= 16'h0000;
    else if (free) ring_head <= _05_;
  always @(posedge clk)
    if (rst) jobs_done <= 32'd0;
    else if (free) jobs_done <= _06_;
  always @(posedge clk)
    if (rst) jobs_failed <= 32'd0;
    else if (free) jobs_failed <= _07_;
  assign _12_ = _20_ | _18_;
  assign _13_ = _29_ ? _28_ : 1'h0;
  assign free = _26_ ? _25_ : _13_;
  assign _14_ = _18_ ? _17_ : _19_;
  assign _15_ = _23_ ? _22_ : completion_state;
  assign _16_ = _12_ ? _14_ : _15_;
  assign _17_ = status_written ? 2'h0 : completion_state;
  assign _18_ = completion_state == 2'h2;
  assign _19_ = status_ready ? 2'h2 : completion_state;
  assign _20_ = completion_state == 2'h1;
  assign _21_ = _01_ ? completion_state : 2'h1;
  assign _22_ = finished ? _21_ : completion_state;
  assign _23_ = completion_state == 2'h0;
  assign status_valid = _24_ ? 1'h1 : 1'h0;
  assign _24_ = completion_state == 2'h1;
  assign _25_ = status_written ? 1'h1 : 1'h0;
  assign _26_ = completion_state == 2'h2;
  assign _27_ = _11_ ? 1'h1 : 1'h0;
  assign _28_ = finished ? _27_ : 1'h0;
  assign _29_ = completion_state == 2'h0;
  assign { status_data[127:104], status_data[31:18], status_data[15:4] } = 50'h0000000000000;
endmodule

module drift_first_error(rst, clear, indices, read_error, read_error_slot, read_error_address, read_error_response, write_error, write_error_slot, write_error_address, write_error_response, refused, refused_slot, refused_address, refused_response, refused_code, valid, code, response, job, address
, clk);
  input wire rst;
  input wire clear;
  input wire [63:0] indices;
  input wire read_error;
  input wire [1:0] read_error_slot;
  input wire [39:0] read_error_address;
  input wire [1:0] read_error_response;
  input wire write_error;
  input wire [1:0] write_error_slot;
  input wire [39:0] write_error_address;
  input wire [1:0] write_error_response;
  input wire refused;
  input wire [1:0] refused_slot;
  input wire [39:0] refused_address;
  input wire [1:0] refused_response;
  input wire [3:0] refused_code;
  output reg valid;
  output reg [3:0] code;
  output reg [1:0] response;
  output reg [15:0] job;
  output reg [39:0] address;
  input wire clk;
  wire _000_;
  wire _001_;
  wire [15:0] _002_;
  wire [15:0] _003_;
  wire [15:0] _004_;
  wire _005_;
  wire _006_;
  wire _007_;
  wire [15:0] _008_;
  wire [15:0] _009_;
  wire [15:0] _010_;
  wire [15:0] _011_;
  wire [15:0] _012_;
  wire [15:0] _013_;
  wire [39:0] _014_;
  wire [39:0] _015_;
  wire [39:0] _016_;
  wire [39:0] _017_;
  wire [39:0] _018_;
  wire [15:0] _019_;
  wire [15:0] _020_;
  wire [15:0] _021_;
  wire [15:0] _022_;
  wire [15:0] _023_;
  wire [1:0] _024_;
  wire [1:0] _025_;
  wire [1:0] _026_;
  wire [1:0] _027_;
  wire [1:0] _028_;
  wire [3:0] _029_;
  wire [3:0] _030_;
  wire [3:0] _031_;
  wire [3:0] _032_;
  wire [3:0] _033_;
  wire _034_;
  wire _035_;
  wire _036_;
  wire _037_;
  wire _038_;
  wire _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire _043_;
  wire _044_;
  wire _045_;
  wire _046_;
  wire _047_;
  assign _000_ = ~ valid;
  assign _001_ = _000_ | clear;
  always @(posedge clk)
    if (rst) valid <= 1'h0;
    else valid <= _038_;
  always @(posedge clk)
    if (rst) code <= 4'h0;
    else code <= _033_;
  always @(posedge clk)
    if (rst) response <= 2'h0;
    else response <= _028_;
  always @(posedge clk)
    if (rst) job <= 16'h0000;
    else job <= _023_;
  always @(posedge clk)
    if (rst) address <= 40'h0000000000;
    else address <= _018_;
  assign _005_ = _046_ | _045_;
  assign _006_ = _043_ | _042_;
  assign _007_ = _040_ | _039_;
  assign _008_ = _045_ ? indices[63:48] : indices[47:32];
  assign _009_ = _047_ ? indices[31:16] : indices[15:0];
  assign _002_ = _005_ ? _008_ : _009_;
  assign _010_ = _042_ ? indices[63:48] : indices[47:32];
  assign _011_ = _044_ ? indices[31:16] : indices[15:0];
  assign _003_ = _006_ ? _010_ : _011_;
  assign _012_ = _039_ ? indices[63:48] : indices[47:32];
  assign _013_ = _041_ ? indices[31:16] : indices[15:0];
  assign _004_ = _007_ ? _012_ : _013_;
  assign _014_ = clear ? 40'h0000000000 : address;
  assign _015_ = refused ? refused_address : _014_;
  assign _016_ = write_error ? write_error_address : _015_;
  assign _017_ = read_error ? read_error_address : _016_;
  assign _018_ = _001_ ? _017_ : _014_;
  assign _019_ = clear ? 16'h0000 : job;
  assign _020_ = refused ? _002_ : _019_;
  assign _021_ = write_error ? _003_ : _020_;
  assign _022_ = read_error ? _004_ : _021_;
  assign _023_ = _001_ ? _022_ : _019_;
  assign _024_ = clear ? 2'h0 : response;
  assign _025_ = refused ? refused_response : _024_;
  assign _026_ = write_error ? write_error_response : _025_;
  assign _027_ = read_error ? read_error_response : _026_;
  assign _028_ = _001_ ? _027_ : _024_;
  assign _029_ = clear ? 4'h0 : code;
  assign _030_ = refused ? refused_code : _029_;
  assign _031_ = write_error ? 4'h9 : _030_;
  assign _032_ = read_error ? 4'h8 : _031_;
  assign _033_ = _001_ ? _032_ : _029_;
  assign _034_ = clear ? 1'h0 : valid;
  assign _035_ = refused ? 1'h1 : _034_;
  assign _036_ = write_error ? 1'h1 : _035_;
  assign _037_ = read_error ? 1'h1 : _036_;
  assign _038_ = _001_ ? _037_ : _034_;
  assign _039_ = read_error_slot == 2'h3;
  assign _040_ = read_error_slot == 2'h2;
  assign _041_ = read_error_slot == 2'h1;
  assign _042_ = write_error_slot == 2'h3;
  assign _043_ = write_error_slot == 2'h2;
  assign _044_ = write_error_slot == 2'h1;
  assign _045_ = refused_slot == 2'h3;
  assign _046_ = refused_slot == 2'h2;
  assign _047_ = refused_slot == 2'h1;
endmodule

module drift_load_queue(rst, input_valid, input_data, output_ready, input_ready, output_valid, output_data, clk);
  input wire rst;
  input wire input_valid;
  input wire [57:0] input_data;
  input wire output_ready;
  output wire input_ready;
  output reg output_valid;
  output wire [57:0] output_data;
  input wire clk;
  wire _00_;
  wire [3:0] _01_;
  wire [3:0] _02_;
  wire _03_;
  wire [3:0] _04_;
  wire [3:0] _05_;
  wire _06_;
  wire _07_;
  wire [4:0] _08_;
  wire [4:0] _09_;
  wire _10_;
  wire _11_;
  wire _12_;
  wire _13_;
  wire get;
  wire put;
  reg [3:0] read__addr;
  reg [4:0] stored;
  reg [3:0] write__addr;
  reg [57:0] memory [15:0];
  always @(posedge clk) begin
    if (put)
      memory[write__addr] <= input_data;
  end
  reg [57:0] _35_;
  always @(posedge clk) begin
    if (get) begin
      _35_ <= memory[read__addr];
    end
  end
  assign output_data = _35_;
  assign input_ready = stored != 5'h10;
  assign put = input_valid & input_ready;
  assign _00_ = stored != 5'h00;
  assign _06_ = ~ output_valid;
  assign _07_ = _06_ | output_ready;
  assign get = _00_ & _07_;
  assign _08_ = stored + { 4'h0, put };
  assign _09_ = _08_ - { 4'h0, get };
  assign _10_ = ~ output_ready;
  assign _11_ = output_valid & _10_;
  assign _12_ = get | _11_;
  assign _13_ = write__addr == 4'hf;
  assign _01_ = write__addr + 4'h1;
  assign _02_ = _13_ ? 4'h0 : _01_;
  assign _03_ = read__addr == 4'hf;
  assign _04_ = read__addr + 4'h1;
  assign _05_ = _03_ ? 4'h0 : _04_;
  always @(posedge clk)
    if (rst) read__addr <= 4'h0;
    else if (get) read__addr <= _05_;
  always @(posedge clk)
    if (rst) stored <= 5'h00;
    else stored <= _09_;
  always @(posedge clk)
    if (rst) output_valid <= 1'h0;
    else output_valid <= _12_;
  always @(posedge clk)
    if (rst) write__addr <= 4'h0;
    else if (put) write__addr <= _02_;
endmodule

module drift_feed_queue(rst, input_valid, input_data, output_ready, input_ready, output_valid, output_data, clk);
  input wire rst;
  input wire input_valid;
  input wire [82:0] input_data;
  input wire output_ready;
  output wire input_ready;
  output reg output_valid;
  output wire [82:0] output_data;
  input wire clk;
  wire _00_;
  wire [3:0] _01_;
  wire [3:0] _02_;
  wire _03_;
  wire [3:0] _04_;
  wire [3:0] _05_;
  wire _06_;
  wire _07_;
  wire [4:0] _08_;
  wire [4:0] _09_;
  wire _10_;
  wire _11_;
  wire _12_;
  wire _13_;
  wire get;
  wire put;
  reg [3:0] read__addr;
  reg [4:0] stored;
  reg [3:0] write__addr;
  reg [82:0] memory [15:0];
  always @(posedge clk) begin
    if (put)
      memory[write__addr] <= input_data;
  end
  reg [82:0] _35_;
  always @(posedge clk) begin
    if (get) begin
      _35_ <= memory[read__addr];
    end
  end
  assign output_data = _35_;
  assign input_ready = stored != 5'h10;
  assign put = input_valid & input_ready;
  assign _00_ = stored != 5'h00;
  assign _06_ = ~ output_valid;
  assign _07_ = _06_ | output_ready;
  assign get = _00_ & _07_;
  assign _08_ = stored + { 4'h0, put };
  assign _09_ = _08_ - { 4'h0, get };
  assign _10_ = ~ output_ready;
  assign _11_ = output_valid & _10_;
  assign _12_ = get | _11_;
  assign _13_ = write__addr == 4'hf;
  assign _01_ = write__addr + 4'h1;
  assign _02_ = _13_ ? 4'h0 : _01_;
  assign _03_ = read__addr == 4'hf;
  assign _04_ = read__addr + 4'h1;
  assign _05_ = _03_ ? 4'h0 : _04_;
  always @(posedge clk)
    if (rst) read__addr <= 4'h0;
    else if (get) read__addr <= _05_;
  always @(posedge clk)
    if (rst) stored <= 5'h00;
    else stored <= _09_;
  always @(posedge clk)
    if (rst) output_valid <= 1'h0;
    else output_valid <= _12_;
  always @(posedge clk)
    if (rst) write__addr <= 4'h0;
    else if (put) write__addr <= _02_;
endmodule

module drift_retire_queue(rst, input_valid, input_data, output_ready, input_ready, output_valid, output_data, clk);
  input wire rst;
  input wire input_valid;
  input wire [137:0] input_data;
  input wire output_ready;
  output wire input_ready;
  output reg output_valid;
  output wire [137:0] output_data;
  input wire clk;
  wire _00_;
  wire [3:0] _01_;
  wire [3:0] _02_;
  wire _03_;
  wire [3:0] _04_;
  wire [3:0] _05_;
  wire _06_;
  wire _07_;
  wire [4:0] _08_;
  wire [4:0] _09_;
  wire _10_;
  wire _11_;
  wire _12_;
  wire _13_;
  wire get;
  wire put;
  reg [3:0] read__addr;
  reg [4:0] stored;
  reg [3:0] write__addr;
  reg [137:0] memory [15:0];
  always @(posedge clk) begin
    if (put)
      memory[write__addr] <= input_data;
  end
  reg [137:0] _35_;
  always @(posedge clk) begin
    if (get) begin
      _35_ <= memory[read__addr];
    end
  end
  assign output_data = _35_;
  assign input_ready = stored != 5'h10;
  assign put = input_valid & input_ready;
  assign _00_ = stored != 5'h00;
  assign _06_ = ~ output_valid;
  assign _07_ = _06_ | output_ready;
  assign get = _00_ & _07_;
  assign _08_ = stored + { 4'h0, put };
  assign _09_ = _08_ - { 4'h0, get };
  assign _10_ = ~ output_ready;
  assign _11_ = output_valid & _10_;
  assign _12_ = get | _11_;
  assign _13_ = write__addr == 4'hf;
  assign _01_ = write__addr + 4'h1;
  assign _02_ = _13_ ? 4'h0 : _01_;
  assign _03_ = read__addr == 4'hf;
  assign _04_ = read__addr + 4'h1;
  assign _05_ = _03_ ? 4'h0 : _04_;
  always @(posedge clk)
    if (rst) read__addr <= 4'h0;
    else if (get) read__addr <= _05_;
  always @(posedge clk)
    if (rst) stored <= 5'h00;
    else stored <= _09_;
  always @(posedge clk)
    if (rst) output_valid <= 1'h0;
    else output_valid <= _12_;
  always @(posedge clk)
    if (rst) write__addr <= 4'h0;
    else if (put) write__addr <= _02_;
endmodule

module drift_read_path(rst, panel_load_valid, panel_load_address, panel_load_beats, panel_load_slot, stream_load_valid, stream_load_address, stream_load_beats, stream_load_slot, table_load_valid, table_load_address, table_load_beats, table_load_slot, checkpoint_load_valid, checkpoint_load_address, checkpoint_load_beats, checkpoint_load_slot, descriptor_load_valid, descriptor_load_address, descriptor_load_beats, descriptor_load_slot
, panel_read_valid, panel_read_words, panel_read_release, stream_read_valid, stream_read_words, page_shift, panel_word_ready, stream_word_ready, table_beat_ready, m_axi_arready, m_axi_rvalid, m_axi_rdata, m_axi_rresp, m_axi_rlast, panel_load_ready, stream_load_ready, table_load_ready, checkpoint_load_ready, descriptor_load_ready, panel_read_ready, stream_read_ready
, panel_word_valid, panel_word_data, stream_word_valid, stream_word_data, table_beat_valid, table_beat_data, checkpoint_data_valid, checkpoint_data, descriptor_data_valid, descriptor_data, descriptor_data_response, read_error_valid, read_error_slot, read_error_address, read_error_response, count_read, count_checkpoint_read, activations, checkpoint_activations, m_axi_arvalid, m_axi_araddr
, m_axi_arlen, m_axi_arsize, m_axi_arburst, m_axi_arprot, m_axi_rready, clk);
  input wire rst;
  input wire panel_load_valid;
  input wire [39:0] panel_load_address;
  input wire [15:0] panel_load_beats;
  input wire [1:0] panel_load_slot;
  input wire stream_load_valid;
  input wire [39:0] stream_load_address;
  input wire [15:0] stream_load_beats;
  input wire [1:0] stream_load_slot;
  input wire table_load_valid;
  input wire [39:0] table_load_address;
  input wire [15:0] table_load_beats;
  input wire [1:0] table_load_slot;
  input wire checkpoint_load_valid;
  input wire [39:0] checkpoint_load_address;
  input wire [15:0] checkpoint_load_beats;
  input wire [1:0] checkpoint_load_slot;
  input wire descriptor_load_valid;
  input wire [39:0] descriptor_load_address;
  input wire [15:0] descriptor_load_beats;
  input wire [1:0] descriptor_load_slot;
  input wire panel_read_valid;
  input wire [15:0] panel_read_words;
  input wire panel_read_release;
  input wire stream_read_valid;
  input wire [15:0] stream_read_words;
  input wire [4:0] page_shift;
  input wire panel_word_ready;
  input wire stream_word_ready;
  input wire table_beat_ready;
  input wire m_axi_arready;
  input wire m_axi_rvalid;
  input wire [511:0] m_axi_rdata;
  input wire [1:0] m_axi_rresp;
  input wire m_axi_rlast;
  output wire panel_load_ready;
  output wire stream_load_ready;
  output wire table_load_ready;
  output wire checkpoint_load_ready;
  output wire descriptor_load_ready;
  output wire panel_read_ready;
  output wire stream_read_ready;
  output wire panel_word_valid;
  output wire [255:0] panel_word_data;
  output wire stream_word_valid;
  output wire [255:0] stream_word_data;
  output wire table_beat_valid;
  output wire [511:0] table_beat_data;
  output wire checkpoint_data_valid;
  output wire [511:0] checkpoint_data;
  output wire descriptor_data_valid;
  output wire [511:0] descriptor_data;
  output wire [1:0] descriptor_data_response;
  output wire read_error_valid;
  output wire [1:0] read_error_slot;
  output wire [39:0] read_error_address;
  output wire [1:0] read_error_response;
  output wire count_read;
  output wire count_checkpoint_read;
  output wire [3:0] activations;
  output wire [3:0] checkpoint_activations;
  output reg m_axi_arvalid;
  output wire [39:0] m_axi_araddr;
  output reg [7:0] m_axi_arlen;
  output wire [2:0] m_axi_arsize;
  output wire [1:0] m_axi_arburst;
  output wire [2:0] m_axi_arprot;
  output wire m_axi_rready;
  input wire clk;
  wire _000_;
  wire _001_;
  wire [1:0] _002_;
  wire _003_;
  wire _004_;
  wire _005_;
  wire [1:0] _006_;
  wire [29:0] _007_;
  wire _008_;
  wire _009_;
  wire _010_;
  wire _011_;
  wire _012_;
  wire _013_;
  wire [29:0] _014_;
  wire _015_;
  wire _016_;
  wire _017_;
  wire _018_;
  wire _019_;
  wire [2:0] _020_;
  wire _021_;
  wire _022_;
  wire _023_;
  wire [1:0] _024_;
  wire [29:0] _025_;
  wire _026_;
  wire _027_;
  wire _028_;
  wire _029_;
  wire _030_;
  wire _031_;
  wire [29:0] _032_;
  wire _033_;
  wire _034_;
  wire _035_;
  wire _036_;
  wire _037_;
  wire [2:0] _038_;
  wire _039_;
  wire _040_;
  wire _041_;
  wire [1:0] _042_;
  wire [29:0] _043_;
  wire _044_;
  wire _045_;
  wire _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire [29:0] _051_;
  wire _052_;
  wire _053_;
  wire _054_;
  wire _055_;
  wire [2:0] _056_;
  wire _057_;
  wire _058_;
  wire _059_;
  wire [1:0] _060_;
  wire [29:0] _061_;
  wire _062_;
  wire _063_;
  wire _064_;
  wire _065_;
  wire _066_;
  wire _067_;
  wire _068_;
  wire [29:0] _069_;
  wire _070_;
  wire _071_;
  wire _072_;
  wire _073_;
  wire [2:0] _074_;
  wire _075_;
  wire _076_;
  wire _077_;
  wire [1:0] _078_;
  wire [29:0] _079_;
  wire _080_;
  wire _081_;
  wire _082_;
  wire _083_;
  wire _084_;
  wire _085_;
  wire _086_;
  wire _087_;
  wire [29:0] _088_;
  wire _089_;
  wire _090_;
  wire _091_;
  wire _092_;
  wire [2:0] _093_;
  wire [2:0] _094_;
  wire [2:0] _095_;
  wire _096_;
  wire [2:0] _097_;
  wire [4:0] _098_;
  wire [4:0] _099_;
  wire _100_;
  wire [3:0] _101_;
  wire [3:0] _102_;
  wire _103_;
  wire [3:0] _104_;
  wire [3:0] _105_;
  wire _106_;
  wire [7:0] _107_;
  wire [7:0] _108_;
  wire _109_;
  wire _110_;
  wire _111_;
  wire _112_;
  wire _113_;
  wire [1:0] _114_;
  wire [33:0] _115_;
  wire _116_;
  wire [7:0] _117_;
  wire _118_;
  wire _119_;
  wire _120_;
  wire _121_;
  wire _122_;
  wire _123_;
  wire _124_;
  wire _125_;
  wire _126_;
  wire _127_;
  wire _128_;
  wire [10:0] _129_;
  wire [8:0] _130_;
  wire _131_;
  wire _132_;
  wire _133_;
  wire [12:0] _134_;
  wire _135_;
  wire [8:0] _136_;
  wire _137_;
  wire _138_;
  wire _139_;
  wire _140_;
  wire _141_;
  wire _142_;
  wire _143_;
  wire _144_;
  wire _145_;
  wire _146_;
  wire _147_;
  wire _148_;
  wire [8:0] _149_;
  wire [10:0] _150_;
  wire _151_;
  wire _152_;
  wire _153_;
  wire [12:0] _154_;
  wire [10:0] _155_;
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
  wire [8:0] _169_;
  wire [12:0] _170_;
  wire _171_;
  wire _172_;
  wire _173_;
  wire [10:0] _174_;
  wire [12:0] _175_;
  wire _176_;
  wire _177_;
  wire _178_;
  wire _179_;
  wire _180_;
  wire _181_;
  wire _182_;
  wire [1:0] _183_;
  wire [3:0] _184_;
  wire _185_;
  wire _186_;
  wire _187_;
  wire _188_;
  wire [1:0] _189_;
  wire _190_;
  wire _191_;
  wire _192_;
  wire _193_;
  wire [7:0] _194_;
  wire [7:0] _195_;
  wire [7:0] _196_;
  wire [7:0] _197_;
  wire [33:0] _198_;
  wire [33:0] _199_;
  wire [33:0] _200_;
  wire [33:0] _201_;
  wire [1:0] _202_;
  wire [1:0] _203_;
  wire [1:0] _204_;
  wire [1:0] _205_;
  reg [7:0] beat;
  wire below_limit;
  wire burst_ends;
  wire channel_free;
  wire [33:0] checkpoint_burst_address;
  wire [7:0] checkpoint_burst_length;
  wire [1:0] checkpoint_burst_slot;
  wire checkpoint_burst_valid;
  wire checkpoint_granted;
  reg [29:0] checkpoint_row;
  reg checkpoint_row_is_open;
  wire [2:0] checkpoint_rows;
  wire [33:0] descriptor_burst_address;
  wire [7:0] descriptor_burst_length;
  wire [1:0] descriptor_burst_slot;
  wire descriptor_burst_valid;
  wire descriptor_granted;
  reg [29:0] descriptor_row;
  reg descriptor_row_is_open;
  wire [2:0] descriptor_rows;
  wire [1:0] further_rows;
  wire grant;
  reg granted;
  reg [33:0] granted_address;
  reg [4:0] granted_kinds;
  reg [1:0] granted_slot;
  reg [4:0] in_flight;
  wire [1:0] last_piece;
  wire panel_arrives;
  wire [33:0] panel_burst_address;
  wire [7:0] panel_burst_length;
  wire [1:0] panel_burst_slot;
  wire panel_burst_valid;
  wire panel_fits;
  wire panel_granted;
  wire [11:0] panel_held;
  reg [29:0] panel_row;
  reg panel_row_is_open;
  wire [2:0] panel_rows;
  reg [3:0] read__addr;
  wire [40:0] read__data;
  wire stream_arrives;
  wire [33:0] stream_burst_address;
  wire [7:0] stream_burst_length;
  wire [1:0] stream_burst_slot;
  wire stream_burst_valid;
  wire stream_fits;
  wire stream_granted;
  wire [9:0] stream_held;
  reg [29:0] stream_row;
  reg stream_row_is_open;
  wire [2:0] stream_rows;
  wire table_arrives;
  wire [33:0] table_burst_address;
  wire [7:0] table_burst_length;
  wire [1:0] table_burst_slot;
  wire table_burst_valid;
  wire table_fits;
  wire table_granted;
  wire [5:0] table_held;
  reg [29:0] table_row;
  reg table_row_is_open;
  wire [2:0] table_rows;
  wire unused_table_scratchpad_read_ready;
  reg [3:0] write__addr;
  reg [40:0] bursts [15:0];
  always @(posedge clk) begin
    if (granted)
      bursts[write__addr] <= { granted_address, granted_slot, granted_kinds };
  end
  assign read__data = bursts[read__addr];
  assign _000_ = ~ m_axi_arvalid;
  assign _084_ = _000_ | m_axi_arready;
  assign channel_free = _084_ & below_limit;
  assign _124_ = descriptor_burst_valid & 1'h1;
  assign _135_ = channel_free & _124_;
  assign _146_ = checkpoint_burst_valid & 1'h1;
  assign _157_ = _146_ & 1'h0;
  assign _168_ = table_burst_valid & table_fits;
  assign _179_ = _168_ & 1'h0;
  assign _188_ = stream_burst_valid & stream_fits;
  assign _001_ = _188_ & 1'h0;
  assign _005_ = panel_burst_valid & panel_fits;
  assign _016_ = _005_ & 1'h0;
  assign _023_ = | { _016_, _001_, _179_, _157_ };
  assign _033_ = ~ _023_;
  assign descriptor_granted = _135_ & _033_;
  assign _041_ = checkpoint_burst_valid & 1'h1;
  assign _050_ = channel_free & _041_;
  assign _059_ = descriptor_burst_valid & 1'h1;
  assign _067_ = _059_ & 1'h1;
  assign _077_ = table_burst_valid & table_fits;
  assign _085_ = _077_ & 1'h0;
  assign _096_ = stream_burst_valid & stream_fits;
  assign _106_ = _096_ & 1'h0;
  assign _116_ = panel_burst_valid & panel_fits;
  assign _118_ = _116_ & 1'h0;
  assign _119_ = | { _118_, _106_, _085_, _067_ };
  assign _120_ = ~ _119_;
  assign checkpoint_granted = _050_ & _120_;
  assign _121_ = table_burst_valid & table_fits;
  assign _122_ = channel_free & _121_;
  assign _123_ = descriptor_burst_valid & 1'h1;
  assign _125_ = _123_ & 1'h1;
  assign _126_ = checkpoint_burst_valid & 1'h1;
  assign _127_ = _126_ & 1'h1;
  assign _128_ = stream_burst_valid & stream_fits;
  assign _129_ = { 1'h0, stream_held } << 1'h0;
  assign _130_ = { 3'h0, table_held } << 2'h3;
  assign _131_ = _129_ < { 2'h0, _130_ };
  assign _132_ = _128_ & _131_;
  assign _133_ = panel_burst_valid & panel_fits;
  assign _134_ = { 1'h0, panel_held } << 1'h0;
  assign _136_ = { 3'h0, table_held } << 2'h3;
  assign _137_ = _134_ < { 4'h0, _136_ };
  assign _138_ = _133_ & _137_;
  assign _139_ = | { _138_, _132_, _127_, _125_ };
  assign _140_ = ~ _139_;
  assign table_granted = _122_ & _140_;
  assign _141_ = stream_burst_valid & stream_fits;
  assign _142_ = channel_free & _141_;
  assign _143_ = descriptor_burst_valid & 1'h1;
  assign _144_ = _143_ & 1'h1;
  assign _145_ = checkpoint_burst_valid & 1'h1;
  assign _147_ = _145_ & 1'h1;
  assign _148_ = table_burst_valid & table_fits;
  assign _149_ = { 3'h0, table_held } << 2'h3;
  assign _150_ = { 1'h0, stream_held } << 1'h0;
  assign _151_ = { 2'h0, _149_ } <= _150_;
  assign _152_ = _148_ & _151_;
  assign _153_ = panel_burst_valid & panel_fits;
  assign _154_ = { 1'h0, panel_held } << 1'h0;
  assign _155_ = { 1'h0, stream_held } << 1'h0;
  assign _156_ = _154_ < { 2'h0, _155_ };
  assign _158_ = _153_ & _156_;
  assign _159_ = | { _158_, _152_, _147_, _144_ };
  assign _160_ = ~ _159_;
  assign stream_granted = _142_ & _160_;
  assign _161_ = panel_burst_valid & panel_fits;
  assign _162_ = channel_free & _161_;
  assign _163_ = descriptor_burst_valid & 1'h1;
  assign _164_ = _163_ & 1'h1;
  assign _165_ = checkpoint_burst_valid & 1'h1;
  assign _166_ = _165_ & 1'h1;
  assign _167_ = table_burst_valid & table_fits;
  assign _169_ = { 3'h0, table_held } << 2'h3;
  assign _170_ = { 1'h0, panel_held } << 1'h0;
  assign _171_ = { 4'h0, _169_ } <= _170_;
  assign _172_ = _167_ & _171_;
  assign _173_ = stream_burst_valid & stream_fits;
  assign _174_ = { 1'h0, stream_held } << 1'h0;
  assign _175_ = { 1'h0, panel_held } << 1'h0;
  assign _176_ = { 2'h0, _174_ } <= _175_;
  assign _177_ = _173_ & _176_;
  assign _178_ = | { _177_, _172_, _166_, _164_ };
  assign _180_ = ~ _178_;
  assign panel_granted = _162_ & _180_;
  assign grant = | { panel_granted, stream_granted, table_granted, checkpoint_granted, descriptor_granted };
  assign below_limit = in_flight != 5'h10;
  assign burst_ends = m_axi_rvalid & m_axi_rlast;
  assign descriptor_data_valid = m_axi_rvalid & read__data[0];
  assign checkpoint_data_valid = m_axi_rvalid & read__data[1];
  assign table_arrives = m_axi_rvalid & read__data[2];
  assign stream_arrives = m_axi_rvalid & read__data[3];
  assign panel_arrives = m_axi_rvalid & read__data[4];
  assign _181_ = m_axi_rvalid & m_axi_rresp[1];
  assign _182_ = ~ read__data[0];
  assign read_error_valid = _181_ & _182_;
  assign read_error_address[11:6] = read__data[12:7] + beat[5:0];
  assign _183_ = granted_address[5:4] + m_axi_arlen[5:4];
  assign _184_ = ~ m_axi_arlen[3:0];
  assign _185_ = granted_address[3:0] > _184_;
  assign last_piece = _183_ + { 1'h0, _185_ };
  assign _186_ = page_shift <= 5'h0a;
  assign _187_ = page_shift <= 5'h0b;
  assign _189_ = last_piece & { _187_, _186_ };
  assign _190_ = page_shift <= 5'h0a;
  assign _191_ = page_shift <= 5'h0b;
  assign _002_ = granted_address[5:4] & { _191_, _190_ };
  assign further_rows = _189_ - _002_;
  assign _003_ = granted & granted_kinds[0];
  assign _004_ = page_shift <= 5'h0a;
  assign _006_ = _004_ ? further_rows : { 1'h0, further_rows[1] };
  assign _007_ = descriptor_row ^ granted_address[33:4];
  assign _008_ = page_shift <= 5'h0a;
  assign _009_ = page_shift <= 5'h0b;
  assign _010_ = page_shift <= 5'h0c;
  assign _011_ = page_shift <= 5'h0d;
  assign _012_ = page_shift <= 5'h0e;
  assign _013_ = page_shift <= 5'h0f;
  assign _014_ = _007_ & { 24'hffffff, _013_, _012_, _011_, _010_, _009_, _008_ };
  assign _015_ = | _014_;
  assign _017_ = ~ _015_;
  assign _018_ = descriptor_row_is_open & _017_;
  assign _019_ = ~ _018_;
  assign _020_ = { 1'h0, _006_ } + { 2'h0, _019_ };
  assign _021_ = granted & granted_kinds[1];
  assign _022_ = page_shift <= 5'h0a;
  assign _024_ = _022_ ? further_rows : { 1'h0, further_rows[1] };
  assign _025_ = checkpoint_row ^ granted_address[33:4];
  assign _026_ = page_shift <= 5'h0a;
  assign _027_ = page_shift <= 5'h0b;
  assign _028_ = page_shift <= 5'h0c;
  assign _029_ = page_shift <= 5'h0d;
  assign _030_ = page_shift <= 5'h0e;
  assign _031_ = page_shift <= 5'h0f;
  assign _032_ = _025_ & { 24'hffffff, _031_, _030_, _029_, _028_, _027_, _026_ };
  assign _034_ = | _032_;
  assign _035_ = ~ _034_;
  assign _036_ = checkpoint_row_is_open & _035_;
  assign _037_ = ~ _036_;
  assign _038_ = { 1'h0, _024_ } + { 2'h0, _037_ };
  assign _039_ = granted & granted_kinds[2];
  assign _040_ = page_shift <= 5'h0a;
  assign _042_ = _040_ ? further_rows : { 1'h0, further_rows[1] };
  assign _043_ = table_row ^ granted_address[33:4];
  assign _044_ = page_shift <= 5'h0a;
  assign _045_ = page_shift <= 5'h0b;
  assign _046_ = page_shift <= 5'h0c;
  assign _047_ = page_shift <= 5'h0d;
  assign _048_ = page_shift <= 5'h0e;
  assign _049_ = page_shift <= 5'h0f;
  assign _051_ = _043_ & { 24'hffffff, _049_, _048_, _047_, _046_, _045_, _044_ };
  assign _052_ = | _051_;
  assign _053_ = ~ _052_;
  assign _054_ = table_row_is_open & _053_;
  assign _055_ = ~ _054_;
  assign _056_ = { 1'h0, _042_ } + { 2'h0, _055_ };
  assign _057_ = granted & granted_kinds[3];
  assign _058_ = page_shift <= 5'h0a;
  assign _060_ = _058_ ? further_rows : { 1'h0, further_rows[1] };
  assign _061_ = stream_row ^ granted_address[33:4];
  assign _062_ = page_shift <= 5'h0a;
  assign _063_ = page_shift <= 5'h0b;
  assign _064_ = page_shift <= 5'h0c;
  assign _065_ = page_shift <= 5'h0d;
  assign _066_ = page_shift <= 5'h0e;
  assign _068_ = page_shift <= 5'h0f;
  assign _069_ = _061_ & { 24'hffffff, _068_, _066_, _065_, _064_, _063_, _062_ };
  assign _070_ = | _069_;
  assign _071_ = ~ _070_;
  assign _072_ = stream_row_is_open & _071_;
  assign _073_ = ~ _072_;
  assign _074_ = { 1'h0, _060_ } + { 2'h0, _073_ };
  assign _075_ = granted & granted_kinds[4];
  assign _076_ = page_shift <= 5'h0a;
  assign _078_ = _076_ ? further_rows : { 1'h0, further_rows[1] };
  assign _079_ = panel_row ^ granted_address[33:4];
  assign _080_ = page_shift <= 5'h0a;
  assign _081_ = page_shift <= 5'h0b;
  assign _082_ = page_shift <= 5'h0c;
  assign _083_ = page_shift <= 5'h0d;
  assign _086_ = page_shift <= 5'h0e;
  assign _087_ = page_shift <= 5'h0f;
  assign _088_ = _079_ & { 24'hffffff, _087_, _086_, _083_, _082_, _081_, _080_ };
  assign _089_ = | _088_;
  assign _090_ = ~ _089_;
  assign _091_ = panel_row_is_open & _090_;
  assign _092_ = ~ _091_;
  assign _093_ = { 1'h0, _078_ } + { 2'h0, _092_ };
  assign _094_ = 3'h0 | descriptor_rows;
  assign _095_ = _094_ | table_rows;
  assign _097_ = _095_ | stream_rows;
  assign activations[2:0] = _097_ | panel_rows;
  assign _098_ = in_flight + { 4'h0, grant };
  assign _099_ = _098_ - { 4'h0, burst_ends };
  assign _100_ = write__addr == 4'hf;
  assign _101_ = write__addr + 4'h1;
  assign _102_ = _100_ ? 4'h0 : _101_;
  assign _103_ = read__addr == 4'hf;
  assign _104_ = read__addr + 4'h1;
  assign _105_ = _103_ ? 4'h0 : _104_;
  assign _107_ = beat + 8'h01;
  assign _108_ = m_axi_rlast ? 8'h00 : _107_;
  assign _109_ = granted & granted_kinds[0];
  assign _110_ = granted & granted_kinds[1];
  assign _111_ = granted & granted_kinds[2];
  assign _112_ = granted & granted_kinds[3];
  assign _113_ = granted & granted_kinds[4];
  always @(posedge clk)
    granted_slot <= _114_;
  always @(posedge clk)
    granted_address <= _115_;
  always @(posedge clk)
    m_axi_arlen <= _117_;
  always @(posedge clk)
    if (_113_) panel_row <= { granted_address[33:6], last_piece };
  always @(posedge clk)
    if (rst) granted <= 1'h0;
    else granted <= grant;
  always @(posedge clk)
    if (rst) m_axi_arvalid <= 1'h0;
    else m_axi_arvalid <= _193_;
  always @(posedge clk)
    if (grant) granted_kinds <= { panel_granted, stream_granted, table_granted, checkpoint_granted, descriptor_granted };
  always @(posedge clk)
    if (rst) in_flight <= 5'h00;
    else in_flight <= _099_;
  always @(posedge clk)
    if (rst) write__addr <= 4'h0;
    else if (granted) write__addr <= _102_;
  always @(posedge clk)
    if (rst) read__addr <= 4'h0;
    else if (burst_ends) read__addr <= _105_;
  always @(posedge clk)
    if (rst) beat <= 8'h00;
    else if (m_axi_rvalid) beat <= _108_;
  always @(posedge clk)
    if (rst) descriptor_row_is_open <= 1'h0;
    else if (_109_) descriptor_row_is_open <= 1'h1;
  always @(posedge clk)
    if (_109_) descriptor_row <= { granted_address[33:6], last_piece };
  always @(posedge clk)
    if (rst) checkpoint_row_is_open <= 1'h0;
    else if (_110_) checkpoint_row_is_open <= 1'h1;
  always @(posedge clk)
    if (_110_) checkpoint_row <= { granted_address[33:6], last_piece };
  always @(posedge clk)
    if (rst) table_row_is_open <= 1'h0;
    else if (_111_) table_row_is_open <= 1'h1;
  always @(posedge clk)
    if (_111_) table_row <= { granted_address[33:6], last_piece };
  always @(posedge clk)
    if (rst) stream_row_is_open <= 1'h0;
    else if (_112_) stream_row_is_open <= 1'h1;
  always @(posedge clk)
    if (_112_) stream_row <= { granted_address[33:6], last_piece };
  always @(posedge clk)
    if (rst) panel_row_is_open <= 1'h0;
    else if (_113_) panel_row_is_open <= 1'h1;
  assign _192_ = m_axi_arready ? 1'h0 : m_axi_arvalid;
  assign _193_ = grant ? 1'h1 : _192_;
  assign _194_ = descriptor_granted ? descriptor_burst_length : m_axi_arlen;
  assign _195_ = checkpoint_granted ? checkpoint_burst_length : _194_;
  assign _196_ = table_granted ? table_burst_length : _195_;
  assign _197_ = stream_granted ? stream_burst_length : _196_;
  assign _117_ = panel_granted ? panel_burst_length : _197_;
  assign _198_ = descriptor_granted ? descriptor_burst_address : granted_address;
  assign _199_ = checkpoint_granted ? checkpoint_burst_address : _198_;
  assign _200_ = table_granted ? table_burst_address : _199_;
  assign _201_ = stream_granted ? stream_burst_address : _200_;
  assign _115_ = panel_granted ? panel_burst_address : _201_;
  assign _202_ = descriptor_granted ? descriptor_burst_slot : granted_slot;
  assign _203_ = checkpoint_granted ? checkpoint_burst_slot : _202_;
  assign _204_ = table_granted ? table_burst_slot : _203_;
  assign _205_ = stream_granted ? stream_burst_slot : _204_;
  assign _114_ = panel_granted ? panel_burst_slot : _205_;
  assign panel_rows = _075_ ? _093_ : 3'h0;
  assign stream_rows = _057_ ? _074_ : 3'h0;
  assign table_rows = _039_ ? _056_ : 3'h0;
  assign checkpoint_rows = _021_ ? _038_ : 3'h0;
  assign descriptor_rows = _003_ ? _020_ : 3'h0;
  drift_burst_engine_64 checkpoint_engine (
    .burst_address(checkpoint_burst_address),
    .burst_length(checkpoint_burst_length),
    .burst_ready(checkpoint_granted),
    .burst_slot(checkpoint_burst_slot),
    .burst_valid(checkpoint_burst_valid),
    .clk(clk),
    .load_address(checkpoint_load_address[39:6]),
    .load_beats(checkpoint_load_beats),
    .load_ready(checkpoint_load_ready),
    .load_slot(checkpoint_load_slot),
    .load_valid(checkpoint_load_valid),
    .rst(rst)
  );
  drift_burst_engine_64 descriptor_engine (
    .burst_address(descriptor_burst_address),
    .burst_length(descriptor_burst_length),
    .burst_ready(descriptor_granted),
    .burst_slot(descriptor_burst_slot),
    .burst_valid(descriptor_burst_valid),
    .clk(clk),
    .load_address(descriptor_load_address[39:6]),
    .load_beats(descriptor_load_beats),
    .load_ready(descriptor_load_ready),
    .load_slot(descriptor_load_slot),
    .load_valid(descriptor_load_valid),
    .rst(rst)
  );
  drift_burst_engine_16 panel_engine (
    .burst_address(panel_burst_address),
    .burst_length(panel_burst_length),
    .burst_ready(panel_granted),
    .burst_slot(panel_burst_slot),
    .burst_valid(panel_burst_valid),
    .clk(clk),
    .load_address(panel_load_address[39:6]),
    .load_beats(panel_load_beats),
    .load_ready(panel_load_ready),
    .load_slot(panel_load_slot),
    .load_valid(panel_load_valid),
    .rst(rst)
  );
  drift_panel_scratchpad panel_scratchpad (
    .burst_length(panel_burst_length),
    .clk(clk),
    .fits(panel_fits),
    .held(panel_held),
    .read_ready(panel_read_ready),
    .read_release(panel_read_release),
    .read_valid(panel_read_valid),
    .read_words(panel_read_words),
    .reserve(panel_granted),
    .rst(rst),
    .word_data(panel_word_data),
    .word_ready(panel_word_ready),
    .word_valid(panel_word_valid),
    .write_data(m_axi_rdata),
    .write_enable(panel_arrives)
  );
  drift_burst_engine_16 stream_engine (
    .burst_address(stream_burst_address),
    .burst_length(stream_burst_length),
    .burst_ready(stream_granted),
    .burst_slot(stream_burst_slot),
    .burst_valid(stream_burst_valid),
    .clk(clk),
    .load_address(stream_load_address[39:6]),
    .load_beats(stream_load_beats),
    .load_ready(stream_load_ready),
    .load_slot(stream_load_slot),
    .load_valid(stream_load_valid),
    .rst(rst)
  );
  drift_stream_scratchpad stream_scratchpad (
    .burst_length(stream_burst_length),
    .clk(clk),
    .fits(stream_fits),
    .held(stream_held),
    .read_ready(stream_read_ready),
    .read_release(1'h1),
    .read_valid(stream_read_valid),
    .read_words(stream_read_words),
    .reserve(stream_granted),
    .rst(rst),
    .word_data(stream_word_data),
    .word_ready(stream_word_ready),
    .word_valid(stream_word_valid),
    .write_data(m_axi_rdata),
    .write_enable(stream_arrives)
  );
  drift_burst_engine_8 table_engine (
    .burst_address(table_burst_address),
    .burst_length(table_burst_length),
    .burst_ready(table_granted),
    .burst_slot(table_burst_slot),
    .burst_valid(table_burst_valid),
    .clk(clk),
    .load_address(table_load_address[39:6]),
    .load_beats(table_load_beats),
    .load_ready(table_load_ready),
    .load_slot(table_load_slot),
    .load_valid(table_load_valid),
    .rst(rst)
  );
  drift_table_scratchpad table_scratchpad (
    .burst_length(table_burst_length),
    .clk(clk),
    .fits(table_fits),
    .held(table_held),
    .read_ready(unused_table_scratchpad_read_ready),
    .read_release(1'h1),
    .read_valid(1'h1),
    .read_words(16'h0001),
    .reserve(table_granted),
    .rst(rst),
    .word_data(table_beat_data),
    .word_ready(table_beat_ready),
    .word_valid(table_beat_valid),
    .write_data(m_axi_rdata),
    .write_enable(table_arrives)
  );
  assign m_axi_rready = 1'h1;
  assign m_axi_arprot = 3'h0;
  assign m_axi_arburst = 2'h1;
  assign m_axi_arsize = 3'h6;
  assign m_axi_araddr = { granted_address, 6'h00 };
  assign checkpoint_activations = { 1'h0, checkpoint_rows };
  assign activations[3] = 1'h0;
  assign count_checkpoint_read = checkpoint_data_valid;
  assign count_read = m_axi_rvalid;
  assign read_error_response = m_axi_rresp;
  assign { read_error_address[39:12], read_error_address[5:0] } = { read__data[40:13], 6'h00 };
  assign read_error_slot = read__data[6:5];
  assign descriptor_data_response = m_axi_rresp;
  assign descriptor_data = m_axi_rdata;
  assign checkpoint_data = m_axi_rdata;
endmodule

module drift_burst_engine_64(rst, load_valid, load_address, load_beats, load_slot, burst_ready, load_ready, burst_valid, burst_address, burst_length, burst_slot, clk);
  input wire rst;
  input wire load_valid;
  input wire [33:0] load_address;
  input wire [15:0] load_beats;
  input wire [1:0] load_slot;
  input wire burst_ready;
  output wire load_ready;
  output reg burst_valid;
  output reg [33:0] burst_address;
  output wire [7:0] burst_length;
  output reg [1:0] burst_slot;
  input wire clk;
  wire _00_;
  wire [15:0] _01_;
  wire [33:0] _02_;
  wire [15:0] _03_;
  wire _04_;
  wire _05_;
  wire _06_;
  wire [15:0] _07_;
  wire [5:0] _08_;
  wire _09_;
  wire [27:0] _10_;
  wire [15:0] _11_;
  wire _12_;
  wire _13_;
  wire [15:0] _14_;
  wire [27:0] _15_;
  wire _16_;
  wire _17_;
  reg [33:0] address;
  wire [5:0] boundary;
  reg [5:0] cut_length;
  wire finishes;
  reg loading;
  wire move;
  reg [15:0] rest;
  reg [1:0] slot;
  assign boundary = ~ address[5:0];
  assign _00_ = ~ burst_valid;
  assign _04_ = _00_ | burst_ready;
  assign move = loading & _04_;
  assign finishes = rest <= { 10'h000, boundary };
  assign load_ready = ~ loading;
  assign _05_ = ~ loading;
  assign _06_ = load_valid & _05_;
  assign _07_ = load_beats - 16'h0001;
  assign _08_ = finishes ? rest[5:0] : boundary;
  assign _09_ = ~ finishes;
  assign _10_ = address[33:6] + 28'h0000001;
  assign _11_ = rest - { 10'h000, boundary };
  assign _01_ = $signed(_11_) - $signed(16'h0001);
  always @(posedge clk)
    rest <= _03_;
  always @(posedge clk)
    if (rst) loading <= 1'h0;
    else loading <= _17_;
  always @(posedge clk)
    address[33:6] <= _02_[33:6];
  always @(posedge clk)
    if (move) address[5:0] <= 6'h00;
    else if (_06_) address[5:0] <= load_address[5:0];
  always @(posedge clk)
    if (_06_) slot <= load_slot;
  always @(posedge clk)
    if (rst) burst_valid <= 1'h0;
    else burst_valid <= _13_;
  always @(posedge clk)
    if (move) burst_address <= address;
  always @(posedge clk)
    if (move) cut_length <= _08_;
  always @(posedge clk)
    if (move) burst_slot <= slot;
  assign _12_ = burst_ready ? 1'h0 : burst_valid;
  assign _13_ = move ? 1'h1 : _12_;
  assign _14_ = _06_ ? _07_ : rest;
  assign _03_ = move ? _01_ : _14_;
  assign _15_ = _06_ ? load_address[33:6] : address[33:6];
  assign _02_[33:6] = move ? _10_ : _15_;
  assign _16_ = _06_ ? 1'h1 : loading;
  assign _17_ = move ? _09_ : _16_;
  assign _02_[5:0] = 6'hxx;
  assign burst_length = { 2'h0, cut_length };
endmodule

module drift_burst_engine_8(rst, load_valid, load_address, load_beats, load_slot, burst_ready, load_ready, burst_valid, burst_address, burst_length, burst_slot, clk);
  input wire rst;
  input wire load_valid;
  input wire [33:0] load_address;
  input wire [15:0] load_beats;
  input wire [1:0] load_slot;
  input wire burst_ready;
  output wire load_ready;
  output reg burst_valid;
  output reg [33:0] burst_address;
  output wire [7:0] burst_length;
  output reg [1:0] burst_slot;
  input wire clk;
  wire _00_;
  wire [15:0] _01_;
  wire [33:0] _02_;
  wire [15:0] _03_;
  wire _04_;
  wire _05_;
  wire _06_;
  wire [15:0] _07_;
  wire [2:0] _08_;
  wire _09_;
  wire [30:0] _10_;
  wire [15:0] _11_;
  wire _12_;
  wire _13_;
  wire [15:0] _14_;
  wire [30:0] _15_;
  wire _16_;
  wire _17_;
  reg [33:0] address;
  wire [2:0] boundary;
  reg [2:0] cut_length;
  wire finishes;
  reg loading;
  wire move;
  reg [15:0] rest;
  reg [1:0] slot;
  assign boundary = ~ address[2:0];
  assign _00_ = ~ burst_valid;
  assign _04_ = _00_ | burst_ready;
  assign move = loading & _04_;
  assign finishes = rest <= { 13'h0000, boundary };
  assign load_ready = ~ loading;
  assign _05_ = ~ loading;
  assign _06_ = load_valid & _05_;
  assign _07_ = load_beats - 16'h0001;
  assign _08_ = finishes ? rest[2:0] : boundary;
  assign _09_ = ~ finishes;
  assign _10_ = address[33:3] + 31'h00000001;
  assign _11_ = rest - { 13'h0000, boundary };
  assign _01_ = $signed(_11_) - $signed(16'h0001);
  always @(posedge clk)
    rest <= _03_;
  always @(posedge clk)
    if (rst) loading <= 1'h0;
    else loading <= _17_;
  always @(posedge clk)
    address[33:3] <= _02_[33:3];
  always @(posedge clk)
    if (move) address[2:0] <= 3'h0;
    else if (_06_) address[2:0] <= load_address[2:0];
  always @(posedge clk)
    if (_06_) slot <= load_slot;
  always @(posedge clk)
    if (rst) burst_valid <= 1'h0;
    else burst_valid <= _13_;
  always @(posedge clk)
    if (move) burst_address <= address;
  always @(posedge clk)
    if (move) cut_length <= _08_;
  always @(posedge clk)
    if (move) burst_slot <= slot;
  assign _12_ = burst_ready ? 1'h0 : burst_valid;
  assign _13_ = move ? 1'h1 : _12_;
  assign _14_ = _06_ ? _07_ : rest;
  assign _03_ = move ? _01_ : _14_;
  assign _15_ = _06_ ? load_address[33:3] : address[33:3];
  assign _02_[33:3] = move ? _10_ : _15_;
  assign _16_ = _06_ ? 1'h1 : loading;
  assign _17_ = move ? _09_ : _16_;
  assign _02_[2:0] = 3'hx;
  assign burst_length = { 5'h00, cut_length };
endmodule

module drift_burst_engine_16(rst, load_valid, load_address, load_beats, load_slot, burst_ready, load_ready, burst_valid, burst_address, burst_length, burst_slot, clk);
  input wire rst;
  input wire load_valid;
  input wire [33:0] load_address;
  input wire [15:0] load_beats;
  input wire [1:0] load_slot;
  input wire burst_ready;
  output wire load_ready;
  output reg burst_valid;
  output reg [33:0] burst_address;
  output wire [7:0] burst_length;
  output reg [1:0] burst_slot;
  input wire clk;
  wire _00_;
  wire [15:0] _01_;
  wire [33:0] _02_;
  wire [15:0] _03_;
  wire _04_;
  wire _05_;
  wire _06_;
  wire [15:0] _07_;
  wire [3:0] _08_;
  wire _09_;
  wire [29:0] _10_;
  wire [15:0] _11_;
  wire _12_;
  wire _13_;
  wire [15:0] _14_;
  wire [29:0] _15_;
  wire _16_;
  wire _17_;
  reg [33:0] address;
  wire [3:0] boundary;
  reg [3:0] cut_length;
  wire finishes;
  reg loading;
  wire move;
  reg [15:0] rest;
  reg [1:0] slot;
  assign boundary = ~ address[3:0];
  assign _00_ = ~ burst_valid;
  assign _04_ = _00_ | burst_ready;
  assign move = loading & _04_;
  assign finishes = rest <= { 12'h000, boundary };
  assign load_ready = ~ loading;
  assign _05_ = ~ loading;
  assign _06_ = load_valid & _05_;
  assign _07_ = load_beats - 16'h0001;
  assign _08_ = finishes ? rest[3:0] : boundary;
  assign _09_ = ~ finishes;
  assign _10_ = address[33:4] + 30'h00000001;
  assign _11_ = rest - { 12'h000, boundary };
  assign _01_ = $signed(_11_) - $signed(16'h0001);
  always @(posedge clk)
    rest <= _03_;
  always @(posedge clk)
    if (rst) loading <= 1'h0;
    else loading <= _17_;
  always @(posedge clk)
    address[33:4] <= _02_[33:4];
  always @(posedge clk)
    if (move) address[3:0] <= 4'h0;
    else if (_06_) address[3:0] <= load_address[3:0];
  always @(posedge clk)
    if (_06_) slot <= load_slot;
  always @(posedge clk)
    if (rst) burst_valid <= 1'h0;
    else burst_valid <= _13_;
  always @(posedge clk)
    if (move) burst_address <= address;
  always @(posedge clk)
    if (move) cut_length <= _08_;
  always @(posedge clk)
    if (move) burst_slot <= slot;
  assign _12_ = burst_ready ? 1'h0 : burst_valid;
  assign _13_ = move ? 1'h1 : _12_;
  assign _14_ = _06_ ? _07_ : rest;
  assign _03_ = move ? _01_ : _14_;
  assign _15_ = _06_ ? load_address[33:4] : address[33:4];
  assign _02_[33:4] = move ? _10_ : _15_;
  assign _16_ = _06_ ? 1'h1 : loading;
  assign _17_ = move ? _09_ : _16_;
  assign _02_[3:0] = 4'hx;
  assign burst_length = { 4'h0, cut_length };
endmodule

module drift_table_scratchpad(rst, burst_length, reserve, write_enable, write_data, read_valid, read_words, read_release, word_ready, fits, held, read_ready, word_valid, word_data, clk);
  input wire rst;
  input wire [7:0] burst_length;
  input wire reserve;
  input wire write_enable;
  input wire [511:0] write_data;
  input wire read_valid;
  input wire [15:0] read_words;
  input wire read_release;
  input wire word_ready;
  output wire fits;
  output wire [5:0] held;
  output wire read_ready;
  output reg word_valid;
  output wire [511:0] word_data;
  input wire clk;
  wire [5:0] _000_;
  wire [5:0] _001_;
  wire [5:0] _002_;
  wire [5:0] _003_;
  wire [5:0] _004_;
  wire _005_;
  wire [4:0] _006_;
  wire [4:0] _007_;
  wire [4:0] _008_;
  wire [5:0] _009_;
  wire _010_;
  wire [5:0] _011_;
  wire [15:0] _012_;
  wire _013_;
  wire _014_;
  wire _015_;
  wire _016_;
  wire _017_;
  wire _018_;
  wire [15:0] _019_;
  wire _020_;
  wire [4:0] _021_;
  wire [15:0] _022_;
  wire _023_;
  wire _024_;
  wire _025_;
  wire [5:0] _026_;
  wire _027_;
  wire _028_;
  wire _029_;
  wire _030_;
  wire _031_;
  wire _032_;
  wire _033_;
  wire [15:0] _034_;
  wire _035_;
  wire _036_;
  wire [4:0] _037_;
  wire [4:0] _038_;
  reg active;
  reg [5:0] arrived;
  wire available;
  wire ends;
  wire fetch;
  reg [4:0] first_address;
  wire [4:0] following;
  wire freed;
  reg frees;
  reg [15:0] left;
  wire [15:0] next_left;
  reg [5:0] offset;
  reg [4:0] read_address;
  reg [5:0] room;
  wire used;
  reg waiting;
  reg waiting_frees;
  reg [15:0] waiting_left;
  reg [4:0] write_address;
  assign fits = { 2'h0, room } > burst_length;
  assign held = 6'h20 - room;
  assign _010_ = read_address == 5'h1f;
  assign _021_ = read_address + 5'h01;
  assign following = _010_ ? 5'h00 : _021_;
  assign available = offset != arrived;
  assign freed = fetch & frees;
  assign _023_ = active & available;
  assign _024_ = ~ word_valid;
  assign _025_ = _024_ | used;
  assign fetch = _023_ & _025_;
  assign ends = left == 16'h0000;
  assign next_left = read_words - 16'h0001;
  assign read_ready = ~ waiting;
  assign used = word_valid & word_ready;
  assign _026_ = room + { 5'h00, freed };
  assign _000_ = burst_length[5:0] + 6'h01;
  assign _001_ = reserve ? _000_ : 6'h00;
  assign _002_ = _026_ - _001_;
  assign _003_ = arrived + { 5'h00, write_enable };
  assign _004_ = _003_ - { 5'h00, freed };
  assign _005_ = write_address == 5'h1f;
  assign _006_ = write_address + 5'h01;
  assign _007_ = _005_ ? 5'h00 : _006_;
  assign _008_ = ends ? first_address : following;
  assign _009_ = offset + 6'h01;
  assign _011_ = ends ? 6'h00 : _009_;
  assign _012_ = left - 16'h0001;
  assign _013_ = ~ active;
  assign _014_ = fetch & ends;
  assign _015_ = _013_ | _014_;
  assign _016_ = ~ waiting;
  assign _017_ = read_valid & _016_;
  assign _018_ = waiting | read_valid;
  assign _019_ = waiting ? waiting_left : next_left;
  assign _020_ = waiting ? waiting_frees : read_release;
  always @(posedge clk)
    left <= _022_;
  always @(posedge clk)
    if (rst) room <= 6'h20;
    else room <= _002_;
  always @(posedge clk)
    if (rst) arrived <= 6'h00;
    else arrived <= _004_;
  always @(posedge clk)
    if (rst) write_address <= 5'h00;
    else if (write_enable) write_address <= _007_;
  always @(posedge clk)
    if (rst) read_address <= 5'h00;
    else read_address <= _038_;
  always @(posedge clk)
    if (rst) first_address <= 5'h00;
    else if (freed) first_address <= following;
  always @(posedge clk)
    if (rst) offset <= 6'h00;
    else if (_030_) offset <= _011_;
  always @(posedge clk)
    if (rst) word_valid <= 1'h0;
    else word_valid <= _036_;
  always @(posedge clk)
    if (rst) active <= 1'h0;
    else if (_015_) active <= _018_;
  always @(posedge clk)
    if (_015_) frees <= _020_;
  always @(posedge clk)
    if (_033_) waiting <= 1'h0;
    else if (_017_) waiting <= 1'h1;
  always @(posedge clk)
    if (_031_) waiting_left <= next_left;
  always @(posedge clk)
    if (_032_) waiting_frees <= read_release;
  assign _030_ = & { _027_, fetch };
  assign _031_ = & { _017_, _028_ };
  assign _032_ = & { _017_, _029_ };
  assign _033_ = | { _015_, rst };
  assign _027_ = ~ freed;
  assign _028_ = ~ _015_;
  assign _029_ = ~ _015_;
  assign _034_ = fetch ? _012_ : left;
  assign _022_ = _015_ ? _019_ : _034_;
  assign _035_ = used ? 1'h0 : word_valid;
  assign _036_ = fetch ? 1'h1 : _035_;
  assign _037_ = fetch ? _008_ : read_address;
  assign _038_ = freed ? following : _037_;
  drift_table_bank bank (
    .clk(clk),
    .read_address(read_address),
    .read_data(word_data),
    .read_enable(fetch),
    .write_address(write_address),
    .write_data(write_data),
    .write_enable(write_enable)
  );
endmodule

module drift_table_bank(write_enable, write_address, write_data, read_enable, read_address, read_data, clk);
  input wire write_enable;
  input wire [4:0] write_address;
  input wire [511:0] write_data;
  input wire read_enable;
  input wire [4:0] read_address;
  output wire [511:0] read_data;
  input wire clk;
  reg [511:0] memory [31:0];
  always @(posedge clk) begin
    if (write_enable)
      memory[write_address] <= write_data;
  end
  reg [511:0] _0_;
  always @(posedge clk) begin
    if (read_enable) begin
      _0_ <= memory[read_address];
    end
  end
  assign read_data = _0_;
endmodule

module drift_stream_scratchpad(rst, burst_length, reserve, write_enable, write_data, read_valid, read_words, read_release, word_ready, fits, held, read_ready, word_valid, word_data, clk);
  input wire rst;
  input wire [7:0] burst_length;
  input wire reserve;
  input wire write_enable;
  input wire [511:0] write_data;
  input wire read_valid;
  input wire [15:0] read_words;
  input wire read_release;
  input wire word_ready;
  output wire fits;
  output wire [9:0] held;
  output wire read_ready;
  output reg word_valid;
  output wire [255:0] word_data;
  input wire clk;
  wire _000_;
  wire [9:0] _001_;
  wire [8:0] _002_;
  wire [8:0] _003_;
  wire [9:0] _004_;
  wire [9:0] _005_;
  wire [9:0] _006_;
  wire _007_;
  wire [8:0] _008_;
  wire [8:0] _009_;
  wire _010_;
  wire [8:0] _011_;
  wire [9:0] _012_;
  wire [9:0] _013_;
  wire [14:0] _014_;
  wire _015_;
  wire _016_;
  wire _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire [8:0] _021_;
  wire [15:0] _022_;
  wire _023_;
  wire _024_;
  wire _025_;
  wire [15:0] _026_;
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
  wire [14:0] _038_;
  wire _039_;
  wire _040_;
  wire [8:0] _041_;
  wire [8:0] _042_;
  reg active;
  reg [9:0] arrived;
  wire available;
  wire [511:0] beat;
  wire ends;
  wire fetch;
  reg [8:0] first_address;
  wire [8:0] following;
  wire freed;
  reg frees;
  reg index;
  reg last;
  reg [15:0] left;
  wire [15:0] next_left;
  reg [9:0] offset;
  reg [8:0] read_address;
  reg [9:0] room;
  wire used;
  reg waiting;
  reg waiting_frees;
  reg [15:0] waiting_left;
  reg [8:0] write_address;
  assign fits = room > { 2'h0, burst_length };
  assign held = 10'h200 - room;
  assign _010_ = read_address == 9'h1ff;
  assign _021_ = read_address + 9'h001;
  assign following = _010_ ? 9'h000 : _021_;
  assign available = offset != arrived;
  assign freed = fetch & frees;
  assign _027_ = active & available;
  assign _028_ = ~ word_valid;
  assign _029_ = _028_ | used;
  assign fetch = _027_ & _029_;
  assign ends = left[15:1] == 15'h0000;
  assign next_left = read_words - 16'h0001;
  assign read_ready = ~ waiting;
  assign _030_ = word_valid & word_ready;
  assign _000_ = index == last;
  assign used = _030_ & _000_;
  assign word_data = index ? beat[511:256] : beat[255:0];
  assign _001_ = room + { 9'h000, freed };
  assign _002_ = { 1'h0, burst_length } + 9'h001;
  assign _003_ = reserve ? _002_ : 9'h000;
  assign _004_ = _001_ - { 1'h0, _003_ };
  assign _005_ = arrived + { 9'h000, write_enable };
  assign _006_ = _005_ - { 9'h000, freed };
  assign _007_ = write_address == 9'h1ff;
  assign _008_ = write_address + 9'h001;
  assign _009_ = _007_ ? 9'h000 : _008_;
  assign _011_ = ends ? first_address : following;
  assign _012_ = offset + 10'h001;
  assign _013_ = ends ? 10'h000 : _012_;
  assign _014_ = left[15:1] - 15'h0001;
  assign _015_ = ~ active;
  assign _016_ = fetch & ends;
  assign _017_ = _015_ | _016_;
  assign _018_ = ~ waiting;
  assign _019_ = read_valid & _018_;
  assign _020_ = waiting | read_valid;
  assign _022_ = waiting ? waiting_left : next_left;
  assign _023_ = waiting ? waiting_frees : read_release;
  assign _024_ = word_valid & word_ready;
  assign _025_ = index + 1'h1;
  always @(posedge clk)
    if (rst) room <= 10'h200;
    else room <= _004_;
  always @(posedge clk)
    if (rst) arrived <= 10'h000;
    else arrived <= _006_;
  always @(posedge clk)
    if (rst) write_address <= 9'h000;
    else if (write_enable) write_address <= _009_;
  always @(posedge clk)
    if (rst) read_address <= 9'h000;
    else read_address <= _042_;
  always @(posedge clk)
    if (rst) first_address <= 9'h000;
    else if (freed) first_address <= following;
  always @(posedge clk)
    if (rst) offset <= 10'h000;
    else if (_034_) offset <= _013_;
  always @(posedge clk)
    if (rst) word_valid <= 1'h0;
    else word_valid <= _040_;
  always @(posedge clk)
    if (_017_) left[0] <= _022_[0];
  always @(posedge clk)
    left[15:1] <= _026_[15:1];
  always @(posedge clk)
    if (rst) active <= 1'h0;
    else if (_017_) active <= _020_;
  always @(posedge clk)
    if (_017_) frees <= _023_;
  always @(posedge clk)
    if (_037_) waiting <= 1'h0;
    else if (_019_) waiting <= 1'h1;
  always @(posedge clk)
    if (_035_) waiting_left <= next_left;
  always @(posedge clk)
    if (_036_) waiting_frees <= read_release;
  always @(posedge clk)
    if (fetch) index <= 1'h0;
    else if (_024_) index <= _025_;
  always @(posedge clk)
    if (fetch)
      if (!ends) last <= 1'h1;
      else last <= left[0];
  assign _034_ = & { _031_, fetch };
  assign _035_ = & { _019_, _032_ };
  assign _036_ = & { _019_, _033_ };
  assign _037_ = | { _017_, rst };
  assign _031_ = ~ freed;
  assign _032_ = ~ _017_;
  assign _033_ = ~ _017_;
  assign _038_ = fetch ? _014_ : left[15:1];
  assign _026_[15:1] = _017_ ? _022_[15:1] : _038_;
  assign _039_ = used ? 1'h0 : word_valid;
  assign _040_ = fetch ? 1'h1 : _039_;
  assign _041_ = fetch ? _011_ : read_address;
  assign _042_ = freed ? following : _041_;
  drift_stream_bank bank (
    .clk(clk),
    .read_address(read_address),
    .read_data(beat),
    .read_enable(fetch),
    .write_address(write_address),
    .write_data(write_data),
    .write_enable(write_enable)
  );
  assign _026_[0] = 1'hx;
endmodule

module drift_stream_bank(write_enable, write_address, write_data, read_enable, read_address, read_data, clk);
  input wire write_enable;
  input wire [8:0] write_address;
  input wire [511:0] write_data;
  input wire read_enable;
  input wire [8:0] read_address;
  output wire [511:0] read_data;
  input wire clk;
  reg [511:0] memory [511:0];
  always @(posedge clk) begin
    if (write_enable)
      memory[write_address] <= write_data;
  end
  reg [511:0] _0_;
  always @(posedge clk) begin
    if (read_enable) begin
      _0_ <= memory[read_address];
    end
  end
  assign read_data = _0_;
endmodule

module drift_panel_scratchpad(rst, burst_length, reserve, write_enable, write_data, read_valid, read_words, read_release, word_ready, fits, held, read_ready, word_valid, word_data, clk);
  input wire rst;
  input wire [7:0] burst_length;
  input wire reserve;
  input wire write_enable;
  input wire [511:0] write_data;
  input wire read_valid;
  input wire [15:0] read_words;
  input wire read_release;
  input wire word_ready;
  output wire fits;
  output wire [11:0] held;
  output wire read_ready;
  output reg word_valid;
  output wire [255:0] word_data;
  input wire clk;
  wire _000_;
  wire [11:0] _001_;
  wire [8:0] _002_;
  wire [8:0] _003_;
  wire [11:0] _004_;
  wire [11:0] _005_;
  wire [11:0] _006_;
  wire _007_;
  wire [11:0] _008_;
  wire [11:0] _009_;
  wire _010_;
  wire [11:0] _011_;
  wire [11:0] _012_;
  wire [11:0] _013_;
  wire [14:0] _014_;
  wire _015_;
  wire _016_;
  wire _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire [11:0] _021_;
  wire [15:0] _022_;
  wire _023_;
  wire _024_;
  wire _025_;
  wire [15:0] _026_;
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
  wire [14:0] _038_;
  wire _039_;
  wire _040_;
  wire [11:0] _041_;
  wire [11:0] _042_;
  reg active;
  reg [11:0] arrived;
  wire available;
  wire [511:0] beat;
  wire ends;
  wire fetch;
  reg [11:0] first_address;
  wire [11:0] following;
  wire freed;
  reg frees;
  reg index;
  reg last;
  reg [15:0] left;
  wire [15:0] next_left;
  reg [11:0] offset;
  reg [11:0] read_address;
  reg [11:0] room;
  wire used;
  reg waiting;
  reg waiting_frees;
  reg [15:0] waiting_left;
  reg [11:0] write_address;
  assign fits = room > { 4'h0, burst_length };
  assign held = 12'hc00 - room;
  assign _010_ = read_address == 12'hbff;
  assign _021_ = read_address + 12'h001;
  assign following = _010_ ? 12'h000 : _021_;
  assign available = offset != arrived;
  assign freed = fetch & frees;
  assign _027_ = active & available;
  assign _028_ = ~ word_valid;
  assign _029_ = _028_ | used;
  assign fetch = _027_ & _029_;
  assign ends = left[15:1] == 15'h0000;
  assign next_left = read_words - 16'h0001;
  assign read_ready = ~ waiting;
  assign _030_ = word_valid & word_ready;
  assign _000_ = index == last;
  assign used = _030_ & _000_;
  assign word_data = index ? beat[511:256] : beat[255:0];
  assign _001_ = room + { 11'h000, freed };
  assign _002_ = { 1'h0, burst_length } + 9'h001;
  assign _003_ = reserve ? _002_ : 9'h000;
  assign _004_ = _001_ - { 3'h0, _003_ };
  assign _005_ = arrived + { 11'h000, write_enable };
  assign _006_ = _005_ - { 11'h000, freed };
  assign _007_ = write_address == 12'hbff;
  assign _008_ = write_address + 12'h001;
  assign _009_ = _007_ ? 12'h000 : _008_;
  assign _011_ = ends ? first_address : following;
  assign _012_ = offset + 12'h001;
  assign _013_ = ends ? 12'h000 : _012_;
  assign _014_ = left[15:1] - 15'h0001;
  assign _015_ = ~ active;
  assign _016_ = fetch & ends;
  assign _017_ = _015_ | _016_;
  assign _018_ = ~ waiting;
  assign _019_ = read_valid & _018_;
  assign _020_ = waiting | read_valid;
  assign _022_ = waiting ? waiting_left : next_left;
  assign _023_ = waiting ? waiting_frees : read_release;
  assign _024_ = word_valid & word_ready;
  assign _025_ = index + 1'h1;
  always @(posedge clk)
    if (rst) room <= 12'hc00;
    else room <= _004_;
  always @(posedge clk)
    if (rst) arrived <= 12'h000;
    else arrived <= _006_;
  always @(posedge clk)
    if (rst) write_address <= 12'h000;
    else if (write_enable) write_address <= _009_;
  always @(posedge clk)
    if (rst) read_address <= 12'h000;
    else read_address <= _042_;
  always @(posedge clk)
    if (rst) first_address <= 12'h000;
    else if (freed) first_address <= following;
  always @(posedge clk)
    if (rst) offset <= 12'h000;
    else if (_034_) offset <= _013_;
  always @(posedge clk)
    if (rst) word_valid <= 1'h0;
    else word_valid <= _040_;
  always @(posedge clk)
    if (_017_) left[0] <= _022_[0];
  always @(posedge clk)
    left[15:1] <= _026_[15:1];
  always @(posedge clk)
    if (rst) active <= 1'h0;
    else if (_017_) active <= _020_;
  always @(posedge clk)
    if (_017_) frees <= _023_;
  always @(posedge clk)
    if (_037_) waiting <= 1'h0;
    else if (_019_) waiting <= 1'h1;
  always @(posedge clk)
    if (_035_) waiting_left <= next_left;
  always @(posedge clk)
    if (_036_) waiting_frees <= read_release;
  always @(posedge clk)
    if (fetch) index <= 1'h0;
    else if (_024_) index <= _025_;
  always @(posedge clk)
    if (fetch)
      if (!ends) last <= 1'h1;
      else last <= left[0];
  assign _034_ = & { _031_, fetch };
  assign _035_ = & { _019_, _032_ };
  assign _036_ = & { _019_, _033_ };
  assign _037_ = | { _017_, rst };
  assign _031_ = ~ freed;
  assign _032_ = ~ _017_;
  assign _033_ = ~ _017_;
  assign _038_ = fetch ? _014_ : left[15:1];
  assign _026_[15:1] = _017_ ? _022_[15:1] : _038_;
  assign _039_ = used ? 1'h0 : word_valid;
  assign _040_ = fetch ? 1'h1 : _039_;
  assign _041_ = fetch ? _011_ : read_address;
  assign _042_ = freed ? following : _041_;
  drift_panel_bank bank (
    .clk(clk),
    .read_address(read_address),
    .read_data(beat),
    .read_enable(fetch),
    .write_address(write_address),
    .write_data(write_data),
    .write_enable(write_enable)
  );
  assign _026_[0] = 1'hx;
endmodule

module drift_panel_bank(write_enable, write_address, write_data, read_enable, read_address, read_data, clk);
  input wire write_enable;
  input wire [11:0] write_address;
  input wire [511:0] write_data;
  input wire read_enable;
  input wire [11:0] read_address;
  output wire [511:0] read_data;
  input wire clk;
  reg [511:0] memory [3071:0];
  always @(posedge clk) begin
    if (write_enable)
      memory[write_address] <= write_data;
  end
  reg [511:0] _0_;
  always @(posedge clk) begin
    if (read_enable) begin
      _0_ <= memory[read_address];
    end
  end
  assign read_data = _0_;
endmodule

module drift_feeder(rst, feed_valid, feed_record, panel_read_ready, stream_read_ready, panel_word_valid, panel_word_data, stream_word_valid, stream_word_data, table_beat_valid, table_beat_data, point_settled, tile_taken, operands_ready, requantisation_ready, feed_ready, panel_read_valid, panel_read_words, panel_read_release, stream_read_valid, stream_read_words
, panel_word_ready, stream_word_ready, table_beat_ready, point_request, point_target, core_empty, operands_valid, operands_a, operands_b, operands_last, requantisation_valid, requantisation_bias, requantisation_multiplier, requantisation_shift, stalled, macs, requantisation_correct, clk);
  input wire rst;
  input wire feed_valid;
  input wire [82:0] feed_record;
  input wire panel_read_ready;
  input wire stream_read_ready;
  input wire panel_word_valid;
  input wire [255:0] panel_word_data;
  input wire stream_word_valid;
  input wire [255:0] stream_word_data;
  input wire table_beat_valid;
  input wire [511:0] table_beat_data;
  input wire point_settled;
  input wire tile_taken;
  input wire operands_ready;
  input wire requantisation_ready;
  output wire feed_ready;
  output reg panel_read_valid;
  output wire [15:0] panel_read_words;
  output wire panel_read_release;
  output reg stream_read_valid;
  output wire [15:0] stream_read_words;
  output wire panel_word_ready;
  output wire stream_word_ready;
  output wire table_beat_ready;
  output wire point_request;
  output reg [3:0] point_target;
  output wire core_empty;
  output wire operands_valid;
  output wire [255:0] operands_a;
  output wire [255:0] operands_b;
  output wire operands_last;
  output wire requantisation_valid;
  output wire [1023:0] requantisation_bias;
  output wire [447:0] requantisation_multiplier;
  output wire [191:0] requantisation_shift;
  output wire stalled;
  output wire [16:0] macs;
  output wire requantisation_correct;
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
  wire [3:0] _013_;
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
  wire _024_;
  wire [15:0] _025_;
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
  wire _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire _043_;
  wire _044_;
  wire _045_;
  wire _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire _051_;
  wire _052_;
  wire _053_;
  wire _054_;
  wire _055_;
  wire _056_;
  wire _057_;
  wire _058_;
  wire _059_;
  wire _060_;
  wire _061_;
  wire _062_;
  wire _063_;
  wire _064_;
  wire _065_;
  wire _066_;
  wire _067_;
  wire _068_;
  wire _069_;
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
  wire _089_;
  wire _090_;
  wire _091_;
  wire _092_;
  wire _093_;
  wire _094_;
  wire _095_;
  wire [11:0] _096_;
  wire _097_;
  wire _098_;
  wire [1:0] _099_;
  wire [1:0] _100_;
  wire _101_;
  wire _102_;
  wire _103_;
  wire _104_;
  wire _105_;
  wire [2:0] _106_;
  wire [2:0] _107_;
  wire _108_;
  wire [15:0] _109_;
  wire _110_;
  wire _111_;
  wire _112_;
  wire _113_;
  wire _114_;
  wire _115_;
  wire _116_;
  wire _117_;
  reg [31:0] a_lanes;
  reg [31:0] b_lanes;
  reg [15:0] beats_remaining;
  wire [2:0] correct_place;
  reg [3:0] correct_queue;
  wire [3:0] correct_shifted;
  reg current_valid;
  reg [82:0] next_record_partly_unused;
  reg next_valid;
  wire parameters_taken;
  wire parameters_valid;
  wire point_is_target;
  wire start;
  reg [1:0] tiles_in_core;
  reg [2:0] tiles_waiting;
  reg [11:0] useful_macs;
  wire words;
  assign _000_ = ~ next_valid;
  assign feed_ready = _000_ | start;
  assign words = panel_word_valid & stream_word_valid;
  assign operands_last = beats_remaining == 16'h0001;
  assign operands_valid = current_valid & words;
  assign panel_word_ready = operands_valid & operands_ready;
  assign _021_ = ~ words;
  assign stalled = current_valid & _021_;
  assign operands_a = panel_word_data & { {7{a_lanes[31]}}, a_lanes[31:30], {6{a_lanes[30]}}, a_lanes[30:29], {6{a_lanes[29]}}, a_lanes[29:28], {6{a_lanes[28]}}, a_lanes[28:27], {6{a_lanes[27]}}, a_lanes[27:26], {6{a_lanes[26]}}, a_lanes[26:25], {6{a_lanes[25]}}, a_lanes[25:24], {6{a_lanes[24]}}, a_lanes[24:23], {6{a_lanes[23]}}, a_lanes[23:22], {6{a_lanes[22]}}, a_lanes[22:21], {6{a_lanes[21]}}, a_lanes[21:20], {6{a_lanes[20]}}, a_lanes[20:19], {6{a_lanes[19]}}, a_lanes[19:18], {6{a_lanes[18]}}, a_lanes[18:17], {6{a_lanes[17]}}, a_lanes[17:16], {6{a_lanes[16]}}, a_lanes[16:15], {6{a_lanes[15]}}, a_lanes[15:14], {6{a_lanes[14]}}, a_lanes[14:13], {6{a_lanes[13]}}, a_lanes[13:12], {6{a_lanes[12]}}, a_lanes[12:11], {6{a_lanes[11]}}, a_lanes[11:10], {6{a_lanes[10]}}, a_lanes[10:9], {6{a_lanes[9]}}, a_lanes[9:8], {6{a_lanes[8]}}, a_lanes[8:7], {6{a_lanes[7]}}, a_lanes[7:6], {6{a_lanes[6]}}, a_lanes[6:5], {6{a_lanes[5]}}, a_lanes[5:4], {6{a_lanes[4]}}, a_lanes[4:3], {6{a_lanes[3]}}, a_lanes[3:2], {6{a_lanes[2]}}, a_lanes[2:1], {6{a_lanes[1]}}, a_lanes[1:0], {7{a_lanes[0]}} };
  assign operands_b = stream_word_data & { {7{b_lanes[31]}}, b_lanes[31:30], {6{b_lanes[30]}}, b_lanes[30:29], {6{b_lanes[29]}}, b_lanes[29:28], {6{b_lanes[28]}}, b_lanes[28:27], {6{b_lanes[27]}}, b_lanes[27:26], {6{b_lanes[26]}}, b_lanes[26:25], {6{b_lanes[25]}}, b_lanes[25:24], {6{b_lanes[24]}}, b_lanes[24:23], {6{b_lanes[23]}}, b_lanes[23:22], {6{b_lanes[22]}}, b_lanes[22:21], {6{b_lanes[21]}}, b_lanes[21:20], {6{b_lanes[20]}}, b_lanes[20:19], {6{b_lanes[19]}}, b_lanes[19:18], {6{b_lanes[18]}}, b_lanes[18:17], {6{b_lanes[17]}}, b_lanes[17:16], {6{b_lanes[16]}}, b_lanes[16:15], {6{b_lanes[15]}}, b_lanes[15:14], {6{b_lanes[14]}}, b_lanes[14:13], {6{b_lanes[13]}}, b_lanes[13:12], {6{b_lanes[12]}}, b_lanes[12:11], {6{b_lanes[11]}}, b_lanes[11:10], {6{b_lanes[10]}}, b_lanes[10:9], {6{b_lanes[9]}}, b_lanes[9:8], {6{b_lanes[8]}}, b_lanes[8:7], {6{b_lanes[7]}}, b_lanes[7:6], {6{b_lanes[6]}}, b_lanes[6:5], {6{b_lanes[5]}}, b_lanes[5:4], {6{b_lanes[4]}}, b_lanes[4:3], {6{b_lanes[3]}}, b_lanes[3:2], {6{b_lanes[2]}}, b_lanes[2:1], {6{b_lanes[1]}}, b_lanes[1:0], {7{b_lanes[0]}} };
  assign macs[11:0] = panel_word_ready ? useful_macs : 12'h000;
  assign _031_ = ~ current_valid;
  assign _042_ = tiles_in_core == 2'h0;
  assign core_empty = _031_ & _042_;
  assign point_is_target = next_record_partly_unused[32:29] == point_target;
  assign _053_ = ~ current_valid;
  assign _064_ = panel_word_ready & operands_last;
  assign _075_ = _053_ | _064_;
  assign _086_ = next_valid & _075_;
  assign _097_ = panel_read_valid | stream_read_valid;
  assign _001_ = ~ _097_;
  assign _010_ = _086_ & _001_;
  assign _012_ = _010_ & point_is_target;
  assign start = _012_ & point_settled;
  assign _014_ = ~ current_valid;
  assign _015_ = panel_word_ready & operands_last;
  assign _016_ = _014_ | _015_;
  assign _017_ = next_valid & _016_;
  assign _018_ = _017_ & core_empty;
  assign _019_ = _018_ & point_is_target;
  assign _020_ = ~ point_settled;
  assign point_request = _019_ & _020_;
  assign _022_ = tiles_waiting != 3'h0;
  assign requantisation_valid = parameters_valid & _022_;
  assign parameters_taken = requantisation_valid & requantisation_ready;
  assign _023_ = correct_queue >> 1'h1;
  assign correct_shifted = parameters_taken ? _023_ : correct_queue;
  assign correct_place = tiles_waiting - { 2'h0, parameters_taken };
  assign _024_ = ~ operands_last;
  assign _025_ = beats_remaining - 16'h0001;
  assign _026_ = next_record_partly_unused[22:17] > 6'h00;
  assign _027_ = next_record_partly_unused[22:17] > 6'h01;
  assign _028_ = next_record_partly_unused[22:17] > 6'h02;
  assign _029_ = next_record_partly_unused[22:17] > 6'h03;
  assign _030_ = next_record_partly_unused[22:17] > 6'h04;
  assign _032_ = next_record_partly_unused[22:17] > 6'h05;
  assign _033_ = next_record_partly_unused[22:17] > 6'h06;
  assign _034_ = next_record_partly_unused[22:17] > 6'h07;
  assign _035_ = next_record_partly_unused[22:17] > 6'h08;
  assign _036_ = next_record_partly_unused[22:17] > 6'h09;
  assign _037_ = next_record_partly_unused[22:17] > 6'h0a;
  assign _038_ = next_record_partly_unused[22:17] > 6'h0b;
  assign _039_ = next_record_partly_unused[22:17] > 6'h0c;
  assign _040_ = next_record_partly_unused[22:17] > 6'h0d;
  assign _041_ = next_record_partly_unused[22:17] > 6'h0e;
  assign _043_ = next_record_partly_unused[22:17] > 6'h0f;
  assign _044_ = next_record_partly_unused[22:17] > 6'h10;
  assign _045_ = next_record_partly_unused[22:17] > 6'h11;
  assign _046_ = next_record_partly_unused[22:17] > 6'h12;
  assign _047_ = next_record_partly_unused[22:17] > 6'h13;
  assign _048_ = next_record_partly_unused[22:17] > 6'h14;
  assign _049_ = next_record_partly_unused[22:17] > 6'h15;
  assign _050_ = next_record_partly_unused[22:17] > 6'h16;
  assign _051_ = next_record_partly_unused[22:17] > 6'h17;
  assign _052_ = next_record_partly_unused[22:17] > 6'h18;
  assign _054_ = next_record_partly_unused[22:17] > 6'h19;
  assign _055_ = next_record_partly_unused[22:17] > 6'h1a;
  assign _056_ = next_record_partly_unused[22:17] > 6'h1b;
  assign _057_ = next_record_partly_unused[22:17] > 6'h1c;
  assign _058_ = next_record_partly_unused[22:17] > 6'h1d;
  assign _059_ = next_record_partly_unused[22:17] > 6'h1e;
  assign _060_ = next_record_partly_unused[22:17] > 6'h1f;
  assign _061_ = next_record_partly_unused[28:23] > 6'h00;
  assign _062_ = next_record_partly_unused[28:23] > 6'h01;
  assign _063_ = next_record_partly_unused[28:23] > 6'h02;
  assign _065_ = next_record_partly_unused[28:23] > 6'h03;
  assign _066_ = next_record_partly_unused[28:23] > 6'h04;
  assign _067_ = next_record_partly_unused[28:23] > 6'h05;
  assign _068_ = next_record_partly_unused[28:23] > 6'h06;
  assign _069_ = next_record_partly_unused[28:23] > 6'h07;
  assign _070_ = next_record_partly_unused[28:23] > 6'h08;
  assign _071_ = next_record_partly_unused[28:23] > 6'h09;
  assign _072_ = next_record_partly_unused[28:23] > 6'h0a;
  assign _073_ = next_record_partly_unused[28:23] > 6'h0b;
  assign _074_ = next_record_partly_unused[28:23] > 6'h0c;
  assign _076_ = next_record_partly_unused[28:23] > 6'h0d;
  assign _077_ = next_record_partly_unused[28:23] > 6'h0e;
  assign _078_ = next_record_partly_unused[28:23] > 6'h0f;
  assign _079_ = next_record_partly_unused[28:23] > 6'h10;
  assign _080_ = next_record_partly_unused[28:23] > 6'h11;
  assign _081_ = next_record_partly_unused[28:23] > 6'h12;
  assign _082_ = next_record_partly_unused[28:23] > 6'h13;
  assign _083_ = next_record_partly_unused[28:23] > 6'h14;
  assign _084_ = next_record_partly_unused[28:23] > 6'h15;
  assign _085_ = next_record_partly_unused[28:23] > 6'h16;
  assign _087_ = next_record_partly_unused[28:23] > 6'h17;
  assign _088_ = next_record_partly_unused[28:23] > 6'h18;
  assign _089_ = next_record_partly_unused[28:23] > 6'h19;
  assign _090_ = next_record_partly_unused[28:23] > 6'h1a;
  assign _091_ = next_record_partly_unused[28:23] > 6'h1b;
  assign _092_ = next_record_partly_unused[28:23] > 6'h1c;
  assign _093_ = next_record_partly_unused[28:23] > 6'h1d;
  assign _094_ = next_record_partly_unused[28:23] > 6'h1e;
  assign _095_ = next_record_partly_unused[28:23] > 6'h1f;
  assign _096_ = next_record_partly_unused[22:17] * next_record_partly_unused[28:23];
  assign _098_ = panel_word_ready & operands_last;
  assign _099_ = tiles_in_core + { 1'h0, _098_ };
  assign _100_ = _099_ - { 1'h0, tile_taken };
  assign _101_ = ~ current_valid;
  assign _102_ = panel_word_ready & operands_last;
  assign _103_ = _101_ | _102_;
  assign _104_ = next_valid & _103_;
  assign _105_ = _104_ & core_empty;
  assign _106_ = tiles_waiting + { 2'h0, start };
  assign _107_ = _106_ - { 2'h0, parameters_taken };
  assign _002_ = correct_place == 3'h0;
  assign _003_ = start & _002_;
  assign _004_ = correct_place == 3'h1;
  assign _005_ = start & _004_;
  assign _006_ = correct_place == 3'h2;
  assign _007_ = start & _006_;
  assign _008_ = correct_place == 3'h3;
  assign _009_ = start & _008_;
  always @(posedge clk)
    beats_remaining <= _011_;
  always @(posedge clk)
    correct_queue <= _013_;
  always @(posedge clk)
    if (rst) panel_read_valid <= 1'h0;
    else panel_read_valid <= _117_;
  always @(posedge clk)
    if (rst) stream_read_valid <= 1'h0;
    else stream_read_valid <= _114_;
  always @(posedge clk)
    if (rst) next_valid <= 1'h0;
    else if (feed_ready) next_valid <= feed_valid;
  always @(posedge clk)
    if (_108_) next_record_partly_unused <= feed_record;
  always @(posedge clk)
    if (rst) current_valid <= 1'h0;
    else current_valid <= _111_;
  always @(posedge clk)
    if (start) a_lanes <= { _060_, _059_, _058_, _057_, _056_, _055_, _054_, _052_, _051_, _050_, _049_, _048_, _047_, _046_, _045_, _044_, _043_, _041_, _040_, _039_, _038_, _037_, _036_, _035_, _034_, _033_, _032_, _030_, _029_, _028_, _027_, _026_ };
  always @(posedge clk)
    if (start) b_lanes <= { _095_, _094_, _093_, _092_, _091_, _090_, _089_, _088_, _087_, _085_, _084_, _083_, _082_, _081_, _080_, _079_, _078_, _077_, _076_, _074_, _073_, _072_, _071_, _070_, _069_, _068_, _067_, _066_, _065_, _063_, _062_, _061_ };
  always @(posedge clk)
    if (rst) tiles_in_core <= 2'h0;
    else tiles_in_core <= _100_;
  always @(posedge clk)
    if (rst) point_target <= 4'h0;
    else if (_105_) point_target <= next_record_partly_unused[32:29];
  always @(posedge clk)
    if (rst) tiles_waiting <= 3'h0;
    else tiles_waiting <= _107_;
  always @(posedge clk)
    if (start) useful_macs <= _096_;
  assign _108_ = & { feed_valid, feed_ready };
  assign _013_[3] = _009_ ? next_record_partly_unused[33] : correct_shifted[3];
  assign _013_[2] = _007_ ? next_record_partly_unused[33] : correct_shifted[2];
  assign _013_[1] = _005_ ? next_record_partly_unused[33] : correct_shifted[1];
  assign _013_[0] = _003_ ? next_record_partly_unused[33] : correct_shifted[0];
  assign _109_ = panel_word_ready ? _025_ : beats_remaining;
  assign _011_ = start ? next_record_partly_unused[15:0] : _109_;
  assign _110_ = panel_word_ready ? _024_ : current_valid;
  assign _111_ = start ? 1'h1 : _110_;
  assign _112_ = stream_read_ready ? 1'h0 : stream_read_valid;
  assign _113_ = feed_valid ? 1'h1 : _112_;
  assign _114_ = feed_ready ? _113_ : _112_;
  assign _115_ = panel_read_ready ? 1'h0 : panel_read_valid;
  assign _116_ = feed_valid ? 1'h1 : _115_;
  assign _117_ = feed_ready ? _116_ : _115_;
  drift_table_assembler table_assembler (
    .bias(requantisation_bias),
    .clk(clk),
    .multiplier(requantisation_multiplier),
    .parameters_ready(parameters_taken),
    .parameters_valid(parameters_valid),
    .rst(rst),
    .shift(requantisation_shift),
    .table_beat_data(table_beat_data),
    .table_beat_ready(table_beat_ready),
    .table_beat_valid(table_beat_valid)
  );
  assign requantisation_correct = correct_queue[0];
  assign macs[16:12] = 5'h00;
  assign stream_word_ready = panel_word_ready;
  assign stream_read_words = next_record_partly_unused[15:0];
  assign panel_read_release = next_record_partly_unused[16];
  assign panel_read_words = next_record_partly_unused[15:0];
endmodule

module drift_table_assembler(rst, table_beat_valid, table_beat_data, parameters_ready, table_beat_ready, parameters_valid, bias, multiplier, shift, clk);
  input wire rst;
  input wire table_beat_valid;
  input wire [511:0] table_beat_data;
  input wire parameters_ready;
  output wire table_beat_ready;
  output reg parameters_valid;
  output reg [1023:0] bias;
  output reg [447:0] multiplier;
  output reg [191:0] shift;
  input wire clk;
  wire _00_;
  wire _01_;
  wire _02_;
  wire _03_;
  wire _04_;
  wire _05_;
  wire _06_;
  wire [1:0] _07_;
  wire [1:0] _08_;
  wire _09_;
  wire _10_;
  wire _11_;
  wire _12_;
  wire _13_;
  wire _14_;
  wire accept;
  reg [1:0] table_beat;
  assign _00_ = ~ parameters_valid;
  assign accept = table_beat_valid & _00_;
  assign table_beat_ready = ~ parameters_valid;
  assign _06_ = table_beat == 2'h3;
  assign _07_ = table_beat + 2'h1;
  assign _08_ = _06_ ? 2'h0 : _07_;
  assign _09_ = table_beat == 2'h3;
  assign _10_ = parameters_valid & parameters_ready;
  assign _11_ = table_beat == 2'h0;
  assign _12_ = accept & _11_;
  assign _13_ = table_beat == 2'h1;
  assign _01_ = accept & _13_;
  assign _02_ = table_beat == 2'h2;
  assign _03_ = accept & _02_;
  assign _04_ = table_beat == 2'h3;
  assign _05_ = accept & _04_;
  always @(posedge clk)
    if (rst) table_beat <= 2'h0;
    else if (accept) table_beat <= _08_;
  always @(posedge clk)
    if (_14_) parameters_valid <= 1'h0;
    else if (accept) parameters_valid <= _09_;
  always @(posedge clk)
    if (_12_) bias[255:0] <= { table_beat_data[479:448], table_beat_data[415:384], table_beat_data[351:320], table_beat_data[287:256], table_beat_data[223:192], table_beat_data[159:128], table_beat_data[95:64], table_beat_data[31:0] };
  always @(posedge clk)
    if (_01_) bias[511:256] <= { table_beat_data[479:448], table_beat_data[415:384], table_beat_data[351:320], table_beat_data[287:256], table_beat_data[223:192], table_beat_data[159:128], table_beat_data[95:64], table_beat_data[31:0] };
  always @(posedge clk)
    if (_03_) bias[767:512] <= { table_beat_data[479:448], table_beat_data[415:384], table_beat_data[351:320], table_beat_data[287:256], table_beat_data[223:192], table_beat_data[159:128], table_beat_data[95:64], table_beat_data[31:0] };
  always @(posedge clk)
    if (_05_) bias[1023:768] <= { table_beat_data[479:448], table_beat_data[415:384], table_beat_data[351:320], table_beat_data[287:256], table_beat_data[223:192], table_beat_data[159:128], table_beat_data[95:64], table_beat_data[31:0] };
  always @(posedge clk)
    if (_12_) multiplier[111:0] <= { table_beat_data[501:488], table_beat_data[437:424], table_beat_data[373:360], table_beat_data[309:296], table_beat_data[245:232], table_beat_data[181:168], table_beat_data[117:104], table_beat_data[53:40] };
  always @(posedge clk)
    if (_01_) multiplier[223:112] <= { table_beat_data[501:488], table_beat_data[437:424], table_beat_data[373:360], table_beat_data[309:296], table_beat_data[245:232], table_beat_data[181:168], table_beat_data[117:104], table_beat_data[53:40] };
  always @(posedge clk)
    if (_03_) multiplier[335:224] <= { table_beat_data[501:488], table_beat_data[437:424], table_beat_data[373:360], table_beat_data[309:296], table_beat_data[245:232], table_beat_data[181:168], table_beat_data[117:104], table_beat_data[53:40] };
  always @(posedge clk)
    if (_05_) multiplier[447:336] <= { table_beat_data[501:488], table_beat_data[437:424], table_beat_data[373:360], table_beat_data[309:296], table_beat_data[245:232], table_beat_data[181:168], table_beat_data[117:104], table_beat_data[53:40] };
  always @(posedge clk)
    if (_12_) shift[47:0] <= { table_beat_data[509:504], table_beat_data[445:440], table_beat_data[381:376], table_beat_data[317:312], table_beat_data[253:248], table_beat_data[189:184], table_beat_data[125:120], table_beat_data[61:56] };
  always @(posedge clk)
    if (_01_) shift[95:48] <= { table_beat_data[509:504], table_beat_data[445:440], table_beat_data[381:376], table_beat_data[317:312], table_beat_data[253:248], table_beat_data[189:184], table_beat_data[125:120], table_beat_data[61:56] };
  always @(posedge clk)
    if (_03_) shift[143:96] <= { table_beat_data[509:504], table_beat_data[445:440], table_beat_data[381:376], table_beat_data[317:312], table_beat_data[253:248], table_beat_data[189:184], table_beat_data[125:120], table_beat_data[61:56] };
  always @(posedge clk)
    if (_05_) shift[191:144] <= { table_beat_data[509:504], table_beat_data[445:440], table_beat_data[381:376], table_beat_data[317:312], table_beat_data[253:248], table_beat_data[189:184], table_beat_data[125:120], table_beat_data[61:56] };
  assign _14_ = | { _10_, rst };
endmodule

module drift_recovery(rst, retire_valid, retire_record, results_valid, results_quantised, results_last, results_mask, results_masked, results_corrected, checkpoint_load_ready, checkpoint_data_valid, checkpoint_data, tile_ready, row_ready, retire_ready, results_ready, checkpoint_load_valid, checkpoint_load_address, checkpoint_load_beats, checkpoint_load_slot, tile_valid
, tile_address, tile_checkpoint_address, tile_checkpoint, tile_row_major, tile_row_bytes, tile_slot, row_valid, row_data, discarded_valid, discarded_slot, discarded_tile, masked_valid, masked_slot, corrected, rolled_back, missing, zeroed, recomputed, failed, clk);
  input wire rst;
  input wire retire_valid;
  input wire [137:0] retire_record;
  input wire results_valid;
  input wire [255:0] results_quantised;
  input wire results_last;
  input wire [31:0] results_mask;
  input wire results_masked;
  input wire results_corrected;
  input wire checkpoint_load_ready;
  input wire checkpoint_data_valid;
  input wire [511:0] checkpoint_data;
  input wire tile_ready;
  input wire row_ready;
  output wire retire_ready;
  output wire results_ready;
  output wire checkpoint_load_valid;
  output wire [39:0] checkpoint_load_address;
  output wire [15:0] checkpoint_load_beats;
  output wire [1:0] checkpoint_load_slot;
  output wire tile_valid;
  output wire [39:0] tile_address;
  output wire [39:0] tile_checkpoint_address;
  output wire tile_checkpoint;
  output wire tile_row_major;
  output wire [23:0] tile_row_bytes;
  output wire [1:0] tile_slot;
  output wire row_valid;
  output wire [255:0] row_data;
  output wire discarded_valid;
  output wire [1:0] discarded_slot;
  output wire [12:0] discarded_tile;
  output wire masked_valid;
  output wire [1:0] masked_slot;
  output wire corrected;
  output reg [5:0] rolled_back;
  output wire missing;
  output reg [5:0] zeroed;
  output wire recomputed;
  output wire failed;
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
  wire _016_;
  wire _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire _021_;
  wire _022_;
  wire _023_;
  wire _024_;
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
  wire _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire _043_;
  wire _044_;
  wire _045_;
  wire _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire _051_;
  wire _052_;
  wire _053_;
  wire _054_;
  wire _055_;
  wire _056_;
  wire _057_;
  wire _058_;
  wire _059_;
  wire _060_;
  wire _061_;
  wire _062_;
  wire _063_;
  wire _064_;
  wire _065_;
  wire _066_;
  wire _067_;
  wire _068_;
  wire _069_;
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
  wire _114_;
  wire _115_;
  wire _116_;
  wire _117_;
  wire _118_;
  wire _119_;
  wire _120_;
  wire _121_;
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
  wire _140_;
  wire _141_;
  wire _142_;
  wire _143_;
  wire _144_;
  wire _145_;
  wire _146_;
  wire _147_;
  wire _148_;
  wire _149_;
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
  wire [4:0] _167_;
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
  wire _198_;
  wire _199_;
  wire _200_;
  wire _201_;
  wire _202_;
  wire _203_;
  wire _204_;
  wire _205_;
  wire _206_;
  wire _207_;
  wire _208_;
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
  wire _228_;
  wire _229_;
  wire _230_;
  wire _231_;
  wire _232_;
  wire _233_;
  wire _234_;
  wire _235_;
  wire _236_;
  wire _237_;
  wire _238_;
  wire _239_;
  wire _240_;
  wire _241_;
  wire _242_;
  wire _243_;
  wire _244_;
  wire _245_;
  wire _246_;
  wire _247_;
  wire _248_;
  wire _249_;
  wire _250_;
  wire _251_;
  wire _252_;
  wire _253_;
  wire _254_;
  wire _255_;
  wire _256_;
  wire _257_;
  wire _258_;
  wire _259_;
  wire _260_;
  wire _261_;
  wire _262_;
  wire _263_;
  wire _264_;
  wire _265_;
  wire _266_;
  wire _267_;
  wire _268_;
  wire _269_;
  wire _270_;
  wire _271_;
  wire _272_;
  wire _273_;
  wire _274_;
  wire _275_;
  wire _276_;
  wire _277_;
  wire _278_;
  wire _279_;
  wire _280_;
  wire _281_;
  wire _282_;
  wire _283_;
  wire _284_;
  wire _285_;
  wire _286_;
  wire _287_;
  wire _288_;
  wire _289_;
  wire _290_;
  wire _291_;
  wire _292_;
  wire _293_;
  wire _294_;
  wire _295_;
  wire _296_;
  wire _297_;
  wire _298_;
  wire _299_;
  wire _300_;
  wire _301_;
  wire _302_;
  wire _303_;
  wire _304_;
  wire _305_;
  wire _306_;
  wire _307_;
  wire _308_;
  wire _309_;
  wire _310_;
  wire _311_;
  wire _312_;
  wire _313_;
  wire _314_;
  wire _315_;
  wire _316_;
  wire _317_;
  wire _318_;
  wire _319_;
  wire _320_;
  wire _321_;
  wire _322_;
  wire _323_;
  wire _324_;
  wire [31:0] _325_;
  wire _326_;
  wire [30:0] _327_;
  wire [31:0] _328_;
  wire [29:0] _329_;
  wire [29:0] _330_;
  wire [27:0] _331_;
  wire [21:0] _332_;
  wire [21:0] _333_;
  wire _334_;
  wire [5:0] _335_;
  wire [5:0] _336_;
  wire _337_;
  wire _338_;
  wire _339_;
  wire _340_;
  wire _341_;
  wire _342_;
  wire _343_;
  wire _344_;
  wire _345_;
  wire _346_;
  wire _347_;
  wire _348_;
  wire _349_;
  wire _350_;
  wire _351_;
  wire _352_;
  wire _353_;
  wire _354_;
  wire _355_;
  wire _356_;
  wire _357_;
  wire _358_;
  wire _359_;
  wire _360_;
  wire _361_;
  wire _362_;
  wire _363_;
  wire _364_;
  wire _365_;
  wire [255:0] checkpoint_row;
  wire decide;
  wire discard;
  wire [4:0] following;
  wire loaded;
  wire masked;
  wire masked_tile;
  wire none_masked;
  reg passing;
  wire recompute_masked;
  wire [31:0] replaced;
  wire [21:0] replaced_count_16;
  wire [31:0] replaced_count_2;
  wire [5:0] replaced_count_32;
  wire [31:0] replaced_count_4;
  wire [29:0] replaced_count_8;
  wire rollback_masked;
  reg [4:0] row;
  wire start;
  wire taken;
  wire [255:0] unused_merge_replacement;
  wire unused_merge_row_valid;
  wire unused_reader_wanted;
  wire zero_masked;
  assign masked = results_masked & retire_record[131];
  assign _000_ = retire_record[133:132] == 2'h0;
  assign none_masked = masked & _000_;
  assign _111_ = retire_record[133:132] == 2'h1;
  assign rollback_masked = masked & _111_;
  assign _221_ = retire_record[133:132] == 2'h2;
  assign recompute_masked = masked & _221_;
  assign _304_ = retire_record[133:132] == 2'h3;
  assign zero_masked = masked & _304_;
  assign _315_ = ~ retire_record[137];
  assign discard = recompute_masked & _315_;
  assign _326_ = retire_valid & results_valid;
  assign _334_ = ~ passing;
  assign decide = _326_ & _334_;
  assign _342_ = ~ discard;
  assign _351_ = decide & _342_;
  assign _001_ = rollback_masked & retire_record[134];
  assign _012_ = ~ _001_;
  assign _023_ = loaded | _012_;
  assign tile_valid = _351_ & _023_;
  assign _034_ = tile_valid & tile_ready;
  assign _045_ = decide & discard;
  assign start = _034_ | _045_;
  assign _056_ = passing & results_valid;
  assign _067_ = ~ discard;
  assign row_valid = _056_ & _067_;
  assign _078_ = row_ready | discard;
  assign results_ready = passing & _078_;
  assign taken = results_valid & results_ready;
  assign retire_ready = taken & results_last;
  assign _089_ = | { zero_masked, recompute_masked, rollback_masked, none_masked };
  assign masked_tile = start & _089_;
  assign _100_ = ~ retire_record[137];
  assign masked_valid = masked_tile & _100_;
  assign _112_ = start & recompute_masked;
  assign _123_ = ~ retire_record[137];
  assign discarded_valid = _112_ & _123_;
  assign _134_ = start & recompute_masked;
  assign failed = _134_ & retire_record[137];
  assign _145_ = start & rollback_masked;
  assign _156_ = ~ retire_record[134];
  assign missing = _145_ & _156_;
  assign _167_ = row + { 4'h0, taken };
  assign following = retire_ready ? 5'h00 : _167_;
  assign corrected = taken & results_corrected;
  assign _188_ = rollback_masked | zero_masked;
  assign _199_ = rollback_masked | zero_masked;
  assign _210_ = rollback_masked | zero_masked;
  assign _222_ = rollback_masked | zero_masked;
  assign _233_ = rollback_masked | zero_masked;
  assign _244_ = rollback_masked | zero_masked;
  assign _255_ = rollback_masked | zero_masked;
  assign _266_ = rollback_masked | zero_masked;
  assign _275_ = rollback_masked | zero_masked;
  assign _286_ = rollback_masked | zero_masked;
  assign _297_ = rollback_masked | zero_masked;
  assign _302_ = rollback_masked | zero_masked;
  assign _303_ = rollback_masked | zero_masked;
  assign _305_ = rollback_masked | zero_masked;
  assign _306_ = rollback_masked | zero_masked;
  assign _307_ = rollback_masked | zero_masked;
  assign _308_ = rollback_masked | zero_masked;
  assign _309_ = rollback_masked | zero_masked;
  assign _310_ = rollback_masked | zero_masked;
  assign _311_ = rollback_masked | zero_masked;
  assign _312_ = rollback_masked | zero_masked;
  assign _313_ = rollback_masked | zero_masked;
  assign _314_ = rollback_masked | zero_masked;
  assign _316_ = rollback_masked | zero_masked;
  assign _317_ = rollback_masked | zero_masked;
  assign _318_ = rollback_masked | zero_masked;
  assign _319_ = rollback_masked | zero_masked;
  assign _320_ = rollback_masked | zero_masked;
  assign _321_ = rollback_masked | zero_masked;
  assign _322_ = rollback_masked | zero_masked;
  assign _323_ = rollback_masked | zero_masked;
  assign _324_ = rollback_masked | zero_masked;
  assign replaced = results_mask & { _324_, _323_, _322_, _321_, _320_, _319_, _318_, _317_, _316_, _314_, _313_, _312_, _311_, _310_, _309_, _308_, _307_, _306_, _305_, _303_, _302_, _297_, _286_, _275_, _266_, _255_, _244_, _233_, _222_, _210_, _199_, _188_ };
  assign _325_ = replaced & 32'd1431655765;
  assign _327_ = replaced[31:1] & 31'h55555555;
  assign replaced_count_2 = _325_ + { 1'h0, _327_ };
  assign _328_ = replaced_count_2 & 32'd858993459;
  assign _329_ = replaced_count_2[31:2] & 30'h33333333;
  assign replaced_count_4 = _328_ + { 2'h0, _329_ };
  assign _330_ = replaced_count_4[29:0] & 30'h0f0f0f0f;
  assign _331_ = replaced_count_4[31:4] & 28'hf0f0f0f;
  assign replaced_count_8 = _330_ + { 2'h0, _331_ };
  assign _332_ = replaced_count_8[21:0] & 22'h3f00ff;
  assign _333_ = replaced_count_8[29:8] & 22'h3f00ff;
  assign replaced_count_16 = _332_ + _333_;
  assign _335_ = replaced_count_16[5:0] & 6'h3f;
  assign _336_ = replaced_count_16[21:16] & 6'h3f;
  assign replaced_count_32 = _335_ + _336_;
  assign _337_ = passing | start;
  assign _338_ = ~ retire_ready;
  assign _339_ = _337_ & _338_;
  assign _340_ = rollback_masked & retire_record[134];
  assign _341_ = taken & _340_;
  assign _343_ = taken & zero_masked;
  assign _344_ = rollback_masked & retire_record[134];
  assign unused_reader_wanted = decide & _344_;
  assign _345_ = rollback_masked & retire_record[134];
  assign _346_ = rollback_masked & retire_record[134];
  assign _347_ = rollback_masked & retire_record[134];
  assign _348_ = rollback_masked & retire_record[134];
  assign _349_ = rollback_masked & retire_record[134];
  assign _350_ = rollback_masked & retire_record[134];
  assign _352_ = rollback_masked & retire_record[134];
  assign _353_ = rollback_masked & retire_record[134];
  assign _354_ = rollback_masked & retire_record[134];
  assign _355_ = rollback_masked & retire_record[134];
  assign _356_ = rollback_masked & retire_record[134];
  assign _357_ = rollback_masked & retire_record[134];
  assign _358_ = rollback_masked & retire_record[134];
  assign _359_ = rollback_masked & retire_record[134];
  assign _360_ = rollback_masked & retire_record[134];
  assign _361_ = rollback_masked & retire_record[134];
  assign _002_ = rollback_masked & retire_record[134];
  assign _003_ = rollback_masked & retire_record[134];
  assign _004_ = rollback_masked & retire_record[134];
  assign _005_ = rollback_masked & retire_record[134];
  assign _006_ = rollback_masked & retire_record[134];
  assign _007_ = rollback_masked & retire_record[134];
  assign _008_ = rollback_masked & retire_record[134];
  assign _009_ = rollback_masked & retire_record[134];
  assign _010_ = rollback_masked & retire_record[134];
  assign _011_ = rollback_masked & retire_record[134];
  assign _013_ = rollback_masked & retire_record[134];
  assign _014_ = rollback_masked & retire_record[134];
  assign _015_ = rollback_masked & retire_record[134];
  assign _016_ = rollback_masked & retire_record[134];
  assign _017_ = rollback_masked & retire_record[134];
  assign _018_ = rollback_masked & retire_record[134];
  assign _019_ = rollback_masked & retire_record[134];
  assign _020_ = rollback_masked & retire_record[134];
  assign _021_ = rollback_masked & retire_record[134];
  assign _022_ = rollback_masked & retire_record[134];
  assign _024_ = rollback_masked & retire_record[134];
  assign _025_ = rollback_masked & retire_record[134];
  assign _026_ = rollback_masked & retire_record[134];
  assign _027_ = rollback_masked & retire_record[134];
  assign _028_ = rollback_masked & retire_record[134];
  assign _029_ = rollback_masked & retire_record[134];
  assign _030_ = rollback_masked & retire_record[134];
  assign _031_ = rollback_masked & retire_record[134];
  assign _032_ = rollback_masked & retire_record[134];
  assign _033_ = rollback_masked & retire_record[134];
  assign _035_ = rollback_masked & retire_record[134];
  assign _036_ = rollback_masked & retire_record[134];
  assign _037_ = rollback_masked & retire_record[134];
  assign _038_ = rollback_masked & retire_record[134];
  assign _039_ = rollback_masked & retire_record[134];
  assign _040_ = rollback_masked & retire_record[134];
  assign _041_ = rollback_masked & retire_record[134];
  assign _042_ = rollback_masked & retire_record[134];
  assign _043_ = rollback_masked & retire_record[134];
  assign _044_ = rollback_masked & retire_record[134];
  assign _046_ = rollback_masked & retire_record[134];
  assign _047_ = rollback_masked & retire_record[134];
  assign _048_ = rollback_masked & retire_record[134];
  assign _049_ = rollback_masked & retire_record[134];
  assign _050_ = rollback_masked & retire_record[134];
  assign _051_ = rollback_masked & retire_record[134];
  assign _052_ = rollback_masked & retire_record[134];
  assign _053_ = rollback_masked & retire_record[134];
  assign _054_ = rollback_masked & retire_record[134];
  assign _055_ = rollback_masked & retire_record[134];
  assign _057_ = rollback_masked & retire_record[134];
  assign _058_ = rollback_masked & retire_record[134];
  assign _059_ = rollback_masked & retire_record[134];
  assign _060_ = rollback_masked & retire_record[134];
  assign _061_ = rollback_masked & retire_record[134];
  assign _062_ = rollback_masked & retire_record[134];
  assign _063_ = rollback_masked & retire_record[134];
  assign _064_ = rollback_masked & retire_record[134];
  assign _065_ = rollback_masked & retire_record[134];
  assign _066_ = rollback_masked & retire_record[134];
  assign _068_ = rollback_masked & retire_record[134];
  assign _069_ = rollback_masked & retire_record[134];
  assign _070_ = rollback_masked & retire_record[134];
  assign _071_ = rollback_masked & retire_record[134];
  assign _072_ = rollback_masked & retire_record[134];
  assign _073_ = rollback_masked & retire_record[134];
  assign _074_ = rollback_masked & retire_record[134];
  assign _075_ = rollback_masked & retire_record[134];
  assign _076_ = rollback_masked & retire_record[134];
  assign _077_ = rollback_masked & retire_record[134];
  assign _079_ = rollback_masked & retire_record[134];
  assign _080_ = rollback_masked & retire_record[134];
  assign _081_ = rollback_masked & retire_record[134];
  assign _082_ = rollback_masked & retire_record[134];
  assign _083_ = rollback_masked & retire_record[134];
  assign _084_ = rollback_masked & retire_record[134];
  assign _085_ = rollback_masked & retire_record[134];
  assign _086_ = rollback_masked & retire_record[134];
  assign _087_ = rollback_masked & retire_record[134];
  assign _088_ = rollback_masked & retire_record[134];
  assign _090_ = rollback_masked & retire_record[134];
  assign _091_ = rollback_masked & retire_record[134];
  assign _092_ = rollback_masked & retire_record[134];
  assign _093_ = rollback_masked & retire_record[134];
  assign _094_ = rollback_masked & retire_record[134];
  assign _095_ = rollback_masked & retire_record[134];
  assign _096_ = rollback_masked & retire_record[134];
  assign _097_ = rollback_masked & retire_record[134];
  assign _098_ = rollback_masked & retire_record[134];
  assign _099_ = rollback_masked & retire_record[134];
  assign _101_ = rollback_masked & retire_record[134];
  assign _102_ = rollback_masked & retire_record[134];
  assign _103_ = rollback_masked & retire_record[134];
  assign _104_ = rollback_masked & retire_record[134];
  assign _105_ = rollback_masked & retire_record[134];
  assign _106_ = rollback_masked & retire_record[134];
  assign _107_ = rollback_masked & retire_record[134];
  assign _108_ = rollback_masked & retire_record[134];
  assign _109_ = rollback_masked & retire_record[134];
  assign _110_ = rollback_masked & retire_record[134];
  assign _113_ = rollback_masked & retire_record[134];
  assign _114_ = rollback_masked & retire_record[134];
  assign _115_ = rollback_masked & retire_record[134];
  assign _116_ = rollback_masked & retire_record[134];
  assign _117_ = rollback_masked & retire_record[134];
  assign _118_ = rollback_masked & retire_record[134];
  assign _119_ = rollback_masked & retire_record[134];
  assign _120_ = rollback_masked & retire_record[134];
  assign _121_ = rollback_masked & retire_record[134];
  assign _122_ = rollback_masked & retire_record[134];
  assign _124_ = rollback_masked & retire_record[134];
  assign _125_ = rollback_masked & retire_record[134];
  assign _126_ = rollback_masked & retire_record[134];
  assign _127_ = rollback_masked & retire_record[134];
  assign _128_ = rollback_masked & retire_record[134];
  assign _129_ = rollback_masked & retire_record[134];
  assign _130_ = rollback_masked & retire_record[134];
  assign _131_ = rollback_masked & retire_record[134];
  assign _132_ = rollback_masked & retire_record[134];
  assign _133_ = rollback_masked & retire_record[134];
  assign _135_ = rollback_masked & retire_record[134];
  assign _136_ = rollback_masked & retire_record[134];
  assign _137_ = rollback_masked & retire_record[134];
  assign _138_ = rollback_masked & retire_record[134];
  assign _139_ = rollback_masked & retire_record[134];
  assign _140_ = rollback_masked & retire_record[134];
  assign _141_ = rollback_masked & retire_record[134];
  assign _142_ = rollback_masked & retire_record[134];
  assign _143_ = rollback_masked & retire_record[134];
  assign _144_ = rollback_masked & retire_record[134];
  assign _146_ = rollback_masked & retire_record[134];
  assign _147_ = rollback_masked & retire_record[134];
  assign _148_ = rollback_masked & retire_record[134];
  assign _149_ = rollback_masked & retire_record[134];
  assign _150_ = rollback_masked & retire_record[134];
  assign _151_ = rollback_masked & retire_record[134];
  assign _152_ = rollback_masked & retire_record[134];
  assign _153_ = rollback_masked & retire_record[134];
  assign _154_ = rollback_masked & retire_record[134];
  assign _155_ = rollback_masked & retire_record[134];
  assign _157_ = rollback_masked & retire_record[134];
  assign _158_ = rollback_masked & retire_record[134];
  assign _159_ = rollback_masked & retire_record[134];
  assign _160_ = rollback_masked & retire_record[134];
  assign _161_ = rollback_masked & retire_record[134];
  assign _162_ = rollback_masked & retire_record[134];
  assign _163_ = rollback_masked & retire_record[134];
  assign _164_ = rollback_masked & retire_record[134];
  assign _165_ = rollback_masked & retire_record[134];
  assign _166_ = rollback_masked & retire_record[134];
  assign _168_ = rollback_masked & retire_record[134];
  assign _169_ = rollback_masked & retire_record[134];
  assign _170_ = rollback_masked & retire_record[134];
  assign _171_ = rollback_masked & retire_record[134];
  assign _172_ = rollback_masked & retire_record[134];
  assign _173_ = rollback_masked & retire_record[134];
  assign _174_ = rollback_masked & retire_record[134];
  assign _175_ = rollback_masked & retire_record[134];
  assign _176_ = rollback_masked & retire_record[134];
  assign _177_ = rollback_masked & retire_record[134];
  assign _178_ = rollback_masked & retire_record[134];
  assign _179_ = rollback_masked & retire_record[134];
  assign _180_ = rollback_masked & retire_record[134];
  assign _181_ = rollback_masked & retire_record[134];
  assign _182_ = rollback_masked & retire_record[134];
  assign _183_ = rollback_masked & retire_record[134];
  assign _184_ = rollback_masked & retire_record[134];
  assign _185_ = rollback_masked & retire_record[134];
  assign _186_ = rollback_masked & retire_record[134];
  assign _187_ = rollback_masked & retire_record[134];
  assign _189_ = rollback_masked & retire_record[134];
  assign _190_ = rollback_masked & retire_record[134];
  assign _191_ = rollback_masked & retire_record[134];
  assign _192_ = rollback_masked & retire_record[134];
  assign _193_ = rollback_masked & retire_record[134];
  assign _194_ = rollback_masked & retire_record[134];
  assign _195_ = rollback_masked & retire_record[134];
  assign _196_ = rollback_masked & retire_record[134];
  assign _197_ = rollback_masked & retire_record[134];
  assign _198_ = rollback_masked & retire_record[134];
  assign _200_ = rollback_masked & retire_record[134];
  assign _201_ = rollback_masked & retire_record[134];
  assign _202_ = rollback_masked & retire_record[134];
  assign _203_ = rollback_masked & retire_record[134];
  assign _204_ = rollback_masked & retire_record[134];
  assign _205_ = rollback_masked & retire_record[134];
  assign _206_ = rollback_masked & retire_record[134];
  assign _207_ = rollback_masked & retire_record[134];
  assign _208_ = rollback_masked & retire_record[134];
  assign _209_ = rollback_masked & retire_record[134];
  assign _211_ = rollback_masked & retire_record[134];
  assign _212_ = rollback_masked & retire_record[134];
  assign _213_ = rollback_masked & retire_record[134];
  assign _214_ = rollback_masked & retire_record[134];
  assign _215_ = rollback_masked & retire_record[134];
  assign _216_ = rollback_masked & retire_record[134];
  assign _217_ = rollback_masked & retire_record[134];
  assign _218_ = rollback_masked & retire_record[134];
  assign _219_ = rollback_masked & retire_record[134];
  assign _220_ = rollback_masked & retire_record[134];
  assign _223_ = rollback_masked & retire_record[134];
  assign _224_ = rollback_masked & retire_record[134];
  assign _225_ = rollback_masked & retire_record[134];
  assign _226_ = rollback_masked & retire_record[134];
  assign _227_ = rollback_masked & retire_record[134];
  assign _228_ = rollback_masked & retire_record[134];
  assign _229_ = rollback_masked & retire_record[134];
  assign _230_ = rollback_masked & retire_record[134];
  assign _231_ = rollback_masked & retire_record[134];
  assign _232_ = rollback_masked & retire_record[134];
  assign _234_ = rollback_masked & retire_record[134];
  assign _235_ = rollback_masked & retire_record[134];
  assign _236_ = rollback_masked & retire_record[134];
  assign _237_ = rollback_masked & retire_record[134];
  assign _238_ = rollback_masked & retire_record[134];
  assign _239_ = rollback_masked & retire_record[134];
  assign _240_ = rollback_masked & retire_record[134];
  assign _241_ = rollback_masked & retire_record[134];
  assign _242_ = rollback_masked & retire_record[134];
  assign _243_ = rollback_masked & retire_record[134];
  assign _245_ = rollback_masked & retire_record[134];
  assign _246_ = rollback_masked & retire_record[134];
  assign _247_ = rollback_masked & retire_record[134];
  assign _248_ = rollback_masked & retire_record[134];
  assign _249_ = rollback_masked & retire_record[134];
  assign _250_ = rollback_masked & retire_record[134];
  assign _251_ = rollback_masked & retire_record[134];
  assign _252_ = rollback_masked & retire_record[134];
  assign _253_ = rollback_masked & retire_record[134];
  assign _254_ = rollback_masked & retire_record[134];
  assign _256_ = rollback_masked & retire_record[134];
  assign _257_ = rollback_masked & retire_record[134];
  assign _258_ = rollback_masked & retire_record[134];
  assign _259_ = rollback_masked & retire_record[134];
  assign _260_ = rollback_masked & retire_record[134];
  assign _261_ = rollback_masked & retire_record[134];
  assign _262_ = rollback_masked & retire_record[134];
  assign _263_ = rollback_masked & retire_record[134];
  assign _264_ = rollback_masked & retire_record[134];
  assign _265_ = rollback_masked & retire_record[134];
  assign unused_merge_replacement = checkpoint_row & { _265_, _264_, _263_, _262_, _261_, _260_, _259_, _258_, _257_, _256_, _254_, _253_, _252_, _251_, _250_, _249_, _248_, _247_, _246_, _245_, _243_, _242_, _241_, _240_, _239_, _238_, _237_, _236_, _235_, _234_, _232_, _231_, _230_, _229_, _228_, _227_, _226_, _225_, _224_, _223_, _220_, _219_, _218_, _217_, _216_, _215_, _214_, _213_, _212_, _211_, _209_, _208_, _207_, _206_, _205_, _204_, _203_, _202_, _201_, _200_, _198_, _197_, _196_, _195_, _194_, _193_, _192_, _191_, _190_, _189_, _187_, _186_, _185_, _184_, _183_, _182_, _181_, _180_, _179_, _178_, _177_, _176_, _175_, _174_, _173_, _172_, _171_, _170_, _169_, _168_, _166_, _165_, _164_, _163_, _162_, _161_, _160_, _159_, _158_, _157_, _155_, _154_, _153_, _152_, _151_, _150_, _149_, _148_, _147_, _146_, _144_, _143_, _142_, _141_, _140_, _139_, _138_, _137_, _136_, _135_, _133_, _132_, _131_, _130_, _129_, _128_, _127_, _126_, _125_, _124_, _122_, _121_, _120_, _119_, _118_, _117_, _116_, _115_, _114_, _113_, _110_, _109_, _108_, _107_, _106_, _105_, _104_, _103_, _102_, _101_, _099_, _098_, _097_, _096_, _095_, _094_, _093_, _092_, _091_, _090_, _088_, _087_, _086_, _085_, _084_, _083_, _082_, _081_, _080_, _079_, _077_, _076_, _075_, _074_, _073_, _072_, _071_, _070_, _069_, _068_, _066_, _065_, _064_, _063_, _062_, _061_, _060_, _059_, _058_, _057_, _055_, _054_, _053_, _052_, _051_, _050_, _049_, _048_, _047_, _046_, _044_, _043_, _042_, _041_, _040_, _039_, _038_, _037_, _036_, _035_, _033_, _032_, _031_, _030_, _029_, _028_, _027_, _026_, _025_, _024_, _022_, _021_, _020_, _019_, _018_, _017_, _016_, _015_, _014_, _013_, _011_, _010_, _009_, _008_, _007_, _006_, _005_, _004_, _003_, _002_, _361_, _360_, _359_, _358_, _357_, _356_, _355_, _354_, _353_, _352_, _350_, _349_, _348_, _347_, _346_, _345_ };
  assign unused_merge_row_valid = { 1'h0, row } < retire_record[124:119];
  assign _267_ = retire_record[130:125] > 6'h00;
  assign _268_ = retire_record[130:125] > 6'h01;
  assign _269_ = retire_record[130:125] > 6'h02;
  assign _270_ = retire_record[130:125] > 6'h03;
  assign _271_ = retire_record[130:125] > 6'h04;
  assign _272_ = retire_record[130:125] > 6'h05;
  assign _273_ = retire_record[130:125] > 6'h06;
  assign _274_ = retire_record[130:125] > 6'h07;
  assign _276_ = retire_record[130:125] > 6'h08;
  assign _277_ = retire_record[130:125] > 6'h09;
  assign _278_ = retire_record[130:125] > 6'h0a;
  assign _279_ = retire_record[130:125] > 6'h0b;
  assign _280_ = retire_record[130:125] > 6'h0c;
  assign _281_ = retire_record[130:125] > 6'h0d;
  assign _282_ = retire_record[130:125] > 6'h0e;
  assign _283_ = retire_record[130:125] > 6'h0f;
  assign _284_ = retire_record[130:125] > 6'h10;
  assign _285_ = retire_record[130:125] > 6'h11;
  assign _287_ = retire_record[130:125] > 6'h12;
  assign _288_ = retire_record[130:125] > 6'h13;
  assign _289_ = retire_record[130:125] > 6'h14;
  assign _290_ = retire_record[130:125] > 6'h15;
  assign _291_ = retire_record[130:125] > 6'h16;
  assign _292_ = retire_record[130:125] > 6'h17;
  assign _293_ = retire_record[130:125] > 6'h18;
  assign _294_ = retire_record[130:125] > 6'h19;
  assign _295_ = retire_record[130:125] > 6'h1a;
  assign _296_ = retire_record[130:125] > 6'h1b;
  assign _298_ = retire_record[130:125] > 6'h1c;
  assign _299_ = retire_record[130:125] > 6'h1d;
  assign _300_ = retire_record[130:125] > 6'h1e;
  assign _301_ = retire_record[130:125] > 6'h1f;
  always @(posedge clk)
    if (rst) passing <= 1'h0;
    else passing <= _339_;
  always @(posedge clk)
    if (rst) row <= 5'h00;
    else row <= following;
  always @(posedge clk)
    if (_364_) rolled_back <= 6'h00;
    else rolled_back <= replaced_count_32;
  always @(posedge clk)
    if (_365_) zeroed <= 6'h00;
    else zeroed <= replaced_count_32;
  assign _364_ = | { _362_, rst };
  assign _365_ = | { _363_, rst };
  assign _362_ = ~ _341_;
  assign _363_ = ~ _343_;
  drift_merge merge (
    .column_valid({ _301_, _300_, _299_, _298_, _296_, _295_, _294_, _293_, _292_, _291_, _290_, _289_, _288_, _287_, _285_, _284_, _283_, _282_, _281_, _280_, _279_, _278_, _277_, _276_, _274_, _273_, _272_, _271_, _270_, _269_, _268_, _267_ }),
    .mask(replaced),
    .merged(row_data),
    .quantised(results_quantised),
    .replacement(unused_merge_replacement),
    .row_valid(unused_merge_row_valid)
  );
  drift_checkpoint_reader reader (
    .address(retire_record[94:55]),
    .beat_partly_unused(checkpoint_data),
    .beat_valid(checkpoint_data_valid),
    .clk(clk),
    .finish(retire_ready),
    .load_address(checkpoint_load_address),
    .load_beats(checkpoint_load_beats),
    .load_ready(checkpoint_load_ready),
    .load_valid(checkpoint_load_valid),
    .loaded(loaded),
    .read_row(following),
    .row(checkpoint_row),
    .row_bytes(retire_record[118:95]),
    .row_major(retire_record[136]),
    .rst(rst),
    .wanted(unused_reader_wanted)
  );
  assign recomputed = discarded_valid;
  assign masked_slot = retire_record[1:0];
  assign discarded_tile = retire_record[14:2];
  assign discarded_slot = retire_record[1:0];
  assign tile_slot = retire_record[1:0];
  assign tile_row_bytes = retire_record[118:95];
  assign tile_row_major = retire_record[136];
  assign tile_checkpoint = retire_record[135];
  assign tile_checkpoint_address = retire_record[94:55];
  assign tile_address = retire_record[54:15];
  assign checkpoint_load_slot = retire_record[1:0];
endmodule

module drift_checkpoint_reader(rst, wanted, finish, address, row_major, row_bytes, load_ready, beat_valid, beat_partly_unused, read_row, loaded, load_valid, load_address, load_beats, row, clk);
  input wire rst;
  input wire wanted;
  input wire finish;
  input wire [39:0] address;
  input wire row_major;
  input wire [23:0] row_bytes;
  input wire load_ready;
  input wire beat_valid;
  input wire [511:0] beat_partly_unused;
  input wire [4:0] read_row;
  output wire loaded;
  output wire load_valid;
  output wire [39:0] load_address;
  output wire [15:0] load_beats;
  output wire [255:0] row;
  input wire clk;
  wire [5:0] _0000_;
  wire [1:0] _0001_;
  wire _0002_;
  wire _0003_;
  wire _0004_;
  wire _0005_;
  wire _0006_;
  wire _0007_;
  wire _0008_;
  wire _0009_;
  wire _0010_;
  wire _0011_;
  wire _0012_;
  wire _0013_;
  wire _0014_;
  wire _0015_;
  wire _0016_;
  wire _0017_;
  wire _0018_;
  wire _0019_;
  wire _0020_;
  wire _0021_;
  wire _0022_;
  wire [255:0] _0023_;
  wire [255:0] _0024_;
  wire _0025_;
  wire _0026_;
  wire _0027_;
  wire _0028_;
  wire _0029_;
  wire _0030_;
  wire _0031_;
  wire _0032_;
  wire _0033_;
  wire _0034_;
  wire _0035_;
  wire _0036_;
  wire _0037_;
  wire _0038_;
  wire _0039_;
  wire _0040_;
  wire _0041_;
  wire _0042_;
  wire _0043_;
  wire _0044_;
  wire _0045_;
  wire _0046_;
  wire _0047_;
  wire _0048_;
  wire _0049_;
  wire _0050_;
  wire _0051_;
  wire _0052_;
  wire _0053_;
  wire _0054_;
  wire _0055_;
  wire _0056_;
  wire _0057_;
  wire [1:0] _0058_;
  wire _0059_;
  wire _0060_;
  wire _0061_;
  wire _0062_;
  wire _0063_;
  wire _0064_;
  wire _0065_;
  wire _0066_;
  wire _0067_;
  wire _0068_;
  wire _0069_;
  wire _0070_;
  wire _0071_;
  wire _0072_;
  wire _0073_;
  wire _0074_;
  wire _0075_;
  wire _0076_;
  wire _0077_;
  wire _0078_;
  wire _0079_;
  wire _0080_;
  wire _0081_;
  wire _0082_;
  wire _0083_;
  wire _0084_;
  wire _0085_;
  wire _0086_;
  wire _0087_;
  wire _0088_;
  wire _0089_;
  wire _0090_;
  wire _0091_;
  wire _0092_;
  wire _0093_;
  wire _0094_;
  wire _0095_;
  wire _0096_;
  wire _0097_;
  wire _0098_;
  wire _0099_;
  wire _0100_;
  wire _0101_;
  wire _0102_;
  wire _0103_;
  wire _0104_;
  wire _0105_;
  wire _0106_;
  wire _0107_;
  wire _0108_;
  wire _0109_;
  wire _0110_;
  wire _0111_;
  wire _0112_;
  wire _0113_;
  wire _0114_;
  wire _0115_;
  wire _0116_;
  wire _0117_;
  wire _0118_;
  wire _0119_;
  wire _0120_;
  wire _0121_;
  wire _0122_;
  wire _0123_;
  wire _0124_;
  wire _0125_;
  wire _0126_;
  wire _0127_;
  wire _0128_;
  wire _0129_;
  wire _0130_;
  wire _0131_;
  wire _0132_;
  wire _0133_;
  wire _0134_;
  wire _0135_;
  wire _0136_;
  wire _0137_;
  wire _0138_;
  wire _0139_;
  wire _0140_;
  wire _0141_;
  wire _0142_;
  wire _0143_;
  wire _0144_;
  wire _0145_;
  wire _0146_;
  wire _0147_;
  wire _0148_;
  wire _0149_;
  wire _0150_;
  wire _0151_;
  wire _0152_;
  wire _0153_;
  wire _0154_;
  wire _0155_;
  wire _0156_;
  wire _0157_;
  wire _0158_;
  wire _0159_;
  wire _0160_;
  wire _0161_;
  wire _0162_;
  wire _0163_;
  wire _0164_;
  wire _0165_;
  wire _0166_;
  wire _0167_;
  wire _0168_;
  wire _0169_;
  wire _0170_;
  wire _0171_;
  wire _0172_;
  wire _0173_;
  wire _0174_;
  wire _0175_;
  wire _0176_;
  wire _0177_;
  wire _0178_;
  wire _0179_;
  wire _0180_;
  wire _0181_;
  wire _0182_;
  wire _0183_;
  wire _0184_;
  wire _0185_;
  wire _0186_;
  wire _0187_;
  wire _0188_;
  wire _0189_;
  wire _0190_;
  wire _0191_;
  wire _0192_;
  wire _0193_;
  wire _0194_;
  wire _0195_;
  wire _0196_;
  wire _0197_;
  wire _0198_;
  wire _0199_;
  wire _0200_;
  wire _0201_;
  wire _0202_;
  wire _0203_;
  wire _0204_;
  wire _0205_;
  wire _0206_;
  wire _0207_;
  wire _0208_;
  wire _0209_;
  wire _0210_;
  wire _0211_;
  wire _0212_;
  wire _0213_;
  wire _0214_;
  wire _0215_;
  wire _0216_;
  wire _0217_;
  wire _0218_;
  wire _0219_;
  wire _0220_;
  wire _0221_;
  wire _0222_;
  wire _0223_;
  wire _0224_;
  wire _0225_;
  wire _0226_;
  wire _0227_;
  wire _0228_;
  wire _0229_;
  wire _0230_;
  wire _0231_;
  wire _0232_;
  wire _0233_;
  wire _0234_;
  wire _0235_;
  wire _0236_;
  wire _0237_;
  wire _0238_;
  wire _0239_;
  wire _0240_;
  wire _0241_;
  wire _0242_;
  wire _0243_;
  wire _0244_;
  wire _0245_;
  wire _0246_;
  wire _0247_;
  wire _0248_;
  wire _0249_;
  wire _0250_;
  wire _0251_;
  wire _0252_;
  wire _0253_;
  wire _0254_;
  wire _0255_;
  wire _0256_;
  wire _0257_;
  wire _0258_;
  wire _0259_;
  wire _0260_;
  wire _0261_;
  wire _0262_;
  wire _0263_;
  wire _0264_;
  wire _0265_;
  wire _0266_;
  wire _0267_;
  wire _0268_;
  wire _0269_;
  wire _0270_;
  wire _0271_;
  wire _0272_;
  wire _0273_;
  wire _0274_;
  wire _0275_;
  wire _0276_;
  wire _0277_;
  wire _0278_;
  wire _0279_;
  wire _0280_;
  wire _0281_;
  wire _0282_;
  wire _0283_;
  wire _0284_;
  wire _0285_;
  wire _0286_;
  wire _0287_;
  wire _0288_;
  wire _0289_;
  wire _0290_;
  wire _0291_;
  wire _0292_;
  wire _0293_;
  wire _0294_;
  wire _0295_;
  wire _0296_;
  wire _0297_;
  wire _0298_;
  wire _0299_;
  wire _0300_;
  wire _0301_;
  wire _0302_;
  wire _0303_;
  wire _0304_;
  wire _0305_;
  wire _0306_;
  wire _0307_;
  wire _0308_;
  wire _0309_;
  wire [255:0] _0310_;
  wire _0311_;
  wire _0312_;
  wire _0313_;
  wire _0314_;
  wire _0315_;
  wire _0316_;
  wire _0317_;
  wire _0318_;
  wire _0319_;
  wire _0320_;
  wire _0321_;
  wire _0322_;
  wire _0323_;
  wire _0324_;
  wire _0325_;
  wire _0326_;
  wire _0327_;
  wire _0328_;
  wire _0329_;
  wire _0330_;
  wire _0331_;
  wire _0332_;
  wire _0333_;
  wire _0334_;
  wire _0335_;
  wire _0336_;
  wire _0337_;
  wire _0338_;
  wire _0339_;
  wire _0340_;
  wire _0341_;
  wire _0342_;
  wire _0343_;
  wire _0344_;
  wire _0345_;
  wire _0346_;
  wire _0347_;
  wire _0348_;
  wire _0349_;
  wire _0350_;
  wire _0351_;
  wire _0352_;
  wire _0353_;
  wire _0354_;
  wire _0355_;
  wire _0356_;
  wire _0357_;
  wire _0358_;
  wire _0359_;
  wire _0360_;
  wire _0361_;
  wire _0362_;
  wire _0363_;
  wire _0364_;
  wire _0365_;
  wire _0366_;
  wire _0367_;
  wire _0368_;
  wire _0369_;
  wire _0370_;
  wire _0371_;
  wire _0372_;
  wire _0373_;
  wire _0374_;
  wire _0375_;
  wire _0376_;
  wire _0377_;
  wire _0378_;
  wire _0379_;
  wire _0380_;
  wire _0381_;
  wire _0382_;
  wire _0383_;
  wire _0384_;
  wire _0385_;
  wire _0386_;
  wire _0387_;
  wire _0388_;
  wire _0389_;
  wire _0390_;
  wire _0391_;
  wire _0392_;
  wire _0393_;
  wire _0394_;
  wire _0395_;
  wire _0396_;
  wire _0397_;
  wire _0398_;
  wire _0399_;
  wire _0400_;
  wire _0401_;
  wire _0402_;
  wire _0403_;
  wire _0404_;
  wire _0405_;
  wire _0406_;
  wire _0407_;
  wire _0408_;
  wire _0409_;
  wire _0410_;
  wire _0411_;
  wire _0412_;
  wire _0413_;
  wire _0414_;
  wire _0415_;
  wire _0416_;
  wire _0417_;
  wire _0418_;
  wire _0419_;
  wire _0420_;
  wire _0421_;
  wire _0422_;
  wire _0423_;
  wire _0424_;
  wire _0425_;
  wire _0426_;
  wire _0427_;
  wire _0428_;
  wire _0429_;
  wire _0430_;
  wire _0431_;
  wire _0432_;
  wire _0433_;
  wire _0434_;
  wire _0435_;
  wire _0436_;
  wire _0437_;
  wire _0438_;
  wire _0439_;
  wire _0440_;
  wire _0441_;
  wire _0442_;
  wire _0443_;
  wire _0444_;
  wire _0445_;
  wire _0446_;
  wire _0447_;
  wire _0448_;
  wire _0449_;
  wire _0450_;
  wire _0451_;
  wire _0452_;
  wire _0453_;
  wire _0454_;
  wire _0455_;
  wire _0456_;
  wire _0457_;
  wire _0458_;
  wire _0459_;
  wire _0460_;
  wire _0461_;
  wire _0462_;
  wire _0463_;
  wire _0464_;
  wire _0465_;
  wire _0466_;
  wire _0467_;
  wire _0468_;
  wire _0469_;
  wire _0470_;
  wire _0471_;
  wire _0472_;
  wire _0473_;
  wire _0474_;
  wire _0475_;
  wire _0476_;
  wire _0477_;
  wire _0478_;
  wire _0479_;
  wire _0480_;
  wire _0481_;
  wire _0482_;
  wire _0483_;
  wire _0484_;
  wire _0485_;
  wire _0486_;
  wire _0487_;
  wire _0488_;
  wire _0489_;
  wire _0490_;
  wire _0491_;
  wire _0492_;
  wire _0493_;
  wire _0494_;
  wire _0495_;
  wire _0496_;
  wire _0497_;
  wire _0498_;
  wire _0499_;
  wire _0500_;
  wire _0501_;
  wire _0502_;
  wire _0503_;
  wire _0504_;
  wire _0505_;
  wire _0506_;
  wire _0507_;
  wire _0508_;
  wire _0509_;
  wire _0510_;
  wire _0511_;
  wire _0512_;
  wire _0513_;
  wire _0514_;
  wire _0515_;
  wire _0516_;
  wire _0517_;
  wire _0518_;
  wire _0519_;
  wire _0520_;
  wire _0521_;
  wire _0522_;
  wire _0523_;
  wire _0524_;
  wire _0525_;
  wire _0526_;
  wire _0527_;
  wire _0528_;
  wire _0529_;
  wire _0530_;
  wire _0531_;
  wire _0532_;
  wire _0533_;
  wire _0534_;
  wire _0535_;
  wire _0536_;
  wire _0537_;
  wire _0538_;
  wire _0539_;
  wire _0540_;
  wire _0541_;
  wire _0542_;
  wire _0543_;
  wire _0544_;
  wire _0545_;
  wire _0546_;
  wire _0547_;
  wire _0548_;
  wire _0549_;
  wire _0550_;
  wire _0551_;
  wire _0552_;
  wire _0553_;
  wire _0554_;
  wire _0555_;
  wire _0556_;
  wire _0557_;
  wire _0558_;
  wire _0559_;
  wire _0560_;
  wire _0561_;
  wire _0562_;
  wire _0563_;
  wire _0564_;
  wire _0565_;
  wire _0566_;
  wire _0567_;
  wire _0568_;
  wire _0569_;
  wire _0570_;
  wire _0571_;
  wire _0572_;
  wire _0573_;
  wire _0574_;
  wire _0575_;
  wire _0576_;
  wire _0577_;
  wire _0578_;
  wire _0579_;
  wire _0580_;
  wire _0581_;
  wire _0582_;
  wire _0583_;
  wire _0584_;
  wire _0585_;
  wire _0586_;
  wire _0587_;
  wire _0588_;
  wire _0589_;
  wire _0590_;
  wire _0591_;
  wire _0592_;
  wire _0593_;
  wire _0594_;
  wire _0595_;
  wire _0596_;
  wire [255:0] _0597_;
  wire [255:0] _0598_;
  wire [255:0] _0599_;
  wire [255:0] _0600_;
  wire _0601_;
  wire [5:0] _0602_;
  wire [39:0] _0603_;
  wire [5:0] _0604_;
  wire _0605_;
  wire _0606_;
  wire _0607_;
  wire _0608_;
  wire _0609_;
  wire _0610_;
  wire _0611_;
  wire _0612_;
  wire _0613_;
  wire _0614_;
  wire _0615_;
  wire _0616_;
  wire _0617_;
  wire _0618_;
  wire _0619_;
  wire _0620_;
  wire _0621_;
  wire _0622_;
  wire _0623_;
  wire _0624_;
  wire _0625_;
  wire _0626_;
  wire _0627_;
  wire _0628_;
  wire _0629_;
  wire _0630_;
  wire _0631_;
  wire _0632_;
  wire _0633_;
  wire _0634_;
  wire _0635_;
  wire _0636_;
  wire _0637_;
  wire _0638_;
  wire _0639_;
  wire _0640_;
  wire _0641_;
  wire _0642_;
  wire _0643_;
  wire _0644_;
  wire _0645_;
  wire _0646_;
  wire _0647_;
  wire _0648_;
  wire _0649_;
  wire _0650_;
  wire _0651_;
  wire _0652_;
  wire _0653_;
  wire _0654_;
  wire _0655_;
  wire _0656_;
  wire _0657_;
  wire _0658_;
  wire _0659_;
  wire _0660_;
  wire _0661_;
  wire _0662_;
  wire _0663_;
  wire _0664_;
  wire _0665_;
  wire _0666_;
  wire _0667_;
  wire _0668_;
  wire _0669_;
  wire _0670_;
  wire _0671_;
  wire _0672_;
  wire _0673_;
  wire _0674_;
  wire _0675_;
  wire _0676_;
  wire _0677_;
  wire _0678_;
  wire _0679_;
  wire _0680_;
  wire _0681_;
  wire _0682_;
  wire _0683_;
  wire _0684_;
  wire _0685_;
  wire _0686_;
  wire _0687_;
  wire _0688_;
  wire _0689_;
  wire _0690_;
  wire _0691_;
  wire _0692_;
  wire _0693_;
  wire _0694_;
  wire _0695_;
  wire _0696_;
  wire _0697_;
  wire _0698_;
  wire _0699_;
  wire _0700_;
  wire _0701_;
  wire _0702_;
  wire _0703_;
  wire _0704_;
  wire _0705_;
  wire _0706_;
  wire _0707_;
  wire _0708_;
  wire _0709_;
  wire _0710_;
  wire _0711_;
  wire _0712_;
  wire _0713_;
  wire _0714_;
  wire _0715_;
  wire _0716_;
  wire _0717_;
  wire _0718_;
  wire _0719_;
  wire _0720_;
  wire _0721_;
  wire _0722_;
  wire _0723_;
  wire _0724_;
  wire _0725_;
  wire _0726_;
  wire _0727_;
  wire _0728_;
  wire _0729_;
  wire _0730_;
  wire _0731_;
  wire _0732_;
  wire _0733_;
  wire _0734_;
  wire _0735_;
  wire _0736_;
  wire _0737_;
  wire _0738_;
  wire _0739_;
  wire _0740_;
  wire _0741_;
  wire _0742_;
  wire _0743_;
  wire _0744_;
  wire _0745_;
  wire _0746_;
  wire _0747_;
  wire _0748_;
  wire _0749_;
  wire _0750_;
  wire _0751_;
  wire _0752_;
  wire _0753_;
  wire _0754_;
  wire _0755_;
  wire _0756_;
  wire _0757_;
  wire _0758_;
  wire _0759_;
  wire _0760_;
  wire _0761_;
  wire _0762_;
  wire _0763_;
  wire _0764_;
  wire _0765_;
  wire _0766_;
  wire _0767_;
  wire [5:0] _0768_;
  wire _0769_;
  wire _0770_;
  wire _0771_;
  wire _0772_;
  wire _0773_;
  wire _0774_;
  wire _0775_;
  wire _0776_;
  wire _0777_;
  wire _0778_;
  wire _0779_;
  wire _0780_;
  wire _0781_;
  wire _0782_;
  wire [255:0] _0783_;
  wire _0784_;
  wire _0785_;
  wire _0786_;
  wire _0787_;
  wire _0788_;
  wire _0789_;
  wire _0790_;
  wire _0791_;
  wire _0792_;
  wire _0793_;
  wire _0794_;
  wire _0795_;
  wire _0796_;
  wire _0797_;
  wire _0798_;
  wire _0799_;
  wire _0800_;
  wire _0801_;
  wire _0802_;
  wire _0803_;
  wire _0804_;
  wire _0805_;
  wire _0806_;
  wire _0807_;
  wire _0808_;
  wire _0809_;
  wire _0810_;
  wire _0811_;
  wire _0812_;
  wire _0813_;
  wire _0814_;
  wire _0815_;
  wire _0816_;
  wire _0817_;
  wire _0818_;
  wire _0819_;
  wire _0820_;
  wire _0821_;
  wire _0822_;
  wire _0823_;
  wire _0824_;
  wire _0825_;
  wire _0826_;
  wire _0827_;
  wire _0828_;
  wire _0829_;
  wire _0830_;
  wire _0831_;
  wire _0832_;
  wire _0833_;
  wire _0834_;
  wire _0835_;
  wire _0836_;
  wire _0837_;
  wire _0838_;
  wire _0839_;
  wire _0840_;
  wire _0841_;
  wire _0842_;
  wire _0843_;
  wire _0844_;
  wire _0845_;
  wire _0846_;
  wire _0847_;
  wire _0848_;
  wire _0849_;
  wire _0850_;
  wire _0851_;
  wire _0852_;
  wire _0853_;
  wire _0854_;
  wire _0855_;
  wire _0856_;
  wire _0857_;
  wire _0858_;
  wire _0859_;
  wire _0860_;
  wire _0861_;
  wire _0862_;
  wire _0863_;
  wire _0864_;
  wire _0865_;
  wire _0866_;
  wire _0867_;
  wire _0868_;
  wire _0869_;
  wire _0870_;
  wire _0871_;
  wire _0872_;
  wire _0873_;
  wire _0874_;
  wire _0875_;
  wire _0876_;
  wire _0877_;
  wire _0878_;
  wire _0879_;
  wire _0880_;
  wire _0881_;
  wire _0882_;
  wire _0883_;
  wire _0884_;
  wire _0885_;
  wire _0886_;
  wire _0887_;
  wire _0888_;
  wire _0889_;
  wire _0890_;
  wire _0891_;
  wire _0892_;
  wire _0893_;
  wire _0894_;
  wire _0895_;
  wire _0896_;
  wire _0897_;
  wire _0898_;
  wire _0899_;
  wire _0900_;
  wire _0901_;
  wire _0902_;
  wire _0903_;
  wire _0904_;
  wire _0905_;
  wire _0906_;
  wire _0907_;
  wire _0908_;
  wire _0909_;
  wire _0910_;
  wire _0911_;
  wire _0912_;
  wire _0913_;
  wire _0914_;
  wire _0915_;
  wire _0916_;
  wire _0917_;
  wire _0918_;
  wire _0919_;
  wire _0920_;
  wire _0921_;
  wire _0922_;
  wire _0923_;
  wire _0924_;
  wire _0925_;
  wire _0926_;
  wire _0927_;
  wire _0928_;
  wire _0929_;
  wire _0930_;
  wire _0931_;
  wire _0932_;
  wire _0933_;
  wire _0934_;
  wire _0935_;
  wire _0936_;
  wire _0937_;
  wire _0938_;
  wire _0939_;
  wire _0940_;
  wire _0941_;
  wire _0942_;
  wire _0943_;
  wire _0944_;
  wire _0945_;
  wire _0946_;
  wire _0947_;
  wire _0948_;
  wire _0949_;
  wire _0950_;
  wire _0951_;
  wire _0952_;
  wire _0953_;
  wire _0954_;
  wire _0955_;
  wire _0956_;
  wire _0957_;
  wire _0958_;
  wire _0959_;
  wire _0960_;
  wire _0961_;
  wire _0962_;
  wire _0963_;
  wire _0964_;
  wire _0965_;
  wire _0966_;
  wire _0967_;
  wire _0968_;
  wire _0969_;
  wire _0970_;
  wire _0971_;
  wire _0972_;
  wire _0973_;
  wire _0974_;
  wire _0975_;
  wire _0976_;
  wire _0977_;
  wire _0978_;
  wire _0979_;
  wire _0980_;
  wire _0981_;
  wire _0982_;
  wire _0983_;
  wire _0984_;
  wire _0985_;
  wire _0986_;
  wire _0987_;
  wire _0988_;
  wire _0989_;
  wire _0990_;
  wire _0991_;
  wire _0992_;
  wire _0993_;
  wire _0994_;
  wire _0995_;
  wire _0996_;
  wire _0997_;
  wire _0998_;
  wire _0999_;
  wire _1000_;
  wire _1001_;
  wire _1002_;
  wire _1003_;
  wire _1004_;
  wire _1005_;
  wire _1006_;
  wire _1007_;
  wire _1008_;
  wire _1009_;
  wire _1010_;
  wire _1011_;
  wire _1012_;
  wire _1013_;
  wire _1014_;
  wire _1015_;
  wire _1016_;
  wire _1017_;
  wire _1018_;
  wire _1019_;
  wire _1020_;
  wire _1021_;
  wire _1022_;
  wire _1023_;
  wire _1024_;
  wire _1025_;
  wire _1026_;
  wire _1027_;
  wire _1028_;
  wire _1029_;
  wire _1030_;
  wire _1031_;
  wire _1032_;
  wire _1033_;
  wire _1034_;
  wire _1035_;
  wire _1036_;
  wire _1037_;
  wire _1038_;
  wire _1039_;
  wire _1040_;
  wire _1041_;
  wire _1042_;
  wire _1043_;
  wire _1044_;
  wire _1045_;
  wire _1046_;
  wire _1047_;
  wire _1048_;
  wire _1049_;
  reg [5:0] beats_received;
  reg [39:0] load_offset;
  wire [39:0] load_place_partly_unused;
  reg [5:0] loads_requested;
  wire [511:0] read__data;
  reg [1:0] read_lane;
  reg row_offset;
  wire row_place;
  wire [3:0] write__addr;
  wire [511:0] write__data;
  wire [1:0] write__en;
  reg [511:0] memory [15:0];
  always @(posedge clk) begin
    if (write__en[0])
      memory[write__addr][255:0] <= write__data[255:0];
    if (write__en[1])
      memory[write__addr][511:256] <= write__data[511:256];
  end
  reg [511:0] _2115_;
  always @(posedge clk) begin
    _2115_ <= memory[read_row[4:1]];
  end
  assign read__data = _2115_;
  assign _0000_ = row_major ? 6'h20 : 6'h01;
  assign _0558_ = loads_requested != _0000_;
  assign load_valid = wanted & _0558_;
  assign load_place_partly_unused = address + load_offset;
  assign load_beats[4:0] = row_major ? 5'h01 : 5'h10;
  assign _0768_ = row_major ? 6'h20 : 6'h10;
  assign loaded = beats_received == _0768_;
  assign row_place = address[5] + row_offset;
  assign write__addr = row_major ? beats_received[4:1] : beats_received[3:0];
  assign _0934_ = beats_received[0] == 1'h0;
  assign _0990_ = beats_received[0] == 1'h1;
  assign _0001_ = ~ { {2{row_major}} };
  assign _0058_ = { _0990_, _0934_ } | _0001_;
  assign write__en = { {2{beat_valid}} } & _0058_;
  assign _0114_ = row_place == 1'h0;
  assign _0225_ = row_place == 1'h0;
  assign _0336_ = row_place == 1'h0;
  assign _0447_ = row_place == 1'h0;
  assign _0559_ = row_place == 1'h0;
  assign _0614_ = row_place == 1'h0;
  assign _0625_ = row_place == 1'h0;
  assign _0636_ = row_place == 1'h0;
  assign _0647_ = row_place == 1'h0;
  assign _0658_ = row_place == 1'h0;
  assign _0669_ = row_place == 1'h0;
  assign _0680_ = row_place == 1'h0;
  assign _0691_ = row_place == 1'h0;
  assign _0702_ = row_place == 1'h0;
  assign _0713_ = row_place == 1'h0;
  assign _0724_ = row_place == 1'h0;
  assign _0735_ = row_place == 1'h0;
  assign _0746_ = row_place == 1'h0;
  assign _0757_ = row_place == 1'h0;
  assign _0769_ = row_place == 1'h0;
  assign _0780_ = row_place == 1'h0;
  assign _0791_ = row_place == 1'h0;
  assign _0802_ = row_place == 1'h0;
  assign _0813_ = row_place == 1'h0;
  assign _0824_ = row_place == 1'h0;
  assign _0835_ = row_place == 1'h0;
  assign _0846_ = row_place == 1'h0;
  assign _0857_ = row_place == 1'h0;
  assign _0868_ = row_place == 1'h0;
  assign _0879_ = row_place == 1'h0;
  assign _0890_ = row_place == 1'h0;
  assign _0901_ = row_place == 1'h0;
  assign _0912_ = row_place == 1'h0;
  assign _0923_ = row_place == 1'h0;
  assign _0935_ = row_place == 1'h0;
  assign _0946_ = row_place == 1'h0;
  assign _0957_ = row_place == 1'h0;
  assign _0968_ = row_place == 1'h0;
  assign _0979_ = row_place == 1'h0;
  assign _0991_ = row_place == 1'h0;
  assign _1002_ = row_place == 1'h0;
  assign _1013_ = row_place == 1'h0;
  assign _1024_ = row_place == 1'h0;
  assign _1035_ = row_place == 1'h0;
  assign _0002_ = row_place == 1'h0;
  assign _0013_ = row_place == 1'h0;
  assign _0025_ = row_place == 1'h0;
  assign _0036_ = row_place == 1'h0;
  assign _0047_ = row_place == 1'h0;
  assign _0059_ = row_place == 1'h0;
  assign _0070_ = row_place == 1'h0;
  assign _0081_ = row_place == 1'h0;
  assign _0092_ = row_place == 1'h0;
  assign _0103_ = row_place == 1'h0;
  assign _0115_ = row_place == 1'h0;
  assign _0126_ = row_place == 1'h0;
  assign _0137_ = row_place == 1'h0;
  assign _0148_ = row_place == 1'h0;
  assign _0159_ = row_place == 1'h0;
  assign _0170_ = row_place == 1'h0;
  assign _0181_ = row_place == 1'h0;
  assign _0192_ = row_place == 1'h0;
  assign _0203_ = row_place == 1'h0;
  assign _0214_ = row_place == 1'h0;
  assign _0226_ = row_place == 1'h0;
  assign _0237_ = row_place == 1'h0;
  assign _0248_ = row_place == 1'h0;
  assign _0259_ = row_place == 1'h0;
  assign _0270_ = row_place == 1'h0;
  assign _0281_ = row_place == 1'h0;
  assign _0292_ = row_place == 1'h0;
  assign _0303_ = row_place == 1'h0;
  assign _0314_ = row_place == 1'h0;
  assign _0325_ = row_place == 1'h0;
  assign _0337_ = row_place == 1'h0;
  assign _0348_ = row_place == 1'h0;
  assign _0359_ = row_place == 1'h0;
  assign _0370_ = row_place == 1'h0;
  assign _0381_ = row_place == 1'h0;
  assign _0392_ = row_place == 1'h0;
  assign _0403_ = row_place == 1'h0;
  assign _0414_ = row_place == 1'h0;
  assign _0425_ = row_place == 1'h0;
  assign _0436_ = row_place == 1'h0;
  assign _0448_ = row_place == 1'h0;
  assign _0459_ = row_place == 1'h0;
  assign _0470_ = row_place == 1'h0;
  assign _0481_ = row_place == 1'h0;
  assign _0492_ = row_place == 1'h0;
  assign _0503_ = row_place == 1'h0;
  assign _0514_ = row_place == 1'h0;
  assign _0525_ = row_place == 1'h0;
  assign _0536_ = row_place == 1'h0;
  assign _0547_ = row_place == 1'h0;
  assign _0560_ = row_place == 1'h0;
  assign _0571_ = row_place == 1'h0;
  assign _0582_ = row_place == 1'h0;
  assign _0593_ = row_place == 1'h0;
  assign _0608_ = row_place == 1'h0;
  assign _0609_ = row_place == 1'h0;
  assign _0610_ = row_place == 1'h0;
  assign _0611_ = row_place == 1'h0;
  assign _0612_ = row_place == 1'h0;
  assign _0613_ = row_place == 1'h0;
  assign _0615_ = row_place == 1'h0;
  assign _0616_ = row_place == 1'h0;
  assign _0617_ = row_place == 1'h0;
  assign _0618_ = row_place == 1'h0;
  assign _0619_ = row_place == 1'h0;
  assign _0620_ = row_place == 1'h0;
  assign _0621_ = row_place == 1'h0;
  assign _0622_ = row_place == 1'h0;
  assign _0623_ = row_place == 1'h0;
  assign _0624_ = row_place == 1'h0;
  assign _0626_ = row_place == 1'h0;
  assign _0627_ = row_place == 1'h0;
  assign _0628_ = row_place == 1'h0;
  assign _0629_ = row_place == 1'h0;
  assign _0630_ = row_place == 1'h0;
  assign _0631_ = row_place == 1'h0;
  assign _0632_ = row_place == 1'h0;
  assign _0633_ = row_place == 1'h0;
  assign _0634_ = row_place == 1'h0;
  assign _0635_ = row_place == 1'h0;
  assign _0637_ = row_place == 1'h0;
  assign _0638_ = row_place == 1'h0;
  assign _0639_ = row_place == 1'h0;
  assign _0640_ = row_place == 1'h0;
  assign _0641_ = row_place == 1'h0;
  assign _0642_ = row_place == 1'h0;
  assign _0643_ = row_place == 1'h0;
  assign _0644_ = row_place == 1'h0;
  assign _0645_ = row_place == 1'h0;
  assign _0646_ = row_place == 1'h0;
  assign _0648_ = row_place == 1'h0;
  assign _0649_ = row_place == 1'h0;
  assign _0650_ = row_place == 1'h0;
  assign _0651_ = row_place == 1'h0;
  assign _0652_ = row_place == 1'h0;
  assign _0653_ = row_place == 1'h0;
  assign _0654_ = row_place == 1'h0;
  assign _0655_ = row_place == 1'h0;
  assign _0656_ = row_place == 1'h0;
  assign _0657_ = row_place == 1'h0;
  assign _0659_ = row_place == 1'h0;
  assign _0660_ = row_place == 1'h0;
  assign _0661_ = row_place == 1'h0;
  assign _0662_ = row_place == 1'h0;
  assign _0663_ = row_place == 1'h0;
  assign _0664_ = row_place == 1'h0;
  assign _0665_ = row_place == 1'h0;
  assign _0666_ = row_place == 1'h0;
  assign _0667_ = row_place == 1'h0;
  assign _0668_ = row_place == 1'h0;
  assign _0670_ = row_place == 1'h0;
  assign _0671_ = row_place == 1'h0;
  assign _0672_ = row_place == 1'h0;
  assign _0673_ = row_place == 1'h0;
  assign _0674_ = row_place == 1'h0;
  assign _0675_ = row_place == 1'h0;
  assign _0676_ = row_place == 1'h0;
  assign _0677_ = row_place == 1'h0;
  assign _0678_ = row_place == 1'h0;
  assign _0679_ = row_place == 1'h0;
  assign _0681_ = row_place == 1'h0;
  assign _0682_ = row_place == 1'h0;
  assign _0683_ = row_place == 1'h0;
  assign _0684_ = row_place == 1'h0;
  assign _0685_ = row_place == 1'h0;
  assign _0686_ = row_place == 1'h0;
  assign _0687_ = row_place == 1'h0;
  assign _0688_ = row_place == 1'h0;
  assign _0689_ = row_place == 1'h0;
  assign _0690_ = row_place == 1'h0;
  assign _0692_ = row_place == 1'h0;
  assign _0693_ = row_place == 1'h0;
  assign _0694_ = row_place == 1'h0;
  assign _0695_ = row_place == 1'h0;
  assign _0696_ = row_place == 1'h0;
  assign _0697_ = row_place == 1'h0;
  assign _0698_ = row_place == 1'h0;
  assign _0699_ = row_place == 1'h0;
  assign _0700_ = row_place == 1'h0;
  assign _0701_ = row_place == 1'h0;
  assign _0703_ = row_place == 1'h0;
  assign _0704_ = row_place == 1'h0;
  assign _0705_ = row_place == 1'h0;
  assign _0706_ = row_place == 1'h0;
  assign _0707_ = row_place == 1'h0;
  assign _0708_ = row_place == 1'h0;
  assign _0709_ = row_place == 1'h0;
  assign _0710_ = row_place == 1'h0;
  assign _0711_ = row_place == 1'h0;
  assign _0712_ = row_place == 1'h0;
  assign _0714_ = row_place == 1'h0;
  assign _0715_ = row_place == 1'h0;
  assign _0716_ = row_place == 1'h0;
  assign _0717_ = row_place == 1'h0;
  assign _0718_ = row_place == 1'h0;
  assign _0719_ = row_place == 1'h0;
  assign _0720_ = row_place == 1'h0;
  assign _0721_ = row_place == 1'h0;
  assign _0722_ = row_place == 1'h0;
  assign _0723_ = row_place == 1'h0;
  assign _0725_ = row_place == 1'h0;
  assign _0726_ = row_place == 1'h0;
  assign _0727_ = row_place == 1'h0;
  assign _0728_ = row_place == 1'h0;
  assign _0729_ = row_place == 1'h0;
  assign _0730_ = row_place == 1'h0;
  assign _0731_ = row_place == 1'h0;
  assign _0732_ = row_place == 1'h0;
  assign _0733_ = row_place == 1'h0;
  assign _0734_ = row_place == 1'h0;
  assign _0736_ = row_place == 1'h0;
  assign _0737_ = row_place == 1'h0;
  assign _0738_ = row_place == 1'h0;
  assign _0739_ = row_place == 1'h0;
  assign _0740_ = row_place == 1'h0;
  assign _0741_ = row_place == 1'h0;
  assign _0742_ = row_place == 1'h0;
  assign _0743_ = row_place == 1'h0;
  assign _0744_ = row_place == 1'h0;
  assign _0745_ = row_place == 1'h0;
  assign _0747_ = row_place == 1'h0;
  assign _0748_ = row_place == 1'h0;
  assign _0749_ = row_place == 1'h0;
  assign _0750_ = row_place == 1'h0;
  assign _0751_ = row_place == 1'h0;
  assign _0752_ = row_place == 1'h0;
  assign _0753_ = row_place == 1'h0;
  assign _0754_ = row_place == 1'h0;
  assign _0755_ = row_place == 1'h0;
  assign _0756_ = row_place == 1'h0;
  assign _0758_ = row_place == 1'h0;
  assign _0759_ = row_place == 1'h0;
  assign _0760_ = row_place == 1'h0;
  assign _0761_ = row_place == 1'h0;
  assign _0762_ = row_place == 1'h0;
  assign _0763_ = row_place == 1'h0;
  assign _0764_ = row_place == 1'h0;
  assign _0765_ = row_place == 1'h0;
  assign _0766_ = row_place == 1'h0;
  assign _0767_ = row_place == 1'h0;
  assign _0770_ = row_place == 1'h0;
  assign _0771_ = row_place == 1'h0;
  assign _0772_ = row_place == 1'h0;
  assign _0773_ = row_place == 1'h0;
  assign _0774_ = row_place == 1'h0;
  assign _0775_ = row_place == 1'h0;
  assign _0776_ = row_place == 1'h0;
  assign _0777_ = row_place == 1'h0;
  assign _0778_ = row_place == 1'h0;
  assign _0779_ = row_place == 1'h0;
  assign _0781_ = row_place == 1'h0;
  assign _0782_ = row_place == 1'h0;
  assign _0783_ = beat_partly_unused[255:0] & { _0782_, _0781_, _0779_, _0778_, _0777_, _0776_, _0775_, _0774_, _0773_, _0772_, _0771_, _0770_, _0767_, _0766_, _0765_, _0764_, _0763_, _0762_, _0761_, _0760_, _0759_, _0758_, _0756_, _0755_, _0754_, _0753_, _0752_, _0751_, _0750_, _0749_, _0748_, _0747_, _0745_, _0744_, _0743_, _0742_, _0741_, _0740_, _0739_, _0738_, _0737_, _0736_, _0734_, _0733_, _0732_, _0731_, _0730_, _0729_, _0728_, _0727_, _0726_, _0725_, _0723_, _0722_, _0721_, _0720_, _0719_, _0718_, _0717_, _0716_, _0715_, _0714_, _0712_, _0711_, _0710_, _0709_, _0708_, _0707_, _0706_, _0705_, _0704_, _0703_, _0701_, _0700_, _0699_, _0698_, _0697_, _0696_, _0695_, _0694_, _0693_, _0692_, _0690_, _0689_, _0688_, _0687_, _0686_, _0685_, _0684_, _0683_, _0682_, _0681_, _0679_, _0678_, _0677_, _0676_, _0675_, _0674_, _0673_, _0672_, _0671_, _0670_, _0668_, _0667_, _0666_, _0665_, _0664_, _0663_, _0662_, _0661_, _0660_, _0659_, _0657_, _0656_, _0655_, _0654_, _0653_, _0652_, _0651_, _0650_, _0649_, _0648_, _0646_, _0645_, _0644_, _0643_, _0642_, _0641_, _0640_, _0639_, _0638_, _0637_, _0635_, _0634_, _0633_, _0632_, _0631_, _0630_, _0629_, _0628_, _0627_, _0626_, _0624_, _0623_, _0622_, _0621_, _0620_, _0619_, _0618_, _0617_, _0616_, _0615_, _0613_, _0612_, _0611_, _0610_, _0609_, _0608_, _0593_, _0582_, _0571_, _0560_, _0547_, _0536_, _0525_, _0514_, _0503_, _0492_, _0481_, _0470_, _0459_, _0448_, _0436_, _0425_, _0414_, _0403_, _0392_, _0381_, _0370_, _0359_, _0348_, _0337_, _0325_, _0314_, _0303_, _0292_, _0281_, _0270_, _0259_, _0248_, _0237_, _0226_, _0214_, _0203_, _0192_, _0181_, _0170_, _0159_, _0148_, _0137_, _0126_, _0115_, _0103_, _0092_, _0081_, _0070_, _0059_, _0047_, _0036_, _0025_, _0013_, _0002_, _1035_, _1024_, _1013_, _1002_, _0991_, _0979_, _0968_, _0957_, _0946_, _0935_, _0923_, _0912_, _0901_, _0890_, _0879_, _0868_, _0857_, _0846_, _0835_, _0824_, _0813_, _0802_, _0791_, _0780_, _0769_, _0757_, _0746_, _0735_, _0724_, _0713_, _0702_, _0691_, _0680_, _0669_, _0658_, _0647_, _0636_, _0625_, _0614_, _0559_, _0447_, _0336_, _0225_, _0114_ };
  assign _0784_ = row_place == 1'h1;
  assign _0785_ = row_place == 1'h1;
  assign _0786_ = row_place == 1'h1;
  assign _0787_ = row_place == 1'h1;
  assign _0788_ = row_place == 1'h1;
  assign _0789_ = row_place == 1'h1;
  assign _0790_ = row_place == 1'h1;
  assign _0792_ = row_place == 1'h1;
  assign _0793_ = row_place == 1'h1;
  assign _0794_ = row_place == 1'h1;
  assign _0795_ = row_place == 1'h1;
  assign _0796_ = row_place == 1'h1;
  assign _0797_ = row_place == 1'h1;
  assign _0798_ = row_place == 1'h1;
  assign _0799_ = row_place == 1'h1;
  assign _0800_ = row_place == 1'h1;
  assign _0801_ = row_place == 1'h1;
  assign _0803_ = row_place == 1'h1;
  assign _0804_ = row_place == 1'h1;
  assign _0805_ = row_place == 1'h1;
  assign _0806_ = row_place == 1'h1;
  assign _0807_ = row_place == 1'h1;
  assign _0808_ = row_place == 1'h1;
  assign _0809_ = row_place == 1'h1;
  assign _0810_ = row_place == 1'h1;
  assign _0811_ = row_place == 1'h1;
  assign _0812_ = row_place == 1'h1;
  assign _0814_ = row_place == 1'h1;
  assign _0815_ = row_place == 1'h1;
  assign _0816_ = row_place == 1'h1;
  assign _0817_ = row_place == 1'h1;
  assign _0818_ = row_place == 1'h1;
  assign _0819_ = row_place == 1'h1;
  assign _0820_ = row_place == 1'h1;
  assign _0821_ = row_place == 1'h1;
  assign _0822_ = row_place == 1'h1;
  assign _0823_ = row_place == 1'h1;
  assign _0825_ = row_place == 1'h1;
  assign _0826_ = row_place == 1'h1;
  assign _0827_ = row_place == 1'h1;
  assign _0828_ = row_place == 1'h1;
  assign _0829_ = row_place == 1'h1;
  assign _0830_ = row_place == 1'h1;
  assign _0831_ = row_place == 1'h1;
  assign _0832_ = row_place == 1'h1;
  assign _0833_ = row_place == 1'h1;
  assign _0834_ = row_place == 1'h1;
  assign _0836_ = row_place == 1'h1;
  assign _0837_ = row_place == 1'h1;
  assign _0838_ = row_place == 1'h1;
  assign _0839_ = row_place == 1'h1;
  assign _0840_ = row_place == 1'h1;
  assign _0841_ = row_place == 1'h1;
  assign _0842_ = row_place == 1'h1;
  assign _0843_ = row_place == 1'h1;
  assign _0844_ = row_place == 1'h1;
  assign _0845_ = row_place == 1'h1;
  assign _0847_ = row_place == 1'h1;
  assign _0848_ = row_place == 1'h1;
  assign _0849_ = row_place == 1'h1;
  assign _0850_ = row_place == 1'h1;
  assign _0851_ = row_place == 1'h1;
  assign _0852_ = row_place == 1'h1;
  assign _0853_ = row_place == 1'h1;
  assign _0854_ = row_place == 1'h1;
  assign _0855_ = row_place == 1'h1;
  assign _0856_ = row_place == 1'h1;
  assign _0858_ = row_place == 1'h1;
  assign _0859_ = row_place == 1'h1;
  assign _0860_ = row_place == 1'h1;
  assign _0861_ = row_place == 1'h1;
  assign _0862_ = row_place == 1'h1;
  assign _0863_ = row_place == 1'h1;
  assign _0864_ = row_place == 1'h1;
  assign _0865_ = row_place == 1'h1;
  assign _0866_ = row_place == 1'h1;
  assign _0867_ = row_place == 1'h1;
  assign _0869_ = row_place == 1'h1;
  assign _0870_ = row_place == 1'h1;
  assign _0871_ = row_place == 1'h1;
  assign _0872_ = row_place == 1'h1;
  assign _0873_ = row_place == 1'h1;
  assign _0874_ = row_place == 1'h1;
  assign _0875_ = row_place == 1'h1;
  assign _0876_ = row_place == 1'h1;
  assign _0877_ = row_place == 1'h1;
  assign _0878_ = row_place == 1'h1;
  assign _0880_ = row_place == 1'h1;
  assign _0881_ = row_place == 1'h1;
  assign _0882_ = row_place == 1'h1;
  assign _0883_ = row_place == 1'h1;
  assign _0884_ = row_place == 1'h1;
  assign _0885_ = row_place == 1'h1;
  assign _0886_ = row_place == 1'h1;
  assign _0887_ = row_place == 1'h1;
  assign _0888_ = row_place == 1'h1;
  assign _0889_ = row_place == 1'h1;
  assign _0891_ = row_place == 1'h1;
  assign _0892_ = row_place == 1'h1;
  assign _0893_ = row_place == 1'h1;
  assign _0894_ = row_place == 1'h1;
  assign _0895_ = row_place == 1'h1;
  assign _0896_ = row_place == 1'h1;
  assign _0897_ = row_place == 1'h1;
  assign _0898_ = row_place == 1'h1;
  assign _0899_ = row_place == 1'h1;
  assign _0900_ = row_place == 1'h1;
  assign _0902_ = row_place == 1'h1;
  assign _0903_ = row_place == 1'h1;
  assign _0904_ = row_place == 1'h1;
  assign _0905_ = row_place == 1'h1;
  assign _0906_ = row_place == 1'h1;
  assign _0907_ = row_place == 1'h1;
  assign _0908_ = row_place == 1'h1;
  assign _0909_ = row_place == 1'h1;
  assign _0910_ = row_place == 1'h1;
  assign _0911_ = row_place == 1'h1;
  assign _0913_ = row_place == 1'h1;
  assign _0914_ = row_place == 1'h1;
  assign _0915_ = row_place == 1'h1;
  assign _0916_ = row_place == 1'h1;
  assign _0917_ = row_place == 1'h1;
  assign _0918_ = row_place == 1'h1;
  assign _0919_ = row_place == 1'h1;
  assign _0920_ = row_place == 1'h1;
  assign _0921_ = row_place == 1'h1;
  assign _0922_ = row_place == 1'h1;
  assign _0924_ = row_place == 1'h1;
  assign _0925_ = row_place == 1'h1;
  assign _0926_ = row_place == 1'h1;
  assign _0927_ = row_place == 1'h1;
  assign _0928_ = row_place == 1'h1;
  assign _0929_ = row_place == 1'h1;
  assign _0930_ = row_place == 1'h1;
  assign _0931_ = row_place == 1'h1;
  assign _0932_ = row_place == 1'h1;
  assign _0933_ = row_place == 1'h1;
  assign _0936_ = row_place == 1'h1;
  assign _0937_ = row_place == 1'h1;
  assign _0938_ = row_place == 1'h1;
  assign _0939_ = row_place == 1'h1;
  assign _0940_ = row_place == 1'h1;
  assign _0941_ = row_place == 1'h1;
  assign _0942_ = row_place == 1'h1;
  assign _0943_ = row_place == 1'h1;
  assign _0944_ = row_place == 1'h1;
  assign _0945_ = row_place == 1'h1;
  assign _0947_ = row_place == 1'h1;
  assign _0948_ = row_place == 1'h1;
  assign _0949_ = row_place == 1'h1;
  assign _0950_ = row_place == 1'h1;
  assign _0951_ = row_place == 1'h1;
  assign _0952_ = row_place == 1'h1;
  assign _0953_ = row_place == 1'h1;
  assign _0954_ = row_place == 1'h1;
  assign _0955_ = row_place == 1'h1;
  assign _0956_ = row_place == 1'h1;
  assign _0958_ = row_place == 1'h1;
  assign _0959_ = row_place == 1'h1;
  assign _0960_ = row_place == 1'h1;
  assign _0961_ = row_place == 1'h1;
  assign _0962_ = row_place == 1'h1;
  assign _0963_ = row_place == 1'h1;
  assign _0964_ = row_place == 1'h1;
  assign _0965_ = row_place == 1'h1;
  assign _0966_ = row_place == 1'h1;
  assign _0967_ = row_place == 1'h1;
  assign _0969_ = row_place == 1'h1;
  assign _0970_ = row_place == 1'h1;
  assign _0971_ = row_place == 1'h1;
  assign _0972_ = row_place == 1'h1;
  assign _0973_ = row_place == 1'h1;
  assign _0974_ = row_place == 1'h1;
  assign _0975_ = row_place == 1'h1;
  assign _0976_ = row_place == 1'h1;
  assign _0977_ = row_place == 1'h1;
  assign _0978_ = row_place == 1'h1;
  assign _0980_ = row_place == 1'h1;
  assign _0981_ = row_place == 1'h1;
  assign _0982_ = row_place == 1'h1;
  assign _0983_ = row_place == 1'h1;
  assign _0984_ = row_place == 1'h1;
  assign _0985_ = row_place == 1'h1;
  assign _0986_ = row_place == 1'h1;
  assign _0987_ = row_place == 1'h1;
  assign _0988_ = row_place == 1'h1;
  assign _0989_ = row_place == 1'h1;
  assign _0992_ = row_place == 1'h1;
  assign _0993_ = row_place == 1'h1;
  assign _0994_ = row_place == 1'h1;
  assign _0995_ = row_place == 1'h1;
  assign _0996_ = row_place == 1'h1;
  assign _0997_ = row_place == 1'h1;
  assign _0998_ = row_place == 1'h1;
  assign _0999_ = row_place == 1'h1;
  assign _1000_ = row_place == 1'h1;
  assign _1001_ = row_place == 1'h1;
  assign _1003_ = row_place == 1'h1;
  assign _1004_ = row_place == 1'h1;
  assign _1005_ = row_place == 1'h1;
  assign _1006_ = row_place == 1'h1;
  assign _1007_ = row_place == 1'h1;
  assign _1008_ = row_place == 1'h1;
  assign _1009_ = row_place == 1'h1;
  assign _1010_ = row_place == 1'h1;
  assign _1011_ = row_place == 1'h1;
  assign _1012_ = row_place == 1'h1;
  assign _1014_ = row_place == 1'h1;
  assign _1015_ = row_place == 1'h1;
  assign _1016_ = row_place == 1'h1;
  assign _1017_ = row_place == 1'h1;
  assign _1018_ = row_place == 1'h1;
  assign _1019_ = row_place == 1'h1;
  assign _1020_ = row_place == 1'h1;
  assign _1021_ = row_place == 1'h1;
  assign _1022_ = row_place == 1'h1;
  assign _1023_ = row_place == 1'h1;
  assign _1025_ = row_place == 1'h1;
  assign _1026_ = row_place == 1'h1;
  assign _1027_ = row_place == 1'h1;
  assign _1028_ = row_place == 1'h1;
  assign _1029_ = row_place == 1'h1;
  assign _1030_ = row_place == 1'h1;
  assign _1031_ = row_place == 1'h1;
  assign _1032_ = row_place == 1'h1;
  assign _1033_ = row_place == 1'h1;
  assign _1034_ = row_place == 1'h1;
  assign _1036_ = row_place == 1'h1;
  assign _1037_ = row_place == 1'h1;
  assign _1038_ = row_place == 1'h1;
  assign _1039_ = row_place == 1'h1;
  assign _1040_ = row_place == 1'h1;
  assign _1041_ = row_place == 1'h1;
  assign _1042_ = row_place == 1'h1;
  assign _1043_ = row_place == 1'h1;
  assign _1044_ = row_place == 1'h1;
  assign _1045_ = row_place == 1'h1;
  assign _0003_ = row_place == 1'h1;
  assign _0004_ = row_place == 1'h1;
  assign _0005_ = row_place == 1'h1;
  assign _0006_ = row_place == 1'h1;
  assign _0007_ = row_place == 1'h1;
  assign _0008_ = row_place == 1'h1;
  assign _0009_ = row_place == 1'h1;
  assign _0010_ = row_place == 1'h1;
  assign _0011_ = row_place == 1'h1;
  assign _0012_ = row_place == 1'h1;
  assign _0014_ = row_place == 1'h1;
  assign _0015_ = row_place == 1'h1;
  assign _0016_ = row_place == 1'h1;
  assign _0017_ = row_place == 1'h1;
  assign _0018_ = row_place == 1'h1;
  assign _0019_ = row_place == 1'h1;
  assign _0020_ = row_place == 1'h1;
  assign _0021_ = row_place == 1'h1;
  assign _0022_ = row_place == 1'h1;
  assign _0023_ = beat_partly_unused[511:256] & { _0022_, _0021_, _0020_, _0019_, _0018_, _0017_, _0016_, _0015_, _0014_, _0012_, _0011_, _0010_, _0009_, _0008_, _0007_, _0006_, _0005_, _0004_, _0003_, _1045_, _1044_, _1043_, _1042_, _1041_, _1040_, _1039_, _1038_, _1037_, _1036_, _1034_, _1033_, _1032_, _1031_, _1030_, _1029_, _1028_, _1027_, _1026_, _1025_, _1023_, _1022_, _1021_, _1020_, _1019_, _1018_, _1017_, _1016_, _1015_, _1014_, _1012_, _1011_, _1010_, _1009_, _1008_, _1007_, _1006_, _1005_, _1004_, _1003_, _1001_, _1000_, _0999_, _0998_, _0997_, _0996_, _0995_, _0994_, _0993_, _0992_, _0989_, _0988_, _0987_, _0986_, _0985_, _0984_, _0983_, _0982_, _0981_, _0980_, _0978_, _0977_, _0976_, _0975_, _0974_, _0973_, _0972_, _0971_, _0970_, _0969_, _0967_, _0966_, _0965_, _0964_, _0963_, _0962_, _0961_, _0960_, _0959_, _0958_, _0956_, _0955_, _0954_, _0953_, _0952_, _0951_, _0950_, _0949_, _0948_, _0947_, _0945_, _0944_, _0943_, _0942_, _0941_, _0940_, _0939_, _0938_, _0937_, _0936_, _0933_, _0932_, _0931_, _0930_, _0929_, _0928_, _0927_, _0926_, _0925_, _0924_, _0922_, _0921_, _0920_, _0919_, _0918_, _0917_, _0916_, _0915_, _0914_, _0913_, _0911_, _0910_, _0909_, _0908_, _0907_, _0906_, _0905_, _0904_, _0903_, _0902_, _0900_, _0899_, _0898_, _0897_, _0896_, _0895_, _0894_, _0893_, _0892_, _0891_, _0889_, _0888_, _0887_, _0886_, _0885_, _0884_, _0883_, _0882_, _0881_, _0880_, _0878_, _0877_, _0876_, _0875_, _0874_, _0873_, _0872_, _0871_, _0870_, _0869_, _0867_, _0866_, _0865_, _0864_, _0863_, _0862_, _0861_, _0860_, _0859_, _0858_, _0856_, _0855_, _0854_, _0853_, _0852_, _0851_, _0850_, _0849_, _0848_, _0847_, _0845_, _0844_, _0843_, _0842_, _0841_, _0840_, _0839_, _0838_, _0837_, _0836_, _0834_, _0833_, _0832_, _0831_, _0830_, _0829_, _0828_, _0827_, _0826_, _0825_, _0823_, _0822_, _0821_, _0820_, _0819_, _0818_, _0817_, _0816_, _0815_, _0814_, _0812_, _0811_, _0810_, _0809_, _0808_, _0807_, _0806_, _0805_, _0804_, _0803_, _0801_, _0800_, _0799_, _0798_, _0797_, _0796_, _0795_, _0794_, _0793_, _0792_, _0790_, _0789_, _0788_, _0787_, _0786_, _0785_, _0784_ };
  assign _0024_ = _0783_ | _0023_;
  assign write__data[255:0] = row_major ? _0024_ : beat_partly_unused[255:0];
  assign _0026_ = row_place == 1'h0;
  assign _0027_ = row_place == 1'h0;
  assign _0028_ = row_place == 1'h0;
  assign _0029_ = row_place == 1'h0;
  assign _0030_ = row_place == 1'h0;
  assign _0031_ = row_place == 1'h0;
  assign _0032_ = row_place == 1'h0;
  assign _0033_ = row_place == 1'h0;
  assign _0034_ = row_place == 1'h0;
  assign _0035_ = row_place == 1'h0;
  assign _0037_ = row_place == 1'h0;
  assign _0038_ = row_place == 1'h0;
  assign _0039_ = row_place == 1'h0;
  assign _0040_ = row_place == 1'h0;
  assign _0041_ = row_place == 1'h0;
  assign _0042_ = row_place == 1'h0;
  assign _0043_ = row_place == 1'h0;
  assign _0044_ = row_place == 1'h0;
  assign _0045_ = row_place == 1'h0;
  assign _0046_ = row_place == 1'h0;
  assign _0048_ = row_place == 1'h0;
  assign _0049_ = row_place == 1'h0;
  assign _0050_ = row_place == 1'h0;
  assign _0051_ = row_place == 1'h0;
  assign _0052_ = row_place == 1'h0;
  assign _0053_ = row_place == 1'h0;
  assign _0054_ = row_place == 1'h0;
  assign _0055_ = row_place == 1'h0;
  assign _0056_ = row_place == 1'h0;
  assign _0057_ = row_place == 1'h0;
  assign _0060_ = row_place == 1'h0;
  assign _0061_ = row_place == 1'h0;
  assign _0062_ = row_place == 1'h0;
  assign _0063_ = row_place == 1'h0;
  assign _0064_ = row_place == 1'h0;
  assign _0065_ = row_place == 1'h0;
  assign _0066_ = row_place == 1'h0;
  assign _0067_ = row_place == 1'h0;
  assign _0068_ = row_place == 1'h0;
  assign _0069_ = row_place == 1'h0;
  assign _0071_ = row_place == 1'h0;
  assign _0072_ = row_place == 1'h0;
  assign _0073_ = row_place == 1'h0;
  assign _0074_ = row_place == 1'h0;
  assign _0075_ = row_place == 1'h0;
  assign _0076_ = row_place == 1'h0;
  assign _0077_ = row_place == 1'h0;
  assign _0078_ = row_place == 1'h0;
  assign _0079_ = row_place == 1'h0;
  assign _0080_ = row_place == 1'h0;
  assign _0082_ = row_place == 1'h0;
  assign _0083_ = row_place == 1'h0;
  assign _0084_ = row_place == 1'h0;
  assign _0085_ = row_place == 1'h0;
  assign _0086_ = row_place == 1'h0;
  assign _0087_ = row_place == 1'h0;
  assign _0088_ = row_place == 1'h0;
  assign _0089_ = row_place == 1'h0;
  assign _0090_ = row_place == 1'h0;
  assign _0091_ = row_place == 1'h0;
  assign _0093_ = row_place == 1'h0;
  assign _0094_ = row_place == 1'h0;
  assign _0095_ = row_place == 1'h0;
  assign _0096_ = row_place == 1'h0;
  assign _0097_ = row_place == 1'h0;
  assign _0098_ = row_place == 1'h0;
  assign _0099_ = row_place == 1'h0;
  assign _0100_ = row_place == 1'h0;
  assign _0101_ = row_place == 1'h0;
  assign _0102_ = row_place == 1'h0;
  assign _0104_ = row_place == 1'h0;
  assign _0105_ = row_place == 1'h0;
  assign _0106_ = row_place == 1'h0;
  assign _0107_ = row_place == 1'h0;
  assign _0108_ = row_place == 1'h0;
  assign _0109_ = row_place == 1'h0;
  assign _0110_ = row_place == 1'h0;
  assign _0111_ = row_place == 1'h0;
  assign _0112_ = row_place == 1'h0;
  assign _0113_ = row_place == 1'h0;
  assign _0116_ = row_place == 1'h0;
  assign _0117_ = row_place == 1'h0;
  assign _0118_ = row_place == 1'h0;
  assign _0119_ = row_place == 1'h0;
  assign _0120_ = row_place == 1'h0;
  assign _0121_ = row_place == 1'h0;
  assign _0122_ = row_place == 1'h0;
  assign _0123_ = row_place == 1'h0;
  assign _0124_ = row_place == 1'h0;
  assign _0125_ = row_place == 1'h0;
  assign _0127_ = row_place == 1'h0;
  assign _0128_ = row_place == 1'h0;
  assign _0129_ = row_place == 1'h0;
  assign _0130_ = row_place == 1'h0;
  assign _0131_ = row_place == 1'h0;
  assign _0132_ = row_place == 1'h0;
  assign _0133_ = row_place == 1'h0;
  assign _0134_ = row_place == 1'h0;
  assign _0135_ = row_place == 1'h0;
  assign _0136_ = row_place == 1'h0;
  assign _0138_ = row_place == 1'h0;
  assign _0139_ = row_place == 1'h0;
  assign _0140_ = row_place == 1'h0;
  assign _0141_ = row_place == 1'h0;
  assign _0142_ = row_place == 1'h0;
  assign _0143_ = row_place == 1'h0;
  assign _0144_ = row_place == 1'h0;
  assign _0145_ = row_place == 1'h0;
  assign _0146_ = row_place == 1'h0;
  assign _0147_ = row_place == 1'h0;
  assign _0149_ = row_place == 1'h0;
  assign _0150_ = row_place == 1'h0;
  assign _0151_ = row_place == 1'h0;
  assign _0152_ = row_place == 1'h0;
  assign _0153_ = row_place == 1'h0;
  assign _0154_ = row_place == 1'h0;
  assign _0155_ = row_place == 1'h0;
  assign _0156_ = row_place == 1'h0;
  assign _0157_ = row_place == 1'h0;
  assign _0158_ = row_place == 1'h0;
  assign _0160_ = row_place == 1'h0;
  assign _0161_ = row_place == 1'h0;
  assign _0162_ = row_place == 1'h0;
  assign _0163_ = row_place == 1'h0;
  assign _0164_ = row_place == 1'h0;
  assign _0165_ = row_place == 1'h0;
  assign _0166_ = row_place == 1'h0;
  assign _0167_ = row_place == 1'h0;
  assign _0168_ = row_place == 1'h0;
  assign _0169_ = row_place == 1'h0;
  assign _0171_ = row_place == 1'h0;
  assign _0172_ = row_place == 1'h0;
  assign _0173_ = row_place == 1'h0;
  assign _0174_ = row_place == 1'h0;
  assign _0175_ = row_place == 1'h0;
  assign _0176_ = row_place == 1'h0;
  assign _0177_ = row_place == 1'h0;
  assign _0178_ = row_place == 1'h0;
  assign _0179_ = row_place == 1'h0;
  assign _0180_ = row_place == 1'h0;
  assign _0182_ = row_place == 1'h0;
  assign _0183_ = row_place == 1'h0;
  assign _0184_ = row_place == 1'h0;
  assign _0185_ = row_place == 1'h0;
  assign _0186_ = row_place == 1'h0;
  assign _0187_ = row_place == 1'h0;
  assign _0188_ = row_place == 1'h0;
  assign _0189_ = row_place == 1'h0;
  assign _0190_ = row_place == 1'h0;
  assign _0191_ = row_place == 1'h0;
  assign _0193_ = row_place == 1'h0;
  assign _0194_ = row_place == 1'h0;
  assign _0195_ = row_place == 1'h0;
  assign _0196_ = row_place == 1'h0;
  assign _0197_ = row_place == 1'h0;
  assign _0198_ = row_place == 1'h0;
  assign _0199_ = row_place == 1'h0;
  assign _0200_ = row_place == 1'h0;
  assign _0201_ = row_place == 1'h0;
  assign _0202_ = row_place == 1'h0;
  assign _0204_ = row_place == 1'h0;
  assign _0205_ = row_place == 1'h0;
  assign _0206_ = row_place == 1'h0;
  assign _0207_ = row_place == 1'h0;
  assign _0208_ = row_place == 1'h0;
  assign _0209_ = row_place == 1'h0;
  assign _0210_ = row_place == 1'h0;
  assign _0211_ = row_place == 1'h0;
  assign _0212_ = row_place == 1'h0;
  assign _0213_ = row_place == 1'h0;
  assign _0215_ = row_place == 1'h0;
  assign _0216_ = row_place == 1'h0;
  assign _0217_ = row_place == 1'h0;
  assign _0218_ = row_place == 1'h0;
  assign _0219_ = row_place == 1'h0;
  assign _0220_ = row_place == 1'h0;
  assign _0221_ = row_place == 1'h0;
  assign _0222_ = row_place == 1'h0;
  assign _0223_ = row_place == 1'h0;
  assign _0224_ = row_place == 1'h0;
  assign _0227_ = row_place == 1'h0;
  assign _0228_ = row_place == 1'h0;
  assign _0229_ = row_place == 1'h0;
  assign _0230_ = row_place == 1'h0;
  assign _0231_ = row_place == 1'h0;
  assign _0232_ = row_place == 1'h0;
  assign _0233_ = row_place == 1'h0;
  assign _0234_ = row_place == 1'h0;
  assign _0235_ = row_place == 1'h0;
  assign _0236_ = row_place == 1'h0;
  assign _0238_ = row_place == 1'h0;
  assign _0239_ = row_place == 1'h0;
  assign _0240_ = row_place == 1'h0;
  assign _0241_ = row_place == 1'h0;
  assign _0242_ = row_place == 1'h0;
  assign _0243_ = row_place == 1'h0;
  assign _0244_ = row_place == 1'h0;
  assign _0245_ = row_place == 1'h0;
  assign _0246_ = row_place == 1'h0;
  assign _0247_ = row_place == 1'h0;
  assign _0249_ = row_place == 1'h0;
  assign _0250_ = row_place == 1'h0;
  assign _0251_ = row_place == 1'h0;
  assign _0252_ = row_place == 1'h0;
  assign _0253_ = row_place == 1'h0;
  assign _0254_ = row_place == 1'h0;
  assign _0255_ = row_place == 1'h0;
  assign _0256_ = row_place == 1'h0;
  assign _0257_ = row_place == 1'h0;
  assign _0258_ = row_place == 1'h0;
  assign _0260_ = row_place == 1'h0;
  assign _0261_ = row_place == 1'h0;
  assign _0262_ = row_place == 1'h0;
  assign _0263_ = row_place == 1'h0;
  assign _0264_ = row_place == 1'h0;
  assign _0265_ = row_place == 1'h0;
  assign _0266_ = row_place == 1'h0;
  assign _0267_ = row_place == 1'h0;
  assign _0268_ = row_place == 1'h0;
  assign _0269_ = row_place == 1'h0;
  assign _0271_ = row_place == 1'h0;
  assign _0272_ = row_place == 1'h0;
  assign _0273_ = row_place == 1'h0;
  assign _0274_ = row_place == 1'h0;
  assign _0275_ = row_place == 1'h0;
  assign _0276_ = row_place == 1'h0;
  assign _0277_ = row_place == 1'h0;
  assign _0278_ = row_place == 1'h0;
  assign _0279_ = row_place == 1'h0;
  assign _0280_ = row_place == 1'h0;
  assign _0282_ = row_place == 1'h0;
  assign _0283_ = row_place == 1'h0;
  assign _0284_ = row_place == 1'h0;
  assign _0285_ = row_place == 1'h0;
  assign _0286_ = row_place == 1'h0;
  assign _0287_ = row_place == 1'h0;
  assign _0288_ = row_place == 1'h0;
  assign _0289_ = row_place == 1'h0;
  assign _0290_ = row_place == 1'h0;
  assign _0291_ = row_place == 1'h0;
  assign _0293_ = row_place == 1'h0;
  assign _0294_ = row_place == 1'h0;
  assign _0295_ = row_place == 1'h0;
  assign _0296_ = row_place == 1'h0;
  assign _0297_ = row_place == 1'h0;
  assign _0298_ = row_place == 1'h0;
  assign _0299_ = row_place == 1'h0;
  assign _0300_ = row_place == 1'h0;
  assign _0301_ = row_place == 1'h0;
  assign _0302_ = row_place == 1'h0;
  assign _0304_ = row_place == 1'h0;
  assign _0305_ = row_place == 1'h0;
  assign _0306_ = row_place == 1'h0;
  assign _0307_ = row_place == 1'h0;
  assign _0308_ = row_place == 1'h0;
  assign _0309_ = row_place == 1'h0;
  assign _0310_ = beat_partly_unused[255:0] & { _0309_, _0308_, _0307_, _0306_, _0305_, _0304_, _0302_, _0301_, _0300_, _0299_, _0298_, _0297_, _0296_, _0295_, _0294_, _0293_, _0291_, _0290_, _0289_, _0288_, _0287_, _0286_, _0285_, _0284_, _0283_, _0282_, _0280_, _0279_, _0278_, _0277_, _0276_, _0275_, _0274_, _0273_, _0272_, _0271_, _0269_, _0268_, _0267_, _0266_, _0265_, _0264_, _0263_, _0262_, _0261_, _0260_, _0258_, _0257_, _0256_, _0255_, _0254_, _0253_, _0252_, _0251_, _0250_, _0249_, _0247_, _0246_, _0245_, _0244_, _0243_, _0242_, _0241_, _0240_, _0239_, _0238_, _0236_, _0235_, _0234_, _0233_, _0232_, _0231_, _0230_, _0229_, _0228_, _0227_, _0224_, _0223_, _0222_, _0221_, _0220_, _0219_, _0218_, _0217_, _0216_, _0215_, _0213_, _0212_, _0211_, _0210_, _0209_, _0208_, _0207_, _0206_, _0205_, _0204_, _0202_, _0201_, _0200_, _0199_, _0198_, _0197_, _0196_, _0195_, _0194_, _0193_, _0191_, _0190_, _0189_, _0188_, _0187_, _0186_, _0185_, _0184_, _0183_, _0182_, _0180_, _0179_, _0178_, _0177_, _0176_, _0175_, _0174_, _0173_, _0172_, _0171_, _0169_, _0168_, _0167_, _0166_, _0165_, _0164_, _0163_, _0162_, _0161_, _0160_, _0158_, _0157_, _0156_, _0155_, _0154_, _0153_, _0152_, _0151_, _0150_, _0149_, _0147_, _0146_, _0145_, _0144_, _0143_, _0142_, _0141_, _0140_, _0139_, _0138_, _0136_, _0135_, _0134_, _0133_, _0132_, _0131_, _0130_, _0129_, _0128_, _0127_, _0125_, _0124_, _0123_, _0122_, _0121_, _0120_, _0119_, _0118_, _0117_, _0116_, _0113_, _0112_, _0111_, _0110_, _0109_, _0108_, _0107_, _0106_, _0105_, _0104_, _0102_, _0101_, _0100_, _0099_, _0098_, _0097_, _0096_, _0095_, _0094_, _0093_, _0091_, _0090_, _0089_, _0088_, _0087_, _0086_, _0085_, _0084_, _0083_, _0082_, _0080_, _0079_, _0078_, _0077_, _0076_, _0075_, _0074_, _0073_, _0072_, _0071_, _0069_, _0068_, _0067_, _0066_, _0065_, _0064_, _0063_, _0062_, _0061_, _0060_, _0057_, _0056_, _0055_, _0054_, _0053_, _0052_, _0051_, _0050_, _0049_, _0048_, _0046_, _0045_, _0044_, _0043_, _0042_, _0041_, _0040_, _0039_, _0038_, _0037_, _0035_, _0034_, _0033_, _0032_, _0031_, _0030_, _0029_, _0028_, _0027_, _0026_ };
  assign _0311_ = row_place == 1'h1;
  assign _0312_ = row_place == 1'h1;
  assign _0313_ = row_place == 1'h1;
  assign _0315_ = row_place == 1'h1;
  assign _0316_ = row_place == 1'h1;
  assign _0317_ = row_place == 1'h1;
  assign _0318_ = row_place == 1'h1;
  assign _0319_ = row_place == 1'h1;
  assign _0320_ = row_place == 1'h1;
  assign _0321_ = row_place == 1'h1;
  assign _0322_ = row_place == 1'h1;
  assign _0323_ = row_place == 1'h1;
  assign _0324_ = row_place == 1'h1;
  assign _0326_ = row_place == 1'h1;
  assign _0327_ = row_place == 1'h1;
  assign _0328_ = row_place == 1'h1;
  assign _0329_ = row_place == 1'h1;
  assign _0330_ = row_place == 1'h1;
  assign _0331_ = row_place == 1'h1;
  assign _0332_ = row_place == 1'h1;
  assign _0333_ = row_place == 1'h1;
  assign _0334_ = row_place == 1'h1;
  assign _0335_ = row_place == 1'h1;
  assign _0338_ = row_place == 1'h1;
  assign _0339_ = row_place == 1'h1;
  assign _0340_ = row_place == 1'h1;
  assign _0341_ = row_place == 1'h1;
  assign _0342_ = row_place == 1'h1;
  assign _0343_ = row_place == 1'h1;
  assign _0344_ = row_place == 1'h1;
  assign _0345_ = row_place == 1'h1;
  assign _0346_ = row_place == 1'h1;
  assign _0347_ = row_place == 1'h1;
  assign _0349_ = row_place == 1'h1;
  assign _0350_ = row_place == 1'h1;
  assign _0351_ = row_place == 1'h1;
  assign _0352_ = row_place == 1'h1;
  assign _0353_ = row_place == 1'h1;
  assign _0354_ = row_place == 1'h1;
  assign _0355_ = row_place == 1'h1;
  assign _0356_ = row_place == 1'h1;
  assign _0357_ = row_place == 1'h1;
  assign _0358_ = row_place == 1'h1;
  assign _0360_ = row_place == 1'h1;
  assign _0361_ = row_place == 1'h1;
  assign _0362_ = row_place == 1'h1;
  assign _0363_ = row_place == 1'h1;
  assign _0364_ = row_place == 1'h1;
  assign _0365_ = row_place == 1'h1;
  assign _0366_ = row_place == 1'h1;
  assign _0367_ = row_place == 1'h1;
  assign _0368_ = row_place == 1'h1;
  assign _0369_ = row_place == 1'h1;
  assign _0371_ = row_place == 1'h1;
  assign _0372_ = row_place == 1'h1;
  assign _0373_ = row_place == 1'h1;
  assign _0374_ = row_place == 1'h1;
  assign _0375_ = row_place == 1'h1;
  assign _0376_ = row_place == 1'h1;
  assign _0377_ = row_place == 1'h1;
  assign _0378_ = row_place == 1'h1;
  assign _0379_ = row_place == 1'h1;
  assign _0380_ = row_place == 1'h1;
  assign _0382_ = row_place == 1'h1;
  assign _0383_ = row_place == 1'h1;
  assign _0384_ = row_place == 1'h1;
  assign _0385_ = row_place == 1'h1;
  assign _0386_ = row_place == 1'h1;
  assign _0387_ = row_place == 1'h1;
  assign _0388_ = row_place == 1'h1;
  assign _0389_ = row_place == 1'h1;
  assign _0390_ = row_place == 1'h1;
  assign _0391_ = row_place == 1'h1;
  assign _0393_ = row_place == 1'h1;
  assign _0394_ = row_place == 1'h1;
  assign _0395_ = row_place == 1'h1;
  assign _0396_ = row_place == 1'h1;
  assign _0397_ = row_place == 1'h1;
  assign _0398_ = row_place == 1'h1;
  assign _0399_ = row_place == 1'h1;
  assign _0400_ = row_place == 1'h1;
  assign _0401_ = row_place == 1'h1;
  assign _0402_ = row_place == 1'h1;
  assign _0404_ = row_place == 1'h1;
  assign _0405_ = row_place == 1'h1;
  assign _0406_ = row_place == 1'h1;
  assign _0407_ = row_place == 1'h1;
  assign _0408_ = row_place == 1'h1;
  assign _0409_ = row_place == 1'h1;
  assign _0410_ = row_place == 1'h1;
  assign _0411_ = row_place == 1'h1;
  assign _0412_ = row_place == 1'h1;
  assign _0413_ = row_place == 1'h1;
  assign _0415_ = row_place == 1'h1;
  assign _0416_ = row_place == 1'h1;
  assign _0417_ = row_place == 1'h1;
  assign _0418_ = row_place == 1'h1;
  assign _0419_ = row_place == 1'h1;
  assign _0420_ = row_place == 1'h1;
  assign _0421_ = row_place == 1'h1;
  assign _0422_ = row_place == 1'h1;
  assign _0423_ = row_place == 1'h1;
  assign _0424_ = row_place == 1'h1;
  assign _0426_ = row_place == 1'h1;
  assign _0427_ = row_place == 1'h1;
  assign _0428_ = row_place == 1'h1;
  assign _0429_ = row_place == 1'h1;
  assign _0430_ = row_place == 1'h1;
  assign _0431_ = row_place == 1'h1;
  assign _0432_ = row_place == 1'h1;
  assign _0433_ = row_place == 1'h1;
  assign _0434_ = row_place == 1'h1;
  assign _0435_ = row_place == 1'h1;
  assign _0437_ = row_place == 1'h1;
  assign _0438_ = row_place == 1'h1;
  assign _0439_ = row_place == 1'h1;
  assign _0440_ = row_place == 1'h1;
  assign _0441_ = row_place == 1'h1;
  assign _0442_ = row_place == 1'h1;
  assign _0443_ = row_place == 1'h1;
  assign _0444_ = row_place == 1'h1;
  assign _0445_ = row_place == 1'h1;
  assign _0446_ = row_place == 1'h1;
  assign _0449_ = row_place == 1'h1;
  assign _0450_ = row_place == 1'h1;
  assign _0451_ = row_place == 1'h1;
  assign _0452_ = row_place == 1'h1;
  assign _0453_ = row_place == 1'h1;
  assign _0454_ = row_place == 1'h1;
  assign _0455_ = row_place == 1'h1;
  assign _0456_ = row_place == 1'h1;
  assign _0457_ = row_place == 1'h1;
  assign _0458_ = row_place == 1'h1;
  assign _0460_ = row_place == 1'h1;
  assign _0461_ = row_place == 1'h1;
  assign _0462_ = row_place == 1'h1;
  assign _0463_ = row_place == 1'h1;
  assign _0464_ = row_place == 1'h1;
  assign _0465_ = row_place == 1'h1;
  assign _0466_ = row_place == 1'h1;
  assign _0467_ = row_place == 1'h1;
  assign _0468_ = row_place == 1'h1;
  assign _0469_ = row_place == 1'h1;
  assign _0471_ = row_place == 1'h1;
  assign _0472_ = row_place == 1'h1;
  assign _0473_ = row_place == 1'h1;
  assign _0474_ = row_place == 1'h1;
  assign _0475_ = row_place == 1'h1;
  assign _0476_ = row_place == 1'h1;
  assign _0477_ = row_place == 1'h1;
  assign _0478_ = row_place == 1'h1;
  assign _0479_ = row_place == 1'h1;
  assign _0480_ = row_place == 1'h1;
  assign _0482_ = row_place == 1'h1;
  assign _0483_ = row_place == 1'h1;
  assign _0484_ = row_place == 1'h1;
  assign _0485_ = row_place == 1'h1;
  assign _0486_ = row_place == 1'h1;
  assign _0487_ = row_place == 1'h1;
  assign _0488_ = row_place == 1'h1;
  assign _0489_ = row_place == 1'h1;
  assign _0490_ = row_place == 1'h1;
  assign _0491_ = row_place == 1'h1;
  assign _0493_ = row_place == 1'h1;
  assign _0494_ = row_place == 1'h1;
  assign _0495_ = row_place == 1'h1;
  assign _0496_ = row_place == 1'h1;
  assign _0497_ = row_place == 1'h1;
  assign _0498_ = row_place == 1'h1;
  assign _0499_ = row_place == 1'h1;
  assign _0500_ = row_place == 1'h1;
  assign _0501_ = row_place == 1'h1;
  assign _0502_ = row_place == 1'h1;
  assign _0504_ = row_place == 1'h1;
  assign _0505_ = row_place == 1'h1;
  assign _0506_ = row_place == 1'h1;
  assign _0507_ = row_place == 1'h1;
  assign _0508_ = row_place == 1'h1;
  assign _0509_ = row_place == 1'h1;
  assign _0510_ = row_place == 1'h1;
  assign _0511_ = row_place == 1'h1;
  assign _0512_ = row_place == 1'h1;
  assign _0513_ = row_place == 1'h1;
  assign _0515_ = row_place == 1'h1;
  assign _0516_ = row_place == 1'h1;
  assign _0517_ = row_place == 1'h1;
  assign _0518_ = row_place == 1'h1;
  assign _0519_ = row_place == 1'h1;
  assign _0520_ = row_place == 1'h1;
  assign _0521_ = row_place == 1'h1;
  assign _0522_ = row_place == 1'h1;
  assign _0523_ = row_place == 1'h1;
  assign _0524_ = row_place == 1'h1;
  assign _0526_ = row_place == 1'h1;
  assign _0527_ = row_place == 1'h1;
  assign _0528_ = row_place == 1'h1;
  assign _0529_ = row_place == 1'h1;
  assign _0530_ = row_place == 1'h1;
  assign _0531_ = row_place == 1'h1;
  assign _0532_ = row_place == 1'h1;
  assign _0533_ = row_place == 1'h1;
  assign _0534_ = row_place == 1'h1;
  assign _0535_ = row_place == 1'h1;
  assign _0537_ = row_place == 1'h1;
  assign _0538_ = row_place == 1'h1;
  assign _0539_ = row_place == 1'h1;
  assign _0540_ = row_place == 1'h1;
  assign _0541_ = row_place == 1'h1;
  assign _0542_ = row_place == 1'h1;
  assign _0543_ = row_place == 1'h1;
  assign _0544_ = row_place == 1'h1;
  assign _0545_ = row_place == 1'h1;
  assign _0546_ = row_place == 1'h1;
  assign _0548_ = row_place == 1'h1;
  assign _0549_ = row_place == 1'h1;
  assign _0550_ = row_place == 1'h1;
  assign _0551_ = row_place == 1'h1;
  assign _0552_ = row_place == 1'h1;
  assign _0553_ = row_place == 1'h1;
  assign _0554_ = row_place == 1'h1;
  assign _0555_ = row_place == 1'h1;
  assign _0556_ = row_place == 1'h1;
  assign _0557_ = row_place == 1'h1;
  assign _0561_ = row_place == 1'h1;
  assign _0562_ = row_place == 1'h1;
  assign _0563_ = row_place == 1'h1;
  assign _0564_ = row_place == 1'h1;
  assign _0565_ = row_place == 1'h1;
  assign _0566_ = row_place == 1'h1;
  assign _0567_ = row_place == 1'h1;
  assign _0568_ = row_place == 1'h1;
  assign _0569_ = row_place == 1'h1;
  assign _0570_ = row_place == 1'h1;
  assign _0572_ = row_place == 1'h1;
  assign _0573_ = row_place == 1'h1;
  assign _0574_ = row_place == 1'h1;
  assign _0575_ = row_place == 1'h1;
  assign _0576_ = row_place == 1'h1;
  assign _0577_ = row_place == 1'h1;
  assign _0578_ = row_place == 1'h1;
  assign _0579_ = row_place == 1'h1;
  assign _0580_ = row_place == 1'h1;
  assign _0581_ = row_place == 1'h1;
  assign _0583_ = row_place == 1'h1;
  assign _0584_ = row_place == 1'h1;
  assign _0585_ = row_place == 1'h1;
  assign _0586_ = row_place == 1'h1;
  assign _0587_ = row_place == 1'h1;
  assign _0588_ = row_place == 1'h1;
  assign _0589_ = row_place == 1'h1;
  assign _0590_ = row_place == 1'h1;
  assign _0591_ = row_place == 1'h1;
  assign _0592_ = row_place == 1'h1;
  assign _0594_ = row_place == 1'h1;
  assign _0595_ = row_place == 1'h1;
  assign _0596_ = row_place == 1'h1;
  assign _0597_ = beat_partly_unused[511:256] & { _0596_, _0595_, _0594_, _0592_, _0591_, _0590_, _0589_, _0588_, _0587_, _0586_, _0585_, _0584_, _0583_, _0581_, _0580_, _0579_, _0578_, _0577_, _0576_, _0575_, _0574_, _0573_, _0572_, _0570_, _0569_, _0568_, _0567_, _0566_, _0565_, _0564_, _0563_, _0562_, _0561_, _0557_, _0556_, _0555_, _0554_, _0553_, _0552_, _0551_, _0550_, _0549_, _0548_, _0546_, _0545_, _0544_, _0543_, _0542_, _0541_, _0540_, _0539_, _0538_, _0537_, _0535_, _0534_, _0533_, _0532_, _0531_, _0530_, _0529_, _0528_, _0527_, _0526_, _0524_, _0523_, _0522_, _0521_, _0520_, _0519_, _0518_, _0517_, _0516_, _0515_, _0513_, _0512_, _0511_, _0510_, _0509_, _0508_, _0507_, _0506_, _0505_, _0504_, _0502_, _0501_, _0500_, _0499_, _0498_, _0497_, _0496_, _0495_, _0494_, _0493_, _0491_, _0490_, _0489_, _0488_, _0487_, _0486_, _0485_, _0484_, _0483_, _0482_, _0480_, _0479_, _0478_, _0477_, _0476_, _0475_, _0474_, _0473_, _0472_, _0471_, _0469_, _0468_, _0467_, _0466_, _0465_, _0464_, _0463_, _0462_, _0461_, _0460_, _0458_, _0457_, _0456_, _0455_, _0454_, _0453_, _0452_, _0451_, _0450_, _0449_, _0446_, _0445_, _0444_, _0443_, _0442_, _0441_, _0440_, _0439_, _0438_, _0437_, _0435_, _0434_, _0433_, _0432_, _0431_, _0430_, _0429_, _0428_, _0427_, _0426_, _0424_, _0423_, _0422_, _0421_, _0420_, _0419_, _0418_, _0417_, _0416_, _0415_, _0413_, _0412_, _0411_, _0410_, _0409_, _0408_, _0407_, _0406_, _0405_, _0404_, _0402_, _0401_, _0400_, _0399_, _0398_, _0397_, _0396_, _0395_, _0394_, _0393_, _0391_, _0390_, _0389_, _0388_, _0387_, _0386_, _0385_, _0384_, _0383_, _0382_, _0380_, _0379_, _0378_, _0377_, _0376_, _0375_, _0374_, _0373_, _0372_, _0371_, _0369_, _0368_, _0367_, _0366_, _0365_, _0364_, _0363_, _0362_, _0361_, _0360_, _0358_, _0357_, _0356_, _0355_, _0354_, _0353_, _0352_, _0351_, _0350_, _0349_, _0347_, _0346_, _0345_, _0344_, _0343_, _0342_, _0341_, _0340_, _0339_, _0338_, _0335_, _0334_, _0333_, _0332_, _0331_, _0330_, _0329_, _0328_, _0327_, _0326_, _0324_, _0323_, _0322_, _0321_, _0320_, _0319_, _0318_, _0317_, _0316_, _0315_, _0313_, _0312_, _0311_ };
  assign _0598_ = _0310_ | _0597_;
  assign write__data[511:256] = row_major ? _0598_ : beat_partly_unused[511:256];
  assign _0599_ = read__data[255:0] & { {256{read_lane[0]}} };
  assign _0600_ = read__data[511:256] & { {256{read_lane[1]}} };
  assign row = _0599_ | _0600_;
  assign _0601_ = load_valid & load_ready;
  assign _0602_ = loads_requested + 6'h01;
  assign _0603_ = load_offset + { 16'h0000, row_bytes };
  assign _0604_ = beats_received + 6'h01;
  assign _0605_ = row_offset + row_bytes[5];
  assign _0606_ = read_row[0] == 1'h0;
  assign _0607_ = read_row[0] == 1'h1;
  always @(posedge clk)
    read_lane <= { _0607_, _0606_ };
  always @(posedge clk)
    if (_1046_) row_offset <= 1'h0;
    else if (beat_valid) row_offset <= _0605_;
  always @(posedge clk)
    if (_1047_) beats_received <= 6'h00;
    else if (beat_valid) beats_received <= _0604_;
  always @(posedge clk)
    if (_1048_) load_offset <= 40'h0000000000;
    else if (_0601_) load_offset <= _0603_;
  always @(posedge clk)
    if (_1049_) loads_requested <= 6'h00;
    else if (_0601_) loads_requested <= _0602_;
  assign _1046_ = | { finish, rst };
  assign _1047_ = | { finish, rst };
  assign _1048_ = | { finish, rst };
  assign _1049_ = | { finish, rst };
  assign load_beats[15:5] = 11'h000;
  assign load_address = { load_place_partly_unused[39:6], 6'h00 };
endmodule

module drift_merge(mask, replacement, row_valid, column_valid, merged, quantised);
  input wire [31:0] mask;
  input wire [255:0] replacement;
  input wire row_valid;
  input wire [31:0] column_valid;
  output wire [255:0] merged;
  input wire [255:0] quantised;
  wire [255:0] _0_;
  wire [255:0] _1_;
  wire [255:0] _2_;
  wire [255:0] _3_;
  wire [31:0] element_valid;
  assign merged = _3_ & { {7{element_valid[31]}}, element_valid[31:30], {6{element_valid[30]}}, element_valid[30:29], {6{element_valid[29]}}, element_valid[29:28], {6{element_valid[28]}}, element_valid[28:27], {6{element_valid[27]}}, element_valid[27:26], {6{element_valid[26]}}, element_valid[26:25], {6{element_valid[25]}}, element_valid[25:24], {6{element_valid[24]}}, element_valid[24:23], {6{element_valid[23]}}, element_valid[23:22], {6{element_valid[22]}}, element_valid[22:21], {6{element_valid[21]}}, element_valid[21:20], {6{element_valid[20]}}, element_valid[20:19], {6{element_valid[19]}}, element_valid[19:18], {6{element_valid[18]}}, element_valid[18:17], {6{element_valid[17]}}, element_valid[17:16], {6{element_valid[16]}}, element_valid[16:15], {6{element_valid[15]}}, element_valid[15:14], {6{element_valid[14]}}, element_valid[14:13], {6{element_valid[13]}}, element_valid[13:12], {6{element_valid[12]}}, element_valid[12:11], {6{element_valid[11]}}, element_valid[11:10], {6{element_valid[10]}}, element_valid[10:9], {6{element_valid[9]}}, element_valid[9:8], {6{element_valid[8]}}, element_valid[8:7], {6{element_valid[7]}}, element_valid[7:6], {6{element_valid[6]}}, element_valid[6:5], {6{element_valid[5]}}, element_valid[5:4], {6{element_valid[4]}}, element_valid[4:3], {6{element_valid[3]}}, element_valid[3:2], {6{element_valid[2]}}, element_valid[2:1], {6{element_valid[1]}}, element_valid[1:0], {7{element_valid[0]}} };
  assign element_valid = column_valid & { {32{row_valid}} };
  assign _0_ = replacement & { {7{mask[31]}}, mask[31:30], {6{mask[30]}}, mask[30:29], {6{mask[29]}}, mask[29:28], {6{mask[28]}}, mask[28:27], {6{mask[27]}}, mask[27:26], {6{mask[26]}}, mask[26:25], {6{mask[25]}}, mask[25:24], {6{mask[24]}}, mask[24:23], {6{mask[23]}}, mask[23:22], {6{mask[22]}}, mask[22:21], {6{mask[21]}}, mask[21:20], {6{mask[20]}}, mask[20:19], {6{mask[19]}}, mask[19:18], {6{mask[18]}}, mask[18:17], {6{mask[17]}}, mask[17:16], {6{mask[16]}}, mask[16:15], {6{mask[15]}}, mask[15:14], {6{mask[14]}}, mask[14:13], {6{mask[13]}}, mask[13:12], {6{mask[12]}}, mask[12:11], {6{mask[11]}}, mask[11:10], {6{mask[10]}}, mask[10:9], {6{mask[9]}}, mask[9:8], {6{mask[8]}}, mask[8:7], {6{mask[7]}}, mask[7:6], {6{mask[6]}}, mask[6:5], {6{mask[5]}}, mask[5:4], {6{mask[4]}}, mask[4:3], {6{mask[3]}}, mask[3:2], {6{mask[2]}}, mask[2:1], {6{mask[1]}}, mask[1:0], {7{mask[0]}} };
  assign _1_ = ~ { {7{mask[31]}}, mask[31:30], {6{mask[30]}}, mask[30:29], {6{mask[29]}}, mask[29:28], {6{mask[28]}}, mask[28:27], {6{mask[27]}}, mask[27:26], {6{mask[26]}}, mask[26:25], {6{mask[25]}}, mask[25:24], {6{mask[24]}}, mask[24:23], {6{mask[23]}}, mask[23:22], {6{mask[22]}}, mask[22:21], {6{mask[21]}}, mask[21:20], {6{mask[20]}}, mask[20:19], {6{mask[19]}}, mask[19:18], {6{mask[18]}}, mask[18:17], {6{mask[17]}}, mask[17:16], {6{mask[16]}}, mask[16:15], {6{mask[15]}}, mask[15:14], {6{mask[14]}}, mask[14:13], {6{mask[13]}}, mask[13:12], {6{mask[12]}}, mask[12:11], {6{mask[11]}}, mask[11:10], {6{mask[10]}}, mask[10:9], {6{mask[9]}}, mask[9:8], {6{mask[8]}}, mask[8:7], {6{mask[7]}}, mask[7:6], {6{mask[6]}}, mask[6:5], {6{mask[5]}}, mask[5:4], {6{mask[4]}}, mask[4:3], {6{mask[3]}}, mask[3:2], {6{mask[2]}}, mask[2:1], {6{mask[1]}}, mask[1:0], {7{mask[0]}} };
  assign _2_ = quantised & _1_;
  assign _3_ = _0_ | _2_;
endmodule

module drift_write_path(rst, tile_valid, tile_address, tile_checkpoint_address, tile_checkpoint, tile_row_major, tile_row_bytes, tile_slot, row_valid, row_data, status_valid, status_address, status_data, page_shift, m_axi_awready, m_axi_wready, m_axi_bvalid, m_axi_bresp, tile_ready, row_ready, status_ready
, written_valid, written_slot, status_written, write_error_valid, write_error_slot, write_error_address, write_error_response, count_write, count_checkpoint_write, activations, checkpoint_activations, m_axi_awvalid, m_axi_awaddr, m_axi_awlen, m_axi_awsize, m_axi_awburst, m_axi_awprot, m_axi_wvalid, m_axi_wdata, m_axi_wstrb, m_axi_wlast
, m_axi_bready, clk);
  input wire rst;
  input wire tile_valid;
  input wire [39:0] tile_address;
  input wire [39:0] tile_checkpoint_address;
  input wire tile_checkpoint;
  input wire tile_row_major;
  input wire [23:0] tile_row_bytes;
  input wire [1:0] tile_slot;
  input wire row_valid;
  input wire [255:0] row_data;
  input wire status_valid;
  input wire [39:0] status_address;
  input wire [127:0] status_data;
  input wire [4:0] page_shift;
  input wire m_axi_awready;
  input wire m_axi_wready;
  input wire m_axi_bvalid;
  input wire [1:0] m_axi_bresp;
  output wire tile_ready;
  output wire row_ready;
  output wire status_ready;
  output wire written_valid;
  output wire [1:0] written_slot;
  output wire status_written;
  output wire write_error_valid;
  output wire [1:0] write_error_slot;
  output wire [39:0] write_error_address;
  output wire [1:0] write_error_response;
  output wire count_write;
  output wire count_checkpoint_write;
  output wire [3:0] activations;
  output wire [3:0] checkpoint_activations;
  output wire m_axi_awvalid;
  output wire [39:0] m_axi_awaddr;
  output wire [7:0] m_axi_awlen;
  output wire [2:0] m_axi_awsize;
  output wire [1:0] m_axi_awburst;
  output wire [2:0] m_axi_awprot;
  output wire m_axi_wvalid;
  output wire [511:0] m_axi_wdata;
  output wire [63:0] m_axi_wstrb;
  output wire m_axi_wlast;
  output wire m_axi_bready;
  input wire clk;
  wire [1:0] _000_;
  wire [3:0] _001_;
  wire _002_;
  wire _003_;
  wire _004_;
  wire _005_;
  wire _006_;
  wire _007_;
  wire _008_;
  wire [1:0] _009_;
  wire _010_;
  wire _011_;
  wire [1:0] _012_;
  wire _013_;
  wire _014_;
  wire [4:0] _015_;
  wire [4:0] _016_;
  wire [1:0] _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire _021_;
  wire _022_;
  wire _023_;
  wire _024_;
  wire [1:0] _025_;
  wire [23:0] _026_;
  wire [39:0] _027_;
  wire _028_;
  wire [4:0] _029_;
  wire [39:0] _030_;
  wire _031_;
  wire [4:0] _032_;
  wire _033_;
  wire _034_;
  wire _035_;
  wire _036_;
  wire _037_;
  wire [4:0] _038_;
  wire [4:0] _039_;
  wire [4:0] _040_;
  wire [4:0] _041_;
  wire [39:0] _042_;
  wire [39:0] _043_;
  wire [39:0] _044_;
  wire [39:0] _045_;
  wire _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire _051_;
  wire _052_;
  wire _053_;
  wire _054_;
  wire _055_;
  wire _056_;
  wire _057_;
  wire _058_;
  reg [39:0] address;
  wire [3:0] burst_length;
  wire burst_ready;
  reg burst_valid;
  wire [107:0] command;
  reg [107:0] command_0;
  reg [107:0] command_1;
  wire ends;
  reg [4:0] first_row;
  reg in_checkpoint;
  reg in_status;
  wire last_burst;
  wire [255:0] other_rows;
  wire [4:0] read_address;
  wire [511:0] read_data;
  wire read_enable;
  reg [4:0] row;
  wire row_first;
  wire row_last;
  wire row_taken;
  reg [127:0] status;
  reg status_held;
  wire status_sent;
  wire tile_read;
  reg [1:0] tiles_accepted;
  reg [1:0] tiles_filled;
  reg [1:0] tiles_freed;
  reg [1:0] tiles_walked;
  wire [1:0] write_enable;
  always @(posedge clk)
    address <= _030_;
  always @(posedge clk)
    first_row <= _032_;
  assign _000_ = tiles_accepted ^ tiles_freed;
  assign tile_ready = _000_ != 2'h2;
  assign row_ready = tiles_accepted != tiles_filled;
  assign row_taken = row_valid & row_ready;
  assign row_first = row[0] == 1'h0;
  assign row_last = row == 5'h1f;
  assign other_rows = row_first ? 256'h0000000000000000000000000000000000000000000000000000000000000000 : row_data;
  assign _010_ = row[0] == 1'h0;
  assign _021_ = row_first | _010_;
  assign write_enable[0] = row_taken & _021_;
  assign _031_ = row[0] == 1'h1;
  assign _033_ = row_first | _031_;
  assign write_enable[1] = row_taken & _033_;
  assign command = tiles_walked[0] ? command_1 : command_0;
  assign _034_ = command[81] ? 1'h1 : 1'h0;
  assign _001_ = in_status ? 4'h1 : { 3'h0, _034_ };
  assign burst_length = _001_ - 4'h1;
  assign _002_ = first_row == 5'h1f;
  assign ends = command[81] ? _002_ : 1'h1;
  assign _003_ = ~ in_status;
  assign _004_ = _003_ & ends;
  assign _005_ = ~ command[80];
  assign _006_ = in_checkpoint | _005_;
  assign last_burst = _004_ & _006_;
  assign _007_ = ~ burst_valid;
  assign _008_ = ~ status_held;
  assign status_ready = _007_ & _008_;
  assign _009_ = tiles_freed + { 1'h0, tile_read };
  assign _011_ = tile_valid & tile_ready;
  assign _012_ = tiles_accepted + 2'h1;
  assign _013_ = tiles_accepted[0] == 1'h0;
  assign _014_ = tiles_accepted[0] == 1'h1;
  assign _015_ = row + 5'h01;
  assign _016_ = row_last ? 5'h00 : _015_;
  assign _017_ = tiles_filled + { 1'h0, row_last };
  assign _018_ = status_valid & status_ready;
  assign _019_ = ~ burst_valid;
  assign _020_ = tiles_filled != tiles_walked;
  assign _022_ = _019_ & _020_;
  assign _023_ = burst_valid & burst_ready;
  assign _024_ = in_status | last_burst;
  assign _025_ = tiles_walked + { 1'h0, last_burst };
  assign _026_ = command[81] ? command[105:82] : 24'h001000;
  assign _027_ = address + { 16'h0000, _026_ };
  assign _028_ = command[81] ? 1'h1 : 1'h0;
  assign _029_ = first_row + { 4'h0, _028_ };
  always @(posedge clk)
    if (rst) tiles_freed <= 2'h0;
    else tiles_freed <= _009_;
  always @(posedge clk)
    if (rst) tiles_accepted <= 2'h0;
    else if (_011_) tiles_accepted <= _012_;
  always @(posedge clk)
    if (_035_) command_0 <= { tile_slot, tile_row_bytes, tile_row_major, tile_checkpoint, tile_checkpoint_address, tile_address };
  always @(posedge clk)
    if (_036_) command_1 <= { tile_slot, tile_row_bytes, tile_row_major, tile_checkpoint, tile_checkpoint_address, tile_address };
  always @(posedge clk)
    if (rst) row <= 5'h00;
    else if (row_taken) row <= _016_;
  always @(posedge clk)
    if (rst) tiles_filled <= 2'h0;
    else if (row_taken) tiles_filled <= _017_;
  always @(posedge clk)
    if (rst) status_held <= 1'h0;
    else status_held <= _058_;
  always @(posedge clk)
    if (rst) burst_valid <= 1'h0;
    else burst_valid <= _056_;
  always @(posedge clk)
    if (rst) in_status <= 1'h0;
    else in_status <= _052_;
  always @(posedge clk)
    if (rst) in_checkpoint <= 1'h0;
    else in_checkpoint <= _050_;
  always @(posedge clk)
    if (_018_) status <= status_data;
  always @(posedge clk)
    if (rst) tiles_walked <= 2'h0;
    else if (_037_) tiles_walked <= _025_;
  assign _035_ = & { _013_, _011_ };
  assign _036_ = & { _014_, _011_ };
  assign _037_ = & { _024_, _023_ };
  assign _038_ = _022_ ? 5'h00 : first_row;
  assign _039_ = _018_ ? first_row : _038_;
  assign _040_ = ends ? 5'h00 : _029_;
  assign _041_ = _024_ ? _039_ : _040_;
  assign _032_ = _023_ ? _041_ : _039_;
  assign _042_ = _022_ ? command[39:0] : address;
  assign _043_ = _018_ ? status_address : _042_;
  assign _044_ = ends ? command[79:40] : _027_;
  assign _045_ = _024_ ? _043_ : _044_;
  assign _030_ = _023_ ? _045_ : _043_;
  assign _046_ = _022_ ? 1'h0 : in_checkpoint;
  assign _047_ = _018_ ? 1'h0 : _046_;
  assign _048_ = ends ? 1'h1 : _047_;
  assign _049_ = _024_ ? _047_ : _048_;
  assign _050_ = _023_ ? _049_ : _047_;
  assign _051_ = _022_ ? 1'h0 : in_status;
  assign _052_ = _018_ ? 1'h1 : _051_;
  assign _053_ = _022_ ? 1'h1 : burst_valid;
  assign _054_ = _018_ ? 1'h1 : _053_;
  assign _055_ = _024_ ? 1'h0 : _054_;
  assign _056_ = _023_ ? _055_ : _054_;
  assign _057_ = status_sent ? 1'h0 : status_held;
  assign _058_ = _018_ ? 1'h1 : _057_;
  drift_write_port port (
    .activations(activations),
    .burst_ready(burst_ready),
    .burst_record({ command[107:106], last_burst, command[81], in_checkpoint, in_status, tiles_walked[0], first_row, burst_length, address }),
    .burst_valid(burst_valid),
    .checkpoint_activations(checkpoint_activations),
    .clk(clk),
    .count_checkpoint_write(count_checkpoint_write),
    .count_write(count_write),
    .m_axi_awaddr(m_axi_awaddr),
    .m_axi_awburst(m_axi_awburst),
    .m_axi_awlen(m_axi_awlen),
    .m_axi_awprot(m_axi_awprot),
    .m_axi_awready(m_axi_awready),
    .m_axi_awsize(m_axi_awsize),
    .m_axi_awvalid(m_axi_awvalid),
    .m_axi_bready(m_axi_bready),
    .m_axi_bresp(m_axi_bresp),
    .m_axi_bvalid(m_axi_bvalid),
    .m_axi_wdata(m_axi_wdata),
    .m_axi_wlast(m_axi_wlast),
    .m_axi_wready(m_axi_wready),
    .m_axi_wstrb(m_axi_wstrb),
    .m_axi_wvalid(m_axi_wvalid),
    .page_shift(page_shift),
    .read_address(read_address),
    .read_data(read_data),
    .read_enable(read_enable),
    .rst(rst),
    .status(status),
    .status_sent(status_sent),
    .status_written(status_written),
    .tile_read(tile_read),
    .write_error_address(write_error_address),
    .write_error_response(write_error_response),
    .write_error_slot(write_error_slot),
    .write_error_valid(write_error_valid),
    .written_slot(written_slot),
    .written_valid(written_valid)
  );
  drift_tile_memory tiles (
    .clk(clk),
    .read_address(read_address),
    .read_data(read_data),
    .read_enable(read_enable),
    .write_address({ tiles_filled[0], row[4:1] }),
    .write_data({ other_rows, row_data }),
    .write_enable(write_enable)
  );
endmodule

module drift_tile_memory(write_enable, write_address, write_data, read_enable, read_address, read_data, clk);
  input wire [1:0] write_enable;
  input wire [4:0] write_address;
  input wire [511:0] write_data;
  input wire read_enable;
  input wire [4:0] read_address;
  output wire [511:0] read_data;
  input wire clk;
  reg [511:0] memory [31:0];
  always @(posedge clk) begin
    if (write_enable[0])
      memory[write_address][255:0] <= write_data[255:0];
    if (write_enable[1])
      memory[write_address][511:256] <= write_data[511:256];
  end
  reg [511:0] _0_;
  always @(posedge clk) begin
    if (read_enable) begin
      _0_ <= memory[read_address];
    end
  end
  assign read_data = _0_;
endmodule

module drift_write_port(rst, burst_valid, burst_record, status, read_data, page_shift, m_axi_awready, m_axi_wready, m_axi_bvalid, m_axi_bresp, burst_ready, status_sent, tile_read, read_enable, read_address, written_valid, written_slot, status_written, write_error_valid, write_error_slot, write_error_address
, write_error_response, count_write, count_checkpoint_write, activations, checkpoint_activations, m_axi_awvalid, m_axi_awaddr, m_axi_awlen, m_axi_awsize, m_axi_awburst, m_axi_awprot, m_axi_wvalid, m_axi_wdata, m_axi_wstrb, m_axi_wlast, m_axi_bready, clk);
  input wire rst;
  input wire burst_valid;
  input wire [55:0] burst_record;
  input wire [127:0] status;
  input wire [511:0] read_data;
  input wire [4:0] page_shift;
  input wire m_axi_awready;
  input wire m_axi_wready;
  input wire m_axi_bvalid;
  input wire [1:0] m_axi_bresp;
  output wire burst_ready;
  output wire status_sent;
  output wire tile_read;
  output wire read_enable;
  output reg [4:0] read_address;
  output wire written_valid;
  output wire [1:0] written_slot;
  output wire status_written;
  output wire write_error_valid;
  output wire [1:0] write_error_slot;
  output wire [39:0] write_error_address;
  output wire [1:0] write_error_response;
  output wire count_write;
  output wire count_checkpoint_write;
  output wire [3:0] activations;
  output wire [3:0] checkpoint_activations;
  output reg m_axi_awvalid;
  output wire [39:0] m_axi_awaddr;
  output wire [7:0] m_axi_awlen;
  output wire [2:0] m_axi_awsize;
  output wire [1:0] m_axi_awburst;
  output wire [2:0] m_axi_awprot;
  output reg m_axi_wvalid;
  output wire [511:0] m_axi_wdata;
  output wire [63:0] m_axi_wstrb;
  output reg m_axi_wlast;
  output wire m_axi_bready;
  input wire clk;
  wire _000_;
  wire [4:0] _001_;
  wire [3:0] _002_;
  wire _003_;
  wire _004_;
  wire [2:0] _005_;
  wire [2:0] _006_;
  wire _007_;
  wire [2:0] _008_;
  wire [2:0] _009_;
  wire [3:0] _010_;
  wire _011_;
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
  wire _023_;
  wire _024_;
  wire _025_;
  wire _026_;
  wire _027_;
  wire _028_;
  wire _029_;
  wire _030_;
  wire _031_;
  wire _032_;
  wire [511:0] _033_;
  wire _034_;
  wire _035_;
  wire _036_;
  wire _037_;
  wire _038_;
  wire _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire _043_;
  wire [5:0] _044_;
  wire _045_;
  wire _046_;
  wire _047_;
  wire _048_;
  wire _049_;
  wire _050_;
  wire _051_;
  wire [5:0] _052_;
  wire _053_;
  wire _054_;
  wire _055_;
  wire _056_;
  wire _057_;
  wire _058_;
  wire _059_;
  wire _060_;
  wire _061_;
  wire [5:0] _062_;
  wire _063_;
  wire _064_;
  wire _065_;
  wire _066_;
  wire _067_;
  wire _068_;
  wire _069_;
  wire _070_;
  wire _071_;
  wire [4:0] _072_;
  wire [3:0] _073_;
  wire [3:0] _074_;
  wire [4:0] _075_;
  reg [2:0] \$signature__addr ;
  wire \$signature__en ;
  reg [33:0] beat_address;
  reg [5:0] beat_form;
  wire [29:0] differs_checkpoint;
  wire [29:0] differs_output;
  wire [29:0] differs_status;
  reg ends_tile;
  reg known_checkpoint;
  reg known_output;
  reg known_status;
  wire last;
  reg [3:0] left;
  reg [3:0] length;
  reg [2:0] oldest;
  reg [29:0] open_checkpoint;
  reg [29:0] open_output;
  reg [29:0] open_status;
  wire opened_rows;
  wire [5:0] outside;
  wire [43:0] read__data;
  reg [5:0] read_form;
  reg reading;
  wire [255:0] row;
  wire [3:0] strobes;
  reg [3:0] unanswered;
  wire whole;
  reg [43:0] queue [7:0];
  always @(posedge clk) begin
    if (\$signature__en )
      queue[\$signature__addr ] <= { burst_record[53], burst_record[50], burst_record[55:54], burst_record[39:0] };
  end
  assign read__data = queue[oldest];
  assign _000_ = ~ m_axi_awready;
  assign _011_ = m_axi_awvalid & _000_;
  assign _022_ = \$signature__en  | _011_;
  assign _030_ = ~ last;
  assign _040_ = reading & _030_;
  assign _045_ = \$signature__en  | _040_;
  assign _056_ = ~ count_write;
  assign _067_ = m_axi_wvalid & _056_;
  assign _071_ = read_enable | _067_;
  assign _001_ = read_address + 5'h01;
  assign _002_ = left - 4'h1;
  assign _003_ = left == 4'h0;
  assign _004_ = \$signature__addr  == 3'h7;
  assign _005_ = \$signature__addr  + 3'h1;
  assign _006_ = _004_ ? 3'h0 : _005_;
  assign _007_ = oldest == 3'h7;
  assign _008_ = oldest + 3'h1;
  assign _009_ = _007_ ? 3'h0 : _008_;
  assign _010_ = unanswered + { 3'h0, \$signature__en  };
  assign _012_ = _010_ - { 3'h0, m_axi_bvalid };
  assign _013_ = \$signature__en  & burst_record[50];
  assign _014_ = \$signature__en  & burst_record[51];
  assign _015_ = burst_record[50] | burst_record[51];
  assign _016_ = ~ _015_;
  assign _017_ = \$signature__en  & _016_;
  assign _018_ = ~ m_axi_wvalid;
  assign _019_ = _018_ | m_axi_wready;
  assign read_enable = reading & _019_;
  assign _020_ = left == 4'h0;
  assign last = read_enable & _020_;
  assign count_write = m_axi_wvalid & m_axi_wready;
  assign tile_read = last & ends_tile;
  assign _021_ = count_write & m_axi_wlast;
  assign status_sent = _021_ & beat_form[0];
  assign count_checkpoint_write = count_write & beat_form[1];
  assign row = beat_form[3] ? read_data[511:256] : read_data[255:0];
  assign _023_ = beat_form[0] | beat_form[2];
  assign whole = ~ _023_;
  assign _024_ = beat_form[5:4] == 2'h0;
  assign _025_ = beat_form[5] == 1'h0;
  assign strobes[0] = beat_form[0] ? _024_ : _025_;
  assign _026_ = beat_form[5:4] == 2'h1;
  assign _027_ = beat_form[5] == 1'h0;
  assign strobes[1] = beat_form[0] ? _026_ : _027_;
  assign _028_ = beat_form[5:4] == 2'h2;
  assign _029_ = beat_form[5] == 1'h1;
  assign strobes[2] = beat_form[0] ? _028_ : _029_;
  assign _031_ = beat_form[5:4] == 2'h3;
  assign _032_ = beat_form[5] == 1'h1;
  assign strobes[3] = beat_form[0] ? _031_ : _032_;
  assign _033_ = beat_form[0] ? { {4{status}} } : { {2{row}} };
  assign m_axi_wdata = whole ? read_data : _033_;
  assign m_axi_wstrb = { {64{whole}} } | { {15{strobes[3]}}, strobes[3:2], {14{strobes[2]}}, strobes[2:1], {14{strobes[1]}}, strobes[1:0], {15{strobes[0]}} };
  assign written_valid = m_axi_bvalid & read__data[43];
  assign status_written = m_axi_bvalid & read__data[42];
  assign _034_ = m_axi_bvalid & m_axi_bresp[1];
  assign _035_ = ~ read__data[42];
  assign write_error_valid = _034_ & _035_;
  assign _036_ = ~ m_axi_awvalid;
  assign _037_ = _036_ | m_axi_awready;
  assign _038_ = ~ reading;
  assign _039_ = _038_ | last;
  assign _041_ = _037_ & _039_;
  assign _042_ = unanswered != 4'h8;
  assign burst_ready = _041_ & _042_;
  assign \$signature__en  = burst_valid & burst_ready;
  assign differs_status = burst_record[39:10] ^ open_status;
  assign differs_checkpoint = burst_record[39:10] ^ open_checkpoint;
  assign differs_output = burst_record[39:10] ^ open_output;
  assign outside[0] = page_shift <= 5'h0a;
  assign outside[1] = page_shift <= 5'h0b;
  assign outside[2] = page_shift <= 5'h0c;
  assign outside[3] = page_shift <= 5'h0d;
  assign outside[4] = page_shift <= 5'h0e;
  assign outside[5] = page_shift <= 5'h0f;
  assign _043_ = burst_record[50] & known_status;
  assign _044_ = differs_status[5:0] & outside;
  assign _046_ = | _044_;
  assign _047_ = | differs_status[29:6];
  assign _048_ = _046_ | _047_;
  assign _049_ = ~ _048_;
  assign _050_ = _043_ & _049_;
  assign _051_ = burst_record[51] & known_checkpoint;
  assign _052_ = differs_checkpoint[5:0] & outside;
  assign _053_ = | _052_;
  assign _054_ = | differs_checkpoint[29:6];
  assign _055_ = _053_ | _054_;
  assign _057_ = ~ _055_;
  assign _058_ = _051_ & _057_;
  assign _059_ = burst_record[50] | burst_record[51];
  assign _060_ = ~ _059_;
  assign _061_ = _060_ & known_output;
  assign _062_ = differs_output[5:0] & outside;
  assign _063_ = | _062_;
  assign _064_ = | differs_output[29:6];
  assign _065_ = _063_ | _064_;
  assign _066_ = ~ _065_;
  assign _068_ = _061_ & _066_;
  assign _069_ = | { _068_, _058_, _050_ };
  assign _070_ = ~ _069_;
  assign opened_rows = \$signature__en  ? _070_ : 1'h0;
  assign activations[0] = burst_record[51] ? 1'h0 : opened_rows;
  assign checkpoint_activations[0] = burst_record[51] ? opened_rows : 1'h0;
  always @(posedge clk)
    read_address <= _072_;
  always @(posedge clk)
    left <= _073_;
  always @(posedge clk)
    if (rst) known_output <= 1'h0;
    else if (_017_) known_output <= 1'h1;
  always @(posedge clk)
    if (\$signature__en ) beat_address <= burst_record[39:6];
  always @(posedge clk)
    if (\$signature__en ) length <= burst_record[43:40];
  always @(posedge clk)
    if (rst) m_axi_awvalid <= 1'h0;
    else m_axi_awvalid <= _022_;
  always @(posedge clk)
    if (rst) reading <= 1'h0;
    else reading <= _045_;
  always @(posedge clk)
    if (rst) m_axi_wvalid <= 1'h0;
    else m_axi_wvalid <= _071_;
  always @(posedge clk)
    if (\$signature__en ) ends_tile <= burst_record[53];
  always @(posedge clk)
    if (\$signature__en ) read_form <= { burst_record[5:4], burst_record[44], burst_record[52:50] };
  always @(posedge clk)
    if (rst) m_axi_wlast <= 1'h0;
    else if (read_enable) m_axi_wlast <= _003_;
  always @(posedge clk)
    if (read_enable) beat_form <= read_form;
  always @(posedge clk)
    if (rst) \$signature__addr  <= 3'h0;
    else if (\$signature__en ) \$signature__addr  <= _006_;
  always @(posedge clk)
    if (rst) oldest <= 3'h0;
    else if (m_axi_bvalid) oldest <= _009_;
  always @(posedge clk)
    if (rst) unanswered <= 4'h0;
    else unanswered <= _012_;
  always @(posedge clk)
    if (_013_) open_status <= burst_record[39:10];
  always @(posedge clk)
    if (rst) known_status <= 1'h0;
    else if (_013_) known_status <= 1'h1;
  always @(posedge clk)
    if (_014_) open_checkpoint <= burst_record[39:10];
  always @(posedge clk)
    if (rst) known_checkpoint <= 1'h0;
    else if (_014_) known_checkpoint <= 1'h1;
  always @(posedge clk)
    if (_017_) open_output <= burst_record[39:10];
  assign _074_ = read_enable ? _002_ : left;
  assign _073_ = \$signature__en  ? burst_record[43:40] : _074_;
  assign _075_ = read_enable ? _001_ : read_address;
  assign _072_ = \$signature__en  ? burst_record[49:45] : _075_;
  assign m_axi_bready = 1'h1;
  assign m_axi_awprot = 3'h0;
  assign m_axi_awburst = 2'h1;
  assign m_axi_awsize = 3'h6;
  assign m_axi_awlen = { 4'h0, length };
  assign m_axi_awaddr = { beat_address, 6'h00 };
  assign checkpoint_activations[3:1] = 3'h0;
  assign activations[3:1] = 3'h0;
  assign write_error_response = m_axi_bresp;
  assign write_error_address = read__data[39:0];
  assign write_error_slot = read__data[41:40];
  assign written_slot = read__data[41:40];
endmodule

module drift_dvfs(rst, points_table, voltage_limit, clock_limit, point_request, point_target, clear_fallback, regulator_acknowledge, clock_acknowledge, point_settled, point, point_changing, switching, fallback, timeout, switched, regulator_request, regulator_code, clock_request, clock_code, clk
);
  input wire rst;
  input wire [127:0] points_table;
  input wire [23:0] voltage_limit;
  input wire [23:0] clock_limit;
  input wire point_request;
  input wire [3:0] point_target;
  input wire clear_fallback;
  input wire regulator_acknowledge;
  input wire clock_acknowledge;
  output wire point_settled;
  output reg [3:0] point;
  output wire point_changing;
  output wire switching;
  output reg fallback;
  output wire timeout;
  output wire switched;
  output reg regulator_request;
  output reg [15:0] regulator_code;
  output reg clock_request;
  output reg [15:0] clock_code;
  input wire clk;
  wire [31:0] _000_;
  wire [31:0] _001_;
  wire [31:0] _002_;
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
  wire _016_;
  wire _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire _021_;
  wire _022_;
  wire _023_;
  wire _024_;
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
  wire _039_;
  wire _040_;
  wire _041_;
  wire _042_;
  wire _043_;
  wire _044_;
  wire _045_;
  wire _046_;
  wire _047_;
  wire [23:0] _048_;
  wire _049_;
  wire _050_;
  wire _051_;
  wire _052_;
  wire _053_;
  wire _054_;
  wire _055_;
  wire [15:0] _056_;
  wire _057_;
  wire _058_;
  wire _059_;
  wire [1:0] _060_;
  wire _061_;
  wire [31:0] _062_;
  wire _063_;
  wire _064_;
  wire _065_;
  wire [23:0] _066_;
  wire _067_;
  wire [2:0] _068_;
  wire _069_;
  wire _070_;
  wire _071_;
  wire [31:0] _072_;
  wire _073_;
  wire _074_;
  wire _075_;
  wire _076_;
  wire _077_;
  wire [31:0] _078_;
  wire [31:0] _079_;
  wire _080_;
  wire _081_;
  wire _082_;
  wire _083_;
  wire _084_;
  wire _085_;
  wire _086_;
  wire _087_;
  wire [2:0] _088_;
  wire [2:0] _089_;
  wire _090_;
  wire _091_;
  wire [1:0] _092_;
  wire [1:0] _093_;
  wire [1:0] _094_;
  wire [1:0] _095_;
  wire [1:0] _096_;
  wire [1:0] _097_;
  wire [31:0] _098_;
  wire acknowledge;
  wire acknowledged;
  wire advance;
  wire blocked;
  wire clear;
  reg clear_waits;
  wire codes_differ;
  wire frequency_is_lower;
  reg [2:0] pause;
  reg [1:0] phase;
  wire [3:0] point_select;
  reg [31:0] present_codes;
  reg recovering;
  wire request_rises;
  wire start;
  reg [1:0] step;
  wire step_is_voltage;
  wire step_needed;
  reg [31:0] target_codes;
  reg [23:0] waited;
  wire [3:0] wanted;
  wire [31:0] wanted_codes;
  assign point_select[1] = wanted == 4'h1;
  assign point_select[2] = wanted == 4'h2;
  assign point_select[3] = wanted == 4'h3;
  assign _040_ = point_target >= 4'h4;
  assign _051_ = fallback | _040_;
  assign wanted = _051_ ? 4'h0 : point_target;
  assign _062_ = points_table[31:0] & { {32{point_select[0]}} };
  assign _072_ = points_table[63:32] & { {32{point_select[1]}} };
  assign _079_ = _062_ | _072_;
  assign _000_ = points_table[95:64] & { {32{point_select[2]}} };
  assign _001_ = _079_ | _000_;
  assign _002_ = points_table[127:96] & { {32{point_select[3]}} };
  assign wanted_codes = _001_ | _002_;
  assign codes_differ = present_codes != wanted_codes;
  assign switching = phase != 2'h0;
  assign _003_ = switching | codes_differ;
  assign _004_ = _003_ | regulator_acknowledge;
  assign _005_ = _004_ | clock_acknowledge;
  assign point_settled = ~ _005_;
  assign _006_ = ~ switching;
  assign _007_ = _006_ & point_request;
  assign start = _007_ & codes_differ;
  assign _008_ = point != wanted;
  assign point_changing = point_settled & _008_;
  assign _009_ = target_codes[15:0] < present_codes[15:0];
  assign _010_ = target_codes[31:16] != present_codes[31:16];
  assign _011_ = _009_ & _010_;
  assign _012_ = step == 2'h0;
  assign _013_ = _011_ & _012_;
  assign _014_ = target_codes[15:0] != present_codes[15:0];
  assign _015_ = step == 2'h1;
  assign _016_ = _014_ & _015_;
  assign _017_ = target_codes[31:16] != present_codes[31:16];
  assign _018_ = step == 2'h2;
  assign _019_ = _017_ & _018_;
  assign _020_ = | { _019_, _016_, _013_ };
  assign step_needed = recovering | _020_;
  assign _021_ = step == 2'h0;
  assign _022_ = recovering & _021_;
  assign _023_ = present_codes[31:16] < target_codes[31:16];
  assign frequency_is_lower = _022_ & _023_;
  assign step_is_voltage = step == 2'h1;
  assign acknowledge = step_is_voltage ? regulator_acknowledge : clock_acknowledge;
  assign _024_ = phase == 2'h1;
  assign _025_ = _024_ & step_needed;
  assign _026_ = ~ acknowledge;
  assign _027_ = _025_ & _026_;
  assign _028_ = pause == 3'h0;
  assign request_rises = _027_ & _028_;
  assign _029_ = phase == 2'h2;
  assign acknowledged = _029_ & acknowledge;
  assign _030_ = phase == 2'h1;
  assign _031_ = ~ step_needed;
  assign _032_ = _030_ & _031_;
  assign _033_ = phase == 2'h3;
  assign _034_ = ~ acknowledge;
  assign _035_ = _033_ & _034_;
  assign advance = _032_ | _035_;
  assign _036_ = phase == 2'h1;
  assign _037_ = _036_ & step_needed;
  assign _038_ = _037_ & acknowledge;
  assign _039_ = phase == 2'h2;
  assign _041_ = ~ acknowledge;
  assign _042_ = _039_ & _041_;
  assign _043_ = _038_ | _042_;
  assign _044_ = phase == 2'h3;
  assign _045_ = _044_ & acknowledge;
  assign blocked = _043_ | _045_;
  assign _046_ = step == 2'h2;
  assign switched = advance & _046_;
  assign _047_ = step == 2'h1;
  assign _048_ = _047_ ? voltage_limit : clock_limit;
  assign _049_ = waited >= _048_;
  assign timeout = blocked & _049_;
  assign clear = clear_fallback | clear_waits;
  assign _050_ = request_rises & step_is_voltage;
  assign _052_ = acknowledged & step_is_voltage;
  assign _053_ = acknowledged | timeout;
  assign _054_ = ~ step_is_voltage;
  assign _055_ = request_rises & _054_;
  assign _056_ = frequency_is_lower ? present_codes[31:16] : target_codes[31:16];
  assign _057_ = ~ step_is_voltage;
  assign _058_ = acknowledged & _057_;
  assign _059_ = acknowledged | timeout;
  assign _060_ = step + 2'h1;
  assign _061_ = start | request_rises;
  assign _063_ = _061_ | acknowledged;
  assign _064_ = _063_ | advance;
  assign _065_ = _064_ | timeout;
  assign _066_ = waited + 24'h000001;
  assign _067_ = pause != 3'h0;
  assign _068_ = pause - 3'h1;
  assign _069_ = clear & recovering;
  assign _070_ = ~ switched;
  assign _071_ = _069_ & _070_;
  assign _073_ = ~ recovering;
  assign _074_ = _073_ | switched;
  assign _075_ = clear & _074_;
  assign _076_ = ~ recovering;
  assign _077_ = timeout & _076_;
  always @(posedge clk)
    target_codes <= _078_;
  assign point_select[0] = wanted == 4'h0;
  always @(posedge clk)
    if (rst) point <= 4'h0;
    else if (point_settled) point <= wanted;
  always @(posedge clk)
    if (_080_) regulator_request <= 1'h0;
    else if (_050_) regulator_request <= 1'h1;
  always @(posedge clk)
    if (rst) regulator_code <= 16'h0000;
    else if (_050_) regulator_code <= target_codes[15:0];
  always @(posedge clk)
    if (rst) present_codes[15:0] <= 16'h0000;
    else if (_052_) present_codes[15:0] <= regulator_code;
  always @(posedge clk)
    if (rst) present_codes[31:16] <= 16'h0000;
    else if (_058_) present_codes[31:16] <= clock_code;
  always @(posedge clk)
    if (_081_) clock_request <= 1'h0;
    else if (_055_) clock_request <= 1'h1;
  always @(posedge clk)
    if (rst) clock_code <= 16'h0000;
    else if (_055_) clock_code <= _056_;
  always @(posedge clk)
    if (rst) phase[0] <= 1'h0;
    else phase[0] <= _097_[0];
  always @(posedge clk)
    if (_082_) phase[1] <= 1'h0;
    else phase[1] <= _094_[1];
  always @(posedge clk)
    if (_083_) step <= 2'h0;
    else if (advance) step <= _060_;
  always @(posedge clk)
    if (rst) recovering <= 1'h0;
    else recovering <= _091_;
  always @(posedge clk)
    if (_084_) waited <= 24'h000000;
    else waited <= _066_;
  always @(posedge clk)
    if (rst) pause[2] <= 1'h0;
    else pause[2] <= _089_[2];
  always @(posedge clk)
    if (_085_) pause[1:0] <= 2'h0;
    else if (_067_) pause[1:0] <= _068_[1:0];
  always @(posedge clk)
    if (rst) clear_waits <= 1'h0;
    else clear_waits <= _071_;
  always @(posedge clk)
    if (rst) fallback <= 1'h0;
    else fallback <= _087_;
  assign _080_ = | { _053_, rst };
  assign _081_ = | { _059_, rst };
  assign _082_ = | { advance, switched, timeout, rst };
  assign _083_ = | { _077_, switched, rst };
  assign _084_ = | { _065_, rst };
  assign _085_ = | { timeout, rst };
  assign _086_ = _075_ ? 1'h0 : fallback;
  assign _087_ = timeout ? 1'h1 : _086_;
  assign _088_ = _067_ ? _068_ : pause;
  assign _089_ = timeout ? 3'h4 : _088_;
  assign _090_ = switched ? 1'h0 : recovering;
  assign _091_ = timeout ? 1'h1 : _090_;
  assign _092_ = start ? 2'h1 : phase;
  assign _093_ = request_rises ? 2'h2 : _092_;
  assign _094_ = acknowledged ? 2'h3 : _093_;
  assign _095_ = advance ? 2'h1 : _094_;
  assign _096_ = switched ? 2'h0 : _095_;
  assign _097_ = timeout ? 2'h1 : _096_;
  assign _098_ = start ? wanted_codes : target_codes;
  assign _078_ = _077_ ? points_table[31:0] : _098_;
endmodule

module drift_point_statistics(rst, point, clear, check_valid, check_row_flags, check_column_flags, row_delta_valid, row_delta_value, tiles, flagged, flags, largest, clk);
  input wire rst;
  input wire [3:0] point;
  input wire clear;
  input wire check_valid;
  input wire [31:0] check_row_flags;
  input wire [31:0] check_column_flags;
  input wire row_delta_valid;
  input wire [31:0] row_delta_value;
  output reg [127:0] tiles;
  output reg [127:0] flagged;
  output reg [127:0] flags;
  output reg [127:0] largest;
  input wire clk;
  wire [31:0] _000_;
  wire [21:0] _001_;
  wire _002_;
  wire _003_;
  wire [31:0] _004_;
  wire _005_;
  wire _006_;
  wire [31:0] _007_;
  wire _008_;
  wire _009_;
  wire [31:0] _010_;
  wire _011_;
  wire [21:0] _012_;
  wire _013_;
  wire [31:0] _014_;
  wire _015_;
  wire _016_;
  wire [31:0] _017_;
  wire _018_;
  wire _019_;
  wire _020_;
  wire _021_;
  wire _022_;
  wire _023_;
  wire _024_;
  wire _025_;
  wire _026_;
  wire _027_;
  wire _028_;
  wire _029_;
  wire _030_;
  wire _031_;
  wire _032_;
  wire [5:0] _033_;
  wire _034_;
  wire [5:0] _035_;
  wire [31:0] _036_;
  wire [30:0] _037_;
  wire [31:0] _038_;
  wire [30:0] _039_;
  wire [29:0] _040_;
  wire [29:0] _041_;
  wire [27:0] _042_;
  wire [21:0] _043_;
  wire [21:0] _044_;
  wire [5:0] _045_;
  wire [5:0] _046_;
  wire [31:0] _047_;
  wire [31:0] _048_;
  wire [31:0] _049_;
  wire [31:0] _050_;
  wire [31:0] _051_;
  wire [31:0] _052_;
  wire [31:0] _053_;
  wire [31:0] _054_;
  wire [31:0] _055_;
  wire [31:0] _056_;
  wire [31:0] _057_;
  wire [29:0] _058_;
  wire [31:0] _059_;
  wire [31:0] _060_;
  wire [31:0] _061_;
  wire _062_;
  wire [31:0] _063_;
  wire [31:0] _064_;
  wire [31:0] _065_;
  wire [31:0] _066_;
  wire [31:0] _067_;
  wire [31:0] _068_;
  wire [31:0] _069_;
  wire [31:0] _070_;
  wire [29:0] _071_;
  wire [31:0] _072_;
  wire [31:0] _073_;
  wire [31:0] _074_;
  wire [31:0] _075_;
  wire _076_;
  wire _077_;
  wire _078_;
  wire _079_;
  wire [6:0] _080_;
  wire _081_;
  wire [27:0] _082_;
  wire _083_;
  wire [31:0] _084_;
  wire _085_;
  wire _086_;
  wire [31:0] _087_;
  wire _088_;
  wire _089_;
  wire [31:0] _090_;
  wire _091_;
  wire _092_;
  wire [31:0] _093_;
  wire _094_;
  wire _095_;
  wire [31:0] _096_;
  wire _097_;
  wire _098_;
  wire [31:0] _099_;
  wire _100_;
  wire _101_;
  wire [31:0] _102_;
  wire _103_;
  wire _104_;
  wire _105_;
  wire _106_;
  wire [21:0] column_count_16;
  wire [31:0] column_count_2;
  wire [5:0] column_count_32;
  wire [31:0] column_count_4;
  wire [29:0] column_count_8;
  wire [31:0] delta_magnitude;
  wire [31:0] flagged_present;
  wire [3:0] flagged_select;
  wire [32:0] flagged_total;
  wire [31:0] flags_present;
  wire [3:0] flags_select;
  wire [32:0] flags_total;
  wire [31:0] largest_present;
  wire [3:0] largest_select;
  reg [3:0] registered_point;
  reg row_arrived;
  wire [21:0] row_count_16;
  wire [31:0] row_count_2;
  wire [5:0] row_count_32;
  wire [31:0] row_count_4;
  wire [29:0] row_count_8;
  reg [31:0] row_magnitude;
  reg tile_arrived;
  reg [6:0] tile_flags;
  wire [31:0] tiles_present;
  wire [3:0] tiles_select;
  wire [32:0] tiles_total;
  assign _000_ = check_row_flags & 32'd1431655765;
  assign _039_ = check_row_flags[31:1] & 31'h55555555;
  assign row_count_2 = _000_ + { 1'h0, _039_ };
  assign _051_ = row_count_2 & 32'd858993459;
  assign _058_ = row_count_2[31:2] & 30'h33333333;
  assign row_count_4 = _051_ + { 2'h0, _058_ };
  assign _071_ = row_count_4[29:0] & 30'h0f0f0f0f;
  assign _082_ = row_count_4[31:4] & 28'hf0f0f0f;
  assign row_count_8 = _071_ + { 2'h0, _082_ };
  assign _001_ = row_count_8[21:0] & 22'h3f00ff;
  assign _012_ = row_count_8[29:8] & 22'h3f00ff;
  assign row_count_16 = _001_ + _012_;
  assign _033_ = row_count_16[5:0] & 6'h3f;
  assign _035_ = row_count_16[21:16] & 6'h3f;
  assign row_count_32 = _033_ + _035_;
  assign _036_ = check_column_flags & 32'd1431655765;
  assign _037_ = check_column_flags[31:1] & 31'h55555555;
  assign column_count_2 = _036_ + { 1'h0, _037_ };
  assign _038_ = column_count_2 & 32'd858993459;
  assign _040_ = column_count_2[31:2] & 30'h33333333;
  assign column_count_4 = _038_ + { 2'h0, _040_ };
  assign _041_ = column_count_4[29:0] & 30'h0f0f0f0f;
  assign _042_ = column_count_4[31:4] & 28'hf0f0f0f;
  assign column_count_8 = _041_ + { 2'h0, _042_ };
  assign _043_ = column_count_8[21:0] & 22'h3f00ff;
  assign _044_ = column_count_8[29:8] & 22'h3f00ff;
  assign column_count_16 = _043_ + _044_;
  assign _045_ = column_count_16[5:0] & 6'h3f;
  assign _046_ = column_count_16[21:16] & 6'h3f;
  assign column_count_32 = _045_ + _046_;
  assign _047_ = - row_delta_value;
  assign delta_magnitude = row_delta_value[31] ? _047_ : row_delta_value;
  assign tiles_select[0] = registered_point == 4'h0;
  assign tiles_select[1] = registered_point == 4'h1;
  assign tiles_select[2] = registered_point == 4'h2;
  assign tiles_select[3] = registered_point == 4'h3;
  assign _048_ = tiles[31:0] & { {32{tiles_select[0]}} };
  assign _049_ = tiles[63:32] & { {32{tiles_select[1]}} };
  assign _050_ = _048_ | _049_;
  assign _052_ = tiles[95:64] & { {32{tiles_select[2]}} };
  assign _053_ = _050_ | _052_;
  assign _054_ = tiles[127:96] & { {32{tiles_select[3]}} };
  assign tiles_present = _053_ | _054_;
  assign tiles_total = { 1'h0, tiles_present } + 33'h000000001;
  assign flagged_select[0] = registered_point == 4'h0;
  assign flagged_select[1] = registered_point == 4'h1;
  assign flagged_select[2] = registered_point == 4'h2;
  assign flagged_select[3] = registered_point == 4'h3;
  assign _055_ = flagged[31:0] & { {32{flagged_select[0]}} };
  assign _056_ = flagged[63:32] & { {32{flagged_select[1]}} };
  assign _057_ = _055_ | _056_;
  assign _059_ = flagged[95:64] & { {32{flagged_select[2]}} };
  assign _060_ = _057_ | _059_;
  assign _061_ = flagged[127:96] & { {32{flagged_select[3]}} };
  assign flagged_present = _060_ | _061_;
  assign _062_ = | tile_flags;
  assign flagged_total = { 1'h0, flagged_present } + { 32'h00000000, _062_ };
  assign flags_select[0] = registered_point == 4'h0;
  assign flags_select[1] = registered_point == 4'h1;
  assign flags_select[2] = registered_point == 4'h2;
  assign flags_select[3] = registered_point == 4'h3;
  assign _063_ = flags[31:0] & { {32{flags_select[0]}} };
  assign _064_ = flags[63:32] & { {32{flags_select[1]}} };
  assign _065_ = _063_ | _064_;
  assign _066_ = flags[95:64] & { {32{flags_select[2]}} };
  assign _067_ = _065_ | _066_;
  assign _068_ = flags[127:96] & { {32{flags_select[3]}} };
  assign flags_present = _067_ | _068_;
  assign flags_total = { 1'h0, flags_present } + { 26'h0000000, tile_flags };
  assign largest_select[0] = registered_point == 4'h0;
  assign largest_select[1] = registered_point == 4'h1;
  assign largest_select[2] = registered_point == 4'h2;
  assign largest_select[3] = registered_point == 4'h3;
  assign _069_ = largest[31:0] & { {32{largest_select[0]}} };
  assign _070_ = largest[63:32] & { {32{largest_select[1]}} };
  assign _072_ = _069_ | _070_;
  assign _073_ = largest[95:64] & { {32{largest_select[2]}} };
  assign _074_ = _072_ | _073_;
  assign _075_ = largest[127:96] & { {32{largest_select[3]}} };
  assign largest_present = _074_ | _075_;
  assign _076_ = ~ clear;
  assign _077_ = check_valid & _076_;
  assign _078_ = ~ clear;
  assign _079_ = row_delta_valid & _078_;
  assign _080_ = { 1'h0, row_count_32 } + { 1'h0, column_count_32 };
  assign _081_ = registered_point == 4'h0;
  assign _083_ = tile_arrived & _081_;
  assign _084_ = tiles_total[31:0] | { {32{tiles_total[32]}} };
  assign _085_ = registered_point == 4'h1;
  assign _086_ = tile_arrived & _085_;
  assign _087_ = tiles_total[31:0] | { {32{tiles_total[32]}} };
  assign _088_ = registered_point == 4'h2;
  assign _089_ = tile_arrived & _088_;
  assign _090_ = tiles_total[31:0] | { {32{tiles_total[32]}} };
  assign _091_ = registered_point == 4'h3;
  assign _092_ = tile_arrived & _091_;
  assign _093_ = tiles_total[31:0] | { {32{tiles_total[32]}} };
  assign _094_ = registered_point == 4'h0;
  assign _095_ = tile_arrived & _094_;
  assign _096_ = flagged_total[31:0] | { {32{flagged_total[32]}} };
  assign _097_ = registered_point == 4'h1;
  assign _098_ = tile_arrived & _097_;
  assign _099_ = flagged_total[31:0] | { {32{flagged_total[32]}} };
  assign _100_ = registered_point == 4'h2;
  assign _101_ = tile_arrived & _100_;
  assign _102_ = flagged_total[31:0] | { {32{flagged_total[32]}} };
  assign _002_ = registered_point == 4'h3;
  assign _003_ = tile_arrived & _002_;
  assign _004_ = flagged_total[31:0] | { {32{flagged_total[32]}} };
  assign _005_ = registered_point == 4'h0;
  assign _006_ = tile_arrived & _005_;
  assign _007_ = flags_total[31:0] | { {32{flags_total[32]}} };
  assign _008_ = registered_point == 4'h1;
  assign _009_ = tile_arrived & _008_;
  assign _010_ = flags_total[31:0] | { {32{flags_total[32]}} };
  assign _011_ = registered_point == 4'h2;
  assign _013_ = tile_arrived & _011_;
  assign _014_ = flags_total[31:0] | { {32{flags_total[32]}} };
  assign _015_ = registered_point == 4'h3;
  assign _016_ = tile_arrived & _015_;
  assign _017_ = flags_total[31:0] | { {32{flags_total[32]}} };
  assign _018_ = row_magnitude > largest_present;
  assign _019_ = row_arrived & _018_;
  assign _020_ = registered_point == 4'h0;
  assign _021_ = _019_ & _020_;
  assign _022_ = row_magnitude > largest_present;
  assign _023_ = row_arrived & _022_;
  assign _024_ = registered_point == 4'h1;
  assign _025_ = _023_ & _024_;
  assign _026_ = row_magnitude > largest_present;
  assign _027_ = row_arrived & _026_;
  assign _028_ = registered_point == 4'h2;
  assign _029_ = _027_ & _028_;
  assign _030_ = row_magnitude > largest_present;
  assign _031_ = row_arrived & _030_;
  assign _032_ = registered_point == 4'h3;
  assign _034_ = _031_ & _032_;
  always @(posedge clk)
    registered_point <= point;
  always @(posedge clk)
    tile_flags <= _080_;
  always @(posedge clk)
    row_magnitude <= delta_magnitude;
  always @(posedge clk)
    if (rst) tile_arrived <= 1'h0;
    else tile_arrived <= _077_;
  always @(posedge clk)
    if (rst) row_arrived <= 1'h0;
    else row_arrived <= _079_;
  always @(posedge clk)
    if (_103_) tiles[31:0] <= 32'd0;
    else if (_083_) tiles[31:0] <= _084_;
  always @(posedge clk)
    if (_103_) tiles[63:32] <= 32'd0;
    else if (_086_) tiles[63:32] <= _087_;
  always @(posedge clk)
    if (_103_) tiles[95:64] <= 32'd0;
    else if (_089_) tiles[95:64] <= _090_;
  always @(posedge clk)
    if (_103_) tiles[127:96] <= 32'd0;
    else if (_092_) tiles[127:96] <= _093_;
  always @(posedge clk)
    if (_104_) flagged[31:0] <= 32'd0;
    else if (_095_) flagged[31:0] <= _096_;
  always @(posedge clk)
    if (_104_) flagged[63:32] <= 32'd0;
    else if (_098_) flagged[63:32] <= _099_;
  always @(posedge clk)
    if (_104_) flagged[95:64] <= 32'd0;
    else if (_101_) flagged[95:64] <= _102_;
  always @(posedge clk)
    if (_104_) flagged[127:96] <= 32'd0;
    else if (_003_) flagged[127:96] <= _004_;
  always @(posedge clk)
    if (_105_) flags[31:0] <= 32'd0;
    else if (_006_) flags[31:0] <= _007_;
  always @(posedge clk)
    if (_105_) flags[63:32] <= 32'd0;
    else if (_009_) flags[63:32] <= _010_;
  always @(posedge clk)
    if (_105_) flags[95:64] <= 32'd0;
    else if (_013_) flags[95:64] <= _014_;
  always @(posedge clk)
    if (_105_) flags[127:96] <= 32'd0;
    else if (_016_) flags[127:96] <= _017_;
  always @(posedge clk)
    if (_106_) largest[31:0] <= 32'd0;
    else if (_021_) largest[31:0] <= row_magnitude;
  always @(posedge clk)
    if (_106_) largest[63:32] <= 32'd0;
    else if (_025_) largest[63:32] <= row_magnitude;
  always @(posedge clk)
    if (_106_) largest[95:64] <= 32'd0;
    else if (_029_) largest[95:64] <= row_magnitude;
  always @(posedge clk)
    if (_106_) largest[127:96] <= 32'd0;
    else if (_034_) largest[127:96] <= row_magnitude;
  assign _103_ = | { clear, rst };
  assign _104_ = | { clear, rst };
  assign _105_ = | { clear, rst };
  assign _106_ = | { clear, rst };
endmodule
