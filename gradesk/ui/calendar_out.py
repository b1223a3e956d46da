"""A calendar file leaves the laptop: nothing in it may be a child's name unless somebody has looked at it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gradesk.documents.desk import desk
from gradesk.documents.desk.guard import sentence
from gradesk.services.custody import watching
from gradesk.system.files import write_whole
from gradesk.ui.context import Context


def save_calendar(context: Context, parent: QWidget, content: str, suggested: str) -> bool:
    """Ask where to, look for names, and write it whole. True where it was written; then the caller says what."""
    path = context.ask.save_file(parent, "Save as a calendar file", suggested, "Calendar (*.ics)")
    if path is None:
        return False
    hits = desk.hits_in_dates(context.store, content)
    if hits and not (all(hit.may_pass for hit in hits) and context.ask.confirm(parent, sentence(hits), "Let it pass")):
        context.say(sentence(hits), "problem")
        return False
    is_written = context.attempt(lambda: write_whole(path, content.encode("utf-8")))
    if is_written:
        watching.left(context.store, "saved", "calendar")
    return is_written
