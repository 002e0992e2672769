import datetime as dt
import io
import json
import os
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import get_cwidth
from rubrics_for_tests import DAY, make_rubric, rate

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.errors import Problem, StoreError
from dsds_audit.interview import Answer, Finish, Interview, Jump, begin, begin_from_last, reopen
from dsds_audit.terminal import has_terminal, run_interview
from dsds_audit.terminal.page import flow, one_line, page_of, wrap

TODAY = dt.date(2026, 3, 2)
RUBRIC = make_rubric(
    {"one": {"first": {"evidence": ["Minutes"]}}, "two": {"second": {"not_applicable": True, "checks": 0}}},
    populations=[{"id": "staff", "label": "relevant staff", "question": "Whom do we mean?"}],
    drivers=[{"id": "training", "label": "training", "group": "competency"}],
    panel={"roles": [{"id": "coach", "label": "coach"}, {"id": "lead", "label": "leader"}]},
)
DOWN, UP, ENTER, SPACE = "\x1b[B", "\x1b[A", "\r", " "
BACK, FORWARD, SKIP, GO_TO, REVIEW, QUIT, END = "\x02", "\x06", "\x0b", "\x07", "\x12", "\x03", "\x04"
CLEAR = "\x15"  # Ctrl-U, of what stands before the cursor


class Saves:
    """What was saved, one after the other; fails as often as told to."""

    def __init__(self, failures: int = 0) -> None:
        self.kept: list[Assessment] = []
        self.failures = failures

    def __call__(self, interview: Interview) -> None:
        if self.failures:
            self.failures -= 1
            raise StoreError(Problem("AUD050", "The disk is full. Please make room."))
        self.kept.append(Assessment.model_validate(interview.assessment.model_dump()))


def screen(rows: int = 40, columns: int = 80) -> tuple[io.StringIO, Vt100_Output]:
    written = io.StringIO()
    return written, Vt100_Output(written, lambda: Size(rows=rows, columns=columns), term="xterm")


def run(interview: Interview, keys: str, save=None, output=None):
    """The interview driven by these keys, through a pipe; a run that wants more of them ends as by hangup."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output or DummyOutput()):
        pipe.send_text(keys)
        hangup = threading.Timer(8, pipe.close)
        hangup.start()
        try:
            return run_interview(interview, save or Saves(), today=TODAY)
        finally:
            hangup.cancel()


def at(place: str) -> Interview:
    return begin(RUBRIC, DAY, site="Riverbend").answered(Jump(place))


def rated(*levels) -> Interview:
    """Standing behind the levels given to the first criterion's checks and level questions."""
    interview = at("one.first/level")
    for level in levels:
        interview = interview.answered(Answer(level))
    return interview


def evidence_of(ending):
    return ending.interview.assessment.ratings["one.first"].evidence


def test_a_whole_interview():
    saves = Saves()
    keys = [
        *("Riverbend", ENTER, "Families First", ENTER, ENTER, ENTER, "Supervisors", ENTER, "Ann", ENTER),
        *(ENTER, DOWN, ENTER, "Bo", ENTER, ENTER, "5", ENTER),  # a participant; go on; invited
        *(SPACE, ENTER, ENTER, "Half of it.", ENTER),  # one check; the suggested level; a note
        *(ENTER, "Minutes", ENTER, "shared drive", ENTER, "today", ENTER, ENTER),  # evidence; go on
        *(ENTER, "Time", ENTER, DOWN, ENTER, ENTER),  # a barrier in the first driver; go on
        *(DOWN * 4, ENTER, "Not ours.", ENTER),  # does not apply
        ENTER,
    ]
    ending = run(begin(RUBRIC, DAY), "".join(keys), saves)
    assert (ending.finished, ending.saved) == (True, True)
    assert ending.interview.assessment.model_dump(mode="json", exclude_defaults=True) == {
        "site": "Riverbend",
        "program": "Families First",
        "date": "2026-03-02",
        "rubric": RUBRIC.ref,
        "digest": RUBRIC.digest,
        "populations": {"staff": "Supervisors"},
        "facilitator": "Ann",
        "invited": 5,
        "participants": [{"role": "lead", "name": "Bo"}],
        "ratings": {
            "one.first": {
                "level": 1,
                "checks": ["k1"],
                "note": "Half of it.",
                "evidence": [{"what": "Minutes", "where": "shared drive", "date": "2026-03-02"}],
                "barriers": [{"what": "Time", "driver": "training"}],
            },
            "two.second": {"not_applicable": "Not ours."},
        },
    }
    assert saves.kept[-1] == ending.interview.assessment


