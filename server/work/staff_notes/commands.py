"""Writing a note to the other leaders and coordinators of the board."""

from collections.abc import Mapping

from sqlmodel import col, select

from schemas.act import Act
from schemas.bounds import Bounded
from schemas.codes import other_key
from schemas.idea import Idea
from schemas.personal_data import PersonalData, find_personal_data
from schemas.seat import Seat
from schemas.staff_note import STAFF_NOTE_MAX, StaffNote, StaffNoteWritten
from server.core.bounds import hold
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotFound
from server.core.runtime import Runtime
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings

NOT_SAVED = N_("Noten er ikke gemt endnu. Ret det, der står ved feltet.")
TEXT = Field(STAFF_NOTE_MAX, N_("Skriv din note her."))
LOOKS_LIKE = {
    PersonalData.CPR: N_("Det ligner et CPR-nummer. Send igen, hvis du mener det."),
    PersonalData.PHONE: N_("Det ligner et telefonnummer. Send igen, hvis du mener det."),
    PersonalData.MAIL: N_("Det ligner en mailadresse. Send igen, hvis du mener det."),
}


def check(text: str, warned: str) -> None:
    """Raise Invalid if the text is empty or too long, or looks like personal data that was not `warned` of before
    (promise P4)."""
    wrong = faults({"text": TEXT}, {"text": text})
    if not wrong and (asked := warnings({"text": text}, warned)):
        found = find_personal_data(text)
        assert found is not None
        wrong = asked | {"text": LOOKS_LIKE[found]}
    if wrong:
        raise Invalid(NOT_SAVED, fields=wrong)


async def write(runtime: Runtime, seat: Seat, idea: Idea, typed: Mapping[str, str]) -> None:
    """Keep a note. The same `key` with the same words is the same note; with other words both are kept.

    Raises Invalid for the words, Full when the idea has too many notes, NotAllowed for anyone but staff, and NotFound
    before the idea is shown.
    """
    text, submission = typed.get("text", "").strip(), typed.get("key", "")[:64]
    check(text, typed.get("warned", ""))
    async with changing(runtime, seat, Act.PROGRESS) as change:
        about = await change.session.get_one(Idea, idea.id)
        if about.shown_at is None:
            raise NotFound
        known = await _known(change, submission)
        if known is not None and (known.idea_id, known.text) != (about.id, text):
            submission = other_key(submission, about.public_id, text)
            known = await _known(change, submission)
        if known is not None:
            return
        await hold(change.session, Bounded.STAFF_NOTES, col(StaffNote.idea_id) == about.id)
        change.session.add(
            StaffNote(idea_id=about.id, seat_id=change.by.id, submission=submission, at=change.now, text=text)
        )
        change.tell(StaffNoteWritten(about.id))


async def _known(change: Change, submission: str) -> StaffNote | None:
    query = select(StaffNote).where(StaffNote.seat_id == change.by.id, StaffNote.submission == submission)
    return (await change.session.execute(query)).scalar_one_or_none()
