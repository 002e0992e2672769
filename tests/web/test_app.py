"""Every door there is, also those that are yet to come: who comes in, what every answer carries, no 500."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl, quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages_for_tests import HOSTILE

from dsds_audit.web.app import ROUTES
from dsds_audit.web.doors import Door
from dsds_audit.web.hall import Hall
from dsds_audit.web.headers import HEADERS, REPORT_POLICY
from dsds_audit.web.passes import Facilitator, Member, Person
from tests.web.halls_for_tests import (
    FACILITATOR,
    RIVERBEND,
    TestClient,
    client_of,
    hall_for,
    member,
    open_vote,
    send,
    token_of,
)

WEB = Path(__file__).resolve().parents[2] / "dsds_audit" / "web"
OPEN_TO_ALL = {"/", "/enter", "/join", "/static/{name}"}
"""Where no pass is needed: a new page does not get here by mistake."""
CRITERION = "access.fidelity"
TRAVERSALS = (
    "../outside", "..%2foutside", "%2e%2e/outside", "..\\outside", "/etc/passwd", "//etc/passwd",
    "....//outside", "%00../outside", "../outside/2026-01-01", "../outside/2026-01-01.yaml", "file:///etc/passwd",
    "\\\\host\\share", "C:\\outside", "~/outside", "riverbend/../../outside", ".", "..", "/", "con",
)  # fmt: skip
CANARY = "Canary County"
BYTES = ("%00", "%ff%fe", "%ed%a0%80", "%c0%ae", "%0d%0aSet-Cookie:%20a=b", "%0a", "%", "%zz", "%u0041", "+")


def names() -> list[str]:
    """What the pages look for in an address or a form, as their text says."""
    texts = [path.read_text("utf-8") for path in (*WEB.glob("*.py"), *WEB.glob("templates/*.j2"))]
    found = {name for text in texts for name in re.findall(r"(?:asked|sent)\(\s*f?\"([\w.-]+)", text)}
    found |= {name for text in texts for name in re.findall(r"\bname=\"([\w.-]+)\"", text)}
    return sorted(found | {"site", "program", "rubric", "date", "at"})


def address_at(door: Door, **parts: str) -> str:
    path = re.sub(r"{\w+(:\w+)?}", "app.css", door.path)
    return f"{path}?{urlencode(parts)}" if parts else path


def doors(whom: type[Person] | None) -> list[Door]:
    return [door for door in ROUTES if door.whom is whom]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    folder = tmp_path_factory.mktemp("every-door")
    made = hall_for(folder)
    outside = folder / "outside" / "2026-01-01.yaml"
    outside.parent.mkdir()
    text = (folder / "w" / "riverbend" / "2026-09-14.yaml").read_text("utf-8")
    outside.write_text(text.replace("Riverbend", CANARY), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def everybody(hall: Hall) -> list[TestClient]:
    return [client_of(hall, person) for person in (FACILITATOR, member(), None)]


def check_headers(answer: httpx.Response) -> None:
    assert answer.headers.keys() >= HEADERS.keys()
    policy = answer.headers["content-security-policy"]
    assert policy in (HEADERS["content-security-policy"], REPORT_POLICY)
    assert "server" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers
    for cookie in answer.headers.get_list("set-cookie"):
        assert "httponly" in cookie.lower()
        assert "samesite" in cookie.lower()


def test_every_door_is_of_exactly_one_kind() -> None:
    assert all(isinstance(door, Door) for door in ROUTES)
    assert {door.whom for door in ROUTES} <= {Facilitator, Member, None}
    assert {door.path for door in doors(None)} == OPEN_TO_ALL
    paths = [door.path for door in ROUTES]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("door", doors(Facilitator), ids=lambda door: door.path)
def test_a_facilitators_page_is_nobody_elses(hall: Hall, door: Door) -> None:
    for person in (None, member(), Member("first", "room")):
        client = client_of(hall, person)
        for where in (address_at(door), address_at(door, **RIVERBEND, at=CRITERION)):
            answers = [client.get(where), client.head(where), send(client, where, do="begin", keep="1")]
            assert [answer.status_code for answer in answers[:2]] == [403, 403]
            assert answers[2].status_code in (403, 405)
            for answer in answers:
                check_headers(answer)
                assert "Riverbend" not in answer.text


@pytest.mark.parametrize("door", doors(Member), ids=lambda door: door.path)
def test_a_participants_page_is_nobody_elses(hall: Hall, door: Door) -> None:
    for person in (None, FACILITATOR):
        client = client_of(hall, person)
        answer = client.get(address_at(door))
        assert (answer.status_code, answer.headers["location"]) == (303, "/join")
        assert send(client, address_at(door), do="vote").status_code in (403, 405)


@pytest.mark.parametrize("door", ROUTES, ids=lambda door: door.path)
def test_every_answer_carries_the_headers_and_a_form_needs_its_token(hall: Hall, door: Door) -> None:
    for person in (FACILITATOR, member(), None):
        client, where = client_of(hall, person), address_at(door, **RIVERBEND, at=CRITERION)
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
            answer = client.request(method, where)
            check_headers(answer)
            assert answer.status_code < 500 or door.path.endswith("/feed"), answer.text
            if method not in ("GET", "HEAD"):
                assert answer.status_code in (403, 405, 422)
        for token in ("", "0" * 64, token_of(client_of(hall, Facilitator("another")))):
            sent = client.post(where, data={"token": token, "do": "begin", "keep": "1"})
            assert sent.status_code in (403, 405)
        for origin in ("null", "http://evil.example", "https://127.0.0.1:8321"):
            assert send_from(client, where, origin).status_code == 403


def send_from(client: TestClient, where: str, origin: str) -> httpx.Response:
    answer: httpx.Response = client.post(where, data={"token": token_of(client)}, headers={"origin": origin})
    return answer


@pytest.mark.slow
def test_no_address_leads_out_of_the_workspace(hall: Hall, everybody: list[TestClient]) -> None:
    facilitator = everybody[0]
    workspace = Path(hall.desk.store.folder)  # type: ignore[attr-defined]
    before = sorted(path for path in workspace.parent.rglob("*") if workspace not in path.parents)
    asked = [
        name for name in names() if name in ("site", "program", "rubric", "date", "at", "id", "item", "as")
    ]
    for door in ROUTES:
        for text in TRAVERSALS:
            addresses = [address_at(door, **(RIVERBEND | {name: text})) for name in ("site",)]
            addresses.append(address_at(door, **dict.fromkeys(asked, text)))
            if "{" in door.path:
                addresses.append(re.sub(r"{\w+(:\w+)?}", lambda _, text=text: quote(text, "%"), door.path))
            for where in addresses:
                answer = facilitator.get(where)
                assert answer.status_code < 500 or door.path == "/feed", (where, answer.text)
                assert CANARY not in answer.text
                assert "root:x:" not in answer.text
    assert before == sorted(path for path in workspace.parent.rglob("*") if workspace not in path.parents)


VALID = [*RIVERBEND.values(), CRITERION, "dsds@1.0.0", "intake", "review", "administration", "on", "1", "2"]
HARD = (
    st.sampled_from(HOSTILE)
    | st.sampled_from(TRAVERSALS)
    | st.sampled_from(
        ["", "0", "-1", "9" * 400, "1e400", "NaN", "2026-02-30", "0000-00-00", "9999-12-31", "x" * 9000]
    )
    | st.text(max_size=20)
)
RAW = [*[""] * 60, *(f"&site={text}" for text in BYTES), *(f"&{text}" for text in BYTES)]


@dataclass(frozen=True)
class Stage:
    """A hall in which much is open, with everybody in it and the addresses there are."""

    everybody: list[TestClient]
    addresses: list[dict[str, str]]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    hall = hall_for(tmp_path_factory.mktemp("stage"))
    facilitator, participant = client_of(hall), client_of(hall, None)
    scene = open_vote(facilitator)
    scene.join(participant)
    scene.join(client_of(hall, None), "Bo")
    unfinished = dict(parse_qsl(scene.assessment[1:]))
    plan = facilitator.get("/plan", params={"site": RIVERBEND["site"]}).text
    items = list(dict.fromkeys(re.findall(r"item=([\w-]+)", plan)))
    assert len(items) > 2
    addresses = [RIVERBEND | {"at": CRITERION, "id": CRITERION, "item": item} for item in items[:4]]
    addresses += [
        unfinished | {"at": at} for at in (CRITERION, CRITERION, "intake", "review", "administration")
    ]
    addresses += [unfinished, {"site": RIVERBEND["site"]}, {}]
    yield Stage([facilitator, participant, client_of(hall, None)], addresses)
    hall.sittings.close()


def form_on(text: str) -> dict[str, list[str]]:
    """The fields of a page's forms, with the values that they may have."""
    fields: dict[str, list[str]] = {}
    name = ""
    for tag in re.findall(r"<(?:input|textarea|button|select|option)[^>]*>", text):
        told = {key: unescape(value) for key, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        name = told.get("name", name if tag.startswith("<option") else "")
        if name:
            fields.setdefault(name, []).append(told.get("value", ""))
    return fields


@pytest.mark.slow
@pytest.mark.parametrize("door", ROUTES, ids=lambda door: door.path)
def test_whatever_is_asked_or_sent_nothing_breaks(stage: Stage, door: Door) -> None:
    @settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        chance=st.integers(0, 2**32),
        asked=st.dictionaries(st.sampled_from(names()), HARD | st.sampled_from(VALID), max_size=1),
        sent=st.dictionaries(st.sampled_from(names()) | st.text(max_size=9), HARD, max_size=4),
        named=HARD,
    )
    def attack(chance: int, asked: dict[str, str], sent: dict[str, str], named: str) -> None:
        # What pages offer depends on what was done before, which Hypothesis may not see.
        choose = Random(chance).choice
        for_whom = [stage.everybody[door.whom is Member]] * 9
        client = choose([*for_whom, *stage.everybody])
        path = re.sub(r"{\w+(:\w+)?}", lambda _: quote(named, "", errors="ignore"), door.path)
        where = f"{path}?{urlencode(choose(stage.addresses) | asked)}{choose(RAW)}"
        shown = client.request(choose(["GET", "GET", "HEAD"]), where)
        check_answer(door, shown)
        if "POST" in (door.methods or ()):
            offered = {name: choose(values) for name, values in form_on(shown.text).items()}
            form = urlencode(offered | sent | {"token": token_of(client)}) + choose(RAW)
            part = choose([{}, {"x-part": "main"}])
            headers = {"content-type": "application/x-www-form-urlencoded"} | part
            check_answer(door, client.post(where, content=form, headers=headers))

    attack()


def check_answer(door: Door, answer: httpx.Response) -> None:
    assert answer.status_code < 500 or (door.path.endswith("/feed") and answer.status_code == 503), (
        answer.text
    )
    check_headers(answer)
    assert "Traceback" not in answer.text
    assert "a=b" not in answer.headers.get("set-cookie", "")
    if "location" in answer.headers:
        assert re.fullmatch(r"/(?!/)[\x21-\x7e]*", answer.headers["location"]), "it leads elsewhere"


@pytest.fixture(scope="module", autouse=True)
def tidied(tmp_path_factory: pytest.TempPathFactory, hall: Hall) -> Iterator[None]:
    yield
    hall.sittings.close()
    shutil.rmtree(hall.desk.store.folder, ignore_errors=True)  # type: ignore[attr-defined]
