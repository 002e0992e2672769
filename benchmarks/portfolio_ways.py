"""One comparison, done in one of three ways: ``python -m benchmarks.portfolio_ways ours table.parquet 0``.

Each prints the same totals, by which one sees that all have computed the same.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.portfolio_tables import wide_rubric
from dsds_audit.catalogue import Catalogue
from dsds_audit.packing import CODES
from dsds_audit.rubric import Rubric

TOTAL = PRACTICE = 80
_STANDINGS = ("rated", *CODES)


def compare_ours(path: Path, rubric: Rubric) -> list[float]:
    from dsds_audit.portfolio.computing import compute_portfolio

    found = compute_portfolio([path], {rubric.ref: rubric}.__getitem__, Catalogue().legs)
    assert found.problems == found.left_out == ()
    below = (found.level < found.target).sum(axis=0).tolist()
    statuses = [found.status, *found.practice_status.T]
    numbers = [found.low, found.high, found.previous_low, found.previous_high, found.adequate]
    return _totals(below, statuses, [*numbers, found.rated, found.asked])


def compare_sql(path: Path, rubric: Rubric, checked: bool = False) -> list[float]:
    import duckdb

    settings = {"memory_limit": "1GB", "temp_directory": str(path.parent / "spilled")}
    with duckdb.connect(config=settings) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set preserve_insertion_order = false")
        if checked:
            assert connection.sql(_sql_of_checks(path, rubric)).fetchall() == [(0, 0)]
        found = connection.sql(_sql(path, rubric)).fetchnumpy()
    below = [int((found[name] < rubric.target).sum()) for name in rubric.criteria]
    statuses = [found[f"status{i}"] for i in ("", *range(len(rubric.practices)))]
    numbers = ("low", "high", "before_low", "before_high", "adequate", "rated", "asked")
    return _totals(below, statuses, [found[name] for name in numbers])


def _totals(below: list[int], statuses: Iterable[Any], numbers: Iterable[Any]) -> list[float]:
    import numpy as np

    counts = [int((status == place).sum()) for status in statuses for place in range(5)]
    filled = (np.ma.filled(np.ma.asarray(column, dtype=np.float64), np.nan) for column in numbers)
    return [*below, *counts, *(round(float(np.nansum(column)), 3) for column in filled)]


def compare_pandas(path: Path, rubric: Rubric, checked: bool = False) -> list[float]:
    import numpy as np
    import pandas as pd

    permitted = [f"{name}.standing" for name, c in rubric.criteria.items() if c.not_applicable]
    head = ["site", "program", "group", "date", "place", "participants", "evidenced"]
    standings = [f"{name}.standing" for name in rubric.criteria] if checked else permitted
    rows = pd.read_parquet(path, columns=[*head, *rubric.criteria, *standings])
    if checked:
        _check_with_pandas(rows, rubric)
    rows = rows.sort_values(["site", "program", "date"])
    series = rows.groupby(["site", "program"], sort=False)
    weights, sums = 0.0, {"low": 0.0, "high": 0.0}
    for practice in rubric.practices:
        names = [f"{practice.id}.{c.id}" for c in practice.criteria]
        left = [f"{n}.standing" for n in names if f"{n}.standing" in permitted]
        asked = len(names) - (rows[left] == "not_applicable").sum(axis=1)
        low, rated = rows[names].sum(axis=1), rows[names].notna().sum(axis=1)
        possible = (asked * rubric.top).where(asked > 0)
        for name, part in (("rated", rated), ("asked", asked), ("reached", low)):
            rows[name] = part + rows.get(name, 0)
        rows[f"low {practice.id}"] = 100 * low / possible
        rows[f"high {practice.id}"] = 100 * (low + rubric.top * (asked - rated)) / possible
        weights = weights + (asked > 0)
        for end in sums:
            sums[end] = sums[end] + rows[f"{end} {practice.id}"].fillna(0)
    for end, total in sums.items():
        rows[end] = total / weights
        rows[f"before {end}"] = rows.groupby(["site", "program"], sort=False)[end].shift(1)
    rows["before date"] = series["date"].shift(1)
    latest = rows.groupby(["site", "program"], sort=False).tail(1).copy()
    practices = [practice.id for practice in rubric.practices]
    for name in practices:
        low, high = latest[f"low {name}"], latest[f"high {name}"]
        tests = [low.isna(), low == 100, high == 0, (low > 0) & (high < 100)]
        latest[f"status {name}"] = np.select(tests, [4, 0, 2, 1], 3)
    low, possible = latest["reached"], latest["asked"] * rubric.top
    high = low + (latest["asked"] - latest["rated"]) * rubric.top
    tests = [possible == 0, low == possible, high == 0, (low > 0) & (high < possible)]
    latest["status"] = np.select(tests, [4, 0, 2, 1], 3)
    lows, highs = (latest[[f"{end} {name}" for name in practices]] for end in sums)
    reached = (latest["low"] >= TOTAL) & (lows.isna() | (lows >= PRACTICE)).all(axis=1)
    missed = (latest["high"] < TOTAL) | (highs < PRACTICE).any(axis=1)
    latest["adequate"] = np.select([reached, missed], [1.0, 0.0], np.nan)
    groups = latest["low"].round(9).groupby(latest["group"])
    latest["percentile"] = 100 * (groups.rank() - 1) / (groups.transform("count") - 1)
    below = [int((latest[name] < rubric.target).sum()) for name in rubric.criteria]
    statuses = [latest["status"], *(latest[f"status {name}"] for name in practices)]
    numbers = ("low", "high", "before low", "before high", "adequate", "rated", "asked")
    return _totals(below, statuses, [latest[name] for name in numbers])


def _check_with_pandas(rows: Any, rubric: Rubric) -> None:
    wrong = rows["date"].isna() | (rows["site"].fillna("") == "")
    for name in rubric.criteria:
        level, standing = rows[name], rows[f"{name}.standing"]
        wrong |= (standing == "rated") != level.between(0, rubric.top)
        wrong |= ~standing.isin(_STANDINGS) | ((level < 0) | (level > rubric.top))
    assert not wrong.any()
    names = {"site": rows["site"].str.lower(), "program": rows["program"].str.lower()}
    assert not rows[["date"]].assign(**names).duplicated().any()


def _sql_of_checks(path: Path, rubric: Rubric) -> str:
    """How many rows hold a cell that means nothing, and how many stand there twice."""
    known = ", ".join(f"'{standing}'" for standing in _STANDINGS)
    wrong = "".join(
        f""" or ("{name}.standing" = 'rated') <> coalesce("{name}" between 0 and {rubric.top}, false)
            or "{name}.standing" not in ({known}) or "{name}" not between 0 and {rubric.top}"""
        for name in rubric.criteria
    )
    return f"""
        select (select count(*) from read_parquet('{path}')
            where coalesce(site, '') = '' or date is null {wrong}),
            (select coalesce(sum(count - 1), 0)::integer from (select count(*) as count
            from read_parquet('{path}') group by lower(site), lower(program), date having count(*) > 1))
    """


def _sql(path: Path, rubric: Rubric) -> str:
    points, scores, statuses = [], [], []
    for i, practice in enumerate(rubric.practices):
        names = [f"{practice.id}.{c.id}" for c in practice.criteria]
        low = " + ".join(f'coalesce("{n}", 0)::integer' for n in names)
        rated = " + ".join(f'("{n}" is not null)::integer' for n in names)
        permitted = [n for n, c in zip(names, practice.criteria, strict=True) if c.not_applicable]
        left = " + ".join(f"(\"{n}.standing\" = 'not_applicable')::integer" for n in permitted) or "0"
        points.append(f"{low} as l{i}, {rated} as r{i}, {len(names)} - ({left}) as a{i}")
        possible = f"nullif({rubric.top} * a{i}, 0)"
        scores.append(f"100.0::double * l{i} / {possible} as low{i}")
        scores.append(f"100.0::double * (l{i} + {rubric.top} * (a{i} - r{i})) / {possible} as high{i}")
        statuses.append(
            f"case when low{i} is null then 4 when low{i} = 100 then 0 when high{i} = 0 then 2 "
            f"when low{i} > 0 and high{i} < 100 then 1 else 3 end as status{i}"
        )
    places = range(len(rubric.practices))
    low, rated, asked = (" + ".join(f"{letter}{i}" for i in places) for letter in "lra")
    statuses.append(
        f"{rated} as rated, {asked} as asked, case when {asked} = 0 then 4 "
        f"when {low} = {rubric.top} * ({asked}) then 0 "
        f"when {low} + {rubric.top} * (({asked}) - ({rated})) = 0 then 2 "
        f"when {low} > 0 and {low} < {rubric.top} * ({rated}) then 1 else 3 end as status"
    )
    applying = " + ".join(f"(low{i} is not null)::integer" for i in places)
    mean = {
        end: f"({' + '.join(f'coalesce({end}{i}, 0)' for i in places)}) / nullif({applying}, 0)"
        for end in ("low", "high")
    }
    reached = " and ".join(f"coalesce(low{i} >= {PRACTICE}, true)" for i in places)
    missed = " or ".join(f"coalesce(high{i} < {PRACTICE}, false)" for i in places)
    criteria = ", ".join(f'"{name}"' for name in rubric.criteria)
    return f"""
        with counted as (select site, program, "group", date, place, participants, evidenced, {criteria},
            {", ".join(points)} from read_parquet('{path}')),
        scored as (select *, {", ".join(scores)} from counted),
        whole as (select *, {mean["low"]} as low, {mean["high"]} as high from scored),
        back as (select *, lag(date) over w as before_date, lag(low) over w as before_low,
            lag(high) over w as before_high, lead(date) over w as next_date from whole
            window w as (partition by site, program order by date)),
        latest as (select *, {", ".join(statuses)} from back where next_date is null)
        select *, case when low >= {TOTAL} and {reached} then 1 when high < {TOTAL} or {missed} then 0 end
            as adequate, 100 * percent_rank() over (partition by "group" order by round(low, 9)) as percentile
        from latest order by site, program, date
    """


if __name__ == "__main__":
    way, _, checks = sys.argv[1].partition("+")
    table, wide = Path(sys.argv[2]), int(sys.argv[3])
    chosen = wide_rubric(wide) if wide else Catalogue().load("dsds")
    if way == "pandas":
        print(compare_pandas(table, chosen, bool(checks)))
    else:
        # DuckDB imports pandas where it happens to be installed; neither of the two needs it.
        sys.modules["pandas"] = None  # type: ignore[assignment]
        print(compare_ours(table, chosen) if way == "ours" else compare_sql(table, chosen, bool(checks)))