def test_each_answer_is_saved_before_the_next_question_appears():
    saves, seen = Saves(), []
    replies = iter([Answer("Riverbend"), Answer("Families First"), Jump("review"), Finish()])

    def ask(question, probe):
        seen.append((question.id, len(saves.kept)))
        return next(replies)

    with create_app_session(output=DummyOutput()):
        ending = run_interview(begin(RUBRIC, DAY), saves, today=TODAY, ask=ask)
    assert seen == [("site", 0), ("program", 1), ("group", 2), ("review", 3)]
    assert ending.finished
    assert saves.kept[-1].finished


@pytest.mark.parametrize(
    ("place", "keys", "left_at"),
    [
        ("program", BACK, "site"),
        ("program", "\x1b[5~", "site"),
        ("program", FORWARD, "group"),
        ("one.first/checks", SKIP, "two.second/level"),
        ("one.first/checks", BACK, "invited"),
        ("one.first/checks", FORWARD, "one.first/level"),
        ("one.first/level", REVIEW, "review"),
        ("one.first/level", GO_TO + UP * 2 + ENTER, "participants"),
        ("one.first/level", GO_TO + BACK, "one.first/level"),
        ("one.first/level", DOWN * 4 + ENTER, "one.first/checks"),
        ("participants", SKIP + FORWARD, "invited"),
        ("review", BACK, "two.second/level"),
        ("review", ENTER, "one.first/checks"),
        ("review", DOWN * 2 + ENTER, "site"),
        ("review", DOWN * 2 + ENTER + ENTER, "review"),
        ("review", UP + ENTER + BACK + ENTER, "one.first/checks"),
        ("one.first/level", "jjkk" + ENTER, "one.first/note"),
    ],
)
def test_ways_from_every_kind_of_prompt(place, keys, left_at):
    ending = run(at(place), keys + QUIT)
    assert (ending.interview.position, ending.finished, ending.saved) == (left_at, False, True)


@pytest.mark.parametrize("place", ["site", "one.first/checks", "one.first/level", "participants", "review"])
@pytest.mark.parametrize("key", [QUIT, END, "\x11"])
def test_leaving_by_ctrl_c_ctrl_d_and_ctrl_q(place, key):
    interview = at(place)
    keys = CLEAR + key if place == "site" else key
    ending = run(interview, keys)
    assert (ending.interview, ending.finished, ending.saved) == (interview, False, True)


@pytest.mark.parametrize("place", ["one.first/checks", "one.first/level", "participants", "review"])
def test_keys_of_a_line_of_text_do_nothing_in_a_list(place):
    interview = at(place)
    keys = ["\x0f", "x", "\x1b[200~pasted\rtext\x1b[201~", "\x1bd", "\x9b", "\t"]
    assert run(interview, "".join(keys) + QUIT).interview == interview


def test_escape_before_enter_changes_nothing_in_a_list():
    assert (
        run(at("one.first/level"), DOWN + "\x1b\r" + QUIT).interview.assessment.ratings["one.first"].level
        == 1
    )


@pytest.mark.parametrize(
    "keys", [GO_TO, ENTER, ENTER + "Minutes" + ENTER, ENTER + "Minutes" + ENTER * 3 + DOWN * 2 + ENTER]
)
def test_leaving_from_within_a_form(keys):
    ending = run(rated(2, ""), keys + QUIT)
    assert (ending.interview.position, ending.saved) == ("one.first/evidence", True)


def test_a_terminal_that_is_closed_leaves_everything_saved():
    saves = Saves()
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("Families First" + ENTER)
        threading.Timer(1.5, pipe.close).start()
        ending = run_interview(at("program"), saves, today=TODAY)
    assert (ending.interview.position, ending.saved) == ("group", True)
    assert saves.kept[-1] == ending.interview.assessment


def test_what_was_typed_stays_while_one_looks_elsewhere_and_comes_back():
    ending = run(at("program"), "Families" + GO_TO + BACK + " First" + ENTER + QUIT)
    assert ending.interview.assessment.program == "Families First"


