"""Every form of the plan, without a script: what it asks is what the terminal asks."""

import datetime as dt
from html import unescape
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsds_audit.actions import recommend
from dsds_audit.planning.changes import schedule, update
from dsds_audit.planning.status import open_items
from dsds_audit.web.hall import Hall
from tests.web.halls_for_tests import TODAY, client_of, hall_for, send
from tests.web.site_pages_for_tests import HOSTILE, SITE, Page, at_site, links_of, of, plan_of


def fields_of(html: str) -> dict[str, str]:
    """What a browser would send if its form were sent as it stands."""
    fields, name, chosen = {}, "", ""
    page = Page(html)
    for tag, attributes in page.tags:
        if (tag == "input" and attributes.get("type") != "radio") or (
            tag == "input" and "checked" in attributes
        ):
            fields[attributes["name"]] = attributes.get("value") or ""
        elif tag == "select":
            name, chosen = attributes["name"], ""
        elif tag == "option" and ("selected" in attributes or name not in fields):
            fields[name] = attributes.get("value") or chosen
    for part in html.split("<textarea ")[1:]:
        name = part.split('name="', 1)[1].split('"', 1)[0]
        fields[name] = unescape(part.split(">", 1)[1].split("</textarea>", 1)[0]).removeprefix("\n")
    return {name: text for name, text in fields.items() if name}


def fill(client, address: str, **typed: str) -> httpx.Response:
    """Open a form, fill in what is typed, and send it."""
    answer = client.get(address)
    assert answer.status_code == 200
    return send(client, address, **{**fields_of(answer.text), **typed})


def item(hall: Hall, number: int = 0):
    return open_items(plan_of(hall))[number]


