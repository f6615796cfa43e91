"""Ideas that a scribe writes down for somebody else. They are kept secret, shown and counted like all others."""

from schemas.act import Act
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat
from server.core.change import changing
from server.core.errors import N_, NotFound, NotNow
from server.core.runtime import Runtime
from server.ideas.ideas.commands import in_open_round, reword, write_down
from server.ideas.ideas.wording import Wording

TOO_LATE = N_("Det er for sent at rette idéen. Sig det højt i rummet, eller skriv en ny.")


async def propose(
    runtime: Runtime, scribe: Seat, meeting: Meeting, key: str, words: Wording, role: Role, table_no: int | None = None
) -> Idea:
    """Write down an idea for a person in this role, at that table where there are tables. The same `key` with the same
    words is the same idea; with other words both are kept. An idea that comes after its phase waits for the
    coordinator. Raises Invalid, and what `changing` raises."""
    words.check()
    async with changing(runtime, scribe, Act.PAPER, meeting) as change:
        return await write_down(change, key, words, paper_role=role, table_no=table_no)


async def correct(
    runtime: Runtime, scribe: Seat, meeting: Meeting, idea: Idea, version: int, words: Wording, role: Role
) -> None:
    """Correct an idea that `scribe` wrote down for somebody. Raises Invalid, Outdated if `version` is not the stored
    one, NotFound for an idea that they did not write down on paper, and NotNow once the room has begun to choose."""
    words.check()
    async with changing(runtime, scribe, Act.PAPER, meeting) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if stored.seat_id != change.by.id or not stored.on_paper:
            raise NotFound
        if Act.EDIT not in change.at.rule.acts or await in_open_round(change, stored):
            raise NotNow(TOO_LATE)
        await reword(change, stored, version, words, paper_role=role)
