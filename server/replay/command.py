"""`peerboard replay`: an election is held in the running product, and its counts are compared with the published."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import Progress

from schemas.format import Phase
from schemas.personal_data import find_personal_data
from server.command_parts import command_parts
from server.embedded import CouldNotStart
from server.replay import report
from server.replay.crowd import Crowd
from server.replay.figures import Line, compared, is_hidden
from server.replay.pabulib import Ballot, Election, PabulibError, read_election
from server.replay.report import Outcome
from server.replay.stage import Stage, set_stage
from server.replay.voter import Unreachable, Voter
from server.run.folder import attach
from server.settings import get_settings


@dataclass(frozen=True)
class Pace:
    """Seconds over which all join and all vote, and for which the ideas stand on the projector."""

    begin: float = 0
    join: float = 0
    read: float = 0
    vote: float = 0


AT_ONCE, WATCHED = Pace(), Pace(begin=8, join=15, read=10, vote=45)


def replay(file: Path, *, data: Path | None, url: str | None, concurrency: int, as_json: bool, watch: bool) -> int:
    """Hold the election and print how it went; the exit code: 0, 1 for a mismatch, 2 for a file that cannot be read.

    The product is the one that runs on `data`, or that the environment names; `url` is where voters reach it."""
    out, err = report.consoles()
    try:
        election = read_election(file)
    except PabulibError as wrong:
        err.print(f"{file}, line {wrong.line}: {wrong.reason}.", markup=False, soft_wrap=True)
        return 2
    except OSError as wrong:
        err.print(f"{file}: {wrong.strerror}.", markup=False, soft_wrap=True)
        return 2
    attach(data)
    base = (url or get_settings().public_url).rstrip("/")
    if urlsplit(base).scheme not in {"http", "https"} or not urlsplit(base).hostname:
        raise CouldNotStart(f"--url is {base}: it begins with http:// or https:// and a host.")
    with report.progress(err) as bar:
        run = Replay(election, base, WATCHED if watch else AT_ONCE, out, bar)
        try:
            lines, outcome, refused = asyncio.run(run.hold(concurrency))
        except Unreachable:
            raise CouldNotStart(
                f"No Peerboard answers at {base}: start it, or name another address with --url."
            ) from None
    hidden = is_hidden(election)
    out.print(report.table(lines, hidden=hidden))
    for sentence in report.summary(outcome, refused, hidden=hidden):
        out.print(sentence, markup=False, soft_wrap=True)
    if as_json:
        out.print(report.as_object(outcome), markup=False, soft_wrap=True)
    return 1 if outcome.mismatches or refused else 0


@dataclass
class Replay:
    """One election on its way through the product at `base`."""

    election: Election
    base: str
    pace: Pace
    out: Console
    bar: Progress

    async def hold(self, concurrency: int) -> tuple[list[Line], Outcome, list[str]]:
        """Hold it; the lines, the outcome, and why some voters could not act. Raises Unreachable."""
        crowd = Crowd(self.base, len(self.election.ballots), concurrency)
        try:
            await crowd.stranger.read("/", rests=())
            async with command_parts() as parts:
                stage = await set_stage(parts, self.election)
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
            result_url=f"{stage.parts.settings.public_url}{path}",
        )
        return lines, outcome, crowd.refused

    async def _announce(self, stage: Stage) -> None:
        for project in self.election.projects:
            if find_personal_data(f"{project.title}\n{project.text}"):
                self.out.print(f"Idea {project.ref} seems to hold a person's number or address.", markup=False)
        if self.pace is AT_ONCE:
            return
        public = stage.parts.settings.public_url
        self.out.print(f"Projector: {public}/screen/{stage.meeting.screen_token}", markup=False, soft_wrap=True)
        self.out.print(f"Coordinator: {stage.sign_in}", markup=False, soft_wrap=True)
        await asyncio.sleep(self.pace.begin)

    def _steps(self, name: str) -> Callable[[], object]:
        task = self.bar.add_task(name, total=len(self.election.ballots))
        return lambda: self.bar.advance(task)
