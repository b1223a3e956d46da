"""The life of a plan: draft, agreed, active from its first day on, reviewed, archived."""

from __future__ import annotations

from datetime import date

OPEN = frozenset({"draft", "agreed", "active"})
OVER = frozenset({"reviewed", "archived"})
IN_FORCE = ("active", "agreed")


def state_on(state: str, starts_on: date, today: date) -> str:
    """The state on a day: a plan that was agreed is active from the day it starts, without anybody doing anything."""
    return "active" if state == "agreed" and starts_on <= today else state