def test_a_recommendation_is_chosen_and_taken_on(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    client = client_of(hall)
    offered = [a for a in links_of(client.get(at_site("/plan/adopt")).text) if "action=" in a]
    kept = hall.desk.store.latest(SITE).assessment
    rubric = hall.desk.catalogue.load(kept.rubric)
    advised = [advice.criterion for advice in recommend(rubric, kept)]
    assert [a for a in offered if a.endswith("action=own")] == offered[-1:]
    assert all(any(a.endswith(f"action={name}") for name in advised) for a in offered[:-1])
    answer = fill(client, offered[0], owner="Ruth", turn="later")
    assert answer.status_code == 303
    made = plan_of(hall).items[-1]
    assert (made.owner, made.turn, made.adopted) == ("Ruth", "later", TODAY)
    assert made.criterion in advised
    again = fill(client, offered[1], owner="Ruth", turn="later")
    assert again.status_code == 303


def test_an_action_of_ones_own_is_taken_on(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    answer = fill(
        client_of(hall),
        of("/plan/adopt", action="own"),
        action="Call\r\nthe county",
        owner="Ana",
        due="2027-01-31",
        barrier="Nobody answers",
        turn="later",
    )
    assert answer.status_code == 303
    made = plan_of(hall).items[-1]
    assert (made.action, made.owner, made.due) == ("Call\nthe county", "Ana", dt.date(2027, 1, 31))
    assert made.barrier is not None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"owner": ""}, "Owner is missing."),
        ({"due": "soon"}, "is no date"),
        ({"due": "2001-01-01"}, "before it was adopted"),
        ({"driver": "moon", "barrier": "Far"}, "has no driver moon"),
        ({"driver": "coaching", "barrier": ""}, "a driver alone says little"),
        ({"turn": "never"}, "has to be"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(tmp_path: Path, typed, said: str) -> None:
    hall = hall_for(tmp_path)
    before = plan_of(hall)
    filled = {
        "action": "Call the county",
        "owner": "Ana",
        "turn": "later",
        "aim": "So that it rings",
        **typed,
    }
    answer = fill(client_of(hall), of("/plan/adopt", action="own"), **filled)
    assert answer.status_code == 422
    assert said.casefold() in unescape(answer.text).casefold()
    assert "So that it rings" in answer.text
    assert plan_of(hall) == before


def test_an_item_is_changed_and_its_diary_tells(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    one = item(hall)
    answer = fill(client_of(hall), at_site("/plan/update", item=one.id), owner="Lee", diary="They said so")
    assert answer.status_code == 303
    now = plan_of(hall).item(one.id)
    assert now.owner == "Lee"
    assert [entry.text for entry in now.diary[-2:]] == [
        f"Owner changed from “{one.owner}” to “Lee”.",
        "They said so",
    ]


def test_a_form_sent_as_it_stands_changes_nothing(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    before = plan_of(hall)
    for one in open_items(before):
        assert fill(client_of(hall), at_site("/plan/update", item=one.id)).status_code == 303
    assert plan_of(hall) == before


def test_two_who_change_the_same_field_see_both_and_lose_nothing(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    client, one = client_of(hall), item(hall)
    address = at_site("/plan/update", item=one.id)
    form = fields_of(client.get(address).text)
    theirs = {"owner": "Theirs", "measure": "Their measure"}
    hall.desk.store.change_plan(SITE, lambda kept: update(kept, one.id, TODAY, now_limit=9, **theirs))
    answer = send(client, address, **{**form, "owner": "Mine", "aim": "My aim"})
    assert answer.status_code == 409
    assert "“Theirs”" in answer.text
    assert "“Mine”" in answer.text
    again = fields_of(answer.text)
    assert (again["owner"], again["aim"], again["measure"]) == ("Mine", "My aim", "Their measure")
    assert send(client, address, **again).status_code == 303
    now = plan_of(hall).item(one.id)
    assert (now.owner, now.aim, now.measure) == ("Mine", "My aim", "Their measure")


def test_what_someone_else_changed_stays_where_one_changed_another_field(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    client, one = client_of(hall), item(hall)
    address = at_site("/plan/update", item=one.id)
    form = fields_of(client.get(address).text)
    hall.desk.store.change_plan(SITE, lambda kept: update(kept, one.id, TODAY, now_limit=9, owner="Theirs"))
    assert send(client, address, **{**form, "aim": "My aim"}).status_code == 303
    now = plan_of(hall).item(one.id)
    assert (now.owner, now.aim) == ("Theirs", "My aim")


def test_an_item_is_closed_opened_again_and_dropped(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    client, one = client_of(hall), item(hall)
    told = {"evidence": "Minutes", "result": "5 of 5", "learnt": "Ask early", "as_planned": "yes"}
    close = at_site("/plan/close", item=one.id)
    assert "Result is missing." in fill(client, close, **{**told, "result": ""}).text
    assert fill(client, close, **told).status_code == 303
    closed = plan_of(hall).item(one.id).closed
    assert closed is not None
    assert (closed.result, closed.as_planned, closed.date) == ("5 of 5", True, TODAY)
    late = fill(client, close, **told)
    assert late.status_code == 422
    assert "Ask early" in late.text
    assert fill(client, at_site("/plan/reopen", item=one.id), reason="Not yet").status_code == 303
    assert plan_of(hall).item(one.id).open
    assert fill(client, at_site("/plan/drop", item=one.id), reason="The county does it").status_code == 303
    dropped = plan_of(hall).item(one.id).dropped
    assert dropped is not None
    assert dropped.reason == "The county does it"
    diary = at_site("/plan/update", item=one.id)
    assert fill(client, diary, diary="Remember").status_code == 303
    assert plan_of(hall).item(one.id).diary[-1].text == "Remember"


def test_the_next_assessment_is_set(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    client, address = client_of(hall), at_site("/plan/schedule")
    form = fields_of(client.get(address).text)
    assert form["date"] == "2027-03-15"
    assert send(client, address, **{**form, "date": "2027-04-01"}).status_code == 303
    assert plan_of(hall).next_assessment == dt.date(2027, 4, 1)
    for odd in ("", "soon"):
        assert fill(client, address, date=odd).status_code == 422


def test_two_who_set_the_next_assessment_see_both(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    client, address = client_of(hall), at_site("/plan/schedule")
    form = fields_of(client.get(address).text)
    hall.desk.store.change_plan(SITE, lambda kept: schedule(kept, dt.date(2027, 5, 1), TODAY))
    answer = send(client, address, **{**form, "date": "2027-06-01"})
    assert answer.status_code == 409
    assert "“2027-05-01”" in answer.text
    again = fields_of(answer.text)
    assert again["date"] == "2027-06-01"
    assert send(client, address, **again).status_code == 303


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path))
    for path in ("update", "close", "drop", "reopen"):
        answer = client.get(at_site(f"/plan/{path}", item="nothing"))
        assert answer.status_code == 422
        assert "Please" in answer.text
    assert client.get(of("/plan/adopt", action="nothing")).status_code == 422
    assert client.get(at_site("/plan/adopt", "Nowhere")).status_code == 422


def test_a_change_is_told_to_whoever_looks_at_the_plan(tmp_path: Path) -> None:
    from dsds_audit.web.plan_pages import plan_topic

    hall = hall_for(tmp_path)
    fill(client_of(hall), at_site("/plan/drop", item=item(hall).id), reason="Enough")
    assert hall.feed.number(plan_topic(SITE)) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_goes_in_and_comes_back_as_text(tmp_path: Path, text: str) -> None:
    hall = hall_for(tmp_path)
    client = client_of(hall)
    fields = {"action": text, "owner": text[:200], "aim": text, "barrier": text, "turn": "later"}
    answer = fill(client, of("/plan/adopt", action="own"), **fields)
    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        page = Page(answer.text)
    else:
        made = plan_of(hall).items[-1]
        page = Page(client.get(at_site("/plan/update", item=made.id)).text)
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert "img" not in {tag for tag, _ in page.tags}


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["action", "owner", "due", "turn", "driver", "seen-due", "seen-turn", "seen-owner", "x"]
        ),
        st.text(max_size=40),
    )
)
def test_nothing_that_is_sent_breaks_a_form(tmp_path_factory: pytest.TempPathFactory, typed) -> None:
    hall = hall_for(tmp_path_factory.mktemp("plan"))
    answer = send(client_of(hall), at_site("/plan/update", item=item(hall).id), **typed)
    assert answer.status_code in (303, 409, 422)
