"""Who somebody is: a signed cookie, made when they come in."""

from dataclasses import dataclass
from hashlib import blake2s
from secrets import compare_digest, token_urlsafe

from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

LASTS = 16 * 3600
"""Seconds that a browser keeps a pass: a day's session, also where a phone ends its browser meanwhile."""


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Who leads the interview, in one browser; ``id`` tells one browser from another."""

    id: str


@dataclass(frozen=True, slots=True)
class Member:
    """Who takes part and votes; ``id`` is the pseudonym, ``room`` the room they have joined."""

    id: str
    room: str


Person = Facilitator | Member
_COOKIES: dict[type[Person], str] = {Facilitator: "dsds-facilitator", Member: "dsds-member"}


class Passes:
    """Makes cookies and reads them; ``key`` is a secret of this server's."""

    def __init__(self, key: str, mark: str = "") -> None:
        """Sign with this key; a server with the same key knows the same people.

        ``mark`` ends the cookies' names: a browser keeps them by computer, and a computer may have several
        servers, each at a port of its own.
        """
        self._signers = {kind: URLSafeSerializer(key, salt=name) for kind, name in _COOKIES.items()}
        self._names = {kind: name + mark for kind, name in _COOKIES.items()}
        self._key = key.encode()

    def give(self, response: Response, person: Person) -> None:
        """Put a pass into a browser; scripts cannot read it, and no other site's page can send it in a form.

        It is sent when somebody comes from elsewhere by a link, for a phone comes from its camera: so what a
        link leads to may change nothing.
        """
        kind = type(person)
        fields = [person.id] if isinstance(person, Facilitator) else [person.id, person.room]
        text = str(self._signers[kind].dumps(fields))
        response.set_cookie(self._names[kind], text, max_age=LASTS, httponly=True, samesite="lax")

    def facilitator(self, request: HTTPConnection) -> Facilitator | None:
        """The facilitator who calls; None where it is somebody else."""
        fields = self._read(request, Facilitator)
        return Facilitator(*fields) if len(fields) == 1 else None

    def member(self, request: HTTPConnection) -> Member | None:
        """The participant who calls; None where it is somebody else."""
        fields = self._read(request, Member)
        return Member(*fields) if len(fields) == 2 else None

    def token_for(self, person: Person | None) -> str:
        """What a form has to bring back, so that no other site can send it: bound to the person."""
        name = f"{type(person).__name__} {person.id}" if person else "nobody"
        return blake2s(name.encode(), key=self._key[:32], person=b"dsdsform").hexdigest()

    def is_token(self, person: Person | None, token: str) -> bool:
        """Whether a form has brought the token back."""
        return compare_digest(self.token_for(person).encode(), token.encode())

    def _read(self, request: HTTPConnection, kind: type[Person]) -> list[str]:
        try:
            fields = self._signers[kind].loads(request.cookies.get(self._names[kind], ""))
        except BadData:  # Of an earlier server, or made up.
            return []
        return [str(field) for field in fields] if isinstance(fields, list) else []


def new_facilitator() -> Facilitator:
    """A facilitator's browser that was not here before."""
    return Facilitator(token_urlsafe(9))
