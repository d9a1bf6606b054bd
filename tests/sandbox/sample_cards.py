"""Cards that use most of what a card can hold, to see that the page draws it."""

from tests.sandbox.fake_bot import Json, card

CHAT_LINK = (
    "https://teams.microsoft.com/l/chat/0/0"
    "?users=28:support-bot&message=request%20%28microsite%29%20%26%20more"
)
"""Opens a chat with the bot, the words "request (microsite) & more" written already."""


def _text(text: str, **more: object) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True, **more}


def _facts(**facts: str) -> Json:
    return {"type": "FactSet", "facts": [{"title": title, "value": value} for title, value in facts.items()]}


def _choices(**choices: str) -> list[Json]:
    return [{"title": title, "value": value} for value, title in choices.items()]


SLOTS = _choices(
    m10="Mon 23 Nov, 10:00-11:00 GMT", m11="Mon 23 Nov, 11:00-12:00 GMT", t14="Tue 24 Nov, 14:00-15:00 GMT"
)

REQUEST = card(
    {
        "type": "ColumnSet",
        "columns": [
            {
                "type": "Column",
                "width": "stretch",
                "items": [
                    _text("New request", style="heading"),
                    _text("SW-7K4M, waiting 2 hours", isSubtle=True, size="Small", spacing="None"),
                ],
            },
            {"type": "Column", "width": "auto", "items": [_text("Open", color="Good", weight="Bolder")]},
        ],
    },
    _facts(LRO="Rowan Ashdown", Force="Dorset", Email="rowan.ashdown.sample@dorset.police.uk"),
    {
        "type": "Container",
        "style": "emphasis",
        "items": [
            _text("Overview", weight="Bolder"),
            _text("County lines: how to use *civil orders* <b>early</b>."),
        ],
    },
    {
        "type": "Table",
        "columns": [{"width": 1}, {"width": 2}],
        "firstRowAsHeader": True,
        "rows": [
            {"type": "TableRow", "cells": [{"type": "TableCell", "items": [_text(t)]} for t in row]}
            for row in (("Day", "Free"), ("Monday", "Morning"), ("Tuesday", "All day"))
        ],
    },
    {
        "type": "Input.ChoiceSet",
        "id": "slot",
        "label": "Time",
        "isRequired": True,
        "errorMessage": "Please pick a time.",
        "placeholder": "Pick a time",
        "choices": SLOTS,
    },
    actions=[
        {
            "type": "Action.Execute",
            "title": "Book this time",
            "verb": "book",
            "style": "positive",
            "data": {"request": "R1"},
        },
        {
            "type": "Action.ShowCard",
            "title": "None of these",
            "card": {
                "type": "AdaptiveCard",
                "body": [
                    {"type": "Input.Text", "id": "note", "label": "Note to the LRO", "isMultiline": True}
                ],
                "actions": [
                    {
                        "type": "Action.Execute",
                        "title": "Ask for other times",
                        "verb": "ask",
                        "associatedInputs": "none",
                    }
                ],
            },
        },
    ],
)

PROMPT = card(
    _text("What do you need support with?", style="heading"),
    _text("A few lines are enough. Please leave out intelligence and the names of subjects.", isSubtle=True),
    {
        "type": "Input.Text",
        "id": "overview",
        "label": "Brief overview",
        "isMultiline": True,
        "isRequired": True,
        "errorMessage": "Please write 10 to 2,000 characters.",
        "placeholder": "For example: how others have dealt with …",
    },
    {
        "type": "Input.ChoiceSet",
        "id": "when",
        "label": "When are you free?",
        "style": "expanded",
        "isMultiSelect": True,
        "choices": _choices(m="Monday morning", t="Tuesday afternoon", w="Wednesday, all day"),
    },
    {
        "type": "Input.ChoiceSet",
        "id": "force",
        "label": "Force",
        "style": "filtered",
        "choices": _choices(d="Dorset"),
    },
    {"type": "Input.Date", "id": "day", "label": "Another day"},
    {"type": "Input.Toggle", "id": "again", "title": "Remember my contact details", "wrap": True},
    actions=[
        {"type": "Action.Submit", "title": "Next", "style": "positive", "data": {"step": "overview"}},
        {"type": "Action.Submit", "title": "Back", "associatedInputs": "none", "data": {"step": "back"}},
        {"type": "Action.Submit", "title": "Cancel", "style": "destructive", "associatedInputs": "none"},
    ],
)

BOOKED = card(
    {
        "type": "Container",
        "style": "good",
        "bleed": True,
        "items": [
            _text("Booked by you", weight="Bolder", color="Good"),
            _text("Mon 23 Nov, 11:00-12:00 GMT"),
        ],
    },
    _facts(LRO="Rowan Ashdown", Reference="SW-7K4M"),
    actions=[
        {
            "type": "Action.OpenUrl",
            "title": "Create the Teams invitation",
            "url": "https://teams.microsoft.com/",
        }
    ],
)
