"""Two who changed one assessment: both are kept."""

from pathlib import Path
from typing import NoReturn

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import render_assessment
from dsds_audit.atomic import make_folder, write_atomically
from dsds_audit.errors import AuditError, ConflictError, Problem
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say
from dsds_audit.store.paths import inside_of, is_taken
from dsds_audit.yaml.files import read_bytes


def keep_both(
    workspace: Path, path: Path, assessment: Assessment, rubric: Rubric, schema: str | None
) -> NoReturn:
    """Write ours beside theirs, whose journal stays with theirs; always raises ConflictError (AUD051)."""
    try:
        theirs = read_bytes(path)
        content = render_assessment(assessment, rubric, theirs, schema)
    except AuditError:
        content = render_assessment(assessment, rubric, None, schema)
    names = (path.with_name(f"{path.stem}.conflict-{number}.yaml") for number in range(1, 10_000))
    copy = next(name for name in names if not is_taken(name))
    make_folder(inside_of(workspace, copy.parent))
    write_atomically(inside_of(workspace, copy), content, new=True)
    message = say(
        "someone else has changed, moved or made it since it was read, so it was left alone. Yours is "
        "in {copy} beside it. Please compare the two, keep one as {name}, remove the other.",
        copy=copy.name,
        name=path.name,
    )
    raise ConflictError(Problem("AUD051", message, str(path)))
