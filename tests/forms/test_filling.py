import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate, unconfirmed
from strategies import assessments, rubrics

from dsds_audit.assessment import Assessment, Participant, Progress
from dsds_audit.forms.filling import answers_of
from dsds_audit.forms.questions import BARRIER_ROWS, EVIDENCE_ROWS, form_questions
from dsds_audit.forms.submissions import read_submission
from dsds_audit.rubric import Rubric


def held(assessment: Assessment, rubric: Rubric) -> Assessment:
    """The assessment as far as a form can hold it."""
    ratings = {}
    for name, rating in assessment.claims.items():
        criterion = rubric.criteria[name]
        if rating.not_applicable is not None and not criterion.not_applicable:
            continue
        changes = {"evidence": rating.evidence[:EVIDENCE_ROWS], "barriers": rating.barriers[:BARRIER_ROWS]}
        if not criterion.checks:
            changes["checks"] = None
        ratings[name] = rating.model_copy(update=changes)
    roles = [role.id for role in rubric.panel.roles] if rubric.panel else []
    people = [person.role for role in roles for person in assessment.participants if person.role == role]
    return assessment.model_copy(
        update={
            "digest": rubric.digest,
            "thresholds": None,
            "targets": {},
            "earlier": (),
            "interview": None,
            "participants": tuple(Participant(role=role) for role in people),
            "ratings": ratings,
        }
    )


@examples(60)
@given(st.data())
def test_what_a_form_can_hold_comes_back_equal(data):
    rubric = data.draw(rubrics())
    assessment = data.draw(assessments(rubric))
    answers, losses = answers_of(assessment, rubric)
    read = read_submission(answers, rubric, "a form")
    assert read.problems == ()
    assert read.notes == ()
    assert read.assessment == held(assessment, rubric)
    if not losses:
        assert read.assessment == assessment.model_copy(
            update={"participants": read.assessment.participants, "digest": rubric.digest}
        )


@examples(30)
@given(st.data())
def test_every_answer_is_to_a_question_that_is_asked(data):
    rubric = data.draw(rubrics())
    answers, _ = answers_of(data.draw(assessments(rubric)), rubric)
    asked = {question.name: question for question in form_questions(rubric)}
    assert set(answers) - set(asked) == {"rubric", "digest"}
    for name, text in answers.items():
        if name in asked and asked[name].kind in ("one", "many"):
            assert set(text.split()) <= {value for value, _ in asked[name].choices}


def test_what_no_form_can_hold_is_said():
    rubric = make_rubric(
        {"p1": {"c1": {}, "c2": {"checks": 0}}},
        panel={"roles": [{"id": "coach", "label": "Coach"}]},
    )
    evidence = [{"what": f"minutes {number}"} for number in range(5)]
    barriers = [{"what": f"barrier {number}"} for number in range(3)]
    assessment = rate(
        rubric,
        {
            "p1.c1": {"level": 1, "evidence": evidence, "barriers": barriers},
            "p1.c2": {"level": 2, "checks": []},
        },
        thresholds={"total": 70},
        targets={"p1.c1": 1},
        participants=[{"role": "coach", "name": "Ana"}],
        earlier=[{"rubric": "small@0.9.0"}],
        digest="sha256:" + "0" * 64,
    ).model_copy(update={"interview": Progress(position="finish")})
    assert answers_of(assessment, rubric)[1] == (
        "that it was rated with another wording of the rubric",
        "thresholds of its own",
        "targets of its own",
        "what earlier versions of the rubric asked for",
        "how far its interview is",
        "the names of participants",
        "p1.c1: 2 further pieces of evidence",
        "p1.c1: 1 further barrier",
        "p1.c2: that its checks were gone through, as there are none",
    )


def test_a_rating_that_waits_to_be_confirmed_is_no_answer():
    rubric = make_rubric((2,))
    assessment = rate(rubric, others=1, interview=unconfirmed("p1.c2"))
    answers, losses = answers_of(assessment, rubric)
    assert answers["p1__c1"] == "1"
    assert "p1__c2" not in answers
    assert "the ratings that wait to be confirmed" in losses


def test_does_not_apply_where_the_form_does_not_offer_it_is_said():
    rubric = make_rubric((1,))
    answers, losses = answers_of(rate(rubric, {"p1.c1": "-"}), rubric)
    assert set(answers) == {"rubric", "digest", "site", "date"}
    assert losses == ("p1.c1: its rating, as the form does not offer “does not apply” there",)


def test_without_roles_participants_are_said_to_be_lost():
    rubric = make_rubric((1,))
    assessment = rate(rubric, participants=[{"role": "coach"}], date=dt.date(2026, 3, 2))
    assert answers_of(assessment, rubric)[1] == ("the participants, as the rubric names no roles",)
