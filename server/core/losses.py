"""What an older state of the database cannot bring back, once a backup was put back (docs/operations.md)."""

from dataclasses import dataclass, field

from server.core.change import Change
from server.core.hooks import Hooks


@dataclass
class Losses:
    """What was lost, counted by a sentence for the operator with one number in it."""

    told: dict[str, int] = field(default_factory=dict)

    def count(self, sentence: str, number: int = 1) -> None:
        """Add that many to what `sentence` says; it is left out while there are none."""
        if number:
            self.told[sentence] = self.told.get(sentence, 0) + number

    def lines(self) -> list[str]:
        """The sentences with their numbers."""
        return [sentence.format(number) for sentence, number in self.told.items()]


LOST: Hooks[Change, Losses] = Hooks()
"""A backup was put back: called for each board, in a change of its own, before anybody uses it. Each feature gives up
what was open, so that nobody counts half of it, and lets people answer again where that makes sense. It may be called
again, and then finds nothing."""
