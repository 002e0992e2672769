import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import make_rubric, rate
from strategies import assessments, rubrics

from dsds_audit import __version__
from dsds_audit.assessment import Assessment
from dsds_audit.report.documents import (
    actions_document,
    gaps_document,
    report_document,
    score_document,
    to_embedded_json,
    to_json,
)
from dsds_audit.report.facts import gather_facts
from dsds_audit.scoring import score


def test_the_score_document_holds_what_was_promised(riverbend):
    document = score_document(riverbend.rubric, riverbend.assessment)
    assert document["format"] == 1
    assert document["rubric"].keys() >= {"id", "version", "digest", "title"}
    overall = document["overall"]
    assert overall.keys() >= {"percent", "low", "high", "adequate", "status", "evidenced"}
    assert overall["percent"] is None
    assert overall["adequate"] is False
    assert overall["low"] == pytest.approx(float(Fraction(75 + 100 + Fraction(125, 2) + Fraction(75, 2), 4)))
    assert overall["high"] == pytest.approx(75.0)
    assert (document["rated"], document["asked"]) == (12, 13)
    assert document["practices_in_place"] == {"count": 1, "of": 4}
    assert document["thresholds"] == {"total": 80.0, "practice": 80.0}
    assert document["finished"] is True


def test_practices_and_criteria_have_the_promised_fields_and_full_ids(riverbend):
    practice = score_document(riverbend.rubric, riverbend.assessment)["practices"][1]
    promised = {"id", "title", "status", "percent", "low", "high", "rated", "asked", "weight", "criteria"}
    assert practice.keys() >= promised
    assert (practice["id"], practice["percent"], practice["rated"], practice["asked"]) == (
        "access",
        100.0,
        3,
        3,
    )
    assert [criterion["id"] for criterion in practice["criteria"]] == [
        "access.fidelity",
        "access.outcome",
        "access.programmatic",
        "access.financial",
    ]
    financial = practice["criteria"][3]
    assert financial["status"] == financial["standing"] == "not_applicable"
    assert financial["low"] is financial["high"] is financial["level"] is None


def test_what_does_not_apply_has_no_numbers():
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}}, "p2": {"c1": {}}})
    document = score_document(rubric, rate(rubric, {"p1.c1": "-", "p2.c1": 2}))
    practice = document["practices"][0]
    assert practice["status"] == "not_applicable"
    assert practice["percent"] is practice["low"] is practice["high"] is None
    assert document["practices_in_place"] == {"count": 1, "of": 1}


def test_numbers_are_exact():
    rubric = make_rubric((2, 3, 3, 3), top=2)
    ratings = dict.fromkeys(rubric.criteria, 2) | {"p2.c1": 0, "p3.c1": 1}
    document = score_document(rubric, rate(rubric, ratings))
    assert document["overall"]["percent"] == float((100 + Fraction(200, 3) + Fraction(500, 6) + 100) / 4)


def test_gaps_have_full_ids_texts_and_barriers(riverbend):
    document = gaps_document(riverbend.rubric, riverbend.assessment)
    first = document["gaps"][0]
    assert first.keys() == {"criterion", "level", "target", "unmet", "gone_through", "gain", "barriers"}
    assert first["criterion"] == "accountability.capacity"
    assert [unmet["check"] for unmet in first["unmet"]] == [
        "accountability.capacity.time",
        "accountability.capacity.skills",
    ]
    assert [barrier["driver"] for barrier in first["barriers"]] == ["facilitative-administration", "training"]
    assert document["strengths"]["practices"] == ["access"]
    assert document["find_out"][0].keys() == {"criterion", "standing", "sentence", "swing"}
    assert document["find_out"][0]["standing"] == "dont_know"


def test_actions_are_ranked_and_say_why(riverbend):
    document = actions_document(riverbend.rubric, riverbend.assessment)
    ranks = [advice["rank"] for advice in document["recommendations"]]
    assert ranks == list(range(1, len(ranks) + 1))
    for advice in document["recommendations"]:
        assert all(reason.keys() == {"code", "sentence"} for reason in advice["reasons"])
        assert advice["low_then"] >= advice["low_alone"] - 1e-9
        for step in advice["steps"]:
            wanted = {"check", "action", "effort", "owner", "days", "due", "done_when", "support"}
            assert step.keys() == wanted
            assert step["check"].startswith(f"{advice['criterion']}.")
    assert document["adequate_set"].keys() == {"outcome", "criteria", "cost", "low", "certain", "sentence"}


def test_a_check_without_an_action_has_nulls_in_its_step():
    check = {"id": "k1", "text": "It is so."}
    rubric = make_rubric({"p1": {"c1": {"checks": [check]}}}, usable=False)
    document = actions_document(rubric, rate(rubric, {"p1.c1": 0}))
    step = document["recommendations"][0]["steps"][0]
    assert (step["action"], step["due"], step["done_when"]) == (None, None, "It is so.")


def test_no_name_of_anyone_in_the_room_reaches_a_document(riverbend):
    text = to_json(report_document(riverbend))
    people = [riverbend.assessment.facilitator, *(p.name for p in riverbend.assessment.participants)]
    assert len(people) == 8
    assert not [name for name in people if name in text]
    assert json.loads(text)["panel"]["roles"][0] == {
        "role": "facilitator",
        "label": "facilitator",
        "votes": False,
        "count": 1,
    }


def test_the_report_holds_all_other_documents(riverbend):
    report = report_document(riverbend)
    for document in (score_document, gaps_document, actions_document):
        for key, value in document(riverbend.rubric, riverbend.assessment).items():
            assert report[key] == value


@given(st.data())
def test_whoever_has_the_report_can_score_again(data):
    rubric = data.draw(rubrics())
    assessment = data.draw(assessments(rubric))
    report = json.loads(to_json(report_document(gather_facts(rubric, assessment))))
    again = Assessment.model_validate(
        {
            "site": "again",
            "date": report["date"],
            "rubric": assessment.rubric,
            "ratings": report["ratings"],
            "thresholds": {key: repr(value) for key, value in report["thresholds"].items()},
            "targets": assessment.targets,
            "interview": assessment.interview,
        }
    )
    assert score(rubric, again) == score(rubric, assessment)


def test_embedded_json_holds_no_markup():
    document = {"text": "</script><!-- & \u2028"}
    text = to_embedded_json(document)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == document


def test_the_report_document_is_as_it_was(riverbend, gold):
    gold("riverbend.json", to_json(report_document(riverbend)))


def test_a_report_says_what_it_is_and_carries_what_it_was_made_from(riverbend):
    document = report_document(riverbend)
    assert (document["kind"], document["made_with"]) == ("report", __version__)
    record = document["record"]
    assert record["digest"] == riverbend.rubric.digest
    assert record["ratings"] == document["ratings"]
    assert "kind" not in score_document(riverbend.rubric, riverbend.assessment)


def test_a_report_says_how_the_assessment_was_run(riverbend):
    statements = [made.id for made in riverbend.rubric.administration]
    answers = {statements[0]: True, statements[1]: False}
    assessment = riverbend.assessment.model_copy(update={"administration": answers})
    run = report_document(gather_facts(riverbend.rubric, assessment))["administration"]
    assert (run["held"], run["not_held"], run["unanswered"]) == (1, 1, len(statements) - 2)
    assert (run["low"], run["high"]) == (100 / len(statements), 100 - 100 / len(statements))
    assert [made["held"] for made in run["statements"][:3]] == [True, False, None]
    rubric = make_rubric((2,))
    assert report_document(gather_facts(rubric, rate(rubric)))["administration"] is None
