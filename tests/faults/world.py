"""Two servers, a worker, PostgreSQL and Valkey as child processes, each behind a proxy that can fail."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg

from server.core.database import Database
from server.ops.embedded import Postgres, Valkey
from server.ops.migrate import upgrade
from tests.support.cast import Cast
from tests.support.processes import Server, Worker, environment
from tests.support.proxy import Proxy, upstream_tcp, upstream_unix
from tests.support.site import SECRET


class World:
    """`await start()`, then reach the product at `bases`. `await stop()` ends every process it started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Durable: an acked write must survive a crash of PostgreSQL here as in production.
        self.postgres, self.valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey")
        self.proxies: dict[str, Proxy] = {}
        self.servers: list[Server] = []
        self.worker: Worker | None = None
        self.database: Database | None = None
        self.cast: Cast | None = None

    async def start(self, names: Sequence[str] = ("server-a", "server-b"), *, work: bool = True) -> "World":
        """Start everything, with a board and an open meeting (`cast`)."""
        self.postgres.start()
        self.valkey.start()
        await upgrade(self.postgres.url)
        self.proxies["postgres"] = await Proxy(upstream_unix(socket_of(self.postgres))).start()
        self.proxies["valkey"] = await Proxy(upstream_unix(str(self.valkey.socket))).start()
        env = environment(
            f"postgresql://peerboard@127.0.0.1:{self.proxies['postgres'].port}/peerboard",
            f"redis://127.0.0.1:{self.proxies['valkey'].port}",
        )
        self.servers = [Server(name, env, self.folder) for name in names]
        for server in self.servers:
            self.proxies[server.name] = await Proxy(upstream_tcp(server.port)).start()
        await asyncio.gather(*(server.start() for server in self.servers))
        if work:
            self.worker = Worker("worker", env, self.folder)
            await self.worker.start()
        self.database = Database(self.postgres.url, size=2)
        await self.database.start()
        self.cast = await Cast.gather(self.bases[0], self.database, SECRET)
        return self

    @property
    def bases(self) -> list[str]:
        """Where people reach the servers, through their proxies."""
        return [f"http://127.0.0.1:{self.proxies[server.name].port}" for server in self.servers]

    @property
    def people(self) -> Cast:
        """The cast of the one meeting."""
        assert self.cast is not None
        return self.cast

    async def ask(self, query: str, *values: object) -> object:
        """One value from the tables, by the straight way; None while PostgreSQL is away."""
        try:
            connection = await asyncpg.connect(self.postgres.url, timeout=2)
        except (OSError, asyncpg.PostgresError, TimeoutError):
            return None
        try:
            return await connection.fetchval(query, *values)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            return None
        finally:
            connection.terminate()

    async def stop(self) -> None:
        """End everything, in order."""
        for proxy in self.proxies.values():
            proxy.heal()
        if self.cast is not None:
            await self.cast.leave()
        for process in (*self.servers, self.worker):
            if process is not None:
                process.kill()
        for proxy in self.proxies.values():
            await proxy.stop()
        if self.database is not None:
            await self.database.stop()
        self.valkey.stop()
        self.postgres.stop()


def socket_of(postgres: Postgres) -> str:
    """The path of PostgreSQL's unix socket."""
    query = parse_qs(urlsplit(postgres.url).query)
    return f"{query['host'][0]}/.s.PGSQL.{query['port'][0]}"
