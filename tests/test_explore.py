"""The search of operating policies: never worse than what is known, confirmed, repeatable, resumable."""

from __future__ import annotations

import inspect
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from operating_lot import CONFIG, walled

from drift_hw.campaign import Campaign, CampaignError
from drift_hw.cli import main
from drift_hw.cli.explore import again, result, run
from drift_hw.control.descriptor import Policy
from drift_hw.faults.context import CONTEXTS
from drift_hw.faults.table import PATTERN, REGIONS, REGISTERS, TimingTable
from drift_hw.policy import OperatingPolicy
from drift_hw.report.explore import gains, parts_of, section, sheet, table_of
from golden.checkpoint import DIT_WEIGHTS, load_dit
from synth.operating import setting as setting_module
from synth.operating.candidates import CALM, SAFE, Choice, Levels, Objective
from synth.operating.cost import Parameters
from synth.operating.dies import Dies
from synth.operating.errors import OperatingError
from synth.operating.explore import Candidate, Explored, _Search, explore
from synth.operating.headline import Chips
from synth.operating.headline import Options as HeadlineOptions
from synth.operating.images import KEPT_PSNR, Sampling
from synth.operating.parts import Core, Part
from synth.operating.prepare import Chip
from synth.operating.setting import Bound, Plan, Setting
from synth.timing.variation import Variation

Capture = pytest.CaptureFixture[str]

STEPS = 6
DEPTH = load_dit(DIT_WEIGHTS).config.depth
PLAN = Plan(steps=STEPS, trials=36, images=4, confirm=8)


def table() -> TimingTable:
    """Return a wall as `walled`, whose late captures are those of accumulators' upper bits."""
    plain = walled(CONFIG)
    accumulator = REGISTERS.index("accumulator")
    patterns = [
        (0, period, region, accumulator, context, 1 << bit, 0, count, 0)
        for period, count in ((3, 3), (4, 300))
        for region in range(len(REGIONS))
        for context in range(CONTEXTS)
        for bit in (29, 30, 31)
    ]
    return replace(
        plain,
        cycles=np.full(plain.cycles.shape, 1_000_000, np.int64),
        patterns=np.array(patterns, PATTERN),
        header=plain.header | {"library": {"name": "made up"}},
    )


def chip() -> Chip:
    """Return a die of a small lot, and costs: PEs take four fifths, checks a tenth."""
    lot = Dies.draw(table(), CONFIG, Variation(), dies=20, seed=0)

    def core(abft: bool) -> Core:
        parts = [Part("processing elements", (2.0,), (8e-10,), (1e-6,), 1000.0)]
        parts.append(Part("control", (2.0,), (2e-10,), (1e-6,), 500.0))
        if abft:
            parts.append(Part("checker", (2.0,), (1e-10,), (1e-7,), 500.0))
        return Core(CONFIG.replace(protection__abft=abft), "made up", tuple(parts), 1.0)

    chips = Chips(core(True), core(False), lot, Parameters(sram_pj_per_byte=1.0))
    return Chip("made up", "assumed", lot.population.table, lot, lot.median(), chips)


@pytest.fixture(scope="module")
def known_chip() -> Chip:
    return chip()


class Judged(Setting):
    """A setting whose images are lost by a rule, not by sampling; it counts what was asked."""

    def images(self, choices: Sequence[Choice], sampling: Sampling, what: str) -> list[dict[str, Any]]:
        asked = ASKED.setdefault(sampling.images, [])
        asked += choices
        return [judge(choice, sampling.images) for choice in choices]


def judge(choice: Choice, images: int) -> dict[str, Any]:
    """Return images that suffer by level, most in block 2 and in the first two steps; many suffer more."""
    levels = np.maximum(choice.by_step(STEPS) - CALM, 0) * 1.0
    levels[:, 2] *= 4
    levels[:2] *= 6
    harm = float(levels.mean()) * (1.3 if images == PLAN.confirm else 1.0)
    return {
        "accuracy": 1 - 0.02 * harm,
        "accuracy_low": 0.9,
        "frechet": 1.0 + harm / 10,
        "frechet_high": 2.0,
        "psnr": 60 - 5 * harm,
        "psnr_low": 58 - 5 * harm,
        "psnr_high": 60.0,
        "blocks": 100,
        "checkpoint_reads": 1,
    }


ASKED: dict[int, list[Choice]] = {}


