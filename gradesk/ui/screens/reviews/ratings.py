"""Every open target of a group, rated by digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gradesk.model.vocabulary import PUPIL_RATINGS
from gradesk.services.plans import class_reviews, progress, reviews
from gradesk.services.plans.class_reviews import PupilReview
from gradesk.services.plans.reviews import ReviewLine
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import FewLines, OneLine
from gradesk.ui.kit.layouts import column
from gradesk.ui.kit.pictures.spark import SparkLine, SparkPoint
from gradesk.ui.kit.tables.graphs import Graphs
from gradesk.ui.kit.tables.rows import RowsTable
from gradesk.ui.kit.tables.rows_model import Field, RowsModel

SEEN, OUTCOME, EVIDENCE, OWN = 2, 3, 4, 5
MORE_KEYS = "Shift+F1: all keys"
EMPTIED: Mapping[int, Mapping[str, Any]] = {EVIDENCE: {"evidence": ""}, OWN: {"pupil_rating": ""}}  # else the outcome


class Owner(Protocol):
    """The screen both lists belong to."""

    def renew(self, pupil_id: str) -> None:
        """Read one pupil's review anew."""


@dataclass(frozen=True)
class Rated:
    """One line of the list: a target of one pupil's review; only the `first` of them shows whose they are."""

    one: PupilReview
    line: ReviewLine
    first: bool = True

    @property
    def shown_name(self) -> str:
        """The pupil's name, once."""
        return self.one.name if self.first else ""

    @cached_property
    def seen(self) -> progress.Line:
        """What the notes say; found once, because the list paints it again and again."""
        return class_reviews.seen(self.line)

    @property
    def graph(self) -> SparkLine:
        """The same as a graph."""
        steps = [SparkPoint(step.day, step.height) for step in self.seen.steps]
        return SparkLine(self.seen.start, steps, self.seen.goal)

    @property
    def whole(self) -> str:
        """Whose it is, its words, and what the notes say, in one line."""
        seen = f" ({self.seen.words})" if self.line.points else ""
        return f"{self.one.name}: {_words(self.line)}{seen}"

    @property
    def rating(self) -> str:
        """The outcome in symbol and word."""
        chosen = self.line.outcome.rating_id if self.line.outcome else None
        return next((label.words for label in self.one.page.scale if label.uuid == chosen), "")

    @property
    def evidence(self) -> str:
        """The line of evidence."""
        return self.line.outcome.evidence if self.line.outcome else ""

    @property
    def own(self) -> str:
        """The pupil's own rating."""
        return PUPIL_RATINGS.label(self.line.outcome.pupil_rating) if self.line.outcome else ""


