"""Who follows a page but may no longer: removed, left, signed out, out of office, now in another seat, or
no longer entrusted with what a page shows."""

from collections.abc import Iterable

import asyncpg

from server.core import clock
from server.core.office import IN_OFFICE
from server.core.signed_in import STILL

Held = tuple[int, int]
"""The ids of a browser session and of the seat it gives."""

GONE = """
SELECT held.session_id, held.seat_id FROM unnest($1::bigint[], $2::bigint[]) AS held (session_id, seat_id)
LEFT JOIN browser_session AS browser ON browser.id = held.session_id
LEFT JOIN seat ON seat.id = held.seat_id AND seat.removed_at IS NULL
LEFT JOIN session_seat AS sits ON sits.session_id = held.session_id AND sits.seat_id = held.seat_id
WHERE browser.id IS NULL OR seat.id IS NULL OR NOT IN_OFFICE
   OR (sits.seat_id IS NULL AND (seat.person_id = browser.person_id AND STILL) IS NOT TRUE)
""".replace("IN_OFFICE", IN_OFFICE).replace("STILL", STILL.format(now="$3"))


NO_LONGER_MODERATES = """
SELECT id FROM seat WHERE id = ANY ($1::bigint[]) AND role <> 'coordinator' AND NOT moderates
"""


async def dismissed(connection: asyncpg.Connection, seats: Iterable[int]) -> set[int]:
    """Those of `seats` that no longer look at what waits. One query, and none for none."""
    asked = list(seats)
    return {row[0] for row in await connection.fetch(NO_LONGER_MODERATES, asked)} if asked else set()


async def gone(connection: asyncpg.Connection, held: Iterable[Held]) -> set[Held]:
    """Those of `held` that no longer give access. One query."""
    pairs = list(held)
    if not pairs:
        return set()
    rows = await connection.fetch(GONE, [pair[0] for pair in pairs], [pair[1] for pair in pairs], clock.now())
    return {(row[0], row[1]) for row in rows}
