"""The rubrics in a database: those that its assessments were made with and no program brings along."""

import atexit
import re
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import Connection, insert, select

from dsds_audit.catalogue import Catalogue, bundled_folder
from dsds_audit.errors import ConflictError, Problem, RubricError
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store.paths import revision_of
from dsds_audit.store.sql.engines import NAMES, take_turns
from dsds_audit.store.sql.tables import rubric_files

_ID = r"[a-z][a-z0-9-]{0,59}"
_VERSION = r"\d{1,6}\.\d{1,6}\.\d{1,6}"
_LANGUAGE = r"[a-z][A-Za-z0-9-]{0,39}"
_NAME = re.compile(rf"rubrics/({_ID})/({_VERSION}(?:--{_VERSION}|\.{_LANGUAGE})?\.yaml)")


def keep_rubric(connection: Connection, catalogue: Catalogue, rubric: Rubric) -> None:
    """Keep the file of a rubric, with the other versions of it and the crosswalks that lie beside it.

    Not where it comes with the program, or is in no file. Raises ConflictError (AUD112) where the database
    has another one of that name.
    """
    try:
        path = catalogue.path_of(rubric.ref)
    except RubricError:
        return
    if path.parent.parent == bundled_folder():
        return
    take_turns(connection, NAMES)
    for beside in sorted(path.parent.glob("*.yaml")):
        name = f"rubrics/{rubric.id}/{beside.name}"
        if is_rubric_name(name):
            keep_rubric_file(connection, name, beside.read_bytes())


def keep_rubric_file(connection: Connection, name: str, content: bytes) -> None:
    """Keep a file of rubrics; raises ConflictError (AUD112) where there is another one of that name."""
    digest = revision_of(content)
    there = connection.scalar(select(rubric_files.c.digest).where(rubric_files.c.name == name))
    if there is None:
        connection.execute(insert(rubric_files), {"name": name, "content": content, "digest": digest})
    elif there != digest:
        message = say(
            "the database holds another file of that name, and a rubric that is in use never changes. Please "
            "give yours a new version."
        )
        raise ConflictError(Problem("AUD112", message, name))


def is_rubric_name(name: str) -> bool:
    """Whether a name is that of a rubric's file, a crosswalk's or a translation's:
    ``rubrics/own/1.0.0.yaml``."""
    return _NAME.fullmatch(name) is not None


def unpack_rubrics(connection: Connection) -> Path:
    """Write the rubrics into a new folder, as a catalogue reads them; it is gone when the program ends."""
    folder = Path(tempfile.mkdtemp(prefix="dsds-rubrics-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, content in connection.execute(select(rubric_files.c.name, rubric_files.c.content)):
        match = _NAME.fullmatch(name)
        if match:  # Who can write to the database must not choose where files are written here.
            path = folder / match[1] / match[2]
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
    return folder
