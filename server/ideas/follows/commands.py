"""Following ideas, on "Min idé" and by mail. Nobody can learn whether we knew an address already."""

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
from server.core.change import Change, changing, must_be_open
from server.core.days import danish_day
from server.core.errors import Invalid, NotFound
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.ideas.follows import letters
from server.ideas.follows.forgetting import let_go
from server.ideas.follows.queries import made_one
from server.mail import links
from server.mail.outbox import message_id, post
from server.mail.signature import signature_of


@dataclass(frozen=True)
class Wish:
    """Where to send news, in which language, and how often."""

    mail: str
    language: str = "da"
    weekly: bool = False

    @property
    def address(self) -> str:
        """The address as we store it. Raises Invalid if it is not an address."""
        try:
            return mail_address(self.mail)
        except NotAnAddress:
            raise Invalid(NO_ADDRESS, fields={"mail": NO_ADDRESS}) from None


def row_of(settings: Settings, idea_id: int | None, address: str) -> dict[str, Any]:
    """The columns of a follow that depend on its address: the address itself, and the hashes of the tokens in mail to
    it."""
    return {
        "idea_id": idea_id,
        "mail": address,
        "token_hash": keyed_hash(settings.secret, links.follow_token(settings, idea_id, address)),
        "address_hash": keyed_hash(settings.secret, links.address_token(settings, address)),
    }


async def follow_here(runtime: Runtime, seat: Seat, idea: Idea) -> None:
    """Follow a shown idea on "Min idé", without mail. Following it again does nothing. Raises NotFound for an idea that
    is hidden or not shown yet, and Full for too many follows."""
    async with changing(runtime, seat, Act.FOLLOW) as change:
        await _may_be_followed(change, idea)
        mine = (Follow.idea_id == idea.id, Follow.seat_id == change.by.id)
        if (await change.session.execute(select(Follow.id).where(*mine))).first() is None:
            await hold(change.session, Bounded.FOLLOWS, col(Follow.seat_id) == change.by.id)
            change.session.add(Follow(idea_id=idea.id or 0, seat_id=change.by.id, created_at=change.now))


async def unfollow(runtime: Runtime, seat: Seat, idea: Idea) -> None:
    """Stop following an idea and all ideas merged with it, both on "Min idé" and by any mail that this seat asked
    for."""
    async with changing(runtime, seat, Act.FOLLOW) as change:
        same = await made_one(change.session, idea.id or 0)
        gone = delete(Follow).where(col(Follow.seat_id) == change.by.id, col(Follow.idea_id).in_(same))
        for mail in set((await change.session.execute(gone.returning(col(Follow.mail)))).scalars()):
            if mail is not None:
                await let_go(change.session, runtime.settings, mail, same)


async def stop_mail(runtime: Runtime, seat: Seat) -> None:
    """Stop all mail that this seat asked for. What it follows stays on "Min idé"."""
    async with changing(runtime, seat, Act.FOLLOW) as change:
        mine = (col(Follow.seat_id) == change.by.id, col(Follow.mail).is_not(None))
        rows = (await change.session.execute(select(Follow).where(*mine))).scalars().all()
        await change.session.execute(delete(Follow).where(*mine))
        await _keep_following(change, [row.idea_id for row in rows])
        for row in rows:
            same = await made_one(change.session, row.idea_id)
            await let_go(change.session, runtime.settings, row.mail or "", same)


async def ask(runtime: Runtime, seat: Seat, ideas: Sequence[Idea], wish: Wish) -> None:
    """Ask for news about ideas at an address: shown ones, and the seat's own that wait to be shown. The first time
    that a seat names an address, the seat's own ideas are included.

    Until it is confirmed, the address gets at most one mail a day on behalf of this seat, which asks for confirmation.
    Confirming once covers everything that the seat asks for, also later. Raises Invalid if it is not an address,
    NotFound for another's idea that is hidden or not shown yet, and Full for too many follows.
    """
    address = wish.address
    async with changing(runtime, seat, Act.FOLLOW) as change:
        must_be_open(change.board)
        for idea in ideas:
            await _may_be_followed(change, idea, own=True)
        wanted: list[int | None] = [idea.id for idea in ideas]
        before = await _follows_of_seat(change, address)
        await hold(change.session, Bounded.FOLLOWS, col(Follow.seat_id) == change.by.id, more=len(wanted))
        if not before:
            wanted += [each for each in await own_shown(change) if each not in wanted]
        confirmed_at = next((each.confirmed_at for each in before if each.confirmed_at), None)
        chosen = {
            "weekly": wish.weekly,
            "language": wish.language,
            "seat_id": change.by.id,
            "confirmed_at": confirmed_at,
        }
        await _replace_address(change, wanted, address, confirmed=confirmed_at is not None)
        for idea_id in wanted:
            row = row_of(runtime.settings, idea_id, address) | chosen | {"created_at": change.now}
            fresh = insert(Follow).values(row)
            await change.session.execute(fresh.on_conflict_do_nothing())
        if confirmed_at is None:
            await _keep_following(change, [idea.id for idea in ideas])
        for each in before:
            each.weekly, each.language = wish.weekly, wish.language
        job = await _ask_to_confirm(change, runtime.settings, wanted, address, wish.language)
    if job is not None:
        await jobs.ring(runtime.doorbell, job)


