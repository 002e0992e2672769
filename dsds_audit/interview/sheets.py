"""An interview sheet by sheet: a criterion, the intake or the look back with all its questions at once.

A sheet is named by its criterion's full id, or ``intake``, ``administration``, ``review``. What is asked, and
what an answer makes of the assessment, is what the interview says question by question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dsds_audit.assessment import Assessment
from dsds_audit.errors import AnswerError
from dsds_audit.interview.criterion_questions import criterion_question, people_named
from dsds_audit.interview.fault_wording import fault
from dsds_audit.interview.interview import Interview
from dsds_audit.interview.questions import CHANGE, NONE_HELD, Choice, Headway, Question, Value
from dsds_audit.interview.recording import is_blank, one_of_both
from dsds_audit.interview.replies import Answer, Jump
from dsds_audit.interview.review import destinations_of, headway_of
from dsds_audit.interview.route import (
    ADMINISTRATION,
    PARTS,
    REVIEW,
    plan_route,
    progress_of,
    split_id,
)
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say

INTAKE = "intake"
Answers = Mapping[str, Value]
Problems = Mapping[str, tuple[str, ...]]

_NOT_ASKED = mark(
    "With what is answered above this is not asked for, so it was not kept. Please change that answer, or "
    "remove what is typed here."
)
_WORDS = ("reason", "note", "evidence", "barriers")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked together, with the sheets before and after it (empty at the ends).

    ``named`` says whom the site has named for the people that a criterion speaks of; ``destinations`` are
    the sheets one can go to, each with how it stands; ``detour`` says that the review comes next.
    """

    name: str
    questions: tuple[Question, ...]
    headway: Headway
    destinations: tuple[Choice, ...]
    named: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    detour: bool = False

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of its questions."""
        return tuple(question.id for question in self.questions)


def sheet_names(rubric: Rubric) -> tuple[str, ...]:
    """Every sheet there is, in order."""
    ending = (ADMINISTRATION, REVIEW) if rubric.administration else (REVIEW,)
    return (INTAKE, *rubric.criteria, *ending)


def sheet_holding(position: str) -> str:
    """The sheet that a question is on, by the question's id."""
    criterion, part = split_id(position)
    return criterion or (part if part in (ADMINISTRATION, REVIEW) else INTAKE)


def sheet_of(interview: Interview, name: str) -> Sheet:
    """A sheet as it stands now; raises AnswerError where there is none of that name."""
    rubric, assessment = interview.rubric, interview.assessment
    names = sheet_names(rubric)
    if name not in names:
        raise _no_such_sheet(name)
    place = names.index(name)
    criterion = name if name in rubric.criteria else ""
    named = tuple(people_named(rubric, assessment, rubric.criteria[name])) if criterion else ()
    questions = [_question(interview, question_id) for question_id in _asked(interview, name)]
    return Sheet(
        name,
        tuple(
            replace(asks, help=tuple(line for line in asks.help if line not in named)) for asks in questions
        ),
        headway_of(rubric, assessment, criterion),
        _sheets_to_go_to(rubric, assessment),
        named,
        names[place - 1] if place else "",
        names[place + 1] if place + 1 < len(names) else "",
        progress_of(assessment).detour,
    )


def _no_such_sheet(name: str) -> AnswerError:
    return fault(
        say("There is no {sheet} in this interview. Please choose one of its questions.", sheet=name)
    )


def fill_sheet(interview: Interview, name: str, answers: Answers) -> tuple[Interview, Problems]:
    """The interview with these answers on a sheet, and what does not fit, by question.

    Answers are given in the interview's order, and only those that differ from the record; what does not fit
    changes nothing, and keeps none of the others from being kept. Answers to questions of other sheets are
    left alone.
    """
    problems: dict[str, tuple[str, ...]] = {}
    before = {question.id: question for question in sheet_of(interview, name).questions}
    for question_id in _askable(interview, name):
        if question_id not in answers:
            continue
        try:
            interview = _told(interview, question_id, answers, before.get(question_id))
        except AnswerError as error:
            problems[question_id] = tuple(problem.message for problem in error.problems)
    return interview, problems


def holds_words(question_id: str) -> bool:
    """Whether a question is answered in someone's own words, which must not get lost."""
    return split_id(question_id)[1] in _WORDS


def question_left(interview: Interview, question_id: str) -> Question | None:
    """A question that the answers have taken away, so that what was typed into it can still be shown."""
    criterion, _ = split_id(question_id)
    if not holds_words(question_id) or criterion not in interview.assessment.ratings:
        return None
    return criterion_question(interview.rubric, interview.assessment, question_id)


