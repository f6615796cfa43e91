"""What deadlines do at other features' moments."""

from server.core.metrics import READ
from server.ideas.ideas.hiding import SHOWN_AGAIN
from server.work.deadlines.again import look_again
from server.work.deadlines.queries import measure

READ.add(measure)
SHOWN_AGAIN.add(look_again)
