"""Groups of answers put into a workspace, each as its own step."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace

from dsds_audit.errors import AuditError, Problem
from dsds_audit.forms.submissions import RubricOf
from dsds_audit.names import folded
from dsds_audit.portfolio.spellings import find_spellings, tell_spellings
from dsds_audit.returns.deciding import Decision, decide
from dsds_audit.returns.groups import Group
from dsds_audit.store import Store, Stored
from dsds_audit.store.names import Key, key_of
from dsds_audit.votes import Entry


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a group, and where it is kept; nowhere where it was not to be."""

    decision: Decision
    kept: Stored | None = None


class Intake:
    """Takes groups into a workspace, whose assessments are read once.

    With ``dry`` nothing is written, and all else is the same.
    """

    def __init__(self, store: Store, rubric_of: RubricOf, *, dry: bool = False) -> None:
        """Read what there is; raises StoreError where nothing can be read."""
        self._store, self._rubric_of, self._dry = store, rubric_of, dry
        entries = store.all_assessments()
        self._there = {key_of(e.assessment): e for e in entries if isinstance(e, Stored)}
        self._dry_votes: dict[Key, tuple[Entry, ...]] = {}

    @property
    def sites(self) -> set[str]:
        """The names of all sites that there are by now."""
        return {stored.assessment.site for stored in self._there.values()}

    def take(self, group: Group, at: dt.datetime) -> Taken:
        """Take one group; raises nothing: what the store refuses is a problem of the decision, and so is
        what changes meanwhile (AUD051, AUD052)."""
        assessment = group.voices[0].assessment
        key = key_of(assessment)
        there = self._there.get(key)
        decision: Decision | None = None
        try:
            rubric = self._rubric_of(assessment.rubric)
            decision = decide(rubric, group, there, self._journal(key, there), at)
            if decision.fate in ("same", "conflict"):
                return Taken(decision, there if decision.fate == "same" else None)
            kept = self._imagine(key, decision) if self._dry else self._keep(decision)
        except AuditError as error:
            place = group.voices[0].place
            told = (
                Problem(each.code, each.message, each.place or place, each.line) for each in error.problems
            )
            refused = Decision("conflict", assessment, problems=tuple(told))
            return Taken(replace(refused, notes=decision.notes) if decision else refused)
        self._there[key] = kept
        return Taken(decision, kept)

    def _journal(self, key: Key, there: Stored | None) -> tuple[Entry, ...]:
        if self._dry and key in self._dry_votes:
            return self._dry_votes[key]
        return self._store.votes(there) if there else ()

    def _imagine(self, key: Key, decision: Decision) -> Stored:
        """What would be kept."""
        self._dry_votes[key] = decision.votes
        place = decision.previous.place if decision.previous else ""
        return Stored(place, "", decision.assessment)

    def _keep(self, decision: Decision) -> Stored:
        """Write the assessment, then its votes: what is cut off between is made good the next time."""
        rubric, before = self._rubric_of(decision.assessment.rubric), decision.previous
        with self._store.lock(decision.assessment) if before else nullcontext():
            if decision.fate == "vote" and before:
                kept = before
            else:
                kept = self._store.save(decision.assessment, rubric, before)
            self._store.append_votes(kept, decision.votes)
        return kept


def tell_alike(sites: Iterable[str], brought: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each group of names that may be one site's, where one of them was brought in."""
    own = {folded(name) for name in brought}
    groups = [group for group in find_spellings(sites) if any(folded(name) in own for name in group)]
    return tell_spellings(name for group in groups for name in group)


def count_fates(taken: Iterable[Taken]) -> Counter[str]:
    """How many groups were ``new``, turned into votes (``votes``), ``same`` or in ``conflict``."""
    return Counter(_fate_of(one) for one in taken)


def _fate_of(taken: Taken) -> str:
    if taken.decision.fate == "save" and not taken.decision.previous:
        return "new"
    return "votes" if taken.decision.fate in ("save", "vote") else taken.decision.fate
