"""After some years: 2,000 boards, 100,000 ideas and five million events. How long pages take, and whether any reads a
whole table for it."""

import asyncio
import time
from dataclasses import dataclass

import asyncpg
from sqlalchemy import text

from bench.figures import Table, cpu, in_ms, ms, part
from bench.lines import Asker, Crowd
from bench.product import Product
from schemas.board import Board
from schemas.codes import keyed_hash, new_token
from schemas.roles import Role
from schemas.session import BrowserSession
from server.core import clock
from server.live.hub import AT
from server.views.overview.figures import count
from tests.support.many import make_many
from tests.support.scene import make_staff_seat
from tests.support.site import SECRET

LARGE = 10_000
"""Rows from which on nobody may read all of a table."""
MORE_EVENTS = """
INSERT INTO event (board_id, seq, kind, at, data)
SELECT id, seq + n, 'TimerSet', now() - n * interval '1 minute', '{}' FROM board, generate_series(1, $1::int) AS n
"""
MOST = "SELECT board_id FROM idea WHERE board_id <> :own GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
READ_WHOLE = """
SELECT relname, seq_scan FROM pg_stat_user_tables WHERE n_live_tup > $1
"""
SETTLED = 1.5
"""Seconds after which PostgreSQL has counted what its processes did."""


@dataclass(frozen=True)
class Size:
    """How much there is."""

    boards: int = 2000
    ideas: int = 100_000
    events: int = 5_000_000


async def measure(product: Product, table: Table, size: Size, rounds: int = 40) -> None:
    """Ask for each page as a browser does, again and again."""
    cookie, board = await _fill(product, table, size)
    for name, (path, who) in _pages(product, cookie, board).items():
        whole = await _read_whole(product)
        took, spent = _ask(product, path, who, rounds)
        read = sorted(name for name, times in (await _read_whole(product)).items() if times > whole.get(name, 0))
        goal = "p95 ≤ 50 ms" if name.startswith("overview") else ""
        figure = f"p50 {ms(part(took, 0.5))}, p95 {ms(part(took, 0.95))}; {ms(spent)} of CPU in the server"
        table.add(f"{name}, {size.boards} boards", f"{figure}; read whole: {', '.join(read) or 'nothing'}", goal)
        figures = {"p50_ms": in_ms(part(took, 0.5)), "p95_ms": in_ms(part(took, 0.95)), "cpu_ms": in_ms(spent)}
        table.note("growth", page=name, **figures, read_whole=read)
    await _hub(product, table, rounds)


def _pages(product: Product, leader: str, board: str) -> dict[str, tuple[str, str]]:
    ada, ben = product.ada.cookie, product.cast.devices["Ben"].cookie
    return {
        "overview, by unit": ("/overview", leader),
        "overview, one by one": ("/overview?by=boards&sort=waiting&page=3", leader),
        "room": (product.room, ben),
        "desk": (f"{product.room}/desk", ada),
        "progress": (f"/b/{board}/progress", ada),
        "search": (f"/b/{board}/progress?q=aftenen", ada),
    }


def _ask(product: Product, path: str, cookie: str, rounds: int) -> tuple[list[float], float]:
    """Seconds of each answer, and CPU of one."""
    crowd, took, spent, got = Crowd(product.port), list[float](), 0.0, list[int]()
    asker = Asker(crowd, cookie)
    for turn in range(rounds + 5):
        got.clear()
        before, began = cpu(product.pids), time.perf_counter()
        asker.ask("GET", path, "", lambda status, *_: got.append(status))
        crowd.run(lambda: bool(got), 10)
        if got != [200]:
            raise RuntimeError(f"{path}: {got}")
        if turn >= 5:  # the first requests compile templates and statements
            took.append(time.perf_counter() - began)
            spent += cpu(product.pids) - before
        rest = time.perf_counter() + 0.06  # a browser may send 25 requests a second
        crowd.run(lambda: time.perf_counter() > rest)  # noqa: B023
    crowd.close()
    return took, spent / rounds


async def _hub(product: Product, table: Table, rounds: int) -> None:
    """The question that a server asks every second about all boards that somebody follows."""
    took = []
    async with product.database.bare() as connection:
        ids = [row["id"] for row in await connection.fetch("SELECT id FROM board LIMIT 1000")]
        for _ in range(rounds):
            began = time.perf_counter()
            await connection.fetch(AT, ids)
            took.append(time.perf_counter() - began)
    table.add("where 1,000 boards are, once a second", f"p50 {ms(part(took, 0.5))}, p95 {ms(part(took, 0.95))}")
    table.note("growth", page="hub", p50_ms=in_ms(part(took, 0.5)), p95_ms=in_ms(part(took, 0.95)))


async def _read_whole(product: Product) -> dict[str, int]:
    """How often each large table was read from end to end."""
    await asyncio.sleep(SETTLED)
    async with product.database.bare() as connection:
        return {row["relname"]: row["seq_scan"] for row in await connection.fetch(READ_WHOLE, LARGE)}


async def _fill(product: Product, table: Table, size: Size) -> tuple[str, str]:
    """Write the boards, sign their leader in, and print how long it took. Returns the leader's cookie, and the board
    with the most ideas, at which Ada now sits."""
    token, began = new_token(), time.perf_counter()
    async with product.database.begin() as session:
        made = await make_many(session, size.boards, size.ideas)
        hashed = keyed_hash(SECRET, token)
        session.add(BrowserSession(token_hash=hashed, person_id=made.leader_id, created_at=clock.now()))
    async with product.database.begin() as session:
        most = await session.execute(text(MOST), {"own": product.cast.board.id})
        board = await session.get_one(Board, most.scalar_one())
        await make_staff_seat(session, board, product.cast.people["Ada"], Role.COORDINATOR)
    plain = await asyncpg.connect(product.postgres.url)  # without the product's limit for a statement
    await plain.execute(MORE_EVENTS, size.events // size.boards)
    await plain.execute("UPDATE board SET seq = seq + $1::int", size.events // size.boards)
    told = f"{size.boards} boards with {size.ideas} ideas and {size.events} events"
    table.add(f"writing {told} by SQL", f"{time.perf_counter() - began:.0f} s")
    await plain.execute("VACUUM ANALYZE")
    await plain.close()
    times = []
    for each in range(20, 120, 5):
        async with product.database.begin() as session:
            began = time.perf_counter()
            await count(session, each)
            times.append(time.perf_counter() - began)
    table.add("counting one board's figures anew, in each change that moves an idea", f"p50 {ms(part(times, 0.5))}")
    return f"peerboard={token}", board.public_id
