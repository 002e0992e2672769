"""What several people answered as votes: entries for the journal, by pseudonym and role, never by name."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from dsds_audit.assessment import Rating
from dsds_audit.errors import Problem
from dsds_audit.polls import Polls, begin_poll, cast, count, follow, reveal
from dsds_audit.returns.groups import Voice
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.votes import Counted, Entry, Opened, Revealed, Vote

ANY_ROLE = "participant"
Sightings = Counter[tuple[str, str | None, int | None]]


def voices_that_vote(rubric: Rubric, voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """Those whose role votes, or who named none."""
    silent = _silent_roles(rubric)
    return tuple(voice for voice in voices if voice.role not in silent)


def _silent_roles(rubric: Rubric) -> dict[str | None, str]:
    """The labels of the roles that do not vote, by their ids."""
    return {role.id: role.label for role in rubric.panel.roles if not role.votes} if rubric.panel else {}


def tell_silent(rubric: Rubric, voices: Sequence[Voice]) -> Iterator[Problem]:
    """Whose answers are no votes, because their role does not vote (AUD172)."""
    silent = _silent_roles(rubric)
    for voice in voices:
        if voice.role in silent:
            message = say(
                "the role “{role}” does not vote, so these levels are no votes; evidence, notes and barriers "
                "are kept. Please bring the levels into the discussion.",
                role=silent[voice.role],
            )
            yield Problem("AUD172", message, voice.place)


def make_ballots(rubric: Rubric, voices: Sequence[Voice], at: dt.datetime) -> tuple[Entry, ...]:
    """The entries of one round on every criterion that somebody answered, in rubric order, shown at once.

    Who gave no level to a criterion but said something abstains; who left it out has not voted on it. People
    are called by their order among those who vote. Who named no role is counted as votes on paper are.
    Raises AnswerError where more people named no role than can be counted.
    """
    voting = voices_that_vote(rubric, voices)
    entries: list[Entry] = []
    polls: Polls = ()
    for criterion in rubric.criteria:
        answered = [
            (number, voice.role, voice.assessment.claims[criterion])
            for number, voice in enumerate(voting, start=1)
            if criterion in voice.assessment.claims
        ]
        for entry in _one_round(rubric, polls, criterion, answered, at) if answered else ():
            entries.append(entry)
            polls = follow(polls, entry)
    return tuple(entries)


def _one_round(
    rubric: Rubric,
    polls: Polls,
    criterion: str,
    answered: Sequence[tuple[int, str | None, Rating]],
    at: dt.datetime,
) -> Iterator[Entry]:
    opened = begin_poll(rubric, polls, criterion, at)
    yield opened
    polls = follow(polls, opened)
    for number, role, rating in answered:
        if role or not rubric.panel:
            by = f"p-person{number}"
            yield cast(rubric, polls, criterion, 1, by, role or ANY_ROLE, rating.level, at)
    on_paper = [rating.level for _, role, rating in answered if not role and rubric.panel]
    if on_paper:
        levels = Counter(level for level in on_paper if level is not None)
        counts = {level: levels[level] for level in range(rubric.top + 1)}
        yield count(rubric, polls, criterion, 1, counts, on_paper.count(None), at)
    yield reveal(polls, criterion, at)


def votes_missing(journal: Sequence[Entry], ballots: Sequence[Entry]) -> bool:
    """Whether a journal lacks any of these votes among those that once were brought in like these.

    Who is who does not matter, nor what happened after.
    """
    return bool(_seen(ballots) - _seen(_brought_in(journal)))


def has_votes_brought_in(journal: Sequence[Entry]) -> bool:
    """Whether a journal holds votes that people sent in."""
    return bool(_brought_in(journal))


def _brought_in(journal: Sequence[Entry]) -> list[Entry]:
    """The votes that were opened and shown at one moment, which no panel in a room could do."""
    opened: dict[str, dt.datetime] = {}
    for entry in journal:
        if isinstance(entry, Opened):
            opened.setdefault(entry.criterion, entry.at)
    shown = {(entry.criterion, entry.at) for entry in journal if isinstance(entry, Revealed)}
    ours = {criterion: at for criterion, at in opened.items() if (criterion, at) in shown}
    return [entry for entry in journal if ours.get(entry.criterion) == entry.at]


def _seen(entries: Sequence[Entry]) -> Sightings:
    seen: Sightings = Counter()
    for entry in entries:
        if isinstance(entry, Vote):
            seen[entry.criterion, entry.role, entry.level] += 1
        elif isinstance(entry, Counted):
            seen.update({(entry.criterion, None, level): people for level, people in entry.levels.items()})
            seen[entry.criterion, None, None] += entry.abstained
    return seen
