"""Settings, from the environment or a `.env` file beside app.py. README lists them for operators."""

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from storage.settings import HOME, StoreSettings, Words

SANDBOX_BOT = "support-bot"
"""The id, without its "28:", of the bot in the sandbox, where none is registered."""
METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
"""Where the Bot Framework publishes the keys of its tokens."""


class Settings(StoreSettings):
    """The names of the four Microsoft ones are those of every Bot Framework sample."""

    app_type: Literal["SingleTenant", "UserAssignedMSI"] = Field("SingleTenant", alias="MicrosoftAppType")
    app_id: str = Field("", alias="MicrosoftAppId")
    app_password: SecretStr = Field(SecretStr(""), alias="MicrosoftAppPassword")
    app_tenant_id: str = Field("", alias="MicrosoftAppTenantId")

    openid_metadata_url: str = Field(METADATA_URL, alias="ToBotFromChannelOpenIdMetadataUrl")
    allowed_tenants: Words = ()
    """Tenants, beside the bot's own, whose people may talk to it; separated by commas."""

    host: str = ""
    """The address to listen on, IPv4 or IPv6. Empty: all of IPv4's, or without an app id loopback."""
    port: int = Field(3978, ge=0, le=65535)
    public_url: str = ""
    """Where people's browsers reach it: calendars, kits, printed links. Empty: localhost and the port."""
    region_file: Path | None = None
    rdt_team_id: str = ""
    """The RDT's team in Teams (`19:…@thread.tacv2`); its members are the advisers."""
    organisers: Words = ()
    """Entra object ids, separated by commas."""
    link_secret: SecretStr = SecretStr("")
    """Signs links to calendar files and kits. Empty: drawn once and kept in the store."""

    walk_resume_minutes: int = Field(240, ge=1, le=7 * 24 * 60)
    keep_requests_days: int = Field(365, ge=30, le=3650)
    """How long a request is kept after it was over: withdrawn, expired, or its session's end."""
    walk_expire_days: int = Field(7, ge=1, le=90)
    lease_seconds: float = Field(60, ge=1, le=3600, allow_inf_nan=False)
    """How long a notice or a post stays with the process that took it; after a crash it is taken again.

    A send must end within 0.6 of it. A call may wait 10 s for Teams' limits and 15 s for the answer; what
    needs a chat first says nothing in an attempt in which that took over 10 s (`bot.delivery.chats`). So
    under 60, what is answered slowly may be cut off, and sent again.
    """
    sends_per_second: int = Field(50, ge=1, le=100_000)
    """Teams' limit for an app in one tenant, which notices keep to. Replicas may have a part of it each."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("app_tenant_id", "allowed_tenants", "organisers")
    @classmethod
    def _in_small_letters(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        """Ids of Entra, as Teams writes them; portals and scripts show them in capitals, too."""
        return value.lower() if isinstance(value, str) else tuple(each.lower() for each in value)

    @field_validator("public_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not _is_web_address(value):
            raise ValueError(
                "it must be an address like https://bot.example.org, and nothing behind a ? or #"
            )
        return value

    @field_validator("region_file")
    @classmethod
    def _from_home(cls, value: Path | None) -> Path | None:
        return value and HOME / value

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if not self.app_id and not _is_loopback(self.listen_on):
            raise ValueError(
                f"HOST is {self.host}, but without MicrosoftAppId nobody's identity is checked: "
                "set MicrosoftAppId, or leave HOST empty to listen on this machine only"
            )
        if self.app_id and not self.app_tenant_id:
            raise ValueError("MicrosoftAppId is set, so MicrosoftAppTenantId must be too")
        if self.app_id and self.app_type == "SingleTenant" and not self.app_password.get_secret_value():
            raise ValueError("MicrosoftAppType is SingleTenant, so MicrosoftAppPassword must be set")
        return self

    @property
    def tenants(self) -> frozenset[str]:
        """In small letters."""
        return frozenset({self.app_tenant_id, *self.allowed_tenants})

    @property
    def bot_id(self) -> str:
        """For links that open a chat with the bot: the id in the app's manifest."""
        return self.app_id or SANDBOX_BOT

    @property
    def listen_on(self) -> str:
        return self.host or ("0.0.0.0" if self.app_id else "127.0.0.1")  # noqa: S104 (with tokens checked)

    @property
    def browser_url(self) -> str:
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def is_reachable(self) -> bool:
        """Whether a link to `browser_url` works on any machine; in the sandbox, on this one is enough."""
        return not self.app_id or self.public_url.startswith("https://")

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)


def _is_web_address(url: str) -> bool:
    """Whether a path can be put behind it: http or https, a host, no name or password, no query."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        return False
    return usable and url.isprintable() and not set(url) & set("@?# \\")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
