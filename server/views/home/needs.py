"""What needs somebody with an account now: a leader's answers, to other boards and to citizens too, and their boards
that nobody coordinates; on the boards that they coordinate, answers that are late, what they must find out, ideas that
nobody has sent, minutes to approve, and boards where nothing happens.

One statement finds it all. The top of every page counts the same rows that the page of its own lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.flow import Status, statuses_that
from schemas.person import Person
from schemas.promises import LAST_SQL, promising
from schemas.referral import OPEN
from schemas.stages import Promise
from server.core import clock
from server.core.office import ANSWERS_FOR, LED
from server.room.moderation.queries import TO_LOOK
from server.views.home.kinds import KINDS, Kind, Needed
from server.views.overview.statements import QUIET, SILENT
from server.work.deadlines.unasked import UNASKED
from server.work.enquiries.levels import ASKS
from server.work.enquiries.levels import OPEN as UNANSWERED

MOST = 100
"""How many are listed; all are counted."""


@dataclass(frozen=True)
class Need:
    """One thing that needs somebody: an idea, the minutes of a meeting, or a board. Public ids, "" where there is
    none."""

    why: Needed
    at: datetime | None
    """By when, or since when."""
    board: str
    board_name: str
    idea: str
    number: int | None
    title: str
    """Of the idea, or of the meeting."""
    meeting: str

    @property
    def kind(self) -> Kind:
        """How its kind is shown."""
        return KINDS[self.why]

    @property
    def page(self) -> str:
        """Where it is done."""
        return self.kind.page.format(idea=self.idea, board=self.board, meeting=self.meeting)


@dataclass(frozen=True)
class Needs:
    """What needs somebody. At most MOST are `found`; `count` is how many there are in all."""

    found: list[Need]
    count: int

    def of(self, why: Needed) -> list[Need]:
        """Those of one kind, the oldest first."""
        return [need for need in self.found if need.why is why]

    @property
    def only_answers(self) -> bool:
        """Whether nothing waits but answers, which have a page already."""
        return self.count > 0 and all(need.kind.in_inbox for need in self.found)


def _one_of(statuses: Iterable[Status]) -> str:
    return f"idea.status IN ({', '.join(repr(status.value) for status in statuses)}) AND idea.hidden_at IS NULL"


PARTS = {
    "SEAT": "SELECT FROM seat WHERE seat.board_id = board.id AND seat.person_id = PERSON",
    "RUNS": "EXISTS (SEAT AND seat.role = 'coordinator' AND seat.removed_at IS NULL) AND board.closed_at IS NULL",
    # Walked once for the person: upwards from each board, it would be walked for each idea.
    "LEADS": "board.unit_id IN (SELECT id FROM led)",
    "ANSWERS_FOR": ANSWERS_FOR.format(person="PERSON"),
    "LED": LED.format(person="PERSON"),
    "ASKS": ASKS.format(person="PERSON"),
    "UNANSWERED": UNANSWERED,
    "AWAITS": _one_of(statuses_that(awaits=True)),
    "PROMISED": _one_of((*promising(Promise.ANSWER), *promising(Promise.REPLY))),
    "BROKEN": f"{LAST_SQL[Promise.ANSWER]} < :now",
    "TO_LOOK": TO_LOOK,
    "TO_FIND": f"EXISTS (SELECT FROM referral WHERE referral.idea_id = idea.id AND {UNASKED})",
    "ASKED": f"referral.state IN ({', '.join(repr(state.value) for state in OPEN)})",
    "UNSENT": _one_of(statuses_that(unsent=True, written=False)),
    "SILENT": SILENT.replace(":quiet", f"CAST(:now AS timestamptz) - interval '{QUIET.days} days'"),
    "IDEAS": "FROM idea JOIN board ON board.id = idea.board_id JOIN meeting ON meeting.id = idea.meeting_id",
}
NEEDS = """
WITH RECURSIVE LED, ASKS
SELECT 'answer' AS why, idea.answer_by AS at, board.id AS board_id, idea.id AS idea_id, NULL::bigint AS meeting_id
IDEAS WHERE idea.leader_id IN ANSWERS_FOR AND AWAITS AND board.closed_at IS NULL AND (LEADS OR RUNS)
    AND NOT EXISTS (SEAT AND seat.removed_at IS NOT NULL)
