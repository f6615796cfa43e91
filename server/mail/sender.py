"""Handing one message to the mail server."""

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

PATIENCE = 8.0  # seconds for each answer of the mail server
PATIENCE_TEXT = 15.0  # seconds for its yes to the text, in which it may look for viruses


class Refused(Exception):
    """It will never be taken. `address` says whether the address is to blame."""

    def __init__(self, *, address: bool) -> None:
        super().__init__()
        self.address = address


class Unreached(Exception):
    """Not now. `because` is a class's name; `answered` says whether a mail server answered at all, `begun` that it fell
    silent when it was given the text: it may have kept it."""

    def __init__(self, because: str, *, answered: bool, begun: bool = False) -> None:
        super().__init__(because)
        self.because = because
        self.answered = answered
        self.begun = begun


def compose(settings: Settings, mail: Mail) -> EmailMessage:
    """The message as it goes out, the same each time. Raises Refused when the address holds what no header may."""
    message = EmailMessage()
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
    """As RFC 6047 wants it, beside the text; and once more as a file, for programs that know only files."""
    found = re.search(r"^METHOD:(\w+)", calendar, re.MULTILINE)
    method = found[1].upper() if found else "PUBLISH"
    # In base64 its lines stay as long, and end, as RFC 5545 says.
    exact = calendar.encode()
    message.add_alternative(exact, "text", "calendar", cte="base64", params={"method": method, "charset": "utf-8"})
    message.add_attachment(exact, "application", "ics", filename="moede.ics", cte="base64")
    for part in message.walk():
        if part.is_multipart():  # else made up at each sending
            part.set_boundary(f"{part.get_content_subtype()}-{sha256(name.encode()).hexdigest()[:24]}")


class _Server(aiosmtplib.SMTP):
    """A mail server that is asked for everything else before the text goes."""

    last_moment: Callable[[], Awaitable[None]]
    begun = False

    async def data(self, message: str | bytes, /, **more: Any) -> aiosmtplib.SMTPResponse:
        await self.last_moment()
        self.begun = True
        return await super().data(message, **(more | {"timeout": PATIENCE_TEXT}))


async def send(settings: Settings, message: EmailMessage, last_moment: Callable[[], Awaitable[None]]) -> None:
    """Hand `message` to settings.smtp_url and return as soon as it was accepted; `last_moment` is awaited when all but
    the text has been taken. Raises Refused or Unreached."""
    server = _Server(timeout=PATIENCE, **_way(urlsplit(settings.smtp_url)))
    server.last_moment = last_moment
    try:
        await server.connect()
        await server.send_message(message)
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _no(error.recipients[0], address=True) from error
    except aiosmtplib.SMTPDataError as error:
        raise _no(error, address=False) from error
    except (aiosmtplib.SMTPNotSupported, UnicodeError) as error:
        raise Refused(address=True) from error
    except (aiosmtplib.SMTPResponseException, aiosmtplib.SMTPConnectResponseError) as error:
        # Its greeting, our sign-in or our sender's address: the operator's to mend, not this message's fault.
        raise Unreached(type(error).__name__, answered=True) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Unreached(type(error).__name__, answered=False, begun=server.begun) from error
    finally:
        server.close()  # without QUIT: what comes after the yes only makes the doubt last longer


def _no(error: aiosmtplib.SMTPResponseException, *, address: bool) -> Exception:
    if 500 <= error.code < 600:
        return Refused(address=address)
    return Unreached("Greylisted" if address else type(error).__name__, answered=True)


def _way(server: SplitResult) -> dict[str, Any]:
    """smtps:// is TLS from the start; smtp:// takes STARTTLS where offered, and insists before a password leaves us."""
    implicit = server.scheme == "smtps"
    way: dict[str, Any] = {"hostname": server.hostname, "port": server.port or (465 if implicit else 25)}
    if server.username:
        way |= {"username": unquote(server.username), "password": unquote(server.password or "")}
    if implicit:
        return way | {"use_tls": True}
    return way | {"start_tls": True if server.username and not _near(server.hostname or "") else None}


def _near(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
