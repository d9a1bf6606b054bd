"""Promise 6, for libraries: their records are JSON lines too, without what an exception says."""

import json
import logging

import pytest

from bot.log import about, configure_logs
from storage.documents import StorageFault


@pytest.fixture(autouse=True)
def _as_it_was() -> object:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_traceback_quotes_data_and_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("DEBUG")
    library = logging.getLogger("a.library")
    library.debug("what was sent: an overview")
    try:
        int("an overview")
    except ValueError:
        library.exception("it failed")
    heard = "".join(capsys.readouterr())
    line = json.loads(heard)
    assert (line["event"], line["logger"], line["level"], line["error"]) == (
        "it failed",
        "a.library",
        "error",
        "ValueError",
    )
    assert "overview" not in heard


def test_a_fault_is_told_by_kind_and_place_and_only_the_stores_in_its_words() -> None:
    assert about(ValueError("an overview")) == {"error": "ValueError", "at": ""}
    assert about(StorageFault("the disk is full"))["reason"] == "the disk is full"
