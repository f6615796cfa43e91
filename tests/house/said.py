"""The sentences that people read, as the code and the templates have them."""

import re
from collections.abc import Iterator
from functools import cache

from babel.messages.extract import extract_from_file

from server.checkout import CHECKOUT

JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "extensions": "jinja2.ext.do", "silent": "false"}
KINDS: dict[str, tuple[str, dict[str, str] | None]] = {
    ".py": ("python", None),
    ".html": ("jinja2", JINJA),
    ".txt": ("jinja2", JINJA),
}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
MARKED = re.compile(r"\b(?:_|N_|n?gettext)\s*\(|\btrans\b")
"""What no file is without that has a sentence. Most have none, and taking them apart took a third of the time."""

Message = str | tuple[str, ...]


@cache
def said_in(folder: str) -> tuple[tuple[str, Message], ...]:
    """The file, below `folder`, and the words of each sentence in it."""
    return tuple(_found(folder))


def _found(folder: str) -> Iterator[tuple[str, Message]]:
    root = CHECKOUT / folder
    for path in sorted(root.rglob("*")):
        if path.suffix in KINDS and MARKED.search(path.read_text(encoding="utf-8")):
            kind, options = KINDS[path.suffix]
            for _, message, *_ in extract_from_file(kind, path, keywords=KEYWORDS, options=options):
                yield str(path.relative_to(root)), message
