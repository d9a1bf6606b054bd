"""Who is in a conversation, and which channels a team has, as the connector answers it."""

from sandbox.access import Access
from sandbox.asked import Answer, Asked
from sandbox.faults import TeamsError
from sandbox.state import Json, State
from sandbox.teams import TeamNow
from sandbox.world import Person

SMALLEST_PAGE, LARGEST_PAGE, USUAL_PAGE = 50, 500, 200
"""Teams takes a pageSize from 50 to 500 and moves what is outside to the nearer end."""


class Roster:
    """Answers the members and teams requests. A team's id and its channels' ids all stand for its roster."""

    def __init__(self, state: State, access: Access) -> None:
        self._state = state
        self._access = access

    async def all(self, asked: Asked) -> Answer:
        return 200, [self._account(person) for person in self._people(asked)]

    async def one(self, asked: Asked) -> Answer:
        wanted = self._state.world.by_id.get(asked.person or "")
        if wanted is None or wanted.id not in {person.id for person in self._people(asked)}:
            raise TeamsError(404, "MemberNotFoundInConversation", "Member not found in conversation.")
        return 200, self._account(wanted)

    async def page(self, asked: Asked) -> Answer:
        query = asked.request.query
        try:
            size = int(query.get("pageSize", USUAL_PAGE))
            start = int(query.get("continuationToken", 0))
        except ValueError as error:
            raise TeamsError(400, "BadArgument", "Bad page size or continuation token.") from error
        size = min(max(size, SMALLEST_PAGE), LARGEST_PAGE)
        people = self._people(asked)
        answer: Json = {"members": [self._account(person) for person in people[start : start + size]]}
        if start + size < len(people):
            answer["continuationToken"] = str(start + size)
        return 200, answer

    async def team(self, asked: Asked) -> Answer:
        team = self._team(asked)
        about = {"id": team.id, "name": team.name, "aadGroupId": team.aad_group_id, "type": "standard"}
        counts = {"channelCount": len(team.live_channels), "memberCount": len(team.members)}
        return 200, about | counts

    async def channels(self, asked: Asked) -> Answer:
        general, *others = self._team(asked).live_channels.items()
        # Teams leaves out General's name, because it is shown translated.
        listed: list[Json] = [{"id": general[0], "type": "standard"}]
        listed += [{"id": key, "name": name, "type": "standard"} for key, name in others]
        return 200, {"conversations": listed}

    def _people(self, asked: Asked) -> list[Person]:
        chat, _ = self._access.place(asked.conversation or "")
        if chat.team is None:
            return [chat.person] if chat.person else []
        return [self._state.world.by_id[member] for member in chat.team.members]

    def _team(self, asked: Asked) -> TeamNow:
        team = self._state.teams.get(asked.conversation or "")
        if team is None:
            raise TeamsError(404, "TeamNotFound", "Team not found.")
        self._access.place(team.id)
        return team

    def _account(self, person: Person) -> Json:
        given, _, surname = person.name.rpartition(" ")
        guest = self._state.standing(person) == "guest"
        return {
            "id": person.id,
            "name": person.name,
            "objectId": person.aad_object_id,
            "aadObjectId": person.aad_object_id,
            "givenName": given,
            "surname": surname,
            "email": person.email,
            "userPrincipalName": _guest_name(person.email) if guest else person.email,
            "tenantId": self._state.world.tenant_id,
            "userRole": "guest" if guest else "user",
        }


def _guest_name(email: str) -> str:
    """How a directory names a guest of another organisation."""
    return f"{email.replace('@', '_')}#EXT#@region.example"
