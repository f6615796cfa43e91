"""Whose name everybody may read at an idea. A member is named only after their own yes, which the meeting asks for;
until then only staff read the name, and everybody else reads "et medlem"."""

from sqlmodel import col, select

from schemas.answer import Owner, Step
from schemas.idea import Idea
from server.core.change import Change


async def may_be_named(change: Change, idea: Idea, name: str) -> bool:
    """Whether a name that is typed after the meeting may be read by everybody: not if the meeting withheld it, in
    whatever form it comes back. One query."""
    withheld = select(Owner.name).where(
        Owner.idea_id == idea.id, col(Owner.named).is_(False), col(Owner.person_id).is_(None)
    )
    steps = select(Step.person).where(Step.idea_id == idea.id, col(Step.named).is_(False))
    found = (await change.session.execute(withheld.union(steps))).scalars()
    return _plain(name) not in {_plain(kept) for kept in found}


def is_theirs(name: str, before: Owner | Step | None) -> bool:
    """Whether a yes that stands in a form is that of `name`: not one that was given `before` for another name, and is
    still ticked."""
    was = before.name if isinstance(before, Owner) else before.person if before is not None else name
    return before is None or not before.named or was == name


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
