"""What becomes of a citizen's address when it is erased elsewhere."""

from server.core.erasing import ADDRESS_ERASED
from server.work.enquiries.erasing import erase_contact

ADDRESS_ERASED.add(erase_contact)
