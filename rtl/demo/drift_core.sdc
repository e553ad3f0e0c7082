# drift-hw 0.1.0, configuration ee38cd837e41e8dc
# Timing constraints of drift_core. Set `period` before sourcing this file to choose another clock.
if {![info exists period]} { set period 10.0 }

create_clock -name clk -period $period [get_ports clk]
set_clock_uncertainty [expr {0.02 * $period}] [get_clocks clk]

# Every port belongs to a neighbour in the same clock domain, which takes 30 % of the cycle.
set data_inputs [list]
foreach port [all_inputs] {
  if {[get_property $port full_name] ne "clk"} { lappend data_inputs $port }
}
set_input_delay [expr {0.3 * $period}] -clock clk $data_inputs
set_output_delay [expr {0.3 * $period}] -clock clk [all_outputs]

# Changed only while no tile is in flight.
set_false_path -from [get_ports threshold*]
