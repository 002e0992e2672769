"""A portfolio as a page for the terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table

from dsds_audit.portfolio.facts import PortfolioFacts
from dsds_audit.report.portfolio_wording import PortfolioWording
from dsds_audit.report.screen import item_of, line_of, table_of, title_of
from dsds_audit.speech import say, say_many

_GAPS, _GROUPS = 8, 25


def portfolio_table(facts: PortfolioFacts, sites: Sequence[str] = ()) -> RenderableType:
    """The groups, the sites that are named, the commonest gaps, and what is not in the figures."""
    words = PortfolioWording(facts, tuple(sites))
    notes = [
        *([say("Figures that are not shown: {withheld}", withheld=words.withheld)] if words.withheld else []),
        *(say("Left out: {sentence}", sentence=sentence) for sentence in words.left_out),
    ]
    criterion = [title_of(words.criterion.title), _criterion(words)] if words.criterion else []
    return Group(
        line_of(words.headline, "bold"),
        line_of(words.subject, "dim"),
        line_of(words.thresholds),
        title_of(say("How they stand: ranges, from all unknown at the bottom to all at the top")),
        _groups(words),
        *([title_of(say("The sites you asked for")), _sites(words)] if sites else []),
        *criterion,
        title_of(
            say("The commonest gaps: how many are certainly below their target, of those that are known")
        ),
        _gaps(words),
        *([title_of(say("To know before you read the numbers"))] if notes else []),
        *map(item_of, notes),
        title_of(say("More: -o out.html for the whole report, -o out.xlsx for a spreadsheet"), "dim"),
    )


def _groups(words: PortfolioWording) -> RenderableType:
    if not words.shown:
        return line_of(say("No figures of groups are shown. Each site has its own row in -o out.html."))
    heads = (
        say("Sites"),
        say("Median"),
        say("Mean of sites"),
        say("Over people"),
        say("Adequate"),
        say("Rests on"),
    )
    table = table_of(words.group_word, *heads)
    for group in words.shown[:_GROUPS]:
        parts = {"rated": group.rated, "panel": group.panel}
        if words.several_versions:
            rests_on = say("{rated}; panel {panel}; made with {versions}", **parts, versions=group.versions)
        else:
            rests_on = say("{rated}; panel {panel}", **parts)
        cells = (group.name, group.count, group.median, group.mean_of_sites, group.pooled, group.adequate)
        table.add_row(*map(line_of, (*cells, rests_on)))
    if len(words.shown) > _GROUPS:
        more = len(words.shown) - _GROUPS
        table.add_row(line_of(say_many("and {count} more", "and {count} more", more), "dim"))
    return table


def _sites(words: PortfolioWording) -> Table:
    rank = say("Rank of {count}", count=words.ranked_count)
    heads = (say("Total"), say("Rated"), say("Adequate"), rank, say("In its group"))
    table = table_of(say("Site"), *heads, say("Change, in points at least"))
    for site in words.sites_asked_for:
        cells = (site.score, site.rated, site.adequate, site.rank, site.group_rank, site.change)
        table.add_row(*map(line_of, (f"{site.site}, {site.day}", *cells)))
    return table


def _gaps(words: PortfolioWording) -> RenderableType:
    if not words.advice.gaps:
        return line_of(say("No site is certainly below its target."))
    table = table_of(say("Criterion"), say("Below target"), say("Points each"), "")
    for found in words.advice.gaps[:_GAPS]:
        note = found.unknown
        if found.gap.critical:
            note = say("critical; {unknown}", unknown=note) if note else say("critical")
        table.add_row(*map(line_of, (found.title, found.sites, found.gain, note)))
    return table


def _criterion(words: PortfolioWording) -> Table:
    assert words.criterion is not None
    table = table_of(words.group_word, *words.criterion.levels)
    for name, cells in words.criterion.rows:
        table.add_row(line_of(name), *map(line_of, cells))
    return table
