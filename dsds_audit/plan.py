"""What people decided to do: a site's action items, with owner, date, and what came of them."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from dsds_audit.assessment import Barrier, Evidence
from dsds_audit.speech import say
from dsds_audit.values import Date, Format, FullId, Id, Name, RubricRef, Text, Truth, Word

Turn = Literal["now", "next", "later"]
MOST_ITEMS = 10_000
MOST_ENTRIES = 10_000


class Entry(Word):
    """Something written down about an action item on a day; the item's diary, oldest first."""

    date: Date
    text: Text


class Closing(Word):
    """What came of an action item that was carried out: the study and act of plan, do, study, act.

    ``evidence`` shows that it was done; ``result`` is what the measure showed, ``learnt`` what to remember,
    ``as_planned`` whether it was done the way it was planned (None where nobody said), ``next`` what follows.
    """

    date: Date
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1, max_length=100)]
    result: Text
    learnt: Text
    as_planned: Truth | None = None
    next: Text | None = None


class Dropping(Word):
    """That an action item was given up, when, and why."""

    date: Date
    reason: Text


class ActionItem(Word):
    """An action taken on by someone with a date.

    ``criterion`` is the full id of the criterion it is meant to move, of the rubric version in ``rubric``;
    both are None for an action that no criterion asks for. ``checks`` are the ids of that criterion's checks
    it is to make true. An item is open until it is closed or dropped; it is never deleted.
    """

    id: Id
    action: Text
    program: Name | None = None
    criterion: FullId | None = None
    rubric: RubricRef | None = None
    checks: Annotated[tuple[Id, ...], Field(max_length=50)] = ()
    turn: Turn = "now"
    owner: Name
    adopted: Date
    due: Date
    aim: Text | None = None
    measure: Text | None = None
    first_step: Text | None = None
    barrier: Barrier | None = None
    diary: Annotated[tuple[Entry, ...], Field(max_length=MOST_ENTRIES)] = ()
    closed: Closing | None = None
    dropped: Dropping | None = None

    @model_validator(mode="after")
    def _one_ending(self) -> "ActionItem":
        if self.closed is not None and self.dropped is not None:
            raise PydanticCustomError(
                "not_exactly_one", say("an action item is closed or dropped, but never both")
            )
        return self

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.closed is None and self.dropped is None


class Plan(Word):
    """A site's action items, of all its programs, and when it means to assess again.

    It carries on from assessment to assessment. Items stand in the order they were adopted in.
    ``diary`` keeps how the day of the next assessment has moved.
    """

    format: Format = 1
    site: Name
    next_assessment: Date | None = None
    items: Annotated[tuple[ActionItem, ...], Field(max_length=MOST_ITEMS)] = ()
    diary: Annotated[tuple[Entry, ...], Field(max_length=MOST_ENTRIES)] = ()

    def item(self, item_id: str) -> ActionItem:
        """The item of that id; KeyError where there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)
