"""How commands that read many texts deal with memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (50_000, 20, 20)


@contextmanager
def loaded_stays() -> Iterator[None]:
    """Let the garbage collector pass over what is loaded by now, and look seldom: reading takes a tenth less time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
