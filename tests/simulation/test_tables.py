"""One file of any size: it holds the rows drawn, the same bytes each time, and never half of them."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from rubrics_for_tests import make_rubric

from dsds_audit.simulation import tables
from dsds_audit.simulation.columns import simulate_rows
from dsds_audit.simulation.model import SimulationModel

RUBRIC = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}, "p2": {"c1": {}}})
MODEL = SimulationModel(RUBRIC, sites=200, dates=3, missing=0.2, skipped=0.2)


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".CSV"])
def test_the_file_holds_the_rows(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"it's made up{suffix}"
    told: list[int] = []
    (block,) = simulate_rows(MODEL)
    assert tables.write_table(MODEL, path, told.append) == len(block["site"]) == told[-1]
    with duckdb.connect() as connection:
        read = "read_parquet" if suffix == ".parquet" else "read_csv"
        table = connection.execute(f"SELECT * FROM {read}(?)", [str(path)])
        assert [column[0] for column in table.description] == list(block)
        rows = table.fetchall()
    columns = [[_plain(value) for value in column.tolist()] for column in block.values()]
    assert rows == list(zip(*columns, strict=True))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def _plain(value: Any) -> Any:
    """A value as a file has it: nothing where there is nothing."""
    return None if value == "" or value != value else value


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    large = SimulationModel(RUBRIC, sites=170_000)
    for name in ("one", "other"):
        tables.write_table(large, tmp_path / f"{name}{suffix}")
    one, other = ((tmp_path / f"{name}{suffix}").read_bytes() for name in ("one", "other"))
    assert one == other


def test_levels_are_numbers_and_unknown_ones_are_empty(tmp_path: Path) -> None:
    tables.write_table(MODEL, tmp_path / "rows.parquet")
    with duckdb.connect() as connection:
        columns = connection.execute(
            "DESCRIBE FROM read_parquet(?)", [str(tmp_path / "rows.parquet")]
        ).fetchall()
    kinds = {name: kind for name, kind, *_ in columns}
    assert (kinds["date"], kinds["p1.c1"], kinds["p1.c1.standing"]) == ("DATE", "TINYINT", "VARCHAR")


def test_what_stands_there_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("mine")

    def fail(count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tables.write_table(MODEL, path, fail)
    assert path.read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["rows.csv"]
    tables.write_table(MODEL, path)
    assert path.read_text().startswith("site,program,")


def test_what_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        tables.write_table(MODEL, tmp_path / "nowhere" / "rows.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(OSError, match=r"folder\.csv"):
        tables.write_table(MODEL, tmp_path / "folder.csv")


def test_a_row_group_holds_fewer_rows_of_more_criteria(tmp_path: Path) -> None:
    path = tmp_path / "wide.parquet"
    tables.write_table(SimulationModel(make_rubric((50,) * 4), sites=10_000, dates=1), path)
    with duckdb.connect() as connection:
        statement = "SELECT DISTINCT row_group_num_rows FROM parquet_metadata(?)"
        sizes = {size for (size,) in connection.execute(statement, [str(path)]).fetchall()}
    assert sizes == {8192, 10_000 - 8192}
