"""Tables in the tidy form, written from rows as other programs would write them."""

from pathlib import Path

import polars as pl

from dsds_audit.portfolio.rows import Rows


def write_tidy(rows: Rows, path: Path) -> None:
    """Parquet, or CSV with empty cells for what is not there."""
    frame = pl.DataFrame(dict(rows.columns), nan_to_null=True)
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    else:
        frame.write_csv(path)
