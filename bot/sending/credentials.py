"""The SDK's credentials, whose requests for a token come to an end.

Neither they nor MSAL, which they ask, give up on a service that takes a connection and never answers: each
such request would hold its thread for good. So MSAL is handed to them as they would make it, with a time-out.
"""

from typing import Any

import msal
import requests
from botframework.connector.auth import MicrosoftAppCredentials
from botframework.connector.auth.managedidentity_app_credentials import ManagedIdentityAppCredentials

LONGEST = 10.0
"""Seconds without a byte from the service. The first token takes three requests, each later one takes one."""


class Ending:
    """Blocks, as the SDK's do."""

    def __init__(self, credentials: Any) -> None:  # noqa: ANN401 (the SDK has no types)
        self._credentials = credentials

    @property
    def microsoft_app_id(self) -> str:
        """Empty where there is none."""
        return str(self._credentials.microsoft_app_id or "")

    def get_access_token(self) -> str:
        """Raises what MSAL, requests and the SDK raise."""
        if self._credentials.app is None:
            self._credentials.app = _msal_app(self._credentials)
        return str(self._credentials.get_access_token())


class _Session(requests.Session):
    def request(self, *arguments: Any, **more: Any) -> requests.Response:  # noqa: ANN401 (as its base)
        return super().request(*arguments, **{"timeout": LONGEST} | more)


def _msal_app(credentials: Any) -> object:  # noqa: ANN401 (as above)
    """As the credentials make it at their first token. Asks the authority where its services are."""
    if isinstance(credentials, ManagedIdentityAppCredentials):
        return msal.ManagedIdentityClient(
            msal.UserAssignedManagedIdentity(client_id=credentials.microsoft_app_id),
            http_client=_Session(),
            token_cache=ManagedIdentityAppCredentials.global_token_cache,
        )
    if isinstance(credentials, MicrosoftAppCredentials):
        return msal.ConfidentialClientApplication(
            client_id=credentials.microsoft_app_id,
            client_credential=credentials.microsoft_app_password,
            authority=credentials.oauth_endpoint,
            http_client=_Session(),
        )
    raise TypeError(f"{type(credentials).__name__}: neither a password nor a managed identity")
