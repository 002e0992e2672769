import re
import shutil
from pathlib import Path

import pytest
from translations_for_tests import accented, make_translation

from dsds_audit import catalogue as module
from dsds_audit.catalogue import Catalogue, bundled_folder, released_digests
from dsds_audit.errors import RubricError
from dsds_audit.translation_drafts import draft_translation
from dsds_audit.translation_files import render_translation

SOURCE = bundled_folder() / "python-project" / "1.0.0.yaml"
BUNDLED = tuple(
    sorted(
        f"{path.parent.name}@{path.stem}"
        for path in bundled_folder().glob("*/*[0-9].yaml")
        if "--" not in path.name
    )
)


def put(folder, ref, *, holding=None, title=None):
    """A copy of a bundled rubric under another name."""
    name, _, version = ref.partition("@")
    inner_name, _, inner_version = (holding or ref).partition("@")
    text = SOURCE.read_text(encoding="utf-8")
    text = text.replace("id: python-project", f"id: {inner_name}", 1).replace(
        "version: 1.0.0", f"version: {inner_version}", 1
    )
    if title:
        text = re.sub(r"^title: .*$", f"title: {title}", text, count=1, flags=re.MULTILINE)
    path = folder / name / f"{version}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def problem_of(ref, *folders):
    with pytest.raises(RubricError) as caught:
        Catalogue(folders).load(ref)
    (problem,) = caught.value.problems
    return problem


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    """A bundled folder that may be tampered with."""
    folder = tmp_path / "bundled"
    shutil.copytree(bundled_folder(), folder)
    monkeypatch.setattr(module, "bundled_folder", lambda: folder)
    return folder


def test_the_bundled_rubrics():
    assert Catalogue().refs() == BUNDLED
    assert {"dsds@1.0.0", "python-project@1.0.0"} <= set(BUNDLED)


@pytest.mark.parametrize("ref", BUNDLED)
def test_a_released_rubric_has_the_digest_it_was_released_with(ref):
    rubric = Catalogue().load(ref)
    if rubric.released:
        assert released_digests().get(ref) == rubric.digest, "please record it in rubrics/released.txt"


def test_every_released_rubric_is_still_there():
    assert set(released_digests()) <= set(BUNDLED)


def test_a_rubric_by_id_and_version_or_by_id_alone(tmp_path):
    put(tmp_path, "mine@1.0.0")
    put(tmp_path, "mine@2.0.0")
    catalogue = Catalogue([tmp_path])
    assert catalogue.load("mine@1.0.0").ref == "mine@1.0.0"
    assert catalogue.load("mine").ref == "mine@2.0.0"
    assert catalogue.path_of("mine") == tmp_path / "mine" / "2.0.0.yaml"


def test_the_newest_version_is_the_highest_number_and_not_the_last_word(tmp_path):
    for version in ("1.9.0", "1.10.0", "1.2.30", "0.99.99", "1.10.0"):
        put(tmp_path, f"mine@{version}")
    catalogue = Catalogue([tmp_path])
    assert catalogue.load("mine").version == "1.10.0"
    mine = [ref for ref in catalogue.refs() if ref.startswith("mine@")]
    assert mine == ["mine@1.10.0", "mine@1.9.0", "mine@1.2.30", "mine@0.99.99"]


def test_the_newest_version_may_stand_in_any_folder(tmp_path):
    put(tmp_path / "one", "mine@1.0.0")
    put(tmp_path / "two", "mine@1.1.0")
    assert Catalogue([tmp_path / "one", tmp_path / "two"]).load("mine").version == "1.1.0"


def test_the_first_folder_wins(tmp_path):
    put(tmp_path / "one", "mine@1.0.0", title="The first")
    put(tmp_path / "two", "mine@1.0.0", title="The second")
    assert Catalogue([tmp_path / "one", tmp_path / "two"]).load("mine").title == "The first"


