"""Measure the speed, as ratios taken side by side in one run: ``python -m benchmarks``.

Whole processes are timed in turn, A B A B, and compared by the medians of their processor time, which a
busy machine disturbs least. Name some benchmarks to run only those; those that take many minutes run only
where they are named.
"""

import sys
from importlib import import_module

# Each is imported when it runs: a process takes on the greatest memory of the one that starts it.
BENCHMARKS = {
    "start": "processes.measure_start",
    "score": "processes.measure_score",
    "report": "processes.measure_report",
    "documents": "documents.measure_documents",
    "check": "checking.measure_checking",
    "history": "history.measure_history",
    "scoring": "in_process.measure_scoring",
    "saving": "in_process.measure_saving",
    "reading": "reading.measure_reading",
    "portfolio": "portfolio.measure_portfolio",
    "portfolio-large": "portfolio.measure_large_portfolios",
    "voting": "voting.measure_voting",
    "workbooks": "workbooks.measure_workbooks",
}
ONLY_BY_NAME: tuple[str, ...] = ("portfolio-large",)


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}. Known: {', '.join(BENCHMARKS)}.")
    print(f"{'what':58} {'measured':>22}   {'aim'}")
    for name in names or [name for name in BENCHMARKS if name not in ONLY_BY_NAME]:
        module, _, function = BENCHMARKS[name].partition(".")
        for what, measured, aim in getattr(import_module(f"benchmarks.{module}"), function)():
            print(f"{what:58} {measured:>22}   {aim}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
