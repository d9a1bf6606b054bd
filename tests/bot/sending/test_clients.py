"""Everything is sent on one session: once, without blocking, with the bot's token, and closed at the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from botbuilder.schema import Activity

from bot.door.authentication import Authentication
from bot.sending import clients as module
from bot.sending.clients import SERVICES_MOST, Clients
from bot.sending.connector import Connector
from bot.sending.failures import SendFailed, TryLater
from bot.settings import Settings
from sessions.people import Reach


def now() -> datetime:
    return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
async def clients() -> AsyncIterator[Clients]:
    made = Authentication(Settings(_env_file=None), now).clients
    yield made
    await made.close()


class Service:
    """A connector that answers as it is told, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.status, self.body = 201, '{"id": "1"}'
        self.headers: dict[str, str] = {}
        self.hold = asyncio.Event()
        self.hold.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        answer = web.StreamResponse(
            status=self.status, headers={"Content-Type": "application/json"} | self.headers
        )
        await answer.prepare(request)
        await self.hold.wait()  # between the head of the answer and its body
        await answer.write(self.body.encode())
        return answer


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Service, str]]:
    service, app = Service(), web.Application()
    app.router.add_route("*", "/{any:.*}", service.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield service, f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


def message() -> Activity:
    return Activity(type="message", text="hello")


def reach(url: str) -> Reach:
    return Reach(service_url=url, tenant_id="t", bot_id="28:bot", teams_id="19:team", conversation_id=None)


@pytest.mark.parametrize("status", [301, 307, 408, 429, 500, 502, 503, 504])
async def test_a_call_is_made_once(clients: Clients, status: int) -> None:
    """The SDK's client would follow, or try again by itself inside a thread, as long as it liked."""
    async with serving() as (service, url):
        service.status = status
        service.headers = {"Retry-After": "0", "Location": f"{url}elsewhere"}
        with pytest.raises(SendFailed):
            await Connector(clients, now).post(url, "a:chat", message())
        with pytest.raises(SendFailed):
            await Connector(clients, now).edit(url, "a:chat", "1", message())
        assert len(service.asked) == 2


async def test_a_body_that_hangs_blocks_nobody_and_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.4)
    clients = Authentication(Settings(_env_file=None), now).clients
    async with serving() as (service, url):
        service.hold.clear()
        sending = [
            asyncio.create_task(Connector(clients, now).post(url, "a:chat", message())) for _ in range(40)
        ]
        async with asyncio.timeout(5):
            while len(service.asked) < len(sending):  # noqa: ASYNC110 (it counts)
                await asyncio.sleep(0)  # every turn of the loop is one that was not blocked
        failed = await asyncio.gather(*sending, return_exceptions=True)
        assert all(isinstance(failure, TryLater) for failure in failed)
        service.hold.set()
    await clients.close()


async def test_ids_with_odd_letters_reach_the_service_as_they_are(clients: Clients) -> None:
    async with serving() as (service, url):
        await Connector(clients, now).edit(url, "19:a b@thread.tacv2;messageid=1", "f:1/2", message())
        path = service.asked[0].rel_url.raw_path
        assert path == "/v3/conversations/19%3Aa%20b%40thread.tacv2%3Bmessageid%3D1/activities/f%3A1%2F2"


@pytest.mark.parametrize("body", ["", "null", "<html>", "{", "[]", '"x"', "{}", '{"id": null}'])
async def test_an_answer_without_an_id(clients: Clients, body: str) -> None:
    """Taken, says the status; whatever the body is, there is no second message."""
    async with serving() as (service, url):
        service.body = body
        assert await Connector(clients, now).post(url, "a:chat", message()) == ""


async def test_a_refusal_whose_body_is_not_what_it_says(clients: Clients) -> None:
    """As gateways send them; there is more to be read in the status than that the JSON is bad."""
    async with serving() as (service, url):
        service.status, service.body, service.headers = 429, "<html>", {"Retry-After": "7"}
        with pytest.raises(TryLater, match="429") as raised:
            await Connector(clients, now).post(url, "a:chat", message())
        assert raised.value.wait == timedelta(seconds=7)


