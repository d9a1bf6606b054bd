"""The bot and the sandbox start together and stop together."""

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from devtools.common import Checkout
from devtools.services import need_free_port
from tests.devtools.newcomer import PATIENCE, dev, free_port, install, ports, posix

ANSWERING = """
import http.server, os, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path in {{"/", "/healthz"}} else 404)
        self.end_headers()
    def do_DELETE(self):
        print("could not go on", flush=True)
        os._exit(7)
http.server.HTTPServer(("127.0.0.1", {port}), Page).serve_forever()
"""

STAND_IN = "require('http').createServer((_, answer) => answer.end()).listen(process.argv[2], '127.0.0.1')"


@posix
class TestRunning:
    @pytest.fixture
    def bot_port(self, checkout: Checkout) -> int:
        number = free_port()
        (checkout.root / "app.py").write_text(
            "import os; open('told', 'w').write(os.environ['RDT_TEAM_ID'] + os.environ['PORT'])"
            + ANSWERING.format(port="int(os.environ['PORT'])"),
            encoding="utf-8",
        )
        return number

    @pytest.fixture
    def sandbox_port(self, checkout: Checkout) -> int:
        (checkout.root / "sandbox" / "__main__.py").write_text(
            ANSWERING.format(port="int(sys.argv[2])"), encoding="utf-8"
        )
        return free_port()

    @pytest.fixture
    def running(
        self, checkout: Checkout, bot_port: int, sandbox_port: int, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[subprocess.Popen[str]]:
        monkeypatch.setattr("devtools.packages.find_npm", lambda: "npm")
        install(checkout)
        process = start(checkout, bot_port, sandbox_port)
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    def test_both_are_up_when_the_address_is_told(
        self, running: subprocess.Popen[str], checkout: Checkout, bot_port: int, sandbox_port: int
    ) -> None:
        assert f"http://localhost:{sandbox_port}/" in until_ready(running)
        assert answers(bot_port, "/healthz")
        assert answers(sandbox_port, "/")
        assert (checkout.root / "told").read_text(encoding="utf-8") == f"19:rdt-team@thread.tacv2{bot_port}"
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=PATIENCE)

    @pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM", "SIGHUP"])
    def test_ctrl_c_stops_both_and_is_no_failure(
        self, running: subprocess.Popen[str], bot_port: int, sandbox_port: int, stop: str
    ) -> None:
        until_ready(running)
        running.send_signal(getattr(signal, stop))
        _, errors = running.communicate(timeout=PATIENCE)
        assert (running.returncode, errors) == (0, "")
        need_free_port(bot_port, "--port")
        need_free_port(sandbox_port, "--sandbox-port")

    @pytest.mark.parametrize("name", ["bot", "sandbox"])
    def test_when_one_dies_the_other_is_stopped_and_its_last_lines_are_shown(
        self, running: subprocess.Popen[str], bot_port: int, sandbox_port: int, name: str
    ) -> None:
        until_ready(running)
        fell({"bot": bot_port, "sandbox": sandbox_port}[name])
        _, errors = running.communicate(timeout=PATIENCE)
        assert running.returncode == 1
        assert f"The {name} ended by itself (exit code 7)" in errors
        assert "    could not go on" in errors
        assert "Traceback" not in errors
        need_free_port(bot_port, "--port")
        need_free_port(sandbox_port, "--sandbox-port")

    def test_a_bot_that_does_not_start_says_why(
        self, checkout: Checkout, bot_port: int, sandbox_port: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("devtools.packages.find_npm", lambda: "npm")
        install(checkout)
        (checkout.root / "app.py").write_text("raise SystemExit('RDT_TEAM_ID is no team')", encoding="utf-8")
        answer = dev(checkout, *ports(bot_port, sandbox_port))
        assert answer.returncode == 1
        assert "The bot ended by itself (exit code 1)" in answer.stderr
        assert "    RDT_TEAM_ID is no team" in answer.stderr

    def test_with_cosmos_a_stand_in_is_up_before_the_bot_and_the_bot_is_told_where(
        self, checkout: Checkout, bot_port: int, sandbox_port: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("devtools.packages.find_npm", lambda: "npm")
        install(checkout)
        (checkout.cosmos / "server.js").write_text(STAND_IN, encoding="utf-8")
        stored = "import os; print(os.environ['STORE'], os.environ['COSMOS_ENDPOINT'], flush=True)\n"
        found = "import http.client; http.client.HTTPConnection('127.0.0.1', {port}).request('GET', '/')\n"
        port = free_port()
        bot = checkout.root / "app.py"
        bot.write_text(stored + found.format(port=port) + bot.read_text(encoding="utf-8"), encoding="utf-8")
        process = start(checkout, bot_port, sandbox_port, "--cosmos", "--cosmos-port", str(port))
        until_ready(process)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        said = (checkout.logs / "bot.log").read_text(encoding="utf-8")
        assert said.startswith(f"cosmos http://127.0.0.1:{port}\n")
        need_free_port(port, "--cosmos-port")

    def test_what_was_asked_is_kept_unless_a_fresh_start_is_wanted(
        self, checkout: Checkout, bot_port: int, sandbox_port: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("devtools.packages.find_npm", lambda: "npm")
        install(checkout)
        (checkout.root / "app.py").write_text("raise SystemExit", encoding="utf-8")
        kept = checkout.data / "sandbox" / "bot.db"
        kept.parent.mkdir(parents=True)
        kept.touch()
        dev(checkout, *ports(bot_port, sandbox_port))
        assert kept.exists()
        dev(checkout, *ports(bot_port, sandbox_port), "--fresh")
        assert not kept.exists()


def start(checkout: Checkout, bot: int, sandbox: int, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, checkout.root / "dev.py", *ports(bot, sandbox), *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until_ready(process: subprocess.Popen[str]) -> str:
    """The line with the address. Fails if dev.py ends without it."""
    assert process.stdout
    for line in process.stdout:
        if line.startswith("Ready"):
            return line
    pytest.fail(f"dev.py ended before it was ready: {process.communicate()[1]}")


def answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status == http.HTTPStatus.OK


def fell(port: int) -> None:
    """Make the program that listens there end."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("DELETE", "/")
    with pytest.raises(http.client.HTTPException):
        connection.getresponse()
    connection.close()
