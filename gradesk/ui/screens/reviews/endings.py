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
from gradesk.ui.kit.labels import OneLine, PlainLabel
from gradesk.ui.kit.layouts import column
from gradesk.ui.kit.tables.rows import RowsTable
from gradesk.ui.kit.tables.rows_model import Field, RowsModel
from gradesk.ui.screens.reviews.ratings import MORE_KEYS, Owner

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
                Field(say("{Pupil}"), lambda one: one.name, share=2, least=14),
                Field("Rated", lambda one: f"{one.rated} of {len(one.page.lines)}", share=2, seldom=True),
                self._text(say("{Pupil}’s view"), "pupil_view", 4),
                self._text("Parent’s view", "parent_view", 4),
                Field("Decision", lambda one: DECISIONS.label(_value(one, "decision")), share=3, chosen=True),
                self._text("Reason", "reason", 4),
                Field("Next review", _next, self._write_day, share=3),
                Field("Still missing", _missing, share=3, seldom=True),
            ],
            key=lambda one: one.pupil_id,
            whose=lambda one: one.name,
        )
        self.table = RowsTable(self.model, "Views and decisions", REASON, lines=2)
        self.table.digit.connect(self._pressed)
        self.table.emptied.connect(self._empty)
        self.table.copied_down.connect(self._copy_down)
        self.table.selectionModel().currentChanged.connect(lambda here, _before: self._tell(here.row()))
        self.in_hand = OneLine("", "field")
        self.keys = PlainLabel("", "quiet")
        self.setLayout(column(self.in_hand, self.keys, self.table, gap=4, grows=self.table))
        context.look.heed(self, self._dress)
        self._dress()

    def _dress(self) -> None:
        theme = self._context.look.theme
        digits = "   ".join(f"{number} {term.label}" for number, term in enumerate(DECISIONS, start=1))
        is_large = theme.is_large
        self.in_hand.setVisible(not is_large)  # the digits need the room
        more = "" if is_large else "Letters or Enter: write   Ctrl+D: as above   Delete: none   "
        self.keys.setText(f"{digits}   {more}Tab: next field   {MORE_KEYS}")
        self.table.measure(theme)

    def _tell(self, place: int) -> None:
        if 0 <= place < self.model.rowCount():
            one: PupilReview = self.model.rows[place]
            lacks = "; ".join(lack.words for lack in one.lacks)
            self.in_hand.setText(f"{one.name}: {f'still missing: {lacks}' if lacks else 'complete'}")

    def show_reviews(self, found: Sequence[PupilReview]) -> None:
        """Show these reviews; the line in hand stays the same."""
        place = self.table.currentIndex().row()
        self.model.show_rows(found)
        self.table.measure(self._context.look.theme)
        self.table.go_to(min(max(place, 0), self.model.rowCount() - 1), DECISION)

    def renew(self, place: int, one: PupilReview) -> None:
        """Show one of them anew."""
        self.model.renew(place, one)
        self._tell(self.table.currentIndex().row())
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
