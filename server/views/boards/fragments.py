"""That a board was closed, on every page of it that people have open."""

from schemas.board import BoardClosed, BoardOpened
from server.live.pages import shows

for page in ("meeting", "desk", "idea", "answer", "progress", "sifted"):
    shows(page, "closed", "closed.html", BoardClosed, BoardOpened)
