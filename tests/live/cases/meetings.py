"""The meeting and its rounds."""

from schemas.bounds import BOUNDS, Bounded
from server.core import clock
from server.core.change import changing_board
from server.meeting.meetings.commands import new_meeting
from tests.live.mirroring import Scene, case
from tests.support.after_the_end import end_for_good
from tests.support.databases import rows
from tests.support.member import took


@case("MeetingOpened")
async def _(at: Scene) -> None:
    async with changing_board(at.site.app.state.runtime, at.cast.board.id or 0) as change:
        await new_meeting(change, "Næste møde", clock.now())


async def gathering(at: Scene) -> None:
    """The meeting waits for its coordinator."""
    lobby = "UPDATE meeting SET in_lobby = true, phase_no = 1 WHERE id = $1"
    await rows(at.cast.database.url, lobby, at.cast.meeting.id)


@case("MeetingBegun", before=gathering)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"{ada.room}/begin"))


async def listed(at: Scene) -> None:
    await at.phase("reveal")


@case("WallTurned", before=listed)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    for fields in ({"page": "on", "of": 3}, {"code": "large"}, {"code": "small"}):
        assert took(await ada.post(f"{ada.room}/wall", fields))


@case("PhaseEntered")
async def _(at: Scene) -> None:
    await at.phase("result", "reveal")


@case("TimerSet")
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    for do in ("start", "add", "pause"):
        assert took(await ada.timer(do, 3))


async def met(at: Scene) -> None:
    """Ben has written as much as one may, and more."""
    told = (at.cast.board.id, at.cast.meeting.id, BOUNDS[Bounded.IDEAS].most)
    await rows(at.cast.database.url, FILL, *told)
    assert (await (await at.cast.ben()).propose("En til")).status_code == 409


FILL = """INSERT INTO idea (public_id, board_id, meeting_id, seat_id, submission, title, text, theme, status, status_at,
    version, created_at, late, on_paper, hidden_reason, source_ref)
SELECT 'fill-' || $2::bigint || '-' || n, $1::bigint, $2::bigint,
    (SELECT id FROM seat WHERE meeting_id = $2 AND name = 'Ben'), 'fill-' || n,
    'Fyld', '', '', 'withdrawn', now(), 1, now(), false, false, '', '' FROM generate_series(1, $3::int) AS n"""


@case("BoundReached")
async def _(at: Scene) -> None:
    await met(at)


@case("BoundLifted", before=met)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"{ada.room}/room-for-more", {"of": "ideas"}))


@case("DoorMoved")
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ada()).door(False))


async def voting(at: Scene) -> None:
    await at.phase("vote")


@case("VotingSet", before=voting)
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ada()).voting(method="dots", dots=7, most=2))  # leaders: no


@case("MeetingChanged")
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    form = (await ada.page(f"{ada.room}/setup")).form("/setup")
    assert took(await ada.submit(form, {"title": "Et nyt navn", "themes": "Et emne"}))


@case("MeetingEnded", before=voting)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"{ada.room}/end"))


@case("MeetingOpenedAgain", before=voting)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    for act in ("end", "opening"):
        assert took(await ada.post(f"{ada.room}/{act}"))


async def heard(at: Scene) -> None:
    """Five have said whether they felt heard."""
    members = await at.cast.guests_join(5)
    await at.phase("close")
    for member in members:
        assert took(await member.post(f"{member.room}/heard", {"heard": "partly"}))


@case("MeetingSettled", before=heard)
async def _(at: Scene) -> None:
    await end_for_good(at.cast)


@case("RoundOpened")
async def _(at: Scene) -> None:
    await at.phase("vote")
    assert took(await (await at.cast.ben()).vote({at.ideas[0]: 2}))


async def voted(at: Scene) -> None:
    assert took(await (await at.cast.ada()).voting(method="dots", dots=7, most=3, leaders=1))
    members = await at.cast.guests_join(5)
    await at.phase("vote")
    for number, member in enumerate(members):
        assert took(await member.vote({at.ideas[0]: 2, at.ideas[1]: number % 2}))


@case("RoundClosed", before=voted)
async def _(at: Scene) -> None:
    await at.phase("result")


@case("RoundVoided", before=voted)
async def _(at: Scene) -> None:
    await at.phase("propose")


async def counted(at: Scene) -> None:
    await voted(at)
    await at.phase("result")


@case("ResultStepped", before=counted)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    for do in ("step", "next"):
        assert took(await ada.post(f"{ada.room}/result", {"do": do}))


@case("BoardClosed")
async def close_board(at: Scene) -> None:
    """Once its meeting is over."""
    ada = await at.cast.ada()
    await ada.post(f"{ada.room}/end")
    assert took(await ada.post(f"/b/{at.cast.board.public_id}/closing"))


@case("BoardOpened")
async def _(at: Scene) -> None:
    await close_board(at)
    assert took(await (await at.cast.ada()).post(f"/b/{at.cast.board.public_id}/opening"))
