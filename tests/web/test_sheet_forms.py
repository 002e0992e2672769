import datetime as dt
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples
from strategies import texts

from dsds_audit.catalogue import Catalogue
from dsds_audit.interview import Interview, begin
from dsds_audit.interview.questions import NONE_HELD
from dsds_audit.interview.sheets import fill_sheet, sheet_of
from dsds_audit.report.pages import page_environment
from dsds_audit.web.sheet_forms import answers_in, entries_of, field_of, words_left
from dsds_audit.web.templates import read_template

RUBRIC = Catalogue().load("dsds")
NAME = "access.fidelity"


def rated(**parts: Any) -> Interview:
    interview = begin(RUBRIC, dt.date(2026, 3, 2), site="Hill")
    answers = {"level": "1", **parts}
    filled, problems = fill_sheet(
        interview, NAME, {f"{NAME}/{part}": value for part, value in answers.items()}
    )
    assert problems == {}
    return filled


class Reader(HTMLParser):
    """Reads a page's fields as a browser does, and holds what it would send."""

    def __init__(self) -> None:
        super().__init__()
        self.form: dict[str, list[str]] = {}
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "textarea":
            self._area = name
            self.form[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in told or self._select not in self.form):
            self.form[self._select] = [value]
        elif tag == "input" and told.get("type") in ("radio", "checkbox"):
            if "checked" in told:
                self.form.setdefault(name, []).append(value)
        elif tag == "input" and told.get("type") == "hidden":
            self.form.setdefault(name, []).append(value)
        elif tag == "input":
            self.form[name] = [value.replace("\r", "").replace("\n", "")]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.form[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            text = self.form[self._area][0].removeprefix("\n")
            self.form[self._area] = [text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")]
            self._area = ""


def as_a_browser_sends(interview: Interview) -> Mapping[str, list[str]]:
    sheet = sheet_of(interview, NAME)
    # Not the one that pages are made with, which knows more.
    parts = page_environment.__wrapped__(read_template).get_template("interview_parts.html.j2").module
    reader = Reader()
    for entry in entries_of(sheet.questions, {}, {}, sheet):
        reader.feed(str(parts.entry(entry)))  # type: ignore[attr-defined]
    return reader.form


@given(texts(), texts(), texts())
@examples(25)
def test_a_page_sent_back_as_it_is_changes_nothing(note: str, what: str, barrier: str) -> None:
    items = ({"what": what, "where": note[:50].strip() or "x"}, {"what": "b", "date": "2026-02-01"})
    lists = {"evidence": items, "barriers": ({"what": barrier, "driver": RUBRIC.drivers[0].id},)}
    interview = rated(checks=("access",), note=note, **lists)
    sheet = sheet_of(interview, NAME)
    after, problems = fill_sheet(interview, NAME, answers_in(as_a_browser_sends(interview), sheet))
    assert problems == {}
    assert after.assessment.ratings == interview.assessment.ratings


def test_what_a_form_does_not_ask_is_not_answered() -> None:
    sheet = sheet_of(rated(note="kept"), NAME)
    assert answers_in({"note": ["gone"], "level": ["2"]}, sheet) == {}
    asked = {"asked": [f"{NAME}/level", "use.reports/level", "../x", ""], "level": ["2"]}
    assert answers_in(asked, sheet) == {f"{NAME}/level": "2"}


def test_rows_without_anything_are_none_and_odd_ones_do_no_harm() -> None:
    sheet = sheet_of(rated(), NAME)
    form = {
        "asked": [f"{NAME}/evidence"],
        "evidence.0.what": [" "],
        "evidence.7.where": ["drive"],
        "evidence.x.what": ["no"],
        "evidence.99999.what": ["no"],
        "evidence.3.what": ["a"],
        "evidence.4.what": ["b"],
        "evidence.4.remove": ["5 of 6"],
    }
    told = answers_in(form, sheet)[f"{NAME}/evidence"]
    assert told == ({"what": "a"}, {"what": "", "where": "drive"})


def test_what_is_typed_and_not_kept_stands_beside_what_is_on_record() -> None:
    sheet = sheet_of(rated(note="ours"), NAME)
    typed = {f"{NAME}/note": "mine", f"{NAME}/level": "2", f"{NAME}/evidence": ({"what": "log"},)}
    entries = {entry.name: entry for entry in entries_of(sheet.questions, typed, {}, sheet)}
    assert (entries["note"].value, entries["note"].on_record) == ("mine", "ours")
    assert (entries["level"].chosen, entries["level"].on_record) == (("2",), "partially in place")
    assert [cell.value for cell in entries["evidence"].rows[0].cells] == ["log", "", ""]
    assert entries["evidence"].on_record == "nothing"
    assert entries["checks"].on_record == ""
    assert words_left({f"{NAME}/reason": "why", f"{NAME}/note": "x"}, sheet.questions) == ("why",)


def test_that_none_holds_is_shown_as_a_tick_of_its_own() -> None:
    sheet = sheet_of(rated(checks=(NONE_HELD,)), NAME)
    (checks,) = (e for e in entries_of(sheet.questions, {}, {}, sheet) if e.kind == "checks")
    assert checks.chosen == (NONE_HELD,)
    assert field_of("populations.relevant-staff") == "populations.relevant-staff"


@given(st.dictionaries(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=3), max_size=6))
@examples(50)
def test_no_form_however_odd_makes_it_fail(form: Mapping[str, list[str]]) -> None:
    interview = rated()
    sheet = sheet_of(interview, NAME)
    named = {**form, "asked": [*sheet.asked, *form.get("asked", ())]}
    after, problems = fill_sheet(interview, NAME, answers_in(named, sheet))
    typed = {name: value for name, value in answers_in(named, sheet).items() if name in problems}
    entries_of(sheet_of(after, NAME).questions, typed, problems, sheet)
