"""One election run through the product: everyone joins, everyone votes, and a stranger reads the result."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.progress import Progress

from schemas.format import Phase
from schemas.personal_data import find_personal_data
from server.core.command_runtime import command_runtime
from server.ops.replay.crowd import Crowd
from server.ops.replay.figures import Line, compared
from server.ops.replay.pabulib import Ballot, Election
from server.ops.replay.report import Outcome
from server.ops.replay.stage import Stage, set_stage
from server.ops.replay.voter import Voter


@dataclass(frozen=True)
class Pace:
    """Seconds over which the joins and the votes are spread, and for which the ideas stay on the projector."""

    begin: float = 0
    join: float = 0
    read: float = 0
    vote: float = 0


AT_ONCE, WATCHED = Pace(), Pace(begin=8, join=15, read=10, vote=45)


@dataclass
class Replay:
    """One election run through the product at `base`."""

    election: Election
    base: str
    pace: Pace
    out: Console
    bar: Progress

    async def hold(self, concurrency: int) -> tuple[list[Line], Outcome, list[str]]:
        """Hold it. Returns the lines, the outcome, and why some voters could not act. Raises Unreachable."""
        crowd = Crowd(self.base, len(self.election.ballots), concurrency)
        try:
            await crowd.stranger.read("/", rests=())
            async with command_runtime() as runtime:
                stage = await set_stage(runtime, self.election)
                try:
                    return await self._hold(stage, crowd)
                except BaseException:
                    await stage.give_up()
                    raise
        finally:
            await crowd.close()

    async def _hold(self, stage: Stage, crowd: Crowd) -> tuple[list[Line], Outcome, list[str]]:
        await self._announce(stage)
        began = time.monotonic()
        link, kept = f"/j/{stage.meeting.join_token}", []

        async def cast(pair: tuple[Voter, Ballot]) -> None:
            voter, ballot = pair
            await voter.vote({stage.ideas[project]: dots for project, dots in ballot.dots.items()})
            kept.append(voter)

        await crowd.each(crowd.voters, lambda voter: voter.join(link), self._steps("Joining"), self.pace.join)
        await stage.enter(Phase.REVEAL)
        await asyncio.sleep(self.pace.read)
        await stage.enter(Phase.VOTE)
        round_ = await stage.round()
        everybody = zip(crowd.voters, self.election.ballots, strict=True)
        pairs = [(voter, ballot) for voter, ballot in everybody if voter.joined]
        seconds = await crowd.each(pairs, cast, self._steps("Voting"), self.pace.vote)
        await stage.enter(Phase.RESULT)
        path = f"/result/{round_.result_token}.csv"
        lines = compared(self.election, (await crowd.stranger.read(path)).text)
        outcome = Outcome(
            ideas=len(lines),
            ballots=len(kept),
            mismatches=sum(not line.matches for line in lines),
            seconds=round(time.monotonic() - began, 2),
            votes_per_second=round(len(kept) / seconds, 1) if kept else 0.0,
            result_url=f"{stage.runtime.settings.public_url}{path}",
        )
        return lines, outcome, crowd.refused

    async def _announce(self, stage: Stage) -> None:
        for project in self.election.projects:
            if find_personal_data(f"{project.title}\n{project.text}"):
                self.out.print(f"Idea {project.ref} seems to hold a person's number or address.", markup=False)
        if self.pace is AT_ONCE:
            return
        public = stage.runtime.settings.public_url
        self.out.print(f"Projector: {public}/screen/{stage.meeting.screen_token}", markup=False, soft_wrap=True)
        self.out.print(f"Coordinator: {stage.sign_in}", markup=False, soft_wrap=True)
        await asyncio.sleep(self.pace.begin)

    def _steps(self, name: str) -> Callable[[], object]:
        task = self.bar.add_task(name, total=len(self.election.ballots))
        return lambda: self.bar.advance(task)
