"""What happens to the open page when something happens elsewhere."""

from server.core.change import TOLD
from server.core.erasing import WORDS_ERASED
from server.core.losses import LOST
from server.core.seat_hooks import SEAT_REMOVED
from server.views.publication.erasing import erase_open
from server.views.publication.saying import ask_again, take_back_all
from server.views.publication.versions import next_version

TOLD.add(next_version)
WORDS_ERASED.add(erase_open)
SEAT_REMOVED.add(take_back_all)
LOST.add(ask_again)
