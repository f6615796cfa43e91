"""Two smaller boards of the same hospital, with a year behind them, so that the overview has something to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.event import Event
from schemas.flow import Status as S
from schemas.format import DEFAULT_FORMAT, Phase
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.change import Change
from server.meeting.meetings.commands import new_meeting
from server.ops.demo.past import held, write_past
from server.ops.demo.story import KIN, PATH, ROOM, SAFE, TALK, TURN, WORD, Line
from server.views.overview.figures import count

HELPED = "De fleste siger, at det er blevet bedre."
Meetings = tuple[tuple[int, int, tuple[Line, ...]], ...]
HEART: Meetings = (
    (340, 9, (
        ("Et kort over medicinen", "Jeg blander pillerne sammen.", WORD, SAFE, S.EVALUATED, HELPED),
        ("Ring tilbage samme dag", "Vi venter ved telefonen.", WORD, PATH, S.CONFIRMED, "Vi ringer før kl. 15."),
    )),
    (290, 14, (
        ("Gå en tur sammen", "Det er trygt at gå med andre.", ROOM, SAFE, S.EVALUATED, HELPED),
        ("Stole i ventetiden", "Der er langt at stå.", ROOM, None, S.DONE, "Der står otte nye stole."),
    )),
    (235, 11, (
        ("Hør de pårørende først", "De ser, når noget er galt.", KIN, TALK, S.DECLINED, "det tager tid fra den, der er syg"),
        ("Samme sygeplejerske hver gang", "Så slipper jeg for at forklare.", TURN, PATH, S.EVALUATED, HELPED),
    )),
    (150, 18, (
        ("En aften for pårørende", "Vi har også spørgsmål.", KIN, SAFE, S.DONE, "Den holdes hver måned."),
        ("Skriv, hvad tallene betyder", "Blodtryk er bare et tal.", WORD, SAFE, S.IN_PROGRESS, "Vi skriver et nyt ark."),
        ("En klokke ved sengen", "Den gamle er for høj oppe.", ROOM, SAFE, S.TRIAL, "Stue 4 og 5"),
    )),
    (45, 7, (
        ("Spis sammen", "Det smager bedre.", ROOM, None, S.REVIEW, ""),
        ("Vis vej fra p-pladsen", "Alle skilte peger hjem.", TURN, PATH, S.AGREED, "Der kommer nye skilte."),
    )),
)  # fmt: skip
STEPS: Meetings = (
    (355, 20, (
        ("Prøv benet derhjemme", "Trapper er ikke som gulve.", TURN, PATH, S.EVALUATED, HELPED),
        ("Et nummer til værkstedet", "Alt går i stykker om fredagen.", TURN, SAFE, S.DONE, "Det står på kortet."),
    )),
    (260, 12, (
        ("Mød en, der har prøvet det", "Ingen ved det bedre.", WORD, SAFE, S.CONFIRMED, "Tre har sagt ja til at komme."),
        ("Lån en kørestol", "Min er for bred til døren.", ROOM, None, S.ELSEWHERE, "Kommunen"),
    )),
    (170, 9, (
        ("Spejl i højde med en stol", "Jeg ser kun mit hår.", ROOM, None, S.DONE, "De hænger der nu."),
        ("Træn i vand", "Der er plads om morgenen.", ROOM, PATH, S.REVIEW, ""),
        ("Fortæl det til børnene", "De spørger, og jeg ved ikke hvordan.", KIN, TALK, S.ON_HOLD, "vi mangler en psykolog"),
    )),
)  # fmt: skip


@dataclass(frozen=True)
class Neighbour:
    """A board, the leader of its unit, and how many days it has been quiet."""

    unit: str
    leader: tuple[str, str]
    board: str
    meetings: Meetings
    still: int


ALL = (
    Neighbour("Hjertemedicinsk Afdeling", ("Mette Lund", "hjerte@example.org"), "Hjerterådet", HEART, 12),
    Neighbour("Ortopædkirurgisk Afdeling", ("Jens Ry", "ben@example.org"), "Et skridt videre", STEPS, 118),
)


async def write_neighbours(session: AsyncSession, hospital: Unit, ada: Person) -> None:
    """Add them below the hospital; Ada coordinates them too."""
    for each in ALL:
        leader = Person(mail=each.leader[1], name=each.leader[0], title="Afdelingsleder")
        session.add(leader)
        await session.flush()
        unit = Unit(kind=UnitKind.DEPARTMENT, name=each.unit, parent_id=hospital.id, leader_id=leader.id)
        session.add(unit)
        await session.flush()
        board = Board(unit_id=unit.id, name=each.board, format=DEFAULT_FORMAT)
        session.add(board)
        await session.flush()
        seats = [
            _seat(board, ada.name, Role.COORDINATOR, ada),
            _seat(board, leader.name, Role.LEADER, leader),
        ]
        session.add_all(seats)
        await session.flush()
        await _meetings(session, board, each, seats, leader)


async def _meetings(
    session: AsyncSession, board: Board, each: Neighbour, seats: Sequence[Seat], leader: Person
) -> None:
    now = clock.now()
    change = Change(session, board, now)
    for number, (ago, pace, story) in enumerate(each.meetings, 1):
        change.now = held(now, ago)
        meeting = await new_meeting(change, f"{each.board}, møde {number}", change.now)
        meeting.phase, meeting.phase_no, meeting.door_open = Phase.CLOSE, 9, False
        meeting.ended_at = meeting.settled_at = change.now + timedelta(hours=2)
        member = _seat(board, "Gæst 1", Role.PATIENT)
        member.meeting_id, member.joined_at = meeting.id, change.now
        session.add(member)
        await session.flush()
        await write_past(change, meeting, [member], seats[1], leader, story, pace=pace)
    board.moved_at = now - timedelta(days=each.still)
    for happened in change.events:
        board.seq += 1
        kind = type(happened).__name__
        session.add(Event(board_id=board.id, seq=board.seq, kind=kind, at=board.moved_at, data=happened.data()))
    await session.flush()
    await count(session, board.id)


def _seat(board: Board, name: str, role: Role, person: Person | None = None) -> Seat:
    return Seat(
        public_id=new_public_id(),
        board_id=board.id,
        person_id=person.id if person else None,
        role=role,
        name=name,
        joined_at=clock.now(),
    )
