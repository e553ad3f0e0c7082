"""The fault list: what it refuses, its file, and its way to the fault ports of the Verilog."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from drift_hw.config import PRESETS, ArrayConfig, Config, FaultConfig, ProtectionConfig
from drift_hw.files import OutputError
from golden.faults import (
    EVENT,
    FaultError,
    FaultList,
    Kind,
    Register,
    fault_ports,
    port_writes,
    register_name,
    register_width,
)
from golden.injection import bernoulli_faults, fault_sites, random_faults

CONFIG = Config(
    array=ArrayConfig(rows=3, columns=5, operand_width=6, accumulator_width=20, product_register=True),
    faults=FaultConfig(ports=True),
)


def one(config: Config = CONFIG, **changes: int) -> FaultList:
    event = {"cycle": 50, "register": Register.A, "row": 0, "column": 0, "mask": 1} | changes
    return FaultList.of(config, **event)


class TestRegisters:
    def test_widths(self) -> None:
        # Row sums of B over 5 columns need 3 bits more, column sums of A over 3 rows 2.
        expected = {
            (0, 0): (6, 6, 12, 20),
            (2, 5): (6, 9, 15, 20),
            (3, 4): (8, 6, 14, 20),
        }
        for (row, column), widths in expected.items():
            assert tuple(register_width(CONFIG, register, row, column) for register in Register) == widths

    def test_names_are_those_of_the_ports(self) -> None:
        names = register_name(CONFIG, [0, 1, 2, 3], [0, 0, 3, 3], [0, 5, 0, 4])
        assert names.tolist() == [
            "a",
            "checksum_column_b",
            "checksum_row_product",
            "checksum_row_accumulator",
        ]

    def test_no_such_register(self) -> None:
        with pytest.raises(FaultError, match="the corner has no PE"):
            register_width(CONFIG, Register.A, 3, 5)


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"register": 4}, "registers are 0 a, 1 b, 2 product, 3 accumulator"),
            ({"row": 4}, "rows are 0 to 3, the last one the checksum PEs"),
            ({"column": 6}, "columns are 0 to 5, the last one the checksum PEs"),
            ({"row": 3, "column": 5}, "cycle 50, register 0 .a., row 3, column 5: the corner has no PE"),
            ({"kind": 3}, "kinds are 0 late, 1 flip, 2 random"),
            ({"mask": 0}, "the mask is empty"),
            ({"mask": 1 << 6}, "the mask has bits that this register of 6 bits does not have"),
            ({"register": 1, "column": 5, "mask": 1 << 9}, "this register of 9 bits"),
            ({"register": 3, "mask": 1 << 20}, r"register 3 .accumulator.*this register of 20 bits"),
            ({"kind": 1, "toggle": 1}, "only kind 2, random, has a toggle"),
            ({"kind": 2, "mask": 2, "toggle": 1}, "the toggle must be a subset of the mask"),
            ({"cycle": -1}, "fault event cycle must be from 0 to 18446744073709551615, not -1"),
            ({"row": 70000}, "fault event row must be from 0 to 65535, not 70000"),
            ({"mask": 0.5}, "fault event mask must be integers, not float64"),
            ({"row": [0, 1], "column": [0, 1, 2]}, "must be scalars or lists of one length"),
        ],
    )
    def test_events(self, changes: dict[str, int], message: str) -> None:
        with pytest.raises(FaultError, match=message):
            one(**changes)

    def test_missing_parts(self) -> None:
        plain = Config(array=ArrayConfig(rows=3, columns=5), protection=ProtectionConfig(abft=False))
        with pytest.raises(FaultError, match=r"no product register; set array.product_register = true"):
            one(plain, register=Register.PRODUCT)
        with pytest.raises(FaultError, match=r"rows are 0 to 2 \(there are no checksum PEs without ABFT\)"):
            one(plain, row=3)
        with pytest.raises(FaultError, match=r"columns are 0 to 4 \(there are no checksum PEs"):
            one(plain, column=5)

    def test_two_events_in_one_flop(self) -> None:
        one(column=[0, 1])
        with pytest.raises(FaultError, match="another event at this cycle, register and site"):
            one(mask=[1, 2])

    def test_dtype(self) -> None:
        with pytest.raises(FaultError, match=r"dtype golden.faults.EVENT, not float64"):
            FaultList(CONFIG, np.zeros(3))


class TestList:
    def test_order_is_canonical_and_fixed(self) -> None:
        random = np.random.default_rng(0)
        faults = random_faults(CONFIG, 200, cycles=(30, 40), rng=0, kinds=list(Kind))
        shuffled = FaultList(CONFIG, random.permutation(faults.events), 0)
        assert np.array_equal(shuffled.events, faults.events)
        keys = faults.events[["cycle", "register", "row", "column"]].tolist()
        assert keys == sorted(keys)
        with pytest.raises(ValueError, match="read-only"):
            faults.events["cycle"] = 0
        assert len(faults) == 200

    def test_save_and_load(self, tmp_path: Path) -> None:
        faults = random_faults(CONFIG, 300, cycles=(30, 10**12), rng=7, kinds=list(Kind))
        path = faults.save(tmp_path / "new" / "list.npz")
        again = FaultList.load(path, CONFIG)
        assert np.array_equal(again.events, faults.events)
        assert again.seed == 7
        assert again.save(tmp_path / "again.npz").read_bytes() == path.read_bytes()

    def test_empty(self, tmp_path: Path) -> None:
        empty = FaultList(CONFIG, np.zeros(0, EVENT))
        assert len(FaultList.load(empty.save(tmp_path / "list.npz"), CONFIG)) == 0
        assert len(port_writes(empty)) == 0

    def test_file_of_another_configuration(self, tmp_path: Path) -> None:
        path = one().save(tmp_path / "list.npz")
        with pytest.raises(FaultError, match=f"another configuration .hash {CONFIG.hash}, this one has "):
            FaultList.load(path, PRESETS["tiny"])

    def test_files_that_are_none(self, tmp_path: Path) -> None:
        with pytest.raises(FaultError, match=r"can not read fault list .*No such file"):
            FaultList.load(tmp_path / "missing.npz", CONFIG)
        garbage = tmp_path / "garbage.npz"
        truncated = tmp_path / "truncated.npz"
        other = tmp_path / "other.npz"
        garbage.write_bytes(b"no archive")
        truncated.write_bytes(one().save(tmp_path / "list.npz").read_bytes()[:200])
        damaged = tmp_path / "damaged.npz"
        array = tmp_path / "array.npz"
        content = bytearray((tmp_path / "list.npz").read_bytes())
        content[80:120] = bytes(40)
        damaged.write_bytes(content)
        np.savez(other, events=np.zeros(3))
        with array.open("wb") as file:
            np.save(file, np.zeros(3))
        for path in (garbage, truncated, damaged, other, array):
            with pytest.raises(FaultError, match=f"{path.name} is not a fault list of drift-hw"):
                FaultList.load(path, CONFIG)

    def test_unwritable(self, tmp_path: Path) -> None:
        with pytest.raises(OutputError, match="it is a folder"):
            one().save(tmp_path)


class TestPorts:
    def test_names_and_widths(self) -> None:
        data = [("a", 15 * 6), ("b", 15 * 6), ("product", 15 * 12), ("accumulator", 15 * 20)]
        column = [("a", 3 * 6), ("b", 3 * 9), ("product", 3 * 15), ("accumulator", 3 * 20)]
        row = [("a", 5 * 8), ("b", 5 * 6), ("product", 5 * 14), ("accumulator", 5 * 20)]
        prefixes = ("", "checksum_column_", "checksum_row_")
        assert fault_ports(CONFIG) == [
            (f"fault_{kind}_{prefix}{name}", width)
            for kind in ("late", "flip")
            for prefix, registers in zip(prefixes, (data, column, row), strict=True)
            for name, width in registers
        ]

    def test_no_ports(self) -> None:
        config = PRESETS["tiny"]
        with pytest.raises(FaultError, match=r"no fault ports; set faults.ports = true"):
            fault_ports(config)
        with pytest.raises(FaultError, match=r"no fault ports; set faults.ports = true"):
            port_writes(one(config))

    @pytest.mark.parametrize("operand_width", [4, 7, 8])
    @pytest.mark.parametrize("accumulator_width", [17, 33, 48])
    def test_bits_land_where_the_contract_says(self, operand_width: int, accumulator_width: int) -> None:
        config = CONFIG.replace(
            array__operand_width=operand_width, array__accumulator_width=accumulator_width
        )
        faults = bernoulli_faults(config, 0.2, cycles=(30, 34), rng=1, kind=Kind.LATE)
        flips = bernoulli_faults(config, 0.2, cycles=(34, 38), rng=2, kind=Kind.FLIP)
        randoms = bernoulli_faults(config, 0.2, cycles=(38, 42), rng=3, kind=Kind.RANDOM)
        events = np.concatenate([faults.events, flips.events, randoms.events])
        ports = fault_ports(config)

        expected = set()
        for event in events:
            register, row, column = (int(event[name]) for name in ("register", "row", "column"))
            width = register_width(config, register, row, column)
            prefix, element = "", row * 5 + column
            if row == 3:
                prefix, element = "checksum_row_", column
            elif column == 5:
                prefix, element = "checksum_column_", row
            kind = "late" if event["kind"] == Kind.LATE else "flip"
            bits = int(event["toggle"] if event["kind"] == Kind.RANDOM else event["mask"])
            name = f"fault_{kind}_{prefix}{Register(register).name.lower()}"
            expected |= {
                (int(event["cycle"]), name, element * width + bit) for bit in range(width) if bits >> bit & 1
            }

        writes = port_writes(FaultList(config, events))
        found = {
            (int(write["cycle"]), ports[write["port"]][0], 32 * int(write["word"]) + bit)
            for write in writes
            for bit in range(32)
            if int(write["mask"]) >> bit & 1
        }
        assert found == expected
        places = writes[["cycle", "port", "word"]].tolist()
        assert places == sorted(set(places)), "one write per word, in order"
        assert (writes["mask"] != 0).all()
        assert all(write["word"] * 32 < ports[write["port"]][1] for write in writes)

    def test_random_that_toggles_nothing_writes_nothing(self) -> None:
        assert len(port_writes(one(kind=Kind.RANDOM, mask=3, toggle=0))) == 0


def test_every_site_is_listed_once() -> None:
    sites = list(zip(*(axis.tolist() for axis in fault_sites(CONFIG)), strict=True))
    expected = {(g, i, j) for g in range(4) for i in range(4) for j in range(6) if (i, j) != (3, 5)}
    assert len(sites) == len(expected)
    assert set(sites) == expected
