"""Everything an interview asks and answers is said in the language spoken."""

import datetime as dt
from collections.abc import Iterator

import pytest
from rubrics_for_tests import DAY
from speeches_for_tests import accented, words_in_english
from translations_for_tests import arabic, make_translation

from dsds_audit.assessment import Rating
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AnswerError
from dsds_audit.interview import Answer, Finish, Forward, Interview, Jump, Skip, begin, begin_from_last
from dsds_audit.interview.answers import apply_answers
from dsds_audit.interview.intake_questions import doubt_about_date
from dsds_audit.interview.panel_answers import record_consensus
from dsds_audit.interview.questions import CLEAR, CONFIRM, DONT_KNOW, NOT_APPLICABLE, Choice, Question
from dsds_audit.interview.replies import Reply
from dsds_audit.interview.route import plan_route
from dsds_audit.interview.sheets import fill_sheet, sheet_names, sheet_of, still_needed
from dsds_audit.rubric import Rubric
from dsds_audit.speech import speaking
from dsds_audit.translation import translate

_ORIGINAL = Catalogue().load_original("dsds")
LATER = dt.date(2026, 9, 14)


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return translate(_ORIGINAL, make_translation(_ORIGINAL, "ar", arabic))


@pytest.fixture
def full(rubric: Rubric) -> Interview:
    """An interview in which every kind of question is asked."""
    first, second, third, _, fifth = list(rubric.criteria)[:5]
    checks = rubric.criteria[first].checks
    told = begin(rubric, DAY, site="Ñandú").answered(Jump(first))
    evidence = ({"what": "Àçṫàš", "where": "Ṽéř", "date": "2026-01-31"}, {"what": "Ðéž"})
    ticked = told.answered(Answer((checks[0].id,))).answered(Answer(0))
    rated = ticked.answered(Answer("Ñô ñóẃ"))
    barrier = ({"what": "Ñô ţîɱé", "driver": rubric.drivers[0].id},)
    rated = rated.answered(Jump(f"{first}/barriers")).answered(Answer(barrier))
    rated = rated.answered(Jump(f"{second}/level")).answered(Answer(1))
    rated = rated.answered(Jump(f"{second}/evidence")).answered(Answer(evidence))
    rated = rated.answered(Jump(f"{third}/level")).answered(Answer(DONT_KNOW))
    applying = next(name for name, criterion in rubric.criteria.items() if criterion.not_applicable)
    rated = rated.answered(Jump(f"{applying}/level")).answered(Answer(NOT_APPLICABLE)).answered(Answer("Ðéž"))
    rated = rated.answered(Jump(f"{fifth}/checks")).answered(Answer(()))
    rated = rated.answered(Jump("administration")).answered(Answer((rubric.administration[0].id,)))
    return rated.answered(Jump(list(rubric.criteria)[-1])).answered(Skip())


def texts_in(question: Question) -> Iterator[str]:
    yield from (question.title, question.text, question.why, question.statement, question.prompt)
    yield from (*question.help, *question.examples, question.needed, question.caution)
    for choice in (*question.choices, *question.destinations):
        yield from texts_in_choice(choice)


def texts_in_choice(choice: Choice) -> tuple[str, str, str]:
    return choice.label, choice.meaning, choice.group


def assert_said(texts: Iterator[str]) -> None:
    whole = "\n".join(texts)
    assert whole
    assert not words_in_english(whole)


def test_every_question_is_said_in_the_language(full: Interview) -> None:
    with speaking(accented()):
        for name in plan_route(full.rubric, full.assessment).ids:
            question = full.answered(Jump(name)).question
            assert question is not None
            assert_said(texts_in(question))


def test_so_is_every_question_of_an_interview_from_the_last_answers(full: Interview) -> None:
    last = full.answered(Jump("review")).answered(Finish()).assessment
    for quick in (False, True):
        with speaking(accented()):
            again = begin_from_last(full.rubric, last, LATER, quick=quick)
            confirmed = again.answered(Jump(next(iter(again.rubric.criteria)))).answered(Answer(CONFIRM))
            for name in plan_route(confirmed.rubric, confirmed.assessment).ids:
                question = confirmed.answered(Jump(name)).question
                assert question is not None
                assert_said(texts_in(question))


def test_every_sheet_is_said_in_the_language(full: Interview) -> None:
    with speaking(accented()):
        for name in sheet_names(full.rubric):
            sheet = sheet_of(full, name)
            assert_said(text for question in sheet.questions for text in texts_in(question))
            assert_said(text for choice in sheet.destinations for text in texts_in_choice(choice))
            for needed in still_needed(sheet).values():
                assert not words_in_english(" ".join(needed))


def test_what_does_not_fit_is_told_in_the_language(full: Interview) -> None:
    criterion = list(full.rubric.criteria)[3]
    place = full.answered(Jump(f"{criterion}/level"))
    beside: list[tuple[Interview, Reply]] = [
        (place, Answer(7)),
        (place, Finish()),
        (place, Jump("áccess.ñ")),
        (place, Answer(Rating(not_applicable=""))),
        (full.answered(Jump(f"{criterion}/checks")), Answer(("ñ",))),
        (full.answered(Jump("site")), Answer("")),
        (full.answered(Jump("site")), Answer("ñ" * 300)),
        (full.answered(Jump("date")), Answer("ñ")),
        (full.answered(Jump("date")), Answer("")),
        (full.answered(Jump("invited")), Answer("-1")),
        (full.answered(Jump("review")), Answer("ñ")),
        (full.answered(Jump("review")).answered(Finish()), Forward()),
    ]
    known = {"áccess", *criterion.split("."), *(c.id for c in full.rubric.criteria[criterion].checks)}
    with speaking(accented()):
        for interview, reply in beside:
            with pytest.raises(AnswerError) as told:
                interview.answered(reply)
            for problem in told.value.problems:
                assert set(words_in_english(problem.message.replace("-", "."))) <= known, problem.message
        _, problems = fill_sheet(full, criterion, {f"{criterion}/reason": "Ðéž"})
        assert problems
        assert not words_in_english(" ".join(problems[f"{criterion}/reason"]))


def test_answers_that_do_not_fit_are_told_in_the_language(rubric: Rubric) -> None:
    interview = begin(rubric, DAY)
    with speaking(accented()):
        for answers in ({"site": 7}, {"site": "Ñ", "rubric": "ñ@1.0.0"}, {"site": "Ñ", "rubric": "ab@1.0.0"}):
            with pytest.raises(AnswerError) as told:
                apply_answers(interview, answers)
            for problem in told.value.problems:
                assert set(words_in_english(problem.message)) <= {"site", "rubric", "dsds"}


def test_doubts_and_what_a_panel_adds_are_said_in_the_language(full: Interview) -> None:
    with speaking(accented()):
        assert not words_in_english(doubt_about_date(LATER, DAY))
        agreed = record_consensus(full, next(iter(full.rubric.criteria)), 1, "Ñô")
        note = agreed.assessment.ratings[next(iter(full.rubric.criteria))].note
        assert note is not None
        assert "Ñô" in note
        assert not words_in_english(note)


def test_what_counts_no_more_is_told_as_the_claim_below_its_target_is(full: Interview) -> None:
    criterion = next(iter(full.rubric.criteria))
    risen = full.answered(Jump(f"{criterion}/level")).answered(Answer(2))
    asked = risen.answered(Jump(f"{criterion}/barriers")).question
    assert asked is not None
    assert asked.proposed == CLEAR
    with speaking(accented()):
        said = risen.answered(Jump(f"{criterion}/barriers")).question
        assert said is not None
        assert_said(texts_in(said))
