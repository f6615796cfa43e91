"""What can go wrong, as sentences for people. `server/web/error_pages.py` turns each into an answer with its status."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext knows
    """Mark a Danish sentence for the catalogue. Returns it unchanged: it is translated where it is shown."""
    return sentence


class Sentence(str):
    """A Danish sentence that carries its values, for places that pass sentences on as plain strings."""

    values: dict[str, object]

    def __new__(cls, danish: str, **values: object) -> Self:
        sentence = super().__new__(cls, danish)
        sentence.values = values
        return sentence


@dataclass
class Problem(Exception):
    """Something a person should read. `sentence` is Danish; `values` are filled in after translation."""

    sentence: str
    values: dict[str, object] = field(default_factory=dict)
    status = 400
    retry_after = 0
    """Seconds after which to try again, for what passes. 0 if trying again does not help."""

    def __post_init__(self) -> None:
        self.values = {**getattr(self.sentence, "values", {}), **self.values}


class NotFound(Problem):
    """It does not exist or is not for this visitor; the answer does not tell which."""

    status = 404

    def __init__(self) -> None:
        super().__init__(N_("Siden findes ikke, eller du er ikke med her. Har du en kode, så gå med i mødet igen."))


class Gone(Problem):
    """It was open to everybody once, and is no longer."""

    status = 410

    def __init__(self) -> None:
        super().__init__(N_("Siden er taget ned. Det, der stod her, kan ikke læses mere."))


class SignedOut(Problem):
    """Their time is over (server/core/signed_in.py). What they sent is not lost: they sign in, and send it again."""

    status = 401

    def __init__(self) -> None:
        super().__init__(N_("Du er logget ud. Log ind igen i en ny fane, og send så det, du skrev, herfra."))


class NotAllowed(Problem):
    """The role may never do this."""

    status = 403

    def __init__(self, sentence: str = N_("Det kan du ikke gøre med din rolle.")) -> None:
        super().__init__(sentence)


class NotNow(Problem):
    """It came too early or too late; nobody did anything wrong."""

    status = 409


class TooMany(Problem):
    """Too many requests from one browser or address, or too many tries at a code."""

    status = 429
    retry_after = 2

    def __init__(self) -> None:
        super().__init__(N_("Det går lidt hurtigt. Vent et øjeblik, og prøv igen."))


class TooMuch(Problem):
    """A body larger than any form of ours."""

    status = 413

    def __init__(self) -> None:
        super().__init__(N_("Det er for langt. Gør teksten kortere, og send igen."))


class NotAForm(Problem):
    """A body that no form of ours sends: another media type, or not UTF-8."""

    status = 415

    def __init__(self) -> None:
        super().__init__(N_("Vi kunne ikke læse det, du sendte. Åbn siden igen, og prøv en gang til."))


class Away(Problem):
    """Something we need is away for a moment: the database is gone, slow, full or read-only. Trying again helps."""

    status = 503
    retry_after = 5

    def __init__(
        self, sentence: str = N_("Vi kan ikke gemme eller hente noget lige nu. Vent et øjeblik, og prøv igen.")
    ) -> None:
        super().__init__(sentence)


class Failed(Problem):
    """A fault of ours that nothing else has caught."""

    status = 500
    retry_after = 5

    def __init__(self) -> None:
        super().__init__(N_("Der skete en fejl hos os. Prøv igen om lidt."))


@dataclass
class Invalid(Problem):
    """What was typed cannot be used as it is. `fields` has a sentence by field; the form keeps what was typed."""

    fields: dict[str, str] = field(default_factory=dict)
    status = 422


@dataclass
class Full(Invalid):
    """A bound is reached. `ask` asks the coordinator for more room, in a change of its own after this one was rolled
    back; None when there is nothing to ask for or somebody has already asked."""

    ask: Callable[[Any], Awaitable[None]] | None = None
    status = 409


@dataclass
class Outdated(Problem):
    """The edit was made on an older version. `theirs` is what is stored now."""

    theirs: object = None
    status = 409
