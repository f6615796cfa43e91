"""What the links in letters and the codes on slips are for: saying yes or no, and leaving the list. They need no
cookie. Opening one changes nothing."""

from schemas.member import Asking
from schemas.seat import Seat
from server.core import jobs
from server.core.change import changing_board, must_be_open
from server.core.errors import NotFound
from server.core.runtime import Runtime
from server.meeting.members.contact import Wish, grant, said_yes, withdraw_claim
from server.meeting.members.own import go
from server.meeting.members.queries import by_link, member_of
from server.meeting.members.terms import keep_term


async def say_yes(runtime: Runtime, token: str, wish: Wish | None, seat: Seat | None = None) -> None:
    """Say yes by a link: to an address, and to be on the list. The link then works no more. `wish`: how to be asked,
    for somebody who is new on the list; `seat`: theirs, if they sit on the board on this very screen and say so.

    Raises NotFound for a link that does not work, Invalid for the wish, and NotNow while the board is closed."""
    board_id = await _board_of(runtime, token)
    async with changing_board(runtime, board_id) as change:
        must_be_open(change.board)
        found = await by_link(change.session, runtime.settings, token)
        if found is None or found.own:
            raise NotFound
        member = found.member
        await said_yes(change, runtime.settings, member)
        if wish is not None and not (wish.asking == Asking.MAIL and member.mail and not wish.mail):
            await grant(change, runtime.settings, member, wish)
        member.yes_at = member.yes_at or change.now
        if seat is not None and member.seat_id is None and await member_of(change.session, seat) is None:
            member.seat_id = seat.id
        await keep_term(change, member)
    await jobs.ring(runtime.doorbell)


async def say_no(runtime: Runtime, token: str) -> None:
    """Say no by a link: to be on the list, or to stay on it; or, if it asks about an address alone, to that. Does
    nothing for a link that does not work."""
    try:
        board_id = await _board_of(runtime, token)
    except NotFound:
        return
    async with changing_board(runtime, board_id) as change:
        found = await by_link(change.session, runtime.settings, token)
        if found is None:
            return
        if found.own or found.member.yes_at is None:
            await go(change, found.member)
        else:
            withdraw_claim(found.member)


async def _board_of(runtime: Runtime, token: str) -> int:
    async with runtime.database.snapshot() as session:
        found = await by_link(session, runtime.settings, token)
    if found is None or found.board.id is None:
        raise NotFound
    return found.board.id
