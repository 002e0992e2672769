"""The engines that a portfolio is computed on: DuckDB in this process, or a Spark cluster."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dsds_audit.errors import AuditError, Problem, printable
from dsds_audit.portfolio import tidy
from dsds_audit.portfolio.csv_dialect import Dialect, dialect_of
from dsds_audit.speech import say
from dsds_audit.store.paths import reason_of

if TYPE_CHECKING:
    import duckdb
    import narwhals.stable.v2 as nw

Columns = dict[str, NDArray[Any]]
ROW = "row number"  # Of a table's row, from 1.
NO_NUMBER = -1  # Stands where a cell that is to hold a number holds something else.
_NUMBERS = (tidy.PARTICIPANTS, tidy.EVIDENCED, tidy.TOTAL_THRESHOLD, tidy.PRACTICE_THRESHOLD)


def column_of(name: str) -> str:
    """The name that a column of the tidy form has on an engine: not all can tell a name with dots in it."""
    return name.replace(".", ":")


class Engine(Protocol):
    """What computes frames; every engine gives the same results."""

    def open_table(self, path: Path) -> "nw.LazyFrame[Any]":
        """The rows of a Parquet or CSV file, numbered in ``ROW`` from 1 as they stand there.

        Columns are named as ``column_of`` says. ``date`` is a date, null where a cell holds none; the
        record's numbers are numbers, NO_NUMBER where a cell holds something else. Raises AuditError (AUD120)
        where the file cannot be read.
        """
        ...

    def hold(self, columns: Mapping[str, NDArray[Any]]) -> "nw.LazyFrame[Any]":
        """Columns of equal length, their names without dots, as a frame; NaN, NaT and None become null."""
        ...

    def keep(self, frame: "nw.LazyFrame[Any]") -> "nw.LazyFrame[Any]":
        """The same rows, computed once however often they are asked for.

        Raises AuditError (AUD124) where the engine fails.
        """
        ...

    def collect(self, frame: "nw.LazyFrame[Any]") -> Columns:
        """Every column of a frame; null becomes NaN, NaT or an empty text.

        Raises AuditError (AUD124) where the engine fails.
        """
        ...


class DuckEngine:
    """DuckDB in this process; what does not fit into ``memory`` goes to a temporary folder."""

    def __init__(self, folder: str, memory: str = "1GB", threads: int | None = None) -> None:
        """Begin an empty database; ``folder`` is where it puts what does not fit."""
        import duckdb

        self._names = (f"held_{number}" for number in range(1_000_000))
        self._connection = duckdb.connect(
            config={
                "memory_limit": memory,
                "temp_directory": folder,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                **({"threads": threads} if threads else {}),
            }
        )
        self._connection.execute("set enable_progress_bar = false")
        self._connection.execute("set preserve_insertion_order = false")

    def close(self) -> None:
        """Forget everything."""
        self._connection.close()

    def open_table(self, path: Path) -> "nw.LazyFrame[Any]":
        """See ``Engine``."""
        import duckdb
        import narwhals.stable.v2 as nw

        dialect = None if is_parquet(path) else dialect_of(path)
        try:
            rows = self._scan(path, dialect)
            texts = {name: kind == "VARCHAR" for name, kind in zip(rows.columns, rows.types, strict=True)}
            return nw.from_native(rows.project(", ".join(typed(texts, _double_quoted))))
        except duckdb.Error as error:
            raise AuditError(unreadable(path, error)) from error

    def hold(self, columns: Mapping[str, NDArray[Any]]) -> "nw.LazyFrame[Any]":
        """See ``Engine``."""
        import narwhals.stable.v2 as nw

        name = next(self._names)
        self._connection.register(name, {key: _scannable(column) for key, column in columns.items()})
        dates = [key for key, column in columns.items() if column.dtype.kind == "M"]
        frame: nw.LazyFrame[Any] = nw.from_native(self._connection.table(name))
        return frame.with_columns(*(nw.col(key).cast(nw.Date) for key in dates)) if dates else frame

    def keep(self, frame: "nw.LazyFrame[Any]") -> "nw.LazyFrame[Any]":
        """See ``Engine``."""
        import duckdb
        import narwhals.stable.v2 as nw

        name = next(self._names)
        try:
            frame.to_native().create(name)
        except duckdb.Error as error:
            raise AuditError(failed(error)) from error
        kept: nw.LazyFrame[Any] = nw.from_native(self._connection.table(name))
        return kept

    def collect(self, frame: "nw.LazyFrame[Any]") -> Columns:
        """See ``Engine``."""
        import duckdb

        try:
            found = frame.to_native().fetchnumpy()
        except duckdb.Error as error:
            raise AuditError(failed(error)) from error
        return {name: _filled(column) for name, column in found.items()}

    def _scan(self, path: Path, dialect: Dialect | None) -> "duckdb.DuckDBPyRelation":
        if dialect is None:
            rows = self._connection.read_parquet(str(path), file_row_number=True)
            return rows.project(f'* exclude (file_row_number), file_row_number + 1 as "{ROW}"')
        rows = self._connection.read_csv(
            str(path),
            header=True,
            all_varchar=True,
            delimiter=dialect.separator,
            quotechar='"',
            escapechar='"',
        )
        name = next(self._names)
        # Parsed once, for several questions are asked of it, and numbered while it is in order.
        self._connection.execute("set preserve_insertion_order = true")
        rows.project(f'*, row_number() over () as "{ROW}"').create(name)
        self._connection.execute("set preserve_insertion_order = false")
        return self._connection.table(name)


@contextmanager
def duckdb_engine(memory: str = "1GB", threads: int | None = None) -> Iterator[DuckEngine]:
    """DuckDB with so much memory (such as ``500MB``) on all cores, or on so many threads.

    Raises AuditError (AUD124) where it is not installed.
    """
    try:
        import duckdb
        import narwhals.stable.v2  # noqa: F401
    except ImportError as error:
        raise AuditError(not_installed("sites")) from error
    del duckdb
    with tempfile.TemporaryDirectory(prefix="dsds-audit-") as folder:
        engine = DuckEngine(folder, memory, threads)
        try:
            yield engine
        finally:
            engine.close()


def is_parquet(path: Path) -> bool:
    """Whether a file's first bytes say that it is Parquet; raises AuditError (AUD120) where none is."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError as error:
        raise AuditError(unreadable(path, error)) from error


