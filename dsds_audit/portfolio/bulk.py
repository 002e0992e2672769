"""The scoring rule in bulk: the points and scores of every row, as expressions that any engine computes.

A row holds a code for each criterion, as ``codes`` says.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import add, and_, or_

import narwhals.stable.v2 as nw

from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.codes import not_applicable, unknown
from dsds_audit.portfolio.table import STATUSES
from dsds_audit.rubric import Rubric

_OFF = 5e-10  # A bar that is missed by less is reached: a float may be off at its sixteenth digit.
LOW, HIGH, STATUS, RATED, ASKED, ADEQUATE = "low", "high", "status", "rated", "asked", "adequate"
_POSSIBLE, _SUM, _UNKNOWN, _LEFT = "possible", "sum", "unknown", "left"


def code(criterion: int) -> str:
    """The column of a criterion's code, by its place in the rubric."""
    return f"code {criterion}"


def of_practice(what: str, practice: int) -> str:
    """The column of a practice's ``low``, ``high`` (percent) or ``status``, by its place in the rubric."""
    return f"{what} {practice}"


def sum_codes(rubric: Rubric, prefix: str = "") -> Iterator[nw.Expr]:
    """From codes: of each practice their sum, and how many are unknown and do not apply.

    ``prefix`` stands before the names of the columns that are read and made, here and in what follows.
    """
    first, one, zero = 0, nw.lit(1), nw.lit(0)
    for place, practice in enumerate(rubric.practices):
        codes = [nw.col(prefix + code(first + index)) for index in range(len(practice.criteria))]
        permitted = [each for each, c in zip(codes, practice.criteria, strict=True) if c.not_applicable]
        first += len(codes)
        open_ones = (nw.when(each == unknown(rubric)).then(one).otherwise(zero) for each in codes)
        left = (nw.when(each == not_applicable(rubric)).then(one).otherwise(zero) for each in permitted)
        yield _total(codes).alias(prefix + _points(_SUM, place))
        yield _total(open_ones).alias(prefix + _points(_UNKNOWN, place))
        yield _total(left).alias(prefix + _points(_LEFT, place))


def count_points(rubric: Rubric, prefix: str = "") -> Iterator[nw.Expr]:
    """From sums of codes: the points of each practice at either end and those possible, and how many are
    rated. Points are whole numbers, so nothing is lost until the very end."""
    for place, practice in enumerate(rubric.practices):
        total, open_ones, left = (nw.col(prefix + _points(what, place)) for what in (_SUM, _UNKNOWN, _LEFT))
        asked = nw.lit(len(practice.criteria)) - left
        low = total - open_ones * unknown(rubric) - left * not_applicable(rubric)
        yield low.alias(prefix + _points(LOW, place))
        yield (low + open_ones * rubric.top).alias(prefix + _points(HIGH, place))
        yield (asked * rubric.top).alias(prefix + _points(_POSSIBLE, place))
        yield (asked - open_ones).alias(prefix + _points(RATED, place))


def weigh_ends(rubric: Rubric, prefix: str = "") -> tuple[nw.Expr, nw.Expr]:
    """From points: the low and high end of the whole, in percent; null where nothing applies."""
    places = range(len(rubric.practices))
    weights = [float(practice.weight) for practice in rubric.practices]
    possible = [nw.col(prefix + _points(_POSSIBLE, place)) for place in places]
    applying = _total(
        nw.when(possible[place] > 0).then(nw.lit(weights[place])).otherwise(nw.lit(0.0)) for place in places
    )

    def mean(end: str) -> nw.Expr:
        parts = (
            nw.when(possible[place] > 0)
            .then(nw.col(prefix + _points(end, place)) * (100.0 * weights[place]) / possible[place])
            .otherwise(nw.lit(0.0))
            for place in places
        )
        return nw.when(applying > 0).then(_total(parts) / applying).alias(prefix + end)

    return mean(LOW), mean(HIGH)


def score_practices(rubric: Rubric) -> Iterator[nw.Expr]:
    """From points: each practice's ends in percent and its status, and the status and counts of the whole."""
    places = range(len(rubric.practices))
    for place in places:
        low, high, possible = (nw.col(_points(what, place)) for what in (LOW, HIGH, _POSSIBLE))
        for end, reached in ((LOW, low), (HIGH, high)):
            yield nw.when(possible > 0).then(reached * 100.0 / possible).alias(of_practice(end, place))
        yield _status(low, high, possible).alias(of_practice(STATUS, place))
    low, high, possible = (
        _total(nw.col(_points(what, p)) for p in places) for what in (LOW, HIGH, _POSSIBLE)
    )
    yield _status(low, high, possible).alias(STATUS)
    yield _total(nw.col(_points(RATED, place)) for place in places).alias(RATED)
    yield (possible * nw.lit(1.0) / rubric.top).alias(ASKED)


def decide_adequate(rubric: Rubric) -> Iterator[nw.Expr]:
    """From scores: the thresholds each row is held against, and 1 where they are certainly reached, 0 where
    certainly not, null while that is open."""
    total = nw.col(tidy.TOTAL_THRESHOLD).fill_null(float(rubric.thresholds.total))
    practice = nw.col(tidy.PRACTICE_THRESHOLD).fill_null(float(rubric.thresholds.practice))
    bars = [(nw.col(LOW), nw.col(HIGH), total)]
    bars += [
        (nw.col(of_practice(LOW, place)), nw.col(of_practice(HIGH, place)), practice)
        for place in range(len(rubric.practices))
    ]
    # What does not apply is in nobody's way.
    reached = reduce(and_, (low.is_null() | (low >= bar - _OFF) for low, _, bar in bars))
    missed = reduce(or_, (~high.is_null() & (high < bar - _OFF) for _, high, bar in bars))
    yield total.alias(tidy.TOTAL_THRESHOLD)
    yield practice.alias(tidy.PRACTICE_THRESHOLD)
    yield (
        nw.when(nw.col(LOW).is_null())
        .then(nw.lit(None, dtype=nw.Float64))
        .when(reached)
        .then(nw.lit(1.0))
        .when(missed)
        .then(nw.lit(0.0))
        .alias(ADEQUATE)
    )


def _status(low: nw.Expr, high: nw.Expr, possible: nw.Expr) -> nw.Expr:
    """The one rule, told by points: some reached and some missed is partially in place, come what may."""
    place = {status: nw.lit(number) for number, status in enumerate(STATUSES)}
    return (
        nw.when(possible == 0)
        .then(place["not_applicable"])
        .when(low == possible)
        .then(place["in_place"])
        .when(high == 0)
        .then(place["not_in_place"])
        .when((low > 0) & (high < possible))
        .then(place["partially_in_place"])
        .otherwise(place["undetermined"])
    )


def _points(what: str, practice: int) -> str:
    return f"{what} points {practice}"


def _total(parts: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(add, parts, nw.lit(0))
