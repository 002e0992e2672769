"""Where a shell finds assessments and rubrics: one store, one catalogue."""

from dataclasses import dataclass

from dsds_audit.catalogue import Catalogue
from dsds_audit.names import folded
from dsds_audit.rubric import Rubric
from dsds_audit.store import Store, Stored

DEFAULT_RUBRIC = "dsds"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where assessments are kept, and where rubrics are found.

    ``named`` is how a command names the workspace and its language: empty where it is the current folder, and
    English. ``place`` is what messages call it.
    """

    store: Store
    catalogue: Catalogue
    named: str = ""
    place: str = ""

    def rubric_for(self, ref: str | None, last: Stored | None) -> Rubric:
        """The rubric asked for, else the newest version of the one last used, else of the default."""
        used = last.assessment.rubric.partition("@")[0] if last else DEFAULT_RUBRIC
        return self.catalogue.load(ref or used)

    def of_site(self, site: str | None, program: str | None, ref: str | None) -> list[Stored]:
        """The site's assessments that may be meant, newest first; of every site without one."""
        found = (
            self.store.find(site)
            if site
            else [kept for kept in self.store.all_assessments() if isinstance(kept, Stored)]
        )
        return [
            kept
            for kept in found
            if (program is None or folded(kept.assessment.program) == folded(program))
            and (ref is None or kept.assessment.rubric.partition("@")[0] == ref.partition("@")[0])
        ]
