"""Which route answers: only those that begin as the path does are asked, and not all of the product's one by one."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from starlette.routing import BaseRoute, Router
from starlette.types import Receive, Scope, Send


class Routes(Router):
    """Starlette's router with the same routes, in a router of its own for each first part of a path."""

    def __init__(self, routes: Iterable[BaseRoute], **known: Any) -> None:
        super().__init__(list(routes), **known)
        parts: defaultdict[str, list[BaseRoute]] = defaultdict(list)
        for route in self.routes:
            parts[_first(getattr(route, "path", ""))].append(route)
        self._parts = {part: Router(routes) for part, routes in parts.items()}
        self._none = Router()

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request or a socket on to the routes that may be meant."""
        if scope["type"] == "lifespan":
            await super().app(scope, receive, send)
            return
        scope["router"] = self
        await self._parts.get(_first(scope["path"]), self._none).app(scope, receive, send)


def _first(path: str) -> str:
    return path.split("/", 2)[1] if "/" in path else ""
