"""Which rubrics a command knows, and the workspace that the environment names."""

import os
from pathlib import Path

from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.language import chosen_language, tell_of_language
from dsds_audit.store.where import Database, Where

WORKSPACE_VARIABLE = "DSDS_AUDIT_WORKSPACE"


def catalogue_for(*places: Where) -> Catalogue:
    """The bundled rubrics, those named by DSDS_AUDIT_RUBRICS, and those of these folders and databases.

    They are in the language that the command was given; raises RubricError (AUD180) where none is.
    """
    named = [Path(part) for part in os.environ.get("DSDS_AUDIT_RUBRICS", "").split(os.pathsep) if part]
    folders = tuple(dict.fromkeys([*named, *map(_rubrics_in, dict.fromkeys(places))]))
    catalogue = Catalogue(folders, chosen_language())
    if catalogue.language:
        catalogue.require_language(catalogue.language)
        tell_of_language(catalogue)
    return catalogue


def catalogue_beside(file: Path, workspace: Where) -> Catalogue:
    """The rubrics for a file that stands alone: those of the folders it is in, and of a workspace's folder.

    A database is left in peace: a file can be read wherever it cannot be reached.
    """
    folders = [] if isinstance(workspace, Database) else [workspace]
    return catalogue_for(*folders, file.parent, file.parent.parent)


def _rubrics_in(where: Where) -> Path:
    if isinstance(where, Path):
        return where / "rubrics"
    from dsds_audit.store.opening import rubrics_in

    return rubrics_in(where)
