"""A room imports only from rooms below it. The rules are import-linter's contracts, in pyproject.toml."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("sessions", "storage", "cards", "dialogs", "bot", "sandbox", "bench")

INSIDE_BOT = (
    "activities", "announcing", "delivery", "door", "kit", "membership", "people", "sending", "talk",
    "calendar", "health", "links", "log", "settings",
)  # fmt: skip

FLOORS = "Floors: a room imports only from rooms below it"
INSIDE = "Inside bot, too: from the door down to what is sent"
TOP = "Nothing below imports the composition root or the tools"
DOMAIN = "The domain knows no Teams, no web and no database"
SDK = "Only bot, dialogs and app import the archived SDK"
DATABASE = "Only storage imports a database"
PRODUCT = "The product never imports the sandbox"
BENCH = "The product never imports the benchmark"
SANDBOX = "The sandbox never imports the product, nor the SDK it is written in"


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    command = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert command
    return subprocess.run(
        [command, "--no-logo", "--no-cache"],
        cwd=house,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Empty rooms, under the rules of this house."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in (*ROOMS, *(f"bot/{name}" for name in INSIDE_BOT)):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    return tmp_path


def test_this_house_keeps_its_rules() -> None:
    answer = lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_house_may_build_upwards(house: Path) -> None:
    allowed = {
        "storage": "import sqlite3, sessions",
        "cards": "import sessions, microsoft_teams.cards",
        "dialogs": "import cards, storage, sessions, botbuilder.dialogs",
        "bot/door": "import dialogs, cards, storage, sessions, botbuilder.core",
    }
    for room, line in allowed.items():
        (house / room / "plans.py").write_text(line, encoding="utf-8")
    answer = lint_imports(house)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    ("room", "line", "rule"),
    [
        ("storage", "import cards", FLOORS),
        ("dialogs", "def late():\n    import bot", FLOORS),
        ("bot/people", "import bot.talk", INSIDE),
        ("bot/talk", "import bot.membership", INSIDE),
        ("bot/links", "import bot.door", INSIDE),
        ("bot/door", "import app", TOP),
        ("sessions", "import sqlite3", DOMAIN),
        ("sessions", "from microsoft_teams.cards import AdaptiveCard", DOMAIN),
        ("cards", "import botbuilder.schema", SDK),
        ("bot/door", "import azure.cosmos", DATABASE),
        ("bot/door", "import sandbox", PRODUCT),
        ("bot/door", "import bench", BENCH),
        ("sandbox", "import bench", BENCH),
        ("sandbox", "import sessions", SANDBOX),
        ("sandbox", "import app", SANDBOX),
    ],
)
def test_a_broken_rule_is_found(house: Path, room: str, line: str, rule: str) -> None:
    (house / room / "plans.py").write_text(line, encoding="utf-8")
    answer = lint_imports(house)
    assert answer.returncode == 1
    assert f"{rule} BROKEN" in answer.stdout.replace("\n", " ").replace("  ", " ")


def test_a_new_folder_in_bot_must_be_given_its_floor(house: Path) -> None:
    (house / "bot" / "cellar.py").touch()
    answer = lint_imports(house)
    assert answer.returncode == 1
    assert "cellar" in answer.stdout


def test_the_composition_root_wires_the_product_alone() -> None:
    """import-linter cannot read app.py, which is one file and no package."""
    assert imported(ROOT / "app.py") & {"sandbox", "bench", "devtools", "dev", "tests"} == set()


def test_dev_py_needs_nothing_but_python() -> None:
    tools = [ROOT / "dev.py", *(ROOT / "devtools").rglob("*.py")]
    outside = {name for tool in tools for name in imported(tool)} - {"devtools"} - sys.stdlib_module_names
    assert outside == set()


def imported(file: Path) -> set[str]:
    """The first names of all that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names
