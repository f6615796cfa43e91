"""The page to sign in from."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from server.core.access import Visitor, runtime_of
from server.core.translations import say
from server.organisation.providers.configured import providers
from server.web.html import page

HOME = "/home"
"""Leads on to whatever is next for somebody who has signed in."""


def login_page(request: Request, visitor: Visitor, *, coming: str, status: int = 200, **said: Any) -> Response:
    """The page that asks for a mail address, with a button for each identity provider. Of `said`: `sent` is the address
    a link went to, `problem` and `typed` belong to the field, `dead` and `told` say in Danish how one came here."""
    known: dict[str, Any] = {"sent": "", "problem": "", "typed": "", "dead": "", "told": "", "coming": coming}
    said |= {"told": say(visitor.language, said["told"])} if "told" in said else {}
    known["providers"] = list(providers(runtime_of(request).settings).values())
    return page(request, "organisation/people/login.html", language=visitor.language, status=status, **(known | said))
