"""Assessments of one rubric version as columns, in the tidy form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dsds_audit.packing import STANDINGS
from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.records import Record
from dsds_audit.portfolio.table import Floats, Names, Truths
from dsds_audit.rubric import Rubric

Packed = NDArray[np.uint8]
NO_TARGET = 255


@dataclass(frozen=True, eq=False)
class Rows:
    """Assessments made with one rubric version, entry i of every column being row i.

    ``packed`` (rows x criteria, in rubric order) holds bytes as ``packing`` makes them, ``targets`` the
    site's own targets, 255 where it has none; it is None where no site has any. ``program`` and ``group``
    are empty where there is none; numbers are NaN where there is none.
    """

    rubric: Rubric
    site: Names
    program: Names
    group: Names
    date: NDArray[np.datetime64]
    place: Names
    participants: Floats
    evidenced: Floats
    total_threshold: Floats
    practice_threshold: Floats
    packed: Packed
    targets: Packed | None = None

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.site)

    @cached_property
    def columns(self) -> Mapping[str, NDArray[Any]]:
        """Every column of the tidy form by its name, NaN for an empty cell; own targets only where there are
        any."""
        levels, standings = _level_of_byte()[self.packed], _standing_of_byte()
        columns: dict[str, NDArray[Any]] = {
            tidy.SITE: self.site,
            tidy.PROGRAM: self.program,
            tidy.GROUP: self.group,
            tidy.DATE: self.date,
            tidy.RUBRIC: np.full(len(self), self.rubric.ref, dtype=object),
            tidy.PLACE: self.place,
            tidy.PARTICIPANTS: self.participants,
            tidy.EVIDENCED: self.evidenced,
            tidy.TOTAL_THRESHOLD: self.total_threshold,
            tidy.PRACTICE_THRESHOLD: self.practice_threshold,
        }
        for index, criterion in enumerate(self.rubric.criteria):
            columns[criterion] = np.ascontiguousarray(levels[:, index])
            columns[tidy.standing_column(criterion)] = standings[self.packed[:, index]]
            if self.targets is not None:
                own = self.targets[:, index]
                columns[tidy.target_column(criterion)] = np.where(own == NO_TARGET, np.nan, own)
        return columns

    def only(self, kept: Truths) -> "Rows":
        """The rows for which ``kept`` is true."""
        chosen = {name: getattr(self, name)[kept] for name in _COLUMNS}
        return Rows(self.rubric, **chosen, targets=None if self.targets is None else self.targets[kept])


_COLUMNS = (
    "site",
    "program",
    "group",
    "date",
    "place",
    "participants",
    "evidenced",
    "total_threshold",
    "practice_threshold",
    "packed",
)


def rows_of(rubric: Rubric, records: Sequence[tuple[str, Record]]) -> Rows:
    """The rows of records made with this rubric, each given with its place."""
    found = [record for _, record in records]
    return Rows(
        rubric,
        texts([record.site for record in found]),
        texts([record.program for record in found]),
        texts([record.group for record in found]),
        np.array([record.date for record in found], dtype="datetime64[D]"),
        texts([place for place, _ in records]),
        numbers([record.participants for record in found]),
        numbers([record.evidenced for record in found]),
        numbers([record.total_threshold for record in found]),
        numbers([record.practice_threshold for record in found]),
        matrix_of(rubric, [record.packed for record in found]),
        own_targets(rubric, [record.targets for record in found]),
    )


def join_rows(parts: Sequence[Rows]) -> Rows:
    """One after the other, rows of the same rubric version; at least one part."""
    if len(parts) == 1:
        return parts[0]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
    own = None
    if any(part.targets is not None for part in parts):
        own = np.concatenate([_targets_of(part) for part in parts])
    return Rows(parts[0].rubric, **columns, targets=own)


def texts(values: Sequence[str]) -> Names:
    """A column of texts."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def numbers(values: Sequence[float | None]) -> Floats:
    """A column of numbers, NaN for None."""
    return np.array(values, dtype=np.float64)


def matrix_of(rubric: Rubric, packed: Sequence[bytes]) -> Packed:
    """Packed ratings as rows x criteria; each must have a byte for every criterion of the rubric."""
    return np.frombuffer(b"".join(packed), dtype=np.uint8).reshape(len(packed), len(rubric.criteria))


def own_targets(rubric: Rubric, targets: Sequence[Sequence[tuple[str, int]]]) -> Packed | None:
    """Own targets as rows x criteria, 255 where a site has none; None where no site has any."""
    if not any(targets):
        return None
    place = {name: index for index, name in enumerate(rubric.criteria)}
    found = np.full((len(targets), len(place)), NO_TARGET, dtype=np.uint8)
    for row, own in enumerate(targets):
        for name, level in own:
            found[row, place[name]] = level
    return found


def _targets_of(part: Rows) -> Packed:
    return np.full_like(part.packed, NO_TARGET) if part.targets is None else part.targets


def _level_of_byte() -> NDArray[np.float32]:
    levels = np.arange(256, dtype=np.float32)
    levels[101:] = np.nan
    return levels


def _standing_of_byte() -> NDArray[Any]:
    standings = np.full(256, "rated", dtype=object)
    for code, standing in STANDINGS.items():
        standings[code] = standing
    return standings
