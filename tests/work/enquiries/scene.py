"""Pia, a politician who listens for Leo's hospital, and what citizens ask her. All names are invented."""

from typing import Any

from schemas.enquiry import Enquiry, Listener
from schemas.unit import Unit
from server.core import clock
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.work.enquiries.writing import write
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Staff
from tests.support.scene import make_person

WORDS = "Hvorfor er døren ved havreblomsten låst efter klokken seks?"
"""What a citizen asks; no other test says so."""
ASKED = {"matter": "practical", "text": WORDS, "reply": "slip"}


async def unit_of(cast: Cast, *, up: int = 0) -> Unit:
    """The board's unit, or one so far above it."""
    async with cast.database.snapshot() as session:
        unit = await session.get_one(Unit, cast.board.unit_id)
        for _ in range(up):
            unit = await session.get_one(Unit, unit.parent_id)
        return unit


async def listens(cast: Cast, name: str = "Pia Vinge", *, up: int = 1) -> Staff:
    """Somebody who may pass on enquiries about the hospital and all below it; signed in."""
    unit = await unit_of(cast, up=up)
    async with cast.database.begin() as session:
        mail = f"{name.split()[0].lower()}-{cast.board.public_id.lower()}@region.test"
        person = cast.people[name] = await make_person(session, mail, name, "Regionsrådsmedlem")
        session.add(Listener(unit_id=unit.id, person_id=person.id, since=clock.now()))
    return await Staff(cast.url).sign_in(await cast.link_for(name))


def runtime_of(settings: Settings, database: Database) -> Runtime:
    """What commands need."""
    return Runtime(settings, database, Doorbell(""))


async def asked(runtime: Runtime, cast: Cast, name: str = "Pia Vinge", **typed: str) -> Enquiry:
    """An enquiry about the board's unit."""
    fields = {"unit": (await unit_of(cast)).public_id, **ASKED, **typed}
    return await write(runtime, cast.people[name], fields)


async def row_of(cast: Cast, enquiry: str) -> Any:
    """An enquiry as it is stored, by its public id."""
    return (await rows(cast.database.url, "SELECT * FROM enquiry WHERE public_id = $1", enquiry))[0]
