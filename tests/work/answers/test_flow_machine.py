"""FLOW attacked: whatever proposers, staff, owners, members and jobs do in whatever order, an idea never is where it
lacks what its status requires, can always be brought to an end, and its timeline tells every change.

Hypothesis chooses who does what, and shrinks a failure to the shortest life that shows it.
"""

import asyncio
from collections.abc import Coroutine
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from schemas.flow import FLOW, By, Status
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.site import Site
from tests.work.answers.flow_life import OUTSIDE, Life
from tests.work.answers.flow_needs import way_out

FIELDS = ("", "", "", "text", "owner", "step", "person", "step_date", "where", "until", "date", "unit", "effect")
STAFF = st.sampled_from(("Ada", "Leo", "Leo", "Bo", "link"))
OWNERS = st.sampled_from(("Leo Bach", "Bo Dam", OUTSIDE))
DAYS = st.sampled_from((0, 1, 5, 20, 40))
WAY = (Status.PROPOSED, Status.PRIORITISED, Status.REVIEW, Status.AGREED, Status.IN_PROGRESS, Status.DONE)
BY_STAFF = frozenset({By.LEADER, By.COORDINATOR})


class Lives(RuleBasedStateMachine):
    """Runs in a thread beside the loop in which everything happens; `life` is set by a subclass for one board."""

    life: Life
    loop: asyncio.AbstractEventLoop
    numbers: "count[int]"

    def wait(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    def do(self, what: str, doing: Coroutine[Any, Any, Any]) -> None:
        """Do it, and see what it came to."""
        self.life.trace.append(what)
        self.wait(self._done(doing))

    async def _done(self, doing: Coroutine[Any, Any, Any]) -> None:
        before = await self.life.look()
        answer = await doing
        status = getattr(answer, "status_code", 0)
        assert status < 500, f"{status} after {self.life.trace}"
        await self.life.after(before)

    @initialize(start=st.sampled_from((Status.DONE, *WAY)))
    def begin(self, start: Status) -> None:
        """Some lives begin where most would not come by chance."""
        self.walk(start)

    def walk(self, to: Status) -> None:
        """A fresh idea goes the usual way, where nothing can be in its way."""
        self.wait(self.life.begin(next(self.numbers)))
        for status in WAY[1 : WAY.index(to) + 1]:
            who = "Ada" if By.COORDINATOR in FLOW[status].by else "Leo"
            self.do(f"{who} {status}", self.life.move(who, status, self.life.fields(status, "Leo Bach", 20)))
        assert self.wait(self.life.look()).status is to, f"not {to} after {self.life.trace}"

    @rule(who=STAFF, status=st.sampled_from(Status), owner=OWNERS, ahead=DAYS, without=st.sampled_from(FIELDS))
    def somebody_sets_a_status(self, who: str, status: Status, owner: str, ahead: int, without: str) -> None:
        fields = self.life.fields(status, owner, ahead, without)
        self.do(f"{who} {status} without {without}", self.life.move(who, status, fields))

    @rule(pick=st.integers(0, 7), owner=OWNERS, ahead=DAYS)
    def staff_set_what_they_may(self, pick: int, owner: str, ahead: int) -> None:
        """As the forms lead them; so that lives go on, and not only against walls."""
        now = self.wait(self.life.look()).status
        then = [status for status, row in FLOW.items() if now in row.comes_from and row.by & BY_STAFF]
        then = [status for status in then if status is not Status.DECLINED] or then
        if then:
            status = then[pick % len(then)]
            who = "Ada" if By.COORDINATOR in FLOW[status].by else "Leo"
            fields = self.life.fields(status, owner, ahead + 1)
            self.do(f"{who} {status}", self.life.move(who, status, fields))

    @rule(
        door=st.sampled_from(("link", "link", "Ada")),
        form=st.sampled_from(("answer", "answer", "return", "passing", "withdrawal", "dispute")),
        status=st.sampled_from((Status.AGREED, Status.DECLINED)),
        to=st.sampled_from(("Kommunen", "Regionen")),
        owner=OWNERS,
    )
    def others_who_were_asked_answer(self, door: str, form: str, status: Status, to: str, owner: str) -> None:
        fields = self.life.fields(status, owner, 20) | {"unit": to}
        self.do(f"others {form} {status} by {door}", self.life.they_answer(door, form, fields))

    @rule(do=st.sampled_from(("attention", "additions", "withdrawal")))
    def its_proposer_asks_or_adds_or_takes_it_back(self, do: str) -> None:
        sent = {"text": "En ting mere.", "key": f"key-{len(self.life.trace)}"}
        self.do(do, self.life.members[0].post(f"/ideas/{self.life.idea}/{do}", sent))

    @rule(votes=st.lists(st.booleans(), min_size=1, max_size=4))
    def members_answer(self, votes: list[bool]) -> None:
        self.do(f"answers {votes}", self.life.members_answer(votes))

    @rule(days=st.sampled_from((0, 0.2, 1, 4, 16, 16, 45, 100)))
    def time_passes(self, days: float) -> None:
        self.do(f"{days} days", self.life.work(days))

    @rule(who=st.sampled_from(("Leo", "link")), then=st.sampled_from(("plan", "step", "done", "")), ahead=DAYS)
    def a_step_is_planned_or_taken(self, who: str, then: str, ahead: int) -> None:
        self.do(f"{who} step {then}", self.life.step(who, then, ahead))

    @rule(how=st.sampled_from(("lets go", "is Bo", "leaves the board")))
    def an_owner_goes(self, how: str) -> None:
        self.do(f"owner {how}", self.life.owner_goes(how))

    def teardown(self) -> None:
        if self.life.idea:
            self.wait(self.life.end())


async def attack(cast: Cast, site: Site, clock: Clock, lives: int, length: int) -> set[Status]:
    """One life that goes the usual way, and so many of at most so many acts. Returns the statuses that were reached."""
    life = Life(cast, site, clock)
    told = settings(
        max_examples=lives,
        stateful_step_count=length,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        print_blob=False,
    )
    kind = type("LivesHere", (Lives,), {"life": life, "loop": asyncio.get_running_loop(), "numbers": count(1)})

    def live() -> None:
        first = kind()
        first.walk(WAY[-1])
        first.teardown()
        run_state_machine_as_test(kind, settings=told)

    await asyncio.to_thread(live)
    print(f"{lives} lives reached {sorted(life.reached)}")
    return life.reached


@pytest.mark.long
async def test_no_life_of_an_idea_lacks_what_its_status_requires(cast: Cast, site: Site, clock: Clock) -> None:
    assert await attack(cast, site, clock, lives=4, length=10) >= set(WAY)


@pytest.mark.slow
async def test_many_lives(cast: Cast, site: Site, clock: Clock) -> None:
    assert await attack(cast, site, clock, lives=60, length=30) > set(WAY), "chance leads off the usual way"


@pytest.mark.parametrize("status", Status)
def test_there_is_a_way_to_an_end_from_every_status(status: Status) -> None:
    way = way_out(status)
    assert way is not None
    assert FLOW[way[-1] if way else status].final
