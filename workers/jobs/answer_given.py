"""A leader answered: tell those who asked to be told."""

from sqlmodel import col, select

from schemas.answer import AnswerGiven
from schemas.follow import Follow
from schemas.idea import Idea
from server.mail import letters, links
from server.mail.outbox import message_id, post
from workers.registry import News, on


@on(AnswerGiven)
async def answer_given(news: News[AnswerGiven]) -> None:
    """One mail to each confirmed follower of the idea. Nothing of the idea or the answer stands in it."""
    idea = await news.session.get(Idea, news.event.idea_id)
    if idea is None:
        return
    asked = select(Follow).where(Follow.idea_id == idea.id, col(Follow.confirmed_at).is_not(None))
    for follow in await news.session.scalars(asked.order_by(col(Follow.id))):
        stop = links.follow(news.settings, idea.id, follow.mail)
        letter = letters.answered(links.idea(news.settings, idea.public_id), stop, follow.language)
        ident = message_id(news.settings, "answered", news.event.answer_id, follow.id)
        await post(news.session, follow.mail, letter.subject, letter.body, ident, unsubscribe=stop)
