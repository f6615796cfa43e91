"""The key an answer is kept under, and the token of a mailed link: one answer per person, and nobody knows whose."""

import hashlib
import hmac

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.follow import Follow
from schemas.follow_up import ASKED, FollowUp
from schemas.person import Person
from schemas.seat import Seat, acting_role
from schemas.voter import voter_key
from server.core import clock
from server.core.settings import Settings
from server.ideas.follows.queries import followers
from server.mail.links import keyed

IDENT = 22
"""Characters in a public id; a link begins with that of the question."""


def key_of(secret: bytes, follow: Follow) -> bytes:
    """The voter key of a follower who answers by mail. It is their seat's key if the seat is known, so that link and
    meeting give one answer; otherwise it is made from their address. The two kinds never coincide."""
    if follow.seat_id is not None:
        return voter_key(secret, follow.seat_id)
    return hmac.digest(secret, f"mail:{follow.mail}".encode(), hashlib.sha256)


def link_token(settings: Settings, asked: FollowUp, follow: Follow) -> str:
    """The token of one follower's link to one question. It is not stored, and is void once they stop following."""
    return asked.public_id + keyed(settings, "felt", asked.public_id, follow.id)


async def asked_by_mail(session: AsyncSession, idea_id: int) -> list[Follow]:
    """The confirmed followers to ask: no staff, no observers, and nobody whose seat was taken away. An address without
    a seat counts as a member's unless an account has it. Three queries."""
    found = await followers(session, idea_id)
    seats = select(Seat.id).where(
        col(Seat.id).in_([follow.seat_id for follow in found if follow.seat_id is not None]),
        acting_role(clock.now()).in_(ASKED),
        col(Seat.removed_at).is_(None),
    )
    members = set((await session.execute(seats)).scalars())
    accounts = select(Person.mail).where(col(Person.mail).in_([follow.mail for follow in found]))
    staff = set((await session.execute(accounts)).scalars())
    return [
        follow for follow in found if follow.mail not in staff and (follow.seat_id is None or follow.seat_id in members)
    ]


async def by_link(session: AsyncSession, settings: Settings, token: str) -> tuple[FollowUp, Follow] | None:
    """The question and the follower of a mailed link; None if the link is not valid, or no longer."""
    query = select(FollowUp).where(FollowUp.public_id == token[:IDENT])
    asked = (await session.execute(query)).scalar_one_or_none()
    if asked is None:
        return None
    for follow in await asked_by_mail(session, asked.idea_id):
        if hmac.compare_digest(link_token(settings, asked, follow).encode(), token.encode()):
            return asked, follow
    return None
