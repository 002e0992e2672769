from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts
from translations_for_tests import make_translation

from dsds_audit.catalogue import Catalogue, bundled_folder
from dsds_audit.errors import RubricError
from dsds_audit.translation import texts_of
from dsds_audit.translation_drafts import Draft, draft_translation
from dsds_audit.translation_files import (
    is_translation,
    parse_translation,
    read_translation,
    render_translation,
    review_translation,
    rubric_named_in,
)

DSDS = Catalogue().load_original("dsds")
BUNDLED = sorted(bundled_folder().glob("*/*.[a-z]*.yaml"))


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.name)
def test_a_bundled_translation_is_complete_and_fits_its_original(path: Path) -> None:
    rubric = Catalogue().load_original(f"{path.parent.name}@{path.name.rsplit('.', 2)[0]}")
    assert review_translation(path.read_bytes(), str(path), rubric) == ()
    translation = read_translation(path, rubric, path.suffixes[-2].removeprefix("."))
    assert not any(chr(0xFFFD) in (text or "") for text in translation.texts.values())


def test_spanish_and_french_are_there() -> None:
    assert set(Catalogue().languages("dsds@1.0.0")) == {"es", "fr"}


def test_a_draft_is_read_back_with_its_originals_as_comments() -> None:
    draft = draft_translation(DSDS, "x-pseudo", make_translation(DSDS))
    content = render_translation(draft)
    assert parse_translation(content, "", DSDS) == draft.translation
    assert b"  # Access to fidelity data\n  access.fidelity.title: " in content
    assert max(len(line) for line in content.decode().splitlines()) <= 110
    assert is_translation(content)
    assert rubric_named_in(content) == "dsds@1.0.0"


def test_what_waits_is_read_back_as_waiting() -> None:
    content = render_translation(draft_translation(DSDS, "pt"))
    assert parse_translation(content, "", DSDS).texts == dict.fromkeys(texts_of(DSDS))
    codes = {problem.code for problem in review_translation(content, "", DSDS)}
    assert codes == {"AUD182", "AUD187"}


@settings(max_examples=30, deadline=None)
@given(st.lists(texts(), min_size=3, max_size=3), texts())
def test_whatever_is_typed_is_read_back(typed: list[str], earlier: str) -> None:
    words = dict(zip(("title", "about", "scale/0.label"), typed, strict=True))
    translation = make_translation(DSDS, texts=words)
    content = render_translation(Draft(DSDS, translation, {"subject": earlier}))
    again = parse_translation(content, "", DSDS)
    assert {key: text for key, text in again.texts.items() if text} == translation.texts
    assert again.unreviewed == translation.unreviewed


def test_a_translation_of_another_rubric_or_language_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "1.0.0.es.yaml"
    path.write_bytes(render_translation(draft_translation(DSDS, "pt")))
    with pytest.raises(RubricError, match=r"AUD181 is a translation into pt, but its name says es"):
        read_translation(path, DSDS, "es")
    other = Catalogue().load_original("python-project")
    with pytest.raises(RubricError, match=r"AUD181 is a translation of dsds@1\.0\.0, not of python-project"):
        parse_translation(path.read_bytes(), "", other)


def test_what_is_wrong_is_named_by_its_line() -> None:
    content = render_translation(draft_translation(DSDS, "x-pseudo", make_translation(DSDS)))
    line = next(n for n, text in enumerate(content.splitlines(), 1) if text.startswith(b"  scale/1.label:"))
    text = b"\n".join([*content.splitlines()[: line - 1], b"  scale/1.label:", *content.splitlines()[line:]])
    (problem,) = review_translation(text, "f.yaml", DSDS)
    assert (problem.code, problem.line, problem.place) == ("AUD182", line, "f.yaml")


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        (b"language: x-pseudo", b"language: Klingon!", "AUD008"),
        (b"translator: a test", b"author: a test", "AUD006"),
        (b"\nmade_from:", b"\nmade_from:\n  titel: xyz", "AUD008"),
        (b"\ntexts:", b"\ntexts: &a", "AUD004"),
    ],
)
def test_a_file_that_is_not_sound_is_refused(was: bytes, becomes: bytes, code: str) -> None:
    content = render_translation(draft_translation(DSDS, "x-pseudo", make_translation(DSDS)))
    with pytest.raises(RubricError, match=code):
        parse_translation(content.replace(was, becomes, 1), "f.yaml", DSDS)
