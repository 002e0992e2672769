"""Many assessments compared, each way in its own process: ours, SQL written by hand, pandas."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import side_by_side

ROWS, MANY, WIDE = 1_000_000, 10_000_000, 200
RUNS = 5
_SQL, _PANDAS = "at most 1.3 times", "at least 1.3 times"


def measure_portfolio() -> Iterator[tuple[str, str, str]]:
    """Latest per site, scores with ranges, statuses, percentiles, change since previous, commonest gaps.

    Ours finds cells that mean nothing and assessments that stand there twice; the others are measured with
    these checks and without.
    """
    with tempfile.TemporaryDirectory() as folder:
        table = _table(folder, ROWS)
        ours = _way("ours", table)
        assert len({subprocess.check_output(_way(way, table)) for way in ("ours", "sql", "pandas")}) == 1
        ratio, memory = side_by_side(ours, _way("sql+checks", table), RUNS)
        yield "1,000,000 x 14 : SQL by hand", f"{ratio:.2f} times", _SQL
        ratio, _ = side_by_side(ours, _way("sql", table), RUNS)
        yield "1,000,000 x 14 : SQL by hand that checks nothing", f"{ratio:.2f} times", _SQL
        ratio, _ = side_by_side(_way("pandas+checks", table), ours, RUNS)
        yield "1,000,000 x 14, pandas : ours", f"{ratio:.2f} times", _PANDAS
        ratio, _ = side_by_side(_way("pandas", table), ours, RUNS)
        yield "1,000,000 x 14, pandas that checks nothing : ours", f"{ratio:.2f} times", ""
        yield "1,000,000 x 14, memory", f"{memory:.0f} MB", "below 500 MB"


def measure_large_portfolios() -> Iterator[tuple[str, str, str]]:
    """Ten times as many assessments, and as many with 200 criteria."""
    with tempfile.TemporaryDirectory() as folder:
        table, large = _table(folder, ROWS), _table(folder, MANY)
        ratio, memory = side_by_side(_way("ours", large), _way("ours", table), 1)
        yield "10,000,000 x 14 : 1,000,000 x 14", f"{ratio:.1f} times", "at most 10 times"
        yield "10,000,000 x 14, memory", f"{memory:.0f} MB", "below 2,000 MB"
        ratio, _ = side_by_side(_way("ours", large), _way("sql+checks", large), 1)
        yield "10,000,000 x 14 : SQL by hand", f"{ratio:.2f} times", _SQL
        large.unlink()
        wide = _table(folder, ROWS, WIDE)
        ratio, memory = side_by_side(_way("ours", wide, WIDE), _way("ours", table), 1)
        yield "1,000,000 x 200 : 1,000,000 x 14", f"{ratio:.1f} times", f"at most {WIDE / 14:.1f} times"
        yield "1,000,000 x 200, memory", f"{memory:.0f} MB", "below 2,000 MB"
        # With the checks, SQL by hand takes more than the memory that both may have.
        ratio, _ = side_by_side(_way("ours", wide, WIDE), _way("sql", wide, WIDE), 1)
        yield "1,000,000 x 200 : SQL by hand that checks nothing", f"{ratio:.2f} times", ""


def _table(folder: str, rows: int, criteria: int = 0) -> Path:
    """A table written by a process of its own: whoever starts a process gives it its greatest memory."""
    path = Path(folder) / f"{rows}-{criteria}.parquet"
    subprocess.run(
        [sys.executable, "-m", "benchmarks.portfolio_tables", str(path), str(rows), str(criteria)], check=True
    )
    return path


def _way(name: str, table: Path, criteria: int = 0) -> list[str]:
    return [sys.executable, "-m", "benchmarks.portfolio_ways", name, str(table), str(criteria)]
