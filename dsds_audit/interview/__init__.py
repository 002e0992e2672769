"""The guided interview, as values: what to ask next, and what each answer makes of it."""

from dsds_audit.interview.interview import (
    Answer,
    Back,
    Finish,
    Forward,
    Interview,
    Jump,
    Reply,
    Skip,
    begin,
    begin_from_last,
    reopen,
)

__all__ = [
    "Answer",
    "Back",
    "Finish",
    "Forward",
    "Interview",
    "Jump",
    "Reply",
    "Skip",
    "begin",
    "begin_from_last",
    "reopen",
]
