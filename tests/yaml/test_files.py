import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError
from ruamel.yaml.error import YAMLError

from dsds_audit.assessment import Assessment
from dsds_audit.errors import AuditError
from dsds_audit.yaml.files import (
    MOST_BYTES,
    Document,
    parse_yaml,
    read_bytes,
    top_text,
)
from dsds_audit.yaml.models import valid_model

SOME = settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
VALID = (
    b"# a comment\nsite: Riverbend\ndate: 2026-03-02\nrubric: dsds@1.0.0\nratings:\n"
    b"  access.fidelity: {level: 2, checks: [a, b]}\n  use.reports:\n    dont_know: true\n"
    b"    evidence:\n      - what: 'Minutes'\n        where: |\n          here\n          there\n"
)


def values(text: str | bytes) -> Any:
    return parse_yaml(text.encode() if isinstance(text, str) else text, "a.yaml").data


def refusal(content: bytes) -> str:
    with pytest.raises(AuditError) as caught:
        parse_yaml(content, "a.yaml")
    return str(caught.value)


def test_scalars_are_texts_as_typed_and_blank_is_nothing() -> None:
    text = "a: no\nb: 1.10\nc: 2026-03-02\nd: 007\ne: ~\nf:\ng: null\nh: 'null'\ni: ''\nj: .nan\nk: 0x1F\n"
    assert values(text) == {
        "a": "no",
        "b": "1.10",
        "c": "2026-03-02",
        "d": "007",
        "e": None,
        "f": None,
        "g": None,
        "h": "null",
        "i": "",
        "j": ".nan",
        "k": "0x1F",
    }


def test_every_value_has_its_lines() -> None:
    document = parse_yaml(b"a: 1\n\nb:\n  - c: |\n      x\n      y\n\n  - d\ne: {f: [1,\n  2]}\n", "")
    lines = {path: (span.first, span.last) for path, span in document.spans.items()}
    assert lines == {
        ("a",): (1, 1),
        ("b", 0, "c"): (4, 7),
        ("b", 0): (4, 7),
        ("b", 1): (8, 8),
        ("b",): (3, 8),
        ("e", "f", 0): (9, 9),
        ("e", "f", 1): (10, 10),
        ("e", "f"): (9, 10),
        ("e",): (9, 10),
        (): (1, 10),
    }
    assert document.line_of(("e", "nowhere", 3)) == 9
    assert document.spans["e",].style == "flow"
    assert document.spans["b", 0, "c"].style == "|"


def test_every_form_of_text_file() -> None:
    plain = values(VALID)
    text = VALID.decode()
    assert values(b"\xef\xbb\xbf" + VALID) == plain
    assert values(text.encode("utf-16")) == plain
    assert values(text.replace("\n", "\r\n")) == plain
    assert values(text.replace("\n", "\r")) == plain
    assert values(VALID.rstrip(b"\n") + b"\n\n\n") == plain
    assert values(b"%YAML 1.2\n---\n" + VALID + b"...\n") == plain


@pytest.mark.parametrize(
    "text",
    ["😀", "\\ud83d\\ude00", "\\", "a\\\\\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")],
)
def test_json_as_python_writes_it(text: str) -> None:
    data = {"a": text, "b": [text, "x"], "c": {"d": None}}
    assert values(json.dumps(data)) == data
    assert values(b"\xef\xbb\xbf" + json.dumps(data, indent=1).encode()) == data


