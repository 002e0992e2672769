"""Whether every number in a report still follows from the record that the report carries."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AuditError, Problem
from dsds_audit.report.carried import Carried, load_document, without_document
from dsds_audit.report.differences import Difference, find_differences, shorten
from dsds_audit.report.documents import FORMAT, to_json
from dsds_audit.report.page_differences import find_page_differences
from dsds_audit.report.remaking import KINDS, Entry, speech_of
from dsds_audit.speech import say, speaking
from dsds_audit.version import __version__

_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){1,3}[0-9a-z.+-]{0,40}")


@dataclass(frozen=True)
class Verification:
    """What came of verifying a report.

    ``made_with`` is the version of this program that wrote it, ``entries`` the assessments it was made from,
    and ``source`` says so in a few words. ``differences`` are what does not hold. Where it was made with
    another version of this program, which may word and draw otherwise, the words of its sentences and its
    page are no differences: ``in_other_words`` says that they are not as they would be made here.
    """

    made_with: str
    source: str
    entries: Sequence[Entry]
    differences: tuple[Difference, ...]
    in_other_words: bool

    @property
    def data_hold(self) -> bool:
        """Whether every number, status and field of its data is as made anew."""
        return not self.differences

    @property
    def holds(self) -> bool:
        """Whether all of it is as made anew, every word and the page, too."""
        return self.data_hold and not self.in_other_words


def verify_report(carried: Carried, place: str, catalogue: Catalogue) -> Verification:
    """Make a report's document and page again from its records, and compare; ``place`` is what messages name.

    Raises AuditError where it cannot be done: a kind or format that is not known here (AUD098), no version of
    this program that made it (AUD095), and what making that kind anew raises.
    """
    said = carried.document
    remake = KINDS.get(str(said.get("kind")))
    if remake is None or said.get("format") != FORMAT:
        raise AuditError(_unknown(said, place))
    made_with = said.get("made_with")
    if not isinstance(made_with, str) or not _VERSION.fullmatch(made_with):
        raise AuditError(_versionless(place))
    remade = remake(said, place, catalogue)
    with speaking(speech_of(said, place)):
        document, page = remade.document, remade.make_page() if carried.page is not None else ""
    made = {**load_document(to_json(document), place), "made_with": made_with}
    differences = [*find_differences(said, made), *_page_differences(carried.page, page)]
    counted = differences
    if made_with != __version__:
        counted = [*find_differences(said, made, wording=False)]
    in_other_words = bool(differences) and not counted
    return Verification(made_with, remade.source, remade.entries, tuple(counted), in_other_words)


def _page_differences(said: str | None, page: str) -> Iterator[Difference]:
    made = without_document(page)
    if said is not None and said != made:
        yield from find_page_differences(said, made)


def _versionless(place: str) -> Problem:
    message = say(
        "does not say which version of this program has made it. Please name the file as it was written, or "
        "make the report again."
    )
    return Problem("AUD095", message, place)


def _unknown(said: Mapping[str, Any], place: str) -> Problem:
    kind, form = (shorten(str(said.get(name))) for name in ("kind", "format"))
    message = say(
        "holds a document of kind {kind} in format {format}, which this version of the program cannot "
        "verify. Please name one of kind comparison or report or trend, format {known}, or install a newer "
        "version.",
        kind=kind,
        format=form,
        known=FORMAT,
    )
    return Problem("AUD098", message, place)
