"""The servers that tests use are real ones, and cheap to have afresh."""

import smtplib
from asyncio import to_thread
from datetime import UTC, datetime, timedelta

import pytest

from server.core import clock as server_clock
from server.ops.embedded import Postgres
from tests.support.clock import Clock
from tests.support.databases import drop_database, lend_database, new_database, rows, take_back
from tests.support.smtp import MailSink


async def test_a_copy_of_the_template_is_migrated_and_alone(template: Postgres) -> None:
    one, other = await new_database(template), await new_database(template)
    await rows(one, "INSERT INTO person (mail, name, title, coordinator) VALUES ('a@b', 'A', '', false)")
    assert len(await rows(one, "SELECT * FROM person")) == 1
    assert await rows(other, "SELECT * FROM person") == []
    await drop_database(template, one)
    await drop_database(template, other)


PERSON = "INSERT INTO person (mail, name, title, coordinator) VALUES ('a@b', 'A', '', false) RETURNING id"
KNOWN = """SELECT relname::text, relpages::text, reltuples::text FROM pg_class WHERE relkind = 'r' AND oid >= 16384
    UNION ALL SELECT stavalues1::text, starelid::text, staattnum::text FROM pg_statistic WHERE starelid >= 16384
    ORDER BY 1, 2, 3"""
"""What PostgreSQL knows of the tables."""
ALTERED = ("CREATE TABLE more (one int)", "ALTER TABLE person ADD more int", "DROP TRIGGER {trigger} ON {table}")


async def test_a_database_that_was_put_back_is_as_a_copy(template: Postgres) -> None:
    url = await lend_database(template)
    before, known = await rows(url, "SELECT * FROM installation"), await rows(url, KNOWN)
    for _ in range(2):
        assert [row["id"] for row in await rows(url, PERSON)] == [1], "a sequence that begins anew"
        await rows(url, "DELETE FROM installation")
        await rows(url, "ANALYZE person")
        assert await rows(url, KNOWN) != known
        await take_back(template, url)
        assert await lend_database(template) == url
        assert await rows(url, "SELECT * FROM person") == []
        assert await rows(url, "SELECT pg_relation_size('person') AS bytes") == [(0,)], "rows lie as they are written"
        assert await rows(url, "SELECT * FROM installation") == before
        assert await rows(url, KNOWN) == known, "it chooses the same ways to the rows"
    await take_back(template, url)


@pytest.mark.parametrize("altered", ALTERED)
async def test_a_database_that_was_altered_is_not_lent_again(template: Postgres, altered: str) -> None:
    url = await lend_database(template)
    names = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal LIMIT 1"
    trigger, table = (await rows(url, names))[0]
    await rows(url, altered.format(trigger=trigger, table=table))
    await take_back(template, url)
    other = await lend_database(template)
    assert other != url
    await take_back(template, other)


def test_the_clock_stands_moves_and_runs(clock: Clock) -> None:
    moment = datetime(2026, 3, 1, 9, tzinfo=UTC)
    clock.stop(moment)
    assert server_clock.now() == moment
    clock.ahead(timedelta(days=2))
    assert timedelta(days=1) < server_clock.now() - datetime.now(UTC) < timedelta(days=3)
    clock.run()
    assert abs(server_clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def send(port: int, recipient: str) -> None:
    """Send one mail as any mail program does."""
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
        client.sendmail("p@peerboard.test", [recipient], f"To: {recipient}\nMessage-ID: <1@x>\n\nHej")


async def test_the_mail_server_keeps_greylists_and_refuses(mail_sink: MailSink) -> None:
    mail_sink.greylist = True
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        await to_thread(send, mail_sink.port, "rie@x.test")
    await to_thread(send, mail_sink.port, "rie@x.test")
    assert mail_sink.message_ids == ["<1@x>"]
    assert mail_sink.to("rie@x.test")[0].text.strip() == "Hej"
    mail_sink.refused.add("rie@x.test")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        await to_thread(send, mail_sink.port, "rie@x.test")


async def test_the_mail_server_can_be_down_and_come_back(mail_sink: MailSink) -> None:
    await mail_sink.stop()
    with pytest.raises(ConnectionRefusedError):
        await to_thread(send, mail_sink.port, "rie@x.test")
    await mail_sink.start()
    await to_thread(send, mail_sink.port, "rie@x.test")
    assert len(mail_sink.letters) == 1
