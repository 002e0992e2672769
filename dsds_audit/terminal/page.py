"""A question as a page of a terminal: styled lines, wrapped to its width, free of anything it might obey."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from prompt_toolkit.utils import get_cwidth

from dsds_audit.errors import printable
from dsds_audit.interview.questions import Choice, Headway, Question
from dsds_audit.speech import say, say_in, say_many

NARROWEST, WIDEST = 40, 96
ROOM_BELOW = 11  # rows kept for the prompt and its keys
Size = tuple[int, int]  # columns and rows
Line = tuple[str, str]  # style class and text


def page_of(
    question: Question, size: Size, *, complaint: str = "", given: Sequence[str] = (), prompt: str = ""
) -> list[Line]:
    """The page above a prompt: headway, question, why, help, what is ``given`` so far, and a complaint.

    On a short screen the practice's statement, the why and the examples give way, in this order, so that
    the headway stays in sight.
    """
    below = (*given, *([f"! {complaint}"] if complaint else []), *([prompt] if prompt else []))
    shorter = replace(question, statement="")
    for shown in (question, shorter, replace(shorter, why=""), replace(shorter, why="", examples=())):
        lines = _lines(shown, below, _text_width(size[0]))
        if len(lines) <= size[1] - ROOM_BELOW:
            break
    return lines


def notice_of(title: str, texts: Sequence[str], size: Size) -> list[Line]:
    """A page that tells something and asks nothing of the rubric."""
    width = _text_width(size[0])
    blocks = [_block("bold", title, width), *(_block("", text, width) for text in texts)]
    return _spaced(blocks)


def choice_title(choice: Choice, width: int, prefix: int) -> str:
    """A choice as one title for a list, its further lines indented under the first."""
    marks = [say_in("of a level", "chosen")] if choice.current else []
    marks += [say_in("of a level", "suggested")] if choice.suggested else []
    label = f"{choice.label} ({', '.join(marks)})" if marks else choice.label
    width = _text_width(width) - prefix + 1
    whole = f"{label} – {choice.meaning}" if choice.meaning else label
    lines = wrap(whole, width)
    if choice.meaning and len(lines) > 1:
        lines = [*wrap(label, width), *(f"  {line}" for line in wrap(choice.meaning, width - 2))]
    return f"\n{' ' * prefix}".join(lines)


def wrap(text: str, width: int) -> list[str]:
    """Text in lines no wider than ``width`` columns; wide characters count two, long words are broken."""
    lines, line = [], ""
    for word in _pieces(one_line(text), width):
        longer = f"{line} {word}" if line else word
        if line and get_cwidth(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def flow(words: Sequence[str], width: int) -> list[str]:
    """Short texts joined by dots, in lines that break between them only."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} · {word}" if lines[-1] else word
        fits = get_cwidth(longer) <= _text_width(width)
        lines = [*lines[:-1], longer] if fits else [*lines, word]
    return lines


def one_line(text: str) -> str:
    """Text that a terminal only shows, its line breaks as spaces."""
    return printable(" ".join(text.splitlines()))


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in text.split(" "):
        piece = ""
        for char in word:
            if piece and get_cwidth(piece + char) > width:
                yield piece
                piece = ""
            piece += char
        yield piece


def _lines(question: Question, below: Sequence[str], width: int) -> list[Line]:
    blocks = [
        _block("dim", question.statement, width),
        [*_block("", question.title, width), *_block("bold", question.text, width)],
        _block("dim", question.why, width),
        _listed(question.examples, width),
        [line for text in question.help for line in _block("", text, width, "  ")],
        [line for text in below for line in _block("bold" if text[0] == "!" else "", text, width, "  ")],
    ]
    return [*_header(question, width), ("", ""), *_spaced(blocks)]


def _spaced(blocks: Sequence[Sequence[Line]]) -> list[Line]:
    return [line for block in blocks if block for line in (*block, ("", ""))]


def _header(question: Question, width: int) -> list[Line]:
    headway = question.headway
    where = _whereabouts(question, headway)
    answered = say_many(
        "{answered} of {count} criterion answered",
        "{answered} of {count} criteria answered",
        headway.criteria,
        answered=headway.answered,
    )
    gap = width - get_cwidth(where) - get_cwidth(answered)
    top = [f"{where}{' ' * gap}{answered}"] if gap > 1 else [*wrap(where, width), answered]
    about = _block("dim", question.about, width)
    return [*about, *(("", line) for line in top), ("dim", _bar(headway, width))]


def _whereabouts(question: Question, headway: Headway) -> str:
    if headway.criterion_number:
        return say(
            "Practice {number} of {practices}, {practice} · criterion {criterion} of {criteria}",
            number=headway.practice_number,
            practices=headway.practices,
            practice=one_line(headway.practice),
            criterion=headway.criterion_number,
            criteria=headway.criteria,
        )
    return say("Review") if question.kind == "review" else say("About this assessment")


def _bar(headway: Headway, width: int) -> str:
    done = width * headway.answered // headway.criteria if headway.criteria else 0
    return "━" * done + "─" * (width - done)


def _block(style: str, text: str, width: int, indent: str = "") -> list[Line]:
    if not text:
        return []
    first, *rest = wrap(text, width - len(indent))
    return [(style, first), *((style, indent + line) for line in rest)]


def _listed(texts: Sequence[str], width: int) -> list[Line]:
    lines = [line for text in texts for line in _block("", f"- {text}", width, "  ")]
    return [("", say("For example:")), *lines] if lines else []


def _text_width(columns: int) -> int:
    return max(NARROWEST, min(columns, WIDEST)) - 2
