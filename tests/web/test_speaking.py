"""Whatever a server shows is in the language that it speaks, and laid out as that language is read."""

import datetime as dt
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pages_for_tests import Page

from dsds_audit.assessment import Assessment
from dsds_audit.interview import Interview
from dsds_audit.keeping import Keeper
from dsds_audit.plan import Plan
from dsds_audit.speech import speaking
from dsds_audit.web import sittings
from dsds_audit.web.charts import chart_of
from dsds_audit.web.hall import Hall
from dsds_audit.web.links import address
from dsds_audit.web.passes import Facilitator
from tests.speeches_for_tests import right_to_left, words_in_english
from tests.web.accents_for_tests import EFFORTS, PLACES, SITE, SPEECH, TYPED, accented_hall, english_in
from tests.web.halls_for_tests import client_of, hall_for, member, send, served_here
from tests.web.site_pages_for_tests import DAY, keep_hostile, of
from tests.web.voting_for_tests import CRITERION, OTHER, Meeting, ballot, begin_in, vote


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall that speaks with accents, on an empty workspace."""
    with speaking(SPEECH):
        hall = accented_hall(tmp_path)
    yield hall
    hall.sittings.close()


def test_what_is_shown_of_a_site(hall: Hall) -> None:
    client = client_of(hall)
    assert english_in(client.get("/").text) == []
    with speaking(SPEECH):
        last = keep_hostile(hall, SITE)
        _keep_earlier(hall, last)
    at_site = urlencode({"site": SITE})
    paths = ("/plan", "/trend", "/compare", "/check", "/plan/adopt", "/plan/schedule", "/begin")
    addresses = ["/", "/?find=x", *(f"{path}?{at_site}" for path in paths)]
    addresses += [
        address(path, last) for path in ("/assessment", "/explain", "/open", "/migrate", "/interview")
    ]
    addresses += [address("/plan/adopt", last, action=name) for name in ("own", CRITERION)]
    (item,) = _plan(hall).items
    addresses += [f"/plan/{step}?{at_site}&item={item.id}" for step in ("close", "update", "drop", "reopen")]
    ids = (item.id, last.rubric, *hall.desk.catalogue.load("dsds").criteria)
    for where in addresses:
        words = english_in(client.get(where).text, *ids, *EFFORTS, *PLACES)
        assert words == [], where


def test_what_a_form_says_back(hall: Hall) -> None:
    client = client_of(hall)
    refused = [
        send(client, "/begin", site=""),
        send(client, "/begin", site=SITE, date="1"),
    ]
    with speaking(SPEECH):
        last = keep_hostile(hall, SITE)
    (item,) = _plan(hall).items
    at_site = urlencode({"site": SITE, "item": item.id})
    refused += [
        send(client, "/begin", site=SITE + SITE[0], rubric="dsds"),
        send(client, address("/open", last), how="from", date="1"),
        *(send(client, f"/plan/{step}?{at_site}") for step in ("close", "drop", "update")),
        send(client, f"/plan/schedule?{at_site}", date="x"),
        send(client, address("/plan/adopt", last, action="own")),
    ]
    for answer in refused:
        assert answer.status_code in (200, 422)
        assert english_in(answer.text, item.id, last.rubric) == []


def test_an_interview(hall: Hall) -> None:
    with speaking(SPEECH):
        held = begin_in(hall)
    client, other = client_of(hall), client_of(hall, Facilitator("second"))
    where = address("/interview", held, at=CRITERION)
    sent = {"asked": [f"{CRITERION}/{part}" for part in ("checks", "level", "evidence", "barriers")]}
    row = {"evidence.0.where": SITE, "evidence.0.date": "1", "barriers.0.driver": "training"}
    pages = [
        client.get(where),
        send(client, where, **sent, level="1", go="keep"),
        send(client, where, **sent, **row, level="7", go="next"),
        send(client, where, True, **sent, level="0", keep="1"),
        client.get(where),
        client.get(address("/interview", held, at="intake")),
        send(
            client,
            address("/interview", held, at="intake"),
            asked="intake/date",
            date="2099-01-01",
            go="next",
        ),
        client.get(address("/interview", held, at="review")),
        send(client, address("/interview", held, at="review"), go="finish"),
        other.get(where),
        send(other, where, **sent, level="2", go="keep"),
    ]
    for answer in pages:
        if answer.status_code != 303:
            assert english_in(answer.text, *TYPED) == []


def test_a_vote(hall: Hall) -> None:
    with speaking(SPEECH):
        begin_in(hall)
    stranger = client_of(hall, None)
    with client_of(hall) as lead:
        held = Meeting(hall, lead)
        told = [held.page("/room"), held.page(), held.page("/votes"), stranger.get("/join").text]
        held.done("open", "/room")
        told += [held.page("/room"), stranger.get("/join").text]
        told += [send(stranger, "/join", code=code, name=SITE).text for code in ("x", held.code)]
        ada, ben = held.join(SITE), held.join(f"{SITE} 2", "leader")
        told += [held.page("/room"), ballot(ada)]
        held.done("begin")
        told += [held.page(), held.page("/interview"), held.page(at=OTHER), ballot(ada), vote(ada, "").text]
        vote(ada, 0)
        told += [held.page(), ballot(ada)]
        vote(ben, 2)
        told += [vote(ben, 1).text, held.page(), ballot(ben), held.do("agree").text]
        held.done("begin")
        told += [ballot(ada), held.do("count", **{"level-1": "x"}).text, held.do("no").text]
        vote(ada, "abstain", number=2)
        held.done("count-show", **{"level-1": "3"})
        held.done("agree", level="1", minority=SITE)
        told += [held.page(), ballot(ben), held.page("/votes"), send(ben, "/ballot", do="no").text]
        assert send(ben, "/ballot", do="leave").status_code == 303
        told += [
            ballot(ben),
            lead.get("/join").text,
            held.page("/room"),
            held.do("gone", "/room", who="9").text,
        ]
        held.done("close", "/room")
        told += [ballot(ada), held.do("close", "/room").text]
    for page in told:
        assert english_in(page, *TYPED) == []


def test_what_is_refused(hall: Hall) -> None:
    lead, phone, stranger = client_of(hall), client_of(hall, member()), client_of(hall, None)
    answers = [
        stranger.get("/plan"),
        stranger.get("/enter?key=x"),
        lead.get("/nothing"),
        lead.put("/begin"),
        lead.post("/begin", json={}),
        lead.post("/begin", data={"token": "x"}),
        send(phone, "/ballot", do="vote"),
        *(lead.get(path) for path in ("/plan", "/plan?site=Ω", "/assessment?site=Ω", of("/votes"))),
        lead.get("/", headers={"host": "elsewhere"}),
        send(lead, "/begin", site="x" * 600_000),
        lead.post("/begin", headers={"origin": "http://elsewhere"}),
    ]
    for answer in answers:
        assert answer.status_code >= 400
        words = english_in(answer.text, *TYPED) if "<html" in answer.text else words_in_english(answer.text)
        assert words == [], answer.text


def test_what_is_no_request_is_told_so_too(hall: Hall) -> None:
    with served_here(hall) as port, socket.create_connection(("127.0.0.1", port), 10) as caller:
        caller.sendall(b"?\r\n\r\n")
        answer = b"".join(iter(lambda: caller.recv(4096), b"")).decode()
    assert words_in_english(answer.partition("\r\n\r\n")[2]) == []


def test_what_is_told_outside_of_any_call(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks after the sittings does so in a thread of its own."""
    monkeypatch.setattr(sittings, "PACE", 0.01)
    with speaking(SPEECH):
        held = begin_in(hall)
    client, where = client_of(hall), address("/interview", held, at=CRITERION)
    (stored,) = hall.desk.store.find(held.site)
    with Keeper(hall.desk.store, Interview(hall.desk.catalogue.load("dsds"), held), stored):
        assert english_in(client.get(where).text, *TYPED, stored.place) == []
        Path(stored.place).unlink()
        (sitting,) = hall.sittings._sittings.values()
        until = time.monotonic() + 5
        while sitting.obstacle and sitting.obstacle.problems[0].code != "AUD053" and time.monotonic() < until:
            time.sleep(0.01)
    assert sitting.obstacle
    assert sitting.obstacle.problems[0].code == "AUD053"
    assert words_in_english(sitting.obstacle.problems[0].message) == []


