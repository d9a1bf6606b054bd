"""Signed, expiring links to a booking's calendar file. A link opens that booking and nothing else."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from cards.lro import Links
from cards.message import meeting_link
from sessions.ports import AlreadyExists
from sessions.region import Region
from sessions.request import Request
from storage.documents import Documents, Key

EXPIRES = timedelta(days=14)
"""Longer than any session is ahead; a link found later opens nothing."""
SECRET = Key("secret", "calendar", "calendar")


@dataclass(frozen=True, slots=True)
class Calendars:
    """Which request a link is for: only ids are in it, signed."""

    browser_url: str
    serializer: URLSafeTimedSerializer

    def links(self, request: Request, region: Region, adviser_email: str = "") -> Links:
        token = self.serializer.dumps([request.lro.id, request.reference])
        return Links(
            calendar=f"{self.browser_url}/calendar/{token}.ics",
            meeting=meeting_link(request, region, adviser_email),
        )

    def read(self, token: str) -> tuple[str, str] | None:
        """LRO id and reference; None for a link that is forged or has expired."""
        try:
            lro_id, reference = self.serializer.loads(token, max_age=int(EXPIRES.total_seconds()))
        except (BadData, ValueError, TypeError):
            return None
        return str(lro_id), str(reference)


async def open_calendars(browser_url: str, secret: str, documents: Documents) -> Calendars:
    """With the secret of the settings; without one, with that which the replicas share in the store."""
    key = secret or await _shared_secret(documents)
    return Calendars(browser_url, URLSafeTimedSerializer(key, salt="calendar"))


async def _shared_secret(documents: Documents) -> str:
    kept = await documents.read(SECRET)
    if kept is None:
        try:
            kept = await documents.create(SECRET, {"key": secrets.token_urlsafe(32)})
        except AlreadyExists:
            kept = await documents.read(SECRET)
    if kept is None:
        raise LookupError("the link secret was deleted while it was read")
    return str(kept.body["key"])
