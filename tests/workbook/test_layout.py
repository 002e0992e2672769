import datetime as dt

from rubrics_for_tests import make_rubric

from dsds_audit.assessment import Assessment, Evidence, Participant, Rating
from dsds_audit.rubric import Rubric
from dsds_audit.workbook.layout import key_of_list, lay_out
from dsds_audit.workbook.rows import Filling
from tests.workbook.workbooks import RUBRIC


def keys(rubric: Rubric, filling: Filling) -> list[str]:
    return [row.key for sheet in lay_out(rubric, filling) for row in sheet.rows if row.key]


def test_every_question_has_one_row_and_lists_have_several() -> None:
    found = keys(RUBRIC, Filling())
    several = {key for key in found if found.count(key) > 1}
    assert several == {key for key in found if key_of_list(key)}
    assert {f"{name}/level" for name in RUBRIC.criteria} <= set(found)
    assert set(RUBRIC.checks) <= set(found)
    assert "administration.calm" in found


def test_there_is_always_a_row_left() -> None:
    rating = Rating(level=1, evidence=tuple(Evidence(what=str(n)) for n in range(7)))
    held = Assessment(
        site="A",
        date=dt.date(2026, 3, 2),
        rubric=RUBRIC.ref,
        participants=tuple(Participant(role="coach") for _ in range(12)),
        ratings={"p1.c1": rating},
    )
    found = keys(RUBRIC, Filling(held))
    assert found.count("p1.c1/evidence") == 8
    assert found.count("p1.c2/evidence") == 3
    assert found.count("participants") == 13


def test_a_reason_is_asked_where_the_rubric_permits_it_or_one_stands_there() -> None:
    assert [key for key in keys(RUBRIC, Filling()) if key.endswith("/reason")] == ["p1.c1/reason"]
    held = Assessment(
        site="A", date=dt.date(2026, 3, 2), rubric=RUBRIC.ref, ratings={"p2.c3": Rating(not_applicable="So.")}
    )
    assert "p2.c3/reason" in keys(RUBRIC, Filling(held))


def test_sheets_have_names_that_spreadsheets_take() -> None:
    rubric = make_rubric((1, 1, 1, 1))
    shorts = ("a/b[c]:*?", "Start here", "x" * 90, "'History'")
    practices = tuple(
        practice.model_copy(update={"short": short})
        for practice, short in zip(rubric.practices, shorts, strict=True)
    )
    names = [sheet.name for sheet in lay_out(rubric.model_copy(update={"practices": practices}))]
    assert names == ["Start here", "abc", "Start here-2", "x" * 24, "History-2"]
