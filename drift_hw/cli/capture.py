"""`drift-hw capture`: real operand tiles of the trained diffusion transformer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drift_hw.cli.options import (
    ConfigOption,
    JsonOption,
    PresetOption,
    SeedOption,
    SetOption,
    chosen_config,
    print_json,
    print_table,
    progress,
)

if TYPE_CHECKING:
    from golden.tiles import TileSet

HELP = """
Run the trained diffusion transformer in int8 and keep operands of its matrix products, cut into tiles.

A tile is A (rows x K) and B (K x columns) of one output block of the array. The file is what `cosim --tiles`
streams through the Verilog; it fits the configuration that it was cut for and no other.
"""
EPILOG = """
**Examples**

`drift-hw capture --preset drift` takes all six products of the first, middle and last sampling step

`drift-hw capture --kind qkv --kind fc2 --timestep 0 --timestep -1 --images 2 --out build/two.npz`

`drift-hw capture --tiles-per-site 0` keeps every tile of each product instead of a few
"""


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Tile file to write.")] = Path("build/tiles.npz"),
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Product to keep: qkv, qk, av, proj, fc1, fc2. Repeatable [default: all]."),
    ] = None,
    timestep: Annotated[
        list[int] | None,
        typer.Option(help="Sampling step, from 0; negative from the end [default: first, middle, last]."),
    ] = None,
    block: Annotated[
        list[int] | None,
        typer.Option(help="Transformer block, negative from the end [default: first, last]."),
    ] = None,
    head: Annotated[list[int] | None, typer.Option(help="Attention head [default: 0].")] = None,
    images: Annotated[int, typer.Option(help="Images that are sampled.")] = 1,
    steps: Annotated[int, typer.Option(help="Steps of the sampler, 1 to 1000.")] = 50,
    tiles_per_site: Annotated[int, typer.Option(help="Tiles kept of each product; 0: all.")] = 4,
    weights: Annotated[
        Path | None,
        typer.Option(
            help="Checkpoint with description FILE.json and calibration FILE-scales.json "
            "[default: the shipped one]."
        ),
    ] = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Capture tiles, write the tile file, print what it holds."""
    from drift_hw.files import check_writable

    chosen = chosen_config(preset, config, changes)
    check_writable(out)
    from golden.capture import capture
    from golden.checkpoint import DIT_WEIGHTS
    from golden.dit import KINDS

    trained = weights or DIT_WEIGHTS
    with progress("Sampling") as show:
        tiles = capture(
            chosen.without_injection,
            kinds=kind or KINDS,
            timesteps=timestep,
            blocks=block,
            heads=head or (0,),
            images=images,
            steps=steps,
            seed=seed,
            tiles_per_site=tiles_per_site or None,
            progress=show,
            weights=trained,
            scales=trained.with_name(f"{trained.stem}-scales.json"),
        )
    tiles.save(out)
    found = result(tiles, out)
    if as_json:
        print_json(found)
    else:
        rows = [
            [entry["kind"], entry["tiles"], ", ".join(map(str, entry["depth"]))] for entry in found["kinds"]
        ]
        print_table(f"{len(tiles)} tiles in {out}", ["product", "tiles", "depth K"], rows)


def result(tiles: TileSet, path: Path) -> dict[str, Any]:
    """Return what a tile file holds: `{file, config, kinds: [{kind, tiles, depth}], source}`."""
    from golden.dit import KINDS

    kinds = [
        {"kind": name, "tiles": int(of_kind.sum()), "depth": sorted({int(k) for k in tiles.depth[of_kind]})}
        for index, name in enumerate(KINDS)
        if (of_kind := tiles.kind == index).any()
    ]
    return {"file": str(path), "config": tiles.config_hash, "kinds": kinds, "source": dict(tiles.source)}
