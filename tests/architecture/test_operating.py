"""docs/operating.md tells of every event that the log can hold, and of none that it cannot."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("bot", "dialogs", "cards", "storage", "sessions")
GUIDE = ROOT / "docs" / "operating.md"
LEVELS = {"debug", "info", "warning", "error", "critical"}
ROW = re.compile(rf"^\| `([^`]+)` \| ({'|'.join(LEVELS)}) \|", re.MULTILINE)


def logged(source: str) -> Iterator[tuple[str, str]]:
    """Every event a module logs, with its level; of words with values behind them, the words."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        by, level = node.func.value, node.func.attr
        if isinstance(by, ast.Name) and by.id in {"log", "_log"} and level in LEVELS:
            event = node.args[0]
            assert isinstance(event, ast.Constant), ast.unparse(node)
            yield str(event.value).partition(":")[0], level


def test_each_event_of_the_log_is_explained_with_its_level() -> None:
    files = [ROOT / "app.py", *(file for room in PRODUCT for file in (ROOT / room).rglob("*.py"))]
    events = {each for file in files for each in logged(file.read_text(encoding="utf-8"))}
    assert len(events) > 20
    assert set(ROW.findall(GUIDE.read_text(encoding="utf-8"))) == events


def test_an_event_is_found_wherever_it_is_logged() -> None:
    source = "def f():\n    try: ...\n    except E:\n        _log.error('gone')\nlog.info('left: %s', x)"
    assert set(logged(source)) == {("gone", "error"), ("left", "info")}
