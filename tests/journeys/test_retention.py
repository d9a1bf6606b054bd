"""What is over is kept for as long as the settings say, and no longer."""

from tests.journeys.stage import staged
from tests.journeys.stores import NewStore
from tests.journeys.walker import requests_of


async def test_a_withdrawn_request_goes_when_its_time_has_come(new_store: NewStore) -> None:
    async with staged(new_store(), keep_requests_days=30) as stage:
        lro = stage.lro
        reference = await stage.asks(lro)
        await lro.says("my requests")
        await lro.presses((await lro.messages())[-1], "Withdraw")
        await lro.presses((await lro.messages())[-1], "Yes, withdraw it")
        stage.clock.passes(days=29, hours=23)
        assert await requests_of(lro) == [reference]
        stage.clock.passes(hours=2)
        assert await requests_of(lro) == []
