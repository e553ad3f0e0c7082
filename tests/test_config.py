"""The configuration tree: round trips, the hash, derived numbers, and every rejection."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from drift_hw.config import PRESETS, ArrayConfig, Config, ConfigError, clog2, load

CORNERS = [
    *PRESETS.values(),
    Config().replace(array__rows=3, array__columns=5),
    Config().replace(array__rows=1, array__columns=7),
    Config().replace(array__rows=256, array__columns=256, array__product_register=True),
    Config().replace(array__operand_width=4, array__accumulator_width=16, faults__ports=True),
    Config().replace(array__accumulator_width=24, array__carry_save=True),
    Config().replace(array__accumulator_width=48, protection__abft=False, array__drain_segment=3),
]


@pytest.mark.parametrize("config", CORNERS, ids=lambda config: config.hash)
def test_toml_round_trip(config: Config) -> None:
    again = Config.from_toml(config.to_toml())
    assert again == config
    assert again.hash == config.hash


def test_hash_is_stable() -> None:
    # Emitted Verilog and tile files are stamped with it: a change here makes every one of them stale.
    assert PRESETS["tiny"].hash == "5817ba759b4cfce7"
    assert PRESETS["drift"].hash == "7e296a4fe3a427a3"


def test_hash_tells_every_key_apart() -> None:
    base = Config()
    changed = [
        base.replace(array__rows=31),
        base.replace(array__columns=31),
        base.replace(array__operand_width=7),
        base.replace(array__accumulator_width=31),
        base.replace(array__product_register=True),
        base.replace(array__carry_save=True),
        base.replace(array__drain_segment=15),
        base.replace(protection__abft=False),
        base.replace(protection__counter_width=23),
        base.replace(protection__correction_limit=7),
        base.replace(protection__locator=True),
        base.replace(faults__ports=True),
        base.replace(faults__injector=True),
        base.replace(requantiser__multiplier_width=13),
        base.replace(memory__data_width=1024),
        base.replace(memory__address_width=41),
        base.replace(memory__panel_words=6145),
        base.replace(memory__stream_words=1025),
        base.replace(memory__outstanding_reads=15),
        base.replace(memory__outstanding_writes=7),
        base.replace(power__points=5),
        base.replace(power__blocks=31),
    ]
    keys = sum(len(section) for section in base.to_dict().values())
    assert len(changed) == keys, "a new key needs a line here"
    assert len({config.hash for config in [base, *changed]}) == keys + 1


def test_presets_have_the_promised_sizes() -> None:
    sizes = {name: (config.array.rows, config.array.columns) for name, config in PRESETS.items()}
    assert sizes == {"tiny": (4, 4), "demo": (16, 16), "drift": (32, 32), "large": (128, 128)}
    assert all(config.protection.abft for config in PRESETS.values())
    assert not any(config.faults.ports or config.faults.injector for config in PRESETS.values())


def test_a_configuration_can_not_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PRESETS["tiny"].array.rows = 8  # type: ignore[misc]


def test_missing_keys_take_their_defaults() -> None:
    assert Config.from_toml("[array]\nrows = 8\n") == Config(array=ArrayConfig(rows=8))
    assert Config.from_toml("") == Config()


def test_carry_save_accumulators_are_two_words_less_two_bits() -> None:
    config = Config().replace(array__accumulator_width=24)
    assert config.accumulator_flops == 24
    assert config.replace(array__carry_save=True).accumulator_flops == 46


@pytest.mark.parametrize(("value", "bits"), [(1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (256, 8), (257, 9)])
def test_clog2(value: int, bits: int) -> None:
    assert clog2(value) == bits


@pytest.mark.parametrize("config", CORNERS, ids=lambda config: config.hash)
def test_derived_widths_hold_the_extremes(config: Config) -> None:
    most_negative = -(1 << (config.array.operand_width - 1))
    for width, count in (
        (config.row_sum_width, config.array.columns),
        (config.column_sum_width, config.array.rows),
    ):
        assert -(1 << (width - 1)) <= most_negative * count
        assert -(1 << (width - 2)) > most_negative * count, "one bit less would not do"
    assert most_negative**2 <= (1 << (config.product_width - 1)) - 1
    assert 1 << config.threshold_width >= config.array.accumulator_width
    assert config.output_limit == -most_negative - 1


@pytest.mark.parametrize(
    ("rows", "segment", "expected"),
    [(4, 16, (4,)), (32, 16, (16, 16)), (33, 16, (16, 16, 1)), (7, 3, (3, 3, 1)), (1, 256, (1,))],
)
def test_drain_segments_cover_all_rows(rows: int, segment: int, expected: tuple[int, ...]) -> None:
    config = Config().replace(array__rows=rows, array__drain_segment=segment)
    assert config.segment_rows == expected
    assert config.drain_cycles == rows + len(expected)


@pytest.mark.parametrize("config", CORNERS, ids=lambda config: config.hash)
def test_tile_slots_cover_the_latency_of_back_to_back_tiles(config: Config) -> None:
    assert config.tile_slots >= 2
    assert config.tile_slots * 2 * config.array.rows >= config.tile_latency
    assert 1 <= config.column_check_lanes <= config.array.columns


REJECTED = [
    ("[array]\nrows = 0", "array.rows must be from 1 to 256, not 0"),
    ("[array]\nrows = 257", "array.rows must be from 1 to 256, not 257"),
    ("[array]\nrows = 8.0", "array.rows must be an integer from 1 to 256, not 8.0"),
    ("[array]\nrows = true", "array.rows must be an integer from 1 to 256, not True"),
    ("[array]\ncolumns = -1", "array.columns must be from 1 to 256, not -1"),
    ("[array]\ncolumns = 'x'", "array.columns must be an integer from 1 to 256, not 'x'"),
    ("[array]\noperand_width = 3", "array.operand_width must be from 4 to 8, not 3"),
    ("[array]\noperand_width = 9", "array.operand_width must be from 4 to 8, not 9"),
    ("[array]\naccumulator_width = 15", "array.accumulator_width must be from 16 to 48, not 15"),
    ("[array]\naccumulator_width = 49", "array.accumulator_width must be from 16 to 48, not 49"),
    ("[array]\nproduct_register = 1", "array.product_register must be true or false, not 1"),
    ("[array]\ncarry_save = 0", "array.carry_save must be true or false, not 0"),
    (
        "[array]\ncarry_save = true\nproduct_register = true",
        "array.product_register and array.carry_save exclude each other: a carry-save accumulator takes "
        "partial products, there is no product to register; set one of them to false",
    ),
    (
        "[array]\ncarry_save = true\naccumulator_width = 33",
        "array.accumulator_width must be at most 32 with array.carry_save, whose two words are one register "
        "of at most 64 bits in fault lists, not 33",
    ),
    ("[array]\ndrain_segment = 0", "array.drain_segment must be from 1 to 256, not 0"),
    ("[protection]\nabft = 'on'", "protection.abft must be true or false, not 'on'"),
    ("[protection]\ncounter_width = 7", "protection.counter_width must be from 8 to 32, not 7"),
    ("[faults]\nports = 0", "faults.ports must be true or false, not 0"),
    ("[faults]\ninjector = 1", "faults.injector must be true or false, not 1"),
    ("[protection]\ncorrection_limit = 17", "protection.correction_limit must be from 0 to 16, not 17"),
    ("[memory]\ndata_width = 16", "memory.data_width must be from 32 to 1024, not 16"),
    ("[memory]\ndata_width = 96", "memory.data_width must be a power of two, not 96"),
    ("[memory]\naddress_width = 65", "memory.address_width must be from 32 to 64, not 65"),
    ("[memory]\npanel_words = 63", "memory.panel_words must be from 64 to 65536, not 63"),
    ("[memory]\nstream_words = 0", "memory.stream_words must be from 64 to 65536, not 0"),
    ("[memory]\noutstanding_reads = 0", "memory.outstanding_reads must be from 1 to 64, not 0"),
    ("[memory]\noutstanding_writes = 65", "memory.outstanding_writes must be from 1 to 64, not 65"),
    ("[power]\npoints = 1", "power.points must be from 2 to 16, not 1"),
    ("[power]\nblocks = 65", "power.blocks must be from 1 to 64, not 65"),
    ("[requantiser]\nmultiplier_width = 15", "requantiser.multiplier_width must be from 4 to 14, not 15"),
    (
        "[array]\nheight = 4",
        "unknown key array.height; allowed: accumulator_width, carry_save, columns, drain_segment, "
        "operand_width, product_register, rows",
    ),
    ("[cache]\n", "unknown section [cache]; allowed: array, faults, memory, power, protection, requantiser"),
    ("array = 4", "[array] must be a table of keys, not 4"),
    ("[array\nrows = 4", "is not valid TOML: "),
]


@pytest.mark.parametrize(("text", "message"), REJECTED, ids=[message for _, message in REJECTED])
def test_rejections_say_what_is_allowed(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as rejection:
        Config.from_toml(text, "board.toml")
    assert str(rejection.value).startswith("board.toml")
    assert message in str(rejection.value)


def test_replace_rejects_unknown_sections_and_keys() -> None:
    with pytest.raises(ConfigError, match=r"unknown section \[cache\]"):
        Config().replace(cache__rows=4)
    with pytest.raises(ConfigError, match=r"unknown key array\.rowz"):
        Config().replace(array__rowz=4)


def test_what_is_only_a_core_is_no_accelerator() -> None:
    with pytest.raises(
        ConfigError, match=r"memory.data_width is 512, but an accelerator of 32 x 65 needs at"
    ):
        Config().replace(array__columns=65).check_accelerator()
    with pytest.raises(ConfigError, match=r"accumulator_width is 41, .* a bias of at most 40 bits"):
        Config().replace(array__accumulator_width=41).check_accelerator()
    for config in PRESETS.values():
        config.check_accelerator()


def test_load_by_name_and_by_file(tmp_path: Path) -> None:
    assert load("tiny") == PRESETS["tiny"]
    file = tmp_path / "board.toml"
    file.write_text(PRESETS["drift"].to_toml())
    assert load(str(file)) == PRESETS["drift"]


def test_load_rejects_what_is_neither(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="unknown preset 'huge'; presets: tiny, demo, drift, large"):
        load("huge")
    with pytest.raises(ConfigError, match=r"can not read configuration file .*absent\.toml"):
        load(str(tmp_path / "absent.toml"))
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"can not read configuration file .*binary\.toml"):
        load(str(binary))


def test_without_protection_nothing_that_rests_on_checks_is_left():
    located = Config().replace(protection__locator=True)
    assert located.without_protection == Config().without_protection
    assert not located.without_protection.protection.abft
