import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsds_audit.assessment import Rating
from dsds_audit.errors import AuditError
from dsds_audit.forms.submissions import Submission
from dsds_audit.packing import CODES
from dsds_audit.portfolio.tidy import standing_column, target_column
from dsds_audit.returns.tables import read_tidy
from dsds_audit.scoring import score
from tests.returns.voices import RUBRIC

ROW = {"site": "Riverbend", "date": "2026-03-02", "rubric": RUBRIC.ref}


def table(*rows: dict[str, Any]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(*rows: dict[str, Any]) -> tuple[Submission, ...]:
    return read_tidy(table(*rows), "t.csv", lambda ref: RUBRIC)


def told(**cells: Any) -> list[str]:
    return [str(problem) for problem in read({**ROW, **cells})[0].problems]


def test_a_row_becomes_an_assessment_and_the_loss_is_said_once() -> None:
    row = {
        **ROW,
        "site": "'=1+1",
        "program": "Visits",
        "total_threshold": "75.5",
        "p1.c1": "2.0",
        "p1.c1.standing": "rated",
        "p1.c1.target": "1",
        "p1.c2.standing": "dont_know",
    }
    first, second = read(row, {**row, "site": "Hill"})
    assert first.assessment is not None
    assert second.assessment is not None
    assert (first.assessment.site, first.assessment.program) == ("=1+1", "Visits")
    assert first.assessment.ratings == {"p1.c1": Rating(level=2), "p1.c2": Rating(dont_know=True)}
    assert (first.assessment.targets, str(first.assessment.thresholds.total)) == ({"p1.c1": 1}, "75.5")
    assert [note.code for note in first.notes] == ["AUD173"]
    assert (second.assessment.site, second.notes, second.place) == ("Hill", (), "t.csv, row 3")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([0, 1, 2, *(c for c in CODES if c != "unconfirmed")]), min_size=3, max_size=3)
)
def test_every_criterion_stands_as_it_stood(stands: list[Any]) -> None:
    cells: dict[str, Any] = dict(ROW)
    expected = []
    for (name, criterion), stand in zip(RUBRIC.criteria.items(), stands, strict=True):
        if not criterion.not_applicable and stand in ("not_applicable", "reason_missing"):
            stand = "not_permitted"
        elif criterion.not_applicable and stand == "not_permitted":
            stand = "not_applicable"
        cells[name] = stand if isinstance(stand, int) else ""
        cells[standing_column(name)] = "rated" if isinstance(stand, int) else stand
        expected.append((cells[standing_column(name)], stand if isinstance(stand, int) else None))
    (row,) = read(cells)
    assert row.assessment is not None
    card = score(RUBRIC, row.assessment)
    assert [(c.standing, c.level) for c in card.criteria.values()] == expected


def test_what_is_wrong_is_named_by_row_and_column() -> None:
    assert told(site="") == ["t.csv, row 2: AUD174 site: there is no site. Please name it."]
    for date in ("", "2026-02-30", "3/2/2026"):
        assert told(date=date)[0].startswith("t.csv, row 2: AUD174 date: ")
    assert "p1.c1: “7” is not on the scale 0..2." in told(**{"p1.c1": "7"})[0]
    assert "p1.c1.target: “x” is not on the scale" in told(**{target_column("p1.c1"): "x"})[0]
    assert "“so so” is not understood" in told(**{standing_column("p1.c1"): "so so"})[0]
    assert "does not go with the level" in told(**{"p1.c1": "1", standing_column("p1.c1"): "dont_know"})[0]
    assert "does not go with the level" in told(**{"p1.c1": "", standing_column("p1.c1"): "rated"})[0]
    assert "rubric: this names no rubric version" in told(rubric="small")[0]
    assert "thresholds.total: " in told(total_threshold="120")[0]


def test_columns_of_others_are_named_and_scores_are_not_read() -> None:
    (row,) = read({**ROW, "score.low": "75", "evidenced": "3", "mood": "good"})
    assert row.assessment is not None
    assert [note.message.partition(":")[0] for note in row.notes[1:]] == ["mood"]


def test_a_table_without_rows_or_with_a_column_twice() -> None:
    (empty,) = read_tidy(b"site,date,rubric\n", "t.csv", lambda ref: RUBRIC)
    assert [problem.code for problem in empty.problems] == ["AUD174"]
    with pytest.raises(AuditError, match="AUD174"):
        read_tidy(b"site,site\n1,2\n", "t.csv", lambda ref: RUBRIC)
