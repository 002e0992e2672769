from dsds_audit.web.limits import Limit


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def limit(clock: Clock) -> Limit:
    return Limit(3, 5, 60.0, clock)


def test_one_name_waits_after_its_wrong_tries_and_others_do_not() -> None:
    tries = limit(Clock())
    for _ in range(3):
        assert not tries.reached("a")
        tries.count("a")
    assert tries.reached("a")
    assert not tries.reached("b")


def test_everyone_waits_after_too_many_in_all() -> None:
    tries = limit(Clock())
    for name in "abcde":
        assert not tries.reached(name)
        tries.count(name)
    assert tries.reached("z")


def test_it_is_over_after_a_while() -> None:
    clock = Clock()
    tries = limit(clock)
    for name in "aaaabb":
        tries.count(name)
    clock.now += 59
    assert tries.reached("a")
    assert tries.reached("z")
    clock.now += 2
    assert not tries.reached("a")
    assert not tries.reached("z")


def test_tries_are_forgotten_one_by_one() -> None:
    clock = Clock()
    tries = limit(clock)
    for _ in range(3):
        tries.count("a")
        clock.now += 20
    assert not tries.reached("a"), "the first of three is a minute ago"
    tries.count("a")
    assert tries.reached("a")


def test_its_memory_is_bounded() -> None:
    tries = Limit(3, 10**6, 60.0, Clock())
    for number in range(20_000):
        tries.count(f"10.0.{number}")
    assert len(tries._wrong) <= 10_000
