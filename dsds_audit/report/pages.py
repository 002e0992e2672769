"""What turns a template into a page."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from dsds_audit.languages import ENGLISH
from dsds_audit.report.text import capitalized, long_date, plain, short_date
from dsds_audit.rubric import Rubric

_COUNT = re.compile(r"\(\d+ of \d+[^()]{0,16}\)")


@lru_cache(maxsize=4)
def page_environment(read_template: Callable[[str], str]) -> Environment:
    """The templates of pages that ``read_template`` knows by name.

    Whatever they show is escaped, and nothing that is missing is shown as empty.
    """
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FunctionLoader(read_template),
        finalize=_there,
    )
    environment.filters.update(date=long_date, short_date=short_date, capitalized=capitalized, length=_length)
    return environment


def mark_of_language(rubric: Rubric) -> Markup:
    """What an element has that holds words of a rubric in another language than the page's own, English."""
    if rubric.language == ENGLISH:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(rubric.language, rubric.direction)


def _there(value: Any) -> Any:
    if value is None:
        raise TypeError("the template shows a value that is not there")
    return _shown(value)


def _shown(value: Any) -> Any:
    """A text as a page has it; what belongs together does not break apart."""
    if type(value) is not str:
        return value
    text = plain(value).replace(" %", "\N{NO-BREAK SPACE}%")
    return _COUNT.sub(lambda count: count[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def _length(percent: Fraction) -> str:
    """A percentage as a length in a style sheet."""
    return f"{float(percent):.6g}%"
