"""Which live pages show what the board was asked: the room, the desk and the wall, in "Siden sidst"."""

from schemas.consultation import ConsultationChanged
from server.live.pages import shows

for page, region, template in (
    ("meeting", "room", "meeting/meetings/room.html"),
    ("desk", "room", "meeting/meetings/room.html"),
    ("screen", "stage", "meeting/meetings/stage.html"),
):
    shows(page, region, template, ConsultationChanged)
