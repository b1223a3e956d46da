"""Changes that are seen without looking for them are said aloud too: messages, counts of what was found, wrong fields."""

from __future__ import annotations

import time

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QWidget

from gradesk.ui.kit.labels import PlainLabel

SOON = 0.5  # seconds in which the same words come from a field and from the message about it
COVERS = "covers"  # a property of the window that stands before all others and hides them
_said_at: dict[int, float] = {}  # by the hash of the words, so that nothing of them outlives the file


def announce(about: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have words read out by a screen reader; an `urgent` one interrupts. The same words are said once for one deed."""
    now = time.monotonic()
    if is_covered(about):
        return
    if not words or now - _said_at.get(hash(words), -SOON) < SOON:
        return
    _said_at.clear()
    _said_at[hash(words)] = now
    event = QAccessibleAnnouncementEvent(about, words)
    polite, assertive = QAccessible.AnnouncementPoliteness.Polite, QAccessible.AnnouncementPoliteness.Assertive
    event.setPoliteness(assertive if urgent else polite)
    send(event)


def is_covered(about: QWidget) -> bool:
    """Whether a cover stands before a widget, so that nothing of it may be heard either."""
    before = QApplication.activeModalWidget()
    return before is not None and before.property(COVERS) is True and about.window() is not before


def send(event: QAccessibleEvent) -> None:
    """Hand an event to whatever listens."""
    QAccessible.updateAccessibility(event)


class SpokenLabel(PlainLabel):
    """A text that changes by itself while one does something else, such as how many were found: it is read out."""

    def setText(self, text: str) -> None:
        """Show a text, and say it where it is another one and in sight."""
        is_news = text != self.text()
        super().setText(text)
        if is_news and self.isVisible():
            announce(self, text)
