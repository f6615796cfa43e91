"""What `peerboard run` does, from the first check to the last process stopped."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from server.core.loading import loaded
from server.ops.embedded import CouldNotStart, NoRoom
from server.ops.run import address, links
from server.ops.run.folder import Folder, default
from server.ops.run.product import Place, Product
from server.ops.run.room import Room

if TYPE_CHECKING:
    from server.ops.demo import DemoLinks

GLANCE = 0.3  # seconds between checks that everything still runs


def run(host: str, port: int, data: Path | None, *, demo: bool) -> None:
    """Start everything, print the links, and run until Ctrl-C, SIGTERM or a closed terminal."""
    _interrupt_on(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    folder = Folder(data or default())
    folder.take()
    try:
        address.check_free(host, port)
        Room(folder.path).until_there_is(lambda: _environment(folder, host, port, demo=demo))
        _run(folder, Product(folder, Place(host, port)), demo=demo)
    finally:
        folder.release()


def _run(folder: Folder, product: Product, *, demo: bool) -> None:
    began = time.monotonic()
    try:
        product.room.look()
        shown = product.room.until_there_is(lambda: _begin(folder, product, demo=demo))
        product.start_server()
        product.wait_ready()
        product.start_worker()
        links.show(shown, folder.path, time.monotonic() - began)
        loaded()
        while True:
            time.sleep(GLANCE)
            product.mend()
    except KeyboardInterrupt:
        print("\nStopping …", file=sys.stderr, flush=True)
    finally:
        _stop(product)


def _begin(folder: Folder, product: Product, *, demo: bool) -> "DemoLinks | None":
    """Start the stores and fill them. Raises NoRoom when the disk is full; it can then be called again."""
    product.start_stores()
    folder.tell({name: value for name, value in os.environ.items() if name.startswith("PEERBOARD_")})
    try:
        return asyncio.run(_fill(demo=demo))
    except Exception as error:  # on a full disk PostgreSQL fails in many ways, and only its own log gives the cause
        if product.room.full:
            raise NoRoom(folder.path) from error
        raise


def _stop(product: Product) -> None:
    """Stop everything. A second Ctrl-C does not wait for open requests; even then nothing is left behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: product.kill())
    product.stop()


def _environment(folder: Folder, host: str, port: int, *, demo: bool) -> None:
    """The settings of the processes to be started. What the person set in the environment stays."""
    chosen = {
        "PEERBOARD_PUBLIC_URL": address.public_url(host, port),
        "PEERBOARD_ALLOWED_HOSTS": f"127.0.0.1,localhost,{address.local_host(host)}",
        "PEERBOARD_SECRET": folder.secret("hash"),
        "PEERBOARD_LEDGER": str(folder.path / "ledger"),
        "PEERBOARD_LEDGER_KEY": folder.secret("ledger"),
        "PEERBOARD_DEMO": "1" if demo else "0",
    }
    if demo:
        chosen["PEERBOARD_DEMO_MAIL_SECRET"] = folder.secret("mail-page")
    for name, value in chosen.items():
        os.environ.setdefault(name, value)


async def _fill(*, demo: bool) -> "DemoLinks | None":
    """Migrate, and add the demo if it is missing. Returns its links."""
    from server.core.errors import Away
    from server.ops.migrate import upgrade

    url = os.environ["PEERBOARD_DATABASE_URL"]
    try:
        await upgrade(url)
    except Away as error:
        raise CouldNotStart("The database cannot be reached: check PEERBOARD_DATABASE_URL.") from error
    if not demo:
        return None
    from server import features
    from server.core.database import Database
    from server.ops.demo import seed

    features.declare()
    database = Database(url)
    await database.start()
    try:
        return await seed(database)
    finally:
        await database.stop()


def _interrupt_on(*numbers: signal.Signals) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    for number in numbers:
        signal.signal(number, interrupt)
