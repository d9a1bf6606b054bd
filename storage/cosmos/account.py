"""Which Cosmos DB account and container, without azure's client: read where SQLite runs too."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class CosmosAccount:
    """Raises ValueError for an endpoint that would send key and content in the clear to another machine."""

    endpoint: str
    key: str = field(default="", repr=False)
    """Empty: whoever this process is in Entra (a managed identity)."""
    database: str = "support-sessions"
    container: str = "documents"
    create: bool = False
    """Whether database and container are made where they are missing. Only a key may do that."""
    regions: tuple[str, ...] = ()
    """Azure regions, the nearest first."""

    def __post_init__(self) -> None:
        address = urlsplit(self.endpoint)
        if address.hostname and (address.scheme == "https" or (address.scheme == "http" and self.is_local)):
            return
        raise ValueError(
            "the endpoint of Cosmos DB must be its https address, such as https://name.documents.azure.com"
        )

    @property
    def is_local(self) -> bool:
        """A stand-in on this machine, which knows no regions."""
        return urlsplit(self.endpoint).hostname in LOOPBACK
