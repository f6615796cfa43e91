"""What was erased is erased again after a restore."""

from server.views.boards.erasing import erase_again

__all__ = ["erase_again"]
