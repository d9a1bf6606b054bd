"""Logs: one JSON line an event. Codes, counts and references; never what people wrote, nor who they are."""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

import structlog

from storage.documents import StorageFault


def configure_logs(level: str) -> None:
    """Ours from `level` up; libraries' from WARNING up, because some quote what they send."""
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # It warns at every channel message of attributes that Teams sends and the SDK's models do not have.
    logging.getLogger("msrest.serialization").setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
    )


def about(fault: BaseException) -> dict[str, str]:
    """What a log line may say of a fault: its kind, where in our code it came up, and a StorageFault's words.

    Other faults' words, and tracebacks, quote data.
    """
    said = {"error": type(fault).__name__, "at": _where(fault)}
    return said | {"reason": str(fault)} if isinstance(fault, StorageFault) else said


def _where(fault: BaseException) -> str:
    """Module, line and function of our code nearest to the fault."""
    frames = [
        frame for frame in traceback.extract_tb(fault.__traceback__) if "site-packages" not in frame.filename
    ]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno} {frames[-1].name}" if frames else ""


class _JsonLine(logging.Formatter):
    """A library's record. Of an exception its type only: its words and its traceback quote data."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "event": record.getMessage(),
            "logger": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line)
