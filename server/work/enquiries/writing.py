"""Writing an enquiry down for a citizen, and putting it to the level that answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.bounds import Bounded
from schemas.codes import new_public_id
from schemas.enquiry import CONTACT_MAX, Enquiry, Matter, Reply
from schemas.idea import TEXT_MAX
from schemas.person import Person
from schemas.personal_data import PersonalData
from schemas.unit import Unit
from server.core import clock
from server.core.addresses import NotAnAddress, mail_address
from server.core.bounds import hold
from server.core.days import danish_day
from server.core.errors import N_, Invalid, NotFound
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.core.trail import note_done, specify_things
from server.mail import links
from server.organisation.listeners.queries import units_heard
from server.web.fields import Field, faults
from server.work.deadlines.dates import within
from server.work.enquiries import letters
from server.work.enquiries.levels import Level, levels
from server.work.enquiries.slip import give_ways
from server.work.enquiries.watching import watch

WRONG = N_("Henvendelsen er ikke sendt endnu. Ret det, der står ved felterne.")
CPR = N_("Det ligner et CPR-nummer. Skriv henvendelsen uden det.")
FOUND = {
    PersonalData.CPR: CPR,
    PersonalData.PHONE: N_("Det ligner et telefonnummer. Skriv det i feltet nedenfor i stedet."),
    PersonalData.MAIL: N_("Det ligner en mailadresse. Skriv den i feltet nedenfor i stedet."),
}
FIELDS = {
    "text": Field(TEXT_MAX, N_("Skriv, hvad borgeren spørger om."), FOUND),
    "contact": Field(CONTACT_MAX, found={PersonalData.CPR: CPR, PersonalData.PHONE: "", PersonalData.MAIL: ""}),
}
NO_UNIT = N_("Vælg, hvem det handler om.")
NO_MATTER = N_("Vælg, hvad det handler om.")
NO_REPLY = N_("Vælg, hvordan borgeren får svar.")
NO_MAIL = N_("Skriv borgerens mailadresse.")
NO_LEADER = N_("Enheden har ingen leder, og der er heller ingen over den. Vælg en anden.")
OTHER_WAY = N_("Læs først, hvem der ellers kan hjælpe. Sæt så kryds, hvis der skal spørges.")


@dataclass(frozen=True)
class Wanted:
    """What a form asks for, once it can be used."""

    unit: Unit
    matter: Matter
    text: str
    reply: Reply
    contact: str


async def write(runtime: Runtime, by: Person, typed: Mapping[str, str]) -> Enquiry:
    """Write an enquiry down, and ask whoever is to answer it. The same form sent twice is one enquiry. Raises Invalid,
    Full for too many that wait, and NotFound for somebody without leave."""
    async with runtime.database.begin() as session:
        # Of two copies of one form the second waits here, and finds the first's enquiry.
        await session.get_one(Person, by.id, with_for_update={"key_share": True})
        units = await units_heard(session, by)
        if not units:
            raise NotFound
        submission = _submission(by, typed)
        known = await _sent_before(session, submission)
        if known is not None:
            return known
        wanted = read(typed, units)
        level = next(iter(await levels(session, wanted.unit.id)), None)
        if level is None:
            raise Invalid(WRONG, fields={"unit": NO_LEADER})
        await hold(session, Bounded.ENQUIRIES, Enquiry.written_by == by.id, col(Enquiry.answered_at).is_(None))
        enquiry = _enquiry(by, wanted, submission, level)
        give_ways(runtime.settings, enquiry)
        session.add(enquiry)
        await session.flush()
        await watch(session, enquiry)
        await _tell(session, runtime.settings, enquiry, level, by)
        specify_things("enquiry", [enquiry.public_id])
        note_done(session, runtime.settings.secret, by.id)
    return enquiry


def read(typed: Mapping[str, str], units: list[Unit]) -> Wanted:
    """What was typed. Raises Invalid with a sentence for each field, and for a matter of treatment until the tick says
    that whoever wrote it has seen the other ways."""
    words = {name: typed.get(name, "").strip() for name in FIELDS}
    wrong = faults(FIELDS, words)
    unit = next((each for each in units if each.public_id == typed.get("unit", "")), None)
    matter, reply, contact = typed.get("matter", ""), typed.get("reply", ""), words["contact"]
    if unit is None:
        wrong["unit"] = NO_UNIT
    if matter not in set(Matter):
        wrong["matter"] = NO_MATTER
    if reply not in set(Reply):
        wrong["reply"] = NO_REPLY
    if reply == Reply.MAIL:
        try:
            contact = mail_address(contact)
        except NotAnAddress:
            wrong.setdefault("contact", NO_MAIL)
    if matter == Matter.TREATMENT and typed.get("asked", "") != "1":
        wrong["asked"] = OTHER_WAY
    if wrong or unit is None:
        raise Invalid(WRONG, fields=wrong)
    return Wanted(unit, Matter(matter), words["text"], Reply(reply), contact)


def _submission(by: Person, typed: Mapping[str, str]) -> str:
    """The form's own id, under the account's number: nobody can send another's."""
    return f"{by.id}:{typed.get('key', '')[:40] or new_public_id()}"


async def _sent_before(session: AsyncSession, submission: str) -> Enquiry | None:
    query = select(Enquiry).where(Enquiry.submission == submission)
    return (await session.execute(query)).scalar_one_or_none()


def _enquiry(by: Person, wanted: Wanted, submission: str, level: Level) -> Enquiry:
    now = clock.now()
    return Enquiry(
        public_id=new_public_id(),
        unit_id=wanted.unit.id,
        level_id=wanted.unit.id,
        written_by=by.id,
        submission=submission,
        matter=wanted.matter,
        text=wanted.text,
        reply=wanted.reply,
        contact="" if wanted.reply is Reply.SLIP else wanted.contact,
        written_at=now,
        answer_by=within(now, level.days),
    )


async def _tell(session: AsyncSession, settings: Settings, enquiry: Enquiry, level: Level, by: Person) -> None:
    day, link = danish_day(enquiry.answer_by), links.answers(settings)
    told = [
        (reader, letters.asked(reader.name, day, link), "enquiry_asked")
        for reader in level.readers
        if reader.id != by.id
    ]
    if enquiry.reply is Reply.MAIL:
        said = letters.received(day, letters.link_of(settings, enquiry))
        told.append((letters.citizen(enquiry), said, "enquiry_received"))
    for reader, said, reason in sorted(told, key=lambda each: each[0].mail):
        await letters.send(session, settings, reader, said, reason, enquiry.public_id)
