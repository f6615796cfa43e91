"""Whoever's address is erased has no letters here."""

from server.core.erasing import ADDRESS_ERASED
from server.mail.erasing import erase_letters_to

ADDRESS_ERASED.add(erase_letters_to)
