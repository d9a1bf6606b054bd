"""Links that open a chat with the bot, words written already: on cards, on paper, behind the bot's own web.

After Microsoft's page "Deep link to Teams chat": `users` names who to talk to, `message` goes into the
compose box, from which people send it themselves.
"""

import ipaddress

import aiohttp
from yarl import URL

from sandbox.play import Play
from sandbox.state import Json, NotPossibleError
from sandbox.world import Person

TEAMS_HOSTS = ("teams.microsoft.com", "teams.cloud.microsoft")
PATIENCE = aiohttp.ClientTimeout(total=10)


async def open_link(play: Play, person: Person, url: str, *, web: bool) -> Json:
    """The chat that is opened, and the text in its compose box; with `web`, {"url"} for what is another page.

    Raises NotPossibleError if the link opens no chat with the bot and is not of its web.
    """
    link = _parsed(url)
    if web and _same_origin(link, URL(play.link.bot_url)):
        location = await _redirect_of(play.link.session, link)
        if location is None:
            return {"url": url}
        link = _parsed(location)
    return {"chat": play.state.world.chat_of(person), "text": _text_for(link, play.state.world.bot.id)}


def _parsed(url: str) -> URL:
    try:
        return URL(url)
    except ValueError as error:
        raise NotPossibleError(f"{url} is no link") from error


def _text_for(link: URL, bot_id: str) -> str:
    users = link.query.get("users", "").split(",")
    if link.host not in TEAMS_HOSTS or link.path != "/l/chat/0/0":
        raise NotPossibleError(f"{link} opens no chat in Teams")
    if users != [bot_id]:
        raise NotPossibleError(f"{link} opens a chat with {users}, and the bot is {bot_id}")
    return link.query.get("message", "")


async def _redirect_of(session: aiohttp.ClientSession, link: URL) -> str | None:
    """Where a page of the bot sends its visitor, or None if it is a page to look at."""
    try:
        async with session.get(link, allow_redirects=False, timeout=PATIENCE) as response:
            return response.headers.get("Location") if 300 <= response.status < 400 else None  # noqa: PLR2004
    except (aiohttp.ClientError, TimeoutError) as error:
        raise NotPossibleError(f"{link} does not answer") from error


def _same_origin(link: URL, bot: URL) -> bool:
    """Whether a link is to the bot's own web; every name of this machine is as good as another."""
    same_host = link.host == bot.host or (_is_loopback(link.host) and _is_loopback(bot.host))
    return same_host and (link.scheme, link.port) == (bot.scheme, bot.port)


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
