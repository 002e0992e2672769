"""An interview held without a person: the answers come from a file or from stdin."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from dsds_audit.assessment import Assessment
from dsds_audit.desk import Desk
from dsds_audit.errors import AnswerError, Problem, RubricError, StoreError
from dsds_audit.interview import begin
from dsds_audit.interview.answers import apply_answers
from dsds_audit.interview.intake_questions import doubt_about_date
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.wording import Wording
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.names import same_identity
from dsds_audit.yaml.files import MOST_BYTES, Document, Path_, parse_yaml, read_bytes


def read_answers(file: str) -> tuple[Document, str]:
    """The answers in a file or on stdin, and where they came from; raises AuditError."""
    place = "stdin" if file == "-" else file
    content = sys.stdin.buffer.read(MOST_BYTES + 1) if file == "-" else read_bytes(Path(file))
    document = parse_yaml(content, place)
    if document.problems:
        raise AnswerError(document.problems)
    if not isinstance(document.data, dict):
        message = say("holds no answers. Please write `field: value` lines, as in an assessment's file.")
        raise AnswerError(Problem("AUD061", message, place, 1))
    return document, place


def hold_scripted(
    desk: Desk,
    answers: tuple[Document, str],
    site: str | None,
    program: str | None,
    ref: str | None,
    quick: bool,
    today: dt.date,
) -> None:
    """Hold the interview with answers from a file, and save it."""
    document, place = answers
    given = {"site": site, "program": program}
    data = {**document.data, **{name: value for name, value in given.items() if value is not None}}
    kept = desk.of_site(str(data["site"]), None, None) if data.get("site") else []
    line_of = partial(_line_of, document)
    try:
        rubric = _rubric_for(desk, ref, data, kept)
        finished = apply_answers(begin(rubric, today, quick=quick), data, line_of)
    except RubricError as error:
        told = error.problems if ref else _placed(error.problems, place, line_of(("rubric",)))
        raise RubricError(told) from error
    except AnswerError as error:
        raise AnswerError(_placed(error.problems, place)) from error
    assessment = finished.assessment
    _refuse_second(desk, assessment, place)
    with desk.store.lock(assessment):
        stored = desk.store.save(assessment, rubric, None)
    if doubt := doubt_about_date(assessment.date, today):
        slip = say(
            "Note: {doubt} If that is a slip, please correct it in {place}.", doubt=doubt, place=stored.place
        )
        click.echo(slip, err=True)
    words = Wording(gather_facts(rubric, assessment))
    click.echo(say("Saved in {place}: {score}.", place=stored.place, score=words.both(words.facts.card)))


def _refuse_second(desk: Desk, assessment: Assessment, place: str) -> None:
    """Raise StoreError (AUD062) where there is an assessment of that site, program, rubric and date."""
    for other in desk.store.find(assessment.site):
        if same_identity(other.assessment, assessment):
            message = say(
                "is the assessment of that site, program and date already. Please give another date."
            )
            if place != "stdin" and Path(other.place).resolve() == Path(place).resolve():
                message = say(
                    "is read as an assessment here already. Please keep answers outside the workspace."
                )
            raise StoreError(Problem("AUD062", message, other.place))


def _rubric_for(desk: Desk, ref: str | None, data: Mapping[str, Any], kept: Sequence[Stored]) -> Rubric:
    """The rubric of the command line, else of the answers, else the one last used; raises AuditError."""
    named = data.get("rubric")
    if named is not None and not isinstance(named, str):
        message = say("rubric: this is no text. Please write id@version, such as dsds@1.0.0.")
        raise RubricError(Problem("AUD061", message))
    return desk.rubric_for(ref or named, kept[0] if kept else None)


def _line_of(document: Document, path: Path_) -> int | None:
    """The line of something that stands in the answers; None where the command line says it."""
    return document.line_of(path) if path[:1] in document.spans else None


def _placed(problems: Iterable[Problem], place: str, line: int | None = None) -> Iterator[Problem]:
    """The problems with where the answers are, where they name no place of their own."""
    for problem in problems:
        yield problem if problem.place else replace(problem, place=place, line=problem.line or line)
