"""The files that came back, in whatever folders they lie."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dsds_audit.errors import Problem, StoreError
from dsds_audit.speech import say
from dsds_audit.store.paths import SET_ASIDE, file_errors, is_assessment_name

LARGEST = 128_000_000  # bytes
_OURS = (".jsonl", ".lock")
_BESIDE = ("rubrics",)


@dataclass(frozen=True, slots=True)
class Found:
    """A file; ``named`` where it was asked for by itself, so that it may not be passed over in silence."""

    path: Path
    named: bool


def find_returned(source: str) -> Sequence[Found]:
    """The file of this name, or every file in the folder of this name and those below it, by path.

    What is hidden, rubrics, plans, votes, and what Excel keeps while a workbook is open, are none of them.
    Raises StoreError (AUD050) where a folder cannot be read, and AUD176 where it holds no file.
    """
    path = Path(source)
    if not path.is_dir():
        return [Found(path, named=True)]
    found = [Found(file, named=False) for file in _files_below(path, set())]
    if not found:
        message = say("holds no file. Please name the folder that the returned files are in.")
        raise StoreError(Problem("AUD176", message, source))
    return found


def read_returned(path: Path) -> bytes:
    """What a file holds; raises StoreError (AUD176) where it cannot be read, or is far too large."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = say(getattr(error, "strerror", None) or str(error))
        message = say("cannot be read: {reason}. Please check its name and who may read it.", reason=reason)
        raise StoreError(Problem("AUD176", message, str(path))) from error
    if len(content) > LARGEST:
        message = say("is larger than {size} MB.", size=LARGEST // 1_000_000)
        way_out = say("Please export it in several parts.")
        raise StoreError(Problem("AUD176", f"{message} {way_out}", str(path)))
    return content


def tell_others(others: Counter[str]) -> str:
    """``Not read: 2 .pdf, 1 without an ending.``; empty where there are none."""
    kinds = [
        f"{count} {ending}" if ending else say("{count} without an ending", count=count)
        for ending, count in others.most_common(8)
    ]
    return say("Not read, as nothing here reads them: {files}.", files=", ".join(kinds)) if kinds else ""


def _files_below(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    with file_errors(folder):
        status = folder.stat()
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    if (status.st_dev, status.st_ino) in seen:  # A link that leads back up.
        return
    seen.add((status.st_dev, status.st_ino))
    for path in paths:
        if path.is_dir():
            if path.name not in _BESIDE and not SET_ASIDE.fullmatch(path.name):
                yield from _files_below(path, seen)
        elif path.is_file() and not _is_beside(path):
            yield path


def _is_beside(path: Path) -> bool:
    """Whether a file is one that a workspace has beside its assessments."""
    is_yaml = path.suffix.lower() in (".yaml", ".yml")
    return path.suffix.lower() in _OURS or (is_yaml and not is_assessment_name(path.name))
