"""The minutes as a PDF that a screen reader can read: what is handed to the process that typesets it (`typeset.py`)."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request

from server.core.errors import N_
from server.core.translations import say
from server.room.minutes.blocks import Document
from server.web.files.making import making_of

TYPESET = "server.room.minutes.typeset"


async def pdf_of(request: Request, board: int, shown: Document, language: str) -> bytes:
    """The document as a PDF; the same words are typeset only once. It waits its turn among the files of `board`. Raises
    Busy."""
    return await making_of(request).make(request, board, TYPESET, told_of(shown, language), keep=True)


def told_of(shown: Document, language: str) -> dict[str, Any]:
    """Everything that is printed, as plain data for the other process."""
    words = {"page": say(language, N_("Side")), "of": say(language, N_("af"))}
    sections = [asdict(section) for section in shown.read]
    head = {"kind": shown.kind, "title": shown.title, "board": shown.board, "head": shown.head, "state": shown.state}
    return {"language": language, "words": words, **head, "sections": sections, "draft": shown.draft}
