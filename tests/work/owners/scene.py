"""An idea that is worked on, and an owner without an account who holds a link to it."""

from datetime import timedelta

import httpx2
from sqlmodel import col, select

from schemas.answer import Owner, Step
from schemas.codes import keyed_hash
from schemas.idea import Idea
from schemas.moment import Moment, MomentKind
from server.core import clock
from server.work.owners.reaching import owner_token
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import sent

IDA = "ida@firma.test"
FIRST = {"step": "Køb filt til vognene", "person": "Ida Lind"}


def day(ahead: int = 20) -> str:
    """A date so many days ahead."""
    return (clock.now() + timedelta(days=ahead)).date().isoformat()


async def under_way(cast: Cast, *, ahead: int = 20, status: str = "in_progress", **owners: str) -> str:
    """An idea that Leo has said yes to and put in progress. Ida owns it, by mail, unless told."""
    idea, leo = await sent(cast), await cast.leo()
    who = owners or {"owner": "Ida Lind", "owner_mail": IDA}
    first = {**FIRST, "step_date": day(ahead)}
    assert took(await leo.answer(idea, "agreed", text="Det gør vi.", **who, **first))
    if status == "in_progress":
        assert took(await leo.post(f"/ideas/{idea}/status", {"status": status, **first}))
    return idea


async def owners(cast: Cast, idea: str) -> list[Owner]:
    """Who has it."""
    query = select(Owner).join(Idea, col(Idea.id) == Owner.idea_id).where(Idea.public_id == idea)
    async with cast.database.begin() as session:
        return list(
            (await session.execute(query.where(col(Owner.carries).is_(False)).order_by(col(Owner.id)))).scalars()
        )


async def steps(cast: Cast, idea: str) -> list[Step]:
    """Its steps, as they were planned."""
    query = select(Step).join(Idea, col(Idea.id) == Step.idea_id).where(Idea.public_id == idea)
    async with cast.database.begin() as session:
        return list((await session.execute(query.order_by(col(Step.id)))).scalars())


async def moments(cast: Cast, idea: str, kind: MomentKind) -> list[Moment]:
    """What its timeline tells of a kind."""
    query = select(Moment).join(Idea, col(Idea.id) == Moment.idea_id).where(Idea.public_id == idea)
    async with cast.database.begin() as session:
        return list((await session.execute(query.where(Moment.kind == kind).order_by(col(Moment.id)))).scalars())


class Ida(Browser):
    """The owner with a link: no cookie, no seat."""

    door: str = ""

    async def look(self) -> Page:
        """The page behind the link."""
        return await self.page(self.door)

    async def do(self, path: str, **typed: str) -> httpx2.Response:
        """One of its forms."""
        return await self.post(f"{self.door}/{path}", typed)


async def with_link(cast: Cast, site: Site, idea: str, name: str = "Ida Lind") -> Ida:
    """Let an owner have their link as the worker does, and hold it."""
    owner = next(each for each in await owners(cast, idea) if each.name == name)
    token = owner_token(site.settings, owner.id)
    hashed = keyed_hash(site.settings.secret, token)
    await rows(cast.database.url, "UPDATE owner SET token_hash = $1 WHERE id = $2", hashed, owner.id)
    ida = Ida(cast.url)
    ida.door = f"/o/{token}"
    return ida
