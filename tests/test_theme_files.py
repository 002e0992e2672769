from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from PIL import Image

from dsds_audit.theme_files import MOST_BYTES, ThemeError, read_letterhead, read_word_template


def written(folder: Path, text: str) -> Path:
    path = folder / "theme.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 4)) -> bytes:
    page = BytesIO()
    Image.new("RGB", size, "navy").save(page, kind)
    return page.getvalue()


def codes_of(path: Path) -> list[str]:
    with pytest.raises(ThemeError) as caught:
        read_letterhead(path)
    return [f"{problem.code}:{problem.line}" for problem in caught.value.problems]


def test_everything_a_theme_can_hold(tmp_path):
    (tmp_path / "logo.png").write_bytes(picture())
    path = written(
        tmp_path,
        "organization: County Office\naddress: [1 Main St, Springfield]\nfooter: Confidential\n"
        "color: '#7a2f63'\npaper: us-letter\nlogo: logo.png\nlogo_text: A heron\n",
    )
    letterhead = read_letterhead(path)
    assert letterhead.theme.address == ("1 Main St", "Springfield")
    assert letterhead.logo is not None
    assert (letterhead.logo.format, letterhead.logo.text) == ("png", "A heron")


def test_a_jpeg_is_a_logo_too_and_speaks_for_the_organization(tmp_path):
    (tmp_path / "logo.jpg").write_bytes(picture("JPEG"))
    letterhead = read_letterhead(written(tmp_path, "organization: County Office\nlogo: logo.jpg\n"))
    assert letterhead.logo is not None
    assert (letterhead.logo.format, letterhead.logo.text) == ("jpg", "County Office")


def test_every_problem_in_one_pass(tmp_path):
    path = written(tmp_path, "color: '#ffee00'\nlogo: nowhere.png\n")
    assert codes_of(path) == ["AUD155:1", "AUD156:2"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("text.png", b"no picture", "cannot be read as a picture"),
        ("cut.png", picture()[:40], "cannot be read as a picture"),
        ("still.gif", picture("GIF"), "neither a PNG nor a JPEG"),
        ("large.png", b"\0" * (MOST_BYTES + 1), "larger than 2 MiB"),
        ("wide.png", picture(size=(5000, 4001)), "20 million pixels"),
    ],
)
def test_a_logo_that_is_none(tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ThemeError, match=why):
        read_letterhead(written(tmp_path, f"logo: {name}\n"))


def test_a_theme_that_is_none(tmp_path):
    assert codes_of(written(tmp_path, "colour: '#000000'\n"))[0].startswith("AUD")
    with pytest.raises(ThemeError):
        read_letterhead(tmp_path / "nowhere.yaml")


def test_a_word_document_is_a_template(tmp_path):
    path = tmp_path / "own.docx"
    Document().save(str(path))
    assert read_word_template(path) == path.read_bytes()


@pytest.mark.parametrize("content", [b"", b"no document", picture()])
def test_what_is_no_word_document_is_refused(tmp_path, content):
    path = tmp_path / "own.docx"
    path.write_bytes(content)
    with pytest.raises(ThemeError, match="cannot be read as a Word document"):
        read_word_template(path)
    with pytest.raises(ThemeError, match="is not there"):
        read_word_template(tmp_path / "nowhere.docx")


def test_a_template_of_words_own_becomes_a_document(tmp_path):
    path = tmp_path / "own.dotx"
    path.write_bytes(with_kinds(b"document.main+xml", b"template.main+xml"))
    assert Document(BytesIO(read_word_template(path))).paragraphs[0].text == "Our cover page"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password"),
        (b"PK\x03\x04 and no more", "cannot be read"),
    ],
)
def test_what_cannot_be_written_into_is_refused(tmp_path, content, why):
    path = tmp_path / "own.docx"
    path.write_bytes(content)
    with pytest.raises(ThemeError, match=why):
        read_word_template(path)


def test_macros_and_bombs_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "own.docm"
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    path.write_bytes(with_kinds(kind, b"application/vnd.ms-word.document.macroEnabled.main+xml"))
    with pytest.raises(ThemeError, match="holds macros"):
        read_word_template(path)
    path.write_bytes(with_kinds(b"", b""))
    monkeypatch.setattr("dsds_audit.theme_files.MOST_TEMPLATE_UNPACKED", 1000)
    with pytest.raises(ThemeError, match="when it is unpacked"):
        read_word_template(path)


def with_kinds(old: bytes, new: bytes) -> bytes:
    """A document whose parts are said to be of another kind."""
    own, page, changed = Document(), BytesIO(), BytesIO()
    own.add_paragraph("Our cover page")
    own.save(page)
    with ZipFile(page) as given, ZipFile(changed, "w") as made:
        for name in given.namelist():
            held = given.read(name)
            made.writestr(name, held.replace(old, new) if name == "[Content_Types].xml" and old else held)
    return changed.getvalue()
