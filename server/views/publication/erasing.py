"""What becomes of the open page when somebody is erased: their answers go, and what was retold of their ideas."""

from sqlalchemy import delete, text, update
from sqlmodel import col

from schemas.publication import OpenIdea, OpenMinutes, OpenWords, Publication, PublicationChanged
from server.core.change import Change
from server.core.erasing import Erasing

RETOLD = text("""
WITH RECURSIVE up AS (
    SELECT id, merged_into_id FROM idea WHERE id = ANY(:ideas)
    UNION SELECT idea.id, idea.merged_into_id FROM idea JOIN up ON idea.id = up.merged_into_id
) UPDATE open_idea SET shown_at = NULL, retold = false, title = '', text = '', digest = '' FROM up
WHERE open_idea.idea_id = up.id AND (shown_at IS NOT NULL OR title <> '' OR text <> '') RETURNING open_idea.idea_id
""")
"""Also of an idea that theirs is a part of: what is retold of it may tell theirs."""


async def erase_open(change: Change, erasing: Erasing) -> None:
    """Forget what they answered, also about words that they let stay: nobody can take that yes back any more. The ideas
    whose words are erased come off the page, and what a coordinator had written of them goes too."""
    if not change.board.published:
        return
    session, seat = change.session, erasing.seat.id
    gone = delete(OpenWords).where(col(OpenWords.seat_id) == seat).returning(col(OpenWords.idea_id))
    moved = set((await session.execute(gone)).scalars())
    by_them = col(OpenIdea.shown_by) == seat
    await session.execute(update(OpenIdea).where(by_them).values(shown_by=None))
    await session.execute(update(OpenMinutes).where(col(OpenMinutes.shown_by) == seat).values(shown_by=None))
    await session.execute(update(Publication).where(col(Publication.opened_by) == seat).values(opened_by=None))
    moved |= set((await session.execute(RETOLD, {"ideas": sorted(erasing.ideas)})).scalars())
    for idea in sorted(moved):
        change.tell(PublicationChanged(idea))
