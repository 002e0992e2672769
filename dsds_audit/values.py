"""The kinds of value a rubric or an assessment is made of.

Files are read as text, and the type of the field decides what a text means: ``no`` in a note stays "no",
and a site called 007 keeps its zeros.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def whole(value: Any) -> Any:
    """The number that a text of digits stands for; anything else as it is."""
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else value


def _truth(value: Any) -> Any:
    return {"true": True, "false": False}.get(value.lower(), value) if isinstance(value, str) else value


def _date(value: Any) -> Any:
    if type(value) is dt.date:
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            words = {"value": value, "why": str(error)}
            raise PydanticCustomError("no_date", "{value} is no date: {why}", words) from error
    raise PydanticCustomError("no_date", "{value} is no date", {"value": repr(value)[:40]})


class Word(BaseModel):
    """A value that never changes after it is made and accepts no field it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Whole = Annotated[int, Field(strict=True), BeforeValidator(whole)]
Format = Annotated[Literal[1], BeforeValidator(whole)]
Truth = Annotated[bool, BeforeValidator(_truth), Field(strict=True)]
Date = Annotated[dt.date, BeforeValidator(_date)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
FullId = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*){1,2}$", max_length=190)
]
Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}$")]
RubricRef = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z][a-z0-9-]*@(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}$", max_length=90
    ),
]
Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=9, decimal_places=6, allow_inf_nan=False)]
Weight = Annotated[Decimal, Field(gt=0, le=1_000_000, max_digits=13, decimal_places=6, allow_inf_nan=False)]
Step = Annotated[int, Field(strict=True, ge=0, le=100), BeforeValidator(whole)]
Days = Annotated[int, Field(strict=True, ge=1, le=36_500), BeforeValidator(whole)]


def version_numbers(version: str) -> tuple[int, ...]:
    """A version's numbers, by which versions are in order: 1.10.0 is after 1.9.0."""
    return tuple(int(number) for number in version.split("."))


def digest_of(content: Mapping[str, Any]) -> str:
    """``sha256:`` and 64 hexadecimal digits over what JSON can hold, in whatever order its names stand."""
    canonical = json.dumps(
        content, default=_canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(value: object) -> str:
    """A number or date as one text, however it was written: 1, 1.0 and 1.00 are one weight."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
