"""`dev.py run`: the bot and the sandbox, side by side, until Ctrl-C."""

import base64
import json
import os
import shutil
import signal
import sys
import webbrowser
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

from devtools.common import Checkout, Command, Trouble, say
from devtools.packages import RUN_LOCK, Installer
from devtools.services import Service, need_free_port, started, wait_until_up, watch

RDT_TEAM = "Regional Disruption Team"
"""The team in the sandbox's world file whose members are the advisers."""


@dataclass(frozen=True)
class RunOptions:
    port: int
    sandbox_port: int
    fresh: bool
    open_page: bool
    cosmos_port: int | None = None
    """Where the stand-in for Azure Cosmos DB is started; None: requests are kept on SQLite."""


def run(checkout: Checkout, options: RunOptions) -> None:
    """Return when interrupted. Raises Trouble if something is missing or one of the two programs ends."""
    for stop in ("SIGINT", "SIGTERM", "SIGHUP"):  # the last is unknown to Windows
        if hasattr(signal, stop):
            signal.signal(getattr(signal, stop), signal.default_int_handler)
    try:
        _run(checkout, options)
    except KeyboardInterrupt:
        say("\nStopped.")


def _run(checkout: Checkout, options: RunOptions) -> None:
    ports = {"--port": options.port, "--sandbox-port": options.sandbox_port}
    if options.cosmos_port:
        ports["--cosmos-port"] = options.cosmos_port
    if len({*ports.values()}) < len(ports):
        raise Trouble(f"All that is started needs a port each: give {', '.join(ports)} different numbers.")
    for option, port in ports.items():
        need_free_port(port, option)
    installer = Installer(checkout)
    installer.python_packages(RUN_LOCK)
    installer.page_packages()
    if options.cosmos_port:
        installer.stand_in_packages()

    data = checkout.data / "sandbox"
    if options.fresh:
        shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True, exist_ok=True)

    bot_env = bot_environment(os.environ, checkout, options.port)
    sandbox_command: Command = [checkout.python, "-m", "sandbox", "--port", str(options.sandbox_port)]
    messages = f"http://127.0.0.1:{options.port}/api/messages"
    page = f"http://localhost:{options.sandbox_port}/"
    with ExitStack() as stack:
        say("Starting the bot and the sandbox ...")
        others: list[Service] = []
        if options.cosmos_port:
            others.append(stack.enter_context(stand_in(checkout, options.cosmos_port)))
            wait_until_up(others)
            bot_env |= cosmos_environment(options.cosmos_port)
        bot = stack.enter_context(
            started(
                "bot",
                [checkout.python, "app.py"],
                port=options.port,
                path="/healthz",
                log=checkout.logs / "bot.log",
                env=bot_env,
                cwd=checkout.root,
            )
        )
        wait_until_up([*others, bot])  # first: the sandbox tells it at once that it was installed
        sandbox = stack.enter_context(
            started(
                "sandbox",
                [*sandbox_command, "--bot", messages],
                port=options.sandbox_port,
                path="/",
                log=checkout.logs / "sandbox.log",
                env=local_environment(os.environ),
                cwd=checkout.root,
            )
        )
        wait_until_up([*others, bot, sandbox])
        say(f"Ready: open {page}   (Ctrl-C stops; logs are in {checkout.logs})")
        if options.open_page and has_desktop(os.environ, sys.platform):
            webbrowser.open(page)
        watch([*others, bot, sandbox])


def stand_in(checkout: Checkout, port: int) -> AbstractContextManager[Service]:
    """What it keeps is in memory, and gone when it stops. It listens on this machine only."""
    return started(
        "stand-in for Azure Cosmos DB",
        ["node", checkout.cosmos / "server.js", str(port)],
        port=port,
        path="/",
        log=checkout.logs / "cosmos.log",
        env=local_environment(os.environ),
        cwd=checkout.root,
    )


def cosmos_environment(port: int) -> dict[str, str]:
    """The bot's settings for the stand-in, which takes any key in base64."""
    return {
        "STORE": "cosmos",
        "COSMOS_ENDPOINT": f"http://127.0.0.1:{port}",
        "COSMOS_KEY": base64.b64encode(b"sample key").decode(),
        "COSMOS_CREATE": "true",
    }


def local_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """For programs that speak to each other on this machine: no proxy, output as it is written, UTF-8."""
    inherited = environ.get("NO_PROXY") or environ.get("no_proxy")
    no_proxy = ",".join(filter(None, [inherited, "localhost,127.0.0.1"]))
    local = {"NO_PROXY": no_proxy, "no_proxy": no_proxy, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    return {**environ, **local}


def bot_environment(environ: Mapping[str, str], checkout: Checkout, port: int) -> dict[str, str]:
    """The bot's settings for the sandbox: its team and organisers, and no app registration."""
    world = json.loads((checkout.root / "sandbox" / "world.json").read_text(encoding="utf-8"))
    without_app = {k: v for k, v in environ.items() if not k.upper().startswith("MICROSOFTAPP")}
    return local_environment(without_app) | {
        "MicrosoftAppId": "",  # said, not left out: there may be another one in an .env file
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": f"http://localhost:{port}",
        "STORE": "sqlite:///data/sandbox/bot.db",
        "RDT_TEAM_ID": next(team["id"] for team in world["teams"] if team["name"] == RDT_TEAM),
        "ORGANISERS": ",".join(p["aad_object_id"] for p in world["people"] if p["role"] == "organiser"),
    }


def has_desktop(environ: Mapping[str, str], platform: str) -> bool:
    """Whether a browser can be opened where the person sits: not over SSH, in CI or without a display."""
    if environ.get("CI") or environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return False
    if platform in {"win32", "darwin"}:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
