"""A folder of assessment files, in whatever order they lie there, into records."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AuditError, Problem
from dsds_audit.portfolio.reading import Outcome, read_records
from dsds_audit.portfolio.record_cache import Kept, digest_of_content, load_records, save_records
from dsds_audit.portfolio.records import Record
from dsds_audit.store.paths import SET_ASIDE, file_errors, is_assessment_name
from dsds_audit.yaml.files import read_bytes

Progress = Callable[[int, int], None]
_OURS = {".yaml", ".yml", ".jsonl", ".lock"}


def untold(done: int, total: int) -> None:
    """Tell nobody how many of all files are read."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder: those that should hold assessments, and how many others of which ending."""

    paths: tuple[str, ...]
    others: Counter[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What files hold: the records with their places, in the order of the files, and what is wrong."""

    records: list[tuple[str, Record]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def list_folder(folder: Path) -> Listing:
    """The files in a folder and in all folders below it, by path; rubrics, plans, what is hidden and what
    ``migrate`` has set aside are none of them. Raises StoreError (AUD050) where a folder cannot be read.
    """
    found = list(_files_below(folder, set()))
    paths = tuple(str(path) for path in found if is_assessment_name(path.name))
    endings = (path.suffix.lower() for path in found)
    return Listing(paths, Counter(ending for ending in endings if ending not in _OURS))


def read_files(
    places: Sequence[str], catalogue: Catalogue, progress: Progress = untold, cache: Path | None = None
) -> Reading:
    """What each file holds; a damaged one stops no other. ``progress`` is told how many of all are read.

    ``cache`` is a file in which the records are kept for the next time.
    """
    known = load_records(cache, catalogue.load) if cache else {}
    recalled = _recalled(places, known) if known else {}
    missing = [place for place in places if place not in recalled]
    reading, kept = Reading(), {}
    for count, outcome in enumerate(_in_order(places, recalled, read_records(missing, catalogue)), start=1):
        progress(count, len(places))
        if outcome.record is None:
            reading.problems.extend(outcome.problems)
            reading.unreadable.append(outcome.place)
            continue
        reading.records.append((outcome.place, outcome.record))
        rubric = catalogue.load(outcome.record.rubric)
        kept[outcome.digest] = Kept(rubric.digest, outcome.record)
    if cache and kept.keys() != known.keys():
        save_records(cache, kept)
    return reading


def _recalled(places: Sequence[str], known: dict[str, Kept]) -> dict[str, Outcome]:
    """What is known of these files already, by what they hold at this moment."""
    found = {}
    for place in places:
        try:
            digest = digest_of_content(read_bytes(Path(place)))
        except AuditError:
            continue
        if digest in known:
            found[place] = Outcome(place, digest, known[digest].record)
    return found


def _in_order(
    places: Sequence[str], recalled: dict[str, Outcome], fresh: Iterator[Outcome]
) -> Iterator[Outcome]:
    for place in places:
        yield recalled[place] if place in recalled else next(fresh)


def _files_below(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    with file_errors(folder):
        status = folder.stat()
        names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    if (status.st_dev, status.st_ino) in seen:  # A link that leads back up.
        return
    seen.add((status.st_dev, status.st_ino))
    is_own_folder = any(map(is_assessment_name, names))
    for name in names:
        path = folder / name
        if not path.is_dir():
            yield path
        elif name != "rubrics" and not (is_own_folder and SET_ASIDE.fullmatch(name)):
            yield from _files_below(path, seen)
