"""The words of an idea as they were typed, and what is wrong with them."""

from dataclasses import dataclass

from schemas.idea import (
    TEXT_MAX,
    THEME_MAX,
    TITLE_MAX,
    Statement,
)
from schemas.personal_data import PersonalData, find_personal_data
from server.errors import N_, Invalid

FOUND = {
    PersonalData.CPR: N_("Det ligner et CPR-nummer. Skriv idéen uden det. Ring til afdelingen, hvis det haster."),
    PersonalData.PHONE: N_("Det ligner et telefonnummer. Skriv idéen uden det, så kan alle trygt læse den."),
    PersonalData.MAIL: N_("Det ligner en mailadresse. Skriv idéen uden den, så kan alle trygt læse den."),
}


@dataclass(frozen=True)
class Wording:
    """What a person typed. `check()` before it is stored."""

    title: str
    text: str
    theme: str
    statement: Statement | None

    def check(self) -> None:
        """Raise Invalid with a sentence per field; nothing is ever cut."""
        wrong: dict[str, str] = {}
        if not self.title.strip():
            wrong["title"] = N_("Skriv en overskrift, så andre kan se, hvad idéen handler om.")
        elif len(self.title) > TITLE_MAX:
            wrong["title"] = N_("Overskriften er for lang. Der er plads til 300 tegn. Skriv resten i teksten.")
        if len(self.text) > TEXT_MAX:
            wrong["text"] = N_("Teksten er for lang. Der er plads til 4.000 tegn.")
        if len(self.theme) > THEME_MAX:
            wrong["theme"] = N_("Emnet er for langt. Vælg et af dem, der står der.")
        for name, typed in (("title", self.title), ("text", self.text), ("theme", self.theme)):
            if name not in wrong and (found := find_personal_data(typed)):
                wrong[name] = FOUND[found]
        if wrong:
            raise Invalid(N_("Idéen er ikke sendt endnu. Ret det, der står ved felterne."), fields=wrong)
