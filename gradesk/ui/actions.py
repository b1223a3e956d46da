"""An action is a row: menus, shortcuts, the palette and the help sheet all come from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """Something a person can do by menu, key or palette."""

    id: str
    title: str
    run: Callable[[], object]
    shortcut: str = ""
    menu: str = "File"
    also: str = ""  # another key for the same
    is_on: Callable[[], bool] | None = None  # for what is in force or not: its menu marks it
