"""An idea that was carried out, members who say whether they can feel it, and the worker in between."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx2

from schemas.codes import keyed_hash
from schemas.follow import Follow
from server.core import clock as its_clock
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.due import do_due
from tests.support.member import Member, took
from tests.support.site import SECRET, Site
from tests.work.answers.scene import agreed

DONE = "Alle vogne har filt nu."


async def work(cast: Cast, site: Site) -> None:
    """The worker does what is due."""
    await do_due(cast.database, site.settings)


async def done(cast: Cast, site: Site) -> str:
    """The public id of an idea that Leo says is done, and about which members have been asked."""
    idea = await agreed(cast)
    await say_done(cast, site, idea)
    return idea


async def say_done(cast: Cast, site: Site, idea: str) -> None:
    """Leo says that it is done."""
    assert took(await (await cast.leo()).post(f"/ideas/{idea}/status", {"status": "done", "text": DONE}))
    await work(cast, site)


async def since_last(cast: Cast) -> None:
    """The room hears what became of its ideas."""
    assert took(await (await cast.ada()).phase("since_last"))


async def asked(cast: Cast, question: str = "felt") -> Mapping[str, Any]:
    """The newest question of the board, as it is stored."""
    query = "SELECT * FROM follow_up WHERE board_id = $1 AND question = $2 ORDER BY id DESC LIMIT 1"
    row = dict((await rows(cast.database.url, query, cast.board.id, question))[0])
    return row | {"counts": json.loads(row["counts"] or "null")}


async def answer(
    member: Member, cast: Cast, said: str, words: str = "", *, question: str = "felt", script: bool = False
) -> httpx2.Response:
    """Answer at the meeting."""
    row = await asked(cast, question)
    headers = {"HX_Request": "true"} if script else {}
    fields = {"question": row["public_id"], "answer": said, "words": words}
    return await member.post(f"{member.room}/felt", fields, **headers)


async def all_answer(cast: Cast, yes: int, no: int, words: tuple[str, ...] = ()) -> list[Member]:
    """So many members say yes, so many no; the first of them with these words."""
    members = await cast.guests_join(yes + no)
    for place, member in enumerate(members):
        said = words[place] if place < len(words) else ""
        assert took(await answer(member, cast, "yes" if place < yes else "no", said))
    return members


async def later(cast: Cast, site: Site, clock: Clock, days: float = 15) -> None:
    """So many days pass, and the worker does what is due."""
    clock.ahead(timedelta(days=days))
    await work(cast, site)


async def status(cast: Cast, idea: str) -> str:
    return str((await rows(cast.database.url, "SELECT status FROM idea WHERE public_id = $1", idea))[0]["status"])


async def given(cast: Cast) -> list[tuple[str, str]]:
    """The answers that are stored, by what was said."""
    query = """SELECT answer, words FROM follow_up_answer JOIN follow_up ON follow_up.id = follow_up_id
    WHERE board_id = $1 ORDER BY answer, words"""
    return [(row["answer"], row["words"]) for row in await rows(cast.database.url, query, cast.board.id)]


async def follow(cast: Cast, idea: str, mail: str, *, seat: Member | None = None, language: str = "da") -> Follow:
    """Somebody follows the idea at an address that said yes; known by their seat, if it is given."""
    row = (await rows(cast.database.url, "SELECT id FROM idea WHERE public_id = $1", idea))[0]
    seat_id = None
    if seat is not None:
        query = "SELECT id FROM seat WHERE board_id = $1 AND name = $2"
        seat_id = (await rows(cast.database.url, query, cast.board.id, seat.name))[0]["id"]
    made = Follow(
        idea_id=row["id"],
        mail=mail,
        seat_id=seat_id,
        language=language,
        token_hash=keyed_hash(SECRET, mail + idea),
        created_at=its_clock.now(),
        confirmed_at=its_clock.now(),
    )
    async with cast.database.begin() as session:
        session.add(made)
    return made
