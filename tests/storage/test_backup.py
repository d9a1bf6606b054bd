"""The backup that docs/operating.md tells operators to make, word for word, while the bot writes."""

import asyncio
import re
import stat
from pathlib import Path

from storage.documents import Key
from storage.moments import utc_now
from storage.sqlite import SqliteDocuments

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "operating.md"


def told() -> str:
    """The command."""
    [command] = re.findall(r"^\(umask .+\)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    return str(command)


async def test_what_was_written_last_is_in_a_backup_made_while_the_bot_runs(tmp_path: Path) -> None:
    live = await SqliteDocuments.open(tmp_path / "data" / "bot.db", clock=utc_now)
    key = Key("request", "somebody", "SW-1")
    try:
        first = await live.create(key, {"says": "first"})
        written = await live.replace(key, first.etag, {"says": "last"})
        backing_up = await asyncio.create_subprocess_shell(told(), cwd=tmp_path)
        assert await backing_up.wait() == 0
        await live.replace(key, written.etag, {"says": "after the backup"})
    finally:
        await live.close()

    backup = tmp_path / "backup.db"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    restored = await SqliteDocuments.open(backup, clock=utc_now)
    try:
        assert await restored.read(key) == written
    finally:
        await restored.close()
