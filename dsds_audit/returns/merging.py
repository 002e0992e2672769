"""Several people's answers as one unfinished assessment, without any level: that is for them to agree on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from dsds_audit.assessment import Assessment, Participant, Progress, Rating
from dsds_audit.errors import Problem
from dsds_audit.interview.route import REVIEW, plan_route
from dsds_audit.returns.groups import Voice
from dsds_audit.rubric import Rubric
from dsds_audit.speech import mark, say

V = TypeVar("V")
MOST_PEOPLE = 1000
_MOST = 100  # Pieces of evidence, or barriers, of one rating.
_LONGEST = 10_000  # Letters of a text.
_LONGEST_NAME = 200
_MOST_EARLIER = 50


@dataclass(frozen=True, slots=True)
class Merged:
    """The assessment that people are to agree on, and what of their answers it does not hold."""

    assessment: Assessment
    notes: tuple[Problem, ...] = ()


def merge(rubric: Rubric, voices: Sequence[Voice]) -> Merged:
    """What several people said of one assessment, but for their levels, which are votes.

    Evidence, notes, reasons and barriers of all stand there once each; a criterion that has any is rated
    *don't know* and waits to be confirmed, so it counts as unanswered. Checks that all who went through them
    ticked alike wait for the level; others stand in the note, with how many ticked them. What people say
    differently of the assessment itself is left open, which the notes tell (AUD172), as they tell what is
    more than a record can hold (AUD175). It stands at the first criterion that anyone answered.
    """
    people = [voice.assessment for voice in voices]
    merging = _Merging(voices[0].place)
    ratings = {name: merging.rating(rubric, name, people) for name in rubric.criteria}
    kept = {name: rating for name, rating in ratings.items() if rating}
    fields = {
        name: merging.agreed([getattr(one, name) for one in people], differ)
        for name, differ in _SINGLE.items()
    }
    first = people[0]
    ticked = {name: ticks for name in rubric.criteria if (ticks := _ticked_alike(name, people)) is not None}
    assessment = Assessment.model_validate(
        {name: value for name, value in fields.items() if value is not None}
        | {"site": first.site, "date": first.date, "rubric": rubric.ref, "digest": rubric.digest}
        | ({"program": first.program} if first.program else {})
        | {"targets": merging.each_agreed([one.targets for one in people], _TARGETS_DIFFER)}
        | {"administration": merging.each_agreed([one.administration for one in people], _STATEMENTS_DIFFER)}
        | {"populations": dict(merging.populations(people))}
        | {"participants": merging.participants(voices), "ratings": kept}
        | {"earlier": merging.fitting("earlier", [e for one in people for e in one.earlier], _MOST_EARLIER)}
    )
    progress = Progress(position=REVIEW, carried=tuple(kept), ticked=ticked)
    unplaced = assessment.model_copy(update={"interview": progress})
    placed = progress.model_copy(update={"position": _start(rubric, unplaced, people)})
    return Merged(assessment.model_copy(update={"interview": placed}), tuple(merging.notes))


_SINGLE: Mapping[str, str] = {
    "group": mark("people say different things of the group, so it is left open. Please agree on one."),
    "facilitator": mark(
        "people say different things of the facilitator, so it is left open. Please agree on one."
    ),
    "invited": mark("people say different things of the invited, so it is left open. Please agree on one."),
    "thresholds": mark(
        "people say different things of the thresholds, so it is left open. Please agree on one."
    ),
}
_PARTICIPANTS_DIFFER = mark(
    "people say different things of the participants, so it is left open. Please agree on one."
)
_TARGETS_DIFFER = mark(
    "people say different things of the target of {name}, so it is left open. Please agree on one."
)
_STATEMENTS_DIFFER = mark(
    "people say different things of the statement {name}, so it is left open. Please agree on one."
)


class _Merging:
    """What people said put together, with what is left open or out."""

    def __init__(self, place: str) -> None:
        self.notes: list[Problem] = []
        self._place = place

    def agreed(self, values: Iterable[V | None], differ: str, name: str = "") -> V | None:
        """What all say who say anything; None where they differ, which is noted as ``differ`` of ``name``."""
        said: list[V] = []
        for value in values:
            if value is not None and value not in said:
                said.append(value)
        if len(said) > 1:
            message = say(differ, name=name)
            self.notes.append(Problem("AUD172", message, self._place))
        return said[0] if len(said) == 1 else None

    def each_agreed(self, said: Sequence[Mapping[str, V]], differ: str) -> dict[str, V]:
        """What all say of each thing who say anything of it."""
        names = dict.fromkeys(name for one in said for name in one)
        found = {name: self.agreed([one.get(name) for one in said], differ, name) for name in names}
        return {name: value for name, value in found.items() if value is not None}

    def populations(self, people: Sequence[Assessment]) -> Iterator[tuple[str, str]]:
        """Everyone's words about whom they mean, each once."""
        for name in dict.fromkeys(name for one in people for name in one.populations):
            texts = [one.populations[name] for one in people if name in one.populations]
            yield name, self.text(name, texts)

    def participants(self, voices: Sequence[Voice]) -> Sequence[Participant]:
        """Those who answered and said in which role; where nobody did, whom all say took part."""
        people = [Participant(role=one.role, name=_name_of(one)) for one in voices if one.role]
        said = [one.assessment.participants or None for one in voices]
        if not people:
            return self.agreed(said, _PARTICIPANTS_DIFFER) or ()
        if any(said):
            message = say(
                "those who answered are the participants; how many people took part, as some say, is not "
                "taken. Please add whoever is missing."
            )
            self.notes.append(Problem("AUD172", message, self._place))
        return people

    def rating(self, rubric: Rubric, name: str, people: Sequence[Assessment]) -> Rating | None:
        """What people say of a criterion beside their levels; None where nobody says anything."""
        said = [one.ratings[name] for one in people if name in one.ratings]
        lines = [line for rating in said for line in _lines(rating)]
        note = self.text(name, [*lines, *_ticked_unlike(rubric, name, people)])
        evidence = self.fitting(name, [each for rating in said for each in rating.evidence], _MOST)
        barriers = self.fitting(name, [each for rating in said for each in rating.barriers], _MOST)
        if not (note or evidence or barriers):
            return None
        return Rating(dont_know=True, evidence=evidence, barriers=barriers, note=note or None)

    def text(self, what: str, lines: Iterable[str]) -> str:
        """Different texts, one under the other, as many as a record can hold."""
        text = ""
        for line in dict.fromkeys(lines):
            longer = f"{text}\n{line}" if text else line
            if len(longer) > _LONGEST:
                self._tell_too_much(what)
                break
            text = longer
        return text

    def fitting(self, what: str, found: Sequence[V], most: int) -> tuple[V, ...]:
        """Each of what was found once, as many as a record can hold."""
        kept: list[V] = []
        for one in found:
            if one not in kept:
                kept.append(one)
            if len(kept) > most:
                self._tell_too_much(what)
                return tuple(kept[:most])
        return tuple(kept)

    def _tell_too_much(self, what: str) -> None:
        message = say(
            "people wrote more than one record can hold, so the last is left out. Please look it up in what "
            "they sent."
        )
        self.notes.append(Problem("AUD175", say("{label}: {text}", label=what, text=message), self._place))


