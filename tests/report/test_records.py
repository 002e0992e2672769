import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, finding_texts, make_rubric, rate
from strategies import assessments, rubrics

from dsds_audit.assessment import Assessment, Earlier, Participant
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AssessmentError
from dsds_audit.findings import find_findings
from dsds_audit.report.documents import report_document
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.records import assessment_of, record_of
from dsds_audit.scoring import score

PANEL = {
    "roles": [
        {"id": "leader", "label": "program leader"},
        {"id": "coach", "label": "coach"},
        {"id": "guest", "label": "guest", "votes": False},
    ],
    "leader": "leader",
    "quorum": 50,
}
PEOPLE = [{"role": "leader", "name": "Ulla"}, {"role": "coach", "name": "Wim"}, {"role": "coach"}]


def small():
    return make_rubric((2, 2), panel=PANEL, findings=finding_texts())


def again(rubric, record):
    return assessment_of(json.loads(json.dumps(record)), "report.json", lambda _: rubric)


@examples(60)
@given(st.data())
def test_every_number_can_be_made_again_from_a_record(data):
    rubric = data.draw(rubrics())
    assessment = data.draw(assessments(rubric))
    made = again(rubric, record_of(rubric, assessment))
    assert made.ratings == assessment.ratings
    assert score(rubric, made) == score(rubric, assessment)
    facts, remade = (gather_facts(rubric, each) for each in (assessment, made))
    assert json.dumps(report_document(remade)) == json.dumps(report_document(facts))


@pytest.mark.parametrize("facilitator", [None, "Ulla", "wim ", "Zoe"])
def test_a_record_holds_no_name_yet_what_follows_from_names_still_follows(facilitator):
    rubric = small()
    named = rate(rubric, others=2, participants=PEOPLE, facilitator=facilitator, invited=4)
    record = record_of(rubric, named)
    assert not [name for name in ("Ulla", "Wim", "wim", "Zoe") if name in json.dumps(record)]
    assert [person["role"] for person in record["participants"]] == ["leader", "coach", "coach"]
    assert find_findings(rubric, again(rubric, record)) == find_findings(rubric, named)


def test_names_of_earlier_versions_of_the_rubric_are_left_out_too():
    rubric = small()
    earlier = Earlier(rubric="small@0.9.0", participants=(Participant(role="nurse", name="Ulla"),))
    record = record_of(rubric, rate(rubric).model_copy(update={"earlier": (earlier,)}))
    assert record["earlier"][0]["participants"] == [{"role": "nurse"}]


def test_a_record_names_the_digest_of_its_rubric_and_rates_in_its_order():
    rubric = small()
    assessment = rate(rubric, {"p2.c1": 1, "p1.c1": 2})
    backwards = assessment.model_copy(update={"ratings": dict(reversed(assessment.ratings.items()))})
    record = record_of(rubric, backwards)
    assert record["digest"] == rubric.digest
    assert list(record["ratings"]) == ["p1.c1", "p2.c1"]


def test_another_rubric_of_the_same_name_is_told():
    rubric = small()
    other = small().model_copy(update={"title": "Another"})
    with pytest.raises(AssessmentError) as refusal:
        assessment_of(record_of(rubric, rate(rubric)), "report.json", lambda _: other)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.place, problem.line) == ("AUD097", "report.json", None)


@pytest.mark.parametrize("record", [None, 3, "text", [], {}, {"site": "A"}, {"site": 1.5, "ratings": []}])
def test_what_is_no_record_is_refused_with_problems(record):
    with pytest.raises(AssessmentError):
        assessment_of(record, "report.json", Catalogue().load)


def test_an_unsound_record_names_the_report_and_no_line():
    rubric = small()
    record = {**record_of(rubric, rate(rubric)), "ratings": {"p1.c1": {"level": 9}}}
    with pytest.raises(AssessmentError) as refusal:
        assessment_of(record, "report.json", lambda _: rubric)
    assert [str(problem).startswith("report.json: AUD012") for problem in refusal.value.problems] == [True]


def test_a_record_is_an_assessment_as_its_file_holds_it(riverbend):
    record = record_of(riverbend.rubric, riverbend.assessment)
    assert record.keys() <= Assessment.model_fields.keys()
