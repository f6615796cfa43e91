"""When a member writes something that others are to read, or takes it back."""

from schemas.comment import Comment
from schemas.idea import Idea
from server.core.change import Change
from server.core.hooks import Hooks

WRITTEN: Hooks[Change, Idea | Comment] = Hooks()
"""An idea or a comment was stored, or an idea got other words. Called within that change, once the row has an id and
before anything is told of it: a feature may hide it, and nobody will have seen it."""
TAKEN_BACK: Hooks[Change, Idea] = Hooks()
"""An idea was withdrawn. Called within that change, when it stands so."""
