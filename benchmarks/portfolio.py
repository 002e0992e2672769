"""A million assessments compared, each way in its own process: ours, SQL written by hand, pandas."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.portfolio_tables import wide_rubric, write_table
from benchmarks.processes import side_by_side
from dsds_audit.catalogue import Catalogue

ROWS, MANY, WIDE = 1_000_000, 10_000_000, 200
RUNS = 3
_WAYS = Path(__file__).resolve().parent / "portfolio_ways.py"


def measure_portfolio() -> Iterator[tuple[str, str, str]]:
    """Latest per site, scores with ranges, statuses, percentiles, change since previous, commonest gaps."""
    rubric = Catalogue().load("dsds")
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "million.parquet"
        write_table(rubric, ROWS, table)
        ratio, memory = side_by_side(_way("ours", table), _way("sql", table), RUNS)
        yield "1,000,000 x 14 : SQL by hand", f"{ratio:.2f} times", "at most 1.3 times"
        ratio, _ = side_by_side(_way("pandas", table), _way("ours", table), RUNS)
        yield "1,000,000 x 14, pandas : ours", f"{ratio:.2f} times", "at least 1.3 times"
        yield "1,000,000 x 14, memory", f"{memory:.0f} MB", "below 500 MB"
        large = Path(folder) / "ten.parquet"
        write_table(rubric, MANY, large)
        ratio, memory = side_by_side(_way("ours", large), _way("ours", table), 1)
        yield "10,000,000 x 14 : 1,000,000 x 14", f"{ratio:.1f} times", "at most 10 times"
        yield "10,000,000 x 14, memory", f"{memory:.0f} MB", "below 2,000 MB"
        large.unlink()
        wide = Path(folder) / "wide.parquet"
        write_table(wide_rubric(WIDE), ROWS, wide)
        ratio, memory = side_by_side(_way("ours", wide, WIDE), _way("sql", wide, WIDE), 1)
        yield "1,000,000 x 200 : SQL by hand", f"{ratio:.2f} times", "at most 1.3 times"
        ratio, _ = side_by_side(_way("ours", wide, WIDE), _way("ours", table), 1)
        yield "1,000,000 x 200 : 1,000,000 x 14", f"{ratio:.1f} times", f"at most {WIDE / 14:.1f} times"
        yield "1,000,000 x 200, memory", f"{memory:.0f} MB", "below 2,000 MB"


def _way(name: str, table: Path, criteria: int = 0) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.{_WAYS.stem}", name, str(table), str(criteria)]
