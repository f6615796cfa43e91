"""Every kind of job has a line for coordinators, or is declared to be none of theirs."""

from server.work.deadlines.words import UNSEEN, WHAT
from workers import registry


def test_each_kind_has_words_or_is_unseen() -> None:
    registry.load()
    kinds = {name for name in registry.KINDS if not name.startswith(("every:", "test", "failing"))}
    assert not kinds - WHAT.keys() - UNSEEN, "these need a sentence in server/work/deadlines/words.py"
