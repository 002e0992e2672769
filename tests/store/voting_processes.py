"""What the tests of journals run in processes of their own: killed, racing, without rights or room."""

import datetime as dt
import os
import random
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from killing import killed_while
from rubrics_for_tests import make_rubric, rate

from dsds_audit.errors import AuditError
from dsds_audit.store import Stored
from dsds_audit.store.folder import FolderStore
from dsds_audit.votes import Vote

RUBRIC = make_rubric((3, 2))
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def store_in(folder: Path) -> FolderStore:
    return FolderStore(folder, lambda _: RUBRIC, schema=lambda _: "{}")


def only(store: FolderStore) -> Stored:
    (stored,) = store.find("Riverbend")
    return stored


def vote(number: int, who: str = "voter") -> Vote:
    return Vote(criterion="p1.c1", round=1, at=AT, by=f"p-{who}{number:06}", role="coach", level=1)


def numbers_in(store: FolderStore) -> list[int]:
    return [int(entry.by[-6:]) for entry in store.votes(only(store)) if isinstance(entry, Vote)]


def moved(store: FolderStore, stored: Stored, count: int) -> Stored:
    """The assessment on another day, or back again, so that its files get other names."""
    date = stored.assessment.date + dt.timedelta(days=1 if count % 2 else -1)
    return store.save(stored.assessment.model_copy(update={"date": date}), RUBRIC, stored)


def vote_on_and_on(folder: Path, pipe: int) -> None:
    store = store_in(folder)
    stored, count = only(store), len(numbers_in(store))
    while True:
        if count % 4 == 0:
            stored = moved(store, stored, count // 4)
        many = 1 + count % 7 * 9
        store.append_votes(stored, [vote(number) for number in range(count + 1, count + many + 1)])
        count += many
        os.write(pipe, b"%d\n" % count)


def kill(folder: Path, times: int) -> None:
    """Kill a process that votes on and on, again and again; what it acknowledged must be there, in order."""
    store = store_in(folder)
    store.save(rate(RUBRIC), RUBRIC)
    dice = random.Random(20260302)
    acknowledged = 0
    for _ in range(times):
        last = killed_while(lambda pipe: vote_on_and_on(folder, pipe), dice)
        acknowledged = acknowledged if last is None else last
        numbers = numbers_in(store)
        assert numbers == list(range(1, len(numbers) + 1)), numbers
        assert acknowledged <= len(numbers), (acknowledged, len(numbers))
        acknowledged = len(numbers)
        if acknowledged > 1000:  # Begin anew before reading takes longer than killing.
            for path in (folder / "riverbend").iterdir():
                path.unlink()
            store.save(rate(RUBRIC), RUBRIC)
            acknowledged = 0
    print(times)


def race(folder: Path, times: int) -> None:
    """Let three processes vote at once, one by one, and in batches, while a fourth moves the assessment."""
    store = store_in(folder)
    store.save(rate(RUBRIC), RUBRIC)

    def move() -> None:
        mine = store_in(folder)
        for number in range(times):
            moved(mine, only(mine), number)

    def take_part(who: str, many: int) -> Callable[[], None]:
        def run() -> None:
            mine = store_in(folder)
            for first in range(0, times, many):
                keep(mine, [vote(number, who) for number in range(first, first + many)])

        return run

    for status in together([move, take_part("ann", 1), take_part("bob", 1), take_part("cyd", 10)]):
        assert status == 0
    kept = [entry.by for entry in store.votes(only(store)) if isinstance(entry, Vote)]
    for who in ("ann", "bob", "cyd"):
        theirs = [by for by in kept if by.startswith(f"p-{who}")]
        assert theirs == [vote(number, who).by for number in range(times)], theirs
    print(len(kept))


def keep(store: FolderStore, votes: list[Vote]) -> None:
    """Append to the assessment wherever it is; it may be on its way somewhere else, and seen nowhere."""
    while True:
        try:
            for stored in store.find("Riverbend")[:1]:
                store.append_votes(stored, votes)
                return
        except AuditError as error:
            if error.problems[0].code not in ("AUD084", "AUD001"):
                raise


def together(tasks: list[Callable[[], None]]) -> Iterator[int]:
    children = []
    for task in tasks:
        child = os.fork()
        if not child:
            task()
            os._exit(0)
        children.append(child)
    return (os.waitpid(child, 0)[1] for child in children)


def try_to_vote(store: FolderStore, stored: Stored, many: int) -> None:
    try:
        store.append_votes(stored, [vote(number) for number in range(many)])
    except AuditError as error:
        print(error)


def read_only(_: Path) -> None:
    """Vote where it is not allowed, as someone who is not root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "w"
        store = store_in(folder)
        one, other = (store.save(rate(RUBRIC, site=site), RUBRIC) for site in ("Riverbend", "Oak"))
        store.append_votes(one, [vote(1)])
        closed = (Path(name), folder, *(folder / inner for inner in ("riverbend", "oak", ".locks")))
        for path in closed:
            path.chmod(0o555)
        (folder / "riverbend" / "2026-03-02.votes.jsonl").chmod(0o444)
        if not os.getuid():
            os.seteuid(65534)
        for stored in (one, other):
            try_to_vote(store_in(folder), stored, 1)
        assert store_in(folder).votes(one) == (vote(1),)
        if not os.getuid():
            os.seteuid(0)
        for path in closed:
            path.chmod(0o755)
        assert not list((folder / "oak").glob("*.jsonl"))


def no_room(folder: Path) -> None:
    """Vote where no file may grow beyond some bytes, so that a write ends in the middle."""
    store = store_in(folder)
    stored = store.save(rate(RUBRIC), RUBRIC)
    store.append_votes(stored, [vote(1)])
    path = Path(stored.place).with_suffix(".votes.jsonl")
    before = path.read_bytes()
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 1000, resource.RLIM_INFINITY))
    try_to_vote(store, stored, 100)
    assert path.read_bytes() == before
    store.append_votes(stored, [vote(2)])
    assert numbers_in(store) == [1, 2]


if __name__ == "__main__":
    task, place = sys.argv[1], Path(sys.argv[2])
    {
        "kill": lambda: kill(place, int(sys.argv[3])),
        "race": lambda: race(place, int(sys.argv[3])),
        "read-only": lambda: read_only(place),
        "no-room": lambda: no_room(place),
    }[task]()
