from pathlib import Path

import pytest
from databases_for_tests import postgres_server, postgres_url, sqlite_url  # noqa: F401

from tests.cli.conftest import Run


@pytest.mark.parametrize("kind", ["sqlite_url", "postgres_url"])
def test_a_database_is_made_ready_once_and_again(
    run: Run, kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = request.getfixturevalue(kind)
    refused = run("score", "--workspace", url)
    assert refused.exit_code == 1
    assert "AUD108" in refused.stderr
    assert "dsds-audit prepare" in refused.stderr
    monkeypatch.setenv("DSDS_AUDIT_WORKSPACE", url)
    for _ in range(2):
        done = run("prepare")
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.endswith(" is ready.\n")
        assert "postgres@" not in done.stdout
    assert "AUD053" in run("score").stderr


def test_a_folder_needs_none(run: Run) -> None:
    assert run("prepare", ".").exit_code == 2
    assert run("prepare").exit_code == 2
    assert list(Path().iterdir()) == []
