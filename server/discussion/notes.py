"""What the coordinators note down of what is said about an idea: one text for all of them, and nothing lost."""

from sqlmodel import select

from schemas.act import Act
from schemas.discussion import NOTE_MAX, Note, NoteWritten
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.change import change
from server.errors import N_, Invalid, NotFound, Outdated
from server.fields import Field, faults
from server.parts import Parts
from server.warned import warnings


async def write_note(
    parts: Parts, seat: Seat, meeting: Meeting, idea: Idea, version: int, text: str, warned: str = ""
) -> Note:
    """Note down what was said about a shown idea; `version` 0 is the first. An empty text takes the note away.

    Raises Outdated with what is stored when somebody else has written since, Invalid for a text that is too long, and
    once for what looks like personal data.
    """
    typed = {"text": text}
    if wrong := faults({"text": Field(NOTE_MAX)}, typed) or warnings(typed, warned):
        raise Invalid(N_("Noten er ikke gemt endnu. Ret det, der står ved feltet."), fields=wrong)
    async with change(parts, seat, Act.NOTE, meeting) as board:
        about = await board.session.get_one(Idea, idea.id)
        if about.shown_at is None or about.hidden_at is not None:
            raise NotFound
        query = select(Note).where(Note.meeting_id == board.at.id, Note.idea_id == about.id)
        stored = (await board.session.execute(query)).scalar_one_or_none()
        if stored is None:
            stored = Note(
                board_id=board.board.id,
                meeting_id=board.at.id,
                idea_id=about.id,
                text="",
                version=0,
                written_at=board.now,
            )
            board.session.add(stored)
        if stored.text == text:
            return stored
        if stored.version != version:
            board.session.expunge(stored)  # it is read after the transaction was given up
            raise Outdated(N_("En anden har skrevet i noten imens. Se begge tekster herunder."), theirs=stored)
        stored.text, stored.version, stored.written_at = text, stored.version + 1, board.now
        board.tell(NoteWritten(board.at.id, about.id))
    return stored
