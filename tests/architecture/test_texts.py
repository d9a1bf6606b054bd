"""No file tells where it was written: no package registry's host, no path of somebody's machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Put together here, so that this file is not the one that holds them.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
    )
)
REGISTRY = re.compile("|".join(re.escape(host) for host in REGISTRIES))
INDEX_OPTION = re.compile(r"^\s*(-i|--(extra-)?index-url|--find-links|-f)\b", re.MULTILINE)
# A home, a working folder, scratch: how a path begins that was copied from a screen.
MACHINE_PATH = re.compile(r"(?<![\w.:/~*-])/(root|work|home/\w+|Users/\w+|tmp/\w+)/|[A-Z]:\\Users\\\w+")


def tracked() -> list[Path]:
    """Every file of the project, also those not yet committed, without what git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 (as found on PATH)
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def places(text: str) -> list[str]:
    """What in a text tells where it was written."""
    return [match[0].strip() for rule in (REGISTRY, MACHINE_PATH) for match in rule.finditer(text)]


def test_no_file_tells_where_it_was_written() -> None:
    found = {}
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        if told := places(text):
            found[str(path.relative_to(ROOT))] = told
    assert found == {}


def test_no_requirement_names_where_it_comes_from() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        assert not INDEX_OPTION.search(lock.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        f"see https://{REGISTRIES[0]}/project/x",
        f"resolved: https://{REGISTRIES[2]}/x.tgz",
        "File " + '"/' + "home/sam/project/app.py" + '"',
        "in " + "/" + "root/project",
        "at " + "C:" + "\\Users\\sam\\project",
    ],
)
def test_what_tells_it_is_found(text: str) -> None:
    assert places(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/work/x",
        "data/root/x",
        "POST /api/messages",
        "#!/usr/bin/env bash",
        "tests/tmp/x/y",
    ],
)
def test_other_paths_are_let_be(text: str) -> None:
    assert not places(text)
