"""How each review ends: the views, the decision by a digit, its reason and the next date; Ctrl+D copies from above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.model.rules.days.day_text import read_day, written_day
from gradesk.model.vocabulary import DECISIONS
from gradesk.services.plans import reviews
from gradesk.services.plans.class_reviews import PupilReview
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import column
from gradesk.ui.kit.tables.rows import Field, RowsModel, RowsTable
from gradesk.ui.screens.reviews.ratings import LARGE, MORE_KEYS, Owner

NAMES = ("", "", "pupil_view", "parent_view", "decision", "reason", "next_review_on", "")
DECISION = 4  # where a digit decides; in a field of words it begins the words
REASON = 5


class Endings(QWidget):
    """One line a pupil."""

    def __init__(self, context: Context, owner: Owner) -> None:
        super().__init__()
        self._context, self._owner = context, owner
        say = context.words().say
        self.model = RowsModel(
            [
                Field(say("{Pupil}"), lambda one: one.name, share=3),
                Field("Rated", lambda one: f"{one.rated} of {len(one.page.lines)}", share=2),
                self._text(say("{Pupil}’s view"), "pupil_view", 4),
                self._text("Parent carer’s view", "parent_view", 4),
                Field("Decision", lambda one: DECISIONS.label(_value(one, "decision")), share=3, chosen=True),
                self._text("Reason", "reason", 4),
                Field("Next review", _next, self._write_day, share=3),
                Field("Still missing", _missing, share=3),
            ],
            key=lambda one: one.pupil_id,
        )
        self.table = RowsTable(self.model, "Views and decisions", REASON)
        self.table.setToolTip(tip("Letters write too; Tab goes to the next field, Ctrl+Tab out of the table"))
        self.table.digit.connect(self._pressed)
        self.table.emptied.connect(self._empty)
        self.table.copied_down.connect(self._copy_down)
        self.keys = PlainLabel("", "quiet")
        layout = column(self.keys, self.table, gap=6)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        context.look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        theme = self._context.look.theme
        digits = "   ".join(f"{number} {term.label}" for number, term in enumerate(DECISIONS, start=1))
        tab = "Tab: views, decision, reason, next review, then the next line; Shift+Tab goes back, Ctrl+Tab leaves"
        more = f"Enter: write   Ctrl+D: as above   Delete: none\n{tab}; letters write"
        short = f"Tab: next field   {MORE_KEYS}"
        self.keys.setText(f"{digits}   {short if theme.scale >= LARGE else more}")
        self.table.measure(theme)

    def show_reviews(self, found: Sequence[PupilReview]) -> None:
        """Show these reviews; the line in hand stays the same."""
        place = self.table.currentIndex().row()
        self.model.show_rows(found)
        self.table.measure(self._context.look.theme)
        self.table.go_to(min(max(place, 0), self.model.rowCount() - 1), DECISION)

    def renew(self, place: int, one: PupilReview) -> None:
        """Show one of them anew."""
        self.model.renew(place, one)
        self.table.resizeRowToContents(place)

    def _text(self, heading: str, name: str, share: int) -> Field:
        def show(one: PupilReview) -> str:
            return _value(one, name)

        return Field(heading, show, lambda one, words: self._keep(self._place(one), {name: words}), share=share)

    def _place(self, one: PupilReview) -> int:
        return next(place for place, row in enumerate(self.model.rows) if row.pupil_id == one.pupil_id)

    def _write_day(self, one: PupilReview, words: str) -> bool:
        day = read_day(words, self._context.store.clock.today()) if words.strip() else None
        if words.strip() and day is None:
            self._context.say(f"“{words}” is not a day, so it was not taken. Type for example 24/11 or fri.", "problem")
            return False
        return self._keep(self._place(one), {"next_review_on": day})

    def _pressed(self, place: int, digit: int, with_alt: bool) -> None:
        if not with_alt and 1 <= digit <= len(DECISIONS.codes):
            self._keep(place, {"decision": DECISIONS.codes[digit - 1]})

    def _empty(self, place: int, at: int) -> None:
        name = NAMES[at] or "decision"
        self._keep(place, {name: None if name == "next_review_on" else ""})

    def _copy_down(self, place: int, at: int) -> None:
        # A pupil's own words are nobody else's.
        name = NAMES[at] if NAMES[at] != "pupil_view" else ""
        if place == 0 or not name:
            self._context.say("There is nothing above to copy here; nothing was changed.", "info")
            return
        above = self.model.rows[place - 1].page.review
        value = getattr(above, name) if above is not None else None
        if self._keep(place, {name: value if value is not None or name == "next_review_on" else ""}):
            self.table.go_to(place + 1)

    def _keep(self, place: int, values: Mapping[str, Any]) -> bool:
        one: PupilReview = self.model.rows[place]
        store = self._context.store
        done = self._context.attempt(lambda: reviews.change(store, one.page.cycle.uuid, values, self._owner))
        if done:
            self._owner.renew(one.pupil_id)
        return done


def _value(one: PupilReview, name: str) -> str:
    return str(getattr(one.page.review, name)) if one.page.review is not None else ""


def _next(one: PupilReview) -> str:
    return written_day(one.page.review.next_review_on) if one.page.review is not None else ""


def _missing(one: PupilReview) -> str:
    lacks = one.lacks
    more = f", and {len(lacks) - 1} more" if len(lacks) > 1 else ""
    return f"{lacks[0].words}{more}" if lacks else "Complete"
