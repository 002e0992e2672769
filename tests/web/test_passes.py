import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from dsds_audit.web.passes import Facilitator, Member, Passes, Person, new_facilitator

KEY, OTHER = "k" * 43, "o" * 43
PEOPLE = [Facilitator("f1"), Member("p-abcdef", "room")]


def cookie_of(passes: Passes, person: Person) -> tuple[str, str, str]:
    """The name, the value and what else a browser is told of a pass."""
    answer = Response()
    passes.give(answer, person)
    pair, _, rest = answer.headers["set-cookie"].partition(";")
    name, _, value = pair.partition("=")
    return name, value, rest.lower()


def calling(*cookies: tuple[str, str]) -> HTTPConnection:
    text = "; ".join(f"{name}={value}" for name, value in cookies)
    return HTTPConnection({"type": "http", "headers": [(b"cookie", text.encode("latin-1", "replace"))]})


def read(passes: Passes, call: HTTPConnection) -> tuple[Facilitator | None, Member | None]:
    return passes.facilitator(call), passes.member(call)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_pass_says_who_somebody_is_also_to_a_server_with_the_same_key(person: Person) -> None:
    name, value, _ = cookie_of(Passes(KEY), person)
    known = read(Passes(KEY), calling((name, value)))
    assert person in known
    assert None in known


@pytest.mark.parametrize("person", PEOPLE)
def test_scripts_cannot_read_it_nor_other_sites_send_it_in_a_form(person: Person) -> None:
    _, _, told = cookie_of(Passes(KEY), person)
    assert "httponly" in told
    assert "samesite=lax" in told
    assert "path=/" in told
    assert "domain" not in told


@pytest.mark.parametrize("person", PEOPLE)
def test_a_pass_of_another_key_or_changed_by_one_letter_is_nobodys(person: Person) -> None:
    name, value, _ = cookie_of(Passes(OTHER), person)
    assert read(Passes(KEY), calling((name, value))) == (None, None)
    name, value, _ = cookie_of(Passes(KEY), person)
    for at in range(len(value) - 1):  # Of the last letter, some bits say nothing.
        changed = value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]
        assert read(Passes(KEY), calling((name, changed))) == (None, None)


def test_a_pass_of_one_kind_is_none_of_the_other() -> None:
    passes = Passes(KEY)
    (lead, first, _), (vote, second, _) = (cookie_of(passes, person) for person in PEOPLE)
    assert read(passes, calling((lead, second), (vote, first))) == (None, None)


def test_the_passes_of_two_servers_on_one_computer_do_not_meet() -> None:
    one, two = Passes(KEY, "-8321"), Passes(OTHER, "-8322")
    cookies = [cookie_of(passes, PEOPLE[0])[:2] for passes in (one, two)]
    assert len({name for name, _ in cookies}) == 2
    assert one.facilitator(calling(*cookies)) == two.facilitator(calling(*cookies)) == PEOPLE[0]


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda b: b.decode("latin-1")))
def test_whatever_a_cookie_holds_it_is_nobodys_pass(value: str) -> None:
    names = [cookie_of(Passes(KEY), person)[0] for person in PEOPLE]
    for name in names:
        assert read(Passes(KEY), calling((name, value))) == (None, None)


@pytest.mark.parametrize(
    "fields", [[], {}, "f1", None, 5, ["a", "b", "c"], [["a"], {}, None], [{"id": "f1"}]]
)
def test_even_a_signed_pass_of_another_form_breaks_nothing(fields: object) -> None:
    for kind, name in ((Facilitator, "dsds-facilitator"), (Member, "dsds-member")):
        value = URLSafeSerializer(KEY, salt=name).dumps(fields)
        for found in read(Passes(KEY), calling((name, str(value)))):
            assert found is None or (isinstance(found, kind) and isinstance(found.id, str))


def test_a_forms_token_is_bound_to_the_person_and_the_server() -> None:
    passes = Passes(KEY)
    everybody: list[Person | None] = [
        None,
        *PEOPLE,
        Facilitator("f2"),
        Member("f1", "room"),
        new_facilitator(),
    ]
    tokens = {passes.token_for(person) for person in everybody}
    assert len(tokens) == len(everybody)
    assert Passes(OTHER).token_for(PEOPLE[0]) not in tokens
    for person in everybody:
        assert [passes.is_token(person, token) for token in tokens].count(True) == 1
    for wrong in ("", "é\ud800"[:1], "0" * 64):
        assert not passes.is_token(PEOPLE[0], wrong)