def _name_of(voice: Voice) -> str | None:
    """The name that somebody gave, as much of it as a record can hold."""
    name = (voice.respondent or "").encode("utf-8", "replace").decode()
    return name.strip()[:_LONGEST_NAME].strip() or None


def _lines(rating: Rating) -> Iterator[str]:
    if rating.note:
        yield rating.note
    if rating.not_applicable is not None:
        reason = rating.not_applicable or say("no reason was given")
        yield say("Does not apply: {reason}", reason=reason)[:_LONGEST]


def _ticks(name: str, people: Sequence[Assessment]) -> list[tuple[str, ...]]:
    """The checks that everyone ticked who went through those of a criterion."""
    said = [one.ratings[name].checks for one in people if name in one.ratings]
    return [ticks for ticks in said if ticks is not None]


def _ticked_alike(name: str, people: Sequence[Assessment]) -> tuple[str, ...] | None:
    ticks = _ticks(name, people)
    return ticks[0] if len({frozenset(each) for each in ticks}) == 1 else None


def _ticked_unlike(rubric: Rubric, name: str, people: Sequence[Assessment]) -> Iterator[str]:
    """What people ticked, as lines for the note, where they ticked different things."""
    ticks = _ticks(name, people)
    if len({frozenset(each) for each in ticks}) < 2:
        return
    counts: Counter[str] = Counter(check for each in ticks for check in set(each))
    for check in rubric.criteria[name].checks:
        if counts[check.id]:
            yield say(
                "Ticked by {count} of {total}: {check}",
                count=counts[check.id],
                total=len(ticks),
                check=rubric.text_of(f"{name}.{check.id}"),
            )


def _start(rubric: Rubric, assessment: Assessment, people: Sequence[Assessment]) -> str:
    """The first question about the first criterion that anyone answered."""
    answered: Mapping[str, Any] = {name: one for one in people for name in one.claims}
    first = next((name for name in rubric.criteria if name in answered), next(iter(rubric.criteria)))
    return plan_route(rubric, assessment).start_of(first)
