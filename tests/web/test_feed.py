import asyncio
import gc
from collections.abc import AsyncIterator
from threading import Thread

import pytest

from dsds_audit.web import feed as feeds
from dsds_audit.web.feed import MOST_IN_ALL, MOST_OF_ONE, Feed, Listener


def opened() -> Feed:
    feed = Feed()
    feed.open(asyncio.get_running_loop())
    return feed


def joined(feed: Feed, topic: str = "a", whose: str = "me") -> tuple[Listener, AsyncIterator[str]]:
    listener = feed.join(topic, whose)
    assert listener is not None
    return listener, feed.events(listener)


async def soon(events: AsyncIterator[str]) -> str:
    async with asyncio.timeout(5):
        return await anext(events)


async def settled() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


def test_a_listener_hears_the_present_state_first_then_each_change() -> None:
    async def story() -> list[str]:
        feed = opened()
        feed.tell("a")
        await settled()
        _, events = joined(feed)
        heard = [await soon(events)]
        feed.tell("a")
        return [*heard, await soon(events)]

    assert asyncio.run(story()) == ["data: 1\n\n", "data: 2\n\n"]


def test_a_slow_listener_hears_only_the_newest_state() -> None:
    async def story() -> list[str]:
        feed = opened()
        _, events = joined(feed)
        heard = [await soon(events)]
        for _ in range(1000):
            feed.tell("a")
        await settled()
        heard.append(await soon(events))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await anext(events)
        return heard

    assert asyncio.run(story()) == ["data: 0\n\n", "data: 1000\n\n"]


def test_topics_do_not_hear_of_each_other() -> None:
    async def story() -> str:
        feed = opened()
        _, events = joined(feed, "a")
        await soon(events)
        feed.tell("b")
        feed.tell("a")
        return await soon(events)

    assert asyncio.run(story()) == "data: 1\n\n"


def test_no_change_told_from_any_thread_is_lost() -> None:
    async def story() -> None:
        feed = opened()
        numbers = [await_all(feed, f"p{who}", 400) for who in range(50)]
        threads = [Thread(target=lambda: [feed.tell("a") for _ in range(50)]) for _ in range(8)]
        listening = [asyncio.create_task(number) for number in numbers]
        for thread in threads:
            thread.start()
        async with asyncio.timeout(20):
            assert await asyncio.gather(*listening) == [400] * 50
        for thread in threads:
            thread.join()

    async def await_all(feed: Feed, whose: str, last: int) -> int:
        _, events = joined(feed, "a", whose)
        before = -1
        async for event in events:
            number = int(event.removeprefix("data: "))
            assert number > before, "a listener goes back, or hears the same twice"
            before = number
            if number == last:
                break
        return before

    asyncio.run(story())


def test_two_hundred_listeners_all_hear() -> None:
    async def story() -> set[str]:
        feed = opened()
        everybody = [joined(feed, "room", f"p{who}")[1] for who in range(200)]
        for events in everybody:
            await soon(events)
        feed.tell("room")
        return {await soon(events) for events in everybody}

    assert asyncio.run(story()) == {"data: 1\n\n"}


def test_who_leaves_leaves_nothing_behind() -> None:
    async def story() -> None:
        feed = opened()
        for who in range(300):
            listener, events = joined(feed, f"topic {who}", "me")
            await soon(events)
            feed.leave(listener)
            feed.leave(listener)
        feed.tell("topic 3")
        await settled()
        gc.collect()
        assert feed._listeners == {}

    asyncio.run(story())


def test_a_page_too_many_of_one_person_ends_the_oldest() -> None:
    async def story() -> None:
        feed = opened()
        others = joined(feed, "a", "another")[1]
        own = [joined(feed, f"topic {page}", "me")[1] for page in range(MOST_OF_ONE + 1)]
        assert await soon(others)
        with pytest.raises(StopAsyncIteration):
            await soon(own[0])
        for events in own[1:]:
            assert await soon(events) == "data: 0\n\n"

    asyncio.run(story())


def test_a_page_too_many_in_all_is_refused_and_one_that_comes_back_is_not() -> None:
    async def story() -> None:
        feed = opened()
        listeners = [joined(feed, "a", f"p{who // 5}")[0] for who in range(MOST_IN_ALL)]
        assert feed.join("a", "new") is None
        assert feed.join("a", "p0") is not None, "who is here already may load the page anew"
        feed.leave(listeners[-1])
        feed.leave(listeners[-2])
        assert feed.join("a", "new") is not None

    asyncio.run(story())


def test_everybody_is_let_go_when_the_server_ends() -> None:
    async def story() -> None:
        feed = opened()
        _, events = joined(feed)
        await soon(events)
        feed.close()
        with pytest.raises(StopAsyncIteration):
            await soon(events)
        assert feed.join("a", "me") is None
        feed.tell("a")

    asyncio.run(story())


def test_telling_before_the_start_and_after_the_end_is_harmless() -> None:
    feed = Feed()
    feed.tell("a")
    assert feed.number("a") == 1

    async def story() -> None:
        feed.open(asyncio.get_running_loop())

    asyncio.run(story())
    feed.tell("a")  # The loop is closed, and nobody has said so.


def test_a_quiet_feed_says_that_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "HEARTBEAT", 0.02)

    async def story() -> list[str]:
        feed = opened()
        _, events = joined(feed)
        heard = [await soon(events), await soon(events), await soon(events)]
        feed.tell("a")
        return [*heard, await soon(events)]

    first, *quiet, last = asyncio.run(story())
    assert (first, last) == ("data: 0\n\n", "data: 1\n\n")
    assert set(quiet) == {"event: still\ndata: here\n\n"}, "a script hears it by its name only"
