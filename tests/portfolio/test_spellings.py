"""Names that may be one site's are told; numbers and short words raise no false alarm."""

import time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsds_audit.names import folded
from dsds_audit.portfolio.spellings import SHOWN, find_spellings, tell_spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Riverbend School", "River Bend School"),
        ("St. Mary", "St Mary"),
        ("Lycée Émile", "Lycee Emile"),
        ("O'Neill House", "O\u2019Neill House"),
        ("O'Neill House", "ONeill House"),
        ("Oak-wood", "Oak wood"),
        ("Oakwood Center", "Oakwod Center"),
        ("Oakwood Center", "Oakwoood Center"),
        ("Oakwood Center", "Oakwoot Center"),
        ("Oakwood Center", "Oakowod Center"),
        ("Oakwood Center", "oakwood  centre"),
        ("\u5317\u4eac \u6559\u5ba4", "\u5317\u4eac\u6559\u5ba4"),
        ("School 12", "School-12"),
    ],
)
def test_these_may_be_one_site(one: str, other: str) -> None:
    assert find_spellings([one, other, "Hillside"]) == (tuple(sorted((one, other))),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("School 12", "School 13"),
        ("School 1 2", "School 12"),
        ("School 12b", "School 12c"),
        ("Hill School", "Mill School"),
        ("Hill School", "Hall School"),
        ("North Riverbend", "South Riverbend"),
        ("Northside", "Southside"),
        ("Site 000123 (simulated)", "Site 000124 (simulated)"),
        ("Region A", "Region B"),
        ("Washington", "Farmington"),
        # One site already, for case, width and trailing spaces make no difference.
        ("Riverbend", "RIVERBEND "),
        ("Riverbend", "\uff32iverbend"),
    ],
)
def test_these_are_no_pair(one: str, other: str) -> None:
    assert find_spellings([one, other]) == ()


def test_all_that_are_alike_stand_in_one_group() -> None:
    names = ["St Mary", "St. Mary", "St-Mary", "ST MARY"]
    assert find_spellings(names) == (("ST MARY", "St-Mary", "St. Mary"),)


def test_odd_names_do_no_harm() -> None:
    assert find_spellings(["", "...", "!!", "\u0301", "'", " "]) == ()


@settings(deadline=None)
@given(st.lists(st.text("abAB1 .'\u00e9", min_size=1, max_size=9), max_size=8))
def test_every_group_is_of_different_sites_and_order_does_not_matter(names: list[str]) -> None:
    groups = find_spellings(names)
    assert groups == find_spellings(names[::-1])
    for group in groups:
        assert len({folded(name).strip() for name in group}) == len(group) > 1


@settings(deadline=None)
@given(st.lists(st.sampled_from(["oakwood", "oakwod", "oakwooed", "maplewood", "oakowod"]), unique=True))
def test_blocking_finds_what_comparing_all_finds(words: list[str]) -> None:
    def within_one_slip(one: str, other: str) -> bool:
        letters = "abcdefghijklmnopqrstuvwxyz"
        places = range(1, len(one) + 1)
        near = {one[:i] + one[i + 1 :] for i in places} | {
            one[:i] + c + one[i:] for i in places for c in letters
        }
        near |= {one[:i] + c + one[i + 1 :] for i in places for c in letters}
        near |= {one[:i] + one[i + 1 : i + 2] + one[i : i + 1] + one[i + 2 :] for i in places}
        return other in near

    expected = {tuple(sorted(pair)) for pair in combinations(words, 2) if within_one_slip(*pair)}
    assert set(find_spellings(words)) == expected


def test_twenty_five_thousand_names_take_a_moment() -> None:
    names = [
        f"{word} {kind} {n}"
        for n in range(4200)
        for word, kind in (("Oakwood", "School"), ("Maple", "Center"))
    ]
    names += [
        f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}wood Clinic" for n in range(16_600)
    ]
    began = time.process_time()
    find_spellings(names)
    assert time.process_time() - began < 10


def test_only_the_first_are_told() -> None:
    names = [name for n in range(SHOWN + 5) for name in (f"River Bend {n}", f"Riverbend {n}")]
    told = tell_spellings(names)
    assert len(told) == SHOWN + 1
    assert told[0] == "may be one site: River Bend 0 / Riverbend 0. Nothing was merged."
    assert told[-1] == "5 more groups of sites have names that are as alike."
    assert tell_spellings(["Riverbend"]) == ()
