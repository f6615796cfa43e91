"""Agreeing on a chosen idea. An agreement can be changed until it is sent, and is sent once; of two coordinators who
write at the same time, neither loses a word."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import select

from schemas.act import Act
from schemas.agreement import Agreement
from schemas.answer import Owner, Step
from schemas.flow import Need, Status
from schemas.idea import AgreementMade, Idea
from schemas.meeting import Meeting
from schemas.seat import Seat
from schemas.stages import Stage
from server.core.change import Change, changing
from server.core.days import danish_day
from server.core.errors import N_, Invalid, NotNow, Outdated
from server.core.runtime import Runtime
from server.organisation.units.ladder import Ladder, ladders
from server.room.agreements.queries import Agreed, load_agreed
from server.web.fields import FOUND, Field
from server.work.answers.commands import MOVED, move_idea
from server.work.answers.needs import ASKED, CARRIED, NAME_MAX, Given, read_asked
from server.work.naming import is_theirs
from server.work.owners.assigning import NOT_FILLED, TWICE, account

CHANGED = N_("En anden har gemt aftalen imens. Dine ord står her endnu. Ret dem, og gem igen.")
SENT = N_("Idéen er sendt til lederen imens. Det, du skrev, står her endnu.")
NOT_CHOSEN = N_("Idéen er ikke med endnu. Tag den med først.")
NO_LEADER = N_("Vælg en leder.")
BODY = Field(NAME_MAX, found=FOUND)


@dataclass(frozen=True)
class Wanted:
    """The agreement a form asks for. `leader_id` is None if none was chosen yet. Everybody may read who is `named`."""

    carrier: str
    named: bool
    step: str
    person: str
    person_named: bool
    step_day: date
    leader_id: int | None
    answer_by: date | None
    has: str = ""
    has_too: str = ""

    def is_in(self, stored: Agreed) -> bool:
        """Whether exactly this is stored already: a second click, or a response that got lost."""
        step, owner, leader = stored.step, stored.owner, stored.leader
        if step is None or owner is None:
            return False
        by, leader_id = stored.answer_by, leader.id if leader else None
        return self == Wanted(
            owner.name, owner.named, step.text, step.person, step.named, step.day, leader_id, by, *stored.have
        )


async def agree(
    runtime: Runtime, seat: Seat, meeting: Meeting, idea: Idea, typed: Mapping[str, str], *, version: int, send: bool
) -> None:
    """Store what was agreed, starting from `version`; with `send`, also send the idea to the leader. The same form sent
    twice counts once.

    Raises Invalid for missing or bad fields, Outdated if somebody else was faster, and NotNow for an idea that was not
    chosen or is being voted on.
    """
    async with changing(runtime, seat, Act.AGREE, meeting) as change:
        stored = await change.session.get_one(Idea, idea.id)
        ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
        wanted = _read(typed, ladder, danish_day(change.now), send=send, shared=change.at.form.shared)
        await _keep(change, stored, ladder, wanted, version)
        if send:
            await move_idea(change, stored, Status.REVIEW, typed)
        if change.at.focus_id == stored.id:
            change.at.focus_id = None


def _read(typed: Mapping[str, str], ladder: Ladder, today: date, *, send: bool, shared: bool) -> Wanted:
    """Read the form; who is to have the idea is asked where it is to be `shared`. The carrier takes the first step
    unless somebody else is named. Raises Invalid."""
    fields = dict(typed)
    if not fields.get("person", "").strip():
        fields |= {"person": fields.get("owner", ""), "person_named": fields.get("named", "")}
    wrong: dict[str, str] = {}
    given = then = Given()
    try:
        given = read_asked(CARRIED, fields, today)
    except Invalid as problem:
        wrong |= problem.fields
        if "owner" in wrong:
            wrong.pop("person", None)
    if send or fields.get("leader"):
        try:
            then = read_asked((*ASKED[Need.LEADER], *ASKED[Need.ANSWER_BY]), fields, today)
        except Invalid as problem:
            wrong |= problem.fields
    leader_id = next((rung.leader_id for rung in ladder if rung.mail and rung.mail == then.leader), None)
    if then.leader and leader_id is None:
        wrong["leader"] = NO_LEADER
    has, has_too = (fields.get(name, "").strip() if shared else "" for name in ("has", "has_too"))
    wrong |= {name: said for name, typed in (("has", has), ("has_too", has_too)) if (said := BODY.wrong(typed))}
    if has and has.casefold() == has_too.casefold():
        wrong["has_too"] = TWICE
    if wrong:
        raise Invalid(NOT_FILLED, fields=wrong)
    assert given.day is not None
    named, person_named = bool(fields.get("named")), bool(fields.get("person_named"))
    return Wanted(
        given.owner,
        named,
        given.step,
        given.person,
        person_named,
        given.day,
        leader_id,
        then.day,
        *_first(has, has_too),
    )


def _first(has: str, has_too: str) -> tuple[str, str]:
    """The two in order: if only the second was filled in, it is the first."""
    return (has, has_too) if has else (has_too, "")


async def _keep(change: Change, idea: Idea, ladder: Ladder, wanted: Wanted, version: int) -> None:
    agreed = (await load_agreed(change.session, [idea]))[0]
    carries, takes = [await account(change, ladder, name) for name in (wanted.carrier, wanted.person)]
    named = carries is not None or (wanted.named and is_theirs(wanted.carrier, agreed.owner))
    person_named = takes is not None or (wanted.person_named and is_theirs(wanted.person, agreed.step))
    wanted = replace(wanted, named=named, person_named=person_named)  # staff are always named
    if wanted.is_in(agreed):
        return
    if agreed.sent:
        raise Outdated(SENT)
    if idea.rule.stage is not Stage.CHOSEN:
        raise NotNow(NOT_CHOSEN)
    if agreed.version != version:
        raise Outdated(CHANGED)
    session = change.session
    stored = await session.get(Agreement, idea.id) or Agreement(idea_id=idea.id, version=0)
    step = agreed.step or Step(idea_id=idea.id, text="", person="", day=wanted.step_day)
    step.text, step.person, step.day, step.named = wanted.step, wanted.person, wanted.step_day, wanted.person_named
    owner = agreed.owner or Owner(idea_id=idea.id, name="", carries=True)
    owner.name, owner.person_id, owner.named = wanted.carrier, carries, wanted.named
    session.add_all((step, owner))
    await session.flush()
    stored.version, stored.step_id = stored.version + 1, step.id
    stored.leader_id, stored.answer_by = wanted.leader_id, wanted.answer_by
    stored.has, stored.has_too = wanted.has, wanted.has_too
    session.add(stored)
    await session.flush()
    change.tell(AgreementMade(idea.id))


async def take_along(runtime: Runtime, seat: Seat, meeting: Meeting, public_id: str) -> None:
    """Take an idea of the meeting along by hand, as if a vote had chosen it; does nothing if it is chosen already.
    Raises Invalid without such an idea, NotNow for one that has moved on."""
    async with changing(runtime, seat, Act.AGREE, meeting) as change:
        idea = await _of_meeting(change, public_id)
        if idea.rule.written:
            await move_idea(change, idea, Status.PRIORITISED, {})
        elif idea.rule.stage is not Stage.CHOSEN:
            raise NotNow(MOVED)


async def _of_meeting(change: Change, public_id: str) -> Idea:
    query = select(Idea).where(Idea.meeting_id == change.at.id, Idea.public_id == public_id)
    found = (await change.session.execute(query)).scalar_one_or_none()
    if found is None or found.shown_at is None:
        raise Invalid(N_("Vælg en idé."), fields={"idea": N_("Vælg en idé.")})
    return found
