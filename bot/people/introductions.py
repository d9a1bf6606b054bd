"""What is known of somebody before they are asked: from the Teams roster, and from the last time."""

from collections.abc import Callable

import structlog
from botbuilder.core import TurnContext
from botbuilder.core.teams import TeamsInfo

from bot.activities.incoming import Incoming
from bot.people.memory import People
from sessions.draft import Draft, Unusable, read_email, read_name, read_telephone
from sessions.region import Region

_log = structlog.get_logger(__name__)


async def known_of(context: TurnContext, incoming: Incoming, people: People, region: Region) -> Draft:
    """A draft to be confirmed. What the LRO gave last time goes before what the roster says."""
    profile = await people.profile(incoming.person.id)
    if profile is not None and profile.contact is not None:
        contact = profile.contact
        return Draft(name=contact.name, email=contact.email, telephone=contact.telephone, force=profile.force)
    return await _from_roster(context, incoming, region)


async def _from_roster(context: TurnContext, incoming: Incoming, region: Region) -> Draft:
    """A guest, or a roster that does not answer, costs the person some typing and nothing else."""
    try:
        account = await TeamsInfo.get_member(context, incoming.reach.teams_id)
    except Exception as failure:  # noqa: BLE001 (whatever the connector raises)
        _log.warning("member_not_read", error=type(failure).__name__)
        return Draft(name=_usable(read_name, incoming.person.name))
    about = account.additional_properties or {}
    email = _usable(read_email, account.email or _own_address(account.user_principal_name or ""))
    phone = str(about.get("telephoneNumber") or about.get("mobilePhone") or about.get("telephone") or "")
    force = region.force_of(email) if email else None
    return Draft(
        name=_usable(read_name, account.name or incoming.person.name),
        email=email,
        telephone=_usable(lambda text: read_telephone(text, region), phone),
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
