"""The people of a request: who they are, how to reach them, and who is in a team."""

from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: compared by content, never changed in place."""

    model_config = ConfigDict(frozen=True)


class Person(Frozen):
    """Somebody, by their Entra object id, which is the same in every team and chat of the tenant."""

    id: str
    name: str


class Contact(Frozen):
    """How an LRO wants to be reached. `telephone` is E.164, with `;ext=` where there is an extension."""

    name: str
    email: str
    telephone: str


class Reach(Frozen):
    """Where a message for a person or a team goes. Refreshed from what Teams sends; never typed by anyone."""

    service_url: str
    tenant_id: str
    bot_id: str
    teams_id: str
    """The id Teams knows the person (`29:…`) or the team (`19:…`) by, good for this bot alone."""
    conversation_id: str | None = None
    """The one-to-one chat with the bot, once there is one."""

    def over(self, known: "Reach | None") -> "Reach":
        """As heard now; what was not said, as it is known: a channel tells everything but the chat."""
        if known is None:
            return self
        unsaid = ("tenant_id", "bot_id", "conversation_id")
        return self.model_copy(update={f: getattr(self, f) or getattr(known, f) for f in unsaid})


class Profile(Frozen):
    """What is kept of a person between requests."""

    id: str
    name: str
    reach: Reach | None = None
    contact: Contact | None = None
    force: str | None = None
    welcomed: bool = False


class Member(Frozen):
    """Somebody on a team's roster."""

    id: str
    teams_id: str
    name: str
    email: str = ""

    @property
    def person(self) -> Person:
        return Person(id=self.id, name=self.name)


class Move(Frozen):
    """That Teams told of somebody who joined a team or left it."""

    id: str
    """Of either kind: as in the directory, or as Teams knows them."""
    left: bool
    said_at: AwareDatetime
    """By Teams' clock; good for telling which of two moves is the later one."""
    heard_at: AwareDatetime
    """By ours."""


class Team(Frozen):
    """A team the bot is installed in, and its roster as last read. `read_at` is None until it has been."""

    id: str
    reach: Reach | None = None
    members: tuple[Member, ...] = ()
    read_at: AwareDatetime | None = None
    moves: tuple[Move, ...] = ()
    """Of the last minutes: the latest of each id."""
    newcomers: tuple[str, ...] = ()
    """Ids of members who have yet to get a card of each request that was there before them."""
    leavers: tuple[str, ...] = ()
    """Ids of those who were members, and whose cards have yet to be taken back."""
    lost_at: AwareDatetime | None = None
    """When the bot learnt that it is not in the team any more, or that there is no such team."""
    untold: tuple[str, ...] = ()
    """Ids of organisers who have yet to hear that it is lost."""
    tell_at: AwareDatetime | None = None
    """When they are told next; also the lease while somebody tells them."""

    def member(self, person_id: str) -> Member | None:
        return next((m for m in self.members if m.id == person_id), None)


class Party(StrEnum):
    """In which part somebody acts on a request."""

    ITS_LRO = "its LRO"
    ADVISER = "an adviser"
    ITS_ADVISER = "the adviser who booked it"
    CLOCK = "the clock"
