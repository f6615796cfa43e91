"""The questions, and answering them, ask the database as often for many ideas, followers and questions as for few."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.support import queries
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import agreed
from tests.work.follow_ups.scene import answer, asked, follow, say_done, since_last
from tests.work.follow_ups.test_mailed import address, link_to

MORE = """WITH line AS (
    INSERT INTO status_change (idea_id, status, at, name, text, place)
    SELECT idea_id, 'done', asked_at, '', 'Mere', '' FROM follow_up, generate_series(1, 20) WHERE board_id = $1
    RETURNING id
) INSERT INTO follow_up (public_id, board_id, idea_id, change_id, question, asked_at, closes_at, secret)
SELECT md5(random()::text), board_id, idea_id, line.id, question, asked_at, closes_at, secret
FROM follow_up, line WHERE board_id = $1"""
FOLLOWED = """INSERT INTO follow (idea_id, mail, language, weekly, created_at, confirmed_at)
SELECT idea_id, 'n' || n || mail, language, weekly, created_at, confirmed_at FROM follow, generate_series(1, 30) AS n"""


async def test_every_page_with_a_question_takes_a_fixed_number(cast: Cast, site: Site) -> None:
    idea = await agreed(cast)
    await follow(cast, idea, address(cast, "ida"))
    await say_done(cast, site, idea)
    await since_last(cast)
    ben, cleo, path = await cast.ben(), await cast.cleo(), await link_to(cast, address(cast, "ida"))
    assert took(await answer(ben, cast, "yes"))
    known = (await asked(cast))["public_id"]
    said = {"question": known, "answer": "yes"}
    doing: dict[str, tuple[Callable[[], Awaitable[Any]], int]] = {
        "room": (ben.look, 14),
        "answer at the meeting": (lambda: ben.post(f"{ben.room}/felt", said), 9),
        "link": (lambda: cleo.page(path), 9),
        "answer by link": (lambda: cleo.post(path, said), 14),
    }

    async def count() -> dict[str, int]:
        taken = {}
        for name, (do, _) in doing.items():
            with queries.asked(site) as texts:
                await do()
            taken[name] = len(texts)
        return taken

    await count()  # the first answer by the link is a new row
    few = await count()
    print(few)
    await rows(cast.database.url, FOLLOWED)
    await rows(cast.database.url, MORE, cast.board.id)
    assert (await ben.look()).text.count("Kan du mærke det?") > 20
    assert await count() == few
    assert all(few[name] <= most for name, (_, most) in doing.items()), few
