"""What the tests of the dialogues share: the example site's plan, in a workspace of its own."""

import datetime as dt
import shutil
from pathlib import Path

from dsds_audit.cli.desk import desk_in
from dsds_audit.dialogues.site_plans import SitePlan

SITE = "Riverbend Family Center"
TODAY = dt.date(2026, 9, 28)
_EXAMPLES = Path(__file__).resolve().parents[2] / "dsds_audit" / "examples"


def plan_in(folder: Path) -> SitePlan:
    """The plan of the example's site, which a test may change."""
    shutil.copytree(_EXAMPLES, folder, dirs_exist_ok=True)
    return SitePlan(desk_in(folder), SITE, None, TODAY)
