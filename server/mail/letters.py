"""Letters: templates of plain text in the one catalogue, written in the language of whoever reads them. No idea, answer
or member is ever quoted: mail is read by others.

A feature's `letters` names its templates and what stands in them; they lie in `web/templates/<feature>/letters/`. Each
extends `mail/letter.txt` and has two blocks: `subject`, of one line, and `body`, line by line as it goes out.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server.core.translations import WEB, teach


@dataclass(frozen=True)
class Written:
    """A subject and a plain text, as somebody gets them."""

    subject: str
    body: str


@dataclass(frozen=True)
class Letter:
    """What is to be told, before it is known who reads it: a template, and the values that it names."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)

    def read_in(self, language: str) -> Written:
        """The letter as one who reads `language` gets it."""
        template = environment(language).get_template(self.template)
        subject = "".join(template.blocks["subject"](template.new_context(self.values)))
        return Written(" ".join(subject.split()), template.render(self.values))


def letter(template: str, /, **values: Any) -> Letter:
    """A letter of `template`, a path below `web/templates`."""
    return Letter(template, values)


@cache
def environment(language: str) -> Environment:
    """The templates of letters as `language` reads them. It escapes nothing: this is no HTML. What somebody wrote is
    isolated as on pages (`translations.teach`), and nowhere else."""
    env = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=False,  # noqa: S701 - plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    teach(env, language)
    env.filters["one_line"] = one_line
    return env


def one_line(words: str, most: int = 150) -> str:
    """As much of a title or a name as a subject has room for."""
    return " ".join(words.split())[:most]
