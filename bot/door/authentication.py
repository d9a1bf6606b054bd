"""Who may talk to the bot, and what it answers with: the SDK's authentication, our door, our clients."""

from botbuilder.integration.aiohttp import ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity
from botframework.connector import Channels
from botframework.connector.auth import AuthenticateRequestResult, ClaimsIdentity
from botframework.connector.auth.authentication_constants import AuthenticationConstants

from bot.activities.incoming import tenant_of
from bot.door.tokens import Tokens
from bot.sending.clients import Clients
from bot.settings import Settings
from sessions.ports import Clock


class SdkConfiguration:
    """The settings under the names the SDK looks for."""

    def __init__(self, settings: Settings) -> None:
        self.APP_TYPE = (
            settings.app_type if settings.app_id else "MultiTenant"
        )  # the SDK's "no authentication"
        self.APP_ID = settings.app_id
        self.APP_PASSWORD = settings.app_password.get_secret_value()
        self.APP_TENANTID = settings.app_tenant_id


class Authentication(ConfigurationBotFrameworkAuthentication):
    """Checks everybody where MicrosoftAppId is set; lets everybody in where it is not (loopback only)."""

    def __init__(self, settings: Settings, now: Clock) -> None:
        super().__init__(SdkConfiguration(settings))
        self.app_id = settings.app_id
        self._tenants = settings.tenants
        self.clients = Clients(super().create_connector_factory(self._identity))
        self._tokens = Tokens(
            app_id=settings.app_id,
            metadata_url=settings.openid_metadata_url,
            now=now,
            session=lambda: self.clients.session,
        )

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """Raises PermissionError for whom it does not let in, KeysUnavailable if it cannot tell."""
        result = AuthenticateRequestResult()
        result.claims_identity = await self._checked(activity, auth_header)
        result.audience = self.get_originating_audience()
        result.connector_factory = self.clients
        return result

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> Clients:  # noqa: ARG002 (the SDK's)
        return self.clients

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """None: nobody signs in, and building one for every turn is a quarter of the turn."""

    async def close(self) -> None:
        """Leaves nothing open or under way, of what comes in and of what leaves."""
        await self._tokens.close()
        await self.clients.close()

    async def _checked(self, activity: Activity, header: str) -> ClaimsIdentity:
        """The SDK looks at neither of the last two.

        Only Teams says who somebody is: in Web Chat and Direct Line, which a new bot has too, senders choose
        their ids themselves. And an app made in another tenant can name this bot.
        """
        if not self.app_id:
            return ClaimsIdentity({}, True, AuthenticationConstants.ANONYMOUS_AUTH_TYPE)
        claims = await self._tokens.check(
            header, service_url=activity.service_url, channel_id=activity.channel_id or ""
        )
        if activity.channel_id != Channels.ms_teams:
            raise PermissionError("not from Teams")
        if tenant_of(activity).lower() not in self._tenants:
            raise PermissionError("another tenant")
        return ClaimsIdentity(claims, True)

    @property
    def _identity(self) -> ClaimsIdentity:
        return ClaimsIdentity(
            {
                AuthenticationConstants.AUDIENCE_CLAIM: self.app_id,
                AuthenticationConstants.APP_ID_CLAIM: self.app_id,
            },
            True,
        )
