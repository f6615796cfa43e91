"""The paths that everybody may read, the same for everybody, and what the gate asks of whoever keeps them."""

from typing import Protocol

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Scope

from server.core.errors import Problem
from server.web.kept import Kept

ROOTS = frozenset({"aabent", "open", "sitemap.xml"})
UNREAD = frozenset({b"cookie", b"authorization", b"accept-language"})
"""Headers that say who is asking, or how they read."""


class Openly(Protocol):
    """Keeps the open pages (server/views/public/cache.py)."""

    async def kept(self, request: HTTPConnection) -> Kept | None:
        """The answer, if it is kept and still holds. Raises Away if nobody knows whether it does."""

    def refused(self, request: Request, problem: Problem) -> Response:
        """A problem on an open path, as a page for strangers."""


def is_open(scope: Scope) -> bool:
    """Whether a request is for a path that everybody may read."""
    path: str = scope["path"]
    return path[1:].split("/", 1)[0] in ROOTS and scope["method"] in {"GET", "HEAD"}


def make_nobody(scope: Scope) -> None:
    """Take out of a request whatever tells who is asking, so that nothing that answers it can depend on that."""
    scope["headers"] = [header for header in scope["headers"] if header[0] not in UNREAD]


def board_path(slug: str) -> str:
    """The address of a board's open page, for a wall: what strangers are led to."""
    return f"/aabent/{slug}"
