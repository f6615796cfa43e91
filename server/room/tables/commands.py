"""What people do at a table: sit down, choose what the room sees, and ask for help."""

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.act import PARTICIPANTS, Act
from schemas.format import Hide, Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.seat import Seat
from schemas.table import TableHelp, TableMoved
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotAllowed, NotFound, NotNow
from server.core.runtime import Runtime
from server.ideas.ideas.showing import reveal
from server.meeting.seats.commands import member_seat
from server.meeting.seats.tables import read_table, sit_at, table_of
from server.room.tables.queries import has_scribe, written_at

NOT_NOW = N_("Det er ikke det, vi gør i dette trin.")
SCRIBE_CHOOSES = N_("Den, der skriver for bordet, vælger. Sig det højt ved bordet.")
FULL = N_("I kan vise %(most)s idéer på én gang. Tag en anden fra først.")
SIT_FIRST = N_("Vælg først, hvilket bord du sidder ved.")


async def sit_down(runtime: Runtime, seat: Seat, meeting: Meeting, typed: str) -> None:
    """Sit down at a table, or move to another. Raises Invalid for a table that is not there."""
    async with changing(runtime, seat, Act.TABLE, meeting) as change:
        _at_tables(change)
        number = read_table(change.at, typed)
        if number is None:
            raise Invalid(SIT_FIRST, fields={"table": SIT_FIRST})
        await sit_at(change, change.at, change.by, number)


async def seat_somebody(runtime: Runtime, coordinator: Seat, meeting: Meeting, other: Seat, typed: str) -> None:
    """The coordinator sets somebody down at a table, or moves them: who sat down wrongly cannot always do it. Raises
    Invalid for a table that is not there, NotFound for somebody who is not at the meeting, NotNow after the end."""
    async with changing(runtime, coordinator, Act.SEATS, meeting) as change:
        seat = await member_seat(change, other)
        if not change.at.form.tables or seat.meeting_id != change.at.id:
            raise NotFound
        if change.at.over:
            raise NotNow(N_("Mødet er slut."))
        number = read_table(change.at, typed)
        if number is None:
            raise Invalid(SIT_FIRST, fields={"table": N_("Vælg et bord.")})
        await sit_at(change, change.at, seat, number)


def _at_tables(change: Change) -> None:
    """Raise NotFound where there are no tables, NotAllowed for whoever does not sit at one, NotNow after the end."""
    if not change.at.form.tables:
        raise NotFound
    if change.by.acts_as(change.now) not in PARTICIPANTS:
        raise NotAllowed
    if change.at.over:
        raise NotNow(N_("Mødet er slut."))


async def _own(change: Change) -> int:
    """The number of the table of whoever asks, while people write there. Raises NotNow without one."""
    _at_tables(change)
    if not change.at.rule.at_tables:
        raise NotNow(NOT_NOW)
    number = await table_of(change.session, change.at, change.by)
    if number is None:
        raise NotNow(SIT_FIRST)
    return number


async def choose(runtime: Runtime, seat: Seat, meeting: Meeting, idea: str, *, show: bool) -> None:
    """ "Dette vil vi vise alle", or not after all, for an idea (public id) of one's own table. Raises NotFound for
    another table's, NotAllowed where a scribe chooses, and NotNow when the table shows as many as it may."""
    async with changing(runtime, seat, Act.TABLE, meeting) as change:
        number = await _own(change)
        ideas = list((await change.session.execute(written_at(change.at, number))).scalars())
        chosen = next((each for each in ideas if each.public_id == idea), None)
        if chosen is None:
            raise NotFound
        if not change.by.scribe and await has_scribe(change.session, change.at, number):
            raise NotAllowed(SCRIBE_CHOOSES)
        if chosen.shown_at is not None or chosen.held is not show:
            return
        most = change.at.form.table_shows
        if show and sum(not each.held and each.shown_at is None for each in ideas) >= most:
            raise NotNow(FULL, {"most": most})
        chosen.held = not show
        change.tell(TableMoved(change.at.id, number))


async def ask_for_help(runtime: Runtime, seat: Seat, meeting: Meeting, *, asks: bool) -> None:
    """Ask the coordinator to come to one's table, or no longer. Asking again changes nothing."""
    async with changing(runtime, seat, Act.TABLE, meeting) as change:
        await _set_help(change, await _own(change), asks=asks)


async def been_there(runtime: Runtime, seat: Seat, meeting: Meeting, typed: str) -> None:
    """The coordinator has been at a table that asked for help."""
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        number = read_table(change.at, typed)
        if number is not None:
            await _set_help(change, number, asks=False)


async def _set_help(change: Change, number: int, *, asks: bool) -> None:
    known = await change.session.get(TableHelp, (change.at.id, number))
    if asks is (known is not None):
        return
    if known is None:
        change.session.add(TableHelp(meeting_id=change.at.id, number=number, asked_at=change.now))
    else:
        await change.session.delete(known)
    change.tell(TableMoved(change.at.id, number))


async def choose_for_the_rest(change: Change, following: Phase | None) -> None:
    """On going from the tables to where ideas are shown: a table that has chosen nothing shows what it wrote first."""
    if following is None or Hide.IDEAS in change.at.form.in_phase(following).hides:
        return
    for number in range(1, change.at.tables + 1):
        ideas = (await change.session.execute(written_at(change.at, number))).scalars()
        waiting = [idea for idea in ideas if idea.shown_at is None]
        if all(idea.held for idea in waiting):
            for idea in waiting[: change.at.form.table_shows]:
                idea.held = False
    await change.session.flush()
    await change.session.execute(delete(TableHelp).where(col(TableHelp.meeting_id) == change.at.id))


async def show_what_was_kept(change: Change) -> None:
    """When a meeting with tables ends: whatever has not been shown is numbered and shown, also when people still write
    then. Each table was told that what it does not choose comes with the minutes."""
    unseen = select(Idea.id).where(Idea.meeting_id == change.at.id, col(Idea.shown_at).is_(None))
    if change.at.form.tables and (await change.session.execute(unseen.limit(1))).first() is not None:
        await reveal(change, held=True)
