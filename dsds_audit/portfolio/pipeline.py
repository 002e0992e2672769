"""From the rows of many sources to a portfolio: one lazy frame, collected once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from dsds_audit.crosswalk import Leg
from dsds_audit.names import folded
from dsds_audit.packing import CODES
from dsds_audit.portfolio import bulk, tidy
from dsds_audit.portfolio.carried import carry_codes, carry_targets, way_between
from dsds_audit.portfolio.codes import code_of, codes_of, not_applicable, not_permitted_of, own_target_of
from dsds_audit.portfolio.digits import join_digits, names_of_joined, rests, split_digits
from dsds_audit.portfolio.engines import ROW, Columns, Engine, distinct, named
from dsds_audit.portfolio.latest import (
    NAMED,
    SERIES,
    add_keys,
    before_of,
    drop_doubles,
    look_back,
)
from dsds_audit.portfolio.percentiles import percentiles_within
from dsds_audit.portfolio.question import Question
from dsds_audit.portfolio.rows import Rows
from dsds_audit.portfolio.table import Floats, LeftOut, Portfolio, Whole
from dsds_audit.rubric import Rubric

_NUMBERS = (tidy.PARTICIPANTS, tidy.EVIDENCED, tidy.TOTAL_THRESHOLD, tidy.PRACTICE_THRESHOLD)
_KEPT = (tidy.SITE, tidy.PROGRAM, tidy.GROUP, tidy.DATE, tidy.PLACE, ROW, *_NUMBERS)
_RATINGS, _TARGETS = "ratings", "targets"


@dataclass
class Part:
    """Rows made with one rubric version, and the legs to the version they are held against."""

    rubric: Rubric
    rows: nw.LazyFrame[Any]
    legs: tuple[Leg, ...] = ()


def part_of_rows(engine: Engine, rows: Rows) -> Part:
    """Rows as the engine holds them."""
    columns: dict[str, NDArray[Any]] = {
        name: column for name, column in rows.columns.items() if name in _KEPT
    } | {ROW: np.arange(1, len(rows) + 1)}
    codes = codes_of(rows)
    for index, name in enumerate(rows.rubric.criteria):
        columns[code_of(name)] = codes[:, index]
        not_permitted = rows.packed[:, index] == CODES["not_permitted"]
        if not_permitted.any():
            columns[not_permitted_of(name)] = not_permitted.astype(np.uint8)
        if rows.targets is not None:
            columns[own_target_of(name)] = rows.targets[:, index]
    return Part(rows.rubric, engine.hold(columns))


def count_places(engine: Engine, rows: nw.LazyFrame[Any]) -> tuple[int, tuple[str, ...]]:
    """How many rows there are, and the first places of them."""
    count = int(engine.collect(rows.select(nw.len().alias("count")))["count"][0])
    if not count:
        return 0, ()
    places = engine.collect(rows.sort(tidy.PLACE).head(NAMED).select(tidy.PLACE))[tidy.PLACE]
    return count, tuple(str(place) for place in places)


def compute(engine: Engine, parts: Sequence[Part], common: Rubric, wish: Question) -> Portfolio:
    """The portfolio of these parts; one of them at least."""
    every = wish.every or wish.by == "date"
    aimed = any(name.endswith(_OWN) for part in parts for name in named(part.rows))
    joined = [_joined_up(part, common, aimed) for part in parts]
    # So numbered, no two rows of all parts have the same number.
    apart = [(nw.col(ROW) * len(parts) + number).alias(ROW) for number in range(len(parts))]
    rows = nw.concat([rows.with_columns(row) for rows, row in zip(joined, apart, strict=True)])
    if wish.program is not None:
        rows = rows.filter(nw.col(tidy.PROGRAM).is_in(_spellings(engine, rows, wish.program)))
    rows = add_keys(engine, rows)
    if wish.as_of is not None:
        rows = rows.filter(nw.col(tidy.DATE) <= wish.as_of)
    carried, left_out = [tidy.DATE, *_joined(common, False)], []
    looked, single = look_back(engine, rows, carried, every)
    if not single:
        rows, double = drop_doubles(engine, rows, [*_joined(common, aimed), tidy.RUBRIC, *_NUMBERS])
        left_out.append(double)
        looked, _ = look_back(engine, rows, carried, every)
    rows = looked.join(rows.drop(*carried), on=ROW, how="inner").drop(ROW)
    if wish.since is not None:
        rows, earlier = _since(engine, rows, wish)
        left_out += earlier
    rows = score_rows(rows, common)
    rows = rows.sort(tidy.SITE, tidy.PROGRAM, tidy.DATE, tidy.PLACE).select(*_wanted(common, aimed))
    return _portfolio(engine.collect(rows), common, aimed, left_out)


def score_rows(rows: nw.LazyFrame[Any], common: Rubric) -> nw.LazyFrame[Any]:
    """Rows of joined ratings with all their scores, and the ends of the row before."""
    base, count = _base(common), len(common.criteria)
    for prefix in ("", before_of("")):
        codes = (
            (upwards - next_up * base).alias(prefix + bulk.code(number))
            for number, (upwards, next_up) in enumerate(rests(count, base, prefix + _RATINGS))
        )
        rows = rows.with_columns(*codes).with_columns(*bulk.sum_codes(common, prefix))
        rows = rows.with_columns(*bulk.count_points(common, prefix))
    there = ~nw.col(before_of(tidy.DATE)).is_null()
    ends = (nw.when(there).then(end) for end in bulk.weigh_ends(common, before_of("")))
    names = (before_of(bulk.LOW), before_of(bulk.HIGH))
    before = [end.alias(name) for end, name in zip(ends, names, strict=True)]
    rows = rows.with_columns(*before, *bulk.weigh_ends(common), *bulk.score_practices(common))
    return rows.with_columns(*bulk.decide_adequate(common))


_OWN = own_target_of("")


def _joined_up(part: Part, common: Rubric, aimed: bool) -> nw.LazyFrame[Any]:
    """A part's rows against the common version, their ratings and targets as digits of a few numbers."""
    count, top = len(common.criteria), common.top
    codes = [bulk.code(index) for index in range(count)]
    targets = [f"own target {index}" for index in range(count)] if aimed else []
    way = way_between(part.rubric, common, part.legs)
    kept = [nw.col(name) for name in _KEPT if name not in _NUMBERS]
    kept += [nw.col(name).cast(nw.Float64) for name in _NUMBERS]
    made_with = nw.lit(part.rubric.ref).alias(tidy.RUBRIC)
    known = set(named(part.rows))
    own = carry_targets(way, targets, known) if aimed else ()
    rows = part.rows.select(*kept, made_with, *carry_codes(way, codes, known), *own)
    return rows.select(
        *_KEPT,
        tidy.RUBRIC,
        *join_digits([nw.col(name) for name in codes], _base(common), _RATINGS),
        *(join_digits([nw.col(name) + 1 for name in targets], top + 2, _TARGETS) if aimed else ()),
    )


