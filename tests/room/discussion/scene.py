"""A room that talks: ideas of Ben's are shown, and the meeting is in `discuss`."""

from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took


async def talking(cast: Cast, *titles: str) -> list[str]:
    """Let Ben write ideas and Ada lead the room into the talk; the public ids in the order of `titles`."""
    ben, ada = await cast.ben(), await cast.ada()
    for title in titles or ("Ro om aftenen", "Kaffe til alle"):
        assert took(await ben.propose(title, f"{title} er det, vi mangler"))
    assert took(await ada.phase("discuss"))
    return await idea_ids(cast, "id")


async def idea_ids(cast: Cast, order: str = "number") -> list[str]:
    """The public ids of the board's shown ideas, by number or as they were written ("id")."""
    query = f"SELECT public_id FROM idea WHERE board_id = $1 AND shown_at IS NOT NULL ORDER BY {order}"
    return [row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)]


async def number_of(cast: Cast, idea: str) -> int:
    """The number by which the room speaks of an idea."""
    return int((await rows(cast.database.url, "SELECT number FROM idea WHERE public_id = $1", idea))[0]["number"])


async def focus(cast: Cast, idea: str) -> None:
    """Put an idea before the room, or none."""
    ada = await cast.ada()
    assert took(await ada.post(f"{ada.room}/focus", {"about": idea}))


async def events(cast: Cast, kind: str) -> int:
    """How many events of a kind have happened on the board."""
    query = "SELECT count(*) AS n FROM event WHERE board_id = $1 AND kind = $2"
    return int((await rows(cast.database.url, query, cast.board.id, kind))[0]["n"])
