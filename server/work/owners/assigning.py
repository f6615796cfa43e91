"""Giving an idea to one or two people, and letting an owner go, as part of a change. Whoever has it already keeps their
row, and so their link. An owner who leaves hands it to the nearest leader, so that somebody always has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from schemas.answer import Owner
from schemas.idea import Idea
from schemas.moment import MomentKind
from schemas.person import Person
from server.core import jobs
from server.core.change import Change
from server.core.errors import N_, Invalid
from server.ideas.moments.commands import add_moment
from server.organisation.units.ladder import Ladder, Rung
from server.work.answers.needs import Given
from server.work.answers.standing import staff_of
from server.work.naming import may_be_named

NOT_FILLED = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")
TWICE = N_("Skriv to forskellige, eller lad feltet stå tomt.")


@dataclass(frozen=True)
class Named:
    """Somebody who is to own an idea, as typed; `person_id` if they have an account."""

    name: str
    mail: str = ""
    person_id: int | None = None

    def is_in(self, owner: Owner) -> bool:
        """Whether `owner` is the same person. If both have an address it alone decides, or the form would show which
        addresses belong to accounts."""
        if self.mail and owner.mail:
            return self.mail == owner.mail
        if self.person_id is not None and self.person_id == owner.person_id:
            return True
        # An account found without an address is one of the board's own, known by its name.
        if (not owner.mail and owner.person_id is not None) or (not self.mail and self.person_id is not None):
            return False
        return self.name.casefold() == owner.name.casefold()


async def account(change: Change, ladder: Ladder, name: str) -> int | None:
    """The account id of somebody on the board or leading above it; None for a name that nobody has, or more than
    one."""
    board_id = change.board.id or 0
    staff = (await staff_of(change.session, [board_id]))[board_id]
    found: set[int | None] = {person.id for person in staff if person.name.casefold() == name.casefold()}
    found |= {rung.leader_id for rung in ladder if rung.name and rung.name.casefold() == name.casefold()}
    return found.pop() if len(found) == 1 else None


async def owners_of(change: Change, idea: Idea) -> list[Owner]:
    """Who has the idea now, under the board's lock. Whoever carried it from its meeting is not among them."""
    query = select(Owner).where(Owner.idea_id == idea.id, col(Owner.carries).is_(False)).order_by(col(Owner.id))
    return list((await change.session.execute(query)).scalars())


async def named(change: Change, ladder: Ladder, given: Given) -> list[Named]:
    """The one or two owners named in a form. Raises Invalid if both are the same."""
    first = await _named(change, ladder, given.owner, given.owner_mail)
    if not given.owner2:
        return [first]
    second = await _named(change, ladder, given.owner2, given.owner2_mail)
    if second.is_in(Owner(idea_id=0, name=first.name, mail=first.mail, person_id=first.person_id)):
        raise Invalid(NOT_FILLED, fields={"owner2": TWICE})
    return [first, second]


async def _named(change: Change, ladder: Ladder, name: str, mail: str) -> Named:
    """An account's address means that account, whatever the name. Without an address, the name may be an account's. The
    address is kept either way: the form must not give away which it was."""
    query = select(Person.id).where(Person.mail == mail)
    known = (await change.session.execute(query)).scalar_one_or_none() if mail else None
    known = known if known is not None or mail else await account(change, ladder, name)
    return Named(name, mail, known)


async def give(change: Change, idea: Idea, wanted: Sequence[Named], *, only_these: bool = False) -> None:
    """Make exactly `wanted` the owners of the idea. A job writes to those who are new or have a new address. An address
    left empty keeps the old one, except with `only_these`: then the old one is removed and its link is void."""
    before = await owners_of(change, idea)
    kept: list[Owner] = []
    for each in wanted:
        had = next((owner for owner in before if each.is_in(owner)), None)
        if had is None:
            had = Owner(idea_id=idea.id, person_id=each.person_id, name=each.name, mail=each.mail)
            had.named = await may_be_named(change, idea, each.name)
            change.session.add(had)
            await change.session.flush()
            await add_moment(change, idea, MomentKind.OWNER_NEW, name=had.public_name)
            await write_to(change, idea, had)
        else:
            if had.name != each.name:
                had.named, had.name = await may_be_named(change, idea, each.name), each.name
            if each.mail != had.mail and (each.mail or only_these):
                had.mail, had.token_hash, had.person_id = each.mail, None, each.person_id
                if had.mail:
                    await write_to(change, idea, had)
        kept.append(had)
    for owner in before:
        if owner not in kept:
            await change.session.delete(owner)
            await add_moment(change, idea, MomentKind.OWNER_LEFT, name=owner.public_name)


async def write_to(change: Change, idea: Idea, owner: Owner) -> None:
    """Schedule the letter to a new owner; it brings them their link."""
    about = {"board_id": change.board.id, "idea_id": idea.id}
    dedupe = f"owner_given:{owner.id}:{change.now.timestamp():.0f}"
    await jobs.due(change.session, "owner_given", owner.id or 0, change.now, dedupe=dedupe, **about)


def heir(ladder: Ladder, leaver: Owner) -> Rung | None:
    """The nearest rung led by somebody other than the leaver; None if there is no such leader."""
    return next((rung for rung in ladder if rung.leader_id and rung.leader_id != leaver.person_id), None)


async def hand_on(change: Change, idea: Idea, ladder: Ladder, owner: Owner, why: str = "") -> bool:
    """Remove `owner`, as part of a change; the timeline says so and gives their reason. If they were the only owner,
    the nearest leader gets the idea. Returns False, and changes nothing, if there is no leader to give it to."""
    others = [each for each in await owners_of(change, idea) if each.id != owner.id]
    leader = heir(ladder, owner)
    if not others and leader is None:
        return False
    await change.session.delete(owner)
    await add_moment(change, idea, MomentKind.OWNER_LEFT, name=owner.public_name, text=why)
    if not others and leader is not None:
        new = Owner(idea_id=idea.id, person_id=leader.leader_id, name=leader.name or "")
        change.session.add(new)
        await change.session.flush()
        await add_moment(change, idea, MomentKind.OWNER_NEW, name=new.name)
        await write_to(change, idea, new)
    return True
