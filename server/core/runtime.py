"""The runtime of one process: what it needs everywhere, put together once and passed to whatever uses it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.settings import Settings

Component = TypeVar("Component")


@dataclass
class Runtime:
    """Settings, database and doorbell, which every process has. What only some have (a server's hub and ballot box) is
    added when the process is put together, and looked up by class."""

    settings: Settings
    database: Database
    doorbell: Doorbell
    rung_at_once: list[Callable[[int, int], None]] = field(default_factory=list)
    """Called in this process as `ring` is, as soon as a board has moved. They must neither wait nor raise."""
    _components: dict[type[Any], Any] = field(default_factory=dict)

    def add(self, component: object) -> None:
        """Add a component, to be looked up by its class."""
        self._components[type(component)] = component

    def the(self, kind: type[Component]) -> Component:
        """This process's component of that class. Raises LookupError in a process without one: a command, a worker."""
        component: Component = self._components[kind]
        return component

    async def ring(self, board_id: int, seq: int) -> None:
        """Announce that the board has moved to `seq`, or with 0 that its state may have changed: in this process at
        once, to the others through Redis if it is there."""
        for tell in self.rung_at_once:
            tell(board_id, seq)
        await self.doorbell.ring(board_id, seq)
