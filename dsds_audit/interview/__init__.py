"""The guided interview, as values: what to ask next, and what each answer makes of it."""

from dsds_audit.interview.interview import Interview, begin, begin_from_last, reopen
from dsds_audit.interview.replies import Answer, Back, Finish, Forward, Jump, Reply, Skip

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
