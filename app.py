"""The composition root: settings, store, adapter, bot, web application. The one place that wires things."""

import gc

if __name__ == "__main__":
    # Imports leave next to no garbage, and looking for it takes a tenth of the start: not before `_started`.
    gc.disable()

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from datetime import timedelta

from aiohttp import web
from pydantic import ValidationError

from bot.announcing.crier import Crier
from bot.announcing.faces import AnnouncingFaces
from bot.announcing.presses import AnnouncingPresses
from bot.announcing.words import AnnouncingWords
from bot.delivery.chats import Chats
from bot.delivery.courier import Courier
from bot.delivery.delivering import Delivery
from bot.delivery.faces import Faces
from bot.delivery.telling import Telling
from bot.door.adapter import TeamsAdapter
from bot.door.authentication import Authentication
from bot.door.handler import Rooms, SupportBot
from bot.door.state import StateStorage, TurnState
from bot.door.web import Web
from bot.health import Health
from bot.links import open_links
from bot.log import configure_logs
from bot.membership.channels import Channels
from bot.membership.events import Membership
from bot.membership.leavers import Leavers
from bot.membership.loss import ChannelLoss, Loss
from bot.membership.newcomers import Newcomers
from bot.membership.returns import Returns
from bot.membership.rollcall import RollCall
from bot.membership.taking_back import TakingBack
from bot.people.introductions import Introductions
from bot.people.memory import People
from bot.people.rights import Rights
from bot.people.roster_record import RosterRecord
from bot.people.rosters import Rosters
from bot.sending.connector import Connector
from bot.sending.pace import Pace
from bot.sending.paced import Paced
from bot.settings import Settings
from bot.talk.actions import Actions
from bot.talk.advertising import Advertising
from bot.talk.messages import Talk
from bot.talk.organising import Organising
from bot.talk.privately import Privately
from bot.talk.queue import QueueWords
from bot.talk.starting import Starting
from dialogs.book import WalkBook
from dialogs.parts import Parts
from dialogs.questions import Questions
from dialogs.walking import Walking
from sessions.announcing.board import Board
from sessions.announcing.counting import Counting
from sessions.announcing.posting import Posting
from sessions.desk import Desk
from sessions.outbox import Outbox
from sessions.ports import Clock
from sessions.region import load_bank_holidays, load_region, south_west
from storage import open_documents
from storage.documents import StorageFault
from storage.moments import utc_now
from storage.repositories import store_on
from storage.settings import HOME, complaints

DESK = web.AppKey("desk", Desk)
COURIER = web.AppKey("courier", Courier)
CRIER = web.AppKey("crier", Crier)
ROLL_CALL = web.AppKey("roll_call", RollCall)

GARBAGE = (10_000, 10, 10)
"""Objects more than there were, at which garbage is looked for; a turn makes thousands, and drops them."""

HOLIDAYS_AFTER = 1.0
"""Seconds after all is made: who writes first seldom needs bank holidays, who writes later is not to wait."""


