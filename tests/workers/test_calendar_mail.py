"""A mail with a calendar file: read by calendars, by people, and by programs that know only files."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from schemas.mail import Mail
from server import clock as now_of
from server.database import Database
from server.mail.outbox import message_id, post
from server.mail.sender import compose
from server.settings import Settings
from tests.support.smtp import MailSink
from tests.workers.scene import ask, until_idle, working

LINES = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "METHOD:{method}",
    "BEGIN:VEVENT",
    "SUMMARY:Møde i Ungepeerboard",
    "END:VEVENT",
    "END:VCALENDAR",
)


def _ics(method: str) -> str:
    return "\r\n".join(LINES).format(method=method) + "\r\n"


def _parts(message: EmailMessage) -> dict[str, EmailMessage]:
    return {part.get_content_type(): part for part in message.walk() if isinstance(part, EmailMessage)}


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
async def test_the_calendar_file_arrives_byte_by_byte(
    settings: Settings, database: Database, mail_sink: MailSink, method: str
) -> None:
    ics = _ics(method)
    async with database.begin() as session:
        ident = message_id(settings, "invited", method)
        await post(session, "ben@home.test", "Indkaldelse", "Du er inviteret.\n", ident, calendar=ics)
    async with working(settings):
        await until_idle(database)
    (letter,) = mail_sink.letters
    assert letter.text.strip() == "Du er inviteret."
    parts = _parts(letter.message)
    inline, attached = parts["text/calendar"], parts["application/ics"]
    assert inline.get_param("method") == method
    assert inline.get_content_charset() == "utf-8"
    assert inline.get_payload(decode=True) == attached.get_payload(decode=True) == ics.encode()
    assert attached.get_filename() == "moede.ics"
    assert [part.get_content_type() for part in letter.message.iter_parts()] == [
        "multipart/alternative",
        "application/ics",
    ]
    assert await ask(database, "SELECT count(*) FROM mail WHERE calendar IS NOT NULL") == 0, "sent is forgotten"


def test_it_is_the_same_message_each_time(settings_with: Callable[..., Settings]) -> None:
    mail = Mail(
        recipient="ben@home.test",
        subject="Indkaldelse",
        body="Æ\n",
        message_id="<1@x>",
        created_at=now_of.now(),
        calendar=_ics("REQUEST"),
    )
    settings = settings_with()
    assert compose(settings, mail).as_bytes() == compose(settings, mail).as_bytes()
