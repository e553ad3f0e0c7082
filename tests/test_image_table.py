"""`drift-hw image --table`: images under the late captures of a timing table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flop_tables import STATIC_PS, VOLTAGE, made_up

from drift_hw.cli import main
from drift_hw.config import PRESETS
from drift_hw.errors import UserError
from drift_hw.imaging import Experiment, pictures
from drift_hw.report.sections import images

Capture = pytest.CaptureFixture[str]

POINT = ["--voltage", str(VOLTAGE), "--period-ps", str(0.9 * STATIC_PS)]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Data PEs that are late now and then, checksum PEs that never are."""
    path = tmp_path / "table.npz"
    made_up(PRESETS["demo"], lambda region, register, context: 0 if region else 1e-5).save(path)
    return path


def test_images_under_a_timing_table(table: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    common = [
        "image",
        "--preset",
        "demo",
        "--table",
        str(table),
        "--steps",
        "1",
        "--sensitive",
        "0",
        "--json",
    ]
    common += ["--policy", "correct", "--out", str(out)]
    assert main([*common, *POINT]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["timing"] == {"table": "table.npz", "voltage": VOLTAGE, "period_ps": 0.9 * STATIC_PS}
    assert found["experiment"]["rate"] is None
    assert found["policies"][0]["counters"]["corrected_elements"] > 0
    page = images(found, (out / "images.png").read_bytes())
    assert "each flop captured late as often as table.npz has it at 1 V and 900 ps. Check" in page["lead"]

    assert main([*common, "--voltage", str(VOLTAGE), "--period-ps", str(STATIC_PS)]) == 0
    (quiet,) = json.loads(capsys.readouterr().out)["policies"]
    assert quiet["psnr_db"] is None, "at the static period nothing is late"
    assert quiet["counters"]["corrected_elements"] == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "--table needs the operating point; give --voltage and --period-ps"),
        (["--voltage", "1"], "--table needs the operating point; give --voltage and --period-ps"),
        (
            [*POINT, "--rate", "1e-5"],
            "--table and --rate both say how many captures are late; give one of them",
        ),
        (
            ["--voltage", "0.5", "--period-ps", "900"],
            "0.5 V",
        ),
        (
            ["--voltage", "1", "--period-ps", "800"],
            "a period of 800 ps is 0.800 of the static 1000 ps at 1 V, and the table ends at 0.900: raise",
        ),
        (
            ["--voltage", "1", "--period-ps", "-1"],
            "period and delay factor must be positive, not -1 ps and 1",
        ),
    ],
)
def test_points_that_are_none(
    options: list[str], message: str, table: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "out"
    arguments = ["--preset", "demo", "--table", str(table), "--out", str(out), *options]
    assert main(["image", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("options", [POINT[:2], POINT[2:]])
def test_points_without_a_table(options: list[str], capsys: Capture) -> None:
    assert main(["image", *options]) == 2
    assert capsys.readouterr().err == (
        "drift-hw: --voltage and --period-ps are those of a timing table; give --table too\n"
    )


def test_tables_of_other_pes_and_files_that_are_none(table: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["image", "--preset", "tiny", "--table", str(table), *POINT]) == 2
    assert "made for PEs of another configuration" in capsys.readouterr().err
    assert main(["image", "--table", str(tmp_path / "none.npz"), *POINT]) == 2
    assert "can not read timing table" in capsys.readouterr().err


def test_an_experiment_without_rate_needs_faults() -> None:
    with pytest.raises(UserError, match="an experiment needs a rate of late captures, or faults"):
        next(pictures(PRESETS["demo"], Experiment(rate=None)))
