"""A portfolio as typed tables, one a topic, and as an Excel workbook."""

from collections.abc import Iterator
from math import isnan

from dsds_audit.display import STATUS_LABELS
from dsds_audit.portfolio.facts import PortfolioFacts
from dsds_audit.portfolio.reliability import Reliability
from dsds_audit.portfolio.table import STATUSES
from dsds_audit.report.portfolio_groups import GroupWording
from dsds_audit.report.portfolio_reliability import ReliabilityWording
from dsds_audit.report.portfolio_sites import SiteWording
from dsds_audit.report.portfolio_topic_sheets import (
    actions_sheet,
    changes_sheet,
    gaps_sheet,
    reliability_sheet,
    rules_sheet,
    strengths_sheet,
    visits_sheet,
)
from dsds_audit.report.portfolio_wording import PortfolioWording
from dsds_audit.report.text import capitalized
from dsds_audit.report.typed_tables import Bars, Heading, TypedTable, Value
from dsds_audit.report.workbooks import to_workbook
from dsds_audit.speech import mark, say

_RANGE = mark("Low and high: if everything unknown is at the bottom, and if it is at the top.")
_EMPTY = mark("An empty cell says that there is no such number, or that it is not known. It is never a zero.")


def portfolio_workbook(facts: PortfolioFacts, reliability: Reliability) -> bytes:
    """A sheet that says how to read it, and one for each topic, with filters and charts."""
    words = PortfolioWording(facts)
    withheld = (
        [say("Figures that are not shown: {withheld}", withheld=words.withheld)] if words.withheld else []
    )
    reading = [words.subject, say(_EMPTY), *words.reading, *words.not_done, *withheld, *words.left_out]
    return to_workbook(words.headline, reading, portfolio_sheets(words, reliability))


def portfolio_sheets(words: PortfolioWording, reliability: Reliability) -> Iterator[TypedTable]:
    """The topics in the order of the page."""
    yield _groups(words)
    yield _statuses(words)
    yield _sites(words)
    yield _levels(words)
    if words.criterion:
        columns = (Heading(words.group_word), *(Heading(title, "whole") for title in words.criterion.levels))
        rows: tuple[tuple[Value, ...], ...] = tuple((n, *counts) for n, counts in words.criterion.counts)
        values = tuple(range(1, len(columns)))
        chart = Bars(words.criterion.title, 0, values, stacked=True)
        yield TypedTable(say("One criterion"), (words.criterion.title,), columns, rows, chart)
    yield gaps_sheet(words)
    yield actions_sheet(words)
    yield strengths_sheet(words)
    yield visits_sheet(words)
    yield changes_sheet(words)
    yield rules_sheet(words)
    yield reliability_sheet(ReliabilityWording(reliability, words.advice.titles))


def _groups(words: PortfolioWording) -> TypedTable:
    columns = (
        Heading(words.group_word),
        Heading(say("Sites"), "whole"),
        Heading(say("Median, low"), "percent"),
        Heading(say("Median, high"), "percent"),
        Heading(say("Lower quartile, low"), "percent"),
        Heading(say("Upper quartile, high"), "percent"),
        Heading(say("Mean of sites, low"), "percent"),
        Heading(say("Mean of sites, high"), "percent"),
        Heading(say("Pooled over people, low"), "percent"),
        Heading(say("Pooled over people, high"), "percent"),
        Heading(say("With a panel"), "whole"),
        Heading(say("Median panel"), "number"),
        Heading(say("Rated"), "whole"),
        Heading(say("Asked"), "whole"),
        Heading(say("Complete"), "whole"),
        Heading(say("Adequate: yes"), "whole"),
        Heading(say("Adequate: open"), "whole"),
        Heading(say("Adequate: no"), "whole"),
        Heading(say("Carried"), "whole"),
    )
    rows = tuple(map(_group, words.shown))
    chart = Bars(say("Median of the totals"), 0, (2, 3))
    return TypedTable(
        say("Groups"), (say(_RANGE), say("One line a group, over its sites.")), columns, rows, chart
    )


def _group(group: GroupWording) -> tuple[Value, ...]:
    found = group.statistics
    low, high = found.total.low, found.total.high
    means, pooled = found.mean_of_sites, found.pooled_over_people
    people, adequate = found.participation.people, found.adequate
    return (
        group.name,
        found.sites,
        low.median if low else None,
        high.median if high else None,
        low.lower_quartile if low else None,
        high.upper_quartile if high else None,
        means.low if means else None,
        means.high if means else None,
        pooled.low if pooled else None,
        pooled.high if pooled else None,
        found.with_panel,
        people.median if people else None,
        found.rated,
        found.asked,
        found.complete,
        adequate.yes,
        adequate.open,
        adequate.no,
        found.carried,
    )


