"""A whole meeting over HTTP, from the first idea to its end, and what its minutes hold."""

from dataclasses import dataclass

from schemas.roles import Role
from tests.room.agreements.scene import agree, take
from tests.support.after_the_end import end_for_good
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page, words
from tests.support.member import Member, took

SAID = "Natholdet vil prøve det.\n\nDe begynder på mandag."
TITLES = ("Ro på gangen efter kl. 22", "Stille om natten", "Kaffe til pårørende", "Papir i almindeligt dansk")
WORDS = "Døre og vogne vækker os.\nSæt filt under vognene."


@dataclass
class Evening:
    """`ideas`: public ids by title. The first was put before the leader; the second is part of it."""

    cast: Cast
    ideas: dict[str, str]
    members: list[Member]

    @property
    def path(self) -> str:
        """Where the minutes are read by those with a seat."""
        return f"/m/{self.cast.meeting.public_id}/minutes"

    async def read(self, who: Member | None = None) -> Page:
        """The minutes as somebody reads them, Ada unless told."""
        return await (who or await self.cast.ada()).page(self.path)

    async def approve(self) -> None:
        """By the last look, as a coordinator does."""
        ada = await self.cast.ada()
        assert took(await ada.submit((await ada.page(f"{self.path}/approval")).form("/approval")))

    async def token(self) -> str:
        """What stands in the address of the letter."""
        query = "SELECT token FROM minutes WHERE meeting_id = $1"
        return str((await rows(self.cast.database.url, query, self.cast.meeting.id))[0]["token"])


async def evening(cast: Cast, *, titles: tuple[str, ...] = TITLES, text: str = WORDS) -> Evening:
    """Five patients and five relatives write, merge, talk, vote and agree; the meeting has ended, an hour ago."""
    ada, ben = await cast.ada(), await cast.ben()
    members = [ben, *await cast.guests_join(4), *await cast.guests_join(5, Role.RELATIVE)]
    for title in titles:
        assert took(await ben.propose(title, text))
    assert took(await ada.phase("reveal"))
    query = "SELECT title, public_id FROM idea WHERE meeting_id = $1"
    ideas = {row["title"]: row["public_id"] for row in await rows(cast.database.url, query, cast.meeting.id)}
    first, second = ideas[titles[0]], ideas[titles[1]]
    assert took(await ada.phase("group"))
    assert took(await ada.post(f"/ideas/{second}/merge", {"into": first}))
    assert took(await ada.phase("discuss"))
    assert took(await ada.post(f"/ideas/{first}/note", {"version": 0, "text": SAID}))
    await ada.voting(method="dots", dots=5, most=3, own=1, leaders=1)
    assert took(await ada.phase("vote"))
    ballot = await ben.look()  # the same empty one for everybody
    for number, member in enumerate(members[:7]):
        assert took(await member.vote({first: 3, ideas[titles[2]]: number % 2}, page=ballot))
    for phase in ("result", "agree"):
        assert took(await ada.phase(phase))
    assert took(await agree(cast, first, do="send"))
    if len(titles) > 3:
        assert took(await take(ada, ideas[titles[3]]))
    assert took(await ada.phase("close"))
    for member in members[:6]:
        assert took(await member.post(f"{member.room}/heard", {"heard": "yes"}))
    await end_for_good(cast)
    return Evening(cast, ideas, members)


def section(page: Page, title: str) -> str:
    """What stands under a heading, with single spaces."""
    found = page.select(f"//article//section[h2='{title}']")
    return words(found[0]) if found else ""
