"""Documents on SQLite, the embedded default: one contract for every backend, repositories on top."""

from datetime import UTC, datetime
from pathlib import Path

from sessions.ports import Clock
from storage.documents import Documents
from storage.sqlite import SqliteDocuments

SQLITE = "sqlite:///"


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def open_documents(url: str, *, clock: Clock = _utc_now, folder: Path = Path()) -> Documents:
    """The store at `sqlite:///data/bot.db` (from `folder`) or `sqlite:////var/bot.db` (absolute).

    Raises ValueError for any other address, StorageFault if the store cannot be opened.
    """
    path = url.removeprefix(SQLITE)
    # The address may come with a password in it: it is not repeated in the error.
    if path == url or not path or path.endswith("/") or path.startswith(":") or "?" in path:
        raise ValueError(
            "the address of the store must be a file: sqlite:///data/bot.db, or sqlite:////var/lib/bot.db"
        )
    return await SqliteDocuments.open(folder / path, clock=clock)
