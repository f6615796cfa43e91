"""What those who moderate decide about what others wrote. Each says which version of the screening they looked at: of
two who decide at once, the second is shown what the first decided."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from schemas.act import Act
from schemas.comment import Comment
from schemas.idea import TITLE_MAX, Idea, IdeaEdited
from schemas.meeting import Meeting
from schemas.screening import Screening, ScreeningDeed, Verdict
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow, Outdated
from server.core.runtime import Runtime
from server.ideas.comments.commands import TEXT as COMMENT
from server.ideas.comments.hiding import REASON
from server.ideas.ideas.commands import in_open_round
from server.ideas.ideas.wording import FIELDS
from server.room.moderation.moving import log, move, words_of
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings

MESSAGE = Field(REASON.most, N_("Skriv, hvad den, der har skrevet, skal vide. Kun de læser det."))
NO_RULE = N_("Vælg, hvilken regel det går imod.")
NOT_SENT = N_("Det er ikke besluttet endnu. Ret det, der står ved felterne.")
OWN = N_("Det er dine egne ord. En anden skal se på dem.")
VOTED_ON = N_("Der stemmes om idéen nu. Du kan beslutte det, når afstemningen er slut.")


async def show(runtime: Runtime, seat: Seat, screening: Screening, version: int) -> None:
    """Let others read it: at once, or at the reveal where the phase hides new ideas. Raises Outdated."""
    async with _deciding(runtime, seat, screening, version) as (change, stored):
        await move(change, stored, Verdict.SHOWN, ScreeningDeed.SHOWN)


async def ask(runtime: Runtime, seat: Seat, screening: Screening, version: int, message: str, warned: str = "") -> None:
    """Ask its writer for other words, with a message that only they read. Nobody reads it meanwhile. Raises Invalid for
    the message, Outdated, and NotNow while it is voted on."""
    _check({"message": MESSAGE}, {"message": message}, warned)
    async with _deciding(runtime, seat, screening, version) as (change, stored):
        stored.message = message
        await move(change, stored, Verdict.ASKED, ScreeningDeed.ASKED)


async def correct(
    runtime: Runtime, seat: Seat, screening: Screening, version: int, title: str, text: str, message: str
) -> None:
    """Propose other words to its writer, who says yes or no. Nothing is changed before. A comment has no title. Raises
    Invalid for the words or the message, and Outdated."""
    fields = {"text": COMMENT} if screening.comment_id else {"title": FIELDS["title"], "text": FIELDS["text"]}
    typed = {"text": text, "message": message} | ({} if screening.comment_id else {"title": title})
    _check(fields | {"message": Field(MESSAGE.most)}, typed, None)
    async with _deciding(runtime, seat, screening, version) as (change, stored):
        stored.title, stored.text, stored.message = title[:TITLE_MAX], text, message
        await move(change, stored, Verdict.CORRECTED, ScreeningDeed.CORRECTED)


async def refuse(
    runtime: Runtime,
    seat: Seat,
    screening: Screening,
    version: int,
    rule: int,
    message: str = "",
    *,
    rules: Collection[int],
    warned: str = "",
) -> None:
    """Not show it, by one of the board's `rules`. Its writer sees which, and the message if there is one. Raises
    Invalid, Outdated, and NotNow while it is voted on."""
    _check({"message": Field(MESSAGE.most)}, {"message": message}, warned)
    if rule not in rules:
        raise Invalid(NOT_SENT, fields={"rule": NO_RULE})
    async with _deciding(runtime, seat, screening, version) as (change, stored):
        stored.rule, stored.message = rule, message
        await move(change, stored, Verdict.REFUSED, ScreeningDeed.REFUSED)


async def put_under(runtime: Runtime, seat: Seat, screening: Screening, version: int, theme: str) -> None:
    """Move an idea to another of its meeting's themes, "" for none. Nothing else is decided by it. Raises Invalid for a
    theme that the meeting does not have, and Outdated."""
    async with _deciding(runtime, seat, screening, version) as (change, stored):
        words = await words_of(change, stored)
        meeting = await change.session.get_one(Meeting, stored.meeting_id)
        if not isinstance(words, Idea) or theme not in ("", *meeting.offered):
            raise Invalid(NOT_SENT, fields={"theme": N_("Vælg et af mødets emner.")})
        if words.theme == theme:
            return
        words.theme, words.version = theme, words.version + 1
        change.tell(IdeaEdited(words.id))
        await log(change, stored, ScreeningDeed.MOVED, by_writer=False)


def _check(fields: dict[str, Field], typed: dict[str, str], warned: str | None) -> None:
    wrong = faults(fields, typed)
    if wrong or (wrong := warnings({"message": typed["message"]}, warned) if warned is not None else {}):
        raise Invalid(NOT_SENT, fields=wrong)


@asynccontextmanager
async def _deciding(
    runtime: Runtime, seat: Seat, screening: Screening, version: int
) -> AsyncIterator[tuple[Change, Screening]]:
    async with changing(runtime, seat, Act.MODERATE) as change:
        stored = await change.session.get_one(Screening, screening.id)
        if stored.version != version:
            raise Outdated(N_("En anden har set på det imens. Se, hvad der blev besluttet."), theirs=stored)
        words = await words_of(change, stored)
        if words.seat_id == change.by.id:
            raise NotNow(OWN)
        if not isinstance(words, Comment) and await in_open_round(change, words):
            raise NotNow(VOTED_ON)
        yield change, stored
