"""What happened in the votes of a panel: the entries of a journal that is only ever added to."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, StringConstraints, TypeAdapter
from pydantic_core import PydanticCustomError

from dsds_audit.speech import say
from dsds_audit.values import FullId, Id, Step, Text, Word

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
MOST_COUNTED = 1000


def _moment(value: Any) -> dt.datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError as error:
            words = {"value": value, "why": str(error)}
            raise PydanticCustomError("no_moment", say("{value} is no moment: {why}"), words) from error
    if isinstance(value, dt.datetime) and value.utcoffset() == dt.timedelta(0):
        return value.astimezone(dt.UTC)
    raise PydanticCustomError("no_moment", say("{value} is no moment in UTC"), {"value": repr(value)[:40]})


def _written(moment: dt.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


Moment = Annotated[dt.datetime, BeforeValidator(_moment), PlainSerializer(_written, when_used="json")]
Pseudonym = Annotated[str, StringConstraints(pattern=r"^p-[a-z0-9]{6,16}$")]
Round = Literal[1, 2]
Count = Annotated[int, Field(strict=True, ge=0, le=MOST_COUNTED)]


class Happening(Word):
    """What every entry says: the criterion voted on by its full id, the round, and when, in UTC."""

    criterion: FullId
    round: Round
    at: Moment


class Opened(Happening):
    """That voting on a criterion began."""

    kind: Literal["opened"] = "opened"


class Vote(Happening):
    """The level one participant gave; None abstains. Of one person's votes in a round the last one counts."""

    kind: Literal["vote"] = "vote"
    by: Pseudonym
    role: Id
    level: Step | None


class Counted(Happening):
    """Votes by show of fingers or on paper: how many gave each level; a later count replaces it."""

    kind: Literal["counted"] = "counted"
    levels: Annotated[Mapping[Step, Count], Field(max_length=101)]
    abstained: Count = 0


class Revealed(Happening):
    """That the votes were shown to the panel; none is taken after it."""

    kind: Literal["revealed"] = "revealed"


class Agreed(Happening):
    """The consensus: its level, or None where the panel agreed that it does not know.

    ``minority`` is the view of those who saw it otherwise.
    """

    kind: Literal["agreed"] = "agreed"
    level: Step | None
    minority: Text | None = None


Entry = Opened | Vote | Counted | Revealed | Agreed
_ENTRIES: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])


def parse_entry(document: Mapping[str, Any]) -> Entry:
    """The entry that a JSON document holds; raises ValueError where it holds none."""
    return _ENTRIES.validate_python(document)


def entry_document(entry: Entry) -> dict[str, Any]:
    """An entry as a JSON document, ``kind`` first; parse_entry reads the same entry from it."""
    return {"kind": entry.kind, **entry.model_dump(mode="json")}
