"""A real identity provider on loopback, in a process of its own: oidc-provider-mock, which here also asks for PKCE, and
can be told to say something wrong. `python -m tests.support.identity_provider PORT` runs it."""

import json
import os
import signal
import sys
import time
import warnings
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx2

from server.ops.embedded import Child
from tests.support.site import free_port
from tests.support.waiting import until

CLIENT, SECRET = "peerboard", "the-client's-secret"


class IdentityProvider:
    """Its accounts are set with `account`; whatever `twist` holds replaces claims of the ID tokens that it signs."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "tests.support.identity_provider", str(self.port)]
        self._child = Child("identity provider", command, folder / "provider.log", at_our_death=signal.SIGKILL)
        self.http = httpx2.AsyncClient(base_url=self.url, trust_env=False, verify=False, timeout=60)

    async def start(self) -> Self:
        """Start it; returns when it answers."""
        self._child.start(env=dict(os.environ))
        await until(self._answers, what="the provider to answer")
        return self

    async def _answers(self) -> bool:
        try:
            return (await self.http.get("/.well-known/openid-configuration")).status_code == 200
        except httpx2.HTTPError:
            return False

    async def stop(self) -> None:
        """Stop it."""
        await self.http.aclose()
        self._child.kill()

    async def account(self, subject: str, **claims: object) -> None:
        """Make somebody known there."""
        (await self.http.put(f"/users/{subject}", json=claims)).raise_for_status()

    async def twist(self, **claims: object) -> None:
        """From now on these claims replace its own in each ID token; None leaves one out, `key` signs with another key,
        and numbers are seconds from now."""
        (await self.http.put("/twist", json=claims)).raise_for_status()

    async def consent(self, question: str, subject: str) -> str:
        """Somebody signs in there; the address that their browser is sent back to, without its host."""
        answer = await self.http.post(question, data={"sub": subject})
        at = urlsplit(answer.headers["location"])
        return f"{at.path}?{at.query}"


def _serve(port: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import flask
        import werkzeug.serving
        from oidc_provider_mock import app as provider

    app, asked, twist = provider(require_nonce=True), dict[str, str](), dict[str, Any]()

    @app.put("/twist")  # type: ignore[untyped-decorator]
    def set_twist() -> tuple[str, int]:
        twist.clear()
        twist.update(flask.request.get_json())
        return "", 204

    @app.before_request  # type: ignore[untyped-decorator]
    def hold_to_pkce() -> tuple[dict[str, str], int] | None:
        request = flask.request
        if request.path == "/oauth2/token":
            basic = request.authorization
            if basic is None or (basic.username, basic.password) != (CLIENT, SECRET):
                return {"error": "invalid_client"}, 401
            proof = urlsafe_b64encode(sha256(request.form.get("code_verifier", "").encode()).digest()).rstrip(b"=")
            if asked.pop(request.form.get("code", ""), None) != proof.decode():
                return {"error": "invalid_grant"}, 400
        return None

    @app.after_request  # type: ignore[untyped-decorator]
    def note_and_twist(answer: flask.Response) -> flask.Response:
        request = flask.request
        if request.path == "/oauth2/authorize" and "code=" in (went := answer.headers.get("Location", "")):
            assert request.args["code_challenge_method"] == "S256"
            asked[parse_qs(urlsplit(went).query)["code"][0]] = request.args["code_challenge"]
        elif request.path == "/oauth2/token" and answer.status_code == 200 and twist:
            told = json.loads(answer.get_data())
            answer.set_data(json.dumps(told | {"id_token": _signed(told["id_token"], twist)}))
        return answer

    werkzeug.serving.make_server("127.0.0.1", port, app, threaded=True).serve_forever()


def _signed(token: str, twist: dict[str, Any]) -> str:
    import flask
    from joserfc import jwt
    from joserfc.jwk import RSAKey

    storage = flask.g.oidc_provider_mock_storage
    mine = RSAKey.import_key(storage.jwk.as_dict(is_private=True))
    claims = dict(jwt.decode(token, mine).claims)
    for name, value in twist.items():
        claims[name] = int(time.time()) + value if isinstance(value, int) and name in ("exp", "iat") else value
    key = RSAKey.generate_key() if claims.pop("key", None) else mine
    header = {"alg": "RS256", "kid": mine.kid} if mine.kid else {"alg": "RS256"}
    return jwt.encode(header, {name: value for name, value in claims.items() if value is not None}, key)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
