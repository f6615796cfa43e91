"""Whoever's address is erased has no letters here, and after a restore it is erased again."""

from server.core.erasing import ADDRESS_ERASED
from server.mail.erase_address import erase_again
from server.mail.erasing import erase_letters_to

__all__ = ["erase_again"]
ADDRESS_ERASED.add(erase_letters_to)
