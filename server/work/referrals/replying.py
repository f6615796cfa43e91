"""The body that was asked answers, says that it is not for them, or gives the idea back. Three doors lead here: the
office of whoever leads the unit, the link of an address without an account, and the coordinator who asked them in some
other way and writes down what they said."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import Answer, AnswerGiven, StatusChange
from schemas.codes import keyed_hash
from schemas.flow import By, Need, Status
from schemas.idea import Idea
from schemas.person import Person
from schemas.referral import LINK_DAYS, NAME_MAX, Referral, ReferralState
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit
from server.core import clock
from server.core.change import Change, changing, changing_board, must_be_open
from server.core.days import danish_day
from server.core.errors import N_, Invalid, NotAllowed, NotFound, NotNow
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.core.trail import note_done, specify_things
from server.web.fields import FOUND, Field
from server.work.answers.commands import move_idea
from server.work.answers.needs import ASKED, Given, read_asked, read_given
from server.work.referrals.bodies import body_of, led_by
from server.work.referrals.sending import AWAY, NOT_OPEN, back_to_board, begin, end, schedule

BODY = frozenset({By.BODY})
ANSWERS = (Status.AGREED, Status.DECLINED)
"""What a body may answer. Anything else it leaves to the board's own leaders."""
NAME = Field(NAME_MAX, N_("Skriv dit navn."), FOUND)
SAME_BODY = N_("De er spurgt nu. Skriv nogen andre.")
UNSAVED = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")


@dataclass
class Replying:
    """A referral in the hands of whoever answers for its body, under the board's lock. `person` is none for a link."""

    change: Change
    settings: Settings
    referral: Referral
    idea: Idea
    person: Person | None = None
    name: str = ""
    title: str = ""
    heard: bool = False

    def must_be_open(self) -> None:
        """Raise NotNow when it was answered, returned or taken back meanwhile."""
        if not self.referral.rule.open:
            raise NotNow(NOT_OPEN)

    def was(self, state: ReferralState, said: str) -> bool:
        """Whether the same person ended it so already, with the same words: a second click, or an answer that got
        lost."""
        theirs = self.person is not None and self.referral.answered_by == self.person.id
        return theirs and self.referral.state is state and self.referral.said == said

    def ended(self, state: ReferralState, said: str = "") -> None:
        """Say how it ended, and by whom."""
        end(self.change, self.referral, state)
        self.referral.said, self.referral.heard = said, self.heard
        if self.person is not None:
            self.referral.answered_by = self.person.id
        else:
            self.referral.answered_name = self.name


