"""The SQLite file: its tables, its version, and how a connection to it is set up."""

import os
import sqlite3
import time
from pathlib import Path

from storage.documents import StorageFault

VERSION = 1

TABLES = """
CREATE TABLE schema_version (version INTEGER NOT NULL);
CREATE TABLE documents (
    kind TEXT NOT NULL,
    partition TEXT NOT NULL,
    id TEXT NOT NULL,
    etag TEXT NOT NULL,
    due_at INTEGER,      -- both in microseconds since 1970, UTC
    expires_at INTEGER,
    body TEXT NOT NULL,  -- JSON
    PRIMARY KEY (kind, partition, id)
);
CREATE INDEX documents_by_due_at ON documents (kind, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX documents_by_expires_at ON documents (expires_at) WHERE expires_at IS NOT NULL
"""

PATIENCE_S = 5.0
"""How long a connection waits for another process's write: well inside the 15 s that Teams waits for us."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the database, made with its folder if there is none. Raises StorageFault."""
    give_up_at = time.monotonic() + PATIENCE_S
    while True:
        try:
            return _open(path)
        except (OSError, sqlite3.Error) as error:
            if not is_busy(error) or time.monotonic() > give_up_at:
                raise StorageFault(f"cannot open the database {path}: {error}") from error
        # Where two processes make one file, SQLite does not wait for the other's switch to WAL: we do.
        time.sleep(0.01)


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a database that is there, without a change to it. Raises StorageFault."""
    if not path.is_file():
        raise StorageFault(f"there is no file {path}")
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE_S, check_same_thread=False
        )
        try:
            _check_is_ours(connection, path)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise StorageFault(f"cannot read the database {path}: {error}") from error
    return connection


def is_busy(error: Exception) -> bool:
    """Another connection, mostly another process's, has what is asked for at the moment."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY  # the rest of it says why it is


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_private(path)
    connection = sqlite3.connect(path, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        # What was deleted is written over with zeros. FAST would leave it in pages that come free whole.
        connection.execute("PRAGMA secure_delete = ON")
        _check_schema(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_private(path: Path) -> None:
    """A new file is its owner's alone from the first byte; SQLite's files beside it get the same rights."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def _check_schema(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _has_schema(connection):
            for statement in TABLES.split(";"):
                connection.execute(statement)
            connection.execute("INSERT INTO schema_version VALUES (?)", (VERSION,))
        _check_version(connection, path)
        connection.execute("COMMIT")
    finally:
        connection.rollback()  # does nothing after the commit


def _check_is_ours(connection: sqlite3.Connection, path: Path) -> None:
    if not _has_schema(connection):
        raise StorageFault(f"{path} is no database of the bot's")
    _check_version(connection, path)


def _has_schema(connection: sqlite3.Connection) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'")
    return bool(tables.fetchone() == (1,))


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("SELECT max(version) FROM schema_version").fetchone()
    if version != VERSION:
        raise StorageFault(
            f"the database {path} has schema {version}, and this version of the bot knows {VERSION}: "
            "start the version of the bot that wrote it, or name another file"
        )
