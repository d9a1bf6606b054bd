import shutil
from pathlib import Path

import pytest

from devtools.common import Checkout
from devtools.packages import RUN_LOCK, TEST_LOCK
from tests.devtools.newcomer import ROOT, free_port


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A copy of dev.py with requirements, and npm locks, that ask for nothing."""
    shutil.copy(ROOT / "dev.py", tmp_path)
    shutil.copytree(ROOT / "devtools", tmp_path / "devtools", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("sandbox/page", "tests/cosmos", "tests/manifest"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "package-lock.json").write_text("{}", encoding="utf-8")
    shutil.copy(ROOT / "sandbox" / "world.json", tmp_path / "sandbox")
    for lock in (RUN_LOCK, TEST_LOCK):
        (tmp_path / lock).write_text("# nothing\n", encoding="utf-8")
    return Checkout(tmp_path)


@pytest.fixture
def port() -> int:
    return free_port()
