"""Which store, from the environment or a `.env` file beside app.py: the bot's settings build on these."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage import COSMOS
from storage.cosmos.account import CosmosAccount

HOME = Path(__file__).parents[1]
"""The folder of app.py. Relative paths in settings start from it, wherever the bot is started."""


def _comma_separated(value: object) -> object:
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_separated)]
"""Separated by commas."""


class StoreSettings(BaseSettings):
    model_config = SettingsConfigDict(env_file=HOME / ".env", extra="ignore", populate_by_name=True)

    store: str = "sqlite:///data/bot.db"
    """A file, or `cosmos`: Azure Cosmos DB, as the following say."""
    cosmos_endpoint: str = ""
    cosmos_key: SecretStr = SecretStr("")
    """Empty: the process's own identity in Entra."""
    cosmos_database: str = "support-sessions"
    cosmos_container: str = "documents"
    cosmos_create: bool = False
    """Whether database and container are made if they are missing."""
    cosmos_regions: Words = ()
    """Azure regions, the nearest first."""

    @model_validator(mode="after")
    def _has_a_store(self) -> Self:
        if self.store == COSMOS:
            try:
                _ = self.account
            except ValueError as error:
                raise ValueError(f"STORE is {COSMOS}, so {error}") from None
        if self.cosmos_create and not self.cosmos_key.get_secret_value():
            raise ValueError(
                "COSMOS_CREATE needs COSMOS_KEY: an identity in Entra may not make databases and containers"
            )
        return self

    @property
    def account(self) -> CosmosAccount:
        """Whatever the store is. Raises ValueError for an endpoint or a key that cannot be one."""
        try:
            return CosmosAccount(
                endpoint=self.cosmos_endpoint,
                key=self.cosmos_key.get_secret_value(),
                database=self.cosmos_database,
                container=self.cosmos_container,
                create=self.cosmos_create,
                regions=self.cosmos_regions,
            )
        except ValueError as error:
            raise ValueError(f"see COSMOS_ENDPOINT and COSMOS_KEY: {error}") from None

    @property
    def cosmos(self) -> CosmosAccount | None:
        """None where the store is a file."""
        return self.account if self.store == COSMOS else None


def complaints(invalid: ValidationError) -> list[str]:
    """What is wrong with the settings, a sentence each, by the names operators set."""
    return [_complaint(error["loc"], error["msg"]) for error in invalid.errors(include_input=False)]


def _complaint(where: tuple[int | str, ...], what: str) -> str:
    name = str(where[0]) if where else ""
    name = name if name.startswith(("Microsoft", "ToBot")) else name.upper()
    return ": ".join(part for part in (name, what.removeprefix("Value error, ")) if part)
