"""Whole processes: what a command costs beside what its libraries cost to import."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

RUNS = 11
_LIBRARIES = [sys.executable, "-c", "import pydantic, ruamel.yaml"]
_ONE_MODEL = [
    sys.executable,
    "-c",
    "import ruamel.yaml, pydantic; pydantic.create_model('M', a=(int, ...)).model_validate({'a': 1})",
]
_CHART_LIBRARIES = [
    sys.executable,
    "-c",
    "import matplotlib.figure, matplotlib.backends.backend_svg, jinja2",
]
EXAMPLE = Path(__file__).resolve().parent.parent / "dsds_audit" / "examples" / "riverbend" / "2026-09-14.yaml"


def measure_start() -> Iterator[tuple[str, str, str]]:
    """``--help`` beside the import of pydantic and ruamel.yaml."""
    ratio, memory = side_by_side(audit("--help"), _LIBRARIES)
    yield "--help : import pydantic, ruamel.yaml", f"{ratio:.2f} times", "at most 0.7 times"
    yield "--help, memory", f"{memory:.0f} MB", "below 60 MB"


def measure_score() -> Iterator[tuple[str, str, str]]:
    """``score --format json`` beside the import of its libraries, and beside their first use."""
    command = audit("score", str(EXAMPLE), "--format", "json")
    ratio, memory = side_by_side(command, _LIBRARIES)
    yield "score --format json : import pydantic, ruamel.yaml", f"{ratio:.2f} times", "at most 1.5 times"
    yield "score --format json, memory", f"{memory:.0f} MB", "below 60 MB"
    ratio, _ = side_by_side(command, _ONE_MODEL)
    yield "score --format json : the same with one model of one field", f"{ratio:.2f} times", ""


def measure_report() -> Iterator[tuple[str, str, str]]:
    """``report`` as HTML beside the import of matplotlib and jinja2."""
    with tempfile.TemporaryDirectory() as folder:
        command = audit("report", str(EXAMPLE), "-o", str(Path(folder) / "out.html"))
        ratio, memory = side_by_side(command, _CHART_LIBRARIES)
    yield "report -o out.html : import matplotlib, jinja2", f"{ratio:.2f} times", "at most 1.5 times"
    yield "report -o out.html, memory", f"{memory:.0f} MB", ""


def audit(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "dsds_audit", *arguments]


def side_by_side(
    ours: list[str], theirs: list[str], runs: int = RUNS, accepted: tuple[int, ...] = (0,)
) -> tuple[float, float]:
    """Ratio of the medians of processor seconds, and our greatest memory in MB.

    ``accepted`` are the exit codes that mean no failure.
    """
    ratio, _, memory = both_clocks(ours, theirs, runs, accepted)
    return ratio, memory


def both_clocks(
    ours: list[str], theirs: list[str], runs: int = RUNS, accepted: tuple[int, ...] = (0,)
) -> tuple[float, float, float]:
    """As ``side_by_side``, with the ratio of the medians of elapsed seconds in the middle."""
    for command in (ours, theirs):
        _run(command, accepted)
    pairs = [(_run(ours, accepted), _run(theirs, accepted)) for _ in range(runs)]
    processor, elapsed = (
        statistics.median(a[clock] for a, _ in pairs) / statistics.median(b[clock] for _, b in pairs)
        for clock in (0, 1)
    )
    return processor, elapsed, max(a[2] for a, _ in pairs)


def _run(command: list[str], accepted: tuple[int, ...]) -> tuple[float, float, float]:
    """Processor seconds, elapsed seconds and greatest memory in MB of a whole process and its children."""
    began = time.perf_counter()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        raise SystemExit(f"{' '.join(command)} failed with {process.returncode}")
    elapsed = time.perf_counter() - began
    return usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss / 1024
