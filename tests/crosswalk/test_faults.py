from collections.abc import Iterable
from typing import Any

import pytest
from rubrics_for_tests import make_check, make_rubric

from dsds_audit.crosswalk import Crosswalk, Leg
from dsds_audit.crosswalk.faults import find_crosswalk_faults, same_wording
from dsds_audit.rubric import Rubric

OLD = make_rubric({"p1": {"c1": {}, "c2": {}}})
SAME = {"relation": "same", "was": ["p1.c1", "p1.c2"]}
C1, C2 = {"relation": "same", "was": ["p1.c1"]}, {"relation": "same", "was": ["p1.c2"]}


def later(criteria: Any = None, **fields: Any) -> Rubric:
    return make_rubric({"p1": criteria or {"c1": {}, "c2": {}}}, **{"version": "1.1.0", **fields})


def told(new: Rubric, *passages: dict[str, Any], **fields: Any) -> list[tuple[str, str]]:
    """The code of every fault with its message."""
    head = {"rubric": "small", "was": "1.0.0", "now": "1.1.0", "criteria": passages}
    leg = Leg(OLD, new, Crosswalk.model_validate({**head, **fields}))
    return [(fault.code, fault.message) for fault in find_crosswalk_faults(leg)]


def codes(found: Iterable[tuple[str, str]]) -> list[str]:
    return [code for code, _ in found]


def test_a_crosswalk_in_order_has_no_faults() -> None:
    assert told(later(), SAME) == []
    assert told(later(), C1, C2, was_digest=OLD.digest, now_digest=later().digest) == []


@pytest.mark.parametrize(
    "fields", [{"was": "0.9.0"}, {"now": "1.2.0"}, {"rubric": "other"}, {"was_digest": f"sha256:{'0' * 64}"}]
)
def test_it_must_be_of_these_two_versions(fields: dict[str, str]) -> None:
    assert set(codes(told(later(), SAME, **fields))) == {"AUD026"}


def test_it_must_lead_to_a_later_version() -> None:
    assert codes(told(later(version="0.9.0"), SAME, now="0.9.0")) == ["AUD026"]
    assert codes(told(later(version="1.10.0"), SAME, now="1.10.0")) == []


def test_every_criterion_is_named_once() -> None:
    ((code, message), (_, new)) = told(later(), C1)
    assert code == "AUD027"
    assert "p1.c2 of small@1.0.0 is missing" in message
    assert "p1.c2 of small@1.1.0 is missing" in new
    twice = told(later(), SAME, {"relation": "reworded", "was": ["p1.c1"]})
    assert codes(twice) == ["AUD027", "AUD027"]
    assert "2 times" in twice[0][1]


def test_unknown_ids_are_named_with_a_hint() -> None:
    found = told(later(), C1, C2, {"relation": "retired", "was": ["p1.c11"]})
    assert codes(found) == ["AUD027"]
    assert "Did you mean p1.c1?" in found[0][1]
    gone = told(later({"c1": {}, "c3": {}}), SAME, {"relation": "new", "now": ["p1.c3"]})
    assert any("p1.c2 is no criterion in small@1.1.0" in message for _, message in gone)


def test_what_nobody_has_decided_is_refused() -> None:
    ((code, message),) = told(
        later({"c1": {}, "c3": {}}), C1, {"relation": "undecided", "was": ["p1.c2"], "now": ["p1.c3"]}
    )
    assert code == "AUD028"
    assert message.startswith("p1.c2 and p1.c3: nobody has decided")


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"question": "Another?"},
        {"checks": 1},
        {"checks": [make_check("k1", text="So."), "k2"]},
    ],
)
def test_the_same_means_the_same_words(change: dict[str, Any]) -> None:
    assert codes(told(later({"c1": change, "c2": {}}), SAME)) == ["AUD029"]
    assert codes(told(later({"c1": change, "c2": {}}), {"relation": "reworded", "was": ["p1.c1"]}, C2)) == []


def test_what_no_rating_rests_on_may_change_under_the_same_words() -> None:
    changes = {"why": "Because.", "fresh_for": 30, "target": 1, "critical": True, "not_applicable": True}
    assert told(later({"c1": changes, "c2": {}}, weights=["2"], total=70), SAME) == []


