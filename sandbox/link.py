"""The way from Teams to the bot: posts activities, and posts again when the bot is silent."""

import asyncio
import time
from collections import deque
from dataclasses import asdict, dataclass, field

import aiohttp

from sandbox.state import Json

LOG_LENGTH = 20_000


@dataclass
class Delivery:
    """What became of one activity. `status` None: no answer came. `seconds`: of all attempts."""

    number: int
    activity: Json
    attempts: int = 0
    status: int | None = None
    answer: Json | None = None
    error: str | None = None
    seconds: float = 0.0

    @property
    def accepted(self) -> bool:
        return self.status in (200, 201, 202)

    def as_json(self) -> Json:
        return asdict(self) | {"accepted": self.accepted}


@dataclass
class BotLink:
    """Posts to the bot's messages endpoint.

    `answer_within`: seconds after which Teams takes the bot for silent and sends the same activity, same id,
    again (15 in Teams), at most `resends` times.
    """

    session: aiohttp.ClientSession
    bot_url: str
    answer_within: float = 15.0
    resends: int = 1
    log: deque[Delivery] = field(default_factory=lambda: deque(maxlen=LOG_LENGTH))
    _count: int = 0

    async def deliver(self, activity: Json) -> Delivery:
        """Post one activity. Never raises: what went wrong stands in the delivery."""
        self._count += 1
        delivery = Delivery(self._count, activity)
        self.log.append(delivery)
        began = time.monotonic()
        try:
            for _ in range(1 + self.resends):
                delivery.attempts += 1
                if await self._attempt(delivery):
                    break
        finally:
            delivery.seconds = time.monotonic() - began
        return delivery

    async def resend(self, activity_id: str) -> Delivery | None:
        """Post an activity of the log again as it was, a duplicate; None if the log does not have it."""
        for old in reversed(self.log):
            if old.activity["id"] == activity_id:
                return await self.deliver(old.activity)
        return None

    async def wait_until_up(self) -> None:
        """Return once something answers at the bot's address, whatever it answers."""
        pause = 0.1
        while True:
            try:
                async with self.session.get(self.bot_url, timeout=aiohttp.ClientTimeout(total=5)):
                    return
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, 1.0)

    async def _attempt(self, delivery: Delivery) -> bool:
        """Post once; True if there is nothing to gain from posting again."""
        try:
            async with self.session.post(
                self.bot_url, json=delivery.activity, timeout=aiohttp.ClientTimeout(total=self.answer_within)
            ) as response:
                delivery.status = response.status
                delivery.answer, delivery.error = await _read_answer(response)
        except TimeoutError:
            delivery.error = f"no answer within {self.answer_within:g} s"
            return False
        except aiohttp.ClientError:
            delivery.error = "the bot cannot be reached"
            return True
        # An invoke answered with nothing is of no use to Teams, and it tries again; a message needs no body.
        return delivery.activity["type"] != "invoke" or delivery.answer is not None


async def _read_answer(response: aiohttp.ClientResponse) -> tuple[Json | None, str | None]:
    error = None if response.status in (200, 201, 202) else f"the bot answered {response.status}"
    if not (await response.read()).strip():
        return None, error
    try:
        answer = await response.json(content_type=None)
    except ValueError:
        return None, error
    return (answer, error) if isinstance(answer, dict) else (None, error)
