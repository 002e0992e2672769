"""The three prompts of the terminal, with a way back, forward and out of each: choose, tick, type."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.application import get_app_session
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import AnyFormattedText, FormattedText
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.key_binding.key_processor import KeyPressEvent
from prompt_toolkit.layout import Dimension, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.shortcuts import clear
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth
from questionary.prompts.common import InquirerControl

from dsds_audit.interview import Forward
from dsds_audit.interview.questions import Choice
from dsds_audit.speech import say
from dsds_audit.terminal.page import Line, Size, choice_title, flow
from dsds_audit.terminal.ways import Left, Quit, Way, Ways, key_hints, key_name

STYLE = Style(
    [
        ("bold", "bold"),
        ("dim", "dim"),
        ("question", "bold"),
        ("answer", "noinherit"),
        ("keys", "dim"),
    ]
)


_SHORTEST = 6  # lines of a list
_NARROWEST_WAY = 14  # columns
_LOOKS: Any = {"qmark": "", "style": STYLE, "erase_when_done": True}
# Words typed at a list, as if it took text, must not steer it.
_LIST_LOOKS: Any = {**_LOOKS, "instruction": " ", "pointer": "»", "use_jk_keys": False}
_NO_WAYS = ("c-r", "c-s")  # would search what was typed before
_ALSO = {"c-b": ["pageup"], "c-f": ["pagedown"], "c-c": ["c-q"]}


def show(lines: Sequence[Line]) -> None:
    """Print a page on a cleared screen."""
    clear()
    fragments = [(f"class:{style}" if style else "", f" {text}\n") for style, text in lines]
    print_formatted_text(FormattedText(fragments), style=STYLE, end="")


def make_room() -> None:
    """Scroll what stands on the screen out of sight, so that clearing it takes nothing away."""
    output = get_app_session().output
    output.write_raw("\n" * output.get_size().rows)
    output.flush()


def screen_size() -> Size:
    """How wide and how high the terminal is."""
    size = get_app_session().output.get_size()
    return size.columns, size.rows


def choose(
    page: Sequence[Line], prompt: str, choices: Sequence[Choice], ways: Ways, default: str | None = None
) -> str | Way:
    """One of the choices by its value, or a way out: listed beneath them where there is room."""
    listed: list[Any] = []
    for group, choice in zip(["", *(c.group for c in choices)], choices, strict=False):
        if choice.group and choice.group != group:
            listed.append(questionary.Separator(f"\n {choice.group}"))
        listed.append(questionary.Choice(choice_title(choice, screen_size()[0], 3), value=choice.value))
    hints = [say("Enter accepts")]
    if _height(listed) + len(ways) + 2 <= _room(page):
        listed += _listed_ways(ways)
    else:
        hints += key_hints(ways)
    question = questionary.select(prompt, listed, default=default, **_LIST_LOOKS)
    answer: str | Way | Quit = _asked(page, question, ways, hints)
    if isinstance(answer, Quit):
        raise KeyboardInterrupt
    return answer


def tick(
    page: Sequence[Line],
    prompt: str,
    choices: Sequence[Choice],
    ways: Ways,
    *,
    none_is_an_answer: bool = True,
) -> tuple[str, ...] | Left:
    """Those of the choices that are ticked, by their values; a forward key accepts changed ones."""
    listed = [
        questionary.Choice(
            choice_title(replace(choice, current=False), screen_size()[0], 5),
            choice.value,
            checked=choice.current,
        )
        for choice in choices
    ]
    question = questionary.checkbox(prompt, listed, **_LIST_LOOKS)
    accepts = say("Enter accepts, also with none ticked") if none_is_an_answer else say("Enter accepts")
    hints = [say("Space ticks"), accepts, *key_hints(ways)]
    _accept_silently(question)
    answer = _asked(page, question, ways, hints)
    control = next(
        c for c in question.application.layout.find_all_controls() if isinstance(c, InquirerControl)
    )
    ticked = tuple(choice.value for choice in choices if choice.value in control.selected_options)
    before = tuple(choice.value for choice in choices if choice.current)
    return ticked if isinstance(answer, list) else _left(answer, ticked, before)


def _accept_silently(question: questionary.Question) -> None:
    """Take the ticks without the word of questionary's own, in English, that it is done."""
    ours = KeyBindings()
    ours.add("enter", eager=True)(lambda event: event.app.exit(result=[]))
    application = question.application
    application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), ours])


