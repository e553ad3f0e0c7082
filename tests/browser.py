"""What a reader's browser makes of a page: opened in a headless Chromium, without network."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
"""Programs that will do, the first that is there."""
READABLE = 12.0
"""CSS pixels of the smallest text."""
POINT = 4 / 3
"""CSS pixels."""

_LOOK = """
() => {
  const wide = document.documentElement.clientWidth;
  const inside = (node) => {
    for (let at = node.parentElement; at; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible') return true;
    return false;
  };
  const name = (node) => `${node.tagName.toLowerCase()} in ${node.closest('[id]')?.id ?? 'body'}`;
  const every = (what) => [...document.querySelectorAll(what)];
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest('style, title, script')) continue;
    const scale = node.getScreenCTM ? node.getScreenCTM().a : 1;
    const size = scale * parseFloat(getComputedStyle(node).fontSize);
    texts.push([name(node), size, walker.currentNode.data.trim()]);
  }
  return {
    pictures: every('img').map((node) => ({
      name: name(node), whole: node.complete && node.naturalWidth > 0 && node.naturalHeight > 0,
      scale: node.clientWidth / (node.naturalWidth || 1), source: node.currentSrc || node.src,
      background: getComputedStyle(document.body).backgroundColor,
    })),
    drawings: every('svg').map((node) => [name(node), node.getBoundingClientRect().height]),
    overflow: document.documentElement.scrollWidth - wide,
    outside: every('body *').filter((node) => node.getBoundingClientRect().right > wide + 1 && !inside(node))
      .map(name),
    texts: texts,
    dead: every('a[href^="#"]').map((node) => node.getAttribute('href'))
      .filter((href) => !document.getElementById(href.slice(1))),
    links: every('a[href^="#"]').length,
  };
}
"""


@contextmanager
def chromium() -> Iterator[Browser | None]:
    """Yield a headless browser; None where the program or Playwright is not installed."""
    program = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        yield None
        return
    with sync_playwright() as playwright:
        # Without a user namespace, as in containers, its sandbox does not start; the page is our own.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def look(
    browser: Browser, page: Path, width: int, scheme: Any, picture: Path | None = None
) -> dict[str, Any]:
    """Open a page on a screen of `width` CSS pixels, light or dark, and return what is there.

    `said` has errors of scripts and requests, and what the console says. A screenshot goes to `picture`.
    """
    said: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    opened = context.new_page()
    opened.on("console", lambda message: said.append(f"console {message.type}: {message.text}"))
    opened.on("pageerror", lambda error: said.append(f"script: {error}"))
    opened.on("requestfailed", lambda request: said.append(f"request failed: {request.url[:80]}"))
    opened.on("request", lambda request: said.extend(_elsewhere(request.url, page)))
    opened.goto(page.as_uri(), wait_until="load")
    found: dict[str, Any] = opened.evaluate(_LOOK)
    if picture is not None:
        opened.screenshot(path=picture, full_page=True)
    context.close()
    return found | {"said": said}


def _elsewhere(url: str, page: Path) -> list[str]:
    own = url.startswith("data:") or url.partition("#")[0] == page.as_uri()
    return [] if own else [f"request: {url[:80]}"]


def complaints(found: dict[str, Any]) -> list[str]:
    """Return what is wrong with a page, each in a line; nothing for a good one."""
    told = list(found["said"])
    told += [f"picture not drawn: {each['name']}" for each in found["pictures"] if not each["whole"]]
    told += [f"drawing without height: {name}" for name, height in found["drawings"] if not height > 0]
    if found["overflow"] > 0:
        told.append(f"the page is {found['overflow']} px too wide: {', '.join(found['outside'][:5])}")
    told += [
        f"text of {size:.1f} px: {name}: {text[:40]}"
        for name, size, text in found["texts"]
        if size < READABLE
    ]
    for each in found["pictures"]:
        smallest = smallest_text(each["source"]) * each["scale"]
        if smallest < READABLE:
            told.append(f"picture with text of {smallest:.1f} px: {each['name']}")
    told += [f"link to nowhere: {href}" for href in found["dead"]]
    return told


def smallest_text(source: str) -> float:
    """Return the height of the smallest font of a plot in a data URI, in its own pixels; inf without text.

    Matplotlib draws glyphs of 100 units an em, and scales each text to its size in points.
    """
    kind, _, content = source.partition(";base64,")
    if kind != "data:image/svg+xml":
        return float("inf")
    scales = re.findall(r"scale\((0\.\d+) -0\.\d+\)", base64.b64decode(content).decode())
    return min((100 * float(scale) * POINT for scale in scales), default=float("inf"))
