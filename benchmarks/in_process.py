"""Inside one process: scoring a rubric, saving an answer."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.processes import EXAMPLE
from dsds_audit.assessment import Assessment, Rating
from dsds_audit.assessment_files import parse_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import score
from dsds_audit.store.folder import FolderStore


def measure_scoring() -> Iterator[tuple[str, str, str]]:
    """Scoring alone: 14 criteria, and how it grows to 200."""
    small, large = (_milliseconds(_scored(count), 200) for count in (20, 200))
    rubric, assessment = _example()
    yield (
        "score() of the 14 criteria",
        f"{_milliseconds(lambda: _score(rubric, assessment), 200):.2f} ms",
        "below 1 ms",
    )
    yield "score() of 200 criteria : of 20", f"{large / small:.1f} times", "at most 10 times"


def measure_saving() -> Iterator[tuple[str, str, str]]:
    """Saving one changed answer into an assessment's file, comments kept, through to the disk."""
    catalogue = Catalogue()
    rubric, assessment = _example()
    with tempfile.TemporaryDirectory() as folder:
        store = FolderStore(Path(folder), catalogue.load)
        stored = store.save(assessment, rubric, None)
        path = Path(folder) / stored.place if not Path(stored.place).is_absolute() else Path(stored.place)
        path.write_bytes(path.read_bytes() + b"# a comment somebody wrote\n")
        stored = store.find(assessment.site)[0]
        times = []
        name = next(iter(assessment.ratings))
        for turn in range(40):
            rating = Rating(level=turn % 3, note=f"turn {turn}")
            changed = stored.assessment.model_copy(
                update={"ratings": {**stored.assessment.ratings, name: rating}}
            )
            began = time.perf_counter()
            stored = store.save(changed, rubric, stored)
            times.append((time.perf_counter() - began) * 1000)
    yield "saving one answer, comments kept", f"{statistics.median(times):.1f} ms", "below 50 ms"
    yield "saving one answer, the slowest of 40", f"{max(times):.1f} ms", "below 50 ms"
    few, many = (_seconds_to_save(rubric, assessment, sites) for sites in (200, 1600))
    yield "1,600 sites saved in a row : 200", f"{many / few:.1f} times", "at most 10 times"


def _seconds_to_save(rubric: Rubric, assessment: Assessment, sites: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        store = FolderStore(Path(folder), Catalogue().load)
        began = time.perf_counter()
        with store.saving_many():
            for number in range(sites):
                store.save(assessment.model_copy(update={"site": f"Site {number}"}), rubric, None)
        return time.perf_counter() - began


def _example() -> tuple[Rubric, Assessment]:
    catalogue = Catalogue()
    assessment = parse_assessment(EXAMPLE.read_bytes(), str(EXAMPLE), catalogue.load)
    return catalogue.load(assessment.rubric), assessment


def _score(rubric: Rubric, assessment: Assessment) -> object:
    card = score(rubric, assessment)
    return card.low, card.high, card.status, card.adequate


def _scored(count: int) -> Callable[[], object]:
    rubric, _ = _example()
    practice = rubric.practices[0]
    criteria = tuple(practice.criteria[0].model_copy(update={"id": f"c{index}"}) for index in range(10))
    practices = tuple(
        practice.model_copy(update={"id": f"p{index}", "criteria": criteria}) for index in range(count // 10)
    )
    fields = {name: getattr(rubric, name) for name in Rubric.model_fields}
    large = Rubric.model_validate({**fields, "practices": practices, "vectors": ()})
    ratings = {f"p{p}.c{c}": Rating(level=(p + c) % 3) for p in range(count // 10) for c in range(10)}
    assessment = Assessment(site="s", date="2026-01-01", rubric=large.ref, ratings=ratings)  # type: ignore[arg-type]
    return lambda: _score(large, assessment)


def _milliseconds(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000
