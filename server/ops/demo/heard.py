"""What people in the example said about the ideas and how they voted, so that a leader has something to read."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from schemas.codes import new_public_id, new_token
from schemas.comment import Comment
from schemas.disclosure import Detail
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.round import Round, RoundIdea, RoundState, Tally
from schemas.seat import Seat
from server.core.change import Change

SAID = {
    "Ring, når medicinen bliver ændret": (
        "Det samme skete for os i julen.",
        "En besked på telefonen er nok, hvis den kommer samme dag.",
    ),
    "En der følger med den første dag hjemme": ("Det behøver ikke være personale. En frivillig er også god.",),
    "Spørg, hvad jeg selv tror hjælper": ("Det tager to minutter og sparer mange.",),
}
MOST = 14
"""Dots for the favourite; each idea after it gets one fewer."""


async def write_votes(change: Change, meeting: Meeting, members: Sequence[Seat]) -> None:
    """Write one closed round in which every member voted, and a few comments."""
    shown = select(Idea).where(Idea.meeting_id == meeting.id, stands(taken_back=False))
    ideas = list((await change.session.execute(shown.order_by(col(Idea.number)))).scalars())
    voted = meeting.starts_at + timedelta(hours=1)
    round_ = Round(
        public_id=new_public_id(),
        board_id=change.board.id or 0,
        meeting_id=meeting.id or 0,
        state=RoundState.CLOSED,
        method=meeting.method,
        dots=meeting.dots,
        most=meeting.most,
        opened_at=voted,
        closed_at=voted + timedelta(minutes=10),
        eligible=len(members),
        voters=len(members),
        result_token=new_token(),
        detail=Detail.EXACT,
    )
    change.session.add(round_)
    await change.session.flush()
    chosen = sorted(ideas, key=lambda idea: idea.rule.written)
    for rank, idea in enumerate(chosen, 1):
        dots = max(MOST - rank, 0)
        change.session.add(RoundIdea(round_id=round_.id or 0, idea_id=idea.id or 0))
        told = {"voters": min(-(-dots // 2), len(members)), "dots": dots, "rank": rank}
        kept = not idea.rule.written
        change.session.add(Tally(round_id=round_.id or 0, idea_id=idea.id or 0, chosen=kept, **told))
        for number, text in enumerate(SAID.get(idea.title, ())):
            said = Comment(
                public_id=new_public_id(),
                board_id=change.board.id or 0,
                meeting_id=meeting.id or 0,
                idea_id=idea.id or 0,
                seat_id=members[(rank + number) % len(members)].id,
                submission=f"demo-{idea.number}-{number}",
                text=text,
                written_at=meeting.starts_at + timedelta(minutes=50),
            )
            change.session.add(said)
