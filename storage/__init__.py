"""Documents on SQLite or Azure Cosmos DB: one contract for every backend, repositories on top."""

from pathlib import Path

from sessions.ports import Clock
from storage.cosmos.account import CosmosAccount
from storage.documents import Documents
from storage.moments import utc_now
from storage.sqlite import SqliteDocuments

SQLITE = "sqlite:///"
COSMOS = "cosmos"


async def open_documents(
    url: str, *, cosmos: CosmosAccount | None = None, clock: Clock = utc_now, folder: Path = Path()
) -> Documents:
    """The store at `sqlite:///data/bot.db` (from `folder`), `sqlite:////var/bot.db` (absolute) or `cosmos`.

    Raises ValueError for any other address, StorageFault if the store cannot be opened.
    """
    if url == COSMOS and cosmos:
        # Imported only where it is used: azure's client takes a second to load.
        from storage.cosmos.documents import CosmosDocuments  # noqa: PLC0415

        return await CosmosDocuments.open(cosmos, clock=clock)
    return await SqliteDocuments.open(file_of(url, folder), clock=clock)


def file_of(url: str, folder: Path = Path()) -> Path:
    """The SQLite file at that address. Raises ValueError for any other."""
    path = url.removeprefix(SQLITE)
    # The address may come with a password in it: it is not repeated in the error.
    if path == url or not path or path.endswith("/") or path.startswith(":") or "?" in path:
        raise ValueError(
            "the address of the store must be a file (sqlite:///data/bot.db, or sqlite:////var/lib/bot.db), "
            "or cosmos, with an account"
        )
    return folder / path
