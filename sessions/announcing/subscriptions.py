"""The channels that are subscribed: one record, which is written on a condition like every other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sessions.announcing.model import PARTITION, Channel, Channels
from sessions.people import Reach
from sessions.ports import Clock, Store
from sessions.retrying import until_written


@dataclass(frozen=True, slots=True)
class Subscriptions:
    store: Store
    now: Clock

    async def all(self) -> tuple[Channel, ...]:
        """In the order in which they were subscribed."""
        stored = await self.store.channels.get(PARTITION, PARTITION)
        return stored.value.subscribed if stored else ()

    async def subscribe(self, channel: Channel) -> bool:
        """Answers whether it was not subscribed before; if it was, its name and reach are refreshed."""
        return await self._change(lambda known: _with(known, channel))

    async def unsubscribe(self, channel_id: str) -> bool:
        """On demand, or because the channel is gone. Answers whether it was subscribed."""
        return await self._change(lambda known: tuple(c for c in known if c.id != channel_id))

    async def forget_team(self, team_id: str) -> bool:
        """The bot was removed, or the team deleted. Answers whether any channel of it was subscribed."""
        return await self._change(lambda known: tuple(c for c in known if c.team_id != team_id))

    async def refresh(self, channel_id: str, *, name: str = "", reach: Reach | None = None) -> None:
        """What Teams says of a channel that may be subscribed: its new name, how it is reached now."""
        heard = {"name": name, "reach": reach}
        told = {key: value for key, value in heard.items() if value}
        await self._change(lambda known: _updated(known, {channel_id: told}))

    async def note(self, failures: Mapping[str, str]) -> None:
        """By channel id: why a post there was given up, or the empty string where one was posted."""
        changed = {channel_id: {"failure": failure} for channel_id, failure in failures.items()}
        await self._change(lambda known: _updated(known, changed))

    async def _change(self, change: Callable[[tuple[Channel, ...]], tuple[Channel, ...]]) -> bool:
        """Answers whether channels came or went."""

        async def write() -> bool:
            stored = await self.store.channels.get(PARTITION, PARTITION)
            before = stored.value.subscribed if stored else ()
            after = change(before)
            if after == before:
                return False
            if stored is None:
                await self.store.channels.add(Channels(subscribed=after))
            else:
                await self.store.channels.save(stored, Channels(subscribed=after))
            return len(after) != len(before)

        return await until_written(write)


def _with(known: tuple[Channel, ...], channel: Channel) -> tuple[Channel, ...]:
    if any(c.id == channel.id for c in known):
        return _updated(known, {channel.id: {"name": channel.name, "reach": channel.reach}})
    return (*known, channel)


def _updated(known: tuple[Channel, ...], changed: Mapping[str, Mapping[str, object]]) -> tuple[Channel, ...]:
    return tuple(c.model_copy(update=changed[c.id]) if c.id in changed else c for c in known)
