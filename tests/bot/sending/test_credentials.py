"""Who is asked for a token and never answers, holds nobody up for good."""

import socket
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import requests
from botframework.connector.auth import MicrosoftAppCredentials
from botframework.connector.auth.managedidentity_app_credentials import ManagedIdentityAppCredentials

from bot.sending import credentials as module
from bot.sending.credentials import Ending


@pytest.fixture
def silent() -> Iterator[int]:
    """A port where connections are taken, and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def password(port: int) -> MicrosoftAppCredentials:
    made = MicrosoftAppCredentials("sample", "of nothing")
    made.oauth_endpoint = f"https://127.0.0.1:{port}/adfs"  # of which MSAL asks nobody else whether it is one
    return made


@pytest.mark.parametrize("is_managed", [True, False], ids=["managed identity", "password"])
def test_a_service_that_never_answers_is_given_up(
    silent: int, monkeypatch: pytest.MonkeyPatch, is_managed: bool
) -> None:
    monkeypatch.setattr(module, "LONGEST", 0.1)
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{silent}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "sample")
    credentials = ManagedIdentityAppCredentials("sample") if is_managed else password(silent)
    with pytest.raises(requests.Timeout):
        Ending(credentials).get_access_token()


def test_without_an_app_id_there_is_none() -> None:
    assert Ending(MicrosoftAppCredentials(None, None)).microsoft_app_id == ""


def test_others_are_not_asked() -> None:
    with pytest.raises(TypeError, match="SimpleNamespace: neither"):
        Ending(SimpleNamespace(app=None)).get_access_token()
