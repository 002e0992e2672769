"""Scripted answers: a document shaped like an assessment, fed through the interview question by question."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from dsds_audit.administration import answer_each
from dsds_audit.assessment import Assessment
from dsds_audit.conformity import find_misfits
from dsds_audit.errors import AnswerError, Problem
from dsds_audit.interview import Answer, Finish, Forward, Interview, Jump, Reply, Skip
from dsds_audit.interview.fault_wording import describe_fault, fault
from dsds_audit.interview.questions import Question, Value
from dsds_audit.interview.recording import changed
from dsds_audit.speech import say

Steps = tuple[int | str, ...]
LineOf = Callable[[Steps], int | None]  # the line on which the answers say something, where that is known


def apply_answers(
    interview: Interview, answers: Mapping[str, Any], line_of: LineOf = lambda _: None
) -> Interview:
    """The interview finished with these answers; criteria they do not name are skipped.

    ``answers`` holds what an assessment's YAML or JSON holds, all of it optional where the interview has it
    already; ``administration`` may also be a list of the statements that held. The rules are those of an
    interview with a person, except that a level may differ from its checks without a note: that loads, and is
    a finding later. Raises AnswerError with everything that does not fit, each with its line, if ``line_of``
    knows it.
    """
    script = _read(interview, answers, line_of)
    own = {name: getattr(script, name) for name in ("targets", "thresholds") if name in answers}
    current = Interview(interview.rubric, changed(interview.assessment, site=script.site, **own))
    current = current.answered(Jump("site"))
    problems: list[Problem] = []
    while (question := current.question) is not None:
        try:
            current = current.answered(_reply(question, script))
        except AnswerError as error:
            line = line_of(_path_of(question))
            problems += (_named(question, problem, line) for problem in error.problems)
            current = current.answered(Skip() if question.criterion else Forward())
    if not interview.rubric.panel and (script.participants or script.invited):
        problems += fault(
            say("participants and invited need a rubric with a panel. Please leave them out.")
        ).problems
    if problems:
        raise AnswerError(dict.fromkeys(problems))
    return current


def _read(interview: Interview, answers: Mapping[str, Any], line_of: LineOf) -> Assessment:
    """The answers as an assessment, with what the interview knows already where they are silent."""
    known, run = interview.assessment, answers.get("administration")
    given = {"site": known.site, "date": known.date, "rubric": known.rubric, **answers}
    if isinstance(run, list):
        given["administration"] = answer_each(interview.rubric, (str(name) for name in run))
    try:
        script = Assessment.model_validate(given)
    except ValidationError as error:
        wrong = error.errors(include_url=False)
        raise AnswerError(
            _told(f"{_place(e['loc'])}: {describe_fault(e)}", line_of(_without_keys(e["loc"]))) for e in wrong
        ) from error
    if script.rubric != known.rubric:
        message = say(
            "These answers are for {given}, not {rubric}. Please use that rubric.",
            given=script.rubric,
            rubric=known.rubric,
        )
        raise AnswerError(_told(message, line_of(("rubric",))))
    if script.digest not in (None, interview.rubric.digest):
        message = say(
            "These answers were given for another {rubric}. Please leave out their digest.",
            rubric=script.rubric,
        )
        raise AnswerError(_told(message, line_of(("digest",))))
    if misfits := list(find_misfits(interview.rubric, script)):
        raise AnswerError(_told(misfit.message, line_of(misfit.path)) for misfit in misfits)
    return script


def _told(message: str, line: int | None) -> Problem:
    return Problem("AUD061", message, line=line)


def _reply(question: Question, script: Assessment) -> Reply:
    if question.kind == "review":
        return Finish()
    if question.criterion:
        rating = script.claims.get(question.criterion)
        return Skip() if rating is None else Answer(rating)
    value = _intake_value(question, script)
    return Answer(value) if value else Forward()


def _intake_value(question: Question, script: Assessment) -> Value:
    population = question.id.removeprefix("populations.")
    if population != question.id:
        return script.populations.get(population)
    value: Value = getattr(script, question.id)
    return value


def _path_of(question: Question) -> Steps:
    """Where answers say what a question asks."""
    return ("ratings", question.criterion) if question.criterion else tuple(question.id.split("."))


def _named(question: Question, problem: Problem, line: int | None) -> Problem:
    """The problem with the criterion or question it is about, where its message does not begin with it."""
    name = question.criterion or question.id
    message = problem.message if problem.message.startswith(name) else f"{name}: {problem.message}"
    return replace(problem, message=message, line=line)


def _without_keys(steps: Steps) -> Steps:
    """The way to a value or a key, without the sign that it is a key."""
    return tuple(step for step in steps if step != "[key]")


def _place(steps: Steps) -> str:
    return ".".join(str(step) for step in _without_keys(steps)) or "answers"
