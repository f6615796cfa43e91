"""Something became of an idea: tell those who asked to hear. One letter per change and address."""

from sqlmodel import select

from schemas.answer import Answer, AnswerGiven, StatusChange
from schemas.idea import Idea, IdeasRevealed, StatusChanged
from schemas.moment import Moment, MomentAdded
from schemas.referral import Referral
from server.ideas.follows import letters
from server.ideas.follows.letters import MOMENT_NEWS
from server.ideas.follows.own import cover
from server.ideas.follows.queries import followers
from server.mail import links
from server.mail.news import News as Letters
from server.mail.news import Reader, tell
from server.mail.outbox import message_id
from server.web.labels import REFERRAL_NEWS
from server.web.labels_of_statuses import ANSWERED, STATUS_NEWS
from workers.registry import News, on


@on(IdeasRevealed)
async def own_ideas(news: News[IdeasRevealed]) -> None:
    """Somebody who gets mail already gets it for their own new ideas too, from when others can see them."""
    shown = (Idea.meeting_id == news.event.meeting_id, Idea.shown_at == news.row.at)
    await cover(news.session, news.settings, *shown)


@on(StatusChanged)
async def status_news(news: News[StatusChanged]) -> None:
    """An idea moved. Somebody who withdrew their own idea knows that already."""
    change = await news.session.get(StatusChange, news.event.change_id)
    if change is not None and (sentence := await _from_elsewhere(news, change) or STATUS_NEWS.get(change.status)):
        own = change.rule.taken_back
        await _tell(news, news.event.idea_id, sentence, ("change", change.id), but_proposer=own)


async def _from_elsewhere(news: News[StatusChanged], change: StatusChange) -> str | None:
    """What those who were asked elsewhere did, if that is what moved the idea; None if it was not."""
    if change.rule.away:
        return None
    ended = select(Referral).where(Referral.idea_id == change.idea_id, Referral.state_at == change.at).limit(1)
    referral = (await news.session.execute(ended)).scalar_one_or_none()
    return REFERRAL_NEWS.get(referral.state) if referral is not None else None


@on(AnswerGiven)
async def answer_news(news: News[AnswerGiven]) -> None:
    """A leader answered. The answer and the change of status it brings are one letter."""
    answer = await news.session.get(Answer, news.event.answer_id)
    reason = ("change", answer.change_id) if answer else ("answer", news.event.answer_id)
    await _tell(news, news.event.idea_id, ANSWERED, reason)


@on(MomentAdded)
async def moment_news(news: News[MomentAdded]) -> None:
    """Something else was added to its timeline."""
    moment = await news.session.get(Moment, news.event.moment_id)
    if moment is not None and (sentence := MOMENT_NEWS.get(moment.kind)):
        await _tell(news, news.event.idea_id, sentence, ("moment", moment.id))


async def _tell(
    news: News[StatusChanged] | News[AnswerGiven] | News[MomentAdded],
    idea_id: int,
    sentence: str,
    reason: tuple[object, ...],
    *,
    but_proposer: bool = False,
) -> None:
    """One letter to each address that follows the idea, or an idea that is part of it now; in order of address."""
    idea = await news.session.get(Idea, idea_id)
    if idea is None or idea.hidden_at is not None:
        return
    for follow in sorted(await followers(news.session, idea.id), key=lambda each: each.mail or ""):
        assert follow.mail is not None
        if but_proposer and follow.seat_id is not None and follow.seat_id == idea.seat_id:
            continue
        link, stop = links.idea(news.settings, idea.public_id), links.follow(news.settings, follow.idea_id, follow.mail)
        reader = Reader(follow.mail, follow.language, follow.weekly, stop)
        letter = letters.news(idea.number, sentence, link, stop)
        ident = message_id(news.settings, "news", *reason, follow.mail)
        await tell(news.session, reader, Letters(idea, letter, sentence, link, ident))
