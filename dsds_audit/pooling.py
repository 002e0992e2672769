"""Much of the same work on every core."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from dsds_audit.speech import current_speech, speaking
from dsds_audit.speech_files import load_speech

Item = TypeVar("Item")
Result = TypeVar("Result")
_BATCH = 20  # items
_AHEAD = 2  # batches of a process: the one it is at, and the one after that


def work_at_once(
    work: Callable[[Sequence[Item]], Sequence[Result]],
    items: Sequence[Item],
    *,
    few: int,
    processes: int | None = None,
) -> Iterator[Result]:
    """What ``work`` makes of each item, in their order, as soon as it is made.

    ``work`` takes some items at a time; it is sent to other processes, with what it holds. With this one,
    there are as many as there are cores, or as ``processes`` says; ``few`` items are done before another
    has started. Where none can be had, or one is killed, the rest is done here.
    """
    count = processes or _cores()
    if count == 1 or (processes is None and len(items) < few):
        yield from _alone(work, items)
        return
    done = 0
    try:
        for result in _in_processes(work, items, count - 1):
            done += 1
            yield result
    except (BrokenProcessPool, OSError, ImportError):
        yield from _alone(work, items[done:])


def _alone(work: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item]) -> Iterator[Result]:
    for batch in _batches(items):
        yield from work(batch)


def _batches(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[start : start + _BATCH] for start in range(0, len(items), _BATCH)]


def _in_processes(
    work: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item], others: int
) -> Iterator[Result]:
    # Forked processes would inherit what threads hold; those that start anew are alike on every system.
    with ProcessPoolExecutor(others, get_context("spawn"), _begin, (current_speech().language,)) as pool:
        try:
            yield from _shared(work, _batches(items), pool, others * _AHEAD)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _shared(
    work: Callable[[Sequence[Item]], Sequence[Result]],
    batches: Sequence[Sequence[Item]],
    pool: Executor,
    most: int,
) -> Iterator[Result]:
    """The results of all, of which ``most`` are given away at a time; this process does others meanwhile."""
    left = deque(enumerate(batches))
    given: dict[int, Future[Sequence[Result]]] = {}
    done_here: dict[int, Sequence[Result]] = {}
    for number in range(len(batches)):
        while number not in done_here:
            while left and sum(not future.done() for future in given.values()) < most:
                place, batch = left.popleft()
                with _ctrl_c_kept_back():
                    given[place] = pool.submit(work, batch)
            if not left or given[number].done():
                done_here[number] = given.pop(number).result()
            else:
                place, batch = left.popleft()
                done_here[place] = work(batch)
        yield from done_here.pop(number)


@contextmanager
def _ctrl_c_kept_back() -> Iterator[None]:
    """Ctrl-C is heard after this; a process that starts meanwhile never hears it, not even in starting."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin(language: str) -> None:
    """Speak the language of the process that waits for this one, leave Ctrl-C to it, and end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    gc.set_threshold(50_000)  # What is read here is handed over, and hardly any of it is garbage.
    _SPEAKING.enter_context(speaking(load_speech(language)))


def _end_with(other: Any) -> None:
    """A process that was killed tells nobody that nothing more will come."""
    if other is not None:
        other.join()
        os._exit(1)


_SPEAKING = ExitStack()  # Until the process ends.
