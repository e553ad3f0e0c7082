"""The page's headline, its contents and provenance, and the figures of the README drawn from results."""

from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from made_up_headline import made_up
from matplotlib import image
from matplotlib.figure import Figure

from drift_hw.config import PRESETS
from drift_hw.report import __main__ as figures
from drift_hw.report import headline_pictures
from drift_hw.report.explore import _draw_points
from drift_hw.report.headline import section
from drift_hw.report.page import TITLES, render
from drift_hw.report.plots import LIGHT, PIXELS_PER_INCH
from drift_hw.report.sections import number, provenance
from synth.operating.result import NETWORK, result

VERSIONS = {"drift-hw": "0.1.0", "torch": "2.13.0"}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What `drift-hw headline` finds in two libraries."""
    libraries = [result(made_up("osu018"), "osu018"), result(made_up("sky130 slow", "measured"), "sky130")]
    told = {"network": NETWORK, "array": [4, 4], "libraries": libraries, "bound_psnr": 20.0}
    source = {"command": ["drift-hw", "headline", "--seed", "3"], "config": "0123456789abcdef", "seed": 3}
    return told | source | {"scaling": "channel", "versions": VERSIONS}


@pytest.fixture
def folder(tmp_path: Path, found: dict[str, Any]) -> Path:
    """A run folder with a headline."""
    (tmp_path / "config.toml").write_text(PRESETS["tiny"].to_toml())
    (tmp_path / "headline.json").write_text(json.dumps(found))
    return tmp_path


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("</style>")[2]).split())


def test_the_page_tells_the_headline(folder: Path, found: dict[str, Any]) -> None:
    html = render(folder)
    text = text_of(html)
    parts = found["libraries"][0]["networks"][NETWORK]["energy"]["parts"]
    saved = f"{100 * parts['saving']['mean']:.1f} %"
    assert f"{saved} energy saved, DiT-XL/2 with images kept, osu018" in text
    assert "Energy and speed of DiT-XL/2 on 4 x 4, images kept osu018* sky130" in text
    assert "osu018: what limits it Errors are worth" in text
    assert "sky130 slow: energy of an image at the sign-off clock J unprotected, sign-off" in text
    assert "0.003 search 12 7 1.250 1.00 1.00 12.0 20.0 (25.0) no" in text
    assert "* The law of delays at lower supplies is assumed." in text
    pictures = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", html)
    assert len(set(pictures)) == 2 * 2
    for picture in pictures:
        assert ElementTree.fromstring(base64.b64decode(picture)).tag.endswith("svg")
    assert render(folder) == html


def test_no_star_where_nothing_is_assumed(found: dict[str, Any]) -> None:
    told = section(found | {"libraries": found["libraries"][1:]})
    assert "assumed" not in told["note"]
    assert told["columns"] == ["", "sky130"]


def test_contents_lead_to_what_is_there(folder: Path) -> None:
    html = render(folder)
    (contents,) = re.findall(r"<nav.*?</nav>", html, re.DOTALL)
    links = re.findall(r'<a href="#(\w+)">([^<]*)</a>', contents)
    assert links == [(name, TITLES[name]) for name in ("array", "headline", "provenance")]
    for name, title in links:
        assert re.search(rf'<(section|footer) id="{name}">\s*<h2>{title}</h2>', html)


def test_provenance_is_that_of_each_result() -> None:
    old = VERSIONS | {"torch": "2.12.0"}
    results = {
        "generate": {"config": "aaaa"},
        "headline": {"config": "bbbb", "seed": 0, "versions": VERSIONS},
        "study by-bit": {"config": "cccc", "seed": "0, 1", "versions": old},
    }
    told = provenance(results)
    assert told["rows"] == [
        ["generate", "as below", "aaaa", "-"],
        ["headline", "as below", "bbbb", "0"],
        ["study by-bit", "torch 2.12.0", "cccc", "0, 1"],
    ]
    assert dict(told["versions"]) == VERSIONS
    assert provenance({"generate": {}})["rows"] == [["generate", "as below", "-", "-"]]


def test_numbers_of_tables() -> None:
    given = (1234567, 0.123456, 12345.6, 5.0, True, "two", -0.00001234)
    assert [number(each) for each in given] == [
        "1,234,567",
        "0.1235",
        "12,346",
        "5",
        "True",
        "two",
        "-1.234e-05",
    ]


def test_bars_stand_where_the_figures_are(found: dict[str, Any]) -> None:
    figure = Figure()
    headline_pictures._draw_split(found, figure, LIGHT)
    energy, speed = figure.axes
    parts = found["libraries"][0]["networks"][NETWORK]
    heights = [each.get_height() for each in energy.patches[::2]]
    wanted = [
        100 * parts["energy"]["parts"][name]["mean"]
        for name in ("saving", "protection", "margin", "tolerated")
    ]
    wanted[1] *= -1
    assert heights == pytest.approx(wanted)
    assert heights[0] == pytest.approx(sum(heights[1:]))
    tops = [each.get_y() + each.get_height() for each in speed.patches[::2]]
    assert tops[0] == pytest.approx(parts["speed"]["parts"]["speedup"]["mean"])


def test_stacks_add_up_to_their_labels(found: dict[str, Any]) -> None:
    figure = Figure()
    headline_pictures._draw_parts(found, figure, LIGHT)
    energy = figure.axes[0]
    labels = [float(each.get_text()) for each in energy.texts]
    tops = [max(bar.get_y() + bar.get_height() for bar in energy.patches[place::4]) for place in range(4)]
    assert tops[0] == pytest.approx(100)
    assert labels == [round(top) for top in tops]
    parts = found["libraries"][0]["networks"][NETWORK]["energy"]["parts"]
    assert tops[3] == pytest.approx(100 * (1 - parts["saving"]["mean"]))


def test_the_map_of_a_policy_has_a_shade_for_each_point() -> None:
    points = [{"voltage": volts, "frequency": 100.0} for volts in (1.8, 1.5, 1.3)]
    blocks = [{"sensitive": 0, "tolerant": 1}, {"sensitive": 1, "tolerant": 2}]
    policy = {"points": points, "blocks": blocks, "timesteps": 6, "leading": 2, "trailing": 1}
    axes = Figure().add_subplot()
    _draw_points({"policy": policy, "objective": "energy"}, axes, LIGHT)
    shades = np.asarray(axes.images[0].get_array())
    assert shades.shape == (2, 6)
    assert len(np.unique(shades)) == 3
    # Leading and trailing timesteps are sensitive; lower supplies are darker.
    assert shades[0, 0] == shades[0, 5] < shades[0, 2] == shades[1, 0] < shades[1, 4]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["1.8 V", "1.5 V", "1.3 V"]


# -- figures of the README ---------------------------------------------------------------------------------


def compared(**changes: Any) -> dict[str, Any]:
    """Return what `drift-hw compare` finds: two policies, images that are brighter at lower supplies."""
    supplies = changes.pop("supplies", (1.8, 1.2, 1.1))

    def pixels(level: int) -> str:
        return base64.b64encode(np.full((28, 28), level, np.uint8).tobytes()).decode()

    lines = [
        {"title": title, "setting": f"{volts:g} V", "psnr": 30.0, "pixels": 2 * [pixels(40 * place)]}
        for title in ("unprotected", "ours")
        for place, volts in enumerate(supplies)
    ]
    errors = [{"model": "flop", "voltage": volts, "period_ps": 5990.0} for volts in supplies]
    return {"settings": [f"{volts:g} V" for volts in supplies], "errors": errors, "policies": lines} | changes


def test_the_split_is_drawn_for_the_readme(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "figures" / "headline.svg"
    assert figures.main(["headline", str(folder), str(path)]) == 0
    svg = ElementTree.parse(path).getroot()
    width = headline_pictures.SIZE[0] * 72
    assert float(svg.attrib["width"].removesuffix("pt")) == pytest.approx(width)
    first = path.read_bytes()
    assert figures.main(["headline", str(folder), str(path)]) == 0
    assert path.read_bytes() == first


def test_falling_supplies_are_drawn_for_the_readme(tmp_path: Path) -> None:
    (tmp_path / "compare.json").write_text(json.dumps(compared()))
    path = tmp_path / "falling.png"
    assert figures.main(["falling", str(tmp_path), str(path)]) == 0
    drawn = image.imread(io.BytesIO(path.read_bytes()))[..., 0]
    # A row for each policy, three supplies with two images each; the first is black, the last brightest.
    levels = {round(float(value), 2) for value in np.unique(drawn)}
    assert {0.0, round(40 / 255, 2), round(80 / 255, 2), 1.0} <= levels


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (compared(supplies=(1.2,)), "compares policies at 1.2 V, not at several supplies"),
        (
            compared(
                settings=["0.001", "0.01"],
                errors=[{"model": "output", "rate": rate} for rate in (1e-3, 1e-2)],
            ),
            "compares policies at 0.001, 0.01, not at several supplies; run `drift-hw compare` with --table",
        ),
    ],
)
def test_falling_needs_supplies(
    tmp_path: Path, content: dict[str, Any], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "compare.json").write_text(json.dumps(content))
    assert figures.main(["falling", str(tmp_path), str(tmp_path / "falling.png")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "falling.png").exists()


@pytest.mark.parametrize(("name", "command"), [("headline", "headline"), ("falling", "compare")])
def test_figures_need_their_results(
    tmp_path: Path, name: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert figures.main([name, str(tmp_path), str(tmp_path / "figure")]) == 2
    expected = f"no {tmp_path / command}.json; run `drift-hw {command} --out {tmp_path}`"
    assert expected in capsys.readouterr().err


def test_pictures_are_as_wide_as_their_text_needs() -> None:
    # 8.5 points are the smallest text of plots; a point is 4/3 of a pixel, of which an inch has 96.
    assert 8.5 * 4 / 3 * PIXELS_PER_INCH / 96 > 12
