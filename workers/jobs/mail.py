"""mail: sends one message. If a worker dies at the wrong moment it goes out twice, under the same Message-ID."""

from datetime import timedelta
from email.message import EmailMessage

import structlog

from schemas.mail import Mail
from server.core import clock
from server.mail.hours import is_open, next_open
from server.mail.sender import Refused, Unreached, compose, send
from server.meeting.invitations.calendar_file import is_over
from workers.mail_attempts import MOST, handing, times
from workers.registry import Lane, job
from workers.task import Dead, Task, Wait

log = structlog.get_logger(__name__)
GIVE_UP = timedelta(days=3)
GIVE_UP_BY_DAY = timedelta(days=8)
"""Unasked, we write in open hours only, and over Easter offices are closed for five days."""
SOONEST, LATEST = timedelta(seconds=20), timedelta(minutes=15)
LATEST_UNREACHED = timedelta(seconds=60)
DOUBT = timedelta(minutes=30)
"""The wait after it fell silent over the text: a mail server that chokes on it does not get it every minute."""


class AddressRefused(Dead):
    """The mail server refused the address."""


class MeetingOver(Dead):
    """It was about a meeting that has been held by now: nobody needs a reminder of yesterday."""


class MessageRefused(Dead):
    """The mail server refused the message for good."""


class MaybeSent(Dead):
    """Every time, the mail server fell silent once it had the text: a person must decide whether to send it again."""


class TooOld(Dead):
    """It could not be sent for several days."""


@job("mail", lane=Lane.MAIL)
async def mail(task: Task) -> None:
    """Subject: the row in `mail`. Without a mail server it stays there, to be read with `peerboard mail`."""
    # Sent inside the transaction that says so: between the server's yes and the record lies one COMMIT and no more.
    async with task.record() as session:
        message = await session.get(Mail, task.subject_id, with_for_update=True)
        if message is None or message.sent_at is not None or not task.settings.smtp_url:
            return
        now = clock.now()
        age = now - message.created_at
        if age > (GIVE_UP_BY_DAY if message.by_day else GIVE_UP):
            raise TooOld
        if message.by_day and not is_open(now):
            raise Wait(next_open(now) - now, "Closed")
        if message.calendar and is_over(message.calendar, now):
            raise MeetingOver
        if await times(session, message.id) >= MOST:
            log.warning("mail taken as sent", job=task.row.id)
            _sent(message)
            return
        try:
            letter = compose(task.settings, message)
        except Refused as error:
            raise AddressRefused from error
        _sent(message)
        await session.flush()
        await _hand_over(task, letter, age)


def _sent(message: Mail) -> None:
    """Do not keep what was sent: it may hold a link that signs somebody in, or answers for them. The idents of its
    lines stay, so that none is sent again."""
    message.sent_at, message.body, message.unsubscribe, message.calendar = clock.now(), "", None, None
    if message.lines is not None:
        message.lines = [{"ident": line["ident"]} for line in message.lines]


async def _hand_over(task: Task, letter: EmailMessage, age: timedelta) -> None:
    try:
        async with handing(task.database, task.subject_id) as last_moment:
            await send(task.settings, letter, last_moment)
    except Refused as error:
        raise (AddressRefused if error.address else MessageRefused) from error
    except Unreached as error:
        if error.begun:
            async with task.database.begin() as session:
                if await times(session, task.subject_id) >= MOST:
                    raise MaybeSent from error
            raise Wait(DOUBT, MaybeSent.__name__) from error
        # Waits grow with the mail's age. Once the server is back, what waited for it goes out within a minute.
        most = LATEST if error.answered else LATEST_UNREACHED
        raise Wait(min(max(age / 2, SOONEST), most), error.because) from error
