"""The head of a mail, written so that every mail program reads it back as it was. Python's own folding loses blanks
between the encoded words of a long line, and encodes a long address, which then leads nowhere."""

from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueSingleAddressHeader
from email.policy import SMTP, Policy
from email.utils import formataddr
from typing import Any

SHORT = 60
"""Characters that fit behind the name of a header on its first line."""


def _in_words(text: str, name: str, end: str) -> str:
    """`text` as RFC 2047 has it: encoded as a whole, blanks included, unless it is short and plain."""
    if text.isascii() and "=?" not in text and len(text) <= SHORT:
        return text
    return Header(text, "utf-8", header_name=name).encode(linesep=end)


class _AsWritten(BaseHeader):
    """A header that is taken as it is: somebody may call a meeting what looks like an encoded word."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        kwds |= {"decoded": value, "parse_tree": None}


class _Words(_AsWritten):
    """Words for people to read."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {_in_words(self, self.name, policy.linesep)}{policy.linesep}"


class _Sender(UniqueSingleAddressHeader, BaseHeader):  # type: ignore[misc]  # as the registry puts them together
    """Whom a mail is from."""

    def fold(self, *, policy: Policy) -> str:
        name, mail, end = self.address.display_name, self.address.addr_spec, policy.linesep
        plain = name.isascii() and len(name) <= SHORT
        written = formataddr((name, mail)) if plain else f"{_in_words(name, self.name, end)} <{mail}>"
        return f"{self.name}: {written}{end}"


class _Link(_AsWritten):
    """An address that programs follow. They decode nothing, so it stays in one piece."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_registry = HeaderRegistry()
for _name, _kind in (("subject", _Words), ("from", _Sender), ("list-unsubscribe", _Link)):
    _registry.map_to_type(_name, _kind)
HEADERS = SMTP.clone(header_factory=_registry)
"""The policy of every message we write. What it makes of a header is kept whoever serialises the message."""
