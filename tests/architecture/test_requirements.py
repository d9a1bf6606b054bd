"""What is installed is pinned, by version and by content, and is what pyproject.toml asks for."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
RUN, TEST = "requirements.txt", "requirements-dev.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}$")


@dataclass(frozen=True)
class Pin:
    requirement: Requirement
    hashes: tuple[str, ...]
    asked_for_by: str

    @property
    def version(self) -> str:
        return str(self.requirement.specifier).removeprefix("==")

    @property
    def direct(self) -> bool:
        return "(pyproject.toml)" in self.asked_for_by


def pins(lock: str) -> dict[str, Pin]:
    """A requirement file's packages by name. A package with other versions elsewhere would be there twice."""
    found: dict[str, Pin] = {}
    text = (ROOT / lock).read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text)[1:]:
        code, _, comment = entry.partition("    #")
        first, *hashes = (line.strip(" \\") for line in code.strip().splitlines())
        requirement = Requirement(first)
        name = canonicalize_name(requirement.name)
        assert name not in found
        found[name] = Pin(requirement, tuple(hashes), comment)
    return found


def asked_for(*, dev: bool) -> dict[str, Requirement]:
    lines = [*PROJECT["dependencies"], *(PROJECT["optional-dependencies"]["dev"] if dev else [])]
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


@pytest.mark.parametrize("lock", [RUN, TEST])
def test_every_package_has_one_version_and_hashes(lock: str) -> None:
    locked = pins(lock)
    assert len(locked) > len(PROJECT["dependencies"])
    for name, pin in locked.items():
        assert re.fullmatch(r"==[^*,]+", str(pin.requirement.specifier)), name
        assert pin.hashes, name
        assert all(HASH.match(each) for each in pin.hashes), name


@pytest.mark.parametrize(("lock", "dev"), [(RUN, False), (TEST, True)])
def test_it_is_what_pyproject_asks_for(lock: str, *, dev: bool) -> None:
    locked, wanted = pins(lock), asked_for(dev=dev)
    assert {name for name, pin in locked.items() if pin.direct} == set(wanted)
    unfit = [name for name, r in wanted.items() if not r.specifier.contains(locked[name].version)]
    assert unfit == []


def test_what_is_tested_is_what_runs() -> None:
    run, test = pins(RUN), pins(TEST)
    assert {name: test[name].version for name in run} == {name: pin.version for name, pin in run.items()}


@pytest.mark.parametrize("lock", [RUN, TEST])
def test_the_file_says_how_it_was_made(lock: str) -> None:
    assert (ROOT / lock).read_text(encoding="utf-8").splitlines()[1] == "#    python3 dev.py lock"
