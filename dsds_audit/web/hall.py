"""What one server holds while it runs: where assessments are kept, who may come in, what is open."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from dsds_audit.desk import Desk
from dsds_audit.speech import Speech, current_speech
from dsds_audit.web.feed import Feed
from dsds_audit.web.journal_writer import Journals
from dsds_audit.web.limits import Limit
from dsds_audit.web.pace import Pace
from dsds_audit.web.passes import Passes
from dsds_audit.web.room_file import Rooms
from dsds_audit.web.sittings import Sittings


@dataclass(frozen=True, slots=True)
class Hall:
    """One server's hall.

    ``today`` tells the date that stands for today; ``hosts`` are the names and ports under which the server
    may be called, as a browser's Host header has them; ``entry`` is the secret that makes a facilitator.
    ``front`` is the address that participants go to, without a path; ``lan`` is whether other computers and
    phones reach it. ``speech`` is what it speaks, by default what was spoken when the hall was made.
    """

    desk: Desk
    today: Callable[[], dt.date]
    passes: Passes
    entry: str
    hosts: frozenset[str]
    feed: Feed = field(default_factory=Feed)
    sittings: Sittings = field(default_factory=Sittings)
    rooms: Rooms = field(default_factory=Rooms)
    journals: Journals = field(default_factory=Journals)
    pace: Pace = field(default_factory=Pace)
    wrong_codes: Limit = field(default_factory=lambda: Limit(10, 300, 600.0))
    front: str = "http://127.0.0.1:8321"
    lan: bool = False
    wrong_keys: Limit = field(default_factory=lambda: Limit(20, 200, 60.0))
    speech: Speech = field(default_factory=current_speech)
