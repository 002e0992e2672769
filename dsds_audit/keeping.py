"""An interview kept safe: each step saved, the file held against others, no assessment doubled."""

from contextlib import ExitStack

from dsds_audit.interview import Interview, Reply
from dsds_audit.speech import say
from dsds_audit.store import Store, Stored
from dsds_audit.store.names import same_identity


class Keeper:
    """Saves each step of an interview, and keeps others from the same file meanwhile."""

    def __init__(self, store: Store, interview: Interview, stored: Stored | None) -> None:
        """Take the interview, and the file it stands in already."""
        self.store, self.interview, self.stored = store, interview, stored
        self._locks = ExitStack()

    def __enter__(self) -> "Keeper":
        """Lock the file, where there is one; raises ConflictError where someone else has it open."""
        if self.stored:
            self._locks.enter_context(self.store.lock(self.stored.assessment))
        return self

    def __exit__(self, *_: object) -> None:
        """Let others at the file."""
        self._locks.close()

    def save(self, interview: Interview) -> None:
        """Save the interview as it is now; raises StoreError."""
        if not interview.assessment.site:
            return
        if self.stored is None:
            self._locks.close()
            self._locks.enter_context(self.store.lock(interview.assessment))
        self.stored = self.store.save(interview.assessment, interview.rubric, self.stored)
        self.interview = interview

    def objection(self, reply: Reply) -> str:
        """Why a reply cannot be taken: there is another assessment of that site, program and date."""
        return self.doubled(self.interview.answered(reply))

    def doubled(self, interview: Interview) -> str:
        """Why an interview cannot stand as it is: another assessment is of its site, program and date."""
        wanted = interview.assessment
        unchanged = wanted.identity == self.interview.assessment.identity
        if not wanted.site or (unchanged and self.stored is not None):
            return ""
        own = self.stored.place if self.stored else ""
        for other in self.store.find(wanted.site):
            if same_identity(other.assessment, wanted) and other.place != own:
                return say(
                    "There is one already: {place}. Please give another date or program.", place=other.place
                )
        return ""
