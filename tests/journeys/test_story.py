"""From hello to a booked session: the whole main job, over HTTP."""

from tests.journeys.stage import OVERVIEW, Stage, reference_in, slots_in


async def test_an_lro_asks_and_two_advisers_are_told_and_one_books(stage: Stage) -> None:
    lro, (first, second, *_) = stage.lro, stage.advisers
    await lro.says("hello")
    hello = await lro.waits_for("support session")
    await lro.presses(hello, "Request a session")

    name = await lro.waits_for("What is your name?")
    assert "does not replace a formal tasking" in name.words
    assert name.inputs["name"]["value"] == lro.name, "known from Teams, to be confirmed"
    await lro.presses(name, "Next")
    contact = await lro.waits_for("How can we reach you?")
    assert contact.inputs["email"]["value"] == lro.email
    await lro.presses(contact, "Next", {"telephone": "07700 900123"})
    force = await lro.waits_for("Which force are you in?")
    await lro.presses(force, "Next")
    overview = await lro.waits_for("What would you like support with?")
    await lro.presses(overview, "Next", {"overview": OVERVIEW})
    times = await lro.waits_for("When are you free?")
    await lro.presses(times, "Next", {"day-2026-11-24": "2026-11-24/morning", "times": "Thu 10-12"})

    summary = await lro.waits_for(lambda m: "Submit" in m.buttons)
    for given in (
        lro.name,
        lro.email,
        "07700 900123",
        OVERVIEW,
        "Tuesday 24 November",
        "Thursday 26 November",
    ):
        assert given in summary.words
    await lro.presses(summary, "Submit")
    reference = reference_in(await lro.waits_for("Your request is in"))

    card = await stage.card_of(first, reference)
    await stage.card_of(second, reference)
    assert OVERVIEW in card.words
    booked = await first.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    assert "Tuesday 24 November, 09:00 to 10:00 (GMT)" in booked.words

    told = await lro.waits_for("Tuesday 24 November, 09:00 to 10:00 (GMT)", after=summary)
    assert first.name in told.words
    taken = await second.waits_for(f"Booked by {first.name}")
    assert taken.buttons == []
