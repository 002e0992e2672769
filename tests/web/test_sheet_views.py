import datetime as dt

from dsds_audit.catalogue import Catalogue
from dsds_audit.interview import begin
from dsds_audit.interview.questions import NOT_APPLICABLE
from dsds_audit.interview.sheets import fill_sheet, sheet_of
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.wording import Wording
from dsds_audit.web.sheet_views import view_of

RUBRIC = Catalogue().load("dsds")


def test_a_view_says_what_the_report_says_so_far() -> None:
    interview = begin(RUBRIC, dt.date(2026, 3, 2), site="Hill")
    interview, _ = fill_sheet(interview, "use.reports", {"use.reports/level": "1"})
    view = view_of(interview, sheet_of(interview, "use.sharing"))
    words = Wording(gather_facts(RUBRIC, interview.assessment))
    assert (view.headline, view.total) == (words.headline, words.both(words.facts.card))
    assert view.whereabouts == "Practice 4 of 4, Use · criterion 14 of 14"
    assert view.answered == "1 of 14 criteria answered"
    assert view.lines == ()
    assert [place.value for place in view.places][:2] == ["intake", "accountability.person"]


def test_where_one_can_go_stands_in_brief_and_the_review_has_the_details() -> None:
    interview = begin(RUBRIC, dt.date(2026, 3, 2), site="Hill")
    told = {
        "use.reports/level": "1",
        "use.reports/checks": ("written",),
        "access.financial/level": NOT_APPLICABLE,
        "access.financial/reason": "none (yet): soon · or later",
    }
    for name, answer in told.items():
        interview, problems = fill_sheet(interview, name.partition("/")[0], {name: answer})
        assert not problems
    places = {
        place.value: place.meaning for place in view_of(interview, sheet_of(interview, "intake")).places
    }
    assert places["use.reports"] == "partially in place"
    assert places["access.financial"] == "does not apply"
    assert places["use.sharing"] == "not answered"
    lines = {line.value: line.meaning for line in view_of(interview, sheet_of(interview, "review")).lines}
    assert lines["use.reports"].startswith("partially in place · 1 of ")


def test_the_review_has_a_line_for_every_question_with_the_sheet_it_is_on() -> None:
    interview = begin(RUBRIC, dt.date(2026, 3, 2), site="Hill")
    view = view_of(interview, sheet_of(interview, "review"))
    assert view.whereabouts == ""
    assert [line.label for line in view.lines][:2] == ["Site", "Program"]
    assert {line.value for line in view.lines} == {"intake", *RUBRIC.criteria, "administration"}
