import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from databases_for_tests import (  # noqa: F401
    kill_postgres,
    postgres_server,
    postgres_url,
    running_postgres,
    sqlite_url,
    start_postgres,
    url_of,
)
from homes_for_tests import prepared, write_rubrics
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Rating
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import StoreError
from dsds_audit.store.sql import SqlHome, bring_up_to_date, open_sql_store, rubric_folder
from dsds_audit.store.sql.engines import Connections
from dsds_audit.votes import Vote

RUBRIC = make_rubric((3, 2))
PROCESSES = Path(__file__).parent / "writing_processes.py"
SECRET = "pa55-w0rd"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return write_rubrics(tmp_path / "own", (RUBRIC,))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


ADDRESSES = (
    f"postgresql://coach:{SECRET}@127.0.0.1:{{port}}/audits",
    f"postgresql://coach@127.0.0.1:{{port}}/audits?password={SECRET}",
    f"postgresql://coach:{SECRET}@no-such-host.invalid/audits",
    f"postgresql://coach:{SECRET}@/audits?host=/nowhere/{SECRET}",
    f"postgresql://coach:{SECRET}@127.0.0.1:99999/audits",
    f"postgresql://coach:{SECRET}@127.0.0.1:{SECRET}/audits",
    f"postgresql://coach:{SECRET}/x@127.0.0.1/audits",
    f"postgresql://127.0.0.1:{{port}}/audits?{SECRET}={SECRET}",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "use", [bring_up_to_date, rubric_folder, lambda url: open_sql_store(url, Catalogue())]
)
def test_a_server_that_is_not_there_is_told_without_the_address(
    address: str,
    use: Callable[[str], Any],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(StoreError, match=r"AUD107|AUD114|AUD113") as told:
        use(address.format(port=free_port()))
    shown = "".join(traceback.format_exception(told.value)) + repr(told.value) + str(told.value.problems)
    assert SECRET not in shown + caplog.text + "".join(capfd.readouterr())
    assert "Please" in str(told.value)


def test_no_repr_holds_an_address(postgres_url: str, catalogue: Catalogue) -> None:  # noqa: F811
    url = postgres_url.replace("postgres@", f"postgres:{SECRET}@")
    store = open_sql_store(url, catalogue, create=True)
    shown = f"{store!r} {store.connections!r} {SqlHome(store)!r} {store.connections._engine!r}"
    stored = store.save(rate(RUBRIC), RUBRIC)
    store.close()
    assert SECRET not in f"{shown} {stored!r}"
    assert stored.place.startswith("t")


def test_what_a_server_refuses_is_told_in_words(postgres_url: str) -> None:  # noqa: F811
    with pytest.raises(StoreError, match="AUD113 the database is not on that server"):
        bring_up_to_date(postgres_url.replace("@/t", "@/no-such-"))
    with pytest.raises(StoreError, match="AUD113 the database does not let you in"):
        bring_up_to_date(postgres_url.replace("postgres@", "nobody@"))


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("This is no database." * 100)
    for name, told in (("text.db", "AUD113 the database is no database"), ("no/such.db", "AUD113 .* opened")):
        with pytest.raises(StoreError, match=told):
            bring_up_to_date(f"sqlite:///{tmp_path / name}")


def test_a_file_is_kept_safe(sqlite_url: str) -> None:  # noqa: F811
    bring_up_to_date(sqlite_url)
    with Connections(sqlite_url).reading() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert settings == ["wal", 2, 1, 10_000]


@pytest.fixture
def own_server() -> Iterator[Any]:
    with tempfile.TemporaryDirectory(prefix="dsds-pg-") as folder, running_postgres(Path(folder)) as server:
        yield server


def test_a_connection_that_was_lost_is_made_anew(postgres_url: str, catalogue: Catalogue) -> None:  # noqa: F811
    store = open_sql_store(postgres_url, catalogue, create=True)
    saved = store.save(rate(RUBRIC), RUBRIC)
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert store.find("Riverbend") == [saved]
    store.close()


def test_a_connection_lost_in_the_middle_keeps_nothing_of_it(
    postgres_url: str,  # noqa: F811
    catalogue: Catalogue,
) -> None:
    store = open_sql_store(postgres_url, catalogue, create=True)
    saved = store.save(rate(RUBRIC), RUBRIC)
    store.change_plan("Riverbend", lambda plan: plan)

    def lose(plan: Any) -> Any:
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        return plan.model_copy(update={"next_assessment": saved.assessment.date})

    with pytest.raises(StoreError, match="AUD107 the database cannot be reached"):
        store.change_plan("Riverbend", lose)
    plan = store.plan("Riverbend")
    assert plan is not None
    assert plan.plan.next_assessment is None
    store.close()


@pytest.mark.slow
def test_a_server_killed_in_the_middle_of_saving_loses_nothing_acknowledged(
    own_server: Any, catalogue: Catalogue
) -> None:
    place = prepared(url_of(own_server, "postgres"), catalogue)
    arguments = [sys.executable, str(PROCESSES), "save", place.where, str(catalogue.folders[0])]
    acknowledged: list[int] = []
    for pause in (0.1, 0.23):
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as saver:
            assert saver.stdout is not None
            first = saver.stdout.readline()
            time.sleep(pause)
            kill_postgres(own_server)
            *numbers, told = saver.stdout.read().splitlines()
        assert told.startswith("postgres: AUD107 the database cannot be reached. Please")
        acknowledged += [int(first), *map(int, numbers)]
        start_postgres(own_server)
        with place.opened() as store:
            (stored,) = store.find("Riverbend")
            count = int(stored.assessment.ratings["p1.c1"].note or 0)
            assert count - acknowledged[-1] in (0, 1)
            votes = [int(entry.by[-6:]) for entry in store.votes(stored) if isinstance(entry, Vote)]
            assert votes == sorted(set(votes))
            assert set(acknowledged) <= set(votes)
            assert place.names("conflict") == []
            # What may have arrived is saved again, and that is no conflict.
            again = stored.assessment.model_copy(
                update={"ratings": {"p1.c1": Rating(level=1, note=str(count))}}
            )
            assert store.save(again, RUBRIC, stored).revision == stored.revision


@pytest.mark.slow
def test_a_server_killed_in_the_middle_of_a_copy_keeps_whole_batches(
    own_server: Any, catalogue: Catalogue
) -> None:
    place = prepared(url_of(own_server, "postgres"), catalogue)
    arguments = [sys.executable, str(PROCESSES), "write", place.where, str(catalogue.folders[0])]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(0.03)
        kill_postgres(own_server)
        *batches, told = [first, *writer.stdout.read().splitlines()]
    assert told.startswith("postgres: AUD107")
    start_postgres(own_server)
    kept = place.names("assessment")
    assert len(kept) in (200 * len(batches), 200 * (len(batches) + 1))
    done = subprocess.run([*arguments, "3"], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == ["200", "400", "600"]
    assert len(place.names("assessment")) == max(600, len(kept))
