"""Many small numbers as the digits of few large ones, so that a million rows are carried along cheaply."""

from collections.abc import Iterator, Sequence

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

# Up to here a half more makes division in floats, which engines do fastest, exact to the digit: even where an
# engine multiplies by the inverse instead.
_LARGEST = 2**50


def digits_in_one(base: int) -> int:
    """How many digits of this base one whole number holds."""
    count = 1
    while base ** (count + 1) <= _LARGEST:
        count += 1
    return count


def join_digits(digits: Sequence[nw.Expr], base: int, name: str) -> Iterator[nw.Expr]:
    """Digits from 0 up to below ``base`` as as few columns as hold them, named ``name 0``, ``name 1``, …"""
    size = digits_in_one(base)
    for number, first in enumerate(range(0, len(digits), size)):
        total = nw.lit(0).cast(nw.Int64)
        for digit in reversed(digits[first : first + size]):
            total = total * base + digit.cast(nw.Int64)
        yield total.alias(f"{name} {number}")


def names_of_joined(count: int, base: int, name: str) -> list[str]:
    """The columns that ``join_digits`` makes of so many digits."""
    return [f"{name} {number}" for number in range(-(-count // digits_in_one(base)))]


def rests(count: int, base: int, name: str) -> Iterator[tuple[nw.Expr, nw.Expr]]:
    """For each digit that ``join_digits`` made: what is left from it upwards, and from the next one on."""
    for number in range(count):
        column, place = divmod(number, digits_in_one(base))
        joined = nw.col(f"{name} {column}")
        upwards = ((joined + 0.5) / base**place).floor() if place else joined
        yield upwards, ((joined + 0.5) / base ** (place + 1)).floor()


def split_digits(joined: Sequence[NDArray[np.int64]], count: int, base: int) -> NDArray[np.uint8]:
    """The digits again, rows x ``count``."""
    digits = np.empty((len(joined[0]), count), dtype=np.uint8)
    size = digits_in_one(base)
    for number, column in enumerate(joined):
        rest = column.astype(np.int64)
        for place in range(number * size, min(count, (number + 1) * size)):
            rest, digits[:, place] = np.divmod(rest, base)
    return digits
