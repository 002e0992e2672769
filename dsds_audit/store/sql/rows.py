"""An assessment as a row: the bytes of its file, with what is read from them."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import parse_assessment
from dsds_audit.conformity import find_misfits
from dsds_audit.errors import AssessmentError, AuditError, Problem, StoreError
from dsds_audit.names import folded
from dsds_audit.packing import pack
from dsds_audit.rubric import Rubric
from dsds_audit.scored import Scored
from dsds_audit.speech import say
from dsds_audit.store import Damaged, Stored
from dsds_audit.store.names import key_of
from dsds_audit.store.paths import revision_of


@dataclass(frozen=True, slots=True)
class Row:
    """A row of ``assessments``, its columns as the table describes them."""

    name: str
    folder: str
    site: str
    program: str | None
    site_group: str | None
    date: dt.date
    rubric_id: str
    rubric: str
    rubric_digest: str
    site_key: bytes
    identity: bytes
    finished: bool
    participants: int | None
    evidenced: int
    total_threshold: float | None
    practice_threshold: float | None
    targets: str | None
    packed: bytes
    document: str
    content: bytes
    digest: str


def row_of(name: str, content: bytes, assessment: Assessment, rubric: Rubric) -> Row:
    """The row of an assessment, of which ``content`` is the file.

    Raises StoreError (AUD110) where a name holds what no database can keep.
    """
    refuse_unstorable(name, name, assessment.site, assessment.program, assessment.group)
    thresholds, scored = assessment.thresholds, Scored(rubric, assessment)
    return Row(
        name=name,
        folder=folded(folder_of(name)),
        site=assessment.site,
        program=assessment.program,
        site_group=assessment.group,
        date=assessment.date,
        rubric_id=rubric.id,
        rubric=rubric.ref,
        rubric_digest=rubric.digest,
        site_key=site_key_of(assessment.site),
        identity=identity_of(assessment),
        finished=assessment.finished,
        participants=len(assessment.participants) or None,
        evidenced=len(scored.shown),
        total_threshold=_number(thresholds and thresholds.total),
        practice_threshold=_number(thresholds and thresholds.practice),
        targets=_json(dict(assessment.targets)) if assessment.targets else None,
        packed=pack(scored),
        document=_json(assessment.model_dump(mode="json", exclude_defaults=True)),
        content=content,
        digest=revision_of(content),
    )


def read_row(place: str, digest: str, document: str, rubric_of: Callable[[str], Rubric]) -> Stored | None:
    """What a row holds, from its document; None where that does not fit the rubrics that are here."""
    try:
        assessment = Assessment.model_validate_json(document)
        rubric = rubric_of(assessment.rubric)
    except (ValidationError, AuditError):
        return None
    fits = assessment.digest in (None, rubric.digest) and not any(find_misfits(rubric, assessment))
    return Stored(place, digest, assessment) if fits else None


def read_content(
    place: str, site: str, content: bytes, rubric_of: Callable[[str], Rubric]
) -> Stored | Damaged:
    """What a row holds, from the bytes of its file, with every problem told."""
    try:
        assessment = parse_assessment(content, place, rubric_of)
    except AssessmentError as error:
        return Damaged(place, site, error)
    return Stored(place, revision_of(content), assessment)


def site_key_of(site: str) -> bytes:
    """What a site is found by, however its name is written."""
    return _hashed(folded(site))


def identity_of(assessment: Assessment) -> bytes:
    """What an assessment is found by: site, program, rubric id, date."""
    return _hashed(_json([str(part) for part in key_of(assessment)]))


def folder_of(name: str) -> str:
    """The folder in a document's name."""
    return name.partition("/")[0]


def refuse_unstorable(place: str, *names: str | None) -> None:
    """Raise StoreError (AUD110) where a name holds a NUL or half a character, which no database keeps."""
    for name in names:
        if name is not None and ("\0" in name or any("\ud800" <= char <= "\udfff" for char in name)):
            message = say(
                "a name holds a character that no database can keep (NUL, or half of one). Please take it "
                "out of the names of site, program, group and file."
            )
            raise StoreError(Problem("AUD110", message, place.replace("\0", "")))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _hashed(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
