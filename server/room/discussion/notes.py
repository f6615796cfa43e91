"""What the coordinators note down of what is said about an idea or a case: one text that they share, of which nothing
is lost."""

from sqlmodel import select

from schemas.act import Act
from schemas.consultation import Consultation
from schemas.discussion import NOTE_MAX, Note, NoteWritten
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotFound, Outdated
from server.core.runtime import Runtime
from server.web.fields import Field, faults
from server.web.individual_cases import ASKED, TOLD, ask_once
from server.web.personal_data_warning import warnings

FIELDS = {"text": Field(NOTE_MAX)}


async def write_note(
    runtime: Runtime,
    seat: Seat,
    meeting: Meeting,
    about: Idea | Consultation,
    version: int,
    text: str,
    warned: str = "",
    asked: str = "",
) -> Note:
    """Note down what was said about a shown idea or a case, starting from `version` (0 = no note yet). An empty text
    removes the note.

    Raises Outdated with the stored note if somebody else has written since, NotFound for an idea that is not shown or a
    case that was withdrawn, and Invalid for a text that is too long, looks like personal data that was not `warned` of
    before, or like somebody's own case that was not `asked` about.
    """
    typed = {"text": text}
    if wrong := faults(FIELDS, typed) or warnings(typed, warned):
        raise Invalid(N_("Noten er ikke gemt endnu. Ret det, der står ved feltet."), fields=wrong)
    async with changing(runtime, seat, Act.NOTE, meeting) as change:
        idea_id, case_id = await _where(change, about)
        which = (Note.idea_id == idea_id, Note.consultation_id == case_id)
        query = select(Note).where(Note.meeting_id == change.at.id, *which)
        stored = (await change.session.execute(query)).scalar_one_or_none()
        if stored is None:
            stored = Note(
                board_id=change.board.id,
                meeting_id=change.at.id,
                text="",
                version=0,
                written_at=change.now,
                idea_id=idea_id,
                consultation_id=case_id,
            )
            change.session.add(stored)
        if stored.text == text:
            return stored
        if stored.version != version:
            change.session.expunge(stored)  # it is read after the rollback
            raise Outdated(N_("En anden har skrevet i noten imens. Se begge tekster herunder."), theirs=stored)
        ask_once(FIELDS, typed, {ASKED: asked}, stored.text, TOLD)
        stored.text, stored.version, stored.written_at = text, stored.version + 1, change.now
        change.tell(NoteWritten(change.at.id, idea_id, case_id))
    return stored


async def _where(change: Change, about: Idea | Consultation) -> tuple[int | None, int | None]:
    """The idea or the case that the note hangs on, if something can be noted about it now."""
    if isinstance(about, Consultation):
        case = await change.session.get_one(Consultation, about.id)
        if case.withdrawn_at is not None:
            raise NotFound
        return None, case.id
    stored = await change.session.get_one(Idea, about.id)
    if stored.shown_at is None or stored.hidden_at is not None:
        raise NotFound
    return stored.id, None
