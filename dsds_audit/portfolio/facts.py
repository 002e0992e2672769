"""Everything there is to say about a portfolio, computed once for all the ways to show it."""

from dataclasses import dataclass

from dsds_audit.portfolio.changes import Changes, find_changes
from dsds_audit.portfolio.common_gaps import CommonGap, find_common_gaps
from dsds_audit.portfolio.group_facts import GroupFacts, describe_group, withhold
from dsds_audit.portfolio.groups import By, everyone, row_groups, row_keys
from dsds_audit.portfolio.one_criterion import CriterionFacts, describe_criterion
from dsds_audit.portfolio.ranks import Ranks, rank_rows
from dsds_audit.portfolio.sensitivity import Sensitivity, find_sensitivity
from dsds_audit.portfolio.strengths import Strength, Visits, find_strengths, suggest_visits
from dsds_audit.portfolio.suppression import withheld, withheld_because
from dsds_audit.portfolio.table import LeftOut, Portfolio, Whole

SMALLEST_GROUP = 5


@dataclass(frozen=True, eq=False)
class PortfolioFacts:
    """A portfolio with all that is said about it; a place is that of a row in the portfolio's columns.

    ``counted`` are the places of the latest assessment of each site and program: what is ranked, and what
    every figure without a group is made of. ``overall`` is all sites as one group; ``groups`` are the groups
    or half-years, none where it is by site. The statistics of groups with fewer than ``smallest_group`` sites
    are withheld, and more where they could be worked out from the rest; where those of every group would be,
    not even the groups are listed, and ``groups_withheld`` says why. The rows are always there. Nothing here
    is ranked or averaged by an unknown as if it were zero.
    """

    portfolio: Portfolio
    by: By
    smallest_group: int
    counted: Whole
    overall: GroupFacts
    groups: tuple[GroupFacts, ...]
    groups_withheld: str | None
    ranks: Ranks
    sensitivity: Sensitivity
    gaps: tuple[CommonGap, ...]
    strengths: tuple[Strength, ...]
    visits: Visits
    changes: Changes
    criterion: CriterionFacts | None

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The records that are not in the portfolio, and why."""
        return self.portfolio.left_out


def gather_portfolio_facts(
    portfolio: Portfolio,
    by: By,
    smallest_group: int = SMALLEST_GROUP,
    criterion: str | None = None,
    smallest_change: float | None = None,
) -> PortfolioFacts:
    """All facts of a portfolio.

    ``smallest_group`` is the number of sites, at least 1, below which a group's statistics are withheld; 1
    shows all. ``criterion`` is the full id of one to look at more closely. ``smallest_change`` is the
    smallest change, in percentage points, that exceeds the error of measurement. Raises ValueError where the
    rubric has no such criterion.
    """
    keys = row_keys(portfolio)
    whole, groups = everyone(portfolio, keys), row_groups(portfolio, keys, by)
    small = withheld([group.sites for group in groups], smallest_group).tolist()
    none_left = bool(small) and all(small)
    if none_left:
        groups, small = (), []
    hidden = (whole.sites < smallest_group, *small)
    changes = find_changes(portfolio, smallest_change)
    overall, *parts = (
        withhold(group, smallest_group) if out else describe_group(portfolio, group, changes)
        for group, out in zip((whole, *groups), hidden, strict=True)
    )
    rows = whole.counted
    ranks = rank_rows(portfolio, rows, keys.groups)
    return PortfolioFacts(
        portfolio=portfolio,
        by=by,
        smallest_group=smallest_group,
        counted=rows,
        overall=overall,
        groups=tuple(parts),
        groups_withheld=withheld_because(smallest_group) if none_left else None,
        ranks=ranks,
        sensitivity=find_sensitivity(portfolio, ranks),
        gaps=find_common_gaps(portfolio, rows),
        strengths=find_strengths(portfolio, rows),
        visits=suggest_visits(portfolio, rows, keys),
        changes=changes,
        criterion=describe_criterion(portfolio, criterion, whole, groups, hidden, smallest_group)
        if criterion
        else None,
    )
