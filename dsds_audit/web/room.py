"""The room where participants join: its code, and who they are as long as it is open."""

from collections.abc import Iterable
from secrets import choice, token_urlsafe
from typing import Annotated

from pydantic import Field

from dsds_audit.errors import AnswerError, Problem
from dsds_audit.names import folded
from dsds_audit.rubric import Role, Rubric
from dsds_audit.speech import say
from dsds_audit.values import Date, Format, Id, Name, Word
from dsds_audit.votes import Pseudonym

_LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"  # Without those that are taken for one another.
_PSEUDONYM = "abcdefghijkmnpqrstuvwxyz23456789"
CODE_LENGTH = 8
MOST_GUESTS = 500


class Guest(Word):
    """Someone who joined: a pseudonym for the journal, a role, and a name or initials for this room only.

    ``name`` is None once it was deleted; ``here`` says whether they are still in the room, ``recorded``
    whether they were taken over into the assessment's participants.
    """

    pseudonym: Pseudonym
    role: Id
    name: Name | None = None
    here: bool = True
    recorded: bool = False


class Room(Word):
    """A room for the votes on one assessment, named as its identity is."""

    format: Format = 1
    id: str
    code: Annotated[str, Field(pattern=f"^[{_LETTERS}]{{{CODE_LENGTH}}}$")]
    site: Name
    program: Name | None = None
    rubric: str
    date: Date
    guests: Annotated[tuple[Guest, ...], Field(max_length=MOST_GUESTS)] = ()

    @property
    def shown_code(self) -> str:
        """The code as people read it out: two groups of four."""
        half = CODE_LENGTH // 2
        return f"{self.code[:half]}-{self.code[half:]}"

    @property
    def present(self) -> tuple[Guest, ...]:
        """Who is here now."""
        return tuple(guest for guest in self.guests if guest.here)

    def guest(self, pseudonym: str) -> Guest | None:
        """Who has this pseudonym; None where nobody has."""
        return next((guest for guest in self.guests if guest.pseudonym == pseudonym), None)

    def with_guest(self, guest: Guest) -> "Room":
        """The room with one more; raises AnswerError (AUD104) where it is full."""
        if len(self.guests) >= MOST_GUESTS:
            message = say("This room is full. Please tell the facilitator, who can count your vote by hand.")
            raise AnswerError(Problem("AUD104", message))
        return self.model_copy(update={"guests": (*self.guests, guest)})

    def changing(self, pseudonym: str, **changes: object) -> "Room":
        """The room with some of this about one of them changed; the same where nobody has the pseudonym."""
        guests = tuple(
            guest.model_copy(update=changes) if guest.pseudonym == pseudonym else guest
            for guest in self.guests
        )
        return self.model_copy(update={"guests": guests})


def normal_code(typed: str) -> str:
    """A code as it is compared: case, dashes and spaces make no difference."""
    return "".join(letter for letter in typed[:100].upper() if letter.isascii() and letter.isalnum())


def new_code() -> str:
    """A code that nobody can guess: 38 bits of chance."""
    return "".join(choice(_LETTERS) for _ in range(CODE_LENGTH))


def new_id() -> str:
    """What tells one room from every other."""
    return token_urlsafe(9)


def new_pseudonym(known: Iterable[Guest]) -> str:
    """A pseudonym by chance that nobody here has."""
    taken = {guest.pseudonym for guest in known}
    while (found := "p-" + "".join(choice(_PSEUDONYM) for _ in range(10))) in taken:
        pass
    return found


def voting_roles(rubric: Rubric) -> tuple[Role, ...]:
    """The roles in which one can join: those that vote; one for everybody where the rubric names none."""
    roles = rubric.panel.roles if rubric.panel else ()
    return tuple(role for role in roles if role.votes) or (Role(id="participant", label=say("participant")),)


def is_among(guest: Guest, names: Iterable[tuple[str, str | None]]) -> bool:
    """Whether someone of this name stands in a list of roles and names in the same role."""
    own = (guest.role, folded(guest.name))
    return guest.name is not None and own in {(role, folded(name)) for role, name in names}
