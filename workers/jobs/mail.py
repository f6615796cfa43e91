"""mail: send one message. Sent twice at most when a worker dies in between, and then under the same Message-ID."""

from datetime import timedelta

from schemas.mail import Mail
from server import clock
from server.mail.sender import Refused, Unreached, send
from workers.registry import Lane, job
from workers.task import Dead, Task, Wait

GIVE_UP = timedelta(days=3)
SOONEST, LATEST = timedelta(seconds=20), timedelta(minutes=15)
LATEST_UNREACHED = timedelta(seconds=60)


class AddressRefused(Dead):
    """The mail server said that the address is no good."""


class MessageRefused(Dead):
    """The mail server said no to the message for good."""


class TooOld(Dead):
    """It could not be sent for three days."""


@job("mail", lane=Lane.MAIL)
async def mail(task: Task) -> None:
    """Subject: the row in `mail`. Without a mail server it stays there, to be read with `peerboard mail`."""
    async with task.database.begin() as session:
        message = await session.get(Mail, task.subject_id)
    if message is None or message.sent_at is not None or not task.settings.smtp_url:
        return
    age = clock.now() - message.created_at
    if age > GIVE_UP:
        raise TooOld
    try:
        await send(task.settings, message)
    except Refused as error:
        raise (AddressRefused if error.address else MessageRefused) from error
    except Unreached as error:
        # Waits grow with the mail's age. When the server is back, what waited for it goes within a minute.
        most = LATEST if error.answered else LATEST_UNREACHED
        raise Wait(min(max(age / 2, SOONEST), most), error.because) from error
    async with task.record() as session:
        sent = await session.get(Mail, task.subject_id)
        if sent is not None:
            # What was sent need not be kept: it may hold a link that signs somebody in.
            sent.sent_at, sent.body, sent.unsubscribe = clock.now(), "", None
