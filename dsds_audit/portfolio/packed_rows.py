"""The assessments of a database into rows, read from their packed ratings alone."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import Problem, RubricError
from dsds_audit.packing import STANDINGS
from dsds_audit.portfolio.rows import Rows, join_rows, own_targets, texts
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say, say_many

if TYPE_CHECKING:
    from dsds_audit.portfolio.packed_chunks import Chunk, Made

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a database holds: rows by rubric version, what is wrong, and the places that were left out."""

    rows: list[Rows] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def unpack_chunks(chunks: Iterable["Chunk"], catalogue: Catalogue, label: str) -> Unpacked:
    """The rows of all chunks; ``label`` is what messages call the database.

    Left out and told are those whose rubric is not here, or not the one they were made with (AUD127), and
    those whose packed ratings do not fit it (AUD128).
    """
    unpacked = Unpacked()
    kept: dict[str, list[Rows]] = defaultdict(list)
    left: dict[Made, list[str]] = defaultdict(list)
    for chunk in chunks:
        rubric = _rubric_of(chunk.made, catalogue)
        if rubric is None:
            left[chunk.made] += chunk.names
            continue
        rows = _rows_of(rubric, chunk)
        sound = _is_sound(rubric, rows.packed) if rows else np.zeros(len(chunk.names), dtype=bool)
        if not sound.all():
            wrong = [name for name, good in zip(chunk.names, sound, strict=True) if not good]
            unpacked.problems.extend(_does_not_fit(rubric, name, label) for name in wrong)
            unpacked.unreadable.extend(wrong)
            rows = rows.only(sound) if rows else None
        if rows:
            kept[rubric.ref].append(rows)
    unpacked.rows.extend(join_rows(parts) for parts in kept.values())
    for made, names in left.items():
        unpacked.problems.append(_not_here(made, names, catalogue, label))
        unpacked.unreadable.extend(names)
    return unpacked


def _rubric_of(made: "Made", catalogue: Catalogue) -> Rubric | None:
    try:
        rubric = catalogue.load(made.rubric)
    except RubricError:
        return None
    return rubric if rubric.digest == made.digest else None


def _rows_of(rubric: Rubric, chunk: "Chunk") -> Rows | None:
    """The rows of a chunk; None where it has not a byte for every criterion."""
    if chunk.packed.shape[1] != len(rubric.criteria):
        return None
    return Rows(
        rubric,
        texts(chunk.sites),
        texts(chunk.programs),
        texts(chunk.groups),
        chunk.date,
        texts(chunk.names),
        chunk.participants,
        chunk.evidenced,
        chunk.total_threshold,
        chunk.practice_threshold,
        chunk.packed,
        own_targets(rubric, [tuple(json.loads(own).items()) if own else () for own in chunk.targets])
        if any(chunk.targets)
        else None,
    )


def _is_sound(rubric: Rubric, packed: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """For each row whether every byte is a level of the scale, or says why there is none."""
    known = np.zeros(256, dtype=bool)
    known[: rubric.top + 1] = True
    known[list(STANDINGS)] = True
    return np.asarray(known[packed].all(axis=1))


def _does_not_fit(rubric: Rubric, name: str, label: str) -> Problem:
    message = say(
        "the packed ratings of {assessment} are not those of an assessment against {rubric}. Please save it "
        "again, and they are made anew.",
        assessment=name,
        rubric=rubric.ref,
    )
    return Problem("AUD128", message, label)


def _not_here(made: "Made", names: Sequence[str], catalogue: Catalogue, label: str) -> Problem:
    shown = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        shown = say("{names} and {more} more", names=shown, more=len(names) - _NAMED)
    parts = {"rubric": made.rubric, "assessments": shown}
    try:
        catalogue.load(made.rubric)
    except RubricError:
        message = say_many(
            "{count} assessment made with {rubric}, which is not here, left out: {assessments}. Please put "
            "that version of the rubric into the rubrics folder of your workspace.",
            "{count} assessments made with {rubric}, which is not here, left out: {assessments}. Please put "
            "that version of the rubric into the rubrics folder of your workspace.",
            len(names),
            **parts,
        )
    else:
        message = say_many(
            "{count} assessment made with another {rubric} than the one here, left out: "
            "{assessments}. Please "
            "put that version of the rubric into the rubrics folder of your workspace.",
            "{count} assessments made with another {rubric} than the one here, left out: "
            "{assessments}. Please "
            "put that version of the rubric into the rubrics folder of your workspace.",
            len(names),
            **parts,
        )
    return Problem("AUD127", message, label)
