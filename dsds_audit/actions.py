"""Recommendations: which criteria to raise with which actions, in which order, and why."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dsds_audit.assessment import Assessment
from dsds_audit.display import percentage_points
from dsds_audit.gaps import Gap, find_gaps, holds, raised, required_by
from dsds_audit.rubric import Action, Rubric, criterion_of
from dsds_audit.scoring import Scorecard, score
from dsds_audit.speech import say

When = Literal["now", "next", "later"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a recommendation stands where it stands: a stable code, and a sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Step:
    """The action of one unmet check (full id); None where the rubric has none. ``due`` is a suggestion."""

    check: str
    action: Action | None
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Raising one criterion to its target.

    ``cost`` is the sum of its steps' effort costs; ``waits_for`` the required checks or criteria that are
    not known to hold; ``gain`` what it adds alone, in percentage points on the low end; ``low_alone`` and
    ``low_then`` the overall low end, in percent, after it alone, and after it and all before it.
    """

    criterion: str
    level: int
    target: int
    steps: tuple[Step, ...]
    cost: int
    waits_for: tuple[str, ...]
    when: When
    reasons: tuple[Reason, ...]
    gain: Fraction
    low_alone: Fraction
    low_then: Fraction
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    gap: Gap
    cost: int
    waits_for: tuple[str, ...]
    unknown: bool
    depth: int
    critical: bool
    completes: bool


def recommend(rubric: Rubric, assessment: Assessment) -> tuple[Recommendation, ...]:
    """What to do, in order: ready before blocked, critical first, what completes a practice, most points
    for the effort, rubric order (docs/scoring.md).
    """
    card = score(rubric, assessment)
    order = sorted(_candidates(rubric, assessment, card), key=lambda c: _rank(rubric, c))
    recommendations: list[Recommendation] = []
    reached: dict[str, int] = {}
    for position, candidate in enumerate(order):
        gap = candidate.gap
        reached[gap.criterion] = gap.target
        before = {r.criterion: r for r in recommendations}
        start = _start(candidate, before, assessment.date)
        steps = _steps(rubric, gap, start)
        recommendations.append(
            Recommendation(
                criterion=gap.criterion,
                level=gap.level,
                target=gap.target,
                steps=steps,
                cost=candidate.cost,
                waits_for=candidate.waits_for,
                when=_when(rubric, candidate, position, before),
                reasons=_reasons(rubric, candidate),
                gain=gap.gain,
                low_alone=(card.low or Fraction(0)) + gap.gain,
                low_then=raised(card, reached).low or Fraction(0),
                due=max((step.due for step in steps if step.due), default=None),
            )
        )
    return tuple(recommendations)


def cost_of(rubric: Rubric, gap: Gap) -> int:
    """The effort of closing a gap: the costs of its unmet checks' actions, without a unit.

    Where the rubric names no action (a check without one, a criterion without checks), the cost of its
    greatest effort stands in, so that nothing looks cheap because it was not described.
    """
    costs = {effort.id: effort.cost for effort in rubric.efforts}
    greatest = max(costs.values())
    if not rubric.criteria[gap.criterion].checks:
        return greatest
    actions = [rubric.checks[check].action for check in gap.unmet]
    return sum(costs[action.effort] if action else greatest for action in actions)


def blockers(rubric: Rubric, assessment: Assessment, gap: Gap) -> tuple[tuple[str, ...], bool]:
    """What a gap waits for (full ids not known to hold), and whether any of that is unknown."""
    verdicts = {
        required: holds(rubric, assessment.claims, required)
        for required in required_by(rubric, gap.criterion, gap.unmet)
    }
    return (
        tuple(required for required, verdict in verdicts.items() if verdict is not True),
        any(verdict is None for verdict in verdicts.values()),
    )


def _candidates(rubric: Rubric, assessment: Assessment, card: Scorecard) -> list[_Candidate]:
    gaps = find_gaps(rubric, assessment)
    blocking = {gap.criterion: blockers(rubric, assessment, gap) for gap in gaps}
    waits = {name: waits_for for name, (waits_for, _) in blocking.items()}
    return [
        _Candidate(
            gap,
            cost_of(rubric, gap),
            *blocking[gap.criterion],
            _depth(gap.criterion, waits),
            rubric.criteria[gap.criterion].critical,
            _completes(card, gap),
        )
        for gap in gaps
    ]


