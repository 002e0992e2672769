from pathlib import Path

import pytest

from dsds_audit.report.templates import read_template
from dsds_audit.web.hall import Hall
from tests.web.halls_for_tests import client_of, hall_for


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return hall_for(tmp_path, example=False)


@pytest.mark.parametrize(("name", "kind"), [("app.css", "text/css"), ("app.js", "text/javascript")])
def test_a_browser_gets_each_once(hall: Hall, name: str, kind: str) -> None:
    client = client_of(hall, None)
    first = client.get(f"/static/{name}")
    assert first.status_code == 200
    assert first.headers["content-type"] == f"{kind}; charset=utf-8"
    again = client.get(f"/static/{name}", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"/static/{name}", headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["", ".", "../files.py", "..%2ffiles.py", "%2e%2e%2ffiles.py", "..\\files.py", "..%5cfiles.py",
     "%00", "app.css%00", "app.css/", "/etc/passwd", "%2fetc%2fpasswd", "....//....//etc/passwd", "APP.CSS",
     "app.css%2f..%2fapp.js", "__init__.py", "con", "x" * 5000],
)  # fmt: skip
def test_there_is_nothing_else(hall: Hall, name: str) -> None:
    answer = client_of(hall).get(f"/static/{name}")
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_the_pages_have_the_reports_colors(tmp_path: Path) -> None:
    with client_of(hall_for(tmp_path, example=False)) as client:
        assert client.get("/static/app.css").text.startswith(read_template("palette.css"))
