"""`drift-hw headline`: what it writes and prints, and what it refuses before anything is measured."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from made_up_headline import RATE, made_up

from drift_hw.cli import main
from drift_hw.cli.headline import PDKS
from drift_hw.config import PRESETS, Config
from drift_hw.report.headline import GROUPS, energy_of, gains, grouped, limits, time_of
from synth.operating.errors import OperatingError
from synth.operating.headline import Headline, Options
from synth.operating.result import NETWORK, POINTS, SHIPPED, result

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    """What was measured: a made-up headline stands in for each library, and PDKs need not be here."""
    options: list[Options] = []

    def find(config: Config, stream: Any, each: Options, **_: Any) -> Headline:
        options.append(each)
        assumed = "assumed: a law" if each.pdk == "osu018" else "interpolated between six supplies"
        return made_up(f"{each.pdk} cells", assumed)

    monkeypatch.setattr("synth.operating.result.find", find)
    monkeypatch.setattr("synth.operating.result.capture", lambda *_, **__: None)
    monkeypatch.setattr("synth.timing.stream.from_tiles", lambda tiles: None)
    monkeypatch.setattr("synth.operating.headline.family", lambda pdk: ())
    return options


def run(*arguments: str | Path) -> int:
    return main(["headline", *map(str, arguments)])


def test_it_writes_and_prints_what_was_found(asked: list[Options], tmp_path: Path, capsys: Capture) -> None:
    options = ["--pdk", "osu018", "--pdk", "sky130", "--images", "6", "--confirm", "8", "--steps", "5"]
    options += ["--dies", "30", "--cycles", "100", "--seed", "3", "--set", "array.rows=64"]
    assert run(*options, "--out", tmp_path, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found == json.loads((tmp_path / "headline.json").read_text())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "headline.json", "report.html"]
    config = PRESETS["drift"].replace(array__rows=64)
    assert Config.from_toml((tmp_path / "config.toml").read_text()) == config
    assert (found["config"], found["seed"], found["array"]) == (config.hash, 3, [64, 32])
    assert [each["pdk"] for each in found["libraries"]] == ["osu018", "sky130"]
    for library in found["libraries"]:
        assert library["limited_by"] == limits(found, library)
    assert [each.pdk for each in asked] == ["osu018", "sky130"]
    for each in asked:
        assert (each.search.images, each.confirm.images, each.dies, each.cycles) == (6, 8, 30, 100)
        assert each.search.steps == each.confirm.steps == 5
    again = ["drift-hw", "headline", *options[: options.index("--set")]]
    assert sorted(found["command"]) == sorted(again)


def test_the_table_says_where_it_comes_from(asked: list[Options], tmp_path: Path, capsys: Capture) -> None:
    assert run("--pdk", "osu018", "--out", tmp_path) == 0
    printed = capsys.readouterr().out
    for text in ("energy saved", "- margin reclaimed", "speed-up", "0.001", "38.0 dB", "osu018*"):
        assert text in printed
    for text in (
        "other checks",
        "DRAM",
        "regulators",
        "waiting",
        "Errors are worth",
        f"All in {tmp_path}",
    ):
        assert text in " ".join(printed.split())


def test_a_configuration_that_is_there_stays(asked: list[Options], tmp_path: Path) -> None:
    theirs = PRESETS["demo"].to_toml()
    (tmp_path / "config.toml").write_text(theirs)
    assert run("--pdk", "osu018", "--out", tmp_path) == 0
    assert (tmp_path / "config.toml").read_text() == theirs


def test_without_a_name_it_takes_what_is_here(
    asked: list[Options], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("synth.pdk.installed", lambda: ["osu035", "osu018", "ihp-sg13g2"])
    assert run("--out", tmp_path) == 0
    assert [each.pdk for each in asked] == ["osu018", "ihp-sg13g2"]
    monkeypatch.setattr("synth.pdk.installed", lambda: ["osu035"])
    assert run("--out", tmp_path / "none") == 2
    assert f"none of {', '.join(PDKS)} is installed" in capsys.readouterr().err


def test_what_is_finished_is_not_lost(
    asked: list[Options], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def find(config: Config, stream: Any, each: Options, **_: Any) -> Headline:
        if each.pdk == "sky130":
            raise OperatingError("no error rate keeps the images")
        return made_up()

    monkeypatch.setattr("synth.operating.result.find", find)
    assert run("--pdk", "osu018", "--pdk", "sky130", "--out", tmp_path) == 2
    assert "no error rate keeps the images" in capsys.readouterr().err
    found = json.loads((tmp_path / "headline.json").read_text())
    assert [each["pdk"] for each in found["libraries"]] == ["osu018"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--pdk", "osu999"], "unknown --pdk 'osu999'; allowed: osu018, osu035, osu050, sky130, ihp-sg13g2"),
        (["--pdk", "sky130"], "set PDK_ROOT"),
        (["--pdk", "osu018", "--pdk", "osu018"], "give each --pdk once, not osu018, osu018"),
        (["--images", "3"], "image quality needs 4 images or more"),
        (["--confirm", "2"], "image quality needs 4 images or more"),
        (["--steps", "0"], "1 safe steps of 0"),
        (["--steps", "1001"], "sampling steps must be from 1 to 1000, not 1001"),
        (["--dies", "0"], "at least one die and one cycle of the gates are needed, not 0 and 32768"),
        (["--cycles", "-1"], "at least one die and one cycle of the gates are needed, not 200 and -1"),
        (
            ["--set", "protection.abft=false"],
            "without checks no error is tolerated; set protection.abft = true",
        ),
        (["--set", "array.rows=0"], "array.rows must be from 1 to 256, not 0"),
        (["--preset", "huge"], "unknown preset 'huge'"),
    ],
)
def test_bad_input_is_refused_before_anything_is_measured(
    options: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("PDK_ROOT", str(tmp_path / "no-pdk"))
    monkeypatch.setattr("synth.operating.result.capture", lambda *_, **__: pytest.fail("sampled tiles"))
    if "--pdk" not in options:
        options = [*options, "--pdk", "osu018"]
    assert run(*options, "--out", tmp_path / "out") == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_can_not_be_written_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "file").write_text("")
    assert run("--pdk", "osu018", "--out", tmp_path / "file") == 2
    assert "it is a file; give the path of a folder" in capsys.readouterr().err


# -- what was found ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """Two libraries: one whose supplies are assumed."""
    libraries = [result(made_up("osu018"), "osu018"), result(made_up("sky130 slow", "measured"), "sky130")]
    return {"network": NETWORK, "array": [4, 4], "libraries": libraries}


def test_points_have_the_parts_that_make_the_gains(told: dict[str, Any]) -> None:
    for network in told["libraries"][0]["networks"].values():
        energy, speed = network["energy"], network["speed"]
        assert [point["point"] for point in energy["points"]] == list(POINTS)
        joules = [sum(point["joules"].values()) for point in energy["points"]]
        parts = {name: each["mean"] for name, each in energy["parts"].items()}
        assert joules[1] / joules[0] - 1 == pytest.approx(parts["protection"])
        assert (joules[1] - joules[2]) / joules[0] == pytest.approx(parts["margin"])
        assert (joules[2] - joules[3]) / joules[0] == pytest.approx(parts["tolerated"])
        assert 1 - joules[3] / joules[0] == pytest.approx(parts["saving"])
        seconds = [sum(point["seconds"].values()) for point in speed["points"]]
        assert seconds[0] / seconds[3] == pytest.approx(speed["parts"]["speedup"]["mean"], rel=0.05)
        # Nothing but the last point has safe steps, checkpoints or anything to repair.
        for point in energy["points"][:3]:
            assert point["joules"]["checkpoints"] == 0 < point["joules"]["processing elements"]
        assert energy["points"][3]["seconds"]["checkpoints"] > 0


def test_an_image_of_either_network(told: dict[str, Any]) -> None:
    joules = {
        name: sum(network["energy"]["points"][0]["joules"].values())
        for name, network in told["libraries"][0]["networks"].items()
    }
    assert set(joules) == {NETWORK, SHIPPED}
    found = made_up()
    assert joules[SHIPPED] == pytest.approx(found.split().baseline.energy.total / 32)
    assert joules[NETWORK] > 100 * joules[SHIPPED]


def test_every_part_is_in_one_group(told: dict[str, Any]) -> None:
    parts = told["libraries"][0]["networks"][NETWORK]["energy"]["points"][3]["joules"]
    groups = grouped(parts)
    assert list(groups) == list(GROUPS)
    assert sum(groups.values()) == pytest.approx(sum(parts.values()))
    assert groups["other checks"] == parts["checker"]
    assert groups["rest of the logic"] == pytest.approx(parts["control"] + parts["around the core"])


def test_the_tables_are_rectangular_and_say_the_figures(told: dict[str, Any]) -> None:
    columns, rows = gains(told)
    assert columns == ["", "osu018*", "sky130"]
    assert {len(row) for row in rows} == {3}
    saving = told["libraries"][0]["networks"][NETWORK]["energy"]["parts"]["saving"]
    text = f"{100 * saving['mean']:.1f} % [{100 * saving['low']:.1f}, {100 * saving['high']:.1f}]"
    assert rows[0] == ["energy saved", text, text]
    network = told["libraries"][0]["networks"][NETWORK]
    for table_of, unit, what in ((energy_of, "J", "energy"), (time_of, "s", "speed")):
        columns, rows = table_of(told, told["libraries"][0])
        assert columns == [unit, *POINTS]
        by_name: dict[Any, Sequence[Any]] = {row[0]: row[1:] for row in rows}
        assert by_name["checkpoints"][:3] == [0, 0, 0]
        assert by_name["all"][0] > by_name["all"][3]
        quantity = "joules" if unit == "J" else "seconds"
        whole = sum(network[what]["points"][0][quantity].values())
        assert by_name["all"][0] == pytest.approx(whole)
        assert all(sum(row[1:]) > 0 for row in rows)


def test_limits_are_told_with_their_numbers(told: dict[str, Any]) -> None:
    assumed, known = (" ".join(limits(told, library)) for library in told["libraries"])
    first, kept = (told["libraries"][0]["limits"][name] for name in POINTS[2:])
    gap = 1e3 * (first["voltage"]["mean"] - kept["voltage"]["mean"])
    assert f"there are {gap:.0f} mV" in assumed
    assert "At 0.003 errors per output 12 images of die 7 were not kept: 12.0 dB" in assumed
    assert "needs 2.50 times the period of the PEs" in assumed
    assert "The law of the supply is assumed: a law." in assumed
    assert "law of the supply" not in known
    cost = told["libraries"][0]["networks"][NETWORK]["energy"]["parts"]["protection"]["mean"]
    assert f"Protection costs {100 * cost:.1f} %: other checks +" in assumed


def test_the_rate_is_that_of_what_confirms(told: dict[str, Any]) -> None:
    library = told["libraries"][0]
    assert library["rate"] == RATE
    assert library["psnr"] == 38.0
    assert library["added_area"] == pytest.approx(0.1)
    assert all("blocks" not in row for row in library["trials"])
