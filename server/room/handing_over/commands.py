"""Handing over what the meeting chose: each of its ideas is asked about as any other that goes elsewhere, all at once
and with one letter, so the answers come back to each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core.change import changing
from server.core.days import danish_day
from server.core.errors import N_, NotNow
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.mail import links
from server.meeting.meetings.queries import Room
from server.room.handing_over.queries import HandingOver, load_handing_over
from server.work.answers.commands import move_idea
from server.work.answers.needs import Given, read_given
from server.work.deadlines.dates import within
from server.work.referrals.bodies import Body, body_of, days_of
from server.work.referrals.sending import AWAY, NotSeen, begin

NOTHING = N_("Der er ikke valgt noget at give videre. Stem først, eller tag en idé med.")
CHANGED = N_("Noget er ændret. Læs dokumentet igen, før du giver det videre.")


@dataclass(frozen=True)
class Shown:
    """Whom the document goes to, how many ideas they are to answer, and by when. `token` changes with any of it, and
    with the document."""

    body: Body
    given: Given
    ideas: int
    token: str

    @property
    def day(self) -> date:
        """The day by which they are to answer."""
        assert self.given.day is not None
        return self.given.day


async def look(
    session: AsyncSession, settings: Settings, room: Room, typed: Mapping[str, str], now: datetime
) -> tuple[HandingOver, Shown]:
    """What would be handed over, and to whom, if the form were sent now; without a date they get the days that are
    theirs. Raises Invalid for missing or bad fields, and NotNow when nothing is chosen."""
    unit = room.board.unit_id
    handed = await load_handing_over(session, room)
    if not handed.items:
        raise NotNow(NOTHING)
    if not typed.get("reply_by", "").strip():
        by = within(now, await days_of(session, unit, typed.get("unit", "")))
        typed = {**typed, "reply_by": danish_day(by).isoformat()}
    given = read_given(AWAY, typed, danish_day(now))
    body = await body_of(session, unit, given)
    seen = [(idea.id, idea.version, idea.theme, handed.group_of(idea)) for idea in handed.ideas]
    to = (given.text, given.day, body.name, body.led, body.mail, [idea.id for idea in handed.unsent])
    token = links.keyed(settings, "handed", room.meeting.id, *map(str, (*to, *seen)))
    return handed, Shown(body, given, len(handed.unsent), token)


async def hand_over(runtime: Runtime, seat: Seat, meeting: Meeting, typed: Mapping[str, str]) -> None:
    """Ask the body named in the form about every chosen idea that nobody was asked about. `typed["seen"]` is the token
    of what the sender saw. Sending the same form twice asks once. Raises what `look` and `move_idea` raise, and
    NotSeen."""
    async with changing(runtime, seat, Act.PROGRESS, meeting) as change:
        room = Room(change.at, change.board)
        handed, shown = await look(change.session, runtime.settings, room, typed, change.now)
        if not handed.unsent:
            return
        if typed.get("seen", "") != shown.token:
            raise NotSeen(CHANGED)
        given = replace(shown.given, place=shown.body.name)
        for number, idea in enumerate(handed.unsent):
            entry = await move_idea(change, idea, AWAY, {}, given=given)
            if entry is not None:
                await begin(change, runtime.settings, idea, entry, given, shown.body, tells=number == 0)
