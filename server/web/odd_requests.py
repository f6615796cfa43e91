"""What no browser sends: a NUL in an address, headers as large as a body, backslashes in cookies."""

from starlette.types import Scope

HEAD_MOST = 24 * 1024
"""Bytes of the URL and all headers together; a browser with other products' cookies sends a few thousand."""


def is_odd(scope: Scope) -> bool:
    """Whether there is a NUL in the URL, which no link of ours has and PostgreSQL cannot store, or the headers are as
    large as a body."""
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        return True
    address = len(scope["path"]) + len(scope["query_string"])
    return address + sum(len(name) + len(value) for name, value in scope["headers"]) > HEAD_MOST


def tame_cookies(scope: Scope) -> None:
    """Take the backslashes out of cookies. Ours have none, and parsing them takes quadratic time (`http.cookies` before
    Python 3.11.10 and 3.12.6, CVE-2024-7592)."""
    if any(name == b"cookie" and b"\\" in value for name, value in scope["headers"]):
        scope["headers"] = [
            (name, value.replace(b"\\", b"") if name == b"cookie" else value) for name, value in scope["headers"]
        ]