def judged(known: Chip, tmp_path: Path, objective: Objective = Objective.ENERGY) -> Judged:
    ASKED.clear()
    made = known.setting(CONFIG, tmp_path / "table.npz", objective, STEPS)
    return Judged(**{name: getattr(made, name) for name in Setting.__dataclass_fields__})


@pytest.fixture(scope="module")
def explored(known_chip: Chip, tmp_path_factory: pytest.TempPathFactory) -> Explored:
    return explore(judged(known_chip, tmp_path_factory.mktemp("explore")), PLAN)


# -- the search ------------------------------------------------------------------------------------------


def test_the_result_is_cheaper_than_the_paper_and_one_point_for_all(explored: Explored) -> None:
    price = explored.price(explored.found.cost)
    assert set(explored.rivals) == {"paper", "paper, calm", "uniform"}
    assert all(price <= explored.price(rival.cost) for rival in explored.rivals.values())
    assert explored.found.name == "searched"
    assert price < 0.999 * min(explored.price(rival.cost) for rival in explored.rivals.values())


def test_all_that_is_reported_is_confirmed(explored: Explored) -> None:
    for one in (explored.found, *explored.rivals.values()):
        assert one.excess <= 0
        assert explored.plan.bound.excess(one.row) <= 0
        assert one.row == judge(one.choice, PLAN.confirm), "the row is of the confirmation, not of the search"


def test_rivals_go_as_far_as_their_images_are_kept(explored: Explored) -> None:
    last = len(explored.setting.levels.points) - 1
    for name in ("paper", "uniform"):
        rival = explored.rivals[name].choice
        level = max(rival.tolerant)
        sensitive, tolerant = (
            tuple(level + 1 if each == level else each for each in levels)
            for levels in (rival.sensitive, rival.tolerant)
        )
        bolder = replace(rival, sensitive=sensitive, tolerant=tolerant)
        assert level == last or explored.plan.bound.excess(judge(bolder, PLAN.confirm)) > 0


def test_what_few_images_keep_and_many_do_not_is_not_taken(known_chip: Chip, tmp_path: Path) -> None:
    found = explore(judged(known_chip, tmp_path), PLAN)
    cheaper = [
        each
        for each in found.tried
        if each.excess <= 0 and found.price(each.cost) < found.price(found.found.cost)
    ]
    assert cheaper, "the search alone would have taken another one"
    confirmed = ASKED[PLAN.confirm]
    for each in cheaper:
        bare = each.choice.without_clean_points()
        if bare in confirmed:
            assert PLAN.bound.excess(judge(bare, PLAN.confirm)) > 0


def test_gains_add_up(explored: Explored) -> None:
    parts = explored.parts()
    gain = explored.share(explored.rivals["paper"].cost) - explored.share(explored.found.cost)
    assert parts["safe_points"] + parts["checks"] + parts["levels"] == pytest.approx(gain)
    assert parts["safe_points"] > 0.05, "a quarter of the blocks and the first steps leave sign-off"
    assert gain > parts["tolerated"] > 0


@pytest.mark.parametrize("objective", list(Objective))
def test_the_same_seed_gives_the_same_policy(known_chip: Chip, tmp_path: Path, objective: Objective) -> None:
    plan = replace(PLAN, objective=objective, trials=24)
    one, other = (explore(judged(known_chip, tmp_path, objective), plan) for _ in range(2))
    assert one.found == other.found
    assert one.tried == other.tried
    nominal = one.setting.levels.points[0]
    key = "voltage" if objective is Objective.TIME else "frequency"
    policy = one.policy({"seed": 0})
    assert {getattr(point, key) for point in policy.points} == {getattr(nominal, key)}
    assert one.share(one.found.cost) < 0.9


def test_images_are_made_only_where_the_answer_is_open(known_chip: Chip, tmp_path: Path) -> None:
    found = explore(judged(known_chip, tmp_path), PLAN)
    asked = ASKED[PLAN.images]
    assert len(asked) < 0.7 * found.asked
    assert len({each.without_clean_points() for each in asked}) == len(asked)
    kept = [each for each in found.tried if each.name == "searched" and each.excess <= 0]
    for one in kept:
        assert found.price(one.cost) < found.price(found.rivals["uniform"].cost)


def test_no_bolder_than_the_registers_hold(explored: Explored) -> None:
    for one in explored.tried:
        policy = one.choice.policy(CONFIG, explored.setting.levels, STEPS)
        policy.check(CONFIG, DEPTH)
        assert policy.points[0] == explored.setting.levels.points[SAFE]


