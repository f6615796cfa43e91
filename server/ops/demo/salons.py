"""Two evenings at tables, where a region and a municipality listened together: one report, and an idea that both have."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Owner
from schemas.board import Board
from schemas.codes import new_public_id
from schemas.event import Event
from schemas.flow import Status as S
from schemas.format import FORMATS, Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit
from server.core import clock
from server.core.change import Change
from server.meeting.meetings.commands import new_meeting
from server.ops.demo.past import held, write_past
from server.ops.demo.story import PATH, SAFE, TALK, Line
from server.views.overview.figures import count

BOARD = "Samtalesaloner i Fjordby"
SALON = next(format_ for format_, rule in FORMATS.items() if rule.tables)
BETWEEN, NEAR, ANSWERS, HOME = FORMATS[SALON].themes
OWNERS = ("Fjordby Kommune", "Region Nordlyd")
"""Who have the first idea together."""
EVENINGS: tuple[tuple[int, str, tuple[tuple[int, Line], ...]], ...] = (
    (75, "Sognegården i Fjordby", (
        (4, ("Ét nummer at ringe til", "Jeg ved ikke, om det er byen eller sygehuset.", BETWEEN, PATH, S.AGREED,
             "Vi laver et fælles nummer sammen.")),
        (2, ("Blodprøver i byen", "Der er langt med bussen.", NEAR, PATH, S.DECLINED, "der er for få prøver om dagen")),
        (4, ("Sig, hvem der kommer", "Der står tre hos min mor.", HOME, SAFE, S.PROPOSED, "")),
    )),
    (40, "Biblioteket i Nørby", (
        (1, ("Skriv brevet til os begge", "Lægen fik det ikke.", BETWEEN, TALK, S.AGREED, "Det gør vi fra nu af.")),
        (3, ("En, der følger med hjem", "Den første aften er værst.", HOME, SAFE, S.PROPOSED, "")),
        (3, ("Svar inden for en uge", "Vi venter og venter.", ANSWERS, TALK, S.PROPOSED, "")),
    )),
)  # fmt: skip
KEPT = "Svar inden for en uge"
"""What its table did not choose to show."""


async def write_salons(session: AsyncSession, unit: Unit, ada: Person, boss: Person) -> None:
    """Add the board to the unit that `boss` leads; Ada coordinates it."""
    board = Board(unit_id=unit.id, name=BOARD, format=SALON)
    session.add(board)
    await session.flush()
    leads = _seat(board, boss.name, Role.LEADER, person_id=boss.id)
    session.add_all([_seat(board, ada.name, Role.COORDINATOR, person_id=ada.id), leads])
    await session.flush()
    change = Change(session, board, clock.now())
    for ago, place, said in EVENINGS:
        change.now = held(clock.now(), ago)
        meeting = await new_meeting(change, f"Samtalesalon: {place}", change.now, place=place)
        meeting.phase, meeting.phase_no, meeting.door_open = Phase.CLOSE, 9, False
        meeting.ended_at = meeting.settled_at = change.now + timedelta(hours=2)
        guest = _seat(board, "Gæst 1", Role.CITIZEN, meeting_id=meeting.id)
        session.add(guest)
        await session.flush()
        await write_past(change, meeting, [guest], leads, boss, tuple(line for _, line in said))
        await _at_tables(session, meeting, {line[0]: table for table, line in said})
    await _shared(session, board)
    for happened in change.events:
        board.seq += 1
        kind, data = type(happened).__name__, happened.data()
        session.add(Event(board_id=board.id, seq=board.seq, kind=kind, at=clock.now(), data=data))
    board.moved_at = clock.now()
    await session.flush()
    await count(session, board.id)


async def _at_tables(session: AsyncSession, meeting: Meeting, tables: dict[str, int]) -> None:
    for idea in (await session.execute(select(Idea).where(Idea.meeting_id == meeting.id))).scalars():
        idea.table_no, idea.held = tables[idea.title], idea.title == KEPT


async def _shared(session: AsyncSession, board: Board) -> None:
    first = EVENINGS[0][2][0][1][0]
    idea = (await session.execute(select(Idea).where(Idea.board_id == board.id, Idea.title == first))).scalar_one()
    await session.execute(delete(Owner).where(col(Owner.idea_id) == idea.id))
    session.add_all([Owner(idea_id=idea.id, name=name, named=True) for name in OWNERS])


def _seat(board: Board, name: str, role: Role, person_id: int | None = None, meeting_id: int | None = None) -> Seat:
    seat = Seat(public_id=new_public_id(), board_id=board.id, role=role, name=name, joined_at=clock.now())
    seat.person_id, seat.meeting_id = person_id, meeting_id
    return seat
