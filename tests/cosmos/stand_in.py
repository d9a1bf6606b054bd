"""Starts the stand-in for Azure Cosmos DB, a program of Node's, for as long as it is needed."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.cosmos.account import CosmosAccount

HERE = Path(__file__).parent
ANY_KEY = "c2FtcGxlIGtleSwgb2Ygbm90aGluZw=="
"""It takes any, as long as it is base64."""


def packages_installed() -> bool:
    return (HERE / "node_modules" / "@vercel" / "cosmosdb-server").is_dir()


@contextmanager
def running_stand_in() -> Iterator[str]:
    """Answers its endpoint. What it holds is in memory, and gone afterwards."""
    node = shutil.which("node")
    assert node, "Node is needed for the stand-in"
    command = [node, str(HERE / "server.js"), "0", "--until-stdin-closes"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 (ours)
        try:
            assert process.stdout
            port = int(process.stdout.readline())
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def account(endpoint: str, container: str) -> CosmosAccount:
    """A container there, made when it is first opened."""
    return CosmosAccount(endpoint, key=ANY_KEY, database="tests", container=container, create=True)