def test_an_unreachable_bound_is_told(known_chip: Chip, tmp_path: Path) -> None:
    class Poor(Judged):
        def images(self, choices: Sequence[Choice], sampling: Sampling, what: str) -> list[dict[str, Any]]:
            return [judge(choice, 4) | {"accuracy": 0.95, "psnr": 41.25} for choice in choices]

    made = judged(known_chip, tmp_path)
    poor = Poor(**{name: getattr(made, name) for name in Setting.__dataclass_fields__})
    with pytest.raises(OperatingError) as error:
        explore(poor, replace(PLAN, bound=Bound(psnr=50, accuracy=0.99), trials=12))
    assert str(error.value).startswith(
        "no policy reaches the bound (class accuracy 0.99, 50 dB): the best of "
    )
    assert "has class accuracy 0.950 and 41.2 dB. Ask for less, or take more images" in str(error.value)


class Blurred(Judged):
    """Images that are still read as asked when nothing else is left of them."""

    def images(self, choices: Sequence[Choice], sampling: Sampling, what: str) -> list[dict[str, Any]]:
        rows = super().images(choices, sampling, what)
        return [row | {"accuracy": 1.0, "frechet": 1.0, "psnr": 3 * row["psnr"] - 120} for row in rows]


def test_all_are_held_to_the_psnr_of_the_headline(known_chip: Chip, tmp_path: Path) -> None:
    made = judged(known_chip, tmp_path)
    blurred = Blurred(**{name: getattr(made, name) for name in Setting.__dataclass_fields__})
    plan = replace(PLAN, trials=12)
    assert plan.bound.psnr == KEPT_PSNR == HeadlineOptions().psnr
    found, loose = (explore(blurred, replace(plan, bound=bound)) for bound in (Bound(), Bound(psnr=0)))
    for one in (found.found, *found.rivals.values()):
        assert one.row["psnr"] >= KEPT_PSNR
    assert loose.found.row["psnr"] < KEPT_PSNR
    for name in ("paper", "paper, calm", "uniform"):
        assert found.price(found.rivals[name].cost) > found.price(loose.rivals[name].cost)


def check(found: Explored) -> None:
    """Assert what the search promises: kept when confirmed, the cheapest of these, cheaper than the known."""
    names = {"paper", "paper, calm", "uniform"}
    assert set(found.rivals) == names
    for one in (found.found, *found.rivals.values()):
        assert found.plan.bound.excess(one.row) <= 0
        assert one.row["psnr"] >= KEPT_PSNR
    assert found.price(found.found.cost) < 0.999 * min(
        found.price(each.cost) for each in found.rivals.values()
    )


def never_judged(self: Any) -> Any:
    for name, choice in self.tried:
        if (row := self.rows[True].get(self._key(choice))) is not None:
            yield self._candidate(name, choice, row)


def dearest(self: Any, *names: str) -> Candidate | None:
    found = [each for each in self._confirmed() if not names or each.name in names]
    return max(found, key=lambda each: self.plan.price(each.cost), default=None)


@pytest.mark.parametrize(
    "mistake",
    [
        (_Search, "_confirmed", never_judged),
        (_Search, "best", dearest),
        (_Search, "_is_open", lambda self, name, choice: name != "searched"),
        (Bound, "excess", lambda self, row: row["accuracy_low"] - row["accuracy"]),
    ],
    ids=["confirmation not judged", "dearest", "nothing tried", "no floor of PSNR"],
)
def test_a_search_with_a_mistake_breaks_its_promise(
    known_chip: Chip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mistake: tuple[type, str, Any]
) -> None:
    monkeypatch.setattr(*mistake)
    made = judged(known_chip, tmp_path)
    blurred = Blurred(**{field: getattr(made, field) for field in Setting.__dataclass_fields__})
    found = explore(blurred, PLAN)
    monkeypatch.undo()
    with pytest.raises(AssertionError):
        check(found)


def test_a_search_keeps_its_promise(known_chip: Chip, tmp_path: Path, explored: Explored) -> None:
    check(explored)
    made = judged(known_chip, tmp_path)
    check(explore(Blurred(**{name: getattr(made, name) for name in Setting.__dataclass_fields__}), PLAN))


# -- candidates ------------------------------------------------------------------------------------------