def test_nobody_takes_the_place_of_a_bundled_rubric(tmp_path):
    put(tmp_path, "dsds@1.0.0", title="A cuckoo")
    assert Catalogue([tmp_path]).load("dsds@1.0.0").title == "Decision support data system"
    put(tmp_path, "dsds@1.0.1", title="A later version")
    assert Catalogue([tmp_path]).load("dsds").title == "A later version"
    assert Catalogue([tmp_path]).load("dsds@1.0.0").title == "Decision support data system"


def test_other_files_are_no_rubrics(tmp_path):
    put(tmp_path, "mine@1.0.0")
    for name in ("notes.yaml", "1.0.yaml", "1.0.0.yml", "1.0.0.yaml~", "v1.0.0.yaml"):
        (tmp_path / "mine" / name).write_text("x")
    (tmp_path / "1.0.0.yaml").write_text("x")
    assert [ref for ref in Catalogue([tmp_path]).refs() if ref not in BUNDLED] == ["mine@1.0.0"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert Catalogue([tmp_path / "nowhere"]).refs() == BUNDLED


def test_a_rubric_that_is_not_there():
    problem = problem_of("dsd@1.0.0")
    assert problem.code == "AUD020"
    assert "Did you mean dsds@1.0.0?" in problem.message
    assert problem_of("dsds@9.0.0").code == "AUD020"


@pytest.mark.parametrize(
    "ref", ["", "@", "@1.0.0", "dsds@", "../dsds", "../../etc/passwd", "schema", "zzz", "DSDS@1.0.0"]
)
def test_a_name_is_looked_up_and_never_made_a_path_of(ref):
    problem = problem_of(ref)
    assert problem.code == "AUD020"
    assert "Please name one of them" in problem.message


def test_a_file_has_to_hold_what_its_name_says(tmp_path):
    path = put(tmp_path, "mine@1.0.0", holding="yours@1.0.0")
    problem = problem_of("mine@1.0.0", tmp_path)
    assert (problem.code, problem.place) == ("AUD023", str(path))
    assert "holds yours@1.0.0" in problem.message
    put(tmp_path, "mine@1.0.0", holding="mine@1.0.1")
    assert problem_of("mine", tmp_path).code == "AUD023"


def test_what_is_wrong_with_a_rubric_is_told_with_its_line(tmp_path):
    path = put(tmp_path, "mine@1.0.0")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("target: 2\n", "target: 9\n", 1), encoding="utf-8")
    problem = problem_of("mine", tmp_path)
    line = text[: text.index("\ntarget: 2\n") + 1].count("\n") + 1
    assert (problem.code, problem.place, problem.line) == ("AUD033", str(path), line)


def test_a_released_rubric_that_was_changed_is_refused(bundle):
    ref = "dsds@1.0.0"
    released = Catalogue().load(ref).digest
    (bundle / "released.txt").write_text(f"# released\n\n{ref} {released}\n", encoding="utf-8")
    assert Catalogue().load(ref).digest == released
    path = bundle / "dsds" / "1.0.0.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("cost: 3", "cost: 4", 1), encoding="utf-8")
    problem = problem_of(ref)
    assert (problem.code, problem.place) == ("AUD022", str(path))
    assert released in problem.message
    assert "new version" in problem.message
    path.write_text("# a comment\n" + text, encoding="utf-8")
    assert Catalogue().load(ref).digest == released


def test_a_new_vector_changes_no_release(bundle):
    ref = "dsds@1.0.0"
    (bundle / "released.txt").write_text(f"{ref} {Catalogue().load(ref).digest}\n", encoding="utf-8")
    path = bundle / "dsds" / "1.0.0.yaml"
    more = "  - name: one more\n    others: 2\n    expect: {low: 100}\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert len(Catalogue().load(ref).vectors) > 1


