"""What the app package is made of: of the bot's settings, those that Teams must know."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

HOME = Path(__file__).parents[1]
"""The folder of app.py, from which relative paths in settings start."""
ID = UUID(int=0)
"""How an id looks."""


class Incomplete(Exception):
    """Why no package can be made, in one sentence."""


class PackageSettings(BaseSettings):
    """From the environment or the `.env` file, by the names that the bot reads; it needs no secrets."""

    model_config = SettingsConfigDict(env_file=HOME / ".env", extra="ignore", populate_by_name=True)

    bot_id: str = Field("", alias="MicrosoftAppId")
    app_id: str = Field("", alias="TEAMS_APP_ID")
    """The app's own id in Teams. Empty: the bot's."""
    public_url: str = ""
    region_file: str = ""

    @property
    def domain(self) -> str:
        """The host, and the port if one is given, of an https address that others can reach; or nothing."""
        try:
            parts = urlsplit(self.public_url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return ""
        named = "." in host and not host.replace(".", "").isdigit()  # localhost and numbers are no domains
        if parts.scheme != "https" or not named:
            return ""
        return f"{host}:{port}" if port else host

    def faults(self) -> Iterator[str]:
        if not _is_guid(self.bot_id):
            yield f"set MicrosoftAppId to the bot's id, which looks like {ID}"
        if self.app_id and not _is_guid(self.app_id):
            yield f"set TEAMS_APP_ID to an id that looks like {ID}, or leave it out"
        if not self.domain:
            yield "set PUBLIC_URL to where browsers reach the bot, an address like https://bot.example.org"


def read_settings() -> PackageSettings:
    """Raises Incomplete, with all that is missing or wrong."""
    settings = PackageSettings()
    if faults := list(settings.faults()):
        raise Incomplete(f"The app package cannot be made: {'; '.join(faults)}.")
    return settings


def _is_guid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
