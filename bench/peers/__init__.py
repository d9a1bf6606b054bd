"""The bot beside its peers: who else answers the same people, how fast, and at what cost."""

from bench.peers.drawing import draw
from bench.peers.rounds import measure
from bench.peers.telling import tell

TITLE = "Beside its peers"

__all__ = ["TITLE", "draw", "measure", "tell"]
