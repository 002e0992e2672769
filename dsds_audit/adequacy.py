"""The least effort that makes a site adequate, solved exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm
from typing import Literal

from dsds_audit.actions import Recommendation, recommend
from dsds_audit.assessment import Assessment
from dsds_audit.display import percent_range
from dsds_audit.gaps import raised
from dsds_audit.rubric import Rubric, criterion_of
from dsds_audit.scoring import PracticeScore, Scorecard, score
from dsds_audit.speech import say, say_many

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


# Some criteria, least first: their effort, how many they are, and which (a bit each).
_Choice = tuple[int, int, int]
_NOTHING: _Choice = (0, 0, 0)
_Frontier = list[tuple[int, _Choice]]
_MOST_WORK = 2_000_000  # pairs of choices looked at: a few seconds, and far more than real rubrics take


def find_adequate_set(rubric: Rubric, assessment: Assessment) -> AdequateSet:
    """The smallest-effort set of recommendations that makes the site adequate.

    Whatever a criterion waits for is in the set too, where raising it is recommended. Among equal efforts the
    fewest criteria win.
    """
    card = score(rubric, assessment)
    if card.low is None:
        nothing = say("Nothing applies, so there is nothing to reach.")
        return AdequateSet("nothing_applies", (), 0, None, nothing)
    if card.adequate:
        return AdequateSet("already", (), 0, card.low, say("It is adequate already."))
    advice = recommend(rubric, assessment)
    if not raised(card, {r.criterion: r.target for r in advice}).adequate:
        return _unreached(card, advice)
    chosen, certain = _cheapest(card, advice)
    names = tuple(r.criterion for index, r in enumerate(advice) if chosen[2] >> index & 1)
    low = raised(card, {r.criterion: r.target for r in advice if r.criterion in names}).low
    sentence = _found_sentence(card, chosen, percent_range(low, low), certain)
    return AdequateSet("found", names, chosen[0], low, sentence, certain)


def _found_sentence(card: Scorecard, chosen: _Choice, percent: str, certain: bool) -> str:
    effort, count, _ = chosen
    if certain:
        return say_many(
            "With an effort of {effort}, raising this criterion is the least that reaches both thresholds: "
            "at least {percent} ({rated} of {asked} rated) in total.",
            "With an effort of {effort}, raising these {count} criteria is the least that reaches both "
            "thresholds: at least {percent} ({rated} of {asked} rated) in total.",
            count,
            effort=effort,
            percent=percent,
            rated=card.rated,
            asked=card.asked,
        )
    return say_many(
        "With an effort of {effort}, raising this criterion is the least found so far (too much waits for "
        "each other to try all) that reaches both thresholds: at least {percent} ({rated} of {asked} rated) "
        "in total.",
        "With an effort of {effort}, raising these {count} criteria is the least found so far (too much "
        "waits for each other to try all) that reaches both thresholds: at least {percent} ({rated} of "
        "{asked} rated) in total.",
        count,
        effort=effort,
        percent=percent,
        rated=card.rated,
        asked=card.asked,
    )


def _unreached(card: Scorecard, advice: Sequence[Recommendation]) -> AdequateSet:
    best = raised(card, {r.criterion: r.target for r in advice})
    if best.adequate is None:
        sentence = say("No set of actions is certain to suffice until more is found out.")
        return AdequateSet("unknowns_open", (), 0, best.low, sentence)
    sentence = say(
        "The targets are too low for the thresholds: even with every target reached it stays below."
    )
    return AdequateSet("out_of_reach", (), 0, best.low, sentence)


def _cheapest(card: Scorecard, advice: Sequence[Recommendation]) -> tuple[_Choice, bool]:
    """The least choice that holds everything it waits for, and whether every other was ruled out.

    Without the waiting this is a knapsack. Where its answer leaves out what one of its criteria waits for,
    two narrower questions are asked: with that one inside, and without the criterion that waits. A question
    whose answer already costs as much as the best found is dropped.
    """
    best = _serving(card, advice)
    questions, work = [(0, 0)], 0
    while questions:
        inside, outside = questions.pop()
        found, taken = _solve(card, advice, inside, outside, _MOST_WORK - work)
        work += taken
        if work >= _MOST_WORK:
            return best, False
        if found is None or found >= best:
            continue
        broken = _first_broken(advice, found[2])
        best = min(best, _with_what_it_waits_for(advice, found))
        if broken is not None:
            waiting, needed = broken
            if not inside & waiting:
                questions.append((inside, outside | waiting))
            if not outside & needed:
                questions.append((inside | needed, outside))
    return best, True


def _serving(card: Scorecard, advice: Sequence[Recommendation]) -> _Choice:
    """A choice that serves: everything that is advised, less the last that can be done without."""
    kept = dict(enumerate(advice))
    for index in reversed(range(len(advice))):
        less = {other: r for other, r in kept.items() if other != index}
        which = sum(1 << other for other in less)
        reached = raised(card, {r.criterion: r.target for r in less.values()})
        if reached.adequate and _first_broken(advice, which) is None:
            kept = less
    return (sum(r.cost for r in kept.values()), len(kept), sum(1 << index for index in kept))


def _with_what_it_waits_for(advice: Sequence[Recommendation], choice: _Choice) -> _Choice:
    """The choice with everything added that it waits for: never the least, but always one that serves."""
    while (broken := _first_broken(advice, choice[2])) is not None:
        choice = _joined(choice, (advice[broken[1].bit_length() - 1].cost, 1, broken[1]))
    return choice


def _joined(one: _Choice, other: _Choice) -> _Choice:
    return (one[0] + other[0], one[1] + other[1], one[2] | other[2])


def _first_broken(advice: Sequence[Recommendation], which: int) -> tuple[int, int] | None:
    place = {recommendation.criterion: index for index, recommendation in enumerate(advice)}
    for index, recommendation in enumerate(advice):
        if which >> index & 1:
            for required in recommendation.waits_for:
                needed = place.get(criterion_of(required))
                if needed is not None and not which >> needed & 1:
                    return 1 << index, 1 << needed
    return None


def _solve(
    card: Scorecard, advice: Sequence[Recommendation], inside: int, outside: int, most_work: int
) -> tuple[_Choice | None, int]:
    """The least choice that reaches both thresholds, whatever waits for what, and the work it took.

    None where no choice does, or where it takes more work than there may be.
    """
    weights = {p.id: p.weight * 100 / p.possible for p in card.applicable}
    total = sum((p.weight for p in card.applicable), Fraction(0))
    missing = (card.total_threshold - (card.low or 0)) * total
    scale = lcm(missing.denominator, *(weight.denominator for weight in weights.values()))
    goal = max(int(missing * scale), 0)
    parts = [
        [
            (points * int(weights[practice.id] * scale), choice)
            for points, choice in _practice_options(card, practice, advice, inside, outside)
        ]
        for practice in card.applicable
    ]
    to_come = sum(part[0][0] for part in parts if part)
    reached: _Frontier = [(0, _NOTHING)]
    work = 0
    for part in sorted(parts, key=len):
        work += len(reached) * len(part)
        if not part or work >= most_work:
            return None, work
        to_come -= part[0][0]
        needed = goal - to_come
        reached = _least(
            (min(points, goal), _joined(choice, other))
            for before, choice in reached
            for more, other in part
            if (points := before + more) >= needed
        )
    return next((choice for points, choice in reached if points >= goal), None), work


def _practice_options(
    card: Scorecard, practice: PracticeScore, advice: Sequence[Recommendation], inside: int, outside: int
) -> _Frontier:
    """Points a practice can gain beside the least choice for them, as far as its threshold is reached."""
    options: Mapping[int, _Choice] = {0: _NOTHING}
    for index, recommendation in enumerate(advice):
        if recommendation.criterion.partition(".")[0] != practice.id or outside >> index & 1:
            continue
        gained = recommendation.target - recommendation.level
        own = (recommendation.cost, 1, 1 << index)
        taken = {points + gained: _joined(choice, own) for points, choice in options.items()}
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
