"""matplotlib imported without the help texts that it writes for itself on each import, a fifth of its time.

For every kind of artist it lists what ``set`` takes, as signature and docstring, which nobody who runs a
command reads. Where matplotlib's figures are imported already, as in a notebook, nothing is left out.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _left_unwritten() -> Iterator[None]:
    from matplotlib import artist

    writers = {
        (artist.Artist, "_update_set_signature_and_docstring"): classmethod(lambda _: None),
        (artist, "kwdoc"): lambda _: "",
    }
    held = {place: vars(place[0])[place[1]] for place in writers if place[1] in vars(place[0])}
    for place in held:
        setattr(*place, writers[place])
    try:
        yield
    finally:
        for place, writer in held.items():
            setattr(*place, writer)


if "matplotlib.figure" not in sys.modules:
    with _left_unwritten():
        import matplotlib.backends.backend_svg
        import matplotlib.figure  # noqa: F401
