import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples
from strategies import assessments, rubrics

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AssessmentError, Problem, RubricError
from dsds_audit.forms.filling import answers_of
from dsds_audit.forms.questions import form_questions
from dsds_audit.forms.submissions import read_submission
from dsds_audit.forms.surveyjs_results import read_surveyjs

# What version 3.1 of the library hands over for two filled-in surveys.
SAMPLE = Path(__file__).parent / "samples" / "surveyjs.json"
CATALOGUE = Catalogue()


def read(content, rubric=None):
    def rubric_of(ref):
        if rubric is None:
            return CATALOGUE.load(ref)
        if ref not in (rubric.ref, rubric.id):
            raise RubricError(Problem("AUD001", f"{ref} is not there. Please look."))
        return rubric

    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read_surveyjs(content, "results.json", rubric_of, lambda was, now: ())


def codes(submission):
    return [problem.code for problem in submission.problems]


def test_what_the_library_hands_over_is_read():
    ana, maple = read(SAMPLE.read_bytes())
    assert (ana.problems, ana.notes, maple.problems, maple.notes) == ((), (), (), ())
    assert (ana.place, maple.place) == ("results.json: result 1", "results.json: result 2")
    assert (ana.respondent, ana.role) == ("=Ana", "coach")
    record = ana.assessment
    assert (record.site, record.program, record.invited) == ("Riverbend Family Center", "Home visiting", 6)
    assert record.date == dt.date(2026, 3, 2)
    assert [person.role for person in record.participants] == ["coach", "coach"]
    assert record.populations == {"relevant-staff": "supervisors\nand coaches"}
    person = record.ratings["accountability.person"]
    assert (person.level, person.checks) == (1, ("named",))
    assert [(e.what, e.date) for e in person.evidence] == [("Letter of appointment", dt.date(2026, 1, 15))]
    assert [b.driver for b in person.barriers] == ["facilitative-administration"]
    assert record.ratings["accountability.capacity"].dont_know
    assert record.ratings["access.fidelity"].checks == ()
    assert record.ratings["access.financial"].not_applicable == "Billing is done by the county."
    assert record.ratings["use.action-plans"].note == "{site} keeps them <b>short</b>."
    assert {name: rating.level for name, rating in maple.assessment.ratings.items()} == {"use.sharing": 1}


@examples(25)
@given(st.data())
def test_what_a_flat_record_says_a_result_says(data):
    rubric = data.draw(rubrics())
    answers, _ = answers_of(data.draw(assessments(rubric)), rubric)
    kinds = {question.name: question.kind for question in form_questions(rubric)}
    as_given = {"many": str.split, "whole": int}
    result = {name: as_given.get(kinds.get(name), str)(text) for name, text in answers.items()}
    (submission,) = read(result, rubric)
    assert submission == read_submission(answers, rubric, "results.json")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no JSON from line 1"),
        (b'{"site":\n\n!}', "no JSON from line 3"),
        (b"\xff\xfe\x00", "no JSON in UTF-8"),
        (b"[" * 200_000, "very many layers"),
        (b"17", "no result"),
        (b"[]", "no result"),
    ],
)
def test_what_holds_no_results_is_named(content, words):
    with pytest.raises(AssessmentError) as raised:
        read(content)
    (problem,) = raised.value.problems
    assert (problem.code, problem.place) == ("AUD169", "results.json")
    assert words in problem.message


def test_a_file_beyond_all_bounds_is_refused_unread(monkeypatch):
    monkeypatch.setattr("dsds_audit.forms.surveyjs_results.LARGEST_CONTENT", 10)
    with pytest.raises(AssessmentError, match="larger than"):
        read({"site": "Riverbend"})


def test_one_bad_result_leaves_the_others():
    good = json.loads(SAMPLE.read_bytes())[1]
    submissions = read([good, 3, {**good, "date": "soon"}])
    assert [codes(each) for each in submissions] == [[], ["AUD169"], ["AUD158"]]
    assert [each.assessment is None for each in submissions] == [False, True, True]


def test_encodings_of_json_and_a_mark_before_it_are_understood():
    text = SAMPLE.read_text(encoding="utf-8")
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"):
        assert [codes(each) for each in read(text.encode(encoding))] == [[], []]


def test_a_name_that_stands_twice_is_named():
    text = SAMPLE.read_text(encoding="utf-8").replace('"site": "Maple', '"site": "Oak", "site": "Maple')
    good, twice = read(text.encode())
    assert codes(good) == []
    assert twice.assessment is None
    assert "“site” is answered twice" in str(twice.problems[0])


@pytest.mark.parametrize("value", [{"a": "b"}, [["named"]], [{"a": "b"}], ["named remit"], [None], [""]])
def test_answers_within_an_answer_are_named(value):
    good = json.loads(SAMPLE.read_bytes())[1]
    (submission,) = read({**good, "accountability__person__checks": value})
    assert codes(submission) == ["AUD169"]
    assert "accountability__person__checks" in str(submission.problems[0])


def test_unknown_questions_are_named_and_nothing_is_lost():
    good = json.loads(SAMPLE.read_bytes())[1]
    (submission,) = read({**good, "site-Comment": "new\u202e", "agreed": True, "\ud800": "\ud800"})
    assert submission.assessment is not None
    assert Counter(note.code for note in submission.notes) == {"AUD160": 3}
    assert "“true” is not" in str(submission.notes[1])
    assert all(str(note).isprintable() for note in submission.notes)


def test_a_text_no_file_could_hold_is_named():
    good = json.loads(SAMPLE.read_bytes())[1]
    (submission,) = read({**good, "site": "\ud800"})
    assert submission.assessment is None
    assert codes(submission) == ["AUD158"]


def test_without_its_rubric_nobody_can_tell_what_was_asked():
    (submission,) = read({"site": "Riverbend", "date": "2026-03-02"})
    assert codes(submission) == ["AUD162"]
