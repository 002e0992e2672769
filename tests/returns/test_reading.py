import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rubrics_for_tests import make_rubric
from strategies import assessments

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import render_assessment
from dsds_audit.crosswalk import Crosswalk, Leg
from dsds_audit.errors import Problem, RubricError
from dsds_audit.forms.filling import answers_of
from dsds_audit.forms.redcap_writing import write_records
from dsds_audit.returns.kinds import KINDS, kind_of
from dsds_audit.returns.reading import ReturnReader
from dsds_audit.workbook.layout import Filling
from dsds_audit.workbook.writing import write_workbook
from tests.forms.exports import kobo_rows, odk_rows, to_csv
from tests.returns.voices import RUBRIC, rated

READER = ReturnReader(lambda ref: RUBRIC, lambda old, new: ())
WRITERS = {
    "kobo": lambda one: to_csv(kobo_rows(RUBRIC, [answers_of(one, RUBRIC)[0]])),
    "odk": lambda one: to_csv(odk_rows(RUBRIC, [answers_of(one, RUBRIC)[0]]), ","),
    "redcap": lambda one: write_records([one], RUBRIC)[0],
    "surveyjs": lambda one: json.dumps(answers_of(one, RUBRIC)[0]).encode(),
    "workbook": lambda one: write_workbook(RUBRIC, Filling(one)),
    "assessment": lambda one: render_assessment(one, RUBRIC),
}


def read_alone(content: bytes, name: str = "x") -> Assessment:
    kind = kind_of(content, name)
    assert kind is not None
    (one,) = READER.read(content, name, kind)
    assert one.submission.problems == ()
    assert one.submission.assessment is not None
    return one.submission.assessment


@pytest.mark.parametrize("kind", WRITERS)
def test_every_kind_gives_back_what_was_written(kind: str) -> None:
    one = rated(2, 1, 0, program="Visits", populations={"staff": "all"}, administration={"calm": True})
    content = WRITERS[kind](one)
    assert kind_of(content, "x") == kind
    assert read_alone(content) == one


def plainly(value: Any) -> Any:
    """A value with its texts on one line; how each form treats other texts is proven with that form."""
    if isinstance(value, dict):
        return {name: plainly(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plainly(inner) for inner in value]
    if isinstance(value, str):
        return " ".join("".join(char if char.isprintable() else "?" for char in value).split())
    return value


def in_order(one: Assessment) -> dict[str, Any]:
    """What an assessment holds, with ticks and people in one order, which forms do not keep."""
    held = one.model_dump(mode="json")
    held["participants"].sort(key=lambda person: person["role"])
    for rating in held["ratings"].values():
        rating["checks"] = sorted(rating["checks"]) if rating["checks"] is not None else None
    return held


@settings(max_examples=40, deadline=None)
@given(assessments(RUBRIC), st.sampled_from([kind for kind in WRITERS if kind != "assessment"]))
def test_any_assessment_comes_back_but_for_what_a_form_cannot_hold(one: Assessment, kind: str) -> None:
    unheld = {"thresholds", "targets", "interview"} if kind != "workbook" else {"interview"}
    people = [{"role": person.role} for person in one.participants]
    ratings = {
        name: rating.model_dump(mode="json", exclude_defaults=True)
        for name, rating in one.ratings.items()
        if rating.kind != "not_applicable" or RUBRIC.criteria[name].not_applicable
    }
    held = one.model_dump(mode="json", exclude_defaults=True, exclude=unheld)
    plain = Assessment.model_validate(plainly({**held, "participants": people, "ratings": ratings}))
    assert kind == "workbook" or answers_of(plain, RUBRIC)[1] == ()
    assert in_order(read_alone(WRITERS[kind](plain))) == in_order(plain)


def test_only_what_people_fill_in_may_be_a_voice() -> None:
    table = to_csv([["site", "date", "rubric", "p1.c1"], ["A", "2026-03-02", RUBRIC.ref, "2"]], ",")
    assert not READER.read(table, "t.csv", "table")[0].personal
    assert not READER.read(WRITERS["assessment"](rated(2)), "a.yaml", "assessment")[0].personal
    assert READER.read(WRITERS["workbook"](rated(2)), "a.xlsx", "workbook")[0].personal


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00\xff", b"{", b"a,a\n1", b"x" * 10_000])
def test_whatever_a_reader_refuses_is_told_and_nothing_raised(kind, content: bytes) -> None:
    for one in READER.read(content, "x", kind):
        assert one.submission.assessment is None
        assert one.submission.problems
        assert all(str(problem).startswith("x") for problem in one.submission.problems)


def test_a_workbook_of_an_earlier_version_is_carried_to_the_newest() -> None:
    new = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}, "p2": {"c3": {}}}, version="1.1.0")
    old = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}, "p2": {"c3": {}}})
    passages = [{"relation": "same", "was": [name]} for name in old.criteria]
    walk = {"rubric": old.id, "was": old.version, "now": new.version, "levels": {}, "criteria": passages}
    leg = Leg(old, new, Crosswalk.model_validate(walk))
    rubrics = {old.ref: old, new.ref: new, new.id: new}
    content = write_workbook(
        old, Filling(rated(2, 1).model_copy(update={"rubric": old.ref, "digest": old.digest}))
    )
    (one,) = ReturnReader(rubrics.__getitem__, lambda *_: (leg,)).read(content, "a.xlsx", "workbook")
    assert one.submission.assessment.rubric == new.ref
    assert "is carried to small@1.1.0" in one.submission.notes[-1].message

    def no_way(*_: str):
        raise RubricError(Problem("AUD025", "no crosswalk leads there. Please make one."))

    (kept,) = ReturnReader(rubrics.__getitem__, no_way).read(content, "a.xlsx", "workbook")
    assert kept.submission.assessment.rubric == old.ref
    assert [note.code for note in kept.submission.notes[-2:]] == ["AUD025", "AUD162"]
