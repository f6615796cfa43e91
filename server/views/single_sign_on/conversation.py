"""What is said between us and an identity provider. What it takes is loaded when somebody first asks: most servers have
no provider, and none should take longer to start."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.organisation.providers.configured import Provider


class Silent(Exception):
    """The provider did not answer, or not in a way that makes sense; it may be better in a while."""


class Refused(Exception):
    """What the provider answered does not hold. The reason is for the log, and has no value of the answer in it."""


@dataclass(frozen=True)
class Question:
    """Where to send a browser, and what must come back with it."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Answer:
    """Whom the provider vouches for. `mail` is "" unless the provider says that the address is theirs."""

    subject: str
    mail: str
    name: str
    groups: frozenset[str]


async def ask(provider: Provider, back: str, language: str) -> Question:
    """A question to a provider: who is this? Raises Silent and Refused."""
    from server.views.single_sign_on import openid

    return await openid.ask(provider, back, language)


async def listen(provider: Provider, back: str, came: Mapping[str, str], *, nonce: str, verifier: str) -> Answer:
    """Read what came back with the browser, and fetch the rest. `came` is the query, whose state was checked. Raises
    Refused and Silent."""
    from server.views.single_sign_on import openid

    return await openid.listen(provider, back, came, nonce=nonce, verifier=verifier)


async def answers(provider: Provider) -> str | None:
    """Why a provider could not sign anybody in now, as far as can be told without anybody; None if it could."""
    from server.views.single_sign_on import openid

    return await openid.answers(provider)
