"""Tables in the tidy form as assessments: levels and standings, for a table holds no more."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import ValidationError

from dsds_audit.assessment import Assessment
from dsds_audit.errors import AuditError, Problem, RubricError, did_you_mean
from dsds_audit.forms.submissions import RubricOf, Submission
from dsds_audit.forms.tables import Line, read_table
from dsds_audit.forms.typed import shown
from dsds_audit.interview.fault_wording import describe_fault
from dsds_audit.portfolio import tidy
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say, speaking
from dsds_audit.speech_files import load_speech, spoken_languages

NO_REASON = mark("The reason does not stand in the table.")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_LEVEL = re.compile(r"([0-9]{1,3})(?:\.0+)?")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]00:00:00.{0,10})?")
_MOST_TOLD = 25
_LOSS = mark(
    "is a table: it holds levels and how criteria stand, but no evidence, checks, notes, barriers, reasons "
    "or names, so the assessments hold none. Please bring the assessments themselves where you can get them."
)


def read_tidy(content: bytes, name: str, rubric_of: RubricOf) -> tuple[Submission, ...]:
    """The assessment of every row of a table; ``name`` is the file's.

    The columns are those of the tidy form; ``score.`` columns are not read, as scores are computed anew.
    What is wrong in a row is in its problems (AUD174), with its row and column; raises AssessmentError where
    the table as a whole cannot be read (AUD163, AUD164, AUD174).
    """
    table = read_table(content, name)
    twice = sorted(column for column, count in Counter(table.heading).items() if column and count > 1)
    if twice:
        message = say("two columns are called {column}. Please keep one of them.", column=shown(twice[0]))
        raise AuditError(Problem("AUD174", message, table.place))
    read = [_Row(table.heading, line, table.place).submission(rubric_of) for line in table.lines]
    if not read:
        message = say("holds no rows, only a heading. Please write the table again.")
        return (Submission(problems=(Problem("AUD174", message, table.place),), place=table.place),)
    notes = (*table.notes, Problem("AUD173", say(_LOSS), table.place), *read[0].notes)
    return (replace(read[0], notes=notes), *read[1:])


def same_record(one: Assessment, other: Assessment) -> bool:
    """Whether two records say the same, in whatever language it says that a table holds no reasons."""
    return one == other or _without_wording(one) == _without_wording(other)


def _without_wording(assessment: Assessment) -> Assessment:
    worded = {name for name, each in assessment.ratings.items() if each.not_applicable in _no_reasons()}
    ratings = {
        name: each.model_copy(update={"not_applicable": NO_REASON}) if name in worded else each
        for name, each in assessment.ratings.items()
    }
    return assessment.model_copy(update={"ratings": ratings}) if worded else assessment


@cache
def _no_reasons() -> frozenset[str]:
    """That a table holds no reasons, in every language that is spoken."""
    found = set()
    for language in spoken_languages():
        with speaking(load_speech(language)):
            found.add(say(NO_REASON))
    return frozenset(found)


class _Row:
    """One row of a table: its cells by column, with what is wrong."""

    def __init__(self, heading: Sequence[str], line: Line, place: str) -> None:
        self._cells = {
            column: _unguarded(text.strip())
            for column, text in zip(heading, line.cells, strict=False)
            if column and text.strip()
        }
        self.place = f"{place}, {say('row {number}', number=line.number)}"
        self._problems: list[Problem] = []

    def submission(self, rubric_of: RubricOf) -> Submission:
        """What the row says."""
        ref = self._cells.get(tidy.RUBRIC, "")
        if "@" not in ref:
            self._object_to(tidy.RUBRIC, say("this names no rubric version. Please write it as id@version."))
            return self._read(None)
        try:
            rubric = rubric_of(ref)
        except RubricError as error:
            told = (Problem(each.code, each.message, each.place or self.place) for each in error.problems)
            self._problems += told
            return self._read(None)
        values = {
            **self._about_site(),
            "rubric": rubric.ref,
            "digest": rubric.digest,
            "ratings": dict(self._ratings(rubric)),
            "targets": dict(self._targets(rubric)),
        }
        assessment = None if self._problems else self._assessment(values)
        return self._read(assessment, tuple(self._unread(rubric)))

    def _read(self, assessment: Assessment | None, notes: tuple[Problem, ...] = ()) -> Submission:
        return Submission(assessment, problems=tuple(self._problems), notes=notes, place=self.place)

    def _about_site(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            name: self._cells[name] for name in (tidy.SITE, tidy.PROGRAM, tidy.GROUP) if name in self._cells
        }
        if tidy.SITE not in fields:
            self._object_to(tidy.SITE, say("there is no site. Please name it."))
        try:
            day = _DATE.fullmatch(self._cells.get(tidy.DATE, ""))
            fields["date"] = dt.date.fromisoformat(day[1] if day else "")
        except ValueError:
            self._object_to(tidy.DATE, say("this is no date. Please write it as 2026-03-02."))
        own = {"total": tidy.TOTAL_THRESHOLD, "practice": tidy.PRACTICE_THRESHOLD}
        thresholds = {name: self._cells[column] for name, column in own.items() if column in self._cells}
        return {**fields, "thresholds": thresholds} if thresholds else fields

    def _ratings(self, rubric: Rubric) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for name in rubric.criteria:
            level, standing = self._level(rubric, name), self._cells.get(tidy.standing_column(name), "")
            if standing and (name in self._cells) != (standing == "rated") and standing in _KNOWN:
                message = say(
                    "{standing} does not go with the level beside it. Please correct one of them.",
                    standing=shown(standing),
                )
                self._object_to(tidy.standing_column(name), message)
            elif level is not None:
                yield name, {"level": level}
            elif standing in _CLAIMS:
                yield name, _claim(standing)
            elif standing and standing not in _KNOWN:
                message = say(
                    "{standing} is not understood here. Please write one of {standings}.",
                    standing=shown(standing),
                    standings=", ".join(_KNOWN),
                )
                self._object_to(tidy.standing_column(name), message)

    def _targets(self, rubric: Rubric) -> Iterator[tuple[str, int]]:
        for name in rubric.criteria:
            level = self._level(rubric, name, tidy.target_column(name))
            if level is not None:
                yield name, level

    def _level(self, rubric: Rubric, name: str, column: str = "") -> int | None:
        text = self._cells.get(column or name, "")
        level = _LEVEL.fullmatch(text)
        if level and int(level[1]) <= rubric.top:
            return int(level[1])
        if text:
            message = say(
                "{level} is not on the scale 0..{top}. Please write a level, or nothing.",
                level=shown(text),
                top=rubric.top,
            )
            self._object_to(column or name, message)
        return None

    def _assessment(self, values: Mapping[str, Any]) -> Assessment | None:
        try:
            return Assessment.model_validate(values)
        except ValidationError as error:
            for wrong in error.errors(include_url=False):
                self._object_to(".".join(map(str, wrong["loc"])), describe_fault(wrong))
            return None

    def _object_to(self, column: str, message: str) -> None:
        self._problems.append(
            Problem("AUD174", say("{label}: {text}", label=column, text=message), self.place)
        )

    def _unread(self, rubric: Rubric) -> Iterator[Problem]:
        """What stands in columns that the tidy form does not have."""
        known = {*tidy.tidy_columns(rubric)}
        others = [name for name in self._cells if name not in known and not name.startswith("score.")]
        for name in others[:_MOST_TOLD]:
            message = say("the tidy form has no such column, so it is not read.")
            hint, way_out = did_you_mean(name, known), say("Please keep it where you need it.")
            told = say("{label}: {text}", label=name, text=f"{message}{hint} {way_out}")
            yield Problem("AUD173", told, self.place)


_CLAIMS = ("dont_know", "not_applicable", "not_permitted", "reason_missing")
_KNOWN = ("rated", *_CLAIMS, "unanswered", "unconfirmed")


def _claim(standing: str) -> Mapping[str, Any]:
    """What a rating holds that is no level."""
    if standing == "dont_know":
        return {"dont_know": True}
    return {"not_applicable": "" if standing == "reason_missing" else say(NO_REASON)}


def _unguarded(text: str) -> str:
    """A text without the apostrophe that kept a spreadsheet from taking it for a formula."""
    return text[1:] if _GUARDED.match(text) else text
