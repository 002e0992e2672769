"""The bridge: how much of a changed score is the site, step by step from one assessment to a later one."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.crosswalk import Leg, carry, follow
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import CriterionScore, Scorecard, score

StepKind = Literal["rubric", "applicability", "unknowns", "levels"]
STEPS: tuple[StepKind, ...] = ("rubric", "applicability", "unknowns", "levels")


@dataclass(frozen=True, slots=True)
class Ends:
    """The low and the high end of a score, in percent, or of a change, in percentage points.

    None where there is no such number: nothing applies.
    """

    low: Fraction | None
    high: Fraction | None

    def since(self, earlier: "Ends") -> "Ends":
        """The change from ``earlier`` to this, each end by itself."""
        return Ends(_difference(self.low, earlier.low), _difference(self.high, earlier.high))


@dataclass(frozen=True)
class Span:
    """One score on its way from the earlier to the later assessment.

    ``subject`` is a practice's id, None for the total. ``stages`` are the score as it was, after each of the
    four steps, in their order; the last of them is the score as it is.
    """

    subject: str | None
    stages: tuple[Ends, ...]

    @property
    def steps(self) -> Mapping[StepKind, Ends]:
        """What each step adds, in percentage points; together they are ``change``, exactly.

        A step into or out of a stage at which nothing applies has no points.
        """
        pairs = zip(STEPS, self.stages[1:], self.stages, strict=False)
        return {kind: after.since(before) for kind, after, before in pairs}

    @property
    def change(self) -> Ends:
        """What all steps add, in percentage points."""
        return self.stages[-1].since(self.stages[0])


@dataclass(frozen=True, slots=True)
class Presence:
    """How many people were in the room in one role, then and now."""

    role: str
    label: str
    then: int
    now: int


@dataclass(frozen=True)
class Bridge:
    """What lies between two assessments, the earlier one first.

    ``cards`` are the scorecards before the first step and after each of the four. ``touched`` are the full
    ids of the criteria that a step touches, ids of the later rubric except for what that has retired;
    ``reweighted`` the practices whose weight the later rubric changed. ``gained`` and ``lost`` are criteria
    whose claim is shown by fresh evidence now and was not, or was and is not; they add no points.
    """

    earlier_rubric: Rubric
    earlier: Assessment
    rubric: Rubric
    later: Assessment
    cards: tuple[Scorecard, ...]
    total: Span
    practices: tuple[Span, ...]
    touched: Mapping[StepKind, tuple[str, ...]]
    reweighted: tuple[str, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @cached_property
    def panel(self) -> tuple[Presence, ...]:
        """Who was in the room then and now: roles in the rubric's order, then any others; never names."""
        then, now = (Counter(p.role for p in a.participants) for a in (self.earlier, self.later))
        panels = [rubric.panel for rubric in (self.rubric, self.earlier_rubric) if rubric.panel]
        labels = {role.id: role.label for panel in reversed(panels) for role in panel.roles}
        order = dict.fromkeys([*(role.id for panel in panels for role in panel.roles), *now, *then])
        return tuple(
            Presence(role, labels.get(role, role), then[role], now[role])
            for role in order
            if then[role] or now[role]
        )


def build_bridge(
    rubric_a: Rubric, a: Assessment, rubric_b: Rubric, b: Assessment, legs: Sequence[Leg]
) -> Bridge:
    """Separate what lies between an earlier assessment ``a`` and a later one ``b``.

    ``legs`` lead from the earlier rubric's version to the later one's; none where the two are the same. The
    chain is fixed: the rubric, what applies, what is known, the levels; each step is scored anew, so that
    they add up exactly. Raises ValueError where ``legs`` does not lead from the one to the other.
    """
    if (legs[-1].new if legs else rubric_a).ref != rubric_b.ref or (legs and legs[0].old.ref != rubric_a.ref):
        raise ValueError(f"no legs from {rubric_a.ref} to {rubric_b.ref}")
    carried = carry(a, legs).assessment
    first, as_carried, last = score(rubric_a, a), score(rubric_b, carried), score(rubric_b, b)
    applying = _ratings(as_carried, last, carried.claims, b.claims, known=False)
    known = _ratings(as_carried, last, carried.claims, b.claims, known=True)
    cards = (first, as_carried, _scored(rubric_b, b, applying), _scored(rubric_b, b, known), last)
    successors = {old: follow(old, legs) for old in rubric_a.criteria}
    then = {new for old in _shown(rubric_a, a) for new in successors[old]}
    now = _shown(rubric_b, b)
    claimed = [name for name, criterion in last.criteria.items() if criterion.level]
    return Bridge(
        earlier_rubric=rubric_a,
        earlier=a,
        rubric=rubric_b,
        later=b,
        cards=cards,
        total=Span(None, tuple(Ends(card.low, card.high) for card in cards)),
        practices=_practice_spans(rubric_b, cards, successors),
        touched=_touched(cards, successors),
        reweighted=_reweighted(rubric_a, rubric_b),
        gained=tuple(name for name in claimed if name in now - then),
        lost=tuple(name for name in claimed if name in then - now),
    )


