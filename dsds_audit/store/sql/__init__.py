"""A workspace in a database: PostgreSQL for a team, or a file of SQLite."""

from dsds_audit.store.sql.home import SqlHome
from dsds_audit.store.sql.opening import bring_up_to_date, open_sql_store, rubric_folder
from dsds_audit.store.sql.store import SqlStore

__all__ = ["SqlHome", "SqlStore", "bring_up_to_date", "open_sql_store", "rubric_folder"]
