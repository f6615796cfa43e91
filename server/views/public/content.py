"""What strangers may read of a board, as values without a session. Everything that is shown to them, in whatever form,
is made of these, so that what may not go out is left out in one place.

What is here: the board, its unit, ideas that a coordinator put up, in words that may go out, official lines about them,
the meetings to come. What is never here: members' names, roles and comments, what they answered, notes, anything of an
open round, and any words by somebody who is not staff but those in `OpenWords` (product rule; promise P3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, BigInteger, any_, bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.belonging import BY_ITS_AUTHOR
from schemas.board import Board
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.minutes import Minutes
from schemas.publication import OpenIdea, OpenMinutes, Publication
from schemas.unit import Unit
from server.core import clock
from server.core.errors import Gone, NotFound
from server.core.prepared import built_once
from server.ideas.ideas.queries import promised
from server.room.moderation.record import load_counts
from server.room.moderation.rules import rules_of
from server.views.public.official import load_told
from server.views.public.shown import OpenBoard, Record, Shown, ToCome, Told
from server.views.public.wordings import Wording, Words, digest_of, load_wordings, may_go

__all__ = [
    "OpenBoard",
    "Record",
    "Shown",
    "ToCome",
    "Told",
    "Trial",
    "Words",
    "load_draft",
    "load_open_board",
    "may_be_shown",
]


AT_A_TIME = 50
"""Ideas that are loaded together. With five hundred at once everybody would wait for a tenth of a second."""


@dataclass(frozen=True)
class Trial:
    """An idea as it would read if it were put up now: in its members' words, or in the coordinator's."""

    idea_id: int
    retold: Words | None = None


async def load_open_board(session: AsyncSession, slug: str) -> OpenBoard:
    """What is open of a board. Raises Gone if it was taken down, and NotFound. Nine queries, and three more for every
    AT_A_TIME ideas beyond the first: between them the server does what else there is to do."""
    query = select(Publication, Board, Unit).join(Board, col(Board.id) == Publication.board_id)
    query = query.join(Unit, col(Unit.id) == Board.unit_id).where(Publication.slug == slug)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    publication, board, unit = row
    if publication.opened_at is None:
        raise Gone
    return await _load(session, publication, board, unit.name, None)


async def load_draft(
    session: AsyncSession, board: Board, publication: Publication, trial: Trial | None = None
) -> OpenBoard:
    """What strangers would read if the page were opened now, with `trial` on it. It need not be stored yet."""
    unit = await session.get_one(Unit, board.unit_id)
    return await _load(session, publication, board, unit.name, trial)


async def _load(
    session: AsyncSession, publication: Publication, board: Board, unit: str, trial: Trial | None
) -> OpenBoard:
    meetings = await _meetings(session, board.id)
    found, ideas, numbers = await _put_up(session, board.id, trial), list[Shown](), set[int]()
    for some in (found[first : first + AT_A_TIME] for first in range(0, len(found), AT_A_TIME)):
        wordings, told = await load_wordings(session, some), await load_told(session, some)
        for idea, opened in await _ideas(session, some, trial):
            words, lines = wordings.get(idea.id, ()), told.get(idea.id, ())
            if (shown := _shown(idea, opened, meetings[idea.meeting_id], words, lines)) is not None:
                ideas.append(shown)
            numbers |= {idea.number} if idea.number is not None else set()
    ideas.sort(key=lambda idea: (idea.moved_at, idea.number), reverse=True)
    minutes, gone = await _minutes(session, board.id)
    return OpenBoard(
        slug=publication.slug,
        name=board.name,
        unit=unit,
        intro=publication.intro,
        look=board.look or {},
        embedded_in=tuple(publication.embedded_in.split()),
        opened_at=publication.opened_at or clock.now(),
        ideas=tuple(ideas),
        to_come=_to_come(meetings.values()) if publication.shows_meetings else (),
        minutes=minutes,
        gone=frozenset(numbers - {idea.number for idea in ideas}),
        gone_minutes=gone,
        written=board.form.written,
        rules=tuple(await rules_of(session, board)),
        counts=await load_counts(session, board.id),
    )


async def _put_up(session: AsyncSession, board_id: int, trial: Trial | None) -> Sequence[int]:
    """The ideas that were put up, and the one that is tried."""
    found = list((await session.execute(_opened(), {"board": board_id})).scalars())
    return found if trial is None or trial.idea_id in found else [*found, trial.idea_id]


@built_once
def _opened() -> Any:
    query = select(Idea.id).join(OpenIdea, col(OpenIdea.idea_id) == Idea.id)
    return query.where(Idea.board_id == bindparam("board")).order_by(col(Idea.id))


async def _ideas(session: AsyncSession, ids: Sequence[int], trial: Trial | None) -> list[tuple[Idea, OpenIdea]]:
    rows = (await session.execute(_together(), {"ideas": list(ids)})).all()
    return [
        (idea, _tried(idea, trial) if trial is not None and idea.id == trial.idea_id else opened)
        for idea, opened in rows
    ]


@built_once
def _together() -> Any:
    query = select(Idea, OpenIdea).outerjoin(OpenIdea, col(OpenIdea.idea_id) == Idea.id)
    return query.where(col(Idea.id) == any_(bindparam("ideas", type_=ARRAY(BigInteger))))


async def _meetings(session: AsyncSession, board_id: int) -> dict[int, Meeting]:
    """All of the board's, by id; those to come in their order."""
    found = await session.execute(_of_board(), {"board": board_id})
    return {meeting.id: meeting for meeting in found.scalars()}


