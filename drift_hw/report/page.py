"""The page of a run folder: a self-contained HTML file made from the results that the commands wrote.

A run folder holds `config.toml`, what `--json` of each command printed (`generate.json`, `capture.json`,
`cosim.json`, `image.json`, `synth.json`, `protection.json`, `characterize.json`, `compare.json`,
`explore.json`, `headline.json`), `samples.png` and `images.png`; and the tables of `drift-hw study`, such as
`by-bit.parquet`. Whatever is there is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from drift_hw.config import Config, load
from drift_hw.errors import UserError

RESULTS = (
    "generate",
    "capture",
    "cosim",
    "image",
    "synth",
    "protection",
    "characterize",
    "compare",
    "explore",
    "headline",
)
"""Names of the results, in the order in which the page tells them."""
TITLES = {
    "array": "The array",
    "model": "The tiles come from this model",
    "cosimulation": "Bit for bit the same",
    "faults": "Injected timing errors",
    "images": "Images on the Verilog",
    "synthesis": "In silicon",
    "protection": "What protection costs",
    "timing": "Timing errors",
    "resilience": "What errors do to images",
    "policies": "Policies side by side",
    "explore": "The policy found",
    "headline": "How low can it go",
    "provenance": "Where this came from",
}
"""Titles of the sections by their ids, in the order of the page."""


class ReportError(UserError):
    """A run folder that no page can be made of."""


def render(folder: Path) -> str:
    """Return the HTML page of a run folder. Raises `ReportError` when it holds no results or broken ones."""
    import jinja2

    from drift_hw.report import resilience

    config = _configuration(folder)
    results = {name: read for name in RESULTS if (read := _read(folder / f"{name}.json")) is not None}
    studies = resilience.tables(folder)
    if not results and not studies:
        names = ", ".join(f"{name}.json" for name in RESULTS)
        raise ReportError(
            f"no results in {folder}: none of {names}, and no table of a study; "
            f"run `drift-hw demo --out {folder}`"
        )
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("drift_hw.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    try:
        return environment.get_template("page.html.j2").render(_context(folder, config, results, studies))
    except (KeyError, TypeError) as error:
        raise ReportError(
            f"the results in {folder} are not of this version: {error!r}; run it again"
        ) from error


def _configuration(folder: Path) -> Config:
    path = folder / "config.toml"
    if not path.is_file():
        raise ReportError(f"{folder} is not a run folder: it has no config.toml; `drift-hw demo` makes one")
    return load(str(path))


def result(folder: Path, name: str) -> Any:
    """Return one of `RESULTS` from a run folder. Raises `ReportError` when it is not there or broken."""
    path = folder / f"{name}.json"
    found = _read(path)
    if found is None:
        raise ReportError(f"no {path}; run `drift-hw {name} --out {folder}`")
    return found


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ReportError(f"can not read results {path}: {error}; run it again") from error


def _context(
    folder: Path, config: Config, results: Mapping[str, Any], studies: Sequence[Path]
) -> dict[str, Any]:
    """Return everything that the template names."""
    from markupsafe import Markup

    from drift_hw.emit.files import has_accelerator
    from drift_hw.report import explore, headline, policies, resilience, sections, timing
    from drift_hw.report.block_diagram import draw_accelerator
    from drift_hw.report.drawing import draw_array
    from drift_hw.report.plots import data_uri

    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    samples, sheet = folder / "samples.png", folder / "images.png"
    measured = resilience.section(studies) if studies else None
    cosim, synth = results.get("cosim"), results.get("synth")
    content: dict[str, Any] = {
        "title": sections.title(config, cosim),
        "lead": sections.lead(config, results),
        "facts": list(sections.facts(results)),
        "config": config,
        "configuration": _flat(config),
        "drawing": Markup(draw_array(config)),
        "accelerator": Markup(draw_accelerator(config)) if has_accelerator(config) else None,
        "style": Markup(style),
        "generated": [
            [file["path"], f"{file['bytes']:,}"] for file in results.get("generate", {}).get("files", [])
        ],
        "model": data_uri(samples.read_bytes(), "image/png") if samples.is_file() else None,
        "samples_caption": sections.samples_caption(results.get("capture")),
        "cosimulation": cosim and sections.cosimulation(cosim),
        "faults": cosim and cosim["faults"] and sections.faults(config, cosim),
        "threshold": f"{1 << cosim['threshold']:,}" if cosim else None,
        "images": sections.images(results["image"], sheet.read_bytes())
        if "image" in results and sheet.is_file()
        else None,
        "synthesis": synth and sections.synthesis(synth),
        "protection": sections.protection(results["protection"]) if "protection" in results else None,
        "timing": timing.section(results["characterize"]) if "characterize" in results else None,
        "resilience": measured,
        "policies": policies.section(results["compare"]) if "compare" in results else None,
        "explore": explore.section(results["explore"]) if "explore" in results else None,
        "headline": headline.section(results["headline"]) if "headline" in results else None,
        "commands": "\n".join([*sections.commands(results), *(measured["commands"] if measured else ())]),
        "provenance": sections.provenance({**results, **(measured["provenance"] if measured else {})}),
    }
    titles = {name: text for name, text in TITLES.items() if name == "array" or content[name]}
    return content | {"titles": titles}


def _flat(config: Config) -> list[list[str]]:
    """Return every key of the configuration as [name, value]."""

    def entries() -> Iterable[list[str]]:
        for section, content in config.to_dict().items():
            for key, value in content.items():
                yield [f"{section}.{key}", str(value).lower() if isinstance(value, bool) else str(value)]

    return list(entries())
