"""Logs: one JSON line an event. Codes, counts and references; never what people wrote, nor who they are."""

import logging

import structlog


def configure_logs(level: str) -> None:
    """Ours as JSON; libraries' from WARNING up, because some quote what they send."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
    )
