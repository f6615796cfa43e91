"""Erasing an enquiry: by the citizen's own link, by whoever wrote it down if the citizen asks them, and by address."""

from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.codes import keyed_hash
from schemas.enquiry import WORDLESS, Enquiry, Reply
from schemas.mail import Mail
from schemas.person import Person
from server.core import clock
from server.core.erasing import ADDRESSES, AddressErased, Replay, erases_again, write_down
from server.core.ledger import Erased, Erasure
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.core.trail import note_done
from server.work.enquiries.answering import own
from server.work.enquiries.by_link import NoEnquiry
from server.work.enquiries.letters import to_citizen

ADDRESSES.append("SELECT contact FROM enquiry WHERE reply = 'mail' AND contact <> ''")


async def erase_by_link(runtime: Runtime, token: str) -> None:
    """The citizen takes it back: all words are gone at once, and the link with them. Raises NoEnquiry, and Away where
    the ledger cannot be written."""
    hashed = keyed_hash(runtime.settings.secret, token)
    async with runtime.database.begin() as session:
        query = select(Enquiry).where(Enquiry.token_hash == hashed).with_for_update()
        enquiry = (await session.execute(query)).scalar_one_or_none()
        if enquiry is None:
            raise NoEnquiry
        await _erase(session, runtime.settings, enquiry)


async def erase_for_citizen(runtime: Runtime, by: Person, public_id: str) -> None:
    """The citizen has asked whoever wrote it down. Done again, it changes nothing. Raises NotFound, and Away."""
    async with runtime.database.begin() as session:
        enquiry = await own(session, by, public_id)
        if enquiry.erased_at is None:
            await _erase(session, runtime.settings, enquiry)
            note_done(session, runtime.settings.secret, by.id)


async def _erase(session: AsyncSession, settings: Settings, enquiry: Enquiry, *, again: bool = False) -> None:
    await session.execute(delete(Mail).where(col(Mail.message_id).in_(to_citizen(settings, enquiry))))
    now, subject = clock.now(), enquiry.public_id
    for column, nothing in WORDLESS.items():
        setattr(enquiry, column, nothing)
    enquiry.board_id, enquiry.erased_at = None, enquiry.erased_at or now
    await session.flush()
    if not again:
        await write_down(settings, lambda _: Erasure(Erased.ENQUIRY, now, subject))


@erases_again(Erased.ENQUIRY)
async def erase_again(replay: Replay, erasure: Erasure) -> None:
    """After a restore: erase it again, if the database has it."""
    async with replay.runtime.database.begin() as session:
        query = select(Enquiry).where(col(Enquiry.public_id) == erasure.subject).with_for_update()
        enquiry = (await session.execute(query)).scalar_one_or_none()
        if enquiry is not None:
            await _erase(session, replay.runtime.settings, enquiry, again=True)


async def erase_contact(session: AsyncSession, _: Settings, erased: AddressErased) -> None:
    """Take an address away from the enquiries that were to be answered by mail there; their links still work."""
    gone: dict[str, Any] = {"contact": "", "reply": Reply.SLIP}
    mailed = update(Enquiry).where(col(Enquiry.reply) == Reply.MAIL, col(Enquiry.contact) == erased.mail).values(**gone)
    erased.found["enquiry"] += len((await session.execute(mailed.returning(col(Enquiry.id)))).all())