def test_a_rubric_of_ones_own_is_not_held_against_the_releases(bundle, tmp_path):
    (bundle / "released.txt").write_text(f"mine@1.0.0 sha256:{'0' * 64}\n", encoding="utf-8")
    put(tmp_path, "mine@1.0.0")
    assert Catalogue([tmp_path]).load("mine").ref == "mine@1.0.0"


def test_another_version_is_no_slip_of_the_pen():
    told = problem_of("dsds@0.0.1").message
    assert "Did you mean" not in told
    assert "Known: dsds@1.0.0." in told
    assert "Did you mean dsds@1.0.0?" in problem_of("dsdss@1.0.0").message


def test_a_rubric_is_read_once(tmp_path):
    path = put(tmp_path, "mine@1.0.0")
    catalogue = Catalogue([tmp_path])
    first = catalogue.load("mine@1.0.0")
    path.unlink()
    assert catalogue.load("mine@1.0.0") is first


# Crosswalks.


def join(folder, name, was, now, relation="same"):
    """A crosswalk between two copies of a bundled rubric."""
    names = ", ".join(Catalogue([folder]).load(f"{name}@{was}").criteria)
    path = folder / name / f"{was}--{now}.yaml"
    text = (
        f"rubric: {name}\nwas: {was}\nnow: {now}\ncriteria:\n  - {{relation: {relation}, was: [{names}]}}\n"
    )
    path.write_text(text, encoding="utf-8")
    return path


def refusal(catalogue, *refs):
    with pytest.raises(RubricError) as caught:
        catalogue.legs(*refs)
    return caught.value.problems[0]


@pytest.fixture
def versions(tmp_path):
    for version in ("1.0.0", "1.1.0", "1.2.0", "2.0.0"):
        put(tmp_path, f"mine@{version}")
    return tmp_path


def test_a_crosswalk_is_no_version(versions):
    join(versions, "mine", "1.0.0", "1.1.0")
    assert [ref for ref in Catalogue([versions]).refs() if "--" in ref] == []


def test_the_shortest_chain_leads_to_a_later_version(versions):
    for was, now in (("1.0.0", "1.1.0"), ("1.1.0", "1.2.0"), ("1.2.0", "2.0.0")):
        join(versions, "mine", was, now)
    catalogue = Catalogue([versions])
    legs = catalogue.legs("mine@1.0.0", "mine@2.0.0")
    assert [(leg.old.version, leg.new.version) for leg in legs] == [
        ("1.0.0", "1.1.0"),
        ("1.1.0", "1.2.0"),
        ("1.2.0", "2.0.0"),
    ]
    join(versions, "mine", "1.1.0", "2.0.0")
    assert len(catalogue.legs("mine@1.0.0", "mine@2.0.0")) == 2
    assert catalogue.legs("mine@1.1.0", "mine@1.1.0") == ()


