"""What tests about repeated votes share: people who vote, ideas by title, and where they are now."""

from dataclasses import dataclass

from tests.room.votes.voting import open_vote, round_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.work.answers.scene import SOON

VOTERS = 5


@dataclass
class Voting:
    """A meeting in `vote` with five members; `ideas` are public ids in the order of their numbers."""

    cast: Cast
    ideas: list[str]
    members: list[Member]

    @classmethod
    async def begin(cls, cast: Cast, ideas: int = 4, **rules: object) -> "Voting":
        """Five members come, and the first vote is opened."""
        members = await cast.guests_join(VOTERS)
        return cls(cast, await open_vote(cast, ideas, **rules), members)

    async def all_choose(self, *places: int) -> None:
        """Every member gives a dot to each of these ideas, and the vote is counted."""
        round_id = (await round_of(self.cast))["public_id"]
        for member in self.members:
            answer = await send(member, round_id, {self.ideas[place]: 1 for place in places})
            assert answer.status_code == 200, answer.text
        await self.phase("result")

    async def phase(self, *phases: str) -> None:
        """Lead the meeting on."""
        for phase in phases:
            answer = await (await self.cast.ada()).phase(phase)
            assert took(answer), answer.text[:300]

    async def statuses(self) -> list[str]:
        """Where each idea is now."""
        query = "SELECT public_id, status FROM idea WHERE board_id = $1"
        found = await rows(self.cast.database.url, query, self.cast.board.id)
        status = {row["public_id"]: row["status"] for row in found}
        return [status[idea] for idea in self.ideas]

    async def by_hand(self, place: int, status: str, before: str) -> None:
        """Ada moves an idea herself."""
        answer = await (await self.cast.ada()).post(
            f"/ideas/{self.ideas[place]}/status", {"status": status, "from": before}
        )
        assert took(answer), answer.text[:300]

    async def to_leader(self, place: int) -> None:
        """Ada sends an idea to Leo."""
        leo = self.cast.people["Leo"]
        answer = await (await self.cast.ada()).send_to_leader(self.ideas[place], leo.mail, SOON)
        assert took(answer), answer.text[:300]
