"""Which Cosmos DB account and container, without azure's client: read where SQLite runs too."""

from base64 import b64decode
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class CosmosAccount:
    """Raises ValueError for a key that is none, and an endpoint that would send it in the clear elsewhere."""

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
        if not address.hostname or not (
            address.scheme == "https" or (address.scheme == "http" and self.is_local)
        ):
            raise ValueError(
                "the endpoint must be an https address, such as https://name.documents.azure.com"
            )
        try:
            b64decode(self.key, validate=True)
        except ValueError:
            raise ValueError("the key is not one: Azure shows keys in base64") from None

    @property
    def is_local(self) -> bool:
        """A stand-in on this machine, which knows no regions."""
        return urlsplit(self.endpoint).hostname in LOOPBACK
