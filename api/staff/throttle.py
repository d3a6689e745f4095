"""Slow down guessing of passwords."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

ALLOWED_FAILURES = 5
WINDOW = timedelta(minutes=15)
_MOST_ADDRESSES = 10_000


class FailedSignIns:
    """Counts failed sign-ins for each e-mail address.

    The counts live in memory, because a refused sign-in rolls its transaction back and would take
    a count in the database with it. So they start anew when the process does, and several
    processes count apart: the limit then is that many times higher, which still stops guessing.
    Addresses nobody has are counted like the others, so that the answer does not tell them apart.
    """

    def __init__(self) -> None:
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def is_blocked(self, email: str, now: datetime) -> bool:
        """Whether this address failed `ALLOWED_FAILURES` times within the last `WINDOW`."""
        with self._lock:
            recent = [at for at in self._failures.get(email, ()) if at > now - WINDOW]
            return len(recent) >= ALLOWED_FAILURES

    def add(self, email: str, now: datetime) -> None:
        """Remember a failure."""
        with self._lock:
            self._failures.setdefault(email, deque(maxlen=ALLOWED_FAILURES)).append(now)
            self._failures.move_to_end(email)
            while len(self._failures) > _MOST_ADDRESSES:
                self._failures.popitem(last=False)

    def clear(self, email: str) -> None:
        """Forget the failures of an address that has signed in."""
        with self._lock:
            self._failures.pop(email, None)


# The counts of this process. Tests bring their own.
PROCESS_FAILURES = FailedSignIns()
