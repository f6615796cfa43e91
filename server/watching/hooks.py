"""What watching does when others act."""

from server.ideas.hiding import SHOWN_AGAIN
from server.metrics import READ
from server.watching.given_up import measure
from server.watching.shown_again import look_again

READ.add(measure)
SHOWN_AGAIN.add(look_again)
