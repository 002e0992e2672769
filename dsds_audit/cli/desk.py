"""Where an interview finds its assessments and rubrics."""

import json
import shlex
from dataclasses import dataclass
from pathlib import Path

from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.inputs import catalogue_for
from dsds_audit.names import folded
from dsds_audit.rubric import Rubric
from dsds_audit.schemas import assessment_schema
from dsds_audit.store import Stored
from dsds_audit.store.folder import FolderStore

DEFAULT_RUBRIC = "dsds"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where assessments are kept, and where rubrics are found."""

    workspace: Path
    store: FolderStore
    catalogue: Catalogue

    @property
    def named(self) -> str:
        """How a command names the workspace: not at all where it is the current folder."""
        return "" if self.workspace == Path() else f" --workspace {shlex.quote(str(self.workspace))}"

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


def schema_text(rubric: Rubric) -> str:
    """The JSON Schema of assessments against a rubric, for editors."""
    return json.dumps(assessment_schema(rubric), ensure_ascii=False, indent=2) + "\n"


def desk_in(workspace: Path) -> Desk:
    """The desk of a workspace."""
    catalogue = catalogue_for(workspace)
    return Desk(workspace, FolderStore(workspace, catalogue.load, schema=schema_text), catalogue)
