"""What is late is late everywhere: the board's page, "Siden sidst", "Min idé", the story and the overview agree."""

from datetime import date, timedelta

from sqlmodel import select

from schemas.answer import Step
from schemas.figures import BoardFigures
from schemas.flow import Status
from schemas.follow import Follow
from schemas.idea import Idea
from schemas.seat import Seat
from server.core import clock
from server.ideas.ideas.queries import load_story
from server.meeting.meetings.queries import load_whole_room
from server.room.since_last.queries import load_since
from server.views.mine.queries import load_mine
from server.views.overview.figures import count
from server.views.progress.queries import load_progress
from tests.room.since_last.test_since import next_meeting, past
from tests.support.cast import Cast
from tests.support.site import Site

NOW = clock.now()
TODAY = NOW.date()
S = Status
BEGAN, SENT = (S.PROPOSED, NOW - timedelta(days=90)), (S.REVIEW, NOW - timedelta(days=50))


def day(ahead: int) -> date:
    """So many days from now."""
    return TODAY + timedelta(days=ahead)


async def steps(cast: Cast, idea: Idea, *ahead: int) -> None:
    """Steps that wait, planned in this order."""
    async with cast.database.begin() as session:
        for number in ahead:
            session.add(Step(idea_id=idea.id, text=f"Skridt {number}", person="Mona Dahl", day=day(number), named=True))


async def everything(cast: Cast) -> set[int]:
    """Ideas whose promises hold, and whose do not; the numbers of the latter."""
    lately, long_ago = NOW - timedelta(days=5), NOW - timedelta(days=45)
    way = (BEGAN, SENT)
    await steps(cast, await past(cast, 1, *way, (S.IN_PROGRESS, lately)), -2, 30)  # the nearest counts, not the newest
    await steps(cast, await past(cast, 2, *way, (S.TRIAL, lately), day=day(20)), -2)
    await past(cast, 3, *way, (S.TRIAL, lately), day=day(-3))
    await past(cast, 4, *way, (S.IN_PROGRESS, long_ago))  # nobody has told of it
    await past(cast, 5, *way, (S.ON_HOLD, lately), day=day(-3), text="vi venter på penge")
    await past(cast, 6, *way, answer_by=NOW - timedelta(days=3), day=day(-3))
    await steps(cast, await past(cast, 7, BEGAN, (S.PRIORITISED, lately)), -4, -2)
    await steps(cast, await past(cast, 11, *way, (S.IN_PROGRESS, lately)), 30, 2)
    await steps(cast, await past(cast, 12, *way, (S.TRIAL, lately), day=day(20)), 2)
    await steps(cast, await past(cast, 13, *way, answer_by=NOW + timedelta(days=3), day=day(3)), -2)  # an answer first
    await steps(cast, await past(cast, 14, *way, (S.ON_HOLD, lately), day=day(3), text="vi venter på penge"), -2)
    await past(cast, 15, *way, (S.DONE, long_ago))
    asked = (*way, (S.ELSEWHERE, lately))
    await past(cast, 8, *asked, answer_by=NOW - timedelta(days=3), day=day(-3))  # whoever was asked has not answered
    await past(cast, 16, *asked, answer_by=NOW + timedelta(days=3), day=day(3))
    return {1, 2, 3, 4, 5, 6, 7, 8}


async def test_a_promise_is_broken_on_every_page_or_on_none(cast: Cast, site: Site) -> None:
    late = await everything(cast)
    made, ben = await next_meeting(cast, site), await cast.ben()
    async with cast.database.begin() as session:
        ideas = list((await session.execute(select(Idea))).scalars())
        seat = (await session.execute(select(Seat).where(Seat.name == ben.name))).scalar_one()
        session.add_all(Follow(idea_id=idea.id, seat_id=seat.id, created_at=NOW) for idea in ideas)
        await count(session, cast.board.id)
        figures = await session.get_one(BoardFigures, cast.board.id)
        assert sum(due < NOW for due in figures.due) == len(late)
    async with cast.database.snapshot() as session:
        board = await load_progress(session, cast.board.public_id)
        assert {card.number for card in board.cards if card.broken} == late
        stories = [await load_story(session, idea.public_id) for idea in ideas]
        assert {story.idea.number for story in stories if story.broken} == late
        mine = await load_mine(session, seat, NOW)
        assert {told.idea.number for told in mine.ideas if told.late} == late
        since = await load_since(session, await load_whole_room(session, made.public_id))
        assert {told.idea.number for told in (*since.moved, *since.waits) if told.late} == late


async def test_the_next_step_is_the_nearest_however_it_was_planned(cast: Cast, site: Site) -> None:
    idea = await past(cast, 1, BEGAN, SENT, (S.IN_PROGRESS, NOW - timedelta(days=5)))
    await steps(cast, idea, 9, 2, 30)
    made = await next_meeting(cast, site)
    async with cast.database.snapshot() as session:
        (told,) = (await load_since(session, await load_whole_room(session, made.public_id))).moved
        (card,) = (await load_progress(session, cast.board.public_id)).cards
        story = await load_story(session, idea.public_id)
    assert told.step is not None
    assert story.step is not None
    assert told.step.day == card.step_day == story.step.day == day(2)
