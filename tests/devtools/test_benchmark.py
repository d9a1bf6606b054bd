"""`dev.py bench` is the benchmark, in the project's own environment."""

import pytest

from devtools.common import Checkout
from devtools.packages import TEST_LOCK, Installer
from tests.devtools.newcomer import Recorder, dev

BENCHMARK = "import sys; print('told', *sys.argv[1:]); sys.exit({code})"


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    Installer(checkout, Recorder(checkout)).python_packages(TEST_LOCK)
    (checkout.root / "bench").mkdir()
    return checkout


@pytest.mark.parametrize("code", [0, 1])
def test_what_follows_is_handed_on_and_how_it_ended_is_told(ready: Checkout, code: int) -> None:
    program = ready.root / "bench" / "__main__.py"
    program.write_text(BENCHMARK.format(code=code), encoding="utf-8")
    answer = dev(ready, "bench", "peers", "--rounds", "1", "--only-report")
    assert answer.stdout == "told peers --rounds 1 --only-report\n"
    assert answer.returncode == code
