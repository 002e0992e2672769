"""The documents of a workspace, whatever home it has: listed, read and written as bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

Kind = Literal["rubric", "assessment", "conflict", "plan", "votes"]
KINDS: tuple[Kind, ...] = get_args(Kind)  # What comes first has to be there before what follows.


@dataclass(frozen=True, slots=True)
class Held:
    """A document that a home holds.

    ``name`` is the same in every home, with ``/`` between its parts: ``riverbend/2026-03-02.yaml``,
    ``riverbend/plan.yaml``, ``riverbend/2026-03-02.votes.jsonl``, ``rubrics/own/1.0.0.yaml`` (crosswalks lie
    beside the rubrics). A ``conflict`` is what was kept of someone who saved too late:
    ``riverbend/2026-03-02.conflict-1.yaml``. ``digest`` is that of its bytes, as ``revision_of`` makes it.
    """

    kind: Kind
    name: str
    digest: str


class Home(Protocol):
    """Where the documents of a workspace are kept; what ``copy`` asks of a folder or a database."""

    def held(self) -> Iterator[Held]:
        """Every document there is, in the order of ``Kind``, each kind by name.

        Raises StoreError where nothing can be read.
        """
        ...

    def read(self, wanted: Sequence[Held]) -> Iterator[tuple[Held, bytes]]:
        """The documents of these names, in the order asked for, with the digests they have now.

        One that is not there any more is left out. Raises StoreError where nothing can be read.
        """
        ...

    def write(self, documents: Sequence[tuple[Held, bytes]]) -> None:
        """Add documents, all of them or none; safe when this returns.

        What is there already is never changed; the same bytes under the same name count as written. What
        ``KINDS`` names first has to be there first, or comes along. Raises ConflictError (AUD112) where a
        name or an assessment's identity is taken; AssessmentError, PlanError, RubricError or StoreError
        (AUD083, AUD084, AUD110) where a document cannot be kept; any other StoreError where the home cannot
        be used.
        """
        ...
