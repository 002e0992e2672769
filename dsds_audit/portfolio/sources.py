"""Every assessment that is meant by names of files, folders, sites, tables and databases, in any mix."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from os.path import abspath
from pathlib import Path

import numpy as np

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AuditError, Problem, StoreError, did_you_mean
from dsds_audit.names import folded
from dsds_audit.portfolio.databases import read_database
from dsds_audit.portfolio.doubts import doubtful_sites
from dsds_audit.portfolio.record_cache import cache_file
from dsds_audit.portfolio.records import Record
from dsds_audit.portfolio.rows import Rows, rows_of
from dsds_audit.portfolio.spellings import tell_spellings
from dsds_audit.portfolio.table import LeftOut, LeftOutReason
from dsds_audit.portfolio.tidy import SITE
from dsds_audit.portfolio.workspaces import Progress, Reading, list_folder, read_files, untold
from dsds_audit.speech import say, say_many
from dsds_audit.store.paths import is_file, is_folder
from dsds_audit.store.where import Database, where_of

TABLES = (".parquet", ".csv", ".tsv")
MOST_PLACES = 100


@dataclass(frozen=True, slots=True)
class Gathered:
    """What sources hold.

    ``rows`` are of files and databases, each of one rubric version; ``tables`` are files in the tidy form,
    which the engine reads itself. ``catalogue`` knows the rubrics of all of them. ``problems`` tells what
    could not be read, ``notes`` what else to say, ``left_out`` counts both that and unfinished interviews.
    """

    rows: tuple[Rows, ...]
    tables: tuple[Path, ...]
    catalogue: Catalogue
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def frames(self) -> tuple[Rows | Path, ...]:
        """What a portfolio is computed from."""
        return (*self.rows, *self.tables)


def gather_sources(
    names: Sequence[str],
    workspace: str,
    catalogue: Catalogue,
    *,
    cache: Path | None = None,
    progress: Progress = untold,
    every_date: bool = False,
) -> Gathered:
    """Everything that these names mean; without any, everything in the workspace.

    A name is a file (an assessment in YAML or JSON, or a table that ends with .parquet, .csv or .tsv), a
    folder, the URL of a database, or else a site of ``workspace``, which is itself a folder or a URL. A name
    that leads nowhere, or to a damaged file, is a problem and stops no other (AUD126). ``cache`` is the
    folder for caches, where they are wanted; ``progress`` is told how many files of a source are read. Unless
    ``every_date`` is wanted, a site is left out where a file that cannot be read may be its latest: an older
    assessment never stands in for it.
    """
    gathering = _Gathering(workspace, catalogue, cache, progress, every_date)
    for name in dict.fromkeys(names or [workspace]):
        try:
            gathering.add(name)
        except AuditError as error:
            gathering.problems += error.problems
    return gathering.gathered()


@dataclass
class _Gathering:
    workspace: str
    catalogue: Catalogue
    cache: Path | None
    progress: Progress
    every_date: bool
    found: dict[str, tuple[str, Record]] = field(default_factory=dict)
    rows: list[Rows] = field(default_factory=list)
    tables: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        path, where = Path(name), where_of(name)
        if isinstance(where, Database):
            self.take_database(where)
        elif is_file(name) and path.suffix.lower() in TABLES:
            self.tables.append(path)
        elif is_file(name):
            self.take(read_files([name], self.catalogue, self.progress))
        elif is_folder(name):
            self.take(self.read_folder(path))
        else:
            self.add_site(name)

    def read_folder(self, folder: Path) -> Reading:
        listing = list_folder(folder)
        if not listing.paths:
            message = say("holds no assessment. Please name a folder with assessments in YAML, in any order.")
            raise StoreError(Problem("AUD126", message, str(folder)))
        if listing.others:
            self.notes.append(_others(folder, listing.others))
        cache = cache_file(self.cache, folder) if self.cache else None
        return read_files(listing.paths, self.catalogue, self.progress, cache)

    def add_site(self, name: str) -> None:
        home = where_of(self.workspace)
        if isinstance(home, Database):
            sites = self.take_database(home, name)
        elif is_folder(home):
            reading = self.read_folder(home)
            sites = {record.site for _, record in reading.records}
            own = [(place, record) for place, record in reading.records if _same(record.site, name)]
            self.take(Reading(own, reading.problems, reading.unreadable) if own else Reading())
        else:
            sites = set()
        if not any(_same(site, name) for site in sites):
            message = say(
                "is no file, folder or table, and no site in {workspace}.{hint} Please name one of "
                "these, or the workspace that the site is in with --workspace.",
                workspace=home,
                hint=did_you_mean(name, sites),
            )
            raise StoreError(Problem("AUD126", message, name))

    def take_database(self, where: Database, site: str | None = None) -> set[str]:
        """Take everything in a database, or only one site; every site that it holds."""
        reading = read_database(where, self.catalogue)
        self.catalogue = reading.catalogue
        found = reading.unpacked.rows
        sites = {name for rows in found for name in rows.site}
        if site is not None:
            own = {name for name in sites if _same(name, site)}
            found = [rows.only(np.array([name in own for name in rows.site], dtype=bool)) for rows in found]
        self.rows += [rows for rows in found if len(rows)]
        self.problems += reading.unpacked.problems
        self.unreadable += reading.unpacked.unreadable
        self.unfinished += reading.unfinished if site is None else ()
        return sites

    def take(self, reading: Reading) -> None:
        # The same file may be meant by several names: abspath tells, and asks the disk nothing.
        self.found |= {abspath(place): (place, record) for place, record in reading.records}  # noqa: PTH100
        self.problems += reading.problems
        self.unreadable += reading.unreadable

    def sites(self) -> set[str]:
        """The names of all sites that have a finished assessment."""
        own = {record.site for _, record in self.found.values() if record.finished}
        return own.union(*(rows.site for rows in self.rows), _sites_in(self.tables))

    def gathered(self) -> Gathered:
        by_rubric: dict[str, list[tuple[str, Record]]] = defaultdict(list)
        doubtful = {} if self.every_date else doubtful_sites([*self.found.values()], self.unreadable)
        self.notes += [_left_out_because(site, place) for site, place in doubtful.values()]
        for place, record in self.found.values():
            if folded(record.site) in doubtful:
                self.unreadable.append(place)
            elif record.finished:
                by_rubric[record.rubric].append((place, record))
            else:
                self.unfinished.append(place)
        left_out = (_left_out("unfinished", self.unfinished), _left_out("unreadable", self.unreadable))
        return Gathered(
            (*(rows_of(self.catalogue.load(ref), found) for ref, found in by_rubric.items()), *self.rows),
            tuple(self.tables),
            self.catalogue,
            tuple(dict.fromkeys(self.problems)),
            (*self.notes, *tell_spellings(self.sites())),
            tuple(each for each in left_out if each.count),
        )


def _sites_in(tables: Sequence[Path]) -> set[str]:
    """The names of the sites in tables; none of one that cannot be read, which computing tells."""
    from dsds_audit.portfolio.engines import duckdb_engine
    from dsds_audit.portfolio.reading_tables import open_table

    names: set[str] = set()
    for path in tables:
        with suppress(AuditError), duckdb_engine() as engine:
            rows = open_table(engine, path).rows
            names.update(engine.collect(rows.select(SITE).unique())[SITE])
    return names - {""}


def _left_out_because(site: str, place: str) -> str:
    return say(
        "{site} is left out, as what may be its latest file cannot be read: {place}. Please mend it; or take "
        "all dates with --all.",
        site=site,
        place=place,
    )


def _same(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def _left_out(reason: LeftOutReason, places: Iterable[str]) -> LeftOut:
    each = tuple(dict.fromkeys(places))
    return LeftOut(reason, len(each), each[:MOST_PLACES])


def _others(folder: Path, others: Counter[str]) -> str:
    """``3 other files in received were not read: 2 .pdf, 1 .docx.``"""
    kinds = ", ".join(
        f"{count} {ending}" if ending else say("{number} without an ending", number=count)
        for ending, count in others.most_common(5)
    )
    return say_many(
        "{count} other file in {folder} was not read: {kinds}.",
        "{count} other files in {folder} were not read: {kinds}.",
        others.total(),
        folder=folder,
        kinds=kinds,
    )
