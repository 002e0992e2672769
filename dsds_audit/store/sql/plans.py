"""Plans in a database: one a site, changed without losing anyone's change."""

from collections.abc import Callable

from sqlalchemy import Connection, exists, insert, select, update

from dsds_audit.plan import Plan
from dsds_audit.plan_files import parse_plan, render_plan
from dsds_audit.store import StoredPlan
from dsds_audit.store.paths import revision_of
from dsds_audit.store.sql.engines import take_turns
from dsds_audit.store.sql.places import free_plan_name
from dsds_audit.store.sql.rows import folder_of, refuse_unstorable, site_key_of
from dsds_audit.store.sql.tables import assessments, plans


def read_plan(connection: Connection, site: str, label: str) -> StoredPlan | None:
    """The plan of a site; None where it has none; raises PlanError where it is damaged."""
    row = connection.execute(select(plans).where(plans.c.site_key == site_key_of(site))).one_or_none()
    if row is None:
        return None
    place = f"{label}:{row.name}"
    return StoredPlan(place, row.digest, parse_plan(row.content, place))


def change_plan(
    connection: Connection, site: str, change: Callable[[Plan], Plan], label: str
) -> StoredPlan | None:
    """Change a site's plan, or begin one; None where no assessment is of the site.

    Raises what ``change`` raises, and PlanError where the plan is damaged.
    """
    key = site_key_of(site)
    _take_turns(connection, key)
    row = connection.execute(select(plans).where(plans.c.site_key == key)).one_or_none()
    if row is None:
        return _begin(connection, key, change, label)
    place = f"{label}:{row.name}"
    before = parse_plan(row.content, place)
    after = change(before)
    if after == before:
        return StoredPlan(place, row.digest, before)
    content = render_plan(after, row.content)
    _write(connection, key, content)
    return StoredPlan(place, revision_of(content), after)


def rename_plan(connection: Connection, before: str, after: str) -> None:
    """Take the plan of a site along to its corrected name; not where that one has a plan already."""
    old, new = site_key_of(before), site_key_of(after)
    _take_turns(connection, *sorted((old, new)))
    row = connection.execute(select(plans).where(plans.c.site_key == old)).one_or_none()
    if row is None or connection.scalar(select(exists().where(plans.c.site_key == new))):
        return
    plan = parse_plan(row.content, row.name)
    content = render_plan(plan.model_copy(update={"site": after}), row.content)
    folder = _newest_of(connection, new)[1]
    values = {"site_key": new, "name": free_plan_name(connection, folder)}
    connection.execute(update(plans).where(plans.c.site_key == old), values)
    _write(connection, new, content)


def _begin(
    connection: Connection, key: bytes, change: Callable[[Plan], Plan], label: str
) -> StoredPlan | None:
    site, folder = _newest_of(connection, key)
    if not site:
        return None
    after = change(Plan(site=site))
    name = free_plan_name(connection, folder)
    refuse_unstorable(name, after.site)
    content = render_plan(after)
    values = {"site_key": key, "name": name, "content": content, "digest": revision_of(content)}
    connection.execute(insert(plans), values)
    return StoredPlan(f"{label}:{name}", revision_of(content), after)


def _newest_of(connection: Connection, key: bytes) -> tuple[str, str]:
    """How the newest assessment of a site writes its name, and its folder; nothing where there is none."""
    own = select(assessments.c.site, assessments.c.name).where(assessments.c.site_key == key)
    newest = own.order_by(assessments.c.date.desc(), assessments.c.name.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return (row.site, folder_of(row.name)) if row else ("", "")


def _take_turns(connection: Connection, *keys: bytes) -> None:
    for key in keys:
        take_turns(connection, f"plan {key.hex()}")


def _write(connection: Connection, key: bytes, content: bytes) -> None:
    values = {"content": content, "digest": revision_of(content)}
    connection.execute(update(plans).where(plans.c.site_key == key), values)
