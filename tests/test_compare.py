"""Policies side by side: what runs, what it costs, what the command and the page say."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from amaranth.sim import Simulator
from matplotlib import image
from synth_libraries import osu018

from drift_hw.campaign import CampaignError
from drift_hw.cli import main
from drift_hw.cli.compare import _short
from drift_hw.comparison import SHOWN, Comparison, rates, supplies
from drift_hw.config import PRESETS, Config
from drift_hw.control.timesteps import has_checkpoint
from drift_hw.errors import UserError
from drift_hw.memory.layout import Layout
from drift_hw.report import policies as pictures
from golden.cycles import step_cycles, traffic
from golden.models import Network, dit_block
from golden.resilience.overheads import overheads
from golden.resilience.policies import POLICIES, ComparedPolicy, Hardware, policy
from golden.resilience.protected import COUNTS
from golden.resilience.scenario import Where
from golden.resilience.trial import network
from golden.timing.shadows import Remedy
from synth.shadow_flops import ShadowedPE, added_area, pe_area

TINY = PRESETS["tiny"].replace(array__product_register=True)
STEPS = 6


class TestPolicies:
    @pytest.mark.parametrize("name", list(POLICIES))
    def test_errors_strike_wherever_it_is_not_safe(self, name: str) -> None:
        chosen = policy(name)
        where = Where(**{key: tuple(values) for key, values in chosen.where(3, STEPS).items()})
        for block in range(3):
            for step in range(STEPS):
                strikes = block in where.blocks and step in where.steps
                assert strikes != chosen.is_safe(block, step, STEPS)

    @pytest.mark.parametrize(
        ("settings", "count"),
        [
            ({}, 0),
            ({"safe": True}, 0),
            ({"leading": 2}, 2),
            ({"trailing": 1}, 2),
            ({"leading": 1, "trailing": 1}, 2),
            ({"blocks": (0,)}, 2 * STEPS),
            ({"blocks": (0, 2)}, 2 * STEPS),
            ({"blocks": (1,)}, 2 * STEPS),
            ({"leading": 2, "blocks": (0,)}, 2 * (STEPS - 2)),
            ({"leading": STEPS}, 0),
        ],
    )
    def test_switches_of_the_operating_point(self, settings: dict[str, Any], count: int) -> None:
        assert ComparedPolicy("", "none", Hardware.NONE, **settings).switches(3, STEPS) == count

    def test_all_schemes_are_there(self) -> None:
        assert len({each.title for each in POLICIES.values()}) == len(POLICIES) == 11
        with pytest.raises(UserError, match="unknown policy 'best'; allowed: unprotected, safe, abft"):
            policy("best")

    def test_each_runs_on_the_array_that_it_is_built_of(self) -> None:
        compared = Comparison(TINY, rates([1e-2]), ("ours", "located"), images=2, steps=2)
        built = {
            each["config"]["protection"]["locator"]
            for each in compared.plan().trials
            if each["scheme"] == "correct+rollback"
        }
        assert built == {False, True}

    def test_a_locator_needs_a_place(self) -> None:
        config = TINY.replace(protection__correction_limit=0)
        with pytest.raises(UserError, match=r"^protection\.locator repairs what the checksums find"):
            Comparison(config, rates([1e-2]), ("located",))


class TestOverheads:
    CONFIG = PRESETS["drift"]
    NETWORK = Network("", 2, dit_block(network(None).config, images=2))

    def of(self, name: str, **tally: int) -> tuple[float, float, float]:
        found = overheads(self.CONFIG, policy(name), self.NETWORK, STEPS, tally, settle_cycles=1000)
        return found.cycles, found.settling, found.traffic

    @property
    def before(self) -> tuple[int, int]:
        bare = self.CONFIG.replace(protection__abft=False)
        moved = sum(gemm.count * traffic(bare, gemm).total for gemm in self.NETWORK.block)
        return STEPS * step_cycles(bare, self.NETWORK), STEPS * 2 * moved

    def test_nothing_costs_nothing(self) -> None:
        assert self.of("unprotected") == self.of("safe") == (0, 0, 0)

    def test_every_cycle_of_replay_counts(self) -> None:
        cycles, settling, moved = self.of("razor", replayed_cycles=500)
        assert cycles == pytest.approx(500 / self.before[0])
        assert settling == moved == 0

    def test_what_is_computed_again_is_run_moved_and_waited_for(self) -> None:
        again = {"recomputed_blocks": 10, "recomputed_cycles": 960, "safe_passes": 3}
        cycles, settling, moved = self.of("abft", **again)
        checks = self.of("abft")[0]
        assert cycles - checks == pytest.approx(960 / self.before[0])
        assert settling == pytest.approx(3 * 2 * 1000 / self.before[0])
        assert moved == pytest.approx((960 * (32 + 32) + 10 * 1024) / self.before[1])

    def test_checkpoints_take_what_the_cycle_model_says(self) -> None:
        blocks = {"checkpoint_writes": 40, "checkpoint_reads": 8, "blocks": 100}
        cycles, settling, moved = self.of("drift", **blocks)
        own = [
            step_cycles(self.CONFIG, self.NETWORK, checkpoint=has_checkpoint(step, 10))
            for step in range(STEPS)
        ]
        least = sum(own) / self.before[0] - 1
        held = (40 + 8) * Layout(self.CONFIG).tile / self.CONFIG.bus_bytes / self.before[0]
        assert least <= cycles <= least + 0.1
        assert settling == pytest.approx(2 * (STEPS - 2) * 1000 / self.before[0])
        assert moved == pytest.approx(48 * 1024 / self.before[1])
        assert held > 0
        more = self.of("drift", **(blocks | {"checkpoint_reads": 100}))[0]
        assert more >= cycles


class TestComparison:
    def test_each_policy_and_setting_is_a_trial_the_safe_one_once(self) -> None:
        compared = Comparison(TINY, rates([1e-3, 1e-2]), ("unprotected", "drift"), images=50, steps=3)
        plan = compared.plan()
        # 50 images are three batches.
        assert len(plan.trials) == 3 * (2 * 2 + 1)
        assert [each["images"] for each in plan.trials[:3]] == [20, 20, 10]
        assert len({each["seed"] for each in plan.trials}) == 3
        drift = [each for each in plan.trials if each["scheme"] == "rollback"]
        assert all(each["where"] == {"blocks": [1, 2, 3], "steps": [2]} for each in drift)

    def test_lines_are_those_of_the_rows(self) -> None:
        compared = Comparison(TINY, rates([1e-3, 1e-2]), ("ours", "unprotected"), images=21, steps=3)
        rows: list[dict[str, Any]] = []
        for number, each in enumerate(compared.plan().trials):
            for index in range(each["images"]):
                row = {"psnr": float(number), "digit": index % 10, "label": index % 10 if index else 9}
                row |= {f"tally.{name}": 7 for name in ("critical_elements", "blocks")}
                rows.append(row | {"features": [float(number), 0.0], "pixels": "AAAA"})
        lines = compared.summary(rows)
        assert [(line["policy"], line["setting"]) for line in lines] == [
            ("ours", "0.001"),
            ("ours", "0.01"),
            ("unprotected", "0.001"),
            ("unprotected", "0.01"),
        ]
        # Trials come in the order safe, ours, unprotected, in two batches each.
        assert [line["psnr"] for line in lines] == [2, 4, 6, 8]
        assert all(line["accuracy"] == pytest.approx(19 / 21) for line in lines)
        assert all(line["lpips"] is line["relative_error"] is None for line in lines)
        assert all(line["counts"]["critical_elements"] == 14 for line in lines)
        assert [line["frechet"] for line in lines] == pytest.approx([4, 16, 36, 64])
        assert all(len(line["pixels"]) == SHOWN for line in lines)
        assert set(lines[0]["counts"]) == set(COUNTS)
        with pytest.raises(UserError, match="the table has 9 images, but this comparison 105"):
            compared.summary(rows[:9])

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"policies": ("ours", "magic")}, "unknown policy 'magic'; allowed: unprotected"),
            ({"policies": ("ours", "ours")}, "give each policy once, not ours, ours"),
            ({"policies": ()}, "give each policy once, not none"),
            ({"images": 0}, "images must be from 1 to 10000, not 0"),
            ({"steps": 1001}, "steps must be from 1 to 1000, not 1001"),
            ({"settle_us": -1.0}, "the settling time must not be negative, not -1 us"),
            ({"config": TINY.replace(protection__abft=False)}, "compared on an array with checks"),
        ],
    )
    def test_what_can_not_be_compared(self, changes: dict[str, Any], message: str) -> None:
        with pytest.raises(UserError, match=message):
            Comparison(**({"config": TINY, "settings": rates([1e-3])} | changes))

    def test_settings_that_can_not_be(self) -> None:
        for values in ([], [1e-3, 1e-3]):
            with pytest.raises(UserError, match="give one or more different rates, not"):
                rates(values)
        for rate in (0.0, 1.5, float("nan")):
            with pytest.raises(UserError, match="a rate is a probability above 0 and up to 1, not"):
                rates([rate])
        with pytest.raises(UserError, match=r"give one or more different voltages, not 1\.7, 1\.7"):
            supplies(Path("table.npz"), [1.7, 1.7], 4000)
        with pytest.raises(UserError, match="nowhere"):
            Comparison(TINY, supplies(Path("nowhere.npz"), [1.7], 4000))
        with pytest.raises(UserError, match=r"from 0 to 0\.2, not 0\.5"):
            Comparison(TINY, supplies(Path("nowhere.npz"), [1.7], 4000, 0.5))


def found(area: float | None = 0.1) -> dict[str, Any]:
    """A result with two policies at two settings."""
    rng = np.random.default_rng(0)

    def line(name: str, setting: str) -> dict[str, Any]:
        pixel = [base64.b64encode(rng.integers(0, 256, 16, np.uint8).tobytes()).decode() for _ in range(2)]
        return {
            "policy": name,
            "title": POLICIES[name].title,
            "setting": setting,
            "psnr": 31.25,
            "ssim": 0.75,
            "lpips": None,
            "relative_error": None,
            "decoded_psnr": None,
            "accuracy": 0.9,
            "accuracy_low": 0.6,
            "accuracy_high": 0.98,
            "frechet": 1.5,
            "counts": dict.fromkeys(COUNTS, 1234567),
            "cycles": 0.25,
            "settling": 0.5,
            "traffic": 0.125,
            "area": area,
            "pixels": pixel,
        }

    return {
        "command": ["drift-hw", "compare", "--images", "3"],
        "settings": ["0.001", "0.01"],
        "errors": [{"model": "output", "rate": 1e-3}, {"model": "output", "rate": 1e-2}],
        "images": 3,
        "steps": 4,
        "settle_us": 20.0,
        "scaling": "static",
        "library": None if area is None else "osu018",
        "policies": [line(name, label) for name in ("drift", "ours") for label in ("0.001", "0.01")],
        "config": TINY.hash,
        "seed": 5,
        "versions": {"drift-hw": "0"},
    }


class TestPage:
    def test_the_page_shows_pictures_and_costs(self, tmp_path: Path) -> None:
        (tmp_path / "config.toml").write_text(TINY.to_toml())
        (tmp_path / "compare.json").write_text(json.dumps(found()))
        assert main(["report", str(tmp_path)]) == 0
        page = (tmp_path / "report.html").read_text()
        assert "Policies side by side" in page
        for text in (
            "drift-hw compare --images 3",
            "3 images in 4 steps",
            "31.2, 0.90",
            "1,234,567",
            "+12.5",
        ):
            assert text in page, text
        assert page.count('<section id="policies">') == 1
        assert "read as the digit asked for" in page

    def test_latents_are_not_read(self) -> None:
        table = found() | {"left_out": {"LPIPS": "it compares pixels"}}
        for line in table["policies"]:
            line.update(dict.fromkeys(("accuracy", "accuracy_low", "accuracy_high", "frechet")))
            line["relative_error"] = 0.5
        shown = pictures.section(table)
        assert shown["columns"] == ["policy", "0.001: dB, SSIM", "0.01: dB, SSIM"]
        assert shown["rows"][0][1:] == ["31.2, 0.75", "31.2, 0.75"]
        caption = shown["pictures"][1]["caption"]
        assert "and their SSIM. Left out: LPIPS: it compares pixels. Latents are shown channel by" in caption

    def test_without_synthesis_there_is_no_area(self) -> None:
        shown = pictures.section(found(None))
        assert shown["cost_rows"][0][-1] == "-"
        assert "osu018" not in str(shown["pictures"])
        assert "osu018" in pictures.section(found())["pictures"][2]["caption"]

    def test_the_grid_has_a_row_for_each_policy(self) -> None:
        sheet = image.imread(io.BytesIO(pictures.sheet(found())))
        assert sheet.shape[0] > 150
        assert sheet.shape[1] > 400
        assert pictures.sheet(found()) == pictures.sheet(found())

    def test_pixels_come_back(self) -> None:
        values = np.arange(16, dtype=np.uint8)
        assert np.array_equal(
            pictures.pixels(base64.b64encode(values.tobytes()).decode()), values.reshape(4, 4)
        )

    def test_supplies_are_called_so(self) -> None:
        table = found() | {"errors": [{"model": "flop", "period_ps": 4000.0, "voltage": 1.7}]}
        assert pictures.what(table) == "falling supply and a period of 4000 ps"


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = "--preset tiny --policy unprotected --policy ours --rates 0.03 --images 2"
    options = [*options.split(), "--steps", "3"]
    options += ["--pdk", "none", "--workers", "1", "--out", str(tmp_path)]
    assert main(["compare", *options]) == 0
    printed = capsys.readouterr().out
    assert "0.03 of the results wrong: 2 images in 3 steps" in printed
    assert "unprotected" in printed
    result = json.loads((tmp_path / "compare.json").read_text())
    unprotected, ours = result["policies"]
    assert unprotected["psnr"] < ours["psnr"]
    assert ours["counts"]["corrected_elements"] > 0 == unprotected["counts"]["corrected_elements"]
    assert unprotected["counts"]["missed_elements"] == unprotected["counts"]["critical_elements"] > 0
    assert unprotected["area"] is None
    assert result["command"][-8:] == ["--images", "2", "--steps", "3", "--seed", "0", "--settle-us", "20"]
    for name in ("policies.png", "compare.parquet", "config.toml", "report.html"):
        assert (tmp_path / name).is_file()
    # Once more: nothing is sampled again, and the same comes out.
    assert main(["compare", *options, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == result


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--fidelity gates", "--fidelity is output or flop, not 'gates'"),
        ("--fidelity output --table t.npz", "errors at rates know no table, supply, period or sigma"),
        ("--voltages 1.7", "errors at rates know no table"),
        ("--table t.npz --rates 1e-3", "--rates are those of --fidelity output"),
        ("--table t.npz --voltages 1.7", "needs --table, --voltages and --period-ps"),
        ("--fidelity flop", "needs --table, --voltages and --period-ps"),
        ("--rates many", "--rates must be numbers with commas, such as 1e-3,1e-2, not 'many'"),
        ("--policy drif", "unknown policy 'drif'"),
        ("--pdk osu", "unknown PDK 'osu'"),
        ("--images 0", "images must be from 1 to 10000, not 0"),
        (
            "--device cuda:x",
            "unknown --device 'cuda:x'; allowed: cpu, cuda, cuda:N (the GPU of number N, from",
        ),
        ("--weights lost.safetensors", "there are no weights lost.safetensors; give a .safetensors file"),
    ],
)
def test_what_the_command_refuses(
    options: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["compare", "--preset", "tiny", *options.split()]) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.out == ""
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_short_counts() -> None:
    assert [_short(count) for count in (0, 9999, 10_000, 999_499, 1_234_567)] == [
        "0",
        "9999",
        "10k",
        "999k",
        "1.23M",
    ]


class TestShadowFlops:
    BEATS, CYCLES = 5, 400
    CONFIG = Config().replace(array__product_register=True, faults__ports=True)

    def run(
        self,
        remedy: Remedy,
        shadowed: dict[str, int] | None,
        flips: dict[str, list[int]],
        zeros: np.ndarray | None = None,
    ) -> tuple[list[int], list[int], np.ndarray]:
        """Feed tiles, with late captures of these bits and zero operands in some cycles.

        Returns what is drained, `late` by cycle, and products.
        """
        # One clock: shadows sample what the main flops should have, faults are of the main flops only.
        pe = ShadowedPE(self.CONFIG, remedy, shadowed=shadowed, one_clock=True)
        a, b = np.random.default_rng(0).integers(-128, 128, (2, self.CYCLES)).tolist()
        drained: list[int] = []
        late: list[int] = []

        async def bench(context: Any) -> None:
            for cycle in range(self.CYCLES):
                context.set(pe.a_in, 0 if zeros is not None and zeros[cycle] else a[cycle] & 0xFF)
                context.set(pe.b_in, b[cycle] & 0xFF)
                context.set(pe.flush_in, cycle % self.BEATS == 0)
                for register, masks in flips.items():
                    context.set(getattr(pe, f"fault_flip_{register}"), masks[cycle])
                await context.delay(1e-9)
                context.set(pe.clk, 1)
                await context.delay(1e-9)
                context.set(pe.clk, 0)
                await context.delay(1e-9)
                late.append(context.get(pe.late_out))
                drained.append(context.get(pe.drain_out))

        simulator = Simulator(pe)
        simulator.add_testbench(bench)
        simulator.run()
        # The flush of a tile is with the accumulator one cycle after it came.
        return drained[self.BEATS + 1 :: self.BEATS], late, np.array(a) * np.array(b)

    def sums(self, products: np.ndarray) -> list[int]:
        """Return the sum of each tile that is drained in time, as the bus shows it."""
        tiles = products.reshape(-1, self.BEATS).sum(1) & 0xFFFFFFFF
        return [int(each) for each in tiles[: self.CYCLES // self.BEATS - 1]]

    def masks(self, bit: int, share: float = 0.2) -> list[int]:
        """Return for each cycle whether this bit is late, from the fourth tile on."""
        hit = np.random.default_rng(bit).random(self.CYCLES) < share
        hit[: 3 * self.BEATS] = hit[-self.BEATS :] = False
        return [int(each) << bit for each in hit]

    @pytest.mark.parametrize("remedy", [Remedy.DROP, Remedy.REPLAY])
    def test_without_late_captures_it_is_a_pe(self, remedy: Remedy) -> None:
        drained, late, products = self.run(remedy, None, {})
        assert drained[1:] == self.sums(products)[1:]
        assert not any(late[4:])

    @pytest.mark.parametrize("shadowed", [None, {"product": 13}])
    def test_a_late_product_is_dropped(self, shadowed: dict[str, int] | None) -> None:
        masks = self.masks(14)
        drained, late, products = self.run(Remedy.DROP, shadowed, {"product": masks})
        # The product of operands that came in a cycle is captured in the next one.
        hit = np.append(np.array(masks[1:]) > 0, False)
        assert drained[1:] == self.sums(np.where(hit, 0, products))[1:]
        assert sum(late[4:]) == hit.sum() > 40

    def test_a_late_sum_costs_the_next_product_or_nothing(self) -> None:
        masks = self.masks(29)
        drained, late, products = self.run(Remedy.DROP, {"accumulator": 25}, {"accumulator": masks})
        hit = np.append(np.array(masks[2:]) > 0, [False] * 2)  # sums that products are added to
        last = np.arange(self.CYCLES) % self.BEATS == self.BEATS - 1
        dropped = np.append(False, (hit & ~last)[:-1])
        # A sum that was to take nothing may be late again, and takes nothing again.
        assert drained[1:] == self.sums(np.where(dropped, 0, products))[1:]
        assert sum(late[4:]) == hit.sum() > 40
        assert dropped.sum() < hit.sum(), "the last sums of tiles are drained from the shadows"

    def test_what_has_no_shadow_is_not_seen(self) -> None:
        masks = self.masks(12)
        drained, late, products = self.run(Remedy.DROP, {"product": 13}, {"product": masks})
        hit = np.append(np.array(masks[1:]) > 0, False)
        assert drained[1:] == self.sums(np.where(hit, products ^ (1 << 12), products))[1:]
        assert not any(late[4:])

    def test_a_late_sum_is_right_after_a_replay(self) -> None:
        """The array would wait for a cycle: here it multiplies by zero."""
        masks = self.masks(30)
        last = np.arange(self.CYCLES) % self.BEATS == self.BEATS - 1
        hit = np.append(np.array(masks[2:]) > 0, [False] * 2) & ~last
        late_sums = [0, 0, *(int(each) << 30 for each in hit[:-2])]
        waiting = np.append(False, hit[:-1])
        drained, late, products = self.run(Remedy.REPLAY, None, {"accumulator": late_sums}, waiting)
        assert drained[1:] == self.sums(np.where(waiting, 0, products))[1:]
        assert [bool(each) for each in late_sums] == [bool(each) for each in late]
        assert sum(late) > 40

    def test_area(self) -> None:
        library = osu018()
        config = PRESETS["tiny"].replace(
            array__operand_width=4, array__accumulator_width=16, array__product_register=True
        )
        shares = added_area(config, library)
        assert shares[Hardware.NONE] == 0
        assert 0 < shares[Hardware.CHECKS] < min(shares[Hardware.CORRECTOR], shares[Hardware.LOCATOR])
        few, some, both = (
            pe_area(ShadowedPE(config, Remedy.DROP, shadowed=chosen), library)
            for chosen in ({"product": 6}, {"product": 0}, None)
        )
        assert few < some < both
        assert min(shares[Hardware.DROPPING], shares[Hardware.REPLAYING]) > 0.1

    def test_carry_save_is_refused(self) -> None:
        with pytest.raises(UserError, match="shadow flops are not built for carry-save accumulators"):
            ShadowedPE(Config().replace(array__carry_save=True), Remedy.DROP)


def test_trials_alike_are_no_campaign() -> None:
    """What keeps the safe policy, the same at every setting, from running more than once."""
    compared = Comparison(TINY, rates([1e-3, 1e-2]), ("safe",), images=2, steps=2)
    assert len(compared.plan().trials) == 1
    with pytest.raises(CampaignError, match="are the same"):
        type(compared.plan())("twice", compared.plan().trial, compared.plan().trials * 2, {})
