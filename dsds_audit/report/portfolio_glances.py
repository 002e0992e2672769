"""The headline figures of a portfolio, each with how to read it."""

from collections.abc import Iterator
from dataclasses import dataclass

from dsds_audit.report.portfolio_groups import GroupWording
from dsds_audit.speech import say, say_many


@dataclass(frozen=True, slots=True)
class Glance:
    """One headline figure: what it is, the figure, how to read it."""

    label: str
    value: str
    note: str


def glances_of(every: GroupWording) -> Iterator[Glance]:
    """The headline figures of all sites; ValueError where these are withheld."""
    statistics = every.statistics
    median = say_many(
        "over {count} assessment, one a site and program; {rated}",
        "over {count} assessments, one a site and program; {rated}",
        statistics.counted,
        rated=every.rated,
    )
    yield Glance(say("Median of sites"), every.median, median)
    yield Glance(say("Mean of sites"), every.mean_of_sites, say("every site counts the same"))
    yield _pooled_over_people(every)
    held = say("held against each site's thresholds")
    yield Glance(say("Adequate: yes, open, no"), every.adequate_counts, held)
    panel = say("people who took part; {recorded}", recorded=every.unrecorded or say("recorded everywhere"))
    yield Glance(say("Panel"), every.panel_size, panel)
    made = say("made with {versions}", versions=every.versions)
    if statistics.carried:
        made = say_many(
            "made with {versions}; {count} record carried by the crosswalk",
            "made with {versions}; {count} records carried by the crosswalk",
            statistics.carried,
            versions=every.versions,
        )
    yield Glance(say("Held against"), every.rubric.ref, made)


def _pooled_over_people(every: GroupWording) -> Glance:
    label = say("Pooled over people")
    if every.statistics.pooled_over_people is None:
        note = say("every participant counts the same; nobody told how many they were")
        return Glance(label, every.pooled, note)
    note = say("every participant counts the same; {panels}", panels=every.panels)
    return Glance(label, every.pooled_score, note)
