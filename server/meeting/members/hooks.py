"""Whoever comes by an invitation that was made for a member sits as that member; whoever is erased is on no list."""

from server.core.erasing import ADDRESS_ERASED, BEFORE_ERASING
from server.core.seat_hooks import INVITED_SAT, MEMBER_FORGOTTEN
from server.meeting.members.erasing import erase_from_lists, erase_member, unseat
from server.meeting.members.sitting import sit_as_member

BEFORE_ERASING.add(erase_member)
ADDRESS_ERASED.add(erase_from_lists)
MEMBER_FORGOTTEN.add(unseat)
INVITED_SAT.add(sit_as_member)
