"""Questions to members about what was carried out."""

from sqlmodel import select

from schemas.answer import StatusChange
from schemas.flow import Status
from schemas.follow_up import FollowUp, Question
from schemas.idea import Idea
from server.core import clock
from server.core.change import Change, changing_board
from server.work.follow_ups.asking import ask
from server.work.follow_ups.closing import close
from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took


async def first(at: Scene, change: Change) -> Idea:
    """The first idea."""
    return (await change.session.execute(select(Idea).where(Idea.public_id == at.ideas[0]))).scalar_one()


async def carried_out(at: Scene) -> None:
    """The first idea is done, and the room hears what became of its ideas."""
    await at.phase("since_last")
    async with changing_board(at.site.app.state.runtime, at.cast.board.id or 0) as change:
        idea = await first(at, change)
        idea.status, idea.leader_id = Status.DONE, at.cast.people["Leo"].id
        change.session.add(StatusChange(idea_id=idea.id, status=Status.DONE, at=clock.now(), text="Lyset slukkes."))


@case("FollowUpAsked", before=carried_out)
async def asked(at: Scene) -> None:
    async with changing_board(at.site.app.state.runtime, at.cast.board.id or 0) as change:
        idea = await first(at, change)
        query = select(StatusChange).where(StatusChange.idea_id == idea.id, StatusChange.status == Status.DONE)
        line = (await change.session.execute(query)).scalar_one()
        for question in (Question.FELT, Question.EFFECT_3):
            await ask(change, at.site.settings, idea, line, question)


async def answered(at: Scene) -> None:
    await carried_out(at)
    await asked(at)
    await answers(at)


async def answers(at: Scene) -> None:
    query = "SELECT public_id, question FROM follow_up WHERE board_id = $1"
    for number, member in enumerate(await at.cast.guests_join(5)):
        for row in await rows(at.cast.database.url, query, at.cast.board.id):
            said = ("no" if number else "yes") if row["question"] == "felt" else "better"
            fields = {"question": row["public_id"], "answer": said, "words": f"Ord {number}"}
            assert took(await member.post(f"{member.room}/felt", fields))


@case("FollowUpClosed", before=answered)
async def _(at: Scene) -> None:
    async with changing_board(at.site.app.state.runtime, at.cast.board.id or 0) as change:
        idea = await first(at, change)
        for each in (await change.session.execute(select(FollowUp).where(FollowUp.idea_id == idea.id))).scalars():
            await close(change, each, idea)
