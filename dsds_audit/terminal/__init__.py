"""The guided interview in a terminal."""

from dsds_audit.terminal.asking import Ending, ask_question, has_terminal, run_interview

__all__ = ["Ending", "ask_question", "has_terminal", "run_interview"]
