"""Settings: what cannot work is said in one sentence that says what to do, and no secret is in it."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from bot.settings import Settings
from sandbox.world import Bot, World
from storage.settings import complaints

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

SECRET = "hush-hush"  # noqa: S105 (of nothing)
APP = {"MicrosoftAppId": "an id", "MicrosoftAppTenantId": "a tenant", "MicrosoftAppPassword": SECRET}

COSMOS = {"store": "cosmos", "cosmos_endpoint": "https://name.documents.azure.com"}

KEY = "c2FtcGxlIGtleSwgb2Ygbm90aGluZw=="


def settings(**given: Any) -> Settings:  # noqa: ANN401 (as they come from the environment)
    return Settings(_env_file=None, **given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"host": "0.0.0.0"}, "HOST is 0.0.0.0, but without MicrosoftAppId nobody's identity is checked"),  # noqa: S104 (refused)
        ({"host": "bot.example.org"}, "HOST is bot.example.org, but without MicrosoftAppId"),
        ({"host": "192.168.0.5"}, "HOST is 192.168.0.5"),
        (APP | {"MicrosoftAppTenantId": ""}, "MicrosoftAppId is set, so MicrosoftAppTenantId must be too"),
        (APP | {"MicrosoftAppPassword": ""}, "SingleTenant, so MicrosoftAppPassword must be set"),
        (APP | {"MicrosoftAppType": "MultiTenant"}, "MicrosoftAppType: Input should be 'SingleTenant' or"),
        (APP | {"port": SECRET}, "PORT: Input should be a valid integer"),
        ({"port": "70000"}, "PORT: Input should be less than or equal to 65535"),
        ({"lease_seconds": "0.9"}, "LEASE_SECONDS: Input should be greater than or equal to 1"),
        ({"lease_seconds": "3601"}, "LEASE_SECONDS: Input should be less than or equal to 3600"),
        ({"lease_seconds": "inf"}, "LEASE_SECONDS: Input should be a finite number"),
        ({"lease_seconds": "nan"}, "LEASE_SECONDS: Input should be a finite number"),
        ({"keep_requests_days": "29"}, "KEEP_REQUESTS_DAYS: Input should be greater than or equal to 30"),
        ({"walk_expire_days": "0"}, "WALK_EXPIRE_DAYS: Input should be greater than or equal to 1"),
        ({"walk_expire_days": "91"}, "WALK_EXPIRE_DAYS: Input should be less than or equal to 90"),
        ({"walk_resume_minutes": "0"}, "WALK_RESUME_MINUTES: Input should be greater than or equal to 1"),
        (
            {"walk_resume_minutes": "10081"},
            "WALK_RESUME_MINUTES: Input should be less than or equal to 10080",
        ),
        ({"public_url": "bot.example.org"}, "PUBLIC_URL: it must be an address like https://bot.example.org"),
        ({"public_url": "ftp://bot.example.org"}, "PUBLIC_URL: it must be an address like"),
        ({"public_url": "https://"}, "PUBLIC_URL: it must be an address like"),
        ({"public_url": "https://bot.example.org:x"}, "PUBLIC_URL: it must be an address like"),
        ({"public_url": "https://[bot"}, "PUBLIC_URL: it must be an address like"),
        ({"public_url": f"https://me:{SECRET}@bot.example.org"}, "PUBLIC_URL: it must be an address like"),
        ({"public_url": "https://bot.example.org/?a=b"}, "PUBLIC_URL: it must be an address like"),
        ({"public_url": "https://bot.example.org/#a"}, "PUBLIC_URL: it must be an address like"),
        ({"public_url": "https://bot.example.org/a b"}, "PUBLIC_URL: it must be an address like"),
        (
            {"store": "cosmos"},
            "STORE is cosmos, so see COSMOS_ENDPOINT and COSMOS_KEY: the endpoint must be",
        ),
        (
            COSMOS | {"cosmos_endpoint": "http://name.documents.azure.com"},
            "COSMOS_ENDPOINT and COSMOS_KEY: the endpoint must be an https",
        ),
        (
            COSMOS | {"cosmos_endpoint": "name.documents.azure.com"},
            "COSMOS_ENDPOINT and COSMOS_KEY: the endpoint must be an https",
        ),
        (COSMOS | {"cosmos_key": SECRET}, "COSMOS_ENDPOINT and COSMOS_KEY: the key is not one"),
        (COSMOS | {"cosmos_create": "true"}, "COSMOS_CREATE needs COSMOS_KEY"),
        ({"log_level": "LOUD"}, "LOG_LEVEL: Input should be 'DEBUG'"),
    ],
)
def test_a_bad_setting(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as raised:
        settings(**given)
    (said,) = complaints(raised.value)
    assert said.startswith(sentence) or sentence in said
    assert SECRET not in said


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "127.0.0.53", "::1"])
def test_loopback_needs_no_app_id(host: str) -> None:
    assert settings(host=host).listen_on in {host, "127.0.0.1"}


def test_links_that_are_printed_need_an_https_address_of_their_own() -> None:
    assert settings().is_reachable, "in the sandbox, this machine is enough"
    assert not settings(**APP).is_reachable
    assert not settings(**APP, public_url="http://bot.example.org").is_reachable
    assert settings(**APP, public_url="https://bot.example.org").is_reachable


def test_the_bot_that_links_lead_to() -> None:
    assert settings(**APP).bot_id == "an id"
    assert f"28:{settings().bot_id}" == Bot().id == World.load().bot.id, "the sandbox's"


def test_with_an_app_id_it_listens_everywhere() -> None:
    assert settings(**APP).listen_on == "0.0.0.0"  # noqa: S104 (tokens are checked)
    assert settings(**APP | {"MicrosoftAppType": "UserAssignedMSI", "MicrosoftAppPassword": ""}).app_id


@pytest.mark.parametrize(
    ("given", "browsers_go_to"),
    [
        ("", "http://localhost:3978"),
        ("https://bot.example.org", "https://bot.example.org"),
        ("https://bot.example.org/", "https://bot.example.org"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("https://example.org/support/Bot/", "https://example.org/support/Bot"),
        ("https://[2001:db8::5]:8443/support", "https://[2001:db8::5]:8443/support"),
    ],
)
def test_links_keep_all_of_the_public_address(given: str, browsers_go_to: str) -> None:
    assert settings(public_url=given).browser_url == browsers_go_to


def test_a_profile_without_a_leading_slash_is_beside_the_program(tmp_path: Path) -> None:
    assert settings().region_file is None
    assert settings(region_file="north.toml").region_file == ROOT / "north.toml"
    assert settings(region_file=str(tmp_path / "north.toml")).region_file == tmp_path / "north.toml"


@pytest.mark.parametrize("field", Settings.model_fields.items(), ids=lambda field: field[0])
def test_operators_read_of_every_setting_and_its_default(field: tuple[str, FieldInfo]) -> None:
    name, info = field
    known_as = info.alias or name.upper()
    (row,) = [
        line for line in README.splitlines() if line.startswith("|") and f"`{known_as}`" in line.split("|")[1]
    ]
    if isinstance(info.default, int | float) or name in {"store", "app_type", "log_level"}:
        assert f"{info.default}".lower() in row.split("|")[3].lower()


def test_no_secret_is_printed() -> None:
    assert SECRET not in repr(settings(**APP, link_secret=SECRET))


def test_cosmos_db_is_chosen_by_settings_alone() -> None:
    assert settings().cosmos is None
    account = settings(**COSMOS, cosmos_key=KEY, cosmos_regions="UK South, UK West").cosmos
    assert account
    assert account.endpoint == "https://name.documents.azure.com"
    assert (account.key, account.regions, account.create) == (KEY, ("UK South", "UK West"), False)
    assert KEY not in repr(account)


def test_lists_are_separated_by_commas() -> None:
    given = settings(organisers="one, two,,", allowed_tenants="other", **APP)
    assert given.organisers == ("one", "two")
    assert given.tenants == {"a tenant", "other"}


def test_ids_of_entra_may_be_given_in_capitals() -> None:
    """As portals and scripts show them; Teams itself writes small letters."""
    tenants = {"MicrosoftAppTenantId": "AAAA-000B", "allowed_tenants": "CCCC-000D, eeee-000F"}
    given = settings(**APP | tenants, organisers="ABCD-0001")
    assert given.tenants == {"aaaa-000b", "cccc-000d", "eeee-000f"}
    assert given.organisers == ("abcd-0001",)
