"""What a region prints and mails about its sessions: whole sentences, each on one line of the profile.

In them `{team}`, `{length}` and the like stand for facts that the profile has already: each is said once.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, Field, HttpUrl, StringConstraints

from sessions.region_parts import Part

PLACE = re.compile(r"\{(\w*)\}")
AnyPart = TypeVar("AnyPart", bound=Part)


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("it must be one line, without tabs")
    if stray := re.search(r"[{}]", PLACE.sub("", text)):
        raise ValueError(f"there is a stray {stray[0]} in it")
    return text


# So long at the most that the poster stays a page.
Sentences = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), AfterValidator(_one_line)
]
ShortLine = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(_one_line)
]


class Links(Part):
    """Pages of the unit's own, to which officers and reviewers are sent."""

    microsite: HttpUrl = Field(description="the unit's public page about sessions")
    privacy: HttpUrl = Field(description="what is kept about people, and for how long")
    terms: HttpUrl = Field(description="the terms of use")


class Letter(Part):
    """The mail to the forces' Directors of Intelligence."""

    subject: ShortLine
    greeting: ShortLine
    paragraphs: Annotated[tuple[Sentences, ...], Field(min_length=1, max_length=8)]
    sign_off: ShortLine


class Advert(Part):
    """The sentences of the poster, the microsite's text and the letter."""

    title: ShortLine
    what: Sentences
    who_for: Sentences
    steps: Annotated[tuple[Sentences, ...], Field(min_length=1, max_length=4)]
    ask_not_task: Sentences
    letter: Letter

    def must_fill(self, facts: Mapping[str, str]) -> None:
        """Raises ValueError, naming the key, where a sentence has a `{name}` that is none of the facts."""

        def check(key: str, text: str) -> str:
            for name in PLACE.findall(text):
                if name not in facts:
                    raise ValueError(f"advert.{key}: {{{name}}} is none of {', '.join(facts)}")
            return text

        _through(self, check)

    def filled(self, facts: Mapping[str, str]) -> Self:
        """The same sentences with the facts in their places."""
        return _through(self, lambda _, text: PLACE.sub(lambda place: facts[place[1]], text))


def say_all(names: Sequence[str], link: str = "and") -> str:
    """For example "Devon, Dorset and Wiltshire"; at least one name."""
    return f" {link} ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def say_length(minutes: int) -> str:
    """Of a session."""
    return "one hour" if minutes == 60 else f"{minutes} minutes"  # noqa: PLR2004 (minutes in an hour)


def say_reply(working_days: int) -> str:
    """By when an LRO hears back, to stand behind "you hear"."""
    if working_days == 0:
        return "the same working day"
    return "within one working day" if working_days == 1 else f"within {working_days} working days"


def _through(part: AnyPart, change: Callable[[str, str], str], above: str = "") -> AnyPart:
    """A copy of the part with every sentence changed, wherever in it; `change` is told the sentence's key."""

    def changed(key: str, value: Any) -> Any:  # noqa: ANN401 (a field's value: a sentence, several, or a part)
        if isinstance(value, str):
            return change(key, value)
        if isinstance(value, tuple):
            return tuple(changed(f"{key}.{number}", each) for number, each in enumerate(value, 1))
        return _through(value, change, f"{key}.")

    return part.model_copy(update={name: changed(above + name, value) for name, value in part})
