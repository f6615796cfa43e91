"""What the minutes show, read in one snapshot with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.comment import Comment
from schemas.consultation import Consultation
from schemas.discussion import Note
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.minutes import Minutes, MinutesLine, MinutesVersion, PartKey
from schemas.person import Person
from schemas.round import Round
from schemas.seat import Seat
from schemas.unit import Unit
from server.core.errors import NotFound
from server.room.votes.results import Result, load_results
from server.work.consultations.queries import answered_at_meeting

Part = dict[str, Any]


@dataclass
class View:
    """The minutes of a meeting, and everything that their rows refer to. Hidden and erased ideas are left out."""

    minutes: Minutes
    meeting: Meeting
    board: Board
    unit: Unit
    parts: list[Part]
    version: int
    ideas: dict[int, Idea] = field(default_factory=dict)
    notes: dict[int, Note] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)
    """What coordinators wrote instead of lines, by the id of the MinutesLine."""
    cases: list[Consultation] = field(default_factory=list)
    """What other bodies had asked, with the board's answers."""
    round: Round | None = None
    results: list[Result] = field(default_factory=list)
    people: dict[int, str] = field(default_factory=dict)
    """The names and titles of staff, by seat."""

    @property
    def draft(self) -> bool:
        """Whether the version shown is not the approved one."""
        return self.version != self.minutes.approved_version

    def said(self, part: Part, line: object) -> str:
        """What stands instead of a line of a section: that of an idea, by its id, or a fact, by its name. Empty where
        nothing was corrected."""
        return self.lines.get(part.get("said", {}).get(str(line), 0), "")

    @property
    def edited_by(self) -> str:
        """Who saved the present version."""
        return self.people.get(self.minutes.edited_by or 0, "")


async def of_meeting(session: AsyncSession, meeting: Meeting, *, staff: bool, version: int | None = None) -> View:
    """The minutes of a meeting: for staff the present version (or an older `version`), for others the approved one.
    Raises NotFound if there is none for them."""
    return await _load(session, Minutes.meeting_id == meeting.id, staff=staff, version=version)


async def of_token(session: AsyncSession, token: str) -> View:
    """The approved minutes that the token in a letter's link leads to. Raises NotFound."""
    return await _load(session, Minutes.token == token, staff=False)


async def _load(session: AsyncSession, which: Any, *, staff: bool, version: int | None = None) -> View:
    query: Any = select(Minutes, Meeting, Board, Unit).join(Meeting, col(Meeting.id) == Minutes.meeting_id)
    query = query.join(Board, col(Board.id) == Meeting.board_id).join(Unit, col(Unit.id) == Board.unit_id)
    row = (await session.execute(query.where(which))).one_or_none()
    if row is None:
        raise NotFound
    minutes: Minutes = row[0]
    wanted = (version or minutes.version) if staff else minutes.approved_version
    if wanted is None:
        raise NotFound
    view = View(minutes, row[1], row[2], row[3], await _parts(session, minutes, wanted), wanted)
    await _fill(session, view)
    return view


async def _parts(session: AsyncSession, minutes: Minutes, version: int) -> list[Part]:
    if version == minutes.version:
        return minutes.parts
    stored = await session.get(MinutesVersion, (minutes.meeting_id, version))
    if stored is None:
        raise NotFound
    return stored.parts


async def _fill(session: AsyncSession, view: View) -> None:
    """Load what the rows refer to by id, which may have changed or gone since. Eight queries."""
    view.cases = await answered_at_meeting(session, view.meeting.id)
    rows = [row for part in view.parts for row in part["rows"]]
    asked = {row["idea"] for row in rows} | {row["into"] for row in rows if row.get("into")}
    ideas = select(Idea).where(col(Idea.id).in_(asked), col(Idea.hidden_at).is_(None), col(Idea.shown_at).is_not(None))
    view.ideas = {idea.id: idea for idea in (await session.execute(ideas)).scalars()}
    notes = select(Note).where(col(Note.id).in_({row["note"] for row in rows if row.get("note")}))
    view.notes = {note.id: note for note in (await session.execute(notes)).scalars()}
    told = {comment for row in rows for comment in row.get("comments", [])}
    comments = select(Comment.id, Comment.text).join(Idea, col(Idea.id) == Comment.idea_id)
    comments = comments.where(
        col(Comment.id).in_(told), col(Comment.hidden_at).is_(None), col(Idea.hidden_at).is_(None)
    )
    view.comments = dict((await session.execute(comments)).all())
    corrected = {line for part in view.parts for line in part.get("said", {}).values()}
    lines = select(MinutesLine.id, MinutesLine.text).where(col(MinutesLine.id).in_(corrected))
    view.lines = dict((await session.execute(lines)).all())
    counted = next((part["round"] for part in view.parts if part.get("round")), None)
    if counted is not None and (round_ := await session.get(Round, counted)) is not None:
        view.round, view.results = round_, await load_results(session, round_)
    head = next(part for part in view.parts if part["key"] == PartKey.HEAD)
    staff = {head["led_by"], *head.get("leaders", []), view.minutes.approved_by, view.minutes.edited_by}
    view.people = await staff_names(session, staff)


async def staff_names(session: AsyncSession, seats: Iterable[int | None]) -> dict[int, str]:
    """The names and titles of staff, by seat; members are never among them."""
    query = select(Seat.id, Person.name, Person.title).join(Person, col(Person.id) == Seat.person_id)
    found = await session.execute(query.where(col(Seat.id).in_([seat for seat in seats if seat])))
    return {seat: ", ".join(filter(None, (name, title))) for seat, name, title in found.all()}


@dataclass(frozen=True)
class Older:
    """An earlier version, as the list of versions shows it."""

    version: int
    at: Any
    by: str


async def load_older(session: AsyncSession, view: View) -> list[Older]:
    """The versions before the present one, newest first. Two queries."""
    columns: Any = (MinutesVersion.version, MinutesVersion.at, MinutesVersion.seat_id)
    query = select(*columns).where(MinutesVersion.meeting_id == view.minutes.meeting_id)
    found = (await session.execute(query.order_by(col(MinutesVersion.version).desc()))).all()
    names = await staff_names(session, {seat for _, _, seat in found})
    return [Older(version, at, names.get(seat, "")) for version, at, seat in found]
