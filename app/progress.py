"""Progress without Qt: a job reports steps and learns that it was cancelled.

A job calls ``progress.step(done, total, text)`` often; the window shows it and may call ``cancel()`` from
another thread, upon which the next ``step`` raises ``Cancelled`` inside the job.
"""

import threading
import time
from collections.abc import Callable

TICK = 0.1
"""Seconds between two signs of life."""


class Cancelled(Exception):
    """Raised inside a job whose person pressed «Отмена»; the job leaves everything as it was."""


class Progress:
    """Steps of one job. ``listener(done, total, text)`` is called in the job's own thread."""

    def __init__(self, listener: Callable[[int, int, str], None] | None = None) -> None:
        self._listener = listener
        self._stop = threading.Event()
        self._last = (0, 0)
        self._said = 0.0

    def cancel(self) -> None:
        """Ask the job to stop at its next step. Safe from any thread."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """True once ``cancel`` was called."""
        return self._stop.is_set()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report ``done`` of ``total`` (total 0: unknown). Raises ``Cancelled`` if asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self._last, self._said = (done, total), time.monotonic()
        if self._listener is not None:
            self._listener(done, total, text)

    def tick(self) -> None:
        """A sign of life while one long thing goes on: the last step once more, unless it was said just now or the
        job was asked to stop. Raises nothing; in the job's own thread only."""
        if self._listener is None or self._stop.is_set() or time.monotonic() - self._said < TICK:
            return
        self._said = time.monotonic()
        self._listener(*self._last, "")


def silent() -> Progress:
    """A progress nobody watches."""
    return Progress()