@built_once
def _of_board() -> Any:
    return select(Meeting).where(Meeting.board_id == bindparam("board")).order_by(col(Meeting.starts_at))


def _tried(idea: Idea, trial: Trial) -> OpenIdea:
    words = trial.retold or Words("", "")
    return OpenIdea(
        idea_id=idea.id,
        board_id=idea.board_id,
        shown_at=clock.now(),
        retold=trial.retold is not None,
        title=words.title,
        text=words.text,
        digest=ANY,
    )


ANY = b"any"
"""In place of a digest: whatever the members' words are now, for the coordinator is about to see them."""


async def _minutes(session: AsyncSession, board_id: int) -> tuple[tuple[Record, ...], frozenset[int]]:
    query = select(OpenMinutes, Meeting, Minutes).join(Meeting, col(Meeting.id) == OpenMinutes.meeting_id)
    query = query.join(Minutes, col(Minutes.meeting_id) == Meeting.id).where(OpenMinutes.board_id == board_id)
    found, gone = list[Record](), set[int]()
    query = query.order_by(col(Meeting.starts_at).desc())
    for opened, meeting, minutes in (await session.execute(query)).all():
        if opened.shown_at is None or minutes.approved_at is None:
            gone.add(opened.number)
        else:
            found.append(Record(opened.number, meeting.title, meeting.starts_at, minutes.approved_at))
    return tuple(found), frozenset(gone)


def may_be_shown(idea: Idea) -> bool:
    """Whether an idea may be on an open page at all, in anybody's words."""
    there = idea.shown_at is not None and idea.number is not None and idea.hidden_at is None
    return there and not idea.erasing and not idea.rule.gone and idea.title != BY_ITS_AUTHOR


def _shown(
    idea: Idea,
    opened: OpenIdea,
    meeting: Meeting,
    wordings: tuple[Wording, ...],
    told: Iterable[Told],
) -> Shown | None:
    """The idea as strangers read it; None if they may not, or not in these words."""
    if opened.shown_at is None or not may_be_shown(idea):
        return None
    own = Words(idea.title, idea.text)
    if not opened.retold and not (may_go(wordings) and opened.digest in {ANY, digest_of(wordings)}):
        return None
    return Shown(
        number=idea.number or 0,
        words=Words(opened.title, opened.text) if opened.retold else own,
        retold=opened.retold,
        also=() if opened.retold else tuple(each.words for each in wordings[1:]),
        theme=idea.theme if idea.theme in meeting.offered else "",
        status=idea.status,
        lines=tuple(told),
        said_at=meeting.starts_at,
        table_no=idea.table_no,
        place=meeting.place if idea.table_no else "",
        answer_by=promised(idea),
    )


def _to_come(meetings: Iterable[Meeting]) -> tuple[ToCome, ...]:
    now = clock.now()
    found = (each for each in meetings if each.starts_at > now and each.cancelled_at is None and each.ended_at is None)
    return tuple(ToCome(each.title, each.place, each.starts_at, each.planned_end) for each in found)
