"""The assessments that are open in this server, each with one who writes and any who watch."""

import datetime as dt
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from threading import Event, RLock, Thread
from typing import Protocol

from dsds_audit.assessment import Assessment
from dsds_audit.desk import Desk
from dsds_audit.errors import AuditError, Problem, StoreError
from dsds_audit.interview import Interview
from dsds_audit.keeping import Keeper
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.names import Key, key_of, make_key
from dsds_audit.web.feed import Feed
from dsds_audit.web.links import topic_of
from dsds_audit.web.passes import Facilitator
from dsds_audit.web.sitting import Sitting, stored_among

PACE = 1.5
"""Seconds between two looks at what others write and at what nobody touches any more."""


class Memory(Protocol):
    """What a sitting needs of the votes that a server remembers."""

    def forget(self, stored: Stored) -> None:
        """Read the votes on an assessment anew next time."""
        ...


class Place(Protocol):
    """What a sitting needs of a hall."""

    @property
    def desk(self) -> Desk:
        """Where assessments are kept."""
        ...

    @property
    def feed(self) -> Feed:
        """Where changes are told."""
        ...

    @property
    def journals(self) -> Memory:
        """The votes as they are remembered."""
        ...


class Call(Protocol):
    """What a sitting needs of a visit."""

    @property
    def hall(self) -> Place:
        """Where it comes to."""
        ...

    @property
    def facilitator(self) -> Facilitator:
        """Who calls."""
        ...

    def asked(self, name: str) -> str:
        """A part of the address; empty where it is not there."""
        ...


class Sittings:
    """The assessments open in one server; safe to use from several threads."""

    def __init__(self) -> None:
        """None is open yet."""
        self._lock = RLock()
        self._sittings: dict[Key, Sitting] = {}
        self._ended = Event()
        self._minder: Thread | None = None

    def open(self, visit: Call) -> Sitting:
        """The sitting on the assessment that the address names; the first facilitator to come writes.

        Its assessment may have another date or name than the address by now: then go to the new address.
        Raises StoreError where there is none (AUD053) or it is finished (AUD103).
        """
        wanted = wanted_by(visit)
        sitting = self._sittings.get(wanted)
        if sitting is None or sitting.key != wanted:
            with self._lock:
                sitting = self._found(visit, sitting)
        followed = not sitting.held
        sitting.wake(visit.facilitator)
        if followed:  # Whoever held it until now may have led votes on it.
            visit.hall.journals.forget(sitting.stored)
        if sitting.interview.assessment.finished:
            message = say("this assessment is finished. Please open it again to correct it.")
            raise StoreError(Problem("AUD103", message))
        return sitting

    def begin(self, visit: Call, interview: Interview, stored: Stored | None) -> Sitting:
        """A sitting on an interview that is new, or taken up again from ``stored``; saved when this returns.

        The one under way where another facilitator of this server has just taken it up.
        Raises ConflictError (AUD052) where someone else has it open, StoreError where there is one already
        (AUD051) or it cannot be saved.
        """
        with self._lock:
            keeper = Keeper(visit.hall.desk.store, interview, stored)
            if stored is None and (doubled := keeper.doubled(interview)):
                raise StoreError(Problem("AUD051", doubled))
            known = self._sittings.get(key_of(interview.assessment))
            if known and known.held and known.key == key_of(interview.assessment):
                return known
            keeper.__enter__()
            try:
                keeper.save(interview)
                if keeper.stored is None:
                    raise TypeError("an interview without a site cannot be kept")
                sitting = self._registered(visit, keeper.stored)
            except BaseException:
                keeper.__exit__()
                raise
            sitting.begin(visit.facilitator, keeper)
            return sitting

    def close(self) -> None:
        """Let others at all of them."""
        self._ended.set()
        for sitting in list(self._sittings.values()):
            sitting.rest()

    def _found(self, visit: Call, known: Sitting | None) -> Sitting:
        """A sitting on what the store has under the wanted name, else the one that once had that name."""
        try:
            return self._registered(visit, stored_at(visit))
        except StoreError:
            if known is None:
                raise
            return known

    def _registered(self, visit: Call, stored: Stored) -> Sitting:
        for sitting in self._sittings.values():
            if sitting.key == key_of(stored.assessment):
                break
        else:
            tell = partial(_tell, visit.hall.feed)
            sitting = Sitting(visit.hall.desk, stored, self._lock, tell)
        self._sittings[key_of(stored.assessment)] = sitting
        if self._minder is None:
            self._minder = Thread(target=copy_context().run, args=(self._mind,), name="sittings", daemon=True)
            self._minder.start()
        return sitting

    def _mind(self) -> None:
        while not self._ended.wait(PACE):
            for sitting in list(self._sittings.values()):
                with suppress(AuditError):
                    sitting.look_after()


def wanted_by(visit: Call) -> Key:
    """What tells the assessment that an address names; raises StoreError (AUD053) where it names none."""
    try:
        date = dt.date.fromisoformat(visit.asked("date"))
    except ValueError:
        message = say("This address names no assessment. Please choose one at the start.")
        raise StoreError(Problem("AUD053", message)) from None
    return make_key(visit.asked("site"), visit.asked("program"), visit.asked("rubric"), date)


def stored_at(visit: Call) -> Stored:
    """The assessment, finished or not, that an address names; raises AuditError."""
    return stored_among(visit.hall.desk.store.find(visit.asked("site")), wanted_by(visit))


def _tell(feed: Feed, assessment: Assessment) -> None:
    feed.tell(topic_of(assessment))