async def _locked(change: Change, *which: Any) -> tuple[Referral, Idea]:
    query = select(Referral, Idea).join(Idea, col(Idea.id) == Referral.idea_id).where(*which)
    query = query.where(col(Idea.hidden_at).is_(None), col(Idea.shown_at).is_not(None))
    row = (await change.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


@asynccontextmanager
async def as_leader(runtime: Runtime, person: Person, referral: Referral) -> AsyncIterator[Replying]:
    """Answer as whoever leads the unit that was asked. Raises NotFound for everybody else, and NotNow while the board
    is closed."""
    async with runtime.database.begin() as session:
        board_id = (await session.execute(select(Idea.board_id).where(Idea.id == referral.idea_id))).scalar_one()
    async with changing_board(runtime, board_id) as change:
        must_be_open(change.board)
        leads = select(Unit.id).where(led_by(person.id))
        stored, idea = await _locked(change, Referral.id == referral.id, col(Referral.unit_id).in_(leads))
        mine = await change.session.get_one(Person, person.id)
        specify_things("idea", (idea.public_id,))
        yield Replying(change, runtime.settings, stored, idea, mine, mine.name, mine.title)
        note_done(change.session, runtime.settings.secret, mine.id, change.board.public_id)


@asynccontextmanager
async def as_coordinator(runtime: Runtime, seat: Seat, referral: Referral) -> AsyncIterator[Replying]:
    """Write down what the body said, as a coordinator of the board. Raises NotFound and NotAllowed."""
    async with changing(runtime, seat, Act.PROGRESS) as change:
        here = (Referral.id == referral.id, Idea.board_id == change.board.id)
        stored, idea = await _locked(change, *here)
        if change.by.role is not Role.COORDINATOR:
            raise NotAllowed
        specify_things("idea", (idea.public_id,))
        mine = await change.session.get_one(Person, change.by.person_id)
        yield Replying(change, runtime.settings, stored, idea, mine, change.by.name, mine.title, heard=True)


@asynccontextmanager
async def by_link(runtime: Runtime, token: str, typed: Mapping[str, str]) -> AsyncIterator[Replying]:
    """Answer as whoever holds the link, by the name that they type. Raises NotFound for a link that is dead, and
    Invalid without a name."""
    which = opened_by(runtime.settings, token)
    async with runtime.database.begin() as session:
        query = select(Idea.board_id).join(Referral, col(Referral.idea_id) == Idea.id).where(*which)
        board_id = (await session.execute(query)).scalar_one_or_none()
    if board_id is None:
        raise NotFound
    async with changing_board(runtime, board_id) as change:
        must_be_open(change.board)
        referral, idea = await _locked(change, *which)
        name = typed.get("name", "").strip()
        if wrong := NAME.wrong(name):
            raise Invalid(UNSAVED, fields={"name": wrong})
        yield Replying(change, runtime.settings, referral, idea, name=name)


def opened_by(settings: Settings, token: str) -> tuple[Any, ...]:
    """The conditions for the referral that a link opens: one that is open, and not more than LINK_DAYS past its
    date."""
    hashed = keyed_hash(settings.secret, token)
    return Referral.token_hash == hashed, col(Referral.reply_by) > clock.now() - LINK_DAYS


async def answer(doing: Replying, typed: Mapping[str, str]) -> None:
    """Yes with an owner and a first step, or no with a reason. Raises what `set_status` raises, and NotNow when the
    referral has ended meanwhile; whatever was typed stays in the form."""
    status = Status(typed["status"]) if typed.get("status") in ANSWERS else None
    if status is None:
        raise Invalid(N_("Vælg et af svarene."), fields={"status": N_("Vælg et af svarene.")})
    given = read_given(status, typed, danish_day(doing.change.now))
    if doing.was(ReferralState.ANSWERED, given.text):
        return
    doing.must_be_open()
    doing.ended(ReferralState.ANSWERED, given.text)
    entry = await _move(doing, status, given)
    if entry is None:
        return
    text, referral = given.text, doing.referral
    found = Answer(
        idea_id=doing.idea.id,
        change_id=entry.id,
        person_id=doing.person.id if doing.person is not None else None,
        name=doing.name,
        title=doing.title,
        level="" if doing.heard else referral.body,
        at=doing.change.now,
        text=text,
        referral_id=referral.id,
    )
    doing.change.session.add(found)
    await doing.change.session.flush()
    doing.change.tell(AnswerGiven(doing.idea.id, found.id))
    await schedule(doing.change, "referral_ended", referral, referral.state)


async def _move(doing: Replying, status: Status, given: Given) -> StatusChange | None:
    return await move_idea(doing.change, doing.idea, status, {"name": doing.name}, by=BODY, given=given)


async def give_back(doing: Replying, typed: Mapping[str, str]) -> None:
    """Back to whoever sent it, with a reason. Raises Invalid and NotNow."""
    given = read_asked(ASKED[Need.REASON], typed, danish_day(doing.change.now))
    if doing.was(ReferralState.RETURNED, given.text):
        return
    doing.must_be_open()
    doing.ended(ReferralState.RETURNED, given.text)
    await back_to_board(doing.change, doing.idea, doing.referral, BODY, given.text, name=doing.name)
    await schedule(doing.change, "referral_ended", doing.referral, doing.referral.state)


async def pass_on(doing: Replying, typed: Mapping[str, str]) -> None:
    """ "Ikke os": somebody else is asked in their place, by the date that was promised first. Raises Invalid and
    NotNow."""
    asked = (*ASKED[Need.UNIT], *ASKED[Need.REASON])
    given = read_asked(asked, typed, danish_day(doing.change.now))
    if doing.was(ReferralState.RETURNED, given.text):
        return
    doing.must_be_open()
    body = await body_of(doing.change.session, doing.change.board.unit_id, given)
    same = body.unit_id == doing.referral.unit_id if body.unit_id else body.name.lower() == doing.referral.body.lower()
    if same:
        raise Invalid(UNSAVED, fields={"unit": SAME_BODY})
    doing.ended(ReferralState.RETURNED, given.text)
    await doing.change.session.flush()  # an idea has one open referral
    kept = replace(given, place=body.name, day=danish_day(doing.referral.reply_by))
    entry = await _move(doing, AWAY, kept)
    if entry is not None:
        await begin(doing.change, doing.settings, doing.idea, entry, kept, body, before=doing.referral)
    await schedule(doing.change, "referral_ended", doing.referral, doing.referral.state)
