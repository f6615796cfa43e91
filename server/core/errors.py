"""What goes wrong, as sentences for people. `app.py` turns each into an answer with the status that stands here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext knows
    """Mark a Danish sentence for translation; it is translated where it is shown."""
    return sentence


class Sentence(str):
    """A Danish sentence that brings its values with it, for the places that hand on sentences as mere text."""

    values: dict[str, object]

    def __new__(cls, danish: str, **values: object) -> Self:
        told = super().__new__(cls, danish)
        told.values = values
        return told


@dataclass
class Problem(Exception):
    """Something a person should read. `sentence` is Danish; values are filled in after translation."""

    sentence: str
    values: dict[str, object] = field(default_factory=dict)
    status = 400
    retry_after = 0
    """Seconds after which it may be tried again: it passes by itself. 0 where trying again does not help."""

    def __post_init__(self) -> None:
        self.values = {**getattr(self.sentence, "values", {}), **self.values}


class NotFound(Problem):
    """Not there, or not for this visitor: nobody can tell which."""

    status = 404

    def __init__(self) -> None:
        super().__init__(N_("Siden findes ikke, eller du er ikke med her. Har du en kode, så gå med i mødet igen."))


class NotAllowed(Problem):
    """The role may never do this."""

    status = 403

    def __init__(self, sentence: str = N_("Det kan du ikke gøre med din rolle.")) -> None:
        super().__init__(sentence)


class NotNow(Problem):
    """It came too early or too late; an ordinary answer."""

    status = 409


class TooMany(Problem):
    """Too many requests from one seat or about one code."""

    status = 429
    retry_after = 2

    def __init__(self) -> None:
        super().__init__(N_("Det går lidt hurtigt. Vent et øjeblik, og prøv igen."))


class TooMuch(Problem):
    """A form larger than any of ours."""

    status = 413

    def __init__(self) -> None:
        super().__init__(N_("Det er for langt. Gør teksten kortere, og send igen."))


class NotAForm(Problem):
    """A body that no form of ours has: another kind, or letters that are not UTF-8."""

    status = 415

    def __init__(self) -> None:
        super().__init__(N_("Vi kunne ikke læse det, du sendte. Åbn siden igen, og prøv en gang til."))


class Away(Problem):
    """What is needed is not there for a moment: the database is away, slow, full or read-only. Trying again helps."""

    status = 503
    retry_after = 5

    def __init__(
        self, sentence: str = N_("Vi kan ikke gemme eller hente noget lige nu. Vent et øjeblik, og prøv igen.")
    ) -> None:
        super().__init__(sentence)


class Failed(Problem):
    """Our own fault; nobody knows yet which."""

    status = 500
    retry_after = 5

    def __init__(self) -> None:
        super().__init__(N_("Der skete en fejl hos os. Prøv igen om lidt."))


@dataclass
class Invalid(Problem):
    """What was typed cannot be used as it is. `fields` has a sentence per field; what was typed stays in the form."""

    fields: dict[str, str] = field(default_factory=dict)
    status = 422


@dataclass
class Full(Invalid):
    """A bound is met. `ask` asks the coordinator for more room, in a change of its own once this one has left nothing;
    None where there is nothing to ask for, or somebody has asked already."""

    ask: Callable[[Any], Awaitable[None]] | None = None
    status = 409


@dataclass
class Outdated(Problem):
    """The edit started from an older version. `theirs` is what is stored now."""

    theirs: object = None
    status = 409
