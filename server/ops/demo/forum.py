"""A management meeting with two lay members: one that was held, and one to come, whose agenda is being set."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.event import Event
from schemas.flow import Status as S
from schemas.format import Format, Phase
from schemas.idea import Idea, Wish
from schemas.meeting import AuthorSeen, Meeting
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.change import Change
from server.ideas.ideas.commands import note
from server.ideas.ideas.showing import put_on_agenda
from server.meeting.meetings.commands import new_meeting
from server.ops.demo.past import held, write_past
from server.ops.demo.story import PATH, ROOM, TALK, WORD, Line
from server.views.overview.figures import count

BOARD = "Ledelsesmødet på Lungemedicin"
PAST: tuple[Line, ...] = (
    ("Svar på prøver inden en uge", "Vi venter for længe derhjemme.", WORD, PATH, S.IN_PROGRESS, "Vi ringer efter fem dage."),
    ("Stole på gangen", "Man kan ikke gå hele vejen.", ROOM, None, S.DONE, "Der står seks nye stole."),
    ("Vis, hvem der er på arbejde", "Vi ved ikke, hvem vi skal spørge.", WORD, TALK, S.AGREED, "Der kommer en tavle."),
)  # fmt: skip
COMING = (
    ("Et nummer, der bliver taget", "Vi ringer forgæves om formiddagen.", Wish.DECISION, 20),
    ("Hvordan går det med tavlen?", "", Wish.INFORMATION, 5),
    ("Besøg om aftenen", "Vi kan ikke nå det efter arbejde.", Wish.DISCUSSION, None),
)
"""What was handed in; the last is not on the agenda yet."""


async def write_forum(session: AsyncSession, hospital: Unit, ada: Person) -> None:
    """Add the unit, its leader and its board below the hospital; Ada coordinates it."""
    now = clock.now()
    lise = Person(mail="lunge@example.org", name="Lise Holt", title="Afdelingsleder")
    session.add(lise)
    await session.flush()
    unit = Unit(kind=UnitKind.DEPARTMENT, name="Lungemedicinsk Afdeling", parent_id=hospital.id, leader_id=lise.id)
    session.add(unit)
    await session.flush()
    board = Board(unit_id=unit.id, name=BOARD, format=Format.REPRESENTATIVES)
    session.add(board)
    await session.flush()
    staff = [_seat(board, ada.name, Role.COORDINATOR, ada), _seat(board, lise.name, Role.LEADER, lise)]
    session.add_all(staff)
    change = Change(session, board, held(now, 40))
    before = await _meeting(change, "Sidste ledelsesmøde")
    before.phase, before.phase_no, before.door_open = Phase.CLOSE, 3, False
    before.ended_at = before.settled_at = change.now + timedelta(hours=1)
    lay = [
        _seat(board, "Karen Bro", Role.PATIENT, meeting=before),
        _seat(board, "Ove Dahl", Role.RELATIVE, meeting=before),
    ]
    session.add_all(lay)
    await session.flush()
    await write_past(change, before, lay, staff[1], lise, PAST)
    kept = select(Idea).where(Idea.meeting_id == before.id).order_by(col(Idea.id))
    for turn, idea in enumerate((await session.execute(kept)).scalars(), 1):
        idea.turn = turn
    change.now, change.seat = now, None
    await _hand_in(change, lay)
    for happened in change.events:
        board.seq += 1
        kind, data = type(happened).__name__, happened.data()
        session.add(Event(board_id=board.id, seq=board.seq, kind=kind, at=now, data=data))
    board.moved_at = now
    await session.flush()
    await count(session, board.id)


async def _meeting(change: Change, title: str) -> Meeting:
    meeting = await new_meeting(change, title, change.now, place="Konferencerummet, Lungemedicin")
    meeting.format, meeting.phase, meeting.author_seen = Format.REPRESENTATIVES, Phase.SINCE_LAST, AuthorSeen.ALL
    return meeting


async def _hand_in(change: Change, lay: list[Seat]) -> None:
    """The coming meeting, and what Karen and Ove have handed in for it."""
    now = change.now
    coming = await _meeting(change, "Næste ledelsesmøde")
    coming.starts_at, coming.in_lobby, coming.door_open = held(now, -18), True, False
    change.meeting = coming
    for number, (title, text, wish, minutes) in enumerate(COMING):
        words: dict[str, Any] = {"title": title, "text": text, "wish": wish}
        ids: dict[str, Any] = {"board_id": change.board.id, "meeting_id": coming.id, "seat_id": lay[number % 2].id}
        at: dict[str, Any] = {"status_at": now, "created_at": now}
        idea = Idea(public_id=new_public_id(), submission=f"handed-in-{number}", **ids, **words, **at)
        change.session.add(idea)
        await change.session.flush()
        await note(change, idea, S.PROPOSED)
        if minutes is not None:
            idea.minutes = minutes
            await put_on_agenda(change, idea)


def _seat(board: Board, name: str, role: Role, person: Person | None = None, *, meeting: Meeting | None = None) -> Seat:
    return Seat(
        public_id=new_public_id(),
        board_id=board.id,
        meeting_id=meeting.id if meeting else None,
        person_id=person.id if person else None,
        role=role,
        name=name,
        joined_at=clock.now(),
    )
