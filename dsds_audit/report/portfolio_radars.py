"""Sites of a portfolio as radars over their groups."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from dsds_audit.errors import AssessmentError, Problem
from dsds_audit.names import folded
from dsds_audit.portfolio.facts import PortfolioFacts
from dsds_audit.portfolio.groups import NO_GROUP
from dsds_audit.report.charts.group_bands import BandRadar, BandSpoke, draw_group_bands
from dsds_audit.report.portfolio_groups import GroupWording
from dsds_audit.report.portfolio_sites import SiteWording
from dsds_audit.report.portfolio_wording import PortfolioWording
from dsds_audit.speech import say, series_of

UNASKED = 12
"""How many sites are drawn without being asked for."""


def draw_sites(facts: PortfolioFacts, names: Sequence[str]) -> Figure:
    """A radar for each of these sites over its group; raises AssessmentError (AUD139) where there is none."""
    words = PortfolioWording(facts, tuple(names))
    if not (radars := radars_of(words)):
        message = say(
            "a radar needs three practices, and the rubric has fewer. Please write out.html instead."
        )
        raise AssessmentError(Problem("AUD139", message))
    return draw_radars(words, radars)


def draw_radars(words: PortfolioWording, radars: Sequence[BandRadar]) -> Figure:
    """These radars as one picture, with what they say for those who do not see it."""
    told = series_of(
        say("{name}: {standing}", name=radar.name, standing=", ".join(radar.lines)) for radar in radars
    )
    return draw_group_bands(radars, [practice.short for practice in words.rubric.practices], told)


def radars_of(words: PortfolioWording) -> tuple[BandRadar, ...]:
    """A radar over its group's middle half for each site asked for; for all where none is and they are few.

    None where the rubric has fewer than three practices.
    """
    sites = words.sites_asked_for or (words.sites if len(words.sites) <= UNASKED else ())
    if len(words.rubric.practices) < 3:
        return ()
    groups = {folded(group.name): group for group in words.groups if words.facts.by == "group"}
    return tuple(
        _radar(words, site, groups.get(folded(site.group or say(NO_GROUP)), words.everyone)) for site in sites
    )


def _radar(words: PortfolioWording, site: SiteWording, group: GroupWording) -> BandRadar:
    spokes = []
    for place, practice in enumerate(words.rubric.practices):
        low, high, rated = site.practice_ends(place)
        spokes.append(BandSpoke(low, high, rated, group.middle(practice.id)))
    lines = (f"{site.score} ({site.rated_words})", site.group)
    return BandRadar(site.site, tuple(line for line in lines if line), tuple(spokes))
