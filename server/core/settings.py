"""Everything that can be set, read once from the environment (`PEERBOARD_…`). For people: docs/operations.md."""

from functools import cache
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from server.core.addresses import NotAnAddress, sender_of
from server.core.database_address import DatabaseAddress

SHORTEST = 32
"""Characters that a key must have at least."""


class Settings(BaseSettings):
    """The settings of one process. A wrong value raises pydantic's ValidationError at start, never later."""

    # A value may be a password, so an error names only the setting.
    model_config = SettingsConfigDict(env_prefix="PEERBOARD_", frozen=True, hide_input_in_errors=True)

    database_url: str = Field("", repr=False, description="PostgreSQL; a unix socket is named as ?host=/folder")
    pool_size: int = Field(20, ge=3, le=500, description="Connections to PostgreSQL that one process opens at most")
    redis_url: str = Field("", description="Redis or Valkey: redis://… or unix:///path; a doorbell only")
    public_url: str = Field("http://127.0.0.1:8000", description="How people reach it; links and cookies follow")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field((), description="More hosts it answers to (commas)")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Addresses or networks whose X-Forwarded headers are believed (commas)"
    )
    smtp_url: str = Field("", description="smtp://user:password@host:port; empty: mail is only kept")
    mail_from: str = Field("Peerboard <peerboard@localhost>", description="Sender of mail")
    operator_mail: str = Field("", description="Who is told, at most once an hour, of jobs that were given up")
    secret: str = Field("", repr=False, description="Key of the hashes of return codes; at least 32 random characters")
    providers: str = Field(
        "", description="A file that names identity providers for single sign-on; empty: by mail only"
    )
    ledger: str = Field(
        "", description="A file outside the database: what was erased, so that no backup brings it back"
    )
    ledger_key: str = Field(
        "", repr=False, validate_default=True, description="The ledger's own key; at least 32 random characters"
    )
    clock_file: str = Field("", description="For tests: a file with a fixed instant or an offset; empty: real time")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least that is logged")
    metrics_token: str = Field("", repr=False, description="Bearer token for /metrics; empty: loopback only")
    copies_days: int = Field(0, ge=0, le=400, description="Days you keep backups and log files; 0: nothing is said")
    demo: bool = Field(default=False, description="Demo data was put in; the page /mail/… may exist")
    demo_mail_secret: str = Field("", repr=False, description="Demo only: the secret in the address of the mail page")

    @field_validator("allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _is_database_address(cls, value: str) -> str:
        if value:
            DatabaseAddress.read(value)
        return value

    @field_validator("public_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ValueError("must be http://host or https://host, without a path")
        return value.rstrip("/")

    @field_validator("mail_from", "operator_mail")
    @classmethod
    def _is_mail_address(cls, value: str) -> str:
        try:
            _ = value and sender_of(value)
        except NotAnAddress:
            raise ValueError("must be name@domain or Name <name@domain>") from None
        return value

    @field_validator("ledger_key")
    @classmethod
    def _is_a_key_of_its_own(cls, value: str, others: ValidationInfo) -> str:
        if others.data.get("ledger") and (len(value) < SHORTEST or value == others.data.get("secret")):
            raise ValueError(f"needs at least {SHORTEST} random characters, not those of PEERBOARD_SECRET")
        return value

    @property
    def secure(self) -> bool:
        """Whether people use https; decides the cookie's name and its Secure attribute."""
        return self.public_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        """The cookie's name. `__Host-` binds it to this very host, which browsers allow only over https."""
        return "__Host-peerboard" if self.secure else "peerboard"

    @property
    def hosts(self) -> frozenset[str]:
        """The host names that requests may use, in lower case and without a port."""
        own = urlsplit(self.public_url).hostname or ""
        return frozenset({own.lower(), *(host.lower() for host in self.allowed_hosts)})


@cache
def get_settings() -> Settings:
    """This process's settings. Cached; tests that change the environment call `get_settings.cache_clear()`."""
    return Settings()


def complaints(error: ValidationError) -> str:
    """What is wrong with the settings, each by its name and never with its value."""
    return "; ".join(
        f"PEERBOARD_{'_'.join(map(str, each['loc'])).upper()} {each['msg'].removeprefix('Value error, ')}"
        for each in error.errors()
    )
