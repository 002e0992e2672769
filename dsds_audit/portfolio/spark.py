"""A Spark cluster as an engine, for what is past one machine."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from dsds_audit.errors import AuditError, Problem, printable
from dsds_audit.portfolio.csv_dialect import dialect_of
from dsds_audit.portfolio.engines import ROW, Columns, failed, is_parquet, not_installed, typed, unreadable
from dsds_audit.speech import say
from dsds_audit.store.paths import reason_of

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw
    from pyspark.sql import DataFrame, SparkSession

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
}
# Executors on this machine need no other way to the driver, and nobody else does.
_HERE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
_PATIENCE = 5.0  # Seconds; Spark itself would go on trying for a minute, then print pages.


class SparkEngine:
    """A session on a Spark cluster; see ``engines.Engine`` for what it does."""

    def __init__(self, session: "SparkSession") -> None:
        """Take a session; whoever made it ends it."""
        self._session = session

    def open_table(self, path: Path) -> "nw.LazyFrame[Any]":
        """See ``Engine``; every executor must see the path."""
        import narwhals.stable.v2 as nw
        from pyspark.errors import PySparkException
        from pyspark.sql import functions

        try:
            rows = self._read(path)
            texts = {field.name: field.dataType.typeName() == "string" for field in rows.schema.fields}
            columns = list(typed(texts, _quoted))
            # Numbered one after the other, so that every run numbers alike.
            numbered = rows.withColumn(ROW, functions.monotonically_increasing_id() + 1)
            frame: nw.LazyFrame[Any] = nw.from_native(numbered.selectExpr(*columns, _quoted(ROW)))
        except PySparkException as error:
            raise AuditError(unreadable(path, error)) from error
        return frame

    def hold(self, columns: Mapping[str, NDArray[Any]]) -> "nw.LazyFrame[Any]":
        """See ``Engine``."""
        import narwhals.stable.v2 as nw

        listed = [_values(column) for column in columns.values()]
        kinds = (f"{_quoted(name)} {_kind(column)}" for name, column in columns.items())
        rows = list(zip(*listed, strict=True))
        frame: nw.LazyFrame[Any] = nw.from_native(self._session.createDataFrame(rows, ", ".join(kinds)))
        return frame

    def keep(self, frame: "nw.LazyFrame[Any]") -> "nw.LazyFrame[Any]":
        """See ``Engine``."""
        import narwhals.stable.v2 as nw

        kept: nw.LazyFrame[Any] = nw.from_native(frame.to_native().persist())
        return kept

    def collect(self, frame: "nw.LazyFrame[Any]") -> Columns:
        """See ``Engine``."""
        from pyspark.errors import PySparkException

        native: DataFrame = frame.to_native()
        try:
            rows = native.collect()
        except PySparkException as error:
            raise AuditError(failed(error)) from error
        kinds = {field.name: field.dataType.typeName() for field in native.schema.fields}
        return {
            name: _column([row[number] for row in rows], kind)
            for number, (name, kind) in enumerate(kinds.items())
        }

    def _read(self, path: Path) -> "DataFrame":
        if is_parquet(path):
            return self._session.read.parquet(str(path))
        dialect = dialect_of(path)
        return self._session.read.csv(
            str(path), header=True, sep=dialect.separator, quote='"', escape='"', multiLine=True
        )


@contextmanager
def spark_engine(url: str, settings: Mapping[str, str] | None = None) -> Iterator[SparkEngine]:
    """Spark at a cluster's URL (``spark://host:7077``, ``local[2]``), with settings of its own, if any.

    Raises AuditError (AUD124) where it is not installed or cannot be reached.
    """
    try:
        import narwhals.stable.v2  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise AuditError(not_installed("spark")) from error
    _call(url)
    builder = SparkSession.builder.master(url).appName("dsds-audit")
    here = _HERE if url.startswith("local") else {}
    for name, value in {**_SETTINGS, **here, **(settings or {})}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:  # Whatever the Java side throws.
        raise AuditError(_not_started(url, error)) from error
    try:
        yield SparkEngine(session)
    finally:
        session.stop()


def _call(url: str) -> None:
    """Raise AuditError (AUD124) where none of the masters that a URL names answers."""
    failure: Exception | None = None
    for master in url.removeprefix("spark://").split(",") if url.startswith("spark://") else ():
        try:
            address = urlsplit(f"//{master}")
            socket.create_connection((address.hostname or "", address.port or 7077), _PATIENCE).close()
        except (OSError, ValueError) as error:
            failure = error
            continue
        return
    if failure:
        raise AuditError(_not_started(url, failure)) from failure


def _not_started(url: str, error: Exception) -> Problem:
    told = reason_of(error) if isinstance(error, OSError) else str(error)
    reason = printable((told or type(error).__name__).splitlines()[0][:200]).rstrip(".")
    message = say(
        "Spark cannot be reached at {address}: {reason}. Please see that the address is right, that the "
        "cluster runs, and that Java 17 or 21 is installed here.",
        address=printable(url)[:200],
        reason=reason,
    )
    return Problem("AUD124", message)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _values(column: NDArray[Any]) -> list[Any]:
    """A column as Python values, None for NaN and NaT."""
    if column.dtype.kind == "M":
        return list(column.astype("datetime64[D]").astype(object))
    if column.dtype.kind == "f":
        return [None if value != value else value for value in column.tolist()]
    return list(column.tolist())


def _kind(column: NDArray[Any]) -> str:
    return {"M": "date", "f": "double", "O": "string", "U": "string"}.get(column.dtype.kind, "bigint")


def _column(values: list[Any], kind: str) -> NDArray[Any]:
    if kind == "date":
        return np.array([np.datetime64("NaT") if v is None else v for v in values], dtype="datetime64[D]")
    if kind == "string":
        column = np.empty(len(values), dtype=object)
        column[:] = ["" if value is None else value for value in values]
        return column
    if None in values:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return np.array(values)