async def test_everything_that_is_called_is_one_request(clients: Clients) -> None:
    async with serving() as (service, url):
        service.body = (
            '\ufeff{"id": "7", "members": [{"id": "29:x", "objectId": "y"}], "continuationToken": "a/b"}'
        )
        service.status = 200
        told = (await clients.create(url)).conversations
        assert (await told.reply_to_activity("c", "a", message())).id == "7"
        assert (await told.get_conversation_member("c", "29:x")).id == "7"
        page = await told.get_conversation_paged_members("c", 200, "a/b&c")
        assert (page.continuation_token, page.members[0].additional_properties) == ("a/b", {"objectId": "y"})
        assert [(asked.method, asked.rel_url.raw_path_qs) for asked in service.asked] == [
            ("POST", "/v3/conversations/c/activities/a"),
            ("GET", "/v3/conversations/c/members/29%3Ax"),
            ("GET", "/v3/conversations/c/pagedmembers?pageSize=200&continuationToken=a%2Fb%26c"),
        ]


async def test_what_a_request_says_of_itself(clients: Clients) -> None:
    async with serving() as (service, url):
        await Connector(clients, now).post(url, "a:chat", message())
        said = service.asked[0].headers
        assert said["Content-Type"] == "application/json; charset=utf-8"
        assert said["Accept"] == "application/json"
        assert "Microsoft-BotFramework/3.1 (BotBuilder Python/" in said["User-Agent"]
        assert "Authorization" not in said, "there is no app id, so there is no token"


async def test_cookies_of_a_service_are_not_kept(clients: Clients) -> None:
    async with serving() as (service, url):
        service.headers = {"Set-Cookie": "sample=1"}
        for _ in range(2):
            await Connector(clients, now).post(url, "a:chat", message())
        assert all("Cookie" not in asked.headers for asked in service.asked)


@pytest.mark.parametrize("odd", [{"conversation_id": ""}, {"activity_id": ""}, {"activity_id": None}])
async def test_without_an_id_nothing_is_asked(clients: Clients, odd: dict[str, str]) -> None:
    """It would be asked of another path."""
    async with serving() as (service, url):
        told = (await clients.create(url)).conversations
        with pytest.raises(ValueError, match="id is missing"):
            await told.update_activity(
                **{"conversation_id": "c", "activity_id": "a", "activity": message()} | odd
            )
        assert service.asked == []


@pytest.mark.parametrize("body", ["", "<html>", "[]", '"x"', "{}"])
async def test_a_chat_that_was_not_named_is_asked_for_again(clients: Clients, body: str) -> None:
    """To ask for it twice is no harm: it is the same chat each time."""
    async with serving() as (service, url):
        service.body = body
        with pytest.raises(TryLater, match="NoConversation"):
            await Connector(clients, now).open_chat(reach(url))


@pytest.mark.parametrize("body", ["", "<html>", "[]", '"x"', '{"members": "x"}'])
async def test_members_that_cannot_be_read_are_asked_for_again(clients: Clients, body: str) -> None:
    """They are not nobody: a roster that is empty would be believed."""
    async with serving() as (service, url):
        service.status, service.body = 200, body
        with pytest.raises(TryLater):
            await Connector(clients, now).members(reach(url))


@pytest.mark.parametrize(
    ("body", "channels"),
    [
        ('{"conversations": [{"id": "19:g"}, {"id": "19:n", "name": "News"}]}', {"19:g": "", "19:n": "News"}),
        (
            '{"conversations": [{"name": "none"}, null, 7, "19:x", {"id": "19:n", "name": null}]}',
            {"19:n": ""},
        ),
        ('{"conversations": {"id": "19:n"}}', {}),
        ('{"conversations": null}', {}),
        ("[]", {}),
        ("no JSON", {}),
    ],
)
async def test_of_a_list_of_channels_only_channels_are_read(
    clients: Clients, body: str, channels: dict[str, str]
) -> None:
    async with serving() as (service, url):
        service.status, service.body = 200, body
        assert await Connector(clients, now).channels(reach(url), "19:team") == channels


async def test_one_client_a_service_and_a_bounded_number_of_them(clients: Clients) -> None:
    first = await clients.create("https://one.example.test/")
    assert await clients.create("https://one.example.test/") is first
    for number in range(SERVICES_MOST + 5):
        await clients.create(f"https://{number}.example.test/")
    assert await clients.create("https://one.example.test/") is not first
    assert len(clients._built) == SERVICES_MOST  # noqa: SLF001 (memory is not seen from outside)
