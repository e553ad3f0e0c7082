"""Emission: deterministic, linear in size, lint-clean, without noise, and true to its manifest."""

import csv
import os
import re
import subprocess

import pytest
from amaranth.hdl import Module

from drift_hw.block import Block, place
from drift_hw.config import PRESETS, Config
from drift_hw.core import Core
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.emit import LINT_WAIVERS, accelerator_verilog, contents, verilog, write
from drift_hw.emit.yosys import YosysError, run_yosys
from drift_hw.errors import UserError
from drift_hw.toolchain import find_verilator
from drift_hw.top import Accelerator
from golden.faults import fault_ports

TINY = PRESETS["tiny"]
ODD = Config().replace(array__rows=3, array__columns=5)
VARIANTS = {
    "tiny": TINY,
    "odd": ODD,
    "row": Config().replace(array__rows=1, array__columns=7),
    "one": Config().replace(array__rows=1, array__columns=1),
    "segments": Config().replace(array__rows=20, array__columns=18, array__drain_segment=8),
    "product": ODD.replace(array__product_register=True),
    "bare": ODD.replace(protection__abft=False),
    "carries": ODD.replace(array__carry_save=True, faults__ports=True),
    "faults": ODD.replace(faults__ports=True, array__product_register=True),
    "injector": ODD.replace(faults__injector=True, array__product_register=True),
    "locator": Config().replace(array__rows=20, array__columns=21, protection__locator=True),
    "narrow": ODD.replace(array__operand_width=4, array__accumulator_width=16),
    "wide": Config().replace(array__rows=2, array__columns=19, array__accumulator_width=48),
}
ACCELERATORS = {
    "tiny": TINY,
    "demo": PRESETS["demo"],
    "faults": Config().replace(
        array__rows=5, array__columns=12, memory__data_width=128, power__points=3, faults__ports=True
    ),
    "bare": Config().replace(
        array__rows=3, array__columns=1, memory__data_width=32, power__blocks=5, protection__abft=False
    ),
    "injector": TINY.replace(faults__injector=True),
    "uncorrected": TINY.replace(protection__correction_limit=0),
    "located": TINY.replace(protection__locator=True, array__product_register=True, faults__ports=True),
    "lanes": TINY.replace(array__columns=128, memory__data_width=1024, memory__address_width=64),
}
CORE_ONLY = Config().replace(array__rows=256, array__columns=256)


def modules(text):
    return {match[1]: match[0] for match in re.finditer(r"^module (\w+)\(.*?^endmodule$", text, re.M | re.S)}


def test_same_configuration_gives_same_bytes():
    assert contents(ODD) == contents(ODD)


CORE_FILES = {
    *("drift_core.v", "drift_core.flops.csv", "drift_core.sdc", "drift_core.core", "drift_core.toml"),
}
ACCELERATOR_FILES = {
    *("drift_accelerator.v", "drift_registers.h", "drift_registers.rdl", "drift_registers.md"),
}


def test_a_core_without_accelerator_has_no_files_of_one(monkeypatch):
    wide = TINY.replace(array__accumulator_width=48)
    assert set(contents(wide)) == CORE_FILES
    monkeypatch.setattr("drift_hw.emit.files.verilog", lambda config: "")  # of 256 x 256: 4 s
    monkeypatch.setattr("drift_hw.emit.files.manifest_csv", lambda config, stamp: "")
    assert set(contents(CORE_ONLY)) == CORE_FILES


def test_files_are_stamped(tmp_path):
    paths = write(TINY, tmp_path / "new")
    assert {path.name for path in paths} == CORE_FILES | ACCELERATOR_FILES
    for path in paths:
        assert f"configuration {TINY.hash}" in path.read_text()
    assert Config.from_toml((tmp_path / "new" / "drift_core.toml").read_text()) == TINY


@pytest.mark.parametrize("preset", ["tiny", "demo", "drift"])
def test_shipped_rtl_is_what_the_generator_writes(preset, pytestconfig):
    folder = pytestconfig.rootpath / "rtl" / preset
    for name, text in contents(PRESETS[preset]).items():
        assert (folder / name).read_text() == text, f"rtl/{preset}/{name} is stale: run `make rtl`"


