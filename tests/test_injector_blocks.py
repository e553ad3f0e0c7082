"""The in-fabric injector's shift registers and blocks, bit by bit and cycle by cycle."""

from __future__ import annotations

import re
from random import Random

import numpy as np
import pytest
from injector_cases import FAST, SHAPES, TINY, injection

from drift_hw.emit import block_verilog
from drift_hw.faults.fabric import (
    STATE_BITS,
    TAP,
    bit_codes,
    column_codes,
    injector_rows,
    quiet_cycles,
)
from drift_hw.faults.injector import Injector, RowInjector
from drift_hw.sim.model import Model
from drift_hw.sim.verilator import build
from golden.fabric_injector import words
from golden.schedule import first_faulty_cycle

# -- shift registers -----------------------------------------------------------------------------------


def test_the_period_is_maximal() -> None:
    """2**127 - 1 is prime: x**(2**127) = x modulo the polynomial proves that it is primitive."""
    degree, polynomial = STATE_BITS, 1 << STATE_BITS | 1 << TAP | 1

    def square(value: int) -> int:
        spread = int("0".join(f"{value:b}"), 2)
        for bit in range(2 * degree, degree - 1, -1):
            if spread >> bit & 1:
                spread ^= polynomial << (bit - degree)
        return spread

    value = 2
    for _ in range(degree):
        value = square(value)
    assert value == 2
    assert degree == 127
    for wrong_tap in (62, 64):
        polynomial, value = 1 << degree | 1 << wrong_tap | 1, 2
        for _ in range(degree):
            value = square(value)
        assert (value == 2) == (wrong_tap == 64), "the reciprocal polynomial is primitive too, others are not"


def test_words_are_the_bits_of_the_recurrence() -> None:
    random = Random(1)
    states = [random.getrandbits(STATE_BITS) for _ in range(3)]
    stream, found = words(states, 700), []
    for _ in range(3):
        found.append(next(stream)[:, :-1])
    whole = np.concatenate(found, axis=1)
    for state, row in zip(states, whole, strict=True):
        bits = [state >> n & 1 for n in range(STATE_BITS)]
        for n in range(64 * whole.shape[1]):
            bits.append(bits[n] ^ bits[n + TAP])
        for step, word in enumerate(row.tolist()):
            start = 64 * step + TAP
            assert word == sum(bit << n for n, bit in enumerate(bits[start : start + 64])), step


def test_seeds_make_states_that_differ() -> None:
    states = [state for seed in range(3) for state in injection(TINY, seed=seed).states]
    assert len(set(states)) == 3 * (TINY.array.rows + 2)
    assert all(0 < state < 1 << STATE_BITS for state in states)


# -- blocks --------------------------------------------------------------------------------------------


class Register127:
    """A shift register, bit by bit."""

    def __init__(self) -> None:
        self.state = 0

    def step(self) -> None:
        for _ in range(64):
            self.state = self.state >> 1 | ((self.state ^ self.state >> TAP) & 1) << (STATE_BITS - 1)

    @property
    def word(self) -> int:
        return self.state >> TAP


def step_rows(model: Register127, inputs: dict[str, int]) -> None:
    if inputs["inject_load"]:
        model.state = inputs["inject_seed_in"]
    elif inputs["inject_step"]:
        model.step()


ROWS = {
    "data": RowInjector(TINY.replace(array__columns=5)),
    "no_checksum": RowInjector(
        TINY.replace(array__columns=3, array__product_register=False, protection__abft=False)
    ),
    "checksum_row": RowInjector(TINY.replace(array__columns=4), checksum_row=True),
}


