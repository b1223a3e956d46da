"""What somebody who listens would miss, told from plain values; nothing of AT-SPI is needed to say it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

CELLS = ("table cell", "list item", "tree item", "table column header", "page tab", "menu item")
TYPED_IN = ("text", "entry", "password text")
VAGUE = ("unknown", "invalid", "filler", "panel", "frame", "")
DEEDS = ("Press", "Toggle")
A_FILE = re.compile(r"[\\/]\S+\.(svg|png|toml|py|qss)\b|^/|<qt>")
# What ends the program, builds a school for some seconds, or asks the system; these are tried by hand.
LEFT_OUT = ("Close Gradesk", "Begin the practice school anew", "theme", "contrast", "Larger text", "Smaller text",
            "as the system", "Size of text", "Look")  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What a thing on the screen tells about itself."""

    role: str
    name: str
    states: Collection[str] = ()
    deeds: Collection[str] = ()
    has_text: bool = False
    has_value: bool = False

    @property
    def is_used(self) -> bool:
        """Whether it can have the focus or be pressed."""
        return "focusable" in self.states or any(deed in DEEDS for deed in self.deeds)


def faults(told: Told) -> list[str]:
    """What is wrong with it; empty for nothing."""
    found = []
    if told.is_used and not any(letter.isalnum() for letter in told.name):
        found.append("no name")
    if A_FILE.search(told.name):
        found.append("a name of a file")
    if told.role in CELLS and not told.name.strip():
        found.append("an empty cell")
    if told.is_used and told.role in VAGUE:
        found.append(f"no role ({told.role or 'none'})")
    if told.role in TYPED_IN and not told.has_text:
        found.append("its words are not told")
    if told.role in ("scroll bar", "slider", "spin button", "progress bar") and not told.has_value:
        found.append("no value")
    if told.role in ("check box", "radio button") and "checkable" not in told.states:
        found.append("not known to be ticked or not")
    return found


def is_left_out(name: str) -> bool:
    """Whether chance must not press it."""
    return any(words in name for words in LEFT_OUT)


def line(place: str, things: int, cells: int, wrong: Collection[str]) -> str:
    """What is said about one place."""
    verdict = "nothing wrong" if not wrong else "; ".join(sorted(set(wrong))[:5])
    return f"{place:<24} {things:>5} things {cells:>5} cells   {verdict}"
