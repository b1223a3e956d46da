"""Connections that fell out with the disk are let go of: what it did not answer once, SQLCipher gives on them no more."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import PoolProxiedConnection

from gradesk.store import cipher
from gradesk.store.refusals import is_of_connection
from gradesk.system.refusal import Refused


class Holding:
    """Lets such connections of a file go, so that the next try has one that was opened anew.

    Meanwhile one that is never given out holds the file: with its last connection the log would be folded in and taken
    away, which looks like somebody else's hand.
    """

    def __init__(self, path: Path, key: bytearray, engine: Engine) -> None:
        self._path, self._key, self._engine = path, key, engine
        self._held: Any = None
        event.listen(engine, "handle_error", self._let_go)

    def let_go(self, raw: PoolProxiedConnection) -> None:
        """Let one go that was used past the engine; while the disk answers nothing at all, it stays."""
        if self._holds():
            raw.invalidate()

    def close(self) -> None:
        """Hold the file no more, and hear of no more errors."""
        if event.contains(self._engine, "handle_error", self._let_go):
            event.remove(self._engine, "handle_error", self._let_go)
        if self._held is not None:
            self._held.close()
            self._held = None

    def _let_go(self, context: ExceptionContext) -> None:
        # All engines share one dialect, and so what is told of errors.
        is_ours = context.engine is not None and context.engine.pool is self._engine.pool
        if is_ours and is_of_connection(context.original_exception) and self._holds():
            context.is_disconnect = True  # of this one and of those that lie idle

    def _holds(self) -> bool:
        if self._held is None:
            with suppress(Refused):
                self._held = cipher.connect(self._path, self._key)
        return self._held is not None
