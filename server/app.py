"""Puts the application together: runtime, routes, middleware and error handlers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.routing import Mount

from server import features
from server.core.database import Database
from server.core.database_health import Health, State
from server.core.doorbell import Doorbell
from server.core.errors import Away, Problem
from server.core.gathered import Gathered
from server.core.ledger import Ledger
from server.core.runtime import Runtime
from server.core.settings import Settings, get_settings
from server.core.signed_in import LastUse
from server.live.hub import Hub
from server.live.presence import forget_presence
from server.organisation.providers.configured import providers
from server.room.votes.box import BallotBox
from server.views.public.cache import OpenPages
from server.web import probes
from server.web.access_log import AccessLog
from server.web.assets import STATIC, Static
from server.web.at_once import AtOnce
from server.web.error_pages import Failures, end_quietly, say_briefly, say_http, say_problem
from server.web.files.making import Making
from server.web.middleware import Gate
from server.web.noting import noting
from server.web.rate_limits import Budget
from server.web.routing import Routes
from server.web.wrong_codes import WrongCodes

HANDLERS = {
    Problem: say_problem,
    HTTPException: say_http,
    ClientDisconnect: end_quietly,
}


def create_app(settings: Settings | None = None, of: int = 1) -> Starlette:
    """The ASGI application, with `settings` or those of the environment. `lifespan` starts what runs in it. One `of`
    several processes at one address has its share of what an address may do there."""
    features.declare()
    settings = settings or get_settings()
    providers(settings)  # a file that cannot be used is said now, and not to whoever signs in first
    database = Database(settings.database_url, size=settings.pool_size)
    doorbell = Doorbell(settings.redis_url)
    hub = Hub(database, lambda board_id: doorbell.ring(board_id, 0))
    health = Health(database.address, Ledger.open(settings))
    open_pages = OpenPages(database, lambda: health.seen.state is not State.ABSENT)
    runtime = Runtime(settings, database, doorbell, rung_at_once=[hub.hear, open_pages.hear])
    runtime.add(hub)
    runtime.add(open_pages)
    runtime.add(BallotBox(database))
    runtime.add(Gathered(database))
    runtime.add(LastUse(database, settings, hub.staff_pages))
    budget = Budget(of=of)
    app = Starlette(
        middleware=[
            Middleware(AccessLog),
            Middleware(Failures),
            Middleware(
                Gate,
                settings=settings,
                budget=budget,
                say_problem=say_problem,
                say_briefly=say_briefly,
                openly=open_pages,
            ),
        ],
        exception_handlers=HANDLERS,  # type: ignore[arg-type]
    )
    static = Mount("/static", Static(directory=STATIC))
    app.router = Routes([*probes.routes, *noting(features.routes()), static], lifespan=lifespan)
    app.state.runtime, app.state.budget, app.state.leaving = runtime, budget, False
    app.state.wrong_codes = WrongCodes(settings.secret, settings.redis_url, of=of)
    app.state.making = Making()
    app.state.health = health
    app.state.at_once = AtOnce(settings, open_pages.at_hand, lambda: health.seen.state is not State.BEHIND)
    return app


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Start everything. On the way out, report not ready, write the ballots that wait, and send subscribers to another
    server."""
    runtime: Runtime = app.state.runtime
    hub, box, last_use = runtime.the(Hub), runtime.the(BallotBox), runtime.the(LastUse)
    await runtime.database.start()
    await app.state.health.start()
    await hub.start()
    await box.start()
    await last_use.start()

    def heard(board_id: int, seq: int) -> None:
        for tell in runtime.rung_at_once:
            tell(board_id, seq)

    listening = asyncio.create_task(runtime.doorbell.listen(heard), name="doorbell")
    try:
        yield
    finally:
        app.state.leaving = True
        listening.cancel()
        await box.drain()
        await last_use.stop()
        await hub.stop()
        app.state.at_once.tell()
        with suppress(Away):  # the rows go stale anyway
            await forget_presence(runtime.database, hub.server)
        await app.state.making.close()
        await app.state.health.stop()
        await app.state.wrong_codes.close()
        await runtime.doorbell.close()
        await runtime.database.stop()
