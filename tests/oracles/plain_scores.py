"""The scores of an assessment, worked out anew from the method's text; no line of the engine runs here.

A criterion's claim is a level, "?" (not known) or "-" (does not apply). Its ends are the fewest and the most
levels it can have reached; None where it does not apply.
"""

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction

from dsds_audit.assessment import Assessment, Evidence
from dsds_audit.rubric import Criterion, Practice, Rubric

Claim = int | str
Pair = tuple[int, int]
Percents = tuple[Fraction | None, Fraction | None]


def claim_of(criterion: Criterion, assessment: Assessment, name: str) -> Claim:
    """What the record says of a criterion, once it is settled what counts."""
    unconfirmed = assessment.interview.carried if assessment.interview else ()
    rating = assessment.ratings.get(name)
    if rating is None or name in unconfirmed:
        return "?"
    if rating.not_applicable is not None:
        return "-" if criterion.not_applicable and rating.not_applicable.strip() else "?"
    return "?" if rating.level is None else rating.level


def claims_of(rubric: Rubric, assessment: Assessment) -> dict[str, Claim]:
    """What the record says of every criterion, in the rubric's order."""
    return {
        f"{practice.id}.{criterion.id}": claim_of(criterion, assessment, f"{practice.id}.{criterion.id}")
        for practice in rubric.practices
        for criterion in practice.criteria
    }


def counts(evidence: Evidence, criterion: Criterion, assessment: Assessment) -> bool:
    """Whether a piece of evidence was fresh on the day of the assessment."""
    if evidence.date is None:
        return criterion.fresh_for is None
    age = assessment.date.toordinal() - evidence.date.toordinal()
    return age >= 0 and (criterion.fresh_for is None or age <= criterion.fresh_for)


def shown(rubric: Rubric, assessment: Assessment) -> set[str]:
    """The criteria of which fresh evidence shows the level that is claimed."""
    criteria = {f"{p.id}.{c.id}": c for p in rubric.practices for c in p.criteria}
    return {
        name
        for name, claim in claims_of(rubric, assessment).items()
        if isinstance(claim, int)
        and any(counts(each, criteria[name], assessment) for each in assessment.ratings[name].evidence)
    }


def ends_of(claim: Claim, top: int) -> Pair | None:
    """The fewest and the most levels that a claim can mean."""
    if claim == "-":
        return None
    return (claim, claim) if isinstance(claim, int) else (0, top)


def shown_ends(rubric: Rubric, assessment: Assessment) -> dict[str, Pair | None]:
    """The ends of every criterion as fresh evidence shows them."""
    sure = shown(rubric, assessment)
    top = len(rubric.scale) - 1
    return {
        name: (0, claim) if isinstance(claim, int) and name not in sure else ends_of(claim, top)
        for name, claim in claims_of(rubric, assessment).items()
    }


def claimed_ends(rubric: Rubric, claims: Mapping[str, Claim]) -> dict[str, Pair | None]:
    """The ends of every criterion as it is claimed."""
    return {name: ends_of(claim, len(rubric.scale) - 1) for name, claim in claims.items()}


def applying(practice: Practice, ends: Mapping[str, Pair | None]) -> list[Pair]:
    """The ends of a practice's criteria that apply."""
    pairs = (ends[f"{practice.id}.{criterion.id}"] for criterion in practice.criteria)
    return [pair for pair in pairs if pair is not None]


def practice_percents(rubric: Rubric, practice: Practice, ends: Mapping[str, Pair | None]) -> Percents:
    """Levels reached out of those possible, low and high, in percent."""
    pairs = applying(practice, ends)
    possible = len(pairs) * (len(rubric.scale) - 1)
    if not pairs:
        return (None, None)
    low, high = (Fraction(100 * sum(pair[end] for pair in pairs), possible) for end in (0, 1))
    return (low, high)


def total_percents(rubric: Rubric, ends: Mapping[str, Pair | None]) -> Percents:
    """The mean of the practices that apply, weighted as the rubric says, low and high, in percent."""
    found = [(practice, practice_percents(rubric, practice, ends)) for practice in rubric.practices]
    weights = sum(
        (Fraction(practice.weight) for practice, percents in found if percents[0] is not None), Fraction()
    )
    if not weights:
        return (None, None)
    sums = [Fraction(), Fraction()]
    for practice, percents in found:
        for end in (0, 1):
            sums[end] += Fraction(practice.weight) * (percents[end] or 0)
    return (sums[0] / weights, sums[1] / weights)


def status_of(pairs: Sequence[Pair], top: int) -> str:
    """The one rule, tried on everything that the unknown ones could turn out to be."""
    if not pairs:
        return "not_applicable"
    possible = [sorted({low, min(low + 1, high), max(high - 1, low), high}) for low, high in pairs]
    found = {_status_of_levels(levels, top) for levels in itertools.product(*possible)}
    return found.pop() if len(found) == 1 else "undetermined"


def _status_of_levels(levels: Sequence[int], top: int) -> str:
    if all(level == top for level in levels):
        return "in_place"
    return "not_in_place" if all(level == 0 for level in levels) else "partially_in_place"


def adequate(rubric: Rubric, assessment: Assessment, ends: Mapping[str, Pair | None]) -> bool | None:
    """True when every low end reaches its threshold, false when a high end cannot, else None."""
    own = assessment.thresholds
    total, each = rubric.thresholds.total, rubric.thresholds.practice
    if own is not None:
        total = total if own.total is None else own.total
        each = each if own.practice is None else own.practice
    needed = [(total_percents(rubric, ends), Fraction(total))]
    needed += [(practice_percents(rubric, p, ends), Fraction(each)) for p in rubric.practices]
    pairs = [(low, high, need) for (low, high), need in needed if low is not None and high is not None]
    if not pairs:
        return None
    if all(low >= need for low, _, need in pairs):
        return True
    return False if any(high < need for _, high, need in pairs) else None
