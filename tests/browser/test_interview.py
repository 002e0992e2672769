"""The interview as a facilitator leads it: by mouse, by keys, watched, reloaded, without script."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from tests.browser.browsers_for_tests import Browsers
from tests.browser.steps_for_tests import SITE, begin, choose, press, saved
from tests.web.halls_for_tests import Running, running_server

LEVELS = ("in place", "partially in place", "not in place", "don't know")
_OBSCURED = """() => {
  const part = document.activeElement, box = part.getBoundingClientRect();
  if (part === document.body || part.closest(".skip") || part === document.documentElement) return "";
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)];
  const top = document.elementFromPoint(x, y);
  const own = part.closest("label") ?? part;
  const isSeen = top && (own.contains(top) || top.contains(own));
  const style = [getComputedStyle(part), getComputedStyle(own)];
  const isMarked = style.some((one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2);
  return isSeen && isMarked ? "" : `${part.outerHTML.slice(0, 120)} seen: ${isSeen}, marked: ${isMarked}`;
}"""
_NAME = """() => {
  const part = document.activeElement;
  const text = part.closest("label")?.innerText || part.innerText || part.labels?.[0]?.innerText;
  return `${part.type || part.tagName.toLowerCase()} ${part.name ?? ""} ${text ?? ""}`;
}"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with running_server(tmp_path) as server:
        yield server


def record(server: Running) -> Assessment:
    (path,) = server.workspace.glob("*/2*.yaml")
    return read_assessment(path, Catalogue().load)


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_whole_interview_by_mouse(server: Running, browsers: Browsers) -> None:
    page = browsers.page()
    begin(page, server.link)
    page.get_by_label("Who facilitates?").fill("Ada")
    page.get_by_label("How many people were invited").fill("6")
    page.get_by_label("Role", exact=True).select_option("program leader")
    press(page, "Next")

    page.get_by_label("One specific person is named").check()
    expect(page.locator(".choice", has_text="suggested")).to_contain_text("partially in place")
    choose(page, "in place")
    page.locator("[name=note]").fill("Half of it is „new“, 50 % <done>\nand more")
    page.get_by_label("What is it?").fill("Job description")
    page.get_by_label("Where is it?").fill("Shared drive")
    page.get_by_label("Its date").fill("2026-09-01")
    saved(page)
    expect(page.locator("section#so-far")).to_contain_text("1 of 14 rated")
    press(page, "Next")

    answered = 1
    while page.get_by_role("group", name="Which level fits?").count():
        choose(page, LEVELS[answered % 4])
        answered += 1
        saved(page)
        press(page, "Next")
        if page.locator("p.problem:not(:empty)").count():
            page.locator("[name=note]").fill("Said why")
            press(page, "Next")
    assert answered == 14
    while "stands" not in heading(page):  # the look back at how it was run
        press(page, "Next")
    press(page, "Finish")
    if page.get_by_role("button", name="Yes, finish").count():
        press(page, "Yes, finish")
    expect(page).to_have_url(re.compile("/assessment"))
    expect(page.get_by_role("heading", level=1)).to_have_text(SITE)
    page.get_by_role("link", name="See the report").click()
    expect(page.locator("body")).to_contain_text(SITE)

    kept = record(server)
    assert kept.finished
    assert len(kept.ratings) == 14
    first = kept.ratings["accountability.person"]
    assert (first.level, first.note) == (2, "Half of it is „new“, 50 % <done>\nand more")
    assert first.evidence[0].where == "Shared drive"
    assert [rating.dont_know for rating in kept.ratings.values()].count(True) == 3


def tab_to(page: Page, wanted: Callable[[str], bool]) -> None:
    """Press Tab until what is wanted has the focus; each thing on the way is seen, and marked as focused."""
    for _ in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate(_OBSCURED) == ""
        if wanted(page.evaluate(_NAME)):
            return
    raise AssertionError("the keyboard does not get there")


