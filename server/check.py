"""`peerboard check`: is this installation fit to run? One line each, with what to do where it is not."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from server.settings import Settings, get_settings

STATIC = Path(__file__).parent.parent / "web" / "static"
PATIENCE = 5.0  # seconds for each answer


class Fault(Exception):
    """Something is wrong; its text says what to do."""


async def check() -> list[tuple[str, bool, str]]:
    """What was looked at, in order: (name, well, sentence). Raises nothing."""
    try:
        settings = _settings()
    except Fault as fault:
        return [("settings", False, str(fault))]
    looks: dict[str, Callable[[Settings], Awaitable[str]]] = {
        "database": _database,
        "redis": _redis,
        "schema": _schema,
        "mail": _mail,
        "theme": _theme,
    }
    return [
        ("settings", True, settings.public_url),
        *[await _look(name, look, settings) for name, look in looks.items()],
    ]


def _settings() -> Settings:
    try:
        settings = get_settings()
    except ValidationError as error:
        wrong = [
            f"PEERBOARD_{'_'.join(str(part) for part in each['loc']).upper()}: {each['msg']}" for each in error.errors()
        ]
        raise Fault("; ".join(wrong)) from error
    missing = [name for name in ("database_url", "redis_url", "secret") if not getattr(settings, name)]
    if missing:
        raise Fault("set " + ", ".join(f"PEERBOARD_{name.upper()}" for name in missing))
    if len(settings.secret) < 32:
        raise Fault("PEERBOARD_SECRET needs at least 32 random characters (openssl rand -base64 32)")
    return settings


async def _look(name: str, look: Callable[[Settings], Awaitable[str]], settings: Settings) -> tuple[str, bool, str]:
    try:
        async with asyncio.timeout(PATIENCE):
            return name, True, await look(settings)
    except Fault as fault:
        return name, False, str(fault)
    except Exception as error:  # an address may be wrong in any way; its words may hold a password, so only the class
        return (
            name,
            False,
            f"cannot be reached ({type(error).__name__}): check PEERBOARD_{_SETTING.get(name, name.upper())}",
        )


_SETTING = {"database": "DATABASE_URL", "redis": "REDIS_URL", "schema": "DATABASE_URL", "mail": "SMTP_URL"}


async def _database(settings: Settings) -> str:
    import asyncpg

    connection = await asyncpg.connect(settings.database_url)
    version = int(await connection.fetchval("SHOW server_version_num")) // 10_000
    await connection.close()
    if version < 15:
        raise Fault(f"PostgreSQL {version} is too old: 15 or newer is needed")
    return f"PostgreSQL {version}"


async def _redis(settings: Settings) -> str:
    from redis.asyncio import Redis

    async with Redis.from_url(settings.redis_url) as client:
        await client.ping()
    return "answers"


async def _schema(settings: Settings) -> str:
    from server.migrate import current, head

    now, wanted = await current(settings.database_url), head()
    if now != wanted:
        raise Fault(f"the tables are at {now or 'nothing'}, this version needs {wanted}: run 'peerboard migrate'")
    return f"at {now}"


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


async def _theme(_settings: Settings) -> str:
    missing = [
        name
        for name in ("vendor/htmx.min.js", "vendor/hx-ws.min.js", "vendor/fonts.css")
        if not (STATIC / name).exists()
    ]
    if missing:
        raise Fault(f"{', '.join(missing)} is missing from web/static: run 'make install'")
    return "script and font are in place"
