"""The channels that are subscribed: one record, which is written on a condition like every other."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sessions.announcing.model import PARTITION, Channel, Channels, GoneChannel
from sessions.people import Reach
from sessions.ports import Clock, Conflict, Store
from sessions.retrying import made_or_changed

GONE_KEPT = 20
GONE_FOR = timedelta(days=90)
"""How many channels that went by themselves are remembered, and for how long."""


@dataclass(frozen=True, slots=True)
class Subscriptions:
    store: Store
    now: Clock

    async def record(self) -> Channels:
        stored = await self.store.channels.get(PARTITION, PARTITION)
        return stored.value if stored else Channels()

    async def all(self) -> tuple[Channel, ...]:
        """In the order in which they were subscribed."""
        return (await self.record()).subscribed

    async def gone(self) -> tuple[GoneChannel, ...]:
        """Those that went by themselves in the last weeks, the latest first."""
        return tuple(reversed(_lately(await self.record(), self.now()).gone))

    async def subscribe(self, channel: Channel) -> bool:
        """Answers whether it was not subscribed before; if it was, its name and reach are refreshed."""

        def change(known: Channels) -> Channels:
            gone = tuple(c for c in known.gone if c.id != channel.id)
            return known.model_copy(update={"subscribed": _with(known.subscribed, channel), "gone": gone})

        return await self._change(change)

    async def unsubscribe(self, channel_id: str) -> bool:
        """On demand. Answers whether it was subscribed."""
        return await self._change(lambda known: _without(known, {channel_id}))

    async def lose(self, failures: Mapping[str, str], organisers: Sequence[str]) -> bool:
        """Channels that went by themselves, with the code of Teams that says why, by id: they are remembered,
        and `organisers` (Entra ids) are to be told. Answers whether any of them was subscribed.
        """

        def change(known: Channels) -> Channels:
            now = self.now()
            lost = [_gone(c, failures[c.id], organisers, now) for c in known.subscribed if c.id in failures]
            gone = (*known.gone, *lost)
            kept = tuple(c for n, c in enumerate(gone, 1) if c.untold or len(gone) - n < GONE_KEPT)
            return _without(known, failures).model_copy(update={"gone": kept})

        return await self._change(change)

    async def take_untold(self, lease: timedelta) -> tuple[GoneChannel, ...]:
        """Those of which organisers are still to be told: whoever gets them has them alone for that long."""
        stored = await self.store.channels.get(PARTITION, PARTITION)
        untold = tuple(c for c in stored.value.gone if c.untold) if stored else ()
        if stored is None or not untold:
            return ()
        if stored.value.tell_at is not None and stored.value.tell_at > self.now():
            return ()
        try:
            taken = stored.value.model_copy(update={"tell_at": self.now() + lease})
            await self.store.channels.save(stored, taken)
        except Conflict:
            return ()  # another replica tells them, or the record has changed: there is a next time
        return untold

    async def told(self, organiser: str, channel_ids: Collection[str]) -> None:
        """That organiser knows of those, or cannot be told. Once all know, the next loss is told at once."""

        def change(known: Channels) -> Channels:
            gone = tuple(_told(c, organiser) if c.id in channel_ids else c for c in known.gone)
            tell_at = known.tell_at if any(c.untold for c in gone) else None
            return known.model_copy(update={"gone": gone, "tell_at": tell_at})

        await self._change(change)

    async def refresh(self, channel_id: str, *, name: str = "", reach: Reach | None = None) -> None:
        """What Teams says of a channel that may be subscribed: its new name, how it is reached now."""
        heard = {"name": name, "reach": reach}
        told = {key: value for key, value in heard.items() if value}
        await self._change(lambda known: _updated(known, {channel_id: told}))

    async def note(self, failures: Mapping[str, str]) -> None:
        """By channel id: why a post there was given up, or the empty string where one was posted."""
        changed = {channel_id: {"failure": failure} for channel_id, failure in failures.items()}
        await self._change(lambda known: _updated(known, changed))

    async def _change(self, change: Callable[[Channels], Channels]) -> bool:
        """Answers whether channels came or went. What went long ago is forgotten with the next change."""
        more_or_fewer = False

        def change_lately(before: Channels) -> Channels:
            nonlocal more_or_fewer
            after = _lately(change(before), self.now())
            more_or_fewer = len(after.subscribed) != len(before.subscribed)
            return after

        await made_or_changed(self.store.channels, PARTITION, PARTITION, Channels(), change_lately)
        return more_or_fewer


def _lately(known: Channels, now: datetime) -> Channels:
    gone = tuple(c for c in known.gone if c.gone_at > now - GONE_FOR)
    return known.model_copy(update={"gone": gone})


def _with(known: tuple[Channel, ...], channel: Channel) -> tuple[Channel, ...]:
    if any(c.id == channel.id for c in known):
        told = {"name": channel.name, "reach": channel.reach}
        return tuple(c.model_copy(update=told) if c.id == channel.id else c for c in known)
    return (*known, channel)


def _without(known: Channels, channel_ids: Collection[str]) -> Channels:
    left = tuple(c for c in known.subscribed if c.id not in channel_ids)
    return known.model_copy(update={"subscribed": left})


def _updated(known: Channels, changed: Mapping[str, Mapping[str, object]]) -> Channels:
    updated = tuple(c.model_copy(update=changed[c.id]) if c.id in changed else c for c in known.subscribed)
    return known.model_copy(update={"subscribed": updated})


def _gone(channel: Channel, failure: str, organisers: Sequence[str], now: datetime) -> GoneChannel:
    return GoneChannel(
        id=channel.id,
        name=channel.name,
        reach=channel.reach,
        gone_at=now,
        failure=failure,
        untold=tuple(organisers),
    )


def _told(channel: GoneChannel, organiser: str) -> GoneChannel:
    return channel.model_copy(update={"untold": tuple(o for o in channel.untold if o != organiser)})