def test_surrogates_are_joined_only_in_json() -> None:
    assert values("{a: '\\ud83d\\ude00'}") == {"a": "\\ud83d\\ude00"}
    assert "AUD002" in refusal(b'{"a": "\\ud83d"}')


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"a: 1\nb: [1, 2\n", "AUD002", 3),
        (b"a: 1\n\tb: 2\n", "AUD002", 2),
        (b"a: 1\n b: 2\n", "AUD002", 2),
        (b"a: 'x\n", "AUD002", 2),
        (b"a: 1\n---\nb: 2\n", "AUD002", 2),
        (b"? [a]\n: 1\n", "AUD002", 1),
        (b"a: \x00\n", "AUD002", None),
        (b"a: \xff\xfe\n", "AUD002", None),
        (b"a: &x 1\nb: *x\n", "AUD004", 1),
        (b"a: *x\n", "AUD004", 1),
        (b"a: 1\n<<: *x\n", "AUD004", 2),
        (b"a: !!python/object/apply:os.system [ls]\n", "AUD004", 1),
        (b"a: !!int 3\n", "AUD004", 1),
        (b"a: 1\nb: " + b"[" * 50, "AUD003", 2),
        (b"a: 1\n" * 3000, "AUD003", None),
        ("a: \ud800".encode("utf-8", "surrogatepass"), "AUD002", None),
    ],
)
def test_what_is_refused(content: bytes, code: str, line: int | None) -> None:
    told = refusal(content)
    assert code in told
    assert "Please" in told
    if line:
        assert f"a.yaml:{line}: {code}" in told


def test_duplicate_keys_are_told_with_their_line_and_the_first_wins() -> None:
    document = parse_yaml(b"a: 1\nb:\n  c: 1\n  c: [2, 3]\na: 2\n", "a.yaml")
    assert document.data == {"a": "1", "b": {"c": "1"}}
    assert [(problem.code, problem.line) for problem in document.problems] == [("AUD005", 4), ("AUD005", 5)]