def unreadable(path: Path, error: Exception) -> Problem:
    """That a table cannot be read, with the first line of the reason."""
    told = reason_of(error) if isinstance(error, OSError) else str(error)
    reason = (told or say("no reason given")).splitlines()[0][:200]
    message = say(
        "the table cannot be read: {reason}. Please save it again as Parquet, or as CSV in UTF-8.",
        reason=printable(reason).rstrip("."),
    )
    return Problem("AUD120", message, str(path))


def failed(error: Exception) -> Problem:
    """That an engine gave up, with the first line of the reason."""
    reason = printable((str(error) or type(error).__name__).splitlines()[0][:200]).rstrip(".")
    message = say(
        "the comparison could not be computed: {reason}. Please close other programs, or ask for less: fewer "
        "files, --since, or one --program.",
        reason=reason,
    )
    return Problem("AUD124", message)


def not_installed(extra: str) -> Problem:
    """That an extra is missing, and what installs it."""
    message = say(
        "what compares many sites is not installed. Please run: uv tool install 'dsds-audit[{extra}]'",
        extra=extra,
    )
    return Problem("AUD124", message)


def _double_quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def typed(texts: Mapping[str, bool], quoted: Callable[[str], str]) -> Iterable[str]:
    """SQL for every column, with dates and numbers made of texts; ``texts`` says which columns are text."""
    for name, is_text in texts.items():
        column, named_so = quoted(name), quoted(column_of(name))
        if name == tidy.DATE:
            yield f"try_cast({f'trim({column})' if is_text else column} as date) as {named_so}"
        elif name in _NUMBERS:
            number = f"try_cast({column} as double)"
            wrong = f"{number} is null and trim({column}) <> ''" if is_text else "false"
            yield f"case when {wrong} then {NO_NUMBER} else {number} end as {named_so}"
        else:
            yield f"{column} as {named_so}"


def _scannable(column: NDArray[Any]) -> NDArray[Any]:
    return column.astype("datetime64[s]") if column.dtype.kind == "M" else np.ascontiguousarray(column)


def _filled(column: NDArray[Any]) -> NDArray[Any]:
    """A column without a mask."""
    if column.dtype.kind == "M":
        days = np.ma.filled(column, np.datetime64("NaT")).astype("datetime64[D]")
        return np.asarray(days)
    if not isinstance(column, np.ma.MaskedArray):
        return column
    if column.dtype.kind == "O":
        return np.asarray(column.filled(""))
    if not column.mask.any():
        return np.asarray(column.data)
    return np.asarray(np.ma.filled(column.astype(np.float64), np.nan))


def named(frame: "nw.LazyFrame[Any]") -> Sequence[str]:
    """The names of a frame's columns."""
    return frame.collect_schema().names()


def distinct(engine: Engine, frame: "nw.LazyFrame[Any]", name: str) -> NDArray[Any]:
    """The distinct values of a column, in no order."""
    import narwhals.stable.v2 as nw

    # Grouped, for narwhals makes a window of ``unique``, which is ten times dearer.
    return engine.collect(frame.group_by(name).agg(nw.len().alias("count")))[name]
