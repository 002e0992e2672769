"""Rubrics and assessments by name, for Python programs."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.rubric import Rubric


def load_rubric(ref: str, folders: Sequence[Path] = (), language: str | None = None) -> Rubric:
    """The rubric named ``id@version`` or ``id`` (its newest version), bundled or in one of ``folders``.

    A folder holds ``<id>/<version>.yaml``, and translations as ``<id>/<version>.<language>.yaml``; without
    ``language`` the texts are as they were written. Raises RubricError.
    """
    return Catalogue(folders).load(ref, language)


def load_assessment(path: str | PathLike[str], folders: Sequence[Path] = ()) -> Assessment:
    """The assessment in a YAML or JSON file, checked against the rubric it cites.

    The rubric is a bundled one, or one of ``folders``. Raises AssessmentError with every problem of the file.
    """
    return read_assessment(Path(path), Catalogue(folders).load)
