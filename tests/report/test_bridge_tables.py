from fractions import Fraction

from histories_for_tests import DAYS, a_past, anything, versions
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.bridge import build_bridge
from dsds_audit.report.bridge_tables import bridge_table
from tests.report.test_tables import printed


def test_the_steps_stand_between_the_two_dates():
    bridge = a_past().intervals[1].bridge
    text = " ".join(printed(bridge_table(bridge)).split())
    parts = ["Mar 3, 2025", "The rubric", "What applies", "What is known", "The levels", "Mar 2, 2026"]
    places = [text.index(part, text.index("Low end")) for part in parts]
    assert places == sorted(places)
    assert "with small@1.0.0" in text
    assert "with small@1.1.0" in text
    assert "Only step 4 is a change of the site." in text
    assert "By practice" in text
    assert "By practice" not in printed(bridge_table(bridge, practices=False))
    assert bridge.total.steps["levels"].low == Fraction(25, 3)
    assert "+8.3" in text


@examples(30)
@given(st.data())
def test_any_bridge_can_be_printed(data):
    old, new, leg = data.draw(versions())
    a, b = anything(data.draw, old, date=DAYS[0]), anything(data.draw, new, date=DAYS[1])
    assert printed(bridge_table(build_bridge(old, a, new, b, [leg])), data.draw(st.integers(30, 120)))
