"""Letters about enquiries: to the level that answers, to whoever wrote it down, and to the citizen. None of them says
what it is about, or quotes it."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.enquiry import Enquiry
from server.core import clock
from server.core.settings import Settings
from server.mail.hours import next_open
from server.mail.letters import Letter, letter
from server.mail.links import keyed
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.work.enquiries.levels import Reader

HERE = "work/enquiries/letters/"


def asked(name: str, day: date, link: str) -> Letter:
    """To whoever is to answer: somebody has asked."""
    return letter(f"{HERE}asked.txt", name=name, day=day, link=link)


def due_soon(name: str, count: int, day: date, link: str) -> Letter:
    """To the same: `count` answers were promised by `day`, which is near."""
    return letter(f"{HERE}due_soon.txt", name=name, count=count, day=day, link=link)


def overdue(name: str, count: int, link: str) -> Letter:
    """To the same: the date of `count` answers has passed."""
    return letter(f"{HERE}overdue.txt", name=name, count=count, link=link)


def handed_to(name: str, link: str) -> Letter:
    """To the level above: at least one enquiry got no answer, and is theirs now."""
    return letter(f"{HERE}handed_to.txt", name=name, link=link)


def handed_on(unit: str, leader: str, day: date, link: str) -> Letter:
    """To whoever was to answer, and whoever wrote it down: `leader` of `unit` is asked instead."""
    return letter(f"{HERE}handed_on.txt", unit=unit, leader=leader, day=day, link=link)


def passed_on(unit: str, leader: str, day: date, link: str) -> Letter:
    """To whoever wrote it down: it belongs to `unit`, and `leader` is asked instead."""
    return letter(f"{HERE}passed_on.txt", unit=unit, leader=leader, day=day, link=link)


def nobody_above(link: str) -> Letter:
    """To whoever wrote it down: no answer came, and there is nobody left to ask."""
    return letter(f"{HERE}nobody_above.txt", link=link)


def answered(link: str) -> Letter:
    """To whoever wrote it down: there is an answer."""
    return letter(f"{HERE}answered.txt", link=link)


def received(day: date, link: str) -> Letter:
    """To a citizen: somebody has passed on what they asked. `link` is theirs alone."""
    return letter(f"{HERE}received.txt", day=day, link=link)


def replied(link: str) -> Letter:
    """To a citizen: there is an answer."""
    return letter(f"{HERE}replied.txt", link=link)


async def send(session: AsyncSession, settings: Settings, reader: Reader, said: Letter, *reason: object) -> None:
    """Send a letter once, when offices are open. `reason` (a word and ids) identifies it. Of several in one transaction
    send them in order of address."""
    written = said.read_in(reader.language, UNSIGNED)
    ident = message_id(settings, *reason, reader.mail)
    await post(session, reader.mail, written.subject, written.body, ident, at=next_open(clock.now()), by_day=True)


def citizen(enquiry: Enquiry) -> Reader:
    """Whoever asked, as a reader; nobody knows their name, and what they read is Danish until they choose otherwise."""
    return Reader(0, "", enquiry.contact, "da")


def to_citizen(settings: Settings, enquiry: Enquiry) -> tuple[str, ...]:
    """The Message-IDs of all letters to a citizen about their enquiry."""
    words = ("enquiry_received", "enquiry_replied")
    return tuple(message_id(settings, word, enquiry.public_id, enquiry.contact) for word in words)


def token_of(settings: Settings, enquiry: Enquiry) -> str:
    """The token of the citizen's link, 144 bits. It is derived again each time, since the table holds only its hash."""
    return keyed(settings, "enquiry", enquiry.public_id)


def link_of(settings: Settings, enquiry: Enquiry) -> str:
    """The citizen's link."""
    return f"{settings.public_url}/h/{token_of(settings, enquiry)}"


def page_of(settings: Settings, enquiry: Enquiry) -> str:
    """The page of an enquiry, for whoever wrote it down and whoever answers it."""
    return f"{settings.public_url}/enquiries/{enquiry.public_id}"
