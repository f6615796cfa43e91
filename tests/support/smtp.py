"""A real mail server on loopback that keeps what it receives, and can misbehave."""

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Letter:
    """One message as it was accepted."""

    sender: str
    recipients: list[str]
    message: EmailMessage

    @property
    def message_id(self) -> str:
        """The Message-ID header, which shows that a message was sent twice."""
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        """The plain text part."""
        part = self.message.get_body(("plain",))
        return str(part.get_content()) if part else ""


@dataclass
class MailSink:
    """`await start()` it, read `letters`, `await stop()` it. Its switches may be set at any time."""

    letters: list[Letter] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Addresses that are refused for good (550)."""
    greylist: bool = False
    """Refuse every address once (451) and accept it the second time."""
    slow: float = 0
    """Seconds before each answer to RCPT and DATA."""
    busy: bool = False
    """Accept no message for now (451 to DATA)."""
    hangs_up: bool = False
    """Accept each message, but hang up instead of saying so."""
    port: int = 0
    seen: set[str] = field(default_factory=set)
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """For PEERBOARD_SMTP_URL; stays the same while the sink is down."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        """Message-IDs in the order they came, duplicates included."""
        return [letter.message_id for letter in self.letters]

    def to(self, recipient: str) -> list[Letter]:
        """The letters to one address."""
        return [letter for letter in self.letters if recipient in letter.recipients]

    async def start(self) -> "MailSink":
        """Start listening, on the same port as before if it was started before."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, hostname="sink"), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        """Go down: connections are refused."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Called by aiosmtpd for each recipient."""
        await asyncio.sleep(self.slow)
        if address in self.refused:
            return "550 no such address"
        if self.greylist and address not in self.seen:
            self.seen.add(address)
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd when a message is complete."""
        await asyncio.sleep(self.slow)
        if self.busy:
            return "451 not now"
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        message = message_from_bytes(content, policy=default)
        self.letters.append(Letter(envelope.mail_from or "", list(envelope.rcpt_tos), message))
        if self.hangs_up and server.transport is not None:
            server.transport.close()
        return "250 kept"
