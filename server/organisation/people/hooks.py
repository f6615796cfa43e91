"""What staff are called, from the moment they come."""

from server.core.seat_hooks import CAME
from server.organisation.people.taking_up import take_up

CAME.add(take_up)
