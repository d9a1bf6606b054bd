"""Who is in a conversation, and which channels a team has, as the connector answers it."""

from sandbox.asked import Answer, Asked
from sandbox.faults import TeamsError
from sandbox.state import Json, State
from sandbox.world import Person, Team

SMALLEST_PAGE, LARGEST_PAGE, USUAL_PAGE = 50, 500, 200
"""Teams takes a pageSize from 50 to 500 and moves what is outside to the nearer end."""


class Roster:
    """Answers the members and teams requests. A team's id and its channels' ids all stand for its roster."""

    def __init__(self, state: State) -> None:
        self._state = state

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
        counts = {"channelCount": len(team.channels), "memberCount": len(self._state.teams[team.id])}
        return 200, about | counts

    async def channels(self, asked: Asked) -> Answer:
        general, *others = self._team(asked).channels
        # Teams leaves out General's name, because it is shown translated.
        listed: list[Json] = [{"id": general.id, "type": "standard"}]
        listed += [{"id": channel.id, "name": channel.name, "type": "standard"} for channel in others]
        return 200, {"conversations": listed}

    def _people(self, asked: Asked) -> list[Person]:
        found = self._state.find(asked.conversation or "")
        if found is None:
            raise TeamsError(404, "ConversationNotFound", "Conversation not found.")
        chat, _ = found
        if chat.team is None:
            return [chat.person] if chat.person else []
        return [self._state.world.by_id[member] for member in self._state.teams[chat.team.id]]

    def _team(self, asked: Asked) -> Team:
        for team in self._state.world.teams:
            if team.id == asked.conversation:
                return team
        raise TeamsError(404, "TeamNotFound", "Team not found.")

    def _account(self, person: Person) -> Json:
        given, _, surname = person.name.rpartition(" ")
        return {
            "id": person.id,
            "name": person.name,
            "objectId": person.aad_object_id,
            "aadObjectId": person.aad_object_id,
            "givenName": given,
            "surname": surname,
            "email": person.email,
            "userPrincipalName": person.email,
            "tenantId": self._state.world.tenant_id,
            "userRole": "user",
        }
