"""The board: what organisers do with announcements. Each use case reads, decides, and writes on a condition.

Who may call it is decided before (`bot.people.rights`). What is sent twice is done once: a deed that changes
nothing writes nothing. Every moment is aware and in UTC.

`seen` is the revision that whoever asks has before them: where it is another by now, and what is asked is not
done already, ChangedMeanwhile is raised and nothing is done. Without it, whatever is there is changed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sessions.announcing import changes
from sessions.announcing.model import PARTITION, Announcement, Content
from sessions.announcing.refusals import ChangedMeanwhile, NoSuchAnnouncement
from sessions.announcing.rules import Plan
from sessions.announcing.subscriptions import Subscriptions
from sessions.people import Person
from sessions.ports import AlreadyExists, Clock, Store
from sessions.refusals import Refused
from sessions.retrying import changed, until_written


@dataclass(frozen=True, slots=True)
class Board:
    store: Store
    now: Clock

    @property
    def channels(self) -> Subscriptions:
        return Subscriptions(self.store, self.now)

    async def draft(self, announcement_id: str, author: Person, content: Content) -> Announcement:
        """A new one, or the one of that id: derive it from the activity that asked for it."""
        new = changes.begin(announcement_id, author, content, self.now())
        try:
            return (await self.store.announcements.add(new)).value
        except AlreadyExists:
            return await self.find(announcement_id)

    async def edit(
        self, announcement_id: str, by: Person, content: Content, *, seen: int | None = None
    ) -> Announcement:
        """Raises NoSuchAnnouncement."""
        return await self._change(announcement_id, lambda a: changes.edited(a, by, content, self.now()), seen)

    async def plan(
        self, announcement_id: str, by: Person, plan: Plan, *, seen: int | None = None
    ) -> Announcement:
        """Schedule it, once or again and again. Raises NoSuchAnnouncement or NoTimeLeft."""
        return await self._change(announcement_id, lambda a: changes.planned(a, by, plan, self.now()), seen)

    async def send_now(
        self, announcement_id: str, by: Person, press: str, *, seen: int | None = None
    ) -> Announcement:
        """A run at once, beside the plan if there is one. The same `press` acts once: take the revision that
        the pressed card shows, or the activity's id. Raises NoSuchAnnouncement or NoChannels.
        """
        channels = await self.channels.all()
        return await self._change(
            announcement_id, lambda a: changes.sent_now(a, by, press, channels, self.now()), seen
        )

    async def pause(self, announcement_id: str, by: Person, *, seen: int | None = None) -> Announcement:
        """Raises NoSuchAnnouncement or NotScheduled."""
        return await self._change(announcement_id, lambda a: changes.paused(a, by, self.now()), seen)

    async def resume(self, announcement_id: str, by: Person, *, seen: int | None = None) -> Announcement:
        """Raises NoSuchAnnouncement, NotScheduled or NoTimeLeft."""
        return await self._change(announcement_id, lambda a: changes.resumed(a, by, self.now()), seen)

    async def delete(self, announcement_id: str, *, seen: int | None = None) -> None:
        """Nothing more of it is posted but what a crier has in hand. What is not there is no fault."""

        async def write() -> None:
            stored = await self.store.announcements.get(PARTITION, announcement_id)
            if stored is not None:
                if seen not in {None, stored.value.revision}:
                    raise ChangedMeanwhile(stored.value)
                await self.store.announcements.remove(stored)

        await until_written(write)

    async def find(self, announcement_id: str) -> Announcement:
        """Raises NoSuchAnnouncement."""
        stored = await self.store.announcements.get(PARTITION, announcement_id)
        if stored is None:
            raise NoSuchAnnouncement(announcement_id)
        return stored.value

    async def all(self) -> list[Announcement]:
        """Newest first."""
        return [stored.value for stored in await self.store.announcements.newest_first()]

    async def _change(
        self, announcement_id: str, change: Callable[[Announcement], Announcement], seen: int | None
    ) -> Announcement:
        def change_seen(latest: Announcement) -> Announcement:
            is_stale = seen not in {None, latest.revision}
            try:
                after = change(latest)
            except Refused as refused:
                raise ChangedMeanwhile(latest) if is_stale else refused from None
            if is_stale and after is not latest:
                raise ChangedMeanwhile(latest)
            return after

        announcement = await changed(self.store.announcements, PARTITION, announcement_id, change_seen)
        if announcement is None:
            raise NoSuchAnnouncement(announcement_id)
        return announcement
