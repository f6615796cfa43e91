"""One idea and the people around it, who do whatever they like with it: over HTTP, as in a browser; and the workers."""

import re
from collections.abc import Mapping
from datetime import timedelta

import httpx2
from sqlalchemy import text

from schemas.flow import FLOW, Need, Status
from schemas.follow_up import OPEN_DAYS
from server.core import clock as its_clock
from server.core.days import danish_day
from server.work.referrals.sending import link_token
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.due import do_due
from tests.support.member import Member, Staff, took
from tests.support.site import Site
from tests.work.answers.flow_needs import Stands, hold, read, way_out
from tests.work.answers.scene import REASON, stored

CLEAR = """DELETE FROM job; DELETE FROM mail; DELETE FROM digest_line; UPDATE seat SET removed_at = NULL
WHERE person_id IS NOT NULL; DELETE FROM idea"""
OUTSIDE = "Karen uden konto"
MAIL = "karen@home.test"
BODY_MAIL = "post@kommune.test"


class Life:
    """The life of one idea on one board. `counted` is what members answered, by the line they were asked about."""

    def __init__(self, cast: Cast, site: Site, clock: Clock) -> None:
        self.cast, self.site, self.clock = cast, site, clock
        self.counted: dict[int, tuple[int, int]] = {}
        self.said: dict[str, dict[str, str]] = {}
        self.idea = self.other = ""
        self.members: list[Member] = []
        self.trace: list[str] = []
        self.reached: set[Status] = set()

    async def begin(self, number: int) -> None:
        """A fresh idea that everybody has seen, and another one; whatever was before is gone."""
        self.clock.run()
        self.counted, self.said, self.trace = {}, {}, []
        async with self.cast.database.begin() as session:
            for statement in CLEAR.split(";"):
                await session.execute(text(statement))
        self.members = [
            await self.cast.ben(),
            await self.cast.rie(),
            await self.cast.finn(),
            await self.cast.member("Ib"),
        ]
        await self.cast.ada(), await self.cast.leo(), await self.cast.bo()
        ada, titles = await self.cast.ada(), (f"Idé {number}", f"Anden {number}")
        assert took(await ada.phase("propose"))
        for title in titles:
            assert took(await self.members[0].propose(title))
        assert took(await ada.phase("reveal"))
        self.idea, self.other = [(await stored(self.cast, title=title)).public_id for title in titles]
        await self.work()
        self.reached.add((await self.look()).status)

    async def look(self) -> Stands:
        return await read(self.cast.database, self.idea, self.counted)

    async def after(self, before: Stands) -> None:
        """Whatever was done: nothing is lacking, and the timeline has told it."""
        now = await self.look()
        self.reached.add(now.status)
        try:
            hold(now)
            assert now.told > before.told or now.facts == before.facts, f"unsaid: {before.facts} → {now.facts}"
            assert now.lines[: len(before.lines)] == before.lines, "a line was changed or lost"
        except AssertionError as error:
            raise AssertionError(f"{error}\nafter {self.trace}") from None

    async def work(self, days: float = 0) -> None:
        """Time passes, a little at a time as it does, and the workers do what is due."""
        while days > 0:
            self.clock.ahead(timedelta(days=min(days, 7)))
            days -= 7
            await do_due(self.cast.database, self.site.settings)
        await do_due(self.cast.database, self.site.settings)

    def day(self, ahead: int) -> str:
        return (danish_day(its_clock.now()) + timedelta(days=ahead)).isoformat()

    def fields(self, status: Status, owner: str, ahead: int, without: str = "") -> dict[str, str]:
        """Everything that a status needs, but for one field."""
        typed = {
            "text": REASON, "owner": owner, "where": "N6", "until": self.day(ahead), "date": self.day(ahead),
            "unit": "Hospitalet", "effect": "better", "leader": self.cast.people["Leo"].mail, "idea": "1",
            "answer_by": self.day(ahead), "reply_by": self.day(ahead), "step": f"Skridt {ahead}", "person": "Natholdet",
            "step_date": self.day(ahead), "status": str(status),
        }  # fmt: skip
        if owner == OUTSIDE:
            typed["owner_mail"] = MAIL
        return {name: value for name, value in typed.items() if name != without}

    async def staff(self, name: str) -> Staff:
        return await {"Ada": self.cast.ada, "Leo": self.cast.leo, "Bo": self.cast.bo}[name]()

    async def move(self, who: str, status: Status, fields: Mapping[str, str]) -> httpx2.Response:
        """Somebody of the staff, or the owner behind the link, sets a status."""
        if who == "link":
            link = await self.link()
            return await (await self.cast.cleo()).post(f"{link}/status", fields) if link else NOTHING
        if status is Status.MERGED:
            query = "SELECT number FROM idea WHERE public_id = $1"
            number = (await self.cast.database.driver.fetch(query, self.other))[0]["number"]
            fields = {**fields, "idea": str(number)}
        if FLOW[status].away:
            return await self.ask(who, fields)
        path = "answer" if FLOW[status].answer and who == "Leo" else "review" if status is Status.REVIEW else "status"
        return await (await self.staff(who)).post(f"/ideas/{self.idea}/{path}", fields)

    async def ask(self, who: str, fields: Mapping[str, str]) -> httpx2.Response:
        """Somebody of the staff looks at what others will see of the idea, and asks them."""
        staff, path = await self.staff(who), f"/ideas/{self.idea}/referral"
        sent = {**fields, "unit": fields.get("unit", "") and "Kommunen", "body_mail": BODY_MAIL}
        shown = await staff.post(path, sent)
        seen = re.search(r'name="seen" value="([\w-]+)"', shown.text)
        return await staff.post(path, {**sent, "seen": seen.group(1), "send": "1"}) if seen else shown

    async def they_answer(self, door: str, form: str, fields: Mapping[str, str]) -> httpx2.Response:
        """Whoever was asked last answers by their link, also a dead one; or Ada writes down what they said, or takes
        the question back, or doubts their answer."""
        query = """SELECT referral.id, referral.public_id FROM referral JOIN idea ON idea.id = idea_id
        WHERE idea.public_id = $1 ORDER BY referral.id DESC LIMIT 1"""
        found = await self.cast.database.driver.fetch(query, self.idea)
        if not found:
            return NOTHING
        if door == "Ada":
            return await (await self.cast.ada()).post(f"/referrals/{found[0]['public_id']}/{form}", fields)
        token = link_token(self.site.settings, found[0]["id"])
        return await (await self.cast.cleo()).post(f"/r/{token}/{form}", {**fields, "name": "Kim fra kommunen"})

    async def link(self) -> str:
        """The address of an owner without an account, from the newest mail to them."""
        query = "SELECT body FROM mail WHERE recipient = $1 ORDER BY id DESC LIMIT 1"
        found = await self.cast.database.driver.fetch(query, MAIL)
        link = re.search(r"/o/[\w-]+", found[0]["body"]) if found else None
        return link.group() if link else ""

    async def members_answer(self, votes: list[bool]) -> None:
        """The first so many members say yes or no to the question that is open, if one is."""
        query = """SELECT follow_up.public_id, change_id FROM follow_up JOIN idea ON idea.id = idea_id
        WHERE idea.public_id = $1 AND question = 'felt' AND closed_at IS NULL"""
        for row in await self.cast.database.driver.fetch(query, self.idea):
            said = self.said.setdefault(row["public_id"], {})
            for member, yes in zip(self.members, votes, strict=False):
                sent = {"question": row["public_id"], "answer": "yes" if yes else "no", "words": "Sådan er det."}
                assert took(await member.post(f"/ideas/{self.idea}/felt", sent))
                said[member.name] = sent["answer"]
            given = list(said.values())
            self.counted[row["change_id"]] = (given.count("yes"), given.count("no"))

    async def step(self, who: str, then: str, ahead: int) -> httpx2.Response:
        """A step is planned, or the oldest open one is taken with or without a next one."""
        query = """SELECT step.public_id FROM step JOIN idea ON idea.id = idea_id WHERE idea.public_id = $1
        AND done_at IS NULL ORDER BY step.id LIMIT 1"""
        found = await self.cast.database.driver.fetch(query, self.idea)
        door, device = (await self.link(), await self.cast.cleo()) if who == "link" else ("", await self.staff("Leo"))
        door = door or f"/ideas/{self.idea}"
        path = f"{door}/steps/{found[0]['public_id']}/taking" if found and then != "plan" else f"{door}/steps"
        return await device.post(path, self.fields(Status.IN_PROGRESS, "Leo Bach", ahead) | {"then": then})

    async def owner_goes(self, how: str) -> httpx2.Response:
        """The owner behind the link lets go, Leo gives the idea to Bo, or Bo is no longer on the board."""
        if how == "lets go":
            link = await self.link()
            sent = {"text": "Jeg har ny stilling."}
            return await (await self.cast.cleo()).post(f"{link}/leaving", sent) if link else NOTHING
        if how == "is Bo":
            return await (await self.cast.leo()).post(f"/ideas/{self.idea}/owners", {"owner": "Bo Dam"})
        query = "SELECT public_id FROM seat WHERE board_id = $1 AND name = 'Bo Dam' AND person_id IS NOT NULL"
        seat = (await self.cast.database.driver.fetch(query, self.cast.board.id))[0]["public_id"]
        return await (await self.cast.ada()).post(f"/b/{self.cast.board.public_id}/staff/{seat}/removal")

    async def end(self) -> None:
        """From wherever the idea is, staff can bring it to an end; what is done, when the members have been heard."""
        asked = False
        while not FLOW[(now := (await self.look()).status)].final:
            if now is Status.DONE and not asked:
                asked = True
                await self.work()  # only now are they asked
                await self.work(days=OPEN_DAYS + 1)
                continue
            way = way_out(now)
            assert way, f"{now} has no way out"
            who = "Ada" if Need.LEADER in FLOW[way[0]].needs or way[0] is Status.PRIORITISED else "Leo"
            answer = await self.move(who, way[0], self.fields(way[0], "Leo Bach", 20))
            assert took(answer), f"stuck in {now} on the way {way}: {answer.text[-600:]}\nafter {self.trace}"


NOTHING = httpx2.Response(404)
"""What one gets who has no link."""
