"""From search to hardware: the policy that `drift-hw explore` finds, in Verilog and golden model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_policy_images import DEPTH, switches

from drift_hw.cli import main
from drift_hw.config import PRESETS
from drift_hw.faults.table import TimingTable
from drift_hw.policy import OperatingPolicy
from golden.dit import KINDS
from golden.timing.under_policy import Die, failing

Capture = pytest.CaptureFixture[str]

STEPS = 4
SMALL = ["--steps", str(STEPS), "--images", "4", "--confirm", "4", "--trials", "24", "--psnr", "26"]


@pytest.mark.regress
def test_a_whole_image_under_the_policy_found(tmp_path: Path, capsys: Capture) -> None:
    """All of memory is compared after each submission, all registers after each step: see `golden.twin`."""
    found, made = tmp_path / "explore", tmp_path / "image"
    assert main(["explore", "--preset", "demo", *SMALL, "--out", str(found)]) == 0
    policy = OperatingPolicy.load(found / "policy.json")
    table = TimingTable.load(found / "table.npz", PRESETS["demo"])
    assert any(failing(policy, PRESETS["demo"], table, Die.of(policy)).values()), "a policy without errors"
    capsys.readouterr()
    files = ["--policy-file", str(found / "policy.json"), "--table", str(found / "table.npz")]
    assert main(["image", "--preset", "demo", *files, "--out", str(made), "--json"]) == 0
    clean, under = json.loads(capsys.readouterr().out)["policies"]
    counts: dict[str, Any] = under["counters"]
    assert under["submissions"] == STEPS * DEPTH * len(KINDS)
    assert counts["point_switches"] == switches(policy) == clean["counters"]["point_switches"] > 1
    assert counts["settle_cycles"] > 0
    assert clean["psnr_db"] is None, "without faults it is the image of the network in PyTorch"
    assert under["psnr_db"] is not None
    handled = ("corrected_elements", "rolled_back_elements", "zeroed_elements")
    assert sum(counts[name] for name in handled) > 0 == sum(clean["counters"][name] for name in handled)
