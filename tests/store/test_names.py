import unicodedata

import pytest
import strategies as given_some
from hypothesis import example, given, settings

from dsds_audit.store.names import slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Riverbend", "riverbend"),
        ("  St. Mary's / Team 3 ", "st-mary-s-team-3"),
        ("Zürich Straße", "zurich-strasse"),
        ("Łódź", "łodz"),
        ("東京 センター", "東京-センター"),
        ("हिन्दी", "हिन्दी"),
        ("ＦＵＬＬ", "full"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "site"),
        ("/", "site"),
        (".hidden", "hidden"),
        ("💥", "site"),
        ("con", "site-con"),
        ("LPT1", "site-lpt1"),
        ("COM¹", "site-com1"),
        ("Rubrics", "site-rubrics"),
        ("a\x00b\\c:d", "a-b-c-d"),
        ("x" * 300, "x" * 60),
        ("x" * 59 + " y", "x" * 59),
        ("𠀀" * 200, "𠀀" * 45),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@settings(deadline=None)
@given(given_some.names())
@example("\u0345")
@example("\u0301")
def test_a_slug_is_a_name_every_system_takes(name: str) -> None:
    slug = slug_of(name)
    assert slug == slug_of(slug_of(name)) or slug.startswith("site")
    assert slug
    assert len(slug) <= 65
    assert len(slug.encode()) <= 180
    assert not set(slug) & set('/\\:*?"<>|.~$ \t\n\x00')
    assert slug == slug.strip("-")
    assert slug.split("-")[0] not in {"con", "nul", "aux", "prn"} or "-" in slug
    assert unicodedata.normalize("NFC", slug) == slug
