"""What a provider's groups give, and what they take away again: roles in its own organisation, and only their own."""

from schemas.board import Board
from schemas.roles import Role
from schemas.unit import Unit
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.scene import make_board, make_person, make_staff_seat
from tests.views.single_sign_on.conftest import Door

COORDINATES = """SELECT board.name FROM seat JOIN board ON board.id = seat.board_id JOIN person ON person.id = person_id
WHERE person.mail = $1 AND removed_at IS NULL AND role = 'coordinator' ORDER BY board.name"""
LEADS = "SELECT unit.kind FROM unit JOIN person ON person.id = leader_id WHERE person.mail = $1"


async def comes(door: Door, mail: str, *groups: str) -> int:
    """Somebody with these groups signs in; the status."""
    await door.provider.account(mail, email=mail, email_verified=True, name="Eva Lund", groups=list(groups))
    async with Browser(door.url) as browser:
        return (await door.through(browser, mail))[0]


async def names(database_url: str, query: str, mail: str) -> list[str]:
    return [row[0] for row in await rows(database_url, query, mail)]


async def test_a_group_makes_a_coordinator_and_unmakes_her(door: Door, cast: Cast, database_url: str) -> None:
    mail = f"eva-{cast.board.id}@region.test"
    assert await comes(door, mail) == 403
    assert await comes(door, mail, "something-else") == 403
    assert await comes(door, mail, "pb-koordinatorer") == 303
    assert await names(database_url, COORDINATES, mail) == [cast.board.name]
    assert await comes(door, mail) == 303, "it speaks for her: she has something to do here until now"
    assert await names(database_url, COORDINATES, mail) == []
    assert await comes(door, mail) == 403


async def test_what_was_given_by_hand_stays(door: Door, cast: Cast, database_url: str) -> None:
    ada = cast.people["Ada"]
    async with cast.database.begin() as session:
        other = await make_board(session, await session.get_one(Unit, cast.board.unit_id), "Andet")
    assert await comes(door, ada.mail, "pb-koordinatorer") == 303
    assert await names(database_url, COORDINATES, ada.mail) == [cast.board.name, other.name]
    assert await comes(door, ada.mail) == 303
    # The other board would have nobody, and keeps her until somebody else is there.
    assert await names(database_url, COORDINATES, ada.mail) == [cast.board.name, other.name]
    async with cast.database.begin() as session:
        board = await session.get_one(Board, other.id)
        bo = await make_person(session, f"bo-{other.id}@region.test", "Bo Dam", "")
        await make_staff_seat(session, board, bo, Role.COORDINATOR)
    assert await comes(door, ada.mail) == 303
    assert await names(database_url, COORDINATES, ada.mail) == [cast.board.name]


async def test_a_group_appoints_a_leader_where_there_is_none(door: Door, cast: Cast, database_url: str) -> None:
    eva, ida = (f"{name}-{cast.board.id}@region.test" for name in ("eva", "ida"))
    assert await comes(door, eva, "pb-hospitalsledelsen") == 303
    assert await names(database_url, LEADS, eva) == ["hospital"]
    assert await comes(door, ida, "pb-hospitalsledelsen") == 303, "a group gives her something to do, in time"
    assert await names(database_url, LEADS, ida) == []
    assert await names(database_url, LEADS, eva) == ["hospital"]
    history = "SELECT before, after FROM unit_change JOIN unit ON unit.id = unit_id WHERE kind = 'hospital' ORDER BY 1"
    await comes(door, eva)
    assert await names(database_url, LEADS, eva) == []
    assert {("", "Eva Lund"), ("Eva Lund", "")} <= {tuple(row) for row in await rows(database_url, history)}
