"""The votes on the assessments that are open: one writing to the disk for all who wait, in their order."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import reduce
from threading import Lock

from dsds_audit.errors import AuditError
from dsds_audit.polls import Polls, follow, polls_of
from dsds_audit.store import Store, Stored
from dsds_audit.votes import Entry
from dsds_audit.web.sitting import key_of

_GATHERING = 0.01
"""Seconds in which those who come at the same moment find together."""
Make = Callable[[Polls], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What somebody wants to add, and how they are told when it is safe."""

    make: Make
    told: Future[Polls]


@dataclass(slots=True)
class _Journal:
    """A journal as far as it is on the disk, with what waits to be added to it."""

    stored: Stored
    polls: Polls
    waiting: list[_Waiting] = field(default_factory=list)
    busy: bool = False


class Journals:
    """The journals of a server; what its memory says of them follows what is on the disk.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        """None has been read yet."""
        self._lock = Lock()
        self._known: dict[tuple[object, ...], _Journal] = {}
        self._writer = ThreadPoolExecutor(1, "journals")

    def polls(self, store: Store, stored: Stored) -> Polls:
        """What is on the disk of the votes on an assessment; raises StoreError."""
        with self._lock:
            return self._journal(store, stored).polls

    def forget(self, stored: Stored) -> None:
        """Read the votes on an assessment anew next time, for another server may have added to them."""
        with self._lock:
            key = (*key_of(stored.assessment), stored.assessment.rubric)
            if key in self._known and not self._known[key].busy:
                del self._known[key]

    def add(self, store: Store, stored: Stored, make: Make) -> Future[Polls]:
        """Add the entries that ``make`` makes of the polls before them, and tell the polls after them.

        The future is done once they are on the disk. It raises what ``make`` raises, and then nothing of it
        is added; and StoreError where nothing can be written, which is told to all who wait at that moment.
        """
        waiting = _Waiting(make, Future())
        with self._lock:
            journal = self._journal(store, stored)
            journal.stored = stored
            journal.waiting.append(waiting)
            if not journal.busy:
                journal.busy = True
                self._writer.submit(copy_context().run, self._write, store, journal)  # It speaks as we do.
        return waiting.told

    def _journal(self, store: Store, stored: Stored) -> _Journal:
        """An assessment's journal, read where it is not known; while the lock is held.

        The others are forgotten then: an assessment may get another name, and the name be given again.
        """
        # Votes on an earlier version of the rubric are votes on other questions.
        key = (*key_of(stored.assessment), stored.assessment.rubric)
        if key not in self._known:
            journal = _Journal(stored, polls_of(store.votes(stored)))
            self._known = {name: one for name, one in self._known.items() if one.busy}
            self._known[key] = journal
        return self._known[key]

    def _write(self, store: Store, journal: _Journal) -> None:
        """Write what waits, until nothing does; whoever comes meanwhile comes together."""
        while True:
            time.sleep(_GATHERING)
            with self._lock:
                if not journal.waiting:
                    journal.busy = False
                    return
                batch, journal.waiting = journal.waiting, []
                stored, polls = journal.stored, journal.polls
            taken, entries = _made(batch, polls)
            after = reduce(follow, entries, polls)
            try:
                if entries:
                    store.append_votes(stored, entries)
            except Exception as error:  # Whatever it is, everybody who waits has to hear of it.
                _refuse(taken, error)
                continue
            with self._lock:
                journal.polls = after
            for waiting in taken:
                waiting.told.set_result(after)


def _made(batch: Sequence[_Waiting], polls: Polls) -> tuple[list[_Waiting], list[Entry]]:
    """Those whose entries fit, with all of these; the others are told at once."""
    taken: list[_Waiting] = []
    entries: list[Entry] = []
    for waiting in batch:
        if not waiting.told.set_running_or_notify_cancel():
            continue  # Whoever wanted it has gone away.
        try:
            made = list(waiting.make(polls))
        except Exception as error:
            _refuse([waiting], error)
            continue
        polls = reduce(follow, made, polls)
        taken.append(waiting)
        entries += made
    return taken, entries


def _refuse(batch: Sequence[_Waiting], error: Exception) -> None:
    for waiting in batch:
        waiting.told.set_exception(_again(error))


def _again(error: Exception) -> Exception:
    """An error for one of several to raise: each raises one of its own."""
    return type(error)(error.problems) if isinstance(error, AuditError) else error
