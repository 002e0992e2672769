"""What the assessments of a group say together, each figure with what it takes to read it fairly."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dsds_audit.portfolio.changes import ChangeCounts, Changes, count_changes
from dsds_audit.portfolio.distributions import (
    Distribution,
    Ends,
    count_tenths,
    describe,
    describe_columns,
    mean_ends,
)
from dsds_audit.portfolio.groups import RowGroup
from dsds_audit.portfolio.statuses import StatusCounts, count_statuses
from dsds_audit.portfolio.suppression import withheld_because
from dsds_audit.portfolio.table import Floats, Portfolio, Whole


@dataclass(frozen=True, slots=True)
class Scores:
    """How a score is spread over sites: its low ends and its high ends, never a value in between.

    Percent for totals and practices, levels for criteria; an unknown level lies between 0 and the top. None
    where it applies to no site.
    """

    low: Distribution | None
    high: Distribution | None


@dataclass(frozen=True, slots=True)
class AdequateCounts:
    """How many sites are adequate, how many are not, of how many it is open, to how many nothing applies."""

    yes: int
    no: int
    open: int
    does_not_apply: int


@dataclass(frozen=True, slots=True)
class Participation:
    """How many people took part: over the sites that recorded a panel, and how many recorded none."""

    people: Distribution | None
    unrecorded: int


@dataclass(frozen=True)
class GroupStatistics:
    """What a group's sites say together, made of the latest assessment of each site and program in it.

    ``assessments`` are all there are, ``counted`` the latest ones: a site with two programs counts once for
    each. ``complete`` of them have every criterion that applies rated; ``rated`` of the ``asked`` criteria
    are rated in all. ``low_tenths`` and ``high_tenths`` count totals by tenths, 0 to below 10 % first.
    ``mean_of_sites`` weighs every site alike; ``pooled_over_people`` weighs it by its participants and is
    made of the ``with_panel`` sites that recorded theirs. ``evidenced`` of the ``rated`` levels had fresh
    evidence. ``made_with`` counts rubric versions, of which those other than the comparison's were
    ``carried``. Practices and criteria are by full id, in rubric order.
    """

    sites: int
    assessments: int
    counted: int
    complete: int
    rated: int
    asked: int
    evidenced: int
    total: Scores
    low_tenths: tuple[int, ...]
    high_tenths: tuple[int, ...]
    mean_of_sites: Ends | None
    pooled_over_people: Ends | None
    with_panel: int
    participation: Participation
    adequate: AdequateCounts
    statuses: Mapping[str, StatusCounts]
    practices: Mapping[str, Scores]
    criteria: Mapping[str, Scores]
    changes: ChangeCounts
    made_with: Mapping[str, int]
    carried: int


@dataclass(frozen=True)
class GroupFacts:
    """A group by name, and its statistics; where they are None, ``withheld`` says why."""

    name: str
    statistics: GroupStatistics | None
    withheld: str | None


def withhold(group: RowGroup, smallest: int) -> GroupFacts:
    """A group of which nothing but the name is shown."""
    return GroupFacts(group.name, None, withheld_because(smallest))


def describe_group(portfolio: Portfolio, group: RowGroup, changes: Changes) -> GroupFacts:
    """A group with its statistics."""
    rows = group.counted
    low, high = np.round(portfolio.low[rows], 9), np.round(portfolio.high[rows], 9)
    people = portfolio.participants[rows]
    versions, counts = np.unique(portfolio.made_with[rows].astype(str), return_counts=True)
    made_with = dict(zip(versions.tolist(), counts.tolist(), strict=True))
    rubric = portfolio.rubric
    asked, rated = portfolio.asked[rows], portfolio.rated[rows]
    statistics = GroupStatistics(
        sites=group.sites,
        assessments=len(group.rows),
        counted=len(rows),
        complete=int(np.count_nonzero((asked > 0) & (rated == asked))),
        rated=int(rated.sum()),
        asked=int(asked.sum()),
        evidenced=int(np.nansum(portfolio.evidenced[rows])),
        total=Scores(describe(low), describe(high)),
        low_tenths=count_tenths(low),
        high_tenths=count_tenths(high),
        mean_of_sites=mean_ends(low, high),
        pooled_over_people=mean_ends(low, high, people),
        with_panel=int(np.count_nonzero(~np.isnan(people))),
        participation=Participation(describe(people), int(np.count_nonzero(np.isnan(people)))),
        adequate=_count_adequate(portfolio, rows),
        statuses=count_statuses(portfolio, rows),
        practices=_by_practice(portfolio, rows),
        criteria=_by_criterion(portfolio, rows),
        changes=count_changes(changes, rows),
        made_with=made_with,
        carried=len(rows) - made_with.get(rubric.ref, 0),
    )
    return GroupFacts(group.name, statistics, None)


def _count_adequate(portfolio: Portfolio, rows: Whole) -> AdequateCounts:
    adequate, applies = portfolio.adequate[rows], ~np.isnan(portfolio.low[rows])
    yes, no = int(np.count_nonzero(adequate == 1)), int(np.count_nonzero(adequate == 0))
    applicable = int(np.count_nonzero(applies))
    return AdequateCounts(yes, no, applicable - yes - no, len(rows) - applicable)


def _by_practice(portfolio: Portfolio, rows: Whole) -> dict[str, Scores]:
    names = [practice.id for practice in portfolio.rubric.practices]
    return _scores(names, portfolio.practice_low[rows], portfolio.practice_high[rows])


def _by_criterion(portfolio: Portfolio, rows: Whole) -> dict[str, Scores]:
    names = list(portfolio.rubric.criteria)
    low, high = level_ends(portfolio, rows)
    return _scores(names, low, high)


def level_ends(portfolio: Portfolio, rows: Whole) -> tuple[Floats, Floats]:
    """The lowest and the highest that each criterion's level can be; NaN where it does not apply."""
    level, applies, rubric = portfolio.level[rows], portfolio.applies[rows], portfolio.rubric
    known = ~np.isnan(level)
    low, high = np.where(known, level, 0.0), np.where(known, level, float(rubric.top))
    return np.where(applies, low, np.nan), np.where(applies, high, np.nan)


def _scores(names: list[str], low: Floats, high: Floats) -> dict[str, Scores]:
    columns = zip(names, describe_columns(low), describe_columns(high), strict=True)
    return {name: Scores(*ends) for name, *ends in columns}
