"""Setting the agenda, and writing down what the meeting decided about each item."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import STEP_MAX
from schemas.flow import By, Status
from schemas.idea import Idea, stands
from schemas.meeting import Meeting, MeetingChanged
from schemas.roles import Role
from schemas.seat import Seat
from server.core import jobs
from server.core.change import Change, changing
from server.core.days import danish_day, end_of
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.ideas.ideas.commands import write_down
from server.ideas.ideas.showing import put_on_agenda
from server.ideas.ideas.wording import Wording
from server.organisation.units.ladder import ladders
from server.room.agenda.correcting import decided_here, take_back
from server.room.agenda.queries import waiting_items
from server.web.typed_dates import NO_DAY, read_day
from server.work.answers.commands import move_idea
from server.work.answers.needs import chosen, read_given

LONGEST = 240
AGAIN = timedelta(minutes=5)
"""A second press within this time sends no second letter."""
OUTCOMES = (Status.AGREED, Status.REVIEW, Status.NOTED, Status.DECLINED)
"""What a meeting may come to about an item."""
WRONG = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")
NOTHING = N_("Der er ingen punkter på dagsordenen endnu.")


async def arrange(runtime: Runtime, seat: Seat, meeting: Meeting, typed: Mapping[str, str]) -> None:
    """Change the agenda as the form says: `do` is "take" (put an item on it), "off", "up", "down", "minutes",
    "deadline" or "tell". Doing the same twice is harmless. Raises Invalid with a sentence per field, and NotFound for
    an item that is not there."""
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        _has_agenda(change.at)
        do = typed.get("do", "")
        if do == "take":
            await _take(change, typed.get("idea", ""))
        elif do in {"off", "up", "down", "minutes"}:
            await _move(change, typed.get("idea", ""), do, typed.get("minutes", ""))
        elif do == "deadline":
            _set_deadline(change, typed.get("day", "").strip())
        elif do == "tell":
            await _tell(change)
        else:
            raise Invalid(N_("Vælg en af dem."))


def _has_agenda(meeting: Meeting) -> None:
    if meeting.form.hands_in is None:
        raise NotFound
    if meeting.over:
        raise NotNow(N_("Mødet er slut."))


async def _take(change: Change, public_id: str) -> None:
    on = await _items(change)
    if any(idea.public_id == public_id for idea in on):
        return
    waits = await waiting_items(change.session, change.at)
    idea = next((each for each in waits if each.public_id == public_id), None)
    if idea is None:
        raise NotFound
    await put_on_agenda(change, idea)


async def _items(change: Change) -> list[Idea]:
    on = (Idea.meeting_id == change.at.id, col(Idea.turn).is_not(None), col(Idea.hidden_at).is_(None))
    query = select(Idea).where(*on, stands(gone=False)).order_by(col(Idea.turn), col(Idea.id))
    return list((await change.session.execute(query)).scalars())


async def _move(change: Change, public_id: str, do: str, minutes: str) -> None:
    items = await _items(change)
    at = next((place for place, idea in enumerate(items) if idea.public_id == public_id), None)
    if at is None:
        raise NotFound
    if do == "minutes":
        items[at].minutes = _read_minutes(minutes.strip())
    elif do == "off":
        _take_off(items.pop(at))
    else:
        to = min(max(at + (1 if do == "down" else -1), 0), len(items) - 1)
        items.insert(to, items.pop(at))
    for place, idea in enumerate(items, 1):
        idea.turn = place
    change.tell(MeetingChanged(change.at.id))


def _take_off(idea: Idea) -> None:
    """It waits for the coordinator again, and only she and whoever wrote it can read it."""
    if not idea.rule.written:
        raise NotNow(N_("Mødet har besluttet noget om punktet. Så bliver det på dagsordenen."))
    idea.turn, idea.shown_at, idea.late = None, None, True


def _read_minutes(typed: str) -> int | None:
    if not typed:
        return None
    found = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    if not 1 <= found <= LONGEST:
        raise Invalid(WRONG, fields={"minutes": N_("Skriv et antal minutter fra 1 til 240.")})
    return found


def _set_deadline(change: Change, typed: str) -> None:
    today, starts = danish_day(change.now), danish_day(change.at.starts_at)
    day = read_day(typed, today)
    if day is None:
        raise Invalid(WRONG, fields={"day": NO_DAY})
    if not today <= day <= starts:
        raise Invalid(WRONG, fields={"day": N_("Vælg en dag fra i dag til mødet.")})
    change.at.hand_in_by = end_of(day) if day < starts else change.at.starts_at
    change.tell(MeetingChanged(change.at.id))


async def _tell(change: Change) -> None:
    """Have the agenda sent to those who are invited by mail."""
    if not await _items(change):
        raise NotNow(NOTHING)
    told = change.at.agenda_told_at
    if told is not None and change.now < told + AGAIN:
        return
    change.at.agenda_told_at = change.now
    dedupe = f"agenda_told:{change.at.id}:{change.now.timestamp():.0f}"
    session, at = change.session, change.at
    await jobs.due(session, "agenda_told", at.id, change.now, board_id=at.board_id, dedupe=dedupe)
    change.tell(MeetingChanged(change.at.id))


async def write_item(runtime: Runtime, seat: Seat, meeting: Meeting, key: str, words: Wording) -> Idea:
    """Write an item of the leaders', and put it on the agenda. The same `key` with the same words is one item. Raises
    Invalid with a sentence per field."""
    words.check()
    async with changing(runtime, seat, Act.PAPER, meeting) as change:
        _has_agenda(change.at)
        idea = await write_down(change, key, words, Role.LEADER)
        await put_on_agenda(change, idea)
    return idea


async def decide(runtime: Runtime, seat: Seat, meeting: Meeting, idea: Idea, typed: Mapping[str, str]) -> None:
    """Write down what the meeting came to about an item of its agenda. A decision, and a no, stand in the name of the
    leader who made it. The same form sent twice counts once; another one corrects it, as long as the meeting lasts.

    Raises NotFound for what is on no agenda, Invalid with a sentence per field, and NotNow for one that was decided
    otherwise since the form was opened, and after the meeting."""
    async with changing(runtime, seat, Act.AGREE, meeting) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if change.at.form.hands_in is None or stored.meeting_id != change.at.id or stored.turn is None:
            raise NotFound
        status = chosen(typed, frozenset(OUTCOMES))
        ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
        fields = _as_asked(typed)
        leads = {rung.mail for rung in ladder if rung.mail}
        if status in {Status.AGREED, Status.DECLINED} and leads and fields["leader"] not in leads:
            raise Invalid(WRONG, fields={"leader": N_("Vælg en leder.")})
        if change.at.over:
            raise NotNow(N_("Mødet er slut."))
        before = await decided_here(change, stored)
        try:
            given = replace(read_given(status, fields, danish_day(change.now)), leader=fields["leader"])
            line = await move_idea(change, stored, status, fields, by=frozenset({By.MEETING}), given=given)
            if before is not None and line is not None:
                await take_back(change, stored, before, line)
        except Invalid as problem:
            raise Invalid(problem.sentence, fields=_as_shown(problem.fields)) from None


def _as_asked(typed: Mapping[str, str]) -> dict[str, str]:
    """The form in the names of the common one. Who does it takes the first step, and the step is what was decided."""
    said = {name: typed.get(name, "").strip() for name in ("text", "owner", "leader", "day", "warned")}
    said |= {"from": typed["from"]} if typed.get("from") else {}
    step = {"step": said["text"][:STEP_MAX], "person": said["owner"], "step_date": said["day"]}
    return said | step | {"answer_by": said["day"]}


def _as_shown(wrong: Mapping[str, str]) -> dict[str, str]:
    """Faults at the fields of this form."""
    shown: dict[str, str] = {}
    for name, into in SHOWN_AT.items():
        if name in wrong:
            shown.setdefault(into, wrong[name])
    return shown


SHOWN_AT = {
    **{name: name for name in ("status", "text", "owner", "leader", "warned")},
    "step": "text",
    "person": "owner",
    "step_date": "day",
    "answer_by": "day",
}
