"""What every card is built of. What a person typed is only ever shown by `said`, and by what uses it."""

import re
from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from microsoft_teams.cards import (
    Action,
    ActionSet,
    AdaptiveCard,
    CardElement,
    Column,
    ColumnSet,
    Container,
    ExecuteAction,
    OpenUrlAction,
    RichTextBlock,
    ShowCardAction,
    SubmitAction,
    TeamsCardProperties,
    TextBlock,
    TextInput,
    TextRun,
)
from microsoft_teams.cards.core import (
    ActionStyle,
    ContainerStyle,
    InputTextStyle,
    Spacing,
    TextColor,
    TextSize,
    TextWeight,
)

from cards.announcing.payloads import Known
from cards.payloads import Executed, Pressed

SCHEMA_VERSION = "1.5"
_BRACE_BEFORE_BRACE = re.compile(r"\{(?=\{)")
PARAGRAPHS_MAX = 12
"""Each costs a block of JSON, and a card has 28 KB."""


class Looks(TypedDict, total=False):
    """How a text input may look."""

    style: InputTextStyle
    placeholder: str
    is_multiline: bool


def card(
    body: Sequence[CardElement], actions: Sequence[Action] = (), *, summary: str, wide: bool = False
) -> AdaptiveCard:
    """A card. `summary` is what a notification shows of it: never an overview, never anything typed."""
    return AdaptiveCard(
        version=SCHEMA_VERSION,
        fallback_text=summary,
        lang="en-GB",
        body=list(body),
        actions=list(actions) or None,
        msteams=TeamsCardProperties(width="full") if wide else None,
    )


def title(text: str, *, color: TextColor | None = None) -> TextBlock:
    """The heading of a card: our own words only, because a TextBlock renders markdown."""
    return TextBlock(text=text, size="Large", weight="Bolder", wrap=True, style="heading", color=color)


def said(
    text: str,
    *,
    weight: TextWeight | None = None,
    size: TextSize | None = None,
    subtle: bool = False,
    spacing: Spacing | None = None,
) -> RichTextBlock:
    """A sentence, whoever wrote it: text runs know neither markdown nor links."""
    run = TextRun(text=inert(text), weight=weight, size=size, is_subtle=subtle or None)
    return RichTextBlock(inlines=[run], spacing=spacing)


def lines(texts: Iterable[str], *, spacing: Spacing = "Small") -> list[CardElement]:
    """Each on a line of its own."""
    return [said(text, spacing=spacing) for text in texts]


def paragraphs(text: str) -> list[str]:
    """The lines of a text. Text runs do not break at a newline everywhere, so each line is to be a block."""
    parts = [line.strip() for line in text.splitlines() if line.strip()]
    kept = parts[: PARAGRAPHS_MAX - 1]
    rest = " ".join(parts[PARAGRAPHS_MAX - 1 :])
    return [*kept, rest] if rest else kept


def row(label: str, value: str) -> ColumnSet:
    """A label of ours and a short value beside it."""
    columns = [
        Column(width="80px", items=[said(label, subtle=True)]),
        Column(width="stretch", items=[said(value)]),
    ]
    return ColumnSet(columns=columns, spacing="Small")


def fact(label: str, values: Sequence[str]) -> list[CardElement]:
    """A label of ours before its only value, or above several."""
    name = TextRun(text=f"{label}: ", is_subtle=True)
    if len(values) == 1:
        return [RichTextBlock(inlines=[name, TextRun(text=inert(values[0]))], spacing="Small")]
    return [RichTextBlock(inlines=[name], spacing="Small"), *lines(values)]


def with_button(heading: CardElement, button: Action) -> ColumnSet:
    """A heading, and on its right what can be done about what it heads."""
    return ColumnSet(
        columns=[
            Column(width="stretch", items=[heading], vertical_content_alignment="Center"),
            Column(width="auto", items=[ActionSet(actions=[button])]),
        ]
    )


def box(items: Sequence[CardElement], style: ContainerStyle) -> Container:
    """A tinted panel for the one thing on a card that must be seen."""
    return Container(items=list(items), style=style, rounded_corners=True)


def text_input(
    id: str,  # noqa: A002 (its name on the card)
    label: str,
    value: str,
    *,
    most: int,
    **looks: Unpack[Looks],
) -> TextInput:
    """An input for a text. `most` characters of what is in it are kept, so that the card stays small."""
    return TextInput(id=id, label=label, value=value[:most] or None, max_length=most, **looks)


def press(
    label: str, payload: Pressed, *, style: ActionStyle | None = None, inputs: bool = False
) -> SubmitAction:
    """A button that sends a message. `inputs` says whether what is filled in goes with it."""
    return SubmitAction(
        title=label,
        style=style,
        data=payload.model_dump(mode="json", exclude_defaults=True) | {"act": payload.act},
        associated_inputs=None if inputs else "none",
    )


def execute(
    label: str, payload: Executed | Known, *, style: ActionStyle | None = None, inputs: bool = False
) -> ExecuteAction:
    """A button that waits for a card in answer. Clients too old for it do not show it."""
    return ExecuteAction(
        title=label,
        style=style,
        verb=payload.verb,
        data=payload.model_dump(mode="json", exclude_defaults=True, exclude={"verb"}),
        associated_inputs=None if inputs else "none",
        fallback="drop",
    )


def open_url(label: str, url: str) -> OpenUrlAction:
    return OpenUrlAction(title=label, url=url)


def unfold(label: str, body: Sequence[CardElement], action: Action) -> ShowCardAction:
    """A button that first shows more, with the button that does it: a question asked twice."""
    inner = AdaptiveCard(version=SCHEMA_VERSION, body=list(body), actions=[action])
    return ShowCardAction(title=label, card=inner)


def inert(text: str) -> str:
    """For a text run: even there `{{DATE(…)}}` becomes a date. A word joiner between prevents it."""
    return _BRACE_BEFORE_BRACE.sub("{\u2060", text) if "{{" in text else text