def test_levels_fall_from_sign_off(known_chip: Chip) -> None:
    for objective in Objective:
        levels = Levels.of(known_chip.lot, known_chip.number, known_chip.die, objective)
        safe, calm, *scaled = levels.points
        assert len(scaled) >= 4
        clean = [known_chip.die.is_clean(CONFIG, known_chip.table, point) for point in levels.points]
        assert clean == [True, True, *[False] * len(scaled)]
        assert list(levels.rates) == sorted(levels.rates)
        for before, after in zip(levels.points, levels.points[1:], strict=False):
            if objective is Objective.ENERGY:
                assert before.voltage > after.voltage
                assert before.frequency == safe.frequency
            else:
                assert before.frequency < after.frequency
                assert after.voltage == safe.voltage
        assert calm != safe


def test_a_choice_becomes_a_policy(known_chip: Chip) -> None:
    levels = Levels.of(known_chip.lot, known_chip.number, known_chip.die, Objective.ENERGY)
    choice = Choice((1, 1, 0, 1), (3, 5, 1, 3), 2, 1, 9, 0, correct=False)
    policy = choice.policy(CONFIG, levels, 10)
    assert policy.points == tuple(levels.points[level] for level in (0, 1, 3, 5))
    by_step = choice.by_step(10)
    for step in range(10):
        for block in range(4):
            assert policy.points[policy.point(block, step)] == levels.points[by_step[step, block]]
    assert {block.action for block in policy.blocks} == {Policy.ZERO}
    assert policy.threshold == 9
    rolled_back = replace(choice, interval=5).policy(CONFIG, levels, 10)
    assert {block.action for block in rolled_back.blocks} == {Policy.ROLLBACK}


def test_what_can_not_change_images_is_left_out() -> None:
    calm = Choice((1,) * 4, (1,) * 4, 2, 1, 7, 0, correct=False)
    assert calm.without_clean_points() == replace(calm, sensitive=(0,) * 4, tolerant=(0,) * 4,
        leading=0, trailing=0, threshold=10, interval=10, correct=True)  # fmt: skip
    mixed = replace(calm, tolerant=(1, 2, 0, 3))
    assert mixed.without_clean_points() == replace(mixed, sensitive=(0,) * 4, tolerant=(0, 2, 0, 3))


def test_nowhere_safer() -> None:
    base = Choice((1,) * 4, (2,) * 4, 2, 0, 10, 10, correct=True)
    assert base.nowhere_safer(base, STEPS)
    assert replace(base, tolerant=(2, 3, 2, 2)).nowhere_safer(base, STEPS)
    assert replace(base, leading=1).nowhere_safer(base, STEPS)
    assert not replace(base, leading=3).nowhere_safer(base, STEPS)
    assert not replace(base, tolerant=(3, 3, 3, 1)).nowhere_safer(base, STEPS)
    assert not replace(base, tolerant=(3,) * 4, threshold=9).nowhere_safer(base, STEPS)


