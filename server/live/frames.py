"""Frames: what goes down the stream, as JSON text. Rendered once per audience, never per subscriber."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from schemas.format import Written
from schemas.roles import Role
from server.core import clock
from server.core.translations import speaking_of
from server.live.pages import PAGES, Region
from server.web.html import partial, render


@dataclass(frozen=True)
class Audience:
    """Everyone who sees the same thing: one page about one subject, for one group of roles, in one language."""

    page: str
    subject: str
    role: Role
    language: str


class Position(NamedTuple):
    """How far into a board's log a page is. A position from another epoch means nothing."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq}"

    @classmethod
    def read(cls, text: str) -> "Position":
        """Read the position that a page sends. Anything odd is NOWHERE, and gets the whole page."""
        epoch, _, seq = text.rpartition(".")
        return cls(epoch, int(seq)) if seq.isascii() and seq.isdigit() and len(seq) < 19 else NOWHERE

    def reaches(self, other: "Position") -> bool:
        """Whether a page at this position has everything up to `other`."""
        return self.epoch == other.epoch and self.seq >= other.seq


NOWHERE = Position("", -1)
"""Before the beginning of every board: a page at this position is sent its whole live part."""


def draw(audience: Audience, regions: Iterable[Region], view: Any, state: Any) -> str:
    """The regions rendered as htmx swaps them into the page, as they are for a member who has not acted.

    A region that is not on the page in this phase renders as nothing, and nothing is sent for it.
    """
    drawn = []
    for region in PAGES[audience.page].there(regions, view):
        region.note(view)
        with speaking_of(Written.IDEA):  # whoever made this task may have been asked about something else
            html = render(audience.language, region.template, view=view, state=state, role=audience.role, own=None)
        if html.strip():
            drawn.append(partial(region.id, html))
    return "".join(drawn)


def numbered(after: int, at: Position, content: str) -> str:
    """A frame that takes a page from `after` to `at`; without content it only moves the page's position."""
    frame = {"after": after, "seq": at.seq, "epoch": at.epoch}
    return json.dumps(frame | ({"content": content} if content else {}), ensure_ascii=False)


def whole(audience: Audience, at: Position, view: Any, state: Any) -> str:
    """A frame with the page's whole live part, for a page at any position."""
    content = draw(audience, PAGES[audience.page].lasting, view, state)
    frame = {"after": None, "whole": True, "seq": at.seq, "epoch": at.epoch, "content": content}
    return json.dumps(frame, ensure_ascii=False)


def unnumbered(audience: Audience, view: Any, state: Any) -> str | None:
    """A frame with the state regions, which change without events; None for a page that has none. Its hash says whether
    it is news."""
    regions = PAGES[audience.page].states
    if not regions:
        return None
    content = draw(audience, regions, view, state)
    digest = hashlib.blake2b(content.encode(), digest_size=8).hexdigest()
    return json.dumps({"state": digest, "content": content}, ensure_ascii=False)


def heartbeat(seq: int) -> str:
    """A frame that shows that the connection is alive, where the board is, and what time it is. Every new subscriber
    gets one, and everybody does every HEARTBEAT seconds.

    Other frames do not carry the time: in a cached one it would be old, and it would make every state look new.
    """
    return json.dumps({"seq": seq, "now": the_time()})


def the_time() -> int:
    """The server's time in milliseconds since the epoch, by which pages correct their own clock."""
    return int(clock.now().timestamp() * 1000)
