"""Changing who has an idea: a leader or a coordinator gives it to others, or an owner lets it go."""

from collections.abc import Mapping, Sequence

from schemas.answer import Owner
from schemas.flow import By, Need
from server.core.days import danish_day
from server.core.errors import N_, NotAllowed, NotNow
from server.web.edit_conflicts import together
from server.work.answers.commands import NOT_YOURS
from server.work.answers.needs import ASKED, read_asked
from server.work.owners.assigning import give, hand_on, named, owners_of
from server.work.owners.doing import Doing

FIELDS = ("owner", "owner_mail", "owner2", "owner2_mail")
NOBODY = N_("Der er ingen leder at give idéen videre til. Tal med koordinatoren.")


def as_fields(owners: Sequence[Owner]) -> dict[str, str]:
    """The form's fields as filled in for the present owners; empty for a missing one."""
    first, second = (*owners, *(Owner(idea_id=0, name="") for _ in range(2)))[:2]
    return dict(zip(FIELDS, (first.name, first.mail, second.name, second.mail), strict=True))


async def change_owners(doing: Doing, typed: Mapping[str, str]) -> None:
    """Give the idea to one or two others. Naming the present owners changes nothing. Raises Invalid, ChangedMeanwhile,
    and what `only` raises."""
    doing.only(By.LEADER, By.COORDINATOR)
    now = as_fields(await owners_of(doing.change, doing.idea))
    wanted = together(typed, now, FIELDS)
    if not wanted["owner"]:  # only the second is left
        wanted = {"owner": wanted["owner2"], "owner_mail": wanted["owner2_mail"]}
    given = read_asked(
        ASKED[Need.OWNER], {**typed, "owner2": "", "owner2_mail": "", **wanted}, danish_day(doing.change.now)
    )
    await give(doing.change, doing.idea, await named(doing.change, doing.ladder, given), only_these=True)


async def resign(doing: Doing, typed: Mapping[str, str]) -> None:
    """ "Jeg kan ikke længere have ansvaret", with a reason. Raises Invalid without one, NotNow if there is nobody to
    hand the idea to, and NotAllowed for anyone but an owner."""
    doing.only(By.OWNER)
    if doing.owner is None:
        raise NotAllowed(NOT_YOURS)
    why = read_asked(ASKED[Need.TEXT], typed, danish_day(doing.change.now)).text
    if not await hand_on(doing.change, doing.idea, doing.ladder, doing.owner, why):
        raise NotNow(NOBODY)
