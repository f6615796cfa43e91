"""An address that is erased answers for no unit any more."""

from server.core.erasing import ADDRESS_ERASED
from server.organisation.units.answering import forget_address

ADDRESS_ERASED.add(forget_address)
