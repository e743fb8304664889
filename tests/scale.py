"""How often a test tries what it tries: a little by ``make test``, many times over by ``make torture``."""

import os

FACTOR = max(int(os.environ.get("TORTURE", "1")), 1)


def times(count: int) -> int:
    """So many tries, or so many times more of them under torture."""
    return count * FACTOR
