"""What a page shows that the same page made anew does not, in its text, its charts or anywhere else."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import takewhile

from dsds_audit.report.differences import Difference, from_difference, quoted
from dsds_audit.speech import say

# A page of ours has no < or > but those of its tags. It is compared sign by sign rather than read as a
# browser would, so nothing that a browser might make of it can slip through.
_PART = re.compile(r"<[^<>]*>?|[^<]+")
_ID = re.compile(r'\sid="([^"]+)"')
_LENGTH = re.compile(r"-?\d+(?:\.\d+)?")
_CLOSE_ENOUGH = 0.5


def find_page_differences(said: str, made: str) -> Iterator[Difference]:
    """Every part in which a page differs from the one made anew; spaces and line ends make no difference.

    Lengths inside a chart may be off by half a point: another version of the drawing library does that.
    """
    ours, theirs = _parts(said), _parts(made)
    if len(ours) == len(theirs):
        charts = _inside_charts(theirs)
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if one != other and not (charts[index] and _drawn_alike(one, other)):
                ends = from_difference(_seen(one), _seen(other))
                yield Difference(_place_of(theirs, index), *map(_quoted, ends))
    else:
        begin = _common(ours, theirs)
        end = _common(ours[begin:][::-1], theirs[begin:][::-1])
        here, there = ours[begin : len(ours) - end], theirs[begin : len(theirs) - end]
        yield Difference(_place_of(theirs, begin), _quoted(_seen(*here)), _quoted(_seen(*there)))


def _parts(page: str) -> list[str]:
    parts = (" ".join(part.split()) for part in _PART.findall(page))
    return [part for part in parts if part]


def _inside_charts(parts: Sequence[str]) -> list[bool]:
    inside = False
    found = []
    for part in parts:
        inside = part.startswith("<svg") or (inside and part != "</svg>")
        found.append(inside)
    return found


def _drawn_alike(one: str, other: str) -> bool:
    """Whether two tags are the same but for lengths that nobody sees the difference of."""
    if not one.startswith("<") or _LENGTH.sub("0", one) != _LENGTH.sub("0", other):
        return False
    pairs = zip(_LENGTH.findall(one), _LENGTH.findall(other), strict=True)
    return all(abs(float(a) - float(b)) <= _CLOSE_ENOUGH for a, b in pairs)


def _common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    pairs = zip(ours, theirs, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _place_of(parts: Sequence[str], index: int) -> str:
    """The part of the page that a part stands in: the nearest id before it that is not inside a chart."""
    before = zip(parts[: index + 1], _inside_charts(parts), strict=False)
    ids = [match[1] for part, drawn in before if not drawn and part[0] == "<" and (match := _ID.search(part))]
    return say("page #{id}", id=ids[-1]) if ids else say("page")


def _seen(*parts: str) -> str:
    """What a reader sees of these parts; of tags alone, the tags."""
    texts = [unescape(part) for part in parts if not part.startswith("<")]
    return " ".join(texts or parts)


def _quoted(text: str) -> str:
    return quoted(text) if text else say("nothing")