UNION ALL SELECT 'asked', referral.reply_by, board.id, idea.id, NULL
FROM referral JOIN unit ON unit.id = referral.unit_id JOIN idea ON idea.id = referral.idea_id
    JOIN board ON board.id = idea.board_id
WHERE ASKED AND PERSON IN (unit.leader_id, unit.deputy_id) AND idea.hidden_at IS NULL AND board.closed_at IS NULL
UNION ALL SELECT 'late', idea.answer_by, board.id, idea.id, NULL
IDEAS WHERE PROMISED AND BROKEN AND NOT (AWAITS AND (idea.leader_id IN ANSWERS_FOR) IS TRUE) AND RUNS
    AND NOT TO_FIND
UNION ALL SELECT 'find_out', idea.answer_by, board.id, idea.id, NULL
IDEAS WHERE TO_FIND AND idea.hidden_at IS NULL AND RUNS
UNION ALL SELECT 'unsent', idea.status_at, board.id, idea.id, NULL
IDEAS WHERE UNSENT AND meeting.ended_at IS NOT NULL AND RUNS
UNION ALL SELECT 'minutes', meeting.ended_at, board.id, NULL, meeting.id
FROM minutes JOIN meeting ON meeting.id = minutes.meeting_id JOIN board ON board.id = meeting.board_id
WHERE minutes.version IS DISTINCT FROM minutes.approved_version AND meeting.ended_at IS NOT NULL AND RUNS
UNION ALL SELECT 'moderate', min(screening.since), board.id, NULL, NULL
FROM screening JOIN meeting ON meeting.id = screening.meeting_id JOIN board ON board.id = screening.board_id
    LEFT JOIN idea ON idea.id = screening.idea_id
WHERE TO_LOOK AND RUNS GROUP BY board.id
UNION ALL SELECT 'enquiry', enquiry.answer_by, NULL, NULL, NULL FROM enquiry
WHERE enquiry.level_id IN (SELECT id FROM asked) AND UNANSWERED
UNION ALL SELECT 'quiet', board.moved_at, board.id, NULL, NULL FROM board WHERE SILENT AND RUNS
UNION ALL SELECT 'unrun', board.moved_at, board.id, NULL, NULL FROM board WHERE LEADS AND board.closed_at IS NULL
    AND NOT EXISTS (SELECT FROM seat WHERE seat.board_id = board.id AND seat.role = 'coordinator'
        AND seat.removed_at IS NULL)
"""
LISTED = """
SELECT need.why, need.at, board.public_id, board.name, idea.public_id, idea.number, coalesce(idea.title, meeting.title),
    meeting.public_id, count(*) OVER ()
FROM (NEEDS) AS need LEFT JOIN board ON board.id = need.board_id LEFT JOIN idea ON idea.id = need.idea_id
LEFT JOIN meeting ON meeting.id = need.meeting_id
ORDER BY array_position(ORDER_OF, need.why), need.at, board.id, need.idea_id LIMIT :most
"""


def _needs_of(person: str) -> str:
    """The rows of everything that needs a person; `person` is an SQL expression for their id."""
    sql = NEEDS
    for name in (
        "ANSWERS_FOR",
        "IDEAS",
        "RUNS",
        "LEADS",
        "LED",
        "ASKS",
        "UNANSWERED",
        "AWAITS",
        "PROMISED",
        "BROKEN",
        "TO_LOOK",
        "TO_FIND",
        "UNSENT",
        "ASKED",
        "SILENT",
        "SEAT",
    ):
        sql = sql.replace(name, PARTS[name])
    return sql.replace("PERSON", person)


COUNT = f"(SELECT count(*) FROM ({_needs_of('person.id')}) AS need)"  # noqa: S608 - all of it is written here
ORDER_OF = f"ARRAY[{', '.join(repr(why.value) for why in Needed)}]"
NEEDED = text(LISTED.replace("NEEDS", _needs_of(":person")).replace("ORDER_OF", ORDER_OF))


async def load_needs(session: AsyncSession, person: Person) -> Needs:
    """What needs a person now. One query, however much it is."""
    rows = (await session.execute(NEEDED, {"person": person.id, "now": clock.now(), "most": MOST})).all()
    return Needs([_need(row) for row in rows], rows[0][-1] if rows else 0)


def _need(row: Any) -> Need:
    why, at, board, board_name, idea, number, title, meeting, _ = row
    return Need(Needed(why), at, board or "", board_name or "", idea or "", number, title or "", meeting or "")
