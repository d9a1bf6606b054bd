"""The zip that is uploaded to Teams, and what is said where it cannot be made."""

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from manifest.package import made_up_pages, packed
from manifest.settings import ID
from sessions.region import south_west
from tests.manifest.sample import BOT, WEB, manifest, settings

ROOT = Path(__file__).parents[2]


def package(target: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """As `dev.py package` does it. What is not set here is set to nothing, whatever an .env file has."""
    nothing = dict.fromkeys(("MicrosoftAppId", "TEAMS_APP_ID", "PUBLIC_URL", "REGION_FILE"), "")
    return subprocess.run(
        [sys.executable, "-m", "manifest", target],
        cwd=ROOT,
        env={**os.environ, **nothing, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_three_files_lie_at_the_top_of_the_zip() -> None:
    with zipfile.ZipFile(BytesIO(packed(manifest()))) as opened:
        assert opened.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert {entry.external_attr >> 16 for entry in opened.infolist()} == {0o644}
        assert json.loads(opened.read("manifest.json")) == manifest()
        for icon in ("color.png", "outline.png"):
            assert opened.read(icon) == (ROOT / "manifest" / icon).read_bytes()


def test_the_same_settings_make_the_same_package() -> None:
    made = packed(manifest())
    assert packed(manifest()) == made
    with zipfile.ZipFile(BytesIO(made)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(2020, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"bot_id": ""}, "set MicrosoftAppId to the bot's id"),
        ({"bot_id": "the bot"}, "set MicrosoftAppId to the bot's id"),
        ({"bot_id": BOT.replace("-", "")}, "set MicrosoftAppId to the bot's id"),
        ({"app_id": "{3f2a1b0c}"}, "set TEAMS_APP_ID to an id"),
        ({"public_url": ""}, "set PUBLIC_URL"),
        ({"public_url": "http://bot.example.org"}, "set PUBLIC_URL"),
        ({"public_url": "https://localhost:3978"}, "set PUBLIC_URL"),
        ({"public_url": "https://192.0.2.1"}, "set PUBLIC_URL"),
        ({"public_url": "https://bot.example.org:x"}, "set PUBLIC_URL"),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, str], told: str) -> None:
    (fault,) = settings(**changed).faults()
    assert fault.startswith(told)


def test_it_is_made_from_the_settings(tmp_path: Path) -> None:
    target = tmp_path / "dist" / "app.zip"
    done = package(target, MicrosoftAppId=BOT, PUBLIC_URL=WEB)
    assert (done.returncode, done.stderr) == (0, "")
    with zipfile.ZipFile(target) as opened:
        assert json.loads(opened.read("manifest.json")) == manifest()
    first, second = done.stdout.splitlines()
    assert first.startswith("SWROCU support sessions, version ")
    assert second.endswith("[links]: microsite, privacy, terms.")


def test_all_that_is_missing_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = package(tmp_path / "app.zip")
    assert done.returncode == 1
    assert done.stderr == (
        f"The app package cannot be made: set MicrosoftAppId to the bot's id, which looks like {ID}; "
        "set PUBLIC_URL to where browsers reach the bot, an address like https://bot.example.org.\n"
    )
    assert not (tmp_path / "app.zip").exists()


def test_a_profile_that_cannot_be_used_is_told_too(tmp_path: Path) -> None:
    done = package(tmp_path / "app.zip", MicrosoftAppId=BOT, PUBLIC_URL=WEB, REGION_FILE="nowhere.toml")
    assert done.returncode == 1
    assert "nowhere.toml: cannot be read" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_pages_of_ones_own_are_no_longer_named() -> None:
    region = south_west()
    links = region.links.model_copy(update={"microsite": "https://www.swest.police.uk/sessions"})
    assert made_up_pages(region) == ["microsite", "privacy", "terms"]
    assert made_up_pages(region.model_copy(update={"links": links})) == ["privacy", "terms"]
