"""A portfolio's ratings and scores as the columns of a table."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.dictionary import describe_columns
from dsds_audit.portfolio.table import STATUSES, Portfolio


def columns_of(portfolio: Portfolio) -> Mapping[str, NDArray[Any]]:
    """Every column by the name the dictionary gives it; NaN, NaT and empty texts stand for empty cells."""
    known = {**dict(_scores(portfolio)), **_record(portfolio), **dict(_ratings(portfolio))}
    return {each.column: known[each.column] for each in describe_columns(portfolio.rubric)}


def _record(portfolio: Portfolio) -> dict[str, NDArray[Any]]:
    thresholds = portfolio.rubric.thresholds
    return {
        tidy.SITE: portfolio.site,
        tidy.PROGRAM: portfolio.program,
        tidy.GROUP: portfolio.group,
        tidy.DATE: portfolio.date,
        tidy.RUBRIC: _alike(portfolio.rubric.ref, len(portfolio)),
        tidy.PLACE: portfolio.place,
        tidy.PARTICIPANTS: portfolio.participants,
        tidy.EVIDENCED: portfolio.evidenced,
        tidy.TOTAL_THRESHOLD: _where_other(portfolio.total_threshold, float(thresholds.total)),
        tidy.PRACTICE_THRESHOLD: _where_other(portfolio.practice_threshold, float(thresholds.practice)),
    }


def _ratings(portfolio: Portfolio) -> Iterator[tuple[str, NDArray[Any]]]:
    rubric = portfolio.rubric
    for index, (name, criterion) in enumerate(rubric.criteria.items()):
        level, applies = portfolio.level[:, index], portfolio.applies[:, index]
        standing = np.where(np.isnan(level), _alike("", len(level)), "rated")
        yield name, level
        yield tidy.standing_column(name), np.where(applies, standing, "not_applicable")
        default = rubric.target if criterion.target is None else criterion.target
        yield tidy.target_column(name), _where_other(portfolio.target[:, index], default)


def _scores(portfolio: Portfolio) -> Iterator[tuple[str, NDArray[Any]]]:
    yield "score.low", portfolio.low
    yield "score.high", portfolio.high
    yield "score.status", _statuses(portfolio.status)
    yield "score.rated", portfolio.rated
    yield "score.asked", portfolio.asked
    yield "score.adequate", _answers(portfolio.adequate)
    yield "score.percentile", portfolio.percentile
    yield "score.made_with", portfolio.made_with
    yield "score.previous_date", portfolio.previous_date
    yield "score.previous_low", portfolio.previous_low
    yield "score.previous_high", portfolio.previous_high
    for index, practice in enumerate(portfolio.rubric.practices):
        yield f"score.{practice.id}.low", portfolio.practice_low[:, index]
        yield f"score.{practice.id}.high", portfolio.practice_high[:, index]
        yield f"score.{practice.id}.status", _statuses(portfolio.practice_status[:, index])


def _alike(text: str, count: int) -> NDArray[Any]:
    return np.full(count, text, dtype=object)


def _where_other(values: NDArray[Any], default: float) -> NDArray[np.float64]:
    """The values that differ from a default, NaN for the others."""
    return np.where(values == default, np.nan, values.astype(np.float64))


def _statuses(places: NDArray[np.int64]) -> NDArray[Any]:
    return np.array(STATUSES, dtype=object)[places]


def _answers(adequate: NDArray[np.float64]) -> NDArray[Any]:
    words = np.array(["no", "yes", ""], dtype=object)
    return words[np.where(np.isnan(adequate), 2, adequate).astype(np.int64)]
