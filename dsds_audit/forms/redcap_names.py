"""The names of questions as REDCap's variables."""

import hashlib

RECORD = "record_id"
FORM = "assessment"
COMPLETE = f"{FORM}_complete"  # REDCap's own column: 2 where the form is complete.
CHECKED = "___"  # Between the name of a checkbox and a value of it, in a column of records.
_LONGEST = 100
_DIGITS = 16


def variable_of(name: str) -> str:
    """The variable of a question: small letters, digits and single underscores, at most 100 characters.

    REDCap makes one underscore of several, so ``use__action_plans`` becomes ``use_x_action_plans``: an x
    stands where underscores meet, and a part of x alone gets one more. Two names never have one variable,
    and a name keeps its variable whatever else the rubric asks; where it would be too long, its end gives
    way to a digest.
    """
    parts = [f"{part}x" if not part.strip("x") else part for part in name.split("_")]
    variable = "_".join(parts)
    if len(variable) <= _LONGEST:
        return variable
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGITS]
    return f"{variable[: _LONGEST - _DIGITS - 1].rstrip('_')}_{digest}"
