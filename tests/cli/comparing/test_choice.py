import datetime as dt
from pathlib import Path

import pytest

from dsds_audit.cli.comparing.choice import FEW, MOST, Asked, is_for_a_portfolio
from dsds_audit.store.where import where_of
from tests.cli.conftest import Run

UNASKED = Asked(None, "")


def write(path: str, site: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    text = f"site: {site}\ndate: 2026-03-02\nrubric: dsds@1.0.0\nratings: {{}}\n"
    Path(path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "asked",
    [
        Asked("group", ""),
        Asked(None, ".xlsx"),
        Asked(None, ".csv"),
        Asked(None, ".parquet"),
        Asked(None, "", "access.fidelity"),
        Asked("site", "", None, dt.date(2026, 1, 1)),
    ],
)
def test_some_things_only_a_portfolio_shows(asked: Asked) -> None:
    assert is_for_a_portfolio(["a.yaml"], Path(), asked)


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "postgresql://example/audits", "sqlite:///a.db"])
def test_tables_and_databases_are_portfolios(name: str, run: Run) -> None:
    assert is_for_a_portfolio([name], Path(), UNASKED)


def test_how_many_stand_side_by_side() -> None:
    for asked, most in (
        (UNASKED, FEW),
        (Asked("site", ""), MOST),
        (Asked("date", ""), MOST),
        (Asked(None, ".png"), MOST),
    ):
        assert asked.fits_side_by_side(most)
        assert not asked.fits_side_by_side(most + 1)


def test_a_workspace_is_read_first_while_it_is_small(run: Run) -> None:
    for number in range(MOST):
        write(f"ws/site-{number}/2026-03-02.yaml", f"Site {number}")
    assert not is_for_a_portfolio(["ws"], Path(), UNASKED)
    assert not is_for_a_portfolio([], Path("ws"), UNASKED)
    write("ws/more/2026-03-02.yaml", "More")
    assert is_for_a_portfolio(["ws"], Path(), UNASKED)
    assert is_for_a_portfolio([], Path("ws"), UNASKED)


def test_received_files_in_no_order_are_a_portfolio(run: Run) -> None:
    for number in range(3):
        write(f"loose/{number}.yaml", f"Site {number}")
        write(f"deep/a/b/{number}.yaml", f"Site {number}")
    assert is_for_a_portfolio(["loose"], Path(), UNASKED)
    assert is_for_a_portfolio(["deep"], Path(), UNASKED)


def test_a_sites_own_folder_and_an_empty_one_are_none(run: Run) -> None:
    write("ws/oak-hill/2026-03-02.yaml", "Oak Hill")
    Path("empty").mkdir()
    assert not is_for_a_portfolio(["ws/oak-hill", "empty", "Oak Hill", "no/such.yaml"], Path("ws"), UNASKED)


def test_a_site_called_like_its_own_folder_is_one_site(run: Run) -> None:
    write("riverbend/2026-03-02.yaml", "Riverbend")
    assert not is_for_a_portfolio(["riverbend", "Riverbend"], Path(), UNASKED)


def test_a_database_as_workspace_is_one_unless_sites_are_named(run: Run) -> None:
    database = where_of("sqlite:///nowhere.db")
    write("riverbend/2026-03-02.yaml", "Riverbend")
    assert is_for_a_portfolio([], database, UNASKED)
    assert not is_for_a_portfolio(["Riverbend", "riverbend", "riverbend/2026-03-02.yaml"], database, UNASKED)
