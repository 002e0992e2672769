"""Which rows count: one of those that stand there twice, the latest of each site, and the one before it."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from dsds_audit.names import folded
from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.engines import ROW, Engine, distinct
from dsds_audit.portfolio.rows import texts
from dsds_audit.portfolio.table import LeftOut

SITE_KEY, PROGRAM_KEY = "site key", "program key"
SERIES = (SITE_KEY, PROGRAM_KEY)
NAMED = 100
_IDENTITY = (*SERIES, tidy.DATE)
_KNOWN = "known key"
_NOT_ASCII = r"[^\x00-\x7F]"
_NEXT, _BEFORE = "next date", "before: "


def add_keys(engine: Engine, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The rows with the names of sites and programs as they are compared, by which two spellings are one.

    A program's key is a number, as there are few of them.
    """
    each = rows.group_by(tidy.SITE).agg(nw.len().alias("count"))
    sites = engine.collect(each.filter(nw.col(tidy.SITE).str.contains(_NOT_ASCII)))[tidy.SITE]
    lower = nw.col(tidy.SITE).str.to_lowercase()
    if len(sites):
        known = engine.hold({tidy.SITE: sites, _KNOWN: texts([folded(site) for site in sites])})
        rows = rows.join(known, on=tidy.SITE, how="left")
        rows = rows.with_columns(nw.coalesce(nw.col(_KNOWN), lower).alias(SITE_KEY)).drop(_KNOWN)
    else:
        rows = rows.with_columns(lower.alias(SITE_KEY))
    programs = distinct(engine, rows, tidy.PROGRAM)
    numbers = {name: number for number, name in enumerate(sorted({folded(program) for program in programs}))}
    if len(numbers) < 2:
        return rows.with_columns(nw.lit(0).alias(PROGRAM_KEY))
    keys = np.array([numbers[folded(program)] for program in programs])
    return rows.join(engine.hold({tidy.PROGRAM: programs, PROGRAM_KEY: keys}), on=tidy.PROGRAM, how="left")


def look_back(
    engine: Engine, rows: nw.LazyFrame[Any], carried: Sequence[str], every: bool
) -> tuple[nw.LazyFrame[Any], bool]:
    """The latest row of each series, or every one, by ``ROW`` with its ``carried`` columns and those of the
    row before it as ``before: …``; and whether none is there twice, else the rows mean nothing."""
    before = {name: nw.col(name).shift(1).over(*SERIES, order_by=[tidy.DATE]) for name in carried}
    following = nw.col(tidy.DATE).shift(-1).over(*SERIES, order_by=[tidy.DATE])
    looked = rows.select(*SERIES, ROW, *carried).with_columns(
        *(expr.alias(before_of(name)) for name, expr in before.items()), following.alias(_NEXT)
    )
    twice = nw.col(tidy.DATE) == nw.col(before_of(tidy.DATE))
    if not every:
        looked = looked.filter(nw.col(_NEXT).is_null() | twice)
    kept = engine.keep(looked.drop(*SERIES, _NEXT))
    count = engine.collect(kept.filter(twice).select(nw.len().alias("count")))["count"][0]
    return kept, not count


def drop_doubles(
    engine: Engine, rows: nw.LazyFrame[Any], content: Sequence[str]
) -> tuple[nw.LazyFrame[Any], LeftOut]:
    """The rows without those that are the same assessment as another, of which the first by place is kept.

    Those that differ in ``content`` are told with the place of the one that is kept.
    """
    twice = rows.group_by(*_IDENTITY).agg(nw.len().alias("count")).filter(nw.col("count") > 1)
    count = int(engine.collect(twice.select((nw.col("count") - 1).sum().alias("count")))["count"][0])
    order = [tidy.PLACE, ROW]
    first = {name: nw.col(name).shift(1).over(*_IDENTITY, order_by=order) for name in (tidy.DATE, *content)}
    place = nw.col(tidy.PLACE).min().over(*_IDENTITY)
    marked = rows.with_columns(
        *(expr.alias(_BEFORE + name) for name, expr in first.items()), place.alias(_BEFORE + tidy.PLACE)
    )
    second = ~nw.col(_BEFORE + tidy.DATE).is_null()
    differs = reduce(or_, (_differ(nw.col(name), nw.col(_BEFORE + name)) for name in content))
    left = marked.filter(second).with_columns(
        nw.when(differs).then(nw.lit(1)).otherwise(nw.lit(0)).alias("differs")
    )
    shown = left.sort("differs", tidy.PLACE, ROW, descending=[True, False, False]).head(NAMED)
    told = engine.collect(shown.select(tidy.PLACE, "differs", _BEFORE + tidy.PLACE))
    pairs = zip(told[tidy.PLACE], told["differs"], told[_BEFORE + tidy.PLACE], strict=True)
    details = {str(place): str(kept) for place, differing, kept in pairs if differing}
    double = LeftOut("double", count, tuple(str(place) for place in told[tidy.PLACE]), details)
    added = [_BEFORE + name for name in (*first, tidy.PLACE)]
    return marked.filter(nw.col(_BEFORE + tidy.DATE).is_null()).drop(*added), double


def before_of(name: str) -> str:
    """The column that ``look_back`` makes of the row before."""
    return _BEFORE + name


def _differ(one: nw.Expr, other: nw.Expr) -> nw.Expr:
    return (one.is_null() != other.is_null()) | (
        ~one.is_null() & ~other.is_null() & (one != other).fill_null(False)
    )
