"""Hooks: how a module that others stand on calls what features do, and imports none of them.

The module that owns a moment makes `MOMENT = Hooks()` and says beside it when it is called; a feature adds what it does
in its `hooks.py` (or `fragments.py`, where it is about its pages), which `server/features.py` imports where a process
starts. The calls run in the transaction of the moment: what one raises undoes all of it. They come in no promised
order; where one must come after another, there are two moments.
"""

from collections.abc import Awaitable, Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")
NOT_DECLARED = "Nobody has said what features do. Call server.features.declare() where this process starts."
_declared = False


class NotDeclared(RuntimeError):
    """A feature, or all of them, has not said what it does: going on would leave out what it must do."""


def all_declared() -> None:
    """Every feature has been imported: hooks may be called from now on."""
    global _declared
    _declared = True


def must_be_declared() -> None:
    """Raise NotDeclared in a process that has not imported the features: what they do may not be left out silently."""
    if not _declared:
        raise NotDeclared(NOT_DECLARED)


class Hooks(Generic[P]):
    """What features do at one moment."""

    def __init__(self) -> None:
        self._calls: list[Callable[P, Awaitable[None]]] = []

    def add(self, call: Callable[P, Awaitable[None]]) -> None:
        """Have `call` called at the moment; once, however often it is added."""
        if call not in self._calls:
            self._calls.append(call)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """The moment has come."""
        must_be_declared()
        for call in self._calls:
            await call(*args, **kwargs)
