"""For the demo, which has no mail server: a page under a secret URL that shows the mail it would have sent."""

import hmac

from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.mail import Mail
from server.core import clock
from server.core.access import language_of, runtime_of
from server.core.errors import NotFound
from server.web.html import page

NEWEST = 50


async def kept(request: Request) -> Response:
    """The newest unsent mail. Raises NotFound unless this is the demo and the secret is right."""
    runtime = runtime_of(request)
    secret = runtime.settings.demo_mail_secret
    given = request.path_params["secret"]
    if not (runtime.settings.demo and secret and hmac.compare_digest(secret.encode(), given.encode())):
        raise NotFound
    query = select(Mail).where(col(Mail.sent_at).is_(None)).order_by(col(Mail.id).desc()).limit(NEWEST)
    async with runtime.database.snapshot() as session:
        mails = list((await session.execute(query)).scalars())
    return page(request, "mail/kept.html", language=language_of(request), mails=mails, now=clock.now())


routes = [Route("/mail/{secret}", kept)]
