"""One row of the table of who may do what, and the people in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from schemas.flow import Status
from schemas.format import Phase
from server.core import clock
from tests.access.world import World

STRANGERS = ("nobody", "cleo", "cora", "lars", "removed")
"""Without a cookie; a member, a coordinator and a leader of another board; one whose seat was taken away."""
ROOM = ("olga", "finn", "rie", "ben", "leo", "ada")
"""An observer, a professional, a relative, a patient, the leader and the coordinator of the board."""
EVERYBODY = STRANGERS + ROOM
PARTICIPANTS = ("finn", "rie", "ben", "leo")
MEMBERS = ("olga", "finn", "rie", "ben")
STAFF_ANYWHERE = ("cora", "lars", "leo", "ada")


def all_get(who: tuple[str, ...], status: int) -> dict[str, int]:
    """The same status for several people."""
    return dict.fromkeys(who, status)


@dataclass(frozen=True)
class Row:
    """One thing that can be asked for. Whoever is neither in `good` nor in `refused` gets 404."""

    good: Mapping[str, int]
    refused: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    """May name World.values as {…}."""
    ids: Mapping[str, str] = field(default_factory=dict)
    phase: Phase = Phase.REVEAL
    status: Status = Status.PROPOSED
    after: Mapping[str, int] = field(default_factory=dict)
    writes: bool = True
    """Whether a POST that works changes a table."""
    shows: str = ""
    """What stands in the answer of a GET that works, and in no other."""
    unknown: int | None = 404
    """What anybody gets for an id that nobody has; None for an address without one."""
    others: bool = True
    """Whether the rest is asked; not where the address itself is the key, and is used up."""


def own_fields(world: World, row: Row) -> dict[str, str]:
    """The fields of a row in a world."""
    day = (clock.now() + timedelta(days=20)).date().isoformat()
    codes = {"code": world.meeting.code if world.meeting else "", "return_code": world.codes["rie"], "day": day}
    return {name.format(**world.values): value.format(**world.values, **codes) for name, value in row.fields.items()}


PUBLIC = all_get(EVERYBODY, 200)
AT_DESK = Row({"ada": 303}, after={"ada": 409, "ben": 404})
SEEN = Row(all_get(ROOM, 200), after=all_get(ROOM, 200))
STAFF_ONLY = all_get((*MEMBERS, "leo"), 403)
NO_PART = {"ada": 403, "olga": 403}
