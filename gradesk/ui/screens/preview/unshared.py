"""What must not be shared about the families whose pages are about to go out, to be read before they do."""

from __future__ import annotations

from collections.abc import Sequence

from gradesk.services.pupils import contacts
from gradesk.store.work import Store
from gradesk.ui.kit.labels import PlainLabel

MOST = 6  # notes that are said; more are counted


class Unshared(PlainLabel):
    """A line above the pages, hidden where nothing is noted."""

    def __init__(self) -> None:
        super().__init__("", "problem")
        self.hide()

    def show_for(self, store: Store, pupil_ids: Sequence[str]) -> None:
        """Say what is noted of these pupils' people."""
        found = contacts.not_shared(store, pupil_ids)
        more = f"; and {len(found) - MOST} more, on the pages of their pupils" if len(found) > MOST else ""
        self.setText(f"Do not share. {'; '.join(found[:MOST])}{more}." if found else "")
        self.setVisible(bool(found))
