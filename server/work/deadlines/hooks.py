"""What deadlines do at other features' moments."""

from server.core.metrics import READ
from server.ideas.ideas.hiding import SHOWN_AGAIN
from server.work.deadlines.given_up import measure
from server.work.deadlines.shown_again import look_again

READ.add(measure)
SHOWN_AGAIN.add(look_again)
