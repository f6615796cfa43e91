"""A member's own answer: may others read the idea in your words? Nobody else gives it for them."""

from sqlalchemy import delete, text
from sqlmodel import col

from schemas.act import Act
from schemas.idea import Idea
from schemas.publication import OpenWords, PublicationChanged
from schemas.seat import Seat
from server.core.change import Change, changing, must_be_open
from server.core.errors import N_, NotFound, NotNow
from server.core.losses import Losses
from server.core.runtime import Runtime
from server.views.public.wordings import Words
from server.views.publication.stored import load_publication

CHANGED = N_("Idéen er rettet siden. Se ordene igen, og svar så.")
NOT_NOW = N_("Idéen kan ikke læses af andre nu. Dit svar er ikke gemt.")


def words_of(idea: Idea) -> Words:
    """The words that the answer is about."""
    return Words(idea.title, idea.text)


async def say(runtime: Runtime, seat: Seat, idea: Idea, *, yes: bool, seen: str) -> None:
    """Say yes or no to showing one's own words to everybody. `seen` is the digest, in hexadecimals, of the words that
    stood beside the question: a yes is to those alone. The newest answer counts, and the same one again changes
    nothing. Raises NotFound for an idea of somebody else's, or that was written down on paper for somebody else, and
    NotNow before the idea is shown, before the board has a page (but a yes that was given while writing can be taken
    back), for a yes to other words than stand there now, and for a yes while it is hidden or the board is closed."""
    async with changing(runtime, seat, Act.OPEN_WORDS) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if stored.seat_id != change.by.id or stored.on_paper:
            raise NotFound
        answer = await change.session.get(OpenWords, stored.id)
        there = await load_publication(change.session, change.board) is not None
        if stored.shown_at is None or not (there or (answer is not None and not yes)):
            raise NotNow(NOT_NOW)
        words = words_of(stored)
        if yes:
            must_be_open(change.board)
            if stored.hidden_at is not None or stored.erasing or stored.rule.taken_back:
                raise NotNow(NOT_NOW)
            if seen != words.digest.hex():
                raise NotNow(CHANGED)
        counted = answer is not None and answer.yes and answer.digest == words.digest
        if answer is None or answer.seat_id != change.by.id:
            answer = await change.session.merge(
                OpenWords(idea_id=stored.id, seat_id=change.by.id, yes=False, digest=b"", at=change.now)
            )
        if (answer.yes, answer.digest) != (yes, words.digest):
            answer.yes, answer.digest, answer.at = yes, words.digest, change.now
        if counted is not yes:
            change.tell(PublicationChanged(stored.id))


async def take_back_all(change: Change, seat: Seat) -> None:
    """A seat is removed: whoever had it can no longer take a yes back, so none of theirs counts any more."""
    await change.session.execute(delete(OpenWords).where(col(OpenWords.seat_id) == seat.id))


LOST_YES = "Answers of members, whether everybody may read their words, that were forgotten: {}. They are asked again."
LOST_PAGE = "Open pages that were taken down: {}. Coordinators look at them, and open them again."
FORGET = text("DELETE FROM open_words USING idea WHERE idea.id = open_words.idea_id AND idea.board_id = :board")
TAKE_DOWN = text("UPDATE publication SET opened_at = NULL WHERE board_id = :board AND opened_at IS NOT NULL")


async def ask_again(change: Change, losses: Losses) -> None:
    """A backup was put back. It may hold a yes that was taken back since, or an idea that was taken off: no answer in
    it counts, and no page is open, before members have answered again and a coordinator has looked."""
    board = {"board": change.board.id}
    forgotten = (await change.session.execute(FORGET, board)).rowcount  # type: ignore[attr-defined]
    closed = (await change.session.execute(TAKE_DOWN, board)).rowcount  # type: ignore[attr-defined]
    losses.count(LOST_YES, forgotten)
    losses.count(LOST_PAGE, closed)
    if forgotten or closed:
        change.tell(PublicationChanged())