def _ratings(
    then: Scorecard,
    now: Scorecard,
    claims_then: Mapping[str, Rating],
    claims_now: Mapping[str, Rating],
    known: bool,
) -> dict[str, Rating]:
    """The earlier ratings with what applies as it is now, and with ``known`` also what is known."""
    ratings = {}
    for name, criterion in now.criteria.items():
        level_then, level_now = then.criteria[name].level, criterion.level
        if not criterion.applies or (known and level_then is None and level_now is not None):
            ratings[name] = claims_now[name]
        elif level_then is not None and (level_now is not None or not known):
            ratings[name] = claims_then[name]
    return ratings


def _scored(rubric: Rubric, assessment: Assessment, ratings: Mapping[str, Rating]) -> Scorecard:
    return score(rubric, assessment.model_copy(update={"ratings": ratings, "interview": None}))


def _shown(rubric: Rubric, assessment: Assessment) -> set[str]:
    """The criteria whose claim fresh evidence shows, at the assessment's own date."""
    card = score(rubric, assessment, evidenced=True)
    return {name for name, criterion in card.criteria.items() if criterion.level and criterion.low}


def _practice_spans(
    rubric: Rubric, cards: Sequence[Scorecard], successors: Mapping[str, Sequence[str]]
) -> tuple[Span, ...]:
    renamed = _practices_before(successors)
    stages: dict[str, list[Ends]] = {practice.id: [] for practice in rubric.practices}
    for index, card in enumerate(cards):
        found = {practice.id: Ends(practice.low, practice.high) for practice in card.practices}
        for name, ends in stages.items():
            ends.append(found.get(name if index else renamed.get(name, name), Ends(None, None)))
    return tuple(Span(name, tuple(ends)) for name, ends in stages.items())


def _practices_before(successors: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What a practice was called before: something else, all of whose criteria moved there, and none else."""
    moved: dict[str, set[str]] = {}
    for old, new in successors.items():
        moved.setdefault(_practice(old), set()).update(_practice(name) for name in new)
    whole = [(new, old) for old, found in moved.items() if len(found) == 1 for new in found - moved.keys()]
    times = Counter(new for new, _ in whole)
    return {new: old for new, old in whole if times[new] == 1}


def _touched(
    cards: Sequence[Scorecard], successors: Mapping[str, Sequence[str]]
) -> dict[StepKind, tuple[str, ...]]:
    """The criteria that each step touches, whether or not the score moved."""
    pairs = {name: tuple(card.criteria[name] for card in cards[1:]) for name in cards[-1].criteria}

    def where(differ: Callable[[CriterionScore, CriterionScore], bool], stage: int) -> tuple[str, ...]:
        return tuple(name for name, at in pairs.items() if differ(at[stage], at[stage + 1]))

    return {
        "rubric": _touched_by_rubric(cards[0], cards[1], successors),
        "applicability": where(lambda then, now: then.applies != now.applies, 0),
        "unknowns": where(lambda then, now: (then.level is None) != (now.level is None), 1),
        "levels": where(lambda then, now: then.level != now.level, 2),
    }


def _touched_by_rubric(
    first: Scorecard, carried: Scorecard, successors: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """What the later rubric asks anew or reads in another way, and what it retired."""
    origins: dict[str, list[str]] = {name: [] for name in carried.criteria}
    for old, names in successors.items():
        for name in names:
            origins[name].append(old)
    renamed = _practices_before(successors)

    def stayed(name: str) -> bool:
        if len(origins[name]) != 1:
            return False
        old, practice = origins[name][0], _practice(name)
        same_place = renamed.get(practice, practice) == _practice(old)
        return same_place and _share(first.criteria[old]) == _share(carried.criteria[name])

    retired = [old for old, names in successors.items() if not names]
    return (*(name for name in origins if not stayed(name)), *retired)


def _reweighted(earlier: Rubric, later: Rubric) -> tuple[str, ...]:
    weights = {practice.id: practice.weight for practice in earlier.practices}
    return tuple(p.id for p in later.practices if weights.get(p.id, p.weight) != p.weight)


def _share(criterion: CriterionScore) -> tuple[bool, Fraction, Fraction]:
    top = criterion.top
    return criterion.applies, Fraction(criterion.low, top), Fraction(criterion.high, top)


def _practice(name: str) -> str:
    return name.partition(".")[0]


def _difference(later: Fraction | None, earlier: Fraction | None) -> Fraction | None:
    return None if later is None or earlier is None else later - earlier
