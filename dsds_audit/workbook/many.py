"""Many workbooks read, on every core."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import Problem
from dsds_audit.pooling import work_at_once
from dsds_audit.speech import say
from dsds_audit.workbook.reading import Reader, ReadWorkbook

FEW = 150  # Fewer workbooks are read before another process has started.


def read_workbooks(
    paths: Sequence[Path], catalogue: Catalogue, processes: int | None = None
) -> Iterator[ReadWorkbook]:
    """What each of these files says, in their order; that one cannot be read is a problem of it (AUD145).

    Many are read by as many processes as there are cores, or as ``processes`` says.
    """
    if processes is None and len(paths) < FEW:
        yield from _read_all(Reader(catalogue.load), paths)
    else:
        work = partial(_read_with, catalogue.unread())
        yield from work_at_once(work, paths, few=FEW, processes=processes)


def _read_with(catalogue: Catalogue, paths: Sequence[Path]) -> list[ReadWorkbook]:
    return list(_read_all(_reader_of(catalogue), paths))


@lru_cache(maxsize=1)
def _reader_of(catalogue: Catalogue) -> Reader:
    return Reader(catalogue.load)


def _read_all(reader: Reader, paths: Sequence[Path]) -> Iterator[ReadWorkbook]:
    for path in paths:
        try:
            yield reader.read(path.read_bytes(), str(path))
        except OSError as error:
            message = say(
                "cannot be read: {reason}. Please check its name and who may read it.",
                reason=say(error.strerror or str(error)),
            )
            yield ReadWorkbook(None, (Problem("AUD145", message, str(path)),))
