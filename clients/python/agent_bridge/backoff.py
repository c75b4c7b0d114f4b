"""How long to wait before the next try."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Optional


@dataclass(frozen=True)
class Backoff:
    """Exponential back-off with full jitter: a random time from 0 to ``min(ceiling, base * 2 ** attempt)`` seconds.

    Full jitter spreads the clients of a server that restarts evenly (Brooker, "Exponential Backoff and Jitter", 2015).
    ``max_attempts`` tries without success give up; None never does. A connection that lived ``stable_after`` seconds counts as success.
    """

    base: float = 0.2
    ceiling: float = 15.0
    max_attempts: Optional[int] = None
    stable_after: float = 5.0
    random: random.Random = field(default_factory=random.Random, compare=False, repr=False)

    def delay(self, attempt: int) -> float:
        """Seconds before the try of this number, from 0."""
        return self.random.uniform(0.0, min(self.ceiling, self.base * 2.0 ** min(attempt, 63)))
