"""Writes the example: units, two people with accounts, and a board with two past meetings and one that is open."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from babel.dates import format_date
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.codes import grouped, keyed_hash, new_public_id
from schemas.event import Event
from schemas.format import DEFAULT_FORMAT, Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.person import Person, SignInLink
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.change import Change
from server.core.database import Database
from server.core.settings import Settings, get_settings
from server.mail.links import keyed
from server.meeting.meetings.commands import new_meeting
from server.ops.demo.asked import write_asked
from server.ops.demo.bodies import write_bodies, write_list
from server.ops.demo.forum import write_forum
from server.ops.demo.guideline import write_guideline
from server.ops.demo.heard import write_votes
from server.ops.demo.hearing import write_hearing
from server.ops.demo.minutes import write_past_minutes
from server.ops.demo.neighbours import write_neighbours
from server.ops.demo.opened import write_opened
from server.ops.demo.past import held, write_past
from server.ops.demo.questions import write_questions
from server.ops.demo.salons import write_salons
from server.ops.demo.story import FIRST, SEATS, SECOND
from server.organisation.colours.look import dress
from server.views.overview.figures import count
from server.views.publication.stored import slug_of
from server.work.deadlines.dates import awaiting, watch_answers

Row = TypeVar("Row")
BOARD = "Psykiatriens Peerboard"
RESPONSIBLE = "Spørg koordinatoren Ada Holm, eller skriv til hende på koordinator@example.org."


@dataclass(frozen=True)
class DemoLinks:
    """The ways into the example."""

    coordinator: str
    leader: str
    politician: str
    screen: str
    join: str
    code: str
    open_page: str
    mail: str


async def seed(database: Database) -> DemoLinks:
    """Write the example unless its board exists already. Returns the links to it either way."""
    settings = get_settings()
    async with database.begin() as session:
        found = (await session.execute(select(Board).where(Board.name == BOARD))).scalars().first()
        board = found or await _write(session, settings)
        query = select(Meeting).where(Meeting.board_id == board.id).order_by(col(Meeting.id).desc())
        meeting = (await session.execute(query)).scalars().first()
        assert meeting is not None
    public = settings.public_url
    return DemoLinks(
        coordinator=f"{public}/login/{keyed(settings, 'demo', 'coordinator')}",
        leader=f"{public}/login/{keyed(settings, 'demo', 'leader')}",
        politician=f"{public}/login/{keyed(settings, 'demo', 'politician')}",
        screen=f"{public}/screen/{meeting.screen_token}",
        join=f"{public}/j/{meeting.join_token}",
        code=grouped(meeting.code),
        open_page=f"{public}/aabent/{slug_of(BOARD)}" if board.published else "",
        mail=f"{public}/mail/{settings.demo_mail_secret}",
    )


async def _write(session: AsyncSession, settings: Settings) -> Board:
    now = clock.now()
    ada = Person(mail="koordinator@example.org", name="Ada Holm", title="Koordinator", coordinator=True)
    leo = Person(mail="leder@example.org", name="Leo Krag", title="Afdelingsleder")
    boss = Person(mail="direktion@example.org", name="Dorthe Winther", title="Hospitalsdirektør")
    session.add_all([ada, leo, boss])
    await session.flush()
    region = await _kept(session, Unit(kind=UnitKind.REGION, name="Region Nordlyd", responsible=RESPONSIBLE))
    hospital = Unit(kind=UnitKind.HOSPITAL, name="Nordlyd Sygehus", parent_id=region.id, leader_id=boss.id)
    await _kept(session, hospital)
    department = Unit(kind=UnitKind.DEPARTMENT, name="Psykiatrisk Afdeling", parent_id=hospital.id, leader_id=leo.id)
    await _kept(session, department)
    board = Board(unit_id=department.id, name=BOARD, format=DEFAULT_FORMAT)
    await _kept(session, board)
    pia = await write_asked(session, settings, department, board, leo)
    for person, word in ((ada, "coordinator"), (leo, "leader"), (pia, "politician")):
        token = keyed(settings, "demo", word)
        session.add(
            SignInLink(
                person_id=person.id,
                token_hash=keyed_hash(settings.secret, token),
                expires_at=now + timedelta(days=3650),
                reusable=True,
            )
        )
    change = Change(session, board, now)
    staff = [
        await _kept(session, _seat(board, person.name, role, person=person))
        for person, role in ((ada, Role.COORDINATOR), (leo, Role.LEADER))
    ]
    members: list[Seat] = []
    for ago, story in ((180, FIRST), (60, SECOND)):
        change.now = held(now, ago)
        title = f"Peerboard i {format_date(change.now, 'LLLL', locale='da')}"
        meeting = await new_meeting(change, title, change.now, place="Mødelokale 1, Psykiatrisk Afdeling")
        meeting.phase, meeting.phase_no, meeting.door_open = Phase.RESULT, 4, False
        meeting.ended_at = meeting.settled_at = change.now + timedelta(hours=2)
        for name, role, organisation in SEATS if not members else ():
            seat = _seat(board, name, role, organisation=organisation, meeting=meeting)
            members.append(await _kept(session, seat))
        await write_past(change, meeting, members, staff[1], leo, story)
        await write_votes(change, meeting, members)
        await write_past_minutes(change, meeting, members, staff[0])
        if story is FIRST:
            await write_list(change, settings, members)
    await write_bodies(change, region, meeting, members)
    change.now = now
    today = await new_meeting(change, "Peerboard i dag", now, place="Mødelokale 1, Psykiatrisk Afdeling")
    today.in_lobby = False
    for happened in change.events:
        board.seq += 1
        kind, data = type(happened).__name__, happened.data()
        session.add(Event(board_id=board.id, seq=board.seq, kind=kind, at=now, data=data))
    board.moved_at = now
    await session.flush()
    await count(session, board.id)
    await watch_answers(session, board, await awaiting(session, Idea.board_id == board.id), now)
    await write_opened(session, board, staff[0])
    await write_neighbours(session, hospital, ada)
    await write_salons(session, hospital, ada, boss)
    await write_guideline(session, hospital, ada, boss)
    await write_forum(session, hospital, ada)
    await write_hearing(session, region, ada)
    await write_questions(session, region, ada)
    await dress(session, region)
    return board


async def _kept(session: AsyncSession, row: Row) -> Row:
    session.add(row)
    await session.flush()
    return row


def _seat(
    board: Board,
    name: str,
    role: Role,
    *,
    person: Person | None = None,
    organisation: str = "",
    meeting: Meeting | None = None,
) -> Seat:
    return Seat(
        public_id=new_public_id(),
        board_id=board.id,
        meeting_id=meeting.id if meeting else None,
        person_id=person.id if person else None,
        role=role,
        name=name,
        organisation=organisation,
        joined_at=clock.now(),
    )
