"""Each question, answered by card and in words, rightly and wrongly."""

import pytest

from tests.journeys.stage import OVERVIEW
from tests.journeys.walker import ANSWERS, INPUTS, QUESTIONS, Town, Walker

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def finds(walker: Walker, *words: str) -> None:
    summary = await walker.is_asked("check")
    for given in words:
        assert given in summary.words


async def test_every_question_can_be_answered_on_its_card(town: Town) -> None:
    lro = town.somebody()
    await lro.begins()
    for step, inputs in INPUTS.items():
        await lro.is_asked(step)
        await lro.presses("Next", inputs)
    await finds(lro, lro.player.name, lro.player.email, "07700 900123", OVERVIEW, "Tuesday 24 November")


async def test_every_question_can_be_answered_in_words(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("check")
    await finds(lro, lro.player.name, lro.player.email, "07700 900123", OVERVIEW, "Tuesday 24 November")


async def test_the_history_reads_as_questions_and_answers(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("check")
    answers = [m.words for m in await lro.heard() if "✓" in m.words]
    assert [a.split(":")[0] for a in answers] == ["✓ Name", "✓ Contact", "✓ Force", "✓ Overview", "✓ When"]
    assert OVERVIEW in answers[3]


@pytest.mark.parametrize(
    "agreed", ["yes", "OK.", "That\N{RIGHT SINGLE QUOTATION MARK}s right!", "next", "Yes please"]
)
async def test_what_is_known_is_confirmed_with_a_word(town: Town, agreed: str) -> None:
    lro = town.somebody()
    card = await lro.begins()
    assert card.inputs["name"]["value"] == lro.player.name
    await lro.says(agreed)
    await lro.is_asked("contact")


@pytest.mark.parametrize(
    "said", ["Sam Sample", "I'm Sam Sample", "My name is Sam Sample", " it's  Sam Sample"]
)
async def test_a_name_is_typed_as_people_introduce_themselves(town: Town, said: str) -> None:
    lro = town.somebody()
    card = await lro.begins()
    await lro.says(said)
    assert (await lro.player.sees_now(card)).words == "✓ Name: \nSam Sample"


async def test_a_no_is_not_a_name(town: Town) -> None:
    lro = town.somebody()
    await lro.begins()
    await lro.says("no")
    assert "Please write your name." in (await lro.is_asked("name")).words


async def test_yes_to_contact_details_without_a_telephone_asks_for_the_telephone(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("contact")
    await lro.says("yes")
    card = await lro.is_asked("contact")
    assert "telephone number in full" in card.words
    assert card.inputs["email"]["value"] == lro.player.email


async def test_the_force_is_guessed_from_the_mail_domain_and_changed_in_words(town: Town) -> None:
    lro = town.somebody()
    card = await lro.gets_to("force")
    domain_of = {"Avon and Somerset": "avonandsomerset", "Devon and Cornwall": "dc", "Dorset": "dorset"}
    guessed = card.inputs["force"]["value"]
    assert domain_of.get(guessed, guessed.lower()) == lro.player.email.split("@")[1].split(".")[0]
    await lro.says("A&S")
    await lro.says(OVERVIEW)
    await lro.says("tomorrow all day")
    await finds(lro, "Avon and Somerset")


async def test_a_force_that_is_none_of_ours_is_asked_again_with_the_ones_there_are(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("force")
    await lro.says("Kent")
    assert "Gloucestershire or Wiltshire" in (await lro.is_asked("force")).words


async def test_an_email_typed_before_a_telephone_is_kept_while_the_telephone_is_asked_for(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("contact")
    await lro.says("sam.sample@example.police.uk")
    card = await lro.is_asked("contact")
    assert card.inputs["email"]["value"] == "sam.sample@example.police.uk"
    await lro.says("01392 123456")
    await lro.is_asked("force")
    await lro.says("Dorset")
    await lro.says(OVERVIEW)
    await lro.says("tomorrow all day")
    await finds(lro, "sam.sample@example.police.uk", "01392 123456", "Dorset")


WRONG = [
    ("name", {"name": "x" * 101}, "100 characters at most"),
    ("contact", {"email": "sam@", "telephone": "07700 900123"}, "check the email address"),
    ("contact", {"email": "sam.sample@example.police.uk", "telephone": "0770 9"}, "telephone number in full"),
    ("overview", {"overview": "short"}, "say a little more"),
    ("overview", {"overview": "o" * 2_001}, "It has 2,001 now."),
    (
        "availability",
        {"times": "the usual", "day-2026-11-25": "2026-11-25/morning"},
        'not understand "the usual"',
    ),
    ("availability", {"times": "Tue 10:15-11:15"}, "Please make these longer"),
    ("availability", {"times": "the usual"}, 'not understand "the usual"'),
]


@pytest.mark.parametrize(("step", "typed", "sentence"), WRONG)
async def test_a_wrong_answer_on_a_card_gets_a_sentence_and_stands_there_to_be_mended(
    town: Town, step: str, typed: dict[str, str], sentence: str
) -> None:
    lro = town.somebody()
    before = await lro.gets_to(step)
    await lro.presses("Next", typed)
    card = await lro.is_asked(step)
    assert card.id == before.id, "mended where it stands"
    assert sentence in card.words
    assert {name: card.inputs[name]["value"] for name in typed} == typed
    for aside in ("help", "back"):  # and looking away does not lose it
        await lro.says(aside)
    if step != "name":
        await lro.presses("Next")
    card = await lro.is_asked(step)
    assert {name: card.inputs[name]["value"] for name in typed} == typed
    await lro.says("sam.sample@example.police.uk 01392 123456" if step == "contact" else ANSWERS[step])
    assert QUESTIONS[step] not in (await lro.card()).words


async def test_an_answer_once_mended_is_what_one_comes_back_to(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    await lro.says("short")
    await lro.says(OVERVIEW)
    await lro.says("back")
    card = await lro.is_asked("overview")
    assert card.inputs["overview"]["value"] == OVERVIEW
    assert "say a little more" not in card.words


async def test_a_wrong_answer_in_words_is_put_into_the_new_card(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("contact")
    await lro.says("ring me on 0770 9")
    card = await lro.is_asked("contact")
    assert "telephone number in full" in card.words
    assert card.inputs["telephone"]["value"] == "ring me on 0770 9"


@pytest.mark.parametrize(
    "overview",
    [
        "o" * 2_000,
        "\N{POLICE CAR}" * 2_000,
        "\N{POLICE CAR}\n" * 990 + "end",
        "First line.\n\nSecond line, after a gap.",
        "**Bold** [link](https://example.test) <b>html</b> &amp; _under_",
        "I need advice on county lines in two market towns.",
        "A session would help us a great deal with this one.",
    ],
    ids=["exactly 2,000", "2,000 of four bytes", "990 lines", "lines", "markup", "I need", "a session"],
)
async def test_an_overview_of_any_kind_goes_through_as_it_is(town: Town, overview: str) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    await lro.says(overview)
    await lro.is_asked("availability")
    await lro.presses("Next", INPUTS["availability"])
    await lro.presses("Submit")
    assert "Your request is in" in (await lro.last()).words
    assert lro.player.lines() == [], "nothing was refused by Teams"


async def test_2001_characters_of_four_bytes_are_counted_as_characters(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    await lro.presses("Next", {"overview": "\N{POLICE CAR}" * 2_001})
    card = await lro.is_asked("overview")
    assert "It has 2,001 now." in card.words
    assert len(card.inputs["overview"]["value"]) == 2_001


async def test_hidden_characters_are_neither_counted_nor_kept(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    await lro.says("\u202eshort\u200b\u200b\u200b\u200b\u200b\u2066")
    assert "say a little more" in (await lro.is_asked("overview")).words
    await lro.says("Advice\u200b on \u202edisruption, please")
    assert "Advice on disruption, please" in "".join(m.words for m in await lro.heard())


async def test_ten_thousand_characters_are_too_long_and_not_a_fault(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    await lro.says("word " * 2_000)
    card = await lro.is_asked("overview")
    assert "It has 9,999 now." in card.words
    assert card.inputs["overview"]["value"].startswith("word word")


async def test_times_understood_in_part_are_named_and_can_be_used(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.says("tomorrow all day, the usual")
    card = await lro.is_asked("availability")
    assert 'I did not understand "the usual".' in card.words
    assert "Tuesday 24 November, 09:00 to 17:00 (GMT)" in card.words
    await lro.presses("Use these times")
    await finds(lro, "Tuesday 24 November, 09:00 to 17:00 (GMT)")


@pytest.mark.parametrize("agreed", ["use these times", "Yes"])
async def test_times_understood_in_part_can_be_used_with_a_word(town: Town, agreed: str) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.says("Thu 10-12, the usual")
    await lro.says(agreed)
    await finds(lro, "Thursday 26 November, 10:00 to 12:00 (GMT)")


@pytest.mark.parametrize(
    ("said", "wrong", "sentence"),
    [
        ("my mail is foo@", "foo@", "check the email address"),
        ("01392 1", "01392 1", "telephone number in full"),
        ("foo@ 01392 1", 'foo@", "01392 1', "one email address and one telephone number"),
        ("a@b.example c@d.example", "a@b.example c@d.example", "one email address and one telephone number"),
        ("ask the desk", "ask the desk", "one email address and one telephone number"),
    ],
)
async def test_contact_details_that_are_right_are_not_lost_for_words_that_are_wrong(
    town: Town, said: str, wrong: str, sentence: str
) -> None:
    lro = town.somebody()
    await lro.gets_to("check")
    await lro.says("change contact")
    await lro.says(said)
    card = await lro.is_asked("contact")
    assert f'I did not understand "{wrong}".' in card.words
    assert sentence in card.words
    kept = {"email": lro.player.email, "telephone": "07700 900123"}
    assert {place: card.inputs[place]["value"] for place in kept} == kept
    await lro.presses("Save")
    await finds(lro, *kept.values())


async def test_of_contact_details_in_one_line_what_is_right_is_kept(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("contact")
    await lro.says("sam@ 01392 123456")
    card = await lro.is_asked("contact")
    assert 'I did not understand "sam@".' in card.words
    assert card.inputs["email"]["value"] == lro.player.email
    assert "01392 123456" in card.inputs["telephone"]["value"]
    await lro.presses("Next")
    await lro.is_asked("force")


async def test_wrong_contact_details_are_put_where_nothing_right_is(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("contact")
    await lro.says("07700 9")
    assert (await lro.is_asked("contact")).inputs["telephone"]["value"] == "07700 9"
    await lro.says("01392 123456")
    await lro.is_asked("force")


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Saturday 10-12", "Sessions are held Monday to Friday, 09:00 to 17:00 (GMT)."),
        ("6am", "Sessions are held Monday to Friday, 09:00 to 17:00 (GMT)."),
        ("in three weeks", "I can look 7 days ahead, up to Monday 30 November."),
        ("today in an hour", "A session can start 2 hours from now at the soonest."),
    ],
)
async def test_times_beyond_what_is_offered_are_told_the_rule(town: Town, said: str, rule: str) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.says(said)
    card = await lro.is_asked("availability")
    assert f'I cannot offer "{said}". {rule} Please choose other times' in card.words
    assert "Use these times" not in card.buttons
    assert card.inputs["times"]["value"] == said


async def test_where_some_can_be_offered_the_rest_is_told_its_rule(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.says("Thu 10-12 and Sat 10-12")
    card = await lro.is_asked("availability")
    assert 'I cannot offer "Sat 10-12". Sessions are held Monday to Friday' in card.words
    assert card.inputs["times"]["value"] == "Thu 10-12 and Sat 10-12"
    await lro.presses("Use these times")
    await finds(lro, "Thursday 26 November, 10:00 to 12:00 (GMT)")


async def test_times_not_understood_at_all_are_named_and_cannot_be_used(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.says("the usual")
    card = await lro.is_asked("availability")
    assert 'I did not understand "the usual".' in card.words
    assert "Use these times" not in card.buttons
    assert card.inputs["times"]["value"] == "the usual"


@pytest.mark.parametrize("said", [".", "\u200b", " ", "word " * 150, "((((", "\N{THUMBS UP SIGN}"])
async def test_any_text_at_all_can_be_typed_where_times_are_asked(town: Town, said: str) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.says(said)
    card = await lro.is_asked("availability")
    assert "I found no time" in card.words or "choose at least one day" in card.words


async def test_no_times_at_all_are_asked_for_again(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.presses("Next")
    assert "choose at least one day" in (await lro.is_asked("availability")).words


async def test_taking_every_day_back_is_not_agreeing_to_them(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("check")
    await lro.says("change times")
    card = await lro.is_asked("availability")
    assert card.inputs["day-2026-11-24"]["value"] == "2026-11-24/all-day"
    await lro.presses("Save", {"day-2026-11-24": "-"})
    assert "choose at least one day" in (await lro.is_asked("availability")).words


async def test_the_word_morning_is_an_answer_when_times_are_asked(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.says("morning")
    assert "Carry on where you left off?" not in (await lro.card()).words


@pytest.mark.parametrize("said", ["   ", "\N{THUMBS UP SIGN}", "&lt;b&gt;", "\u200b"])
async def test_words_that_say_nothing_get_a_sentence(town: Town, said: str) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    await lro.says(said)
    assert "say a little more" in (await lro.is_asked("overview")).words


async def test_html_entities_are_read_as_what_they_stand_for(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    await lro.says("Advice on shops &amp; landlords, please")
    assert any("shops & landlords" in m.words for m in await lro.heard() if "✓" in m.words)


async def test_text_typed_while_a_card_is_open_answers_it(town: Town) -> None:
    lro = town.somebody()
    card = await lro.begins()
    await lro.says("Sam Sample")
    assert (await lro.player.sees_now(card)).words == "✓ Name: \nSam Sample"
    await lro.is_asked("contact")


async def test_a_novel_about_ones_times_is_not_read(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.says("Tue 10-12, " * 2_000)
    assert "please say it in 1,000 characters" in (await lro.is_asked("availability")).words
