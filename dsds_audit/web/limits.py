"""How often something may go wrong before one has to wait."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

_MOST_NAMES = 10_000


class Limit:
    """Counts wrong tries by name, and over all names; safe to use from several threads.

    At most ``most`` of one name and ``most_in_all`` of everyone are borne within ``seconds``.
    """

    def __init__(
        self, most: int, most_in_all: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing has gone wrong yet."""
        self._most, self._most_in_all, self._seconds, self._clock = most, most_in_all, seconds, clock
        self._wrong: dict[str, deque[float]] = {}
        self._in_all: deque[float] = deque(maxlen=most_in_all)
        self._lock = Lock()

    def reached(self, name: str) -> bool:
        """Whether whoever goes by this name has to wait before the next try."""
        with self._lock:
            self._forget()
            return len(self._wrong.get(name, ())) >= self._most or len(self._in_all) >= self._most_in_all

    def count(self, name: str) -> None:
        """Count a wrong try."""
        with self._lock:
            now = self._clock()
            self._wrong.setdefault(name, deque(maxlen=self._most)).append(now)
            self._in_all.append(now)
            if len(self._wrong) > _MOST_NAMES:
                del self._wrong[next(iter(self._wrong))]

    def _forget(self) -> None:
        """Forget what went wrong long enough ago."""
        since = self._clock() - self._seconds
        for name in [name for name, tries in self._wrong.items() if tries[-1] <= since]:
            del self._wrong[name]
        for tries in (*self._wrong.values(), self._in_all):
            while tries and tries[0] <= since:
                tries.popleft()
