"""Whether enough people are in the room to begin, in sentences."""

from collections import Counter
from collections.abc import Iterable

from dsds_audit.assessment import Assessment
from dsds_audit.display import percent_of
from dsds_audit.presence import Presence, find_presence
from dsds_audit.report.text import capitalized
from dsds_audit.rubric import Rubric
from dsds_audit.speech import decimal, mark, say, say_many
from dsds_audit.web.room import Guest, Room, is_among


def tell_presence(rubric: Rubric, assessment: Assessment, room: Room | None) -> tuple[str, ...]:
    """Whether enough of those invited are here, and the leader; nothing where the rubric asks for neither."""
    here = find_presence(rubric, assessment.invited, roles_here(assessment, room.guests if room else ()))
    return tuple(sentence for sentence in (_quorum(here), _leader(here)) if sentence)


def roles_here(assessment: Assessment, guests: Iterable[Guest]) -> tuple[str, ...]:
    """The roles of all who are here: who joined and has not left, and who stands on record besides."""
    joined = tuple(guests)
    return (*(guest.role for guest in joined if guest.here), *without_phone(assessment, joined))


def without_phone(assessment: Assessment, guests: Iterable[Guest]) -> tuple[str, ...]:
    """The roles of those on record who are not among those who joined."""
    known = [(person.role, person.name) for person in assessment.participants]
    joined = Counter(guest.role for guest in guests if guest.recorded or is_among(guest, known))
    return tuple((Counter(role for role, _ in known) - joined).elements())


def hands_to_count(rubric: Rubric, assessment: Assessment, room: Room | None) -> int:
    """How many on record have a vote and did not join, so that only the facilitator can count it."""
    silent = {role.id for role in rubric.panel.roles if not role.votes} if rubric.panel else set()
    roles = without_phone(assessment, room.guests if room else ())
    return sum(role not in silent for role in roles)


def _quorum(here: Presence) -> str:
    if here.quorum is None:
        return ""
    if here.invited is None:
        return say_many(
            "{count} person here can vote. Write down how many were invited, and this page tells whether "
            "they are enough.",
            "{count} people here can vote. Write down how many were invited, and this page tells whether "
            "they are enough.",
            here.voting,
        )
    told = (
        mark("Enough are here: {voting} can vote, which is more than {percent} of the {invited} invited.")
        if here.enough
        else mark(
            "Not enough are here yet: {voting} can vote, and it takes more than {percent} of the {invited} "
            "invited."
        )
    )
    percent = percent_of(decimal(f"{float(here.quorum):g}"))
    return say(told, voting=here.voting, percent=percent, invited=here.invited)


def _leader(here: Presence) -> str:
    if here.leader is None:
        return ""
    return say(
        "{role}: here." if here.leader_here else "{role}: not here yet.", role=capitalized(here.leader)
    )
