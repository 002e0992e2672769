from pathlib import Path

import pytest

from dsds_audit.errors import StoreError
from dsds_audit.store.where import Database, where_of


@pytest.mark.parametrize("text", ["", ".", "sites", "/srv/sites", "C:\\sites", "a@b", "sqlite:x", "://"])
def test_what_is_no_address_is_a_folder(text: str) -> None:
    assert where_of(text) == Path(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://db.example.org/audits", "postgresql://db.example.org/audits"),
        ("postgresql://ann:secret@db:5433/audits", "postgresql://db:5433/audits"),
        ("postgres://ann@db/audits", "postgresql://db/audits"),
        ("PostgreSQL+psycopg://db/audits", "postgresql://db/audits"),
        (
            "postgresql://ann:secret@/audits?host=/run/pg&password=secret",
            "postgresql:///audits?host=/run/pg",
        ),
        ("postgresql:///audits?service=team&passfile=/secret", "postgresql:///audits?service=team"),
        ("postgresql://ann:s%40cret%2F@[::1]/audits", "postgresql://[::1]/audits"),
        ("sqlite:///audits.db?key=secret", "sqlite:///audits.db"),
        ("sqlite:////srv/audits.db", "sqlite:////srv/audits.db"),
    ],
)
def test_an_address_is_shown_without_user_password_and_what_may_be_one(text: str, shown: str) -> None:
    where = where_of(text)
    assert isinstance(where, Database)
    assert str(where) == shown
    assert "cret" not in f"{where} {where!r} {[where]}"


@pytest.mark.parametrize(
    "text",
    [
        "mysql://ann:secret@db/audits",
        "http://secret@db",
        "postgresql://ann:sec/ret@db/audits",  # The password would look like the name of the database.
        "postgresql://ann:sec@ret@db/audits",
        "postgresql://ann:sec#ret@db/audits",
        "postgresql://ann:secret@db:port/audits",
        "postgresql://[secret/audits",
        "postgresql://ann:secret@db/\x00",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_no_other_address_is_taken_nor_told_again(text: str) -> None:
    with pytest.raises(StoreError) as caught:
        where_of(text)
    assert caught.value.problems[0].code == "AUD114"
    assert "sec" not in str(caught.value)
