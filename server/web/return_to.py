"""The page that somebody was on their way to when they were asked to sign in."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse

PAGE = re.compile(r"(?:/[\w-]{1,64}){1,4}", re.ASCII)
"""A path on this site, without a query. It cannot be another site's, since no part of it is empty."""


def return_to_of(fields: Mapping[str, str]) -> str:
    """The path that a form or a query names as `coming`; "" for anything that is not a path on this site."""
    path = fields.get("coming", "")
    return path if PAGE.fullmatch(path) else ""


def with_return_to(path: str, coming: str) -> str:
    """`path`, with `coming` as the page to go on to, unless that is ""."""
    return f"{path}?coming={quote(coming, safe='/')}" if coming else path


def to_login(request: Request) -> RedirectResponse:
    """A redirect to the sign-in page, which then leads on to the page that was asked for."""
    return RedirectResponse(with_return_to("/login", return_to_of({"coming": request.url.path})), 303)
