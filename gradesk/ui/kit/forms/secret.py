"""A line for a passphrase: never shown unless wanted, and never written down while it is half typed."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

LONGEST = 1000  # characters


def secret(name: str) -> QLineEdit:
    """A line for a passphrase."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setAccessibleName(name)
    line.setMaxLength(LONGEST)
    return line


def reveal(line: QLineEdit, shown: bool) -> None:
    """Show what is typed, or not."""
    line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