class Ratings(QWidget):
    """The list, and under it what each digit means for the line in hand."""

    def __init__(self, context: Context, owner: Owner) -> None:
        super().__init__()
        self._context, self._owner = context, owner
        say = context.words().say
        self.model = RowsModel(
            [
                Field(say("{Pupil}"), lambda row: row.shown_name, share=3, least=12),
                Field("Target", lambda row: _words(row.line), share=11, least=16),
                Field("Seen", lambda row: row.seen.words if row.line.points else "", share=2, seldom=True),
                Field("Outcome", lambda row: row.rating, share=3, chosen=True, least=11),
                Field("Evidence", lambda row: row.evidence, self._write_evidence, share=8),
                Field(say("{Pupil}’s own"), lambda row: row.own, share=2, chosen=True),
            ],
            key=lambda row: row.line.target.uuid,
            whose=lambda row: row.one.name,
        )
        self.table = RowsTable(self.model, "Targets to rate", EVIDENCE, lines=2)
        graphs = Graphs(self.table, lambda: context.look.theme, lambda place: self.model.rows[place].graph)
        self.table.setItemDelegateForColumn(SEEN, graphs)
        self.table.digit.connect(self._pressed)
        self.table.emptied.connect(lambda place, at: self._rate(place, EMPTIED.get(at, {"rating_id": None})))
        self.table.selectionModel().currentChanged.connect(
            lambda here, _before: self._explain(here.row(), here.column())
        )
        self.in_hand = FewLines("field")
        self.keys = OneLine("", "quiet")
        self.setLayout(column(self.in_hand, self.keys, self.table, gap=4, grows=self.table))
        context.look.heed(self, self._dress)

    def show_reviews(self, found: Sequence[PupilReview]) -> None:
        """Show the targets of these reviews; the line in hand stays the same."""
        place = self.table.currentIndex().row()
        self.model.show_rows([row for one in found for row in _rows(one)])
        self._measure()
        self.table.go_to(min(max(place, 0), self.model.rowCount() - 1), OUTCOME)

    def renew(self, one: PupilReview) -> None:
        """Show one pupil's targets anew."""
        fresh = {row.line.target.uuid: row for row in _rows(one)}
        for place, row in enumerate(self.model.rows):
            if row.line.target.uuid in fresh:
                self.model.renew(place, fresh[row.line.target.uuid])
                self.table.resizeRowToContents(place)

    def _explain(self, place: int, at: int) -> None:
        if not 0 <= place < self.model.rowCount():
            return
        say, row = self._context.words().say, self.model.rows[place]
        self.in_hand.setText(row.whole)
        own, scale = [term.label for term in PUPIL_RATINGS], row.one.page.scale[:10]
        labels = own if at == OWN else [label.label for label in scale]
        digits = "   ".join(_key(number % 10, label) for number, label in enumerate(labels, start=1))
        if self._context.look.theme.is_large:
            first = "Letters and digits write" if at == EVIDENCE else digits
        elif at == EVIDENCE:
            first = "Letters and digits write the evidence   Enter: goes on writing   Delete: none"
        else:
            whose = say("the {pupil}’s own rating, ") if at == OWN else "rates, "
            first = f"{digits}   ({whose}and goes on)   Delete: none   Enter: evidence"
        self.keys.setText(f"{first}   Tab: next field   {MORE_KEYS}")

    def _dress(self) -> None:
        here = self.table.currentIndex()
        self._explain(here.row(), here.column())
        self._measure()

    def _measure(self) -> None:
        self.in_hand.make_room(row.whole for row in self.model.rows)
        self.table.measure(self._context.look.theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width the line in hand may need another line."""
        super().resizeEvent(event)
        self.in_hand.make_room(row.whole for row in self.model.rows)

    def _pressed(self, place: int, digit: int, with_alt: bool) -> None:
        row: Rated = self.model.rows[place]
        number = digit or 10
        is_own = self.table.currentIndex().column() == OWN
        if with_alt or is_own:
            chosen = number <= len(PUPIL_RATINGS.codes)
            done = chosen and self._rate(place, {"pupil_rating": PUPIL_RATINGS.codes[number - 1]})
            if done and not with_alt:
                self.table.go_on_from(place)
            return
        if number > len(row.one.page.scale):
            self._context.say(f"This scale has no {digit}; nothing was rated. See the digits above the list.", "info")
            return
        if self._rate(place, {"rating_id": row.one.page.scale[number - 1].uuid}):
            self.table.go_on_from(place)

    def _write_evidence(self, row: Rated, words: str) -> bool:
        return self._rate(self.model.rows.index(row), {"evidence": words})

    def _rate(self, place: int, values: Mapping[str, Any]) -> bool:
        row: Rated = self.model.rows[place]
        store = self._context.store
        done = self._context.attempt(
            lambda: reviews.rate(store, row.one.page.cycle.uuid, row.line.target.uuid, values, self._owner)
        )
        if done:
            self._owner.renew(row.one.pupil_id)
        return done


def _rows(one: PupilReview) -> list[Rated]:
    return [Rated(one, line, place == 0) for place, line in enumerate(one.page.lines)]


def _key(digit: int, label: str) -> str:
    return label if label == str(digit) else f"{digit} {label}"


def _words(line: ReviewLine) -> str:
    return " ".join((line.target.pupil_wording or line.target.staff_wording or "not worded").split())
