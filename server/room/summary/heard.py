""" "Blev du hørt?": answered by those who took part, under a key that is deleted when the answers are counted, an hour
after the meeting."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy import delete, func
from sqlmodel import col, select

from schemas.act import PARTICIPANTS, Act
from schemas.disclosure import whole_count
from schemas.heard import Heard, HeardAnswer
from schemas.meeting import Meeting
from schemas.seat import Seat
from schemas.secret import Secret
from schemas.voter import voter_key
from server.core.change import Change, changing
from server.core.errors import N_, NotAllowed, NotNow
from server.core.runtime import Runtime


async def answer_heard(runtime: Runtime, seat: Seat, meeting: Meeting, heard: Heard) -> None:
    """Keep a seat's answer, replacing an earlier one. Nobody learns of it, nor how many have answered.

    Raises NotAllowed for anyone who did not take part, NotNow once the meeting has ended.
    """
    async with changing(runtime, seat, Act.HEARD, meeting) as change:
        if change.by.role not in PARTICIPANTS:
            raise NotAllowed
        if change.at.over:
            raise NotNow(N_("Mødet er slut."))
        if (secret := change.at.heard_secret) is None:
            change.session.add(fresh := Secret(meeting_id=change.at.id))
            secret = fresh.value
        at, voter = change.at.id, voter_key(secret, change.by.id)
        stored = await change.session.get(HeardAnswer, (at, voter)) or HeardAnswer(
            meeting_id=at, voter=voter, heard=heard
        )
        stored.heard = heard
        change.session.add(stored)


async def heard_on_leaving(runtime: Runtime, seat: Seat, meeting: Meeting, typed: Mapping[str, str]) -> None:
    """Keep the answer that may come with the form for leaving. Nothing about it stops anyone from leaving."""
    if (said := typed.get("heard", "")) in set(Heard):
        with suppress(NotAllowed, NotNow):
            await answer_heard(runtime, seat, meeting, Heard(said))


async def count_heard(change: Change) -> None:
    """When the meeting can no longer be opened again: store the counts if they may be disclosed, and delete the answers
    and the key."""
    at, mine = change.at, col(HeardAnswer.meeting_id) == change.at.id
    if at.heard_secret is None:  # nobody has answered, or the version before has counted already
        return
    query = select(HeardAnswer.heard, func.count()).where(mine).group_by(col(HeardAnswer.heard))
    counts = Counter({Heard(heard): number for heard, number in (await change.session.execute(query)).all()})
    at.heard = whole_count({heard.value: counts[heard] for heard in Heard})
    await change.session.execute(delete(HeardAnswer).where(mine))
    await change.session.execute(delete(Secret).where(col(Secret.meeting_id) == at.id))
