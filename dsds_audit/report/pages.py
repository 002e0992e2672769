"""What turns a template into a page."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from dsds_audit.report.text import capitalized, long_date, plain, short_date

_COUNT = re.compile(r"\(\d+ of \d+[^()]{0,16}\)")


@lru_cache(maxsize=4)
def page_environment(read_template: Callable[[str], str]) -> Environment:
    """The templates that ``read_template`` knows by name: all escaped, nothing missing shown as empty."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FunctionLoader(read_template),
        finalize=_shown,
    )
    environment.filters.update(date=long_date, short_date=short_date, capitalized=capitalized, length=_length)
    return environment


def _shown(value: Any) -> Any:
    """What an expression of the template puts on the page; nothing to show is a defect of the template."""
    if value is None:
        raise TypeError("the template shows a value that is not there")
    if type(value) is not str:
        return value
    text = plain(value).replace(" %", "\N{NO-BREAK SPACE}%")
    return _COUNT.sub(lambda count: count[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def _length(percent: Fraction) -> str:
    """A percentage as a length in a style sheet."""
    return f"{float(percent):.6g}%"
