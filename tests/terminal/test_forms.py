import datetime as dt
import io
import threading

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from dsds_audit.dialogues.forms import Blank, Form
from dsds_audit.interview.questions import Choice
from dsds_audit.terminal.forms import Filled, fill_in, pick

TODAY = dt.date(2026, 3, 2)
DOWN, UP, ENTER, BACK, QUIT, CLEAR, END = "\x1b[B", "\x1b[A", "\r", "\x02", "\x03", "\x15", "\x04"
FORM = Form(
    "An action",
    ("What the site is advised to do.",),
    (
        Blank("action", "Action", "What will be done?", "Meet", needed=True),
        Blank("due", "Due", "By when?", "2026-05-01", needed=True, date=True),
        Blank("aim", "Aim", "What for?"),
        Blank("turn", "Turn", "When?", "now", choices=(Choice("now", "Now"), Choice("next", "Next"))),
    ),
    "Take it",
)


def driven(keys, work, output=None):
    """What ``work`` gives while these keys are typed; one that wants more of them ends as by hangup."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output or DummyOutput()):
        pipe.send_text(keys)
        hangup = threading.Timer(8, pipe.close)
        hangup.start()
        try:
            return work()
        finally:
            hangup.cancel()


def filled(keys, fault=lambda told: "", form=FORM, **options) -> Filled:
    return driven(keys, lambda: fill_in(form, fault, TODAY, **options))


def test_every_blank_is_asked_for_and_what_stands_there_is_taken_with_enter() -> None:
    answer = filled(ENTER * 5)
    assert answer == Filled({"action": "Meet", "due": "2026-05-01", "aim": "", "turn": "now"}, True)


def test_what_is_typed_takes_its_place() -> None:
    keys = [CLEAR, "Call", ENTER, "2026-06-01", ENTER, "Less work", ENTER, DOWN, ENTER, ENTER]
    answer = filled("".join(keys))
    assert answer.values == {"action": "Call", "due": "2026-06-01", "aim": "Less work", "turn": "next"}


def test_the_word_today_is_a_date() -> None:
    assert filled(ENTER + "today" + ENTER * 4).values["due"] == "2026-03-02"


def test_back_leads_to_the_blank_before_with_all_that_was_typed() -> None:
    answer = filled(f"{CLEAR}Call{ENTER}{BACK}{ENTER}{ENTER}{ENTER}{ENTER}{ENTER}")
    assert (answer.values["action"], answer.taken) == ("Call", True)


def test_what_does_not_fit_is_asked_again_with_what_was_typed() -> None:
    def fault(told):
        return "No." if told["action"] == "Bad" else ""

    answer = filled(f"{CLEAR}Bad{ENTER}ly{ENTER}{ENTER * 4}", fault)
    assert (answer.values["action"], answer.taken) == ("Badly", True)


def test_what_is_needed_does_not_stay_empty() -> None:
    answer = filled(f"{CLEAR}{ENTER}Do it{ENTER}{ENTER * 4}")
    assert (answer.values["action"], answer.taken) == ("Do it", True)


def test_a_needed_blank_that_nobody_came_to_yet_is_no_fault() -> None:
    seen = []
    form = Form(
        "", (), (Blank("one", "One", "One?", needed=True), Blank("two", "Two", "Two?", needed=True)), "Ok"
    )
    filled(f"a{ENTER}b{ENTER}{ENTER}", lambda told: seen.append(dict(told)) or "", form)
    assert seen == [{"one": "a", "two": "…"}, {"one": "a", "two": "b"}, {"one": "a", "two": "b"}]


def test_the_overview_leads_to_any_blank_and_back_to_itself() -> None:
    answer = filled(f"{DOWN * 3}{ENTER}More time{ENTER}{ENTER}", looked_over=True)
    assert (answer.values["aim"], answer.taken) == ("More time", True)


def test_the_overview_takes_nothing_that_is_missing() -> None:
    form = Form("", (), (Blank("one", "One", "One?", needed=True),), "Ok")
    answer = filled(f"{ENTER}{ENTER}there{ENTER}{ENTER}", form=form, looked_over=True)
    assert answer == Filled({"one": "there"}, True)


def test_the_overview_tells_a_fault_of_the_whole() -> None:
    faults = iter(["Something changed meanwhile.", ""])
    written = io.StringIO()
    output = Vt100_Output(written, lambda: Size(rows=40, columns=80), term="xterm")
    answer = driven(ENTER * 2, lambda: fill_in(FORM, lambda _: next(faults), TODAY, looked_over=True), output)
    assert answer.taken
    assert "Something changed meanwhile." in written.getvalue()


@pytest.mark.parametrize("key", [QUIT, "\x11"])
def test_quitting_takes_nothing_and_loses_nothing(key: str) -> None:
    answer = filled(f"{CLEAR}Call{ENTER}{key}")
    assert (answer.values["action"], answer.taken) == ("Call", False)


def test_quitting_keeps_what_stands_half_typed() -> None:
    assert filled(f"{ENTER}{ENTER}Less wo{QUIT}").values["aim"] == "Less wo"


def test_a_terminal_that_goes_away_takes_nothing() -> None:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f"{CLEAR}Call{ENTER}")
        threading.Timer(0.3, pipe.close).start()
        answer = fill_in(FORM, lambda _: "", TODAY)
    assert (answer.values["action"], answer.taken) == ("Call", False)


def test_a_text_of_several_lines_stays_as_it_is_where_nobody_changes_it() -> None:
    form = Form("", (), (Blank("one", "One", "One?", "a\nb"), Blank("two", "Two", "Two?", "a\nb")), "Ok")
    answer = filled(f"{ENTER}c{ENTER}{ENTER}", form=form)
    assert answer.values == {"one": "a\nb", "two": "a bc"}


@pytest.mark.parametrize(("keys", "value"), [(ENTER, "a"), (DOWN + ENTER, "b"), (QUIT, None), (END, None)])
def test_one_is_picked_or_none(keys: str, value: str | None) -> None:
    choices = (Choice("a", "A"), Choice("b", "B"))
    assert driven(keys, lambda: pick("Which?", ("About.",), "", choices)) == value


@pytest.mark.parametrize("rows", [12, 40])
@pytest.mark.parametrize("columns", [30, 80, 200])
def test_a_screen_of_any_size_shows_the_prompt_and_obeys_nothing_typed(rows: int, columns: int) -> None:
    hostile = "\x1b[31mred\x07 日本語 " + "x" * 300
    form = Form(hostile, (hostile,) * 5, (Blank("one", hostile, f"What? {hostile}", hostile),), hostile)
    written = io.StringIO()
    output = Vt100_Output(written, lambda: Size(rows=rows, columns=columns), term="xterm")
    assert driven(ENTER * 2, lambda: fill_in(form, lambda _: "", TODAY), output).taken
    assert "What?" in written.getvalue()
    assert "\x07" not in written.getvalue()
    assert "\x1b[31mred" not in written.getvalue()
