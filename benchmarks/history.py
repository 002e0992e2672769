"""A site's whole past: ``trend`` over 40 assessments beside ``score`` of one file and the chart library."""

import datetime as dt
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import EXAMPLE, audit, side_by_side

COUNT = 40
_SCORE_AND_CHARTS = [
    sys.executable,
    "-c",
    "import sys, matplotlib.figure, matplotlib.backends.backend_svg\n"
    "from dsds_audit.cli import command_line\n"
    "command_line(['score', sys.argv[1], '--format', 'json'])",
    str(EXAMPLE),
]


def measure_history() -> Iterator[tuple[str, str, str]]:
    """The picture, the page, the table and the JSON of 40 assessments; memory beside that of two."""
    with tempfile.TemporaryDirectory() as folder:
        many, few = (_workspace(Path(folder) / str(count), count) for count in (COUNT, 2))
        picture = ["-o", str(Path(folder) / "out.svg")]
        for name, options in {
            "-o out.svg": picture,
            "-o out.html": ["-o", str(Path(folder) / "out.html")],
            "(table)": [],
            "--format json": ["--format", "json"],
        }.items():
            ratio, memory = side_by_side(_trend(many, options), _SCORE_AND_CHARTS)
            aim = "at most 2 times" if options == picture else ""
            yield f"trend {name} of {COUNT} : score + import charts", f"{ratio:.2f} times", aim
            _, little = side_by_side(_trend(few, options), _SCORE_AND_CHARTS, runs=3)
            yield f"trend {name} of {COUNT}, memory beyond that of 2", f"{memory - little:.0f} MB", "flat"


def _workspace(folder: Path, count: int) -> Path:
    """A workspace with the example's site, assessed twice a year."""
    text = EXAMPLE.read_text(encoding="utf-8")
    site = folder / "riverbend"
    site.mkdir(parents=True)
    for number in range(count):
        day = dt.date(2000, 3, 1) + dt.timedelta(days=182 * number)
        dated = text.replace("date: 2026-09-14\n", f"date: {day}\n", 1)
        (site / f"{day}.yaml").write_text(dated, encoding="utf-8")
    return folder


def _trend(workspace: Path, options: list[str]) -> list[str]:
    return audit("trend", "Riverbend Family Center", "--workspace", str(workspace), *options)
