"""Everything a developer does, by one name: `python3 dev.py run`, `test`, `lint`, `package` and others.

Needs nothing but Python: what the project is built on is installed, as locked, into `.venv` beside this file.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said here, before anything is read that an older Python cannot read
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version_info[0]}.{sys.version_info[1]}.")

from devtools.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
