"""What the energy saved rests on: each parameter moves it the way that it must."""

from __future__ import annotations

from dataclasses import fields

from made_up_headline import made_up

from golden.models import NETWORKS
from synth.experiments.sensitivity import CHANGES, savings
from synth.operating.cost import Parameters


def test_each_parameter_moves_the_saving_its_way() -> None:
    found = savings(made_up(), NETWORKS["DiT-XL/2"])
    assert list(found) == list(CHANGES)
    asis = found["as it is"]
    assert found["DRAM ten times as costly"] < asis < found["DRAM free"], "it follows no supply"
    assert found["scaled regulator 0.80"] < asis < found["scaled regulator 0.90"]
    assert found["logic around the core twice as much"] < asis < found["no logic around the core"]
    assert found["settling in 1 us"] >= asis


def test_every_parameter_that_is_changed_exists() -> None:
    names = {each.name for each in fields(Parameters)}
    assert all(set(changed) <= names for changed in CHANGES.values())
