"""The doctor sees what is there, names what is missing and how to get it."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest

from drift_hw import doctor, provenance, toolchain
from drift_hw.cli import main


def by_name(checks: list[doctor.Check]) -> dict[str, doctor.Check]:
    return {check.name.split()[0]: check for check in checks}


def test_everything_needed_is_here() -> None:
    missing = [check for check in doctor.examine() if check.status == "missing"]
    assert not missing


def test_every_dependency_is_looked_at() -> None:
    wanted = {
        requirement.split("=")[0].split(">")[0]
        for requirement in metadata.requires("drift-hw") or []
        if "extra" not in requirement
    }
    assert {"amaranth", "torch", "cocotb"} <= wanted <= set(by_name(doctor.examine()))


def test_missing_things_come_with_a_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def no_tool() -> str:
        raise toolchain.BuildError("no C++ compiler found; apt install g++")

    monkeypatch.setattr(doctor, "find_compiler", no_tool)
    monkeypatch.setattr(doctor, "opensta_version", lambda: None)
    monkeypatch.setenv("PDK_ROOT", str(tmp_path / "absent"))
    version = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0.4.0" if name == "amaranth" else version(name))
    checks = {check.name: check for check in doctor.examine()}
    assert (checks["C++ compiler"].status, checks["C++ compiler"].remedy) == (
        "missing",
        "no C++ compiler found; apt install g++",
    )
    assert (checks["amaranth ==0.5.10"].status, checks["amaranth ==0.5.10"].remedy) == (
        "missing",
        "make setup",
    )
    assert (checks["OpenSTA"].status, checks["OpenSTA"].remedy) == ("optional", "apt-get install opensta")
    assert checks["PDK sky130"].status == "optional"
    assert "PDK_ROOT" in checks["PDK sky130"].remedy
    assert all(check.remedy for check in checks.values() if check.status != "ok")
    assert not any(check.remedy for check in checks.values() if check.status == "ok")


def test_the_command_prints_a_table_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {entry["status"] for entry in told} <= {"ok", "optional"}
    assert main(["doctor"]) == 0
    table = capsys.readouterr().out
    assert "amaranth" in table
    assert "OpenSTA" in table


def test_the_command_fails_when_something_needed_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    check = doctor.Check("thing", "", "missing", "everything", "get it")
    monkeypatch.setattr(doctor, "examine", lambda: [check])
    assert main(["doctor"]) == 1
    assert "get it" in capsys.readouterr().out


def test_provenance_names_versions_and_configuration() -> None:
    from drift_hw.config import PRESETS

    told = provenance.provenance(PRESETS["tiny"], 3)
    assert told["config"] == PRESETS["tiny"].hash
    assert told["seed"] == 3
    assert {"drift-hw", "python", "amaranth", "pyosys", "torch", "verilator"} <= set(told["versions"])
    assert provenance.provenance(None, None)["config"] is None
