"""The words of an idea as typed, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.idea import TEXT_MAX, THEME_MAX, TITLE_MAX, Idea, Statement, Wish
from schemas.individual_case import Case
from schemas.personal_data import PersonalData
from server.core.errors import N_, Invalid
from server.web.fields import Field, faults
from server.web.individual_cases import OWN, ask_once

FOUND = {
    PersonalData.CPR: N_("Det ligner et CPR-nummer. Skriv idéen uden det. Ring til afdelingen, hvis det haster."),
    PersonalData.PHONE: N_("Det ligner et telefonnummer. Skriv idéen uden det, så kan alle trygt læse den."),
    PersonalData.MAIL: N_("Det ligner en mailadresse. Skriv idéen uden den, så kan alle trygt læse den."),
}
OPEN_WORDS = "open_words"
"""The box with which an author says yes to these words in an open record."""
FIELDS = {
    "title": Field(TITLE_MAX, N_("Skriv en overskrift, så andre kan se, hvad idéen handler om."), FOUND),
    "text": Field(TEXT_MAX, found=FOUND),
    "theme": Field(THEME_MAX, found=FOUND),
}


@dataclass(frozen=True)
class Wording:
    """What a person typed; its fields have the same names as the idea's. Call `check()` before storing it."""

    title: str
    text: str
    theme: str
    statement: Statement | None
    wish: Wish | None = None

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> "Wording":
        """The words of a form."""
        statement, wish = typed.get("statement", ""), typed.get("wish", "")
        words = {name: typed.get(name, "").strip() for name in FIELDS}
        return cls(
            **words,
            statement=Statement(statement) if statement in set(Statement) else None,
            wish=Wish(wish) if wish in set(Wish) else None,
        )

    def check(self) -> None:
        """Raise Invalid with a sentence per field. A text is never cut off."""
        if wrong := faults(FIELDS, vars(self)):
            raise Invalid(N_("Idéen er ikke sendt endnu. Ret det, der står ved felterne."), fields=wrong)

    def ask(self, typed: Mapping[str, str], before: Idea | None = None, says: Mapping[Case, str] = OWN) -> "Wording":
        """The same words, once the form `typed` says that they have been asked about. Raises Asked if they look like
        somebody's own case and those that they replace, if any, do not."""
        ask_once(FIELDS, vars(self), typed, f"{before.title}\n{before.text}" if before else "", says)
        return self
