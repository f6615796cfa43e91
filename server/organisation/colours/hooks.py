"""What boards wear when their unit comes to stand elsewhere."""

from server.organisation.colours.look import dress
from server.organisation.units.tree import MOVED

MOVED.add(dress)
