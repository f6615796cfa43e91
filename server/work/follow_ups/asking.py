"""Asking the members one question about an idea that was carried out."""

from datetime import timedelta

from sqlmodel import select

from schemas.answer import StatusChange
from schemas.codes import new_public_id
from schemas.follow_up import OPEN_DAYS, FollowUp, FollowUpAsked, Question
from schemas.idea import Idea
from schemas.moment import MomentKind
from schemas.secret import Secret
from server.core import jobs
from server.core.change import Change
from server.core.days import danish_day, end_of
from server.core.settings import Settings
from server.ideas.moments.commands import add_moment
from server.mail import links
from server.mail.news import News, Reader, tell
from server.mail.outbox import message_id
from server.work.follow_ups import letters
from server.work.follow_ups.voters import asked_by_mail, link_token

MOMENTS = {
    Question.FELT: MomentKind.ASKED_FELT,
    Question.EFFECT_3: MomentKind.ASKED_EFFECT,
    Question.EFFECT_12: MomentKind.ASKED_EFFECT,
}


async def ask(change: Change, settings: Settings, idea: Idea, line: StatusChange, question: Question) -> None:
    """Put a question about the `done` line of an idea to the members: on the timeline, at meetings, and by mail to its
    followers. A job closes it after OPEN_DAYS. Does nothing if this was asked about this line before."""
    session = change.session
    known = select(FollowUp.id).where(FollowUp.change_id == line.id, FollowUp.question == question)
    if (await session.execute(known)).first() is not None:
        return
    until = danish_day(change.now) + timedelta(days=OPEN_DAYS)
    asked = FollowUp(
        public_id=new_public_id(),
        board_id=idea.board_id,
        idea_id=idea.id,
        change_id=line.id,
        question=question,
        asked_at=change.now,
        closes_at=end_of(until),
    )
    session.add(asked)
    await session.flush()
    session.add(Secret(follow_up_id=asked.id))
    await add_moment(change, idea, MOMENTS[question], day=until)
    change.tell(FollowUpAsked(asked.id, asked.idea_id))
    close_at, board_id = asked.closes_at, asked.board_id
    await jobs.due(session, "follow_up_close", asked.id, close_at, board_id=board_id, idea_id=asked.idea_id)
    await _mail(change, settings, idea, asked)


async def _mail(change: Change, settings: Settings, idea: Idea, asked: FollowUp) -> None:
    for follow in await asked_by_mail(change.session, asked.idea_id):
        assert follow.mail is not None
        stop = links.follow(settings, follow.idea_id, follow.mail)
        link = f"{settings.public_url}/felt/{link_token(settings, asked, follow)}"
        letter = letters.question(asked.question, danish_day(asked.closes_at), link, stop)
        ident = message_id(settings, "felt", asked.id, follow.id)
        reader = Reader(follow.mail, follow.language, follow.weekly, stop)
        await tell(change.session, reader, News(idea, letter, letters.SENTENCES[asked.question], link, ident))
