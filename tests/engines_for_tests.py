"""A third opinion: the same expressions on Polars; and what every engine must compute, told by the core."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
from hypothesis import strategies as st
from numpy.typing import NDArray
from rubrics_for_tests import rate, rubrics

from dsds_audit.assessment import Assessment
from dsds_audit.names import folded
from dsds_audit.portfolio.records import record_of
from dsds_audit.portfolio.rows import Rows, rows_of
from dsds_audit.portfolio.table import STATUSES, Portfolio
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import score

SITES = ("Riverbend", "RIVERBEND", "Hill Dale", "Straße", "STRASSE", "No. 1")


class PolarsEngine:
    """Polars, as an engine of this package would be."""

    def open_table(self, path: Path) -> nw.LazyFrame[Any]:
        raise NotImplementedError

    def hold(self, columns: Mapping[str, NDArray[Any]]) -> nw.LazyFrame[Any]:
        return nw.from_native(pl.DataFrame(dict(columns), nan_to_null=True).lazy())

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        return nw.from_native(frame.to_native().collect().lazy())

    def collect(self, frame: nw.LazyFrame[Any]) -> dict[str, NDArray[Any]]:
        found = frame.to_native().collect()
        texts = {name for name in found.columns if found[name].dtype == pl.String}
        return {
            name: found[name].fill_null("").to_numpy() if name in texts else found[name].to_numpy()
            for name in found.columns
        }


@st.composite
def collections(draw: st.DrawFn, count: int = 60) -> tuple[Rubric, list[Assessment]]:
    """A rubric and assessments against it: few sites, few dates, names in several spellings.

    Only the rubric is drawn piece by piece; the assessments follow from one number, which is much quicker.
    """
    rubric = draw(rubrics(tops=(1, 2, 10)))
    return rubric, some_assessments(rubric, draw(st.integers(1, count)), draw(st.integers(0, 2**32)))


def some_assessments(rubric: Rubric, count: int, seed: int) -> list[Assessment]:
    chance = random.Random(seed)
    levels = [*range(rubric.top + 1)] * 2
    kinds = [*levels, *["?", "-", None] * (1 + len(levels) // 6)]
    percents = [None, 0, 50, "66.666667", 100]
    made = []
    for _ in range(count):
        own = {name: chance.choice(percents) for name in ("total", "practice") if chance.random() < 0.5}
        fields = {
            "site": chance.choice(SITES),
            "program": chance.choice([None, None, "Coaching", "coaching"]),
            "group": chance.choice([None, "North", "NORTH", "South"]),
            "date": dt.date(2020 + chance.randrange(5), 3, 2),
            "targets": {
                name: chance.randint(0, rubric.top) for name in rubric.criteria if chance.random() < 0.1
            },
            "thresholds": chance.choice([None, own]),
        }
        made.append(rate(rubric, {name: chance.choice(kinds) for name in rubric.criteria}, **fields))
    return made


def rows_with_places(rubric: Rubric, assessments: Sequence[Assessment]) -> Rows:
    """Rows whose places are the numbers of the assessments."""
    return rows_of(
        rubric, [(f"{number:04}", record_of(rubric, each)) for number, each in enumerate(assessments)]
    )


def first_of_each(assessments: Sequence[Assessment]) -> dict[tuple[str, str, dt.date], int]:
    """By identity the number of the assessment that is kept."""
    found: dict[tuple[str, str, dt.date], int] = {}
    for number, each in enumerate(assessments):
        found.setdefault((folded(each.site), folded(each.program), each.date), number)
    return found


def assert_as_the_core_says(portfolio: Portfolio, rubric: Rubric, assessments: Sequence[Assessment]) -> None:
    """Every column of every row, from the scorecards of the assessments it was made of."""
    kept = first_of_each(assessments)
    for row in range(len(portfolio)):
        number = int(portfolio.place[row])
        each = assessments[number]
        card = score(rubric, each)
        assert (portfolio.site[row], portfolio.program[row]) == (each.site, each.program or "")
        assert (portfolio.group[row], portfolio.date[row].item()) == (each.group or "", each.date)
        near(portfolio.low[row], card.low)
        near(portfolio.high[row], card.high)
        assert STATUSES[portfolio.status[row]] == card.status
        near(portfolio.adequate[row], card.adequate)
        assert (portfolio.rated[row], portfolio.asked[row]) == (card.rated, card.asked)
        near(portfolio.total_threshold[row], card.total_threshold)
        near(portfolio.practice_threshold[row], card.practice_threshold)
        for place, practice in enumerate(card.practices):
            near(portfolio.practice_low[row, place], practice.low)
            near(portfolio.practice_high[row, place], practice.high)
            assert STATUSES[portfolio.practice_status[row, place]] == practice.status
        for place, criterion in enumerate(card.criteria.values()):
            near(portfolio.level[row, place], criterion.level)
            assert portfolio.applies[row, place] == criterion.applies
            assert portfolio.target[row, place] == criterion.target
        series = (folded(each.site), folded(each.program))
        dates = [date for *other, date in kept if tuple(other) == series and date < each.date]
        if not dates:
            assert np.isnat(portfolio.previous_date[row])
            near(portfolio.previous_low[row], None)
            near(portfolio.previous_high[row], None)
        else:
            before = score(rubric, assessments[kept[(*series, max(dates))]])
            assert portfolio.previous_date[row].item() == max(dates)
            near(portfolio.previous_low[row], before.low)
            near(portfolio.previous_high[row], before.high)


def near(found: float, wanted: Any) -> None:
    if wanted is None:
        assert np.isnan(found)
    else:
        assert abs(found - float(wanted)) < 1e-9
