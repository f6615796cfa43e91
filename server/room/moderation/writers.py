"""What a writer does about their own words that were looked at: say yes or no to other words, or write them anew."""

from sqlmodel import col, select

from schemas.act import Act
from schemas.comment import Comment
from schemas.idea import Idea, IdeaEdited
from schemas.screening import Screening, ScreeningDeed, ScreeningLine, Verdict
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, NotAllowed, NotNow, Outdated
from server.core.runtime import Runtime
from server.ideas.comments.commands import check
from server.ideas.ideas.commands import reword
from server.ideas.ideas.wording import Wording
from server.ideas.ideas.written import WRITTEN
from server.room.moderation.moving import move, words_of

NOT_PROPOSED = N_("Forslaget er ikke det samme mere. Se, hvad der står nu.")
NOT_NOW = N_("Den kan ikke skrives om nu.")


async def say_yes(runtime: Runtime, seat: Seat, screening: Screening, version: int) -> None:
    """Take the proposed words as one's own, and show them. Saying it again changes nothing. Raises NotAllowed for
    another's, and Outdated if something else was decided meanwhile."""
    async with changing(runtime, seat, Act.REWORD) as change:
        stored, words = await _own(change, screening)
        if stored.verdict is Verdict.SHOWN and await _last_deed(change, stored) is ScreeningDeed.SAID_YES:
            return
        _must_be(stored, version)
        if isinstance(words, Idea):
            words.first_words = words.first_words or words.digest(words.title, words.text, words.paper_role)
            words.title, words.text, words.version = stored.title, stored.text, words.version + 1
            change.tell(IdeaEdited(words.id))
        else:
            words.text = stored.text
        await move(change, stored, Verdict.SHOWN, ScreeningDeed.SAID_YES, by_writer=True)


async def say_no(runtime: Runtime, seat: Seat, screening: Screening, version: int) -> None:
    """Keep one's own words, which wait to be looked at again. Raises NotAllowed for another's, and Outdated."""
    async with changing(runtime, seat, Act.REWORD) as change:
        stored, _ = await _own(change, screening)
        if stored.verdict is Verdict.WAITING:
            return
        _must_be(stored, version)
        stored.title, stored.text, stored.message = "", "", ""
        await move(change, stored, Verdict.WAITING, ScreeningDeed.SAID_NO, by_writer=True)


async def rewrite(runtime: Runtime, seat: Seat, screening: Screening, title: str, text: str) -> None:
    """Write one's own words anew while nobody else can read them, at any time; they wait to be looked at again. A
    comment has no title. Raises Invalid for the words, NotAllowed for another's, and NotNow once they are shown."""
    if screening.comment_id is not None:
        check(text)
    else:
        Wording(title, text, "", None).check()
    async with changing(runtime, seat, Act.REWORD) as change:
        _, words = await _own(change, screening)
        if words.hidden_at is None:
            raise NotNow(NOT_NOW)
        if isinstance(words, Idea):
            await reword(change, words, words.version, Wording(title, text, words.theme, words.statement))
        elif words.text != text:
            words.text = text
            await WRITTEN(change, words)


async def _own(change: Change, screening: Screening) -> tuple[Screening, Idea | Comment]:
    stored = await change.session.get_one(Screening, screening.id)
    words = await words_of(change, stored)
    if words.seat_id != change.by.id:
        raise NotAllowed
    return stored, words


async def _last_deed(change: Change, screening: Screening) -> ScreeningDeed:
    lines = select(ScreeningLine.deed).where(ScreeningLine.screening_id == screening.id)
    last = lines.order_by(col(ScreeningLine.id).desc()).limit(1)
    return ScreeningDeed((await change.session.execute(last)).scalar_one())


def _must_be(stored: Screening, version: int) -> None:
    if stored.verdict is not Verdict.CORRECTED or stored.version != version:
        raise Outdated(NOT_PROPOSED, theirs=stored)
