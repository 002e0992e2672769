"""A workspace copied from one home to another, verified, with nothing overwritten."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from dsds_audit.errors import AuditError, ConflictError, Problem, StoreError
from dsds_audit.speech import mark, say
from dsds_audit.store.homes import KINDS, Held, Home, Kind
from dsds_audit.store.paths import revision_of

BATCH = 250
"""Documents that are written together: all of them or none."""
# What a store says of a document rather than of itself.
_OF_DOCUMENTS = {"AUD080", "AUD083", "AUD084", "AUD110"}
_DIFFERS = mark("is there already with something else in it, so it was left alone. Please compare the two.")
_GONE = mark("cannot be read, or is not there any more. Please check it, and copy again.")
_READS_DIFFERENTLY = mark("was copied, but what is there now is something else. Please compare the two.")

Document = tuple[Held, bytes]
Refusal = tuple[Held, tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Copied:
    """How far a copy is, of ``total`` documents.

    ``written`` counts those copied and verified, by kind; ``there`` those that were there already with the
    same digest; ``refused`` are those left out, each with what is wrong.
    """

    total: int
    written: Mapping[Kind, int] = field(default_factory=dict)
    there: int = 0
    refused: tuple[Refusal, ...] = ()

    @property
    def seen(self) -> int:
        """How many documents are done with, one way or another."""
        return sum(self.written.values()) + self.there + len(self.refused)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the documents left out."""
        return tuple(problem for _, problems in self.refused for problem in problems)


def copy_documents(source: Home, target: Home) -> Iterator[Copied]:
    """Copy every document that the target does not have; tells how far it is after each batch.

    What was written is read back, and its digest held against that of what was read before. A document that
    is damaged, or in whose place the target has something else, is left out with its problem (AUD116,
    AUD117) and stops no other. Raises StoreError where a home cannot be used any more: what was copied
    stays, and copying again goes on from there.
    """
    wanted = list(source.held())
    there = {held.name: held.digest for held in target.held()}
    same = sum(there.get(held.name) == held.digest for held in wanted)
    differing = [held for held in wanted if held.name in there and there[held.name] != held.digest]
    copied = Copied(len(wanted), {}, same, tuple(_refused("AUD116", _DIFFERS, differing)))
    yield copied
    for batch in _batches([held for held in wanted if held.name not in there]):
        written, refused = _copy_batch(source, target, batch)
        counts = Counter(copied.written) + Counter(held.kind for held in written)
        copied = replace(copied, written=counts, refused=(*copied.refused, *refused))
        yield copied


def _batches(new: Sequence[Held]) -> Iterator[Sequence[Held]]:
    """What is to be copied, one kind after the other, some documents at a time."""
    ordered = sorted(new, key=lambda held: KINDS.index(held.kind))
    for _, group in groupby(ordered, key=lambda held: held.kind):
        of_kind = list(group)
        for start in range(0, len(of_kind), BATCH):
            yield of_kind[start : start + BATCH]


def _copy_batch(source: Home, target: Home, batch: Sequence[Held]) -> tuple[list[Held], list[Refusal]]:
    """Copy some documents; those that are there now as they were read, and those left out."""
    documents = list(source.read(batch))
    names = {held.name for held, _ in documents}
    refused = list(_refused("AUD117", _GONE, [held for held in batch if held.name not in names]))
    kept, faulty = _write(target, documents)
    found = {held.name: revision_of(content) for held, content in target.read([h for h, _ in kept])}
    sound = [held for held, content in kept if found.get(held.name) == revision_of(content)]
    unlike = [held for held, _ in kept if held not in sound]
    return sound, [*refused, *faulty, *_refused("AUD117", _READS_DIFFERENTLY, unlike)]


def _write(target: Home, documents: Sequence[Document]) -> tuple[list[Document], list[Refusal]]:
    """Write documents, in halves where one is in the way of the others; those kept, and those refused."""
    if not documents:
        return [], []
    try:
        target.write(documents)
    except AuditError as error:
        if not _is_of_document(error):
            raise
        if len(documents) == 1:
            return [], [(documents[0][0], tuple(error.problems))]
        half = len(documents) // 2
        first, rest = _write(target, documents[:half]), _write(target, documents[half:])
        return first[0] + rest[0], first[1] + rest[1]
    return list(documents), []


def _is_of_document(error: AuditError) -> bool:
    """Whether a document is at fault, rather than the home that was to take it."""
    if isinstance(error, ConflictError) or not isinstance(error, StoreError):
        return True
    return all(problem.code in _OF_DOCUMENTS for problem in error.problems)


def _refused(code: str, message: str, left_out: Sequence[Held]) -> Iterator[Refusal]:
    return ((held, (Problem(code, say(message), held.name),)) for held in left_out)
