"""Remembering how a person reads."""

from sqlalchemy import update
from sqlmodel import col, select

from schemas.person import Person
from schemas.roles import STAFF
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.core.reading_choices import Reading
from server.core.runtime import Runtime


async def keep(runtime: Runtime, browser: BrowserSession, reading: Reading, *, spoken: bool) -> None:
    """Store the choices for this browser, and on its members' seats, so that they apply on whatever screen the member
    comes back from. If the language was chosen just now (`spoken`), it is stored on the account too, since mail has no
    browser to ask.

    This tells no event: nobody else's page shows it.
    """
    values = {"language": reading.language, "size": reading.size, "theme": reading.theme, "paused": reading.paused}
    held = select(SessionSeat.seat_id).where(SessionSeat.session_id == browser.id)
    mine = update(Seat).where(col(Seat.id).in_(held), col(Seat.role).not_in(STAFF), col(Seat.removed_at).is_(None))
    async with runtime.database.begin() as session:
        await session.execute(update(BrowserSession).where(col(BrowserSession.id) == browser.id).values(values))
        await session.execute(mine.values(values))
        if spoken and browser.person_id is not None:
            account = update(Person).where(col(Person.id) == browser.person_id)
            await session.execute(account.values(language=reading.language))
