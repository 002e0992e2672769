import pytest

from dsds_audit.theme import LEAST_CONTRAST, Theme, contrast_with_white


@pytest.mark.parametrize(
    ("color", "ratio"),
    [("#ffffff", 1), ("#000000", 21), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)],
)
def test_contrast_is_as_published(color, ratio):
    assert contrast_with_white(color) == pytest.approx(ratio, abs=0.01)


def test_our_own_color_can_be_read():
    assert contrast_with_white(Theme().color) >= LEAST_CONTRAST
