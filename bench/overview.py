"""The overview of 2,000 boards and 100,000 ideas: how long the server takes for somebody who sees them all."""

import re
import time

from sqlalchemy import text

from bench.figures import Table, cpu, ms, part
from bench.lines import Asker, Crowd
from bench.product import Product
from schemas.codes import keyed_hash, new_token
from schemas.session import BrowserSession
from server.core import clock
from server.views.overview.figures import count
from tests.support.many import make_many
from tests.support.site import SECRET

BOARDS, IDEAS = 2000, 100_000
PATHS = {"all boards, by unit": "/overview", "all boards, one by one": "/overview?by=boards&sort=waiting&page=3"}


async def measure(product: Product, table: Table, rounds: int = 60) -> None:
    """Ask for the page as a browser does, again and again, and measure what keeping its figures costs."""
    cookie = await _fill(product, table)
    crowd, pid, got = Crowd(product.port), product.server.pid, list[bytes]()
    asker = Asker(crowd, cookie)
    for name, path in PATHS.items():
        took, spent = list[float](), 0.0
        for turn in range(rounds + 5):
            got.clear()
            before, began = cpu(pid), time.perf_counter()
            asker.ask("GET", path, "", lambda _, body, __: got.append(body))
            crowd.run(lambda: bool(got), 10)
            if turn >= 5:  # the first requests compile templates and statements
                took.append(time.perf_counter() - began)
                spent += cpu(pid) - before
            rest = time.perf_counter() + 0.06
            crowd.run(lambda: time.perf_counter() > rest)  # noqa: B023
        assert re.search(rb"Region Stor", got[0]), got[0][:300]
        figure = f"p50 {ms(part(took, 0.5))}, p95 {ms(part(took, 0.95))}; {ms(spent / rounds)} of CPU in the server"
        table.add(f"the overview of {BOARDS} boards and {IDEAS} ideas, {name}", figure, "p95 ≤ 100 ms")


async def _fill(product: Product, table: Table) -> str:
    """Write the boards, sign their leader in, and print how long it took. Returns the cookie."""
    token, began = new_token(), time.perf_counter()
    async with product.database.begin() as session:
        made = await make_many(session, BOARDS, IDEAS)
        hashed = keyed_hash(SECRET, token)
        session.add(BrowserSession(token_hash=hashed, person_id=made.leader_id, created_at=clock.now()))
    table.add(f"writing {BOARDS} boards with {IDEAS} ideas by SQL", f"{time.perf_counter() - began:.0f} s")
    async with product.database.engine.connect() as plain:
        await (await plain.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))
    times = []
    for board in range(20, 220, 10):
        async with product.database.begin() as session:
            began = time.perf_counter()
            await count(session, board)
            times.append(time.perf_counter() - began)
    table.add("counting one board's figures anew, in each change that moves an idea", f"p50 {ms(part(times, 0.5))}")
    return f"peerboard={token}"
