"""What is done with a case: it is put to a board, gets words for an answer, and may be withdrawn. Its answer goes back
in `replying.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from schemas.act import Act
from schemas.bounds import Bounded
from schemas.consultation import CAME_OF_MAX, Consultation, ConsultationChanged
from schemas.idea import TEXT_MAX, TITLE_MAX
from schemas.meeting import Meeting
from schemas.minutes import Minutes, MinutesChanged, version_of
from schemas.person import Person
from schemas.seat import Seat
from schemas.unit import Unit
from server.core.bounds import hold
from server.core.change import Change, changing, changing_board, must_be_open
from server.core.days import danish_day
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.mail.links import keyed
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings
from server.web.typed_dates import NO_DAY, read_day
from server.work.consultations.queries import answerable, boards_for, bodies_of
from server.work.consultations.watching import tell_put, watch

WRONG = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")
ASKED = {"title": Field(TITLE_MAX, N_("Skriv en overskrift.")), "text": Field(TEXT_MAX)}
ANSWER = {"text": Field(TEXT_MAX, N_("Skriv svaret."))}
CAME_OF = {"text": Field(CAME_OF_MAX, N_("Skriv, hvad der kom ud af det."))}
FARTHEST = timedelta(days=366)
OVER = N_("Sagen er besvaret eller trukket tilbage.")
NOT_YET = N_("Peerboardet har ikke svaret endnu.")
PICK = N_("Vælg en på listen.")
NO_MEETING = N_("Vælg det møde, hvor I talte om det. Svaret kommer med i referatet.")


@dataclass(frozen=True)
class Asked:
    """What a form asks a board."""

    title: str
    text: str
    reply_by: date


def read(typed: Mapping[str, str], today: date) -> Asked:
    """What was typed. Raises Invalid with a sentence per field."""
    words = {name: typed.get(name, "").strip() for name in ASKED}
    wrong, day = faults(ASKED, words), read_day(typed.get("reply_by", ""), today)
    if day is None:
        wrong["reply_by"] = NO_DAY
    elif not today <= day <= today + FARTHEST:
        wrong["reply_by"] = N_("Datoen skal ligge mellem i dag og et år frem.")
    if wrong := wrong or warnings(words, typed.get("warned", "")):
        raise Invalid(WRONG, fields=wrong)
    assert day is not None
    return Asked(words["title"], words["text"], day)


async def put_as_leader(runtime: Runtime, person: Person, typed: Mapping[str, str]) -> Consultation:
    """Put a case to a board, as whoever leads the body that asks. The same form sent twice is one case. Raises Invalid,
    NotFound for somebody who leads nothing, NotNow for a closed board, and Full."""
    async with runtime.database.snapshot() as session:
        bodies = await bodies_of(session, person)
        unit = next((each for each in bodies if each.public_id == typed.get("unit", "")), None)
        boards = await boards_for(session, unit) if unit is not None else []
    if not bodies:
        raise NotFound
    board = next((each for each in boards if each.public_id == typed.get("board", "")), None)
    if unit is None or board is None:
        raise Invalid(WRONG, fields={"board" if unit is not None else "unit": PICK})
    async with changing_board(runtime, board.id) as change:
        must_be_open(change.board)
        return await _put(runtime, change, person, unit, typed)


async def put_for_body(
    runtime: Runtime, person: Person, seat: Seat, units: Mapping[int, Unit], typed: Mapping[str, str]
) -> Consultation:
    """Put a case to one's own board as its coordinator, on behalf of one of the `units`. Raises as above."""
    unit = next((each for each in units.values() if each.public_id == typed.get("unit", "")), None)
    if unit is None:
        raise Invalid(WRONG, fields={"unit": PICK})
    async with changing(runtime, seat, Act.SET_UP) as change:
        return await _put(runtime, change, person, unit, typed)


