"""What is asked of a typed field, said in one way for all. What a text may hold at all: schemas/typed_text.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.personal_data import PersonalData, find_personal_data
from server.core.errors import N_, Sentence

SEVERAL_LINES = {"list", "responsible", "text", "themes", "words"}
"""The names of the fields that are shown as a box of several lines; all other fields hold one."""
FOUND = {
    PersonalData.CPR: N_("Det ligner et CPR-nummer. Skriv idéen uden det. Ring til afdelingen, hvis det haster."),
    PersonalData.PHONE: N_("Det ligner et telefonnummer. Skriv idéen uden det, så kan alle trygt læse den."),
    PersonalData.MAIL: N_("Det ligner en mailadresse. Skriv idéen uden den, så kan alle trygt læse den."),
}
"""What is said of personal data in what a member typed for all to read, where nothing else is said of it."""
TOO_LONG = N_("Det er for langt. Der er plads til %(most)s tegn. Du har skrevet %(many)s.")


def has_lines(name: str) -> bool:
    """Whether a form's field of that name may hold more than one line."""
    return name.partition("-")[0] in SEVERAL_LINES


@dataclass(frozen=True)
class Field:
    """How much fits, what is said when it is empty (nothing: it may be), and what is said of a member's personal data,
    which stops their text (nothing: it is staff's, who are warned by server/web/personal_data_warning.py)."""

    most: int
    missing: str = ""
    found: Mapping[PersonalData, str] | None = None
    least: int = 1
    """Characters without which it is as good as empty."""

    def wrong(self, typed: str) -> str:
        """The sentence that stands at the field, or "". Nothing is ever cut."""
        if self.missing and len(" ".join(typed.split())) < self.least:
            return self.missing
        if len(typed) > self.most:
            return Sentence(TOO_LONG, most=self.most, many=len(typed))
        if self.found and (kind := find_personal_data(typed)):
            return self.found[kind]
        return ""


def faults(fields: Mapping[str, Field], typed: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each of `fields` that cannot be used as it was typed."""
    return {name: wrong for name, field in fields.items() if (wrong := field.wrong(typed.get(name, "")))}
