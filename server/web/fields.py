"""What every typed field is checked for, in one place. What a text may contain at all is in schemas/typed_text.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.personal_data import PersonalData, find_personal_data
from server.core.errors import N_, Sentence

SEVERAL_LINES = {"list", "message", "responsible", "text", "themes", "words"}
"""The names of fields with several lines; all other fields have one."""
FOUND = {
    PersonalData.CPR: N_("Det ligner et CPR-nummer. Skriv det uden. Ring til afdelingen, hvis det haster."),
    PersonalData.PHONE: N_("Det ligner et telefonnummer. Skriv det uden, så kan alle trygt læse det."),
    PersonalData.MAIL: N_("Det ligner en mailadresse. Skriv det uden, så kan alle trygt læse det."),
}
"""What to say about personal data in what a member types for everybody to read, be it a name, an organisation or a
text, unless the field has sentences of its own."""
TOO_LONG = N_("Det er for langt. Der er plads til %(most)s tegn. Du har skrevet %(many)s.")


def has_lines(name: str) -> bool:
    """Whether a field of that name, or of that name with a suffix ("text-3"), may hold more than one line."""
    return name.partition("-")[0] in SEVERAL_LINES


@dataclass(frozen=True)
class Field:
    """The rules of a field: at most `most` characters; what to say if it is `missing` ("": it may be empty); and what
    to say if personal data is `found`, which stops a member's text (None: the field is for staff, who are only warned,
    by server/web/personal_data_warning.py)."""

    most: int
    missing: str = ""
    found: Mapping[PersonalData, str] | None = None
    least: int = 1
    """Characters below which it counts as empty."""
    long: str = TOO_LONG
    """What to say of more characters than fit; it may name %(most)s and %(many)s."""

    def wrong(self, typed: str) -> str:
        """The sentence to show at the field, or "" if `typed` is good. Nothing is ever truncated."""
        if self.missing and len(" ".join(typed.split())) < self.least:
            return self.missing
        if len(typed) > self.most:
            return Sentence(self.long, most=self.most, many=len(typed))
        if self.found and (kind := find_personal_data(typed)):
            return self.found[kind]
        return ""


def faults(fields: Mapping[str, Field], typed: Mapping[str, str]) -> dict[str, str]:
    """A sentence, by name, for each of `fields` that cannot be used as it was typed."""
    return {name: wrong for name, field in fields.items() if (wrong := field.wrong(typed.get(name, "")))}
