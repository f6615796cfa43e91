"""What tests about voting share: a round that is open, and what stands in its tables."""

import secrets
from dataclasses import dataclass
from typing import Any

import httpx2

from schemas.codes import new_public_id, new_token
from schemas.idea import Idea
from schemas.roles import Role
from schemas.round import Method, Round, RoundIdea, RoundVoter
from schemas.seat import Seat
from schemas.secret import Secret
from server.core import clock
from server.core.database import Database
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took


async def open_vote(cast: Cast, ideas: int = 2, **rules: object) -> list[str]:
    """Ben writes ideas and the vote is opened by `rules`; the ideas' public ids in the order of their numbers."""
    ada, ben = await cast.ada(), await cast.ben()
    for number in range(ideas):
        assert took(await ben.propose(f"Idé nummer {number}"))
    told = {"method": "dots", "dots": 5, "most": 3, "own": 1, "leaders": 1} | rules
    answer = await ada.voting(**told)
    assert took(answer), answer.text[:300]
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    query = "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY number"
    return [row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)]


async def round_of(cast: Cast) -> Any:
    """The newest round of the cast's meeting, as it is stored."""
    query = "SELECT * FROM round WHERE meeting_id = $1 ORDER BY id DESC LIMIT 1"
    return (await rows(cast.database.url, query, cast.meeting.id))[0]


async def ballots(cast: Cast) -> list[dict[str, int]]:
    """The ballots of the newest round, without voters: dots by the idea's public id, those of most dots first."""
    query = """SELECT (SELECT jsonb_object_agg(idea.public_id, pair.value) FROM jsonb_each(ballot.dots) AS pair
               JOIN idea ON idea.id = pair.key::bigint)::text AS dots FROM ballot WHERE round_id = $1"""
    import json

    found = await rows(cast.database.url, query, (await round_of(cast))["id"])
    return sorted((json.loads(row["dots"] or "{}") for row in found), key=lambda dots: -sum(dots.values()))


async def send(
    member: Member, round_id: str, dots: dict[str, int], version: int = 0, **headers: str
) -> httpx2.Response:
    """A ballot as the script sends it."""
    fields = {"version": version, **{f"dots-{idea}": given for idea, given in dots.items()}}
    return await member.post(f"/rounds/{round_id}/ballot", fields, **({"HX_Request": "true"} | headers))


@dataclass
class Bare:
    """A round in the tables alone: for tests of the box and the close that need no people."""

    round: Round
    secret: bytes
    ideas: list[Idea]
    seats: list[Seat]


async def bare_round(database: Database, cast: Cast, voters: int, ideas: int = 3) -> Bare:
    """An open round of `cast`'s meeting with this many voters, as opening would make it."""
    now = clock.now()
    async with database.begin() as session:
        known = [
            Idea(
                public_id=new_public_id(),
                board_id=cast.board.id,
                meeting_id=cast.meeting.id,
                submission=secrets.token_hex(8),
                title=f"Idé {number}",
                status_at=now,
                created_at=now,
                shown_at=now,
            )
            for number in range(ideas)
        ]
        seats = [
            Seat(
                public_id=new_public_id(),
                board_id=cast.board.id,
                meeting_id=cast.meeting.id,
                role=Role.PATIENT,
                name="Gæst",
                joined_at=now,
            )
            for _ in range(voters)
        ]
        session.add_all([*known, *seats])
        await session.flush()
        round_ = Round(
            public_id=new_public_id(),
            board_id=cast.board.id,
            meeting_id=cast.meeting.id,
            method=Method.DOTS,
            dots=5,
            most=3,
            opened_at=now,
            eligible=voters,
            result_token=new_token(),
        )
        session.add(round_)
        await session.flush()
        session.add(secret := Secret(round_id=round_.id))
        session.add_all(RoundIdea(round_id=round_.id, idea_id=idea.id) for idea in known)
        session.add_all(RoundVoter(round_id=round_.id, seat_id=seat.id, role=seat.role) for seat in seats)
    return Bare(round_, secret.value, known, seats)
