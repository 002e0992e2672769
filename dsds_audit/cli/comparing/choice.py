"""Whether assessments are put side by side, or compared as a portfolio."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dsds_audit.errors import StoreError
from dsds_audit.store.own_folders import find_site
from dsds_audit.store.paths import assessment_paths, is_folder
from dsds_audit.store.where import Database, Where

By = Literal["group", "site", "date"]
FEW, MOST = 12, 50
"""How many assessments stand side by side unasked, and at most."""
TABLES, PICTURES, PAPER = (".xlsx", ".csv", ".parquet"), (".svg", ".png"), (".pdf", ".docx", ".md")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options ask for; ``suffix`` is the output's ending, empty for the terminal."""

    by: By | None
    suffix: str
    criterion: str | None = None
    since: dt.date | None = None
    sites: tuple[str, ...] = ()

    @property
    def only_a_portfolio(self) -> bool:
        """Whether only a portfolio can show that."""
        more = self.criterion or self.since or self.sites
        return self.by == "group" or self.suffix in TABLES or bool(more)

    @property
    def side_by_side(self) -> bool:
        """Whether it is said that they stand side by side, as long as they are few enough."""
        return self.by is not None or self.suffix in (*PICTURES, *PAPER)

    def fits_side_by_side(self, count: int) -> bool:
        """Whether that many stand side by side: up to 12, up to 50 where it is asked for."""
        return count <= (MOST if self.side_by_side else FEW)


def is_for_a_portfolio(names: Sequence[str], workspace: Where, asked: Asked) -> bool:
    """Whether what is named, or the options, make it a portfolio before anything is read.

    A table, a database, a folder with more than 50 sites, one most of whose files are not sorted by site.
    """
    if asked.only_a_portfolio:
        return True
    if isinstance(workspace, Database):
        return not names or any(_holds_many(name, Path()) for name in names)
    return any(_holds_many(name, workspace) for name in names or [str(workspace)])


def _holds_many(name: str, workspace: Path) -> bool:
    if "://" in name or Path(name).suffix.lower() in (".csv", ".parquet"):
        return True
    if not is_folder(name):
        return False
    folder = str(Path(name).absolute())  # The folder itself, even where a site is called like it.
    try:
        if find_site(folder, workspace) != (folder, workspace):
            return False
    except StoreError:  # A folder with loose files of several sites.
        return True
    sorted_ones = list(assessment_paths(Path(name)))
    if len({path.parent for path in sorted_ones}) > MOST:
        return True
    from dsds_audit.portfolio.workspaces import list_folder

    return len(list_folder(Path(name)).paths) > 2 * len(sorted_ones)