def enter(page: Page, name: str) -> None:
    """Go to a button or link by Tab and press Enter."""
    tab_to(page, lambda focus: focus.split(maxsplit=1)[0] in ("submit", "a") and name in focus)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def skip(page: Page) -> None:
    """Leave the bar at the top behind."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


@pytest.mark.slow
def test_a_whole_interview_by_keyboard_alone(server: Running, browsers: Browsers) -> None:
    page = browsers.page()
    page.goto(server.link)
    enter(page, "Begin an assessment")
    skip(page)
    tab_to(page, lambda focus: focus.startswith("text site"))
    page.keyboard.type(SITE)
    enter(page, "Begin")
    skip(page)
    enter(page, "Next")
    skip(page)
    tab_to(page, lambda focus: focus.startswith("checkbox"))
    page.keyboard.press("Space")
    expect(page.locator(".choice", has_text="suggested")).to_be_visible()
    answered = 0
    while page.get_by_role("group", name="Which level fits?").count():
        if answered:
            skip(page)
        tab_to(page, lambda focus: focus.startswith("radio"))
        page.keyboard.press("Space")
        for _ in range(1 if answered == 0 else answered % 3):
            page.keyboard.press("ArrowDown")
        answered += 1
        saved(page)
        enter(page, "Next")
        assert page.locator("p.problem:not(:empty)").all_inner_texts() == []
    assert answered == 14
    while "stands" not in heading(page):
        skip(page)
        enter(page, "Next")
    skip(page)
    enter(page, "Finish")
    if page.get_by_role("button", name="Yes, finish").count():
        enter(page, "Yes, finish")
    expect(page).to_have_url(re.compile("/assessment"))
    enter(page, "See the report")
    expect(page).to_have_url(re.compile("/report"))
    kept = record(server)
    assert kept.finished
    assert len(kept.ratings) == 14


def test_reload_and_back_lose_nothing(server: Running, browsers: Browsers) -> None:
    page = browsers.page()
    begin(page, server.link)
    press(page, "Next")
    choose(page, "partially in place")
    page.locator("[name=note]").press_sequentially("typed and not left")
    page.reload()
    expect(page.locator("[name=note]")).to_have_value("typed and not left")
    saved(page)
    first = heading(page)
    press(page, "Next")
    assert heading(page) != first
    page.go_back()
    expect(page.get_by_role("radio", name="partially in place")).to_be_checked()
    expect(page.locator("[name=note]")).to_have_value("typed and not left")
    page.go_forward()
    choose(page, "not in place")
    saved(page)
    assert record(server).ratings["accountability.person"].note == "typed and not left"


def test_a_second_facilitator_watches_and_takes_over(server: Running, browsers: Browsers) -> None:
    first, second = browsers.page(), browsers.page()
    begin(first, server.link)
    press(first, "Next")
    second.goto(server.link)
    second.goto(first.url)
    expect(second.locator("#notices")).to_contain_text("You can watch")
    choose(first, "in place")
    saved(first)
    expect(second.get_by_role("radio", name=re.compile("^in place"))).to_be_checked()
    expect(second.locator("section#so-far")).to_contain_text("1 of 14 rated")
    # What the first was about to say when the second took over is neither lost nor written over theirs.
    first.context.set_offline(True)
    first.locator("[name=note]").fill("from the first")
    press(second, "Take over and write here")
    second.locator("[name=note]").fill("from the second")
    saved(second)
    first.context.set_offline(False)
    expect(first.locator("#state")).to_contain_text("Not saved")
    expect(first.locator("#notices")).to_contain_text("Take over and save what stands here")
    expect(first.locator("[name=note]")).to_have_value("from the first")
    assert record(server).ratings["accountability.person"].note == "from the second"
    first.locator("[name=note]").blur()
    second.locator("[name=note]").fill("from the second, and more")
    saved(second)
    first.wait_for_timeout(500)  # It has heard of that.
    expect(first.locator("[name=note]")).to_be_enabled()
    press(first, "Take over and save what stands here")
    assert record(server).ratings["accountability.person"].note == "from the first"
    expect(second.locator("#notices")).to_contain_text("You can watch")
    expect(second.locator("[name=note]")).to_have_value("from the first")


def test_what_was_sent_and_not_taken_stays_while_another_writes_on(
    server: Running, browsers: Browsers
) -> None:
    first, second = browsers.page(), browsers.page()
    begin(first, server.link)
    press(first, "Next")
    choose(first, "in place")
    saved(first)
    second.goto(server.link)
    second.goto(first.url)
    first.context.set_offline(True)
    first.locator("[name=note]").fill("from the first")
    press(second, "Take over and write here")
    first.context.set_offline(False)
    expect(first.locator("#state")).to_contain_text("Not saved")
    press(first, "Next")
    for text in ("from the second", "and more"):
        second.locator("[name=note]").fill(text)
        saved(second)
        first.wait_for_timeout(500)  # It has heard of that.
        expect(first.locator("[name=note]")).to_have_value("from the first")
    press(first, "Take over and save what stands here")
    assert record(server).ratings["accountability.person"].note == "from the first"


def test_what_next_says_is_needed_stays_and_next_then_goes_on(server: Running, browsers: Browsers) -> None:
    page = browsers.page()
    begin(page, server.link)
    press(page, "Next")
    page.get_by_label("One specific person is named").check()
    choose(page, "in place")
    saved(page)
    press(page, "Next")
    problem = page.locator("#part-note p.problem")
    expect(problem).to_contain_text("Please say why")
    expect(page.locator("[name=note]")).to_be_focused()
    page.reload()
    page.wait_for_timeout(500)  # The page has asked for itself meanwhile.
    expect(problem).to_contain_text("Please say why")
    first = heading(page)
    press(page, "Next")
    assert heading(page) != first


def test_a_criterion_without_script(server: Running, browsers: Browsers) -> None:
    page = browsers.page(java_script_enabled=False)
    begin(page, server.link)
    press(page, "Next")
    page.get_by_label("One specific person is named").check()
    press(page, "Save")
    expect(page.locator(".choice", has_text="suggested")).to_contain_text("partially in place")
    choose(page, "partially in place")
    press(page, "Save")
    page.locator("[name=note]").fill("by hand")
    page.get_by_label("What is it?").fill("Minutes")
    press(page, "Save")
    expect(page.get_by_label("What is it?")).to_have_count(2)
    press(page, "Next")
    rating = record(server).ratings["accountability.person"]
    assert (rating.level, rating.note, rating.evidence[0].what) == (1, "by hand", "Minutes")


def test_a_server_that_was_killed_and_starts_again_gets_what_was_typed(
    server: Running, browsers: Browsers
) -> None:
    page = browsers.page()
    begin(page, server.link)
    press(page, "Next")
    choose(page, "partially in place")
    saved(page)
    server.kill()
    expect(page.locator("#state")).to_have_text("Connection lost, trying again")
    page.locator("[name=note]").fill("typed while it was away")
    with running_server(server.workspace, port=server.port):
        saved(page)
        assert record(server).ratings["accountability.person"].note == "typed while it was away"
        expect(page.get_by_role("radio", name="partially in place")).to_be_checked()
