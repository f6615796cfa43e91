"""The answer to a case goes back to the body: when the minutes with it are approved, in the words that stand there."""

from schemas.consultation import Consultation, ConsultationChanged
from schemas.unit import Unit
from server.core.change import Change
from server.core.settings import Settings
from server.organisation.units.ladder import who_lead
from server.work.consultations import letters
from server.work.consultations.queries import answered_at_meeting
from server.work.consultations.watching import link_to, write


async def reply(change: Change, settings: Settings, meeting_id: int) -> None:
    """As part of approving a meeting's minutes: each case with words in them is answered, and its body is told. What
    was answered before stays as it was."""
    for case in await answered_at_meeting(change.session, meeting_id):
        if not case.open:
            continue
        case.answered_at = change.now
        change.tell(ConsultationChanged(case.id))
        await _tell(change, settings, case)


async def _tell(change: Change, settings: Settings, case: Consultation) -> None:
    unit = await change.session.get(Unit, case.unit_id) if case.unit_id else None
    if unit is None:
        return
    board, reason = change.board.name, ("consultation_answered", case.id)
    signed_in = letters.answered(board, case.body, link_to(settings, case))
    readers = [(person.mail, person.reads) for person in await who_lead(change.session, unit.id)]
    await write(change.session, settings, case, signed_in, readers, reason, change.now)
    if unit.answers and unit.answers not in {mail for mail, _ in readers}:
        without = letters.answered(board, case.body, f"{settings.public_url}/replies/{case.token}")
        await write(change.session, settings, case, without, [(unit.answers, "da")], reason, change.now)
