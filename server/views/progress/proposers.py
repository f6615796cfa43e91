"""The roles of the proposers of a board's ideas, where promise P3 lets them be disclosed."""

from collections import defaultdict

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.disclosure import proposers_by_role
from schemas.format import FORMATS
from schemas.roles import STAFF

EVERY_IDEA = text("""
WITH was AS (
    SELECT seat.id AS seat_id, meeting.id AS meeting_id, COALESCE(attendance.role, seat.role) AS role
    FROM seat JOIN meeting ON meeting.board_id = seat.board_id
    LEFT JOIN attendance ON attendance.meeting_id = meeting.id AND attendance.seat_id = seat.id
    WHERE seat.board_id = :board AND (attendance.seat_id IS NOT NULL OR seat.meeting_id = meeting.id)
)
SELECT idea.meeting_id, idea.id, COALESCE(CASE WHEN idea.on_paper THEN idea.paper_role
       ELSE COALESCE(was.role, seat.role) END, '') AS role,
       CASE WHEN idea.on_paper THEN NULL ELSE idea.seat_id END AS person
FROM idea JOIN meeting ON meeting.id = idea.meeting_id LEFT JOIN seat ON seat.id = idea.seat_id
LEFT JOIN was ON was.seat_id = idea.seat_id AND was.meeting_id = idea.meeting_id
WHERE idea.board_id = :board AND meeting.settled_at IS NOT NULL AND meeting.format = ANY(:asking)
UNION ALL
SELECT DISTINCT was.meeting_id, NULL::bigint, was.role, NULL::bigint FROM was WHERE was.role <> ALL(:silent)
""")
"""With the role that each had at that meeting: what was told of it does not change when a seat's role is corrected at
another one, or goes on to it."""
SILENT = [*(role.value for role in STAFF), "observer"]
"""Roles not counted as present: staff are known by name, and observers propose nothing."""


async def told_roles(session: AsyncSession, board_id: int) -> dict[int, str]:
    """The proposer's role by idea, for the ideas of those meetings that asked people who they are, and where it may be
    disclosed (schemas/disclosure.py).
    One query."""
    ideas: dict[int, dict[int, tuple[str, int | None]]] = defaultdict(dict)
    present: dict[int, set[str]] = defaultdict(set)
    known = {"board": board_id, "silent": SILENT, "asking": [each for each, rule in FORMATS.items() if rule.asks_roles]}
    for meeting, idea, role, person in (await session.execute(EVERY_IDEA, known)).all():
        if idea is None:
            present[meeting].add(role)
        else:
            ideas[meeting][idea] = role, person
    roles: dict[int, str] = {}
    for meeting, proposed in ideas.items():
        if proposers_by_role(proposed.values(), present[meeting]) is not None:
            roles |= {idea: role for idea, (role, _) in proposed.items()}
    return roles
