"""Staff who were named by their address go by their own name from their first visit."""

from server.core.seat_hooks import CAME
from server.organisation.people.taking_up import take_up

CAME.add(take_up)