def lint(text, folder, *waivers, top="drift_core"):
    path = folder / f"{top}.v"
    path.write_text(text)
    tool = find_verilator()
    command = [tool.program, "--lint-only", "-Wall", "--top-module", top, *waivers, path]
    environment = os.environ | {"VERILATOR_ROOT": str(tool.root)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize("variant", VARIANTS)
def test_verilator_lint_is_clean(variant, tmp_path):
    done = lint(verilog(VARIANTS[variant]), tmp_path, LINT_WAIVERS)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("variant", ACCELERATORS)
def test_verilator_lint_of_the_accelerator_is_clean(variant, tmp_path):
    done = lint(accelerator_verilog(ACCELERATORS[variant]), tmp_path, LINT_WAIVERS, top="drift_accelerator")
    assert done.returncode == 0, done.stderr


def test_the_accelerator_is_emitted_alike_and_without_its_core():
    config = ACCELERATORS["faults"]
    whole = accelerator_verilog(config)
    assert accelerator_verilog(config) == whole
    files = contents(config)
    around, core = modules(files["drift_accelerator.v"]), modules(files["drift_core.v"])
    assert not set(around) & set(core)

    def ports(found):
        return {name: text.partition(";")[0] for name, text in found.items()}

    assert ports(around | core) == ports(modules(whole)), "the two files together are what is simulated"


def test_waivers_are_needed(tmp_path):
    """Without them lint fails for each waived rule: a waiver that nothing needs could hide a warning."""
    done = lint(verilog(VARIANTS["segments"]), tmp_path)
    assert done.returncode != 0
    rules = set(re.findall(r"%Warning-(\w+)", done.stderr))
    assert rules == set(re.findall(r"lint_off -rule (\w+)", LINT_WAIVERS.read_text()))


def test_each_module_is_emitted_once_and_rows_and_pes_are_instances():
    found = re.findall(r"^module (\w+)\(", verilog(PRESETS["demo"]), re.M)
    assert len(found) == len(set(found))
    assert found[0] == "drift_core"
    text = modules(verilog(PRESETS["demo"]))
    assert len(re.findall(r"^  drift_pe ", text["drift_row"], re.M)) == 16
    assert len(re.findall(r"^  drift_row ", text["drift_segment"], re.M)) == 16


def test_text_grows_linearly():
    sizes = {n: len(verilog(Config().replace(array__rows=n, array__columns=n))) for n in (16, 48, 80)}
    assert sizes[80] - sizes[48] <= 1.25 * (sizes[48] - sizes[16])


@pytest.mark.parametrize("variant", ["tiny", "faults"])
def test_names_are_readable(variant):
    text = verilog(VARIANTS[variant])
    assert "\\" not in text, "an escaped name"
    assert not re.search(r"(?<!\w)\$(?!signed|unsigned)", text)
    assert not re.search(r"\w\$", text), "a `$`-suffixed name"


def test_no_initial_values():
    text = verilog(VARIANTS["faults"])
    assert "initial" not in text
    assert not re.search(r"^\s*reg .*=", text, re.M)


def test_datapath_modules_have_no_reset():
    text = modules(verilog(TINY))
    for name in (
        "drift_pe",
        "drift_row",
        "drift_segment",
        "drift_array",
        "drift_skew_a",
        "drift_requantiser_lane",
    ):
        assert not re.search(r"\brst\b", text[name]), name
    for name in ("drift_sequencer", "drift_readout", "drift_checker", "drift_lane"):
        assert re.search(r"\brst\b", text[name]), name


def test_no_trace_of_fault_ports_when_off():
    assert "fault" not in "".join(verilog(ODD).splitlines()[19:])


@pytest.mark.parametrize("variant", ["faults", "bare", "drift"])
def test_fault_ports_reach_the_top(variant):
    """A 32 x 32 array has more fault port bits than Amaranth's netlist can hold for one module."""
    config = VARIANTS.get(variant, PRESETS["drift"]).replace(faults__ports=True)
    text = modules(verilog(config))["drift_core"]
    found = re.findall(r"^  input wire (?:\[(\d+):0\] )?(fault_\w+);$", text, re.M)
    assert {name: int(high or 0) + 1 for high, name in found} == dict(fault_ports(config))


def test_fault_ports_reach_the_top_of_the_accelerator():
    config = ACCELERATORS["faults"]
    text = modules(accelerator_verilog(config))["drift_accelerator"]
    found = re.findall(r"^  input wire (?:\[(\d+):0\] )?(fault_\w+);$", text, re.M)
    assert {name: int(high or 0) + 1 for high, name in found} == dict(fault_ports(config))


def test_no_trace_of_fault_ports_in_the_accelerator_when_off():
    text = accelerator_verilog(TINY).split("\nmodule ", 1)[1]
    assert not re.search(r"fault_(?!s\b)|trace_", text)


@pytest.mark.parametrize("variant", ["odd", "faults", "bare", "segments"])
def test_manifest_names_registers_of_the_netlist(variant, tmp_path):
    """Yosys flattens the design; every manifest row must be a register of exactly that name and width."""
    config = VARIANTS[variant]
    files = contents(config)
    (tmp_path / "design.v").write_text(files["drift_core.v"])
    script = ["read_verilog design.v", "hierarchy -top drift_core", "proc", "flatten", "write_rtlil flat.il"]
    run_yosys(script, tmp_path)
    text = (tmp_path / "flat.il").read_text()
    wires = {
        name: int(width or 1) for width, name in re.findall(r"^  wire (?:width (\d+) )?\\(\S+)$", text, re.M)
    }
    driven = set(re.findall(r"^    connect \\Q \\(\S+)$", text, re.M))
    rows = list(csv.DictReader(files["drift_core.flops.csv"].splitlines()[1:]))
    r, c = config.array.rows, config.array.columns
    registers = 4 if config.array.product_register else 3
    assert len(rows) == registers * (r * c + (r + c) * config.protection.abft)
    assert len({(row["register"], row["row"], row["column"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["path"] in driven, row
        assert wires[row["path"]] == int(row["width"]), row


def test_place_refuses_wrong_connections():
    class Parent(Block):
        def __init__(self):
            super().__init__(TINY, "parent", {})

    parent, pe, m = Parent(), ProcessingElement(TINY), Module()
    m._MustUse__silence = True
    with pytest.raises(TypeError, match=r"drift_pe.a_in of instance 'x' is not connected"):
        place(m, parent, pe, "x")
    ports = {name: signal for name, _, signal in pe.ports() if name != "clk"}
    with pytest.raises(TypeError, match=r"drift_pe.a_in has 8 bits, not 7"):
        place(m, parent, pe, "x", **{**ports, "a_in": pe.a_in[:7]})
    with pytest.raises(TypeError, match=r"drift_pe has no port carry"):
        place(m, parent, pe, "x", **ports, carry=pe.a_in)


def test_output_that_is_a_file_is_refused(tmp_path):
    target = tmp_path / "file"
    target.write_text("mine")
    with pytest.raises(UserError, match="it is a file; give the path of a folder"):
        write(TINY, target)
    assert target.read_text() == "mine"


def test_yosys_errors_carry_the_log(tmp_path):
    with pytest.raises(YosysError, match="nonsense"):
        run_yosys(["nonsense"], tmp_path)


def test_core_ports_match_the_document(pytestconfig):
    """Every port of the core is named in docs/microarchitecture.md."""
    text = (pytestconfig.rootpath / "docs" / "microarchitecture.md").read_text()
    expanded = re.sub(r"`(\w+)_\{(\w+),(\w+)\}`", r"\1_\2 \1_\3", text)
    for name, _, _ in Core(VARIANTS["product"]).ports():
        assert re.search(rf"\b{name}\b", expanded) or name.rpartition("_")[2] in expanded, name


@pytest.mark.parametrize("variant", ["tiny", "faults", "bare"])
def test_accelerator_ports_match_the_document(variant, pytestconfig):
    """Every port is named in docs/accelerator.md: by its name, or behind its bus' prefix."""
    text = (pytestconfig.rootpath / "docs" / "accelerator.md").read_text()
    section = text.partition("## Ports of `drift_accelerator`")[2].partition("## Blocks")[0]
    words = set(re.findall(r"\w+", section))
    for name, _, _ in Accelerator(ACCELERATORS[variant]).ports():
        bus = re.match(r"(s_axil_|m_axi_|clock_)(\w+)", name)
        if bus and bus[1] != "clock_":
            assert bus[1] in words, name
            assert bus[2] in words, name
        else:
            assert name in words or name.startswith("fault_"), name
