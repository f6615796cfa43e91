"""A yes that is given while writing: everybody may read just these words, where a meeting's record is open."""

from schemas.idea import Idea
from schemas.publication import OpenWords, PublicationChanged, open_digest
from server.core.change import Change


async def say_yes(change: Change, idea: Idea) -> None:
    """Keep the author's yes to the words as they are now, where the idea's meeting has an open record. A newer answer
    to the same words stays, since a form may arrive twice."""
    if not change.at.form.open_record or idea.on_paper or idea.seat_id != change.by.id:
        return
    digest, before = open_digest(idea.title, idea.text), await change.session.get(OpenWords, idea.id)
    if before is not None and before.digest == digest:
        return
    answer = OpenWords(idea_id=idea.id, seat_id=change.by.id, yes=True, digest=digest, at=change.now)
    await change.session.merge(answer)
    if before is not None:
        change.tell(PublicationChanged(idea.id))
