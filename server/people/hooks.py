"""What staff are called, from the moment they come."""

from server.people.taking_up import take_up
from server.seat_hooks import CAME

CAME.add(take_up)
