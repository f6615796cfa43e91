"""What every test may use. Each person running tests has their own PostgreSQL and Valkey; nothing is shared."""

import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from zlib import crc32

import pytest

from server import features
from server.core import clock as product_clock
from server.core.database import Database
from server.ops.embedded import Postgres, Valkey
from tests.support import chance
from tests.support.cast import Cast
from tests.support.clock import Clock, to_office_hours
from tests.support.clusters import copy, made, shared
from tests.support.databases import compile_once, know_template, lend_database, take_back
from tests.support.hanging import ends
from tests.support.logs import log_plainly
from tests.support.order import in_turns
from tests.support.quick import mark, starts_something
from tests.support.site import SECRET, Site
from tests.support.smtp import MailSink

gc.disable()  # until all is collected, below

# A shell that starts the tests in the background has Ctrl-C's signal ignored, and so would be all that we start.
signal.signal(signal.SIGINT, signal.default_int_handler)

for name in [name for name in os.environ if name.startswith("PEERBOARD_")]:
    del os.environ[name]

compile_once()
log_plainly()
features.declare()  # as every process does that changes boards or draws pages


def pytest_addoption(parser: pytest.Parser) -> None:
    """What is drawn, and for tests/faults how long a run is."""
    parser.addoption("--seed", type=int, default=None, help="draw by chance, beginning with this number")
    parser.addoption("--kills", type=int, default=0, help="how many kills a run of the fault tests has")


@pytest.hookimpl(tryfirst=True)  # before Hypothesis looks for its seed
def pytest_configure(config: pytest.Config) -> None:
    """What is drawn is the same in every run, but with `--seed`."""
    chance.draw(config)


def pytest_report_header(config: pytest.Config) -> str | None:
    """The seed, to repeat what failed."""
    seed = config.getoption("--seed")
    return None if seed is None else f"drawn by chance: --seed {seed}"


def _asks_for_quick(config: pytest.Config) -> bool:
    return str(config.option.markexpr).startswith("quick")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only quick tests are asked for, the other files need not be read."""
    if _asks_for_quick(config) and collection_path.match("test_*.py") and starts_something(collection_path):
        return True
    return None


@pytest.hookimpl(tryfirst=True)  # before pytest looks whose marks are asked for
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In turns where there are several processes (scripts/test); in the usual order where there is one."""
    if _asks_for_quick(config):
        mark(items)
    if hasattr(config, "workerinput"):
        places = {path: place for place, path in enumerate(in_turns([item.path for item in items]))}
        items.sort(key=lambda item: places[item.path])


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: Python need not look through it again and again for what could go. That
    took a twelfth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)
    gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Each test ends, with all that is set up for it and put away after it. The long ones have limits of their own,
    and whoever runs them in one process may be sitting at a debugger."""
    if not hasattr(item.config, "workerinput") or item.get_closest_marker("soak") or item.get_closest_marker("bench"):
        return (yield)
    with ends(item.nodeid, sys.__stderr__ or sys.stderr):
        return (yield)


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """What a test's own chance begins with: `--seed`, or always the same."""
    return int(pytestconfig.getoption("--seed") or 0)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the product does."""
    return "asyncio"


@pytest.fixture(scope="session")
async def cluster(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> Path:
    """A data folder of PostgreSQL with migrated databases, to be copied."""
    return await made(shared(tmp_path_factory))


@pytest.fixture(scope="session")
def postgres(cluster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL for all tests."""
    folder = tmp_path_factory.mktemp("postgres") / "data"
    copy(cluster, folder)
    server = Postgres(folder, durable=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """A Valkey for all tests."""
    server = Valkey(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
async def template(postgres: Postgres, anyio_backend: str) -> Postgres:
    """PostgreSQL with the migrated template that every test database is copied from."""
    await know_template(postgres)
    return postgres


@pytest.fixture(scope="module")
async def database_url(template: Postgres) -> AsyncIterator[str]:
    """An empty, migrated database for one test module."""
    url = await lend_database(template)
    yield url
    await take_back(template, url)


@pytest.fixture(scope="module")
async def database(database_url: str) -> AsyncIterator[Database]:
    """The module's database, to read and write rows without the product."""
    opened = Database(database_url, size=8)
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture(scope="session")
def clock_file(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The one clock of all processes."""
    clock = Clock(tmp_path_factory.mktemp("clock") / "now")
    os.environ["PEERBOARD_CLOCK_FILE"] = str(clock.path)
    return clock


@pytest.fixture
def clock(clock_file: Clock) -> Iterator[Clock]:
    """The clock, to be moved; it runs with real time again after the test."""
    yield clock_file
    clock_file.run()


@pytest.fixture
async def mail_sink() -> AsyncIterator[MailSink]:
    """A mail server that keeps what it gets."""
    sink = await MailSink().start()
    yield sink
    await sink.stop()


@pytest.fixture(scope="module")
async def site(database_url: str, valkey: Valkey, clock_file: Clock) -> AsyncIterator[Site]:
    """One server on the module's database, inside this process."""
    started = await Site.at(database_url, valkey.url).start()
    yield started
    await started.stop()


@pytest.fixture
async def cast(site: Site, database: Database, request: pytest.FixtureRequest) -> AsyncIterator[Cast]:
    """Ada, Leo and the others around a new board with an open meeting; a fresh one for each test."""
    gathered = await Cast.gather(site.url, database, SECRET, mark=f"-{crc32(request.node.nodeid.encode())}")
    yield gathered
    await gathered.leave()


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """A folder for the logs of child processes."""
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder


@pytest.fixture
def office_hours(clock: Clock) -> None:
    """The clock runs on from a moment at which letters of our own accord go out, whenever the tests run."""
    clock.ahead(to_office_hours(product_clock.now()))
