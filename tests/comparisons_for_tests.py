"""Comparisons made in one line."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from rubrics_for_tests import make_rubric, rate
from strategies import assessments, rubrics

from dsds_audit.comparison import Comparison, compare
from dsds_audit.crosswalk import Crosswalk, Leg
from dsds_audit.rubric import Rubric

NAMES = ("Riverbend", "Oak Hill", "Lakeview", "Westfield", "Cedar Falls", "Pine Street")
OLD = make_rubric((2, 2, 2))
NEW = make_rubric((2, 2, 2), version="1.1.0")
# p1.c2 is reworded, everything else is the same.
LEG = Leg(
    OLD,
    NEW,
    Crosswalk.model_validate(
        {
            "rubric": "small",
            "was": "1.0.0",
            "now": "1.1.0",
            "criteria": [
                {"relation": "same", "was": [name for name in OLD.criteria if name != "p1.c2"]},
                {"relation": "reworded", "was": ["p1.c2"]},
            ],
        }
    ),
)


def no_legs(old: str, new: str) -> Sequence[Leg]:
    raise AssertionError(f"nobody asked for a way from {old} to {new}")


def side_by_side(rubric: Rubric, *ratings: Any, others: Any = None, **fields: Any) -> Comparison:
    """Sites with these ratings, each a mapping as ``rate`` takes it."""
    sites = [
        rate(rubric, each, others=others, **{"site": name_of(number), **fields})
        for number, each in enumerate(ratings)
    ]
    return compare([(site.site, rubric, site) for site in sites], no_legs)


def name_of(number: int) -> str:
    return NAMES[number] if number < len(NAMES) else f"Site {number}"


def two_dates(then: Any, now: Any, **fields: Any) -> Comparison:
    """One site on two dates."""
    days = (dt.date(2026, 3, 2), dt.date(2026, 9, 14))
    entries = [
        (str(day), NEW, rate(NEW, each, date=day, **fields))
        for day, each in zip(days, (then, now), strict=True)
    ]
    return compare(entries, no_legs)


@st.composite
def comparisons(draw: st.DrawFn, most: int = 7) -> Comparison:
    """Any assessments against one rubric."""
    rubric = draw(rubrics())
    found = draw(st.lists(assessments(rubric), min_size=1, max_size=most))
    return compare([(f"{number}", rubric, each) for number, each in enumerate(found)], no_legs)
