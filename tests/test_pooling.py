import os
from functools import partial

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
