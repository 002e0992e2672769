"""Whether enough of those invited are in the room, and who has to lead them."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from dsds_audit.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is here, held against what the rubric asks of a panel.

    ``voting`` is how many are here in a role that votes, ``invited`` how many were invited, ``quorum`` the
    percentage of these that must be exceeded, ``leader`` the label of the role that must be present; each
    None where it is not known or not asked for.
    """

    voting: int
    invited: int | None
    quorum: Fraction | None
    leader: str | None
    leader_here: bool

    @property
    def enough(self) -> bool | None:
        """Whether the quorum is exceeded; None where that cannot be told."""
        if self.quorum is None or self.invited is None:
            return None
        return self.voting * 100 > self.quorum * self.invited


def find_presence(rubric: Rubric, invited: int | None, here: Iterable[str]) -> Presence:
    """The presence of people in these roles (ids); a role that the rubric does not know votes."""
    panel, roles = rubric.panel, list(here)
    silent = {role.id for role in panel.roles if not role.votes} if panel else set()
    quorum = Fraction(panel.quorum) if panel and panel.quorum is not None else None
    leader = next((role for role in panel.roles if role.id == panel.leader), None) if panel else None
    return Presence(
        sum(role not in silent for role in roles),
        invited,
        quorum,
        leader.label if leader else None,
        leader is not None and leader.id in roles,
    )
