"""The application: its parts put together, and its routes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.routing import Mount, Route, WebSocketRoute

from server import probes
from server.about import routes as about
from server.access_log import AccessLog
from server.agreements import fragments as agreement_fragments
from server.agreements import routes as agreements
from server.answers import fragments as answer_fragments
from server.answers import routes as answers
from server.boards import guide_routes as guide
from server.boards import routes as boards
from server.budget import Budget
from server.bundles import STATIC, Static
from server.colours import routes as colours
from server.comments import fragments as comment_fragments
from server.comments import routes as comments
from server.database import Database
from server.discussion import fragments as discussion_fragments
from server.discussion import routes as discussion
from server.doorbell import Doorbell
from server.errors import Away, Problem
from server.export import routes as export
from server.files.making import Making
from server.follow_ups import fragments as follow_up_fragments
from server.follow_ups import routes as follow_ups
from server.follows import fragments as follow_fragments
from server.follows import routes as follows
from server.gate import Gate
from server.groups import fragments as group_fragments
from server.groups import routes as groups
from server.health import Health
from server.ideas import fragments as idea_fragments
from server.ideas import routes as ideas
from server.invitations import routes as invitations
from server.live.hub import Hub
from server.live.poll import poll
from server.live.presence import forget_presence
from server.live.socket import live
from server.mail import routes as mail
from server.meetings import fragments as meeting_fragments
from server.meetings import routes as meetings
from server.meetings import setup_routes as setup
from server.mine import routes as mine
from server.minutes import fragments as minutes_fragments
from server.minutes import routes as minutes
from server.moments import fragments as moment_fragments
from server.overview import routes as overview
from server.owners import fragments as owner_fragments
from server.owners import routes as owners
from server.paper import routes as paper
from server.parts import Parts
from server.people import routes as people
from server.problems import end_quietly, say_failure, say_http, say_problem
from server.progress import fragments as progress_fragments
from server.progress import routes as progress
from server.reading import routes as reading
from server.seats import routes as seats
from server.settings import Settings, get_settings
from server.since_last import fragments as since_last_fragments
from server.staff_notes import fragments as staff_note_fragments
from server.steps import fragments as step_fragments
from server.steps import routes as steps
from server.summary import fragments as summary_fragments
from server.summary import routes as summary
from server.units import routes as units
from server.votes import fragments as vote_fragments
from server.votes import routes as votes
from server.votes.box import BallotBox
from server.watching import routes as watching
from server.wrong_codes import WrongCodes

LIVE = (
    *(meeting_fragments, idea_fragments, since_last_fragments, progress_fragments, comment_fragments, group_fragments),
    *(discussion_fragments, vote_fragments, agreement_fragments, summary_fragments),
    *(follow_up_fragments, moment_fragments, answer_fragments, staff_note_fragments, minutes_fragments),
    *(step_fragments, owner_fragments, follow_fragments),
)
"""Imported for what they declare: what stands on a page, and which events change it."""
DOMAINS = (
    *(comments, discussion, follow_ups),
    *(seats, meetings, ideas, groups, votes, answers, agreements, summary, progress, follows, people, mail, reading),
    *(minutes, invitations, paper),
    *(owners, steps, mine),
    *(units, boards, setup, guide, colours, about, watching, export, overview),
)

HANDLERS = {
    Problem: say_problem,
    HTTPException: say_http,
    ClientDisconnect: end_quietly,
    Exception: say_failure,
}


def create_app(settings: Settings | None = None) -> Starlette:
    """The ASGI application. Its parts start and stop with its lifespan."""
    settings = settings or get_settings()
    database = Database(settings.database_url, size=settings.pool_size)
    doorbell = Doorbell(settings.redis_url)
    hub = Hub(database, lambda board_id: doorbell.ring(board_id, 0))
    parts = Parts(settings, database, doorbell, hub, BallotBox(database))
    budget = Budget()
    app = Starlette(
        routes=[
            *probes.routes,
            *(route for domain in DOMAINS for route in domain.routes),
            Route("/poll", poll),
            WebSocketRoute("/live", live),
            Mount("/static", Static(directory=STATIC)),
        ],
        middleware=[Middleware(AccessLog), Middleware(Gate, settings=settings, budget=budget, say_problem=say_problem)],
        exception_handlers=HANDLERS,  # type: ignore[arg-type]
        lifespan=lifespan,
    )
    app.state.parts, app.state.budget, app.state.leaving = parts, budget, False
    app.state.wrong_codes = WrongCodes(settings.secret, settings.redis_url)
    app.state.making = Making()
    app.state.health = Health(database.address)
    return app


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Start the parts; on the way out stop taking, drain the ballots, and send the members elsewhere."""
    parts: Parts = app.state.parts
    assert parts.hub is not None
    assert parts.box is not None
    await parts.database.start()
    await app.state.health.start()
    await parts.hub.start()
    await parts.box.start()
    hub = parts.hub
    listening = asyncio.create_task(parts.doorbell.listen(hub.hear), name="doorbell")
    try:
        yield
    finally:
        app.state.leaving = True
        listening.cancel()
        await parts.box.drain()
        await hub.stop()
        with suppress(Away):  # then it grows stale by itself
            await forget_presence(parts.database, hub.server)
        await app.state.making.close()
        await app.state.health.stop()
        await app.state.wrong_codes.close()
        await parts.doorbell.close()
        await parts.database.stop()
