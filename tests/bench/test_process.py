"""A program under measurement is waited for, asked what it costs, and stopped."""

import sys
import time
from pathlib import Path

import psutil
import pytest

from bench.process import free_port, running
from devtools.common import Trouble

SERVER = """
import http.server, sys
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.BaseHTTPRequestHandler).serve_forever()
"""


def test_it_answers_and_tells_its_cost_and_is_gone_in_the_end(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", SERVER, str(port)]
    with running("a server", command, port=port, log=tmp_path / "log", environment={}, folder=tmp_path) as it:
        assert it.url == f"http://127.0.0.1:{port}"
        assert it.cpu_seconds() > 0
        assert it.memory() > 2**20
    assert not psutil.pid_exists(it.pid)


def test_what_ends_before_it_answers_is_told_with_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('no such setting')"]
    program = running(
        "a server", command, port=free_port(), log=tmp_path / "log", environment={}, folder=tmp_path
    )
    with pytest.raises(Trouble, match="no such setting"), program:
        pass


def test_that_it_ended_by_itself_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever waited for its answer has only heard that nobody is there."""
    port = free_port()
    command = [sys.executable, "-c", SERVER, str(port)]
    with running("a server", command, port=port, log=tmp_path / "log", environment={}, folder=tmp_path) as it:
        process = psutil.Process(it.pid)
        process.kill()
        while process.status() != psutil.STATUS_ZOMBIE:  # whoever waits for it takes away how it ended
            time.sleep(0.001)
    assert "a server has ended by itself, with -9" in capsys.readouterr().out


def test_no_setting_of_whoever_measures_gets_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MicrosoftAppId", "somebody's own")
    command = [sys.executable, "-c", "import os; print(sorted(os.environ))"]
    program = running(
        "a server",
        command,
        port=free_port(),
        log=tmp_path / "log",
        environment={"PORT": "1"},
        folder=tmp_path,
    )
    with pytest.raises(Trouble) as trouble, program:
        pass
    assert "PORT" in str(trouble.value)
    assert "MicrosoftAppId" not in str(trouble.value)
