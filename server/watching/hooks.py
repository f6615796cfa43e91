"""What watching does when others act."""

from server.metrics import READ
from server.watching.given_up import measure

READ.add(measure)
