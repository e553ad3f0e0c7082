"""Cell libraries: what is read from Liberty, where libraries are found, and every way they are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from synth_libraries import osu018

from synth import liberty, pdk
from synth.liberty import LibertyError
from synth.pdk import load_files, load_pdk

GOOD = """
library (small) {
  /* a comment with { a brace */
  time_unit : "1ns"; capacitive_load_unit (1, pf);
  nom_voltage : 1.5; nom_temperature : 85;
  operating_conditions (hot) { process : 1; voltage : 1.4; temperature : 125; }
  default_operating_conditions : hot;
  cell (BUF) {
    area : 2; cell_leakage_power : 0.1;
    pin (A) { direction : input; capacitance : 0.004; }
    pin (Y) { direction : output; function : "A"; max_capacitance : 0.5;
      timing () { related_pin : "A"; cell_rise (t) { values ("1, 2", \\
        "3, 4"); } }
      internal_power () { related_pin : "A"; } }
  }
  cell (DFF) {
    area : 9.5;
    ff (IQ, IQN) { clocked_on : "CK"; next_state : "D"; }
    pin (CK, D) { direction : input; capacitance : 0.002; }
    pin (Q) { direction : output; function : "IQ"; }
  }
}
"""


def write(folder: Path, text: str, name: str = "cells.lib") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_cells_pins_and_conditions_are_read(tmp_path):
    library = load_files([write(tmp_path, GOOD)])
    file = library.files[0]
    assert (library.name, library.voltage, library.temperature) == ("small", 1.4, 125)
    assert library.cells["BUF"].pins["A"].capacitance == pytest.approx(4e-15)
    assert library.cells["BUF"].outputs[0].max_capacitance == pytest.approx(0.5e-12)
    assert [pin.name for pin in library.cells["DFF"].inputs] == ["CK", "D"]
    assert library.cells["DFF"].flop.attributes["next_state"] == "D"
    assert library.cells["DFF"].area == 9.5
    assert file.has_internal_power
    assert file.power_warnings() == []


def test_conditions_after_their_default_are_explained(tmp_path):
    line = "default_operating_conditions : hot;"
    early = GOOD.replace(line, "").replace("nom_voltage", f"{line} nom_voltage")
    (warning,) = load_files([write(tmp_path, early)]).files[0].power_warnings()
    assert "names default_operating_conditions before its operating_conditions group" in warning
    assert "zero internal power" in warning


def test_missing_power_data_is_explained(tmp_path):
    bare = GOOD.replace('internal_power () { related_pin : "A"; }', "").replace(
        "cell_leakage_power : 0.1;", ""
    )
    first, second = load_files([write(tmp_path, bare)]).files[0].power_warnings()
    assert "has no internal_power groups" in first
    assert "has no leakage power" in second


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("module pe(); endmodule\n", "is not a Liberty file: it must begin with library"),
        ("", "is not a Liberty file: no library"),
        ("library (a) { } }", "is not a Liberty file: a group ends that never began"),
        (GOOD.rstrip()[:-1], r"ends within the group library \(small\)"),
        ("library (a) { nom_voltage : 1; }", "has no cells"),
        (GOOD.replace("ff (IQ, IQN)", "latch (IQ, IQN)"), "lacks flops: none of 2 cells has an ff group"),
        (GOOD.replace("timing ()", "tming ()"), "has no timing"),
        (GOOD.replace("area", "aera"), "has no cell areas"),
    ],
)
def test_files_that_can_not_serve_are_refused(tmp_path, text, message):
    with pytest.raises(LibertyError, match=message):
        load_files([write(tmp_path, text)])


def test_flops_may_come_from_another_file(tmp_path):
    gates = write(
        tmp_path, GOOD.replace("ff (IQ, IQN)", "latch (IQ, IQN)").replace("(DFF)", "(LAT)"), "gates.lib"
    )
    flops = write(tmp_path, GOOD, "flops.lib")
    assert {"LAT", "DFF", "BUF"} <= set(load_files([gates, flops]).cells)


def test_library_without_buffer_is_refused(tmp_path):
    library = load_files([write(tmp_path, GOOD.replace('"A"; max', '"!A"; max'))])
    with pytest.raises(LibertyError, match="small has no buffer"):
        library.buffer()


def test_missing_file_and_no_file_are_refused(tmp_path):
    with pytest.raises(LibertyError, match=r"can not read Liberty file .*absent\.lib: No such file"):
        load_files([tmp_path / "absent.lib"])
    with pytest.raises(LibertyError, match="no Liberty file given; give --liberty PATH, or --pdk NAME"):
        load_files([])


def test_unknown_pdk_is_refused_with_those_known():
    with pytest.raises(
        LibertyError, match=r"unknown PDK 'tsmc5'; known: osu018, .*ihp-sg13g2; or give --liberty"
    ):
        load_pdk("tsmc5")


def test_pdk_that_is_not_installed_names_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setenv("PDK_ROOT", str(tmp_path))
    with pytest.raises(LibertyError, match=r"PDK sky130 is not installed .*ciel enable --pdk sky130"):
        load_pdk("sky130")
    monkeypatch.setattr(pdk, "QFLOW_ROOT", tmp_path)
    with pytest.raises(LibertyError, match=r"PDK osu018 is not installed .*apt install qflow-tech-osu018"):
        load_pdk("osu018")
    assert pdk.installed() == []


def test_pdk_root_and_corners(tmp_path, monkeypatch):
    folder = tmp_path / "ihp-sg13g2/libs.ref/sg13g2_stdcell/lib"
    folder.mkdir(parents=True)
    for corner in ("typ_1p20V_25C", "slow_1p08V_125C"):
        write(folder, GOOD, f"sg13g2_stdcell_{corner}.lib")
    monkeypatch.setenv("PDK_ROOT", str(tmp_path))
    assert load_pdk("ihp-sg13g2").name == "ihp-sg13g2 typ_1p20V_25C"
    assert load_pdk("ihp-sg13g2", "slow_1p08V_125C").name == "ihp-sg13g2 slow_1p08V_125C"
    assert pdk.corners("ihp-sg13g2") == ["slow_1p08V_125C", "typ_1p20V_25C"]
    assert "ihp-sg13g2" in pdk.installed()
    with pytest.raises(LibertyError, match="no corner 'fast'; corners there: slow_1p08V_125C, typ_1p20V_25C"):
        load_pdk("ihp-sg13g2", "fast")


def test_corner_of_a_pdk_without_corners_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(pdk, "QFLOW_ROOT", tmp_path)
    (tmp_path / "osu035").mkdir()
    write(tmp_path / "osu035", GOOD, "osu035_stdcells.lib")
    assert load_pdk("osu035").name == "osu035"
    with pytest.raises(LibertyError, match="PDK osu035 has one corner only"):
        load_pdk("osu035", "slow")


def test_hash_follows_the_content(tmp_path):
    first = load_files([write(tmp_path, GOOD)]).hash
    assert load_files([write(tmp_path, GOOD, "copy.lib")]).hash == first
    assert load_files([write(tmp_path, GOOD + " ")]).hash != first


def test_real_library_is_read():
    library = osu018()
    assert library.voltage == 1.8
    assert library.cells["DFFPOSX1"].area == 96
    assert library.ties() == (None, None)
    assert library.buffer().name == "BUFX4"
    assert library.avoids("CLKBUF1")
    assert liberty.read(library.paths[0]).power_warnings() == []
