"""What cannot be read is told in the log: often enough to be noticed, and no more."""

import logging
from dataclasses import dataclass

import pytest

from storage import unreadable
from storage.documents import Key, StorageFault
from storage.unreadable import AGAIN_AFTER_S, Unreadable


@dataclass
class Seconds:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def told(seconds: Seconds, caplog: pytest.LogCaptureFixture) -> Unreadable:
    caplog.set_level(logging.ERROR)
    return Unreadable(seconds)


def tell(told: Unreadable, *names: str) -> None:
    for name in names:
        told.tell(Key("request", "lro", name), StorageFault(f"cannot read {name}"))


def test_each_is_told_once_an_hour(
    told: Unreadable, seconds: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    tell(told, "one", "one")
    seconds.now = AGAIN_AFTER_S / 2
    tell(told, "one", "other", "other")
    assert caplog.messages == [f"a record was left out: cannot read {name}" for name in ("one", "other")]
    seconds.now = AGAIN_AFTER_S
    tell(told, "one", "other", "one")
    assert [message.split()[-1] for message in caplog.messages] == ["one", "other", "one"]


def test_of_very_many_some_are_told_and_no_more_are_remembered(
    told: Unreadable, seconds: Seconds, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unreadable, "MOST", 3)
    for _ in range(2):
        tell(told, *(str(n) for n in range(100)))
    assert len(caplog.messages) == 3
    seconds.now = AGAIN_AFTER_S
    tell(told, "99")
    assert caplog.messages[-1].endswith("99"), "each has its turn"
