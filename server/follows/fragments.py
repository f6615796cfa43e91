"""Following is on no live page; it ends with the seat of whoever follows."""

from server.follows.forgetting import forget_member
from server.seat_hooks import MEMBER_FORGOTTEN

MEMBER_FORGOTTEN.add(forget_member)
