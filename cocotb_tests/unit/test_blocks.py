"""Build the blocks in several configurations and run their cocotb modules on all of them."""

from collections.abc import Callable

import pytest

from cocotb_tests.unit.assembly import Assembly
from cocotb_tests.unit.configs import CONFIGS
from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.control.readout import Readout
from drift_hw.control.sequencer import Sequencer
from drift_hw.datapath.array import Array, Segment
from drift_hw.datapath.lane import Lane, LaneGroup, TileBank
from drift_hw.datapath.processing_element import ChecksumColumnPE, ChecksumRowPE, ProcessingElement
from drift_hw.datapath.requantiser import RequantiserLane
from drift_hw.datapath.row import ChecksumRow, Row
from drift_hw.datapath.skew import Skew
from drift_hw.protect.checker import Checker
from drift_hw.protect.operand_sum import OperandSum

PROTECTED = {name: config for name, config in CONFIGS.items() if config.protection.abft}


def processing_elements() -> dict[str, Block]:
    parts: dict[str, Block] = {f"{name}_data": ProcessingElement(config) for name, config in CONFIGS.items()}
    parts |= {f"{name}_column": ChecksumColumnPE(config) for name, config in PROTECTED.items()}
    return parts | {f"{name}_row": ChecksumRowPE(config) for name, config in PROTECTED.items()}


def array_parts() -> dict[str, Block]:
    parts: dict[str, Block] = {f"{name}_array": Array(config) for name, config in CONFIGS.items()}
    for name in ("narrow", "faulty", "bare", "carries"):
        parts[f"{name}_row"] = Row(CONFIGS[name])
    for name in ("plain", "faulty"):
        config = CONFIGS[name]
        parts[f"{name}_checksum_row"] = ChecksumRow(config)
        parts[f"{name}_segment"] = Segment(config, Row(config), 2, "drift_segment")
    return parts


def operand_parts() -> dict[str, Block]:
    parts: dict[str, Block] = {f"sum{lanes}": OperandSum(CONFIGS["plain"], lanes) for lanes in range(1, 10)}
    parts["narrow_sum9"] = OperandSum(CONFIGS["narrow"], 9)
    for name, lanes in (
        ("plain", 5),
        ("plain", 2),
        ("plain", 1),
        ("narrow", 3),
        ("plain", 33),
        ("narrow", 37),
    ):
        config = CONFIGS[name]
        width = config.array.operand_width
        parts[f"{name}_a{lanes}"] = Skew(config, "drift_skew_a", lanes, width + 1)
        parts[f"{name}_b{lanes}"] = Skew(config, "drift_skew_b", lanes, width)
    return parts


def lane_parts() -> dict[str, Block]:
    parts: dict[str, Block] = {}
    for name in ("plain", "narrow", "bare", "carries"):
        config = CONFIGS[name]
        lane = Lane(config)
        parts[f"{name}_lane"] = lane
        parts[f"{name}_group"] = LaneGroup(config, lane, 3, "drift_lane_group")
        parts[f"{name}_bank"] = TileBank(config)
    return parts


def each(block: Callable[[Config], Block], configs: dict[str, Config]) -> Callable[[], dict[str, Block]]:
    return lambda: {name: block(config) for name, config in configs.items()}


BLOCKS: dict[str, Callable[[], dict[str, Block]]] = {
    "processing_element": processing_elements,
    "array": array_parts,
    "operands": operand_parts,
    "sequencer": each(Sequencer, CONFIGS),
    "readout": each(Readout, CONFIGS),
    "lanes": lane_parts,
    "requantiser": each(RequantiserLane, CONFIGS),
    "checker": each(Checker, PROTECTED),
}


@pytest.mark.parametrize("module", BLOCKS)
def test_blocks(module: str) -> None:
    Assembly(BLOCKS[module]()).run(module)
