"""What the pages about the open page show: to a member what is asked of them, to a coordinator what could go out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.belonging import BY_ITS_AUTHOR
from schemas.board import Board
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.minutes import Minutes
from schemas.publication import OpenIdea, OpenMinutes, OpenWords
from schemas.seat import Seat
from server.views.public.content import may_be_shown
from server.views.public.wordings import Wording, digest_of, load_wordings, may_go
from server.views.publication.saying import words_of
from server.views.publication.stored import load_publication

FEW = 5
"""Below so many people, in all or of a role, others can guess who said something."""
THERE = text("""
SELECT meeting.id, coalesce(there.role, seat.role) AS role, count(*) FROM meeting
LEFT JOIN attendance AS there ON there.meeting_id = meeting.id
LEFT JOIN seat ON seat.meeting_id = meeting.id AND there.meeting_id IS NULL AND seat.removed_at IS NULL
WHERE meeting.board_id = :board AND coalesce(there.role, seat.role) NOT IN ('leader', 'coordinator', 'observer')
GROUP BY 1, 2
""")


class Stands(StrEnum):
    """Where an idea stands with the open page."""

    OWN = "own"
    """On it, in members' words."""
    RETOLD = "retold"
    """On it, in the coordinator's."""
    STOPPED = "stopped"
    """Put up in members' words, which may no longer go, or are others now."""
    OFF = "off"
    """Taken off."""
    MAY = "may"
    """Everybody whose words stand in it said yes."""
    ASKED = "asked"
    """Not without a retelling, so far."""


@dataclass(frozen=True)
class Candidate:
    """An idea that could be on the open page."""

    idea: Idea
    opened: OpenIdea | None
    wordings: tuple[Wording, ...]

    @property
    def may(self) -> bool:
        """Whether it may go out in its members' words."""
        return may_go(self.wordings)

    @property
    def digest(self) -> str:
        """What those words are known again by, in hexadecimals."""
        return digest_of(self.wordings).hex()

    @property
    def up(self) -> bool:
        """Whether strangers read it now."""
        return self.stands in {Stands.OWN, Stands.RETOLD}

    @property
    def stands(self) -> Stands:
        """Where it stands."""
        if self.opened is None:
            return Stands.MAY if self.may else Stands.ASKED
        if self.opened.shown_at is None:
            return Stands.OFF
        if self.opened.retold:
            return Stands.RETOLD
        return Stands.OWN if self.may and self.opened.digest.hex() == self.digest else Stands.STOPPED


async def load_candidates(session: AsyncSession, board: Board, idea_id: int | None = None) -> list[Candidate]:
    """The ideas of a board that could be on its open page, the newest first; with `idea_id` that one alone. Two
    queries."""
    query = (
        select(Idea, OpenIdea).outerjoin(OpenIdea, col(OpenIdea.idea_id) == Idea.id).where(Idea.board_id == board.id)
    )
    query = query.where(col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None), Idea.title != BY_ITS_AUTHOR)
    if idea_id is not None:
        query = query.where(Idea.id == idea_id)
    rows = (await session.execute(query.order_by(col(Idea.number).desc()))).all()
    found = [(idea, opened) for idea, opened in rows if may_be_shown(idea)]
    wordings = await load_wordings(session, [idea.id for idea, _ in found])
    return [Candidate(idea, opened, wordings.get(idea.id, ())) for idea, opened in found]


async def small_meetings(session: AsyncSession, board: Board) -> frozenset[int]:
    """The meetings at which fewer than FEW members were, in all or of some role. One query."""
    counts: defaultdict[int, list[int]] = defaultdict(list)
    for meeting, _, number in (await session.execute(THERE, {"board": board.id})).all():
        counts[meeting].append(number)
    return frozenset(meeting for meeting, roles in counts.items() if min(roles) < FEW)


@dataclass(frozen=True)
class ToRead:
    """Approved minutes of a meeting, and how they stand with the open page."""

    meeting: Meeting
    minutes: Minutes
    opened: OpenMinutes | None

    @property
    def up(self) -> bool:
        """Whether strangers read some version of them."""
        return self.opened is not None and self.opened.shown_at is not None

    @property
    def newer(self) -> bool:
        """Whether they were approved anew since the version that strangers read."""
        return self.up and self.opened is not None and self.opened.version != self.minutes.approved_version


async def load_approved(session: AsyncSession, board: Board) -> list[ToRead]:
    """A board's approved minutes, of the newest meeting first. One query."""
    query = select(Meeting, Minutes, OpenMinutes).join(Minutes, col(Minutes.meeting_id) == Meeting.id)
    query = query.outerjoin(OpenMinutes, col(OpenMinutes.meeting_id) == Meeting.id)
    query = query.where(Meeting.board_id == board.id, col(Minutes.approved_version).is_not(None))
    rows = (await session.execute(query.order_by(col(Meeting.starts_at).desc()))).all()
    return [ToRead(meeting, minutes, opened) for meeting, minutes, opened in rows]


@dataclass(frozen=True)
class AskedToShow:
    """What a member is asked about words of theirs."""

    digest: str
    """Of the words as they are now, in hexadecimals."""
    answer: bool | None = None
    """What they said about just these words; None if they have said nothing."""
    edited: bool = False
    """They said yes to other words than these."""
    shown: bool = False
    """Strangers read them now."""
    slug: str = ""
    number: int | None = None
    """Of the idea that they stand in."""


async def load_asked_to_show(
    session: AsyncSession, board: Board, seat: Seat, ideas: list[tuple[Idea, Idea]]
) -> Mapping[int, AskedToShow]:
    """Of a member's ideas, each with the one it is part of now: what they are asked about its words. Without an
    open page that is only what they answered while they wrote; otherwise four queries."""
    publication = await load_publication(session, board)
    own = [(idea, now) for idea, now in ideas if _may_ask(idea, seat)]
    if not own:
        return {}
    given = select(OpenWords).where(col(OpenWords.idea_id).in_([idea.id for idea, _ in own]))
    answers = {answer.idea_id: answer for answer in (await session.execute(given)).scalars()}
    if publication is None:
        said = [(idea, now) for idea, now in own if idea.id in answers and answers[idea.id].yes]
        return {idea.id: _asked(idea, now, answers[idea.id], "", shown=False) for idea, now in said}
    roots = sorted({now.id for _, now in own})
    query = select(OpenIdea).where(col(OpenIdea.idea_id).in_(roots))
    opened = {row.idea_id: row for row in (await session.execute(query)).scalars()}
    wordings = await load_wordings(session, [root for root in roots if root in opened])
    found = {}
    for idea, now in own:
        candidate = Candidate(now, opened.get(now.id), wordings.get(now.id, ()))
        shown = may_be_shown(now) and candidate.stands is Stands.OWN and publication.opened_at is not None
        found[idea.id] = _asked(idea, now, answers.get(idea.id), publication.slug, shown=shown)
    return found


def _may_ask(idea: Idea, seat: Seat) -> bool:
    mine = idea.seat_id == seat.id and not idea.on_paper
    return mine and idea.shown_at is not None and idea.hidden_at is None and not idea.rule.taken_back


def _asked(idea: Idea, now: Idea, answer: OpenWords | None, slug: str, *, shown: bool) -> AskedToShow:
    digest = words_of(idea).digest
    same = answer is not None and answer.digest == digest
    return AskedToShow(
        digest=digest.hex(),
        answer=answer.yes if answer is not None and same else None,
        edited=answer is not None and answer.yes and not same,
        shown=shown,
        slug=slug,
        number=now.number,
    )
