import datetime as dt
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from dsds_audit.cli.desk import desk_in
from dsds_audit.errors import AnswerError, Problem, StoreError
from dsds_audit.interview import begin
from dsds_audit.polls import Polls, polls_of
from dsds_audit.store import Store, Stored
from dsds_audit.votes import Entry, Opened, Vote
from dsds_audit.web.journal_writer import Journals

NOW = dt.datetime(2026, 9, 28, 9, tzinfo=dt.UTC)
CRITERION = "access.fidelity"


class Watched:
    """A store whose appending can be held up, or made to fail; all else is the real one's."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.go, self.begun = Event(), Event()
        self.go.set()
        self.fails = False
        self.written: list[int] = []

    def votes(self, stored: Stored) -> tuple[Entry, ...]:
        return self.store.votes(stored)

    def append_votes(self, stored: Stored, entries: Sequence[Entry]) -> None:
        self.begun.set()
        assert self.go.wait(10)
        if self.fails:
            raise StoreError(Problem("AUD050", "the disk is full. Please free some space."))
        self.written.append(len(entries))
        self.store.append_votes(stored, entries)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Watched, Stored]:
    desk = desk_in(tmp_path)
    rubric = desk.catalogue.load("dsds")
    stored = desk.store.save(begin(rubric, NOW.date(), site="Hill Dale").assessment, rubric)
    desk.store.append_votes(stored, [Opened(criterion=CRITERION, round=1, at=NOW)])
    return Watched(desk.store), stored


def given(number: int, level: int | None = 1) -> Vote:
    return Vote(criterion=CRITERION, round=1, at=NOW, by=f"p-{number:06}", role="coach", level=level)


def add(journals: Journals, kept: tuple[Watched, Stored], *entries: Entry) -> Future[Polls]:
    return journals.add(*kept, lambda _: entries)  # type: ignore[arg-type]


def test_what_is_told_is_on_the_disk(kept: tuple[Watched, Stored]) -> None:
    store, stored = kept
    journals = Journals()
    polls = add(journals, kept, given(1)).result(5)
    assert polls == polls_of(store.votes(stored)) == journals.polls(store, stored)  # type: ignore[arg-type]
    assert len(polls[-1].ballots) == 1


def test_all_who_wait_are_written_at_once_and_in_order(kept: tuple[Watched, Stored]) -> None:
    store, stored = kept
    store.go.clear()
    journals = Journals()
    first = add(journals, kept, given(0))
    assert store.begun.wait(5)
    later = [add(journals, kept, given(number % 50, number % 3)) for number in range(200)]
    assert not first.done()
    assert journals.polls(store, stored)[-1].ballots == {}, "nothing counts before it is on the disk"  # type: ignore[arg-type]
    store.go.set()
    for told in later:
        told.result(5)
    assert store.written == [1, 200]
    levels = [entry.level for entry in store.votes(stored) if isinstance(entry, Vote)]
    assert levels == [1, *(number % 3 for number in range(200))]


def test_many_threads_lose_nothing(kept: tuple[Watched, Stored]) -> None:
    store, stored = kept
    journals = Journals()
    with ThreadPoolExecutor(40) as threads:
        list(threads.map(lambda number: add(journals, kept, given(number)).result(10), range(200)))
    (poll,) = polls_of(store.votes(stored))
    assert len(poll.ballots) == 200
    assert len(store.written) < 100


def test_a_failure_is_told_to_everyone_who_waits_and_nothing_is_kept(kept: tuple[Watched, Stored]) -> None:
    store, stored = kept
    store.fails = True
    journals = Journals()
    waiting = [add(journals, kept, given(number)) for number in range(10)]
    errors = []
    for told in waiting:
        with pytest.raises(StoreError, match="AUD050") as caught:
            told.result(5)
        errors.append(caught.value)
    assert len(set(map(id, errors))) == 10
    assert journals.polls(store, stored)[-1].ballots == {}  # type: ignore[arg-type]
    store.fails = False
    assert len(add(journals, kept, given(1)).result(5)[-1].ballots) == 1, "and then it goes on"


def test_who_does_not_fit_is_told_alone(kept: tuple[Watched, Stored]) -> None:
    store, _ = kept
    store.go.clear()
    journals = Journals()
    add(journals, kept, given(0))
    assert store.begun.wait(5)

    def refused(_: Polls) -> Sequence[Entry]:
        raise AnswerError(Problem("AUD105", "over. Please look again."))

    wrong = journals.add(*kept, refused)  # type: ignore[arg-type]
    right = add(journals, kept, given(1))
    store.go.set()
    with pytest.raises(AnswerError, match="AUD105"):
        wrong.result(5)
    assert len(right.result(5)[-1].ballots) == 2


def test_each_sees_what_those_before_have_added(kept: tuple[Watched, Stored]) -> None:
    journals = Journals()
    seen: list[int] = []

    def make(polls: Polls) -> Sequence[Entry]:
        seen.append(len(polls[-1].ballots))
        return (given(len(seen)),)

    for told in [journals.add(*kept, make) for _ in range(20)]:  # type: ignore[arg-type]
        told.result(5)
    assert seen == list(range(20))


def test_who_has_gone_away_is_not_written(kept: tuple[Watched, Stored]) -> None:
    store, _ = kept
    store.go.clear()
    journals = Journals()
    add(journals, kept, given(0))
    assert store.begun.wait(5)
    gone = add(journals, kept, given(1))
    assert gone.cancel()
    last = add(journals, kept, given(2))
    store.go.set()
    assert list(last.result(5)[-1].ballots) == ["p-000000", "p-000002"]


def test_another_assessment_of_the_same_name_later_is_read_anew(kept: tuple[Watched, Stored]) -> None:
    """Two journals in turn: what memory holds of one never outlives what others may have written."""
    store, stored = kept
    rubric = desk_in(Path(stored.place).parents[1]).catalogue.load("dsds")
    other = store.store.save(begin(rubric, dt.date(2026, 9, 29), site="Hill Dale").assessment, rubric)
    journals = Journals()
    add(journals, kept, given(1)).result(5)
    time.sleep(0.1)  # Until nothing is under way any more.
    assert journals.polls(store, other) == ()  # type: ignore[arg-type]
    store.store.append_votes(stored, [given(2)])
    assert len(journals.polls(store, stored)[-1].ballots) == 2  # type: ignore[arg-type]
