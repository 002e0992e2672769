import os
import time
from functools import partial
from multiprocessing import get_context

import pytest

from dsds_audit.pooling import work_at_once


def doubled(numbers):
    return [2 * number for number in numbers]


def fallen_over(parent, numbers):
    """What kills every other process and works in the one that asked."""
    if os.getpid() != parent:
        os._exit(1)
    return doubled(numbers)


@pytest.mark.parametrize("count", [0, 1, 7, 120])
def test_results_come_in_the_order_of_the_items(count):
    assert list(work_at_once(doubled, range(count), few=1000)) == doubled(range(count))


@pytest.mark.slow
def test_several_processes_do_the_same():
    assert list(work_at_once(doubled, range(230), few=1, processes=2)) == doubled(range(230))


@pytest.mark.slow
def test_what_a_killed_process_leaves_is_done_here():
    work = partial(fallen_over, os.getpid())
    assert list(work_at_once(work, range(120), few=1, processes=2)) == doubled(range(120))


def who_works(numbers):
    return [(number, os.getpid()) for number in numbers]


def slowly_elsewhere(parent, numbers):
    """The other processes take long over everything, the one that asked takes no time."""
    if os.getpid() != parent:
        time.sleep(0.5)
    return who_works(numbers)


@pytest.mark.slow
def test_the_process_that_asks_takes_its_share():
    work = partial(slowly_elsewhere, os.getpid())
    done = list(work_at_once(work, range(400), few=1, processes=2))
    workers = [worker for _, worker in done]
    assert [number for number, _ in done] == list(range(400))
    assert len(set(workers)) == 2
    assert workers.count(os.getpid()) > 300


def slowly_and_known(folder, numbers):
    (folder / str(os.getpid())).touch()
    time.sleep(0.05)
    return list(numbers)


def asking(folder):
    """What another process runs, until it is killed."""
    for _ in work_at_once(partial(slowly_and_known, folder), range(100_000), few=1, processes=3):
        pass


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows tells otherwise whether a process runs")
def test_where_the_process_that_asks_is_killed_the_others_end(tmp_path):
    asked = get_context("spawn").Process(target=asking, args=(tmp_path,))
    asked.start()
    wait_until(lambda: len(list(tmp_path.iterdir())) == 3)
    others = [int(each.name) for each in tmp_path.iterdir() if int(each.name) != asked.pid]
    assert all(map(is_running, others))
    asked.kill()
    asked.join()
    wait_until(lambda: not any(map(is_running, others)))


def wait_until(happened, seconds=20):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)


def failing(numbers):
    if 150 in numbers:
        raise ValueError("150")
    return doubled(numbers)


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_what_goes_wrong_in_any_process_is_told(processes):
    with pytest.raises(ValueError, match="150"):
        list(work_at_once(failing, range(230), few=1, processes=processes))


@pytest.mark.slow
def test_whoever_stops_listening_waits_for_little():
    results = work_at_once(doubled, range(10_000), few=1, processes=2)
    assert next(results) == 0
    began = time.monotonic()
    results.close()
    assert time.monotonic() - began < 10
