"""No statement on documents looks at more rows than it answers: each finds them by an index."""

from pathlib import Path

import pytest

from storage import statements
from storage.schema import connect

STATEMENTS = sorted(name for name in vars(statements) if name.isupper())
NAMES = "kind partition id etag due_at expires_at body as_read after before since limit now"
VALUES = dict.fromkeys(NAMES.split(" "), 1)


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_searches_and_does_not_scan(name: str, tmp_path: Path) -> None:
    connection = connect(tmp_path / "bot.db")
    plan = connection.execute(f"EXPLAIN QUERY PLAN {getattr(statements, name)}", VALUES)
    steps = [detail for *_, detail in plan]
    connection.close()
    assert [step for step in steps if step.startswith(("SCAN", "USE TEMP B-TREE"))] == []
    assert steps or name == "CREATE", "an insert has no plan"
