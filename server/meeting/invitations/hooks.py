"""Whoever is erased was never invited."""

from server.core.erasing import ADDRESS_ERASED, BEFORE_ERASING
from server.meeting.invitations.erasing import erase_invitations, erase_invited

BEFORE_ERASING.add(erase_invitations)
ADDRESS_ERASED.add(erase_invited)
