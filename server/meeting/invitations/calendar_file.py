"""A meeting as a calendar file (RFC 5545) that puts it in somebody's calendar, updates it there or removes it (RFC
5546)."""

from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from schemas.meeting import Meeting
from server.core.addresses import sender_of
from server.core.days import DENMARK
from server.core.settings import Settings
from server.core.translations import isolated


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


def calendar_file(
    settings: Settings, meeting: Meeting, board: str, recipient: str, method: Method, now: datetime
) -> str:
    """The file for one recipient, as text. The UID stays the same for the life of the meeting. SEQUENCE counts its
    changes, so that a calendar can tell which of two mails is newer. The time zone is spelled out. There is no link in
    it, since people share their calendars."""
    event = Event()
    event.add("uid", f"{meeting.public_id}@{urlsplit(settings.public_url).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at.astimezone(DENMARK))
    event.add("dtend", meeting.planned_end.astimezone(DENMARK))
    event.add("summary", f"{isolated(board)}: {isolated(meeting.title)}")
    if meeting.place:
        event.add("location", meeting.place)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", _address(settings.mail_from))
    guest = _address(recipient)
    guest.params["RSVP"] = vText("FALSE")
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    event.add("attendee", guest)
    calendar = Calendar()
    calendar.add("prodid", "-//Peerboard//DA")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(copenhagen())
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()


def is_over(calendar: str, now: datetime) -> bool:
    """Whether the meeting in a calendar file that we made has ended by `now`. False if the file gives no end."""
    (event,) = Calendar.from_ical(calendar).walk("VEVENT")
    return bool("DTEND" in event and event.decoded("DTEND") <= now)


def copenhagen() -> Timezone:
    """Europe/Copenhagen as it has been since 1996, as two recurrence rules. A table with every year would be longer
    than the mail."""
    zone = Timezone()
    zone.add("tzid", "Europe/Copenhagen")
    for part, name, month, clock, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, 1, 2),
        (TimezoneStandard(), "CET", 10, 3, 2, 1),
    ):
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, clock))  # noqa: DTZ001 - local, as the rule wants it
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone


def _address(written: str) -> vCalAddress:
    name, mail = sender_of(written)
    address = vCalAddress(f"mailto:{mail}")
    if name:
        address.params["CN"] = vText(name)
    return address
