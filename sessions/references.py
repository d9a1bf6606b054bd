"""References a person can read over the phone."""

import secrets

from sessions.region import Region

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 and O, no 1, I and L."""


def new_reference(region: Region) -> str:
    """Such as `SW-7K4-M2QX`: 27 thousand million of them, so that no two requests share one."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return f"{region.reference_prefix}-{drawn[:3]}-{drawn[3:]}"
