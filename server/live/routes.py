"""The two ways to follow a page."""

from starlette.routing import Route, WebSocketRoute

from server.live.poll import poll
from server.live.socket import live

routes = [
    Route("/poll", poll),
    WebSocketRoute("/live", live),
]
