"""What tests about paper share: Finn writes for others, and slips go in as from the page."""

import json
import secrets
from collections.abc import Mapping

import httpx2

from schemas.roles import Role
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took


async def scribe(cast: Cast, name: str = "Finn") -> Member:
    """A member that Ada lets write for others."""
    member, ada = await cast.member(name), await cast.ada()
    assert took(await ada.post(f"/seats/{(await member.look()).at('seat')}/scribe", {"scribe": "1"}))
    return member


async def enter(
    who: Member, round_id: str, dots: Mapping[str, object], role: str = "patient", key: str = ""
) -> httpx2.Response:
    """One slip, as the page sends it."""
    given = {f"dots-{idea}": number for idea, number in dots.items()}
    return await who.post(f"/rounds/{round_id}/slips", {"form": key or secrets.token_hex(8), "role": role, **given})


async def tell(who: Member, title: str, role: str = "patient", **fields: object) -> httpx2.Response:
    """An idea that somebody tells the scribe."""
    told = {"key": secrets.token_hex(8), "title": title, "role": role} | fields
    return await who.post(f"{who.room}/paper/ideas", told)


async def slips(cast: Cast) -> list[tuple[str, dict[str, int]]]:
    """Role and dots of the paper ballots in the open round, by the ideas' public ids."""
    query = """SELECT paper_role, (
                   SELECT jsonb_object_agg(idea.public_id, pair.value) FROM jsonb_each(ballot.dots) AS pair
                   JOIN idea ON idea.id = pair.key::bigint)::text AS dots
               FROM ballot JOIN round ON round.id = round_id WHERE meeting_id = $1 AND paper_role IS NOT NULL"""
    return [(row[0], json.loads(row[1])) for row in await rows(cast.database.url, query, cast.meeting.id)]


ROLES = [role.value for role in (Role.PATIENT, Role.RELATIVE, Role.CITIZEN, Role.PROFESSIONAL)]
