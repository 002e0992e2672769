"""Portfolios made row by row with the core's own score: small, slow and obviously right."""

import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st
from rubrics_for_tests import levels_of, make_rubric, rate
from rubrics_for_tests import rubrics as any_rubrics

from dsds_audit.assessment import Assessment
from dsds_audit.names import folded
from dsds_audit.portfolio.table import STATUSES, LeftOut, Portfolio
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import Scorecard, is_evidenced, score

NAN = float("nan")
RUBRIC = make_rubric((2, 4, 4, 4))


def portfolio_of(
    rubric: Rubric,
    assessments: Sequence[Assessment],
    *,
    latest: bool = False,
    left_out: Sequence[LeftOut] = (),
) -> Portfolio:
    """The portfolio of these assessments, scored with this rubric; with ``latest`` only each site's latest.

    An assessment that cites another version is taken as it is. Its place is ``folder/date.yaml``.
    """
    every = sorted(assessments, key=lambda a: (a.site, a.program or "", a.date))
    kept = [a for a in every if not latest or not any(_follows(b, a) for b in every)]
    cards = {id(a): score(rubric, a) for a in every}
    mine = [cards[id(a)] for a in kept]
    before = [_before(a, every) for a in kept]
    criteria, practices = list(rubric.criteria), list(rubric.practices)

    def column(value: Callable[[Assessment, Scorecard], Any], kind: Any = np.float64) -> Any:
        return np.array([value(a, card) for a, card in zip(kept, mine, strict=True)], dtype=kind)

    def table(value: Callable[[Any], Any], parts: str, width: int, kind: Any = np.float64) -> Any:
        rows = [[value(part) for part in _parts(card, parts)] for card in mine]
        return np.array(rows, dtype=kind).reshape(len(kept), width)

    return Portfolio(
        rubric=rubric,
        site=column(lambda a, _: a.site, object),
        program=column(lambda a, _: a.program or "", object),
        group=column(lambda a, _: a.group or "", object),
        date=column(lambda a, _: a.date, "datetime64[D]"),
        made_with=column(lambda a, _: a.rubric, object),
        place=column(lambda a, _: f"{folded(a.site)}/{a.date}.yaml", object),
        participants=column(lambda a, _: len(a.participants) or NAN),
        evidenced=column(lambda a, _: _evidenced(rubric, a)),
        level=table(lambda c: NAN if c.level is None else c.level, "criteria", len(criteria)),
        applies=table(lambda c: c.applies, "criteria", len(criteria), np.bool_),
        target=table(lambda c: c.target, "criteria", len(criteria), np.int64),
        total_threshold=column(lambda _, card: card.total_threshold),
        practice_threshold=column(lambda _, card: card.practice_threshold),
        low=column(lambda _, card: _float(card.low)),
        high=column(lambda _, card: _float(card.high)),
        status=column(lambda _, card: STATUSES.index(card.status), np.int64),
        practice_low=table(lambda p: _float(p.low), "practices", len(practices)),
        practice_high=table(lambda p: _float(p.high), "practices", len(practices)),
        practice_status=table(lambda p: STATUSES.index(p.status), "practices", len(practices), np.int64),
        rated=column(lambda _, card: card.rated, np.int64),
        asked=column(lambda _, card: card.asked, np.int64),
        adequate=column(lambda _, card: NAN if card.adequate is None else card.adequate),
        percentile=np.array(
            [_percentile(a, card, kept, mine) for a, card in zip(kept, mine, strict=True)], dtype=np.float64
        ),
        previous_date=np.array([b.date if b else None for b in before], dtype="datetime64[D]"),
        previous_low=np.array([_float(cards[id(b)].low) if b else NAN for b in before], dtype=np.float64),
        previous_high=np.array([_float(cards[id(b)].high) if b else NAN for b in before], dtype=np.float64),
        left_out=tuple(left_out),
    )


def _parts(card: Scorecard, parts: str) -> Sequence[Any]:
    return list(card.criteria.values()) if parts == "criteria" else card.practices


def _float(value: Fraction | None) -> float:
    return NAN if value is None else float(value)


def _series(assessment: Assessment) -> tuple[str, str]:
    return folded(assessment.site), folded(assessment.program)


def _follows(later: Assessment, earlier: Assessment) -> bool:
    return _series(later) == _series(earlier) and later.date > earlier.date


def _before(assessment: Assessment, every: Sequence[Assessment]) -> Assessment | None:
    earlier = [other for other in every if _follows(assessment, other)]
    return max(earlier, key=lambda other: other.date, default=None)


def _evidenced(rubric: Rubric, assessment: Assessment) -> int:
    return sum(
        rating.level is not None and is_evidenced(rubric.criteria[name], rating, assessment)
        for name, rating in assessment.claims.items()
    )


def _percentile(
    assessment: Assessment, card: Scorecard, kept: Sequence[Assessment], cards: Sequence[Scorecard]
) -> float:
    others = [
        other.low
        for a, other in zip(kept, cards, strict=True)
        if a is not assessment and folded(a.group) == folded(assessment.group) and other.low is not None
    ]
    if card.low is None or not others:
        return NAN
    lower = sum(low < card.low for low in others) + sum(low == card.low for low in others) / 2
    return 100 * lower / len(others)


def sites(rubric: Rubric, *ratings: Any, others: Any = None, **fields: Any) -> list[Assessment]:
    """One assessment a site ("Site 1", "Site 2", …), each of ratings as ``rate`` takes them."""
    return [
        rate(rubric, each, others=others, **{"site": f"Site {number}", **fields})
        for number, each in enumerate(ratings, start=1)
    ]


def one_practice(levels: Sequence[Any], **fields: Any) -> Portfolio:
    """A portfolio of sites with these levels on one practice of one criterion, top level 10."""
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}}}, top=10)
    return portfolio_of(rubric, sites(rubric, *({"p1.c1": level} for level in levels), **fields))


def in_place(*counts: int) -> dict[str, int]:
    """So many criteria in place in each practice of RUBRIC, the others not in place."""
    return {
        f"{practice.id}.{criterion.id}": 2 if place < count else 0
        for practice, count in zip(RUBRIC.practices, counts, strict=True)
        for place, criterion in enumerate(practice.criteria)
    }


# Three sites that three rules put in three orders.
WORKED = portfolio_of(RUBRIC, sites(RUBRIC, in_place(2, 3, 3, 3), in_place(2, 4, 4, 1), in_place(0, 4, 4, 4)))


@st.composite
def portfolios(draw: st.DrawFn, most: int = 12, latest: bool = False) -> Portfolio:
    """Small portfolios of any ratings, in up to four groups, some sites with more than one date."""
    rubric = draw(any_rubrics(tops=(1, 2, 3)))
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["Oak Hill", "oak hill", "Lakeview", "Riverbend", "Westfield", "Cedar"]),
                st.sampled_from([None, "Coaching"]),
                st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)),
            ),
            min_size=1,
            max_size=most,
            unique_by=lambda row: (folded(row[0]), row[1], row[2]),
        )
    )
    made = [
        rate(
            rubric,
            {name: draw(levels_of(rubric)) for name in rubric.criteria},
            site=site,
            program=program,
            date=date,
            group=draw(st.sampled_from([None, "North", "north", "South", "West"])),
            participants=[{"role": "coach"}] * draw(st.integers(0, 3)),
        )
        for site, program, date in rows
    ]
    return portfolio_of(rubric, made, latest=latest)