def test_a_crosswalk_may_stand_in_any_folder_and_is_read_once(versions, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    put(other, "mine@1.1.0")
    put(other, "mine@1.0.0")
    path = join(other, "mine", "1.0.0", "1.1.0")
    catalogue = Catalogue([versions, other])
    (first,) = catalogue.legs("mine@1.0.0", "mine@1.1.0")
    path.write_text("rubric: nonsense", encoding="utf-8")
    assert catalogue.legs("mine@1.0.0", "mine@1.1.0") == (first,)


def test_where_no_crosswalk_leads_the_way_out_is_told(versions):
    join(versions, "mine", "1.0.0", "1.1.0")
    catalogue = Catalogue([versions])
    none = refusal(catalogue, "mine@1.0.0", "mine@2.0.0")
    assert none.code == "AUD025"
    assert "rubric diff mine@1.0.0 mine@2.0.0 --draft 1.0.0--2.0.0.yaml" in none.message
    back = refusal(catalogue, "mine@1.1.0", "mine@1.0.0")
    assert (back.code, "nothing is carried back" in back.message) == ("AUD025", True)
    other = refusal(catalogue, "mine@1.0.0", "python-project@1.0.0")
    assert (other.code, "different rubrics" in other.message) == ("AUD025", True)
    assert refusal(catalogue, "mine@1.0.0", "mine@9.0.0").code == "AUD020"


def test_a_crosswalk_that_is_not_in_order_is_refused_with_its_line(versions):
    path = join(versions, "mine", "1.0.0", "1.1.0", relation="undecided")
    with pytest.raises(RubricError) as caught:
        Catalogue([versions]).legs("mine@1.0.0", "mine@1.1.0")
    assert ("AUD028", str(path), 5) in [(p.code, p.place, p.line) for p in caught.value.problems]


EXAMPLES = Path(__file__).parent.parent / "dsds_audit" / "examples" / "rubrics"


@pytest.mark.parametrize(
    "path",
    [path for folder in (bundled_folder(), EXAMPLES) for path in sorted(folder.glob("*/*--*.yaml"))],
    ids=lambda path: path.name,
)
def test_every_crosswalk_that_comes_with_the_package_is_in_order(path):
    was, _, now = path.stem.partition("--")
    assert Catalogue([EXAMPLES]).legs(f"{path.parent.name}@{was}", f"{path.parent.name}@{now}")


# Languages


def put_translation(folder, rubric, language="es", word=accented):
    draft = draft_translation(rubric, language, make_translation(rubric, language, word))
    path = folder / rubric.id / f"{rubric.version}.{language}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render_translation(draft))
    return path


def test_a_rubric_is_loaded_in_a_language_or_as_it_was_written():
    catalogue = Catalogue()
    assert catalogue.load("dsds").language == "en"
    assert catalogue.load("dsds", "fr").title == "Système de données d’aide à la décision"
    spoken = Catalogue(language="es-MX")
    assert spoken.load("dsds").language == "es"
    assert spoken.load_original("dsds") == catalogue.load("dsds")
    assert spoken.load("python-project").language == "en"
    assert spoken.load("dsds", "en").language == "en"
    assert [rubric.ref for rubric in spoken.loaded] == ["dsds@1.0.0", "python-project@1.0.0", "dsds@1.0.0"]


def test_a_translation_is_no_version_and_no_rubric(tmp_path):
    put_translation(tmp_path, Catalogue().load_original("python-project"), "pt")
    catalogue = Catalogue([tmp_path])
    assert catalogue.refs() == BUNDLED
    assert set(catalogue.languages("python-project@1.0.0")) == {"pt"}
    original = catalogue.load_original("python-project")
    assert catalogue.load("python-project", "pt").title == accented(original.title)


def test_a_language_nobody_speaks_is_refused_with_those_that_are_there(tmp_path):
    put_translation(tmp_path, Catalogue().load_original("python-project"), "pt")
    catalogue = Catalogue([tmp_path])
    assert catalogue.load("dsds", "pt-BR").language == "en"
    with pytest.raises(
        RubricError, match=r"AUD180 no rubric is translated into de\. There is: en, es, fr, pt\."
    ):
        catalogue.load("dsds", "de")


def test_a_bundled_translation_cannot_be_replaced(tmp_path):
    original = Catalogue().load_original("dsds")
    put_translation(tmp_path, original)
    assert Catalogue([tmp_path]).load("dsds", "es") == Catalogue().load("dsds", "es")


def test_a_translation_under_a_wrong_name_is_refused(tmp_path):
    path = put_translation(tmp_path, Catalogue().load_original("dsds"), "pt")
    path.rename(path.with_name("1.0.0.de.yaml"))
    with pytest.raises(RubricError, match="AUD181"):
        Catalogue([tmp_path]).load("dsds", "de")


def test_crosswalks_join_rubrics_as_they_were_written():
    """A version that is not translated must not look as if it had another scale."""
    (leg,) = Catalogue([EXAMPLES], "es").legs("dsds@0.9.0", "dsds@1.0.0")
    (same,) = Catalogue([EXAMPLES]).legs("dsds@0.9.0", "dsds@1.0.0")
    assert leg == same
