"""The date of an answer: what is due around it, and asking the level above when none came."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.enquiry import ESCALATE_DAYS, Enquiry
from server.core import clock, jobs
from server.core.days import danish_day
from server.core.settings import Settings
from server.mail import links
from server.mail.hours import before_open, next_open
from server.work.deadlines.dates import late_by, soon_at, within
from server.work.enquiries import letters
from server.work.enquiries.levels import ASKS, OPEN, Level, Reader, level_of, next_level, writer_of

WAITING = text(
    """
WITH RECURSIVE ASKS SELECT answer_by FROM enquiry WHERE level_id IN (SELECT id FROM asked) AND OPEN
""".replace("ASKS", ASKS.format(person=":person")).replace("OPEN", OPEN)
)


async def watch(session: AsyncSession, enquiry: Enquiry) -> None:
    """Make due, as part of the caller's transaction, what happens around an enquiry's date. Doing it again changes
    nothing."""
    by = enquiry.answer_by
    moments = {
        "enquiry_due_soon": soon_at(by),
        "enquiry_overdue": before_open(by),
        "enquiry_escalation": late_by(by, ESCALATE_DAYS),
    }
    for kind, at in moments.items():
        await jobs.due(session, kind, enquiry.id, at, dedupe=f"{kind}:{enquiry.id}:{by.timestamp():.0f}")


async def open_one(session: AsyncSession, enquiry_id: int) -> Enquiry | None:
    """An enquiry, locked, if somebody still waits for its answer."""
    enquiry = (
        await session.execute(select(Enquiry).where(Enquiry.id == enquiry_id).with_for_update())
    ).scalar_one_or_none()
    return enquiry if enquiry is not None and enquiry.open else None


async def remind(session: AsyncSession, settings: Settings, enquiry: Enquiry) -> None:
    """Remind whoever is to answer, if the date is near and was not moved; one letter for all of the same day."""
    now, level = clock.now(), await level_of(session, enquiry)
    if level is None or soon_at(enquiry.answer_by) > now or next_open(now) > enquiry.answer_by:
        return
    day, link = danish_day(enquiry.answer_by), links.answers(settings)
    dates = (await session.execute(WAITING, {"person": level.leader.id})).scalars().all()
    count = sum(danish_day(each) == day for each in dates)
    for reader in _in_order(level.readers):
        said = letters.due_soon(reader.name, count, day, link)
        await letters.send(session, settings, reader, said, "enquiry_due_soon", level.leader.id, day)


async def say_late(session: AsyncSession, settings: Settings, enquiry: Enquiry) -> None:
    """Tell whoever is to answer that the date has passed; one letter a day for all. Not when the level above is about
    to be asked: then they hear of that."""
    now, level = clock.now(), await level_of(session, enquiry)
    if level is None or not enquiry.late(now):
        return
    if late_by(enquiry.answer_by, ESCALATE_DAYS) <= now and await next_level(session, enquiry) is not None:
        return
    dates = (await session.execute(WAITING, {"person": level.leader.id})).scalars().all()
    count, day = sum(each < now for each in dates), danish_day(now)
    for reader in _in_order(level.readers):
        said = letters.overdue(reader.name, count, links.answers(settings))
        await letters.send(session, settings, reader, said, "enquiry_overdue", level.leader.id, day)


async def escalate(session: AsyncSession, settings: Settings, enquiry: Enquiry) -> None:
    """Put an enquiry to the level above, with a new date, if it is late enough; or say once that there is none."""
    now = clock.now()
    if late_by(enquiry.answer_by, ESCALATE_DAYS) > now:
        return
    was, new = await level_of(session, enquiry), await next_level(session, enquiry)
    writer = await writer_of(session, enquiry)
    page = letters.page_of(settings, enquiry)
    if new is None:
        if enquiry.nobody_at is None:
            enquiry.nobody_at = now
            for reader in writer:
                await letters.send(session, settings, reader, letters.nobody_above(page), "enquiry_nobody", enquiry.id)
        return
    enquiry.level_id, enquiry.answer_by = new.unit_id, within(now, new.days)
    await watch(session, enquiry)
    day = danish_day(enquiry.answer_by)
    told = [
        (reader, letters.handed_to(reader.name, links.answers(settings)), ("enquiry_to", new.leader.id, day))
        for reader in new.readers
    ]
    said = letters.handed_on(new.unit, new.leader.name, day, page)
    told += [(reader, said, ("enquiry_on", enquiry.id, day)) for reader in writer]
    others = letters.handed_on(new.unit, new.leader.name, day, links.answers(settings))
    told += [(reader, others, ("enquiry_from", enquiry.id, day)) for reader in _before(was, writer)]
    for reader, each, reason in sorted(told, key=lambda one: one[0].mail):
        await letters.send(session, settings, reader, each, *reason)


def _before(level: Level | None, writer: list[Reader]) -> list[Reader]:
    known = {each.id for each in writer}
    return [reader for reader in level.readers if reader.id not in known] if level is not None else []


def _in_order(readers: list[Reader]) -> list[Reader]:
    return sorted(readers, key=lambda reader: reader.mail)
