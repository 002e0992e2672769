from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from dsds_audit.errors import AssessmentError, ConflictError, Problem
from dsds_audit.web import app as apps
from dsds_audit.web.doors import MOST_FIELDS, for_everyone, for_facilitators, for_members
from dsds_audit.web.hall import Hall
from dsds_audit.web.passes import Facilitator, Person
from dsds_audit.web.visits import Visit
from tests.web.halls_for_tests import FACILITATOR, client_of, hall_for, member, send, token_of

WRONG = Problem("AUD051", "<b>is wrong</b>. Please mend it.", "<i>place</i>")


def who(visit: Visit) -> Response:
    return PlainTextResponse(type(visit.person).__name__)


async def later(visit: Visit) -> Response:
    return PlainTextResponse(f"later {visit.asked('a')}")


def repeat(visit: Visit) -> Response:
    return PlainTextResponse(f"{visit.sent('a')} {list(visit.form.get('a', ()))} {visit.sent('b')!r}")


def raising(error: Exception) -> Callable[[Visit], Response]:
    def show(_: Visit) -> Response:
        raise error

    return show


ROUTES = (
    for_facilitators("/lead", who, repeat),
    for_members("/take-part", who, repeat),
    for_everyone("/all", who, repeat),
    for_facilitators("/later", later),
    for_everyone("/conflict", raising(ConflictError(WRONG)), raising(ConflictError(WRONG))),
    for_everyone("/wrong", raising(AssessmentError([WRONG, WRONG]))),
    for_everyone("/gone", raising(HTTPException(404))),
    for_everyone("/broken", raising(KeyError("<secret>"))),
)


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(apps, "ROUTES", ROUTES)
    return hall_for(tmp_path, example=False)


@pytest.mark.parametrize(
    ("person", "lead", "take_part", "everyone"),
    [
        (FACILITATOR, "Facilitator", 303, "Facilitator"),
        (member(), 403, "Member", "Member"),
        (None, 403, 303, "NoneType"),
    ],
)
def test_each_comes_in_by_their_own_door_only(
    hall: Hall, person: Person | None, lead: str | int, take_part: str | int, everyone: str
) -> None:
    client = client_of(hall, person)
    for path, expected in (("/lead", lead), ("/take-part", take_part), ("/all", everyone)):
        answer = client.get(path)
        assert expected in (answer.text, answer.status_code)
        sent = send(client, path, a="x")
        assert sent.status_code == (200 if isinstance(expected, str) else 403)
        assert client.head(path).status_code == answer.status_code
    assert client_of(hall, None).get("/take-part").headers["location"] == "/join"


def test_somebody_with_both_passes_is_at_each_door_whom_it_is_for(hall: Hall) -> None:
    both = client_of(hall)
    for cookie in client_of(hall, member()).cookies.jar:
        both.cookies.set(cookie.name, cookie.value or "")
    assert [both.get(path).text for path in ("/lead", "/take-part", "/all")] == [
        "Facilitator",
        "Member",
        "Facilitator",
    ]


def test_a_form_needs_the_token_of_its_own_sender(hall: Hall) -> None:
    client = client_of(hall)
    assert send(client, "/lead", a=["1", "2"], b="").text == "2 ['1', '2'] ''"
    foreign = [
        "", "0" * 64, "é", token_of(client_of(hall, None)), token_of(client_of(hall, member())),
        token_of(client_of(hall, Facilitator("second"))),
    ]  # fmt: skip
    for token in foreign:
        assert client.post("/lead", data={"token": token, "a": "1"}).status_code == 403
    assert client.post("/lead", data={"a": "1"}).status_code == 403
    own = token_of(client)
    assert client.post(f"/lead?token={own}", data={"a": "1"}).status_code == 403, (
        "it is no part of an address"
    )
    assert client.post("/lead", data={"token": [own, "x"]}).status_code == 403


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/x-www-form-urlencoded", b"a=%ff"),
        ("application/x-www-form-urlencoded", b"a=\xff"),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * (MOST_FIELDS + 2))),
        ("multipart/form-data; boundary=x", b"--x\r\n"),
        ("text/plain", b"token=%s&a=1"),
        ("application/json", b"{}"),
        ("", b"token=%s&a=1"),
    ],
)
def test_what_is_no_form_is_refused(hall: Hall, kind: str, content: bytes) -> None:
    client = client_of(hall)
    content = content.replace(b"%s", token_of(client).encode())
    assert client.post("/lead", content=content, headers={"content-type": kind}).status_code == 422


def test_an_endpoint_may_run_in_the_loop(hall: Hall) -> None:
    assert client_of(hall).get("/later?a=b").text == "later b"


@pytest.mark.parametrize(("path", "status"), [("/conflict", 409), ("/wrong", 422), ("/gone", 404)])
def test_what_is_wrong_is_told_on_a_page(hall: Hall, path: str, status: int) -> None:
    answer = client_of(hall).get(path)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "<b>is wrong" not in answer.text
    assert "<i>" not in answer.text
    if status != 404:
        assert "&lt;b&gt;is wrong&lt;/b&gt;. Please mend it." in answer.text


def test_a_fault_of_ours_is_a_page_without_a_trace(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    answer = client_of(hall).get("/broken")
    assert answer.status_code == 500
    assert "a fault of this program, not yours" in answer.text
    assert "secret" not in answer.text
    assert "KeyError" in caplog.text
    assert "Traceback" not in caplog.text


def test_what_a_page_does_not_take_says_what_it_takes(hall: Hall) -> None:
    client = client_of(hall)
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        answer = client.request(method, "/later")
        assert answer.status_code == 405
        assert {word.strip() for word in answer.headers["allow"].split(",")} == {"GET", "HEAD"}
    for path in ("/nowhere", "/lead/", "//lead", "/lead/..", "/%2e%2e/lead", "/lead%00"):
        assert client.get(path).status_code == 404
