"""The words of an idea as they were typed, and what is wrong with them."""

from dataclasses import dataclass

from schemas.idea import (
    TEXT_MAX,
    THEME_MAX,
    TITLE_MAX,
    Statement,
)
from server.errors import N_, Invalid
from server.fields import FOUND, Field, faults

FIELDS = {
    "title": Field(TITLE_MAX, N_("Skriv en overskrift, så andre kan se, hvad idéen handler om."), FOUND),
    "text": Field(TEXT_MAX, found=FOUND),
    "theme": Field(THEME_MAX, found=FOUND),
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
        if wrong := faults(FIELDS, {"title": self.title, "text": self.text, "theme": self.theme}):
            raise Invalid(N_("Idéen er ikke sendt endnu. Ret det, der står ved felterne."), fields=wrong)
