"""A plan that people edit by hand: every problem named with its line, every comment kept."""

import codecs
import re

import pytest

from tests.faults.conftest import Site

PLAN = """\
# yaml-language-server: $schema=../.schema/plan.json
# Our plan, to be read aloud every quarter.
site: Riverbend   # the center

items:
# first things first
- id: "act"     # short
  action: >-
    Give every coach
    a login.
  owner: Ruth # from May on: Ana
  adopted: 2026-03-02
  due: 2026-04-15  # spring holidays
  aim:             # to be found
  diary:
    - date: 2026-03-09   # Monday
      text: |
        All came.   # not a comment

    # nothing in between
    - {date: 2026-03-16, text: "Nobody came."} # rain

# Ruth's
- {id: parents, action: Ask parents., owner: Ruth, adopted: 2026-03-02, due: 2026-05-31}   # in spring
# the end
"""
COMMENTS = (
    *("# Our plan, to be read aloud every quarter.", "# the center", "# first things first", "# short"),
    *("# from May on: Ana", "# spring holidays", "# to be found", "# Monday", "# nothing in between"),
    *("# rain", "# Ruth's", "# in spring", "# the end"),
)
CHANGES = (
    ("update", "Riverbend", "act", "--owner", "Ana", "--due", "2027-01-01", "--aim", "Peace # and quiet"),
    ("update", "Riverbend", "parents", "--first-step", "Call: [them]", "--diary", "# no comment"),
    ("close", "Riverbend", "act", "--evidence", "x", "--result", "a\nb", "--learnt", "- c"),
    ("reopen", "Riverbend", "act", "--reason", "Too early"),
    ("drop", "Riverbend", "parents", "--reason", "no: money"),
    ("schedule", "Riverbend", "2027-03-01"),
    ("adopt", "Riverbend", "--own", "Write", "--owner", "Zoë"),
)
ENCODED = {
    "plain": PLAN.encode(),
    "line ends of Windows": PLAN.replace("\n", "\r\n").encode(),
    "a mark in front": codecs.BOM_UTF8 + PLAN.encode(),
    "UTF-16": codecs.BOM_UTF16_LE + PLAN.encode("utf-16-le"),
    "UTF-16 the other way": codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be"),
    "no last line end": PLAN.rstrip("\n").encode(),
}
ITEM = "  - id: {}\n    action: x\n    owner: Sam\n    adopted: 2026-03-02\n    due: 2026-03-02\n"
HEAD = "site: Riverbend\nitems:\n"
ENDED = "    closed: {date: 2026-04-01, evidence: [{what: x}], result: x, learnt: x}\n"


@pytest.mark.parametrize("written", ENCODED)
def test_every_comment_and_the_encoding_outlive_every_command(site: Site, written: str) -> None:
    content = ENCODED[written]
    site.file.write_bytes(content)
    for words in CHANGES:
        site.done("plan", *words, "--as-of", "2026-03-20")
    after = site.file.read_bytes()
    encoding = "utf-16" if after[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    text = after.decode(encoding)
    assert [comment for comment in COMMENTS if text.count(comment) != 1] == []
    assert after[:2] == content[:2]
    assert ("\r\n" in text) == ("\r\n" in content.decode(encoding))
    assert text.count("\n") == text.count("\r\n") or "\r\n" not in text
    assert site.plan.item("act").diary[0].text == "All came.   # not a comment"
    assert [item.id for item in site.plan.items] == ["act", "parents", "write"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + "\t- id: a\n", [(3, "AUD002")]),
        (HEAD + ITEM.format("a") + "\tturn: now\n", [(8, "AUD002")]),
        (HEAD + ITEM.format("a").replace("x\n", "&a x\n"), [(4, "AUD004")]),
        (HEAD + ITEM.format("a").replace("x\n", "*a\n"), [(4, "AUD004")]),
        (HEAD + ITEM.format("a").replace("x\n", "!!python/object:os.system x\n"), [(4, "AUD004")]),
        (HEAD + ITEM.format("a") * 2, [(8, "AUD013")]),
        (HEAD + ITEM.format("a") + ENDED * 2, [(9, "AUD005")]),
        (HEAD + ITEM.format("a") + ENDED + "    dropped: {date: 2026-04-01, reason: x}\n", [(3, "AUD009")]),
        (
            HEAD + ITEM.format("A B") + ITEM.format("b").replace("2026-03-02", "2027-02-29", 1) + ENDED,
            [(3, "AUD008"), (11, "AUD008")],
        ),
        (HEAD.replace("items", "itms") + ITEM.format("a"), [(2, "AUD006")]),
        (HEAD + ITEM.format("a").replace("x\n", '"\\ud800"\n'), [(4, "AUD002")]),
        (HEAD + ITEM.format("a") + "---\n" + HEAD, [(8, "AUD002")]),
        ("site: Riverbend\nitems: " + "[" * 60 + "]" * 60, [(2, "AUD003")]),
        (HEAD + ITEM.format("a") + "    checks: [k1]\n    criterion: p1.c1\n", [(9, "AUD015")]),
    ],
)
def test_every_problem_has_its_line_and_nothing_is_written(
    site: Site, text: str, told: list[tuple[int, str]]
) -> None:
    site.file.write_text(text, encoding="utf-8")
    for words in (("show",), ("update", "a", "--owner", "Ana"), ("calendar",)):
        said = site.refused("plan", words[0], "Riverbend", *words[1:])
        found = [(int(line), code) for line, code in re.findall(r"plan\.yaml:(\d+): (AUD\d+)", said)]
        assert found == told, said
        assert len(said.splitlines()) == len(told)
    assert site.file.read_text(encoding="utf-8") == text
    assert "1 assessment" in site.run("trend", "Riverbend").stdout.lower().replace("one", "1")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\xc3\x28", b"site: Riverbend\n\x00", b"\x1b]0;x\x07"])
def test_what_is_no_text_is_told(site: Site, content: bytes) -> None:
    site.file.write_bytes(content)
    said = site.refused("plan", "show", "Riverbend")
    assert "AUD002" in said
    assert "\x1b" not in said
    assert site.file.read_bytes() == content