def _statuses(words: PortfolioWording) -> TypedTable:
    columns = (
        Heading(words.group_word),
        Heading(say("Practice or criterion")),
        Heading(say("Id")),
        *(Heading(capitalized(STATUS_LABELS[status]), "percent") for status in STATUSES),
    )
    rows = tuple(
        (group.name, words.advice.titles[name], name, *(counts.shares.get(s) for s in STATUSES))
        for group in words.shown
        for name, counts in group.statistics.statuses.items()
    )
    chart = Bars(say("Statuses of all that is counted"), 1, (3, 4, 5, 6, 7), stacked=True)
    reading = say("What share of sites has which status; the five add up to 100 %.")
    return TypedTable(say("Practices and criteria"), (reading,), columns, rows, chart)


def _sites(words: PortfolioWording) -> TypedTable:
    columns = (
        Heading(say("Site")),
        Heading(say("Program")),
        Heading(say("Group")),
        Heading(say("Date"), "date"),
        Heading(say("Total, low"), "percent"),
        Heading(say("Total, high"), "percent"),
        Heading(say("Rated"), "whole"),
        Heading(say("Asked"), "whole"),
        Heading(say("Status")),
        Heading(say("Adequate")),
        Heading(say("Best rank"), "whole"),
        Heading(say("Worst rank"), "whole"),
        Heading(say("Best in group"), "whole"),
        Heading(say("Worst in group"), "whole"),
        Heading(say("Best by any rule"), "whole"),
        Heading(say("Worst by any rule"), "whole"),
        Heading(say("What moves the rank most")),
        Heading(say("Change")),
        Heading(say("Low before"), "percent"),
        Heading(say("High before"), "percent"),
        Heading(say("Participants"), "whole"),
        Heading(say("Shown by fresh evidence"), "whole"),
        Heading(say("Rubric")),
        *(Heading(end, "percent") for practice in words.rubric.practices for end in _ends_of(practice.short)),
    )
    rows = tuple(map(_site, words.sites))
    return TypedTable(say("Sites"), (say(_RANGE), say("By name. This is no ranking.")), columns, rows)


def _ends_of(practice: str) -> tuple[str, str]:
    return say("{practice}, low", practice=practice), say("{practice}, high", practice=practice)


def _site(site: SiteWording) -> tuple[Value, ...]:
    portfolio, row, standing = site.portfolio, site.row, site.standing
    ranks, sensitivity = standing.ranks, standing.sensitivity
    practices = zip(portfolio.practice_low[row], portfolio.practice_high[row], strict=True)
    return (
        site.site,
        site.program or None,
        site.group or None,
        site.date,
        _number(portfolio.low[row]),
        _number(portfolio.high[row]),
        int(portfolio.rated[row]),
        int(portfolio.asked[row]),
        STATUS_LABELS[STATUSES[int(portfolio.status[row])]],
        site.adequate,
        *(int(rank) or None for rank in (ranks.best[row], ranks.worst[row])),
        *(int(rank) or None for rank in (ranks.group_best[row], ranks.group_worst[row])),
        *(int(rank) or None for rank in (sensitivity.best[row], sensitivity.worst[row])),
        site.moved,
        site.change,
        _number(portfolio.previous_low[row]),
        _number(portfolio.previous_high[row]),
        _number(portfolio.participants[row]),
        _number(portfolio.evidenced[row]),
        site.version,
        *(_number(end) for ends in practices for end in ends),
    )


def _levels(words: PortfolioWording) -> TypedTable:
    titles = [words.advice.titles[name] for name in words.rubric.criteria]
    columns = (
        Heading(say("Site")),
        Heading(say("Program")),
        Heading(say("Group")),
        Heading(say("Date"), "date"),
    )
    levels = words.facts.portfolio.level
    rows = tuple(
        (site.site, site.program or None, site.group or None, site.date, *map(_number, levels[site.row]))
        for site in words.sites
    )
    reading = say("The level of every criterion; empty where it is not known, or does not apply.")
    criteria = tuple(Heading(title, "whole") for title in titles)
    return TypedTable(say("Levels"), (reading,), (*columns, *criteria), rows)


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)
