from pathlib import Path

import pytest

from dsds_audit.web.hall import Hall
from tests.web.halls_for_tests import TestClient, client_of, hall_for, member


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return hall_for(tmp_path)


def leads(client: TestClient) -> bool:
    return client.get("/feed").status_code != 403


def test_the_link_makes_a_facilitator_and_leaves_the_address(hall: Hall) -> None:
    client = client_of(hall, None)
    assert not leads(client)
    answer = client.get(f"/enter?key={hall.entry}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert hall.entry not in answer.headers["set-cookie"]
    assert leads(client)


def test_a_second_browser_is_a_second_facilitator_and_the_same_browser_stays_one(hall: Hall) -> None:
    one, two = client_of(hall, None), client_of(hall, None)
    ids = [browser.get(f"/enter?key={hall.entry}").cookies.jar for browser in (one, two, one)]
    first, second, again = (next(iter(jar)).value for jar in ids)
    assert first != second
    assert first == again


def test_a_participant_becomes_no_facilitator_without_it(hall: Hall) -> None:
    client = client_of(hall, member())
    assert client.get("/enter?key=").status_code == 403
    assert not leads(client)
    assert client.get(f"/enter?key={hall.entry}").status_code == 303
    assert leads(client)


@pytest.mark.parametrize(
    "wrong", ["", "x", "{0}x", "x{0}", "{1}", "%00", "%ff", "é", "{0}&key=x", "{2}", "0" * 9000]
)
def test_nothing_else_does(hall: Hall, wrong: str) -> None:
    client = client_of(hall, None)
    key = wrong.format(hall.entry, hall.entry.upper(), hall.entry[:-1])
    answer = client.get(f"/enter?key={key}")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert hall.entry not in answer.text
    assert not leads(client)


def test_wrong_keys_are_slowed_down_and_the_right_one_is_not(hall: Hall) -> None:
    client = client_of(hall, None)
    answers = [client.get(f"/enter?key=guess{number}").status_code for number in range(30)]
    assert answers == [403] * 20 + [429] * 10
    assert client.get(f"/enter?key={hall.entry}").status_code == 303
