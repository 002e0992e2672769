import asyncio

from dsds_audit.web.feed import Feed
from dsds_audit.web.pace import Pace


def told(*waits: float) -> list[int]:
    """How often a topic was told, every 20 milliseconds, after these calls."""

    async def run() -> list[int]:
        feed, pace = Feed(), Pace()
        for wait in waits:
            pace.tell(feed, "room", wait)
        seen = []
        for _ in range(6):
            await asyncio.sleep(0.02)
            seen.append(feed.number("room"))
        return seen

    return asyncio.run(run())


def test_many_changes_are_told_once() -> None:
    assert told(*[0.01] * 50)[-1] == 1


def test_what_has_to_be_told_soon_does_not_wait_for_what_has_time() -> None:
    seen = told(10.0, 0.0)
    assert seen == [1] * 6


def test_what_has_time_is_told_with_what_comes_soon() -> None:
    assert told(0.01, 0.06)[-1] == 1


def test_what_changes_later_is_told_again() -> None:
    async def run() -> int:
        feed, pace = Feed(), Pace()
        for _ in range(3):
            pace.tell(feed, "room", 0.0)
            await asyncio.sleep(0.01)
        return feed.number("room")

    assert asyncio.run(run()) == 3
