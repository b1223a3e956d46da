"""A line with a button that empties it, large enough to be hit and with a name to be read out."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton

LEAST = 24  # pixels; Qt makes it 22 × 18


def clearable(line: QLineEdit) -> None:
    """Let a line be emptied by a click; keys do it as in any line."""
    line.setClearButtonEnabled(True)
    for made in line.findChildren(QToolButton):
        made.setAccessibleName("Empty the line")
        made.setMinimumSize(LEAST, LEAST)
