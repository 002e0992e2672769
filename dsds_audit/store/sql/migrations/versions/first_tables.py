"""The first tables: assessments, plans, votes, conflicts, rubrics; and what analysts may see."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

from dsds_audit.store.sql.tables import JsonText

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NAME = sa.Text().with_variant(TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _make_assessments()
    op.create_table(
        "plans",
        sa.Column("site_key", sa.LargeBinary, nullable=False),
        sa.Column("name", _NAME, nullable=False),
        *_document(),
        sa.PrimaryKeyConstraint("site_key", name="pk_plans"),
        sa.UniqueConstraint("name", name="uq_plans_name"),
    )
    op.create_table(
        "vote_lines",
        sa.Column("assessment", _NUMBER, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("heading", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("line", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("assessment", "position", name="pk_vote_lines"),
        sa.ForeignKeyConstraint(["assessment"], ["assessments.id"], name="fk_vote_lines_assessment"),
    )
    for table in ("conflicts", "rubric_files"):
        op.create_table(
            table,
            sa.Column("name", _NAME, nullable=False),
            *_document(),
            sa.PrimaryKeyConstraint("name", name=f"pk_{table}"),
        )
    op.execute(
        "CREATE VIEW assessments_for_analysis AS "
        "SELECT name, site, program, site_group, date, rubric_id, rubric, rubric_digest, finished, "
        "participants, evidenced, total_threshold, practice_threshold, targets, packed FROM assessments"
    )


def _make_assessments() -> None:
    texts = ("site", "rubric_id", "rubric", "rubric_digest", "digest")
    op.create_table(
        "assessments",
        sa.Column("id", _NUMBER, nullable=False, autoincrement=True),
        *(sa.Column(name, _NAME, nullable=False) for name in ("name", "folder")),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("program", sa.Text),
        sa.Column("site_group", sa.Text),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("site_key", sa.LargeBinary, nullable=False),
        sa.Column("identity", sa.LargeBinary, nullable=False),
        sa.Column("finished", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("participants", sa.Integer),
        sa.Column("evidenced", sa.Integer, nullable=False),
        sa.Column("total_threshold", sa.Double),
        sa.Column("practice_threshold", sa.Double),
        sa.Column("targets", JsonText),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sa.Column("document", JsonText, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
        sa.UniqueConstraint("name", name="uq_assessments_name"),
        sa.UniqueConstraint("identity", name="uq_assessments_identity"),
    )
    op.create_index("ix_assessments_latest", "assessments", ["site_key", "date"])
    op.create_index("ix_assessments_folder", "assessments", ["folder"])


def _document() -> list[sa.Column[bytes] | sa.Column[str]]:
    return [
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    ]
