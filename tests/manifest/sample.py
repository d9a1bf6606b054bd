"""A sample bot's package."""

from typing import Any

from manifest.package import filled_manifest
from manifest.settings import PackageSettings
from sessions.region import Region, south_west

BOT = "3f2a1b0c-0000-4000-8000-000000000001"
APP = "3f2a1b0c-0000-4000-8000-0000000000aa"
WEB = "https://sessions.example.police.uk"


def settings(**changed: Any) -> PackageSettings:  # noqa: ANN401 (fields of the settings)
    """Nothing of this machine's environment is in it."""
    return PackageSettings.model_construct(**{"bot_id": BOT, "public_url": WEB, "app_id": ""} | changed)


def manifest(region: Region | None = None, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 (as above)
    return filled_manifest(settings(**changed), region or south_west())
