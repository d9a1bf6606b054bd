"""Settings: what cannot work is said in one sentence that says what to do, and no secret is in it."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings import Settings, complaints

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
        ({"lease_seconds": "0"}, "LEASE_SECONDS: Input should be greater than 0"),
        ({"walk_expire_days": "0"}, "WALK_EXPIRE_DAYS: "),
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


def test_with_an_app_id_it_listens_everywhere() -> None:
    assert settings(**APP).listen_on == "0.0.0.0"  # noqa: S104 (tokens are checked)
    assert settings(**APP | {"MicrosoftAppType": "UserAssignedMSI", "MicrosoftAppPassword": ""}).app_id


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
