"""Mail addresses as people type and paste them: one way to read one, and one way to read many.

An address is stored in lower case and in letters that every mail server accepts: a domain with others is written in
punycode (navn@xn--rdovre-bya.dk). Before the @ only ASCII is accepted, since few mail servers deliver anything else.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr

import idna

from schemas.follow import MAIL_MAX
from schemas.typed_text import as_kept
from server.core.errors import N_

NO_ADDRESS = N_("Det ligner ikke en mailadresse. Skriv den som navn@eksempel.dk.")
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# A quoted name, a word, or a single separator.
_PIECE = re.compile(r"\"[^\"]*\"|[^\s<>()\[\],;:\"]+|.")
_LABELS = {"mailto", "mail", "e-mail", "email", "til", "to", "cc"}
"""Words before a colon that are nobody's name."""
_BRACKETS = dict.fromkeys(map(ord, "<>()[]:"), " ")


class NotAnAddress(ValueError):
    """It is no address that mail can be sent to."""


class Unread(ValueError):
    """A line of a list that cannot be read: its `number`, counted from 1, and its text."""

    def __init__(self, number: int, line: str) -> None:
        super().__init__(number)
        self.number, self.line = number, line


@dataclass(frozen=True)
class Recipient:
    """One address, and the person's name if one was given."""

    mail: str
    name: str = ""


def mail_address(typed: str) -> str:
    """The one address in `typed`, as it is stored; "Anna <a@x.dk>" and "mailto:a@x.dk" are read too. Raises
    NotAnAddress."""
    found = list(_of_line(_plain(typed))) if len(typed) <= 4 * MAIL_MAX else []
    if len(found) != 1:
        raise NotAnAddress
    return found[0].mail


def same_address(typed: str) -> str:
    """The same, but what is no address is returned as typed, in lower case: for look-ups, never to send to."""
    try:
        return mail_address(typed)
    except NotAnAddress:
        return typed.strip().lower()


def sender_of(written: str) -> tuple[str, str]:
    """The name (perhaps "") and address in "Name <address>". Raises NotAnAddress."""
    name, mail = parseaddr(as_kept(written))
    return name, mail_address(mail)


def read_list(typed: str) -> list[Recipient]:
    """The recipients in a list, each address once: one per line, or separated by semicolons, commas, tabs or blanks.
    Names come before addresses (`Anna <a@x.dk>`, `"Hansen, Anna" <a@x.dk>`) or in a column of their own. Raises Unread
    for a line that is neither."""
    found: dict[str, Recipient] = {}
    for number, line in enumerate(as_kept(typed, lines=True).split("\n"), 1):
        try:
            for one in _of_line(_plain(line)):
                found.setdefault(one.mail, one)
        except NotAnAddress:
            raise Unread(number, line.strip()) from None
    return list(found.values())


def _plain(line: str) -> str:
    return unicodedata.normalize("NFKC", as_kept(line, lines=True).replace("\n", " "))


def _of_line(line: str) -> Iterator[Recipient]:
    """The recipients in the parts between semicolons. A part that is only a name belongs to the address after it, as in
    a spreadsheet saved with semicolons."""
    held = ""
    for part in _parts(line):
        words, mails = _words_and_mails(part)
        names = list(map(_name, words))
        if not mails:
            if held and names[0]:
                raise NotAnAddress
            held = held or names[0]
            continue
        after = names.pop()
        # With only a blank in between, a word may have been meant as part of the address.
        befores = (word.rstrip(" ")[-1:] for word, name in zip(words, names, strict=False) if name)
        if any(map(str.isalnum, befores)) or (after and words[-1].lstrip(" ")[:1].isalnum()):
            raise NotAnAddress
        if (held and names[0]) or (after and (held or names[0] or len(mails) > 1)):
            raise NotAnAddress
        names[0], held = names[0] or held or after, ""
        for name, mail in zip(names, mails, strict=True):
            yield Recipient(_checked(mail), name)
    if held:
        raise NotAnAddress


def _checked(mail: str) -> str:
    local, _, domain = mail.lower().partition("?")[0].strip(".'").rpartition("@")
    try:
        domain = idna.encode(domain, uts46=True).decode() if 0 < len(domain) <= MAIL_MAX else ""
    except idna.IDNAError:
        raise NotAnAddress from None
    labels = domain.split(".")
    right = len(local) <= 64 and _LOCAL.fullmatch(local) and all(map(_LABEL.fullmatch, labels))
    named = (len(labels) > 1 and len(labels[-1]) > 1 and not labels[-1].isdigit()) or domain == "localhost"
    if not right or not named or len(local) + 1 + len(domain) > MAIL_MAX:
        raise NotAnAddress
    return f"{local}@{domain}"


def _parts(line: str) -> Iterator[list[str]]:
    part: list[str] = []
    for piece in _PIECE.findall(line):
        if piece == ";":
            yield part
            part = []
        else:
            part.append(piece)
    yield part


def _words_and_mails(part: list[str]) -> tuple[list[str], list[str]]:
    """The text before, between and after the addresses, and the addresses."""
    words: list[list[str]] = [[]]
    mails: list[str] = []
    for at, piece in enumerate(part):
        if "@" in piece and not piece.startswith('"'):
            mails.append(piece)
            words.append([])
        elif piece.lower() not in _LABELS or part[at + 1 : at + 2] != [":"]:
            words[-1].append(piece.strip('"'))
    return ["".join(each) for each in words], mails


def _name(words: str) -> str:
    name = " ".join(words.translate(_BRACKETS).split()).strip(" ,'-•*|")
    return name if any(map(str.isalpha, name)) else ""
