"""Cutting off what the trail holds from before its thirteen months: the oldest lines, in order. Of the last that goes
its number and seal are kept, with a proof that they are ours, so that what remains can still be verified."""

from datetime import datetime

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.trail import TrailEnds, TrailLine
from server.core.chain import Chain
from server.core.trail import key_of

MARK = text(
    "UPDATE trail_ends SET cut_seq = :seq, cut_seal = :seal, cut_under = :under, cut_proof = :proof WHERE id = 1"
)
DELETE = text("DELETE FROM trail WHERE seq <= :seq")

log = structlog.get_logger(__name__)


async def cut(session: AsyncSession, secret: str, before: datetime, most: int) -> int:
    """Cut off the oldest lines, `most` at a time, up to the first that is not from before that moment. Returns how many
    went. A line that is not as it was written goes too, since that was promised, and the log says which."""
    ends = (await session.execute(select(TrailEnds))).scalar_one_or_none()
    if ends is None:
        return 0
    oldest = select(TrailLine).where(col(TrailLine.seq) > ends.cut_seq).order_by(col(TrailLine.seq)).limit(most)
    key, gone = key_of(secret), 0
    chain = Chain({key.name: key}, ends.cut_seq, ends.cut_seal)
    for line in (await session.execute(oldest)).scalars():
        if line.at >= before:
            break
        if wrong := chain.take(line):
            log.error("the trail is broken", line=line.seq, wrong=wrong.value)
        gone += 1
    if gone:
        proof = key.proof(chain.seq, chain.seal)
        await session.execute(MARK, {"seq": chain.seq, "seal": chain.seal, "under": key.name, "proof": proof})
        await session.execute(DELETE, {"seq": chain.seq})
    return gone