async def _may_be_followed(change: Change, idea: Idea, *, own: bool = False) -> None:
    stored = await change.session.get_one(Idea, idea.id)
    if own and stored.hidden_of(change.by.id):
        return
    if stored.shown_at is None or stored.hidden_at is not None:
        raise NotFound


async def _follows_of_seat(change: Change, address: str) -> list[Follow]:
    query = select(Follow).where(Follow.seat_id == change.by.id, Follow.mail == address)
    return list((await change.session.execute(query)).scalars())


async def own_shown(change: Change) -> list[int | None]:
    """The ids of the ideas by the change's seat that others have seen, or that are hidden from them and may be shown,
    without those it wrote down for somebody else."""
    query = select(Idea.id).where(Idea.seat_id == change.by.id, col(Idea.on_paper).is_(False))
    seen = col(Idea.shown_at).is_not(None) | col(Idea.hidden_at).is_not(None)
    query = query.where(seen, stands(taken_back=False))
    return list((await change.session.execute(query)).scalars())


async def _replace_address(change: Change, ideas: Sequence[int | None], address: str, *, confirmed: bool) -> None:
    """Delete the seat's other follows of these ideas, since it gets mail about an idea at only one address. Until the
    new address is confirmed, one that is confirmed keeps its row."""
    mine = (col(Follow.seat_id) == change.by.id, col(Follow.idea_id).in_(ideas))
    other = or_(col(Follow.mail).is_(None), col(Follow.mail) != address)
    if not confirmed:
        other = (col(Follow.mail) != address) & col(Follow.confirmed_at).is_(None)
    taken = select(Follow.idea_id).where(col(Follow.idea_id).in_(ideas), Follow.mail == address)
    await change.session.execute(delete(Follow).where(*mine, other, col(Follow.idea_id).not_in(taken)))


async def _keep_following(change: Change, ideas: Sequence[int | None]) -> None:
    """Make sure that the seat goes on following these ideas on "Min idé": rows whose address is never confirmed are
    deleted after a while. A proposer's own ideas need no row."""
    lasts = or_(col(Follow.mail).is_(None), col(Follow.confirmed_at).is_not(None))
    held = select(Follow.idea_id).where(Follow.seat_id == change.by.id, lasts)
    own = (col(Idea.seat_id) == change.by.id) & col(Idea.on_paper).is_(False)
    bare = select(Idea.id).where(col(Idea.id).in_(ideas), ~own, col(Idea.id).not_in(held))
    for idea_id in (await change.session.execute(bare)).scalars():
        change.session.add(Follow(idea_id=idea_id or 0, seat_id=change.by.id, created_at=change.now))


async def _ask_to_confirm(
    change: Change, settings: Settings, ideas: Sequence[int | None], address: str, language: str
) -> int | None:
    unconfirmed = select(Follow).where(col(Follow.idea_id).in_(ideas), Follow.mail == address)
    unconfirmed = unconfirmed.where(col(Follow.confirmed_at).is_(None)).order_by(col(Follow.id)).limit(1)
    follow = (await change.session.execute(unconfirmed)).scalar_one_or_none()
    if follow is None:
        return None
    signed = await signature_of(change.session, change.board.id or 0)
    letter = letters.confirm(links.follow(settings, follow.idea_id, address)).read_in(language, (signed,))
    ident = message_id(settings, "confirm", change.by.id, address, danish_day(change.now))
    return await post(change.session, address, letter.subject, letter.body, ident)
