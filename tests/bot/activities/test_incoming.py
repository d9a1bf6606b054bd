"""What is read off an activity, and what of it is not trusted to be there."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botbuilder.schema import Activity

from bot.activities.incoming import Change, Incoming, read_change, read_incoming

BOT = {"id": "28:support-bot", "name": "Support sessions"}
MENTION = {"type": "mention", "mentioned": BOT, "text": "<at>Support sessions</at>"}


def incoming(**fields: object) -> Incoming:
    """A message as Teams sends it, but for what a test says."""
    activity = {
        "type": "message",
        "id": "1",
        "serviceUrl": "https://smba.example/uk/",
        "from": {"id": "29:sample", "name": "Sam Sample", "aadObjectId": "oid-sample"},
        "conversation": {"id": "a:1", "conversationType": "personal"},
        "recipient": BOT,
        "channelData": {"tenant": {"id": "tenant-1"}},
    }
    return read_incoming(Activity().deserialize(activity | fields))


def test_a_person_is_known_by_their_directory_id_and_reached_in_their_chat() -> None:
    read = incoming(text="hello")
    assert read.person.id == "oid-sample"
    assert read.reach.teams_id == "29:sample"
    assert read.reach.conversation_id == "a:1"
    assert read.reach.tenant_id == "tenant-1"
    assert read.private


def test_without_a_directory_id_the_teams_id_stands_in() -> None:
    assert incoming(**{"from": {"id": "29:sample"}}).person.id == "29:sample"


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
def test_what_is_not_one_to_one_is_not_private_and_no_way_to_reach_one_person(kind: str) -> None:
    read = incoming(conversation={"id": "19:x;messageid=1", "conversationType": kind, "isGroup": True})
    assert not read.private
    assert read.reach.conversation_id is None


def test_a_chat_of_no_kind_is_the_playgrounds_personal_one() -> None:
    assert incoming(conversation={"id": "personal-chat"}).private


@pytest.mark.parametrize(
    "fields",
    [
        {"conversation": {"id": "19:x", "isGroup": True}},
        {"conversation": {"id": "19:x"}, "channelData": {"channel": {"id": "19:x"}}},
        {"conversation": {"id": "19:x"}, "channelData": {"team": {"id": "19:team"}}},
        {"conversation": {"id": "19:x", "conversationType": "", "isGroup": True}},
    ],
    ids=["a group", "a channel", "a team", "an empty kind"],
)
def test_but_not_where_anything_says_that_others_read_along(fields: dict[str, object]) -> None:
    """Or what is for one person would be said to all of them, and it would count as that person's chat."""
    read = incoming(**fields)
    assert not read.private
    assert read.reach.conversation_id is None


def test_a_chat_that_is_personal_stays_so_whatever_else_is_said() -> None:
    kind = {"id": "a:1", "conversationType": "personal", "isGroup": False}
    assert incoming(conversation=kind, channelData=TEAM).private


@pytest.mark.parametrize("missing", ["from", "conversation", "serviceUrl"])
def test_an_activity_that_does_not_say_who_or_where_is_refused(missing: str) -> None:
    with pytest.raises(ValueError, match="an activity without"):
        incoming(**{missing: None})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<at>Support sessions</at> request a session", "request a session"),
        ("request <at>Support sessions</at> a session", "request   a session"),
        ("<at>Support sessions</at>", ""),
        ("<at>Support sessions</at>\N{NO-BREAK SPACE}yes", "yes"),
        ("Hello\n<at>Support sessions</at>\n", "Hello"),
    ],
)
def test_the_mention_of_the_bot_is_no_part_of_the_words(text: str, words: str) -> None:
    assert incoming(text=text, entities=[MENTION]).text == words


def test_the_mention_of_somebody_else_stays() -> None:
    other = {"type": "mention", "mentioned": {"id": "29:other"}, "text": "<at>Alex</at>"}
    read = incoming(text="<at>Support sessions</at> with <at>Alex</at>", entities=[MENTION, other])
    assert read.text == "with <at>Alex</at>"


