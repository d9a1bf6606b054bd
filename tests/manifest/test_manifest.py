"""What the manifest says about the bot, held against Microsoft's schema and against the bot."""

import copy
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.talk.commands import Command, read_command
from manifest.settings import Incomplete
from sessions.region import south_west
from tests.manifest.sample import APP, BOT, manifest

HERE = Path(__file__).parent
SCHEMAS = HERE / "node_modules" / "@microsoft" / "app-manifest" / "build" / "json-schemas" / "teams"
COMMANDS_MOST, TITLE_MOST, DESCRIPTION_MOST = 10, 32, 128
"""Of Teams' command menu: stricter than the schema is."""

EVERYBODY = {Command.HELLO, Command.REQUEST, Command.MINE, Command.HELP, Command.CANCEL}
FOR = {Command.QUEUE: "Organisers and advisers: "}
"""Whom a command is for, where it is for neither everybody nor organisers alone."""

Validate = Callable[[dict[str, Any]], list[str]]


@pytest.fixture(scope="module")
def validate() -> Validate:
    """Microsoft's validator: what is wrong with a manifest. Under CI it must be there."""
    node = shutil.which("node") or ""
    if not (node and SCHEMAS.exists()):
        what = "The manifest check's npm packages are not there: npm ci --prefix tests/manifest"
        pytest.fail(what) if os.environ.get("CI") else pytest.skip(what)

    def faults(checked: dict[str, Any]) -> list[str]:
        done = subprocess.run(
            [node, HERE / "validate.js"],
            input=json.dumps(checked),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told: list[str] = json.loads(done.stdout)
        return told

    return faults


def test_microsofts_validator_finds_nothing_wrong(validate: Validate) -> None:
    assert validate(manifest()) == []


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("name", "short"), 31 * "x", "/name/short must NOT have more than 30 characters"),
        (("description", "short"), 81 * "x", "/description/short must NOT have more than 80 characters"),
        (("supportsChannelFeatures",), "tier9", "/supportsChannelFeatures must be equal to one of"),
        (("permissions",), ["everything"], "/permissions/0 must be equal to one of"),
        (("bots",), [{"botId": "no id", "scopes": ["team"]}], "/bots/0/botId must match pattern"),
        (("webhooks",), [], "must NOT have additional properties"),
    ],
)
def test_it_would_find_what_is_wrong(
    validate: Validate, path: tuple[str, ...], value: object, told: str
) -> None:
    broken = copy.deepcopy(manifest())
    part = broken
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    assert told in " ".join(validate(broken))


def test_the_schema_is_the_newest_of_its_line(validate: Validate) -> None:  # noqa: ARG001 (its packages)
    known = [
        int(found[1])
        for found in (re.fullmatch(r"v1\.(2\d)", each.name) for each in SCHEMAS.iterdir())
        if found
    ]
    assert manifest()["manifestVersion"] == f"1.{max(known)}"
    assert f"/v1.{max(known)}/" in manifest()["$schema"]


def test_it_is_a_bot_for_one_person_and_for_teams_shared_channels_too() -> None:
    (bot,) = manifest()["bots"]
    assert bot["botId"] == BOT
    assert bot["scopes"] == ["personal", "team"]
    assert manifest()["supportsChannelFeatures"] == "tier1"


def test_no_permission_is_asked_that_is_not_used() -> None:
    """It learns from the roster who people are, and writes to members of a team. It reads no channel."""
    asked = manifest()
    assert asked["permissions"] == ["identity", "messageTeamMembers"]
    assert "authorization" not in asked
    assert "devicePermissions" not in asked
    assert "webApplicationInfo" not in asked


def test_only_the_bots_own_domain_is_valid() -> None:
    assert manifest()["validDomains"] == ["sessions.example.police.uk"]
    assert manifest(public_url="https://bot.example.org:8443/x/")["validDomains"] == ["bot.example.org:8443"]


def test_the_app_has_an_id_of_its_own_where_one_is_set() -> None:
    assert manifest()["id"] == BOT
    own = manifest(app_id=APP)
    assert (own["id"], own["bots"][0]["botId"]) == (APP, BOT)


def test_commands_fit_teams_menu_and_each_scope_has_its_own() -> None:
    menus = manifest()["bots"][0]["commandLists"]
    assert [menu["scopes"] for menu in menus] == [["personal"], ["team"]]
    for menu in menus:
        titles = [command["title"] for command in menu["commands"]]
        assert 0 < len(titles) <= COMMANDS_MOST
        assert len(titles) == len(set(titles))
        for command in menu["commands"]:
            assert len(command["title"]) <= TITLE_MOST
            assert 0 < len(command["description"]) <= DESCRIPTION_MOST


def test_the_bot_understands_each_command_and_says_whom_it_is_for() -> None:
    """A menu puts the title into the compose box: it must be the command, word for word."""
    for menu in manifest()["bots"][0]["commandLists"]:
        for command in menu["commands"]:
            meant = read_command(command["title"])
            assert meant is not None, command["title"]
            for_whom = "" if meant in EVERYBODY else FOR.get(meant, "Organisers: ")
            assert command["description"].startswith(for_whom), command["title"]
            assert for_whom or "isers: " not in command["description"], command["title"]


def test_names_come_from_the_region() -> None:
    other = south_west().model_copy(update={"unit": "NEROCU", "team": 'The "A" Team'})
    named = manifest(other)
    assert named["name"] == {
        "short": "NEROCU support sessions",
        "full": 'NEROCU support sessions with the The "A" Team',
    }
    assert named["developer"]["name"] == "NEROCU"
    assert "${" not in json.dumps(named)


def test_a_name_that_teams_would_cut_off_is_refused() -> None:
    other = south_west().model_copy(update={"unit": "South West ROCU"})
    with pytest.raises(
        Incomplete, match=r"name\.short would be .* 32 characters, and Teams takes 30: shorten"
    ):
        manifest(other)