def test_charts_of_two_languages_are_kept_apart(hall: Hall) -> None:
    rubric = hall.desk.catalogue.load_original("dsds")
    assessment = Assessment(site=SITE, date=DAY, rubric=rubric.ref)
    plain = chart_of("radar", rubric, assessment)
    assert chart_of("radar", hall.desk.catalogue.load("dsds"), assessment) != plain
    with speaking(SPEECH):
        assert chart_of("radar", rubric, assessment) != plain


def test_a_language_that_is_read_from_right_to_left(tmp_path: Path) -> None:
    with speaking(right_to_left()):
        hall = hall_for(tmp_path)
    page = client_of(hall).get(of("/assessment")).text
    assert '<html lang="he" dir="rtl">' in page
    assert '<p class="kicker" lang="en" dir="ltr">' in page
    styles = client_of(hall).get("/static/app.css").text
    one_way = re.compile(r"(?:margin|padding|border|text-align)(?:-|: )(?:left|right)\b")
    assert [line for line in styles.splitlines() if one_way.search(line) and 'dir="rtl"' not in line] == []


def test_the_script_has_no_words_of_its_own(hall: Hall) -> None:
    script = client_of(hall).get("/static/app.js").text
    names = set(re.findall(r'\btold\("(\w+)"', script))
    with speaking(SPEECH):
        (state,) = (
            dict(attributes)
            for _, attributes in Page(client_of(hall).get("/begin").text).tags
            if dict(attributes).get("id") == "state"
        )
    assert names == {name.removeprefix("data-") for name in state if name.startswith("data-")}
    assert re.findall(r'say\((?!told|whatIsWrong|text|"")', script) == []


def _keep_earlier(hall: Hall, last: Assessment) -> None:
    """The same site two years before, by the first version of the rubric, and an action that was done."""
    first = hall.desk.catalogue.load("dsds@1.0.0")
    date = dt.date(DAY.year - 2, DAY.month, DAY.day)
    ratings = {name: rating for name, rating in last.ratings.items() if name in first.criteria}
    changes = {"date": date, "rubric": first.ref, "ratings": dict(list(ratings.items())[:5])}
    hall.desk.store.save(last.model_copy(update=changes), first)


def _plan(hall: Hall) -> Plan:
    stored = hall.desk.store.plan(SITE)
    assert stored is not None
    return stored.plan
