"""What the tests of every home run in processes of their own: racing, holding, writing until killed."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from homes_for_tests import open_store
from rubrics_for_tests import rate

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import ConflictError
from dsds_audit.store import Store
from dsds_audit.store.sql import SqlStore

OWN = "small@1.0.0"


def noted(assessment: Assessment, note: str) -> Assessment:
    return assessment.model_copy(update={"ratings": {"p1.c1": Rating(level=1, note=note)}})


def count_of(store: Store) -> int:
    (stored,) = store.find("Riverbend")
    return int(stored.assessment.ratings["p1.c1"].note or 0)


def race(open_: Callable[[], Store], catalogue: Catalogue, many: int, times: int) -> None:
    """Let processes count one up together, each as often; who is told to be late tries again."""
    rubric = catalogue.load(OWN)
    open_().save(noted(rate(rubric), "0"), rubric)

    def count_up(_: int) -> None:
        store, done = open_(), 0
        while done < times:
            (stored,) = store.find("Riverbend")
            number = int(stored.assessment.ratings["p1.c1"].note or 0)
            # What differs by who saves it cannot be taken for one's own.
            group = stored.assessment.model_copy(update={"group": f"{os.getpid()} {done}"})
            try:
                store.save(noted(group, str(number + 1)), rubric, stored)
            except ConflictError:
                continue
            done += 1

    in_processes(many, count_up)
    print(count_of(open_()), "saves")


def begin(open_: Callable[[], Store], catalogue: Catalogue, many: int, times: int) -> None:
    """Let processes begin the same assessments at the same moments."""
    rubric = catalogue.load(OWN)
    start = time.monotonic() + 1
    reading, writing = os.pipe()

    def begin_all(who: int) -> None:
        store = open_()
        for number in range(times):
            while time.monotonic() < start + number * 0.1:
                pass
            try:
                store.save(noted(rate(rubric, site=f"Site {number}"), str(who)), rubric)
            except ConflictError:
                os.write(writing, b"-")
            else:
                os.write(writing, b"+")

    in_processes(many, begin_all)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    print(f"{told.count(b'+')} begun, {told.count(b'-')} told")


def lock(open_: Callable[[], Store], catalogue: Catalogue) -> None:
    """Hold an assessment until killed."""
    with open_().lock(rate(catalogue.load(OWN))):
        print("held", flush=True)
        time.sleep(100)


def in_processes(many: int, task: Callable[[int], None]) -> None:
    children = []
    for who in range(many):
        child = os.fork()
        if not child:
            task(who)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * many


if __name__ == "__main__":
    task, where, rubrics, *numbers = sys.argv[1:]
    known = Catalogue((Path(rubrics),))
    opened: list[Store] = []

    def open_again() -> Store:
        store = open_store(where, known)
        opened.append(store)
        return store

    {"race": race, "begin": begin, "lock": lock}[task](open_again, known, *map(int, numbers))
    for store in opened:
        if isinstance(store, SqlStore):
            store.close()
