"""Activities to and from JSON: what the SDK's own reader and writer do, at a fraction of their cost.

The SDK looks up every attribute of every model by name each time. Here each class is looked at once and has
a plan from then on. Whatever a plan does not foresee is handed to the SDK's own code, so that nothing can
differ; a contract test holds the two together over recorded activities and invented ones.
"""

from bot.activities.reading import read, read_activity
from bot.activities.wire import decode, encode
from bot.activities.writing import write

__all__ = ["decode", "encode", "read", "read_activity", "write"]
