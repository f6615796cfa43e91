"""How `conversation.py` is held: OpenID Connect's code flow with PKCE, by authlib.

https://openid.net/specs/openid-connect-core-1_0.html, and RFC 9207 for the issuer in the answer.
"""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.starlette_client import StarletteOAuth2App
from joserfc.errors import JoseError

from schemas.identity import SUBJECT_MAX
from server.core.addresses import NotAnAddress, mail_address
from server.organisation.providers.configured import Provider
from server.views.single_sign_on.conversation import Answer, Question, Refused, Silent

PATIENCE = 8.0
"""Seconds that we wait for each answer."""
FRESH = 3600.0
"""Seconds for which what a provider says of itself holds."""
LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""
SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""How an ID token may be signed: never "none", and never with a secret that both of us know."""
_clients: dict[str, tuple[float, StarletteOAuth2App]] = {}


async def ask(provider: Provider, back: str, language: str) -> Question:
    """A question to a provider: who is this? Raises Silent."""
    more: dict[str, str] = {"acr_values": " ".join(provider.acr)} if provider.acr else {}
    async with _plainly():
        client = await _client(provider)
        said = await client.create_authorization_url(back, ui_locales=language, **more)
        return Question(said["url"], said["state"], said["nonce"], said["code_verifier"])


async def answers(provider: Provider) -> str | None:
    """Why a provider could not sign anybody in now, as far as can be told without anybody; None if it could."""
    try:
        async with _plainly():
            await (await _client(provider)).fetch_jwk_set()
    except (Silent, Refused) as why:
        return str(why)
    return None


async def listen(provider: Provider, back: str, came: Mapping[str, str], *, nonce: str, verifier: str) -> Answer:
    """Read what came back with the browser, and fetch the rest. `came` is the query, whose state was checked. Raises
    Refused and Silent."""
    if came.get("error"):
        raise Refused(f"the provider says {came['error'][:40]}")
    async with _plainly():
        client = await _client(provider)
        if came.get("iss", provider.issuer) != provider.issuer:
            raise Refused("the answer is another issuer's")
        if "iss" not in came and client.server_metadata.get("authorization_response_iss_parameter_supported"):
            raise Refused("the answer does not say whose it is")
        token = await client.fetch_access_token(redirect_uri=back, code=came.get("code", ""), code_verifier=verifier)
        claims = await client.parse_id_token(token, nonce, claims_options=_wanted(provider), leeway=LEEWAY)
        if claims is None:
            raise Refused("there is no ID token")
        if "email" not in claims and client.server_metadata.get("userinfo_endpoint"):
            more = await client.userinfo(token=token)
            if more.get("sub") != claims["sub"]:
                raise Refused("the user information is about somebody else")
            claims = {**more, **claims}
        return _read(provider, claims)


def _read(provider: Provider, claims: Mapping[str, Any]) -> Answer:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_MAX:
        raise Refused("the subject cannot be kept")
    mail = ""
    if claims.get(provider.verified) in (True, "true", 1, "1") and isinstance(claims.get("email"), str):
        try:
            mail = mail_address(claims["email"])
        except NotAnAddress:
            raise Refused("the address is none") from None
    groups = claims.get(provider.groups_claim, [])
    told = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    return Answer(subject, mail, str(claims.get("name", "")), frozenset(each for each in told if isinstance(each, str)))


def _wanted(provider: Provider) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }
    if provider.acr:
        wanted["acr"] = {"essential": True, "values": list(provider.acr)}
    return wanted


async def _client(provider: Provider) -> StarletteOAuth2App:
    """authlib's side of the conversation, with what the provider says of itself, which must fit the file."""
    known = _clients.get(provider.issuer)
    if known is not None and known[0] > time.monotonic() - FRESH:
        return known[1]
    client = StarletteOAuth2App(
        None,
        name=provider.key,
        client_id=provider.client_id,
        client_secret=provider.secret(),
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": provider.client_auth,
            "timeout": PATIENCE,
            "trust_env": False,
        },
    )
    said = await client.load_server_metadata()
    if said.get("issuer") != provider.issuer:
        raise Refused("it calls itself another issuer than the file does")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if urlsplit(str(said.get(name))).scheme != urlsplit(provider.issuer).scheme:
            raise Refused(f"its {name} is not as safe as its issuer")
    offered = said.get("id_token_signing_alg_values_supported") or ["RS256"]
    client.server_metadata["id_token_signing_alg_values_supported"] = [each for each in offered if each in SIGNED]
    _clients[provider.issuer] = (time.monotonic(), client)
    return client


@asynccontextmanager
async def _plainly() -> AsyncIterator[None]:
    """What may go wrong, as what it means to us."""
    try:
        yield
    except httpx2.HTTPStatusError as error:
        raise (Silent if error.response.is_server_error else Refused)(type(error).__name__) from error
    except (httpx2.HTTPError, OSError) as error:
        raise Silent(type(error).__name__) from error
    except (OAuthError, JoseError) as error:
        raise Refused(f"{type(error).__name__}: {str(getattr(error, 'error', ''))[:60]}") from error
    except (KeyError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        raise Refused(f"its answer cannot be read ({type(error).__name__})") from error
