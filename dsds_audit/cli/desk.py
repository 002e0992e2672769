"""The desk of a workspace, which is a folder."""

import json
import shlex
from pathlib import Path

from dsds_audit.cli.inputs import catalogue_for
from dsds_audit.desk import Desk
from dsds_audit.rubric import Rubric
from dsds_audit.schemas import assessment_schema
from dsds_audit.store.folder import FolderStore


def schema_text(rubric: Rubric) -> str:
    """The JSON Schema of assessments against a rubric, for editors."""
    return json.dumps(assessment_schema(rubric), ensure_ascii=False, indent=2) + "\n"


def desk_in(workspace: Path) -> Desk:
    """The desk of a workspace."""
    catalogue = catalogue_for(workspace)
    store = FolderStore(workspace, catalogue.load, schema=schema_text)
    named = "" if workspace == Path() else f" --workspace {shlex.quote(str(workspace))}"
    return Desk(store, catalogue, named)