def test_trials_are_told_the_device(
    known_chip: Chip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the CPU nothing is said, so that its campaigns stay what they are."""
    choice = Choice((1, 1, 0, 1), (3, 5, 1, 3), 2, 1, 9, 0, correct=False)
    seen: list[Campaign] = []

    def run(campaign: Campaign, folder: Path, **options: Any) -> Path:
        seen.append(campaign)
        raise CampaignError("seen")

    monkeypatch.setattr(setting_module, "run", run)
    (tmp_path / "table.npz").touch()
    for options in ({}, {"device": "cuda:1"}):
        made = known_chip.setting(CONFIG, tmp_path / "table.npz", Objective.ENERGY, STEPS, **options)
        with pytest.raises(CampaignError, match="seen"):
            made.images([choice], PLAN.sampling(confirming=False), "search")
    here, there = (campaign.trials[0] for campaign in seen)
    assert there == here | {"device": "cuda:1"}
    assert again(PLAN, known_chip, "cuda:1")[-2:] == ["--device", "cuda:1"]
    assert "--device" not in again(PLAN, known_chip, "cpu")


def test_costs_follow_points_and_checkpoints(known_chip: Chip, tmp_path: Path) -> None:
    setting = judged(known_chip, tmp_path)
    base = Choice((1,) * 4, (1,) * 4, 0, 0, 10, 0, correct=True)

    def cost(**changes: Any) -> float:
        return setting.cost(replace(base, **changes), 8).energy.total

    assert cost(tolerant=(2,) * 4) < cost()
    assert cost() < cost(tolerant=(0, 1, 1, 1)) < cost(tolerant=(0,) * 4)
    assert cost() < cost(interval=20) < cost(interval=5)
    reading = setting.cost(replace(base, tolerant=(2,) * 4), 8, {"blocks": 10, "checkpoint_reads": 5})
    assert reading.energy.total > cost(tolerant=(2,) * 4)


# -- images ----------------------------------------------------------------------------------------------


def test_an_interrupted_search_goes_on(
    known_chip: Chip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIFT_HW_CACHE", str(tmp_path / "cache"))
    path = known_chip.table.save(tmp_path / "table.npz")
    setting = known_chip.setting(CONFIG, path, Objective.ENERGY, 3, workers=1)
    levels = Levels(setting.levels.points[:5], setting.levels.rates[:5])
    setting = replace(setting, folder=tmp_path / "trials", levels=levels)
    plan = Plan(steps=3, images=4, confirm=4, trials=0)

    def stop(what: str) -> Any:
        def show(done: int, total: int, left: float | None) -> None:
            if done == 2:
                raise KeyboardInterrupt

        return show

    with pytest.raises(
        CampaignError, match=r"of campaign explore are finished and kept in .* goes on from there"
    ):
        explore(replace(setting, on_progress=stop), plan)
    parts = {each: each.stat().st_mtime_ns for each in (tmp_path / "trials" / "parts").iterdir()}
    assert len(parts) >= 2
    found = explore(setting, plan)
    assert all(each.stat().st_mtime_ns == when for each, when in parts.items())
    assert found.found.excess <= 0
    worst = max(found.tried, key=lambda each: each.choice.tolerant)
    assert worst.row["blocks"] > 0
    calm = [each for each in found.tried if set(each.choice.tolerant) == {CALM}]
    assert all(each.row["psnr"] == 60 for each in calm), (
        "at the first failure images are those without faults"
    )


# -- what is written and refused -------------------------------------------------------------------------


def test_results_are_plain_values_and_are_shown(explored: Explored, known_chip: Chip) -> None:
    found = result(explored, known_chip)
    policy = explored.policy({"command": found["command"]})
    found["policy"] = policy.to_dict()
    assert json.loads(json.dumps(found)) == found or json.dumps(found)
    columns, rows = table_of(found)
    assert [row[0] for row in rows] == ["paper", "paper, calm", "uniform", "found"]
    assert all(len(row) == len(columns) for row in rows)
    assert rows[-1][1] == pytest.approx(1e3 * explored.found.cost.energy.total)
    assert "safe points at the first failure +" in gains(found)
    columns, parts = parts_of(found)
    total = sum(float(row[-1]) for row in parts if isinstance(row[-1], float))
    assert total == pytest.approx(rows[-1][1])
    assert sheet(found).startswith(b"\x89PNG")
    shown = section(found)
    assert shown["picture"].light.startswith("data:image/svg+xml")
    assert [row[0] for row in shown["rows"]] == [row[0] for row in rows]


def test_the_policy_file_holds_the_die(explored: Explored, known_chip: Chip, tmp_path: Path) -> None:
    from golden.timing.under_policy import Die, failing

    path = explored.policy({"seed": 0}).save(tmp_path / "policy.json")
    policy = OperatingPolicy.load(path)
    die = Die.of(policy)
    np.testing.assert_array_equal(np.asarray(die.factors), np.asarray(known_chip.die.factors))
    fails = failing(policy, CONFIG, known_chip.table, die)
    assert not fails[0]
    assert any(fails.values())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--objective", "area"], "unknown --objective 'area'; allowed: energy, time"),
        (["--psnr", "61"], "the bound of PSNR must be from 0, for none, to 60 dB"),
        (["--psnr", "-1"], "the bound of PSNR must be from 0, for none, to 60 dB"),
        (["--accuracy", "1.2"], "the bound of class accuracy must be above 0 and at most 1, not 1.2"),
        (["--images", "3"], "image quality needs 4 images or more"),
        (["--trials", "-1"], "no negative number of trials, not 20 and -1"),
        (["--steps", "0"], "sampling steps must be from 1 to 1000, not 0"),
        (["--device", "gpu"], "unknown --device 'gpu'; allowed: cpu, cuda, cuda:N"),
        (["--table", "none.npz"], "can not read timing table"),
        (
            ["--set", "power.points=2"],
            "power.points is 2, but a policy needs the safe point, the first failure",
        ),
        (
            ["--set", "protection.abft=false"],
            "without checks no error is tolerated; set protection.abft = true",
        ),
        (["--set", "power.blocks=3"], "power.blocks is 3, but the transformer has 4 blocks"),
        (["--pdk", "none"], "none"),
    ],
)
def test_what_is_refused_before_anything_is_made(
    options: list[str], message: str, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "out"
    assert main(["explore", "--preset", "tiny", "--out", str(out), *options]) == 2
    assert message in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    "where",
    [
        "drift_hw.imaging.DIT_WEIGHTS",
        "synth.operating.setting.CLASSIFIER_WEIGHTS",
        "synth.operating.setting.SCALES",
    ],
)
def test_weights_that_are_missing(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(where, tmp_path / "absent.safetensors")
    out = tmp_path / "out"
    assert main(["explore", "--preset", "tiny", "--out", str(out)]) == 2
    assert "absent" in capsys.readouterr().err
    assert not out.exists()


def test_a_table_of_another_library(tmp_path: Path, capsys: Capture) -> None:
    path, out = table().save(tmp_path / "table.npz"), tmp_path / "out"
    assert main(["explore", "--preset", "tiny", "--table", str(path), "--out", str(out)]) == 2
    shown = capsys.readouterr().err
    assert "the timing table is of made up, but costs are asked of osu018" in shown
    assert "choose the library with --pdk, or characterise in this one" in shown
    assert not out.exists()


def test_tables_of_other_pes_and_folders_that_are_none(tmp_path: Path, capsys: Capture) -> None:
    path = table().save(tmp_path / "table.npz")
    assert main(["explore", "--preset", "demo", "--table", str(path), "--out", str(tmp_path / "out")]) == 2
    assert "made for PEs of another configuration" in capsys.readouterr().err
    assert main(["explore", "--preset", "tiny", "--out", str(path)]) == 2
    assert "it is a file; give the path of a folder" in capsys.readouterr().err


def test_the_command_searches_as_much_as_a_plan() -> None:
    given = {name: one.default for name, one in inspect.signature(run).parameters.items()}
    for name in ("steps", "images", "confirm", "trials", "seed", "objective"):
        assert given[name] == getattr(Plan(), name), name


def commanded(
    known_chip: Chip,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    *options: str,
    worst: dict[str, Any] | None = None,
) -> int:
    """Run the command on a made-up chip whose images are judged by a rule; return the exit code."""

    def images(
        self: Setting, choices: Sequence[Choice], sampling: Sampling, what: str
    ) -> list[dict[str, Any]]:
        return [judge(choice, sampling.images) | (worst or {}) for choice in choices]

    monkeypatch.setattr("drift_hw.cli.explore.prepared", lambda *given, **named: known_chip)
    monkeypatch.setattr(Setting, "images", images)
    monkeypatch.setenv("DRIFT_HW_CACHE", str(out.parent / "cache"))
    common = ["--preset", "tiny", "--steps", "6", "--images", "4", "--confirm", "8", "--trials", "12"]
    return main(["explore", *common, "--out", str(out), *options])


def test_the_command_writes_what_others_read(
    known_chip: Chip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    out = tmp_path / "out"
    assert commanded(known_chip, out, monkeypatch) == 0
    shown = capsys.readouterr().out
    assert "found" in shown
    assert "Beyond the first failure the policy gains" in " ".join(shown.split())
    assert {path.name for path in out.iterdir()} == {
        "config.toml", "table.npz", "explore.json", "explore.png", "policy.json", "report.html",
    }  # fmt: skip
    policy = OperatingPolicy.load(out / "policy.json")
    policy.check(CONFIG, DEPTH)
    told = json.loads((out / "explore.json").read_text())["policy"]
    assert OperatingPolicy.from_dict(told).points == policy.points
    assert TimingTable.load(out / "table.npz", CONFIG).voltages == known_chip.table.voltages
    assert "The policy found" in (out / "report.html").read_text()


def test_nothing_is_written_where_nothing_keeps_its_images(
    known_chip: Chip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    out = tmp_path / "out"
    poor = {"accuracy": 0.95, "psnr": 41.25}
    assert commanded(known_chip, out, monkeypatch, "--accuracy", "0.99", worst=poor) == 2
    assert "no policy reaches the bound (class accuracy 0.99, 20 dB): the best of" in capsys.readouterr().err
    assert not out.exists()
