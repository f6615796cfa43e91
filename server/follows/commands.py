"""Asking for news of an idea, saying yes to it, and stopping it. Nobody learns whether an address was known."""

import re
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from schemas.act import Act
from schemas.board import Board
from schemas.codes import keyed_hash
from schemas.follow import MAIL_MAX, Follow
from schemas.idea import Idea
from schemas.seat import Seat
from server import clock, jobs
from server.change import change
from server.days import danish_day
from server.errors import N_, Invalid, NotFound
from server.follows.queries import made_one
from server.mail import letters, links
from server.mail.outbox import message_id, post
from server.parts import Parts

ADDRESS = re.compile(r"[^@\s,;:<>()\"]{1,64}@[^@\s,;:<>()\"]+\.[^@\s,;:<>()\".]{2,}")
"""One recipient, without a name beside it. Whether it exists, only its mail server knows."""


async def ask(parts: Parts, seat: Seat, idea: Idea, mail: str, language: str) -> None:
    """Ask for news of a shown idea at an address; it gets one mail a day at the most, which asks whether it wants to.

    An address that has said yes already gets none. Raises Invalid for what is no address, NotFound for a hidden idea.
    """
    address = mail.strip().lower()
    if len(address) > MAIL_MAX or not ADDRESS.fullmatch(address):
        raise Invalid(NO_ADDRESS, fields={"mail": NO_ADDRESS})
    async with change(parts, seat, Act.FOLLOW) as board:
        stored = await board.session.get_one(Idea, idea.id)
        if stored.shown_at is None or stored.hidden_at is not None:
            raise NotFound
        token = links.follow_token(parts.settings, idea.id, address)
        row = {"idea_id": idea.id, "mail": address, "language": language, "created_at": board.now}
        fresh = insert(Follow).values(token_hash=_hash(parts, token), **row)
        await board.session.execute(fresh.on_conflict_do_nothing())
        query = select(Follow).where(Follow.idea_id == idea.id, Follow.mail == address)
        follow = (await board.session.execute(query)).scalar_one()
        job = None
        if follow.confirmed_at is None:
            letter = letters.confirm(links.follow(parts.settings, idea.id, address), language)
            ident = message_id(parts.settings, "confirm", follow.id, danish_day(board.now))
            job = await post(board.session, address, letter.subject, letter.body, ident)
    if job is not None:
        await jobs.ring(parts.doorbell, job)


NO_ADDRESS = N_("Det ligner ikke en mailadresse. Skriv den som navn@eksempel.dk.")


@dataclass
class Followed:
    """What a link in a mail is about. Neither the idea's words nor the address."""

    number: int | None
    board: str
    confirmed: bool


async def followed(parts: Parts, token: str) -> Followed | None:
    """What the link leads to; None when there is nothing, or no longer."""
    query = (
        select(Follow.confirmed_at, Idea.number, Board.name)
        .join(Idea, col(Idea.id) == Follow.idea_id)
        .join(Board, col(Board.id) == Idea.board_id)
        .where(Follow.token_hash == _hash(parts, token))
    )
    async with parts.database.snapshot() as session:
        row = (await session.execute(query)).one_or_none()
    return Followed(row[1], row[2], row[0] is not None) if row else None


async def say_yes(parts: Parts, token: str) -> None:
    """The address wants news. Raises NotFound for a link that is worth nothing."""
    async with parts.database.begin() as session:
        query = select(Follow).where(Follow.token_hash == _hash(parts, token)).with_for_update()
        follow = (await session.execute(query)).scalar_one_or_none()
        if follow is None:
            raise NotFound
        follow.confirmed_at = follow.confirmed_at or clock.now()


async def stop(parts: Parts, token: str) -> None:
    """No more mail; nothing is kept of the address. The same for a link that is worth nothing.

    Whoever follows several ideas that are one now gets one mail of them, and by this link no more."""
    async with parts.database.begin() as session:
        query = select(Follow).where(Follow.token_hash == _hash(parts, token))
        follow = (await session.execute(query)).scalar_one_or_none()
        if follow is not None:
            same = await made_one(session, follow.idea_id)
            gone = delete(Follow).where(col(Follow.mail) == follow.mail, col(Follow.idea_id).in_(same))
            await session.execute(gone)


def _hash(parts: Parts, token: str) -> bytes:
    return keyed_hash(parts.settings.secret, token)
