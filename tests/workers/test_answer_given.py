"""Those who asked for it are told that their idea was answered; nobody else is, and nothing is quoted."""

from schemas.answer import AnswerGiven
from schemas.flow import Status
from server.database import Database
from server.mail import links
from server.settings import Settings
from tests.support.smtp import MailSink
from tests.workers.scene import SECRETS, Room, until_idle, working


async def test_each_confirmed_follower_gets_one_mail(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    idea = await room.idea(Status.AGREED)
    other = await room.idea(Status.REVIEW)
    await room.follow(idea, "ben@home.test")
    await room.follow(idea, "ann@home.test", "en")
    await room.follow(idea, "unsure@home.test", confirmed=False)
    await room.follow(other, "stranger@home.test")
    await room.tell(AnswerGiven(idea.id or 0, 1))
    async with working(settings):
        await until_idle(database)
    assert sorted(letter.recipients[0] for letter in mail_sink.letters) == ["ann@home.test", "ben@home.test"]
    danish, english = mail_sink.to("ben@home.test")[0], mail_sink.to("ann@home.test")[0]
    assert danish.message["Subject"] == "Din idé har fået svar"
    assert english.message["Subject"] == "Your idea has been answered"
    for letter in (danish, english):
        assert f"https://peerboard.test/ideas/{idea.public_id}" in letter.text.split()
        stop = links.follow(settings, idea.id, letter.recipients[0])
        assert stop in letter.text.split()
        assert letter.message["List-Unsubscribe"] == f"<{stop}>"
        assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert len(letter.recipients) == 1
        assert not [words for words in SECRETS if words in letter.message.as_string() + letter.text]


async def test_each_answer_is_told_and_each_only_once(
    room: Room, settings: Settings, database: Database, mail_sink: MailSink
) -> None:
    idea = await room.idea(Status.AGREED)
    await room.follow(idea, "ben@home.test")
    await room.tell(AnswerGiven(idea.id or 0, 1))
    await room.tell(AnswerGiven(idea.id or 0, 1))
    await room.tell(AnswerGiven(idea.id or 0, 2))
    async with working(settings):
        await until_idle(database)
    assert len(mail_sink.letters) == 2
    assert len(set(mail_sink.message_ids)) == 2


async def test_two_followers_have_links_of_their_own(room: Room, settings: Settings) -> None:
    idea = await room.idea()
    links_made = {links.follow(settings, idea.id, mail) for mail in ("a@home.test", "b@home.test", "B@home.test")}
    assert len(links_made) == 2
