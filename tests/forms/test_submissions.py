import datetime as dt

import pytest
from rubrics_for_tests import make_rubric

from dsds_audit.assessment import Participant
from dsds_audit.crosswalk import Crosswalk, Leg
from dsds_audit.errors import Problem, RubricError
from dsds_audit.forms.questions import NONE_HOLDS
from dsds_audit.forms.submissions import read_any_version, read_submission

RUBRIC = make_rubric(
    {"p1": {"c1": {"not_applicable": True}, "c2": {}}},
    panel={"roles": [{"id": "coach", "label": "Coach"}, {"id": "note-taker", "label": "Note taker"}]},
    drivers=[{"id": "peer-coaching", "label": "Peer coaching", "group": "Any"}],
    populations=[{"id": "staff", "label": "Staff", "question": "Who?"}],
    administration=[{"id": "in-time", "text": "It began in time."}],
)
SOUND = {"rubric": RUBRIC.ref, "digest": RUBRIC.digest, "site": "Riverbend", "date": "2026-03-02"}


def read(**answers):
    return read_submission({**SOUND, **answers}, RUBRIC, "a form")


def told(**answers):
    return [(problem.code, problem.message.partition(":")[0]) for problem in read(**answers).problems]


def test_a_whole_form():
    submission = read(
        respondent=" Ana ",
        respondent_role="note_taker",
        invited="5.0",
        people___coach="2",
        people___note_taker="0",
        population___staff="All\nof them",
        run___in_time="no",
        p1__c1="1",
        p1__c1__checks="k2 k1",
        p1__c1__evidence_2_what="minutes",
        p1__c1__evidence_2_date="2026-02-01T09:30:00.000+02:00",
        p1__c1__barrier_1_what="no time",
        p1__c1__barrier_1_driver="peer_coaching",
        p1__c2="dont_know",
        p1__c2__checks=NONE_HOLDS,
    )
    assert (submission.problems, submission.notes) == ((), ())
    assert (submission.respondent, submission.role, submission.place) == ("Ana", "note-taker", "a form")
    assessment = submission.assessment
    assert assessment.invited == 5
    assert assessment.participants == (Participant(role="coach"), Participant(role="coach"))
    assert assessment.populations == {"staff": "All\nof them"}
    assert assessment.administration == {"in-time": False}
    rating = assessment.ratings["p1.c1"]
    assert (rating.level, rating.checks) == (1, ("k2", "k1"))
    assert rating.evidence[0].date == dt.date(2026, 2, 1)
    assert rating.barriers[0].driver == "peer-coaching"
    assert assessment.ratings["p1.c2"].dont_know
    assert assessment.ratings["p1.c2"].checks == ()


def test_blank_is_not_answered():
    assessment = read(p1__c1="  ", p1__c1__checks="", p1__c2="0", p1__c2__checks=" ").assessment
    assert list(assessment.ratings) == ["p1.c2"]
    assert assessment.ratings["p1.c2"].checks is None


def test_does_not_apply_with_its_reason_or_without():
    assert read(p1__c1="not_applicable").assessment.ratings["p1.c1"].not_applicable == ""
    rating = read(p1__c1="not_applicable", p1__c1__reason="not ours").assessment.ratings["p1.c1"]
    assert rating.not_applicable == "not ours"


@pytest.mark.parametrize(
    ("answers", "code", "question"),
    [
        ({"site": " "}, "AUD159", "site"),
        ({"date": ""}, "AUD159", "date"),
        ({"date": "3/2/2026"}, "AUD158", "date"),
        ({"date": "2026-02-30"}, "AUD158", "date"),
        ({"site": "x" * 201}, "AUD158", "site"),
        ({"invited": "many"}, "AUD158", "invited"),
        ({"invited": "0"}, "AUD158", "invited"),
        ({"people___coach": "999999999"}, "AUD158", "people___coach"),
        ({"people___coach": "600", "people___note_taker": "600"}, "AUD158", "people___coach"),
        ({"respondent": "x" * 201}, "AUD158", "respondent"),
        ({"respondent_role": "boss"}, "AUD158", "respondent_role"),
        ({"run___in_time": "perhaps"}, "AUD158", "run___in_time"),
        ({"p1__c1": "3"}, "AUD158", "p1__c1"),
        ({"p1__c2": "not_applicable"}, "AUD158", "p1__c2"),
        ({"p1__c1": "1", "p1__c1__checks": "k1 k9"}, "AUD158", "p1__c1__checks"),
        ({"p1__c1": "1", "p1__c1__checks": f"k1 {NONE_HOLDS}"}, "AUD159", "p1__c1__checks"),
        ({"p1__c1": "1", "p1__c1__reason": "not ours"}, "AUD159", "p1__c1__reason"),
        ({"p1__c1__note": "a note"}, "AUD159", "p1__c1"),
        ({"p1__c1__checks": "k1"}, "AUD159", "p1__c1"),
        ({"p1__c1": "1", "p1__c1__evidence_1_where": "here"}, "AUD159", "p1__c1__evidence_1_what"),
        ({"p1__c1": "1", "p1__c1__barrier_2_driver": "peer_coaching"}, "AUD159", "p1__c1__barrier_2_what"),
        ({"p1__c1": "1", "p1__c1__evidence_1_what": "x" * 10_001}, "AUD158", "p1__c1__evidence_1_what"),
        ({"rubric": "small@2.0.0"}, "AUD162", "rubric"),
        ({"digest": "sha256:" + "0" * 64}, "AUD162", "digest"),
    ],
)
def test_every_problem_names_its_question(answers, code, question):
    assert told(**answers) == [(code, question)]
    submission = read(**answers)
    assert submission.assessment is None
    assert all(problem.place == "a form" and "Please" in problem.message for problem in submission.problems)