def test_going_forward_accepts_what_was_typed():
    assert run(at("program"), "Families" + FORWARD + QUIT).interview.assessment.program == "Families"


def test_what_does_not_fit_is_said_and_stays_to_be_mended():
    written, output = screen()
    ending = run(
        at("date"), CLEAR + "2026-02-30" + ENTER + "\x7f8" + "\x7f\x7f28" + ENTER + QUIT, output=output
    )
    assert ending.interview.assessment.date == dt.date(2026, 2, 28)
    assert "2026-02-30 is no date. Please write it as year-month-day" in written.getvalue()


def test_a_required_note_is_asked_for_until_there_is_one():
    interview = at("one.first").answered(Answer(("k1",))).answered(Answer(2))
    ending = run(interview, ENTER + FORWARD + "In spirit." + ENTER + QUIT)
    assert ending.interview.assessment.ratings["one.first"].note == "In spirit."
    assert ending.interview.position == "one.first/evidence"


def test_none_ticked_is_an_answer_and_going_forward_is_none():
    assert run(at("one.first"), ENTER + QUIT).interview.assessment.interview.ticked == {"one.first": ()}
    assert run(at("one.first"), FORWARD + QUIT).interview.assessment.interview.ticked == {}


def test_evidence_is_saved_item_by_item_changed_and_removed():
    saves = Saves()
    add_two = ENTER + "Minutes" + ENTER * 3 + DOWN + ENTER + "A list" + ENTER * 3
    ending = run(rated(2, ""), add_two + QUIT, saves)
    assert [len(kept.ratings["one.first"].evidence) for kept in saves.kept] == [1, 2]
    change_first = DOWN * 2 + ENTER + ENTER + CLEAR + "The minutes" + ENTER * 3
    remove_second = DOWN * 3 + ENTER + DOWN + ENTER
    ending = run(ending.interview, change_first + remove_second + QUIT)
    assert [item.what for item in ending.interview.assessment.ratings["one.first"].evidence] == [
        "The minutes"
    ]


def test_an_item_can_be_given_up_and_its_fields_gone_back_over():
    given_up = run(rated(2, ""), ENTER + "Minutes" + ENTER + BACK + BACK + QUIT)
    assert evidence_of(given_up) == ()
    keys = ENTER + "Minuets" + ENTER + BACK + CLEAR + "Minutes" + ENTER * 3 + QUIT
    assert evidence_of(run(rated(2, ""), keys))[0].what == "Minutes"


def test_a_field_that_does_not_fit_is_said_and_stays():
    written, output = screen()
    keys = (
        ENTER + ENTER + "Minutes" + ENTER + ENTER + "2026-99-01" + ENTER + CLEAR + "2026-01-01" + ENTER + QUIT
    )
    ending = run(rated(2, ""), keys, output=output)
    assert evidence_of(ending)[0].date == dt.date(2026, 1, 1)
    assert "2026-99-01 is no date" in written.getvalue()
    assert "Please type what it is." in written.getvalue()


def test_a_carried_rating_is_confirmed_or_changed():
    carried = begin_from_last(RUBRIC, rate(RUBRIC, {"one.first": 1}), dt.date(2026, 9, 14))
    carried = carried.answered(Jump("one.first"))
    assert run(carried, ENTER + QUIT).interview.assessment.claims["one.first"].level == 1
    changing = run(carried, DOWN + ENTER + QUIT).interview
    assert (changing.position, changing.assessment.claims) == ("one.first/checks", {})


# How it was run

RUN = make_rubric(
    {"one": {"first": {"checks": 0}}},
    administration=[{"id": f"s{number}", "text": f"Statement {number}."} for number in (1, 2)],
)


@pytest.mark.parametrize(
    ("keys", "answers", "left_at"),
    [
        (DOWN + SPACE + ENTER, {"s1": False, "s2": True}, "review"),
        (ENTER, {}, "review"),
        (DOWN * 2 + SPACE + ENTER, {"s1": False, "s2": False}, "review"),
        (SPACE + ENTER + BACK + SPACE + ENTER, {}, "review"),
        (SPACE + DOWN * 2 + SPACE + ENTER, {}, "administration"),
        (FORWARD, {}, "review"),
        (SPACE + BACK, {"s1": True, "s2": False}, "one.first/level"),
        (SPACE + QUIT, {"s1": True, "s2": False}, "administration"),
        (QUIT, {}, "administration"),
        (SPACE + ENTER + BACK + ENTER, {"s1": True, "s2": False}, "review"),
        (REVIEW + UP + DOWN + ENTER, {}, "one.first/level"),
    ],
)
def test_what_held_is_ticked(keys, answers, left_at):
    start = begin(RUN, DAY, site="Riverbend").answered(Jump("administration"))
    ending = run(start, keys + QUIT)
    assert ending.interview.assessment.administration == answers
    assert ending.interview.position == left_at


