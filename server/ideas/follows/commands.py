"""Asking for news of ideas, at a seat and by mail. Nobody learns whether an address was known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, or_, select

from schemas.act import Act
from schemas.bounds import Bounded
from schemas.codes import keyed_hash
from schemas.follow import Follow
from schemas.idea import Idea, stands
from schemas.seat import Seat
from server.core import jobs
from server.core.addresses import NO_ADDRESS, NotAnAddress, mail_address
from server.core.bounds import hold
from server.core.change import Change, changing
from server.core.days import danish_day
from server.core.errors import Invalid, NotFound
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.ideas.follows import letters
from server.ideas.follows.forgetting import let_go
from server.ideas.follows.queries import made_one
from server.mail import links
from server.mail.outbox import message_id, post


@dataclass(frozen=True)
class Wish:
    """Where news is to go, and how often."""

    mail: str
    language: str = "da"
    weekly: bool = False

    @property
    def address(self) -> str:
        """The address as it is kept. Raises Invalid for what is none."""
        try:
            return mail_address(self.mail)
        except NotAnAddress:
            raise Invalid(NO_ADDRESS, fields={"mail": NO_ADDRESS}) from None


def row_of(settings: Settings, idea_id: int | None, address: str) -> dict[str, Any]:
    """What a follow by mail holds of its address: itself, and the hashes of the links in mail to it."""
    return {
        "idea_id": idea_id,
        "mail": address,
        "token_hash": keyed_hash(settings.secret, links.follow_token(settings, idea_id, address)),
        "address_hash": keyed_hash(settings.secret, links.address_token(settings, address)),
    }


async def follow_here(runtime: Runtime, seat: Seat, idea: Idea) -> None:
    """Follow a shown idea on "Min idé", without mail; the same again is done once. Raises NotFound for a hidden one."""
    async with changing(runtime, seat, Act.FOLLOW) as change:
        await _may_be_followed(change, idea)
        mine = (Follow.idea_id == idea.id, Follow.seat_id == change.by.id)
        if (await change.session.execute(select(Follow.id).where(*mine))).first() is None:
            await hold(change.session, Bounded.FOLLOWS, col(Follow.seat_id) == change.by.id)
            change.session.add(Follow(idea_id=idea.id or 0, seat_id=change.by.id, created_at=change.now))


async def unfollow(runtime: Runtime, seat: Seat, idea: Idea) -> None:
    """No longer, neither here nor by the mail that this seat asked for; nor what is one with the idea now."""
    async with changing(runtime, seat, Act.FOLLOW) as change:
        same = await made_one(change.session, idea.id or 0)
        gone = delete(Follow).where(col(Follow.seat_id) == change.by.id, col(Follow.idea_id).in_(same))
        for mail in set((await change.session.execute(gone.returning(col(Follow.mail)))).scalars()):
            if mail is not None:
                await let_go(change.session, runtime.settings, mail, same)


async def stop_mail(runtime: Runtime, seat: Seat) -> None:
    """No more mail that this seat asked for; what it follows stays on "Min idé"."""
    async with changing(runtime, seat, Act.FOLLOW) as change:
        mine = (col(Follow.seat_id) == change.by.id, col(Follow.mail).is_not(None))
        rows = (await change.session.execute(select(Follow).where(*mine))).scalars().all()
        await change.session.execute(delete(Follow).where(*mine))
        await _stay(change, [row.idea_id for row in rows])
        for row in rows:
            same = await made_one(change.session, row.idea_id)
            await let_go(change.session, runtime.settings, row.mail or "", same)


async def ask(runtime: Runtime, seat: Seat, ideas: Sequence[Idea], wish: Wish) -> None:
    """Ask for news of shown ideas at an address; the first time that a seat names it, also of the seat's own ideas.

    The address gets one mail a day at the most for this seat, which asks whether it wants to; one yes covers all that
    the seat has asked for, also later. Raises Invalid for what is no address, NotFound for a hidden idea.
    """
    address = wish.address
    async with changing(runtime, seat, Act.FOLLOW) as change:
        for idea in ideas:
            await _may_be_followed(change, idea)
        asked: list[int | None] = [idea.id for idea in ideas]
        before = await _of_seat(change, address)
        await hold(change.session, Bounded.FOLLOWS, col(Follow.seat_id) == change.by.id, more=len(asked))
        if not before:
            asked += [each for each in await own_shown(change) if each not in asked]
        said_yes = next((each.confirmed_at for each in before if each.confirmed_at), None)
        told = {"weekly": wish.weekly, "language": wish.language, "seat_id": change.by.id, "confirmed_at": said_yes}
        await _make_way(change, asked, address, said_yes=said_yes is not None)
        for idea_id in asked:
            row = row_of(runtime.settings, idea_id, address) | told | {"created_at": change.now}
            fresh = insert(Follow).values(row)
            await change.session.execute(fresh.on_conflict_do_nothing())
        if said_yes is None:
            await _stay(change, [idea.id for idea in ideas])
        for each in before:
            each.weekly, each.language = wish.weekly, wish.language
        job = await _confirm(change, runtime.settings, asked, address, wish.language)
    if job is not None:
        await jobs.ring(runtime.doorbell, job)


async def _may_be_followed(change: Change, idea: Idea) -> None:
    stored = await change.session.get_one(Idea, idea.id)
    if stored.shown_at is None or stored.hidden_at is not None:
        raise NotFound


async def _of_seat(change: Change, address: str) -> list[Follow]:
    query = select(Follow).where(Follow.seat_id == change.by.id, Follow.mail == address)
    return list((await change.session.execute(query)).scalars())


async def own_shown(change: Change) -> list[int | None]:
    """The ideas of the seat that changes the board, as far as others have seen them."""
    query = select(Idea.id).where(Idea.seat_id == change.by.id, col(Idea.on_paper).is_(False))
    query = query.where(col(Idea.shown_at).is_not(None), stands(taken_back=False))
    return list((await change.session.execute(query)).scalars())


async def _make_way(change: Change, ideas: Sequence[int | None], address: str, *, said_yes: bool) -> None:
    """A seat gets mail about an idea at one address. Until a new one has said yes, the one that has keeps its row."""
    mine = (col(Follow.seat_id) == change.by.id, col(Follow.idea_id).in_(ideas))
    other = or_(col(Follow.mail).is_(None), col(Follow.mail) != address)
    if not said_yes:
        other = (col(Follow.mail) != address) & col(Follow.confirmed_at).is_(None)
    taken = select(Follow.idea_id).where(col(Follow.idea_id).in_(ideas), Follow.mail == address)
    await change.session.execute(delete(Follow).where(*mine, other, col(Follow.idea_id).not_in(taken)))


async def _stay(change: Change, ideas: Sequence[int | None]) -> None:
    """Leave each of these ideas a row that lasts: one whose address never says yes goes in a while. A proposer's own
    ideas need none."""
    lasts = or_(col(Follow.mail).is_(None), col(Follow.confirmed_at).is_not(None))
    held = select(Follow.idea_id).where(Follow.seat_id == change.by.id, lasts)
    own = (col(Idea.seat_id) == change.by.id) & col(Idea.on_paper).is_(False)
    bare = select(Idea.id).where(col(Idea.id).in_(ideas), ~own, col(Idea.id).not_in(held))
    for idea_id in (await change.session.execute(bare)).scalars():
        change.session.add(Follow(idea_id=idea_id or 0, seat_id=change.by.id, created_at=change.now))


async def _confirm(
    change: Change, settings: Settings, ideas: Sequence[int | None], address: str, language: str
) -> int | None:
    waits = select(Follow).where(col(Follow.idea_id).in_(ideas), Follow.mail == address)
    waits = waits.where(col(Follow.confirmed_at).is_(None)).order_by(col(Follow.id)).limit(1)
    follow = (await change.session.execute(waits)).scalar_one_or_none()
    if follow is None:
        return None
    letter = letters.confirm(links.follow(settings, follow.idea_id, address)).read_in(language)
    ident = message_id(settings, "confirm", change.by.id, address, danish_day(change.now))
    return await post(change.session, address, letter.subject, letter.body, ident)
