"""What bodies that were asked elsewhere have answered in the example."""

from dataclasses import dataclass
from datetime import timedelta

from schemas.answer import Answer, AnswerGiven, Owner, Step
from schemas.flow import Status
from schemas.idea import Idea
from schemas.referral import Referral, ReferralState
from server.core import clock
from server.core.change import Change
from server.core.days import danish_day, working_day
from server.ideas.ideas.commands import note


@dataclass(frozen=True)
class Reply:
    """A yes, with who takes it on and the next step."""

    name: str
    text: str
    step: str


REPLIES = {
    "Bus til døren": Reply(
        "Vibeke Holst",
        "Ja. Linje 12 kører om ad hovedindgangen fra næste køreplan.",
        "Tegne stoppestedet ind i køreplanen",
    ),
    "Hvad hjælper uden medicin?": Reply(
        "Karen Sund",
        "Det bliver retningslinjens første spørgsmål. Vi ser på faste tider, lys og samtaler.",
        "Læse de nyeste undersøgelser",
    ),
    "Bliver jeg døsig om dagen?": Reply(
        "Karen Sund",
        "Ja, det tager vi med. Vi skriver, hvad man skal vide, før man kører bil.",
        "Samle det, vi ved om bilkørsel",
    ),
    "Hvordan trapper man ud?": Reply(
        "Karen Sund",
        "Det manglede. Retningslinjen får et ark, som I kan følge derhjemme.",
        "Skrive arket sammen med tre af jer",
    ),
}
"""By the idea's title."""


async def write_reply(change: Change, idea: Idea, referral: Referral) -> None:
    """Write the body's answer, as it came by its link."""
    reply, day = REPLIES[idea.title], working_day(danish_day(clock.now()) + timedelta(days=20))
    referral.state, referral.state_at, referral.answered_name = ReferralState.ANSWERED, change.now, reply.name
    referral.said = reply.text
    entry = await note(change, idea, Status.AGREED, text=reply.text, name=reply.name)
    change.session.add(Owner(idea_id=idea.id, name=reply.name, named=True))
    change.session.add(Step(idea_id=idea.id, text=reply.step, person=reply.name, day=day, named=True))
    answer = Answer(
        idea_id=idea.id,
        change_id=entry.id,
        name=reply.name,
        title="",
        level=referral.body,
        at=change.now,
        text=reply.text,
        referral_id=referral.id,
    )
    change.session.add(answer)
    await change.session.flush()
    change.tell(AnswerGiven(idea.id, answer.id))
