"""What a proposer does after the meeting: adds words, asks for attention, and looks at what is new."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from schemas.act import Act
from schemas.codes import other_key
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.moment import MOMENT_MAX, Moment, MomentKind
from schemas.seat import Seat
from server.core import clock
from server.core.change import Change, changing
from server.core.days import danish_day
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.ideas.groups.wordings import load_survivors
from server.ideas.moments.commands import add_moment
from server.views.mine.rules import again_from, may_add
from server.web.fields import FOUND, Field

VISIT = timedelta(hours=1)
"""Looking again within this time is the same visit: what was new still is."""
NOT_SHOWN = N_("Kun du kan se idéen endnu. Ret den i stedet.")
GONE = N_("Idéen er trukket tilbage. Så kan der ikke føjes noget til.")
HIDDEN = N_("Koordinatoren har skjult idéen. Det, du skrev, står her endnu.")
KEPT_BACK = N_("Idéen kan ikke læses nu. Det, du skrev, står her endnu.")
TEXT = Field(MOMENT_MAX, N_("Skriv, hvad du vil føje til."), FOUND)
GATED = N_(
    "Her læser en moderator alt, før andre ser det. Derfor kan der ikke føjes noget til. Det, du skrev, står her endnu."
)
NOBODY = N_("Idéen venter ikke på nogen nu.")


async def look(runtime: Runtime, seat: Seat) -> datetime:
    """Record that a seat looks at its ideas. Returns the time since which things are new to it. This is not an
    event."""
    now, since = clock.now(), seat.looked_before
    if seat.looked_at is None or now - seat.looked_at > VISIT:
        since = seat.looked_at
    async with runtime.database.begin() as session:
        looked = update(Seat).where(col(Seat.id) == seat.id)
        await session.execute(looked.values(looked_at=now, looked_before=since))
    return since or seat.joined_at


def new_since(seat: Seat) -> datetime:
    """The time since which things are new to a seat on its present visit."""
    return seat.looked_before or seat.joined_at


async def add_words(runtime: Runtime, seat: Seat, idea: Idea, submission: str, text: str) -> None:
    """Add words to the seat's own idea, or to the one it was merged into. The same `submission` with the same words
    counts once; with other words both are kept. Raises Invalid for the text, NotFound for somebody else's idea, and
    NotNow for one that is not shown yet, is hidden, or was withdrawn."""
    _check(text)
    async with changing(runtime, seat, Act.ADD) as change:
        about = await _own_now(change, idea)
        await _open(change, about)
        known = await _known(change, about, submission)
        if known is not None and known.text != text:
            submission = other_key(submission, text)
            known = await _known(change, about, submission)
        if known is None:
            await add_moment(change, about, MomentKind.ADDED, text=text, submission=submission, written_by=change.by.id)


async def _open(change: Change, idea: Idea) -> None:
    """Where others read nothing before somebody has looked at it, nothing is added that nobody looks at."""
    meeting = await change.session.get_one(Meeting, idea.meeting_id)
    if meeting.gated and not change.by.staff:
        raise NotNow(GATED)


async def ask_attention(runtime: Runtime, seat: Seat, idea: Idea, submission: str) -> None:
    """Ask those who have the seat's own idea in hand to look at it, at most once per `rules.PERIOD`. The same
    `submission` counts once. Raises NotFound for somebody else's idea, NotNow if nobody has it in hand or it is too
    soon, with the day from which they may ask again."""
    async with changing(runtime, seat, Act.ADD) as change:
        about = await _own_now(change, idea)
        if await _known(change, about, submission) is not None:
            return
        if not about.rule.in_hand:
            raise NotNow(NOBODY)
        query = select(Moment.at).where(Moment.idea_id == about.id, Moment.kind == MomentKind.ATTENTION)
        last = (await change.session.execute(query.order_by(col(Moment.at).desc()).limit(1))).scalar_one_or_none()
        if again := again_from(last, change.now):
            values: dict[str, object] = {"day": f"{danish_day(again):%-d.%-m.%Y}"}
            raise NotNow(N_("Det er der bedt om for nylig. Du kan bede om det igen fra %(day)s."), values)
        await add_moment(change, about, MomentKind.ATTENTION, submission=submission, written_by=change.by.id)


async def _own_now(change: Change, idea: Idea) -> Idea:
    stored = await change.session.get_one(Idea, idea.id)
    if stored.seat_id != change.by.id or stored.on_paper:
        raise NotFound
    if stored.rule.merged:
        stored = (await load_survivors(change.session, [stored.id])).get(stored.id, stored)
    if stored.shown_at is None:
        raise NotNow(NOT_SHOWN)
    if stored.hidden_at is not None:
        raise NotNow(KEPT_BACK if stored.kept_back else HIDDEN)
    if not may_add(stored):
        raise NotNow(GONE)
    return stored


async def _known(change: Change, idea: Idea, submission: str) -> Moment | None:
    query = select(Moment).where(Moment.idea_id == idea.id, Moment.submission == submission)
    return (await change.session.execute(query)).scalar_one_or_none()


def _check(text: str) -> None:
    if wrong := TEXT.wrong(text):
        raise Invalid(N_("Det er ikke sendt endnu. Ret det, der står ved feltet."), fields={"text": wrong})
