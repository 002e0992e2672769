"""A portfolio computed from assessments and tables, with the same expressions on every engine."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dsds_audit.comparison import LegsOf, newest_of
from dsds_audit.errors import AssessmentError, AuditError, Problem, RubricError
from dsds_audit.portfolio.engines import Engine, duckdb_engine
from dsds_audit.portfolio.question import Question
from dsds_audit.portfolio.rows import Rows
from dsds_audit.portfolio.table import LeftOut, Portfolio
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say

if TYPE_CHECKING:
    from dsds_audit.portfolio.pipeline import Part

Frame = Rows | Path
LoadRubric = Callable[[str], Rubric]
_LATEST = Question()


def compute_portfolio(
    sources: Sequence[Frame],
    load: LoadRubric,
    legs_of: LegsOf,
    wish: Question = _LATEST,
    engine: Engine | None = None,
) -> Portfolio:
    """The assessments of these sources with their scores, held against the newest rubric version among them.

    A source is rows, or the path of a Parquet or CSV file in the tidy form. Cells that mean nothing and
    tables that cannot be read are problems of the portfolio, and the rest is compared. Computed on
    ``engine``, or by DuckDB in this process. Raises AuditError: AUD090 where the rubrics are different ones,
    AUD123 where nothing is left to compare, AUD124 where the engine fails.
    """
    if engine is None:
        with duckdb_engine() as own:
            return compute_portfolio(sources, load, legs_of, wish, own)
    from dsds_audit.portfolio.pipeline import compute

    reading = _Reading(engine, load, wish.rubric_id)
    for source in sources:
        reading.add(source)
    if not reading.parts:
        raise AssessmentError(reading.problems or [nothing_to_compare()])
    common = newest_of([part.rubric for part in reading.parts])
    parts = [part for part in reading.parts if reading.leads_to(part, common, legs_of)]
    found = compute(engine, parts, common, wish)
    return replace(found, left_out=(*reading.left_out, *found.left_out), problems=tuple(reading.problems))


@dataclass
class _Reading:
    """What sources hold, part by part; what is wrong with one stops no other."""

    engine: Engine
    load: LoadRubric
    rubric_id: str | None
    parts: "list[Part]" = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, source: Frame) -> None:
        from dsds_audit.portfolio.pipeline import part_of_rows

        if isinstance(source, Rows):
            if len(source) and self.is_wanted(source.rubric.ref):
                self.parts.append(part_of_rows(self.engine, source))
            return
        try:
            self.parts += self.parts_of(source)
        except AuditError as error:
            self.problems += error.problems

    def parts_of(self, path: Path) -> "Iterator[Part]":
        from dsds_audit.portfolio import reading_tables as tables
        from dsds_audit.portfolio.pipeline import Part
        from dsds_audit.portfolio.table_faults import is_wrong, tell_wrong

        table = tables.open_table(self.engine, path)
        for ref in table.refs:
            if not self.is_wanted(ref):
                continue
            try:
                rubric = self.load(ref)
            except RubricError as error:
                self.problems.append(tables.tell_unknown(self.engine, table, ref, error))
                continue
            tables.check_columns(table, rubric)
            coded = tables.read_codes(table, rubric)
            wrong = list(tell_wrong(self.engine, table, coded, rubric))
            self.problems += wrong
            yield Part(rubric, coded.filter(~is_wrong(table, rubric)) if wrong else coded)

    def is_wanted(self, ref: str) -> bool:
        """Whether it is a version of the rubric asked for."""
        return self.rubric_id in (None, ref.partition("@")[0])

    def leads_to(self, part: "Part", common: Rubric, legs_of: LegsOf) -> bool:
        """Whether a part can be held against the common version; else it is counted as left out."""
        from dsds_audit.portfolio.pipeline import count_places

        try:
            part.legs = tuple(legs_of(part.rubric.ref, common.ref)) if part.rubric.ref != common.ref else ()
        except RubricError as error:
            count, places = count_places(self.engine, part.rows)
            details = {part.rubric.ref: error.problems[0].message}
            self.left_out.append(LeftOut("no_crosswalk", count, places, details))
            return False
        return True


def nothing_to_compare() -> Problem:
    """That no assessment is left (AUD123)."""
    return Problem("AUD123", say("there is nothing to compare. Please name sources that hold assessments."))
