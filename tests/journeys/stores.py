"""Where a stage keeps its records: the settings that say so, by which any other bot finds them too."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cosmos.stand_in import ANY_KEY

Store = dict[str, str]
"""Settings by their names in `Settings`."""
NewStore = Callable[[], Store]
"""Each one empty."""

BACKENDS = ("sqlite", "cosmos")
ON_SQLITE = pytest.mark.parametrize("new_store", ["sqlite"], indirect=True)
"""For a story that is about the file itself, such as a full disk."""
ON_COSMOS = pytest.mark.parametrize("new_store", ["cosmos"], indirect=True)


def on_file(file: Path) -> Store:
    return {"store": f"sqlite:///{file}"}


def on_cosmos(endpoint: str) -> Store:
    """A container of its own, made by the first bot that opens it."""
    return {
        "store": "cosmos",
        "cosmos_endpoint": endpoint,
        "cosmos_key": ANY_KEY,
        "cosmos_database": "journeys",
        "cosmos_container": uuid4().hex,
        "cosmos_create": "true",
    }


def file_of(store: Store) -> Path:
    return Path(store["store"].removeprefix("sqlite:///"))


def as_environment(store: Store) -> dict[str, str]:
    """For a bot that is a process of its own."""
    return {name.upper(): value for name, value in store.items()}
