"""From an answer to the mail that says so, and from a date that has passed to the leader's: over HTTP and SMTP."""

from datetime import UTC, datetime, timedelta

from server.core.settings import Settings
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import link_in, took
from tests.support.site import Site
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.work.answers.scene import REASON, sent
from tests.workers.scene import working


def mailing(site: Site, sink: MailSink) -> Settings:
    """Settings of a worker whose links lead to the test's server, and its letters to the test."""
    return site.settings.model_copy(update={"smtp_url": sink.url})


def at_noon(days: int) -> datetime:
    """So many days from now, or a little later, on a Wednesday at noon: mail that nobody asked for is sent then."""
    day = datetime.now(UTC).replace(hour=11, minute=0) + timedelta(days=days)
    return day + timedelta(days=(2 - day.weekday()) % 7)


async def test_who_said_yes_is_told_of_the_answer(
    cast: Cast, site: Site, database_url: str, mail_sink: MailSink, clock: Clock
) -> None:
    clock.stop(at_noon(0))
    idea = await sent(cast)
    ben, rie, leo = await cast.ben(), await cast.rie(), await cast.leo()
    async with working(mailing(site, mail_sink)):
        for member, mail in ((ben, "ben@home.test"), (rie, "unsure@home.test")):
            assert took(await member.post(f"/ideas/{idea}/follow", {"mail": mail}))
        await until(lambda: len(mail_sink.letters) == 2, what="two questions")
        link = link_in(mail_sink.to("ben@home.test")[0].text, "/follow/").removeprefix(cast.url)
        async with Browser(cast.url) as phone:
            assert took(await phone.post(link, {"do": "yes"}))
            assert took(await leo.answer(idea, "declined", text=REASON))
            await until(lambda: len(mail_sink.letters) == 3, what="the news")
            news = mail_sink.to("ben@home.test")[1]
            assert news.message["Subject"] == "Nyt om idé 1"
            assert REASON not in news.text
            assert REASON in (await ben.page(link_in(news.text, "/ideas/").removeprefix(cast.url))).text
            stop = str(news.message["List-Unsubscribe"]).strip("<>").removeprefix(cast.url)
            answer = await phone.http.post(stop, data={"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200
        assert await rows(database_url, "SELECT mail FROM follow WHERE confirmed_at IS NOT NULL") == []


async def test_the_leader_is_told_once_when_the_date_has_passed(
    cast: Cast, site: Site, database_url: str, mail_sink: MailSink, clock: Clock
) -> None:
    idea = await sent(cast)
    mail = cast.people["Leo"].mail
    async with working(mailing(site, mail_sink)):
        due = "SELECT count(*) FROM job WHERE kind = 'answer_overdue' AND state = 'due'"
        await until(lambda: _one(database_url, due), what="the date to be watched")
        assert mail_sink.to(mail) == []
        clock.stop(at_noon(22))
        await until(lambda: mail_sink.to(mail), what="the reminder")
        letter = mail_sink.to(mail)[0]
        assert letter.message["Subject"] == "Svarfristen er overskredet"
        assert f"{cast.url}/answers" in letter.text
        assert "Ro om aftenen" not in letter.text
        page = await (await cast.leo()).page("/answers")
        assert page.select(f"//*[@id='letter-{idea}']//*[contains(@class, 'late')]")
        clock.ahead(timedelta(days=22))
        assert took(await (await cast.leo()).answer(idea, "declined", text=REASON))
        assert len(mail_sink.to(mail)) == 1


async def _one(database_url: str, query: str) -> bool:
    return bool((await rows(database_url, query))[0][0])
