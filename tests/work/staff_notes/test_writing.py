"""Notes between leaders and coordinators: kept once, told to staff at once, and to no member by any way."""

from datetime import UTC, datetime

from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import link_in, took
from tests.support.site import Site
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.work.answers.scene import REASON, sent, shown
from tests.work.answers.test_mail import mailing
from tests.workers.scene import working

MARK = "Xylofonens hemmelighed"


async def test_staff_read_it_at_once(cast: Cast) -> None:
    idea = await sent(cast)
    ada, leo = await cast.ada(), await cast.leo()
    stream = await leo.stream(f"/answers/{idea}")
    form = (await ada.page(f"/answers/{idea}")).form("#note-form")
    assert took(await ada.submit(form, {"key": "k1", "text": MARK}))
    await stream.until(lambda page: MARK in page.element("staff-notes").text_content())
    assert "Ada Holm, Koordinator" in stream.page.element("staff-notes").text_content()
    await stream.close()


async def test_the_same_twice_is_once_and_other_words_are_both(cast: Cast, database_url: str) -> None:
    idea = await sent(cast)
    ada = await cast.ada()
    for text in (MARK, MARK, f"{MARK} igen", f"{MARK} igen"):
        assert took(await ada.post(f"/ideas/{idea}/staff-notes", {"key": "k1", "text": text}))
    query = "SELECT staff_note.text FROM staff_note JOIN idea ON idea.id = idea_id WHERE public_id = $1"
    kept = [row["text"] for row in await rows(database_url, query, idea)]
    assert sorted(kept) == [MARK, f"{MARK} igen"]


async def test_what_is_refused_stays_in_the_form(cast: Cast) -> None:
    idea = await sent(cast)
    ada = await cast.ada()
    for text in ("", "x" * 4001, "Ring 20 30 40 50"):
        answer = await ada.post(f"/ideas/{idea}/staff-notes", {"key": "k", "text": text})
        assert answer.status_code == 422
        page = await ada.follow(answer)
        assert page.element("staff-note-text").text_content().strip() == text
    assert took(await ada.submit(page.form("#note-form"))), "meant, it passes"


async def test_no_member_sees_it(cast: Cast) -> None:
    idea = await sent(cast)
    ada, leo, ben, rie, olga = (
        await cast.ada(), await cast.leo(), await cast.ben(), await cast.rie(), await cast.olga()
    )  # fmt: skip
    board = f"/b/{cast.board.public_id}/progress"
    looking = [(ben, ben.room), (ben, f"/ideas/{idea}"), (rie, board), (olga, f"/ideas/{idea}")]
    streams = [await member.stream(path) for member, path in looking]
    screen = await (await cast.cleo()).stream(f"/screen/{cast.meeting.screen_token}")
    assert took(await ada.post(f"/ideas/{idea}/staff-notes", {"key": "k", "text": MARK}))
    assert took(await leo.answer(idea, "declined", text=REASON))
    head = (await rows(cast.database.url, "SELECT seq FROM board WHERE id = $1", cast.board.id))[0][0]
    for stream in (*streams, screen):
        await stream.reaches(head)
        assert not any(MARK in raw for raw in stream.raw), stream.path
        await stream.close()
    for member, path in looking:
        for url in (path, f"/ideas/{idea}/mine", f"{ben.room}/mine"):
            assert MARK not in (await member.get(url)).text
        assert MARK not in (await member.get(f"/answers/{idea}")).text
        assert (await member.post(f"/ideas/{idea}/staff-notes", {"key": "k", "text": "x"})).status_code == 403
    live = await ben.get(f"/poll?page=answer&id={idea}&at=&state=")
    assert live.status_code == 404 or MARK not in live.text
    assert MARK in (await leo.page(f"/answers/{idea}")).text, "it was there to be found"


async def test_it_is_in_no_mail(cast: Cast, site: Site, mail_sink: MailSink, clock: Clock) -> None:
    clock.stop(datetime(2031, 3, 5, 10, tzinfo=UTC))  # a Wednesday: news is sent in open hours
    idea = await shown(cast)
    ada, ben, leo = await cast.ada(), await cast.ben(), await cast.leo()
    assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, "2031-04-01"))
    async with working(mailing(site, mail_sink)):
        assert took(await ben.post(f"/ideas/{idea}/follow", {"mail": "ida@example.org"}))
        letters = await until(lambda: mail_sink.to("ida@example.org"), what="the letter that asks")
        assert isinstance(letters, list)
        link = link_in(letters[0].text, "/follow/").removeprefix(cast.url)
        assert took(await ben.post(link, {"do": "yes"}))
        assert took(await ada.post(f"/ideas/{idea}/staff-notes", {"key": "k", "text": MARK}))
        assert took(await leo.answer(idea, "declined", text=REASON))
        await until(lambda: len(mail_sink.to("ida@example.org")) > 1, what="a letter with the news")
        assert not any(MARK in letter.text for letter in mail_sink.letters)
