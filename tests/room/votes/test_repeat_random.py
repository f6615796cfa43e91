"""However often a meeting votes, and whatever is done by hand in between, the ideas stand as the newest counted round
and the coordinator put them. Hypothesis chooses the rounds and shrinks a failure."""

import asyncio

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schemas.codes import new_public_id
from server.core.database import Database
from tests.room.votes.repeating import Voting
from tests.support.cast import Cast
from tests.support.site import SECRET, Site

IDEAS = 4
MEETINGS = [3, pytest.param(8, marks=pytest.mark.slow)]
CHOICES = st.sets(st.integers(0, IDEAS - 1), max_size=2).map(sorted)
ACT: st.SearchStrategy[tuple[str, list[int]]] = st.one_of(
    st.tuples(st.just("round"), CHOICES),
    st.tuples(st.just("void"), st.just([])),
    st.tuples(st.sampled_from(["hand", "leader"]), st.integers(0, IDEAS - 1).map(lambda place: [place])),
)


async def hold(cast: Cast, acts: list[tuple[str, list[int]]]) -> None:
    """One meeting; `by_round` are the ideas that a round, and nobody since, prioritised."""
    at = await Voting.begin(cast, IDEAS)
    await at.phase("reveal")
    now, by_round = ["proposed"] * IDEAS, set[int]()
    for what, places in acts:
        if what == "void":
            await at.phase(*(["vote", "reveal"] if free(now, range(IDEAS)) else []))
        elif what == "round" and free(now, range(IDEAS)):
            chosen = free(now, places)
            await at.phase("vote")
            await at.all_choose(*chosen)
            for place in range(IDEAS) if chosen else ():  # where nobody voted nothing can be told, and all stays
                if place in chosen and now[place] == "proposed":
                    now[place] = "prioritised"
                    by_round.add(place)
                elif place in by_round and place not in chosen and now[place] == "prioritised":
                    now[place] = "proposed"
                    by_round.discard(place)
        elif what == "hand" and free(now, places):
            before, now[places[0]] = now[places[0]], "proposed" if now[places[0]] == "prioritised" else "prioritised"
            await at.by_hand(places[0], now[places[0]], before)
            by_round.discard(places[0])
        elif what == "leader" and free(now, places):
            await at.to_leader(places[0])
            now[places[0]] = "review"
        assert await at.statuses() == now, (what, places)


def free(now: list[str], places: object) -> list[int]:
    """Those that are still voted on."""
    assert isinstance(places, list | range)
    return [place for place in places if now[place] in {"proposed", "prioritised"}]


@pytest.mark.long
@pytest.mark.parametrize("meetings", MEETINGS)
async def test_random_rounds(site: Site, database: Database, meetings: int) -> None:
    held = 0
    loop = asyncio.get_running_loop()

    async def meeting(acts: list[tuple[str, list[int]]]) -> None:
        cast = await Cast.gather(site.url, database, SECRET, mark=f"-{new_public_id()}")
        try:
            await hold(cast, acts)
        finally:
            await cast.leave()

    @settings(
        max_examples=60,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(ACT, min_size=2, max_size=7))
    def run(acts: list[tuple[str, list[int]]]) -> None:
        nonlocal held
        if held >= meetings:
            return
        asyncio.run_coroutine_threadsafe(meeting(acts), loop).result(600)
        held += 1

    await asyncio.to_thread(run)
    print(f"{held} meetings")
    assert held == meetings
