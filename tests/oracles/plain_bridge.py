"""The bridge between two assessments, worked out anew: five rounds of claims, each scored from nothing."""

from collections.abc import Mapping, Sequence

from dsds_audit.assessment import Assessment
from dsds_audit.crosswalk import Leg
from dsds_audit.rubric import Practice, Rubric
from tests.oracles.plain_scores import (
    Claim,
    Percents,
    claim_of,
    claimed_ends,
    claims_of,
    practice_percents,
    total_percents,
)

STEPS = ("rubric", "applicability", "unknowns", "levels")


def before_of(leg: Leg, name: str) -> str | None:
    """The old criterion that one of the new version is still the same as, if any."""
    old_scale, new_scale = ([(s.level, s.label, s.meaning) for s in r.scale] for r in (leg.old, leg.new))
    if old_scale != new_scale:
        return None
    for passage in leg.crosswalk.criteria:
        if passage.relation == "same" and name in passage.was:
            return name
        if passage.relation == "renamed" and passage.now == (name,):
            return passage.was[0]
    return None


def origin_of(legs: Sequence[Leg], name: str) -> str | None:
    """The criterion of the first version that this one of the last is still the same as, if any."""
    found: str | None = name
    for leg in reversed(legs):
        found = before_of(leg, found) if found is not None else None
    return found


def read_with(old: Assessment, legs: Sequence[Leg], rubric: Rubric) -> dict[str, Claim]:
    """What an earlier record says to a later version: what is no longer the same is not known."""
    claims: dict[str, Claim] = {}
    for practice in rubric.practices:
        for criterion in practice.criteria:
            name = f"{practice.id}.{criterion.id}"
            origin = origin_of(legs, name)
            claims[name] = "?" if origin is None else claim_of(criterion, old, origin)
    return claims


def rounds(
    a: Assessment, legs: Sequence[Leg], rubric: Rubric, b: Assessment
) -> tuple[Mapping[str, Claim], ...]:
    """The claims after each of the four steps, by the later version's ids."""
    later = claims_of(rubric, b)
    first = read_with(a, legs, rubric)
    second: dict[str, Claim] = {}
    third: dict[str, Claim] = {}
    for name, now in later.items():
        if now == "-":
            second[name] = "-"
        else:
            second[name] = "?" if first[name] == "-" else first[name]
        if "-" in (now, second[name]):
            third[name] = second[name]
        elif now == "?" or second[name] == "?":
            third[name] = now
        else:
            third[name] = second[name]
    return first, second, third, later


def practice_before(old: Rubric, legs: Sequence[Leg], name: str) -> Practice | None:
    """The earlier practice of that id; else the only one all of whose surviving criteria moved there."""
    for practice in old.practices:
        if practice.id == name:
            return practice
    found = []
    for practice in old.practices:
        now = {f"{practice.id}.{criterion.id}" for criterion in practice.criteria}
        for leg in legs:
            now = {new for passage in leg.crosswalk.criteria for one, new in passage.pairs if one in now}
        if {new.partition(".")[0] for new in now} == {name}:
            found.append(practice)
    return found[0] if len(found) == 1 else None


def spans(
    old: Rubric, a: Assessment, legs: Sequence[Leg], rubric: Rubric, b: Assessment
) -> dict[str | None, list[Percents]]:
    """The total (None) and every practice of the later version: as it was, and after each step."""
    before = claimed_ends(old, claims_of(old, a))
    after = [claimed_ends(rubric, claims) for claims in rounds(a, legs, rubric, b)]
    found: dict[str | None, list[Percents]] = {
        None: [total_percents(old, before), *(total_percents(rubric, ends) for ends in after)]
    }
    for practice in rubric.practices:
        then = practice_before(old, legs, practice.id)
        was = practice_percents(old, then, before) if then else (None, None)
        found[practice.id] = [was, *(practice_percents(rubric, practice, ends) for ends in after)]
    return found
