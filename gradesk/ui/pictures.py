"""Saving a document that is one picture as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gradesk.system.files import write_whole
from gradesk.system.lazy import lazily
from gradesk.ui.context import Context

if TYPE_CHECKING:
    from gradesk import documents
    from gradesk.documents.desk import drawing
else:
    documents = lazily("gradesk.documents")
    drawing = lazily("gradesk.documents.desk.drawing")


def save_picture(parent: QWidget, context: Context, code: str, pupil_ids: Sequence[str]) -> None:
    """Ask where, and write the picture there, whole or not at all; the suggested name tells nobody's."""

    stem = documents.document(code).stem
    path = context.ask.save_file(parent, "Save as SVG", f"{stem}.svg", "SVG (*.svg)")
    if path is None:
        return

    def write() -> None:
        write_whole(path, drawing.picture(context.store, code, pupil_ids).encode("utf-8"))

    if context.attempt(write):
        context.say(f"Saved as {path.name}. It is not encrypted: keep it where the school keeps such papers.", "good")
