"""The page behind an owner's link, and its forms, ask the database as often for many ideas and steps as for few."""

from typing import Any

from server.core.database import Database
from tests.house.counting import FEW, MANY, fill
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.queries import asked
from tests.support.site import Site
from tests.work.owners.scene import day, under_way, with_link

PLAN = """INSERT INTO step (idea_id, text, person, day, public_id) SELECT idea.id, 'Skridt ' || n, 'Ida',
'2030-01-01', md5(random()::text) FROM idea, generate_series(1, $2::int) AS n WHERE idea.public_id = $1"""


async def test_the_link_takes_as_many_statements(cast: Cast, database: Database, site: Site) -> None:
    idea = await under_way(cast)
    ida, leo = await with_link(cast, site, idea), await cast.leo()
    turn = iter(range(100))

    async def look() -> Any:
        return await ida.get(ida.door)

    async def tell() -> Any:
        return await ida.do("news", text=f"Nyt nummer {next(turn)}")

    async def plan() -> Any:
        return await ida.do("steps", step=f"Mere {next(turn)}", person="Ida", step_date=day())

    async def story() -> Any:
        return await leo.get(f"/ideas/{idea}")

    doing = {"look": (look, 14), "tell": (tell, 14), "plan": (plan, 16), "story": (story, 26)}

    async def all_of_them() -> dict[str, list[str]]:
        taken = {}
        for name, (do, _) in doing.items():
            with asked(site) as texts:
                answer = await do()
            assert took(answer), answer.text[:200]
            taken[name] = texts
        return taken

    await fill(database, cast, FEW)
    await all_of_them()
    few = await all_of_them()
    await rows(database.url, "UPDATE idea SET number = -id WHERE number > 999")
    await fill(database, cast, MANY - FEW)
    await rows(database.url, PLAN, idea, MANY)
    many = await all_of_them()
    print({name: len(texts) for name, texts in few.items()})
    assert many == few, "the number grows"
    assert all(0 < len(few[name]) <= most for name, (_, most) in doing.items()), few
