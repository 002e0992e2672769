import json

import pytest
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment_files import render_assessment
from dsds_audit.errors import StoreError
from dsds_audit.packing import unpack
from dsds_audit.store.paths import revision_of
from dsds_audit.store.sql.rows import Row, read_row, row_of

RUBRIC = make_rubric({"p1": {"c1": {}, "c2": {"fresh_for": 30}, "c3": {}}})
OLD = [{"what": "a list", "date": "2025-01-01"}]


def row(name: str = "a/b.yaml", ratings: object = None, **fields: object) -> Row:
    assessment = rate(RUBRIC, ratings, digest=RUBRIC.digest, **fields)  # type: ignore[arg-type]
    return row_of(name, render_assessment(assessment, RUBRIC), assessment, RUBRIC)


def test_what_is_in_a_row() -> None:
    ratings = {"p1.c1": {"level": 2, "evidence": OLD}, "p1.c2": {"level": 1, "evidence": OLD}, "p1.c3": "?"}
    made = row(
        "Oak/b.yaml",
        ratings,
        participants=[{"role": "coach"}] * 3,
        thresholds={"total": "66.6"},
        targets={"p1.c2": 1},
    )
    assert (made.folder, made.site, made.program, made.rubric) == ("oak", "Riverbend", None, "small@1.0.0")
    assert (made.participants, made.evidenced, made.finished) == (3, 1, True)
    assert (made.total_threshold, made.practice_threshold) == (66.6, None)
    assert json.loads(made.targets or "") == {"p1.c2": 1}
    assert unpack(made.packed) == (("rated", 2), ("rated", 1), ("dont_know", None))
    assert made.digest == revision_of(made.content)


def test_what_is_not_recorded_is_not_zero() -> None:
    made = row()
    assert (made.participants, made.total_threshold, made.targets) == (None, None, None)
    assert made.evidenced == 0


def test_names_are_one_however_they_are_written() -> None:
    one, other = row(site="St. Márk", program="Go"), row(site="ST. MÁRK", program="go")
    assert (one.identity, one.site_key) == (other.identity, other.site_key)
    assert row(site="St. Márk").identity != one.identity
    # Where one name ends and the next begins counts.
    assert row(site="a b", program="c").identity != row(site="a", program="b c").identity


def test_what_a_row_holds_is_read_from_its_document() -> None:
    made = row(ratings={"p1.c1": {"level": 2, "note": "ünï\0"}})
    read = read_row("x", made.digest, made.document, lambda _: RUBRIC)
    assert read is not None
    assert read.assessment.ratings["p1.c1"].note == "ünï\0"
    assert read_row("x", made.digest, made.document, lambda _: make_rubric((1,))) is None


@pytest.mark.parametrize("name", ["a\0b", "\0"])
def test_a_nul_in_a_name_is_refused(name: str) -> None:
    for field in ("site", "program", "group"):
        with pytest.raises(StoreError, match="AUD110 a name holds a character that no database can keep"):
            row(**{field: name})