async def build(settings: Settings, now: Clock = utc_now) -> web.Application:
    """The application, its store open, courier and crier with it. Raises what a bad setting raises."""
    region = load_region(settings.region_file) if settings.region_file else south_west()
    documents = await open_documents(settings.store, cosmos=settings.cosmos, clock=now, folder=HOME)
    store = store_on(documents, keep=timedelta(days=settings.keep_requests_days))
    auth = Authentication(settings, now)
    calendars, kits = await open_links(
        settings.browser_url, settings.link_secret.get_secret_value(), documents
    )

    desk = Desk(store=store, region=region, now=now)
    connector, pace = Connector(clients=auth.clients, now=now), Pace(settings.sends_per_second)
    paced = Paced(clients=auth.clients, now=now, pace=pace)
    people = People(store.people)
    outbox = Outbox(store.requests, now=now, lease=settings.lease, organisers=settings.organisers)
    look = asyncio.Event()
    roster = RosterRecord(
        store.teams, settings.rdt_team_id, left=Leavers(store, outbox, now).left, to_do=look.set
    )
    rosters = Rosters(record=roster, connector=connector, now=now, organisers=settings.organisers)
    chats = Chats(paced, people, rosters)
    counting = Counting(store, region, now)
    faces = Faces(desk=desk, calendars=calendars, rosters=rosters)
    courier = Courier(
        desk=desk,
        outbox=outbox,
        delivery=Delivery(paced, pace, people=people, rosters=rosters, faces=faces, chats=chats),
        rosters=rosters,
        people=people,
        counting=counting,
    )

    expire_after = timedelta(days=settings.walk_expire_days)
    state = TurnState(StateStorage(documents, now=now, keep=expire_after + timedelta(days=7)))
    parts = Parts(
        desk=desk,
        book=WalkBook(state),
        questions=Questions(),
        memory=people,
        bell=courier,
        resume_after=timedelta(minutes=settings.walk_resume_minutes),
        expire_after=expire_after,
    )
    rights = Rights(rosters, organisers=frozenset(settings.organisers))
    walking = Walking(state, parts)
    privately = Privately(
        connector=connector,
        pace=pace,
        people=people,
        play=lambda activity: adapter.play_elsewhere(activity, bot.turns.play),
    )
    board = Board(store, now)
    announcements, telling = AnnouncingFaces(board, counting), Telling(people, chats)
    crier = Crier(
        posting=Posting(store, now, settings.lease),
        faces=announcements,
        connector=paced,
        people=people,
        telling=telling,
        organisers=settings.organisers,
    )
    channels = Channels(board.channels, connector, now, settings.organisers, to_do=look.set)
    newcomers = Newcomers(roster, store.requests, outbox, told=courier.ring)
    looks = [
        rosters.renew,
        newcomers.tell,
        Loss(roster, telling, now).tell,
        channels.renew,
        ChannelLoss(board.channels, telling).tell,
        TakingBack(roster, store.requests, outbox, told=courier.ring).look,
    ]
    roll_call = RollCall(looks, bell=look)
    said = AnnouncingWords(board, announcements, connector)
    advertising = Advertising(
        region=region,
        counting=counting,
        links=kits,
        bot_id=settings.bot_id,
        is_reachable=settings.is_reachable,
        now=now,
    )
    organising = Organising(
        rights=rights,
        region=region,
        commands={**said.commands, **advertising.commands},
        presses=advertising.presses,
    )
    rooms = Rooms(
        talk=Talk(
            desk=desk,
            walking=walking,
            starting=Starting(walking, Introductions(people, connector, region), privately),
            organising=organising,
            queue=QueueWords(store.requests, rights, region, now),
        ),
        actions=Actions(desk=desk, rights=rights, faces=faces, bell=courier),
        announcing=AnnouncingPresses(board=board, rights=rights, faces=announcements, bell=crier),
        people=people,
        membership=Membership(
            people=people,
            rosters=rosters,
            rights=rights,
            channels=channels,
            returns=Returns(store.requests, outbox, rosters, told=courier.ring),
            region=region,
        ),
    )

    health = Health(documents, now)

    async def running(_: web.Application) -> AsyncIterator[None]:
        all_the_time = (courier, crier, roll_call)
        workers = [asyncio.create_task(worker.run(), name=worker.name) for worker in all_the_time]
        for worker in workers:
            health.watch(worker.get_name(), worker)
        yield
        health.look_away()
        for worker in workers:
            worker.cancel()
        await asyncio.wait(workers)
        await auth.close()
        await documents.close()

    bot, adapter = SupportBot(rooms, state), TeamsAdapter(auth, now, pace)
    app = Web(
        adapter=adapter,
        bot=bot,
        desk=desk,
        calendars=calendars,
        advertising=advertising,
        health=health,
    ).application()
    app[DESK], app[COURIER], app[CRIER], app[ROLL_CALL] = desk, courier, crier, roll_call
    app.cleanup_ctx.append(running)
    return app


def main() -> None:
    """Run until stopped. What is wrong with the settings is said in one line each, without a traceback."""
    try:
        settings = Settings()
    except ValidationError as invalid:
        sys.exit("\n".join(f"settings: {complaint}" for complaint in complaints(invalid)))
    configure_logs(settings.log_level)
    listening = _listen(settings.listen_on, settings.port)
    if not settings.app_id:
        _say("MicrosoftAppId is not set: no token is checked, and the bot listens on this machine only.")
    host, port = listening.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/api/messages"
    try:
        # aiohttp calls what it is given as `print` when all is open, and the store is: whoever reads the line
        # may take the bot for ready.
        web.run_app(_started(settings), sock=listening, print=lambda _: _say(f"The bot listens on {address}"))
    except (OSError, ValueError, StorageFault) as fault:
        sys.exit(f"The bot could not start: {fault}")


async def _started(settings: Settings) -> web.Application:
    app = await build(settings)
    # What start-up made is here to stay: the garbage collector need not look through it time and again.
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    gc.enable()
    loop = asyncio.get_running_loop()
    loop.call_later(HOLIDAYS_AFTER, loop.run_in_executor, None, load_bank_holidays)
    return app


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except UnicodeError:
        reason = "it is no address"
    except socket.gaierror as unknown:
        reason = unknown.strerror or "there is no such host"
    except OSError as fault:
        reason = os.strerror(fault.errno or 0)
    sys.exit(f"The bot cannot listen on {host}, port {port} ({reason}): set HOST or PORT to another.")


def _say(sentence: str) -> None:
    print(sentence, flush=True)  # noqa: T201 (to whoever starts it)


if __name__ == "__main__":
    main()
