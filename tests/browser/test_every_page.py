"""What holds on every page in every state: WCAG 2.2 AA, no sideways scrolling, bearable weight."""

import gzip
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.browsers_for_tests import DESKTOP, PHONE, Browsers
from tests.browser.tour_for_tests import TOURS
from tests.web.halls_for_tests import running_server, workspace_in

AXE = Axe()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
COLORS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
# What depends on the width; all the rest holds already.
_BY_WIDTH = ["color-contrast", "target-size", "scrollable-region-focusable", "hidden-content"]
NARROW = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": _BY_WIDTH}}
MOST_BYTES = 50_000
_TOO_WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return "";
  const isOut = (part) => part.getBoundingClientRect().right > page.clientWidth + 1;
  const parts = [...document.querySelectorAll("body :not(svg *, .hidden, .skip)")];
  return parts.filter(isOut).slice(0, 4).map((part) => part.outerHTML.slice(0, 90)).join() || "something";
}"""
_NAMELESS = """() => {
  const controls = "input:not([type=hidden]), select, textarea, button, a[href], summary";
  const isNamed = (part) => part.labels?.length || part.textContent.trim() || part.ariaLabel;
  const nameless = [...document.querySelectorAll(controls)].filter((part) => !isNamed(part));
  return nameless.map((part) => part.outerHTML.slice(0, 120));
}"""
# An answer that is on its way may load the page anew.
_DRESSED = "() => document.readyState === 'complete' && document.styleSheets.length > 0"
_TWICE = """() => {
  const parts = [...document.querySelectorAll("[id]")].filter((part) => !part.closest("svg"));
  const ids = parts.map((part) => part.id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}"""


def faults_of(page: Page) -> list[str]:
    """What is wrong with a page as it stands, in light and dark, wide and narrow, with larger text."""
    faults = []
    for size, most in ((DESKTOP, ALL), (PHONE, NARROW)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme, rules in (("light", most), ("dark", COLORS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            faults += [f"{size['width']} {scheme}: {told}" for told in _violations(page, rules)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    faults += [f"320 pixels: {wide}" for wide in [page.evaluate(_TOO_WIDE)] if wide]
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults += [f"text twice as large: {wide}" for wide in [page.evaluate(_TOO_WIDE)] if wide]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    faults += [f"without a name: {part}" for part in page.evaluate(_NAMELESS)]
    faults += [f"id given twice: {name}" for name in page.evaluate(_TWICE)]
    return faults


def _violations(page: Page, rules: dict[str, object]) -> list[str]:
    page.wait_for_function(_DRESSED)
    found = AXE.run(page, options=rules).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for violation in found
        for node in violation["nodes"][:3]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("tour", TOURS)
def test_every_page_in_every_state(tour: str, tmp_path: Path, browsers: Browsers) -> None:
    faults: dict[str, list[str]] = {}
    with running_server(workspace_in(tmp_path, example=tour == "site")) as server:
        for name, page in TOURS[tour](server, browsers):
            if found := faults_of(page):
                faults[name] = found
    assert faults == {}


@pytest.mark.parametrize("example", [False, True])
def test_the_first_page_is_light(example: bool, tmp_path: Path, browsers: Browsers) -> None:
    weights = {}
    with running_server(workspace_in(tmp_path, example)) as server:
        page = browsers.page()
        page.on("response", lambda answer: weights.update({answer.url: answer}))
        page.goto(server.link)
        page.wait_for_load_state("networkidle")
        bodies = [answer.body() for answer in weights.values() if answer.status == 200]
    assert len(bodies) == 3  # the page, its style, its script
    assert sum(map(len, bodies)) < MOST_BYTES, [len(gzip.compress(body)) for body in bodies]
