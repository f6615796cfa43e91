"""What a voter's browser reads from a page: its forms, and the note that says which ballot is saved."""

import html
import json
import re
from dataclasses import dataclass

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_INPUT = re.compile(r"<input\b([^>]*)>")
_NOTE = re.compile(r'<[a-z]+\b[^>]*\bid="ballot-note"[^>]*>')
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')


@dataclass(frozen=True)
class Form:
    """A form: where it posts to, and the attributes of its inputs, in order."""

    action: str
    inputs: list[dict[str, str]]

    def hidden(self) -> dict[str, str]:
        """What it sends without anybody typing anything."""
        return {field["name"]: field.get("value", "") for field in self.inputs if field.get("type") == "hidden"}

    def offers(self, name: str) -> list[str]:
        """The values of the inputs with this name."""
        return [field.get("value", "") for field in self.inputs if field.get("name") == name]


def form_in(page: str, attribute: str, value: str) -> Form | None:
    """The form with this attribute, None when the page has no such form. Our own pages quote every attribute."""
    for opening, content in _FORM.findall(page):
        attributes = _attributes(opening)
        if attributes.get(attribute) == value:
            return Form(attributes.get("action", ""), [_attributes(found) for found in _INPUT.findall(content)])
    return None


def kept_ballot(answer: str) -> dict[str, int] | None:
    """The ballot the server says it has, by ideas' public ids; None when it says it has none."""
    found = _NOTE.search(answer)
    note = _attributes(found[0]) if found else {}
    if not note.get("data-version"):
        return None
    dots: dict[str, int] = json.loads(note.get("data-dots") or "{}")
    return dots


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
