import datetime as dt
import os
import random
import re
import time
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dsds_audit.cli.desk import desk_in
from dsds_audit.interview import Answer, Finish, Interview, Jump, begin
from dsds_audit.interview.questions import DONT_KNOW, NONE_HELD, NOT_APPLICABLE
from dsds_audit.keeping import Keeper
from dsds_audit.store import Stored
from dsds_audit.web.hall import Hall
from dsds_audit.web.passes import Facilitator
from dsds_audit.web.visits import address
from tests.web.halls_for_tests import TODAY, client_of, hall_for, running_server, send, workspace_in

FIDELITY = "access.fidelity"
HILL = "/interview?site=Hill&program=Reading&rubric=dsds&date=2026-09-28"
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"


def at(name: str) -> str:
    return f"{HILL}&at={name}"


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    hall = hall_for(tmp_path, example=False)
    keep(hall, begin(hall.desk.catalogue.load("dsds"), TODAY, site="Hill", program="Reading"))
    return hall


def keep(hall: Hall, interview: Interview, stored: Stored | None = None) -> None:
    with Keeper(hall.desk.store, interview, stored) as keeper:
        keeper.save(interview)


def kept(hall: Hall) -> Stored:
    (stored,) = hall.desk.store.find("Hill")
    return stored


def asked(*parts: str) -> list[str]:
    return [f"{FIDELITY}/{part}" for part in parts]


# A whole interview


def fields_of(page: str) -> list[str]:
    """The ids of the questions that a page asks."""
    return [unescape(name) for name in re.findall(r'name="asked" value="([^"]*)"', page)]


@pytest.mark.slow
def test_a_whole_interview_comes_to_the_same_file_as_in_the_core(tmp_path: Path) -> None:
    hall = hall_for(tmp_path, example=False)
    client = client_of(hall)
    answer = send(client, "/begin", site="Hill", program="Reading", rubric="dsds", date="2026-09-28")
    here = answer.headers["location"]
    chance = random.Random(5)
    told: list[tuple[str, Any]] = []
    intake: dict[str, Any] = {
        "group": "North",
        "date": "2026-09-28",
        "populations.relevant-staff": "Coaches\nand leads",
        "facilitator": "Ruth",
        "invited": "9",
    }
    told += [*intake.items(), ("participants", ({"role": "leader", "name": "R. — é 漢"},))]
    people = {"participants.0.role": "leader", "participants.0.name": "R. — é 漢"}
    sent = {
        **intake,
        "populations.relevant-staff": "Coaches\r\nand leads",
        "site": "Hill",
        "program": "Reading",
    }
    page = client.get(here).text
    answer = send(client, f"{here}&at=intake", asked=fields_of(page), go="next", **sent, **people)
    for name, criterion in hall.desk.catalogue.load("dsds").criteria.items():
        assert parse_qs(urlsplit(answer.headers["location"]).query)["at"] == [name]
        here = answer.headers["location"]
        ticks = [check.id for check in criterion.checks if chance.random() < 0.5]
        level = chance.choice(["0", "1", "2", DONT_KNOW])
        told += [(f"{name}/checks", tuple(ticks)), (f"{name}/level", level)]
        first = {"checks": ticks or [NONE_HELD], "level": level}
        answer = send(client, here, asked=fields_of(client.get(here).text), go="next", **first)
        if answer.status_code == 303:
            answer = client.get(answer.headers["location"])
        assert f"{name}/note" in fields_of(answer.text), "a note, evidence or barriers are asked for now"
        more: dict[str, Any] = {"note": f"noted {chance.random()}"}
        told.append((f"{name}/note", more["note"]))
        names = fields_of(answer.text)
        if f"{name}/evidence" in names:
            more |= {"evidence.0.what": "Minutes", "evidence.0.date": "2026-09-01", "evidence.1.what": "Log"}
            items = ({"what": "Minutes", "date": "2026-09-01"}, {"what": "Log"})
            told.append((f"{name}/evidence", items))
        if f"{name}/barriers" in names:
            more |= {"barriers.0.what": "No time", "barriers.0.driver": ""}
            told.append((f"{name}/barriers", ({"what": "No time"},)))
        answer = send(client, here, asked=names, go="next", **first, **more)
        assert answer.status_code == 303
    here = answer.headers["location"]
    held = [check.id for check in hall.desk.catalogue.load("dsds").administration][:3]
    told.append(("administration", tuple(held)))
    answer = send(client, here, asked=["administration"], administration=held, go="next")
    answer = send(client, answer.headers["location"], go="finish")
    assert answer.headers["location"].startswith("/assessment?")
    assert Path(kept(hall).place).read_bytes() == in_the_core(tmp_path / "core", told)


