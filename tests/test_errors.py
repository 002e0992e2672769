from dsds_audit.errors import AuditError, Problem, did_you_mean, printable


def test_a_problem_is_one_line_with_place_code_fault_and_way_out() -> None:
    problem = Problem("AUD012", "level 3 is not on the scale. Please use 0, 1 or 2.", "a.yaml", 14)
    assert str(problem) == "a.yaml:14: AUD012 level 3 is not on the scale. Please use 0, 1 or 2."
    assert str(Problem("AUD060", "there is no terminal.")) == "AUD060 there is no terminal."


def test_what_a_file_holds_cannot_break_the_line_or_steer_the_terminal() -> None:
    hostile = Problem("AUD010", "a\nb\x1b[31mc\u2028d is unknown.", "x\ny.yaml", 1)
    assert str(hostile) == "x\\ny.yaml:1: AUD010 a\\nb\\x1b[31mc\\u2028d is unknown."


def test_one_error_holds_every_problem() -> None:
    problems = (Problem("AUD001", "one."), Problem("AUD002", "two."))
    assert AuditError(iter(problems)).problems == problems
    assert AuditError(problems[0]).problems == problems[:1]
    assert str(AuditError(problems)) == "AUD001 one.\nAUD002 two."


def test_the_nearest_known_word_or_nothing() -> None:
    assert did_you_mean("fidelty", ["outcome", "fidelity"]) == " Did you mean fidelity?"
    assert did_you_mean("zebra", ["outcome", "fidelity"]) == ""


def test_spaces_that_do_not_break_are_shown_as_spaces() -> None:
    """French has one before a question mark."""
    text = "80\N{NO-BREAK SPACE}% ?\N{NARROW NO-BREAK SPACE}!"
    assert printable(text) == text
