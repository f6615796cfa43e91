"""An evening of questions about a guideline: five were handed over to a working group, which has answered three."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.event import Event
from schemas.flow import Status as S
from schemas.format import FORMATS, Phase
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit
from server.core import clock
from server.core.change import Change
from server.meeting.meetings.commands import new_meeting
from server.ops.demo.past import held, write_past
from server.ops.demo.story import Line
from server.views.overview.figures import count

BOARD = "Spørgsmål til retningslinjen om søvn"
GUIDELINE = next(format_ for format_, rule in FORMATS.items() if Phase.HAND_OVER in rule.phases)
EFFECTS, SIDE_EFFECTS, CHOICE, DAYS = FORMATS[GUIDELINE].themes
GROUP = "Arbejdsgruppen for retningslinjen om søvn"
AGO = 90
"""Days since it was held."""
ASKED: tuple[Line, ...] = (
    ("Hvad hjælper uden medicin?", "Jeg vil helst prøve noget andet først.", EFFECTS, None, S.ELSEWHERE, GROUP),
    ("Bliver jeg døsig om dagen?", "Jeg kører skolebus.", SIDE_EFFECTS, None, S.ELSEWHERE, GROUP),
    ("Hvor længe må jeg tage det?", "Ingen siger, hvornår jeg skal stoppe.", CHOICE, None, S.ELSEWHERE, GROUP),
    ("Hvordan trapper man ud?", "Sidst gik det for hurtigt.", CHOICE, None, S.ELSEWHERE, GROUP),
    ("Må min mand vække mig?", "Han ved ikke, hvad der er bedst.", DAYS, None, S.ELSEWHERE, GROUP),
    ("Virker te?", "", EFFECTS, None, S.PROPOSED, ""),
)


async def write_guideline(session: AsyncSession, unit: Unit, ada: Person, boss: Person) -> None:
    """Add the board to the unit that `boss` leads; Ada coordinates it."""
    board = Board(unit_id=unit.id, name=BOARD, format=GUIDELINE)
    session.add(board)
    await session.flush()
    leads = _seat(board, boss.name, Role.LEADER, person_id=boss.id)
    session.add_all([_seat(board, ada.name, Role.COORDINATOR, person_id=ada.id), leads])
    await session.flush()
    change = Change(session, board, held(clock.now(), AGO))
    meeting = await new_meeting(change, "Hvad skal retningslinjen om søvn svare på?", change.now, place="Kantinen")
    meeting.phase, meeting.phase_no, meeting.door_open = Phase.CLOSE, 6, False
    meeting.ended_at = meeting.settled_at = change.now + timedelta(hours=2)
    guests = [_seat(board, f"Gæst {number}", Role.PATIENT, meeting_id=meeting.id) for number in range(1, 4)]
    session.add_all(guests)
    await session.flush()
    await write_past(change, meeting, guests, leads, boss, ASKED)
    for happened in change.events:
        board.seq += 1
        kind, data = type(happened).__name__, happened.data()
        session.add(Event(board_id=board.id, seq=board.seq, kind=kind, at=clock.now(), data=data))
    board.moved_at = clock.now()
    await session.flush()
    await count(session, board.id)


def _seat(board: Board, name: str, role: Role, person_id: int | None = None, meeting_id: int | None = None) -> Seat:
    seat = Seat(public_id=new_public_id(), board_id=board.id, role=role, name=name, joined_at=clock.now())
    seat.person_id, seat.meeting_id = person_id, meeting_id
    return seat
