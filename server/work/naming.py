"""Whose name everybody may read at an idea. A member is named only after their own yes, which the meeting asks for;
until then only staff read the name, and everybody else reads "et medlem"."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import MEMBER, Owner, Step
from schemas.idea import Idea
from server.core.change import Change


async def withheld_names(session: AsyncSession, idea: Idea) -> frozenset[str]:
    """The names at an idea that its meeting withheld, as `public_name` compares them. One query."""
    owners = select(Owner.name).where(
        Owner.idea_id == idea.id, col(Owner.named).is_(False), col(Owner.person_id).is_(None)
    )
    steps = select(Step.person).where(Step.idea_id == idea.id, col(Step.named).is_(False))
    return frozenset(_plain(name) for name in (await session.execute(owners.union(steps))).scalars())


def public_name(name: str, withheld: frozenset[str]) -> str:
    """A name that is typed after the meeting as everybody may read it: MEMBER if the meeting withheld it, in whatever
    form it comes back."""
    return MEMBER if _plain(name) in withheld else name


async def may_be_named(change: Change, idea: Idea, name: str) -> bool:
    """Whether everybody may read a name that is typed after the meeting. One query."""
    return _plain(name) not in await withheld_names(change.session, idea)


def is_theirs(name: str, before: Owner | Step | None) -> bool:
    """Whether a yes that stands in a form is that of `name`: not one that was given `before` for another name, and is
    still ticked."""
    was = before.name if isinstance(before, Owner) else before.person if before is not None else name
    return before is None or not before.named or was == name


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
