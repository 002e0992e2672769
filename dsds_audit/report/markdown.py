"""The report as Markdown, for mail, wikis and version control."""

import re
from functools import lru_cache
from typing import Any

from jinja2 import Environment

from dsds_audit.report.advice_wording import AdviceWording
from dsds_audit.report.facts import Facts
from dsds_audit.report.method import explain_method
from dsds_audit.report.pages import make_environment
from dsds_audit.report.record_wording import RecordWording
from dsds_audit.report.templates import read_template
from dsds_audit.report.text import plain
from dsds_audit.report.wording import Wording

_SIGNS = re.compile(r"([\\`*_\[\]{}|~#])")
_OPENING = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])(?=[-+=\s]|$)")
_MARKUP = re.compile(r"&(?=#?\w+;)|[<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def render_markdown(facts: Facts) -> str:
    """The whole report as Markdown with tables; typed text is escaped wherever it stands."""
    return (
        _environment()
        .get_template("report.md.j2")
        .render(
            facts=facts,
            words=Wording(facts),
            advised=AdviceWording(facts),
            record=RecordWording(facts),
            method=explain_method(facts),
            rubric=facts.rubric,
            assessment=facts.assessment,
            card=facts.card,
        )
    )


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it stands, in one line."""
    line = " ".join(plain(text).split())
    line = _MARKUP.sub(lambda sign: _ENTITIES[sign[0]], line)
    line = _SIGNS.sub(r"\\\1", line)
    return _OPENING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return make_environment(read_template, _shown, escape=False)


def _shown(value: Any) -> Any:
    """A text as Markdown shows it."""
    return escape_markdown(value) if isinstance(value, str) else value
