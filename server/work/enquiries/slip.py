"""The citizen's slip: a link as a QR code, and a code to type where there is no camera."""

import hashlib
import hmac

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.codes import ALPHABET, RETURN_LENGTH, keyed_hash, normal
from schemas.enquiry import Enquiry
from server.core.settings import Settings
from server.work.enquiries.letters import token_of


def code_of(settings: Settings, enquiry: Enquiry) -> str:
    """The code on the slip: ten symbols that nobody can work out without the secret, 49 bits. It is derived again for
    as long as the slip can be shown, since the table holds only its hash."""
    message = f"enquiry code\0{enquiry.public_id}".encode()
    number, symbols = int.from_bytes(hmac.digest(settings.secret.encode(), message, hashlib.sha256)), ""
    for _ in range(RETURN_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        symbols += ALPHABET[place]
    return symbols


def give_ways(settings: Settings, enquiry: Enquiry) -> None:
    """Let the citizen's link and code open their enquiry."""
    enquiry.token_hash = keyed_hash(settings.secret, token_of(settings, enquiry))
    enquiry.code_hash = keyed_hash(settings.secret, f"enquiry {code_of(settings, enquiry)}")


async def by_code(session: AsyncSession, settings: Settings, typed: str) -> str | None:
    """The token of the enquiry whose code was typed; None for a code that opens none. One query."""
    hashed = keyed_hash(settings.secret, f"enquiry {normal(typed)}")
    query = select(Enquiry).where(col(Enquiry.code_hash) == hashed)
    enquiry = (await session.execute(query)).scalar_one_or_none()
    return token_of(settings, enquiry) if enquiry is not None else None
