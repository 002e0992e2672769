"""What the tests run while the server is killed: saving on and on, or writing batch after batch."""

import datetime as dt
import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from rubrics_for_tests import rate

from dsds_audit.assessment import Rating
from dsds_audit.assessment_files import render_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import StoreError
from dsds_audit.store.homes import Held
from dsds_audit.store.paths import revision_of
from dsds_audit.store.sql import SqlHome, SqlStore, open_sql_store
from dsds_audit.votes import Vote

OWN = "small@1.0.0"
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
SIZE = 200


def save(store: SqlStore, _: int) -> None:
    """Save, vote, and say how often."""
    rubric = store.catalogue.load(OWN)
    found = store.find("Riverbend")
    stored = found[0] if found else None
    last = int(stored.assessment.ratings["p1.c1"].note or 0) if stored else 0
    for number in count(last + 1):
        assessment = rate(rubric).model_copy(update={"ratings": {"p1.c1": Rating(level=1, note=str(number))}})
        stored = store.save(assessment, rubric, stored)
        vote = Vote(criterion="p1.c1", round=1, at=AT, by=f"p-voter{number:06}", role="coach", level=1)
        store.append_votes(stored, [vote])
        print(number, flush=True)


def write(store: SqlStore, batches: int) -> None:
    """Write one batch of documents after the other."""
    home, rubric = SqlHome(store), store.catalogue.load(OWN)
    text = render_assessment(rate(rubric), rubric)
    for batch in range(batches):
        documents = []
        for number in range(SIZE * batch, SIZE * (batch + 1)):
            content = text.replace(b"Riverbend", f"Site {number}".encode())
            documents.append((Held("assessment", f"site-{number}/a.yaml", revision_of(content)), content))
        home.write(documents)
        print(SIZE * (batch + 1), flush=True)


if __name__ == "__main__":
    task, where, rubrics, *most = sys.argv[1:]
    store = open_sql_store(where, Catalogue((Path(rubrics),)))
    try:
        {"save": save, "write": write}[task](store, int(most[0]) if most else 1_000)
    except StoreError as error:
        print(error, flush=True)
    store.close()
