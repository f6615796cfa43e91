"""A leader answered: tell those who asked to be told."""

from schemas.answer import AnswerGiven
from schemas.idea import Idea
from server.follows.queries import followers
from server.mail import letters, links
from server.mail.outbox import message_id, post
from workers.registry import News, on


@on(AnswerGiven)
async def answer_given(news: News[AnswerGiven]) -> None:
    """One mail to each confirmed follower of the idea, or of one that is part of it now. Nothing of the idea or the
    answer stands in it."""
    idea = await news.session.get(Idea, news.event.idea_id)
    if idea is None:
        return
    for follow in await followers(news.session, idea.id):
        assert follow.mail is not None
        stop = links.follow(news.settings, follow.idea_id, follow.mail)
        letter = letters.answered(links.idea(news.settings, idea.public_id), stop, follow.language)
        ident = message_id(news.settings, "answered", news.event.answer_id, follow.id)
        await post(news.session, follow.mail, letter.subject, letter.body, ident, unsubscribe=stop)
