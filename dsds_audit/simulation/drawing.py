"""Made-up ratings, drawn block by block of sites: the same model gives the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dsds_audit.packing import CODES
from dsds_audit.simulation.model import SimulationModel
from dsds_audit.speech import say

_CELLS_AT_ONCE = 1_000_000
_DAYS_APART = 28  # How much later than the first at most a site sits down in the same half-year.

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Drawn:
    """Some assessments as drawn, sorted by site and date; place i of every array is assessment i.

    Sites and groups are numbers from 1, group 0 is none; ``participants`` is NaN where no panel is recorded.
    ``packed`` is rows x criteria, a byte each as ``dsds_audit.packing`` has it; ``evidenced`` says which
    levels have fresh evidence.
    """

    site: Whole
    group: Whole
    date: NDArray[np.datetime64]
    participants: Floats
    packed: NDArray[np.uint8]
    evidenced: NDArray[np.bool_]

    def __len__(self) -> int:
        """How many assessments there are."""
        return len(self.site)


def draw(model: SimulationModel) -> Iterator[Drawn]:
    """All assessments of a model, in blocks of about a million ratings, or of one site where it has more."""
    difficulty, group_effects = _common(model)
    at_once = max(1, _CELLS_AT_ONCE // model.cells_a_site)
    for block, first in enumerate(range(0, model.sites, at_once)):
        generator = np.random.default_rng([model.seed, 1, block])
        number = min(at_once, model.sites - first)
        yield _draw_block(model, generator, first, number, difficulty, group_effects)


def _common(model: SimulationModel) -> tuple[Floats, Floats]:
    """What all blocks share: how hard each criterion is, and what each group adds (none for group 0)."""
    generator = np.random.default_rng([model.seed, 0])
    of_practices = model.practice_difficulty * generator.standard_normal(len(model.rubric.practices))
    of_criteria = model.criterion_difficulty * generator.standard_normal(len(model.rubric.criteria))
    of_groups = model.group_effect * generator.standard_normal(model.groups)
    return of_practices[_practice_of(model)] + of_criteria, np.concatenate([[0.0], of_groups])


def _practice_of(model: SimulationModel) -> Whole:
    """The place of each criterion's practice."""
    practices = model.rubric.practices
    return np.repeat(np.arange(len(practices)), [len(practice.criteria) for practice in practices])


def _draw_block(
    model: SimulationModel,
    generator: np.random.Generator,
    first: int,
    number: int,
    difficulty: Floats,
    group_effects: Floats,
) -> Drawn:
    group = generator.integers(1, model.groups + 1, number) if model.groups else np.zeros(number, np.int64)
    practices = len(model.rubric.practices)
    strength = model.average + group_effects[group] + model.site_effect * generator.standard_normal(number)
    own = model.practice_effect * generator.standard_normal((number, practices))
    mean = (strength[:, None] + own)[:, _practice_of(model)] - difficulty  # sites x criteria
    panel = generator.integers(model.panel[0], model.panel[1] + 1, (number, model.dates))
    late = generator.integers(0, _DAYS_APART, (number, model.dates))
    recorded = generator.random((number, model.dates)) >= model.unrecorded
    held = generator.random((number, model.dates)) >= model.skipped
    held[:, 0] = True  # A site that never sat down is no site of the portfolio.
    packed = _rate(model, generator, mean, panel)
    evidenced = (generator.random(packed.shape, np.float32) < model.evidenced) & (packed <= model.rubric.top)
    half_years = np.array([365 * time // 2 for time in range(model.dates)])
    day = np.datetime64(model.first_day, "D") + (half_years + late)
    return Drawn(
        site=np.repeat(np.arange(first + 1, first + number + 1), model.dates)[held.ravel()],
        group=np.repeat(group, model.dates)[held.ravel()],
        date=day[held],
        participants=np.where(recorded, panel, np.nan)[held],
        packed=packed[held],
        evidenced=evidenced[held],
    )


def _rate(
    model: SimulationModel, generator: np.random.Generator, mean: Floats, panel: Whole
) -> NDArray[np.uint8]:
    """The packed ratings, sites x dates x criteria: latent values cut into levels, some then taken away."""
    shape = (*panel.shape, mean.shape[1])
    latent = generator.standard_normal(shape)
    latent *= (model.vote_noise / np.sqrt(panel))[:, :, None]
    latent += mean[:, None, :]
    latent += (model.drift * np.arange(model.dates))[:, None]
    packed = np.zeros(shape, np.uint8)
    for cut in model.cuts:
        packed += latent > cut
    known = generator.random(shape, np.float32)
    packed[known < model.missing + model.dont_know] = CODES["dont_know"]
    packed[known < model.missing] = CODES["unanswered"]
    permitted = np.array([criterion.not_applicable for criterion in model.rubric.criteria.values()])
    idle = (generator.random(mean.shape, np.float32) < model.does_not_apply) & permitted
    packed[np.broadcast_to(idle[:, None, :], shape)] = CODES["not_applicable"]
    return packed


def numbered_names(word: str, last: int, numbers: Whole) -> NDArray[Any]:
    """``Site 000123 (simulated)`` of each number, as wide as the last one needs; no name for 0.

    The numbers of an array lie close together, so each name is made once.
    """
    width = max(6 if word == "Site" else 2, len(str(last)))
    start = int(numbers.min(initial=last))
    span = range(start, int(numbers.max(initial=start)) + 1)
    held = say("Site {number} (simulated)" if word == "Site" else "Group {number} (simulated)", number="\0")
    before, _, after = held.partition("\0")
    names = np.array([f"{before}{n:0{width}d}{after}" if n else "" for n in span], dtype=object)
    return names[numbers - start]
