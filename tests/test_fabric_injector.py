"""The in-fabric injector in the accelerator: its faults are the twin's, and off there is no trace of it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from injector_cases import FAST, MEMORY, SHAPES, injection

from drift_hw.config import PRESETS, Config
from drift_hw.control.registers import register_map
from drift_hw.core import Core
from drift_hw.datapath.array import Array
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.emit import accelerator_verilog, block_verilog, contents
from drift_hw.faults import fabric
from drift_hw.faults.fabric import (
    Injection,
)
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.device import BlockSettings, Device
from golden.fabric_injector import injected_faults
from golden.faults import FaultList, Kind
from golden.injection import random_faults
from golden.twin import MismatchError, Twin
from synth.equivalence import prove


@pytest.fixture(scope="module")
def accelerators():
    """Return a function from a configuration, and a change of its text, to its simulation."""
    running: dict[tuple[str, str], RtlBackend] = {}

    def get(config: Config, pattern: str = "", replacement: str = "") -> RtlBackend:
        key = config.hash, pattern + replacement
        if key not in running:
            text = accelerator_verilog(config)
            if pattern:
                text, count = re.subn(pattern, replacement, text)
                assert count == 1, f"{pattern} matches {count} times"
            running[key] = RtlBackend(
                config, options=FAST, memory_bytes=MEMORY, power_up_seed=7, verilog=text
            )
        return running[key]

    yield get
    for backend in running.values():
        backend.close()


def operands(random: np.random.Generator, m=10, k=60, n=9) -> tuple[np.ndarray, np.ndarray]:
    return random.integers(-128, 128, (m, k), np.int8), random.integers(-128, 128, (k, n), np.int8)


def compare(rtl: RtlBackend, chosen: Injection, submissions: int = 3) -> Device:
    """Run jobs on Verilog and golden model, which is given the twin's list; all they leave must be equal."""
    twin, random = Twin(rtl), np.random.default_rng(3)
    device = Device(twin)
    device.inject(chosen)
    steps = 0
    for _ in range(submissions):
        faults = injected_faults(chosen, (0, 20_000), first_step=steps)
        twin.golden.faults(faults, chosen.points)
        before = device.injected()
        device.gemm(*operands(random), multiplier=3, shift=9)
        busy = device.counters()["busy_cycles"]
        happened = faults.events["cycle"] < busy - steps - 1
        assert device.injected() - before == happened.sum() > 100
        steps = busy
    return device


@pytest.mark.parametrize("kind", fabric.FAULT_KINDS)
@pytest.mark.parametrize(
    "shape", ["tiny", "merged", "bare", pytest.param("carry_save", marks=pytest.mark.regress)]
)
def test_faults_are_the_twins(accelerators, shape, kind) -> None:
    """Memory, checks, counters and histograms are equal, over several submissions after one load."""
    config = SHAPES[shape]
    device = compare(accelerators(config), injection(config, kind=kind))
    if config.protection.abft:
        assert device.counters()["flagged_rows"] > 0
    faults = injected_faults(injection(config, kind=kind), (0, 20_000))
    sites = {(register, row, column) for _, register, row, column, *_ in faults.events.tolist()}
    extra = int(config.protection.abft)
    pes = (config.array.rows + extra) * (config.array.columns + extra) - extra
    assert len(sites) == pes * (1 + config.array.product_register), "some register was never hit"


