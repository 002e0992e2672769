"""The least effort that makes a site adequate, solved exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm
from typing import Literal, NamedTuple

from dsds_audit.actions import Recommendation, recommend
from dsds_audit.assessment import Assessment
from dsds_audit.display import percent_range
from dsds_audit.gaps import raised
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import PracticeScore, Scorecard, score

Outcome = Literal["already", "found", "unknowns_open", "out_of_reach", "nothing_applies"]


@dataclass(frozen=True, slots=True)
class AdequateSet:
    """The criteria to raise so that total and every practice reach their thresholds at the least effort.

    ``criteria`` stand in the order of the recommendations; ``cost`` is the sum of their effort; ``low`` the
    overall low end, in percent, once they are raised. Both thresholds are held against the low ends, so the
    answer stands whatever the unknowns turn out to be. ``certain`` is False where so many criteria wait for
    one another that not every combination could be ruled out; ``sentence`` says so, too.
    """

    outcome: Outcome
    criteria: tuple[str, ...]
    cost: int
    low: Fraction | None
    sentence: str
    certain: bool = True


class _Choice(NamedTuple):
    """Some criteria, least first: their effort, how many they are, and which (a bit each)."""

    cost: int
    criteria: int
    which: int

    def plus(self, other: "_Choice") -> "_Choice":
        return _Choice(self.cost + other.cost, self.criteria + other.criteria, self.which | other.which)


_NOTHING = _Choice(0, 0, 0)
_MOST_WORK = 40_000  # questions times criteria: seconds at most, and far more than real rubrics take
_Frontier = list[tuple[int, _Choice]]


def find_adequate_set(rubric: Rubric, assessment: Assessment) -> AdequateSet:
    """The smallest-effort set of recommendations that makes the site adequate.

    Whatever a criterion waits for is in the set too, where raising it is recommended. Among equal efforts the
    fewest criteria win.
    """
    card = score(rubric, assessment)
    if card.low is None:
        return AdequateSet("nothing_applies", (), 0, None, "Nothing applies, so there is nothing to reach.")
    if card.adequate:
        return AdequateSet("already", (), 0, card.low, "It is adequate already.")
    advice = recommend(rubric, assessment)
    chosen, certain = _cheapest(card, advice)
    if chosen is None:
        return _unreached(card, advice)
    names = tuple(r.criterion for index, r in enumerate(advice) if chosen.which >> index & 1)
    low = raised(card, {r.criterion: r.target for r in advice if r.criterion in names}).low
    count = "raising this criterion is" if len(names) == 1 else f"raising these {len(names)} criteria is"
    least = (
        "the least that reaches"
        if certain
        else "the least found so far (too much waits for each other to try all) that reaches"
    )
    reached = f"both thresholds: {percent_range(low, low)} in total"
    sentence = f"With an effort of {chosen.cost}, {count} {least} {reached}."
    return AdequateSet("found", names, chosen.cost, low, sentence, certain)


def _unreached(card: Scorecard, advice: Sequence[Recommendation]) -> AdequateSet:
    best = raised(card, {r.criterion: r.target for r in advice})
    if best.adequate is None:
        sentence = "No set of actions is certain to suffice until more is found out."
        return AdequateSet("unknowns_open", (), 0, best.low, sentence)
    sentence = "The targets are too low for the thresholds: even with every target reached it stays below."
    return AdequateSet("out_of_reach", (), 0, best.low, sentence)


def _cheapest(card: Scorecard, advice: Sequence[Recommendation]) -> tuple[_Choice | None, bool]:
    """The least choice that holds everything it waits for, and whether every other was ruled out.

    Without the waiting this is a knapsack. Where its answer leaves out what one of its criteria waits for,
    two narrower questions are asked: with that one inside, and without the criterion that waits. A question
    whose answer already costs as much as the best found is dropped.
    """
    best: _Choice | None = None
    questions = [(0, 0)]
    for _ in range(_MOST_WORK // max(len(advice), 1)):
        if not questions:
            return best, True
        inside, outside = questions.pop()
        found = _solve(card, advice, inside, outside)
        if found is None or (best is not None and found >= best):
            continue
        broken = _first_broken(advice, found.which)
        whole = _with_what_it_waits_for(advice, found)
        best = whole if best is None else min(best, whole)
        if broken is not None:
            waiting, needed = broken
            if not inside & waiting:
                questions.append((inside, outside | waiting))
            if not outside & needed:
                questions.append((inside | needed, outside))
    return best, not questions


def _with_what_it_waits_for(advice: Sequence[Recommendation], choice: _Choice) -> _Choice:
    """The choice with everything added that it waits for: never the least, but always one that serves."""
    while (broken := _first_broken(advice, choice.which)) is not None:
        added = advice[broken[1].bit_length() - 1]
        choice = choice.plus(_Choice(added.cost, 1, broken[1]))
    return choice


def _first_broken(advice: Sequence[Recommendation], which: int) -> tuple[int, int] | None:
    place = {recommendation.criterion: index for index, recommendation in enumerate(advice)}
    for index, recommendation in enumerate(advice):
        if which >> index & 1:
            for required in recommendation.waits_for:
                needed = place.get(".".join(required.split(".")[:2]))
                if needed is not None and not which >> needed & 1:
                    return 1 << index, 1 << needed
    return None


def _solve(card: Scorecard, advice: Sequence[Recommendation], inside: int, outside: int) -> _Choice | None:
    """The least choice that reaches both thresholds, whatever waits for what; None where none does."""
    weights = {p.id: p.weight * 100 / p.possible for p in card.applicable}
    total = sum((p.weight for p in card.applicable), Fraction(0))
    missing = (card.total_threshold - (card.low or 0)) * total
    scale = lcm(missing.denominator, *(weight.denominator for weight in weights.values()))
    goal = max(int(missing * scale), 0)
    reached: _Frontier = [(0, _NOTHING)]
    for practice in card.applicable:
        options = _practice_options(card, practice, advice, inside, outside)
        value = int(weights[practice.id] * scale)
        sums = (
            (min(points + more * value, goal), choice.plus(other))
            for points, choice in reached
            for more, other in options
        )
        reached = _least(sums)
    return next((choice for points, choice in reached if points >= goal), None)


def _practice_options(
    card: Scorecard, practice: PracticeScore, advice: Sequence[Recommendation], inside: int, outside: int
) -> _Frontier:
    """Points a practice can gain beside the least choice for them, as far as its threshold is reached."""
    options: Mapping[int, _Choice] = {0: _NOTHING}
    for index, recommendation in enumerate(advice):
        if recommendation.criterion.partition(".")[0] != practice.id or outside >> index & 1:
            continue
        gained = recommendation.target - recommendation.level
        own = _Choice(recommendation.cost, 1, 1 << index)
        taken = {points + gained: choice.plus(own) for points, choice in options.items()}
        if inside >> index & 1:
            options = taken
        else:
            options = {
                points: min(c for c in (options.get(points), taken.get(points)) if c is not None)
                for points in options.keys() | taken.keys()
            }
    needed = ceil(card.practice_threshold * practice.possible / 100) - practice.low_points
    return _least((points, choice) for points, choice in options.items() if points >= needed)


def _least(options: Iterable[tuple[int, _Choice]]) -> _Frontier:
    """The options that no other beats on both points and effort, most points first."""
    frontier: _Frontier = []
    for points, choice in sorted(options, key=lambda option: (-option[0], option[1])):
        if not frontier or choice < frontier[-1][1]:
            frontier.append((points, choice))
    return frontier
