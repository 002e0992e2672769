"""The three homes of a workspace, each opened as often as wanted: as another program would, each time."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dsds_audit.catalogue import Catalogue
from dsds_audit.rubric import Rubric
from dsds_audit.store import Store
from dsds_audit.store.folder import FolderStore
from dsds_audit.store.folder_home import FolderHome
from dsds_audit.store.homes import Home
from dsds_audit.store.sql import SqlHome, SqlStore, bring_up_to_date, open_sql_store


@dataclass(frozen=True)
class Place:
    """A home that a test is given: a folder's path or a database's address, and the rubrics known there."""

    where: str
    catalogue: Catalogue

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Its store."""
        store = open_store(self.where, self.catalogue)
        try:
            yield store
        finally:
            if isinstance(store, SqlStore):
                store.close()

    @contextmanager
    def documents(self) -> Iterator[Home]:
        """What it holds as documents."""
        with self.opened() as store:
            yield (
                SqlHome(store)
                if isinstance(store, SqlStore)
                else FolderHome(Path(self.where), self.catalogue.load)
            )

    def names(self, kind: str) -> list[str]:
        """The names of its documents of a kind."""
        with self.documents() as home:
            return [held.name for held in home.held() if held.kind == kind]


def open_store(where: str, catalogue: Catalogue) -> Store:
    if "://" in where:
        return open_sql_store(where, catalogue)
    return FolderStore(Path(where), catalogue.load)


def prepared(where: str, catalogue: Catalogue) -> Place:
    if "://" in where:
        bring_up_to_date(where)
    return Place(where, catalogue)


def write_rubrics(folder: Path, rubrics: Sequence[Rubric]) -> Catalogue:
    """A catalogue of rubrics that are in files of a folder."""
    for rubric in rubrics:
        path = folder / rubric.id / f"{rubric.version}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(rubric.model_dump(mode="json", exclude_defaults=True)), encoding="utf-8")
    return Catalogue((folder,))
