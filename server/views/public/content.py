"""What strangers may read of a board, as values without a session. Everything that is shown to them, in whatever form,
is made of these, so that what may not go out is left out in one place.

What is here: the board, its unit, ideas that a coordinator put up, in words that may go out, official lines about them,
the meetings to come. What is never here: members' names, roles and comments, what they answered, notes, anything of an
open round, and any words by somebody who is not staff but those in `OpenWords` (product rule; promise P3).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Effect, StatusChange
from schemas.board import Board
from schemas.codes import words_digest
from schemas.flow import FLOW, Rule, Status
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.publication import OpenIdea, OpenWords, Publication
from schemas.unit import Unit
from server.core import clock
from server.core.errors import Gone, NotFound
from server.ideas.ideas.queries import Line, load_lines, promised

UNDER = text("""
WITH RECURSIVE under AS (
    SELECT id, merged_into_id AS root FROM idea WHERE merged_into_id = ANY(:roots) AND status = 'merged'
    UNION SELECT idea.id, under.root FROM idea JOIN under ON idea.merged_into_id = under.id WHERE idea.status = 'merged'
) SELECT under.root, idea.id, idea.title, idea.text
FROM under JOIN idea ON idea.id = under.id WHERE idea.hidden_at IS NULL ORDER BY under.root, idea.number
""")


@dataclass(frozen=True)
class Words:
    """A title and a text."""

    title: str
    text: str

    @property
    def digest(self) -> bytes:
        """What a yes to them is kept with."""
        return words_digest("open", self.title, self.text)


@dataclass(frozen=True)
class Told:
    """An official line about an idea: where it came, who said so for the organisation, and what."""

    status: Status
    at: datetime
    who: str = ""
    """Name, title and level; "" if members or nobody in particular did it."""
    words: str = ""
    """Staff's own; "" for everybody else's."""
    place: str = ""
    """Where it was sent, or is tried out."""
    day: date | None = None
    effect: Effect | None = None

    @property
    def rule(self) -> Rule:
        """The row of FLOW for the status."""
        return FLOW[self.status]


@dataclass(frozen=True)
class Shown:
    """An idea as strangers read it."""

    number: int
    words: Words
    retold: bool
    """Whether they are the coordinator's words."""
    also: tuple[Words, ...]
    """Other members' wordings of it, each with its author's yes; none where it is retold."""
    theme: str
    status: Status
    lines: tuple[Told, ...]
    """Oldest first."""
    said_at: datetime
    """When the meeting was at which it was said."""
    answer_by: date | None = None
    """The date by which it is to be answered, if it waits for an answer."""

    @property
    def rule(self) -> Rule:
        """The row of FLOW for the status it has now."""
        return FLOW[self.status]

    @property
    def now(self) -> Told:
        """The line that brought it to where it is."""
        return self.lines[-1] if self.lines else Told(self.status, self.said_at)

    @property
    def moved_at(self) -> datetime:
        """When something was last told about it."""
        return self.now.at


@dataclass(frozen=True)
class ToCome:
    """A meeting that is planned."""

    title: str
    place: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class OpenBoard:
    """A board's open page."""

    slug: str
    name: str
    unit: str
    intro: str
    look: Mapping[str, str | int]
    embedded_in: tuple[str, ...]
    opened_at: datetime
    ideas: tuple[Shown, ...]
    """Those that something was last told about first."""
    to_come: tuple[ToCome, ...]
    gone: frozenset[int]
    """The numbers of ideas that were here once."""

    def idea(self, number: int) -> Shown:
        """The idea with that number. Raises Gone if it was here once, and NotFound."""
        for idea in self.ideas:
            if idea.number == number:
                return idea
        raise Gone if number in self.gone else NotFound


