"""PEERBOARD_DATABASE_URL, read in one place for everything that connects: engine, bare driver, migrations, checks.

    postgresql://user:password@host:port,host:port/name?sslmode=verify-full&sslrootcert=/etc/ca.pem

Spelled as PostgreSQL's own tools spell it. A parameter that they know and we do not is refused, never ignored: a typo
in `sslmode` must not mean "no TLS".
"""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

import asyncpg

KNOCK = 5.0
"""Seconds to wait for a new connection to one host."""
PORT = 5432
MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
VERIFIED = frozenset({"verify-ca", "verify-full"})
ROLES = ("any", "primary", "standby", "read-write", "read-only", "prefer-standby")
TRIES = {"prefer-standby": ("standby", "any")}
FILES = ("sslrootcert", "sslcert", "sslkey")
KNOWN = ("host", "port", "sslmode", *FILES, "target_session_attrs", "application_name")
SYSTEM = "system"
"""`sslrootcert=system`: the authorities that this machine trusts, for a database with a public certificate."""
AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
"""Where Debian and Red Hat keep those authorities, for a Python that does not know."""
NAME = "peerboard"
REFUSALS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What the driver raises while it connects, besides the operating system's errors."""


@dataclass(frozen=True)
class DatabaseAddress:
    """Where PostgreSQL is and how to talk to it. `connect` is the only way in."""

    hosts: tuple[tuple[str, int], ...]
    """Host and port; a host that begins with / is the folder of a Unix socket."""
    user: str | None
    password: str | None = field(repr=False)
    name: str | None
    tls: tuple[tuple[str, str], ...]
    role: str
    application: str
    _answered: list[tuple[str, int]] = field(default_factory=list, repr=False, compare=False)
    """The host that was the right one last time. It is tried first, so that we wait for a dead one only once."""

    @classmethod
    def read(cls, url: str) -> "DatabaseAddress":
        """Parse a URL. Raises ValueError with a sentence that never contains the password."""
        parts = _parts_of(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        for name, _ in pairs:
            if name not in KNOWN:
                raise ValueError(f"does not know '{name}': {', '.join(KNOWN)} may stand behind the question mark")
        params = dict(pairs)
        who, _, where = parts.netloc.rpartition("@")
        user, _, password = who.partition(":")
        hosts = tuple(_hosts([where] if where else [], [value for name, value in pairs if name == "host"], params))
        return cls(
            hosts=hosts,
            user=unquote(user) or None,
            password=unquote(password) or None,
            name=unquote(parts.path.lstrip("/")) or None,
            tls=tuple(_tls(params)),
            role=_one_of("target_session_attrs", params.get("target_session_attrs", "any"), ROLES),
            application=params.get("application_name", NAME),
        )

    async def connect(self, **more: Any) -> asyncpg.Connection:
        """A new connection: the first host that answers and has the right role. Raises what the driver raises."""
        settings = {"application_name": self.application, **more.pop("server_settings", {})}
        known: dict[str, Any] = {
            "dsn": f"postgresql://?{urlencode(self.tls)}",  # the driver takes these TLS settings from a DSN only
            "user": self.user,
            "password": self.password,
            "database": self.name,
            "timeout": KNOCK,
        }
        refused: Exception | None = None
        for role in TRIES.get(self.role, (self.role,)):
            # Each host gets its own time limit: if it were left to the driver, a silent first host would use it all up.
            for host, port in sorted(self.hosts, key=lambda at: at not in self._answered):
                target = known | {"host": host, "port": port, "target_session_attrs": role} | more
                try:
                    connection = await asyncpg.connect(**target, server_settings=settings)
                except (OSError, TimeoutError, *REFUSALS) as error:
                    refused = error
                else:
                    self._answered[:] = [(host, port)]
                    return connection
        assert refused is not None
        raise refused


def _parts_of(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError("cannot be read: postgresql://user:password@host/name") from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("must begin with postgresql://")
    if parts.fragment:
        raise ValueError("has a # in it: in a password, write %23")
    return parts


def _hosts(where: list[str], queried: list[str], params: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The hosts, from before the database name with commas, or from ?host=…, with commas or repeated. Never both."""
    if where and queried:
        raise ValueError("names hosts both before the name and as ?host=")
    if not where and not queried:
        raise ValueError("names no host: postgresql://user:password@host/name, or ?host=/folder of a unix socket")
    names = [unquote(part) for group in where for part in group.split(",")]
    names += [part for group in queried for part in group.split(",")]
    ports = params["port"].split(",") if params.get("port") else []
    if len(ports) not in {0, 1, len(names)}:
        raise ValueError("needs one port for all hosts, or one for each")
    for number, name in enumerate(names):
        host, port = _split(name)
        if not host:
            raise ValueError("has a host without a name")
        yield host, _port(port or (ports[number if len(ports) > 1 else 0] if ports else str(PORT)))


def _split(name: str) -> tuple[str, str]:
    """A host and its port: `host`, `host:port`, `[::1]:port`, `/folder`."""
    if name.startswith("/"):
        return name, ""
    if name.startswith("["):
        host, _, port = name[1:].partition("]")
        return host, port.removeprefix(":")
    host, _, port = name.partition(":")
    return host, port


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65_536):
        raise ValueError("has a port that is no number from 1 to 65535")
    return int(text)


def _tls(params: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The TLS settings. Every file is loaded now, so that a missing one is found at start and not when people come."""
    mode = _one_of("sslmode", params["sslmode"], MODES) if "sslmode" in params else ""
    if mode in VERIFIED and not params.get("sslrootcert"):
        raise ValueError(f"has sslmode={mode}, which needs sslrootcert: the file of the authority, or 'system'")
    if "sslkey" in params and "sslcert" not in params:
        raise ValueError("has sslkey without sslcert")
    if mode:
        yield "sslmode", mode
    files = {name: params[name] for name in FILES if params.get(name)}
    if files.get("sslrootcert") == SYSTEM:
        files["sslrootcert"] = _authorities()
    for name, path in files.items():
        if not Path(path).is_file():
            raise ValueError(f"names a file that is not there: {name}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if "sslrootcert" in files:
        _try("sslrootcert", lambda: context.load_verify_locations(cafile=files["sslrootcert"]))
    if "sslcert" in files:
        _try("sslcert", lambda: context.load_cert_chain(files["sslcert"], files.get("sslkey"), password=""))
    yield from files.items()


def _authorities() -> str:
    for path in (ssl.get_default_verify_paths().cafile, *AUTHORITIES):
        if path and Path(path).is_file():
            return path
    raise ValueError("has sslrootcert=system, but this machine has no list of authorities: install ca-certificates")


def _try(name: str, load: Callable[[], None]) -> None:
    try:
        load()
    except (OSError, ssl.SSLError):
        raise ValueError(f"names a file that cannot be used: {name}") from None


def _one_of(name: str, value: str, values: tuple[str, ...]) -> str:
    if value not in values:
        raise ValueError(f"has a {name} that is none of {', '.join(values)}")
    return value