@pytest.mark.parametrize("name", ROWS)
def test_row_injector(name) -> None:
    block = ROWS[name]
    config, random, row = block.config, Random(name), Register127()
    proposed, bit, hits = 0, 0, 0
    with Model(build(block_verilog(block), block.module_name, FAST), power_up_seed=3) as dut:
        for cycle in range(4000):
            inputs = {
                "inject_load": int(cycle == 0 or random.random() < 0.002),
                "inject_step": int(random.random() < 0.9),
                "inject_enable": int(random.random() < 0.8),
                "inject_bit": random.randrange(bit_codes(config)),
                "inject_seed_in": random.getrandbits(STATE_BITS),
            }
            thresholds = [random.choice((0, 1 << 30, 1 << 31, 2**32 - 1)) for _ in block.regions]
            inputs |= {
                f"inject_{region}": value for region, value in zip(block.regions, thresholds, strict=True)
            }
            for port, value in inputs.items():
                dut.write(port, value)
            dut.settle()
            if cycle > 1:
                select = proposed if inputs["inject_enable"] else 0
                found = (
                    dut.read("select"),
                    dut.read("mask"),
                    dut.read("inject_hit"),
                    dut.read("inject_seed_out"),
                )
                assert found == (select, bit, int(select > 0), row.state), cycle
                hits += select > 0
            if inputs["inject_step"] or cycle == 0:
                column = row.word >> 32 & (column_codes(config) - 1)
                exists = column < block.columns
                threshold = thresholds[int(column == config.array.columns)] if exists else 0
                proposed = int((row.word & 0xFFFFFFFF) < threshold) << column
                bit = 1 << inputs["inject_bit"] if inputs["inject_bit"] < block.bits else 0
            if cycle == 0:
                dut.write("inject_step", 1)
            step_rows(row, inputs)
            dut.clock(1)
    assert hits > 500


@pytest.mark.parametrize("shape", ["tiny", "merged"])
def test_injector(shape) -> None:
    config, random = SHAPES[shape], Random(shape)
    block, chooser = Injector(config), Register127()
    tables = injection(config, scale=0.999).thresholds
    rows, quiet = injector_rows(config), quiet_cycles(config)
    assert quiet == first_faulty_cycle(config)
    start = 2**32 - 1000
    # Reset and clear set the count near its end, where it must stay.
    text = re.sub(r"(injector_count <= )32'd0", rf"\g<1>32'd{start}", block_verilog(block))
    age = count = amount = last_amount = bit = 0
    chosen = dict.fromkeys(tables, 0)
    enabled = 0
    with Model(build(text, block.module_name, FAST), power_up_seed=3) as dut:
        dut.reset()
        count = dut.read("injector_count")
        for region, values in tables.items():
            dut.write(f"injector_{region}", sum(value << 32 * n for n, value in enumerate(values.tolist())))
        for cycle in range(3000):
            inputs = {
                "injector_enable": int(random.random() < 0.95),
                "injector_flip": random.getrandbits(1),
                "injector_load": int(cycle == 0 or random.random() < 0.002),
                "injector_clear": int(cycle == 2900),
                "injector_points": random.getrandbits(16),
                "injector_seed": random.getrandbits(128),
                "busy": int(random.random() < 0.95),
                "restart": int(random.random() < 0.01),
                "point": random.randrange(16),
                "inject_hit": random.getrandbits(rows),
            }
            for port, value in inputs.items():
                dut.write(port, value)
            dut.settle()
            step = inputs["busy"] and not inputs["injector_load"]
            enable = inputs["injector_enable"] and inputs["injector_points"] >> inputs["point"] & 1
            enable = int(enable and age == quiet and step and not inputs["restart"])
            expected = {"inject_step": int(step), "inject_load": inputs["injector_load"]}
            expected |= {"inject_flip": inputs["injector_flip"], "injector_count": count}
            if cycle > 300:
                expected |= {"inject_enable": enable, "inject_bit": bit, "inject_seed_in": chooser.state}
                expected |= {f"inject_{region}": value for region, value in chosen.items()}
                enabled += enable
            for port, value in expected.items():
                assert dut.read(port) == value, f"{cycle}: {port}"
            if step:
                bit = chooser.word & (bit_codes(config) - 1)
                chosen = {r: int(v[bit]) if bit < len(v) else 0 for r, v in tables.items()}
            step_rows(
                chooser,
                {
                    "inject_load": inputs["injector_load"],
                    "inject_step": step,
                    "inject_seed_in": inputs["injector_seed"] & ((1 << STATE_BITS) - 1),
                },
            )
            age = 0 if inputs["restart"] else min(age + 1, quiet)
            last_amount, amount = amount, inputs["inject_hit"].bit_count()
            count = start if inputs["injector_clear"] else min(count + last_amount, 2**32 - 1)
            if cycle == 2899:
                assert count == 2**32 - 1
            dut.clock(1)
    assert enabled > 100
    assert start < count < 2**32 - 1
