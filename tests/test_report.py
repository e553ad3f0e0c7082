"""The page: self-contained, the same bytes each time, and saying what the results say."""

from __future__ import annotations

import base64
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from matplotlib import image

from drift_hw.config import PRESETS, Config
from drift_hw.control.registers import RECOVERY_COUNTERS
from drift_hw.report.block_diagram import draw_accelerator
from drift_hw.report.drawing import SHOWN, draw_array, shown_indices
from drift_hw.report.page import render
from golden.train.evaluate import image_grid

VERSIONS = {"drift-hw": "0.1.0", "torch": "2.13.0"}


def example(site: str, row: int, column: int) -> dict[str, Any]:
    error = np.zeros((4, 4), int)
    error[row, column] = 1 << 20
    return {
        "site": site,
        "outcome": "1 critical",
        "error": error.tolist(),
        "row_deltas": error.sum(1).tolist(),
        "column_deltas": error.sum(0).tolist(),
        "mask": (error != 0).astype(int).tolist(),
    }


def cosim_result(mismatches: int = 0) -> dict[str, Any]:
    counts = {"injections": 40, "masked": 10, "flagged": 25, "escaped": 2, "false_alarms": 1, "mismatches": 0}
    rates = {"miss_rate": 0.0625, "false_alarm_rate": 0.01, "critical": 20}
    kind = {"kind": "qk", "tiles": 12, "mismatches": mismatches, "nonzero_deltas": 0}
    return {
        "threshold": 10,
        "config": PRESETS["tiny"].hash,
        "seed": 3,
        "versions": VERSIONS,
        "tiles": {
            "kinds": [kind | {"depth_least": 24, "depth_most": 49}],
            "total": 12,
            "mismatches": mismatches,
            "cycles": 1234,
            "seconds": 0.01,
            "khz": 123.4,
            "utilisation": 0.991,
        },
        "faults": {
            **counts,
            **rates,
            "kinds": ["late"],
            "registers": [{"register": "checksum_row_a", **counts}],
            "magnitudes": {"flagged": [0] * 20 + [25] + [0] * 11, "unflagged": [5] + [0] * 31},
            "examples": {"accumulator": example("late accumulator, row 1, column 2, bit 20", 1, 2)},
        },
    }


def image_result() -> dict[str, Any]:
    counters = dict.fromkeys((name for name, _ in RECOVERY_COUNTERS), 0) | {"masked_elements": 70123}
    one = {"cycles": 1_000_000, "seconds": 8.0, "submissions": 24, "counters": counters}
    return {
        "command": ["drift-hw", "image", "--steps", "8"],
        "experiment": {
            "label": 7,
            "steps": 8,
            "seed": 3,
            "rate": 5e-5,
            "interval": 3,
            "sensitive": 2,
            "threshold": 10,
        },
        "policies": [
            one | {"policy": "clean", "psnr_db": None, "digit": 7},
            one | {"policy": "none", "psnr_db": 10.06, "digit": 8},
        ],
        "config": "x",
        "seed": 3,
        "versions": VERSIONS,
    }


