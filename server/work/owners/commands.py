"""Changing who has an idea: a leader or the coordinator gives it to others, an owner lets it go."""

from collections.abc import Mapping, Sequence

from schemas.answer import Owner
from schemas.flow import By, Need
from server.core.days import danish_day
from server.core.errors import N_, NotAllowed, NotNow
from server.web.edit_conflicts import together
from server.work.answers.commands import NOT_YOURS
from server.work.answers.needs import ASKED, read_asked
from server.work.owners.assigning import give, named, owners_of
from server.work.owners.doing import Doing
from server.work.owners.leaving import hand_on

FIELDS = ("owner", "owner_mail", "owner2", "owner2_mail")
NOBODY = N_("Der er ingen leder at give idéen videre til. Tal med koordinatoren.")


def as_fields(owners: Sequence[Owner]) -> dict[str, str]:
    """What the form shows of those who have the idea now."""
    first, second = (*owners, *(Owner(idea_id=0, name="") for _ in range(2)))[:2]
    return dict(zip(FIELDS, (first.name, first.mail, second.name, second.mail), strict=True))


async def change_owners(doing: Doing, typed: Mapping[str, str]) -> None:
    """Let one or two others have the idea; the same ones again change nothing. Raises Invalid, ChangedMeanwhile."""
    doing.only(By.LEADER, By.COORDINATOR)
    now = as_fields(await owners_of(doing.board, doing.idea))
    wanted = together(typed, now, FIELDS)
    if not wanted["owner"]:  # the second one is the only one now
        wanted = {"owner": wanted["owner2"], "owner_mail": wanted["owner2_mail"]}
    given = read_asked(
        ASKED[Need.OWNER], {**typed, "owner2": "", "owner2_mail": "", **wanted}, danish_day(doing.board.now)
    )
    await give(doing.board, doing.idea, await named(doing.board, doing.ladder, given), only_these=True)


async def resign(doing: Doing, typed: Mapping[str, str]) -> None:
    """ "Jeg kan ikke længere have ansvaret", with a word of why. Raises Invalid without one, NotNow where there is
    nobody to hand the idea to."""
    doing.only(By.OWNER)
    if doing.owner is None:
        raise NotAllowed(NOT_YOURS)
    why = read_asked(ASKED[Need.TEXT], typed, danish_day(doing.board.now)).text
    if not await hand_on(doing.board, doing.idea, doing.ladder, doing.owner, why):
        raise NotNow(NOBODY)
