import asyncio
import threading
import unicodedata
from collections.abc import Iterator
from contextvars import copy_context

import pytest
from hypothesis import given
from hypothesis import strategies as st
from speeches_for_tests import accented, right_to_left, words_in_english

from dsds_audit.speech import (
    ENGLISH_SPEECH,
    Labels,
    Speech,
    current_speech,
    decimal,
    grouped,
    list_of,
    mark,
    say,
    say_in,
    say_many,
    sort_key,
    speaking,
)

SPANISH = Speech("es", decimal=",", group=".", letters={"ñ": "n"})
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.fixture
def in_accents() -> Iterator[None]:
    with speaking(accented()):
        yield


def test_english_is_said_as_it_is_written() -> None:
    assert say("{shown} of {total} hold", shown=1, total=2) == "1 of 2 hold"
    assert [say_many("{count} site", "{count} sites", n) for n in (0, 1, 2)] == [
        "0 sites",
        "1 site",
        "2 sites",
    ]
    assert say_in("of a level", "reached") == "reached"
    assert mark("later") == "later"


def test_without_parts_braces_are_left_alone() -> None:
    assert say("Leave {criterion} as it is.") == "Leave {criterion} as it is."
    assert say("{typed}", typed="{not} {0} a part") == "{not} {0} a part"


@pytest.mark.usefixtures("in_accents")
def test_every_way_of_saying_passes_the_catalogue() -> None:
    said = [
        say("Nothing holds."),
        say("{number} hold", number=3),
        say_many("{count} site", "{count} sites", 1),
        say_many("{count} site of {owner}", "{count} sites of {owner}", 2, owner="Óć"),
        say_in("of a level", "reached"),
        Labels({"a": "one word"})["a"],
        list_of(["á", "é", "í"]),
    ]
    assert not words_in_english(" ".join(said))
    assert said[1].startswith("3 ")
    assert said[3].endswith(" Óć")


def test_labels_are_said_when_they_are_looked_up() -> None:
    labels = Labels({"b": "second", "a": "first"})
    assert dict(labels) == {"b": "second", "a": "first"}
    assert (list(labels), len(labels), labels.get("c")) == (["b", "a"], 2, None)
    with speaking(accented()):
        assert not words_in_english(" ".join(labels.values()))
    assert labels["a"] == "first"
    with pytest.raises(KeyError):
        labels["c"]


def test_lists() -> None:
    assert [list_of(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_numbers_are_written_as_the_language_has_them() -> None:
    assert (decimal("12.5"), grouped(1_234_567)) == ("12.5", "1,234,567")
    with speaking(SPANISH):
        assert (decimal("-12.5"), decimal("7"), grouped(1_234_567), grouped(12)) == (
            "-12,5",
            "7",
            "1.234.567",
            "12",
        )


def test_names_are_sorted_whatever_their_accents_and_case() -> None:
    names = ["Zoe", "ábaco", "Abad", "École", "eco", "Ñandú", "nube", "Núñez"]
    assert sorted(names, key=sort_key) == ["ábaco", "Abad", "eco", "École", "Ñandú", "nube", "Núñez", "Zoe"]
    with speaking(SPANISH):
        assert sorted(names, key=sort_key)[-3:] == ["Núñez", "Ñandú", "Zoe"]
        assert sorted(["mañana", "manzana", "mano", "maña"], key=sort_key) == [
            "mano",
            "manzana",
            "maña",
            "mañana",
        ]


@given(WORDS, WORDS)
def test_one_text_has_one_key(one: str, other: str) -> None:
    for speech in (ENGLISH_SPEECH, SPANISH):
        with speaking(speech):
            assert (sort_key(one) == sort_key(other)) == (one == other)


@given(WORDS)
def test_case_and_the_way_accents_are_typed_sort_alike(text: str) -> None:
    for speech in (ENGLISH_SPEECH, SPANISH):
        with speaking(speech):
            typed = unicodedata.normalize("NFC", text)
            assert sort_key(typed)[0] == sort_key(unicodedata.normalize("NFD", text))[0]
            assert sort_key(typed)[0] == sort_key(typed.casefold())[0]


def test_a_language_is_spoken_until_it_is_left() -> None:
    outer, inner = accented(), right_to_left()
    with speaking(outer):
        with speaking(inner):
            assert current_speech() is inner
        assert current_speech() is outer
        with pytest.raises(RuntimeError), speaking(inner):
            raise RuntimeError
        assert current_speech() is outer
    assert current_speech() is ENGLISH_SPEECH


def test_another_thread_speaks_its_own_language() -> None:
    heard: list[Speech] = []

    def listen() -> None:
        heard.append(current_speech())

    speech = accented()
    with speaking(speech):
        for target in (listen, lambda: copy_context().run(listen)):
            thread = threading.Thread(target=target)
            thread.start()
            thread.join()
        copy_context().run(listen)
    assert heard == [ENGLISH_SPEECH, ENGLISH_SPEECH, speech]


def test_tasks_beside_each_other_do_not_mix_their_languages() -> None:
    async def speak(speech: Speech) -> list[Speech]:
        heard = []
        with speaking(speech):
            for _ in range(3):
                await asyncio.sleep(0)
                heard.append(current_speech())
        return [*heard, current_speech()]

    async def both() -> list[list[Speech]]:
        return await asyncio.gather(speak(one), speak(other))

    one, other = accented(), right_to_left()
    assert asyncio.run(both()) == [[one] * 3 + [ENGLISH_SPEECH], [other] * 3 + [ENGLISH_SPEECH]]
