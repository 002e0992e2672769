"""Made-up assessments as one file in the tidy form, of any size in bounded memory."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dsds_audit.packing import CODES
from dsds_audit.portfolio.tidy import (
    DATE,
    EVIDENCED,
    GROUP,
    PARTICIPANTS,
    PLACE,
    PROGRAM,
    RUBRIC,
    SITE,
    standing_column,
)
from dsds_audit.simulation.columns import place_of
from dsds_audit.simulation.drawing import Drawn, draw, numbered_names
from dsds_audit.simulation.model import SimulationModel

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_RATINGS_IN_A_ROW_GROUP = 1_750_000  # A row group is held in memory whole.


def write_table(model: SimulationModel, path: Path, tell: Callable[[int], object] = lambda _: None) -> int:
    """Write all assessments of a model as Parquet or CSV, by the path's ending; how many there are.

    ``tell`` is called with the number of rows drawn so far. What cannot be written raises OSError, and a
    file that stands at the path is replaced only by a whole one.
    """
    import duckdb

    with TemporaryDirectory(dir=path.parent, prefix=".simulate-") as folder:
        whole = Path(folder) / f"whole{path.suffix}"
        try:
            with duckdb.connect(Path(folder) / "rows.duckdb", config=_settings(folder)) as connection:
                count = _fill(connection, model, tell)
                connection.execute(
                    f"COPY ({_tidy_query(model)}) TO '{_quoted(whole)}' ({_form(model, path)})"
                )
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise OSError(str(error).splitlines()[0]) from error
        whole.replace(path)
    return count


def _form(model: SimulationModel, path: Path) -> str:
    if path.suffix.lower() == ".csv":
        return "FORMAT csv, HEADER, DATEFORMAT '%Y-%m-%d'"
    rows = _RATINGS_IN_A_ROW_GROUP // len(model.rubric.criteria)
    return f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {max(rows // 2048, 1) * 2048}"


def _settings(folder: str) -> dict[str, Any]:
    """One thread, for the same rows must give the same bytes; nothing downloaded."""
    return {
        "threads": 1,
        "memory_limit": "500MB",
        "temp_directory": folder,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def _fill(connection: "DuckDBPyConnection", model: SimulationModel, tell: Callable[[int], object]) -> int:
    """Insert the rows block by block, names as they are and ratings a byte each."""
    count = 0
    for drawn in draw(model):
        block = _block(model, drawn)
        verb = "INSERT INTO drawn" if count else "CREATE TABLE drawn AS"
        connection.register("block", block)
        connection.execute(f"{verb} SELECT * FROM block")
        connection.unregister("block")
        count += len(drawn)
        tell(count)
    return count


def _block(model: SimulationModel, drawn: Drawn) -> dict[str, NDArray[Any]]:
    columns: dict[str, NDArray[Any]] = {
        SITE: numbered_names("Site", model.sites, drawn.site),
        GROUP: numbered_names("Group", model.groups, drawn.group),
        DATE: drawn.date.astype("datetime64[s]"),
        PARTICIPANTS: drawn.participants.astype(np.float32),
        EVIDENCED: drawn.evidenced.sum(axis=1, dtype=np.int16),
    }
    return columns | {f"c{index}": packed for index, packed in enumerate(drawn.packed.T)}


def _tidy_query(model: SimulationModel) -> str:
    """The tidy form, made in the engine: millions of texts made one by one here would take far longer."""
    columns = [
        f'"{SITE}"',
        f'NULL::VARCHAR AS "{PROGRAM}"',
        f'nullif("{GROUP}", \'\') AS "{GROUP}"',
        f'"{DATE}"::DATE AS "{DATE}"',
        f"'{_quoted(model.rubric.ref)}' AS \"{RUBRIC}\"",
        f"'{_quoted(place_of(model))}' AS \"{PLACE}\"",
        f'"{PARTICIPANTS}"::SMALLINT AS "{PARTICIPANTS}"',
        f'"{EVIDENCED}"',
    ]
    for index, name in enumerate(model.rubric.criteria):
        whens = " ".join(f"WHEN {code} THEN '{standing}'" for standing, code in CODES.items())
        columns.append(f'CASE WHEN c{index} <= {model.rubric.top} THEN c{index}::TINYINT END AS "{name}"')
        columns.append(f"CASE c{index} {whens} ELSE 'rated' END AS \"{standing_column(name)}\"")
    return f"SELECT {', '.join(columns)} FROM drawn"


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")
