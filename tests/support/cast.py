"""The named cast, in one place.

Ada coordinates, Leo leads, Ben is a patient, Rie a relative, Finn a professional, Olga observes; Cleo is a stranger.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from schemas.board import Board
from schemas.codes import keyed_hash, new_token
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.roles import Role
from server.core import clock
from server.core.database import Database
from tests.support.member import Member, Staff
from tests.support.scene import home, make_person, make_staff_seat

ROLES = {"Ben": Role.PATIENT, "Rie": Role.RELATIVE, "Finn": Role.PROFESSIONAL, "Olga": Role.OBSERVER}
LINK = "INSERT INTO sign_in_link (person_id, token_hash, expires_at, reusable) VALUES ($1, $2, $3, false)"


@dataclass(eq=False)
class Cast:
    """A board with one open meeting at `url`, and the people around it, who arrive when first asked for."""

    url: str
    database: Database
    secret: str
    board: Board
    meeting: Meeting
    people: dict[str, Person]
    devices: dict[str, Member] = field(default_factory=dict)
    guests: int = 0

    @classmethod
    async def gather(cls, url: str, database: Database, secret: str, *, mark: str = "") -> "Cast":
        """Make Ada, Leo, their units, a board and a meeting in `propose`; nobody has joined yet."""
        ada, leo, board, meeting = await home(database, mark)
        return cls(url, database, secret, board, meeting, {"Ada": ada, "Leo": leo})

    async def ada(self) -> Staff:
        """The coordinator, signed in."""
        return await self._staff("Ada")

    async def leo(self) -> Staff:
        """The leader of the board's unit, signed in."""
        return await self._staff("Leo")

    async def bo(self) -> Staff:
        """A second coordinator of the board, signed in."""
        if "Bo" not in self.people:
            async with self.database.begin() as session:
                mail = f"bo-{self.board.public_id.lower()}@region.test"
                self.people["Bo"] = await make_person(session, mail, "Bo Dam", "Koordinator", coordinator=True)
                board = await session.get_one(Board, self.board.id)  # the board has changed since it was loaded
                await make_staff_seat(session, board, self.people["Bo"], Role.COORDINATOR)
        return await self._staff("Bo")

    async def ben(self) -> Member:
        """A patient, joined."""
        return await self.member("Ben")

    async def rie(self) -> Member:
        """A relative, joined."""
        return await self.member("Rie")

    async def finn(self) -> Member:
        """A professional, joined."""
        return await self.member("Finn")

    async def olga(self) -> Member:
        """An observer, joined."""
        return await self.member("Olga")

    async def cleo(self) -> Member:
        """A stranger: a browser without a seat."""
        return self._device("Cleo", Member)

    async def member(self, name: str, role: Role | None = None) -> Member:
        """Anybody by name, joined (as a patient by default)."""
        if name in self.devices:
            return self.devices[name]
        device = self._device(name, Member)
        return await device.join(self.meeting.join_token, role or ROLES.get(name, Role.PATIENT), name)

    async def guests_join(self, count: int, role: Role = Role.PATIENT) -> list[Member]:
        """More members, called "Medlem 1", "Medlem 2" …"""
        first = self.guests + 1
        self.guests += count
        return [await self.member(f"Medlem {number}", role) for number in range(first, self.guests + 1)]

    async def link_for(self, who: str) -> str:
        """A fresh sign-in link for Ada or Leo, written straight into the database."""
        token, expires = new_token(), clock.now() + timedelta(hours=1)
        async with self.database.bare() as connection:
            await connection.execute(LINK, self.people[who].id, keyed_hash(self.secret, token), expires)
        return f"{self.url}/login/{token}"

    async def leave(self) -> None:
        """Close everybody's browser."""
        for device in self.devices.values():
            await device.close()

    def _device(self, name: str, kind: Callable[[str], Member]) -> Member:
        if name not in self.devices:
            self.devices[name] = kind(self.url)
            self.devices[name].meeting, self.devices[name].name = self.meeting.public_id, name
        return self.devices[name]

    async def _staff(self, who: str) -> Staff:
        known = self.devices.get(who)
        if isinstance(known, Staff):
            return known
        device = self._device(who, Staff)
        assert isinstance(device, Staff)
        return await device.press(await self.link_for(who))
