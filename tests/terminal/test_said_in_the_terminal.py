"""Everything a terminal shows is said in the language spoken, and lies where it should."""

import datetime as dt
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.utils import get_cwidth
from rubrics_for_tests import DAY, rate
from speeches_for_tests import accented, words_in_english
from translations_for_tests import arabic, make_translation

from dsds_audit.actions import recommend
from dsds_audit.catalogue import Catalogue
from dsds_audit.dialogues.forms import Blank, Form
from dsds_audit.interview import Jump, begin
from dsds_audit.interview.questions import Choice
from dsds_audit.plan import ActionItem
from dsds_audit.speech import ENGLISH_SPEECH, Speech, speaking
from dsds_audit.terminal import run_interview
from dsds_audit.terminal.forms import fill_in
from dsds_audit.terminal.lists import today_for
from dsds_audit.terminal.plan_dialogues import pick_item, pick_recommendation
from dsds_audit.translation import translate
from tests.terminal.test_asking import (
    BACK,
    CLEAR,
    DOWN,
    ENTER,
    FORWARD,
    GO_TO,
    QUIT,
    REVIEW,
    SPACE,
    UP,
    Saves,
    screen,
)

ORIGINAL = Catalogue().load_original("dsds")
RUBRIC = translate(ORIGINAL, make_translation(ORIGINAL, "ar", arabic))
_PAUSE = 0.05  # seconds
_CLEARED = "\x1b[2J"
_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|[=>()][0-9A-Z]?|\][^\x07]*\x07)|[\x00-\x09\x0b-\x1f]")


class _Today(type(ENGLISH_SPEECH.catalogue)):  # type: ignore[misc]
    """A catalogue in which the word for today has an apostrophe of print."""

    def pgettext(self, context: str, message: str) -> str:
        return "Aujourd’hui" if message == "today" else message


def shown(work: Callable[[], object], keys: Sequence[str], speech: Speech) -> str:
    """What stands on the screen, page after page, while these keys are typed one after the other."""
    written, output = screen(rows=60, columns=100)
    foot = speech.catalogue.gettext("Enter accepts")

    def wait_for_the_page() -> None:
        time.sleep(_PAUSE)
        patience = time.monotonic() + 3
        while foot not in written.getvalue().rpartition(_CLEARED)[2] and time.monotonic() < patience:
            time.sleep(_PAUSE)

    def type_keys() -> None:
        for key in keys:
            wait_for_the_page()
            pipe.send_text(key)
        wait_for_the_page()
        pipe.close()

    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output), speaking(speech):
        hand = threading.Thread(target=type_keys)
        hand.start()
        work()
        hand.join()
    return _ESCAPES.sub("", written.getvalue())


def asked(
    keys: Sequence[str], site: str = "", save: Saves | None = None, speech: Speech | None = None, at: str = ""
) -> str:
    """What an interview shows."""
    interview = begin(RUBRIC, DAY, site=site)
    if at:
        interview = interview.answered(Jump(at))
    save = save or Saves()
    return shown(lambda: run_interview(interview, save, today=DAY), keys, speech or accented())


def assert_said(text: str) -> None:
    assert text.strip()
    assert set(words_in_english(text)) <= {"Ctrl"}


def test_an_interview_is_said_in_the_language_from_the_first_page_on() -> None:
    intake = ["Ñandú", ENTER, ENTER, ENTER, CLEAR, "ñ", ENTER, CLEAR, "2027-01-01", ENTER, ENTER]
    people = [ENTER, ENTER, "Ána", ENTER, DOWN, DOWN, ENTER, ENTER, BACK, BACK, FORWARD]
    assert_said(asked([*intake, ENTER, ENTER, ENTER, *people, "ñ", ENTER, QUIT]))


def test_a_criterion_its_evidence_its_barriers_and_the_review_are_said_in_the_language() -> None:
    rated = [SPACE, ENTER, UP, ENTER, ENTER, "Ñô", ENTER]
    evidence = [ENTER, ENTER, CLEAR, "Ñô", ENTER, ENTER, "ñ", ENTER, CLEAR, ENTER, ENTER]
    barriers = [ENTER, "Ñô", ENTER, DOWN, ENTER, ENTER]
    left = [GO_TO, BACK, REVIEW, UP, ENTER, ENTER, QUIT]
    first = next(iter(RUBRIC.criteria))
    assert_said(asked([*rated, *evidence, *barriers, *left], "Ñandú", at=first))


def test_a_failed_save_is_told_in_the_language() -> None:
    told = asked(["Ñandú", ENTER, UP, DOWN, ENTER], save=Saves(1))
    theirs = {"The", "disk", "full", "Please", "make", "room"}
    assert set(words_in_english(told)) <= {"Ctrl", *theirs}


def test_forms_and_choices_about_a_plan_are_said_in_the_language() -> None:
    item = ActionItem(id="ab", action="Ñô", owner="Ána", adopted=DAY, due=DAY)
    blanks = (Blank("ñ", "Ñ", "Ñ?", needed=True), Blank("ó", "Ó", "Ó?", choices=(Choice("ñ", "Ñ"),)))
    form = Form("Ñ", ("Ñ",), blanks, "Ñ")
    first = next(iter(RUBRIC.criteria))
    advised = list(enumerate(recommend(RUBRIC, rate(RUBRIC, {first: 0})), start=1))
    keys = [ENTER, "ñ", ENTER, ENTER, DOWN, BACK, QUIT]
    told = [
        shown(lambda: pick_item("Ñ", [item], dt.date(2026, 9, 14)), [QUIT], accented()).replace("Mar", ""),
        shown(lambda: pick_recommendation(RUBRIC, advised, [item]), [QUIT], accented()),
        shown(lambda: fill_in(form, lambda _: "", DAY), keys, accented()),
    ]
    for text in told:
        assert_said(text)


@pytest.mark.parametrize("typed", ["today", "Today", "aujourd'hui", "aujourd’hui", "Aujourd’hui"])
def test_today_may_be_typed_in_english_or_in_the_language_with_either_apostrophe(typed: str) -> None:
    with speaking(replace(ENGLISH_SPEECH, language="fr", catalogue=_Today())):
        assert today_for(typed, DAY) == str(DAY)
        assert today_for("hoy", DAY) == "hoy"


def test_the_keys_of_a_list_stand_below_each_other_however_long_the_words_are() -> None:
    class Longer(type(ENGLISH_SPEECH.catalogue)):  # type: ignore[misc]
        def gettext(self, message: str) -> str:
            return "終わりまで保存して出る" if message == "save and quit" else message

    told = asked([], "Ñandú", speech=Speech("ja", Longer()), at="participants")
    lines = [line.rstrip() for line in told.split("\n")]
    listed = [line for line in lines if re.search(r"  Ctrl-[A-Z]$", line)]
    assert any("終わりまで保存して出る" in line for line in listed)
    assert len({get_cwidth(line) for line in listed}) == 1