async def _put(runtime: Runtime, change: Change, person: Person, unit: Unit, typed: Mapping[str, str]) -> Consultation:
    session, asked = change.session, read(typed, danish_day(change.now))
    form = typed.get("key", "")[:64]
    case = Consultation(board_id=change.board.id, unit_id=unit.id, body=unit.name, put_by=person.id, **vars(asked))
    if form:
        case.public_id = keyed(runtime.settings, "consultation", person.id, change.board.id, form)
        known = select(Consultation).where(Consultation.public_id == case.public_id)
        if (found := (await session.execute(known)).scalar_one_or_none()) is not None:
            return found
    waits = (col(Consultation.answered_at).is_(None), col(Consultation.withdrawn_at).is_(None))
    await hold(session, Bounded.CONSULTATIONS, Consultation.board_id == change.board.id, *waits)
    case.put_at = change.now
    session.add(case)
    await session.flush()
    await tell_put(session, runtime.settings, change.board, case, change.now)
    await watch(session, case, change.now)
    change.tell(ConsultationChanged(case.id))
    return case


async def answer(runtime: Runtime, seat: Seat, case: Consultation, typed: Mapping[str, str]) -> None:
    """Write down what the board answers, and at which meeting. It goes back when that meeting's minutes are approved.
    Raises Invalid, and NotNow once it has gone back or was withdrawn."""
    async with changing(runtime, seat, Act.SET_UP) as change:
        stored = await _open(change, case)
        words = {"text": typed.get("text", "").strip()}
        wrong = faults(ANSWER, words)
        meetings = {each.public_id: each for each in await answerable(change.session, change.board.id, change.now)}
        meeting: Meeting | None = meetings.get(typed.get("meeting", ""))
        if meeting is None:
            wrong["meeting"] = NO_MEETING
        if wrong := wrong or warnings(words, typed.get("warned", "")):
            raise Invalid(WRONG, fields=wrong)
        assert meeting is not None
        if (stored.answer, stored.meeting_id) != (words["text"], meeting.id):
            for each in {stored.meeting_id, meeting.id} - {None}:
                await _reread(change, each)
            stored.answer, stored.meeting_id = words["text"], meeting.id
            change.tell(ConsultationChanged(stored.id))


async def _reread(change: Change, meeting_id: int | None) -> None:
    """The minutes of a meeting, where they are written, say something else now: whoever is about to approve them is to
    read them again."""
    minutes = await change.session.get(Minutes, meeting_id)
    if minutes is None:
        return
    change.session.add(version_of(minutes))
    minutes.version += 1
    minutes.edited_at, minutes.edited_by = change.now, change.by.id
    change.tell(MinutesChanged(minutes.meeting_id))


async def withdraw(runtime: Runtime, case: Consultation) -> None:
    """Take a case back, as the body or a coordinator. Doing it again changes nothing. Raises NotNow once it was
    answered."""
    async with changing_board(runtime, case.board_id) as change:
        stored = await change.session.get_one(Consultation, case.id)
        if stored.withdrawn_at is not None:
            return
        stored = await _open(change, case)
        stored.withdrawn_at = change.now
        talked_of = update(Meeting).where(col(Meeting.focus_case_id) == stored.id)
        await change.session.execute(talked_of.values(focus_case_id=None))
        change.tell(ConsultationChanged(stored.id))


async def tell_outcome(runtime: Runtime, case: Consultation, typed: Mapping[str, str]) -> None:
    """Write what came of the board's answer, as the body or a coordinator. Raises Invalid, and NotNow before there is
    an answer."""
    words = {"text": typed.get("text", "").strip()}
    async with changing_board(runtime, case.board_id) as change:
        stored = await change.session.get_one(Consultation, case.id)
        if stored.answered_at is None:
            raise NotNow(NOT_YET)
        if wrong := faults(CAME_OF, words) or warnings(words, typed.get("warned", "")):
            raise Invalid(WRONG, fields=wrong)
        if stored.came_of != words["text"]:
            stored.came_of, stored.came_at = words["text"], change.now
            change.tell(ConsultationChanged(stored.id))


async def _open(change: Change, case: Consultation) -> Consultation:
    stored = await change.session.get_one(Consultation, case.id)
    if not stored.open:
        raise NotNow(OVER)
    return stored
