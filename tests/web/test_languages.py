"""Pages of a server that was started with another language."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dsds_audit.cli.desk import desk_in
from dsds_audit.interview import begin
from dsds_audit.keeping import Keeper
from dsds_audit.report.carried import read_report
from dsds_audit.report.verification import verify_report
from dsds_audit.speech import speaking
from dsds_audit.speech_files import load_speech
from dsds_audit.web.hall import Hall
from tests.web.halls_for_tests import TODAY, client_of, hall_for
from tests.web.site_pages_for_tests import at_site, of


@pytest.fixture
def in_spanish(tmp_path: Path) -> Iterator[Hall]:
    """What a server that was started with --language es serves from."""
    with click.Context(click.Command("serve")) as context:
        context.meta["dsds_audit.language"] = "es"
        with speaking(load_speech("es")):
            hall = hall_for(tmp_path)
        yield hall


def test_results_are_told_in_the_language_of_the_server(in_spanish: Hall) -> None:
    page = client_of(in_spanish).get(of("/assessment")).text
    assert '<html lang="es">' in page
    assert '<p class="kicker">Sistema de datos' in page
    assert "14 de septiembre de 2026" in page
    assert "Esta traducción todavía no ha sido revisada" in page
    assert "Recogida estandarizada" in page


def test_a_series_across_versions_moves_as_it_does_in_english(in_spanish: Hall, tmp_path: Path) -> None:
    """The earliest version is not translated: that must not look like another scale."""
    address = at_site("/trend", **{"as": "json"})
    spoken = client_of(in_spanish).get(address).json()
    with click.Context(click.Command("serve")):
        written = client_of(hall_for(tmp_path)).get(address).json()
    assert spoken["translation"]["language"] == "es"
    assert [part["overall"] for part in spoken["assessments"]] == [
        part["overall"] for part in written["assessments"]
    ]
    for told, same in zip(spoken["intervals"], written["intervals"], strict=True):
        assert told["bridge"]["total"] == same["bridge"]["total"]
    for form in ("json", "html"):
        content = client_of(in_spanish).get(at_site("/trend", **{"as": form})).content
        path = tmp_path / f"trend.{form}"
        path.write_bytes(content)
        with click.Context(click.Command("verify")):
            outcome = verify_report(read_report(path), str(path), desk_in(tmp_path / "w").catalogue)
        assert outcome.differences == ()


def test_the_interview_asks_in_the_language_of_the_server(in_spanish: Hall) -> None:
    rubric = in_spanish.desk.catalogue.load("dsds")
    with Keeper(in_spanish.desk.store, begin(rubric, TODAY, site="Hill", program="Reading"), None) as keeper:
        keeper.save(begin(rubric, TODAY, site="Hill", program="Reading"))
    address = f"/interview?site=Hill&program=Reading&rubric=dsds&date={TODAY}&at=access.fidelity"
    page = client_of(in_spanish).get(address).text
    assert '<html lang="es">' in page
    assert rubric.criteria["access.fidelity"].question in page
    assert rubric.criteria["access.fidelity"].checks[0].text in page
    assert "Esta traducción todavía no ha sido revisada" in page
