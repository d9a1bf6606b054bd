"""`python -m storage copy` as an operator starts it, and as it ends when it is killed."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import open_documents
from storage.documents import Documents, Key
from tests.cosmos.proxy import Operation, proxied
from tests.cosmos.stand_in import ANY_KEY, account
from tests.storage.copies import content

ROOT = Path(__file__).parents[2]
SECRET = "what nobody may read in a terminal"  # noqa: S105 (of nothing)
NOBODY = "29:1-sample-person"


def environment(endpoint: str, container: str) -> dict[str, str]:
    """The settings of a bot on the stand-in; where a story says nothing of Cosmos DB, of one on a file."""
    return os.environ | {
        "STORE": "sqlite:///data/bot.db",
        "COSMOS_ENDPOINT": endpoint,
        "COSMOS_KEY": ANY_KEY,
        "COSMOS_DATABASE": "tests",
        "COSMOS_CONTAINER": container,
        "COSMOS_CREATE": "true",
        "COSMOS_REGIONS": "",
    }


@asynccontextmanager
async def copying(*arguments: str, env: dict[str, str] | None = None) -> AsyncIterator[Process]:
    command = (sys.executable, "-W", "error", "-m", "storage", "copy", *arguments)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=env or environment("", ""), stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def answer(*arguments: str, env: dict[str, str] | None = None) -> tuple[int | None, str, str]:
    """Exit code, and what was said on standard output and standard error."""
    async with copying(*arguments, env=env) as process:
        said, told = await process.communicate()
        return process.returncode, said.decode(), told.decode()


async def filled(path: Path, number: int) -> str:
    """A bot's file with so many requests. Answers its address."""
    url = f"sqlite:///{path}"
    store = await open_documents(url)
    due = datetime(2026, 3, 25, 10, tzinfo=UTC)
    await asyncio.gather(
        *(
            store.create(Key("request", f"{NOBODY}-{n % 7}", f"R{n}"), {"text": SECRET}, due_at=due)
            for n in range(number)
        )
    )
    await store.close()
    return url


async def is_all_there(url: str, destination: Documents) -> bool:
    source = await open_documents(url)
    try:
        return await content(source) == await content(destination)
    finally:
        await source.close()
        await destination.close()


async def test_moves_a_bot_to_cosmos_db_and_back(tmp_path: Path, cosmos_endpoint: str) -> None:
    url = await filled(tmp_path / "bot.db", 12)
    env = environment(cosmos_endpoint, tmp_path.name)
    code, said, told = await answer(url, "cosmos", env=env)
    assert (code, told) == (0, "")
    assert said.splitlines() == [
        "kind     source  destination  copied  already there  different",
        "request      12           12      12              0          0",
        "all          12           12      12              0          0",
        "Everything is at the destination: both sides were read again, and agree.",
    ]
    there = await open_documents("cosmos", cosmos=account(cosmos_endpoint, tmp_path.name))
    assert await is_all_there(url, there)

    back = f"sqlite:///{tmp_path / 'new' / 'back.db'}"
    code, said, told = await answer("cosmos", back, env=env)
    assert (code, told) == (0, "")
    assert await is_all_there(url, await open_documents(back))


async def test_says_what_is_different_and_names_it_only_when_asked(tmp_path: Path) -> None:
    one, other = await filled(tmp_path / "one.db", 3), await filled(tmp_path / "other.db", 4)
    store = await open_documents(other)
    found = await store.read(Key("request", f"{NOBODY}-0", "R0"))
    assert found
    await store.replace(found.key, found.etag, {"text": SECRET, "more": SECRET})
    await store.close()

    code, said, told = await answer(one, other)
    assert code == 1
    assert "request       3            4       0              2          1           1" in said
    assert "1 document at the destination, but not the same, and left alone: --overwrite replaces" in said
    assert "1 document at the destination only" in said
    assert NOBODY not in said + told

    code, named, told = await answer(one, other, "--list")
    assert f"different: request '{NOBODY}-0' 'R0'\nonly there: request '{NOBODY}-3' 'R3'\n" in named
    assert SECRET not in said + named + told

    _, said, _ = await answer(one, other, "--overwrite")
    assert "replaced" in said
    assert "not the same" not in said
    assert (await answer(other, one))[0] == 0


def missing(folder: Path) -> str:
    return f"sqlite:///{folder / 'typed wrongly' / 'bot.db'}"


