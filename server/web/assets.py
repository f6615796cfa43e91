"""Our style sheets and scripts as few files as possible: made small at set-up (scripts/vendor), joined here, compressed
once, kept for good.

The first view of a page is to cost at most 40 kB of them on the wire, also where no proxy compresses. The address names
the parts and their digest: any server of the same version can answer, and a browser never asks twice.
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
"""Bundles that are made because somebody asks; far more than pages have. What is asked for beyond goes as it is."""
KINDS = {"css": "text/css", "js": "text/javascript"}
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Bundle:
    """The joined text of some files, plain and compressed."""

    plain: bytes
    packed: bytes | None
    digest: str


_made: dict[tuple[str, tuple[str, ...]], Bundle] = {}


def address(kind: str, *names: str) -> str:
    """Where a page finds these files of web/static/<kind>/ or vendor/ as one, in their order."""
    return f"/static/bundle/{bundle(kind, names).digest}/{','.join(names)}.{kind}"


def bundle(kind: str, names: tuple[str, ...]) -> Bundle:
    """Read and join them, as a page of ours wants them. Raises FileNotFoundError for a name that is none of ours."""
    if (kind, names) not in _made:
        plain = _joined(kind, names)
        _made[kind, names] = Bundle(plain, gzip.compress(plain, 9, mtime=0), _digest(plain))
    return _made[kind, names]


def asked(kind: str, names: tuple[str, ...]) -> Bundle:
    """The same for whoever asks: another server's page, or somebody who makes up names, for whom we compress no more
    than a few. Raises FileNotFoundError for a name that is none of ours, or stands there twice."""
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
        return ""  # not set up: pages are there all the same, as without scripts
    if not own.is_file():
        return vendor.read_text("utf-8").replace('url("', 'url("/static/vendor/')
    return _small(own, kind)


def _small(path: Path, kind: str) -> str:
    """What esbuild made of a file of ours; the file as it stands where it has been changed since, or was not set up."""
    written, made = path.read_text("utf-8"), STATIC / "vendor" / "small"
    try:
        known = (made / "of" / kind / path.name).read_text("utf-8")
        return (made / kind / path.name).read_text("utf-8").strip() if known == written else written
    except FileNotFoundError:
        return written


class Static(StaticFiles):
    """The folder web/static, and the bundles made of it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, or a bundle; 404 for what is neither."""
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