@pytest.mark.parametrize(
    ("text", "words"),
    [("A&amp;S", "A&S"), ("A&S", "A&S"), ("5 &lt; 6", "5 < 6"), ("&amp;lt;", "&lt;"), ("a&nbsp;b", "a b")],
)
def test_html_entities_are_read_once(text: str, words: str) -> None:
    assert incoming(text=text).text == words


@pytest.mark.parametrize("text", [None, "", "  \n "])
def test_attachments_alone_are_no_words(text: str | None) -> None:
    assert incoming(text=text, attachments=[{"contentType": "image/png", "name": "x.png"}]).text == ""


@pytest.mark.parametrize(
    "mention",
    [
        {"type": "mention"},
        {"type": "mention", "mentioned": "28:support-bot"},
        {"type": "mention", "mentioned": []},
    ],
)
def test_a_mention_of_an_odd_shape_is_let_be(mention: dict[str, Any]) -> None:
    assert incoming(text="hello", entities=[mention]).text == "hello"


@pytest.mark.parametrize("data", [None, "x", [], {"tenant": "x"}, {"tenant": None, "team": 5}])
def test_channel_data_of_an_odd_shape_is_let_be(data: object) -> None:
    read = incoming(channelData=data)
    assert read.reach.tenant_id == ""
    assert read.team_id == ""


TEAM = {"team": {"id": "19:team"}, "tenant": {"id": "tenant-1"}}


def change(**fields: object) -> Change:
    activity = {
        "type": "conversationUpdate",
        "serviceUrl": "https://smba.example/uk/",
        "from": {"id": "29:sample"},
        "conversation": {"id": "19:team", "conversationType": "channel"},
        "recipient": BOT,
        "channelData": TEAM,
    }
    return read_change(Activity().deserialize(activity | fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "installationUpdate", "action": "remove"},
        {"membersRemoved": [BOT]},
        {"channelData": TEAM | {"eventType": "teamDeleted"}},
        {"channelData": TEAM | {"eventType": "teamHardDeleted"}},
    ],
)
def test_the_bot_is_out_of_a_team(fields: dict[str, object]) -> None:
    assert change(**fields).is_out


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "installationUpdate", "action": "add"},
        {"type": "installationUpdate", "action": "remove-upgrade"},
        {"type": "installationUpdate", "action": "add-upgrade"},
        {"membersRemoved": [{"id": "29:sample", "aadObjectId": "oid-sample"}]},
        {"membersRemoved": [], "recipient": {}},
        {"channelData": TEAM | {"eventType": "teamArchived"}},
        {"channelData": TEAM | {"eventType": ["teamDeleted"]}},
    ],
)
def test_and_here_it_is_still_in_it(fields: dict[str, object]) -> None:
    assert not change(**fields).is_out


def test_who_left_is_known_by_either_id() -> None:
    gone = [{"id": "29:sample", "aadObjectId": "oid-sample"}, {"id": "29:other"}, {}]
    assert change(membersRemoved=gone).left == {"29:sample", "oid-sample", "29:other"}


def test_who_joined_likewise_and_when_that_was_said() -> None:
    added = [{"id": "29:sample", "aadObjectId": "oid-sample"}, {}]
    read = change(membersAdded=added, timestamp="2026-11-23T09:30:00.5Z")
    assert read.joined == {"29:sample", "oid-sample"}
    assert read.said_at == datetime(2026, 11, 23, 9, 30, 0, 500_000, tzinfo=UTC)
    assert change().said_at is None


def test_which_channel_was_deleted() -> None:
    about = TEAM | {"channel": {"id": "19:news", "name": "News"}}
    assert change(channelData=about | {"eventType": "channelDeleted"}).deleted_channel == "19:news"
    assert change(channelData=about | {"eventType": "channelRestored"}).deleted_channel == ""


@pytest.mark.parametrize("odd", [None, 5, [], {}, ["19:team"], {"id": "19:team"}])
def test_an_id_that_is_none_is_not_said(odd: object) -> None:
    read = change(channelData={"team": {"id": odd}, "tenant": {"id": odd}, "channel": {"id": odd}})
    assert (read.team_id, read.reach.tenant_id, read.deleted_channel) == ("", "", "")
