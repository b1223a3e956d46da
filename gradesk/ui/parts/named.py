"""A field that belongs to no form, with its name above it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column


def named(label: str, widget: QWidget) -> QWidget:
    """A widget under its name."""
    holder = QWidget()
    holder.setLayout(column(PlainLabel(label, "field", wrap=False), widget, gap=3))
    return holder
