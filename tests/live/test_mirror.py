"""R4: a page that followed the events equals a page freshly loaded, for every event and every page that is live."""

import pytest

from schemas.event import EventBase
from server.live.pages import PAGES, SILENT
from tests.live.cases.calendar import unwritten
from tests.live.cases.follow_ups import answers, carried_out
from tests.live.cases.ideas import agreeing, grouping, late, sent
from tests.live.cases.meetings import gathering, heard, voted, voting
from tests.live.cases.moderation import looked_at, one_shown
from tests.live.cases.publication import closing
from tests.live.cases.questions import queueing
from tests.live.cases.tables import at_tables
from tests.live.cases.talking import talking
from tests.live.mirroring import CASES, Do, Scene, load_cases, open_scene
from tests.live.watching import Watching
from tests.support.cast import Cast
from tests.support.site import Site

load_cases()


EVENINGS: dict[str, list[str | Do]] = {
    "from the first word to the minutes": [
        *(
            "SeatJoined",
            "IdeaProposed",
            "IdeaEdited",
            "RulesChanged",
            "MomentAdded",
            "StaffNoteWritten",
            "TimerSet",
            "MeetingChanged",
        ),
        *("IdeasRevealed", "WallTurned", talking, "FocusMoved", "QueueMoved", "NoteWritten", "CommentWritten"),
        *("CommentHidden", "IdeaHidden", "BoundReached", "BoundLifted", "MeetingOpened", "MinutesChanged"),
    ],
    "from a group to an answer": [
        *(grouping, "IdeasGrouped", agreeing, "AgreementMade", sent, "AnswerGiven", "WordsErased"),
    ],
    "votes": [
        *("RoundOpened", "VotingSet", "RoundVoided", late, "IdeaAdmitted", "PhaseEntered", voted, "SeatChanged"),
        *("SeatRemoved", "SeatReturned", "RoundClosed", "ResultStepped", "DoorMoved", voting),
        *("MeetingEnded", "BoardClosed", "BoardOpened"),
    ],
    "a meeting that was ended by mistake": [voting, "MeetingOpenedAgain", heard, "MeetingSettled"],
    "what was carried out": [carried_out, "FollowUpAsked", answers, "FollowUpClosed"],
    "questions": [queueing, "TurnMoved", "SupportMoved", "QuestionRulesSet"],
    "people come before it begins": [gathering, "MeetingBegun", "ConsultationChanged", "PublicationChanged"],
    "the record of a hearing": [closing, "PageOpened"],
    "people write at tables": [at_tables, "TableMoved"],
    "words that are looked at": [looked_at, "ScreeningMoved", "ScreeningTold"],
    "words that somebody writes again": [one_shown, "WrittenAgain"],
    "a meeting that is not held": [unwritten, "StatusChanged", "MeetingCancelled"],
}
"""Every kind of event, in meetings in which one leads to the next; what else must be done stands between them. What
stands first is done before the pages are opened."""


@pytest.mark.long
@pytest.mark.parametrize("evening", EVENINGS)
async def test_pages_that_stay_open_show_what_a_fresh_load_shows(evening: str, site: Site, cast: Cast) -> None:
    """After each event all pages are as freshly loaded, so that the next one meets the pages of its own phase."""
    steps = EVENINGS[evening]
    before = None if isinstance(steps[0], str) else steps[0]
    scene, watching = await open_scene(site, cast, before)
    for step in steps if before is None else steps[1:]:
        if isinstance(step, str):
            try:
                await bring_about(step, scene, watching)
            except AssertionError as failure:
                failure.add_note(f"in {evening!r}, at {step}")
                raise
        else:
            await step(scene)
    await watching.close()


async def bring_about(kind: str, scene: Scene, watching: Watching) -> None:
    """Let an event of this kind happen, and hold that every page shows it."""
    head = len(await watching.events())
    await CASES[kind][1](scene)
    assert kind in await watching.events(head), "the case does not bring its event about"
    await watching.mirror()


def test_every_event_happens_on_some_evening() -> None:
    missing = set(EventBase.KINDS) - set(CASES)
    assert not missing, f"{missing} have no case here: how do they come about, and what do the pages show then?"
    held = [step for evening in EVENINGS.values() for step in evening if isinstance(step, str)]
    missing = set(EventBase.KINDS) - set(held)
    assert not missing, f"put {missing} into one of EVENINGS"
    assert sorted(held) == sorted(EventBase.KINDS), "each is done once"


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(EventBase.KINDS))
async def test_every_page_shows_what_a_fresh_load_shows_after(kind: str, site: Site, cast: Cast) -> None:
    """The same, with pages that are opened just before."""
    before, _ = CASES[kind]
    scene, watching = await open_scene(site, cast, before)
    await bring_about(kind, scene, watching)
    await watching.close()


def test_every_event_is_shown_on_some_page_or_declared_silent() -> None:
    shown = {kind for page in PAGES.values() for region in page.regions.values() for kind in region.events}
    missing = sorted(kind.__name__ for kind in set(EventBase.KINDS.values()) - shown - set(SILENT))
    assert not missing, f"say in a fragments.py which regions {missing} changes (shows), or why none (silent)"
    assert not shown & set(SILENT), "an event that is shown is not silent"
    assert all(SILENT.values()), "why is it silent?"
