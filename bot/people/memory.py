"""What the bot remembers of people: where they are reached, and what a returning LRO need not give again."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.activities.incoming import Incoming
from dialogs.recent import Recent
from sessions.people import Contact, Person, Profile, Reach
from sessions.ports import Records
from sessions.retrying import made_or_changed

REMEMBERED = 1_000
"""People at the bot in the same hour, and more; who is forgotten is read again."""


@dataclass(frozen=True, slots=True)
class People:
    records: Records[Profile]
    _written: Recent[str, Reach] = field(default_factory=lambda: Recent(REMEMBERED))
    """What is known to be written already, so that a turn need not read it again."""

    async def met(self, incoming: Incoming) -> None:
        """Refresh where somebody is reached, at every activity; written only when it has changed."""
        known = self._written.get(incoming.person.id)
        if known is not None and known == incoming.reach.over(known):
            return
        profile = await self._change(incoming.person, lambda p: _reached(p, incoming.person, incoming.reach))
        if profile.reach is not None:
            self._written.put(incoming.person.id, profile.reach)

    async def profile(self, person_id: str) -> Profile | None:
        stored = await self.records.get(person_id, person_id)
        return stored.value if stored else None

    async def reach_of(self, person_id: str) -> Reach | None:
        profile = await self.profile(person_id)
        return profile.reach if profile else None

    async def remember_contact(self, lro: Person, contact: Contact, force: str) -> None:
        await self._change(lro, lambda p: p.model_copy(update={"contact": contact, "force": force}))

    async def remember_chat(self, person: Person, reach: Reach) -> None:
        """The one-to-one chat that was opened with somebody; how else they are reached, they know better."""

        def opened(profile: Profile) -> Profile:
            chat = {"conversation_id": reach.conversation_id}
            return profile.model_copy(update={"reach": (profile.reach or reach).model_copy(update=chat)})

        await self._change(person, opened)
        self._written.forget(person.id)

    async def is_first_welcome(self, person: Person) -> bool:
        """True once per person, however often the install events come, and on however many replicas."""
        first = False

        def welcome(profile: Profile) -> Profile:
            nonlocal first
            first = not profile.welcomed
            return profile.model_copy(update={"welcomed": True}) if first else profile

        await self._change(person, welcome)
        return first

    async def not_welcomed(self, person: Person) -> None:
        """They have not read it: `is_first_welcome` is true once more."""
        await self._change(person, lambda p: p.model_copy(update={"welcomed": False}))

    async def _change(self, person: Person, change: Callable[[Profile], Profile]) -> Profile:
        new = Profile(id=person.id, name=person.name)
        return await made_or_changed(self.records, person.id, person.id, new, change)


def _reached(profile: Profile, person: Person, reach: Reach) -> Profile:
    return profile.model_copy(
        update={"name": person.name or profile.name, "reach": reach.over(profile.reach)}
    )
