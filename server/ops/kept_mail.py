"""`peerboard mail`: the messages that were kept because no mail server is set."""

from sqlalchemy import select

from schemas.mail import Mail
from server.core.database import Database
from server.core.settings import get_settings


async def show() -> None:
    """Print every unsent message, oldest first."""
    database = Database(get_settings().database_url)
    try:
        async with database.snapshot() as session:
            kept = (await session.scalars(select(Mail).where(Mail.sent_at.is_(None)).order_by(Mail.created_at))).all()  # type: ignore[union-attr,arg-type]
    finally:
        await database.stop()
    for message in kept:
        print(f"To: {message.recipient}\nSubject: {message.subject}\nDate: {message.created_at:%Y-%m-%d %H:%M}\n")
        print(message.body.rstrip() + "\n\n" + "-" * 72)
    print(f"{len(kept)} messages" if kept else "No mail is kept.")
