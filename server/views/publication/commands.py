"""What a coordinator puts on the open page, and takes off it again."""

import re
from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.act import Act
from schemas.idea import TEXT_MAX, TITLE_MAX, Idea
from schemas.publication import OpenIdea, PublicationChanged
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow, Sentence
from server.core.runtime import Runtime
from server.views.public.content import may_be_shown
from server.views.public.wordings import Words, digest_of, load_wordings, may_go
from server.views.publication.stored import opened_row, own_publication
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings

RETOLD = {"title": Field(TITLE_MAX, N_("Skriv idéen med få ord.")), "text": Field(TEXT_MAX)}
WRONG = N_("Det er ikke sendt endnu. Ret det, der står ved feltet.")
NOT_THERE = N_("Idéen kan ikke stå på den åbne side nu.")
NO_YES = N_("Ikke alle har sagt ja til, at andre må læse deres ord. Fortæl idéen med dine egne ord.")
OTHER_WORDS = N_("Ordene er ændret, siden du så dem. Se dem igen.")
COPIED = N_(
    "Her står %(many)s ord som i idéen: “%(run)s”. Den, der skrev dem, har ikke sagt ja. Send igen, hvis du mener det."
)
WORD = r"\w+"
RUN = 6
"""Words in a row that count as copied."""


async def put_up(runtime: Runtime, seat: Seat, idea: Idea, seen: str) -> None:
    """Put an idea up in its members' words. `seen` is the digest of those that the coordinator has looked at. Raises
    NotNow unless everybody whose words stand there said yes, and for other words than were seen."""
    async with changing(runtime, seat, Act.PUBLISH) as change:
        stored = await _shown(change, idea)
        wordings = (await load_wordings(change.session, [stored.id])).get(stored.id, ())
        if not may_go(wordings):
            raise NotNow(NO_YES)
        if seen != digest_of(wordings).hex():
            raise NotNow(OTHER_WORDS)
        await _put(change, stored, None, digest_of(wordings))


def read_retelling(typed: Mapping[str, str], wordings: Iterable[Words]) -> Words:
    """The coordinator's own words for an idea. Raises Invalid with a sentence per field; of what looks like personal
    data, and of a long run of words copied from members who gave no yes, staff are only warned."""
    words = {name: typed.get(name, "").strip() for name in RETOLD}
    wrong = faults(RETOLD, words)
    if not wrong:
        wrong = warnings(words, typed.get("warned", ""))
    if not wrong and (run := copied(f"{words['title']} . {words['text']}", wordings)) and typed.get("copied") != run:
        many = len(run.split())
        wrong = {"text": Sentence(COPIED, many=many, run=run), "copied": run, "warned": typed.get("warned", "")}
    if wrong:
        raise Invalid(WRONG, fields=wrong)
    return Words(words["title"], words["text"])


def copied(retold: str, wordings: Iterable[Words]) -> str:
    """The longest run of at least RUN words that a retelling has from any wording, in lower case; "" for none."""
    told = re.findall(WORD, retold.lower())
    longest = ""
    for each in wordings:
        said = f" {' '.join(re.findall(WORD, f'{each.title} {each.text}'.lower()))} "
        for first in range(len(told)):
            last = first + max(RUN, len(longest.split()) + 1)
            while last <= len(told) and f" {' '.join(told[first:last])} " in said:
                longest, last = " ".join(told[first:last]), last + 1
    return longest


async def look_at_retelling(runtime: Runtime, idea: Idea, typed: Mapping[str, str]) -> Words:
    """A retelling as it was typed, to be looked at; nothing is stored. Raises Invalid."""
    async with runtime.database.snapshot() as session:
        return read_retelling(typed, await without_yes(session, idea.id))


async def retell(runtime: Runtime, seat: Seat, idea: Idea, typed: Mapping[str, str]) -> None:
    """Put an idea up in the coordinator's words, in place of what stood there. Raises Invalid and NotNow."""
    async with changing(runtime, seat, Act.PUBLISH) as change:
        stored = await _shown(change, idea)
        await _put(change, stored, read_retelling(typed, await without_yes(change.session, stored.id)), b"")


async def without_yes(session: AsyncSession, idea_id: int) -> list[Words]:
    """The wordings of an idea whose authors gave no yes."""
    found = (await load_wordings(session, [idea_id])).get(idea_id, ())
    return [each.words for each in found if not each.yes]


async def take_off(runtime: Runtime, seat: Seat, idea: Idea) -> None:
    """Take an idea off the page, also on a board that is closed. Doing it again changes nothing."""
    async with changing(runtime, seat, Act.MODERATE) as change:
        opened = await change.session.get(OpenIdea, idea.id)
        if opened is not None and opened.shown_at is not None:
            opened.shown_at = None
            change.tell(PublicationChanged(idea.id))


async def _shown(change: Change, idea: Idea) -> Idea:
    stored = await change.session.get_one(Idea, idea.id)
    if not may_be_shown(stored):
        raise NotNow(NOT_THERE)
    return stored


async def _put(change: Change, idea: Idea, retold: Words | None, digest: bytes) -> None:
    await own_publication(change)
    opened = await opened_row(change, idea.id)
    was = (opened.shown_at is not None, opened.retold, opened.title, opened.text, opened.digest)
    words = retold or Words("", "")
    opened.retold, opened.title, opened.text, opened.digest = retold is not None, words.title, words.text, digest
    if was != (True, opened.retold, opened.title, opened.text, opened.digest):
        opened.shown_at, opened.shown_by = change.now, change.by.id
        change.tell(PublicationChanged(idea.id))
