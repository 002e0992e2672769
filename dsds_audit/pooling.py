"""Much of the same work on every core."""

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from itertools import chain, islice
from multiprocessing import get_context
from typing import TypeVar

from dsds_audit.speech import current_speech, speaking
from dsds_audit.speech_files import load_speech

Item = TypeVar("Item")
Result = TypeVar("Result")
_BATCH = 50


def work_at_once(
    work: Callable[[Sequence[Item]], Sequence[Result]],
    items: Sequence[Item],
    *,
    few: int,
    processes: int | None = None,
) -> Iterator[Result]:
    """What ``work`` makes of each item, in their order, as soon as it is made.

    ``work`` takes some items at a time; it is sent to other processes, with what it holds. There are as many
    as there are cores, or as ``processes`` says; ``few`` items are done before another has started. Where
    none can be had, or one is killed, the rest is done here.
    """
    count = processes or _cores()
    if count == 1 or (processes is None and len(items) < few):
        yield from work(items)
        return
    done = 0
    try:
        for result in _in_processes(work, items, count):
            done += 1
            yield result
    except (BrokenProcessPool, OSError, ImportError):
        yield from work(items[done:])


def _in_processes(
    work: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item], count: int
) -> Iterator[Result]:
    rest = iter(items)
    batches = iter(lambda: list(islice(rest, _BATCH)), [])
    # Forked processes would inherit what threads hold; those that start anew are alike on every system.
    with ProcessPoolExecutor(count, get_context("spawn"), _begin, (current_speech().language,)) as pool:
        try:
            yield from chain.from_iterable(pool.map(work, batches))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin(language: str) -> None:
    """Speak the language of the process that waits for this one, and leave Ctrl-C to it."""
    gc.set_threshold(50_000)  # What is read here is handed over, and hardly any of it is garbage.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _SPEAKING.enter_context(speaking(load_speech(language)))


_SPEAKING = ExitStack()  # Until the process ends.