# Words typed where a list stands


def test_typed_words_leave_the_choice_and_the_ticks_as_they_are():
    assert run(at("one.first/level"), "k" + ENTER + QUIT).interview.assessment.ratings["one.first"].level == 0
    ticking = run(at("one.first"), "aijk" + SPACE + ENTER + QUIT).interview
    assert ticking.assessment.interview.ticked == {"one.first": ("k1",)}


def test_the_search_of_a_line_of_text_stays_closed():
    ending = run(rated(2, ""), ENTER + "Minutes" + "\x12" + "\x13" + ENTER * 3 + QUIT)
    assert evidence_of(ending)[0].what == "Minutes"


def test_barriers_that_are_overcome_go_with_one_enter():
    blocked = at("one.first").answered(Answer(Rating(level=2, barriers=({"what": "No time"},))))
    ending = run(blocked.answered(Jump("one.first/barriers")), ENTER + QUIT)
    assert ending.interview.assessment.ratings["one.first"].barriers == ()
    kept = run(blocked.answered(Jump("one.first/barriers")), DOWN + ENTER + QUIT)
    assert [barrier.what for barrier in kept.interview.assessment.ratings["one.first"].barriers] == [
        "No time"
    ]


def test_a_barrier_needs_no_driver():
    ending = run(rated(0, ""), ENTER + "No time" + ENTER + ENTER + QUIT)
    (barrier,) = ending.interview.assessment.ratings["one.first"].barriers
    assert (barrier.what, barrier.driver) == ("No time", None)


# The review


def test_with_something_open_finishing_asks_once_more():
    assert not run(at("review"), UP + ENTER + QUIT).finished
    assert not run(at("review"), UP + ENTER + ENTER + QUIT).finished, "no is what stands chosen"
    assert run(at("review"), UP + ENTER + DOWN + ENTER).finished


def test_finish_is_in_sight_on_a_short_screen():
    written, output = screen(rows=24)
    many = make_rubric((7, 7))
    open_ = begin(many, DAY, site="Riverbend").answered(Jump("review"))
    run(open_, QUIT, output=output)
    assert "Finish" in written.getvalue().replace("Finish, or choose", "").replace("Finishing", "")


def test_with_nothing_open_one_enter_finishes():
    interview = reopen(RUBRIC, rate(RUBRIC, others=2))
    assert run(interview, ENTER).finished


# Nothing is lost on the way out


def noting() -> Interview:
    return at("one.first/level").answered(Answer(1))


@pytest.mark.parametrize(
    ("way", "left_at"),
    [
        (QUIT, "one.first/note"),
        (BACK, "one.first/level"),
        (REVIEW, "review"),
        (SKIP, "two.second/level"),
        (GO_TO + UP * 2 + ENTER, "participants"),
        (GO_TO + QUIT, "one.first/note"),
    ],
)
def test_a_text_is_recorded_whichever_way_one_leaves(way, left_at):
    saves = Saves()
    ending = run(noting(), "Half of it." + way + QUIT, saves)
    assert ending.interview.assessment.ratings["one.first"].note == "Half of it."
    assert (ending.interview.position, ending.saved) == (left_at, True)
    assert saves.kept[-1] == ending.interview.assessment


def test_what_does_not_fit_holds_nobody_back():
    ending = run(at("date"), "2026-99-99" + QUIT)
    assert (ending.interview, ending.saved) == (at("date"), True)


@pytest.mark.parametrize(
    ("way", "left_at"),
    [
        (FORWARD, "one.first/level"),
        (BACK, "invited"),
        (REVIEW, "review"),
        (QUIT, "one.first/checks"),
        (GO_TO + BACK + FORWARD, "one.first/level"),
    ],
)
def test_ticks_are_recorded_whichever_way_one_leaves(way, left_at):
    ending = run(at("one.first"), SPACE + way + QUIT)
    assert ending.interview.assessment.interview.ticked == {"one.first": ("k1",)}
    assert (ending.interview.position, ending.saved) == (left_at, True)


