"""What the page says of each result: sentences, table rows, pictures."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drift_hw.config import Config
from drift_hw.report.plots import magnitude_picture, protection_picture, split_sheet, tile_picture

Result = Mapping[str, Any]


def percent(share: float, digits: int = 2) -> str:
    """Return a fraction as text in per cent."""
    return f"{100 * share:.{digits}f} %"


def number(value: object) -> str:
    """Return a cell of a table: four significant digits of a float, thousands apart."""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


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
    if "image" in results:
        parts.append("alone and inside an accelerator that samples images")
    if "cosim" in results:
        parts.append("simulated on matrix products of a trained diffusion transformer")
    if "synth" in results:
        parts.append("mapped to standard cells")
    return ", ".join(parts) + ". Everything on this page was measured by the commands at its end."


def facts(results: Mapping[str, Result]) -> Iterator[dict[str, str]]:
    """Yield the numbers at the top: `{value, label, mood}`, mood one of good, bad and nothing."""

    def fact(value: str, label: str, good: bool | None = None) -> dict[str, str]:
        return {"value": value, "label": label, "mood": "" if good is None else "good" if good else "bad"}

    if headline := results.get("headline"):
        for library in headline["libraries"]:
            gained = library["networks"][headline["network"]]
            where = f"{headline['network']} with images kept, {library['library']}"
            yield fact(percent(gained["energy"]["parts"]["saving"]["mean"], 1), f"energy saved, {where}")
            yield fact(f"{gained['speed']['parts']['speedup']['mean']:.2f} x", f"speed-up, {where}")
    if cosim := results.get("cosim"):
        tiles = cosim["tiles"]
        wrong = tiles["mismatches"]
        yield fact(f"{tiles['total'] - wrong:,} of {tiles['total']:,}", "tiles bit-exact", wrong == 0)
        if faults := cosim["faults"]:
            caught = faults["critical"] - faults["escaped"]
            yield fact(
                f"{caught:,} of {faults['critical']:,}",
                f"tiles with critical errors wholly masked, of {faults['injections']:,} injected errors",
                faults["escaped"] == 0 or None,
            )
        yield fact(f"{tiles['khz']:,.0f} kHz", "simulated clock")
    if image := results.get("image"):
        count = len(image["policies"])
        yield fact(
            f"{count} of {count}",
            f"images pixel-identical in Verilog and model, {_cycles(image):,} cycles",
            True,
        )
    if synth := results.get("synth"):
        if synth.get("fmax_mhz"):
            yield fact(f"{synth['fmax_mhz']:,.0f} MHz", f"highest clock, {synth['library']}")
        yield fact(f"{synth['area_um2'] / 1e6:,.2f} mm\u00b2", f"cell area, {synth['library']}")
    if protection := results.get("protection"):
        last = protection["rows"][-1]
        yield fact(f"+{percent(last['area'], 1)}", f"area for protection at {last['size']} x {last['size']}")


def samples_caption(capture: Result | None) -> str:
    """Return what the sample images and the tiles are."""
    if capture is None:
        return "Images that the model samples."
    source, kinds = capture["source"], capture["kinds"]
    return (
        f"Images that the model samples with int8 weights and activations in {source['steps']} steps. "
        f"{sum(kind['tiles'] for kind in kinds):,} tiles of its {len(kinds)} kinds of matrix products were "
        f"kept, seed {source['seed']}."
    )


def cosimulation(cosim: Result) -> dict[str, Any]:
    """Return the table of tiles by kind."""
    tiles = cosim["tiles"]
    rows = [
        [
            PRODUCTS[kind["kind"]],
            f"{kind['tiles']:,}",
            _depth(kind),
            kind["mismatches"],
            kind["nonzero_deltas"],
        ]
        for kind in tiles["kinds"]
    ]
    deltas = sum(kind["nonzero_deltas"] for kind in tiles["kinds"])
    rows.append(["all", f"{tiles['total']:,}", "", tiles["mismatches"], deltas])
    note = (
        f"{tiles['cycles']:,} clock cycles, simulated at {tiles['khz']:,.0f} kHz. In "
        f"{percent(tiles['utilisation'], 1)} of them the array took a new pair of operand vectors."
    )
    columns = ["product", "tiles", "depth K", "mismatches", "non-zero deltas"]
    return {"columns": columns, "rows": rows, "note": note}


PRODUCTS = {
    "qkv": "queries, keys, values",
    "qk": "query x key",
    "av": "attention x value",
    "proj": "projection",
    "fc1": "first MLP layer",
    "fc2": "second MLP layer",
}
"""What the kinds of `golden.dit.KINDS` are."""


def _depth(kind: Result) -> str:
    least, most = kind["depth_least"], kind["depth_most"]
    return f"{least}" if least == most else f"{least}-{most}"


_FAULT_COLUMNS = ("injections", "masked", "flagged", "escaped", "false_alarms", "mismatches")


def faults(config: Config, cosim: Result) -> dict[str, Any]:
    """Return table and pictures of the injected faults."""
    found, threshold = cosim["faults"], cosim["threshold"]
    rows = [
        [group["register"].replace("_", " "), *(f"{group[key]:,}" for key in _FAULT_COLUMNS)]
        for group in [*found["registers"], {"register": "all", **found}]
    ]
    agreement = (
        "Verilog and model agreed on every output, delta, flag, mask bit and counter."
        if found["mismatches"] == 0
        else f"Verilog and model disagreed {found['mismatches']:,} times."
    )
    missed = (
        ""
        if found["miss_rate"] is None
        else f" Of the outputs that were wrong by {1 << threshold:,} or more, {percent(found['miss_rate'])} "
        "were not in the correction mask: errors of both signs cancel in a sum."
    )
    return {
        "lead": (
            f"{found['injections']:,} times a flop of the array captured wrongly "
            f"({', '.join(found['kinds'])}), once in each tile. {agreement}{missed}"
        ),
        "columns": ["register", *(name.replace("_", " ") for name in _FAULT_COLUMNS)],
        "rows": rows,
        "magnitudes": magnitude_picture(found["magnitudes"], threshold),
        "tiles": [
            {"picture": tile_picture(example, config, threshold), "caption": example["site"]}
            for example in _shown(found["examples"])
        ],
    }


_SHOWN = ("accumulator", "a", "b", "checksum_column_accumulator", "product", "escaped")


def _shown(examples: Mapping[str, Result]) -> list[Result]:
    """Return up to four examples: one for each way in which an error spreads, and one that escaped."""
    names = [name for name in _SHOWN if name in examples]
    if "escaped" in names:
        names = [*names[:3], "escaped"]
    return [examples[name] for name in names[:4]]


_COUNTERS = {
    "masked": "masked_elements",
    "corrected": "corrected_elements",
    "rolled back": "rolled_back_elements",
    "zeroed": "zeroed_elements",
    "tiles again": "recomputed_tiles",
}
"""Columns of the table of policies, and their counters."""


def images(image: Result, sheet: bytes) -> dict[str, Any]:
    """Return pictures, text and table of the images that the accelerator made under each policy.

    `image` is the result of `drift-hw image --json`, `sheet` its `images.png`.
    """
    experiment, policies = image["experiment"], image["policies"]
    submissions = sum(one["submissions"] for one in policies)
    seconds = sum(one["seconds"] for one in policies)
    leading = experiment["sensitive"]
    late = f"From timestep {leading} on" if leading else "In every timestep"
    safe = f"; the first {leading} ran at the safe operating point" if leading else ""
    if "policy_file" in image.get("timing", {}):
        late = "Where an operating point fails"
        rates = f"each flop captured late as often as {image['timing']['table'] or 'no table'} has it"
        safe = f"; {image['timing']['policy_file']} gives each block and timestep its point"
    elif "timing" in image:
        rates = "each flop captured late as often as {table} has it at {voltage:g} V and {period_ps:g} ps"
        rates = rates.format(**image["timing"])
    else:
        rates = f"each accumulator bit captured late with probability {experiment['rate']:g} per cycle"
    return {
        "lead": (
            f"The digit {experiment['label']} in {experiment['steps']} steps from the noise of seed "
            f"{experiment['seed']}: every matrix product ran on the simulated accelerator, descriptors, "
            f"DRAM and interrupts included. {late} {rates}{safe}. "
            "Checkpoints were written every "
            f"{experiment['interval']} timesteps. The images differ only in what the accelerator did about "
            "tiles that its checks flagged; a clean one had no late bits."
        ),
        "agreement": (
            "The golden model made the same images beside it. All of memory was compared after each of "
            f"{submissions:,} submissions and all registers after each timestep: no byte differed. "
            f"{_cycles(image):,} clock cycles, at {_cycles(image) / seconds / 1e3:,.0f} kHz with the model "
            "and the comparison."
        ),
        "pictures": [
            {"source": source, "policy": one["policy"], "quality": _quality(one), "digit": one["digit"]}
            for one, source in zip(policies, split_sheet(sheet, len(policies)), strict=True)
        ],
        "columns": ["policy", "PSNR, dB", "read as", *_COUNTERS, "cycles"],
        "rows": [
            [
                one["policy"],
                "equal" if one["psnr_db"] is None else f"{one['psnr_db']:.1f}",
                one["digit"],
                *(f"{one['counters'][name]:,}" for name in _COUNTERS.values()),
                f"{one['cycles']:,}",
            ]
            for one in policies
        ],
    }


def _cycles(image: Result) -> int:
    return sum(one["cycles"] for one in image["policies"])


def _quality(one: Result) -> str:
    """Return how near an image is to that without faults."""
    return "equal" if one["psnr_db"] is None else f"{one['psnr_db']:.1f} dB"


def synthesis(synth: Result) -> dict[str, Any]:
    """Return summary, bars and tables of a synthesis run."""
    power = synth["power"]
    summary = [
        ["cells", synth["library"]],
        ["supply, temperature", f"{synth['voltage']:g} V, {synth['temperature']:g} \u00b0C"],
        ["cell area", f"{synth['area_um2'] / 1e6:,.3f} mm\u00b2"],
    ]
    if synth["fmax_mhz"]:
        summary.append(["critical path", f"{synth['critical_path_ns']:.2f} ns, {synth['fmax_mhz']:.0f} MHz"])
    if power:
        summary += [
            ["power at that clock", f"{1e3 * power['total_w']:,.0f} mW"],
            ["energy per product", f"{power['energy_per_mac_pj']:,.1f} pJ"],
        ]
    notes = list(synth["notes"])
    if power:
        notes.append(
            f"power follows the activity of {power['activity']} over {power['cycles']:,} cycles, known for "
            f"{percent(power['annotated_share'], 1)} of the pins"
        )
    largest = max(part["area_share"] for part in synth["components"])
    parts = [
        {
            "name": part["component"],
            "percent": f"{100 * part['area_share'] / largest:.2f}",
            "text": f"{part['area_um2'] / 1e6:.3f} mm\u00b2",
            "share": percent(part["area_share"], 1),
            "protection": part["component"] in PROTECTION_COMPONENTS,
        }
        for part in synth["components"]
    ]
    tables = []
    if synth["slack"]:
        rows = [[row["class"], f"{row['endpoints']:,}", f"{row['worst_ns']:.2f}"] for row in synth["slack"]]
        title = f"Slack at {synth['period_ns']:.2f} ns"
        tables.append({"title": title, "columns": ["registers", "bits", "worst slack, ns"], "rows": rows})
    return {
        "lead": "Mapped to standard cells by Yosys, module by module; timing and power by OpenSTA.",
        "summary": summary,
        "parts": parts,
        "tables": tables,
        "notes": [f"{note[0].upper()}{note[1:]}." for note in notes],
    }


PROTECTION_COMPONENTS = (
    "checksum column PEs",
    "checksum row PEs",
    "row residues",
    "checker",
    "corrector",
    "operand sums",
)
"""Components that are there for the checksums alone, as `synth.area` names them."""


def protection(result: Result) -> dict[str, Any]:
    """Return picture and table of the cost of protection."""
    rows: Sequence[Mapping[str, Any]] = result["rows"]
    names = list(rows[-1]["area_parts"])[:5]

    def cells(row: Mapping[str, Any]) -> list[str]:
        power = "-" if row["power"] is None else percent(row["power"])
        parts = [percent(row["area_parts"].get(name, 0.0)) for name in names]
        return [f"{row['size']} x {row['size']}", percent(row["area"]), power, percent(row["bare"]), *parts]

    return {
        "lead": (
            "The same array with and without its checksum row, checksum column and checker, in "
            f"{result['library']}; shares of the unprotected array, its tile buffer left out. 2/N is what "
            "one more row and column of equal elements would cost; those of the checksums are wider."
        ),
        "picture": protection_picture(rows),
        "columns": ["array", "area", "power", "bare 2/N", *names],
        "rows": [cells(row) for row in rows],
    }


def commands(results: Mapping[str, Result]) -> list[str]:
    """Return the commands that give these results again."""
    return [shlex.join(result["command"]) for result in results.values() if "command" in result]


def provenance(results: Mapping[str, Result]) -> dict[str, Any]:
    """Return configuration, seed and versions of each result; versions once where all have the same."""
    versions: Mapping[str, str] = next(
        (each["versions"] for each in results.values() if "versions" in each), {}
    )
    rows = []
    for name, each in results.items():
        others = each.get("versions", versions).items() - versions.items()
        rows.append(
            [
                name,
                ", ".join(f"{tool} {version}" for tool, version in sorted(others)) or "as below",
                each.get("config") or "-",
                "-" if each.get("seed") is None else str(each["seed"]),
            ]
        )
    return {
        "columns": ["result", "versions", "configuration", "seed"],
        "rows": rows,
        "versions": list(versions.items()),
    }
