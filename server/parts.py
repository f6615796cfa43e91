"""The parts that one process is made of, put together once and handed to whoever needs them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.database import Database
from server.doorbell import Doorbell
from server.settings import Settings

if TYPE_CHECKING:
    from server.live.hub import Hub
    from server.votes.box import BallotBox


@dataclass
class Parts:
    """A server has all of them; a command or a worker has no hub and no ballot box."""

    settings: Settings
    database: Database
    doorbell: Doorbell
    hub: "Hub | None" = None
    box: "BallotBox | None" = None

    async def ring(self, board_id: int, seq: int) -> None:
        """Tell everyone that the board has moved: our own hub at once, the others by Redis if it is there."""
        if self.hub is not None:
            self.hub.ring(board_id)
        await self.doorbell.ring(board_id, seq)
