"""Who is invited by mail: a list as people write it, one to a line."""

import re
from dataclasses import dataclass

from schemas.follow import MAIL_MAX
from schemas.personal_data import find_personal_data
from schemas.seat import NAME_MAX
from server.errors import N_, Invalid
from server.follows.commands import ADDRESS

MOST = 50
WITH_NAME = re.compile(r"(?P<name>[^<>]*)<(?P<mail>[^<>]*)>")
NOBODY = N_("Skriv mindst én mailadresse.")
TOO_MANY = N_("Send højst til %(most)s ad gangen.")
UNREAD = N_("Linje %(line)s kan ikke læses: “%(text)s”. Skriv %(mail)s eller %(named)s.")
EXAMPLES = {"mail": "navn@eksempel.dk", "named": "Navn <navn@eksempel.dk>"}


@dataclass(frozen=True)
class Recipient:
    """One address, and what the person is called if it was told."""

    mail: str
    name: str = ""


def read(typed: str) -> list[Recipient]:
    """The recipients of a list with one to a line, each address once. Raises Invalid and says which line is wrong."""
    found: dict[str, Recipient] = {}
    for number, line in enumerate(typed.splitlines(), 1):
        text = line.strip().rstrip(",;").strip()
        if not text:
            continue
        named = WITH_NAME.fullmatch(text)
        name, mail = (named["name"].strip().strip('"'), named["mail"].strip().lower()) if named else ("", text.lower())
        right = len(mail) <= MAIL_MAX and ADDRESS.fullmatch(mail) and len(name) <= NAME_MAX
        if not right or find_personal_data(name):
            raise Invalid(UNREAD, {"line": number, "text": text[:60], **EXAMPLES})
        found.setdefault(mail, Recipient(mail, name))
    if not found:
        raise Invalid(NOBODY)
    if len(found) > MOST:
        raise Invalid(TOO_MANY, {"most": MOST})
    return list(found.values())