def type_text(page: Sequence[Line], default: str, ways: Ways, *, anew: bool = False) -> str | Left:
    """A line of text, starting from ``default``; a forward key with something typed accepts it.

    ``anew`` lets the first character typed behind the default replace it.
    """
    question = questionary.text(">", default=default, **_LOOKS)
    hints = [
        say("Enter accepts"),
        *([say("typing replaces it")] if anew and default else []),
        *key_hints(ways),
    ]
    if anew and default:
        _let_typing_replace(question, default)
    answer = _asked(page, question, ways, hints, default)
    typed = " ".join(question.application.current_buffer.text.splitlines()).strip()
    return typed if isinstance(answer, str) else _left(answer, typed, default)


def _let_typing_replace(question: questionary.Question, default: str) -> None:
    """While the default stands there untouched, the first character typed takes its place."""
    application = question.application
    standing = application.current_buffer

    def type_over(event: KeyPressEvent) -> None:
        standing.document = Document(event.data)

    ours = KeyBindings()
    untouched = Condition(lambda: standing.text == default and standing.cursor_position == len(default))
    ours.add("<any>", filter=untouched)(type_over)
    application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), ours])


def _left(way: Way | Quit, draft: Any, before: Any) -> Any:
    """The page as it is left; what stands there changed is accepted by going forward."""
    return draft if isinstance(way, Forward) and draft != before else Left(way, draft)


def _asked(
    page: Sequence[Line],
    question: questionary.Question,
    ways: Ways,
    hints: Sequence[str],
    default: str | None = None,
) -> Any:
    """The answer to a prompt beneath a page, or the way taken by its key."""
    application = question.application
    ours = KeyBindings()
    for key, (_, way) in ways.items():
        for name in (key, *_ALSO.get(key, ())):
            ours.add(name, eager=True)(_leave(way))
    for key in _NO_WAYS:
        if key not in ways:
            ours.add(key, eager=True)(_ignore)
    if default is None:
        ours.add("c-d", eager=True)(_leave(Quit()))
        for letter in ("a", "i"):  # would tick all, or turn the ticks around
            ours.add(letter, eager=True)(_ignore)
    application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), ours])
    inner = application.layout
    for window in inner.find_all_windows():
        if isinstance(window.content, InquirerControl):
            window.height = Dimension(max=_room(page))
    foot = _foot(hints, focusable=default is None)
    # A list hides a line of text that Esc-Enter would accept as the answer, so the focus is not left there.
    focused = foot if default is None else inner.current_window
    application.layout = Layout(HSplit([inner.container, Window(), foot]), focused_element=focused)
    show(page)
    return question.unsafe_ask()


def _foot(hints: Sequence[str], focusable: bool) -> Window:
    """What the keys do, in lines that follow the width of the terminal."""

    def key_lines() -> AnyFormattedText:
        return [("class:keys", "\n".join(f" {line}" for line in flow(hints, screen_size()[0])))]

    keys = FormattedTextControl(key_lines, focusable=focusable, show_cursor=False)
    return Window(keys, dont_extend_height=True)


def _room(page: Sequence[Line]) -> int:
    """How many lines a list may take so that its page stays in sight; never too few to choose from."""
    return max(_SHORTEST, screen_size()[1] - len(page) - 5)


def _height(listed: Sequence[Any]) -> int:
    return sum(str(choice.title).count("\n") + 1 for choice in listed)


def _listed_ways(ways: Ways) -> list[Any]:
    """The ways as lines of a list under a rule, their keys below each other."""
    said = [(say(words), key_name(key), way) for key, (words, way) in ways.items()]
    widest = max([_NARROWEST_WAY, *(get_cwidth(words) for words, _, _ in said)])
    lines = [
        questionary.Choice(f"{words}{' ' * (widest - get_cwidth(words))}  {key}", value=way)
        for words, key, way in said
    ]
    return [questionary.Separator("─" * (widest + 8)), *lines] if lines else []


def _leave(way: Way | Quit) -> Callable[[KeyPressEvent], None]:
    """What a key does: end the prompt with this way."""
    return lambda event: event.app.exit(result=way)


def _ignore(_: KeyPressEvent) -> None:
    """What a key does that means nothing here."""
