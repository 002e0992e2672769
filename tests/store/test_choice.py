import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dsds_audit.assessment import Assessment
from dsds_audit.errors import AssessmentError, Problem, StoreError
from dsds_audit.store import Damaged, Stored
from dsds_audit.store.choice import DamagedError, Found, any_among, find_among, found_among, latest_among


def stored(date: str, site: str = "Riverbend", *, unfinished: bool = False, **fields: Any) -> Stored:
    interview = {"position": "finish"} if unfinished else None
    data = {"site": site, "date": date, "rubric": "dsds@1.0.0", "interview": interview, **fields}
    return Stored(f"w/{site}/{date}.yaml", "r", Assessment.model_validate(data))


def damaged(site: str | None, folder: str = "x") -> Damaged:
    return Damaged(f"w/{folder}/1.yaml", site, AssessmentError(Problem("AUD002", "is damaged.", "1.yaml", 3)))


def latest(entries: Sequence[Stored | Damaged], site: str = "riverbend", **wishes: Any) -> Stored:
    wanted = {"program": None, "rubric_id": None, "as_of": None, **wishes}
    return latest_among(entries, site, place="w", **wanted)


OLD, NEW = stored("2026-03-02"), stored("2026-09-14")


def test_the_newest_first_whatever_the_case() -> None:
    open_one = stored("2026-12-01", "RIVERBEND", unfinished=True)
    assert find_among([OLD, open_one, NEW, stored("2027-01-01", "Other")], "riverbend") == [
        open_one,
        NEW,
        OLD,
    ]
    assert latest([OLD, open_one, NEW]) == NEW


def test_up_to_a_date_of_a_program_against_a_rubric() -> None:
    entries = [OLD, NEW, stored("2027-01-01", rubric="python-project@1.0.0")]
    assert latest(entries, as_of=dt.date(2026, 9, 13)) == OLD
    assert latest(entries, rubric_id="dsds") == NEW
    assert latest(entries).assessment.rubric == "python-project@1.0.0"
    two = [stored("2026-03-02", program="A"), stored("2026-04-02", program="B")]
    assert latest(two, program="a") == two[0]


@pytest.mark.parametrize(
    ("entries", "wishes", "told"),
    [
        ([], {}, "w: AUD053 holds no assessment of any site yet. Begin: dsds-audit interview riverbend."),
        ([OLD], {"site": "Riverbnd"}, "AUD053 holds no assessment of Riverbnd. Did you mean Riverbend?"),
        ([OLD], {"site": "Oak"}, "AUD053 holds no assessment of Oak. Known: Riverbend."),
        ([stored("2026-03-02", f"Site {n}") for n in range(20)], {"site": "Q"}, "and 12 more."),
        (
            [OLD],
            {"as_of": dt.date(2026, 1, 1)},
            "of riverbend up to 2026-01-01. There: 2026-03-02 (dsds@1.0.0).",
        ),
        (
            [OLD],
            {"program": "X", "rubric_id": "y"},
            "AUD053 holds no assessment of riverbend on X against y.",
        ),
        (
            [stored("2026-03-02", unfinished=True)],
            {},
            "w/Riverbend/2026-03-02.yaml: AUD054 holds only an unfinished",
        ),
        ([stored("2026-03-02", program="A"), stored("2026-03-03", program="B")], {}, "AUD055"),
        (
            [stored("2026-03-02", program="A"), OLD],
            {},
            "--program: A, or the file w/Riverbend/2026-03-02.yaml",
        ),
    ],
)
def test_what_is_said_where_there_is_none(entries: list[Stored], wishes: dict[str, Any], told: str) -> None:
    with pytest.raises(StoreError) as caught:
        latest(entries, **wishes)
    assert told in str(caught.value)
    assert "Please" in str(caught.value)


def test_a_damaged_file_matters_to_its_own_site_only() -> None:
    assert find_among([OLD, damaged("Other"), damaged(None)], "Riverbend") == [OLD]
    for entry in (damaged("RIVERBEND"), damaged(None, "Riverbend")):
        with pytest.raises(DamagedError, match=r"1\.yaml:3: AUD002") as caught:
            find_among([OLD, entry], "Riverbend")
        assert caught.value.found == Found((OLD,), (entry,)) == found_among([entry, OLD], "Riverbend")
        assert latest([OLD, entry]) == OLD
        with pytest.raises(DamagedError, match="AUD002"):
            latest([entry])
        with pytest.raises(StoreError, match=r"(?s)AUD053.*AUD002"):
            latest([OLD, entry], program="X")


def test_a_damaged_file_may_be_later_unless_its_date_says_otherwise(tmp_path: Path) -> None:
    for date, told in (
        ("2026-09-14", True),
        ("2026-03-02", False),
        ("2026-01-01", False),
        ("2028-01-01", False),
        ("soon", True),
        ("", True),
    ):
        path = tmp_path / "1.yaml"
        path.write_text(f"date: {date}\nratings: [\n", encoding="utf-8")
        found = Found((OLD,), (replace(damaged("Riverbend"), place=str(path)),))
        assert found.doubts_about(OLD, dt.date(2027, 1, 1)) == ((str(path),) if told else ())


def test_any_of_a_sites_assessments_will_do_where_only_the_site_matters() -> None:
    unfinished = stored("2027-01-01", unfinished=True)
    assert any_among([OLD, unfinished, NEW, damaged("Riverbend")], "RIVERBEND", "w") == unfinished
    broken = damaged(None, "riverbend")
    assert any_among([broken], "Riverbend", "w") == broken
    with pytest.raises(StoreError, match=r"AUD053 .* Did you mean Riverbend\?"):
        any_among([OLD], "Rivrbend", "w")
