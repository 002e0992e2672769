"""The locks that one store holds: one interview an assessment, in this program as among several."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from dsds_audit.assessment import Assessment
from dsds_audit.store.names import Key, key_of


class HeldLocks:
    """Locks on assessments, each of which goes along when its assessment becomes another."""

    def __init__(self, hold: Callable[[Assessment], AbstractContextManager[None]]) -> None:
        """Take what keeps others out; it raises ConflictError (AUD052) where someone is in, even we."""
        self._hold = hold
        self._held: dict[Key, ExitStack] = {}

    @contextmanager
    def holding(self, assessment: Assessment) -> Iterator[None]:
        """Keep others from an assessment; raises ConflictError (AUD052)."""
        with ExitStack() as lock:
            lock.enter_context(self._hold(assessment))
            self._held[key_of(assessment)] = lock
            try:
                yield
            finally:
                for key in [key for key, held in [*self._held.items()] if held is lock]:
                    del self._held[key]

    @contextmanager
    def moving(self, before: Assessment, after: Assessment) -> Iterator[None]:
        """Where an assessment is held, hold in its place what it has become when the block ends.

        Raises ConflictError (AUD052) where someone else holds that.
        """
        was, now = key_of(before), key_of(after)
        lock = self._held.get(was)
        if lock is None or was == now:
            yield
            return
        with ExitStack() as new:
            new.enter_context(self._hold(after))
            yield
            old = lock.pop_all()
            lock.enter_context(new.pop_all())
        self._held[now] = self._held.pop(was)
        old.close()
