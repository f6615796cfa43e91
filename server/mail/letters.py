"""Letters: plain-text templates, translated through the same catalogue as the pages and rendered in the recipient's
language. They never quote an idea, an answer or a member, since mail may be read by others.

A feature's `letters.py` has a function per letter, which names the template and passes its values. The templates are in
`web/templates/<feature>/letters/`. Each extends `mail/letter.txt`, which signs it, and has two blocks: `subject`, a
single line, and `body`, laid out line by line as it is sent; `hello`, if there is one, stands above.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment

from schemas.format import Written as Called
from server.core.templates import Templates
from server.core.translations import speaking_of
from server.mail.signature import Signed


@dataclass(frozen=True)
class Written:
    """A rendered letter: the subject and the plain text that the recipient gets. `hello` and `said` are parts of that
    text, without the signature, for a letter that says several things (`waiting.py`)."""

    subject: str
    body: str
    hello: str = ""
    said: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter whose recipient is not known yet: a template and the values it uses."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)

    def read_in(self, language: str, signed: Signed, spoken_of: Called = Called.IDEA) -> Written:
        """Render the letter in `language`, from the boards that it is `signed` for; UNSIGNED if it is about none. What
        was written at the meeting that it is about is called `spoken_of`."""
        with speaking_of(spoken_of):
            return self._read_in(language, signed)

    def _read_in(self, language: str, signed: Signed) -> Written:
        template = environment(language).get_template(self.template)
        values = {**self.values, "signed": signed}

        def block(name: str) -> str:
            found = template.blocks.get(name)
            return "".join(found(template.new_context(values))).strip("\n") if found else ""

        return Written(" ".join(block("subject").split()), template.render(values), block("hello"), block("body"))


def letter(template: str, /, **values: Any) -> Letter:
    """A letter from `template`, a path relative to `web/templates`."""
    return Letter(template, values)


@cache
def environment(language: str) -> Environment:
    """The Jinja environment that renders letters in `language`. It does not escape, since letters are not HTML. Text
    that somebody typed gets the same bidirectional isolation as on pages (`translations.teach`)."""
    env = Templates(
        "letters",
        language,
        autoescape=False,  # plain text
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.filters["one_line"] = one_line
    return env


def one_line(words: str, most: int = 150) -> str:
    """A title or a name as it fits in a subject: on one line, and cut off after `most` characters."""
    return " ".join(words.split())[:most]
