"""The cost of protection: shares, what they are made of, and the flat run beside the composed one."""

from __future__ import annotations

import json

import pytest
from synth_libraries import osu018

from drift_hw.config import Config
from drift_hw.emit import verilog
from drift_hw.errors import UserError
from synth import area, opensta, protection
from synth.flow import map_buffered

BASE = Config().replace(array__operand_width=4, array__accumulator_width=16, requantiser__multiplier_width=4)


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIFT_HW_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def rows():
    return protection.protection_cost([2, 4], osu018(), base=BASE, with_power=False)


def test_shares_add_up_and_fall_with_size(rows):
    for row in rows:
        assert row.area_share == pytest.approx(sum(row.parts.values()))
        assert row.area_share == pytest.approx(row.area_on / row.area_off - 1)
        assert row.bare_share == 2 / row.size
        assert {"checksum column PEs", "checksum row PEs", "checker", "drain lanes"} <= set(row.parts)
        assert "processing elements" not in row.parts
    assert 0 < rows[1].area_share < rows[0].area_share


def test_rows_become_json(rows):
    data = json.loads(json.dumps([row.to_dict() for row in rows]))
    assert [row["size"] for row in data] == [2, 4]
    assert data[0]["area"] == rows[0].area_share
    assert data[0]["area_parts"] == rows[0].parts
    assert data[0]["power"] is None


def test_power_share_is_that_of_the_totals():
    if opensta.program() is None:
        pytest.skip(f"no OpenSTA; {opensta.REMEDY}")
    (row,) = protection.protection_cost([2], osu018(), base=BASE)
    parts = row.power_parts()
    assert row.power_share == pytest.approx(sum(parts.values()))
    assert parts["checksum column PEs"] > 0
    assert abs(parts.get("processing elements", 0.0)) < 0.02 * row.power_share
    assert row.to_dict()["annotated_share"] == 1.0


def test_flat_run_is_close_to_the_composed_one():
    check = protection.flat_check(osu018(), size=2, base=BASE)
    assert check.flat_on == pytest.approx(check.composed_on, rel=0.15)
    assert check.flat_share == pytest.approx(check.composed_share, rel=0.15)


def test_correction_share_is_what_a_corrector_adds_to_the_unprotected_array():
    """Told from the netlists of whole cores, and bounded by what it keeps: entries grow with the limit."""
    base = BASE.replace(protection__correction_limit=2)
    whole = base.replace(array__rows=2, array__columns=2)
    bare = whole.replace(protection__abft=False)

    def cells(config: Config) -> dict[str, float]:
        netlist = map_buffered(verilog(config), osu018(), protection.RECIPE, None, None)
        return area.measure(netlist, osu018()).by_component()

    without, with_it = cells(whole.replace(protection__correction_limit=0)), cells(whole)
    added = {name: with_it[name] - without.get(name, 0) for name in with_it}
    share = protection.correction_share(osu018(), size=2, base=base)
    assert share == pytest.approx(sum(added.values()) / sum(cells(bare).values()))
    assert added["corrector"] > 0.5 * sum(added.values()) > 0
    assert added["processing elements"] == 0
    less = protection.correction_share(osu018(), size=2, base=base.replace(protection__correction_limit=1))
    assert 0 < less < share
    assert (
        protection.correction_share(osu018(), size=2, base=base.replace(protection__correction_limit=0)) == 0
    )


def test_no_sizes_are_refused():
    with pytest.raises(UserError, match=r"no sizes given; give at least one, e\.g\. 8 16 32 64"):
        protection.protection_cost([], osu018())
