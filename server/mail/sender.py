"""Handing one message over to the mail server."""

import re
from collections.abc import Awaitable, Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib

from schemas.mail import Mail
from server.core.addresses import NotAnAddress, mail_address, sender_of
from server.core.settings import Settings
from server.mail.headers import HEADERS

PATIENCE = 8.0  # seconds to wait for each reply of the mail server
PATIENCE_TEXT = 15.0  # seconds to wait until it accepts the text, which it may scan for viruses first


class Refused(Exception):
    """The message was rejected for good. `address` says whether the address is to blame."""

    def __init__(self, *, address: bool) -> None:
        super().__init__()
        self.address = address


class Unreached(Exception):
    """The message could not be delivered now; try again later. `because` is the name of an exception class. `answered`
    says whether a mail server replied at all, and `begun` that it went silent after it was given the text, in which
    case it may have accepted the message."""

    def __init__(self, because: str, *, answered: bool, begun: bool = False) -> None:
        super().__init__(because)
        self.because = because
        self.answered = answered
        self.begun = begun


def compose(settings: Settings, mail: Mail) -> EmailMessage:
    """The message as it is sent; the same `mail` always gives the same bytes. Raises Refused if the address contains
    anything that is not allowed in a header."""
    message = EmailMessage(HEADERS)
    name, sender = sender_of(settings.mail_from)
    message["From"] = Address(name, addr_spec=sender)
    try:
        message["To"] = Address(addr_spec=mail_address(mail.recipient))
    except NotAnAddress as error:
        raise Refused(address=True) from error
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:  # RFC 2369 and RFC 8058
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body, cte="quoted-printable")
    if mail.calendar:
        _add_calendar(message, mail.calendar, mail.message_id)
    return message


def _add_calendar(message: EmailMessage, calendar: str, name: str) -> None:
    """Add the calendar file as RFC 6047 prescribes, as an alternative to the text, and once more as an attachment for
    mail programs that only understand those."""
    found = re.search(r"^METHOD:(\w+)", calendar, re.MULTILINE)
    method = found[1].upper() if found else "PUBLISH"
    # base64 preserves the line lengths and line endings that RFC 5545 requires.
    exact = calendar.encode()
    message.add_alternative(exact, "text", "calendar", cte="base64", params={"method": method, "charset": "utf-8"})
    message.add_attachment(exact, "application", "ics", filename="moede.ics", cte="base64")
    for part in message.walk():
        if part.is_multipart():  # the default boundary is random, so a retry would not be the same message
            part.set_boundary(f"{part.get_content_subtype()}-{sha256(name.encode()).hexdigest()[:24]}")


class _Server(aiosmtplib.SMTP):
    """An SMTP connection that awaits `last_moment` once everything but the text has been accepted."""

    last_moment: Callable[[], Awaitable[None]]
    begun = False

    async def data(self, message: str | bytes, /, **more: Any) -> aiosmtplib.SMTPResponse:
        await self.last_moment()
        self.begun = True
        return await super().data(message, **(more | {"timeout": PATIENCE_TEXT}))


async def send(settings: Settings, message: EmailMessage, last_moment: Callable[[], Awaitable[None]]) -> None:
    """Hand `message` to the server at settings.smtp_url and return as soon as it has accepted it. `last_moment` is
    awaited right before the text is sent. Raises Refused or Unreached."""
    server = _Server(timeout=PATIENCE, **_connection(urlsplit(settings.smtp_url)))
    server.last_moment = last_moment
    try:
        await server.connect()
        await server.send_message(message)
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _failure(error.recipients[0], address=True) from error
    except aiosmtplib.SMTPDataError as error:
        raise _failure(error, address=False) from error
    except (aiosmtplib.SMTPNotSupported, UnicodeError) as error:
        raise Refused(address=True) from error
    except (aiosmtplib.SMTPResponseException, aiosmtplib.SMTPConnectResponseError) as error:
        # The greeting, our login or our sender address was rejected: for the operator to fix, not this message's fault.
        raise Unreached(type(error).__name__, answered=True) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Unreached(type(error).__name__, answered=False, begun=server.begun) from error
    finally:
        server.close()  # without QUIT: the message is accepted already, and a lost reply would only put that in doubt


def _failure(error: aiosmtplib.SMTPResponseException, *, address: bool) -> Exception:
    if 500 <= error.code < 600:
        return Refused(address=address)
    return Unreached("Greylisted" if address else type(error).__name__, answered=True)


def _connection(server: SplitResult) -> dict[str, Any]:
    """How to connect: smtps:// means TLS from the start; smtp:// uses STARTTLS if the server offers it, and requires it
    before a password is sent to another host."""
    implicit = server.scheme == "smtps"
    options: dict[str, Any] = {"hostname": server.hostname, "port": server.port or (465 if implicit else 25)}
    if server.username:
        options |= {"username": unquote(server.username), "password": unquote(server.password or "")}
    if implicit:
        return options | {"use_tls": True}
    return options | {"start_tls": True if server.username and not _is_local(server.hostname or "") else None}


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