def in_the_core(folder: Path, told: list[tuple[str, Any]]) -> bytes:
    desk = desk_in(folder)
    interview = begin(desk.catalogue.load("dsds"), TODAY, site="Hill", program="Reading")
    with Keeper(desk.store, interview, None) as keeper:
        keeper.save(interview)
        for name, value in told:
            interview = interview.answered(Jump(name)).answered(Answer(value, stay=True))
            keeper.save(interview)
        interview = interview.answered(Jump("review")).answered(Finish())
        keeper.save(interview)
        assert keeper.stored is not None
        return Path(keeper.stored.place).read_bytes()


# One sheet


def test_a_page_says_where_one_is_and_asks_everything_of_the_criterion(hall: Hall) -> None:
    text = client_of(hall).get(at(FIDELITY)).text
    for words in ("Practice 2 of 4, Access", "criterion 3 of 14", "0 of 14 criteria answered", "<svg"):
        assert words in text
    criterion = hall.desk.catalogue.load("dsds").criteria[FIDELITY]
    for words in (criterion.question, criterion.why, criterion.checks[0].text, "None of these holds"):
        assert words in unescape(text)


def test_what_is_sent_is_on_disk_before_the_page_says_saved(hall: Hall) -> None:
    client = client_of(hall)
    assert not re.search(r"Saved \d\d:\d\d", client.get(at(FIDELITY)).text)
    answer = send(client, at(FIDELITY), True, asked=asked("checks", "level"), level="1", keep="1")
    assert answer.status_code == 200
    assert re.search(r"Saved \d\d:\d\d", answer.text)
    assert kept(hall).assessment.ratings[FIDELITY].level == 1
    assert f'value="{FIDELITY}/evidence"' in answer.text, "what follows from the answer is asked for at once"


def test_without_a_script_the_form_leads_back_to_its_page(hall: Hall) -> None:
    answer = send(client_of(hall), at(FIDELITY), asked=asked("level"), level="1", go="keep")
    assert (answer.status_code, answer.headers["location"]) == (303, at(FIDELITY))


def test_going_about_keeps_what_was_typed_and_where_one_is(hall: Hall) -> None:
    client = client_of(hall)
    ways = {
        "next": "access.outcome",
        "back": "accountability.capacity",
        "skip": "access.outcome",
        "open": "access.outcome",
        "review": "review",
        "to:use.sharing": "use.sharing",
    }
    for number, (way, name) in enumerate(ways.items()):
        everything = asked("checks", "level", "reason", "note", "evidence", "barriers")
        form = {"asked": everything, "level": "0", "note": f"note {number}", "checks": NONE_HELD}
        answer = send(client, at(FIDELITY), go=way, **form)
        assert answer.headers["location"] == at(name), way
        stored = kept(hall).assessment
        assert stored.ratings[FIDELITY].note == f"note {number}"
        assert stored.interview is not None
        assert stored.interview.position.partition("/")[0] == name


def test_what_is_needed_is_asked_for_once_and_then_left_to_you(hall: Hall) -> None:
    client = client_of(hall)
    form: dict[str, Any] = {
        "level": NOT_APPLICABLE,
        "asked": asked("checks", "level", "reason"),
        "go": "next",
    }
    told = send(client, at(FIDELITY), **form).headers["location"]
    assert told == f"{at(FIDELITY)}&needs=reason"
    for _ in range(2):
        assert "A reason is missing." in client.get(told).text, "however often the page asks for itself"
    assert send(client, told, **form).headers["location"] == at("access.outcome")
    send(client, told, True, asked=asked("reason"), reason="No money of its own")
    assert "A reason is missing." not in client.get(told).text


def test_what_stands_fast_is_folded_away_until_something_is_odd_about_it(hall: Hall) -> None:
    client = client_of(hall)
    summary = "<summary>Site, program, group and date</summary>"
    assert f"<details>\n{summary}" in client.get(at("intake")).text
    odd = send(client, at("intake"), asked=["date"], date="2026-02-31")
    assert f"<details open>\n{summary}" in odd.text
    assert re.search(r'name="date" type="date"[^>]* autofocus', odd.text)


