"""The topics of a portfolio that are about what to do and how sure one can be, as typed tables."""

from dsds_audit.portfolio.changes import CHANGES
from dsds_audit.report.portfolio_reliability import FigureWording, ReliabilityWording
from dsds_audit.report.portfolio_sites import CHANGE_LABELS
from dsds_audit.report.portfolio_wording import PortfolioWording
from dsds_audit.report.text import capitalized
from dsds_audit.report.typed_tables import Bars, Heading, TypedTable, Value
from dsds_audit.speech import say, series_of


def gaps_sheet(words: PortfolioWording) -> TypedTable:
    """Each criterion on which sites are below their target, commonest first, critical ones before."""
    columns = (
        Heading(say("Criterion")),
        Heading(say("Id")),
        Heading(say("Critical")),
        Heading(say("Below target"), "whole"),
        Heading(say("Known"), "whole"),
        Heading(say("Applies"), "whole"),
        Heading(say("Share"), "percent"),
        Heading(say("Points each, on average"), "number"),
    )
    rows = tuple(
        (
            found.title,
            found.gap.criterion,
            say("yes") if found.gap.critical else say("no"),
            found.gap.below,
            found.gap.known,
            found.gap.applies,
            found.gap.share,
            found.gap.mean_gain,
        )
        for found in words.advice.gaps
    )
    reading = say("Share: certainly below their target, of those whose level is known.")
    return TypedTable(say("Gaps"), (reading,), columns, rows, Bars(say("Sites below their target"), 0, (3,)))


def actions_sheet(words: PortfolioWording) -> TypedTable:
    """Each action of these, with how many sites it would serve."""
    columns = (
        Heading(say("Action")),
        Heading(say("For")),
        Heading(say("Check")),
        Heading(say("Effort")),
        Heading(say("Who usually owns it")),
        Heading(say("Sites it would serve"), "whole"),
    )
    rows = tuple(
        (
            step.action.text,
            found.title,
            step.check,
            step.effort.label if step.effort else None,
            step.action.owner,
            found.gap.below,
        )
        for found in words.advice.gaps
        for step in found.gap.actions
        if step.action
    )
    reading = say(
        "A portfolio does not know which checks hold, so some sites will have done some of it already."
    )
    return TypedTable(say("Actions"), (reading,), columns, rows)


def strengths_sheet(words: PortfolioWording) -> TypedTable:
    """Who does well what others lack."""
    columns = (
        Heading(say("Practice or criterion")),
        Heading(say("Id")),
        Heading(say("In place"), "whole"),
        Heading(say("Wanting"), "whole"),
        Heading(say("Who does this well")),
    )
    rows = tuple(
        (
            found.title,
            found.strength.id,
            found.strength.in_place,
            found.strength.lacking,
            series_of(found.hosts),
        )
        for found in words.advice.strengths
    )
    return TypedTable(say("Strengths"), (say("What some have in place and others lack."),), columns, rows)


def visits_sheet(words: PortfolioWording) -> TypedTable:
    """Which site could visit which other one."""
    columns = (Heading(say("Site")), Heading(say("Could visit")), Heading(say("To see")))
    rows = tuple((visit.site, visit.host, visit.title) for visit in words.advice.visits)
    return TypedTable(say("Visits"), (say("For the gap that adds most to a site's score."),), columns, rows)


def changes_sheet(words: PortfolioWording) -> TypedTable:
    """How many sites made which change, of all and by group."""
    titles = (capitalized(CHANGE_LABELS[kind]) for kind in CHANGES)
    columns = (Heading(words.group_word), *(Heading(title, "whole") for title in titles))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (group.name, *(group.statistics.changes.counts[kind] for kind in CHANGES)) for group in words.shown
    )
    reading = (say("Called a change only where the two ranges do not overlap."), words.beyond_error)
    chart = Bars(say("Changes since last time"), 0, tuple(range(1, len(columns))), stacked=True)
    return TypedTable(say("Change"), tuple(filter(None, reading)), columns, rows, chart)


def rules_sheet(words: PortfolioWording) -> TypedTable:
    """What another way of adding up would do to the ranks."""
    columns = (
        Heading(say("If")),
        Heading(say("Median move"), "number"),
        Heading(say("Largest move"), "number"),
        Heading(say("Certain pairs that swap"), "percent"),
    )
    rows = tuple(
        (effect.rule.sentence, effect.median_move, effect.largest_move, effect.swapped_share)
        for effect in words.facts.sensitivity.effects
    )
    return TypedTable(say("What moves ranks"), (words.certain,), columns, rows)


def reliability_sheet(words: ReliabilityWording) -> TypedTable:
    """Every figure of reliability with what it rests on, or why there is none."""
    columns = (
        Heading(say("Of")),
        Heading(say("Figure")),
        Heading(say("Value"), "number"),
        Heading(say("Low"), "number"),
        Heading(say("High"), "number"),
        Heading(say("Rests on"), "whole"),
        Heading(say("Why there is none")),
    )
    found = [*words.figures, *words.practices]
    items = [(title, each) for title, *pair in words.items for each in pair]
    rows = [_figure(each.about, each) for each in found] + [_figure(title, each) for title, each in items]
    tests: list[tuple[Value, ...]] = [
        (title, say("p of Bowker's test, after Holm"), test.p_adjusted, None, None, test.pairs, test.reason)
        for title, test, _ in words.symmetry
    ]
    return TypedTable(say("Reliability"), words.cautions, columns, (*rows, *tests))


def _figure(about: str, found: FigureWording) -> tuple[Value, ...]:
    figure = found.figure
    return about, found.name, figure.value, figure.low, figure.high, figure.count, found.refused or None
