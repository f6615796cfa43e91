"""The parts that one process is made of, put together once and handed to whoever needs them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.settings import Settings

Part = TypeVar("Part")


@dataclass
class Runtime:
    """Every process has these three. What else runs in one (a server's hub, its ballot box) is added where the process
    is put together, and asked for by its class."""

    settings: Settings
    database: Database
    doorbell: Doorbell
    rung_at_once: list[Callable[[int], None]] = field(default_factory=list)
    """Who in this very process is told at once that a board has moved. Must not wait, and must not raise."""
    _others: dict[type[Any], Any] = field(default_factory=dict)

    def add(self, part: object) -> None:
        """Let a part be asked for by its class."""
        self._others[type(part)] = part

    def the(self, kind: type[Part]) -> Part:
        """This process's part of that class. Raises LookupError in a process that has none: a command, a worker."""
        part: Part = self._others[kind]
        return part

    async def ring(self, board_id: int, seq: int) -> None:
        """Tell everyone that the board has moved: this process at once, the others by Redis if it is there."""
        for tell in self.rung_at_once:
            tell(board_id)
        await self.doorbell.ring(board_id, seq)
