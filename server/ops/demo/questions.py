"""Question time in the example's region: three boards with rules of their own, each with a meeting to come; one of them has
had one, at which a question was answered, one was refused, and one was put off. All of it is invented."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.event import Event
from schemas.flow import Status
from schemas.format import FORMATS, Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.question_rules import Clause, number_of, rules_named
from schemas.question_time import Became, Turn
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.change import Change
from server.ideas.ideas.commands import note
from server.meeting.meetings.commands import new_meeting
from server.ops.demo.past import held
from server.views.overview.figures import count

QUEUES = next(format_ for format_, rule in FORMATS.items() if rule.queues)
BOARDS = (
    ("beforehand", "Spørgetid i regionsrådet", ("Hvornår kører der bus til sygehuset om aftenen?",)),
    ("subject", "Spørgetid i sundhedsudvalget", ("Hvor mange læger mangler der på øerne?", "Kan man se sin ventetid?")),
    (
        "present",
        "Spørgetid i miljøudvalget",
        ("Hvem måler vandet ved grusgraven?", "Hvad sker der med de gamle brønde?"),
    ),
)
HAD = (
    ("Bliver der flere senge til næste vinter?", Became.ANSWERED, "Ja. Vi åbner tolv senge i november."),
    ("Hvorfor sagde min læge nej?", Became.REFUSED, "Det er din egen sag. Koordinatoren ringer til dig."),
    ("Må ambulancen køre over broen?", Became.NEXT, ""),
)


async def write_questions(session: AsyncSession, region: Unit, ada: Person) -> None:
    """Add them below the region; Ada coordinates them."""
    now = clock.now()
    director = Person(mail="region@example.org", name="Else Bang", title="Regionsdirektør")
    session.add(director)
    await session.flush()
    council = Unit(kind=UnitKind.COMMITTEE, name="Regionsrådet", parent_id=region.id, leader_id=director.id)
    session.add(council)
    await session.flush()
    for rules, name, asked in BOARDS:
        board = Board(unit_id=council.id, name=name, format=QUEUES, question_rules=rules)
        session.add(board)
        await session.flush()
        staff = [_seat(board, ada.name, Role.COORDINATOR, ada), _seat(board, director.name, Role.LEADER, director)]
        session.add_all(staff)
        await session.flush()
        change = Change(session, board, now, seat=staff[0])
        put_off = await _past(change, name) if rules == "beforehand" else None
        change.now, change.meeting = now, None
        coming = await new_meeting(change, name, held(now, 0) + timedelta(days=21), place="Regionshuset")
        coming.phase = Phase.PROPOSE
        if put_off is not None:
            put_off.meeting_id = coming.id
        for title in asked:
            await _ask(change, coming, title, now - timedelta(days=1))
        for happened in change.events:
            board.seq += 1
            kind = type(happened).__name__
            session.add(Event(board_id=board.id, seq=board.seq, kind=kind, at=now, data=happened.data()))
        board.moved_at = now
        await session.flush()
        await count(session, board.id)


async def _past(change: Change, name: str) -> Idea | None:
    """A meeting five weeks ago; the question that was put off at it."""
    began = held(clock.now(), 35)
    change.now = began - timedelta(days=12)
    meeting = await new_meeting(change, name, began, place="Regionshuset")
    meeting.phase, meeting.phase_no, meeting.door_open = Phase.CLOSE, 3, False
    meeting.stream_url, meeting.stream_from = "https://tv.example.org/moede", began
    meeting.ended_at = meeting.settled_at = began + timedelta(minutes=30)
    left = None
    for number, (title, became, said) in enumerate(HAD):
        idea = await _ask(change, meeting, title, change.now)
        called = began + timedelta(minutes=3 * number + 1)
        turn = Turn(meeting_id=meeting.id, idea_id=idea.id, called_at=called, ended_at=called + timedelta(minutes=2))
        turn.became = became
        change.session.add(turn)
        before, change.now = change.now, turn.ended_at or change.now
        if became is Became.ANSWERED:
            await note(change, idea, Status.ANSWERED, text=said)
        elif became is Became.REFUSED:
            rule = number_of(rules_named(change.board.question_rules), Clause.EACH)
            await note(change, idea, Status.REFUSED, text=said, place=str(rule))
        else:
            left = idea
        change.now = before
    return left


async def _ask(change: Change, meeting: Meeting, title: str, at: datetime) -> Idea:
    seat = _seat(change.board, f"Gæst {change.board.last_guest + 1}", Role.CITIZEN)
    seat.meeting_id, seat.joined_at = meeting.id, at
    change.board.last_guest += 1
    change.board.last_number += 1
    change.session.add(seat)
    await change.session.flush()
    idea = Idea(
        public_id=new_public_id(),
        board_id=change.board.id,
        meeting_id=meeting.id,
        seat_id=seat.id,
        submission=new_public_id(),
        number=change.board.last_number,
        title=title,
        status_at=at,
        created_at=at,
        shown_at=at,
    )
    change.session.add(idea)
    await change.session.flush()
    before, change.now = change.now, at
    await note(change, idea, Status.PROPOSED, named=False)
    change.now = before
    return idea


def _seat(board: Board, name: str, role: Role, person: Person | None = None) -> Seat:
    return Seat(
        public_id=new_public_id(),
        board_id=board.id,
        person_id=person.id if person else None,
        role=role,
        name=name,
        joined_at=clock.now(),
    )
