"""Ideas that a scribe writes down for somebody else: hidden, shown and counted like all others."""

import secrets

from sqlmodel import col, select

from schemas.act import Act
from schemas.bounds import Bounded
from schemas.codes import new_public_id
from schemas.flow import Status
from schemas.idea import Idea, IdeaEdited, IdeaProposed
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat
from server.bounds import hold_own
from server.change import Change, change
from server.errors import N_, NotFound, NotNow, Outdated
from server.ideas.commands import in_open_round, note
from server.ideas.wording import Wording
from server.parts import Parts

TOO_LATE = N_("Det er for sent at rette idéen. Sig det højt i rummet, eller skriv en ny.")


async def propose(parts: Parts, scribe: Seat, meeting: Meeting, key: str, words: Wording, role: Role) -> Idea:
    """Write down an idea for a person of this role. The same `key` with the same words is the same idea; with other
    words it is both. One that comes after its phase waits for the coordinator. Raises Invalid."""
    words.check()
    async with change(parts, scribe, Act.PAPER, meeting) as board:
        known = await _known(board, key)
        if known is not None and (known.title, known.text, known.paper_role) == (words.title, words.text, role):
            return known
        await hold_own(board, Bounded.PAPER, col(Idea.on_paper), in_all=Bounded.MEETING_IDEAS)
        idea = Idea(
            public_id=new_public_id(),
            board_id=board.board.id,
            meeting_id=board.at.id,
            seat_id=board.by.id,
            submission=f"{key[:40]}+{secrets.token_hex(8)}" if known else key,
            title=words.title,
            text=words.text,
            theme=words.theme,
            statement=words.statement,
            status_at=board.now,
            created_at=board.now,
            late=not board.at.rule.takes_ideas,
            on_paper=True,
            paper_role=role,
        )
        board.session.add(idea)
        await board.session.flush()
        await note(board, idea, Status.PROPOSED)
        board.tell(IdeaProposed(idea.id))
    return idea


async def _known(board: Change, key: str) -> Idea | None:
    query = select(Idea).where(Idea.seat_id == board.by.id, Idea.submission == key)
    return (await board.session.execute(query)).scalar_one_or_none()


async def correct(
    parts: Parts, scribe: Seat, meeting: Meeting, idea: Idea, version: int, words: Wording, role: Role
) -> None:
    """Put right what one wrote down for another. Raises Outdated when `version` is not the stored one, NotNow once
    the room has begun to choose."""
    words.check()
    async with change(parts, scribe, Act.PAPER, meeting) as board:
        stored = await board.session.get_one(Idea, idea.id)
        if stored.seat_id != board.by.id or not stored.on_paper:
            raise NotFound
        if Act.EDIT not in board.at.rule.acts or await in_open_round(board, stored):
            raise NotNow(TOO_LATE)
        asked = (words.title, words.text, words.theme, words.statement, role)
        if (stored.title, stored.text, stored.theme, stored.statement, stored.paper_role) == asked:
            return
        if stored.version != version:
            raise Outdated(N_("Idéen er ændret et andet sted. Se begge tekster herunder."), theirs=stored)
        stored.title, stored.text, stored.theme, stored.statement, stored.paper_role = asked
        stored.version += 1
        board.tell(IdeaEdited(stored.id))
