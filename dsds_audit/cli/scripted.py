"""An interview held without a person: the answers come from a file or from stdin."""

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from dsds_audit.cli.desk import Desk
from dsds_audit.errors import AnswerError, Problem, StoreError
from dsds_audit.interview import begin
from dsds_audit.interview.answers import apply_answers
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.wording import Wording
from dsds_audit.store.names import same_identity
from dsds_audit.yaml.files import MOST_BYTES, parse_yaml, read_bytes


def read_answers(file: str) -> tuple[dict[str, Any], str]:
    """The answers in a file or on stdin, and where they came from; raises AuditError."""
    place = "stdin" if file == "-" else file
    content = sys.stdin.buffer.read(MOST_BYTES + 1) if file == "-" else read_bytes(Path(file))
    document = parse_yaml(content, place)
    if document.problems:
        raise AnswerError(document.problems)
    if not isinstance(document.data, dict):
        message = "holds no answers. Please write `field: value` lines, as in an assessment's file."
        raise AnswerError(Problem("AUD061", message, place, 1))
    return document.data, place


def hold_scripted(
    desk: Desk,
    answers: tuple[dict[str, Any], str],
    site: str | None,
    program: str | None,
    ref: str | None,
    quick: bool,
    today: dt.date,
) -> None:
    """Hold the interview with answers from a file, and save it."""
    data, place = answers
    given = {"site": site, "program": program}
    data = {**data, **{name: value for name, value in given.items() if value is not None}}
    named = data.get("rubric")
    if named is not None and not isinstance(named, str):
        message = "rubric: this is no text. Please write id@version, such as dsds@1.0.0."
        raise AnswerError(Problem("AUD061", message, place))
    kept = desk.of_site(str(data["site"]), None, None) if data.get("site") else []
    rubric = desk.rubric_for(ref or named, kept[0] if kept else None)
    try:
        finished = apply_answers(begin(rubric, today, quick=quick), data)
    except AnswerError as error:
        raise AnswerError(
            replace(problem, place=problem.place or place) for problem in error.problems
        ) from error
    assessment = finished.assessment
    for other in desk.store.find(assessment.site):
        if same_identity(other.assessment, assessment):
            message = "is the assessment of that site, program and date already. Please give another date."
            raise StoreError(Problem("AUD062", message, other.place))
    with desk.store.lock(assessment):
        stored = desk.store.save(assessment, rubric, None)
    words = Wording(gather_facts(rubric, assessment))
    click.echo(f"Saved in {stored.place}: {words.both(words.facts.card)}.")
