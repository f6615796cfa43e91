"""The author of an idea asks for attention: tell the leader it waits for, or else its coordinators."""

from schemas.board import Board
from schemas.idea import Idea
from schemas.moment import Moment, MomentAdded, MomentKind
from schemas.person import Person
from server.ideas.follows import letters
from server.ideas.follows.letters import LOOK_AT_IT
from server.mail import links
from server.work.deadlines.telling import Told, coordinators, tell_staff
from workers.registry import News, on


@on(MomentAdded)
async def attention(news: News[MomentAdded]) -> None:
    """One letter to each of them. It says nothing about the idea or who asked."""
    session = news.session
    moment = await session.get(Moment, news.event.moment_id)
    idea = await session.get(Idea, news.event.idea_id)
    if moment is None or idea is None or moment.kind is not MomentKind.ATTENTION or idea.hidden_at is not None:
        return
    leader = await session.get(Person, idea.leader_id) if idea.leader_id else None
    board = await session.get_one(Board, idea.board_id)
    mails = [leader.mail] if leader and leader.mail else await coordinators(session, idea.board_id)
    link = links.idea(news.settings, idea.public_id)
    letter = letters.attention(leader.name if leader else board.name, link)
    await tell_staff(session, news.settings, [Told(mails, idea, letter, LOOK_AT_IT, link, ("attention", moment.id))])
