""" "Mine oplysninger" by a link in a letter, for whoever has no seat: they follow an idea, carry one, or were invited.
A link shows what its letter is about; a follower can have the link to all of their address sent there."""

from dataclasses import dataclass

from sqlmodel import or_, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.answer import Owner
from schemas.codes import keyed_hash
from schemas.follow import Follow
from schemas.invitation import Invitation
from server.core import clock, jobs
from server.core.access import language_of, runtime_of
from server.core.days import danish_day
from server.core.errors import N_, NotFound, TooMany
from server.core.runtime import Runtime
from server.mail import links
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.views.belongings.letters import everything
from server.views.belongings.pages import belongings_file, belongings_page
from server.views.belongings.queries import Subject
from server.web.rate_limits import address_of

OF_ADDRESS = N_("Her er alt, hvad vi har gemt om din adresse.")


@dataclass(frozen=True)
class Linked:
    """What a link shows, and where its page leads back to. `mail`: the address to which a link to all of it can be
    sent, for one about a single idea."""

    subject: Subject
    back: str
    mail: str = ""
    language: str = "da"


async def look(request: Request) -> Response:
    """What the link shows."""
    return await _page(request, await _linked(request))


async def fetch(request: Request) -> Response:
    """The same as a file."""
    return await belongings_file(request, (await _linked(request)).subject, language_of(request), None)


async def send(request: Request) -> Response:
    """Send the link that shows all of the address, to the address; at most one a day."""
    linked = await _linked(request)
    if not linked.mail:
        raise NotFound
    tries, asked = request.app.state.wrong_codes, ("follow", address_of(request), linked.mail)
    if not await tries.may_try(*asked):
        raise TooMany
    await tries.was_wrong(*asked)
    await _send(runtime_of(request), linked)
    return await _page(request, linked, sent=True)


async def _send(runtime: Runtime, linked: Linked) -> None:
    settings = runtime.settings
    written = everything(f"{links.all_mail(settings, linked.mail)}/belongings").read_in(linked.language, UNSIGNED)
    ident = message_id(settings, "belongings", linked.mail, danish_day(clock.now()))
    async with runtime.database.begin() as session:
        job = await post(session, linked.mail, written.subject, written.body, ident)
    if job is not None:
        await jobs.ring(runtime.doorbell, job)


async def _page(request: Request, linked: Linked, *, sent: bool = False) -> Response:
    told = {"lead": OF_ADDRESS, "part_of": bool(linked.subject.way), "sent": sent, "sends": bool(linked.mail)}
    base = request.url.path
    return await belongings_page(
        request, linked.subject, language_of(request), base, back=linked.back, name="Peerboard", **told
    )


async def _linked(request: Request) -> Linked:
    """What the address of the page names. Raises NotFound for a link that does not work, or no longer."""
    way, token = request.url.path.split("/")[1], request.path_params["token"]
    found = await WAYS[way](runtime_of(request), token)
    if found is None:
        raise NotFound
    return found


async def _follow(runtime: Runtime, token: str) -> Linked | None:
    hashed, back = keyed_hash(runtime.settings.secret, token), f"/follow/{token}"
    query = select(Follow).where(or_(Follow.token_hash == hashed, Follow.address_hash == hashed)).limit(1)
    async with runtime.database.snapshot() as session:
        follow = (await session.execute(query)).scalar_one_or_none()
    if follow is None or follow.mail is None:
        return None
    if follow.token_hash != hashed:
        return Linked(Subject(addresses=(follow.mail,)), back)
    subject = Subject(way="follow", link=hashed, stop=f"{runtime.settings.public_url}{back}")
    return Linked(subject, back, follow.mail, follow.language)


async def _owner(runtime: Runtime, token: str) -> Linked | None:
    hashed = keyed_hash(runtime.settings.secret, token)
    async with runtime.database.snapshot() as session:
        known = (await session.execute(select(Owner.id).where(Owner.token_hash == hashed))).first()
    return Linked(Subject(way="owner", link=hashed), f"/o/{token}") if known else None


async def _invitation(runtime: Runtime, token: str) -> Linked | None:
    hashed, stop = keyed_hash(runtime.settings.secret, token), f"/i/{token}/stop"
    async with runtime.database.snapshot() as session:
        known = (await session.execute(select(Invitation.id).where(Invitation.token_hash == hashed))).first()
    subject = Subject(way="invitation", link=hashed, stop=f"{runtime.settings.public_url}{stop}")
    return Linked(subject, stop) if known else None


WAYS = {"follow": _follow, "o": _owner, "i": _invitation}
"""By the first part of the address."""

routes = [
    *(Route(f"/{way}/{{token}}/belongings", look) for way in WAYS),
    *(Route(f"/{way}/{{token}}/belongings.json", fetch) for way in WAYS),
    Route("/follow/{token}/belongings", send, methods=["POST"]),
]
