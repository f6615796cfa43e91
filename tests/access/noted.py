"""What a row of the table must leave in the trail."""

from server.web.noted import NOTED
from tests.access.row import STAFF_ANYWHERE, Row

BY_LINK: dict[str, dict[int, list[str]]] = {"POST /login/{token}": {303: ["signed_in"], 410: ["sign_in_failed"]}}
"""Who has no account in this browser yet, by what they are answered."""


def may_write(row: Row) -> set[str]:
    """The tables that those may write to who are not refused, though there was nothing left to do: it is noted that
    they asked for it."""
    idle = any(row.refused.get(who, 404) < 400 for who in STAFF_ANYWHERE)
    return {"trail", "trail_ends"} if idle else set()


def hold_noted(route: str, row: Row, who: str, status: int, told: list[str]) -> None:
    """Assert that asking as the row says has left the lines it must: one for what staff did, none for anything else."""
    if route in BY_LINK:
        assert told == BY_LINK[route][status], who
        return
    deed = NOTED.get(route) if who in STAFF_ANYWHERE and status < 400 else None
    if not isinstance(deed, str):
        assert not told, f"{who}: {route} leaves {told}"
    elif row.writes or told:
        assert set(told) == {deed}, f"{who}: {route} leaves {told}, and server/web/noted.py says {deed}"
