"""What an idea in each status must have, as it is stored; and that its timeline tells every change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.flow import FLOW, REASON_MIN, By, Need, Status
from server.core.database import Database
from server.core.days import danish_day

Line = Mapping[str, Any]
BEGINS = {Status.PROPOSED}


@dataclass
class Stands:
    """An idea with everything that belongs to it, and what its members have answered so far."""

    idea: Line
    lines: list[Line]
    moments: list[Line]
    owners: list[Line]
    steps: list[Line]
    counted: Mapping[int, tuple[int, int]]
    """Yes and no by the line they were asked about, as the test itself has counted them."""
    referrals: list[Line]

    @property
    def status(self) -> Status:
        return Status(self.idea["status"])

    @property
    def now(self) -> Line:
        """The line that brought it where it is."""
        return self.lines[-1]

    @property
    def told(self) -> int:
        """How much stands on the timeline."""
        return len(self.lines) + len(self.moments)

    @property
    def facts(self) -> tuple[object, ...]:
        """What must not change without the timeline saying so."""
        owners = tuple(sorted(owner["name"] for owner in self.owners))
        steps = tuple((step["text"], step["person"], step["day"], step["done_at"] is None) for step in self.steps)
        return self.status, self.idea["leader_id"], self.idea["answer_by"], owners, steps


async def read(database: Database, public_id: str, counted: Mapping[int, tuple[int, int]]) -> Stands:
    """The idea as it is stored now."""
    idea = await database.driver.fetchrow("SELECT * FROM idea WHERE public_id = $1", public_id)

    async def of(table: str, where: str = "TRUE") -> list[Line]:
        query = f"SELECT * FROM {table} WHERE idea_id = $1 AND {where} ORDER BY id"
        return [dict(row) for row in await database.driver.fetch(query, idea["id"])]

    owners, asked = await of("owner", "NOT carries"), await of("referral")
    return Stands(dict(idea), await of("status_change"), await of("moment"), owners, await of("step"), counted, asked)


def awaits_an_answer(at: Stands) -> bool:
    """A leader, and a date that lay ahead when it was set: by the line, or by the escalation after it."""
    moved = [each["at"] for each in at.moments if each["kind"] == "escalated" and each["at"] > at.now["at"]]
    until = at.idea["answer_by"]
    return at.idea["leader_id"] is not None and until is not None and until > max([at.now["at"], *moved])


def is_owned(at: Stands) -> bool:
    return bool(at.owners) and all(owner["name"] for owner in at.owners)


def is_under_way(at: Stands) -> bool:
    """Somebody has it, and the next step has a person and a day."""
    waiting = [step for step in at.steps if step["done_at"] is None]
    return is_owned(at) and any(step["text"] and step["person"] and step["day"] for step in waiting)


def members_said(at: Stands, *, yes: bool) -> bool:
    """At least three, and the majority, by our own count."""
    done = [line for line in at.lines if line["status"] == Status.DONE][-1]
    ayes, noes = at.counted.get(done["id"], (0, 0))
    return ayes + noes >= 3 and (ayes > noes if yes else noes > ayes)


def came_to_a_leader(at: Stands) -> bool:
    """By the coordinator, or from `done` by the members, who then have said so."""
    from_done = len(at.lines) > 1 and at.lines[-2]["status"] == Status.DONE and at.now["seat_id"] is None
    return awaits_an_answer(at) and (not from_done or members_said(at, yes=False))


def words(at: Stands, least: int = 1) -> bool:
    return len(at.now["text"]) >= least


def is_asked(at: Stands) -> bool:
    """Somebody is asked, by the date that was promised; and the idea waits for nobody else."""
    (referral,) = [each for each in at.referrals if each["state"] == "sent"]
    return bool(referral["reply_by"] == at.idea["answer_by"])


NEEDS: dict[Status, Callable[[Stands], object]] = {
    Status.PROPOSED: lambda at: True,
    Status.PRIORITISED: lambda at: True,
    Status.REVIEW: came_to_a_leader,
    Status.AGREED: lambda at: is_owned(at) and at.steps and words(at),
    Status.TRIAL: lambda at: at.now["place"] and at.now["day"] >= danish_day(at.now["at"]),
    Status.IN_PROGRESS: is_under_way,
    Status.DONE: lambda at: words(at) and all(step["done_at"] is not None for step in at.steps),
    Status.CONFIRMED: lambda at: members_said(at, yes=True),
    Status.EVALUATED: lambda at: at.now["effect"] and words(at),
    Status.ON_HOLD: lambda at: words(at, REASON_MIN) and at.now["day"] >= danish_day(at.now["at"]),
    Status.DECLINED: lambda at: words(at, REASON_MIN),
    Status.ELSEWHERE: lambda at: (at.now["unit_id"] or at.now["place"]) and at.now["day"] and is_asked(at),
    Status.MERGED: lambda at: at.now["other_id"] and at.now["other_id"] == at.idea["merged_into_id"],
    Status.WITHDRAWN: lambda at: True,
    Status.NOTED: lambda at: True,
    Status.ANSWERED: lambda at: True,  # aloud, in the room, leaves no words
    Status.REFUSED: lambda at: at.now["place"].isdigit(),
    Status.LAPSED: lambda at: at.now["place"].isdigit(),
}
assert set(NEEDS) == set(Status), f"say in NEEDS what {set(Status) - set(NEEDS)} must carry"


def hold(at: Stands) -> None:
    """AssertionError when the idea lacks what its status requires, or its lines are no way through FLOW."""
    assert at.lines, "an idea without a beginning"
    waiting = [each for each in at.referrals if each["state"] == "sent"]
    assert len(waiting) == FLOW[at.status].away, "asked while it is elsewhere, and only then"
    assert at.now["status"] == at.status, "the last line says where it is"
    assert NEEDS[at.status](at), f"{at.status} lacks what it requires: {at.idea} {at.now} {at.owners} {at.steps}"
    assert at.lines[0]["status"] in BEGINS
    for before, after in zip(at.lines, at.lines[1:], strict=False):
        row = FLOW[Status(after["status"])]
        ways = row.comes_from.union(*row.also.values())
        assert before["status"] in ways, f"{before['status']} → {after['status']}"
        assert before["at"] <= after["at"]


def way_out(status: Status) -> list[Status] | None:
    """The shortest way from a status to one that ends, by moves of staff and the proposer alone, for an idea that stood
    in no queue; None without one."""
    ways: list[list[Status]] = [[status]]
    seen = {status}
    for way in ways:
        if FLOW[way[-1]].final:
            return way[1:]
        for then, rule in FLOW.items():
            by_staff = rule.by & {By.LEADER, By.COORDINATOR} and Need.IDEA not in rule.needs and not rule.asked
            if way[-1] in rule.comes_from and by_staff and then not in seen:
                seen.add(then)
                ways.append([*way, then])
    return None
