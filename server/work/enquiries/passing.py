"""Passing an enquiry to the level that it belongs to, when it was put to the wrong one."""

from collections.abc import Mapping

from schemas.person import Person
from server.core.days import danish_day
from server.core.errors import N_, Invalid
from server.core.runtime import Runtime
from server.core.trail import note_done
from server.mail import links
from server.mail.letters import Letter
from server.organisation.units.named import unit_named
from server.work.enquiries import letters
from server.work.enquiries.answering import awaited
from server.work.enquiries.levels import Reader, levels, writer_of

NOT_PASSED = N_("Henvendelsen er ikke sendt videre endnu.")
NO_UNIT = N_("Skriv en enhed, der findes her.")
NO_LEADER = N_("Enheden har ingen leder, og der er heller ingen over den. Vælg en anden.")
OWN = N_("Det er din egen enhed. Vælg en anden, eller svar selv.")


async def pass_on(runtime: Runtime, by: Person, public_id: str, typed: Mapping[str, str]) -> None:
    """Put an enquiry to whoever leads the unit that was typed. From then on they read it, and whoever passed it on no
    longer does. The date that the citizen was promised stays. Raises NotFound for whoever does not answer it, Invalid,
    and NotNow if it was answered or erased meanwhile."""
    async with runtime.database.begin() as session:
        enquiry, level = await awaited(session, by, public_id)
        unit_id = await unit_named(session, level.unit_id, typed.get("unit", "").strip())
        if unit_id is None:
            raise Invalid(NOT_PASSED, fields={"unit": NO_UNIT})
        new = next(iter(await levels(session, unit_id)), None)
        if new is None or new.has(by.id):
            raise Invalid(NOT_PASSED, fields={"unit": OWN if new else NO_LEADER})
        enquiry.level_id, enquiry.nobody_at = unit_id, None
        settings, day = runtime.settings, danish_day(enquiry.answer_by)
        told: list[tuple[Reader, Letter, str]] = [
            (reader, letters.asked(reader.name, day, links.answers(settings)), "enquiry_asked")
            for reader in new.readers
        ]
        said = letters.passed_on(new.unit, new.leader.name, day, letters.page_of(settings, enquiry))
        told += [
            (reader, said, "enquiry_passed")
            for reader in await writer_of(session, enquiry)
            if reader.id != by.id and not new.has(reader.id)
        ]
        for reader, each, reason in sorted(told, key=lambda one: one[0].mail):
            await letters.send(session, settings, reader, each, reason, enquiry.public_id, new.unit_id)
        note_done(session, settings.secret, by.id)