def _base(common: Rubric) -> int:
    """How many codes there are."""
    return not_applicable(common) + 1


def _spellings(engine: Engine, rows: nw.LazyFrame[Any], program: str) -> list[str]:
    """Every way in which a program is written here."""
    programs = distinct(engine, rows, tidy.PROGRAM)
    return [str(name) for name in programs if folded(name) == folded(program)]


def _joined(common: Rubric, aimed: bool) -> list[str]:
    count = len(common.criteria)
    ratings = names_of_joined(count, _base(common), _RATINGS)
    return [*ratings, *(names_of_joined(count, common.top + 2, _TARGETS) if aimed else ())]


def _since(
    engine: Engine, rows: nw.LazyFrame[Any], wish: Question
) -> tuple[nw.LazyFrame[Any], list[LeftOut]]:
    """The rows of the sites whose latest is not before the day asked for."""
    latest = rows.with_columns(nw.col(tidy.DATE).max().over(*SERIES).alias("latest date"))
    before = latest.filter(nw.col("latest date") < wish.since)
    count, places = count_places(engine, before.filter(nw.col(tidy.DATE) == nw.col("latest date")))
    kept = latest.filter(nw.col("latest date") >= wish.since).drop("latest date")
    return kept, [LeftOut("earlier", count, places)] if count else []


