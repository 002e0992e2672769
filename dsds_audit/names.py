"""Names that people gave: when two are the same, and what follows where one is taken."""

import unicodedata
from collections.abc import Iterator
from itertools import count


def folded(name: str | None) -> str:
    """A name as it is compared: case, width and the way accents are typed make no difference."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name or "").casefold())


def numbered(name: str) -> Iterator[str]:
    """The name, then the name with -2, -3 and so on."""
    yield name
    for number in count(2):
        yield f"{name}-{number}"
