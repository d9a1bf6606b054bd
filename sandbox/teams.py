"""A team as it is now: the world says how it began, and people change it."""

from dataclasses import dataclass, field
from typing import Any, Literal, Self

from sandbox.world import Team

Standing = Literal["free", "blocked", "removed", "guest"]
"""What stands between a person and the bot in their own chat: nothing; they blocked it; they removed the app;
they are a guest, who cannot have it."""


@dataclass
class TeamNow:
    """`channels`: names by id, General first, whose id is the team's. A deleted one keeps its name."""

    id: str
    aad_group_id: str
    name: str
    channels: dict[str, str]
    members: dict[str, None]
    archived: bool = False
    deleted: bool = False
    deleted_for_good: bool = False
    has_bot: bool = True
    deleted_channels: set[str] = field(default_factory=set)

    @classmethod
    def as_in(cls, team: Team) -> Self:
        names = {channel.id: channel.name for channel in team.channels}
        return cls(team.id, team.aad_group_id, team.name, names, dict.fromkeys(team.members))

    @property
    def live_channels(self) -> dict[str, str]:
        return {key: name for key, name in self.channels.items() if key not in self.deleted_channels}

    def holds(self, channel: str) -> bool:
        """Whether the channel is there to be read and written in, as far as its team goes."""
        return not self.deleted and channel not in self.deleted_channels

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "aad_group_id": self.aad_group_id,
            "name": self.name,
            "channels": [{"id": key, "name": name} for key, name in self.live_channels.items()],
            "deleted_channels": [{"id": key, "name": self.channels[key]} for key in self.deleted_channels],
            "members": list(self.members),
            "archived": self.archived,
            "deleted": self.deleted,
            "has_bot": self.has_bot,
        }
