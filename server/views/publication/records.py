"""Putting the edition of approved minutes on the open page, and taking it off."""

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import col, select

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.minutes import Minutes
from schemas.publication import OpenMinutes, PublicationChanged
from schemas.seat import Seat
from server.core.change import changing
from server.core.errors import N_, NotNow
from server.core.runtime import Runtime
from server.views.public.minutes import WITH_WORDS
from server.views.publication.stored import own_publication

NOT_APPROVED = N_("Referatet er ikke godkendt endnu.")
ANOTHER = N_("Referatet er godkendt igen, siden du så det. Se det igen.")


async def put_up(runtime: Runtime, seat: Seat, meeting: Meeting, version: int, own_words: Iterable[str]) -> None:
    """Put the approved `version` up, with the coordinator's own words in the sections named. A version that is approved
    later does not show before it was put up too. Raises NotNow unless that is the approved version now."""
    async with changing(runtime, seat, Act.PUBLISH) as change:
        minutes = await change.session.get(Minutes, meeting.id)
        if minutes is None or minutes.approved_version is None:
            raise NotNow(NOT_APPROVED)
        if minutes.approved_version != version:
            raise NotNow(ANOTHER)
        await own_publication(change)
        opened = await change.session.get(OpenMinutes, meeting.id)
        if opened is None:
            highest = select(func.max(OpenMinutes.number)).where(col(OpenMinutes.board_id) == change.board.id)
            number = (await change.session.execute(highest)).scalar_one() or 0
            opened = OpenMinutes(meeting_id=meeting.id, board_id=change.board.id, number=number + 1)
            change.session.add(opened)
        words = " ".join(key for key in WITH_WORDS if key in set(own_words))
        if opened.shown_at is None or (opened.version, opened.own_words) != (version, words):
            opened.version, opened.own_words = version, words
            opened.shown_at, opened.shown_by = change.now, change.by.id
            change.tell(PublicationChanged(meeting_id=meeting.id))


async def take_off(runtime: Runtime, seat: Seat, meeting: Meeting) -> None:
    """Take a meeting's minutes off the page, also on a board that is closed. Doing it again changes nothing."""
    async with changing(runtime, seat, Act.MODERATE) as change:
        opened = await change.session.get(OpenMinutes, meeting.id)
        if opened is not None and opened.shown_at is not None:
            opened.shown_at = None
            change.tell(PublicationChanged(meeting_id=meeting.id))
