"""What the projector shows of a vote: what is voted on, and the result with the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.meeting.meetings.queries import Room
from server.room.votes.queries import RoomVote
from server.room.votes.results import Result
from server.web.measure import measured
from server.web.pictures import HIGH, SIZES, SMALLEST, TITLE_LINE, pictures

LEAD = 4.3
"""The rule of the vote and the turnout, above the ideas; or the sentence that says that too few can vote."""
TITLE_WIDE, BAR, LEAST = 27.2, 1.3, 3.6
"""How wide a title in the result is, what stands below it, and the height of a row that has the word for chosen; in
rem, as in server/web/pictures.py."""


@dataclass(frozen=True)
class Lines:
    """Lines of a result on one picture, in `size`."""

    results: list[Result]
    size: int


def voting_pictures(room: Room) -> Sequence[Any]:
    """The ideas that are voted on."""
    vote: RoomVote = room["vote"]
    return pictures((idea for idea in room.ideas if idea.id in vote.voted_on), HIGH - LEAD)


def result_pictures(room: Room) -> Sequence[Any]:
    """The result, best first, of all that got anything; while it is shown line by line the best so far. Without one,
    what the room has chosen aloud."""
    vote: RoomVote = room["vote"]
    if not vote.told:
        return pictures(idea for idea in room.ideas if idea.rule.stage == "chosen")
    lines = _lines([result for result in vote.results if result.dots])
    return lines[:1] if room.meeting.result_from is not None else lines


def _lines(results: list[Result]) -> list[Lines]:
    for size in range(2, SMALLEST + 1):
        pages: list[list[Result]] = []
        used = HIGH
        for result in results:
            title = SIZES[size][0]
            needs = max(measured(result.idea.title).lines(TITLE_WIDE / title) * title * TITLE_LINE + BAR, LEAST)
            if used + needs > HIGH:
                pages, used = [*pages, []], 0.0
            pages[-1].append(result)
            used += needs
        if len(pages) <= 1 or size == SMALLEST:
            return [Lines(page, size) for page in pages]
    return []
