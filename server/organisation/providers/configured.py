"""The identity providers that the operator has named, in the file of `PEERBOARD_PROVIDERS` (docs/operations.md).

The file is read when a process starts. It is TOML, a table for each provider, named as in its address here.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from schemas.roles import Role
from server.core.settings import Settings

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Domain = Annotated[
    str, BeforeValidator(lambda each: str(each).lower()), StringConstraints(pattern=r"^[^@\s]+\.[^@\s]+$")
]


class BadProviders(Exception):
    """The file cannot be used; the text says where, without what stands there."""


class Given(BaseModel):
    """A role that a group gives: coordinator of every board of a unit and of those below it, or leader of the unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    role: Literal[Role.COORDINATOR, Role.LEADER]
    unit: str


class Provider(BaseModel):
    """An identity provider. It speaks for the people of one organisation, and for nobody else."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
    key: Key
    name: str = Field(min_length=1, max_length=60)
    """On the button: "Log ind med Region Nord"."""
    issuer: str
    client_id: str = Field(min_length=1)
    client_secret_file: Path
    organisation: str
    """The address of a unit of the organisation, as in /units/…: all units of the same tree belong to it."""
    domains: frozenset[Domain] = Field(min_length=1)
    """Mail addresses that the provider may vouch for."""
    verified: str = "email_verified"
    """The claim that says that the address was verified."""
    acr: tuple[str, ...] = ()
    """The levels of assurance that will do; empty: any."""
    groups_claim: str = "groups"
    groups: Mapping[str, Given] = Field(default_factory=dict)
    client_auth: Literal["client_secret_basic", "client_secret_post"] = "client_secret_basic"
    sign_in_by_mail: bool = True
    """Whether people who work in this organisation only may have a sign-in link sent to them too."""

    @field_validator("issuer")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        at = urlsplit(value)
        if at.query or at.fragment or not at.hostname or not (at.scheme == "https" or _is_here(at.hostname)):
            raise ValueError("must begin with https:// and have no query")
        return value

    def secret(self) -> str:
        """The client's secret, as it stands in its file now. Raises OSError."""
        return self.client_secret_file.read_text("utf-8").strip()

    def vouches_for(self, mail: str) -> bool:
        """Whether an address is in one of its domains."""
        return mail.rpartition("@")[2].lower() in self.domains


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def providers(settings: Settings) -> Mapping[str, Provider]:
    """The providers by key, in the order of the file; none without one. Raises BadProviders."""
    return _read(settings.providers) if settings.providers else {}


@cache
def _read(path: str) -> Mapping[str, Provider]:
    try:
        tables = tomllib.loads(Path(path).read_text("utf-8"))
        found = {key: Provider(key=key, **fields) for key, fields in tables.items()}
        for provider in found.values():
            provider.secret()
    except ValidationError as error:
        raise BadProviders("; ".join(_said(each["loc"], each["msg"]) for each in error.errors())) from None
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, TypeError) as error:
        raise BadProviders(f"cannot be read ({type(error).__name__})") from error
    if len({provider.issuer for provider in found.values()}) < len(found):
        raise BadProviders("two providers have the same issuer")
    return found


def _said(where: tuple[int | str, ...], what: str) -> str:
    return f"{'.'.join(map(str, where))}: {what.removeprefix('Value error, ')}"
