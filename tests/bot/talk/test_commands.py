"""What is a command, and what is an answer that only looks like one."""

import pytest

from bot.talk.commands import Command, read_command

ALWAYS = {
    Command.HELLO: ["hello", "Hi!", "hey there", "Good morning", "good afternoon."],
    Command.REQUEST: [
        "request a session",
        "Request a session please",
        "please book a session",
        "I'd like to request a support session",
        "I\N{RIGHT SINGLE QUOTATION MARK}d like a session",
        "I want to book a session.",
        "can I have a session?",
        "new request",
        "another session",
        "session",
        "  REQUEST   a  session  ",
    ],
    Command.MINE: ["my requests", "My requests?", "show my requests", "status", "my sessions", "withdraw"],
    Command.HELP: ["help", "?", "Help!", "what can I say?", "What can you do?"],
    Command.CANCEL: ["cancel", "stop", "back", "start again"],
    Command.QUEUE: [
        "queue",
        "The queue, please",
        "show the queue",
        "Show me the queue!",
        "waiting list",
        "who is waiting?",
        "Who\N{RIGHT SINGLE QUOTATION MARK}s still waiting?",
        "who is waiting for a session?",
        "who is in the queue",
        "who waits",
    ],
}
OUTSIDE = {
    Command.HELLO: ["morning", "start"],
    Command.REQUEST: [
        "I need help with a group in our village shops",
        "need advice on county lines",
        "ask for support with cuckooing",
        "Hi, I'd like to request a session",
        "Hello there. Request a session",
        "book",
    ],
    Command.MINE: ["withdraw my request", "withdraw SW-7K4-M2QX"],
}
NEITHER = [
    "",
    "   ",
    "Tuesday afternoon",
    "A session would help us with the matter of the village shops.",
    "We request advice on disruption.",
    "Hellobore Ltd",
    "Who is waiting in the yard and watching the queue?",
    "There is a queue of victims.",
    "yes",
    "\N{THUMBS UP SIGN}",
    "\N{POLICE CAR}" * 5_000,
]


def pairs(known: dict[Command, list[str]]) -> list[tuple[str, Command]]:
    return [(text, command) for command, texts in known.items() for text in texts]


@pytest.mark.parametrize(("text", "command"), pairs(ALWAYS))
@pytest.mark.parametrize("in_walk", [True, False])
def test_short_words_are_commands_everywhere(text: str, command: Command, in_walk: bool) -> None:
    assert read_command(text, in_walk=in_walk) is command


@pytest.mark.parametrize(("text", "command"), pairs(OUTSIDE))
def test_longer_ones_are_commands_only_where_no_question_was_asked(text: str, command: Command) -> None:
    assert read_command(text) is command
    assert read_command(text, in_walk=True) is None


@pytest.mark.parametrize("text", NEITHER)
@pytest.mark.parametrize("in_walk", [True, False])
def test_anything_else_is_none(text: str, in_walk: bool) -> None:
    assert read_command(text, in_walk=in_walk) is None
