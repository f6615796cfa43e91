"""A unit beside the board's own, with a leader who has nothing to do with the board, and an idea
that is sent to it."""

from collections.abc import Mapping
from datetime import timedelta

import httpx2

from schemas.unit import Unit, UnitKind
from server.core import clock
from tests.support.cast import Cast
from tests.support.due import do_due
from tests.support.member import Staff
from tests.support.scene import make_person
from tests.support.site import Site

SOON = (clock.now() + timedelta(days=20)).date().isoformat()
WHY = "Det er kommunen, der står for busserne."
YES = {"status": "agreed", "text": "Det gør vi.", "owner": "Mie Lund", "step": "Ring til dem", "step_date": SOON}
NO = {"status": "declined", "text": "Der er ikke penge til det i år."}


async def a_unit(cast: Cast, name: str, leader: str | None = None, *, days: int | None = None) -> int:
    """A hospital beside the board's own, and somebody who leads it, if anybody does; `days` is how many it says that it
    needs to answer. Its id."""
    async with cast.database.begin() as session:
        who = None
        if leader is not None:
            mail = f"{leader.split()[0].lower()}-{cast.board.public_id}@region.test"
            who = cast.people[leader] = await make_person(session, mail, leader, "Direktør")
        own = await session.get_one(Unit, cast.board.unit_id)
        parent = (await session.get_one(Unit, own.parent_id)).parent_id
        leads = who.id if who else None
        unit = Unit(parent_id=parent, kind=UnitKind.HOSPITAL, name=name, leader_id=leads, answer_days=days)
        session.add(unit)
        await session.flush()
        return unit.id or 0


async def signed_in(cast: Cast, name: str) -> Staff:
    """Somebody of the cast's people, signed in by a fresh link."""
    return await Staff(cast.url).press(await cast.link_for(name))


async def ask(staff: Staff, idea: str, unit: str, **more: str) -> httpx2.Response:
    """Look at what they will see, and send it."""
    path = f"/ideas/{idea}/referral"
    shown = await staff.submit((await staff.page(path)).form("#ask"), {"unit": unit, "reply_by": SOON} | more)
    assert shown.status_code == 200, shown.text[:2000]
    form = (await staff.follow(shown)).form("#send")
    return await staff.post(path, dict(form.form_values()) | {"send": "1"})


async def referrals(cast: Cast, idea: str) -> list[Mapping[str, object]]:
    """The rows of an idea's referrals, oldest first."""
    query = "SELECT referral.* FROM referral JOIN idea ON idea.id = idea_id WHERE idea.public_id = $1 ORDER BY id"
    found = await cast.database.driver.fetch(query.replace("ORDER BY id", "ORDER BY referral.id"), idea)
    return [dict(row) for row in found]


async def work(cast: Cast, site: Site) -> None:
    """The workers do what is due."""
    await do_due(cast.database, site.settings)


async def letters_to(cast: Cast, mail: str) -> list[str]:
    """The letters to an address, oldest first, each with its subject."""
    query = "SELECT subject, body FROM mail WHERE recipient = $1 ORDER BY id"
    return [f"{row['subject']}\n{row['body']}" for row in await cast.database.driver.fetch(query, mail)]