def still_needed(sheet: Sheet) -> Problems:
    """The questions of a sheet that going forward takes an answer to, each with the sentence that asks."""
    return {asks.id: (asks.needed,) for asks in sheet.questions if asks.needed and is_blank(asks.current)}


def go_to(interview: Interview, name: str) -> Interview:
    """The interview at the first question of a sheet; raises AnswerError where there is none of that name."""
    if name not in sheet_names(interview.rubric):
        raise _no_such_sheet(name)
    if sheet_holding(interview.position) == name:
        return interview
    return interview.answered(Jump(_askable(interview, name)[0] if name == INTAKE else name))


def next_open(sheet: Sheet) -> str:
    """The next sheet that waits for an answer, after the last from the first again; else the review."""
    names = [choice.value for choice in sheet.destinations]
    place = names.index(sheet.name) + 1 if sheet.name in names else 0
    ordered = [*sheet.destinations[place:], *sheet.destinations[:place]]
    return next((choice.value for choice in ordered if choice.open and choice.value != sheet.name), REVIEW)


def _told(interview: Interview, question_id: str, answers: Answers, before: Question | None) -> Interview:
    """The interview with one answer, where it says something new.

    A note that stood there ``before`` was not written for what has been answered since.
    """
    value = answers[question_id]
    at = _at(interview, question_id)
    if at is None:
        if is_blank(value) or not holds_words(question_id):
            return interview
        raise fault(say(_NOT_ASKED))
    question = at.question
    if question is None:
        return interview
    value = _ticks(question, value)
    meant = answers.get(f"{question.criterion}/{PARTS[0]}") == CHANGE and question.kind == "level"
    if not meant and any(_is_on_record(asks, value) for asks in (question, before) if asks):
        return interview
    return at.answered(Answer(value, stay=True))


def _at(interview: Interview, question_id: str) -> Interview | None:
    """The interview at a question; None where that is not asked now."""
    if question_id not in plan_route(interview.rubric, interview.assessment).ids:
        return None
    return interview if interview.position == question_id else interview.answered(Jump(question_id))


def _ticks(question: Question, value: Value) -> Value:
    """The checks that hold; that none does takes a tick of its own, since no tick at all may mean either."""
    if question.kind != "checks" or not question.criterion or not isinstance(value, tuple):
        return value
    ticked = [str(name) for name in value]
    one_of_both(ticked)
    if not ticked:
        return question.current if question.current in (None, ()) else ()
    return tuple(name for name in ticked if name != NONE_HELD)


def _is_on_record(question: Question, value: Value) -> bool:
    current = question.current
    if question.kind == "confirm":
        return value in (None, "", CHANGE)
    if question.kind == "level" and is_blank(value):
        return True
    if question.kind == "checks":
        return value == current or (not question.criterion and value == () and current is None)
    if isinstance(current, tuple) or isinstance(value, tuple):
        return _plain_items(value) == _plain_items(current)
    return _text(value) == _text(current)


def _plain_items(items: Value) -> list[Mapping[str, str]]:
    """Evidence, barriers or people as texts, whether typed or on record."""
    listed: Sequence[object] = items if isinstance(items, tuple) else ()
    fields = [item if isinstance(item, Mapping) else dict(item) for item in listed]  # type: ignore[call-overload]
    return [{name: _text(text) for name, text in each.items() if _text(text)} for each in fields]


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _question(interview: Interview, question_id: str) -> Question:
    at = _at(interview, question_id)
    question = at.question if at else None
    if question is None:
        raise fault(say("This interview is finished. Please open the assessment again."))
    if question.kind == "checks" and question.criterion:
        none = Choice(NONE_HELD, say("None of these holds"), current=question.current == ())
        return replace(question, choices=(*question.choices, none))
    return question


def _asked(interview: Interview, name: str) -> list[str]:
    route = plan_route(interview.rubric, interview.assessment)
    return [question_id for question_id in route.ids if sheet_holding(question_id) == name]


def _askable(interview: Interview, name: str) -> list[str]:
    """Every question that a sheet can ever ask, in order."""
    every = plan_route(interview.rubric, interview.assessment).ranks
    return [question_id for question_id in every if sheet_holding(question_id) == name]


def _sheets_to_go_to(rubric: Rubric, assessment: Assessment) -> tuple[Choice, ...]:
    places = destinations_of(rubric, assessment)
    intake = Choice(INTAKE, say("About this assessment"))
    others = [replace(place, value=sheet_holding(place.value)) for place in places]
    return (intake, *(place for place in others if place.value != INTAKE))
