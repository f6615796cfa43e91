"""`peerboard check`: is this installation fit to run? One line per check, saying what to do when it fails."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import urlsplit

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from schemas.seat import Seat
from server.checkout import CHECKOUT
from server.core.command_runtime import command_runtime
from server.core.database_address import DatabaseAddress
from server.core.database_health import APART_MOST, OLDEST, Seen, State, look
from server.core.errors import Away
from server.core.ledger import Ledger, LedgerFault
from server.core.revisions import Tables, compare, said_of
from server.core.settings import Settings, complaints, get_settings
from server.organisation.providers.configured import BadProviders, providers
from server.views.single_sign_on.conversation import answers

STATIC = CHECKOUT / "web" / "static"
PATIENCE = 5.0  # seconds to wait for each answer


class Fault(Exception):
    """Something is wrong; the text says what to do about it."""


async def check() -> list[tuple[str, bool, str]]:
    """Run the checks in order, each as (name, ok, sentence). Never raises."""
    try:
        settings = _settings()
    except Fault as fault:
        return [("settings", False, str(fault))]
    seen = await look(DatabaseAddress.read(settings.database_url))
    looks: dict[str, Callable[[], Awaitable[str]]] = {
        "database": lambda: _database(seen),
        "redis": lambda: _redis(settings),
        "schema": lambda: _schema(seen),
        "clock": lambda: _clock(seen),
        "mail": lambda: _mail(settings),
        "ledger": lambda: _ledger(settings),
        "theme": _theme,
        "providers": lambda: _providers(settings),
    }
    return [("settings", True, settings.public_url), *[await _line(name, asked) for name, asked in looks.items()]]


def _settings() -> Settings:
    try:
        settings = get_settings()
    except ValidationError as error:
        raise Fault(complaints(error)) from error
    missing = [name for name in ("database_url", "redis_url", "secret") if not getattr(settings, name)]
    if missing:
        raise Fault("set " + ", ".join(f"PEERBOARD_{name.upper()}" for name in missing))
    if len(settings.secret) < 32:
        raise Fault("PEERBOARD_SECRET needs at least 32 random characters (openssl rand -base64 32)")
    return settings


async def _line(name: str, asked: Callable[[], Awaitable[str]]) -> tuple[str, bool, str]:
    try:
        async with asyncio.timeout(PATIENCE):
            return name, True, await asked()
    except Fault as fault:
        return name, False, str(fault)
    except Exception as error:  # the message may quote a password, so only the class
        return (
            name,
            False,
            f"cannot be reached ({type(error).__name__}): check PEERBOARD_{_SETTING.get(name, name.upper())}",
        )


_SETTING = {"redis": "REDIS_URL", "mail": "SMTP_URL"}


async def _database(seen: Seen) -> str:
    version = _answered(seen).version
    if version < OLDEST:
        raise Fault(f"PostgreSQL {version} is too old: {OLDEST} or newer is needed")
    if seen.state is State.READ_ONLY:
        raise Fault(seen.said)
    return f"PostgreSQL {version}"


def _answered(seen: Seen) -> Seen:
    if not seen.version:
        raise Fault(f"{seen.said}: check PEERBOARD_DATABASE_URL")
    return seen


async def _redis(settings: Settings) -> str:
    from redis.asyncio import Redis

    async with Redis.from_url(settings.redis_url) as client:
        await client.ping()
    return "answers"


async def _schema(seen: Seen) -> str:
    tables = _answered(seen).tables
    if compare(tables) is Tables.OLDER:
        raise Fault(said_of(tables))
    return said_of(tables)


async def _clock(seen: Seen) -> str:
    apart = _answered(seen).apart
    if abs(apart) > APART_MOST:
        way = "ahead of" if apart > timedelta(0) else "behind"
        raise Fault(f"{abs(apart).total_seconds():.0f} s {way} the database's: let both machines follow NTP")
    return "as the database's"


async def _mail(settings: Settings) -> str:
    if not settings.smtp_url:
        return "no PEERBOARD_SMTP_URL: mail is kept, read it with 'peerboard mail'"
    import aiosmtplib

    at = urlsplit(settings.smtp_url)
    client = aiosmtplib.SMTP(
        hostname=at.hostname, port=at.port, username=at.username, password=at.password, timeout=PATIENCE
    )
    async with client:
        await client.noop()
    return "the mail server answers"


async def _providers(settings: Settings) -> str:
    try:
        found = providers(settings).values()
    except BadProviders as error:
        raise Fault(f"{error}: check PEERBOARD_PROVIDERS") from error
    for provider in found:
        if (silent := await answers(provider)) is not None:
            raise Fault(f"{provider.key}: {silent}")
    return ", ".join(provider.key for provider in found) or "none: people sign in by mail"


async def _ledger(settings: Settings) -> str:
    ledger = Ledger.open(settings)
    if ledger is None:
        return "warning: without PEERBOARD_LEDGER a restored backup brings back what people erased"
    try:
        kept = await asyncio.to_thread(ledger.erasures)
    except LedgerFault as fault:
        raise Fault(str(fault)) from fault
    except OSError as error:
        raise Fault(
            f"{ledger.path} cannot be read and written ({error.strerror}): nobody can erase anything"
        ) from error
    if missing := await _erased() - {erasure.subject for erasure in kept}:
        return f"warning: it lacks {len(missing)} who were erased, so a restored backup may bring them back"
    return f"{len(kept)} erasure{'s' * (len(kept) != 1)} in {ledger.path}"


async def _erased() -> set[str]:
    """The public ids of the seats of those who were erased; none while the database cannot say."""
    try:
        async with command_runtime() as runtime, runtime.database.snapshot() as session:
            query = select(Seat.public_id).where(col(Seat.erased_at).is_not(None))
            return set((await session.execute(query)).scalars())
    except (Away, SQLAlchemyError):
        return set()


async def _theme() -> str:
    missing = [
        name
        for name in ("vendor/htmx.min.js", "vendor/hx-ws.min.js", "vendor/fonts.css")
        if not (STATIC / name).exists()
    ]
    if missing:
        raise Fault(f"{', '.join(missing)} is missing from web/static: run 'make install'")
    return "script and font are in place"
