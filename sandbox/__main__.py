"""`python -m sandbox`: Teams on this machine, at an address that is printed."""

import argparse
import asyncio
import contextlib
import sys
from pathlib import Path

from pydantic import ValidationError

from sandbox.page_files import libraries_installed
from sandbox.server import serving
from sandbox.world import DEFAULT_WORLD, World


def main() -> int:
    """Serve until interrupted. 1 if the port is taken or the world cannot be read."""
    options = _options()
    try:
        world = World.load(options.world)
    except (OSError, ValidationError) as error:
        return _fail(f"The world file {options.world} cannot be used: {error}")
    try:
        asyncio.run(_serve(world, options.port, options.bot))
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        return _fail(
            f"Port {options.port} cannot be used ({error.strerror}). Close what uses it, or give --port."
        )
    return 0


async def _serve(world: World, port: int, bot_url: str) -> None:
    async with serving(world, bot_url=bot_url, port=port) as (url, play):
        print(f"Sandbox ready: {url}", flush=True)  # noqa: T201 - the address is what the command is for
        if not libraries_installed():
            print("The page needs its npm packages: npm ci --prefix sandbox/page", flush=True)  # noqa: T201
        installing = asyncio.create_task(play.membership.install())
        try:
            await asyncio.Event().wait()
        finally:
            installing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await installing


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=3979)
    parser.add_argument("--bot", default="http://localhost:3978/api/messages", help="where the bot listens")
    parser.add_argument("--world", type=Path, default=DEFAULT_WORLD, help="who is there: a JSON file")
    return parser.parse_args()


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the one sentence a person at the terminal needs
    return 1


if __name__ == "__main__":
    sys.exit(main())
