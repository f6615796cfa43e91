"""What one change of each kind costs the server's process, in processor time: `python -m bench.one_change --help`.

The product and its followers share this process, so that nothing but the product is measured: forms come by ASGI, and
a follower counts the frames that it is offered. PostgreSQL and Valkey are real, in processes of their own.
"""

import argparse
import asyncio
import cProfile
import json
import pstats
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy import text as sql

from bench.evening import IDEAS, Evening, evening, follow
from schemas.codes import new_token
from server.core import clock, prepared
from server.ops.embedded import Postgres, Valkey
from server.ops.migrate import upgrade

Do = Callable[[Evening], Awaitable[object]]


async def idea(at: Evening) -> None:
    fields = {"key": new_token(), "title": f"Ro om aftenen {at.number}", "text": "Sluk lyset kl. 22.", "theme": ""}
    await at.ask(at.members[at.number % len(at.members)], f"{at.room}/ideas", fields)


async def timer(at: Evening) -> None:
    await at.ask(at.ada, f"{at.room}/timer", {"do": "start", "minutes": 1 + at.number % 40})


async def phase(at: Evening) -> None:
    async with at.database.begin() as session:
        query = sql("SELECT phase, phase_no FROM meeting WHERE id = :id")
        now, number = (await session.execute(query, {"id": at.cast.meeting.id})).one()
    wanted = "discuss" if now == "group" else "group"
    await at.ask(at.ada, f"{at.room}/phase", {"phase": wanted, "from": number})


async def group(at: Evening) -> None:
    one, other = at.ideas[2 * at.number], at.ideas[2 * at.number + 1]
    await at.ask(at.ada, f"/ideas/{one}/group", {"to": f"with:{other}", "from": ""})


async def focus(at: Evening) -> None:
    await at.ask(at.ada, f"{at.room}/focus", {"about": at.ideas[at.number % 20]})


async def comment(at: Evening) -> None:
    fields = {"key": new_token(), "text": f"Det er godt {at.number}", "from": "room"}
    await at.ask(at.members[at.number % len(at.members)], f"/ideas/{at.ideas[0]}/comments", fields)


async def answer(at: Evening) -> None:
    day = (clock.now() + timedelta(days=20)).date().isoformat()
    fields = {
        "status": "agreed",
        "step": "Find en dag",
        "person": "Natholdet",
        "step_date": day,
        "text": "Det gør vi.",
        "owner": "Leo Bach",
    }
    await at.ask(at.leo, f"/ideas/{at.ideas[at.number % IDEAS]}/answer", fields)


async def look(at: Evening) -> None:
    await at.ask(at.members[at.number % len(at.members)], at.room, method="GET")


SHOWN = """UPDATE idea SET shown_at = now(), number = id, status = 'proposed' WHERE meeting_id = :meeting"""
SENT = """UPDATE idea SET status = 'review', leader_id = (SELECT person_id FROM seat
    WHERE role = 'leader' AND seat.board_id = idea.board_id) WHERE meeting_id = :meeting"""
KINDS: dict[str, tuple[Do, tuple[str, ...]]] = {
    "idea": (idea, ()),
    "timer": (timer, ()),
    "phase": (phase, (SHOWN, "UPDATE meeting SET phase = 'group' WHERE id = :meeting")),
    "group": (group, (SHOWN, "UPDATE meeting SET phase = 'group' WHERE id = :meeting")),
    "focus": (focus, (SHOWN, "UPDATE meeting SET phase = 'discuss' WHERE id = :meeting")),
    "comment": (comment, (SHOWN, "UPDATE meeting SET phase = 'discuss' WHERE id = :meeting")),
    "answer": (answer, (SHOWN, SENT, "UPDATE meeting SET phase = 'close' WHERE id = :meeting")),
    "page": (look, (SHOWN, "UPDATE meeting SET phase = 'discuss' WHERE id = :meeting")),
}
"""How each comes about, and what is done to the tables before."""


@dataclass
class Cost:
    """The medians of a kind: milliseconds of processor time, and statements."""

    cpu_ms: float
    statements: float


def note(told: list[str], engine: Engine) -> None:
    """Note the statements that go by SQLAlchemy, and past it."""
    fetch = prepared.fetch

    async def noted(connection: Any, text: str, values: list[Any]) -> list[Any]:
        told.append(text)
        return await fetch(connection, text, values)

    event.listen(engine, "before_cursor_execute", lambda *found: told.append(found[2]))
    prepared.fetch = noted


async def measure(postgres: Postgres, valkey: Valkey, name: str, members: int, rounds: int, profile: bool) -> Cost:
    """Let one kind of change happen so many times."""
    do, before = KINDS[name]
    async with evening(postgres, valkey, members) as at:
        for sql in before:
            await at.run(sql)
        await follow(at, name)
        told: list[str] = []
        note(told, at.app.state.runtime.database.engine.sync_engine)
        costs, statements = [], []
        profiler = cProfile.Profile(process_time)
        for number in range(rounds + 3):
            at.number, at.heard = number, 0
            at.everybody.clear()
            told.clear()
            if profile and number >= 3:
                profiler.enable()
            spent = process_time()
            await do(at)
            if name != "page":
                await at.everybody.wait()
            costs.append(process_time() - spent)
            profiler.disable()
            statements.append(len(told))
            await asyncio.sleep(0.25)  # longer than the stream rests between two changes
        if profile:
            for order in ("cumulative", "tottime"):
                pstats.Stats(profiler).sort_stats(order).print_stats(70)
        return Cost(round(median(costs[3:]) * 1000, 2), median(statements[3:]))


async def _all(asked: argparse.Namespace) -> None:
    found = {}
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        postgres, valkey = Postgres(Path(folder) / "postgres", durable=False), Valkey(Path(folder) / "valkey")
        postgres.start()
        valkey.start()
        try:
            await upgrade(postgres.url)
            for name in asked.only or KINDS:
                cost = await measure(postgres, valkey, name, asked.members, asked.rounds, asked.profile)
                found[name] = vars(cost)
                print(name, cost, flush=True)
        finally:
            valkey.stop()
            postgres.stop()
    print(json.dumps(found))


def main() -> None:
    """Measure all kinds, or those that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100)
    most = IDEAS // 2 - 3
    parser.add_argument(
        "--rounds",
        type=int,
        default=20,
        choices=range(1, most + 1),
        help=f"up to {most}: then all ideas have a group",
        metavar="N",
    )
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    parser.add_argument("--only", nargs="*", choices=list(KINDS))
    asyncio.run(_all(parser.parse_args()))


if __name__ == "__main__":
    main()
