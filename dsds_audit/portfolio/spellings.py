"""Sites whose names are so alike that they may be one site, spelled in two ways."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from dsds_audit.names import folded
from dsds_audit.speech import say, say_many

SHOWN = 20
_LONG_ENOUGH = 6  # Letters of a word in which one slip is no other word, as in hill and mill.


def find_spellings(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Groups of names that may be one site's, each sorted, by their first name.

    Alike are names that differ in nothing but spaces, punctuation and accents, and names that differ by one
    slip of the pen (a letter more, less, another, or two swapped) after the first letter of a word of six
    letters or more. Numbers are never alike unless they are the same. What ``folded`` takes for one name is
    one site already, and no group.
    """
    shown: dict[str, str] = {}
    for name in names:
        key = folded(name).strip()
        shown[key] = min(name, shown.get(key, name))
    words = {key: _words_of(key) for key in shown}
    spelled: dict[str, list[str]] = defaultdict(list)
    for key, parts in words.items():
        spelled[_squeezed(parts)].append(key)
    groups = [keys for keys in spelled.values() if len(keys) > 1]
    groups += _slips({keys[0]: words[keys[0]] for keys in spelled.values()})
    return tuple(sorted(tuple(sorted(shown[key] for key in keys)) for keys in groups))


def tell_spellings(names: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each of the first groups of names that may be one site's, and how many more."""
    groups = find_spellings(names)
    told = [
        say("may be one site: {sites}. Nothing was merged.", sites=" / ".join(group))
        for group in groups[:SHOWN]
    ]
    if len(groups) > SHOWN:
        more = say_many(
            "{count} more group of sites has names that are as alike.",
            "{count} more groups of sites have names that are as alike.",
            len(groups) - SHOWN,
        )
        told.append(more)
    return tuple(told)


def _words_of(key: str) -> tuple[str, ...]:
    """The words of a name without accents; what is neither letter nor digit parts them, or is left out."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", key) if not unicodedata.combining(char))
    without = plain.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    return tuple("".join(char if char.isalnum() else " " for char in without).split()) or (key,)


def _squeezed(words: tuple[str, ...]) -> str:
    """The words as one, but for a space where two numbers would become one."""
    text = words[0]
    for word in words[1:]:
        text += f" {word}" if text[-1].isdigit() and word[0].isdigit() else word
    return text


def _slips(words: dict[str, tuple[str, ...]]) -> Iterator[list[str]]:
    """Pairs of names of which one word differs by one slip, and all others are the same."""
    around: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for key, parts in words.items():
        for place, word in enumerate(parts):
            if len(word) >= _LONG_ENOUGH - 1 and word.isalpha():
                around[*parts[:place], "", *parts[place + 1 :]][word] = key
    for own in around.values():
        for one, other in _alike(own) if len(own) > 1 else ():
            yield [own[one], own[other]]


def _alike(words: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs of words, each in order, that differ by one slip."""
    near: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for shorter in _shortened(word):
            near[shorter].append(word)
    several = (sorted(found) for found in near.values() if len(found) > 1)
    return {pair for found in several for pair in combinations(found, 2) if _is_one_slip(*pair)}


def _shortened(word: str) -> Iterator[str]:
    """A word as it is, and without each of its letters but the first."""
    yield word
    for place in range(1, len(word)):
        if word[place] != word[place - 1]:  # Of two that are the same, either leaves the same.
            yield word[:place] + word[place + 1 :]


def _is_one_slip(one: str, other: str) -> bool:
    """Whether one letter was added, left out or taken for another, or two neighbors swapped."""
    one, other = sorted((one, other), key=len)
    if len(other) < _LONG_ENOUGH:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    rest, others = one[start:], other[start:]
    return rest[1:] == others[1:] or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
