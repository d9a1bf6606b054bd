"""Reads on the event loop, and when they go to a thread after all."""

import sqlite3
from pathlib import Path
from typing import cast

import pytest

from storage.documents import StorageFault
from storage.reader import QuickReader, Reader
from storage.schema import connect

WHICH = "SELECT version FROM schema_version"


class Recovering:
    """A connection that finds another process recovering the file."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def execute(self, statement: str, _: object = None) -> None:
        self.asked.append(statement)
        if not statement.startswith("PRAGMA"):
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY_RECOVERY
            raise busy

    def close(self) -> None:
        pass


async def test_where_the_loop_would_wait_for_another_process_a_thread_does(tmp_path: Path) -> None:
    recovering = Recovering()
    patient = Reader(connect(tmp_path / "bot.db"))
    quick = QuickReader(cast("sqlite3.Connection", recovering), patient)
    assert await quick.query(WHICH, int) == [1]
    assert recovering.asked == ["PRAGMA busy_timeout = 0", WHICH], "asked once, and with no patience"
    quick.close()
    await patient.close()


async def test_what_is_asked_after_closing_is_refused(tmp_path: Path) -> None:
    patient = Reader(connect(tmp_path / "bot.db"))
    quick = QuickReader(connect(tmp_path / "bot.db"), patient)
    quick.close()
    await patient.close()
    for reader in (quick, patient):
        with pytest.raises(StorageFault, match="closed"):
            await reader.query(WHICH, int)
