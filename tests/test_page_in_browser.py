"""The whole page in a real browser: everything drawn, nothing complained of, readable on laptop and phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import chromium, complaints, look
from full_page import fill

from drift_hw.report.page import TITLES, render

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.regress
LAPTOP, PHONE = 1366, 390


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with chromium() as found:
        if found is None:
            pytest.skip("no browser: install Debian's chromium and the Python package playwright")
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a folder with every result."""
    if not Path("/usr/share/qflow/tech/osu018").is_dir():
        pytest.skip("no cells to synthesise with: install Debian's qflow-tech-osu018")
    folder = tmp_path_factory.mktemp("everything")
    fill(folder)
    path = folder / "report.html"
    path.write_text(render(folder), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [LAPTOP, PHONE])
def test_a_reader_sees_everything(browser: Browser, page: Path, width: int, scheme: str) -> None:
    found = look(browser, page, width, scheme)
    assert complaints(found) == []
    assert found["links"] == len(TITLES)
    assert len(found["pictures"]) > 20
    assert len(found["drawings"]) == 2


def test_both_appearances_have_pictures_of_their_own(browser: Browser, page: Path) -> None:
    light, dark = (look(browser, page, LAPTOP, scheme)["pictures"] for scheme in ("light", "dark"))
    assert light[0]["background"] != dark[0]["background"]
    plots = [each["source"].startswith("data:image/svg") for each in light]
    for one, other, is_plot in zip(light, dark, plots, strict=True):
        assert (one["source"] != other["source"]) == is_plot
    assert sum(plots) > 15


def test_wide_tables_scroll_on_a_phone(browser: Browser, page: Path) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 800})
    opened = context.new_page()
    opened.goto(page.as_uri())
    scrolled = opened.evaluate(
        """() => [...document.querySelectorAll('.scroll')]
             .filter((node) => node.scrollWidth > node.clientWidth)
             .map((node) => { node.scrollLeft = 50; return node.scrollLeft; })"""
    )
    context.close()
    assert len(scrolled) > 10
    assert all(scrolled)


# -- what is broken is seen --------------------------------------------------------------------------------


def broken_picture(html: str) -> str:
    return re.sub(r'(<img src="data:image/svg\+xml;base64,)[^"]{40}', r"\1" + 40 * "A", html, count=1)


def overflowing_table(html: str) -> str:
    wide = "<td>" + 40 * "<b>a wide cell </b>"
    return html.replace('<div class="scroll"><table>', f"<div><table><tr>{wide}</tr>", 1)


def at_the_end(text: str) -> Callable[[str], str]:
    return lambda html: html.replace("</main>", f"{text}</main>")


@pytest.mark.parametrize(
    ("breaking", "message"),
    [
        (broken_picture, "picture not drawn: img in "),
        (overflowing_table, "the page is .* px too wide: .*table in "),
        (at_the_end("<script>nothing.here()</script>"), "script: nothing is not defined"),
        (at_the_end("<script>console.error('no good')</script>"), "console error: no good"),
        (at_the_end('<img src="elsewhere.png" alt="">'), "request failed: file://"),
        (at_the_end('<img src="http://127.0.0.1:9/x.png" alt="">'), "request: http://127.0.0.1:9"),
        (at_the_end('<a href="#nowhere">there</a>'), "link to nowhere: #nowhere"),
        (at_the_end('<p style="font-size:9px">small print</p>'), "text of 9.0 px: p in .*small print"),
        (at_the_end("<style>.plot img { max-width: 100%; }</style>"), "picture with text of .* px: img in "),
        (at_the_end("<style>.drawing svg { min-width: 0; }</style>"), r"text of \d\.\d px: text in array"),
    ],
)
def test_a_broken_page_is_found_out(
    browser: Browser, page: Path, tmp_path: Path, breaking: Any, message: str
) -> None:
    html = page.read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(breaking(html), encoding="utf-8")
    assert broken.read_text(encoding="utf-8") != html
    told = complaints(look(browser, broken, PHONE, "light"))
    assert any(re.match(message, each) for each in told), told
