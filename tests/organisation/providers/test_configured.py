"""The file that names identity providers: one that cannot be used is said at once, and never with what stands in it."""

from pathlib import Path

import pytest

from server.core.settings import Settings
from server.organisation.providers.configured import BadProviders, providers
from tests.platform.running import peerboard

GOOD = """
[nord]
name = "Region Nord"
issuer = "https://login.nord.test"
client_id = "hunter2"
client_secret_file = "{secret}"
organisation = "x"
domains = ["Nord.test"]
"""


def settings(tmp_path: Path, text: str) -> Settings:
    secret, file = tmp_path / "secret", tmp_path / "providers.toml"
    secret.write_text("hunter2\n")
    file.write_text(text.replace("{secret}", str(secret)))
    return Settings(providers=str(file))


def test_without_one_there_is_none() -> None:
    assert providers(Settings()) == {}


def test_one_that_is_right(tmp_path: Path) -> None:
    (nord,) = providers(settings(tmp_path, GOOD)).values()
    assert (nord.key, nord.secret(), nord.sign_in_by_mail) == ("nord", "hunter2", True)
    assert nord.vouches_for("Leo@NORD.test")
    assert not nord.vouches_for("leo@not-nord.test")
    assert not nord.vouches_for("leo@nord.test.elsewhere.test")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[nord", "TOMLDecodeError"),
        ("nord = 1", "TypeError"),
        (GOOD.replace("[nord]", '["../x"]'), "key: String should match"),
        (GOOD.replace("https://", "http://"), "issuer: must begin with https://"),
        (GOOD.replace("{secret}", "/nowhere/secret"), "FileNotFoundError"),
        (GOOD.replace('domains = ["Nord.test"]', "domains = []"), "domains"),
        (GOOD.replace("Nord.test", "leo@nord.test"), "domains"),
        (GOOD + "password = 'hunter2'\n", "password: Extra inputs"),
        (GOOD + '[nord.groups]\n"g" = { role = "patient", unit = "x" }\n', "groups.g.role"),
        (GOOD + GOOD.replace("[nord]", "[syd]"), "two providers have the same issuer"),
    ],
)
def test_one_that_is_wrong(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadProviders) as error:
        providers(settings(tmp_path, text))
    assert said in str(error.value)
    assert "hunter2" not in str(error.value)


def test_a_server_does_not_start_with_a_wrong_one(tmp_path: Path) -> None:
    file = tmp_path / "providers.toml"
    file.write_text(GOOD.replace("https://", "http://"))
    env = {"PEERBOARD_DATABASE_URL": "postgresql://x@/x?host=/nowhere", "PEERBOARD_REDIS_URL": "unix:///nowhere"}
    told = peerboard("serve", PEERBOARD_SECRET="s" * 32, PEERBOARD_PROVIDERS=str(file), **env)
    assert told.returncode == 1
    assert told.stderr.startswith("PEERBOARD_PROVIDERS issuer: must begin with")
    assert "Traceback" not in told.stderr