def test_renamed_means_another_id_and_the_same_words() -> None:
    words = {"title": "Title of c2", "question": "Is it so with c2?"}
    renamed = {"relation": "renamed", "was": ["p1.c2"], "now": ["p1.c3"]}
    assert told(later({"c1": {}, "c3": words}), C1, renamed) == []
    assert codes(told(later({"c1": {}, "c3": {}}), C1, renamed)) == ["AUD029"]
    unchanged = {"relation": "renamed", "was": ["p1.c2"], "now": ["p1.c2"]}
    assert codes(told(later(), C1, unchanged)) == ["AUD029"]
    checks = [make_check("k9", text="It is so: k1."), "k2"]
    moved = {**unchanged, "checks": {"p1.c2.k1": ["p1.c2.k9"]}}
    assert told(later({"c1": {}, "c2": {"checks": checks}}), C1, moved) == []
    assert codes(told(later(), C1, {**C2, "checks": {"p1.c2.k1": ["p1.c2.k1"]}})) == ["AUD029"]


@pytest.mark.parametrize(
    "passage",
    [
        {"relation": "reworded", "was": ["p1.c2"], "rule": "ask"},
        {"relation": "retired", "was": ["p1.c2"], "now": ["p1.c2"]},
        {"relation": "split", "was": ["p1.c2"], "now": ["p1.c2"], "rule": "each"},
        {"relation": "merged", "was": ["p1.c2"], "now": ["p1.c2"], "rule": "lowest"},
        {"relation": "same", "was": ["p1.c2"], "now": ["p1.c2"]},
        {"relation": "new", "was": ["p1.c2"], "now": ["p1.c2"]},
    ],
)
def test_a_relation_that_does_not_fit_its_ids(passage: dict[str, Any]) -> None:
    assert "AUD029" in codes(told(later(), C1, passage))


@pytest.mark.parametrize("rule", [None, "lowest"])
def test_what_is_split_needs_a_rule_of_its_own(rule: str | None) -> None:
    new = later({"c1": {}, "a": {}, "b": {}})
    split = {"relation": "split", "was": ["p1.c2"], "now": ["p1.a", "p1.b"]}
    ((code, message),) = told(new, C1, {**split, "rule": rule})
    assert code == "AUD029"
    assert "each or ask" in message
    assert told(new, C1, {**split, "rule": "each"}) == []


def test_checks_belong_to_their_passage() -> None:
    reworded = {"relation": "reworded", "was": ["p1.c2"]}
    assert codes(told(later(), C1, {**reworded, "checks": {"p1.c1.k1": ["p1.c2.k1"]}})) == ["AUD027"]
    assert codes(told(later(), C1, {**reworded, "checks": {"p1.c2.k1": ["p1.c1.k1"]}})) == ["AUD027"]
    assert told(later(), C1, {**reworded, "checks": {"p1.c2.k1": []}}) == []


def test_an_id_never_gets_another_meaning() -> None:
    new = later({"c1": {}, "c2": {}, "c3": {"title": "Title of c2", "question": "Is it so with c2?"}})
    renamed = {"relation": "renamed", "was": ["p1.c2"], "now": ["p1.c3"]}
    ((code, message),) = told(new, C1, renamed, {"relation": "new", "now": ["p1.c2"]})
    assert code == "AUD029"
    assert "p1.c2 was another criterion" in message


def test_under_another_scale_nothing_is_the_same() -> None:
    new = later(top=4)
    reworded = {"relation": "reworded", "was": SAME["was"]}
    assert codes(told(new, SAME)) == ["AUD029"]
    assert told(new, reworded) == []
    assert told(new, reworded, levels={0: 0, 1: 2, 2: 4}) == []
    for levels in ({0: 0, 3: 4}, {0: 0, 2: 5}, {0: 4, 2: 0}):
        assert set(codes(told(new, reworded, levels=levels))) == {"AUD029"}
    assert codes(told(later(), SAME, levels={0: 0})) == ["AUD029"]


def test_wording_is_compared_check_by_check() -> None:
    one, other = OLD.criteria["p1.c1"], later({"c1": {"checks": ["k2", "k1"]}}).criteria["p1.c1"]
    assert same_wording(one, other, {})
    assert not same_wording(one, other, {"k1": "k2", "k2": "k2"})
