"""Which folders of a workspace hold assessments of which site, told once for many saves in a row."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from dsds_audit.names import folded
from dsds_audit.store.names import slug_of
from dsds_audit.store.paths import assessment_paths, assessments_in, site_folders

# The way back from a folder's name to the names that `names_for` in places.py makes from a site's.
_NUMBER = re.compile(r"-\d+$")


class SiteIndex:
    """The folders of every site.

    A folder that comes or goes meanwhile is noticed, and so is every file in the folders of a site that is
    asked for, and in those named for it. That a file in another folder is made one of this site is not.
    """

    def __init__(self, workspace: Path, site_in: Callable[[Path], str | None]) -> None:
        """Know nothing yet; ``site_in`` tells the site that a file is of, None where it does not say."""
        self._workspace, self._site_in = workspace, site_in
        self._by_site: defaultdict[str | None, set[Path]] = defaultdict(set)
        self._by_name: defaultdict[str, set[Path]] = defaultdict(set)
        self._seen: set[str] | None = None

    def paths(self, site: str) -> Iterator[Path]:
        """The files that may be of a site or lie where one of its may go, by path; raises StoreError."""
        self._refresh()
        own, unclear = self._by_site[_key(site)], self._by_site[None]
        return assessments_in(own | unclear | self._by_name[folded(slug_of(site))])

    def note(self, site: str, path: Path) -> None:
        """Take in that a file of a site was written."""
        self._by_site[_key(site)].add(path.parent)
        if self._seen is not None and path.parent.name not in self._seen:
            self._add_folder(path.parent.name)

    def _refresh(self) -> None:
        """Look through the workspace, if a folder came or went since."""
        there = site_folders(self._workspace)
        if self._seen is None or self._seen != set(there):
            for known in (self._by_site, self._by_name):
                known.clear()
            self._seen = set()
            for name in there:
                self._add_folder(name)
            for path in assessment_paths(self._workspace):
                self._by_site[_key(self._site_in(path))].add(path.parent)

    def _add_folder(self, name: str) -> None:
        if self._seen is not None:
            self._seen.add(name)
        for own in {folded(name), _NUMBER.sub("", folded(name))}:
            self._by_name[own].add(self._workspace / name)


def _key(site: str | None) -> str | None:
    return None if site is None else folded(site).strip()
