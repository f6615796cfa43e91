"""A board that is open to everybody, written straight into the tables."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from schemas.answer import Answer, Effect, StatusChange
from schemas.board import Board
from schemas.codes import new_public_id, new_token
from schemas.flow import Status
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.publication import OpenIdea, OpenMinutes, OpenWords, Publication
from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock
from server.core.database import Database
from server.views.public.wordings import Wording, Words, digest_of
from tests.access.minuted import minuted
from tests.support.databases import rows
from tests.support.scene import make_board, make_meeting, make_person, make_units

WAY = (Status.PROPOSED, Status.PRIORITISED, Status.REVIEW, Status.AGREED, Status.IN_PROGRESS, Status.DONE)
ENDS = (Status.DONE, Status.DONE, Status.AGREED, Status.REVIEW, Status.PROPOSED, Status.DECLINED, Status.EVALUATED)
"""How far the ideas come, in turn."""


@dataclass
class Opened:
    """A board with its open page, and what its ideas are to say."""

    database: Database
    slug: str
    board: Board
    meeting: Meeting
    leader: Person
    author: Seat
    ideas: list[int] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Its page in Danish."""
        return f"/aabent/{self.slug}"

    @classmethod
    async def make(
        cls, database: Database, slug: str, *, name: str = "Peerboard på Afdeling A", **told: Any
    ) -> "Opened":
        """An open board without ideas; `told` are values of its Publication."""
        async with database.begin() as session:
            leader = await make_person(session, f"{slug}@region.test", "Leo Bach", "Afdelingschef")
            board = await make_board(session, await make_units(session, leader), name)
            board.published = True
            meeting = await make_meeting(session, board)
            author = Seat(
                public_id=new_public_id(),
                board_id=board.id,
                role=Role.PATIENT,
                name="Skjult Navn",
                joined_at=clock.now(),
            )
            session.add(author)
            session.add(Publication(board_id=board.id, slug=slug, **({"opened_at": clock.now()} | told)))
        return cls(database, slug, board, meeting, leader, author)

    async def add(
        self, title: str, text: str, status: Status, *, retold: bool = False, said: str = "Det gør vi."
    ) -> int:
        """An idea that came so far, with the official words `said`; in its author's words, or retold."""
        number, now = len(self.ideas) + 1, clock.now()
        way = WAY[: WAY.index(status) + 1] if status in WAY else (*WAY[:3], status)
        if status is Status.EVALUATED:
            way = (*WAY, status)
        async with self.database.begin() as session:
            idea = Idea(
                public_id=new_public_id(),
                board_id=self.board.id,
                meeting_id=self.meeting.id,
                seat_id=self.author.id,
                submission=new_token(),
                number=number,
                title="Egne ord" if retold else title,
                text="Ikke til andre." if retold else text,
                status=status,
                status_at=now,
                created_at=now,
                shown_at=now,
            )
            session.add(idea)
            await session.flush()
            own = Wording(idea.id, Words(title, text), yes=True)
            words: dict[str, Any] = {"title": title, "text": text} if retold else {"digest": digest_of([own])}
            session.add(OpenIdea(idea_id=idea.id, board_id=self.board.id, shown_at=now, retold=retold, **words))
            for place, each in enumerate(way):
                await self._line(session, idea, each, now - timedelta(days=len(way) - place), said)
            if not retold:
                session.add(
                    OpenWords(idea_id=idea.id, seat_id=self.author.id, yes=True, digest=own.words.digest, at=now)
                )
        self.ideas.append(idea.id)
        await self.changed()
        return number

    async def _line(self, session: Any, idea: Idea, status: Status, at: Any, said: str) -> None:
        staff = status not in {Status.PROPOSED, Status.PRIORITISED}
        line = StatusChange(idea_id=idea.id, status=status, at=at, text=said if staff else "")
        if status is Status.EVALUATED:
            line.effect = Effect.BETTER
        session.add(line)
        await session.flush()
        if staff:
            told: dict[str, Any] = {"name": "Leo Bach", "title": "Afdelingschef", "level": "Afdeling A"}
            session.add(Answer(idea_id=idea.id, change_id=line.id, person_id=self.leader.id, at=at, text=said, **told))

    async def several(self, many: int, title: str, text: str, said: str) -> None:
        """So many ideas with the same words, that came as far as ENDS say."""
        for number in range(many):
            await self.add(title, text, ENDS[number % len(ENDS)], retold=number % 3 == 0, said=said)

    async def minutes(self) -> int:
        """Approved minutes of a meeting before; returns their number."""
        async with self.database.begin() as session:
            made = await minuted(session, self.board)
            meeting = (await session.execute(select(Meeting).where(Meeting.public_id == made["minuted"]))).scalar_one()
            kept: dict[str, Any] = {"number": 1, "version": 1, "shown_at": clock.now()}
            session.add(OpenMinutes(meeting_id=meeting.id, board_id=self.board.id, **kept))
        await self.changed()
        return 1

    async def changed(self) -> None:
        """Its version goes up, as with every change that strangers can see."""
        await rows(self.database.url, f"UPDATE publication SET version = version + 1 WHERE slug = '{self.slug}'")

    async def hide(self, number: int) -> None:
        """A coordinator hides an idea."""
        async with self.database.begin() as session:
            found = await session.execute(select(Idea).where(col(Idea.id) == self.ideas[number - 1]))
            found.scalar_one().hidden_at = clock.now()
        await self.changed()

    async def take_down(self) -> None:
        """The whole page."""
        await rows(self.database.url, f"UPDATE publication SET opened_at = NULL WHERE slug = '{self.slug}'")
        await self.changed()