REFUSED: dict[str, tuple[Callable[[Path], tuple[str, str]], str]] = {
    "a source that is not there": (lambda f: (missing(f), f"sqlite:///{f / 'new.db'}"), "there is no file"),
    "a source that is another's": (
        lambda f: (f"sqlite:///{f / 'letter.txt'}", f"sqlite:///{f / 'new.db'}"),
        "cannot read the database",
    ),
    "the same twice": (lambda f: (missing(f), missing(f)), "source and destination are the same"),
    "the same by another way": (
        lambda f: (f"sqlite:///{f / 'a.db'}", f"sqlite:///{f / 'x' / '..' / 'a.db'}"),
        "source and destination are the same",
    ),
    "the same by a link": (
        lambda f: (f"sqlite:///{f / 'letter.txt'}", f"sqlite:///{f / 'link'}"),
        "source and destination are the same",
    ),
    "Cosmos DB twice": (lambda _: ("cosmos", "cosmos"), "source and destination are the same"),
    "no address": (
        lambda f: ("data/bot.db", f"sqlite:///{f / 'new.db'}"),
        "the address of the store must be",
    ),
    "no account": (lambda f: ("cosmos", f"sqlite:///{f / 'new.db'}"), "see COSMOS_ENDPOINT and COSMOS_KEY"),
}


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*")}


@pytest.mark.parametrize(("addresses", "why"), REFUSED.values(), ids=REFUSED)
async def test_refuses_in_one_sentence_and_makes_nothing(
    addresses: Callable[[Path], tuple[str, str]], why: str, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleague")
    (tmp_path / "link").hardlink_to(letter)
    code, said, told = await answer(*addresses(tmp_path))
    assert (code, said) == (1, "")
    assert told.startswith("Nothing was copied: ")
    assert why in told
    assert told.count("\n") == 1
    assert names_in(tmp_path) == {"letter.txt", "link"}
    assert letter.read_text() == "Dear colleague"


async def test_says_which_setting_is_wrong(tmp_path: Path) -> None:
    env = environment("", "") | {"COSMOS_KEY": ""}
    code, _, told = await answer(missing(tmp_path), "cosmos", env=env)
    assert code == 1
    assert told.startswith("settings: COSMOS_CREATE needs COSMOS_KEY")


async def test_makes_no_container_to_read_from(tmp_path: Path, cosmos_endpoint: str) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    for _ in range(2):
        code, _, told = await answer("cosmos", url, env=environment(cosmos_endpoint, tmp_path.name))
        assert code == 1
        assert f"Nothing was copied: there is no container {tmp_path.name} in database tests" in told


class Noticing(list[Operation]):
    """What a proxy has seen, and what happens as soon as so many documents were made."""

    def __init__(self, number: int, then: Callable[[], None]) -> None:
        super().__init__()
        self._left = number
        self._then = then

    def append(self, operation: Operation) -> None:
        super().append(operation)
        self._left -= (operation.what, operation.status) == ("create", 201)
        if self._left == 0:
            self._then()


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)], ids=["kill -9", "Ctrl-C"]
)
async def test_goes_on_where_it_was_stopped(
    how: signal.Signals, code: int, tmp_path: Path, cosmos_endpoint: str
) -> None:
    url = await filled(tmp_path / "bot.db", 300)
    async with (
        proxied(cosmos_endpoint) as proxy,
        copying(url, "cosmos", env=environment(proxy.endpoint, tmp_path.name)) as process,
    ):
        proxy.seen = Noticing(50, lambda: process.send_signal(how))
        said, told = await process.communicate()
        assert process.returncode == code
        assert said == b""
        assert b"Traceback" not in told
        assert how is signal.SIGKILL or told.startswith(b"Stopped. What is copied stays")

    there = await open_documents("cosmos", cosmos=account(cosmos_endpoint, tmp_path.name))
    before = len(await content(there))
    assert 50 <= before < 300
    result, text, _ = await answer(url, "cosmos", env=environment(cosmos_endpoint, tmp_path.name))
    assert result == 0
    assert re.search(rf"^all +300 +300 +{300 - before} +{before} +0$", text, re.MULTILINE)
    assert await is_all_there(url, there)


async def test_into_a_file_goes_on_after_kill_9(tmp_path: Path) -> None:
    url, other = await filled(tmp_path / "bot.db", 2_500), f"sqlite:///{tmp_path / 'other.db'}"
    async with copying(url, other) as process:
        assert process.stderr
        assert await process.stderr.readline() == "1,000 documents copied or compared …\n".encode()
        process.kill()
        await process.communicate()
    code, said, _ = await answer(url, other)
    assert code == 0
    assert re.search(r"^all +2,500 +2,500 +[\d,]+ +[12],\d\d\d +0$", said, re.MULTILINE)
    assert await is_all_there(url, await open_documents(other))
