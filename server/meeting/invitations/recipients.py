"""Reading the list of people to invite by mail."""

from schemas.personal_data import find_personal_data
from schemas.seat import NAME_MAX
from server.core.addresses import Recipient, Unread, read_list
from server.core.errors import N_, Invalid

MOST = 50
NOBODY = N_("Skriv mindst én mailadresse.")
TOO_MANY = N_("Send højst til %(most)s ad gangen.")
UNREAD = N_("Linje %(line)s kan ikke læses: “%(text)s”. Skriv %(mail)s eller %(named)s.")
EXAMPLES = {"mail": "navn@eksempel.dk", "named": "Navn <navn@eksempel.dk>"}


def read(typed: str) -> list[Recipient]:
    """The recipients on a list as people type or paste it, each address once. Raises Invalid for an empty list, one
    with more than MOST recipients, and a line that cannot be read, which its sentence names."""
    try:
        found = read_list(typed)
    except Unread as unread:
        raise _unread(unread.number, unread.line) from None
    for one in found:
        if len(one.name) > NAME_MAX or find_personal_data(one.name):
            lines = enumerate(typed.splitlines(), 1)
            number, line = next(((n, line) for n, line in lines if one.name in line), (1, one.name))
            raise _unread(number, line.strip())
    if not found:
        raise Invalid(NOBODY)
    if len(found) > MOST:
        raise Invalid(TOO_MANY, {"most": MOST})
    return found


def _unread(number: int, line: str) -> Invalid:
    return Invalid(UNREAD, {"line": number, "text": line[:60], **EXAMPLES})
