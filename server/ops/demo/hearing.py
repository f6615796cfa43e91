"""A hearing that is under way. Four things are shown, one of them in other words, to which its writer said yes. One was
refused, one waits for its writer, and two wait for those who moderate."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.event import Event
from schemas.format import FORMATS, Moderated
from schemas.idea import Idea
from schemas.person import Person
from schemas.publication import OpenWords, Publication, open_digest
from schemas.roles import Role
from schemas.screening import Screening, ScreeningDeed, ScreeningLine, Verdict
from schemas.seat import Seat
from schemas.unit import Unit
from server.core import clock
from server.core.change import Change
from server.meeting.meetings.commands import new_meeting
from server.room.moderation.flood import likeness
from server.views.overview.figures import count
from server.views.publication.stored import slug_of

BOARD = "Borgermøder i Region Nordlyd"
TITLE, PLACE = "Borgermøde: Hvor skal akutklinikken ligge?", "Hallen ved Havnevej"
QUESTION = "Hvad skal vi tænke på, når akutklinikken flytter?"
D = ScreeningDeed
WAY = {
    Verdict.WAITING: (),
    Verdict.SHOWN: (D.SHOWN,),
    Verdict.REFUSED: (D.REFUSED,),
    Verdict.ASKED: (D.ASKED,),
}
"""What those who moderate did, after it came."""
CORRECTED = "Støjen er værst om natten"
"""In other words than it was written in: they were proposed, and its writer said yes."""
MESSAGES = {
    "I har jo bestemt det": "Skriv gerne, hvad der skal være anderledes. Det vil vi høre.",
    "Det er også farligt": "Hvad er farligt, og hvor?",
}
"""What those who moderate wrote to their writers."""
SAID = (
    ("Bussen skal køre om aftenen", "Den sidste går klokken 18.", True, Verdict.SHOWN, None),
    ("Vis vej fra motorvejen", "Skiltet kommer for sent.", False, Verdict.SHOWN, None),
    ("Byg en cykelsti med det samme", "Børnene krydser vejen.", True, Verdict.SHOWN, None),
    ("I har jo bestemt det", "Det er spild af tid, I fjolser.", True, Verdict.REFUSED, 1),
    (CORRECTED, "Vi bor ved vejen til klinikken.", True, Verdict.SHOWN, None),
    ("Det er også farligt", "", False, Verdict.ASKED, None),
    ("Hvor længe skal man køre?", "Vi bor længst mod nord.", True, Verdict.WAITING, None),
    ("Plads til ambulancer", "", False, Verdict.WAITING, None),
)

BEGAN = timedelta(minutes=40)
"""Before now, so that the coordinator's link leads to the meeting that begins, and not to this one."""


async def write_hearing(session: AsyncSession, region: Unit, ada: Person) -> None:
    """Add the board below the region, with its open page; Ada coordinates it too."""
    now = clock.now()
    form = next(each for each, rule in FORMATS.items() if rule.open_record and rule.moderated is Moderated.BEFORE)
    board = Board(unit_id=region.id, name=BOARD, format=form, published=True)
    session.add(board)
    await session.flush()
    coordinator = _seat(board, ada.name, Role.COORDINATOR, person_id=ada.id)
    session.add(coordinator)
    session.add(Publication(board_id=board.id, slug=slug_of(BOARD), opened_at=now))
    change = Change(session, board, now)
    meeting = await new_meeting(change, TITLE, now - BEGAN, place=PLACE)
    meeting.in_lobby, meeting.question = False, QUESTION
    await session.flush()
    for number, (title, text, yes, verdict, rule) in enumerate(SAID, 1):
        seat = _seat(board, f"Gæst {number}", Role.CITIZEN, meeting_id=meeting.id)
        session.add(seat)
        await session.flush()
        words: dict[str, Any] = {
            "title": title,
            "text": text,
            "submission": f"demo-{number}",
            "public_id": new_public_id(),
        }
        idea = Idea(board_id=board.id, meeting_id=meeting.id, seat_id=seat.id, status_at=now, created_at=now, **words)
        if verdict is Verdict.SHOWN:
            board.last_number += 1
            idea.number, idea.shown_at = board.last_number, now
        else:
            idea.hidden_at = now
        session.add(idea)
        await session.flush()
        looked = Screening(board_id=board.id, meeting_id=meeting.id, idea_id=idea.id, verdict=verdict, since=now)
        looked.rule, looked.likeness = rule, likeness(idea)
        looked.message = MESSAGES.get(title, "")
        session.add(looked)
        await session.flush()
        line: dict[str, Any] = {"board_id": board.id, "meeting_id": meeting.id, "screening_id": looked.id, "at": now}
        session.add(ScreeningLine(deed=ScreeningDeed.CAME, **line))
        for deed in (D.CORRECTED, D.SAID_YES) if title == CORRECTED else WAY[verdict]:
            by = None if deed is D.SAID_YES else coordinator.id
            session.add(ScreeningLine(deed=deed, seat_id=by, rule=rule, **line))
        if yes:
            session.add(OpenWords(idea_id=idea.id, seat_id=seat.id, yes=True, digest=open_digest(title, text), at=now))
    for happened in change.events:
        board.seq += 1
        kind, data = type(happened).__name__, happened.data()
        session.add(Event(board_id=board.id, seq=board.seq, kind=kind, at=now, data=data))
    board.moved_at, board.last_guest = now, len(SAID)
    await session.flush()
    await count(session, board.id)


def _seat(board: Board, name: str, role: Role, **at: Any) -> Seat:
    return Seat(public_id=new_public_id(), board_id=board.id, role=role, name=name, joined_at=clock.now(), **at)
