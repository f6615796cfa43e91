"""Our style sheets and scripts in as few files as possible: minified at set-up (scripts/vendor), joined here,
compressed once, cached for good.

The first view of a page may transfer at most 40 kB of them, even without a proxy that compresses. The URL holds the
names of the files and their digest: any server of the same version can answer, and a browser never asks twice.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from server.core.translations import WEB

STATIC = WEB / "static"
NAME = re.compile(r"[a-z][a-z0-9.-]*")
MADE_MOST = 64
"""Bundles that are compressed and kept in memory, far more than our pages have. Any others are sent uncompressed."""
KINDS = {"css": "text/css", "js": "text/javascript"}
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Bundle:
    """The joined text of some files, plain and compressed (None: it is not worth compressing)."""

    plain: bytes
    packed: bytes | None
    digest: str


_made: dict[tuple[str, tuple[str, ...]], Bundle] = {}


def address(kind: str, *names: str) -> str:
    """The URL at which a page gets these files from web/static/<kind>/ or vendor/ as one, in this order."""
    return f"/static/bundle/{bundle(kind, names).digest}/{','.join(names)}.{kind}"


def bundle(kind: str, names: tuple[str, ...]) -> Bundle:
    """Read, join and compress the files that one of our pages uses. Raises FileNotFoundError for an unknown name."""
    if (kind, names) not in _made:
        plain = _joined(kind, names)
        _made[kind, names] = Bundle(plain, gzip.compress(plain, 9, mtime=0), _digest(plain))
    return _made[kind, names]


def asked(kind: str, names: tuple[str, ...]) -> Bundle:
    """The same for names that come from outside: from another server's page, or from somebody who makes them up, for
    whom we compress no more than MADE_MOST. Raises FileNotFoundError for an unknown name, or one given twice."""
    if (kind, names) in _made:
        return _made[kind, names]
    if len(set(names)) < len(names):
        raise FileNotFoundError(names)
    if len(_made) < MADE_MOST:
        return bundle(kind, names)
    plain = _joined(kind, names)
    return Bundle(plain, None, _digest(plain))


def _joined(kind: str, names: tuple[str, ...]) -> bytes:
    return "\n".join(_read(kind, name) for name in names).encode()


def _digest(plain: bytes) -> str:
    return hashlib.blake2b(plain, digest_size=8).hexdigest()


@cache
def _read(kind: str, name: str) -> str:
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    own, vendor = STATIC / kind / f"{name}.{kind}", STATIC / "vendor" / f"{name}.{kind}"
    if not own.is_file() and not vendor.parent.is_dir():
        return ""  # scripts/vendor has not run: pages work all the same, as they do without scripts
    if not own.is_file():
        return vendor.read_text("utf-8").replace('url("', 'url("/static/vendor/')
    return _small(own, kind)


def _small(path: Path, kind: str) -> str:
    """A file of ours as esbuild minified it; or as it is, if it has changed since or scripts/vendor has not run."""
    written, made = path.read_text("utf-8"), STATIC / "vendor" / "small"
    try:
        known = (made / "of" / kind / path.name).read_text("utf-8")
        return (made / kind / path.name).read_text("utf-8").strip() if known == written else written
    except FileNotFoundError:
        return written


class Static(StaticFiles):
    """Serves the folder web/static, and the bundles made from it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file or a bundle; 404 if it is neither."""
        folder, _, rest = path.partition("/")
        if folder != "bundle" or scope["method"] not in {"GET", "HEAD"}:
            return await super().get_response(path, scope)
        digest, _, file = rest.partition("/")
        joined, _, kind = file.rpartition(".")
        names = tuple(joined.split(","))
        if kind not in KINDS:
            raise HTTPException(404)
        try:
            found = asked(kind, names)
        except (OSError, ValueError):
            raise HTTPException(404) from None
        headers = {"Vary": "Accept-Encoding", "Cache-Control": FOR_GOOD if digest == found.digest else "no-cache"}
        if found.packed is None or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return Response(found.plain, media_type=KINDS[kind], headers=headers)
        return Response(found.packed, media_type=KINDS[kind], headers=headers | {"Content-Encoding": "gzip"})
