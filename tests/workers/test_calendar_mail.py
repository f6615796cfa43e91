"""A mail with a calendar file: read by calendars, by people, and by programs that know only files."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest

from schemas.mail import Mail
from server.core import clock as now_of
from server.core.database import Database
from server.core.settings import Settings
from server.mail.outbox import message_id, post
from server.mail.sender import compose
from server.meeting.invitations.calendar_file import Method, calendar_file
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.workers.scene import Room, ask, until_idle, working

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


async def test_nobody_is_reminded_of_a_meeting_that_is_over(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    begins = now_of.now() + timedelta(hours=20)
    room.meeting.starts_at, room.meeting.ends_at = begins, begins + timedelta(hours=1)
    made = calendar_file(settings, room.meeting, "P", "ben@home.test", Method.REQUEST, now_of.now())
    await mail_sink.stop()
    async with working(settings):
        async with database.begin() as session:
            await post(session, "ben@home.test", "Vi ses snart", "x", "<soon@peerboard.test>", calendar=made)
        tried = "SELECT count(*) FROM job WHERE last_error = 'SMTPConnectError'"
        await until(lambda: ask(database, tried), what="the first try")
        await mail_sink.start()
        clock.ahead(timedelta(hours=21, minutes=5))
        await until_idle(database)
    assert mail_sink.letters == []
    assert await ask(database, "SELECT state || ' ' || last_error FROM job WHERE kind = 'mail'") == "dead MeetingOver"