BOMBS = {
    "aliases": b"a: &a [x,x]\n" + b"".join(b"b%d: &b%d [*a,*a,*a]\n" % (n, n) for n in range(2000)),
    "deep flow": b"[" * 2_000_000,
    "deep maps": b"{a: " * 1_000_000,
    "deep block": b"".join(b" " * n + b"a:\n" for n in range(2000)),
    "deep dashes": b"- " * 2_000_000,
    "many values": b"[" + b"a," * 2_000_000 + b"]",
    "many keys": b"".join(b"k%d:\n" % n for n in range(400_000)),
    "many duplicates": b"a: [" + b"x," * 1000 + b"]\n" + (b"a: [" + b"x," * 9000 + b"]\n") * 220,
    "long word": b"a: " + b"9" * 4_000_000,
    "long key": b"9" * 4_000_000 + b": 1",
    "long quote": b'a: "' + b"\\x41" * 1_000_000,
    "many comments": b"#\n" * 2_000_000,
    "question marks": b"? " * 2_000_000,
    "open quotes": b"'" * 4_000_001,
    "too large": b"a" * 20_000_000,
    "nulls": b"\x00" * 20_000_000,
    "many documents": b"---\n" * 1_000_000,
}
PROGRAM = """
import resource, sys, time
from dsds_audit.errors import AuditError
from dsds_audit.yaml.files import parse_yaml
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    parse_yaml(content, "a.yaml")
    print("fine")
except AuditError as error:
    print(str(error)[:200])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, file=sys.stderr)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_in_bounded_time_and_memory(name: str) -> None:
    # In a process of its own: a crash of the parser would take the tests with it.
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=BOMBS[name], capture_output=True, timeout=20, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith((b"fine", b"a.yaml")), done.stdout
    assert int(done.stderr) < 400_000  # KiB


@SOME
@given(st.binary(max_size=200))
@example(b"? ? a")
@example(b"!<tag:x> a")
@example(b"%YAML 9.9\n--- a")
@example(b"\xfe\xff\x00")
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(content)


@SOME
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(VALID)),
            st.integers(0, 4),
            st.sampled_from(list(b"\n\t #:-?&*!|>%@'\"[]{},~\x00\xff\xc3a")),
        ),
        max_size=6,
    )
)
def test_damaged_files_are_read_or_refused(damages: list[tuple[int, int, int]]) -> None:
    content = bytearray(VALID)
    for place, length, byte in damages:
        content[place : place + length] = bytes([byte])
    read_or_refused(bytes(content))


def read_or_refused(content: bytes) -> None:
    try:
        document = parse_yaml(content, "a.yaml")
    except AuditError as error:
        problems = error.problems
    else:
        problems = tuple(valid_model(Assessment, document, "a.yaml")[1])
    assert all(problem.place == "a.yaml" and "Please" in problem.message for problem in problems)
    assert all(len(str(problem)) < 2000 for problem in problems)


JSONLIKE = st.recursive(
    st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@SOME
@given(JSONLIKE, st.booleans())
def test_it_reads_what_a_loader_reads(data: Any, block: bool) -> None:
    text = _dumped(data, block)
    try:
        loaded = YAML(typ="safe").load(text)
    except YAMLError:  # The dumper writes a few keys, such as `0?`, that no C parser reads.
        read_or_refused(text.encode())
        return
    assert _texts(parse_yaml(text.encode(), "").data) == _texts(loaded)


def _dumped(data: Any, block: bool) -> str:
    stream = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = not block
    yaml.dump(data, stream)
    return stream.getvalue()


def _texts(data: Any) -> Any:
    """The data with every key a text, as ours are."""
    if isinstance(data, dict):
        return {str(key): _texts(value) for key, value in data.items()}
    return [_texts(value) for value in data] if isinstance(data, list) else data


@SOME
@given(st.binary(max_size=60))
@example(b"=")
def test_what_a_loader_refuses_is_refused(content: bytes) -> None:
    try:
        YAML(typ="safe").load(content)
    except ConstructorError:  # Values the loader cannot make, such as "=", are no matter of form.
        return
    except YAMLError:
        refused = True
    except Exception:  # Nor are those it chokes on, such as the date 2026-99-99.
        return
    else:
        refused = False
    if refused:
        with suppress(AuditError):
            assert parse_yaml(content, "").problems


def test_the_c_parser_is_there() -> None:
    if sys.implementation.name == "cpython":
        import ruamel.yaml.cyaml

        assert ruamel.yaml.cyaml.CParser


def test_a_parsed_text_is_gone_with_its_last_value() -> None:
    gc.collect()
    gc.disable()
    try:
        parse_yaml(VALID, "")
        top_text(VALID, "date")
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_without_the_parser_in_c_a_text_is_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    quickly = parse_yaml(VALID, "")
    monkeypatch.setattr("dsds_audit.yaml.files.CParser", None)
    assert parse_yaml(VALID, "") == quickly


def test_reading_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(VALID)
    assert read_bytes(path) == VALID


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: None, "AUD001"),
        (lambda path: path.mkdir(), "AUD001"),
        (lambda path: path.symlink_to(path), "AUD001"),
        (lambda path: path.write_bytes(b"a" * (MOST_BYTES + 1)), "AUD003"),
        (lambda path: __import__("os").mkfifo(path), "AUD001"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, make: Callable[[Path], None], code: str) -> None:
    make(tmp_path / "a.yaml")
    with pytest.raises(AuditError, match=code):
        read_bytes(tmp_path / "a.yaml")


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5000])
def test_names_no_file_can_have(name: str) -> None:
    with pytest.raises(AuditError, match="AUD001"):
        read_bytes(Path(name))


def test_a_document_without_values_has_no_lines() -> None:
    assert Document().line_of(("a",)) is None


def test_twenty_megabytes_are_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\x00junk" * 4_000_000)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with pytest.raises(AuditError, match="AUD003"):
        read_bytes(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"site: Riverbend\nitems: [\n", "Riverbend"),
        (b"# x\n---\na: {site: b, c: [d]}\nsite: |\n  two\n  lines\n", "two\nlines\n"),
        (b'{"a": [1], "site": "\\ud83d\\ude00"}', "\U0001f600"),
        ("site: Zoë".encode("utf-16"), "Zoë"),
        (b"site: [a]\n", None),
        (b"site:\n", None),
        (b"a: 1\n", None),
        (b"- site: a\n", None),
        (b"? [a]\n: b\nsite: c\n", None),
        (b"a: &x b\nsite: c\n", None),
        (b"a: [\nsite: c\n", None),
        (b"a: " + b"[" * 99 + b"]" * 99 + b"\nsite: b\n", None),
        (b"\x00", None),
        (b"text", None),
        (b"", None),
    ],
)
def test_one_text_at_the_top_is_read_and_no_more(content: bytes, text: str | None) -> None:
    assert top_text(content, "site") == text