TAP_OF = r"inject_seed_{0}\[63:0\] \^ inject_seed_{0}\[126:63\]"
MUTANTS = {
    "tap": (
        "bare",
        "drift_row_injector",
        TAP_OF.format("out"),
        "inject_seed_out[63:0] ^ inject_seed_out[125:62]",
    ),
    "chooser": (
        "bare",
        "drift_injector",
        TAP_OF.format("in"),
        "inject_seed_in[63:0] ^ inject_seed_in[125:62]",
    ),
    "word": ("bare", "drift_row_injector", r"inject_seed_out\[94:63\] <", "inject_seed_out[95:64] <"),
    "late": ("bare", "drift_pe", r"accumulator_hit & \{ \{32\{inject_flip\}\} \}", "32'd0"),
    "checksum": ("tiny", "drift_row", r"\.inject\(inject_select\[4\]\)", ".inject(inject_select[3])"),
}
"""Shape, module, what is changed and into what."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.regress] if name not in ("tap", "checksum") else [])
        for name in MUTANTS
    ],
)
def test_mutants_differ_from_the_twin(accelerators, name) -> None:
    shape, module, pattern, replacement = MUTANTS[name]
    rtl = accelerators(SHAPES[shape], rf"(?s)(module {module}\(.*?){pattern}", rf"\g<1>{replacement}")
    with pytest.raises((MismatchError, AssertionError)):
        compare(rtl, injection(SHAPES[shape]))


def test_ports_and_injector_together(accelerators) -> None:
    config = SHAPES["tiny"]
    twin, random = Twin(accelerators(config)), np.random.default_rng(3)
    device = Device(twin)
    chosen = injection(config)
    device.inject(chosen)
    fabric_faults = injected_faults(chosen, (0, 3000))
    listed = random_faults(config, 300, cycles=(50, 900), rng=4, kinds=tuple(Kind))
    sites = [faults.events[["cycle", "register", "row", "column"]] for faults in (listed, fabric_faults)]
    listed = FaultList(config, listed.events[~np.isin(*sites)])
    twin.faults(listed)
    twin.golden.faults(FaultList(config, np.concatenate([listed.events, fabric_faults.events])))
    device.gemm(*operands(random), multiplier=3, shift=9)
    assert device.injected() > 100
    twin.faults(None)


def test_points_decide_where_there_are_faults(accelerators) -> None:
    """Faults are masked cycle by cycle, as the golden model masks a list."""
    config = SHAPES["tiny"]
    rtl = accelerators(config)
    twin, random = Twin(rtl), np.random.default_rng(3)
    device = Device(twin)
    device.configure(
        points=[(9, 9), (5, 9)], blocks=[BlockSettings(tolerant=1, sensitive=0)], leading=1, timesteps=50
    )
    chosen = injection(config, points=0b10)
    device.inject(chosen)
    steps, counts = 0, []
    for timestep in (0, 1, 0):
        faults = injected_faults(chosen, (0, 20_000), first_step=steps)
        twin.golden.faults(faults, chosen.points)
        before = device.injected()
        device.gemm(*operands(random), multiplier=3, shift=9, timestep=timestep)
        busy = device.counters()["busy_cycles"]
        trace = rtl.trace()
        change = np.searchsorted(trace.points["cycle"], faults.events["cycle"], side="right") - 1
        here = (trace.points["point"][change] == 1) & (faults.events["cycle"] < busy - steps - 1)
        counts.append(device.injected() - before)
        assert counts[-1] == here.sum()
        steps = busy
    # The third job starts at the point of the second one.
    assert counts[0] == 0 < counts[2] < counts[1]


def test_without_fault_ports_it_does_the_same(accelerators) -> None:
    config = SHAPES["tiny"]
    random = np.random.default_rng(3)
    a, b = operands(random)
    outcomes = []
    for chosen in (config, config.replace(faults__ports=False)):
        device = Device(accelerators(chosen))
        clean = device.gemm(a, b, multiplier=3, shift=9)
        device.inject(injection(chosen))
        outputs = [device.gemm(a, b, multiplier=3, shift=9) for _ in range(2)]
        assert all((output != clean).any() for output in outputs)
        outcomes.append((np.stack(outputs), device.injected(), device.counters()))
        device.inject(None)
        assert (device.gemm(a, b, multiplier=3, shift=9) == clean).all()
        assert device.injected() == 0
    assert (outcomes[0][0] == outcomes[1][0]).all()
    assert outcomes[0][1:] == outcomes[1][1:]


# -- absence -------------------------------------------------------------------------------------------


def test_off_there_is_no_trace() -> None:
    """No file names it but for the key, no register or field is there; on, all of them are."""
    for on in (False, True):
        config = PRESETS["tiny"].replace(faults__injector=on)
        key = f"injector = {str(on).lower()}"
        for name, text in contents(config).items():
            rest = text.replace(key, "")
            if name.startswith(("drift_registers", "drift_accelerator")):
                assert bool(re.search("inject", rest, re.IGNORECASE)) == on, name
            elif name == "drift_core.v":
                assert ("inject" in rest) == on
        names = [register.name for register in register_map(config)]
        assert any(name.startswith("INJECTOR") for name in names) == on


SMALL = Config().replace(array__rows=3, array__columns=2)
IDLE = {
    "pe": (ProcessingElement, SMALL.replace(array__product_register=True)),
    "pe with ports": (ProcessingElement, SMALL.replace(faults__ports=True)),
    "array": (Array, SMALL),
    "core": (Core, SMALL),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.regress] if name == "core" else []) for name in IDLE]
)
def test_idle_it_changes_nothing(name) -> None:
    """Proved: with all inputs of the injector at 0 a block is the block without one."""
    kind, config = IDLE[name]
    blocks = [kind(config.replace(faults__injector=on)) for on in (False, True)]
    gold, gate = map(block_verilog, blocks)
    outcome = prove(gold, gate, blocks[0].module_name)
    assert outcome.proved
    assert outcome.points >= 8 + 8 + 32
    if kind is ProcessingElement:
        assert not prove(gold, gate.replace(" & ", " | "), blocks[0].module_name).proved
