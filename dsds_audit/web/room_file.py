"""The room that is open in a server, kept in a file through every change, so that a restart finds it."""

from collections.abc import Callable
from contextlib import suppress
from threading import RLock

from pydantic import ValidationError

from dsds_audit.assessment import Assessment
from dsds_audit.desk import Desk
from dsds_audit.errors import Problem, StoreError
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.names import make_key
from dsds_audit.web.room import Room, new_code, new_id
from dsds_audit.web.room_folder import RoomFolder
from dsds_audit.web.sitting import Key, Sitting, stored_among

_FILE = "room.json"


class Rooms:
    """The one room that a server may have open; safe to use from several threads.

    ``kept`` says whether the file has it: where none can be written, those who joined have to join again
    after a crash.
    """

    def __init__(self, folder: RoomFolder | None = None) -> None:
        """Find the room again that was open when the server ended, where there is one."""
        self._folder = folder or RoomFolder()
        self._lock = RLock()
        self._stored: Stored | None = None
        self._sitting: Sitting | None = None
        self._room = _read(self._folder)
        self.kept = self._room is not None

    @property
    def now(self) -> Room | None:
        """The room, None where none is open; it closes by itself once its assessment is finished."""
        known = self._sitting.stored if self._sitting else self._stored
        if known and known.assessment.finished:
            self.close()
        return self._room

    def open(self, sitting: Sitting) -> Room:
        """Open a room for an assessment, if none is open; the one that is open."""
        with self._lock:
            if self.now is None:
                named = _identity(sitting.stored.assessment)
                self._keep(Room.model_validate({"id": new_id(), "code": new_code(), **named}))
            self.follow(sitting)
            return self.found

    @property
    def found(self) -> Room:
        """The room that is open; raises StoreError (AUD104) where none is."""
        room = self.now
        if room is None:
            message = say("the room is closed. Please ask the facilitator whether there is another one.")
            raise StoreError(Problem("AUD104", message))
        return room

    def is_for(self, sitting: Sitting) -> bool:
        """Whether the room that is open is for the assessment of a sitting."""
        return self.now is not None and key_of_room(self.now) == sitting.key

    def change(self, step: Callable[[Room], Room]) -> Room:
        """The room after this step, once it is in the file; raises what it raises, StoreError (AUD104)."""
        with self._lock:
            before = self.found
            after = step(before)
            if after != before:
                self._keep(after)
            return after

    def follow(self, sitting: Sitting) -> None:
        """Keep to the assessment of a sitting, under whatever name and date it goes by now."""
        with self._lock:
            if self.is_for(sitting):
                self._sitting = sitting
            elif self.now is not None and self._sitting is sitting:
                self._keep(self.now.model_copy(update=_identity(sitting.stored.assessment)))

    def stored(self, desk: Desk) -> Stored:
        """The assessment that the room is for; raises StoreError (AUD053, AUD104)."""
        with self._lock:
            if self._sitting:
                return self._sitting.stored
            if self._stored is None:
                room = self.found
                self._stored = stored_among(desk.store.find(room.site), key_of_room(room))
            return self._stored

    def close(self) -> None:
        """Close the room: its code, its pseudonyms and its names are forgotten."""
        with self._lock:
            self._folder.remove(_FILE)
            self._room = self._stored = self._sitting = None

    def _keep(self, room: Room) -> None:
        self.kept = self._folder.write(_FILE, room.model_dump_json().encode())
        self._room = room


def key_of_room(room: Room) -> Key:
    """What tells the assessment of a room from others."""
    return make_key(room.site, room.program, room.rubric, room.date)


def _identity(assessment: Assessment) -> dict[str, object]:
    site, program, rubric_id, date = assessment.identity
    return {"site": site, "program": program, "rubric": rubric_id, "date": date}


def _read(folder: RoomFolder) -> Room | None:
    """The room that a server left; None where there is none, or none that can be read."""
    with suppress(ValidationError, RecursionError):
        return Room.model_validate_json(folder.read(_FILE) or b"")
    return None
