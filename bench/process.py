"""Programs under measurement: started on a port, asked what they cost, and stopped."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from devtools.common import Trouble, last_lines, say

PATIENCE = 60.0
"""Seconds in which a program has to give its first answer, and in which it has to end when it is told to."""


@dataclass(frozen=True)
class Program:
    """One that runs, and answers HTTP on 127.0.0.1 at `port`."""

    name: str
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """Spent since its start, user's and system's, by all its threads."""
        times = psutil.Process(self.pid).cpu_times()
        return times.user + times.system

    def suspend(self) -> None:
        """Returns when it rests. What it does in the background takes nothing from who is measured then."""
        process = psutil.Process(self.pid)
        process.suspend()
        while process.status() not in {psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE}:
            time.sleep(0.001)

    def resume(self) -> None:
        psutil.Process(self.pid).resume()

    def memory(self) -> int:
        """Resident, in bytes."""
        return int(psutil.Process(self.pid).memory_info().rss)


@contextmanager
def running(
    name: str,
    command: Sequence[str | Path],
    *,
    port: int,
    log: Path,
    environment: Mapping[str, str],
    folder: Path,
) -> Iterator[Program]:
    """The program, from its first answer on; stopped at the end. Its output is in `log`.

    `environment` is all that it sees of ours, but for PATH: no setting of this machine's user gets in.
    Raises Trouble if it ends by itself before it has answered, or gives no answer in time.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env={"PATH": os.environ["PATH"], **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _await_answer(name, process, port, log)
        yield Program(name, port, process.pid)
    finally:
        ended = process.poll()
        if ended is not None:
            say(f"{name} has ended by itself, with {ended}; its log is {log}")
        _stop(process)


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        return int(chosen.getsockname()[1])


def _await_answer(name: str, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > until:
            words = "\n".join(last_lines(log, 10))
            raise Trouble(f"{name} did not start; the last it said, in {log}:\n{words}")
        time.sleep(0.02)


def _answers(port: int) -> bool:
    """Whatever the answer is: that there is no such page will do."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        psutil.Process(process.pid).resume()  # what is suspended ends only when it goes on
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
