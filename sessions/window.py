"""A stretch of time in which somebody is free, and the arithmetic of such stretches."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, field_validator, model_validator


class Window(BaseModel):
    """A half-open stretch of time, `start` <= t < `end`, both in UTC."""

    model_config = ConfigDict(frozen=True)

    start: AwareDatetime
    end: AwareDatetime

    @field_validator("start", "end")
    @classmethod
    def _in_utc(cls, value: datetime) -> datetime:
        return value.astimezone(UTC)

    @model_validator(mode="after")
    def _has_length(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a window ends after it starts")
        return self

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: "Window") -> bool:
        """Whether some instant lies in both; windows that only touch do not overlap."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Window") -> bool:
        """Whether `other` lies wholly inside this window."""
        return self.start <= other.start and other.end <= self.end


def merge(windows: Iterable[Window]) -> tuple[Window, ...]:
    """The same instants, sorted, with overlapping and adjoining windows joined."""
    merged: list[Window] = []
    for window in sorted(windows, key=lambda w: (w.start, w.end)):
        if merged and window.start <= merged[-1].end:
            last = merged.pop()
            window = Window(start=last.start, end=max(last.end, window.end))  # noqa: PLW2901 (the joined window)
        merged.append(window)
    return tuple(merged)
