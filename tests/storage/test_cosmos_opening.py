"""What must be there for the bot to start on Cosmos DB, and what it is told if it is not."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from azure.core.credentials import AccessToken
from azure.cosmos import PartitionKey
from azure.cosmos.aio import CosmosClient, DatabaseProxy

from storage import open_documents
from storage.cosmos.account import CosmosAccount
from storage.cosmos.items import INDEXING_POLICY, encoded
from storage.documents import Key, StorageFault
from tests.cosmos.stand_in import ANY_KEY, account
from tests.devtools.newcomer import free_port

ROOT = Path(__file__).parents[2]


@pytest.fixture
def new(cosmos_endpoint: str) -> CosmosAccount:
    """A database and a container that are not there yet."""
    return replace(account(cosmos_endpoint, "c"), database=f"d-{uuid4().hex}")


@pytest.fixture
async def database(new: CosmosAccount) -> AsyncIterator[DatabaseProxy]:
    """As an operator makes it."""
    async with CosmosClient(new.endpoint, ANY_KEY, enable_endpoint_discovery=False) as client:
        yield await client.create_database(new.database)


async def opened(account: CosmosAccount) -> None:
    store = await open_documents("cosmos", cosmos=account)
    await store.close()


async def test_what_is_missing_is_made_only_where_that_was_said(new: CosmosAccount) -> None:
    with pytest.raises(StorageFault, match=f"there is no container c in database {new.database}"):
        await opened(replace(new, create=False))
    await opened(new)
    await opened(replace(new, create=False))


async def test_it_is_made_with_what_the_queries_need_and_no_more(
    new: CosmosAccount, database: DatabaseProxy
) -> None:
    await opened(new)
    made = await database.get_container_client("c").read()
    assert made["indexingPolicy"] == INDEXING_POLICY
    assert made["defaultTtl"] == -1
    assert made["partitionKey"]["paths"] == ["/pk"]


async def test_replicas_that_start_at_once_make_it_once(new: CosmosAccount) -> None:
    await asyncio.gather(*(opened(new) for _ in range(8)))


@pytest.mark.parametrize(
    ("path", "ttl", "said"),
    [("/id", -1, "must have the partition key /pk"), ("/pk", None, "must have time to live on")],
)
async def test_a_container_that_would_not_do_is_refused(
    new: CosmosAccount, database: DatabaseProxy, path: str, ttl: int | None, said: str
) -> None:
    options: dict[str, Any] = {} if ttl is None else {"default_ttl": ttl}
    await database.create_container("c", PartitionKey(path), **options)
    with pytest.raises(StorageFault, match=said):
        await opened(new)


async def test_an_account_that_does_not_answer_is_a_fault() -> None:
    with pytest.raises(StorageFault, match="could not be reached: ServiceRequestError"):
        await opened(account(f"http://127.0.0.1:{free_port()}", "c"))


@pytest.mark.parametrize("key", ["hush-hush", "hush ", "hush!", "é"])
def test_a_key_that_is_none_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(ValueError, match="the key is not one") as raised:
        CosmosAccount("https://example.documents.azure.com", key=key)
    assert key not in str(raised.value)
    assert raised.value.__suppress_context__


async def test_without_a_key_the_process_is_who_it_is_in_entra(
    new: CosmosAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As far as can be seen without TLS: the SDK does not send an identity's token over plain HTTP."""
    closed: list[object] = []

    class Identity:
        async def get_token(self, *_: str, **__: object) -> AccessToken:
            return AccessToken("token", 2**40)

        async def close(self) -> None:
            closed.append(self)

    monkeypatch.setattr("storage.cosmos.service.DefaultAzureCredential", Identity)
    with pytest.raises(StorageFault, match="could not be reached: ServiceRequestError"):
        await opened(replace(new, key=""))
    assert len(closed) == 1


@pytest.mark.parametrize(
    "endpoint",
    ["http://example.documents.azure.com", "example.documents.azure.com", "", "https://", "ftp://localhost"],
)
def test_nothing_is_sent_in_the_clear_to_another_machine(endpoint: str) -> None:
    with pytest.raises(ValueError, match="an https address"):
        CosmosAccount(endpoint)


async def test_the_store_is_named_cosmos_and_needs_an_account() -> None:
    with pytest.raises(ValueError, match="with an account"):
        await open_documents("cosmos")


def test_who_runs_on_sqlite_does_not_load_azures_client() -> None:
    told = "import app, sys; sys.exit('azure.cosmos' in sys.modules or 'azure.identity' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=False).returncode == 0  # noqa: S603 (ours)


def test_texts_of_any_length_fit_into_an_id_and_stay_apart() -> None:
    texts = ["x" * 900, "x" * 901, "x" * 902, "é" * 300, "é" * 301, "_sha256-", "_", "_5F", "..", "."]
    ids = [encoded(text) for text in texts]
    assert len(set(ids)) == len(texts)
    assert all(len(id_.encode()) <= 1023 and id_.isascii() for id_ in ids)
    assert not any(set("/\\?#.% ") & set(id_) for id_ in ids)


async def test_long_keys_are_kept_too(new: CosmosAccount) -> None:
    store = await open_documents("cosmos", cosmos=new)
    key = Key("note", "p" * 1500, "é" * 1500)
    written = await store.create(key, {})
    assert await store.read(key) == written
    assert await store.in_partition("note", "p" * 1500) == [written]
    with pytest.raises(ValueError, match="exactly"):
        await store.create(Key("note", "p", "p"), {"n": 2**53})
    await store.close()
