"""What is known of somebody before they are asked: from the Teams roster, and from the last time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.activities.incoming import Incoming
from bot.people.memory import People
from bot.sending.connector import Connector
from bot.sending.failures import SendFailed
from sessions.draft import Draft, Unusable, read_email, read_name, read_telephone
from sessions.region import Region

PATIENCE = 3.0
"""Seconds: whoever asks for a session waits for this answer before they see the first question."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Introductions:
    people: People
    connector: Connector
    region: Region

    async def known_of(self, incoming: Incoming, roster: str) -> Draft:
        """A draft to be confirmed. What the LRO gave last time goes before what the roster says.

        `roster`: the id of the team, or else the conversation, that they are in.
        """
        profile = await self.people.profile(incoming.person.id)
        if profile is not None and profile.contact is not None:
            known = profile.contact
            return Draft(name=known.name, email=known.email, telephone=known.telephone, force=profile.force)
        return await self._from(roster, incoming)

    async def _from(self, roster: str, incoming: Incoming) -> Draft:
        """A guest, or a roster that does not answer, costs the person some typing and nothing else."""
        reach = incoming.reach
        try:
            async with asyncio.timeout(PATIENCE):
                account = await self.connector.member(reach.service_url, roster, reach.teams_id)
        except (SendFailed, TimeoutError) as failure:
            code = failure.code if isinstance(failure, SendFailed) else type(failure).__name__
            _log.warning("member_not_read", code=code)
            return Draft(name=_usable(read_name, incoming.person.name))
        about = account.additional_properties or {}
        principal = _own_address(str(about.get("userPrincipalName") or ""))
        email = _usable(read_email, str(about.get("email") or principal))
        phone = str(about.get("telephoneNumber") or about.get("mobilePhone") or about.get("telephone") or "")
        force = self.region.force_of(email) if email else None
        return Draft(
            name=_usable(read_name, account.name or incoming.person.name),
            email=email,
            telephone=_usable(lambda text: read_telephone(text, self.region), phone),
            force=force.name if force else None,
        )


def _own_address(principal: str) -> str:
    """A guest's principal name, `sam_home.example#EXT#@tenant…`, looks like an address and is none."""
    return "" if "#EXT#" in principal.upper() else principal


def _usable(read: Callable[[str], str], text: str) -> str | None:
    try:
        return read(text)
    except Unusable:
        return None
