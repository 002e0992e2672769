"""Which folders of a workspace hold assessments of which site, told once for many saves in a row."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from dsds_audit.names import folded
from dsds_audit.store.names import slug_of
from dsds_audit.store.paths import assessment_paths, assessments_in

_NUMBER = re.compile(r"-\d+$")


class SiteIndex:
    """The folders of every site.

    A folder that anyone adds to the workspace or takes from it meanwhile is noticed, and so is every file in
    the folders of a site that is asked for. That a file in another folder is made one of this site by hand is
    not.
    """

    def __init__(self, workspace: Path, site_in: Callable[[Path], str | None]) -> None:
        """Know nothing yet; ``site_in`` tells the site that a file is of, None where it does not say."""
        self._workspace, self._site_in = workspace, site_in
        self._by_site: defaultdict[str | None, set[Path]] = defaultdict(set)
        self._by_name: defaultdict[str, set[Path]] = defaultdict(set)
        self._seen: object = None

    def paths(self, site: str) -> Iterator[Path]:
        """The files that may be of a site or lie where one of its may go, by path; raises StoreError."""
        self.refresh()
        own, unclear = self._by_site[_key(site)], self._by_site[None]
        return assessments_in(own | unclear | self._by_name[folded(slug_of(site))])

    def refresh(self) -> None:
        """Look through the workspace, if a folder came or went since; raises StoreError."""
        state = self._state()
        if self._seen is None or self._seen != state:
            self._by_site.clear()
            self._by_name.clear()
            for path in assessment_paths(self._workspace):
                self._add(self._site_in(path), path.parent)
            self._seen = state

    def note(self, site: str, path: Path) -> None:
        """Take in that a file of a site was written, and since the last refresh no other program wrote."""
        self._add(site, path.parent)
        self._seen = self._state()

    def _add(self, site: str | None, folder: Path) -> None:
        self._by_site[_key(site)].add(folder)
        name = folded(folder.name)
        for own in (name, _NUMBER.sub("", name)):
            self._by_name[own].add(folder)

    def _state(self) -> object:
        """What changes whenever a folder comes or goes; None where there is no workspace yet."""
        try:
            status = self._workspace.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_nlink


def _key(site: str | None) -> str | None:
    return None if site is None else folded(site).strip()
