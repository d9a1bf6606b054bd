"""Signed, expiring links: to a booking's calendar file, to a kit's files. Each opens that and no more."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from cards.lro import Links
from cards.message import meeting_link
from sessions.ports import AlreadyExists
from sessions.region import Region
from sessions.request import Request
from storage.documents import Documents, Key

GOOD_FOR = timedelta(days=1)
"""After the session has ended; a link found later opens nothing."""
KIT_GOOD_FOR = timedelta(days=7)
"""A kit is fetched soon, and there is always another."""
SECRET = Key("secret", "calendar", "calendar")


@dataclass(frozen=True, slots=True)
class Booked:
    """What a link opens: a request, as long as it is booked from `start` on."""

    lro_id: str
    reference: str
    start: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Calendars:
    """Ids and times are in a link, and nobody's name; the same booking has the same link."""

    browser_url: str
    serializer: URLSafeSerializer

    def links(self, request: Request, region: Region, adviser_email: str = "") -> Links:
        if request.booking is None:
            return Links(calendar="", meeting="")
        time = request.booking.time
        token = self.serializer.dumps(
            [request.lro.id, request.reference, time.start.isoformat(), (time.end + GOOD_FOR).isoformat()]
        )
        return Links(
            calendar=f"{self.browser_url}/calendar/{token}.ics",
            meeting=meeting_link(request, region, adviser_email),
        )

    def read(self, token: str, now: datetime) -> Booked | None:
        """None for a link that is forged or has expired."""
        try:
            lro_id, reference, start, expires = self.serializer.loads(token)
        except BadData:
            return None
        booked = Booked(lro_id, reference, datetime.fromisoformat(start), datetime.fromisoformat(expires))
        return booked if now < booked.expires else None


@dataclass(frozen=True, slots=True)
class KitLinks:
    """A kit's files lie together, as in a folder."""

    browser_url: str
    serializer: URLSafeSerializer

    def folder(self, ref: str, now: datetime) -> tuple[str, datetime]:
        """Where the kit with that source is (empty: each piece its own), and until when (UTC)."""
        expires = now + KIT_GOOD_FOR
        return f"{self.browser_url}/kit/{self.serializer.dumps([ref, expires.isoformat()])}", expires

    def read(self, token: str, now: datetime) -> str | None:
        """The kit's source, empty if each piece has its own. None for a link forged or expired."""
        try:
            ref, expires = self.serializer.loads(token)
        except BadData:
            return None
        return str(ref) if now < datetime.fromisoformat(expires) else None


async def open_links(browser_url: str, secret: str, documents: Documents) -> tuple[Calendars, KitLinks]:
    """With the secret of the settings; without one, with that which the replicas share in the store.

    Links of one kind are not taken for the other's: each is signed for its purpose.
    """
    key = secret or await _shared_secret(documents)
    calendars = Calendars(browser_url, URLSafeSerializer(key, salt="calendar"))
    return calendars, KitLinks(browser_url, URLSafeSerializer(key, salt="kit"))


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
