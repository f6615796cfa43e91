"""Jobs of a board, written straight into the table."""

from datetime import timedelta

from schemas.codes import new_public_id, new_token
from schemas.flow import Status
from schemas.idea import Idea
from schemas.job import Job, JobState
from server.core import clock
from tests.support.cast import Cast
from tests.support.databases import rows


async def make_idea(cast: Cast, title: str = "Ro om aftenen", number: int = 12, **more: object) -> Idea:
    """An idea that is shown and awaits an answer."""
    now = clock.now()
    told: dict[str, object] = {
        "status": Status.REVIEW,
        "board_id": cast.board.id,
        "meeting_id": cast.meeting.id,
        "number": number,
    } | more
    times = {"status_at": now, "created_at": now, "shown_at": now}
    idea = Idea(
        public_id=new_public_id(),
        submission=new_token(),
        title=title,
        **(times | told),  # type: ignore[arg-type]
    )
    async with cast.database.begin() as session:
        session.add(idea)
    return idea


async def make_job(cast: Cast, idea: Idea | None, kind: str, state: JobState, days: float = 1, why: str = "") -> None:
    """A job so many days from now: waiting, or done or given up so many days ago."""
    over = state is not JobState.DUE
    at = clock.now() + timedelta(days=-days if over else days)
    job = Job(
        kind=kind,
        board_id=cast.board.id,
        idea_id=idea.id if idea else None,
        subject_id=0,
        dedupe=new_token(),
        due_at=at,
        state=state,
        attempts=12 if state is JobState.DEAD else 1,
        last_error=why or None,
        done_at=at if over else None,
    )
    async with cast.database.begin() as session:
        session.add(job)


async def states(cast: Cast) -> list[str]:
    """The board's jobs in order, each as "kind state attempts"."""
    query = (
        "SELECT kind || ' ' || state || ' ' || attempts FROM job WHERE board_id = $1 AND kind != 'events' ORDER BY id"
    )
    return [str(row[0]) for row in await rows(cast.database.url, query, cast.board.id)]