async def load_open_board(session: AsyncSession, slug: str, *, draft: bool = False) -> OpenBoard:
    """What is open of a board, or with `draft` would be if it were opened now. Raises Gone if it was taken down, and
    NotFound. Six queries, however many ideas."""
    query = select(Publication, Board, Unit).join(Board, col(Board.id) == Publication.board_id)
    query = query.join(Unit, col(Unit.id) == Board.unit_id).where(Publication.slug == slug)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    publication, board, unit = row
    if publication.opened_at is None and not draft:
        raise Gone
    rows = await _ideas(session, board.id)
    wordings = await _wordings(session, [idea.id for idea, _, _ in rows])
    asked = {idea.id for idea, _, _ in rows} | {part for parts in wordings.values() for part, _ in parts}
    yes = await _yes(session, asked)
    told = await _told(session, [idea.id for idea, _, _ in rows])
    ideas = [
        shown
        for idea, opened, meeting in rows
        if (shown := _shown(idea, opened, meeting, wordings.get(idea.id, ()), yes, told.get(idea.id, ())))
    ]
    ideas.sort(key=lambda idea: (idea.moved_at, idea.number), reverse=True)
    numbers = {idea.number for idea, _, _ in rows if idea.number is not None}
    return OpenBoard(
        slug=publication.slug,
        name=board.name,
        unit=unit.name,
        intro=publication.intro,
        look=board.look or {},
        embedded_in=tuple(publication.embedded_in.split()),
        opened_at=publication.opened_at or clock.now(),
        ideas=tuple(ideas),
        to_come=await _to_come(session, board.id) if publication.shows_meetings else (),
        gone=frozenset(numbers - {idea.number for idea in ideas}),
    )


async def _ideas(session: AsyncSession, board_id: int) -> list[tuple[Idea, OpenIdea, Meeting]]:
    query = select(Idea, OpenIdea, Meeting).join(OpenIdea, col(OpenIdea.idea_id) == Idea.id)
    query = query.join(Meeting, col(Meeting.id) == Idea.meeting_id).where(OpenIdea.board_id == board_id)
    return [(idea, opened, meeting) for idea, opened, meeting in (await session.execute(query)).all()]


async def _wordings(session: AsyncSession, roots: list[int]) -> Mapping[int, tuple[tuple[int, Words], ...]]:
    found: defaultdict[int, list[tuple[int, Words]]] = defaultdict(list)
    for root, part, title, words in (await session.execute(UNDER, {"roots": roots})).all():
        found[root].append((part, Words(title, words)))
    return {root: tuple(parts) for root, parts in found.items()}


async def _yes(session: AsyncSession, ideas: Iterable[int]) -> Mapping[int, bytes]:
    query = select(OpenWords).where(col(OpenWords.idea_id).in_(list(ideas)), col(OpenWords.yes))
    return {row.idea_id: row.digest for row in (await session.execute(query)).scalars()}


async def _told(session: AsyncSession, ideas: list[int]) -> Mapping[int, list[Told]]:
    found: defaultdict[int, list[Told]] = defaultdict(list)
    for line in await load_lines(session, col(StatusChange.idea_id).in_(ideas)):
        if line.change.other_id is None:  # which ideas were put together is the room's own business
            found[line.change.idea_id].append(_line(line))
    return found


def _line(line: Line) -> Told:
    """A line with words only if staff wrote them: by their seat, or as an answer with a name on it."""
    official = line.answer is not None or line.change.seat_id is not None
    return Told(
        status=line.change.status,
        at=line.at,
        who=line.who if official else "",
        words=line.words if official else "",
        place=line.unit if official else "",
        day=line.day,
        effect=line.change.effect,
    )


def _shown(
    idea: Idea,
    opened: OpenIdea,
    meeting: Meeting,
    wordings: tuple[tuple[int, Words], ...],
    yes: Mapping[int, bytes],
    told: Iterable[Told],
) -> Shown | None:
    """The idea as strangers read it; None if they may not, or not in these words."""
    hidden = idea.hidden_at is not None or idea.shown_at is None or idea.number is None or idea.erasing
    if opened.shown_at is None or hidden or idea.rule.gone:
        return None
    own = Words(idea.title, idea.text)
    if not opened.retold and any(yes.get(each) != words.digest for each, words in ((idea.id, own), *wordings)):
        return None
    return Shown(
        number=idea.number or 0,
        words=Words(opened.title, opened.text) if opened.retold else own,
        retold=opened.retold,
        also=() if opened.retold else tuple(words for _, words in wordings),
        theme=idea.theme if idea.theme in meeting.offered else "",
        status=idea.status,
        lines=tuple(told),
        said_at=meeting.starts_at,
        answer_by=promised(idea),
    )


async def _to_come(session: AsyncSession, board_id: int) -> tuple[ToCome, ...]:
    query = select(Meeting).where(Meeting.board_id == board_id, Meeting.starts_at > clock.now())
    query = query.where(col(Meeting.cancelled_at).is_(None), col(Meeting.ended_at).is_(None))
    found = (await session.execute(query.order_by(col(Meeting.starts_at)))).scalars()
    return tuple(ToCome(each.title, each.place, each.starts_at, each.planned_end) for each in found)
