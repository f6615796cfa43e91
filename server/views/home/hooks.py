"""What the page of needs counts for the top of every page."""

from server.core.waiting import waits
from server.views.home.needs import COUNT

waits(COUNT)
