"""The example's open page: a few ideas in members' own words, with their yes; one that the coordinator retold."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.idea import Idea
from schemas.publication import OpenIdea, OpenWords, Publication
from schemas.seat import Seat
from server.core import clock
from server.views.public.wordings import digest_of, load_wordings
from server.views.publication.saying import words_of
from server.views.publication.stored import slug_of

INTRO = "Her står det, som patienter og pårørende har foreslået, og hvad vi har gjort ved det."
OWN = (
    "Ro på gangen efter kl. 22",
    "Skriv på døren, hvornår stuegangen kommer",
    "Et sted at være alene med sin familie",
    "Længere åbningstid i caféen",
)
RETOLD = {
    "Papir med hjem i almindeligt dansk": (
        "Breve, man kan forstå",
        "Flere har sagt, at brevet ved udskrivning er svært at læse.",
    ),
}


async def write_opened(session: AsyncSession, board: Board, coordinator: Seat) -> None:
    """Open the page, and put them up."""
    now = clock.now()
    board.published = True
    publication = Publication(board_id=board.id, slug=slug_of(board.name), intro=INTRO)
    publication.opened_at, publication.opened_by = now - timedelta(days=30), coordinator.id
    session.add(publication)
    query = select(Idea).where(Idea.board_id == board.id, col(Idea.title).in_([*OWN, *RETOLD]))
    for idea in (await session.execute(query.order_by(col(Idea.id)))).scalars().all():
        opened = OpenIdea(idea_id=idea.id, board_id=board.id, shown_at=now, shown_by=coordinator.id)
        if idea.title in RETOLD:
            opened.retold, (opened.title, opened.text) = True, RETOLD[idea.title]
        else:
            yes = OpenWords(idea_id=idea.id, seat_id=idea.seat_id or 0, yes=True, digest=words_of(idea).digest, at=now)
            session.add(yes)
            await session.flush()
            opened.digest = digest_of((await load_wordings(session, [idea.id]))[idea.id])
        session.add(opened)
