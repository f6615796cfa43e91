"""The story of an idea that was carried out, in four parts: said, decided, done, and whether it helped."""

from dataclasses import dataclass

from schemas.stages import Say, Stage
from server.views.public.content import Shown, Told


@dataclass(frozen=True)
class Story:
    """The lines of the parts that come after what was said; any of them may be missing."""

    decided: Told | None
    done: Told | None
    helped: tuple[Told, ...]


def story_of(idea: Shown) -> Story:
    """The newest line of each part; where members and staff both said whether it helped, both."""
    finished = [line for line in idea.lines if line.rule.stage is Stage.DONE]
    before = [line for line in idea.lines if line.rule.stage is not Stage.DONE]
    decided = [line for line in before if line.rule.answer] or [line for line in before if line.rule.owned]
    done = [line for line in finished if line.rule.say is Say.DONE]
    helped = {line.status: line for line in finished if line.rule.say is not Say.DONE}
    return Story(decided[-1] if decided else None, done[-1] if done else None, tuple(helped.values()))
