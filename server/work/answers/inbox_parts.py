"""What other features add to the inbox of somebody with an account. Each declares it in its `fragments.py`."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.person import Person
from server.core.hooks import must_be_declared

Load = Callable[[AsyncSession, Person], Awaitable[Any]]
_PARTS: dict[str, Load] = {}


def in_inbox(name: str, load: Load) -> None:
    """Declare a variable of the inbox's templates, and what reads it. Raises ValueError if it is taken."""
    if _PARTS.get(name, load) is not load:
        raise ValueError(f'Two features have "{name}" in the inbox: give one of them another name.')
    _PARTS[name] = load


def inbox_parts() -> dict[str, Load]:
    """All of them, by name. Raises NotDeclared in a process that has not imported the features."""
    must_be_declared()
    return _PARTS
