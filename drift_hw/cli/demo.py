"""`drift-hw demo`: from a configuration to one page, every step real."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drift_hw.cli import capture, characterize, cosim, generate, image, synth
from drift_hw.cli.options import (
    ConfigOption,
    PresetOption,
    SeedOption,
    SetOption,
    chosen_config,
    progress,
)
from drift_hw.errors import UserError

if TYPE_CHECKING:
    from drift_hw.config import Config
    from golden.tiles import TileSet
    from synth.pdk import Library

HELP = """
Do everything once: Verilog, tiles of the transformer through it, injected timing errors, whole images on the
accelerator under each recovery policy, synthesis, where timing errors come from, one page.

The folder then holds what the commands `generate`, `capture`, `cosim`, `image`, `synth` and `characterize`
print with `--json`, the timing table `table.npz`, and `report.html`. What a missing tool or the configuration
prevents is left out, and said.
"""
EPILOG = """
**Examples**

`drift-hw demo` fills build/demo, in a few minutes

`drift-hw demo --preset tiny --faults 500 --size 8 --out build/quick`
"""


POLICIES = ("clean", "none", "rollback", "correct+rollback")
"""Recovery policies under which the accelerator makes the image."""
EXPERIMENT: dict[str, Any] = {"label": 7, "rate": 5e-5, "interval": 3, "sensitive": 2}
"""A rate that ruins the unprotected image in few steps; options of `drift-hw image`."""
CYCLES = 48_000
"""Cycles of the gate simulation for all supplies together: within a minute on two cores."""


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to fill.")] = Path("build/demo"),
    faults: Annotated[int, typer.Option(min=1, help="Errors to inject.")] = 4000,
    images: Annotated[int, typer.Option(min=1, help="Images to sample for the page.")] = 20,
    steps: Annotated[
        int, typer.Option(min=0, max=1000, help="Steps of the image on the accelerator; 0 leaves it out.")
    ] = 8,
    size: synth.SizeOption = None,
    pdk: synth.PdkOption = None,
    corner: synth.CornerOption = None,
    liberty: synth.LibertyOption = None,
    seed: SeedOption = 0,
) -> None:
    """Run every step and write the page."""
    from drift_hw.cosim_faults import Selection
    from drift_hw.files import check_writable_folder, write_bytes, write_json, write_text
    from drift_hw.report.page import render

    chosen = chosen_config(preset, config, changes)
    check_writable_folder(out)
    library = _library(pdk, corner, liberty)
    with_image = steps > 0 and _can_image(chosen)
    write_text(out / "config.toml", chosen.to_toml())

    def keep(name: str, result: dict[str, Any], *command: object) -> None:
        again = ["drift-hw", *map(str, command), "--config", str(out / "config.toml")]
        write_json(out / f"{name}.json", {"command": again} | result)

    drawn = ("--seed", seed)
    cells = _library_options(pdk, corner, liberty)

    with _step("Verilog") as say:
        written = generate.result(chosen, out / "rtl")
        keep("generate", written, "generate", "--out", out / "rtl")
        say(f"{len(written['files'])} files in {out / 'rtl'}")
    with _step("Tiles of the transformer") as say:
        tiles = cosim.load_tiles(chosen, None, seed)
        tiles.save(out / "tiles.npz")
        keep(
            "capture", capture.result(tiles, out / "tiles.npz"), "capture", "--out", out / "tiles.npz", *drawn
        )
        write_bytes(out / "samples.png", sample_images(images, seed))
        say(f"{len(tiles)} tiles in {out / 'tiles.npz'}, {images} images")
    with _step("Co-simulation") as say:
        selection = Selection()
        found = cosim.result(chosen, tiles, injections=faults, selection=selection, threshold=None, seed=seed)
        keep("cosim", found, "cosim", "--tiles", out / "tiles.npz", "--faults", faults, *drawn)
        right = found["tiles"]["total"] - found["tiles"]["mismatches"]
        say(f"{right} of {found['tiles']['total']} tiles bit-exact, {faults} errors injected")
    if with_image:
        with _step("Images on the accelerator") as say:
            say(_image(chosen, out, steps, seed, keep))
    if library is not None:
        with _step("Synthesis") as say:
            report = synth.synthesised(chosen, library, tiles)
            keep("synth", synth.result(report, seed), "synth", "--tiles", out / "tiles.npz", *cells, *drawn)
            say(f"{report.area.total / 1e6:.2f} mm2 in {library.name}")
        with _step("Cost of protection") as say:
            rows = synth.costed(library, size, chosen, seed)
            costs = synth.protection_result(library, rows, seed)
            sizes = [option for row in rows for option in ("--size", row.size)]
            keep("protection", costs, "synth", "--protection", *sizes, *cells, *drawn)
            say(f"{100 * rows[-1].area_share:.1f} % of area at {rows[-1].size} x {rows[-1].size}")
        with _step("Timing errors") as say:
            say(_characterise(chosen, tiles, (pdk, corner, liberty), out=out, seed=seed, keep=keep))
    with _step("Page") as say:
        say(str(write_text(out / "report.html", render(out))))
    if found["tiles"]["mismatches"] or found["faults"]["mismatches"]:
        raise typer.Exit(1)


def _library(pdk: str | None, corner: str | None, liberty: list[Path] | None) -> Library | None:
    """Return the cell library, or None with a message when there is none and none was asked for."""
    try:
        return synth.chosen_library(pdk, corner, liberty)
    except UserError as error:
        if pdk or corner or liberty:
            raise
        typer.echo(f"Synthesis is left out: {error}")
        return None


def _can_image(config: Config) -> bool:
    """Return whether there is an accelerator that the transformer runs on; say so when not."""
    from drift_hw.imaging import check_config

    try:
        check_config(config)
    except UserError as error:
        typer.echo(f"Images on the accelerator are left out: {error}")
        return False
    return True


def _image(config: Config, out: Path, steps: int, seed: int, keep: Callable[..., None]) -> str:
    """Sample the image under each policy into the run folder; return what was found in words."""
    from drift_hw.files import write_bytes
    from drift_hw.imaging import Experiment

    experiment = Experiment(steps=steps, seed=seed, **EXPERIMENT)
    made = image.sample(config, experiment, POLICIES)
    write_bytes(out / "images.png", image.sheet(made))
    given = {"out": out, "steps": steps, "seed": seed, **EXPERIMENT}
    options = [text for name, value in given.items() for text in (f"--{name}", value)]
    policies = [text for name in POLICIES for text in ("--policy", name)]
    keep("image", image.result(config, experiment, made), "image", *options, *policies)
    qualities = ", ".join(f"{one.policy} {one.psnr:.1f} dB" for one in made if one.policy != "clean")
    return f"{len(made)} pixel-identical to the golden model; {qualities}"


def _characterise(
    config: Config,
    tiles: TileSet,
    cells: tuple[str | None, str | None, list[Path] | None],
    *,
    out: Path,
    seed: int,
    keep: Callable[..., None],
) -> str:
    """Characterise the PEs into the run folder; return what was found, or why it is left out, in words."""
    from synth.timing.characterise import Plan
    from synth.timing.stream import from_tiles

    try:
        target = characterize.prepared(config, *cells)
    except UserError as error:
        return f"left out: {error}"
    cycles = CYCLES // len(target.libraries)
    plan = Plan(cycles=cycles, closed_cycles=cycles // 4, seed=seed)
    table = characterize.characterised(target, from_tiles(tiles), plan, (), False)
    table.save(out / "table.npz")
    found = characterize.result(config, table, characterize.chosen_variation(target, None), seed=seed)
    again = ("--stream", out / "tiles.npz", *_library_options(*cells), "--cycles", cycles, "--seed", seed)
    keep("characterize", found, "characterize", *again)
    data = found["supplies"][-1]["kinds"]["data"]
    first = data["first_bits"][0] if data["first_bits"] else None
    if first is None:
        return f"none in {cycles:,} cycles"
    return f"from T / T0 = {data['first_wrong']:.3f} on, {first['register']} bit {first['bit']} first"


def _library_options(pdk: str | None, corner: str | None, liberty: list[Path] | None) -> list[str]:
    """Return the options that choose the cell library, as they were given."""
    files = [("--liberty", str(path)) for path in liberty or ()]
    given = [(name, value) for name, value in (("--pdk", pdk), ("--corner", corner)) if value is not None]
    return [text for option in (*given, *files) for text in option]


class _Say:
    """Takes what a step has to say when it is done."""

    text = ""

    def __call__(self, text: str) -> None:
        self.text = text


@contextmanager
def _step(name: str) -> Iterator[_Say]:
    """Time a step and print a line about it."""
    say, start = _Say(), time.perf_counter()
    yield say
    typer.echo(f"{name:<26}{time.perf_counter() - start:6.1f} s   {say.text}")


def sample_images(count: int, seed: int) -> bytes:
    """Return a PNG of `count` digits that the transformer samples in int8, classes in turn."""
    from golden.checkpoint import DIT_WEIGHTS, load_dit
    from golden.diffusion import STEPS
    from golden.quantised import SCALES, Calibration, QuantisedDiT
    from golden.train.evaluate import generate as sample
    from golden.train.evaluate import image_grid

    model = load_dit(DIT_WEIGHTS)
    quantised = QuantisedDiT(model, Calibration.load(SCALES))
    steps = -(-count // 100) * STEPS  # a hundred at a time
    with progress("Sampling images") as show:
        images = sample(model, count, seed=seed, gemm=quantised.gemm, progress=lambda done: show(done, steps))
    return image_grid(images, 10)
