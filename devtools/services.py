"""Starts programs that go on running, watches them, and stops them."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from devtools.common import Command, Trouble, last_lines

START_SECONDS = 60
STOP_SECONDS = 10
SHOWN_LINES = 15


@dataclass(frozen=True)
class Service:
    """A program of ours, the port it answers on and the path that says that it is up."""

    name: str
    port: int
    path: str
    log: Path
    process: subprocess.Popen[bytes]

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", self.path)
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def must_live(self) -> None:
        """Raises Trouble, with the last lines it wrote, if the program has ended."""
        if (code := self.process.poll()) is not None:
            raise self.trouble(f"The {self.name} ended by itself (exit code {code}).")

    def trouble(self, what: str) -> Trouble:
        lines = last_lines(self.log, SHOWN_LINES)
        return Trouble("\n".join([f"{what} Its last lines, from {self.log}:", *(f"    {x}" for x in lines)]))


@contextlib.contextmanager
def started(
    name: str, command: Command, *, port: int, path: str, log: Path, env: Mapping[str, str], cwd: Path
) -> Iterator[Service]:
    """Start a program with its output in a file; stop it at the end of the `with` block."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = _spawn(command, out.fileno(), env, cwd)
    try:
        yield Service(name, port, path, log, process)
    finally:
        _stop(process)


def _spawn(command: Command, out: int, env: Mapping[str, str], cwd: Path) -> subprocess.Popen[bytes]:
    """In a group of its own, so that Ctrl-C reaches dev.py alone, which then stops the rest."""
    if sys.platform == "win32":
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=env,
            cwd=cwd,
            creationflags=subprocess.CREATE_NEW_PROCESS_GROUP,
        )
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env, cwd=cwd, start_new_session=True
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()


def wait_until_up(services: Sequence[Service]) -> None:
    """Raises Trouble if one of them ends, or does not answer within a minute."""
    deadline = time.monotonic() + START_SECONDS
    waiting = list(services)
    while waiting:
        for service in services:
            service.must_live()
        if time.monotonic() > deadline:
            raise waiting[0].trouble(f"The {waiting[0].name} did not answer within {START_SECONDS} seconds.")
        time.sleep(0.1)
        waiting = [service for service in waiting if not service.answers()]


def watch(services: Sequence[Service]) -> None:
    """Return never; raise Trouble when one of them ends."""
    while True:
        for service in services:
            service.must_live()
        time.sleep(0.3)


def need_free_port(port: int, option: str) -> None:
    """Raises Trouble if something listens on that port of the loopback address, or it may not be used."""
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise Trouble(f"Port {port} is in use: stop what listens there, or choose another with {option}.")
    with socket.socket() as probe:
        if os.name == "posix":  # elsewhere the option means "take the port from whoever has it"
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Trouble(
                f"Port {port} cannot be used ({error.strerror}): choose another with {option}."
            ) from error