def test_wrong_input_of_every_kind_stays_in_the_form(hall: Hall) -> None:
    client = client_of(hall)
    wrong = {
        "date": "2026-02-31",
        "invited": "many",
        "site": "Hill",
        "program": "x" * 300,
        "facilitator": "Ruth",
    }
    names = ["site", "program", "date", "invited", "facilitator", "participants"]
    people = {"participants.0.role": "nobody", "participants.0.name": "Kim"}
    answer = send(client, at("intake"), True, asked=names, **wrong, **people)
    assert answer.status_code == 422
    for typed in ("2026-02-31", "many", "x" * 300, 'value="Kim"'):
        assert typed in answer.text
    assert "is no date" in answer.text
    assert kept(hall).assessment.facilitator == "Ruth", "what fits is kept"
    sheet = {"level": "7", "evidence.0.where": "on the drive", "note": "y" * 10_001}
    send(client, at(FIDELITY), asked=asked("level"), level="1")
    answer = send(client, at(FIDELITY), True, asked=asked("level", "note", "evidence"), **sheet)
    assert answer.status_code == 422
    assert "on the drive" in answer.text
    assert "y" * 10_001 in answer.text
    assert kept(hall).assessment.ratings[FIDELITY].level == 1


def test_rows_are_added_and_taken_away_without_a_script(hall: Hall) -> None:
    client = client_of(hall)
    send(client, at(FIDELITY), asked=asked("level"), level="1")
    three = {f"evidence.{n}.what": f"thing {n}" for n in range(3)}
    send(client, at(FIDELITY), asked=asked("evidence"), **three)
    send(client, at(FIDELITY), asked=asked("evidence"), **three, **{"evidence.1.remove": "2 of 4"})
    assert [item.what for item in kept(hall).assessment.ratings[FIDELITY].evidence] == ["thing 0", "thing 2"]


def test_hostile_text_is_shown_as_it_was_typed_and_does_nothing(hall: Hall) -> None:
    client = client_of(hall)
    send(client, at(FIDELITY), asked=asked("level"), level="1")
    fields = {"note": HOSTILE, "evidence.0.what": HOSTILE, "barriers.0.what": HOSTILE}
    send(client, at(FIDELITY), asked=asked("note", "evidence", "barriers"), **fields)
    send(client, at("intake"), asked=["facilitator", "group"], facilitator=HOSTILE, group=HOSTILE)
    for name in (FIDELITY, "intake", "review"):
        text = client.get(at(name)).text
        assert "<script>alert" not in text
        assert "49" not in text.partition("{{")[2][:4]
    assert unescape(client.get(at(FIDELITY)).text).count(HOSTILE) >= 3


def test_finishing_with_something_open_asks_once_more(hall: Hall) -> None:
    client = client_of(hall)
    first = send(client, at("review"), go="finish")
    assert first.status_code == 200
    assert "Finish with 14 criteria unanswered?" in first.text
    assert not kept(hall).assessment.finished
    second = send(client, at("review"), go="sure")
    assert second.headers["location"] == address("/assessment", kept(hall).assessment)
    assert kept(hall).assessment.finished
    assert client.get(HILL).headers["location"].startswith("/assessment?")


def test_quick_mode_asks_for_levels_only(tmp_path: Path) -> None:
    hall = hall_for(tmp_path, example=False)
    client = client_of(hall)
    here = send(client, "/begin", site="Hill", rubric="dsds", quick="yes").headers["location"]
    text = client.get(f"{here}&at={FIDELITY}").text
    assert fields_of(text) == asked("level")


def test_another_date_is_another_address(hall: Hall) -> None:
    client = client_of(hall)
    answer = send(client, at("intake"), True, asked=["date"], date="2026-09-20")
    assert answer.status_code == 303
    assert "date=2026-09-20" in answer.headers["location"]
    assert client.get(at("intake")).headers["location"] == answer.headers["location"]
    assert client.get(answer.headers["location"]).status_code == 200


def test_a_date_that_is_taken_is_refused_and_stays_in_the_form(hall: Hall) -> None:
    keep(hall, begin(hall.desk.catalogue.load("dsds"), dt.date(2026, 9, 1), site="Hill", program="Reading"))
    answer = send(client_of(hall), at("intake"), True, asked=["date"], date="2026-09-01")
    assert answer.status_code == 422
    assert "There is one already" in answer.text
    assert 'value="2026-09-01"' in answer.text


def test_no_such_page_is_said_plainly(hall: Hall) -> None:
    client = client_of(hall)
    for wrong in (at("../etc"), HILL.replace("2026-09-28", "x"), HILL.replace("Hill", "Dale"), "/interview"):
        assert client.get(wrong).status_code == 422
        assert send(client, wrong, note="x").status_code == 422


# Two at once


