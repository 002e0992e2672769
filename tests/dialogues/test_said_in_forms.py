"""Every form about a plan asks in the language spoken."""

from pathlib import Path

from rubrics_for_tests import DAY
from speeches_for_tests import accented, words_in_english

from dsds_audit.dialogues.adopting import Advice
from dsds_audit.dialogues.changing import Change, closing, dropping, reopening, scheduling, updating
from dsds_audit.dialogues.forms import Form, is_missing
from dsds_audit.plan import ActionItem, Closing
from dsds_audit.speech import speaking
from tests.dialogues.plans_for_tests import plan_in
from tests.dialogues.test_adopting import advice_in

ITEM = ActionItem(id="x1", action="Ñ", owner="Ána", adopted=DAY, due=DAY, measure="Ñ")
ENDED = ITEM.model_copy(
    update={
        "closed": Closing.model_validate(
            {"date": DAY, "evidence": [{"what": "Ñ"}], "result": "Ñ", "learnt": "Ñ"}
        )
    }
)


def words_of(form: Form) -> str:
    """What a form says, but for what stands in it and what the rubric calls its drivers."""
    texts = [form.title.replace("Riverbend Family Center", ""), form.taking, *form.about]
    for blank in form.blanks:
        texts += [blank.label, blank.prompt, is_missing(blank)]
        texts += [choice.label for choice in blank.choices if blank.name != "driver" or not choice.value]
    return "\n".join(texts)


def test_every_change_is_asked_for_and_told_in_the_language(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    with speaking(accented()):
        changes: list[Change] = [begin(plan, ITEM) for begin in (updating, closing, dropping)]
        changes += [begin(plan, ENDED) for begin in (updating, reopening)]
        changes.append(scheduling(plan, plan.now()))
        for change in changes:
            assert not words_in_english(words_of(change.form({}))), change.name
            assert not words_in_english(change.done)


def test_taking_an_action_on_is_asked_for_in_the_language(tmp_path: Path) -> None:
    advice = advice_in(tmp_path)
    full = Advice(advice.plan, advice.rubric, advice.assessment, advice.recommendations, 1)
    meant = advice.not_taken()[0][1]
    with speaking(accented()):
        own = words_of(full.form(None, {}, full.plan.now()))
        advised = full.form(meant, {}, full.plan.now())
        assert not words_in_english(own)
        known = f"{meant.criterion.replace('.', ' ')} {advice.rubric.text_of(meant.criterion)} {advised}"
        assert set(words_in_english(words_of(advised))) <= set(words_in_english(known))
