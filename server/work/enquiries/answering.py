"""Answering an enquiry, with an idea that the citizen may say yes to; and telling the citizen, and saying so."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.enquiry import ANSWERER_MAX, Enquiry, Reply
from schemas.idea import TEXT_MAX
from schemas.person import Person
from schemas.personal_data import PersonalData
from server.core import clock
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.core.trail import note_done
from server.ideas.ideas.wording import FIELDS as IDEA
from server.mail.letters import Letter
from server.web.fields import Field, faults
from server.work.enquiries import letters
from server.work.enquiries.levels import Level, Reader, level_of, writer_of
from server.work.enquiries.queries import load_one

WRONG = N_("Svaret er ikke sendt endnu. Ret det, der står ved felterne.")
ANSWERED = N_("En anden har svaret imens. Dit svar er ikke sendt, men det står her endnu.")
TAKEN_BACK = N_("Borgeren har slettet henvendelsen imens. Der skal ikke svares.")
NO_ANSWER = N_("Skriv et svar til borgeren.")
NO_BOARD = N_("Vælg et peerboard, eller lad felterne om idéen stå tomme.")
CPR = N_("Det ligner et CPR-nummer. Skriv svaret uden det.")
FOUND = {PersonalData.CPR: CPR, PersonalData.PHONE: "", PersonalData.MAIL: ""}
"""A ward's number or address may be what the citizen needs."""
TEXT = {"text": Field(TEXT_MAX, NO_ANSWER, FOUND)}
OFFER = {"title": IDEA["title"], "words": IDEA["text"]}


async def answer(runtime: Runtime, by: Person, public_id: str, typed: Mapping[str, str]) -> None:
    """Answer an enquiry. Whoever wrote it down is told, and the citizen if they wanted mail. Raises NotFound for
    whoever does not answer it, Invalid, and NotNow if it was answered or erased meanwhile."""
    async with runtime.database.begin() as session:
        enquiry, level = await awaited(session, by, public_id)
        wanted = await _read(session, by, public_id, typed)
        for column, value in wanted.items():
            setattr(enquiry, column, value)
        enquiry.answered_at, enquiry.answered_by = clock.now(), by.id
        enquiry.answerer = ", ".join(filter(None, (by.name, by.title, level.unit)))[:ANSWERER_MAX]
        await _tell(session, runtime, enquiry, by)
        note_done(session, runtime.settings.secret, by.id)


async def awaited(session: AsyncSession, by: Person, public_id: str) -> tuple[Enquiry, Level]:
    """An enquiry that waits for an answer of somebody's, locked, and their level. Raises NotFound for whoever does not
    answer it, and NotNow if it was answered or erased meanwhile."""
    enquiry = await _locked(session, public_id)
    level = await level_of(session, enquiry)
    if level is None or not level.has(by.id):
        raise NotFound
    if enquiry.erased_at is not None:
        raise NotNow(TAKEN_BACK)
    if enquiry.answered_at is not None:
        raise NotNow(ANSWERED)
    return enquiry, level


async def _read(session: AsyncSession, by: Person, public_id: str, typed: Mapping[str, str]) -> dict[str, object]:
    words = {name: typed.get(name, "").strip() for name in (*TEXT, *OFFER)}
    wrong = faults(TEXT, words)
    read: dict[str, object] = {"answer": words["text"]}
    wants, named = typed.get("board", ""), words["title"] or words["words"]
    if wants or named:
        wrong |= faults(OFFER, words)
        boards = (await load_one(session, by, public_id)).boards
        board = next((each for each in boards if each.public_id == wants), None)
        if board is None:
            wrong["board"] = NO_BOARD
        else:
            read |= {"board_id": board.id, "idea_title": words["title"], "idea_text": words["words"]}
    if wrong:
        raise Invalid(WRONG, fields=wrong)
    return read


async def _tell(session: AsyncSession, runtime: Runtime, enquiry: Enquiry, by: Person) -> None:
    settings = runtime.settings
    told: list[tuple[Reader, Letter, str]] = []
    said = letters.answered(letters.page_of(settings, enquiry))
    told += [(reader, said, "enquiry_answered") for reader in await writer_of(session, enquiry) if reader.id != by.id]
    if enquiry.reply is Reply.MAIL and enquiry.contact:
        said = letters.replied(letters.link_of(settings, enquiry))
        told.append((letters.citizen(enquiry), said, "enquiry_replied"))
    for reader, said, reason in sorted(told, key=lambda each: each[0].mail):
        await letters.send(session, settings, reader, said, reason, enquiry.public_id)


async def _locked(session: AsyncSession, public_id: str) -> Enquiry:
    query = select(Enquiry).where(col(Enquiry.public_id) == public_id).with_for_update()
    enquiry = (await session.execute(query)).scalar_one_or_none()
    if enquiry is None:
        raise NotFound
    return enquiry


async def own(session: AsyncSession, by: Person, public_id: str) -> Enquiry:
    """An enquiry that somebody wrote down, locked. Raises NotFound for anybody else's."""
    enquiry = await _locked(session, public_id)
    if enquiry.written_by != by.id:
        raise NotFound
    return enquiry


async def say_told(runtime: Runtime, by: Person, public_id: str) -> None:
    """Whoever wrote it down has told the citizen the answer. Raises NotFound, and NotNow while there is none."""
    async with runtime.database.begin() as session:
        enquiry = await own(session, by, public_id)
        if enquiry.answered_at is None:
            raise NotNow(N_("Der er ikke svaret endnu."))
        enquiry.told_at = enquiry.told_at or clock.now()


async def say_handed(runtime: Runtime, by: Person, public_id: str) -> None:
    """The citizen has their slip: it is not shown again. Raises NotFound."""
    async with runtime.database.begin() as session:
        enquiry = await own(session, by, public_id)
        enquiry.handed_at = enquiry.handed_at or clock.now()
