"""Many files that came back, read on every core."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AuditError, Problem
from dsds_audit.pooling import work_at_once
from dsds_audit.returns.files import read_returned
from dsds_audit.returns.kinds import Kind, kind_of
from dsds_audit.returns.reading import Returned, ReturnReader

FEW = 150  # Fewer files are read before another process has started.


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file says, and which kind it is; None where it is nothing that is read here.

    ``problems`` tell why it cannot be opened at all; what else is wrong is in the problems of what it says.
    """

    kind: Kind | None = None
    returned: Sequence[Returned] = ()
    problems: tuple[Problem, ...] = ()


def read_files(
    paths: Sequence[Path], catalogue: Catalogue, kind: Kind | None = None, processes: int | None = None
) -> Iterator[ReadFile]:
    """What each of these files says, in their order; each is taken for its own kind, or for ``kind``.

    Many are read by as many processes as there are cores, or as ``processes`` says.
    """
    if processes is None and len(paths) < FEW:
        reader = ReturnReader(catalogue.load, catalogue.legs)
        yield from (_read(reader, kind, path) for path in paths)
    else:
        work = partial(_read_with, catalogue.unread(), kind)
        yield from work_at_once(work, paths, few=FEW, processes=processes)


def _read_with(catalogue: Catalogue, kind: Kind | None, paths: Sequence[Path]) -> list[ReadFile]:
    return [_read(_reader_of(catalogue), kind, path) for path in paths]


@lru_cache(maxsize=1)
def _reader_of(catalogue: Catalogue) -> ReturnReader:
    return ReturnReader(catalogue.load, catalogue.legs)


def _read(reader: ReturnReader, kind: Kind | None, path: Path) -> ReadFile:
    try:
        content = read_returned(path)
    except AuditError as error:
        return ReadFile(problems=error.problems)
    kind = kind or kind_of(content, path.name)
    return ReadFile(kind, reader.read(content, str(path), kind)) if kind else ReadFile()
