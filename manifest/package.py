"""The Teams app package: a zip with the manifest, filled in, and the two icons."""

import json
import re
import tomllib
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Any

from manifest.settings import HOME, Incomplete, PackageSettings
from sessions.region import Region
from sessions.region_texts import say_all

HERE = Path(__file__).parent
ICONS = ("color.png", "outline.png")
LONGEST = {("name", "short"): 30, ("name", "full"): 100, ("developer", "name"): 32}
"""Characters of what the region's names go into; by Microsoft's schema."""
MIDNIGHT = (2020, 1, 1, 0, 0, 0)
"""The date of every file in the zip, so that the same settings make the same package."""


def filled_manifest(settings: PackageSettings, region: Region) -> dict[str, Any]:
    """The manifest of this bot in this region. Raises Incomplete where a name of the region's is too long."""
    says = region.says
    facts = {
        "version": _version(),
        "app_id": settings.app_id or settings.bot_id,
        "bot_id": settings.bot_id,
        "domain": settings.domain,
        "unit": region.unit,
        "team": region.team,
        "website": str(region.links.microsite),
        "privacy": str(region.links.privacy),
        "terms": str(region.links.terms),
        "what": says.what,
        "who_for": says.who_for,
        "capabilities": say_all(region.capabilities),
        "ask_not_task": says.ask_not_task,
    }
    template = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    manifest: dict[str, Any] = _filled(template, facts)
    for (part, key), longest in LONGEST.items():
        if len(text := manifest[part][key]) > longest:
            raise Incomplete(
                f"The app package cannot be made: {part}.{key} would be {text!r}, which has {len(text)} "
                f"characters, and Teams takes {longest}: shorten unit or team in the region profile."
            )
    return manifest


def packed(manifest: Mapping[str, Any]) -> bytes:
    """The zip, with all files at its top, where Teams looks for them."""
    file = BytesIO()
    written = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(_entry("manifest.json"), written)
        for icon in ICONS:
            package.writestr(_entry(icon), (HERE / icon).read_bytes())
    return file.getvalue()


def made_up_pages(region: Region) -> list[str]:
    """The region's links that still lead to an example's address, as those of the shipped profile do."""
    return [key for key, link in region.links if re.search(r"[/.]example\.", str(link))]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, MIDNIGHT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16  # or whoever unpacks it could not read it
    return entry


def _filled(value: Any, facts: Mapping[str, str]) -> Any:  # noqa: ANN401 (JSON)
    """Facts are put in after the JSON was read: no quotation mark in one can end a string."""
    if isinstance(value, str):
        # "$schema" is a key and no place: values alone are looked into.
        return Template(value).substitute(facts)
    if isinstance(value, list):
        return [_filled(each, facts) for each in value]
    if isinstance(value, dict):
        return {key: _filled(each, facts) for key, each in value.items()}
    return value


def _version() -> str:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
