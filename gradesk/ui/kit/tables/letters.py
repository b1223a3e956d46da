"""Which keys begin to write in a cell."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def begins_words(event: QKeyEvent) -> bool:
    """Whether a key writes a sign: a letter, a quotation mark, a bracket, also by AltGr, which is Ctrl and Alt at once."""
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    typed = event.text()
    return bool(typed.strip()) and typed.isprintable() and held in (Qt.KeyboardModifier.NoModifier, both)
