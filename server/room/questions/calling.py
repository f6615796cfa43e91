"""Calling up questions, and saying what became of each: answered, to be answered in writing, refused, put off."""

from collections.abc import Mapping

from sqlmodel import col, select

from schemas.act import Act
from schemas.flow import By, Status
from schemas.format import Phase
from schemas.idea import Idea, stands
from schemas.meeting import Meeting, TimerSet
from schemas.question_clauses import each_lasts
from schemas.question_rules import Absent, Clause, number_of, rules_named
from schemas.question_time import Became, Turn, TurnMoved
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.days import danish_day
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.work.answers.commands import move_idea
from server.work.answers.needs import TEXT, Given, read_asked

NOT_HERE = N_("Det er ikke det, vi gør i dette trin.")
GONE = N_("Der er allerede sket noget med spørgsmålet. Siden viser det nu.")
NO_DEED = N_("Vælg, hvad der blev af spørgsmålet.")


async def call(runtime: Runtime, seat: Seat, meeting: Meeting, public_id: str) -> None:
    """Put a question before the room, and start the clock that the rules give it. One that was there, and of which
    nothing was said, waits again. Repeating it changes nothing. Raises NotNow in another phase, and for a question of
    which something has become; NotFound for what the room cannot see."""
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        at = change.at
        if at.phase is not Phase.QUEUE:
            raise NotNow(NOT_HERE)
        idea = await _before_the_room(change, public_id)
        current = await _current(change)
        if current is not None:
            if current.idea_id == idea.id:
                return
            current.ended_at = change.now
        if not idea.rule.written or await _became(change, idea):
            raise NotNow(GONE)
        change.session.add(Turn(meeting_id=at.id, idea_id=idea.id, called_at=change.now))
        each = each_lasts(rules_named(change.board.question_rules))
        at.timer_left_ms, at.timer_ends_at = None, change.now + each if each else None
        change.tell(TurnMoved(at.id))
        change.tell(TimerSet(at.id))


async def settle(runtime: Runtime, seat: Seat, meeting: Meeting, typed: Mapping[str, str]) -> None:
    """Say what became of a question (`typed["question"]`, `typed["became"]`, and what that needs), whether it was
    called or not. The same form sent twice counts once. Raises Invalid for missing or bad fields, NotNow for one of
    which something else has become, and NotFound."""
    deed: Became | None = DEEDS.get(typed.get("became", ""))
    if deed is None:
        raise Invalid(NO_DEED, fields={"became": NO_DEED})
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        at = change.at
        if at.phase is not Phase.QUEUE:
            raise NotNow(NOT_HERE)
        idea = await _before_the_room(change, typed.get("question", ""))
        before = await _became(change, idea)
        if before is deed or (before and typed["became"] == ABSENT):
            return
        if before is not None:
            raise NotNow(GONE)
        if typed["became"] == ABSENT:
            deed = await _absent(change, idea, typed)
        else:
            await _do(change, idea, deed, typed)
        await end_turn(change, idea, deed)


ABSENT = "absent"
DEEDS: Mapping[str, Became] = {each.value: each for each in Became if each is not Became.LAPSED} | {ABSENT: Became.NEXT}
"""What a form may say; a question lapses only by a rule."""


async def _do(change: Change, idea: Idea, deed: Became, typed: Mapping[str, str]) -> None:
    """Move the question where the deed says; one that is put off stays where it is."""
    if deed is Became.ANSWERED:
        told = read_asked([TEXT], typed, danish_day(change.now))
        await move_idea(change, idea, Status.ANSWERED, {}, given=told)
    elif deed is Became.IN_WRITING:
        await move_idea(change, idea, Status.REVIEW, typed)
    elif deed is Became.REFUSED:
        await move_idea(change, idea, Status.REFUSED, typed)


async def _absent(change: Change, idea: Idea, typed: Mapping[str, str]) -> Became:
    """Whoever asked is not there: what the rules say of that."""
    rules = rules_named(change.board.question_rules)
    if rules.absent is Absent.IN_WRITING:
        await _do(change, idea, Became.IN_WRITING, typed)
        return Became.IN_WRITING
    if rules.absent is Absent.LAPSES:
        await lapse(change, idea, Clause.PRESENT)
        return Became.LAPSED
    return Became.NEXT


async def lapse(change: Change, idea: Idea, clause: Clause) -> None:
    """A question falls by a rule, which its line names."""
    number = number_of(rules_named(change.board.question_rules), clause)
    await move_idea(change, idea, Status.LAPSED, {}, by=frozenset({By.RULES}), given=Given(place=str(number)))


async def end_turn(change: Change, idea: Idea, became: Became) -> None:
    """Note what became of a question at this meeting. If it was before the room, its time is over."""
    turn = await _current(change)
    if turn is None or turn.idea_id != idea.id:
        turn = Turn(meeting_id=change.at.id, idea_id=idea.id)
        change.session.add(turn)
    else:
        change.at.timer_ends_at = change.at.timer_left_ms = None
        change.tell(TimerSet(change.at.id))
    turn.ended_at, turn.became = change.now, became
    await change.session.flush()
    change.tell(TurnMoved(change.at.id))


async def _before_the_room(change: Change, public_id: str) -> Idea:
    seen = (Idea.public_id == public_id, Idea.meeting_id == change.at.id, col(Idea.shown_at).is_not(None))
    query = select(Idea).where(*seen, col(Idea.hidden_at).is_(None), stands(merged=False, taken_back=False))
    idea = (await change.session.execute(query)).scalar_one_or_none()
    if idea is None:
        raise NotFound
    return idea


async def _current(change: Change) -> Turn | None:
    called = (Turn.meeting_id == change.at.id, col(Turn.called_at).is_not(None), col(Turn.ended_at).is_(None))
    return (await change.session.execute(select(Turn).where(*called))).scalars().first()


async def _became(change: Change, idea: Idea) -> Became | None:
    had = (Turn.meeting_id == change.at.id, Turn.idea_id == idea.id, col(Turn.became).is_not(None))
    return (await change.session.execute(select(Turn.became).where(*had))).scalars().first()
