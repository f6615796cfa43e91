"""What features declare of the phases: in which order it is done, what undoes it, and what is said where it is not."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from schemas.format import PHASES, Phase
from schemas.round import Round, RoundState
from server import features
from server.core import hooks
from server.core.change import Change
from server.core.errors import NotNow
from server.core.hooks import Hooks, NotDeclared
from server.meeting.meetings import phases
from server.meeting.meetings.phases import (
    AFTER_END,
    BEFORE_END,
    EveryPhase,
    check_phases,
    in_every_phase,
    in_phase,
    part_of,
)
from server.web.html import WEB
from tests.room.votes.voting import round_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

Seen = list[tuple[Any, ...]]


def note(seen: Seen, what: str, then: Callable[..., Awaitable[Any]] | None = None) -> Callable[..., Awaitable[None]]:
    """Note down where the meeting is when `what` is done, and what was told before, and go on."""

    async def noted(change: Change, *to: Phase | None) -> None:
        told = [type(event).__name__ for event in change.events]
        seen.append((what, change.at.phase, *to, *(kind for kind in told if kind.startswith("Phase"))))
        if then is not None:
            await then(change, *to)

    return noted


def spy(monkeypatch: pytest.MonkeyPatch, *whole: Phase) -> Seen:
    """A feature that notes every moment, and the phases that note theirs."""
    seen: Seen = []
    watching = EveryPhase(enter=note(seen, "all enter"), leave=note(seen, "all leave"))
    monkeypatch.setitem(phases._EVERY, "spy", watching)
    for phase in whole:
        part = part_of(phase)
        told = replace(part, enter=note(seen, "enter", part.enter), leave=note(seen, "leave", part.leave))
        monkeypatch.setitem(phases._PARTS, phase, told)
    return seen


async def test_a_phase_is_left_before_the_next_is_entered_and_then_it_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Mere ro"))
    seen = spy(monkeypatch, Phase.PROPOSE, Phase.VOTE)
    assert took(await ada.phase("vote"))
    assert seen == [
        ("leave", Phase.PROPOSE, Phase.VOTE),
        ("all leave", Phase.PROPOSE, Phase.VOTE),
        ("all enter", Phase.VOTE),
        ("enter", Phase.VOTE),
    ]
    number = "SELECT count(*) AS ideas FROM round_idea JOIN round ON round.id = round_id WHERE public_id = $1"
    found = await rows(cast.database.url, number, (await round_of(cast))["public_id"])
    assert found[0]["ideas"] == 1, "what entering shows is voted on"


async def test_the_minutes_are_written_when_nothing_is_open_any_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Mere ro"))
    assert took(await ada.phase("vote"))
    seen = spy(monkeypatch, Phase.VOTE)

    async def look(change: Change, _: str = "") -> None:
        open_ = select(Round.id).where(Round.meeting_id == change.at.id, Round.state == RoundState.OPEN)
        found = (await change.session.execute(open_)).all()
        seen.append(("end", change.at.over, len(found), sorted({type(event).__name__ for event in change.events})))

    monkeypatch.setattr(BEFORE_END, "_calls", [look, *BEFORE_END._calls])
    monkeypatch.setattr(AFTER_END, "_calls", [look, *AFTER_END._calls])
    assert took(await ada.post(f"{ada.room}/end", {}))
    assert seen == [
        ("leave", Phase.VOTE, None),
        ("all leave", Phase.VOTE, None),
        ("end", False, 0, ["RoundVoided"]),
        ("end", True, 0, ["RoundVoided"]),
    ]


async def test_what_a_feature_raises_on_entering_undoes_all_of_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Mere ro"))
    stored = "SELECT phase, phase_no, (SELECT count(*) FROM event WHERE board_id = m.board_id) AS events,"
    stored += " (SELECT count(*) FROM idea WHERE meeting_id = m.id AND shown_at IS NOT NULL) AS shown"
    stored += " FROM meeting m WHERE id = $1"
    before = await rows(cast.database.url, stored, cast.meeting.id)

    async def not_yet(change: Change) -> None:
        raise NotNow("Ikke endnu.")

    monkeypatch.setitem(phases._PARTS, Phase.GROUP, replace(part_of(Phase.GROUP), enter=not_yet))
    answer = await ada.phase("group")
    assert (answer.status_code, "Ikke endnu." in answer.text) == (409, True)
    assert await rows(cast.database.url, stored, cast.meeting.id) == before
    monkeypatch.undo()
    assert took(await ada.phase("group"))
    assert (await rows(cast.database.url, stored, cast.meeting.id))[0]["shown"] == 1


@pytest.mark.parametrize("phase", Phase)
def test_a_phase_that_nobody_puts_before_the_room_says_what_to_write(
    phase: Phase, monkeypatch: pytest.MonkeyPatch
) -> None:
    features.declare()
    monkeypatch.delitem(phases._PARTS, phase)
    with pytest.raises(NotDeclared, match=rf"write in_phase\(Phase\.{phase.name}, PhasePart\("):
        check_phases()


def test_a_phase_without_a_row_says_where_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    features.declare()
    monkeypatch.delitem(PHASES, Phase.AGREE)
    with pytest.raises(NotDeclared, match=r"Phase\.AGREE has no row in PHASES"):
        check_phases()


def test_what_two_features_claim_is_refused() -> None:
    """Else it would be the one that happens to be imported last."""
    features.declare()
    with pytest.raises(ValueError, match=r"Two features put Phase\.VOTE before the room"):
        in_phase(Phase.VOTE, part_of(Phase.VOTE))
    with pytest.raises(ValueError, match='Two features are "vote"'):
        in_every_phase("vote", EveryPhase())


def test_every_template_that_a_phase_names_is_there() -> None:
    features.declare()
    named = [(part.room, part.stage, part.desk, *(name for _, name in part.own)) for part in phases._PARTS.values()]
    named += [tuple(name for _, name in part.own) for part in phases._EVERY.values()]
    missing = {name for names in named for name in names if name and not (WEB / "templates" / name).is_file()}
    assert not missing


async def test_a_process_without_the_features_stops_before_it_leaves_anything_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    moment: Hooks[str] = Hooks()

    async def do(what: str) -> None:
        done.append(what)

    moment.add(do)
    moment.add(do)
    monkeypatch.setattr(hooks, "_declared", False)
    for ask in (lambda: part_of(Phase.VOTE), phases.every_part):
        with pytest.raises(NotDeclared, match=r"features\.declare"):
            ask()
    with pytest.raises(NotDeclared):
        await moment("a seat is left")
    assert done == []
    features.declare()
    await moment("a seat is left")
    assert done == ["a seat is left"], "once, though it was added twice"
