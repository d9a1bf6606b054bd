"""Where an LRO came from travels in the printed address and in the first message, and nothing else does."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.links import ask_address, chat_link, clean_ref, take_ref

BOT = "3f2a1b0c-0000-4000-8000-000000000001"
REFS = st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True)


def message_of(link: str) -> str:
    return parse_qs(urlsplit(link).query, strict_parsing=True)["message"][0]


def test_the_printed_address_is_the_bots_own() -> None:
    assert ask_address("https://bot.example.org", "microsite") == "https://bot.example.org/ask?ref=microsite"
    assert ask_address("https://example.org/bot/", None) == "https://example.org/bot/ask"


def test_the_chat_opens_with_the_bot_and_the_words_to_send() -> None:
    assert chat_link(BOT, "microsite") == (
        f"https://teams.microsoft.com/l/chat/0/0?users=28:{BOT}"
        "&message=Request%20a%20session%20%28microsite%29"
    )
    assert message_of(chat_link(BOT)) == "Request a session"


@given(ref=REFS)
def test_every_source_comes_back(ref: str) -> None:
    printed = parse_qs(urlsplit(ask_address("https://bot.example.org", ref)).query)["ref"][0]
    assert clean_ref(printed) == ref
    assert take_ref(message_of(chat_link(BOT, printed))) == ("Request a session", ref)


@pytest.mark.parametrize(
    "said",
    [
        " Request a session (microsite) ",
        "request a session(microsite)",
        "Request a\N{NO-BREAK SPACE}session  (microsite)\n",
    ],
)
def test_a_message_may_have_been_touched_on_its_way(said: str) -> None:
    words, ref = take_ref(said)
    assert words.casefold() == "request a session"
    assert ref == "microsite"


@pytest.mark.parametrize(
    "said",
    [
        "Request a session",
        "Request a session ()",
        "Request a session (micro site)",
        "Request a session (micro_site)",
        f"Request a session ({33 * 'x'})",
        "Request a session (microsite) for tomorrow",
        "I would like to request a session (microsite)",
        "Request a session (\N{LATIN SMALL LETTER LONG S}ite)",
        "Request a session (<b>)",
        "(microsite)",
        "",
    ],
)
def test_anything_else_is_no_source_and_stays_as_it_was_said(said: str) -> None:
    assert take_ref(said) == (said, None)


@pytest.mark.parametrize("text", [None, "", "Micro", "a b", "a\n", "x" * 33, "\N{DEVANAGARI DIGIT ONE}"])
def test_what_is_no_source_is_dropped_at_the_door(text: str | None) -> None:
    assert clean_ref(text) is None


def test_nothing_is_printed_that_would_not_come_back() -> None:
    with pytest.raises(ValueError, match="'a b' is no source"):
        ask_address("https://bot.example.org", "a b")
    with pytest.raises(ValueError, match="'a&b' is no source"):
        chat_link(BOT, "a&b")
    with pytest.raises(ValueError, match="no id"):
        chat_link("", "microsite")
