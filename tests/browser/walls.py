"""A whole meeting as the projector shows it, state after state, with as many and as long words as one may write."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

from schemas.answer import Answer, StatusChange, Step
from schemas.codes import new_public_id
from schemas.flow import Status
from schemas.format import ALL_PHASES, Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from server.core import clock
from server.core.change import changing_board
from server.meeting.meetings.commands import new_meeting
from tests.browser.tour import IDEAS, TEXT_4000
from tests.room.agreements.scene import LATER, SOON
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Staff, took
from tests.support.site import Site

WORDS_60 = " ".join(letter * 60 for letter in ("W", "m", "æ", "o", "i"))[:300]
TITLES = (WORDS_60, ("En fast kontaktperson, som kender mig og min familie, også i ferien. " * 5)[:300])
TOLD = ((Status.REVIEW, 0), (Status.DECLINED, 3), (Status.TRIAL, 20), (Status.IN_PROGRESS, 5), (Status.PRIORITISED, 40))
"""What became of the ideas of the meeting before, and how many days ago."""


@dataclass
class Evening:
    """A meeting on which walls are open: `many` ideas, as people write them, or as long as they may be."""

    cast: Cast
    site: Site
    many: int
    longest: bool = False

    def words(self, number: int) -> tuple[str, str]:
        """The title and text of an idea."""
        title, text = IDEAS[number % len(IDEAS)]
        if not self.longest:
            return f"{title} ({number + 1})", text
        return (TITLES[number % 2], TEXT_4000[:4000] if number % 3 else "Et ord " + "w" * 60)

    async def open(self) -> Staff:
        """A meeting before, whose ideas have gone their ways, and the one that is about to begin."""
        ada, runtime = await self.cast.ada(), self.site.app.state.runtime
        assert took(await ada.post(f"{ada.room}/end"))
        await self.add(self.cast.meeting, told=True)
        async with changing_board(runtime, self.cast.board.id or 0) as change:
            self.cast.meeting = await new_meeting(change, "Peerboard i dag", clock.now())
            self.cast.meeting.question = ("Hvad ville gøre det bedre? " * 9)[:120] if self.longest else ""
        for device in self.cast.devices.values():
            device.meeting = self.cast.meeting.public_id
        return ada

    async def add(self, meeting: Meeting, *, told: bool = False) -> None:
        """Its ideas, as rows; `told`: shown long ago, with a leader's words."""
        now = clock.now()
        async with self.cast.database.begin() as session:
            for number in range(min(self.many, 12) if told else self.many):
                title, text = self.words(number)
                status, days = TOLD[number % len(TOLD)] if told else (Status.PROPOSED, 0)
                at, shown = now - timedelta(days=days), now - timedelta(days=60) if told else None
                idea = Idea(
                    public_id=new_public_id(), board_id=self.cast.board.id, meeting_id=meeting.id,
                    submission=new_public_id(), number=number + 1 if told else None, title=title, text=text,
                    status=status, status_at=at, created_at=at, shown_at=shown,
                    answer_by=now - timedelta(days=1) if told else None,
                )  # fmt: skip
                session.add(idea)
                await session.flush()
                if told:
                    line = StatusChange(idea_id=idea.id, status=status, at=at, text=text, place=title, name="w" * 60)
                    session.add(line)
                    session.add(Step(idea_id=idea.id, text=title, person="w" * 60, day=now.date()))
                    await session.flush()
                    session.add(
                        Answer(idea_id=idea.id, change_id=line.id, name="w" * 60, title="w" * 60, level="Afdelingen",
                               at=at, text=text)
                    )  # fmt: skip
            if told:
                (await session.get_one(Meeting, meeting.id)).starts_at = now - timedelta(days=30)
        if told:
            await rows(self.cast.database.url, "UPDATE board SET last_number = 40 WHERE id = $1", self.cast.board.id)

    async def states(self, ada: Staff) -> AsyncIterator[str]:
        """Lead it through everything, and say each time what the walls are to show."""
        yield "lobby"
        members = await self.cast.guests_join(1 if self.many == 1 else 5)
        for phase in ALL_PHASES:
            if phase is Phase.VOTE and not self.many:
                continue
            if phase is Phase.PROPOSE:
                await self.add(self.cast.meeting)
            if phase is Phase.VOTE and self.longest:
                assert took(await ada.voting(method="approval", dots=5, most=3, leaders=1))
            if phase is Phase.REVEAL:
                assert took(await ada.post(f"{ada.room}/reveal", {"do": "one"}))
            assert took(await ada.phase(phase))
            async for state in self.more(phase, ada):
                yield state
            if phase is Phase.VOTE and self.many and len(members) > 1:
                for number, member in enumerate(members):
                    page = await member.look()
                    names = [name[5:] for name, _ in page.form("#ballot").form_values() if name.startswith("dots-")]
                    most = len(names) if self.longest else number + 5
                    assert took(await member.vote(dict.fromkeys(names[number:most], 1), page=page))
        assert took(await ada.timer("start", 0))
        assert took(await ada.post(f"{ada.room}/end"))
        yield "over"

    async def more(self, phase: Phase, ada: Staff) -> AsyncIterator[str]:
        """What can be seen in a step."""
        shown = await self.ideas()
        if phase is Phase.REVEAL and self.many:
            yield "reveal, before the first"
            assert took(await ada.post(f"{ada.room}/reveal", {"do": "next"}))
            yield "reveal, the newest"
            assert took(await ada.post(f"{ada.room}/reveal", {"do": "rest"}))
        elif phase is Phase.GROUP and self.many > 3:
            for number in (1, 2):
                form = {"to": f"with:{shown[0]}", "from": "", "do": "move"}
                assert took(await ada.post(f"/ideas/{shown[number]}/group", form))
        elif phase is Phase.DISCUSS and shown:
            yield "discuss, all"
            assert took(await ada.post(f"{ada.room}/focus", {"about": shown[-1]}))
        elif phase is Phase.VOTE:
            assert took(await ada.timer("start", 0))
        elif phase is Phase.AGREE and shown:
            for idea in shown[:2]:
                assert took(await ada.post(f"{ada.room}/chosen", {"idea": idea}))
            yield "agree, nothing yet"
            words = "w" * 60 if self.longest else "Birthe"
            said = {"owner": words, "step": self.words(0)[0], "person": words, "step_date": SOON, "answer_by": LATER}
            said |= {"leader": "", "version": "0", "do": "save"}
            await ada.post(f"/ideas/{shown[0]}/agreement", said)
            assert took(await ada.post(f"{ada.room}/focus", {"about": shown[0]}))
        yield str(phase)
        if phase is Phase.VOTE:
            assert took(await ada.post(f"{ada.room}/wall", {"code": "large"}))
            yield "the code, large"
            assert took(await ada.timer("stop", 0))

    async def ideas(self) -> list[str]:
        """The public ids of those that the room can see, by number."""
        query = "SELECT public_id FROM idea WHERE meeting_id = $1 AND shown_at IS NOT NULL ORDER BY number"
        return [row["public_id"] for row in await rows(self.cast.database.url, query, self.cast.meeting.id)]
