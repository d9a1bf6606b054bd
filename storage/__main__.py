"""`python -m storage copy SOURCE DESTINATION`: move the bot from one store to another."""

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack, closing
from dataclasses import replace

from pydantic import ValidationError

from storage import COSMOS, file_of, open_documents
from storage.copying import Copy, Source
from storage.documents import Documents, StorageFault
from storage.ledger import Ledger
from storage.moments import utc_now
from storage.report import WRONG, findings, table
from storage.settings import HOME, StoreSettings, complaints
from storage.sqlite import SqliteSource

STOPPED = 130
"""What a shell answers for a program that Ctrl-C ended."""
GOES_ON = "What is copied stays: start the copy again, and it goes on."


def main() -> None:
    """Exits with 0 if everything is at the destination, 1 if not, 2 if it was asked wrongly."""
    asked = _arguments()
    try:
        settings = StoreSettings()
    except ValidationError as invalid:
        sys.exit("\n".join(f"settings: {complaint}" for complaint in complaints(invalid)))
    try:
        sys.exit(asyncio.run(_copy(asked, settings)))
    except KeyboardInterrupt:
        _tell(f"Stopped. {GOES_ON}")
        sys.exit(STOPPED)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m storage", description="The bot's records.")
    commands = parser.add_subparsers(required=True, metavar="copy")
    copy = commands.add_parser(
        "copy",
        help="copy all records from one store to another, and check them",
        description="Copies all records and checks them on both sides. The bot must be stopped; the source "
        "is only read. Started again, it goes on. Cosmos DB is the account in the settings (COSMOS_…).",
    )
    copy.add_argument("source", help="sqlite:///data/bot.db (a file), or cosmos")
    copy.add_argument("destination", help="cosmos, or a file")
    copy.add_argument(
        "--overwrite", action="store_true", help="replace what is at the destination and not the same"
    )
    copy.add_argument("--list", action="store_true", help="name the records that are not as they should be")
    return parser.parse_args()


async def _copy(asked: argparse.Namespace, settings: StoreSettings) -> int:
    async with AsyncExitStack() as opened:
        try:
            source, destination = await _stores(asked, settings, opened)
        except (OSError, ValueError, StorageFault) as fault:
            _tell(f"Nothing was copied: {fault}.")
            return 1
        ledger = opened.enter_context(closing(Ledger()))
        try:
            await Copy(source, destination, ledger, overwrite=asked.overwrite, tell=_tell).run()
        except StorageFault as fault:
            _tell(f"Not everything was copied: {fault}. {GOES_ON}")
            return 1
        return _report(ledger, name_them=asked.list)


async def _stores(
    asked: argparse.Namespace, settings: StoreSettings, opened: AsyncExitStack
) -> tuple[Source, Documents]:
    """The source first: where it cannot be had, nothing is made at the destination."""
    if _same(asked.source, asked.destination):
        raise ValueError("source and destination are the same")
    source = await _source(asked.source, settings)
    opened.push_async_callback(source.close)
    destination = await _destination(asked.destination, settings)
    opened.push_async_callback(destination.close)
    return source, destination


def _report(ledger: Ledger, *, name_them: bool) -> int:
    now = utc_now()
    counts = ledger.counts(now)
    wrong = findings(counts)
    _say(table(counts))
    if name_them:
        for outcome in WRONG:
            for key in ledger.keys(outcome, now):
                _say(f"{outcome}: {key}")
    _say("\n".join(wrong) or "Everything is at the destination: both sides were read again, and agree.")
    return 1 if wrong else 0


def _same(source: str, destination: str) -> bool:
    if COSMOS in {source, destination}:
        return source == destination
    one, other = file_of(source, HOME), file_of(destination, HOME)
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


async def _source(url: str, settings: StoreSettings) -> Source:
    if url == COSMOS:
        return await open_documents(COSMOS, cosmos=replace(settings.account, create=False))
    return await SqliteSource.open(file_of(url, HOME), clock=utc_now)


async def _destination(url: str, settings: StoreSettings) -> Documents:
    return await open_documents(url, cosmos=settings.account if url == COSMOS else None, folder=HOME)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (to whoever starts it)


def _tell(line: str) -> None:
    """What is of no interest to a program that reads the result."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 (to whoever starts it)


if __name__ == "__main__":
    main()
