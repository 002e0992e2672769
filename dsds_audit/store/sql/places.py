"""Which name a document has in a database: the one it would have in a folder."""

from sqlalchemy import Connection, exists, select

from dsds_audit.assessment import Assessment
from dsds_audit.names import folded, numbered
from dsds_audit.store.names import slug_of
from dsds_audit.store.sql.rows import folder_of, site_key_of
from dsds_audit.store.sql.tables import assessments, conflicts, plans


def free_name(connection: Connection, assessment: Assessment) -> str:
    """A free name for an assessment, in its site's folder; while nobody else gives names."""
    folder = _folder_for(connection, assessment.site)
    names = (f"{folder}/{name}.yaml" for name in numbered(assessment.date.isoformat()))
    return next(name for name in names if not _is_taken(connection, name))


def free_conflict_name(connection: Connection, name: str) -> str:
    """A free name for what someone who came too late would have saved under a name."""
    stem = name.removesuffix(".yaml")
    names = (f"{stem}.conflict-{number}.yaml" for number in range(1, 1_000_000))
    return next(
        free for free in names if not connection.scalar(select(exists().where(conflicts.c.name == free)))
    )


def free_plan_name(connection: Connection, folder: str) -> str:
    """A free name for a plan, in the folder of its site or one called alike."""
    names = (f"{name}/plan.yaml" for name in numbered(folder))
    return next(name for name in names if not connection.scalar(select(exists().where(plans.c.name == name))))


def _folder_for(connection: Connection, site: str) -> str:
    """The folder of the site's newest assessment, else one that no other site is in."""
    own = assessments.c.site_key == site_key_of(site)
    name = connection.scalar(
        select(assessments.c.name).where(own).order_by(assessments.c.date.desc()).limit(1)
    )
    if name is not None:
        return folder_of(name)
    return next(
        folder
        for folder in numbered(slug_of(site))
        if not connection.scalar(select(exists().where(assessments.c.folder == folded(folder))))
    )


def _is_taken(connection: Connection, name: str) -> bool:
    return bool(connection.scalar(select(exists().where(assessments.c.name == name))))
