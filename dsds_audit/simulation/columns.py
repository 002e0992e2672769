"""Made-up assessments in the tidy form, as columns."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dsds_audit.packing import CODES
from dsds_audit.portfolio.tidy import (
    DATE,
    EVIDENCED,
    GROUP,
    PARTICIPANTS,
    PLACE,
    PROGRAM,
    RUBRIC,
    SITE,
    standing_column,
)
from dsds_audit.simulation.drawing import Drawn, draw, numbered_names
from dsds_audit.simulation.model import SimulationModel
from dsds_audit.speech import say

STANDINGS: NDArray[Any] = np.array(["rated"] * 256, dtype=object)
for _standing, _code in CODES.items():
    STANDINGS[_code] = _standing


def simulate_rows(model: SimulationModel) -> Iterator[Mapping[str, NDArray[Any]]]:
    """The tidy form's columns, block by block, sorted by site and date.

    Texts are arrays of str, dates of datetime64 in days, levels of float with NaN where there is none. A
    program, targets and thresholds of their own do not occur, so only the program has a column.
    """
    for drawn in draw(model):
        yield tidy(model, drawn)


def tidy(model: SimulationModel, drawn: Drawn) -> dict[str, NDArray[Any]]:
    """The columns of some drawn assessments."""
    size = len(drawn)
    columns: dict[str, NDArray[Any]] = {
        SITE: numbered_names("Site", model.sites, drawn.site),
        PROGRAM: np.full(size, "", dtype=object),
        GROUP: numbered_names("Group", model.groups, drawn.group),
        DATE: drawn.date,
        RUBRIC: np.full(size, model.rubric.ref, dtype=object),
        PLACE: np.full(size, place_of(model), dtype=object),
        PARTICIPANTS: drawn.participants,
        EVIDENCED: drawn.evidenced.sum(axis=1).astype(np.float64),
    }
    for index, name in enumerate(model.rubric.criteria):
        packed = drawn.packed[:, index]
        columns[name] = np.where(packed <= model.rubric.top, packed, np.nan)
        columns[standing_column(name)] = STANDINGS[packed]
    return columns


def place_of(model: SimulationModel) -> str:
    """Where a made-up record is from, as messages name it."""
    return say("simulated, seed {seed}", seed=model.seed)
