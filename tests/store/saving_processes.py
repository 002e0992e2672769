"""What the tests of the folder store run in processes of their own: killed, racing, without rights."""

import os
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from killing import killed_while
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.errors import AuditError
from dsds_audit.store import Stored
from dsds_audit.store.folder import FolderStore

RUBRIC = make_rubric((3, 2))


def store_in(folder: Path) -> FolderStore:
    return FolderStore(folder, lambda _: RUBRIC, schema=lambda _: "{}")


def counted(count: int) -> Assessment:
    """An assessment that says how often it was saved; now and then its date, so its file's name, changes."""
    date = f"2026-03-{1 + count // 5 % 28:02}"
    note = f"{count}\n" + "A long note.\n" * (count % 50)
    assessment = rate(RUBRIC, {"p1.c1": {"level": 1, "note": note}}, date=date, digest=RUBRIC.digest)
    return (
        assessment
        if count % 3
        else assessment.model_copy(update={"ratings": {**assessment.ratings, "p2.c2": Rating(level=0)}})
    )


def count_of(stored: list[Stored]) -> int:
    if not stored:
        return 0
    (only,) = stored
    note = only.assessment.ratings["p1.c1"].note
    assert note
    count = int(note.split("\n")[0])
    assert only.assessment == counted(count) or only.assessment.ratings == counted(count).ratings
    return count


def save_on_and_on(folder: Path, pipe: int) -> None:
    store = store_in(folder)
    found = store.find("Riverbend")
    count, stored = count_of(found), found[0] if found else None
    while True:
        count += 1
        stored = store.save(counted(count), RUBRIC, stored)
        os.write(pipe, b"%d\n" % count)


def kill(folder: Path, times: int) -> None:
    """Kill a process that saves on and on, again and again; what it acknowledged must be there."""
    dice = random.Random(20260302)
    acknowledged = 0
    for _ in range(times):
        last = killed_while(lambda pipe: save_on_and_on(folder, pipe), dice)
        acknowledged = acknowledged if last is None else last
        count = count_of(store_in(folder).find("Riverbend"))
        assert acknowledged <= count <= acknowledged + 1, (acknowledged, count)
        acknowledged = count
    print(times, acknowledged)


def race(folder: Path) -> None:
    """Let two processes save at the same moment what both have read."""
    store = store_in(folder)
    store.save(counted(1), RUBRIC)
    for number in range(40):
        stored = store.find("Riverbend")[0]
        start = time.monotonic() + 0.02
        children = []
        for who in (1, 2):
            child = os.fork()
            if not child:
                while time.monotonic() < start:
                    pass
                os._exit(try_to_save(folder, stored, f"{number} {who}"))
            children.append(child)
        codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
        print({(0, 51): "saved AUD051"}.get(tuple(codes), codes))


def try_to_save(folder: Path, stored: Stored, note: str) -> int:
    ratings = {"p1.c1": Rating(level=2, note=note)}
    try:
        store_in(folder).save(stored.assessment.model_copy(update={"ratings": ratings}), RUBRIC, stored)
    except AuditError as error:
        return int(error.problems[0].code[-3:])
    return 0


def read_only(_: Path) -> None:
    """Save where it is not allowed, as someone who is not root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "w"
        store = store_in(folder)
        stored = store.save(counted(1), RUBRIC)
        for path in (Path(name), folder, folder / "riverbend", folder / ".locks"):
            path.chmod(0o555)
        if not os.getuid():
            os.seteuid(65534)
        for assessment, previous in ((counted(2), stored), (rate(RUBRIC, site="Oak"), None)):
            try:
                store_in(folder).save(assessment, RUBRIC, previous)
            except AuditError as error:
                print(error)
        if not os.getuid():
            os.seteuid(0)
        for path in (Path(name), folder, folder / "riverbend", folder / ".locks"):
            path.chmod(0o755)


if __name__ == "__main__":
    task, place = sys.argv[1], Path(sys.argv[2])
    {
        "kill": lambda: kill(place, int(sys.argv[3])),
        "race": lambda: race(place),
        "read-only": lambda: read_only(place),
    }[task]()