def test_half_an_item_is_recorded_when_one_quits():
    half = run(rated(2, ""), ENTER + "Minutes" + ENTER + "shared drive" + QUIT)
    assert [(item.what, item.where) for item in evidence_of(half)] == [("Minutes", "shared drive")]
    assert [item.what for item in evidence_of(run(rated(2, ""), ENTER + "Minutes" + QUIT))] == ["Minutes"]
    keys = ENTER + "Minutes" + ENTER * 2 + "2026-99" + QUIT
    assert [item.date for item in evidence_of(run(rated(2, ""), keys))] == [None]


def test_half_a_barrier_and_half_a_participant_are_recorded_when_one_quits():
    barred = run(rated(1, "").answered(Jump("one.first/barriers")), ENTER + "Time" + ENTER + QUIT)
    assert [item.what for item in barred.interview.assessment.ratings["one.first"].barriers] == ["Time"]
    present = run(at("participants"), ENTER + ENTER + "Bo" + QUIT)
    assert [(item.role, item.name) for item in present.interview.assessment.participants] == [("coach", "Bo")]


def test_a_date_ahead_is_asked_once_more():
    written, output = screen()
    kept = run(at("date"), "2027-03-02" + ENTER + ENTER + ENTER + QUIT, output=output).interview
    assert (kept.assessment.date, kept.position) == (dt.date(2027, 3, 2), "facilitator")
    said = "2027-03-02 is after today, 2026-03-02. Press Enter if that is right, or correct it."
    assert said in " ".join(written.getvalue().split())
    corrected = run(at("date"), "2027-03-02" + ENTER + CLEAR + "2026-03-01" + ENTER + QUIT).interview
    assert (corrected.assessment.date, corrected.position) == (dt.date(2026, 3, 1), "populations.staff")
    other = run(at("date"), "2027-03-02" + ENTER + CLEAR + "2028-03-02" + ENTER + QUIT).interview
    assert other.position == "date"  # asked about once more, too


def test_what_is_typed_takes_the_place_of_the_date_that_stands_there():
    assert run(at("date"), "2026-02-05" + ENTER + QUIT).interview.assessment.date == dt.date(2026, 2, 5)
    assert run(at("date"), "\x7f1" + ENTER + QUIT).interview.assessment.date == dt.date(2026, 3, 1)
    assert run(at("date"), ENTER + QUIT).interview.assessment.date == DAY


# Saving that fails


def test_a_save_that_fails_is_tried_again():
    saves = Saves(failures=2)
    ending = run(at("program"), "Families First" + ENTER + ENTER * 2 + QUIT, saves)
    assert ending.saved
    assert saves.kept[-1].program == "Families First"


def test_leaving_what_cannot_be_saved_says_so_in_the_ending():
    written, output = screen()
    ending = run(at("program"), "Families First" + ENTER + DOWN + ENTER, Saves(failures=9), output)
    assert (ending.saved, ending.finished) == (False, False)
    assert ending.interview.assessment.program == "Families First"
    assert "The disk is full" in written.getvalue()


def test_an_interrupt_while_saving_still_saves():
    kept = []

    def save(interview):
        kept.append(interview)
        if len(kept) == 1:
            raise KeyboardInterrupt

    ending = run(at("program"), "Families First" + ENTER, save)
    assert ending.saved
    assert len(kept) == 2


# The page


@pytest.mark.parametrize("width", [1, 20, 40, 57, 80, 300])
@pytest.mark.parametrize("place", ["site", "one.first/checks", "one.first/level", "participants", "review"])
def test_no_line_is_wider_than_the_terminal(width, place):
    lines = page_of(at(place).question, (width, 24), complaint="Too long. " * 30, given=["東京" * 60])
    assert max(get_cwidth(text) for _, text in lines) <= max(40, min(width, 96)) - 2


def test_on_a_short_screen_the_explanations_give_way():
    question = at("one.first/checks").question
    shown = [
        [word for word in ("All of one.", "Because of first.", "Is it so with first?") if word in text]
        for rows in (40, 20, 10)
        for text in ["".join(text for _, text in page_of(question, (80, rows)))]
    ]
    assert [len(words) for words in shown] == [3, 2, 1]


