"""Who is in the sandbox: a tenant, its people, the teams they are in, and the bot."""

import hashlib
import uuid
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

Role = Literal["LRO", "adviser", "organiser"]
DEFAULT_WORLD = Path(__file__).parent / "world.json"

_NAMESPACE = uuid.UUID("5a3f0000-0000-4000-8000-000000000000")
_FORCES = (
    ("Avon and Somerset", "avonandsomerset.police.uk"),
    ("Devon and Cornwall", "dc.police.uk"),
    ("Dorset", "dorset.police.uk"),
    ("Gloucestershire", "gloucestershire.police.uk"),
    ("Wiltshire", "wiltshire.police.uk"),
)


class Person(BaseModel):
    """A sample person. `has_app`: the bot is installed in their own chat, beside any team they are in."""

    model_config = ConfigDict(frozen=True)

    id: str
    aad_object_id: str
    name: str
    email: str
    role: Role
    force: str
    has_app: bool = False


class Channel(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    name: str


class Team(BaseModel):
    """A team the bot is installed in. Its id is the id of its first channel, General, as in Teams."""

    model_config = ConfigDict(frozen=True)

    id: str
    aad_group_id: str
    name: str
    channels: tuple[Channel, ...]
    members: tuple[str, ...]

    @model_validator(mode="after")
    def _general_first(self) -> Self:
        if not self.channels or self.channels[0].id != self.id:
            raise ValueError(f"the first channel of {self.name} is General and has the team's id")
        return self


class Bot(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str = "28:support-bot"
    name: str = "Support sessions"


class World(BaseModel):
    """Everybody and everything that is there before anyone speaks."""

    model_config = ConfigDict(frozen=True)

    tenant_id: str
    bot: Bot
    people: tuple[Person, ...]
    teams: tuple[Team, ...]

    @model_validator(mode="after")
    def _members_exist(self) -> Self:
        known = {person.id for person in self.people}
        for team in self.teams:
            if strangers := set(team.members) - known:
                raise ValueError(f"members of {team.name} who are not among the people: {sorted(strangers)}")
        return self

    @cached_property
    def by_id(self) -> dict[str, Person]:
        """People by their Teams id and by their directory (AAD) object id: Teams takes either."""
        return {key: person for person in self.people for key in (person.id, person.aad_object_id)}

    def chat_of(self, person: Person) -> str:
        """The id of the one-to-one chat of that person with the bot; the same every time, as in Teams."""
        return "a:" + hashlib.sha256(f"{self.bot.id} {person.id}".encode()).hexdigest()[:40]

    @classmethod
    def load(cls, path: Path = DEFAULT_WORLD) -> Self:
        """Read a world file. Raises OSError or pydantic.ValidationError."""
        return cls.model_validate_json(path.read_text(encoding="utf-8"))

    @classmethod
    def sample(cls, *, advisers: int = 2, lros: int = 3, strangers: int = 0) -> Self:
        """A world of any size with the same two teams as the world file. A stranger is in neither team."""
        askers = [_sample_person("LRO", n, has_app=True) for n in range(1, lros + 1)]
        helpers = [_sample_person("adviser", n) for n in range(1, advisers + 1)]
        host = _sample_person("organiser", 1)
        outside = [_sample_person("LRO", n) for n in range(lros + 1, lros + strangers + 1)]
        network = Team(
            id="19:lro-network@thread.tacv2",
            aad_group_id=_guid("lro-network"),
            name="Regional LRO Network",
            channels=(
                Channel(id="19:lro-network@thread.tacv2", name="General"),
                Channel(id="19:lro-support@thread.tacv2", name="Support sessions"),
            ),
            members=tuple(p.id for p in (*askers, host, *helpers)),
        )
        rdt = Team(
            id="19:rdt-team@thread.tacv2",
            aad_group_id=_guid("rdt-team"),
            name="Regional Disruption Team",
            channels=(Channel(id="19:rdt-team@thread.tacv2", name="General"),),
            members=tuple(p.id for p in (*helpers, host)),
        )
        everybody = (*askers, *helpers, host, *outside)
        return cls(tenant_id=_guid("tenant"), bot=Bot(), people=everybody, teams=(network, rdt))


def _sample_person(role: Role, number: int, *, has_app: bool = False) -> Person:
    force, domain = _FORCES[(number - 1) % len(_FORCES) if role == "LRO" else 0]
    key = f"{role.lower()}-{number:03d}"
    return Person(
        id=f"29:sample-{key}",
        aad_object_id=_guid(key),
        name=f"Sample {role if role == 'LRO' else role.title()} {number:03d}",
        email=f"sample.{key}@{domain}",
        role=role,
        force=force,
        has_app=has_app,
    )


def _guid(key: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, key))
