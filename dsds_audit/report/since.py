"""What has changed in an assessment since a report was made of it."""

from collections.abc import Iterator

from dsds_audit.report.differences import Difference, find_differences
from dsds_audit.report.documents import Document
from dsds_audit.report.records import record_of
from dsds_audit.report.remaking import Entry

_RATINGS = "ratings"


def find_changes(reported: Entry, kept: Entry) -> Iterator[Difference]:
    """Every value that a record has now and a report's does not; a level goes by its criterion's id.

    What no report carries, such as names, counts as no change.
    """
    was, now = record_of(*reported), record_of(*kept)
    for name in {**was[_RATINGS], **now[_RATINGS]}:
        yield from _changes(was[_RATINGS].get(name, {}), now[_RATINGS].get(name, {}), name)
    yield from find_differences(_about(was), _about(now))


def _changes(was: Document, now: Document, name: str) -> Iterator[Difference]:
    for found in find_differences(was, now, path=name):
        yield Difference(found.place.removesuffix(".level"), found.said, found.made)


def _about(record: Document) -> Document:
    return {field: value for field, value in record.items() if field != _RATINGS}
