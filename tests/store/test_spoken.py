"""What stores refuse, in a language without ASCII letters: what is in ASCII was forgotten."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from speeches_for_tests import accented, words_in_english

from dsds_audit.assessment import Assessment
from dsds_audit.errors import AuditError
from dsds_audit.speech import speaking
from dsds_audit.store import Stored
from dsds_audit.store.choice import latest_among, only_site
from dsds_audit.store.journal_lines import parse_journal
from dsds_audit.store.journals import append_to_journal, journal_of
from dsds_audit.store.locks import hold_identity
from dsds_audit.store.paths import inside_of
from dsds_audit.store.plans import find_plan_file
from dsds_audit.store.where import where_of

TYPED = ("rubric", "yaml", "jsonl", "votes", "plan", "sqlite", "sqlserver", "postgresql", "host", "name")
TYPED += ("folder", "audits", "elsewhere", "kept", "dsds", "interview")


@pytest.fixture(autouse=True)
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    with speaking(accented()):
        yield


def stored(program: str | None = None, day: int = 2, rubric: str = "dsds@1.0.0", site: str = "Ø") -> Stored:
    record = {"site": site, "date": dt.date(2026, 3, day), "rubric": rubric, "ratings": {}}
    return Stored(
        f"ø/{day}.yaml", "", Assessment.model_validate(record | ({"program": program} if program else {}))
    )


def _of(*entries: Stored, program: str | None = None, rubric: str | None = None) -> Callable[[], object]:
    return lambda: latest_among(entries, "Ø", program, rubric, dt.date(2026, 4, 1), "ø")


def _two_plans() -> object:
    for folder in ("å", "ø"):
        Path(folder).mkdir()
        Path(folder, "plan.yaml").write_text("site: Ø\n", encoding="utf-8")
    return find_plan_file(Path(), "Ø")


def _held_twice() -> object:
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(hold_identity(Path(), stored().assessment))
    return None


def _out_of_the_workspace() -> object:
    Path("kept").mkdir()
    Path("kept/ø").symlink_to(Path("/elsewhere"))
    return inside_of(Path("kept"), Path("kept/ø"))


def _votes_of_another() -> object:
    Path("ø").mkdir()
    own, other = stored(), stored(site="Å", program="Ñ")
    Path(own.place).touch()
    append_to_journal(Path(), other, ())
    return append_to_journal(Path(), own, ())


REFUSED: dict[str, Callable[[], object]] = {
    "no site": _of(stored(site="Å")),
    "no site at all": _of(),
    "nothing that fits": _of(stored("Ñ"), program="Ž", rubric="rubric"),
    "several programs": _of(stored("Ñ"), stored("Å", 3)),
    "a program and none": _of(stored("Ñ"), stored(None, 3)),
    "several rubrics": _of(stored(), stored(rubric="rubric@1.0.0")),
    "several sites": lambda: only_site([stored(), stored(site="Å")], "ø"),
    "no sites": lambda: only_site([], "ø"),
    "no such database": lambda: where_of("sqlserver://host/name"),
    "no address": lambda: where_of("postgresql://a@b@host/name"),
    "no file": lambda: where_of("sqlite://"),
    "no votes": lambda: parse_journal(b"[1]\n", "ø.jsonl"),
    "no JSON": lambda: parse_journal(b"{\n", "ø.jsonl"),
    "no text": lambda: parse_journal(b"\xff\n", "ø.jsonl"),
    "twice": lambda: parse_journal(b'{"a": 1, "a": 2}\n', "ø.jsonl"),
    "no number": lambda: parse_journal(b'{"a": NaN}\n', "ø.jsonl"),
    "too deep": lambda: parse_journal(b"[" * 100_000 + b"\n", "ø.jsonl"),
    "too long": lambda: parse_journal(b" " * 300_000 + b"{}\n", "ø.jsonl"),
    "two plans": _two_plans,
    "held twice": _held_twice,
    "out of the workspace": _out_of_the_workspace,
    "votes of another": _votes_of_another,
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_every_word_of_a_refusal_is_in_the_language(refused: Callable[[], object]) -> None:
    with pytest.raises(AuditError) as error:
        refused()
    told = str(error.value).replace(str(Path.cwd()), "")
    assert [word for word in words_in_english(told) if word not in TYPED] == []


def test_votes_are_beside_their_assessment() -> None:
    assert journal_of(Path(stored().place)).name == "2.votes.jsonl"
