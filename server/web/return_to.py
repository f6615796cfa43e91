"""The page that somebody was on the way to when they were asked who they are."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse

PAGE = re.compile(r"(?:/[\w-]{1,64}){1,4}", re.ASCII)
"""A path of ours; never another site, for no part of it is empty, and never with a query."""


def return_to_of(told: Mapping[str, str]) -> str:
    """The path that a form or an address names as `coming`; "" for anything that is not a path of ours."""
    path = told.get("coming", "")
    return path if PAGE.fullmatch(path) else ""


def with_return_to(path: str, coming: str) -> str:
    """The address of a page that leads on to `coming`, if there is anything to lead on to."""
    return f"{path}?coming={quote(coming, safe='/')}" if coming else path


def to_login(request: Request) -> RedirectResponse:
    """Ask who is there, and lead on to the page that was asked for."""
    return RedirectResponse(with_return_to("/login", return_to_of({"coming": request.url.path})), 303)
