"""Measure the speed, as ratios taken side by side in one run: ``python -m benchmarks``.

Whole processes are timed in turn, A B A B, and compared by the medians of their processor time, which a
busy machine disturbs least. Name some benchmarks to run only those.
"""

import sys
from collections.abc import Callable, Iterator

from benchmarks import (
    checking,
    documents,
    history,
    in_process,
    portfolio,
    processes,
    reading,
    voting,
    workbooks,
)

BENCHMARKS: dict[str, Callable[[], Iterator[tuple[str, str, str]]]] = {
    "start": processes.measure_start,
    "score": processes.measure_score,
    "report": processes.measure_report,
    "documents": documents.measure_documents,
    "check": checking.measure_checking,
    "history": history.measure_history,
    "scoring": in_process.measure_scoring,
    "saving": in_process.measure_saving,
    "reading": reading.measure_reading,
    "portfolio": portfolio.measure_portfolio,
    "voting": voting.measure_voting,
    "workbooks": workbooks.measure_workbooks,
}


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}. Known: {', '.join(BENCHMARKS)}.")
    print(f"{'what':58} {'measured':>22}   {'aim'}")
    for name in names or BENCHMARKS:
        for what, measured, aim in BENCHMARKS[name]():
            print(f"{what:58} {measured:>22}   {aim}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
