"""The tables of a workspace in a database.

A document's ``content`` is the very bytes that its file would hold, and ``digest`` is over them. All other
columns of an assessment are read from it in the same transaction: an index, so that nobody has to read YAML
to find a site or to score a nation.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    cast,
)
from sqlalchemy.dialects.postgresql import TEXT
from sqlalchemy.types import UserDefinedType

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


class JsonText(UserDefinedType[str]):
    """A column of JSON that is given and read as its text, so that the models read it in one go.

    PostgreSQL's ``json`` and not ``jsonb``: it keeps the order of names, and a text with a NUL in it.
    """

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in SQL."""
        return "JSON"

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """How the column is read."""
        return cast(column, Text)


_Number = BigInteger().with_variant(Integer, "sqlite")  # Only INTEGER counts up by itself in SQLite.
_Name = Text().with_variant(TEXT(collation="C"), "postgresql")  # Sorted as everywhere else.

assessments = Table(
    "assessments",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("name", _Name, nullable=False, unique=True),  # riverbend/2026-03-02.yaml
    Column("folder", _Name, nullable=False),  # riverbend, folded
    Column("site", Text, nullable=False),
    Column("program", Text),
    Column("site_group", Text),
    Column("date", Date, nullable=False),
    Column("rubric_id", Text, nullable=False),
    Column("rubric", Text, nullable=False),  # id@version
    Column("rubric_digest", Text, nullable=False),
    # Of a fixed width: a folded name may be longer than an index takes.
    Column("site_key", LargeBinary, nullable=False),  # SHA-256 over the site's folded name
    Column("identity", LargeBinary, nullable=False, unique=True),  # and over program, rubric id and date, too
    Column("finished", Boolean(create_constraint=False), nullable=False),
    Column("participants", Integer),  # NULL where none is recorded
    Column("evidenced", Integer, nullable=False),  # levels with evidence that was fresh at the date
    Column("total_threshold", Double),  # the site's own, else NULL
    Column("practice_threshold", Double),
    Column("targets", JsonText),  # the site's own, else NULL
    Column("packed", LargeBinary, nullable=False),  # a byte a criterion, in rubric order
    Column("document", JsonText, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digest", Text, nullable=False),
)
Index("ix_assessments_latest", assessments.c.site_key, assessments.c.date)
Index("ix_assessments_folder", assessments.c.folder)

plans = Table(
    "plans",
    metadata,
    Column("site_key", LargeBinary, primary_key=True),
    Column("name", _Name, nullable=False, unique=True),  # riverbend/plan.yaml
    Column("content", LargeBinary, nullable=False),
    Column("digest", Text, nullable=False),
)

vote_lines = Table(
    "vote_lines",
    metadata,
    Column("assessment", _Number, ForeignKey("assessments.id"), primary_key=True),
    Column("position", Integer, primary_key=True),  # from 0, without a gap
    Column("heading", Boolean(create_constraint=False), nullable=False),  # says whose votes follow
    Column("line", LargeBinary, nullable=False),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("name", _Name, primary_key=True),  # riverbend/2026-03-02.conflict-1.yaml
    Column("content", LargeBinary, nullable=False),
    Column("digest", Text, nullable=False),
)

rubric_files = Table(
    "rubric_files",
    metadata,
    Column("name", _Name, primary_key=True),  # rubrics/own/1.0.0.yaml
    Column("content", LargeBinary, nullable=False),
    Column("digest", Text, nullable=False),
)

# What analysts may see: no names of people, and nothing that somebody wrote in words.
ANALYSIS_COLUMNS = (
    "name",
    "site",
    "program",
    "site_group",
    "date",
    "rubric_id",
    "rubric",
    "rubric_digest",
    "finished",
    "participants",
    "evidenced",
    "total_threshold",
    "practice_threshold",
    "targets",
    "packed",
)