@pytest.mark.parametrize("size", [(24, 80), (10, 30), (3, 5), (35, 100)])
def test_no_terminal_is_too_small(size):
    _, output = screen(*size)
    keys = "東京 👩‍👩‍👧 é" + ENTER + FORWARD * 8 + SPACE + ENTER + ENTER + REVIEW + DOWN * 3 + QUIT
    ending = run(begin(RUBRIC, DAY), keys, output=output)
    assert ending.interview.assessment.site == "東京 👩‍👩‍👧 é"
    assert ending.interview.position == "review"


def test_bytes_that_are_no_text_are_refused_without_a_crash():
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_bytes(b"\xff\xfe" + (ENTER + CLEAR + "Riverbend" + ENTER + QUIT).encode())
        ending = run_interview(begin(RUBRIC, DAY), Saves(), today=TODAY)
    assert ending.interview.assessment.site == "Riverbend"


@given(st.text(max_size=60), st.integers(4, 30))
@settings(max_examples=100, deadline=None)
def test_wrapping_loses_nothing_and_shows_only_what_is_harmless(text, width):
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == one_line(text).replace(" ", "")
    assert all(get_cwidth(line) <= width for line in lines)
    assert not any(char in line for line in lines for char in "\x1b\n\r\x9b\u202e")


def test_keys_flow_in_lines_that_break_between_them():
    assert flow(["one two", "three four", "five six seven eight nine ten"], 40) == [
        "one two · three four",
        "five six seven eight nine ten",
    ]


def test_the_screen_shows_headway_question_and_ways():
    written, output = screen()
    run(at("one.first/level"), QUIT, output=output)
    shown = written.getvalue()
    for text in ("Practice 1 of 2, one", "criterion 1 of 2", "Is it so with first?", "label 2", "Ctrl-B"):
        assert text in shown


class Stream(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(("stdin", "stdout"), [(True, True), (True, False), (False, True)])
def test_a_terminal_has_two_ends(stdin, stdout):
    assert has_terminal(Stream(stdin), Stream(stdout)) is (stdin and stdout)


# A real pseudo-terminal

DRIVER = """
import datetime as dt, os, sys
from pathlib import Path
sys.path[:0] = [{tests!r}, os.path.dirname({tests!r})]
from test_asking import RUBRIC, TODAY
from dsds_audit.assessment import Assessment, Rating
from dsds_audit.interview import Interview, begin
from dsds_audit.terminal import has_terminal, run_interview
file = Path({file!r})
assert has_terminal()
if file.exists():
    interview = Interview(RUBRIC, Assessment.model_validate_json(file.read_text()))
else:
    interview = begin(RUBRIC, TODAY)
def save(interview):
    part = file.with_suffix(".part")
    part.write_text(interview.assessment.model_dump_json(exclude_defaults=True))
    os.replace(part, file)
ending = run_interview(interview, save, today=TODAY)
print("FINISHED" if ending.finished else f"LEFT {{ending.interview.position}}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")
def test_in_a_real_terminal_killed_and_resumed(tmp_path):
    import pexpect

    file = tmp_path / "assessment.json"
    script = DRIVER.format(tests=str(Path(__file__).parent), file=str(file))
    env = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm", "NO_COLOR": "1"}

    def spawn():
        return pexpect.spawn(
            sys.executable, ["-c", script], env=env, dimensions=(30, 90), encoding="utf-8", timeout=15
        )

    first = spawn()
    first.expect("Which site")
    first.send("Riverbend\r")
    first.expect("Which program")
    first.send("Families First\r")
    first.expect("belong to a group")
    first.kill(9)
    first.wait()
    first.close()
    assert json.loads(file.read_text())["program"] == "Families First"

    second = spawn()
    second.expect("belong to a group")
    second.send("\x07")
    second.expect("Where would you like to go")
    second.send("\x02\r")
    second.expect("On which date")
    second.send("\x03")
    second.expect("LEFT date")
    second.expect(pexpect.EOF)
    second.close()
    assert second.exitstatus == 0

    third = spawn()
    third.expect("On which date")
    third.send("\x12")
    third.expect("Is this how it stands")
    third.send(UP + "\r")
    third.expect("Finish with 2 criteria unanswered")
    third.send(DOWN + "\r")
    third.expect("FINISHED")
    third.expect(pexpect.EOF)
    third.close()
    assert "interview" not in json.loads(file.read_text())
