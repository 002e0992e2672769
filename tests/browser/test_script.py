"""The script alone, on a page of the tests' own: what it promises whatever page it is on."""

import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsers_for_tests import Browsers
from tests.browser.stage_for_tests import Stage, playing

SAVED = re.compile(r"^Saved \d\d:\d\d$")
LOST = "Connection lost, trying again"


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def address(stage: Stage, browsers: Browsers) -> Iterator[str]:
    with playing(stage) as address:
        yield address


@pytest.fixture
def page(address: str, browsers: Browsers) -> Page:
    page = browsers.page()
    page.goto(address)
    return page


def test_a_change_elsewhere_is_shown(page: Page, stage: Stage) -> None:
    stage.tell(number=7, lines=("one", "two"))
    expect(page.locator("#number")).to_have_text("7")
    expect(page.locator("#news")).to_contain_text("two")


def test_a_change_leaves_folds_focus_and_place_alone(page: Page, stage: Stage) -> None:
    page.locator("summary").click()
    page.locator("#press").focus()
    page.evaluate("window.before = document.querySelector('#press')")
    stage.tell(number=7)
    expect(page.locator("#number")).to_have_text("7")
    expect(page.get_by_text("Folded")).to_be_visible()
    assert page.evaluate("document.activeElement === window.before")


def test_when_what_had_the_focus_is_gone_its_part_has_it(page: Page, stage: Stage) -> None:
    page.locator("#press").focus()
    stage.tell(has_button=False)
    expect(page.locator("#outer")).to_be_focused()


def test_what_is_picked_stays_while_the_question_is_the_same_and_no_longer(page: Page, stage: Stage) -> None:
    pick = page.locator("#ballot").get_by_label("All")
    pick.check()
    stage.choices[0].meaning = "Not a thing"
    stage.tell()
    expect(page.locator("#ballot")).to_contain_text("Not a thing")
    expect(pick).to_be_checked()
    stage.tell(question="two")
    expect(page.locator("#ballot [name=question]")).to_have_value("two")
    expect(pick).not_to_be_checked()


def test_what_was_wrong_with_an_answer_stays_while_the_same_is_asked(
    address: str, stage: Stage, browsers: Browsers
) -> None:
    stage.wrong = ("Please pick one.",)
    page = browsers.page()
    page.goto(address)
    expect(page.get_by_role("alert")).to_be_focused()
    stage.tell(number=4, wrong=())
    expect(page.locator("#number")).to_have_text("4")
    expect(page.get_by_role("alert")).to_have_text("Please pick one.")
    stage.tell(question="two")
    expect(page.locator("#ballot [name=question]")).to_have_value("two")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_part_in_which_is_typed_waits_until_the_field_is_left(page: Page, stage: Stage) -> None:
    remark = page.get_by_label("Remark")
    remark.fill("half a sen")
    stage.choices[0].meaning = "Not a thing"
    stage.tell(number=8)
    expect(page.locator("#number")).to_have_text("8")
    expect(page.locator("#ballot")).not_to_contain_text("Not a thing")
    remark.blur()
    expect(page.locator("#ballot")).to_contain_text("Not a thing")
    expect(remark).to_have_value("half a sen")


def test_what_is_typed_is_saved_and_said_so(page: Page, stage: Stage) -> None:
    page.get_by_label("Note").press_sequentially("all of 50 % <b>", delay=5)
    expect(page.locator("#state")).to_have_text(SAVED)
    assert stage.note == "all of 50 % <b>"
    assert stage.sent[-1]["keep"] == ["1"]
    expect(page.locator("#saved")).to_have_text(str(stage.saves))
    page.locator("#sheet").get_by_label("All").check()
    page.get_by_label("Role").select_option("B")
    expect(page.locator("#saved")).to_have_text(str(stage.saves))
    page.reload()
    expect(page.get_by_label("Note")).to_have_value("all of 50 % <b>")
    expect(page.locator("#sheet").get_by_label("All")).to_be_checked()
    expect(page.get_by_label("Role")).to_have_value("b")


def test_what_is_refused_is_told_beside_its_field_and_kept(page: Page, stage: Stage) -> None:
    stage.status, stage.problem = 422, "Please write less."
    note = page.get_by_label("Note")
    note.fill("too much")
    expect(page.locator("#state")).to_have_text("Not saved: Please write less.")
    expect(page.locator("#note-problem")).to_have_text("Please write less.")
    expect(note).to_have_attribute("aria-invalid", "true")
    expect(note).to_have_value("too much")
    stage.status, stage.problem = 200, ""
    note.fill("less")
    expect(page.locator("#state")).to_have_text(SAVED)
    expect(note).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#note-problem")).to_be_hidden()


def test_slow_saving_is_said_and_nothing_typed_meanwhile_is_lost(page: Page, stage: Stage) -> None:
    stage.pause = 1.0
    note = page.get_by_label("Note")
    note.fill("first")
    expect(page.locator("#state")).to_have_text("Saving")
    note.press_sequentially(", second")
    expect(page.locator("#state")).to_have_text(SAVED)
    expect(page.locator("#saved")).to_have_text("2")
    assert stage.note == "first, second"
    expect(note).to_have_value("first, second")


