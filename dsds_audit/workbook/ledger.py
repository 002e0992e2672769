"""What is wrong with a workbook, or should be known of it, as it turns up."""

from dataclasses import dataclass, field

from dsds_audit.errors import Problem
from dsds_audit.workbook.collecting import Given


@dataclass(slots=True)
class Ledger:
    """Problems, because of which a workbook is not taken, and notes; ``place`` names its file."""

    place: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def object_to(self, code: str, given: Given | None, message: str) -> None:
        """Add a problem of a cell, or of the file."""
        self.problems.append(Problem(code, message, self._place_of(given)))

    def note(self, code: str, given: Given | None, message: str) -> None:
        """Add a note on a cell, or on the file."""
        self.notes.append(Problem(code, message, self._place_of(given)))

    def _place_of(self, given: Given | None) -> str:
        return f"{self.place}: {given.place}" if given else self.place
