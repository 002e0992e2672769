"""A vote of very many phones at once: from sending one to the facilitators' screens, on loopback."""

import asyncio
import datetime as dt
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.browsers import Browser
from dsds_audit.assessment import Assessment
from dsds_audit.cli.desk import desk_in
from dsds_audit.interview import begin
from dsds_audit.polls import polls_of
from dsds_audit.web.visits import address, topic_of

MANY, FEW = 200, 30
FACILITATORS = 2
SECONDS = 1.0
PATIENCE = 60.0
CRITERION = "access.fidelity"
ROLES = ("leader", "supervisor", "coach", "practitioner", "finance")
_LINK = re.compile(r"http://\S+/enter\?key=\S+")
_CODE = re.compile(rb'class="code">([A-Z0-9-]+)<')
_WAITED_FOR = re.compile(rb"<li>(V[0-9]{3}), ")
_SHOWN = b"Round 1:"


@dataclass
class Measured:
    """What one run showed: milliseconds from vote to screen for each vote and screen; megabytes."""

    kept: int
    delays: Sequence[float]
    acknowledged: Sequence[float]
    memory: tuple[float, float]
    busy: float

    def at(self, share: float) -> float:
        """The delay that this share of the votes did not exceed."""
        return statistics.quantiles(self.delays, n=1000, method="inclusive")[round(share * 1000) - 1]


@dataclass
class Screen:
    """A facilitator's page, loaded again whenever it is told to; ``seen`` is when it held each vote."""

    browser: Browser
    page: str
    names: frozenset[str]
    seen: dict[str, float] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self) -> None:
        """Load the page at every event, one at a time, until it holds every vote."""
        while len(self.seen) < len(self.names):
            await self.news.wait()
            self.news.clear()
            _, body = await self.browser.see(self.page)
            now = time.perf_counter()
            waited_for = {name.decode() for name in _WAITED_FOR.findall(body)}
            voted = self.names - waited_for if waited_for or _SHOWN in body else ()
            for name in voted:
                self.seen.setdefault(name, now)


def measure_voting() -> Iterator[tuple[str, str, str]]:
    """200 people vote within a second, beside 30 who do."""
    many, few = (asyncio.run(_run(people)) for people in (MANY, FEW))
    yield f"{MANY} vote within {SECONDS:g} s, votes kept", f"{many.kept}", f"{MANY}"
    for share, aim in ((0.5, ""), (0.99, "below 250 ms")):
        name = f"vote to {FACILITATORS} facilitators' screens, {share:.0%} of them"
        yield name, f"{many.at(share):.0f} ms", aim
        yield f"{name} : the same with {FEW}", f"{many.at(share) / few.at(share):.2f} times", ""
    yield "vote to its acknowledgment, the slowest", f"{max(many.acknowledged):.0f} ms", ""
    yield "processor time of the server for the vote", f"{many.busy:.2f} s", f"below {SECONDS:g} s"
    before, after = many.memory
    yield f"the server's memory with {MANY} streams, after the vote", f"{after:.0f} MB", "bounded"
    yield "what the vote added to it", f"{after - before:.0f} MB", ""


