"""Made-up tables in the tidy form, of any number of rows and criteria, in a second or two a million.

``python -m benchmarks.portfolio_tables table.parquet 1000000 0`` writes one; 0 criteria are the bundled ones.
"""

import sys
from pathlib import Path

import duckdb

from dsds_audit.catalogue import Catalogue
from dsds_audit.rubric import Rubric

DATES = 8
GROUPS = 40


def wide_rubric(criteria: int) -> Rubric:
    """The bundled rubric with each of its practices made as long as gives so many criteria."""
    content = Catalogue().load("dsds").model_dump(exclude={"vectors"})
    size = criteria // len(content["practices"])
    for practice in content["practices"]:
        first = practice["criteria"][0]
        practice["criteria"] = [{**first, "id": f"c{number}"} for number in range(size)]
    return Rubric.model_validate(content)


def write_table(rubric: Rubric, rows: int, path: Path) -> None:
    """A Parquet file of sites that are assessed twice a year for four years, some answers missing."""
    criteria = ", ".join(
        _criterion(number, name, criterion.not_applicable, rubric.top)
        for number, (name, criterion) in enumerate(rubric.criteria.items())
    )
    query = f"""
        select 'Site ' || lpad((i // {DATES})::varchar, 8, '0') as site, 'Coaching' as program,
            'Region ' || (i // {DATES} % {GROUPS})::varchar as "group",
            date '2022-03-01' + (i % {DATES})::integer * 182 as date, '{rubric.ref}' as rubric,
            'site-' || (i // {DATES})::varchar || '/' || (i % {DATES})::varchar as place,
            (3 + hash(i, 'p') % 9)::double as participants, (hash(i, 'e') % 14)::double as evidenced,
            {criteria}
        from range({rows}) as numbers(i)
    """
    settings = {"memory_limit": "1GB", "temp_directory": str(path.parent / "spilled")}
    with duckdb.connect(config={**settings, "preserve_insertion_order": False}) as connection:
        connection.execute(f"copy ({query}) to '{path}' (format parquet)")


def _criterion(number: int, name: str, may_not_apply: bool, top: int) -> str:
    chance = f"(hash(i, {number}) % 100)"
    missing = f"case when {chance} < 5 then 'dont_know' when {chance} < 10 then 'unanswered'"
    if may_not_apply:
        missing += f" when {chance} < 13 then 'not_applicable'"
    bound = 13 if may_not_apply else 10
    level = f"case when {chance} >= {bound} then (hash(i, {number}, 'l') % {top + 1})::tinyint end"
    return f'{level} as "{name}", {missing} else \'rated\' end as "{name}.standing"'


if __name__ == "__main__":
    path, rows, wide = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    write_table(wide_rubric(wide) if wide else Catalogue().load("dsds"), rows, path)
