"""What the page says of each result: sentences, table rows, pictures."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drift_hw.config import Config
from drift_hw.report.plots import magnitude_picture, protection_picture, tile_picture

Result = Mapping[str, Any]


def percent(share: float, digits: int = 2) -> str:
    """Return a fraction as text in per cent."""
    return f"{100 * share:.{digits}f} %"


def title(config: Config, cosim: Result | None) -> str:
    """Return the headline."""
    size = f"{config.array.rows} x {config.array.columns}"
    if cosim is None:
        return f"A {size} systolic array"
    right = cosim["tiles"]["mismatches"] == 0
    said = "bit-exact with PyTorch" if right else "NOT bit-exact with PyTorch"
    return f"A {size} array, {said} on a diffusion transformer"


def lead(config: Config, results: Mapping[str, Result]) -> str:
    """Return the paragraph under the headline."""
    checks = (
        "with checksum row, checksum column and checker" if config.protection.abft else "without checksums"
    )
    parts = [f"An int{config.array.operand_width} output-stationary array {checks}, generated as Verilog"]
    if "cosim" in results:
        parts.append("simulated on matrix products of a trained diffusion transformer")
    if "synth" in results:
        parts.append("mapped to standard cells")
    return ", ".join(parts) + ". Everything on this page was measured by the commands at its end."


def facts(results: Mapping[str, Result]) -> Iterator[dict[str, str]]:
    """Yield the numbers at the top: `{value, label, mood}`, mood one of good, bad and nothing."""

    def fact(value: str, label: str, good: bool | None = None) -> dict[str, str]:
        return {"value": value, "label": label, "mood": "" if good is None else "good" if good else "bad"}

    if cosim := results.get("cosim"):
        tiles = cosim["tiles"]
        wrong = tiles["mismatches"]
        yield fact(f"{tiles['total'] - wrong:,} of {tiles['total']:,}", "tiles bit-exact", wrong == 0)
        if faults := cosim["faults"]:
            caught = faults["critical"] - faults["escaped"]
            yield fact(
                f"{caught:,} of {faults['critical']:,}",
                f"critical errors flagged, of {faults['injected']:,} injected",
                faults["escaped"] == 0 or None,
            )
        yield fact(f"{tiles['khz']:,.0f} kHz", "simulated clock")
    if synth := results.get("synth"):
        if synth.get("fmax_mhz"):
            yield fact(f"{synth['fmax_mhz']:,.0f} MHz", f"highest clock, {synth['library']}")
        yield fact(f"{synth['area_um2'] / 1e6:,.2f} mm\u00b2", f"cell area, {synth['library']}")
    if protection := results.get("protection"):
        last = protection["rows"][-1]
        yield fact(f"+{percent(last['area'], 1)}", f"area for protection at {last['size']} x {last['size']}")


def samples_caption(capture: Result | None) -> str:
    """Return what the sample images are."""
    if capture is None:
        return "Images sampled from the model."
    return (
        f"The images whose computation the tiles were taken from: {capture['steps']} sampling steps, "
        f"seed {capture['seed']}, int8 weights and activations."
    )


def cosimulation(cosim: Result) -> dict[str, Any]:
    """Return the table of tiles by kind."""
    tiles = cosim["tiles"]
    rows = [
        [kind["kind"], f"{kind['tiles']:,}", kind["depth"], kind["mismatches"], kind["nonzero_deltas"]]
        for kind in tiles["kinds"]
    ]
    rows.append(
        [
            "all",
            f"{tiles['total']:,}",
            "",
            tiles["mismatches"],
            sum(kind["nonzero_deltas"] for kind in tiles["kinds"]),
        ]
    )
    note = (
        f"{tiles['cycles']:,} clock cycles in {tiles['seconds']:.1f} s, {tiles['khz']:,.0f} kHz; "
        f"{percent(tiles['utilisation'], 1)} of all cycles carried useful products."
    )
    return {
        "columns": ["product", "tiles", "depth K", "mismatches", "non-zero deltas"],
        "rows": rows,
        "note": note,
    }


def faults(config: Config, cosim: Result) -> dict[str, Any]:
    """Return table and pictures of the injected faults."""
    found = cosim["faults"]
    threshold = cosim["threshold"]
    rows = [
        [group["register"], *(f"{group[key]:,}" for key in _FAULT_COLUMNS)]
        for group in [*found["registers"], {"register": "all", **found}]
    ]
    disagreements = found["disagreements"]
    agreement = (
        "Verilog and model agreed on every output, delta, flag and mask bit"
        if disagreements == 0
        else f"Verilog and model disagreed on {disagreements:,} tiles"
    )
    return {
        "lead": (
            f"{found['injected']:,} times a flop of the array captured a wrong value ({found['kind']}), one in each tile. "
            f"{agreement}. Of the errors of at least 2^{threshold}, {percent(found['miss_rate'])} escaped the "
            f"checksums; {percent(found['false_alarm_rate'])} of the harmless ones raised a flag."
        ),
        "columns": ["register", *(name.replace("_", " ") for name in _FAULT_COLUMNS)],
        "rows": rows,
        "magnitudes": magnitude_picture(found["magnitudes"], threshold),
        "tiles": [
            {"picture": tile_picture(example, config, threshold), "caption": example["site"]}
            for example in found["examples"]
        ],
    }


_FAULT_COLUMNS = ("injected", "masked", "critical", "flagged", "escaped", "false_alarms", "disagreements")


def synthesis(synth: Result) -> dict[str, Any]:
    """Return summary, bars and tables of a synthesis run."""
    return {
        "lead": f"Mapped to {synth['library']} by Yosys; timing and power by OpenSTA, no wires.",
        "summary": synth["summary"],
        "parts": [],
        "tables": [],
        "notes": synth.get("notes", []),
    }


def protection(result: Result) -> dict[str, Any]:
    """Return picture and table of the cost of protection."""
    rows: Sequence[Mapping[str, Any]] = result["rows"]
    return {
        "lead": "The same array with and without its checksum row, checksum column and checker.",
        "picture": protection_picture(rows),
        "columns": ["array", "area", "power", "bare 2/N"],
        "rows": [
            [
                f"{row['size']} x {row['size']}",
                percent(row["area"]),
                percent(row["power"]) if row.get("power") is not None else "-",
                percent(2 / row["size"]),
            ]
            for row in rows
        ],
    }


def commands(results: Mapping[str, Result]) -> str:
    """Return the commands that give these results again."""
    return "\n".join(shlex.join(result["command"]) for result in results.values() if "command" in result)


def provenance(config: Config, results: Mapping[str, Result]) -> list[tuple[str, str]]:
    """Return where the results came from as (name, value)."""
    entries = [("configuration", config.hash)]
    for result in results.values():
        if "versions" in result:
            entries += [(name, version) for name, version in result["versions"].items()]
            break
    return entries
