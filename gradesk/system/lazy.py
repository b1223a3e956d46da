"""What is slow to load is loaded when it is first used, and everywhere in this one way.

    if TYPE_CHECKING:
        from gradesk import documents
    else:
        documents = lazily("gradesk.documents")

The import is what type checker, import contracts and bundlers read; the other line is what runs. A start that loaded
everything would take half as long again, most of it ReportLab, Alembic and screens nobody has gone to yet.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Lazy:
    """Stands for a module, or for one thing of it, until it is asked for anything."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._found: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loaded(), name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._loaded()(*given, **named)

    def _loaded(self) -> Any:
        if self._found is None:
            module, _, name = self._place.partition(":")
            loaded = import_module(module)
            self._found = getattr(loaded, name) if name else loaded
        return self._found


def load(waiting: Any) -> None:
    """Load now what stands there lazily: where a person waits anyway."""
    if isinstance(waiting, Lazy):
        waiting._loaded()


def lazily(place: str) -> Any:
    """`package.module` as a module, `package.module:name` as one thing of it, each loaded when it is first used.

    What is only called, or asked for its attributes, can be had so; a class that `isinstance` or `except` needs cannot.
    """
    return Lazy(place)
