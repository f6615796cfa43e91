"""Frames: what goes down the stream, as JSON text. Rendered once per audience, never per member."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from schemas.roles import Role
from server.core import clock
from server.live.pages import PAGES, Region
from server.web.html import partial, render


@dataclass(frozen=True)
class Audience:
    """Everyone who sees the same: a page of one thing, in one class of role and one language."""

    page: str
    subject: str
    role: Role
    language: str


@dataclass(frozen=True)
class Position:
    """Where on a board's log a page is. Positions of another epoch mean nothing."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq}"

    @classmethod
    def read(cls, text: str) -> "Position":
        """What a page says of itself; anything strange is before the beginning and gets the whole page."""
        epoch, _, seq = text.rpartition(".")
        return cls(epoch, int(seq)) if seq.isascii() and seq.isdigit() and len(seq) < 19 else NOWHERE

    def reaches(self, other: "Position") -> bool:
        """True when a page that is here has all that happened up to `other`."""
        return self.epoch == other.epoch and self.seq >= other.seq


NOWHERE = Position("", -1)
"""Before the beginning of every board; who comes from here gets the whole page."""


def draw(audience: Audience, regions: Iterable[Region], view: Any, state: Any) -> str:
    """The regions as htmx puts them into the page, right for a member who has not acted.

    A region that is not on the page in this phase draws nothing, and nothing is sent for it.
    """
    drawn = (
        (region, render(audience.language, region.template, view=view, state=state, role=audience.role, own=None))
        for region in regions
    )
    return "".join(partial(region.id, html) for region, html in drawn if html.strip())


def numbered(after: int, at: Position, content: str) -> str:
    """A frame that takes pages from `after` to `at`; without content it only moves them."""
    frame = {"after": after, "seq": at.seq, "epoch": at.epoch}
    return json.dumps(frame | ({"content": content} if content else {}), ensure_ascii=False)


def whole(audience: Audience, at: Position, view: Any, state: Any) -> str:
    """A frame with the page's whole live part; right for any position."""
    content = draw(audience, PAGES[audience.page].lasting, view, state)
    frame = {"after": None, "whole": True, "seq": at.seq, "epoch": at.epoch, "content": content}
    return json.dumps(frame, ensure_ascii=False)


def unnumbered(audience: Audience, view: Any, state: Any) -> str | None:
    """A frame with what is not an event; None for a page without such parts. Its hash tells whether it is news."""
    regions = PAGES[audience.page].states
    if not regions:
        return None
    content = draw(audience, regions, view, state)
    digest = hashlib.blake2b(content.encode(), digest_size=8).hexdigest()
    return json.dumps({"state": digest, "content": content}, ensure_ascii=False)


def heartbeat(seq: int) -> str:
    """Says that the line is alive, where the board is, and what time it is: whoever comes gets one, and all every 15 s.

    Other frames say no time. One that is remembered would say an old one, and a state would be news each time.
    """
    return json.dumps({"seq": seq, "now": the_time()})


def the_time() -> int:
    """The server's time in ms, by which pages correct their own clock."""
    return int(clock.now().timestamp() * 1000)
