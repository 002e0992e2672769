import datetime as dt
import json

import pytest
from rubrics_for_tests import DAY, make_rubric, rate

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.errors import AnswerError
from dsds_audit.interview import Answer, Jump, begin, begin_from_last
from dsds_audit.interview.answers import apply_answers

RUBRIC = make_rubric(
    {"one": {"first": {}, "second": {}}, "two": {"third": {"not_applicable": True}, "fourth": {}}},
    populations=[{"id": "staff", "label": "relevant staff", "question": "Whom do we mean?"}],
    drivers=[{"id": "training", "label": "training", "group": "competency"}],
    panel={"roles": [{"id": "coach", "label": "coach"}]},
    administration=[{"id": name, "text": f"It was so: {name}."} for name in ("people", "time", "votes")],
)
FULL = {
    "site": "Riverbend",
    "program": "Families First",
    "group": "North",
    "date": "2026-03-05",
    "rubric": "small@1.0.0",
    "populations": {"staff": "Supervisors"},
    "facilitator": "Ann",
    "invited": 5,
    "participants": [{"role": "coach", "name": "Bo"}, {"role": "coach"}],
    "thresholds": {"total": "70"},
    "targets": {"two.fourth": 1},
    "administration": {"people": True, "votes": False},
    "ratings": {
        "one.first": {
            "level": 1,
            "checks": ["k1"],
            "evidence": [{"what": "Minutes", "where": "shared drive", "date": "2026-02-01"}],
            "note": "So.",
            "barriers": [{"what": "Time", "driver": "training"}],
        },
        "one.second": {"dont_know": True, "note": "Ask Cleo."},
        "two.third": {"not_applicable": "Not ours."},
        "two.fourth": {"level": 0, "evidence": [{"what": "An empty folder"}]},
    },
}


def test_everything_given_is_kept_and_the_interview_is_finished():
    finished = apply_answers(begin(RUBRIC, DAY), FULL)
    assert finished.question is None
    assert finished.assessment == Assessment.model_validate({**FULL, "digest": RUBRIC.digest})


def test_text_as_a_yaml_file_gives_it_is_read_the_same():
    as_text = json.loads(json.dumps(FULL), parse_int=str)
    as_text["ratings"]["one.second"]["dont_know"] = "true"
    assert apply_answers(begin(RUBRIC, DAY), as_text) == apply_answers(begin(RUBRIC, DAY), FULL)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["time"], {"people": False, "time": True, "votes": False}),
        ([], {"people": False, "time": False, "votes": False}),
        ({"time": "true"}, {"time": True}),
        ({}, {}),
        (None, {}),
    ],
)
def test_how_it_was_run_is_a_list_of_what_held_or_an_answer_by_id(given, kept):
    answers = {"site": "Riverbend", "administration": given}
    if given is None:
        del answers["administration"]
    assert apply_answers(begin(RUBRIC, DAY), answers).assessment.administration == kept


def test_criteria_without_an_answer_are_left_open():
    finished = apply_answers(begin(RUBRIC, DAY, site="Riverbend"), {"ratings": {"one.second": {"level": 2}}})
    assert finished.assessment.ratings == {"one.second": Rating(level=2)}
    assert (finished.assessment.site, finished.assessment.date) == ("Riverbend", DAY)
    assert finished.question is None


def test_a_level_that_differs_from_its_checks_loads_without_a_note():
    answers = {"site": "Riverbend", "ratings": {"one.first": {"level": 2, "checks": []}}}
    assert apply_answers(begin(RUBRIC, DAY), answers).assessment.ratings["one.first"].level == 2


def test_answers_complete_an_interview_that_was_left():
    left = begin(RUBRIC, DAY, site="Riverbend").answered(Jump("one.first/level")).answered(Answer(1))
    finished = apply_answers(left, {"ratings": {"one.second": {"level": 2}}}).assessment
    assert {name: rating.level for name, rating in finished.ratings.items()} == {
        "one.first": 1,
        "one.second": 2,
    }


def test_an_answer_confirms_what_was_carried_and_silence_does_not():
    carried = begin_from_last(RUBRIC, rate(RUBRIC, others=1), dt.date(2026, 9, 14))
    finished = apply_answers(carried, {"ratings": {"one.first": {"level": 2}}}).assessment
    assert finished.ratings == {"one.first": Rating(level=2)}


def test_unconfirmed_answers_of_the_document_do_not_count():
    unfinished = {"position": "review", "carried": ["one.first"]}
    answers = {"site": "Riverbend", "ratings": {"one.first": {"level": 2}}, "interview": unfinished}
    assert apply_answers(begin(RUBRIC, DAY), answers).assessment.ratings == {}


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"site": ""}, ["site: Something is missing"]),
        ({"site": "Riverbend", "date": "2026-02-30"}, ["date: 2026-02-30 is no date"]),
        ({"date": "soon", "invited": "many"}, ["date: ", "invited: "]),
        ({"rubric": "small@2.0.0"}, ["These answers are for small@2.0.0"]),
        ({"digest": "sha256:" + "0" * 64}, ["another small@1.0.0"]),
        ({"sitee": "Riverbend"}, ["sitee: This is no field known here"]),
        ({"ratings": {"one.frist": {"level": 1}}}, ["Did you mean one.first?"]),
        (
            {"ratings": {"one.first": {"level": 3}, "one.second": {"level": 1, "checks": ["kk"]}}},
            ["one.first: level 3 is not on the scale", "one.second: kk is no check"],
        ),
        (
            {"ratings": {"one.first": {"not_applicable": "No."}, "two.third": {"not_applicable": ""}}},
            ["one.first: the rubric does not permit", "two.third: a reason is missing"],
        ),
        (
            {"ratings": {"one.first": {"level": 1, "dont_know": True}}},
            ["ratings.one.first: It holds not"],
        ),
        ({"ratings": {"one.first": {}}}, ["ratings.one.first: It holds not"]),
        ({"participants": [{"role": "couch"}]}, ["Did you mean coach?"]),
        ({"populations": {"stuff": "All"}}, ["Did you mean staff?"]),
        ({"administration": ["tiem"]}, ["Did you mean time?"]),
        ({"administration": {"tiem": True}}, ["Did you mean time?"]),
        ({"administration": {"time": "perhaps"}}, ["administration.time: This is neither"]),
        ({"administration": [["time"]]}, ["administration"]),
    ],
)
def test_what_does_not_fit_is_all_named(changes, messages):
    with pytest.raises(AnswerError) as caught:
        apply_answers(begin(RUBRIC, DAY), {**FULL, **changes})
    assert len(caught.value.problems) == len(messages)
    for problem, message in zip(caught.value.problems, messages, strict=True):
        assert message in problem.message
        assert problem.code == "AUD061"


def test_a_date_that_is_not_after_the_last_is_named():
    carried = begin_from_last(RUBRIC, rate(RUBRIC, others=1), dt.date(2026, 9, 14))
    with pytest.raises(AnswerError, match=r"date: These answers come from .* Please give a date after that"):
        apply_answers(carried, {"date": str(DAY)})
