"""What turns a template into a page."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from dsds_audit.display import effort_name
from dsds_audit.languages import direction_of
from dsds_audit.report.text import capitalized, long_date, plain, short_date
from dsds_audit.rubric import Rubric
from dsds_audit.speech import current_speech, say, say_in, say_many, series_of

_COUNT = re.compile(r"\(\d+ (?:of|de|sur) \d+[^()]{0,16}\)")


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
    environment.globals.update(
        say=say,
        say_in=say_in,
        say_many=say_many,
        say_html=say_html,
        say_many_html=say_many_html,
        series_of=series_of,
        effort_name=effort_name,
        page_language=lambda: current_speech().language,
        page_direction=lambda: direction_of(current_speech().language),
    )
    environment.filters.update(date=long_date, short_date=short_date, capitalized=capitalized, length=_length)
    return environment


def say_html(message: str, /, **parts: object) -> Markup:
    """A sentence that holds markup of ours, in the language that is spoken; its parts are escaped."""
    return _filled(say(message), parts)


def say_many_html(one: str, many: str, count: int, /, **parts: object) -> Markup:
    """As ``say_html``, for one or for several: ``{count}``."""
    said = current_speech().catalogue.ngettext(one, many, count)
    return _filled(said, {"count": count, **parts})


def _filled(sentence: str, parts: Mapping[str, object]) -> Markup:
    return Markup(_shown(sentence)).format(**{name: _shown(part) for name, part in parts.items()})


def mark_of_language(rubric: Rubric) -> Markup:
    """What an element has that holds words of a rubric in another language than the page's own."""
    if rubric.language == current_speech().language:
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