@pytest.fixture
def with_images(folder: Path) -> Path:
    """A run folder with images of the accelerator: a white one and a black one."""
    (folder / "image.json").write_text(json.dumps(image_result()))
    sheet = torch.stack([torch.full((1, 28, 28), value) for value in (-1.0, 1.0)])
    (folder / "images.png").write_bytes(image_grid(sheet, 2))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run folder with the results of a co-simulation."""
    (tmp_path / "config.toml").write_text(PRESETS["tiny"].to_toml())
    (tmp_path / "cosim.json").write_text(json.dumps(cosim_result()))
    return tmp_path


class Page(HTMLParser):
    """Collects text, addresses and headings, and insists on balanced tags."""

    VOID = frozenset({"meta", "img", "source", "br", "hr", "link", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "srcset", "href"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def test_the_page_is_self_contained(folder: Path) -> None:
    html = render(folder)
    page = Page(html)
    assert page.addresses
    assert all(address.startswith(("data:", "#")) for address in page.addresses)
    assert not {"script", "link", "iframe"} & page.tags
    assert "url(http" not in html
    assert "@import" not in html


def test_pictures_come_for_light_and_dark_and_are_sound(folder: Path) -> None:
    pictures = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", render(folder))
    assert len(pictures) == 2 * 2  # sizes of errors, one tile
    for picture in pictures:
        assert ElementTree.fromstring(base64.b64decode(picture)).tag.endswith("svg")
    assert len(set(pictures)) == 4


def test_the_page_fits_phones_and_both_appearances(folder: Path) -> None:
    html = render(folder)
    assert '<meta name="viewport" content="width=device-width' in html
    assert "prefers-color-scheme: dark" in html
    assert "max-width: 560px" in html


def test_the_same_results_give_the_same_bytes(folder: Path) -> None:
    assert render(folder) == render(folder)


def test_the_page_says_what_the_results_say(folder: Path) -> None:
    text = Page(render(folder)).text
    assert "A 4 x 4 array, bit-exact with PyTorch on a diffusion transformer" in text
    assert "12 of 12" in text
    assert "18 of 20" in text
    assert "6.25 % were not in the correction mask" in text
    assert "query x key 12 24-49 0 0" in text
    assert "checksum row a 40 10 25 2 1 0" in text
    assert PRESETS["tiny"].hash in text
    assert "2.13.0" in text


def test_a_mismatch_is_not_hidden(folder: Path) -> None:
    (folder / "cosim.json").write_text(json.dumps(cosim_result(mismatches=5)))
    text = Page(render(folder)).text
    assert "NOT bit-exact" in text
    assert "7 of 12" in text


def test_what_is_missing_is_left_out(folder: Path) -> None:
    (folder / "cosim.json").unlink()
    files = [{"path": "rtl/drift_core.v", "bytes": 12345}]
    (folder / "generate.json").write_text(json.dumps({"config": "x", "files": files}))
    page = Page(render(folder))
    assert "12,345" in page.text
    assert "Injected timing errors" not in page.text
    assert "In silicon" not in page.text


def test_text_from_results_is_escaped(folder: Path) -> None:
    content = cosim_result()
    content["faults"]["examples"]["accumulator"]["site"] = "<b>&"
    (folder / "cosim.json").write_text(json.dumps(content))
    assert "&lt;b&gt;&amp;" in render(folder)


def test_images_stand_side_by_side_with_what_they_are(with_images: Path) -> None:
    html = render(with_images)
    text = Page(html).text
    assert "Images on the Verilog" in text
    assert "2 of 2 images pixel-identical in Verilog and model, 2,000,000 cycles" in text
    assert "The digit 7 in 8 steps from the noise of seed 3" in text
    assert "From timestep 2 on each accumulator bit captured late with probability 5e-05 per cycle" in text
    assert "after each of 48 submissions" in text
    assert "at 125 kHz" in text
    assert "clean equal, read as 7 none 10.1 dB, read as 8" in text
    assert "none 10.1 8 70,123 0 0 0 0 1,000,000" in text
    assert "drift-hw image --steps 8" in text
    found = re.findall(r"data:image/png;base64,([A-Za-z0-9+/=]+)", html)
    white, black = (image.imread(io.BytesIO(base64.b64decode(one))) for one in found)
    assert white.shape == black.shape == (128, 128, 4)
    assert white[64, 64, 0] == 1
    assert black[64, 64, 0] == 0


def test_without_leading_timesteps_nothing_is_said_of_them(with_images: Path) -> None:
    content = image_result()
    content["experiment"]["sensitive"] = 0
    (with_images / "image.json").write_text(json.dumps(content))
    text = Page(render(with_images)).text
    assert "In every timestep each accumulator bit" in text
    assert "ran at the safe operating point" not in text


def test_images_need_their_sheet(with_images: Path) -> None:
    (with_images / "images.png").unlink()
    assert "Images on the Verilog" not in render(with_images)


# -- the drawing ---------------------------------------------------------------------------------------


def boxes(config: Config, kind: str) -> int:
    svg = ElementTree.fromstring(draw_array(config))
    return sum(
        element.get("class") == kind and element.find("{*}title") is not None
        for element in svg.iter("{http://www.w3.org/2000/svg}rect")
    )


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 5), (1, 7), (16, 16), (16, 2)])
def test_small_arrays_are_drawn_whole(rows: int, columns: int) -> None:
    config = Config().replace(array__rows=rows, array__columns=columns)
    assert boxes(config, "pe") == rows * columns
    assert boxes(config, "sum") == rows + columns
    assert boxes(config.replace(protection__abft=False), "sum") == 0


def test_large_arrays_are_abridged() -> None:
    assert shown_indices(SHOWN) == list(range(SHOWN))
    assert shown_indices(256) == [*range(SHOWN - 3), None, 254, 255]
    config = Config().replace(array__rows=256, array__columns=64)
    assert boxes(config, "pe") == (SHOWN - 1) ** 2
    assert "256 x 64 PEs" in draw_array(config)


def test_each_segment_of_the_drain_bus_has_its_registers() -> None:
    config = PRESETS["tiny"].replace(array__drain_segment=2)
    assert boxes(config, "register") == 2 * 4


# -- the block diagram ---------------------------------------------------------------------------------


def words(config: Config) -> set[str | None]:
    """Return every text of the drawing, each of which must lie inside it."""
    svg = ElementTree.fromstring(draw_accelerator(config))
    width, height = (float(value) for value in svg.attrib["viewBox"].split()[2:])
    texts = list(svg.iter("{http://www.w3.org/2000/svg}text"))
    assert all(0 < float(one.attrib["x"]) < width for one in texts)
    assert all(0 < float(one.attrib["y"]) < height for one in texts)
    return {one.text for one in texts}


def test_the_accelerator_is_drawn_with_its_sizes() -> None:
    found = words(PRESETS["drift"])
    assert {"32 x 32 PEs, int8", "512 bit", "A: 6,144 words", "B: 1,024 words", "4 operating points"} <= found
    assert {"checker", "corrector", "recovery", "roll back, recompute, zero"} <= found


def test_what_is_not_built_is_not_drawn() -> None:
    assert "corrector" not in words(PRESETS["tiny"].replace(protection__correction_limit=0))
    bare = words(PRESETS["tiny"].replace(protection__abft=False))
    assert not {"checker", "corrector", "roll back, recompute, zero"} & bare


def test_a_core_alone_has_no_accelerator_on_its_page(folder: Path) -> None:
    assert "The accelerator, for the same configuration" in render(folder)
    wide = PRESETS["tiny"].replace(array__accumulator_width=48)
    (folder / "config.toml").write_text(wide.to_toml())
    assert "The accelerator, for the same configuration" not in render(folder)


# -- timing errors -------------------------------------------------------------------------------------


def timing_result() -> dict[str, Any]:
    """What `drift-hw characterize` finds when bits 31 and 30 of the accumulator fail first."""
    x = [1.0, 0.95, 0.9]
    histogram = [0] * 30 + [30, 70] + [0] * 32
    at = {f"{rate:g}": None for rate in (1e-6, 1e-5, 1e-4, 1e-3, 3e-3, 1e-2)}
    data = {
        "cycles": 50_000,
        "elements": 900,
        "first_wrong": 0.95,
        "period_at_rate": {"cycle": at, "element": at | {"0.001": 0.96, "0.01": 0.94}},
        "first_bits": [
            {"register": "accumulator", "bit": bit, "relative_period": place}
            for bit, place in ((31, 0.95), (30, 0.9))
        ],
        "rates": {"cycle": [0, 1e-4, 1e-2], "element": [0, 5e-3, 0.2]},
        "bits": {"accumulator": [[0.0] * 3] * 30 + [[0, 0, 5e-3], [0, 1e-4, 8e-3]]},
        "errors": [
            {
                "relative_period": 0.95,
                "elements": 2000,
                "wrong": 100,
                "median_log2": 31,
                "mean_square": 4.0**31,
                "histogram": histogram,
            }
        ],
        "joint": {
            "relative_period": 0.95,
            "wrong": 50,
            "rate": 1e-3,
            "again": 0.25,
            "rate_repeated_inputs": 0.0,
            "repeated_inputs": 0.02,
            "rate_sign_change": 8e-3,
            "rate_same_sign": 4e-4,
            "bits_per_word": 1.8,
            "bits_per_run": 1.5,
            "words_per_touched_element": 1.3,
        },
        "control": 0,
    }
    point = {"voltage": 1.8, "period_ps": 9000.0, "energy": 1.0}
    band = {
        "at": [1.8, 1.5, 1.3],
        "element": [[0, 0, 0], [0, 1e-3, 0.1], [0, 0.1, 1]],
        "mean_element": [0, 0.1, 0.5],
    }
    return {
        "command": ["drift-hw", "characterize", "--cycles", "50000"],
        "header": {
            "library": {"name": "osu018"},
            "stream": {"source": "4 tiles"},
            "assumptions": ["no wires: nothing is placed"],
        },
        "supplies": [
            {
                "voltage": 1.8,
                "source": "characterised",
                "static_period_ps": 5500.0,
                "kinds": {"data": data},
            }
        ],
        "relative_periods": x,
        "operating_points": {
            "target_rate": 3e-3,
            "sign_off": point,
            "first_failure": point | {"voltage": 1.5, "period_ps": 6000.0, "energy": 0.694},
            "target": point | {"voltage": 1.45, "period_ps": 5800.0, "energy": 0.649},
            "margin": 0.306,
            "tolerated": 0.045,
            "lowest_voltage": 1.3,
        },
        "bands": {
            "nominal_voltage": 1.8,
            "sign_off_period_ps": 9000.0,
            "voltage": band,
            "frequency": band | {"at": [1.0, 1.3, 1.6]},
        },
        "config": "x",
        "seed": 0,
        "versions": VERSIONS,
    }


def test_timing_errors_are_told_with_margin_and_errors_apart(folder: Path) -> None:
    (folder / "characterize.json").write_text(json.dumps(timing_result()))
    html = render(folder)
    text = Page(html).text
    assert "T0 = 5.50 ns is the clock period that static timing allows at 1.8 V" in text
    assert (
        "30.6 % is margin that a typical die does not need, and 4.5 % is what tolerating errors adds" in text
    )
    assert "margin is worth 1.50 times the clock, errors another 1.034 times" in text
    assert "first bits to fail are accumulator 31, accumulator 30" in text
    assert "Half of the wrong outputs are off by 2^31 or more, where a uniform bit gives 2^15" in text
    assert "0 % stay below the checks' threshold of 2^10; a uniform bit leaves 32 % there" in text
    assert "after a wrong one the next is wrong with 0.25" in text
    assert "20 times as often when the accumulator changes its sign" in text
    assert "from 0.0001 to 0.01 per cycle within 5.3 % of the clock period, 2.6 % for each" in text
    assert "No wires: nothing is placed." in text
    assert "drift-hw characterize --cycles 50000" in text
    pictures = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", html)
    assert len(set(pictures)) == 2 * (2 + 3)
    assert render(folder) == html


def test_timing_below_the_table_is_not_made_up(folder: Path) -> None:
    content = timing_result()
    points = content["operating_points"]
    points["first_failure"]["voltage"] = points["target"]["voltage"] = None
    points["first_failure"]["energy"] = points["target"]["energy"] = None
    points["margin"] = points["tolerated"] = None
    (folder / "characterize.json").write_text(json.dumps(content))
    text = Page(render(folder)).text
    assert "more than 47.8 % is margin that a typical die does not need; the table ends before 0.003" in text
    assert "below 1.300" in text


def test_timing_without_errors_has_nothing_to_compare(folder: Path) -> None:
    content = timing_result()
    content["supplies"][0]["kinds"]["data"] |= {
        "first_wrong": None,
        "first_bits": [],
        "bits": {},
        "errors": [],
        "joint": None,
        "rates": {"cycle": [0, 0, 0], "element": [0, 0, 0]},
    }
    (folder / "characterize.json").write_text(json.dumps(content))
    text = Page(render(folder)).text
    assert "Timing errors" in text
    assert "Not any bit" not in text
