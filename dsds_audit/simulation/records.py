"""Made-up assessments as records, as a site would have them."""

import datetime as dt
from collections.abc import Iterator

from dsds_audit.assessment import Assessment, Evidence, Participant, Rating
from dsds_audit.packing import unpack
from dsds_audit.rubric import Rubric
from dsds_audit.simulation.columns import place_of
from dsds_audit.simulation.drawing import Drawn, draw, numbered_names
from dsds_audit.simulation.model import SimulationModel
from dsds_audit.speech import mark, say

_IDLE = mark("Made up: the site has no such data.")
_SHOWN = mark("Made up: no such document exists.")


def simulate_assessments(model: SimulationModel) -> Iterator[Assessment]:
    """Every assessment of a model, sorted by site and date; they score as its rows do."""
    roles = _roles(model.rubric)
    for drawn in draw(model):
        sites = numbered_names("Site", model.sites, drawn.site)
        groups = numbered_names("Group", model.groups, drawn.group)
        for index in range(len(drawn)):
            day = drawn.date[index].item()
            people = (
                0 if drawn.participants[index] != drawn.participants[index] else drawn.participants[index]
            )
            yield Assessment(
                site=sites[index],
                group=groups[index] or None,
                date=day,
                rubric=model.rubric.ref,
                digest=model.rubric.digest,
                facilitator=place_of(model),
                participants=tuple(
                    Participant(role=roles[person % len(roles)]) for person in range(int(people))
                ),
                ratings=_ratings(model.rubric, drawn, index, day),
            )


def _roles(rubric: Rubric) -> tuple[str, ...]:
    """The roles with a vote, the one that must be present first."""
    if rubric.panel is None:
        return ("participant",)
    voting = [role.id for role in rubric.panel.roles if role.votes] or [rubric.panel.roles[0].id]
    return tuple(sorted(voting, key=lambda role: role != rubric.panel.leader if rubric.panel else False))


def _ratings(rubric: Rubric, drawn: Drawn, index: int, day: dt.date) -> dict[str, Rating]:
    shown = (Evidence(what=say(_SHOWN), date=day),)
    ratings: dict[str, Rating] = {}
    standings = unpack(drawn.packed[index].tobytes())
    for name, (standing, level), evidenced in zip(
        rubric.criteria, standings, drawn.evidenced[index], strict=True
    ):
        if level is not None:
            ratings[name] = Rating(level=level, evidence=shown if evidenced else ())
        elif standing == "dont_know":
            ratings[name] = Rating(dont_know=True)
        elif standing == "not_applicable":
            ratings[name] = Rating(not_applicable=say(_IDLE))
    return ratings
