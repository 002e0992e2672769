"""What a portfolio is made of: 10,000 YAML files, a database of 1,000,000 assessments, and filling one."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple, fields, replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.checking import lay_out
from dsds_audit.assessment_files import parse_assessment
from dsds_audit.catalogue import Catalogue

FILES, ROWS, LOADED, BATCH = 10_000, 1_000_000, 100_000, 500
_PARSE = """
import sys
from pathlib import Path
from ruamel.yaml import YAML
for path in sorted(Path(sys.argv[1]).glob("*/*.yaml")):
    YAML(typ="safe").load(path.read_bytes())
"""
_READ = """
import sys
from pathlib import Path
from dsds_audit.catalogue import Catalogue
from dsds_audit.portfolio.sources import gather_sources
if __name__ == "__main__":
    cache = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    found = gather_sources([sys.argv[1]], ".", Catalogue(), cache=cache)
    assert sum(map(len, found.rows)) == int(sys.argv[3] if cache else {count}) and not found.problems
"""
# Of each site and program: the latest, its range, its place in its group, and the low end before it.
_WINDOWS = """
WITH points AS (
    SELECT site, program, site_group, date, {ends} FROM assessments WHERE finished
), scored AS (
    SELECT site, program, site_group, date, ({low}) AS low, ({high}) AS high FROM points
), before AS (
    SELECT *, lag(low) OVER series AS previous, row_number() OVER (
        PARTITION BY site, program ORDER BY date DESC) AS place
    FROM scored WINDOW series AS (PARTITION BY site, program ORDER BY date)
)
SELECT *, percent_rank() OVER (PARTITION BY site_group ORDER BY low) FROM before WHERE place = 1
"""
_FILL = """
INSERT INTO assessments (name, folder, site, program, site_group, date, rubric_id, rubric, rubric_digest,
    site_key, identity, finished, evidenced, participants, packed, document, content, digest)
SELECT 'site-' || i / 4 || '/' || i % 4 || '.yaml', 'site-' || i / 4, 'Site ' || i / 4, 'Home visits',
    'Region ' || i / 4 % 50, date '2026-03-02' - i % 4 * 182, 'dsds', 'dsds@1.0.0', '{digest}',
    sha256(int4send(i / 4)), sha256(int4send(i)), true, i % 14, i % 9,
    (SELECT string_agg(set_byte('\\x00', 0, (i * 7 + k * 5) % 3), '') FROM generate_series(1, 14) AS k),
    '{{}}', '', '' FROM generate_series(0, {count} - 1) AS i
"""


def measure_reading() -> Iterator[tuple[str, str, str]]:
    """Files side by side with the parser's own loader; then a real PostgreSQL server."""
    yield from _measure_files()
    yield from _measure_database()


