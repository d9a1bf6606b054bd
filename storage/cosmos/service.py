"""The one client of a process's life: how it is opened, how patient it is, and what it tries again.

429 the SDK tries again by itself, as the service tells it to; 503 and a connection that fails in the other
regions, where there are any. What it leaves is tried again here: 449, which it does not know, and everything
of an account with one region.

Nobody says of a write whether it was sent twice: aiohttp does so on a connection that was kept open, the SDK
on any that broke (it takes "the server hung up" for "it was never reached"). Who writes must find out.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, Self, TypeVar, cast

from azure.core.exceptions import AzureError, ServiceRequestError, ServiceResponseError
from azure.core.pipeline.transport import AioHttpTransport
from azure.cosmos import PartitionKey
from azure.cosmos.aio import ContainerProxy, CosmosClient
from azure.cosmos.exceptions import (
    CosmosAccessConditionFailedError,
    CosmosHttpResponseError,
    CosmosResourceExistsError,
    CosmosResourceNotFoundError,
)
from azure.identity.aio import DefaultAzureCredential

from storage.cosmos.account import CosmosAccount
from storage.cosmos.items import INDEXING_POLICY
from storage.documents import StorageFault

T = TypeVar("T")

CONNECT_S = 3.0
ANSWER_S = 3.0
"""Twice this and the waits between stay within an operation's patience: a lost answer is asked for again."""
THROTTLED_S = 5
"""How long the SDK goes on doing as 429 says. Beyond that there are too few request units, and we say so."""
OPENING_S = 30.0

WAITS_S = (0.05, 0.2, 0.5, 1.0)
"""Before an operation is tried again, about: half of that to all of it, so as not to return together."""
TRIED_AGAIN = frozenset({408, 410, 449, 500, 502, 503, 504})

PARTITION_KEY = "/pk"
TTL_BY_ITEM = -1
"""The container removes what has expired, but only items that say when."""

GONE = (CosmosResourceNotFoundError, CosmosAccessConditionFailedError)
"""What a conditional write raises where the document has moved or is gone."""


class Service:
    """A container, opened and checked."""

    def __init__(self, container: ContainerProxy, closing: AsyncExitStack) -> None:
        self.container = container
        self._closing = closing

    @classmethod
    async def open(cls, account: CosmosAccount) -> Self:
        """Raises StorageFault if the account cannot be reached or the container is not as it must be."""
        async with AsyncExitStack() as opened:
            try:
                async with asyncio.timeout(OPENING_S):
                    client = await _client(account, opened)
                    container = await in_words(lambda: _container(client, account), "open the container")
            except TimeoutError:
                fault = StorageFault(f"Cosmos DB did not answer within {OPENING_S:.0f} seconds")
            else:
                return cls(container, opened.pop_all())
        raise fault

    async def close(self) -> None:
        await self._closing.aclose()

    async def ask(self, operation: Callable[[], Awaitable[T]]) -> T:
        """Tried again while that may help. Raises GONE, CosmosResourceExistsError or StorageFault."""
        return await in_words(lambda: _tried_again(operation), "answer")


async def _tried_again(operation: Callable[[], Awaitable[T]]) -> T:
    for wait in WAITS_S:
        try:
            return await operation()
        except CosmosHttpResponseError as error:
            if error.status_code not in TRIED_AGAIN:
                raise
        except (ServiceRequestError, ServiceResponseError):
            pass  # the connection failed, or broke
        await asyncio.sleep(random.uniform(wait / 2, wait))  # noqa: S311 (not to return together)
    return await operation()


async def in_words(operation: Callable[[], Awaitable[T]], what: str) -> T:
    """Faults by number and name only: what the service and the SDK say of them quotes ids and content."""
    try:
        return await operation()
    except CosmosResourceExistsError:
        raise
    except GONE as error:
        if not error.sub_status:
            raise
        # A missing container or a session that lags behind is a 404 too, and no missing document.
        said = _said(error)
    except CosmosHttpResponseError as error:
        said = _said(error)
    except AzureError as error:
        said = type(error).__name__
    raise StorageFault(f"Cosmos DB could not {what}: {said}")


async def _client(account: CosmosAccount, opened: AsyncExitStack) -> CosmosClient:
    credential: str | DefaultAzureCredential = account.key
    if not account.key:
        credential = DefaultAzureCredential()
        opened.push_async_callback(credential.close)
    client = CosmosClient(
        account.endpoint,
        credential,
        transport=AioHttpTransport(use_env_settings=not account.is_local),
        enable_endpoint_discovery=not account.is_local,
        preferred_locations=list(account.regions),
        connection_timeout=CONNECT_S,
        read_timeout=ANSWER_S,
        retry_total=0,  # of connections: ours, below a second and known; the SDK's take a second each
        retry_connect=0,
        retry_read=0,
        retry_status=0,
        enable_compact_utf8_item_writes=True,  # not six bytes for a letter with an accent
        retry_throttle_total=9,
        retry_throttle_backoff_max=THROTTLED_S,
    )
    opened.push_async_exit(client)  # before it is entered: a client that fails there leaves its session open
    return await in_words(client.__aenter__, "be reached")


async def _container(client: CosmosClient, account: CosmosAccount) -> ContainerProxy:
    if account.create:
        await _create(client, account)
    container = client.get_database_client(account.database).get_container_client(account.container)
    try:
        properties = await container.read()
    except CosmosResourceNotFoundError:
        fault = StorageFault(f"there is no container {account.container} in database {account.database}")
    else:
        _check(account, properties)
        return container
    raise fault


async def _create(client: CosmosClient, account: CosmosAccount) -> None:
    try:
        database = await client.create_database_if_not_exists(account.database)
        await database.create_container_if_not_exists(
            account.container,
            PartitionKey(PARTITION_KEY),
            indexing_policy=cast("dict[str, str]", INDEXING_POLICY),  # the SDK's type is too narrow
            default_ttl=TTL_BY_ITEM,
        )
    except CosmosResourceExistsError:
        return await _create(client, account)  # another replica is at it too
    return None


def _check(account: CosmosAccount, properties: dict[str, Any]) -> None:
    """The rest may be tuned; without these two the bot would not work, or never forget."""
    paths = properties["partitionKey"]["paths"]
    if paths != [PARTITION_KEY]:
        raise StorageFault(f"the container {account.container} must have the partition key {PARTITION_KEY}")
    if "defaultTtl" not in properties:
        raise StorageFault(f"the container {account.container} must have time to live on (without default)")


def _said(error: CosmosHttpResponseError) -> str:
    activity = (error.headers or {}).get("x-ms-activity-id", "unknown")
    return f"status {error.status_code}, sub-status {error.sub_status or 0}, activity {activity}"
