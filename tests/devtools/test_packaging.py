"""`dev.py package` runs what makes the app package, and hands its answer on."""

import pytest

from devtools.common import Checkout
from tests.devtools.newcomer import dev, install, posix

MAKES = "import sys; print('made', sys.argv[1])"
REFUSES = "import sys; sys.exit('set PUBLIC_URL')"


@posix
@pytest.mark.parametrize(("maker", "code", "said"), [(MAKES, 0, "made "), (REFUSES, 1, "set PUBLIC_URL")])
def test_the_package_is_made_by_the_projects_own_python(
    checkout: Checkout, maker: str, code: int, said: str
) -> None:
    install(checkout, page=False)
    (checkout.root / "manifest").mkdir()
    (checkout.root / "manifest" / "__main__.py").write_text(maker, encoding="utf-8")
    answer = dev(checkout, "package")
    assert answer.returncode == code
    assert said in answer.stdout + answer.stderr
    if not code:
        assert answer.stdout.strip().endswith(str(checkout.root / "dist" / "support-sessions.zip"))