def test_all_problems_are_told_at_once():
    assert len(told(site="", date="yesterday", p1__c1="7", p1__c2__note="x")) == 4


def test_a_piece_of_evidence_that_is_wrong_is_told_by_its_own_row():
    answers = {"p1__c1__evidence_1_what": "a", "p1__c1__evidence_3_what": "x" * 10_001}
    assert told(p1__c1="1", **answers) == [("AUD158", "p1__c1__evidence_3_what")]


def test_an_answer_to_no_question_is_named_and_the_rest_taken():
    submission = read(p1__c1_note="something", favorite_color="=HYPERLINK(1)")
    assert submission.assessment is not None
    first, second = submission.notes
    assert first.code == second.code == "AUD160"
    assert "“p1__c1_note”" in first.message
    assert "“something”" in first.message
    assert "Did you mean p1__c1__note?" in first.message
    assert "“favorite_color”" in second.message


def test_very_many_answers_to_no_question_are_counted():
    notes = read(**{f"own_{number}": "x" for number in range(1000)}).notes
    assert len(notes) == 26
    assert "975 further" in notes[-1].message


def rubric_of(ref):
    if ref in ("small", "small@1.0.0", RUBRIC.ref):
        return RUBRIC
    raise RubricError(Problem("AUD020", f"the rubric {ref} is not there. Please look.", ""))


def read_any(answers, rubric_of=rubric_of, legs_of=lambda old, new: ()):
    return read_any_version(answers, rubric_of, legs_of, "a form")


def test_the_rubric_is_the_one_that_the_form_names():
    assert read_any(SOUND).assessment.rubric == RUBRIC.ref
    assert [problem.code for problem in read_any({"site": "Riverbend"}).problems] == ["AUD162"]
    problem = read_any({**SOUND, "rubric": "small@9.0.0"}).problems[0]
    assert (problem.code, problem.place) == ("AUD020", "a form")


def test_an_older_version_is_carried_and_that_is_said():
    newer = make_rubric({"p1": {"c1": {"not_applicable": True}}}, version="1.1.0")
    passages = [
        {"relation": "reworded", "was": ["p1.c1"]},
        {"relation": "retired", "was": ["p1.c2"]},
    ]
    walk = {"rubric": "small", "was": "1.0.0", "now": "1.1.0", "criteria": passages}
    leg = Leg(RUBRIC, newer, Crosswalk.model_validate(walk))
    versions = {"small": newer, RUBRIC.ref: RUBRIC}
    read = read_any({**SOUND, "p1__c1": "2", "p1__c2": "1"}, versions.__getitem__, lambda old, new: (leg,))
    assert read.assessment.rubric == "small@1.1.0"
    assert read.assessment.earlier[0].ratings["p1.c2"].level == 1
    assert "carried to small@1.1.0: 1 rating waits to be confirmed" in read.notes[0].message


def test_where_no_crosswalk_leads_on_the_version_stays_and_that_is_said():
    newer = make_rubric({"p1": {"c1": {}}}, version="1.1.0")
    versions = {"small": newer, RUBRIC.ref: RUBRIC}

    def no_legs(old, new):
        raise RubricError(Problem("AUD025", "no crosswalk leads there. Please write one."))

    read = read_any({**SOUND, "p1__c1": "2"}, versions.__getitem__, no_legs)
    assert read.assessment.rubric == RUBRIC.ref
    assert [(note.code, note.place) for note in read.notes] == [("AUD025", "a form"), ("AUD162", "a form")]