def _wanted(common: Rubric, aimed: bool) -> list[str]:
    places = range(len(common.practices))
    of_practices = [bulk.of_practice(w, p) for w in (bulk.LOW, bulk.HIGH, bulk.STATUS) for p in places]
    whole = [bulk.LOW, bulk.HIGH, bulk.STATUS, bulk.RATED, bulk.ASKED, bulk.ADEQUATE]
    before = [before_of(name) for name in (tidy.DATE, bulk.LOW, bulk.HIGH)]
    identity = [name for name in _KEPT if name != ROW]
    return [*identity, tidy.RUBRIC, *whole, *of_practices, *before, *_joined(common, aimed)]


def _portfolio(found: Columns, common: Rubric, aimed: bool, left_out: Sequence[LeftOut]) -> Portfolio:
    count, top = len(common.criteria), common.top
    ratings = split_digits(
        [found[name] for name in names_of_joined(count, _base(common), _RATINGS)], count, _base(common)
    )
    return Portfolio(
        rubric=common,
        site=found[tidy.SITE],
        program=found[tidy.PROGRAM],
        group=found[tidy.GROUP],
        date=found[tidy.DATE],
        made_with=found[tidy.RUBRIC],
        place=found[tidy.PLACE],
        participants=_floats(found[tidy.PARTICIPANTS]),
        evidenced=_floats(found[tidy.EVIDENCED]),
        level=np.where(ratings <= top, ratings, np.nan),
        applies=ratings <= top + 1,
        target=_targets(found, common, aimed, len(ratings)),
        total_threshold=_floats(found[tidy.TOTAL_THRESHOLD]),
        practice_threshold=_floats(found[tidy.PRACTICE_THRESHOLD]),
        low=_floats(found[bulk.LOW]),
        high=_floats(found[bulk.HIGH]),
        status=_whole(found[bulk.STATUS]),
        practice_low=_floats(_matrix(found, bulk.LOW, common)),
        practice_high=_floats(_matrix(found, bulk.HIGH, common)),
        practice_status=_whole(_matrix(found, bulk.STATUS, common)),
        rated=_whole(found[bulk.RATED]),
        asked=_whole(found[bulk.ASKED]),
        adequate=_floats(found[bulk.ADEQUATE]),
        percentile=percentiles_within(found[tidy.GROUP], _floats(found[bulk.LOW])),
        previous_date=found[before_of(tidy.DATE)],
        previous_low=_floats(found[before_of(bulk.LOW)]),
        previous_high=_floats(found[before_of(bulk.HIGH)]),
        left_out=tuple(left_out),
    )


def _targets(found: Columns, common: Rubric, aimed: bool, rows: int) -> Whole:
    """The target of every criterion: the site's own, else the criterion's, else the rubric's."""
    stated = [common.target if c.target is None else c.target for c in common.criteria.values()]
    shared = np.array(stated, dtype=np.int64)
    if aimed:
        names = names_of_joined(len(stated), common.top + 2, _TARGETS)
        own = split_digits([found[name] for name in names], len(stated), common.top + 2)
        if own.any():
            return np.where(own, own.astype(np.int64) - 1, shared)
    return np.broadcast_to(shared, (rows, len(stated)))


def _matrix(found: Mapping[str, NDArray[Any]], what: str, common: Rubric) -> NDArray[Any]:
    return np.column_stack([found[bulk.of_practice(what, place)] for place in range(len(common.practices))])


def _floats(column: NDArray[Any]) -> Floats:
    return column.astype(np.float64, copy=False)


def _whole(column: NDArray[Any]) -> Whole:
    return np.asarray(np.rint(column), dtype=np.int64)
