"""Points in time as the databases hold them: whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """Since 1970, exactly. Raises ValueError for a time without a zone."""
    if moment.utcoffset() is None:
        raise ValueError("a time that is stored must say its zone")
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(count: int) -> datetime:
    """The moment so many microseconds after 1970 began."""
    return EPOCH + timedelta(microseconds=count)


def utc_now() -> datetime:
    return datetime.now(UTC)
