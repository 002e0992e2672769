"""How the tables of a database have come about, a step a file; Alembic runs what is missing."""