def test_what_is_picked_while_an_earlier_word_is_being_saved_is_saved_as_well(
    page: Page, stage: Stage
) -> None:
    stage.pause = 0.7
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Name").blur()
    page.wait_for_timeout(100)
    stage.hint = "Choose what fits."
    page.locator("#sheet").get_by_label("All").check()
    expect(page.locator("#sheet")).to_contain_text("Choose what fits.")
    expect(page.locator("#saved")).to_have_text("2")
    expect(page.locator("#sheet").get_by_label("All")).to_be_checked()
    assert (stage.name, stage.level) == ("Ada", "1")


def test_a_page_from_before_the_last_saving_does_not_undo_it(page: Page, stage: Stage) -> None:
    stage.level, stage.delay = "0", 0.8
    stage.tell(number=1)
    page.wait_for_timeout(200)  # It has been asked for, and is on its way.
    page.locator("#sheet").get_by_label("All").check()
    expect(page.locator("#saved")).to_have_text("1")
    expect(page.locator("#number")).to_have_text("1")
    stage.delay = 0
    page.wait_for_timeout(1000)
    expect(page.locator("#sheet").get_by_label("All")).to_be_checked()
    assert stage.level == "1"


def test_what_others_pick_does_not_undo_what_is_picked_here(page: Page, stage: Stage) -> None:
    page.locator("#ballot").get_by_label("All").check()
    stage.tell(number=1, picked="0")
    expect(page.locator("#number")).to_have_text("1")
    expect(page.locator("#ballot").get_by_label("All")).to_be_checked()


def test_next_leaves_only_once_all_is_saved(page: Page, stage: Stage) -> None:
    page.get_by_label("Note").fill("last word")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Next")).to_be_visible()
    assert [form.get("keep") for form in stage.sent] == [["1"], None]
    assert stage.sent[-1]["go"] == ["next"]


def test_a_button_pressed_twice_sends_once(page: Page, stage: Stage) -> None:
    stage.pause = 0.5
    page.locator("#ballot").get_by_label("All").check()
    page.get_by_role("button", name="Send").dblclick()
    expect(page.locator("#ballot").get_by_label("All")).not_to_be_checked()
    assert len(stage.sent) == 1


def test_a_server_that_goes_away_is_said_and_what_is_typed_comes_to_it_later(
    stage: Stage, browsers: Browsers
) -> None:
    with playing(stage) as address:
        page = browsers.page()
        page.goto(address)
    expect(page.locator("#state")).to_have_text(LOST)
    page.get_by_label("Note").fill("while it was away")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#state")).to_have_text("Connection lost. Please press again when it is back.")
    stage.number = 12
    with playing(stage, urlsplit(address).port or 0):
        expect(page.locator("#number")).to_have_text("12")
        expect(page.locator("#state")).to_have_text(SAVED)
        assert stage.note == "while it was away"


def test_what_is_typed_outlives_a_reload_while_the_server_does_not_take_it(
    page: Page, stage: Stage, browsers: Browsers
) -> None:
    browsers.expected.add(503)
    stage.status = 503
    page.get_by_label("Note").fill("not yet kept")
    expect(page.locator("#state")).to_have_text(LOST)
    stage.status = 200
    page.reload()
    expect(page.get_by_label("Note")).to_have_value("not yet kept")
    expect(page.locator("#state")).to_have_text(SAVED)
    assert stage.note == "not yet kept"


def test_what_was_changed_elsewhere_meanwhile_is_not_written_over_unasked(
    page: Page, stage: Stage, browsers: Browsers
) -> None:
    browsers.expected.add(503)
    stage.status = 503
    note = page.get_by_label("Note")
    note.fill("mine")
    expect(page.locator("#state")).to_have_text(LOST)
    stage.note = "theirs"
    page.reload()
    stage.status = 200
    expect(note).to_have_value("mine")
    expect(page.locator("#state")).to_contain_text("changed elsewhere")
    assert stage.saves == 0
    note.fill("mine, still")
    expect(page.locator("#state")).to_have_text(SAVED)
    assert stage.note == "mine, still"


def test_a_phone_that_is_offline_comes_back_by_itself(address: str, stage: Stage, browsers: Browsers) -> None:
    phone = browsers.phone()
    phone.goto(address)
    phone.context.set_offline(True)
    expect(phone.locator("#state")).to_have_text(LOST)
    stage.tell(number=3)
    phone.context.set_offline(False)
    expect(phone.locator("#number")).to_have_text("3")
    expect(phone.locator("#state")).not_to_have_text(LOST)


def test_where_no_feed_is_to_be_had_the_page_still_asks(
    address: str, stage: Stage, browsers: Browsers
) -> None:
    stage.feed_status = 503
    browsers.expected.add(503)
    page = browsers.page()
    page.goto(address)
    stage.number = 5
    expect(page.locator("#number")).to_have_text("5")


@pytest.mark.parametrize(("field", "warned"), [("Remark", True), ("Note", False)])
def test_leaving_warns_of_what_would_be_lost(page: Page, stage: Stage, field: str, warned: bool) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label(field).click()
    page.keyboard.type("a word")
    page.goto(page.url + "next")
    assert asked == ["beforeunload"] * warned
    if not warned:  # It was sent in leaving, and may come in after the next page was asked for.
        until = time.monotonic() + 10
        while stage.note != "a word" and time.monotonic() < until:
            time.sleep(0.02)
        assert stage.note == "a word"


def test_a_page_without_script_shows_the_same(address: str, stage: Stage, browsers: Browsers) -> None:
    page = browsers.page(java_script_enabled=False)
    page.goto(address)
    page.get_by_label("Note").fill("by hand")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Next")).to_be_visible()
    assert stage.note == "by hand"
