"""One message, one recipient: sent when the mail server takes it, kept when there is none, given up with a reason."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from schemas.job import Job, JobState
from schemas.mail import Mail
from server.core import clock as now_of
from server.core import jobs
from server.core.database import Database
from server.core.settings import Settings
from server.mail.outbox import message_id, post
from server.mail.sender import Refused, compose
from server.mail.signature import UNSIGNED, signature_of
from server.mail.waiting import line_of, told_already
from server.organisation.people.letters import sign_in
from tests.support.clock import Clock
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.workers.scene import Room, ask, until_caught_up, until_idle, working
from workers import sweep

STATE = "SELECT state || ' ' || coalesce(last_error, '') FROM job WHERE kind = 'mail' ORDER BY id LIMIT 1"


async def _post(settings: Settings, database: Database, to: str, *reason: object) -> int | None:
    letter = sign_in("https://peerboard.test/login/secret-token").read_in("da", UNSIGNED)
    async with database.begin() as session:
        return await post(session, to, letter.subject, letter.body, message_id(settings, "sign_in", to, *reason))


async def test_sent_mail_has_its_date_and_id_and_is_then_forgotten(
    settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    posted = now_of.now()
    await _post(settings, database, "ben@home.test")
    async with working(settings):
        await until_idle(database)
    (letter,) = mail_sink.letters
    assert letter.recipients == ["ben@home.test"]
    assert letter.message_id == message_id(settings, "sign_in", "ben@home.test")
    assert abs(parsedate_to_datetime(str(letter.message["Date"])) - posted) < timedelta(seconds=5)
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert "https://peerboard.test/login/secret-token" in letter.text.split()
    kept = await ask(database, "SELECT body || coalesce(unsubscribe, '') FROM mail WHERE sent_at IS NOT NULL")
    assert kept == "", "a link that signs somebody in is not kept"


async def test_of_the_lines_of_a_letter_no_link_is_kept(
    settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    link = "https://peerboard.test/felt/a-link-that-answers-for-somebody"
    line = line_of(3, "Kan du mærke det? Sig det her.", link, "<felt@peerboard.test>")
    async with database.begin() as session:
        await post(session, "ben@home.test", "Kan du mærke det?", link, "<first@peerboard.test>", lines=[line])
    async with working(settings):
        await until_idle(database)
    assert link in mail_sink.letters[0].text
    assert link not in await ask(database, "SELECT CAST(mail AS text) FROM mail")
    async with database.begin() as session:
        assert await told_already(session, "ben@home.test", "<felt@peerboard.test>")


async def test_a_coordinator_signs_as_they_are_called_on_the_board(room: Room, database: Database) -> None:
    """Who was named there by their address may go by another name elsewhere, which is not ours to tell."""
    ada = await room.coordinate("Ada Holm")
    named = "UPDATE seat SET name = 'Ada fra afsnittet', called_title = '' WHERE person_id = :ada RETURNING id"
    await ask(database, named, ada=ada.id)
    async with database.begin() as session:
        signed = await signature_of(session, room.board_id)
    assert (signed.name, signed.mail) == ("Ada fra afsnittet", ada.mail)


async def test_the_same_reason_is_one_message(settings: Settings, database: Database, mail_sink: MailSink) -> None:
    assert await _post(settings, database, "ben@home.test") is not None
    assert await _post(settings, database, "ben@home.test") is None
    assert await _post(settings, database, "ben@home.test", "again") is not None
    async with working(settings):
        await until_idle(database)
    assert len(mail_sink.letters) == 2


async def test_without_a_mail_server_it_stays_to_be_read(
    settings_with: Callable[..., Settings], database: Database
) -> None:
    settings = settings_with()
    await _post(settings, database, "ada@region.test")
    async with working(settings):
        await until_idle(database)
    assert "secret-token" in await ask(database, "SELECT body FROM mail WHERE sent_at IS NULL")
    assert await ask(database, STATE) == "done "


async def test_a_mail_server_that_was_down_gets_all_when_it_is_back(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    await mail_sink.stop()
    for number in range(20):
        await _post(settings, database, f"m{number}@home.test")
    async with working(settings):
        waits = "SELECT count(*) FROM job WHERE kind = 'mail' AND state = 'due' AND last_error = 'SMTPConnectError'"
        await until(lambda: _is(database, waits, 20), what="every mail to be tried")
        clock.ahead(timedelta(hours=20))
        await until(lambda: _is(database, waits, 20), what="every mail to be tried again")
        await mail_sink.start()
        clock.ahead(timedelta(seconds=61))
        await until_idle(database)
    assert sorted(mail_sink.message_ids) == sorted(set(mail_sink.message_ids))
    assert len(mail_sink.letters) == 20
    assert await ask(database, "SELECT max(attempts) FROM job WHERE kind = 'mail'") == 1, "an outage counts no attempts"


async def test_after_three_days_it_is_given_up(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    await mail_sink.stop()
    await _post(settings, database, "ben@home.test")
    clock.ahead(timedelta(days=3, minutes=1))
    async with working(settings):
        await until_idle(database)
    assert await ask(database, STATE) == "dead TooOld"


async def test_a_refused_address_is_given_up_at_once_and_holds_up_nobody(
    settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    mail_sink.refused = {"gone@home.test"}
    await _post(settings, database, "gone@home.test")
    await _post(settings, database, "two\nlines@home.test")
    await _post(settings, database, "ben@home.test")
    async with working(settings):
        await until_idle(database)
    assert await ask(database, STATE) == "dead AddressRefused"
    assert await ask(database, "SELECT count(*) FROM job WHERE state = 'dead'") == 2
    assert [letter.recipients for letter in mail_sink.letters] == [["ben@home.test"]]


async def test_greylisting_is_tried_again(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    mail_sink.greylist = True
    await _post(settings, database, "ben@home.test")
    async with working(settings):
        await until(lambda: _is(database, STATE, "due Greylisted"), what="the first no")
        assert not mail_sink.letters
        clock.ahead(timedelta(seconds=21))
        await until_idle(database)
    assert len(mail_sink.to("ben@home.test")) == 1


async def test_a_slow_mail_server_delays_no_other_job(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "GRACE", 0)
    mail_sink.slow = 30
    for number in range(8):
        await _post(settings, database, f"m{number}@home.test")
    async with working(settings):
        async with database.begin() as session:
            await jobs.due(session, "events", room.board_id, now_of.now(), board_id=room.board_id)
        state = "SELECT state FROM job WHERE kind = 'events'"
        await until(lambda: _not_due(database, state), what="the event")
        assert not mail_sink.letters


def test_headers_take_no_lines_of_others(settings_with: Callable[..., Settings]) -> None:
    settings = settings_with()
    kept = Mail(recipient="ben@home.test", subject="Blåbær", body="Æ\n", message_id="<1@x>", created_at=now_of.now())
    assert "Blåbær" in str(compose(settings, kept)["Subject"])
    kept.recipient = "ben@home.test\nBcc: all@home.test"
    try:
        compose(settings, kept)
    except Refused:
        return
    raise AssertionError("a second header got in")


async def _is(database: Database, query: str, wanted: object) -> bool:
    return bool(await ask(database, query) == wanted)


async def _not_due(database: Database, query: str) -> bool:
    return await ask(database, query) not in {None, "due"}


async def test_what_may_have_been_sent_twice_is_not_sent_a_third_time(
    settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    await _post(settings, database, "ben@home.test")
    await _post(settings, database, "rie@home.test")
    first = await ask(database, "SELECT min(id) FROM mail")
    for number in range(2):  # as two workers left them, that died right after the yes
        async with database.begin() as session:
            name, now = f"handed:{first}:{number}", now_of.now()
            session.add(Job(kind="handed", subject_id=first, dedupe=name, due_at=now, state=JobState.DONE))
    async with working(settings):
        await until_idle(database)
    assert [letter.recipients for letter in mail_sink.letters] == [["rie@home.test"]]
    assert await ask(database, "SELECT count(*) FROM mail WHERE sent_at IS NULL OR body <> ''") == 0


async def test_a_mail_server_that_says_no_leaves_no_mark(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    mail_sink.busy = True
    await _post(settings, database, "ben@home.test")
    async with working(settings):
        await until(lambda: _is(database, STATE, "due SMTPDataError"), what="the first no")
        mail_sink.busy = False
        await mail_sink.stop()
        clock.ahead(timedelta(seconds=21))
        await until(lambda: _is(database, STATE, "due SMTPConnectError"), what="the second no")
        assert await ask(database, "SELECT count(*) FROM job WHERE kind = 'handed'") == 0
        await mail_sink.start()
        clock.ahead(timedelta(seconds=61))
        await until_idle(database)
    assert len(mail_sink.letters) == 1


async def test_a_mail_server_that_hangs_up_gets_it_twice_and_then_somebody_decides(
    settings: Settings, database: Database, mail_sink: MailSink, clock: Clock
) -> None:
    mail_sink.hangs_up = True
    await _post(settings, database, "ben@home.test")
    async with working(settings):
        for hours in range(1, 8):
            await until_caught_up(database)
            clock.ahead(timedelta(hours=hours))
        await until_caught_up(database)
    assert len(mail_sink.letters) == 2, "it may have come: not again and again for three days"
    assert await ask(database, STATE) == "dead MaybeSent"
    assert "secret-token" in await ask(database, "SELECT body FROM mail WHERE sent_at IS NULL")
