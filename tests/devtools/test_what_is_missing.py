"""What stands in a newcomer's way is told in one sentence, without a traceback."""

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.common import Checkout, Trouble, run_logged
from devtools.packages import TEST_LOCK, Installer
from devtools.services import need_free_port
from tests.devtools.newcomer import Recorder, dev, free_port, install, ports, posix


def refused(answer: subprocess.CompletedProcess[str]) -> str:
    """The one sentence on stderr with which dev.py gave up."""
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    return answer.stderr


def script(path: Path, body: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


class TestWhatIsMissing:
    def test_a_port_in_use_is_named_before_anything_is_installed(self, checkout: Checkout) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            number = str(taken.getsockname()[1])
            said = refused(dev(checkout, "run", "--port", number))
            assert f"Port {number} is in use" in said
            assert "--port" in said
            assert "--sandbox-port" in refused(
                dev(checkout, "run", "--port", str(free_port()), "--sandbox-port", number)
            )
        assert not checkout.venv.exists()

    def test_a_port_that_listens_on_every_address_is_in_use_too(self) -> None:
        with socket.create_server(("0.0.0.0", 0)) as taken, pytest.raises(Trouble, match="in use"):  # noqa: S104 (the case)
            need_free_port(taken.getsockname()[1], "--port")

    def test_one_port_for_both_is_refused(self, checkout: Checkout, port: int) -> None:
        assert "needs a port each: give --port, --sandbox-port" in refused(
            dev(checkout, "run", "--port", str(port), "--sandbox-port", str(port))
        )

    def test_a_port_that_is_no_port_is_refused(self, checkout: Checkout) -> None:
        answer = dev(checkout, "run", "--port", "70000")
        assert answer.returncode == 2
        assert "from 1 to 65535" in answer.stderr

    @posix
    def test_no_node(self, checkout: Checkout, port: int) -> None:
        install(checkout, page=False)
        nothing = checkout.root / "nothing"
        nothing.mkdir()
        said = refused(dev(checkout, *ports(port), PATH=str(nothing)))
        assert "Node.js 20 or newer with npm is needed" in said

    @posix
    def test_an_old_node(self, checkout: Checkout, port: int) -> None:
        install(checkout, page=False)
        script(checkout.root / "bin" / "node", "echo v18.20.1")
        script(checkout.root / "bin" / "npm", "exit 1")
        said = refused(dev(checkout, *ports(port), PATH=f"{checkout.root / 'bin'}:/bin"))
        assert "Node.js 20 or newer is needed" in said
        assert "v18.20.1" in said

    @posix
    def test_no_network_for_npm(self, checkout: Checkout, port: int) -> None:
        install(checkout, page=False)
        script(checkout.root / "bin" / "node", "echo v20.1.0")
        script(checkout.root / "bin" / "npm", "echo npm error network unreachable; exit 1")
        said = refused(dev(checkout, *ports(port), PATH=f"{checkout.root / 'bin'}:/bin"))
        assert "is there a network? Its last word: npm error network unreachable" in said

    def test_an_install_that_fails_is_told_with_its_own_last_error(self, tmp_path: Path) -> None:
        fails = [sys.executable, "-c", "print('ERROR: no route'); print('bye'); raise SystemExit(1)"]
        with pytest.raises(Trouble, match=r"^Not installed\. Its last word: ERROR: no route \("):
            run_logged(fails, tmp_path / "log", "Not installed.")

    def test_a_python_without_venv(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            "importlib.util.find_spec", lambda name: None if name == "ensurepip" else object()
        )
        with pytest.raises(Trouble, match="python3-venv"):
            install(checkout)

    def test_an_old_python_reads_dev_py_far_enough_to_say_so(self, checkout: Checkout) -> None:
        source = (checkout.root / "dev.py").read_text(encoding="utf-8")
        ast.parse(source, feature_version=(3, 7))
        pretend = (
            "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path('dev.py', run_name='__main__')"
        )
        answer = subprocess.run(
            [sys.executable, "-c", pretend], cwd=checkout.root, capture_output=True, text=True, check=False
        )
        assert refused(answer) == "Python 3.11 or newer is needed; this is 3.9.\n"

    @posix
    def test_no_chromium_is_a_failure_in_ci(
        self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("devtools.packages.find_npm", lambda: "npm")
        Installer(checkout, Recorder(checkout)).python_packages(TEST_LOCK)
        Installer(checkout, Recorder(checkout)).page_packages()
        Installer(checkout, Recorder(checkout)).stand_in_packages()
        Installer(checkout, Recorder(checkout)).manifest_check_packages()
        said = refused(dev(checkout, "test", CI="true", CHROMIUM=str(checkout.root / "not-there")))
        assert "No Chromium was found for the browser tests" in said
