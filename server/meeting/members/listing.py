"""What a coordinator types of somebody on the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.roles import JOINABLE, Role
from schemas.seat import ORGANISATION_MAX
from server.core.addresses import NO_ADDRESS, NotAnAddress, mail_address
from server.core.days import months_after
from server.core.errors import N_, Invalid
from server.meeting.members.contact import NOT_SAVED
from server.meeting.members.terms import LONGEST, usual_end
from server.meeting.seats.names import wrong_name
from server.web.fields import FOUND, Field
from server.web.typed_dates import NO_DAY, read_day

ORGANISATION = Field(ORGANISATION_MAX, found=FOUND)
NO_NAME = N_("Skriv et navn. Fornavn er nok.")
NO_ROLE = N_("Vælg, hvem personen er her som.")
BACKWARDS = N_("Perioden slutter, før den begynder.")
TOO_LONG = N_("En periode kan højst vare seks år.")
NO_SUBSTITUTE = N_("Vælg en anden fra listen.")


@dataclass(frozen=True)
class Listing:
    """What a coordinator typed of somebody on the list."""

    role: Role
    name: str
    organisation: str
    starts_on: date
    ends_on: date
    substitute: str
    """The public id of another on the list; "" for nobody."""

    @property
    def listed(self) -> dict[str, Any]:
        """What is stored of it, but for the substitute."""
        return {name: getattr(self, name) for name in ("role", "name", "organisation", "starts_on", "ends_on")}

    @classmethod
    def read(cls, typed: Mapping[str, str], today: date) -> "Listing":
        """Read a form; without days the term is one of the usual length from today. Raises Invalid with a sentence per
        field."""
        name, organisation = typed.get("name", "").strip(), typed.get("organisation", "").strip()
        role = Role(typed["role"]) if typed.get("role") in {each.value for each in JOINABLE} else None
        wrong = {
            "name": wrong_name(name) if name else NO_NAME,
            "organisation": ORGANISATION.wrong(organisation),
            "role": "" if role else NO_ROLE,
        }
        starts_on = _day(typed, "starts", today, today, wrong)
        ends_on = _day(typed, "ends", today, usual_end(starts_on), wrong)
        if not wrong.get("ends") and ends_on < starts_on:
            wrong["ends"] = BACKWARDS
        if not wrong.get("ends") and ends_on > months_after(starts_on, LONGEST):
            wrong["ends"] = TOO_LONG
        wrong = {field: sentence for field, sentence in wrong.items() if sentence}
        if wrong or role is None:
            raise Invalid(NOT_SAVED, fields=wrong)
        return cls(role, name, organisation, starts_on, ends_on, typed.get("substitute", ""))


def _day(typed: Mapping[str, str], field: str, today: date, usual: date, wrong: dict[str, str]) -> date:
    text = typed.get(field, "").strip()
    day = read_day(text, today) if text else usual
    if day is None:
        wrong[field] = NO_DAY
    return day or usual


def address_in(typed: str) -> str:
    """The address that was typed; "" where none was. Raises Invalid."""
    if not typed.strip():
        return ""
    try:
        return mail_address(typed)
    except NotAnAddress:
        raise Invalid(NOT_SAVED, fields={"mail": NO_ADDRESS}) from None
