"""Commenting on an idea, or on a case that a body has put to the board. A comment is stored once however often it is
sent, and is never refused for coming late in the meeting."""

from sqlmodel import select

from schemas.act import Act
from schemas.bounds import Bounded
from schemas.codes import new_public_id, other_key
from schemas.comment import COMMENT_MAX, Comment, CommentWritten
from schemas.consultation import Consultation
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.personal_data import PersonalData
from schemas.seat import Seat
from server.core.bounds import hold_own
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.ideas.ideas.written import WRITTEN
from server.web.fields import Field

FOUND = {
    PersonalData.CPR: N_("Det ligner et CPR-nummer. Skriv kommentaren uden det."),
    PersonalData.PHONE: N_("Det ligner et telefonnummer. Skriv kommentaren uden det, så kan alle trygt læse den."),
    PersonalData.MAIL: N_("Det ligner en mailadresse. Skriv kommentaren uden den, så kan alle trygt læse den."),
}
TEXT = Field(COMMENT_MAX, N_("Skriv din kommentar her."), FOUND)
HIDDEN = N_("Koordinatoren har skjult idéen. Det, du skrev, står her endnu.")
KEPT_BACK = N_("Idéen kan ikke læses nu. Det, du skrev, står her endnu.")
WITHDRAWN = N_("Sagen er trukket tilbage. Det, du skrev, står her endnu.")


def check(text: str) -> None:
    """Raise Invalid, with the sentence to show at the field, for a text that is empty, too long, or holds personal
    data. A text is never cut off."""
    if wrong := TEXT.wrong(text):
        raise Invalid(N_("Kommentaren er ikke sendt endnu. Ret det, der står ved feltet."), fields={"text": wrong})


async def write(
    runtime: Runtime, seat: Seat, meeting: Meeting, about: Idea | Consultation, submission: str, text: str
) -> Comment:
    """Add a comment to a shown idea, or to a case of the board. The same `submission` with the same text is the same
    comment; with another text, both are kept.

    Raises Invalid for the text, NotFound before the idea is shown, NotNow for a hidden idea, a case that was withdrawn
    or a meeting that is over, and Full for too many comments.
    """
    check(text)
    async with changing(runtime, seat, Act.COMMENT, meeting) as change:
        idea_id, case_id = await _where(change, about)
        known = await _sent_before(change, submission)
        if known is not None and (known.idea_id, known.consultation_id, known.text) != (idea_id, case_id, text):
            submission = other_key(submission, about.public_id, text)
            known = await _sent_before(change, submission)
        if known is not None:
            return known
        await hold_own(change, Bounded.COMMENTS, in_all=Bounded.MEETING_COMMENTS)
        comment = Comment(
            public_id=new_public_id(),
            board_id=change.board.id,
            meeting_id=change.at.id,
            seat_id=change.by.id,
            submission=submission,
            text=text,
            written_at=change.now,
            idea_id=idea_id,
            consultation_id=case_id,
        )
        change.session.add(comment)
        await change.session.flush()
        await WRITTEN(change, comment)
        change.tell(CommentWritten(idea_id, comment.id, case_id))
    return comment


async def _where(change: Change, about: Idea | Consultation) -> tuple[int | None, int | None]:
    """The idea or the case that the comment hangs on, if something can be said about it now."""
    if isinstance(about, Consultation):
        case = await change.session.get_one(Consultation, about.id)
        if case.withdrawn_at is not None:
            raise NotNow(WITHDRAWN)
        return None, case.id
    idea = await change.session.get_one(Idea, about.id)
    if idea.shown_at is None:
        raise NotFound
    if idea.hidden_at is not None:
        raise NotNow(KEPT_BACK if idea.kept_back else HIDDEN)
    return idea.id, None


async def _sent_before(change: Change, submission: str) -> Comment | None:
    query = select(Comment).where(Comment.seat_id == change.by.id, Comment.submission == submission)
    return (await change.session.execute(query)).scalar_one_or_none()
