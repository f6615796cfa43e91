"""Correcting an answer: new words replace the old, which are kept as an earlier version."""

from collections.abc import Mapping

from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import Answer, AnswerVersion, StatusChange
from schemas.flow import FLOW, By, Need
from schemas.idea import Idea
from schemas.moment import MomentKind
from schemas.person import Person
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.days import danish_day
from server.core.errors import N_, NotAllowed, NotFound, NotNow, Outdated
from server.core.runtime import Runtime
from server.ideas.moments.commands import add_moment
from server.organisation.units.ladder import ladders
from server.web.forms import whole_number
from server.work.answers.commands import HIDDEN
from server.work.answers.needs import ASKED, TEXT, read_asked
from server.work.answers.standing import Office, office_of, standing

OTHERS_TOO = N_("En anden har rettet svaret imens. Dine ord står her endnu. Send igen, hvis dine skal gælde.")
NEW_ANSWER = N_("Der er kommet et nyt svar imens. Dine ord står her endnu.")


async def correct(runtime: Runtime, seat: Seat, idea: Idea, typed: Mapping[str, str]) -> None:
    """Reword the idea's last answer. The form says which answer (`answer`, from 1) and which `version` it started from.

    The same words change nothing. Raises NotFound before the idea is shown, NotAllowed for anyone who may not answer,
    Invalid for the words, Outdated when somebody else has corrected it meanwhile, and NotNow when a new answer has come
    or the idea is hidden.
    """
    number, version = whole_number(typed, "answer", 0), whole_number(typed, "version", 0)
    async with changing(runtime, seat, Act.ANSWER) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if stored.shown_at is None:
            raise NotFound
        if stored.hidden_at is not None:
            raise NotNow(HIDDEN)
        ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
        if By.LEADER not in await standing(change.session, ladder, change.by, stored):
            raise NotAllowed
        answers = select(Answer, StatusChange).join(StatusChange, col(StatusChange.id) == Answer.change_id)
        given = (
            await change.session.execute(answers.where(Answer.idea_id == stored.id).order_by(col(Answer.id)))
        ).all()
        if not given or number != len(given):
            raise NotNow(NEW_ANSWER)
        answer, entry = given[-1]
        if answer.referral_id is not None:
            raise NotAllowed  # another body's words
        needs = FLOW[entry.status].needs & {Need.TEXT, Need.REASON}
        asked = [ask for need in needs for ask in ASKED[need]] or [TEXT]
        text = read_asked(asked, typed, danish_day(change.now)).text
        if text == answer.text:
            return
        if version != answer.version:
            raise Outdated(OTHERS_TOO, theirs=answer.text)
        person = await change.session.get_one(Person, change.by.person_id)
        await _replace(change, answer, entry, text, person, office_of(ladder, person.id))
        await add_moment(change, stored, MomentKind.ANSWER_EDITED)


async def _replace(
    change: Change, answer: Answer, entry: StatusChange, text: str, person: Person, office: Office
) -> None:
    """The answer now belongs to whoever reworded it, with their title and level as of now."""
    was = AnswerVersion(
        answer_id=answer.id,
        version=answer.version,
        person_id=answer.person_id,
        name=answer.name,
        at=answer.at,
        text=answer.text,
    )
    change.session.add(was)
    answer.text = entry.text = text
    answer.version += 1
    answer.person_id, answer.name, answer.title, answer.level, answer.at = (
        person.id,
        person.name,
        person.title,
        office.level,
        change.now,
    )
    answer.behalf = office.behalf