def _measure_files() -> Iterator[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as name:
        workspace, cache = Path(name, "sites"), str(Path(name, "cache"))
        lay_out(workspace, FILES)
        read = _READ.format(count=FILES)
        ours, theirs, again = [], [], []
        for _ in range(3):
            ours.append(_seconds_of(read, str(workspace)))
            theirs.append(_seconds_of(_PARSE, str(workspace)))
        _seconds_of(read, str(workspace), cache, str(FILES))
        again += [_seconds_of(read, str(workspace), cache, str(FILES)) for _ in range(3)]
    ratio = median(ours) / median(theirs)
    yield (
        "10,000 files into rows : YAML(typ='safe') in one process",
        f"{ratio:.2f} times",
        "at most 0.7 times",
    )
    yield "10,000 files into rows", f"{median(ours):.1f} s", ""
    yield "10,000 files into rows, the second time", f"{median(again):.1f} s", "near instant"


def _measure_database() -> Iterator[tuple[str, str, str]]:
    from dsds_audit.portfolio.computing import compute_portfolio
    from dsds_audit.portfolio.databases import read_database
    from dsds_audit.store.sql import bring_up_to_date
    from dsds_audit.store.sql.engines import Connections
    from dsds_audit.store.where import Database
    from tests.databases_for_tests import running_postgres, url_of

    catalogue = Catalogue()
    rubric = catalogue.load("dsds@1.0.0")
    with tempfile.TemporaryDirectory() as folder, running_postgres(Path(folder)) as server:
        url = url_of(server, "postgres")
        bring_up_to_date(url)
        connections = Connections(url)
        yield from _measure_loading(connections)
        with connections.writing() as connection:
            connection.exec_driver_sql("TRUNCATE assessments CASCADE")
            connection.exec_driver_sql(_FILL.format(digest=rubric.digest, count=ROWS).replace("%", "%%"))
        with connections.holding() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE assessments")

        def fetch() -> None:
            with connections.reading() as connection:
                sql = (
                    "SELECT name, site, program, site_group, date, rubric, participants, evidenced, "
                    "total_threshold, practice_threshold, targets, packed FROM assessments WHERE finished"
                )
                found = connection.execution_options(
                    stream_results=True, max_row_buffer=BATCH
                ).exec_driver_sql(sql)
                while rows := found.fetchmany(10_000):
                    list(zip(*rows, strict=True))

        def compute() -> None:
            reading = read_database(Database(url), catalogue)
            assert len(compute_portfolio(reading.unpacked.rows, catalogue.load, catalogue.legs)) == ROWS // 4

        def ask_windows() -> None:
            with connections.reading() as connection:
                assert len(connection.exec_driver_sql(_windows(rubric)).all()) == ROWS // 4

        stream = lambda: read_database(Database(url), catalogue)  # noqa: E731
        streamed, fetched, computed, asked = (_best(work) for work in (stream, fetch, compute, ask_windows))
        connections.close()
    yield "1,000,000 streamed as columns", f"{streamed:.1f} s", ""
    yield "  the same : rows fetched", f"{streamed / fetched:.2f} times", "below 1"
    yield "  the same : window queries in the server", f"{streamed / asked:.2f} times", "at most 0.25 times"
    yield "1,000,000 streamed and compared", f"{computed:.1f} s", ""
    yield "  the same : window queries in the server", f"{computed / asked:.2f} times", "below 1"


def _measure_loading(connections: Any) -> Iterator[tuple[str, str, str]]:
    """Batches of assessments added as ``copy`` adds them, beside COPY of the same bytes alone."""
    from benchmarks.processes import EXAMPLE
    from dsds_audit.store.sql.bulk import insert_rows
    from dsds_audit.store.sql.rows import Row, row_of

    catalogue, content = Catalogue(), EXAMPLE.read_bytes()
    assessment = parse_assessment(content, "", catalogue.load)
    first = row_of("a/a.yaml", content, assessment, catalogue.load(assessment.rubric))
    made = [
        replace(first, name=f"site-{n}/a.yaml", folder=f"site-{n}", identity=n.to_bytes(32, "big"))
        for n in range(LOADED)
    ]
    columns = ", ".join(field.name for field in fields(Row))

    def add() -> None:
        for start in range(0, LOADED, BATCH):
            with connections.writing() as connection:
                insert_rows(connection, made[start : start + BATCH], connections.label)

    def copy_alone() -> None:
        with connections.writing() as connection:
            connection.exec_driver_sql("CREATE TABLE bare (LIKE assessments INCLUDING ALL)")
            cursor = connection.connection.driver_connection.cursor()
            with cursor.copy(f"COPY bare ({columns}) FROM STDIN") as copy:
                for row in made:
                    copy.write_row(astuple(row))

    added, alone = _best(add, 1), _best(copy_alone, 1)
    yield "100,000 assessments into PostgreSQL", f"{added:.1f} s", ""
    yield "  the same : COPY of the same bytes alone", f"{added / alone:.2f} times", "COPY speed"


def _windows(rubric: Any) -> str:
    low, high, first, ends = [], [], 0, []
    for place, practice in enumerate(rubric.practices):
        codes = [f"get_byte(packed, {first + index})" for index in range(len(practice.criteria))]
        first += len(codes)
        reached = " + ".join(f"CASE WHEN {code} <= 2 THEN {code} ELSE 0 END" for code in codes)
        most = " + ".join(
            f"CASE WHEN {code} <= 2 THEN {code} WHEN {code} = 253 THEN 0 ELSE 2 END" for code in codes
        )
        asked = " + ".join(f"CASE WHEN {code} = 253 THEN 0 ELSE 2 END" for code in codes)
        ends.append(f"({reached}) AS low{place}, ({most}) AS high{place}, ({asked}) AS asked{place}")
        low.append(f"100.0 * low{place} / nullif(asked{place}, 0)")
        high.append(f"100.0 * high{place} / nullif(asked{place}, 0)")
    count = len(rubric.practices)
    mean = [f"({' + '.join(f'coalesce({end}, 0)' for end in each)}) / {count}" for each in (low, high)]
    return _WINDOWS.format(ends=", ".join(ends), low=mean[0], high=mean[1]).replace("%", "%%")


def _seconds_of(code: str, *arguments: str) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(code)
        file.flush()
        began = time.perf_counter()
        subprocess.run([sys.executable, file.name, *arguments], check=True)
        return time.perf_counter() - began


def _best(work: Callable[[], object], times: int = 2) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)