async def _run(people: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        assessment = _begin(Path(folder))
        with _server(Path(folder)) as (link, process):
            return await asyncio.wait_for(_vote(Path(folder), assessment, link, process, people), PATIENCE)


async def _vote(folder: Path, assessment: Assessment, link: str, process: int, people: int) -> Measured:
    base = f"http://{urlsplit(link).netloc}"
    names = frozenset(f"V{number:03}" for number in range(people))
    screens = [await _screen(base, link, assessment, names) for _ in range(FACILITATORS)]
    lead = screens[0].browser
    await lead.see(address("/room", assessment))
    assert await lead.send(address("/room", assessment), do="open") == 303
    code = _CODE.findall((await lead.see(address("/room", assessment)))[1])[0].decode()
    phones = {name: await _join(base, code, name, ROLES[n % 5]) for n, name in enumerate(sorted(names))}
    feeds = [asyncio.create_task(_keep_up(phone)) for phone in phones.values()]
    feed = address("/feed", topic=topic_of(assessment))
    feeds += [asyncio.create_task(Browser(base, s.browser.cookies).listen(feed, s.news)) for s in screens]
    await asyncio.sleep(1)
    lead.close()
    assert await lead.send(address("/vote", assessment, at=CRITERION), do="begin") == 303
    for screen in screens:  # It stands there before anyone votes.
        await screen.browser.see(screen.page)
    await asyncio.sleep(0.5 + people / 100)
    before, worked = _memory(process), _processor(process)
    following = [asyncio.create_task(screen.follow()) for screen in screens]
    chance = random.Random(1)
    voting = [_send(phone, chance.random() * SECONDS, chance) for phone in phones.values()]
    votes = dict(zip(phones, await asyncio.gather(*voting), strict=True))
    await asyncio.gather(*following)
    after, worked = _memory(process), _processor(process) - worked
    for task in feeds:
        task.cancel()
    await asyncio.gather(*feeds, return_exceptions=True)
    delays = [1000 * (s.seen[name] - sent) for s in screens for name, (sent, _) in votes.items()]
    acknowledged = [1000 * (done - sent) for sent, done in votes.values()]
    return Measured(_kept(folder), delays, acknowledged, (before, after), worked)


async def _screen(base: str, link: str, assessment: Assessment, names: frozenset[str]) -> Screen:
    browser = Browser(base)
    assert (await browser.see(link.removeprefix(base)))[0] == 303
    return Screen(browser, address("/interview", assessment, at=CRITERION), names)


async def _join(base: str, code: str, name: str, role: str) -> Browser:
    phone = Browser(base)
    await phone.see("/join")
    assert await phone.send("/join", code=code, name=name, role=role) == 303
    await phone.see("/ballot")
    phone.close()
    return phone


async def _keep_up(phone: Browser) -> None:
    """Load the ballot again whenever the phone is told to, over connections of its own."""
    news, second = asyncio.Event(), Browser(phone.address, phone.cookies)
    stream = asyncio.create_task(Browser(phone.address, phone.cookies).listen("/ballot/feed", news))
    try:
        while True:
            await news.wait()
            news.clear()
            await second.see("/ballot")
            second.close()
    finally:
        stream.cancel()


async def _send(phone: Browser, wait: float, chance: random.Random) -> tuple[float, float]:
    """Vote, and see the page that comes back; when the vote was sent and when it was acknowledged."""
    level = chance.choice(("0", "1", "2", "abstain"))
    await asyncio.sleep(wait)
    sent = time.perf_counter()
    status = await phone.send("/ballot", do="vote", criterion=CRITERION, round="1", level=level)
    done = time.perf_counter()
    assert status == 303, status
    await phone.see("/ballot")
    phone.close()
    return sent, done


def _begin(folder: Path) -> Assessment:
    desk = desk_in(folder)
    rubric = desk.catalogue.load("dsds")
    interview = begin(rubric, dt.date(2026, 9, 28), site="Riverbend", program="Coaching")
    return desk.store.save(interview.assessment, rubric).assessment


def _kept(folder: Path) -> int:
    """How many votes the journal on the disk holds."""
    store = desk_in(folder).store
    (poll,) = polls_of(store.votes(store.find("Riverbend")[0]))
    return len(poll.ballots)


@contextmanager
def _server(folder: Path) -> Iterator[tuple[str, int]]:
    words = (sys.executable, "-m", "dsds_audit", "serve", str(folder), "--no-browser", "--port", "0")
    with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            link = next(found[0] for line in process.stdout if (found := _LINK.search(line)))
            yield link, process.pid
        finally:
            process.kill()


def _processor(process: int) -> float:
    """Seconds of processor time that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> float:
    """Megabytes that a process has in memory now."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+([0-9]+) kB", status)[0]) / 1024
