"""Who is written to about a referral: whoever is asked, and the board's own staff when it has ended."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, or_, select

from schemas.board import Board
from schemas.idea import Idea
from schemas.person import Person
from schemas.referral import OPEN, Referral, ReferralState
from schemas.seat import Seat
from schemas.unit import Unit
from server.core.days import danish_day
from server.core.office import seat_by_right
from server.core.settings import Settings
from server.core.translations import FIRST
from server.mail import links
from server.mail.letters import Letter
from server.mail.news import News, Reader, tell
from server.mail.outbox import message_id
from server.organisation.units.ladder import who_lead
from server.work.deadlines.telling import coordinators
from server.work.referrals import letters
from server.work.referrals.sending import link_token
from server.work.referrals.together import together


def page_of(settings: Settings, referral: Referral) -> str:
    """The address of the page of whoever leads the unit that was asked."""
    return f"{settings.public_url}/referrals/{referral.public_id}"


def link_of(settings: Settings, referral: Referral) -> str:
    """The address that opens just this idea, for whoever has no account."""
    return f"{settings.public_url}/r/{link_token(settings, referral.id)}"


async def tell_body(session: AsyncSession, settings: Settings, referral: Referral, idea: Idea) -> None:
    """Write to whoever is asked, once each: the leader of the unit and their deputy, or the address with its link."""
    board = await session.get_one(Board, idea.board_id)
    several = await together(session, referral, idea.meeting_id)
    day, told = danish_day(referral.reply_by), list[tuple[Reader, str, bool]]()
    for person in await who_lead(session, referral.unit_id):
        told.append((Reader(person.mail, person.reads), page_of(settings, referral), False))
    if not told and referral.mail and referral.token_hash is not None:
        told.append((Reader(referral.mail, FIRST), link_of(settings, referral), True))
    for reader, link, own in sorted(told, key=lambda each: each[0].mail):  # the order `tell` requires
        letter = letters.told(board.name, idea.number, day, link, own=own)
        if len(several) > 1:
            of = link_of if own else page_of
            lines = [(each.number, of(settings, one)) for one, each in several]
            letter = letters.handed(board.name, day, lines, own=own)
        await _write(session, settings, reader, idea, letter, letters.TOLD, link, "asked", referral)
    unit = await session.get(Unit, referral.unit_id) if referral.unit_id else None
    referral.told_id = unit.leader_id if unit is not None else None


async def tell_ended(session: AsyncSession, settings: Settings, referral: Referral, idea: Idea) -> None:
    """Write to the board's staff that the body has answered or given the idea back; to the body, if it was taken
    back."""
    board = await session.get_one(Board, idea.board_id)
    if referral.state is ReferralState.WITHDRAWN:
        readers = [Reader(person.mail, person.reads) for person in await who_lead(session, referral.unit_id)]
        if not readers and referral.mail:
            readers = [Reader(referral.mail, FIRST)]
        letter, sentence = letters.taken_back(board.name, idea.number, danish_day(referral.sent_at)), letters.ENDED
        link = settings.public_url
    else:
        readers, link = await _staff(session, board, idea, referral), links.idea(settings, idea.public_id)
        how, sentence = await _how(session, referral)
        letter = letters.ended(board.name, idea.number, referral.body, how, link)
    for reader in sorted(readers, key=lambda each: each.mail):
        await _write(session, settings, reader, idea, letter, sentence, link, referral.state, referral)


async def _how(session: AsyncSession, referral: Referral) -> tuple[str, str]:
    if referral.rule.answered:
        return "answered", letters.ANSWERED
    hop = (await session.execute(select(Referral.id).where(Referral.previous_id == referral.id))).first()
    return ("returned" if hop is None else "passed"), letters.ENDED


async def _staff(session: AsyncSession, board: Board, idea: Idea, referral: Referral) -> list[Reader]:
    """The idea's leader, whoever sent it, if they are still there, and the coordinators; not whoever wrote it down."""
    sent = select(Seat.person_id).where(Seat.id == referral.sent_by)
    query = select(Person).where(or_(col(Person.id) == idea.leader_id, col(Person.id).in_(sent)))
    people = [
        person
        for person in (await session.execute(query)).scalars()
        if (held := await seat_by_right(session, person, board)).seat is not None or held.leads
    ]
    runs = select(Person).where(col(Person.mail).in_(await coordinators(session, board.id or 0)))
    people += list((await session.execute(runs)).scalars())
    but = referral.answered_by if referral.heard else None
    return list({each.mail: Reader(each.mail, each.reads) for each in people if each.id != but}.values())


async def _write(
    session: AsyncSession,
    settings: Settings,
    reader: Reader,
    idea: Idea,
    letter: Letter,
    sentence: str,
    link: str,
    why: str,
    referral: Referral,
) -> None:
    ident = message_id(settings, "referral", why, referral.id, reader.mail)
    theirs = why in {"asked", ReferralState.WITHDRAWN}
    await tell(session, reader, News(idea, letter, sentence, link, ident, named=not theirs))


async def untold(session: AsyncSession) -> list[tuple[Referral, Idea]]:
    """The open referrals of units that got another leader since somebody was written to. One query."""
    query = select(Referral, Idea).join(Idea, col(Idea.id) == Referral.idea_id)
    query = query.join(Unit, col(Unit.id) == Referral.unit_id).where(col(Referral.state).in_(OPEN))
    query = query.where(col(Unit.leader_id).is_distinct_from(col(Referral.told_id)), col(Unit.leader_id).is_not(None))
    return [(row[0], row[1]) for row in (await session.execute(query.order_by(col(Referral.id)))).all()]
