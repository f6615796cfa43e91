"""Writing about a date by which a body answers: to them, and to whoever asked them. Nobody else is ever written to, and
no letter quotes the idea."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.idea import Idea
from schemas.person import Person
from schemas.referral import Referral
from schemas.seat import Seat
from server.core.days import danish_day
from server.core.errors import N_
from server.core.office import in_office
from server.core.settings import Settings
from server.mail import links
from server.mail.letters import Letter
from server.mail.news import News, Reader, tell
from server.mail.outbox import message_id
from server.organisation.people.queries import languages_of
from server.organisation.units.ladder import who_lead
from server.work.deadlines.telling import coordinators
from server.work.referrals import watching_letters as letters
from server.work.referrals.telling import link_of, page_of

SOON = N_("I er spurgt om en idé, og fristen for at svare er tæt på.")
FIND_OUT_SOON = N_("I skal finde ud af, hvad de siger om en idé. Fristen er tæt på.")
LATE = N_("I er spurgt om en idé, og fristen for at svare er overskredet.")
FIND_OUT_LATE = N_("I skal finde ud af, hvad de siger om en idé. Fristen er overskredet.")
LATE_SENT = N_("De, der blev spurgt om en idé, har ikke svaret til tiden.")
SILENT = N_("I svarede ikke om en idé. Den er gået tilbage.")
BACK = N_("De, der blev spurgt om en idé, svarede ikke. Den er tilbage.")


@dataclass(frozen=True)
class To:
    """One letter to one address."""

    mail: str
    letter: Letter
    sentence: str
    link: str


@dataclass(frozen=True)
class Asked:
    """Who is to answer: the leaders of the unit, or an address; or the coordinators, who must find out."""

    mails: tuple[str, ...]
    link: str
    found_out: bool = False
    """Peerboard asks nobody, so that the coordinators must."""


async def asked_by(session: AsyncSession, settings: Settings, referral: Referral, board: Board) -> Asked:
    """Who answers a referral now. At most two queries."""
    if leaders := await who_lead(session, referral.unit_id):
        return Asked(tuple(leader.mail for leader in leaders), page_of(settings, referral))
    if referral.mail:
        return Asked((referral.mail,), link_of(settings, referral))
    theirs = f"{settings.public_url}/b/{board.public_id}/finding-out"
    return Asked(tuple(await coordinators(session, board.id or 0)), theirs, found_out=True)


async def remind(session: AsyncSession, settings: Settings, referral: Referral, idea: Idea, board: Board) -> None:
    """Remind whoever is to answer that the date is near."""
    asked, day = await asked_by(session, settings, referral, board), danish_day(referral.reply_by)
    write = letters.find_out_soon if asked.found_out else letters.due_soon
    letter = write(board.name, referral.body, idea.number, day, asked.link)
    sentence = FIND_OUT_SOON if asked.found_out else SOON
    to = [To(mail, letter, sentence, asked.link) for mail in asked.mails]
    await _tell(session, settings, ("referral_soon", referral.id), idea, to)


async def tell_late(session: AsyncSession, settings: Settings, referral: Referral, idea: Idea, board: Board) -> None:
    """The date has passed: write to whoever is to answer, and to whoever sent it."""
    asked, day = await asked_by(session, settings, referral, board), danish_day(referral.reply_by)
    write = letters.find_out_late if asked.found_out else letters.late
    letter = write(board.name, referral.body, idea.number, day, asked.link)
    to = [To(mail, letter, FIND_OUT_LATE if asked.found_out else LATE, asked.link) for mail in asked.mails]
    link = links.idea(settings, idea.public_id)
    sent = letters.late_sent(board.name, referral.body, idea.number, day, link)
    to += [To(mail, sent, LATE_SENT, link) for mail in await _senders(session, referral, board)]
    await _tell(session, settings, ("referral_late", referral.id), idea, to)


async def tell_silence(session: AsyncSession, settings: Settings, referral: Referral, idea: Idea, board: Board) -> None:
    """They never answered, and the idea is back: write to whoever was to answer, to whoever sent it, to the leader who
    has it now, and to the coordinators. That leader also hears, as always, by when they are to answer."""
    asked, link = await asked_by(session, settings, referral, board), links.idea(settings, idea.public_id)
    day = danish_day(referral.reply_by)
    theirs = letters.silent(board.name, idea.number, day) if not asked.found_out else None
    leader = await session.get(Person, idea.leader_id) if idea.rule.awaits and idea.leader_id else None
    others = letters.back(board.name, referral.body, idea.number, day, link)
    mails = [*await _senders(session, referral, board), *await coordinators(session, board.id or 0)]
    mails += [leader.mail] if leader is not None else []
    to = [To(mail, others, BACK, link) for mail in mails]
    to += [To(mail, theirs, SILENT, asked.link) for mail in asked.mails if theirs is not None]
    await _tell(session, settings, ("referral_silent", referral.id), idea, to)


async def _senders(session: AsyncSession, referral: Referral, board: Board) -> list[str]:
    """Whoever sent it from the board, if they still have a seat there; else its coordinators."""
    query = select(Person.mail).join(Seat, col(Seat.person_id) == Person.id)
    query = query.where(Seat.id == referral.sent_by, col(Seat.removed_at).is_(None), in_office())
    return list((await session.execute(query)).scalars()) or await coordinators(session, board.id or 0)


async def _tell(
    session: AsyncSession, settings: Settings, reason: tuple[object, ...], idea: Idea, to: Iterable[To]
) -> None:
    """Each address gets the first letter that names it, in its reader's language; in order of address."""
    first: dict[str, To] = {}
    for one in to:
        first.setdefault(one.mail, one)
    languages = await languages_of(session, first)
    for mail, one in sorted(first.items()):
        ident = message_id(settings, *reason, mail)
        await tell(session, Reader(mail, languages[mail]), News(idea, one.letter, one.sentence, one.link, ident))
