"""The desk of a workspace, be it a folder or a database."""

import json
import os
import shlex
from pathlib import Path

from dsds_audit.cli.catalogues import WORKSPACE_VARIABLE, catalogue_for
from dsds_audit.cli.language import language_to_type
from dsds_audit.desk import Desk
from dsds_audit.errors import Problem, StoreError
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store.opening import open_store
from dsds_audit.store.own_folders import find_site, is_own_folder
from dsds_audit.store.paths import is_file
from dsds_audit.store.where import Database, Where


def schema_text(rubric: Rubric) -> str:
    """The JSON Schema of assessments against a rubric, for editors."""
    from dsds_audit.schemas import assessment_schema
    from dsds_audit.translation import original_of

    return json.dumps(assessment_schema(original_of(rubric)), ensure_ascii=False, indent=2) + "\n"


def desk_in(where: Where, *around: Where, remembered: int = 0) -> Desk:
    """The desk of a workspace; the rubrics of what lies ``around`` it are known there, too.

    What so many assessments hold is ``remembered`` for whoever asks again and again.
    """
    catalogue = catalogue_for(*around, where)
    store = open_store(where, catalogue, schema_text, remembered=remembered)
    return Desk(store, catalogue, _named(where) + _spoken(), str(where))


def home_of_site(name: str, workspace: Where) -> tuple[str, Where]:
    """The site that a name means, or a site's own folder, and the workspace it is in.

    Raises StoreError as ``find_site`` does, and where a folder is named beside a database (AUD119).
    """
    if isinstance(workspace, Path):
        return find_site(name, workspace)
    if len(Path(name).parts) > 1 and is_own_folder(Path(name)):
        message = say(
            "is a folder, but the workspace is the database {workspace}. Please name a site of the "
            "database, or a file; or the workspace of that folder with --workspace.",
            workspace=workspace,
        )
        raise StoreError(Problem("AUD119", message, name))
    return name, workspace


def _named(where: Where) -> str:
    """How a command names a workspace; one that the environment names need not be named, nor its password."""
    if where == Path():
        return ""
    told = os.environ.get(WORKSPACE_VARIABLE, "")
    if isinstance(where, Database) and told.partition("://")[2] == where.url.partition("://")[2]:
        return ""
    return f" --workspace {shlex.quote(str(where))}"


def _spoken() -> str:
    """How a command goes on in the language of this one."""
    return "".join(f" {word}" for word in language_to_type())


def home_of_plans(file: str | None, workspace: Where) -> Where | None:
    """The workspace whose plans go with what was named; None for a file beside which no plan is kept."""
    if file is None:
        return workspace
    if not is_file(Path(file)):
        return home_of_site(file, workspace)[1]
    folder = Path(file).resolve().parent
    return folder.parent if is_file(folder / "plan.yaml") else None
