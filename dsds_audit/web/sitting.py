"""One assessment that is open in this server: who writes on it, each change safe before it shows."""

import datetime as dt
import time
from collections.abc import Callable
from threading import RLock

from dsds_audit.assessment import Assessment
from dsds_audit.desk import Desk
from dsds_audit.errors import AuditError, ConflictError, Problem, StoreError
from dsds_audit.interview import Interview
from dsds_audit.keeping import Keeper
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.names import Key as Key
from dsds_audit.store.names import key_of as key_of
from dsds_audit.web.passes import Facilitator

IDLE = 1800.0
"""Seconds after which an assessment that nobody touches is let go, so that others can open it."""


class Sitting:
    """An assessment with one who writes and any who watch; safe to use from several threads.

    ``interview`` is what is saved, or, where somebody else has it open, what they have saved so far.
    ``writer`` is the id of the facilitator who writes ``since`` then; ``saved`` is when the last change was
    safe; ``obstacle`` says why nobody can write here now, where that is so.
    """

    def __init__(self, desk: Desk, stored: Stored, lock: RLock, tell: Callable[[Assessment], None]) -> None:
        """Take what the store holds; ``tell`` is told what has changed."""
        self._desk, self._lock, self._tell = desk, lock, tell
        self.stored = stored
        self.interview = Interview(desk.catalogue.load(stored.assessment.rubric), stored.assessment)
        self.writer: str | None = None
        self.since = self.saved = None  # type: dt.datetime | None
        self.obstacle: StoreError | None = None
        self._keeper: Keeper | None = None
        self._touched = time.monotonic()

    @property
    def held(self) -> bool:
        """Whether others are kept from the assessment."""
        return self._keeper is not None

    @property
    def key(self) -> Key:
        """What tells the assessment from others; it changes with its site, program and date."""
        return key_of(self.interview.assessment)

    def watches(self, facilitator: Facilitator) -> bool:
        """Whether this facilitator can only watch just now."""
        return self.obstacle is not None or self.writer not in (None, facilitator.id)

    def wake(self, facilitator: Facilitator | None = None) -> None:
        """Hold the assessment where it was let go; who comes first writes. Raises AuditError."""
        with self._lock:
            self._touched = time.monotonic()
            if self._keeper is None and self.obstacle is None:
                self._read()
                self._hold()
            if facilitator and self.writer is None and self._keeper:
                self._give_pen(facilitator)

    def take_pen(self, facilitator: Facilitator) -> None:
        """Let this facilitator write from now on; raises StoreError where it is held elsewhere."""
        with self._lock:
            self._touched = time.monotonic()
            if self._keeper is None:
                self.obstacle = None
                self._read()
                self._hold()
            if self.obstacle:
                raise self.obstacle
            self._give_pen(facilitator)
        self._tell(self.interview.assessment)

    def change(self, facilitator: Facilitator, step: Callable[[Interview], Interview]) -> Interview:
        """The interview after this step, safe in the store when this returns, and told to all who watch.

        Raises what ``step`` raises, with nothing changed; ConflictError where somebody else writes (AUD102)
        or has changed what is stored (AUD051: the interview is then theirs); StoreError where it cannot be
        saved. A step that changes nothing saves nothing.
        """
        with self._lock:
            self.refuse_watchers(facilitator)
            before, after = self.interview, step(self.interview)
            if after == before:
                return after
            self._save(after)
        for assessment in {key_of(each): each for each in (before.assessment, after.assessment)}.values():
            self._tell(assessment)
        return self.interview

    def refuse_watchers(self, facilitator: Facilitator) -> None:
        """Raise ConflictError (AUD102), or what is in the way, where this facilitator may not write now."""
        with self._lock:
            self.wake(facilitator)
            if self.obstacle:
                raise self.obstacle
            if self.writer != facilitator.id:
                raise ConflictError(Problem("AUD102", self._told_who_writes()))

    def begin(self, facilitator: Facilitator, keeper: Keeper) -> None:
        """Hold an assessment through a keeper that has saved it already."""
        with self._lock:
            self._keeper, self.obstacle = keeper, None
            self.interview, self.stored = keeper.interview, keeper.stored or self.stored
            self._give_pen(facilitator)
            self.saved = dt.datetime.now()

    def look_after(self) -> None:
        """Follow what somebody else writes; let go of what nobody has touched for long."""
        with self._lock:
            idle = time.monotonic() - self._touched > IDLE
            if self._keeper and idle:
                self.rest()
            elif self.obstacle and not idle:
                self._follow()

    def rest(self) -> None:
        """Let others at the assessment."""
        with self._lock:
            if self._keeper:
                self._keeper.__exit__()
            self._keeper, self.writer, self.since = None, None, None

    def _give_pen(self, facilitator: Facilitator) -> None:
        if self.writer != facilitator.id:
            self.writer, self.since = facilitator.id, dt.datetime.now()

    def _told_who_writes(self) -> str:
        if self.since is None:
            return say(
                "somebody else writes on this assessment, so nothing was changed. Please take over on the "
                "page of the interview to write here, or go on watching."
            )
        return say(
            "somebody else writes on this assessment since {time}, so nothing was changed. Please take over "
            "on the page of the interview to write here, or go on watching.",
            time=f"{self.since:%H:%M}",
        )

    def _save(self, after: Interview) -> None:
        if self._keeper is None:
            raise TypeError("an assessment that nobody holds is not written to")
        if doubled := self._keeper.doubled(after):
            raise StoreError(Problem("AUD051", doubled))
        try:
            self._keeper.save(after)
        except ConflictError:
            self._read_again()
            raise
        self.interview, self.saved = after, dt.datetime.now()
        self.stored = self._keeper.stored or self.stored
        if after.assessment.finished:
            self.rest()

    def _read_again(self) -> None:
        """Take what somebody else has made of it; where there is nothing any more, nobody writes here."""
        try:
            self._read()
        except StoreError as gone:
            self.rest()
            self.obstacle = gone
        except AuditError:  # Damaged: what was read stands.
            pass

    def _hold(self) -> None:
        """Keep others from the assessment; where they keep us, there is an obstacle."""
        if self.interview.assessment.finished:
            return
        keeper = Keeper(self._desk.store, self.interview, self.stored)
        try:
            keeper.__enter__()
        except StoreError as error:
            self.obstacle = error
            return
        self._keeper = keeper
        try:
            self._read()
        except AuditError:
            self.rest()
            raise

    def _follow(self) -> None:
        revision = self.stored.revision
        try:
            self._read()
        except StoreError as error:
            self.obstacle = error
        except AuditError:  # It is being written by hand just now, or damaged: what was read stands.
            return
        if self.stored.revision != revision:
            self._tell(self.interview.assessment)

    def _read(self) -> None:
        """Take what the store holds now."""
        site = self.interview.assessment.site
        self.stored = stored_among(self._desk.store.find(site), self.key)
        if self._keeper:
            self._keeper.stored = self.stored
        rubric = self._desk.catalogue.load(self.stored.assessment.rubric)
        self.interview = Interview(rubric, self.stored.assessment)
        if self._keeper:
            self._keeper.interview = self.interview


def stored_among(kept: list[Stored], key: Key) -> Stored:
    """The assessment that is meant; raises StoreError (AUD053) where it is not among these."""
    for stored in kept:
        if key_of(stored.assessment) == key:
            return stored
    message = say("There is no such assessment here, or not any more. Please choose one at the start.")
    raise StoreError(Problem("AUD053", message))