def _depth(criterion: str, waits: Mapping[str, Sequence[str]]) -> int:
    """0 when nothing blocks it, else one more than the deepest of what does; a rubric has no cycles."""
    depths: dict[str, int] = {}
    stack = [criterion]
    while stack:
        name = stack[-1]
        above = [criterion_of(required) for required in waits.get(name, ())]
        missing = [other for other in above if other not in depths]
        if missing:
            stack += missing
        else:
            depths[stack.pop()] = 1 + max((depths[other] for other in above), default=-1)
    return depths[criterion]


def _completes(card: Scorecard, gap: Gap) -> bool:
    practice = gap.criterion.partition(".")[0]
    then = raised(card, {gap.criterion: gap.target})
    return next(p.status for p in then.practices if p.id == practice) == "in_place"


def _rank(rubric: Rubric, candidate: _Candidate) -> tuple[int, bool, bool, Fraction, int]:
    return (
        candidate.depth,
        not candidate.critical,
        not candidate.completes,
        -candidate.gap.gain / candidate.cost if candidate.cost else Fraction(-(10**9)),
        list(rubric.criteria).index(candidate.gap.criterion),
    )


def _when(rubric: Rubric, candidate: _Candidate, position: int, before: Mapping[str, Recommendation]) -> When:
    """The first few now, as many next, the rest later; what waits comes a wave after what it waits for."""
    waves: tuple[When, ...] = ("now", "next", "later")
    wave = position // rubric.now
    if position and candidate.waits_for:
        above = [before[name] for name in _criteria_of(candidate.waits_for) if name in before]
        wave = max(wave, 1, *(waves.index(other.when) + 1 for other in above))
    return waves[min(wave, 2)]


def _start(candidate: _Candidate, before: Mapping[str, Recommendation], date: dt.date) -> dt.date:
    above = [before[name].due for name in _criteria_of(candidate.waits_for) if name in before]
    return max([date, *(due for due in above if due)])


def _criteria_of(required: Sequence[str]) -> list[str]:
    return [criterion_of(name) for name in required]


def _steps(rubric: Rubric, gap: Gap, start: dt.date) -> tuple[Step, ...]:
    """Steps in an order in which they can be done; one starts when what it requires beside it is due."""
    due: dict[str, dt.date | None] = {}
    waiting = list(gap.unmet)
    while waiting:
        name = next(n for n in waiting if not any(r in waiting for r in rubric.checks[n].requires))
        waiting.remove(name)
        check = rubric.checks[name]
        begins = max([start, *(d for r in check.requires if (d := due.get(r)))])
        due[name] = _later(begins, check.action.days) if check.action else None
    return tuple(Step(name, rubric.checks[name].action, date) for name, date in due.items())


def _later(date: dt.date, days: int) -> dt.date:
    try:
        return date + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.max


def _reasons(rubric: Rubric, candidate: _Candidate) -> tuple[Reason, ...]:
    gap = candidate.gap
    practice = rubric.practice_of(gap.criterion)
    reasons = []
    if candidate.waits_for:
        names = ", ".join(rubric.text_of(required) for required in candidate.waits_for)
        if candidate.unknown:
            sentence = say("It needs “{needed}”: is not known yet whether this holds.", needed=names)
            reasons.append(Reason("requirement_unknown", sentence))
        else:
            reasons.append(Reason("blocked", say("It needs “{needed}”: this comes first.", needed=names)))
    else:
        reasons.append(Reason("ready", say("Nothing it needs is missing, so it can begin at once.")))
    if candidate.critical:
        reasons.append(Reason("critical", say("It is critical: it leads the advice whatever its points.")))
    if candidate.completes:
        sentence = say("It completes the practice “{practice}”.", practice=practice.title)
        reasons.append(Reason("completes_practice", sentence))
    gain = percentage_points(gap.gain)
    sentence = say("It adds {gain} for an effort of {effort}.", gain=gain, effort=candidate.cost)
    reasons.append(Reason("gain_per_effort", sentence))
    if rubric.criteria[gap.criterion].checks and not gap.gone_through:
        sentence = say("Its checks were not gone through, so every action is listed.")
        reasons.append(Reason("checks_not_gone_through", sentence))
    if gap.gone_through and not gap.unmet:
        sentence = say("Every check holds, yet the level is below its target: agree on the level.")
        reasons.append(Reason("all_checks_hold", sentence))
    return tuple(reasons)
