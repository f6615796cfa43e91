"""Whoever is erased follows nothing, and has no letters here."""

from server.core.erasing import ADDRESS_ERASED, BEFORE_ERASING, WORDS_ERASED
from server.ideas.follows.erasing import erase_asked, erase_follows, erase_news

BEFORE_ERASING.add(erase_asked)
WORDS_ERASED.add(erase_news)
ADDRESS_ERASED.add(erase_follows)