def test_a_second_facilitator_watches_and_can_take_over(hall: Hall) -> None:
    first, second = client_of(hall), client_of(hall, Facilitator("second"))
    send(first, at(FIDELITY), asked=asked("level"), level="1")
    watching = second.get(at(FIDELITY)).text
    assert "Somebody else has written here since" in watching
    assert "disabled" in watching
    assert "data-autosave" not in watching
    refused = send(second, at(FIDELITY), True, asked=asked("level", "note"), level="2", note="mine")
    assert refused.status_code == 409
    assert "mine" in refused.text
    assert kept(hall).assessment.ratings[FIDELITY].level == 1
    assert send(second, at(FIDELITY), go="take").status_code == 303
    assert "disabled" not in second.get(at(FIDELITY)).text
    send(second, at(FIDELITY), asked=asked("level"), level="2")
    late = send(first, at(FIDELITY), True, asked=asked("level", "note"), level="0", note="typed meanwhile")
    assert late.status_code == 409
    for words in ("somebody else writes", "typed meanwhile", "On record stands: in place"):
        assert words.lower() in unescape(late.text).lower()
    send(first, at(FIDELITY), asked=asked("level", "note"), level="0", note="typed meanwhile", go="seize")
    rating = kept(hall).assessment.ratings[FIDELITY]
    assert (rating.level, rating.note) == (0, "typed meanwhile")


def test_a_terminal_that_has_it_open_is_watched(hall: Hall, tmp_path: Path) -> None:
    theirs = desk_in(tmp_path / "w").store
    stored = kept(hall)
    interview = Interview(hall.desk.catalogue.load("dsds"), stored.assessment)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # A real lock, held by a process of its own.
        with Keeper(theirs, interview, stored):
            os.write(writing, b"held")
            time.sleep(60)
        os._exit(0)
    try:
        os.read(reading, 4)
        client = client_of(hall)
        page = client.get(at(FIDELITY))
        assert "You can watch" in page.text
        assert "Another interview has the assessment" in page.text
        refused = send(client, at(FIDELITY), asked=asked("level", "note"), level="1", note="kept here")
        assert refused.status_code == 409
        assert "kept here" in refused.text
        kept_out = send(client, at(FIDELITY), go="take")
        assert kept_out.status_code == 409
        assert "This is not saved." not in kept_out.text
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(reading)
        os.close(writing)
    assert send(client, at(FIDELITY), go="take").status_code == 303
    assert send(client, at(FIDELITY), asked=asked("level"), level="1").status_code == 303


def test_a_file_changed_by_hand_is_not_overwritten_and_the_form_comes_back(hall: Hall) -> None:
    client = client_of(hall)
    send(client, at(FIDELITY), asked=asked("level"), level="1")
    file = Path(kept(hall).place)
    file.write_text(file.read_text(encoding="utf-8") + "group: North\n", encoding="utf-8")
    refused = send(client, at(FIDELITY), True, asked=asked("note"), note="typed meanwhile")
    assert refused.status_code == 409
    assert "typed meanwhile" in refused.text
    assert "someone else has changed" in refused.text.lower()
    assert "group: North" in file.read_text(encoding="utf-8")
    again = send(client, at(FIDELITY), True, asked=asked("note"), note="typed meanwhile")
    assert again.status_code == 200
    stored = next(s for s in hall.desk.store.find("Hill") if s.place == str(file))
    assert (stored.assessment.group, stored.assessment.ratings[FIDELITY].note) == ("North", "typed meanwhile")
    assert len(list(file.parent.glob("*.conflict-*"))) == 1


def test_a_disk_that_takes_nothing_is_told_and_the_text_stays(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(hall)
    send(client, at(FIDELITY), asked=asked("level"), level="1")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("dsds_audit.store.folder.write_atomically", full)
        answer = send(client, at(FIDELITY), True, asked=asked("note"), note="a thought")
    assert answer.status_code == 422
    assert "This is not saved." in answer.text
    assert "free some space" in answer.text
    assert "a thought" in answer.text
    assert send(client, at(FIDELITY), True, asked=asked("note"), note="a thought").status_code == 200


@pytest.mark.slow
def test_killed_between_changes_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path, example=False)
    for turn in range(3):
        with running_server(workspace) as running, closing(running.browser()) as browser:
            page = browser.get("/begin").text
            token = re.findall(r'name="token" value="([^"]*)"', page)[0]
            if turn == 0:
                browser.post(
                    "/begin",
                    data={"token": token, "site": "Hill", "date": "2026-09-28", "program": "Reading"},
                )
            for number in range(4):
                note = f"turn {turn} note {number}"
                form = {
                    "token": token,
                    "keep": "1",
                    "asked": asked("level", "note"),
                    "level": "1",
                    "note": note,
                }
                answer = browser.post(at(FIDELITY), data=form, headers={"x-part": "main"})
                assert answer.status_code == 200
            running.kill()
        (stored,) = desk_in(workspace).store.find("Hill")
        assert stored.assessment.ratings[FIDELITY].note == note
