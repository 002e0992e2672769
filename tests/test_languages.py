import pytest
from pydantic import TypeAdapter, ValidationError

from dsds_audit.languages import Language, direction_of, fallbacks_of

LANGUAGE = TypeAdapter(Language)


@pytest.mark.parametrize(
    ("asked", "tags"),
    [
        ("es", ("es",)),
        ("es-MX", ("es-MX", "es")),
        ("ES_mx", ("es-MX", "es")),
        ("zh-hant-tw", ("zh-Hant-TW", "zh-Hant", "zh")),
        ("ar-x-pseudo", ("ar-x-pseudo", "ar")),
        ("x-pseudo", ("x-pseudo",)),
    ],
)
def test_what_stands_in_for_a_language(asked: str, tags: tuple[str, ...]) -> None:
    assert fallbacks_of(asked) == tags
    assert all(LANGUAGE.validate_python(tag) == tag for tag in tags)


@pytest.mark.parametrize(
    "language", ["", "english", "e", "es_MX", "es-mx", "../es", "es.yaml", "x", 'es" dir="']
)
def test_what_is_no_tag(language: str) -> None:
    with pytest.raises(ValidationError):
        LANGUAGE.validate_python(language)


def test_the_way_a_language_is_read() -> None:
    assert {direction_of(tag) for tag in ("ar", "he", "fa-IR", "ar-x-pseudo", "uz-Arab")} == {"rtl"}
    assert {direction_of(tag) for tag in ("en", "es-MX", "x-pseudo", "az-Latn", "ur-Latn-PK")} == {"ltr"}
