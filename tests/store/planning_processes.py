"""What the tests of stored plans run in processes of their own: killed, racing, without rights."""

import datetime as dt
import os
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from killing import killed_while
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Evidence
from dsds_audit.errors import AuditError
from dsds_audit.plan import Closing
from dsds_audit.planning.changes import adopt, close
from dsds_audit.planning.drafts import own_item
from dsds_audit.store.folder import FolderStore

RUBRIC = make_rubric((3, 2))
DAY = dt.date(2026, 3, 2)


def store_in(folder: Path) -> FolderStore:
    return FolderStore(folder, lambda _: RUBRIC, schema=lambda _: "{}")


def begun(folder: Path) -> FolderStore:
    store = store_in(folder)
    store.save(rate(RUBRIC), RUBRIC)
    return store


def take_on(store: FolderStore, action: str, owner: str) -> str:
    item = own_item(action, DAY, owner=owner)
    return store.change_plan("Riverbend", lambda plan: adopt(plan, item, now_limit=10_000)).plan.items[-1].id


def finish(store: FolderStore, item_id: str, who: str) -> None:
    closing = Closing(date=DAY, evidence=(Evidence(what="x"),), result=who, learnt="x")
    store.change_plan("Riverbend", lambda plan: close(plan, item_id, closing))


def race(folder: Path, times: int) -> None:
    """Let two processes add and close items in one plan at once, by the same names."""
    begun(folder)
    children = []
    for who in ("ann", "bo"):
        child = os.fork()
        if not child:
            store = store_in(folder)
            for number in range(times):
                finish(store, take_on(store, f"Action {number}", who), who)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]


def add_on_and_on(folder: Path, pipe: int) -> None:
    store = store_in(folder)
    while True:
        take_on(store, "A", "Sam")
        kept = store.plan("Riverbend")
        assert kept
        os.write(pipe, b"%d\n" % len(kept.plan.items))


def kill(folder: Path, times: int) -> None:
    """Kill a process that adds on and on, again and again; what it acknowledged must be there."""
    store = begun(folder)
    dice = random.Random(20260302)
    acknowledged = 0
    for _ in range(times):
        last = killed_while(lambda pipe: add_on_and_on(folder, pipe), dice)
        acknowledged = acknowledged if last is None else last
        kept = store.plan("Riverbend")
        count = len(kept.plan.items) if kept else 0
        assert acknowledged <= count <= acknowledged + 1, (acknowledged, count)
        acknowledged = count
    print(times, acknowledged)


def read_only(_: Path) -> None:
    """Change and begin a plan where it is not allowed, as someone who is not root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "w"
        store = begun(folder)
        take_on(store, "A", "Sam")
        store.save(rate(RUBRIC, site="Oak"), RUBRIC)
        closed = (Path(name), folder, *(folder / inner for inner in ("riverbend", "oak", ".locks")))
        for path in closed:
            path.chmod(0o555)
        if not os.getuid():
            os.seteuid(65534)
        for site in ("Riverbend", "Oak"):
            try:
                store_in(folder).change_plan(site, lambda plan: plan.model_copy(update={"items": ()}))
            except AuditError as error:
                print(error)
        if not os.getuid():
            os.seteuid(0)
        for path in closed:
            path.chmod(0o755)


if __name__ == "__main__":
    task, place = sys.argv[1], Path(sys.argv[2])
    {
        "kill": lambda: kill(place, int(sys.argv[3])),
        "race": lambda: race(place, int(sys.argv[3])),
        "read-only": lambda: read_only(place),
    }[task]()
