"""Hooks: how a module that features are built on calls into them without importing any.

The module that owns an occasion defines `OCCASION = Hooks()` and documents beside it when it is called. A feature adds
its functions in its `hooks.py` (or `fragments.py`, if they concern its pages), which `server/features.py` imports when
a process starts. Unless the hook says otherwise they run in the caller's transaction, and an exception in one undoes
all of it. They run in no particular order; where one must come after another, there are two hooks.
"""

from collections.abc import Awaitable, Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")
NOT_DECLARED = "Nobody has said what features do. Call server.features.declare() where this process starts."
_declared = False


class NotDeclared(RuntimeError):
    """A declaration is missing, of one feature or of all: to go on would leave out what must be done."""


def all_declared() -> None:
    """Say that every feature has been imported: from now on hooks may be called."""
    global _declared
    _declared = True


def is_declared() -> bool:
    """Whether every feature has said what it does."""
    return _declared


def must_be_declared() -> None:
    """Raise NotDeclared if this process has not imported the features: nothing they do may silently be left out."""
    if not _declared:
        raise NotDeclared(NOT_DECLARED)


class Hooks(Generic[P]):
    """What features do on one occasion."""

    def __init__(self) -> None:
        self._calls: list[Callable[P, Awaitable[None]]] = []

    def add(self, call: Callable[P, Awaitable[None]]) -> None:
        """Have `call` called on this occasion; once, however often it is added."""
        if call not in self._calls:
            self._calls.append(call)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call everything that was added, with these arguments. Raises NotDeclared, and what any of it raises."""
        must_be_declared()
        for call in self._calls:
            await call(*args, **kwargs)
